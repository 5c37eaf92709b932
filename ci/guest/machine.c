// SPDX-License-Identifier: GPL-2.0-only
/* Files, time, and what the kernel itself finds wrong. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

/* Bits of /proc/sys/kernel/tainted that stand for trouble, the worst first. */
static const struct {
	unsigned int bit;
	const char *words;
} taints[] = {
	{ 7,	"kernel oops" },
	{ 5,	"kernel reports bad memory access" },
	{ 9,	"kernel warning" },
	{ 14,	"kernel reports a lockup" },
};

#define MODULES		"/lib/ferry/*.ko"
#define HURT_SECONDS	5.0

void machine_reset(void)
{
	sync();
	write_text("/proc/sysrq-trigger", "b");
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void mount_one(const char *type, const char *path)
{
	mkdir(path, 0755);
	if (mount(type, path, type, 0, NULL) && errno != EBUSY)
		bail("cannot mount %s: %s", type, strerror(errno));
}

void mount_filesystems(void)
{
	/* First what a complaint needs. */
	mount_one("devtmpfs", "/dev");
	mount_one("proc", "/proc");
	mount_one("sysfs", "/sys");
	mount_one("debugfs", "/sys/kernel/debug");
}

int read_text(const char *path, char *text, size_t size)
{
	ssize_t length;
	int file;

	text[0] = '\0';
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return -errno;
	length = read(file, text, size - 1);
	if (length < 0)
		length = -errno;
	close(file);
	if (length < 0)
		return length;
	text[length] = '\0';
	if (length && text[length - 1] == '\n')
		text[length - 1] = '\0';
	return 0;
}

int write_text(const char *path, const char *text)
{
	int error = 0;
	int file;

	file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return -errno;
	if (write(file, text, strlen(text)) < 0)
		error = -errno;
	close(file);
	return error;
}

long read_number(const char *path)
{
	char text[64];
	int error;

	error = read_text(path, text, sizeof(text));
	if (error)
		bail("cannot read %s: %s", path, strerror(-error));
	return strtol(text, NULL, 0);
}

double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* After an oops or a bad access, what does not happen soon never does. */
static bool kernel_is_hurt(void)
{
	unsigned long taint = read_number("/proc/sys/kernel/tainted");

	return taint >> taints[0].bit & 1 || taint >> taints[1].bit & 1;
}

bool wait_until(bool (*condition)(const void *data), const void *data, double seconds)
{
	double start = now();
	double waited;

	while (!condition(data)) {
		waited = now() - start;
		if (waited > seconds || (waited > HURT_SECONDS && kernel_is_hurt()))
			return condition(data);
		usleep(5000);
	}
	return true;
}

bool process_ended(const void *pid)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, *(const pid_t *)pid, &info, WEXITED | WNOHANG | WNOWAIT))
		return true;
	return info.si_pid;
}

/* Lockdep switches itself off when it has something to say. */
static bool lockdep_gave_up(void)
{
	char text[8192];
	char *line;

	if (read_text("/proc/lockdep_stats", text, sizeof(text)))
		return false;
	line = strstr(text, " debug_locks:");
	return line && !strtol(line + strlen(" debug_locks:"), NULL, 10);
}

const char *kernel_complaint(void)
{
	static unsigned long seen;
	static bool lockdep_seen;
	unsigned long taint = read_number("/proc/sys/kernel/tainted");
	unsigned long new = taint & ~seen;
	bool lockdep = lockdep_gave_up() && !lockdep_seen;
	size_t i;

	seen = taint;
	lockdep_seen |= lockdep;
	for (i = 0; i < ARRAY_SIZE(taints); i++)
		if (new >> taints[i].bit & 1)
			return taints[i].words;
	if (lockdep)
		return "lockdep report";
	return NULL;
}

bool command_line_value(const char *name, char *value, size_t size)
{
	char line[4096];
	char *word;

	if (read_text("/proc/cmdline", line, sizeof(line)))
		return false;
	for (word = strtok(line, " "); word; word = strtok(NULL, " ")) {
		if (strncmp(word, name, strlen(name)))
			continue;
		snprintf(value, size, "%s", word + strlen(name));
		return true;
	}
	return false;
}

static void load_module(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		bail("cannot open %s: %s", path, strerror(errno));
	if (syscall(SYS_finit_module, file, "", 0))
		bail("cannot load %s: %s", path, strerror(errno));
	close(file);
}

void load_modules(void)
{
	glob_t found;
	size_t i;

	if (glob(MODULES, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++)
		load_module(found.gl_pathv[i]);
	globfree(&found);
}
