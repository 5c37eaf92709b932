/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that this program does not use, refused by the compiler.
 *
 * The headers that declare them come first, so that including those again
 * later is harmless. What stands beside each group is what to use instead.
 */
#ifndef FERRY_BANNED_H
#define FERRY_BANNED_H

#include <alloca.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>

/* no bounds, or bounds with a trap: strbuf_*(), xstrdup(), xstrndup() */
#pragma GCC poison strcpy stpcpy strcat strncpy stpncpy strncat gets
#pragma GCC poison sprintf vsprintf

/* hidden state: next_line(), strbuf_*() */
#pragma GCC poison strtok strtok_r asctime ctime gmtime localtime

/* errors cannot be told from results: parse_ulong() */
#pragma GCC poison atoi atol atoll atof

/* racy names for temporary files: write_file_atomic(), mkdtemp() */
#pragma GCC poison mktemp tmpnam tempnam

/* a shell in between: child_run() */
#pragma GCC poison system popen

/* process/ alone starts processes; a test may ask for fork(2) to be one itself */
#ifndef FERRY_MAY_FORK
#pragma GCC poison fork vfork execl execle execlp execv execve execvp execvpe
#pragma GCC poison posix_spawn posix_spawnp wait waitpid waitid
#endif

#endif
