// SPDX-License-Identifier: GPL-2.0-only
/* A buffer and a mutex for each CPU, which live as long as what they are for. */
#include <linux/cpu.h>
#include <linux/slab.h>

struct context {
	struct mutex mutex;
	struct buffer *buffer;
};

struct toy {
	struct context __percpu *contexts;
	struct hlist_node node;
};

static struct toy *the_toy;

static int toy_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct toy *toy = hlist_entry(node, struct toy, node);
	struct context *context = per_cpu_ptr(toy->contexts, cpu);

	if (context->buffer)
		return 0;
	context->buffer = buffer_get(cpu_to_node(cpu));
	if (!context->buffer)
		return -ENOMEM;
	mutex_init(&context->mutex);
	return 0;
}

void toy_use(void)
{
	struct context *context = raw_cpu_ptr(the_toy->contexts);

	mutex_lock(&context->mutex);
	buffer_work(context->buffer);
	mutex_unlock(&context->mutex);
}

static void toy_free(struct toy *toy)
{
	int cpu;

	for_each_possible_cpu(cpu)
		buffer_put(per_cpu_ptr(toy->contexts, cpu)->buffer);
	free_percpu(toy->contexts);
	kfree(toy);
}

void toy_destroy(void)
{
	cpuhp_state_remove_instance(CPUHP_TOY_PREPARE, &the_toy->node);
	toy_free(the_toy);
	the_toy = NULL;
	cpuhp_remove_multi_state(CPUHP_TOY_PREPARE);
}

static int toy_init(void)
{
	struct toy *toy = kzalloc(sizeof(*toy), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!toy)
		return ret;
	toy->contexts = alloc_percpu(struct context);
	if (!toy->contexts)
		goto free;
	ret = cpuhp_setup_state_multi(CPUHP_TOY_PREPARE, "toy", toy_prepare, NULL);
	if (ret)
		goto free;
	ret = cpuhp_state_add_instance(CPUHP_TOY_PREPARE, &toy->node);
	if (ret)
		goto remove;
	the_toy = toy;
	return 0;
remove:
	cpuhp_remove_multi_state(CPUHP_TOY_PREPARE);
	toy_free(toy);
	return ret;
free:
	free_percpu(toy->contexts);
	kfree(toy);
	return ret;
}
late_initcall(toy_init);
