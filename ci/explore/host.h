/* SPDX-License-Identifier: GPL-2.0-only */
/* What the shims give to the scenarios of a series: CPUs, parameters, init. */
#ifndef EXPLORE_HOST_H
#define EXPLORE_HOST_H

/* late_initcall() of the text; 0 or an error */
int host_init(void);
/* write to a parameter; an error where the text has none of that name */
int host_param(const char *name, const char *value);
/* whether the text has the parameter */
int host_has_param(const char *name);
/* take a CPU online or offline; an error when it failed */
int host_cpu_up(int cpu);
int host_cpu_down(int cpu);
int host_cpu_online(int cpu);
/* hotplug instances that are linked; states that are set up and have no instances */
int host_instances(void);
int host_states(void);

/* from here on a hotplug instance in memory that is freed is a finding */
void hotplug_watch_memory(void);

#endif
