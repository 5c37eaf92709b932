#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Does the compiler refuse what banned.h bans, and nothing else?

set -u

cd "$(dirname "$0")/.." || exit 1
count=0
failed=0

# compiles EXPRESSION [LINE]: a file with that expression, LINE on top
compiles() {
	printf '%s\n#include "base/util.h"\nvoid f(void);\nvoid f(void) { (void)%s; }\n' \
		"${2-}" "$1" |
		${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -I. \
			-fsyntax-only -x c - >/dev/null 2>&1
}

result() {
	count=$((count + 1))
	if [ "$1" = ok ]; then
		echo "ok $count $2"
	else
		failed=$((failed + 1))
		echo "not ok $count $2"
	fi
}

for name in strcpy strcat sprintf vsprintf strncpy strncat strtok gets atoi \
	system popen mktemp tmpnam ctime fork execvp posix_spawn waitpid; do
	if compiles "$name"; then
		result bad "$name is refused"
	else
		result ok "$name is refused"
	fi
done

for name in strlen snprintf memcpy xstrdup read_file; do
	if compiles "$name"; then
		result ok "$name is allowed"
	else
		result bad "$name is allowed"
	fi
done

for name in fork waitpid; do
	if compiles "$name" '#define FERRY_MAY_FORK'; then
		result ok "$name is allowed for those that say so"
	else
		result bad "$name is allowed for those that say so"
	fi
done

# who says so? What runs processes, and tests that must be one themselves
users=$(grep -l '^#define FERRY_MAY_FORK' ./*.c ./*/*.c | tr '\n' ' ')
if [ "$users" = './process/runner.c ./process/spawn.c ' ]; then
	result ok 'only the runner may fork'
else
	result bad "only the runner may fork, not $users"
fi

echo "1..$count"
[ "$failed" -eq 0 ]
