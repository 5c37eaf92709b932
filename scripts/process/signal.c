// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that ask us to stop, see run.h. They are blocked, and wait in a
 * descriptor until somebody looks: no code of ours runs as a handler.
 */
#include "process/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/signalfd.h>

/* How often a lock that another process holds is tried. */
#define LOCK_MILLISECONDS	50

static int signal_fd = -1;
static int last_signal;
static unsigned int nr_signals;

/*
 * If we were started without standard descriptors, a pipe could get one of
 * their numbers and end up as somebody's output.
 */
static void open_standard_fds(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			die(EXIT_BROKEN, "cannot open '/dev/null': %s", strerror(errno));
	} while (fd <= STDERR_FILENO);
	close(fd);
}

void prepare_process(void)
{
	static bool done;

	if (done)
		return;
	open_standard_fds();
	/* where it is ignored, children are not there to be waited for */
	signal(SIGCHLD, SIG_DFL);
	done = true;
}

void run_install_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;
	sigset_t set;

	prepare_process();
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], NULL, &now);
		if (now.sa_handler != SIG_IGN)
			sigaddset(&set, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal_fd = signalfd(signal_fd, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signal_fd < 0)
		die(EXIT_BROKEN, "cannot wait for signals: %s", strerror(errno));
}

int interrupt_fd(void)
{
	return signal_fd;
}

unsigned int interrupts(void)
{
	struct signalfd_siginfo info;

	while (signal_fd >= 0 && read(signal_fd, &info, sizeof(info)) == sizeof(info)) {
		last_signal = (int)info.ssi_signo;
		nr_signals++;
	}
	return nr_signals;
}

int run_interrupted(void)
{
	return interrupts() ? last_signal : 0;
}

int run_lock(int fd)
{
	struct pollfd poll_fd = { .fd = signal_fd, .events = POLLIN };

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK)
			return -errno;
		if (run_interrupted())
			return -EINTR;
		poll(&poll_fd, 1, LOCK_MILLISECONDS);
	}
	return 0;
}

void run_forget_interrupt(void)
{
	(void)interrupts();
	nr_signals = 0;
}
