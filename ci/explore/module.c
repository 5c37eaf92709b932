// SPDX-License-Identifier: GPL-2.0-only
/* Modules and their parameters; see kernel.h */
#include "kernel.h"
#include "host.h"

#undef memcpy
void *memcpy(void *to, const void *from, size_t size);

/* --- modules and their parameters ----------------------------------------------------------- */

#define MAX_PARAMS 16

static struct param {
	const char *name;
	const struct kernel_param_ops *ops;
	void *arg;
} params[MAX_PARAMS];
static int nr_params;
static int (*init_function)(void);
enum system_states system_state = SYSTEM_RUNNING;

void explore_param(const char *name, const struct kernel_param_ops *ops, void *arg)
{
	if (nr_params < MAX_PARAMS)
		params[nr_params++] = (struct param){ name, ops, arg };
}

void explore_init(int (*init)(void))
{
	init_function = init;
}

int host_init(void)
{
	hotplug_watch_memory();
	if (!init_function)
		unknown("the text has no initcall");
	return init_function();
}

static const struct param *param_named(const char *name)
{
	for (int i = 0; i < nr_params; i++)
		if (!strcmp(params[i].name, name))
			return &params[i];
	return NULL;
}

int host_has_param(const char *name)
{
	return param_named(name) != NULL;
}

int host_param(const char *name, const char *value)
{
	const struct param *param = param_named(name);
	struct kernel_param kp = { .name = name };

	if (!param)
		return -ENOENT;
	kp.arg = param->arg;
	return param->ops->set(value, &kp);
}

static char *charp_given[32];
static int nr_charp;

int param_set_charp(const char *value, const struct kernel_param *kp)
{
	char *copy;

	if (allocation(GFP_KERNEL, "parameter"))
		return -ENOMEM;
	param_free_charp(kp->arg);
	copy = memory_get(strlen(value) + 1, KIND_OTHER, "parameter");
	memcpy(copy, value, strlen(value) + 1);
	*(char **)kp->arg = copy;
	if (nr_charp < 32)
		charp_given[nr_charp++] = copy;
	return 0;
}

void param_free_charp(void *arg)
{
	char *old = *(char **)arg;

	for (int i = 0; i < nr_charp; i++)
		if (charp_given[i] == old) {
			memory_put(old, "parameter", "param_free_charp()");
			charp_given[i] = charp_given[--nr_charp];
			return;
		}
}

int param_set_bool(const char *value, const struct kernel_param *kp)
{
	*(bool *)kp->arg = *value == 'Y' || *value == '1' || *value == 'y';
	return 0;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	(void)buffer;
	(void)kp;
	return 0;
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	(void)buffer;
	(void)kp;
	return 0;
}
