// SPDX-License-Identifier: GPL-2.0-only
/* The report: KTAP on the second serial port, and on nothing else. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define REPORT_PATH	"/dev/ttyS1"

static int report = -1;

/* One write a line, so that no two processes mix theirs. */
static void put_line(const char *line)
{
	size_t length = strlen(line);
	ssize_t done;

	while (length) {
		done = write(report, line, length);
		if (done <= 0)
			machine_reset();
		line += done;
		length -= done;
	}
}

void report_open(void)
{
	struct termios settings;

	report = open(REPORT_PATH, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (report < 0 || tcgetattr(report, &settings)) {
		mark_console("cannot use %s", REPORT_PATH);
		machine_reset();
	}
	cfmakeraw(&settings);
	cfsetspeed(&settings, B115200);
	tcsetattr(report, TCSANOW, &settings);
	put_line("KTAP version 1\n");
}

void report_plan(unsigned int count)
{
	char line[64];

	snprintf(line, sizeof(line), "1..%u\n", count);
	put_line(line);
	say("up %.2f s", now());
}

void report_outcome(unsigned int number, const char *name, const struct outcome *outcome)
{
	char line[256];

	switch (outcome->kind) {
	case PASSED:
		snprintf(line, sizeof(line), "ok %u %s\n", number, name);
		break;
	case FAILED:
		snprintf(line, sizeof(line), "not ok %u %s # %s\n", number, name,
			 outcome->reason);
		break;
	case SKIPPED:
		snprintf(line, sizeof(line), "ok %u %s # SKIP %s\n", number, name,
			 outcome->reason);
		break;
	}
	put_line(line);
}

void report_end(void)
{
	say("up %.2f s", now());
	put_line("# ferry: end\n");
	tcdrain(report);
}

void say(const char *format, ...)
{
	char text[512] = "# ";
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + 2, sizeof(text) - 3, format, arguments);
	va_end(arguments);
	strcat(text, "\n");
	put_line(text);
}

void bail(const char *format, ...)
{
	char text[512] = "Bail out! ";
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + strlen(text), sizeof(text) - 11, format, arguments);
	va_end(arguments);
	strcat(text, "\n");
	put_line(text);
	report_end();
	machine_reset();
}

void mark_console(const char *format, ...)
{
	char text[256] = "<6>ferry: ";
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + strlen(text), sizeof(text) - 11, format, arguments);
	va_end(arguments);
	strcat(text, "\n");
	write_text("/dev/kmsg", text);
}

static struct outcome outcome_of(int kind, const char *format, va_list arguments)
{
	struct outcome outcome = { .kind = kind };

	vsnprintf(outcome.reason, sizeof(outcome.reason), format, arguments);
	return outcome;
}

struct outcome passed(void)
{
	return (struct outcome){ .kind = PASSED };
}

struct outcome failed(const char *format, ...)
{
	struct outcome outcome;
	va_list arguments;

	va_start(arguments, format);
	outcome = outcome_of(FAILED, format, arguments);
	va_end(arguments);
	return outcome;
}

struct outcome skipped(const char *format, ...)
{
	struct outcome outcome;
	va_list arguments;

	va_start(arguments, format);
	outcome = outcome_of(SKIPPED, format, arguments);
	va_end(arguments);
	return outcome;
}
