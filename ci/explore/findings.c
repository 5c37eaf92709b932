// SPDX-License-Identifier: GPL-2.0-only
/* What is found, and where, see engine.h */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* --- findings --------------------------------------------------------------- */

static void trace_from(void **frame, void **trace)
{
	char *low = (char *)frame, *high = low + STACK_SIZE;
	unsigned int nr = 0;

	while (frame && (char *)frame >= low && (char *)frame < high && nr < MAX_TRACE) {
		char *pc = frame[1];
		void **next = frame[0];

		if (pc >= explore_text_begin && pc < explore_text_end)
			trace[nr++] = pc;
		if (next <= frame)
			break;
		frame = next;
	}
}

void plan_word(const struct plan *plan, char *word, size_t size)
{
	size_t len = (size_t)snprintf(word, size, "%s", scenarios[plan->scenario].name);

	if (plan->fail)
		len += (size_t)snprintf(word + len, size - len, "/f%u", plan->fail);
	if (plan->reclaim)
		len += (size_t)snprintf(word + len, size - len, "/r%u", plan->reclaim);
	for (unsigned int i = 0; i < plan->nr; i++)
		len += (size_t)snprintf(word + len, size - len, "%s%u", i ? "," : "/d",
					plan->delays[i]);
}

static bool known(const struct report *report)
{
	for (unsigned int i = 0; i < keep->nr; i++)
		if (!strcmp(keep->findings[i].text, report->text) ||
		    (report->trace[0] && keep->findings[i].trace[0] == report->trace[0] &&
		     !strncmp(keep->findings[i].text, report->text, 12)))
			return true;
	return false;
}

void add_finding(void **frame, const char *format, va_list list)
{
	struct report report = { .word = "" };

	vsnprintf(report.text, sizeof(report.text), format, list);
	if (current) {
		size_t len = strlen(report.text);

		snprintf(report.text + len, sizeof(report.text) - len, " (actor %s, on CPU %d%s%s%s%s)",
			 current->name, current->cpu, *failed_what ? ", after failed: " : "",
			 failed_what, *reclaimed_in ? ", after reclaim in: " : "", reclaimed_in);
	}
	plan_word(&keep->plan, report.word, sizeof(report.word));
	if (frame)
		trace_from(frame, report.trace);
	keep->found = true;
	if (!known(&report) && keep->nr < MAX_FINDINGS)
		keep->findings[keep->nr++] = report;
}

void finding(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add_finding(__builtin_frame_address(0), format, list);
	va_end(list);
	siglongjmp(keep->out, 1);
}

void unknown(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	printf("unknown ");
	vprintf(format, list);
	printf("\n");
	exit(3);
}

void give_up(void)
{
	siglongjmp(keep->out, 2);
}

static void report_fault(void **frame, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add_finding(frame, format, list);
	va_end(list);
}

static void on_fault(int signal, siginfo_t *info, void *data)
{
	const ucontext_t *at = data;
	char *pc = (char *)at->uc_mcontext.gregs[REG_RIP];
	void **frame = (void **)at->uc_mcontext.gregs[REG_RBP];
	void *fake[2] = { frame, pc };

	if (signal == SIGALRM) {
		report_fault(current ? frame : NULL, "runs for ever");
	} else {
		report_fault(fake, "%s at address %p",
			     (uintptr_t)info->si_addr < 65536 ? "NULL pointer used" :
			     "bad pointer used", info->si_addr);
		if (pc >= explore_text_begin && pc < explore_text_end && keep->nr)
			keep->findings[keep->nr - 1].trace[0] = pc + 1;
	}
	siglongjmp(keep->out, 1);
}

/* A fault of the text is a finding: on a stack of its own, for that of an actor may be full. */
void catch_faults(void)
{
	stack_t where = { .ss_size = 64 * 1024 };
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	where.ss_sp = malloc(where.ss_size);
	if (!where.ss_sp)
		exit(4);
	sigaltstack(&where, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGFPE, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
}

/* --- what is said ------------------------------------------------------------------ */

static void say_place(const char *program, void *pc)
{
	char command[300], function[100] = "", place[200] = "";
	FILE *pipe;

	snprintf(command, sizeof(command), "addr2line -f -e '%s' %p", program,
		 (void *)((char *)pc - 1));
	pipe = popen(command, "r");
	if (!pipe)
		return;
	if (fgets(function, sizeof(function), pipe) && fgets(place, sizeof(place), pipe)) {
		char *colon = strrchr(place, ':');

		/* what is not of the text is of a shim */
		function[strcspn(function, "\n")] = 0;
		if (colon && colon - place >= 4 && !strncmp(colon - 4, "text", 4))
			printf("at %s %lu\n", function, strtoul(colon + 1, NULL, 10));
	}
	pclose(pipe);
}

void say_findings(const char *program)
{
	for (unsigned int i = 0; i < keep->nr; i++) {
		const struct report *report = &keep->findings[i];

		printf("finding %s\nreplay %s\n", report->text, report->word);
		for (unsigned int j = 0; j < MAX_TRACE && report->trace[j]; j++)
			say_place(program, report->trace[j]);
	}
}

