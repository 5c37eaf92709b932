// SPDX-License-Identifier: GPL-2.0-only
/* One line that says what is running, see progress.h */
#include "run/progress.h"

#include <sys/ioctl.h>

#include "base/util.h"

static bool shown;

static int width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_col < 10)
		return 79;
	return size.ws_col - 1;
}

void progress_show(const char *text)
{
	const char *term = getenv("TERM");

	if (!isatty(STDERR_FILENO) || !term || !strcmp(term, "dumb"))
		return;
	fprintf(stderr, "\r\033[K%.*s", width(), text);
	fflush(stderr);
	shown = true;
}

void progress_clear(void)
{
	if (!shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	shown = false;
}
