#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Does rooms.awk, as 'make lint-rooms' runs it, refuse what it is to refuse?

set -u

rooms=$(cd "$(dirname "$0")" && pwd -P)/rooms.awk
top=$(mktemp -d "${TMPDIR:-/tmp}/ferry-rooms.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
cd "$top" || exit 1
count=0
failed=0

# file PATH LINE...
file() {
	path=scripts/$1
	shift
	mkdir -p "${path%/*}"
	printf '%s\n' "$@" >"$path"
}

# says NAME EXPECTED: what is said of all files, which are gone afterwards
says() {
	# shellcheck disable=SC2046
	said=$(awk -f "$rooms" $(find scripts -type f | sort) 2>&1)
	status=$?
	count=$((count + 1))
	if [ "$said" = "$2" ] && [ $status -eq $((${#2} > 0)) ]; then
		echo "ok $count $1"
	else
		failed=$((failed + 1))
		echo "not ok $count $1"
		printf '%s\n' "got ($status):" "$said" | sed 's/^/# /'
	fi
	rm -rf scripts
}

file data/a.c '#include "base/b.h"' '#include "data/a.h"' '#include <stdio.h>' '#include "data/c.h"'
file base/b.h ''
file data/a.h ''
file data/c.h ''
file t/data/a.c '#include "data/a.h"' '#include "mail/m.h"'
file main.c '#include "mail/m.h"'
file mail/m.c '#include "commands.h"' '#include "run/r.h"'
file run/r.h '#include "process/p.h"'
file process/p.h ''
file mail/m.h ''
file commands.h ''
says 'lower floors, the same room, main.c and tests' ''

file data/a.c '#include "tools/t.h"'
file tools/t.h ''
says 'upward' 'scripts/data/a.c:1: data/ may not include tools/: it is above it'

file port/a.c '' '#include "check/c.h"'
file check/c.h ''
says 'across' 'scripts/port/a.c:2: port/ may not include check/: it is on the same floor'

file port/a.h ' # include "stage/s.h"' '#include	"run/r.h"'
file port/a.c '#include "port/a.h"'
file port/b.c '#include "port/a.h"'
file stage/s.h ''
file run/r.h ''
says 'in a header, with blanks' 'scripts/port/a.h:2: port/ may not include run/: it is above it'

file data/a.c '#include "a.h"'
says 'flat' "scripts/data/a.c:1: 'a.h' names no room"

file data/a.c '#include "t/test.h"'
says 'of the tests' "scripts/data/a.c:1: there is no room 't'"

file data/a.c '#include "data/a.h"'
file data/a.h ''
says 'a header for its own .c' 'scripts/data/a.h: nobody includes it but its own .c'

echo "1..$count"
[ "$failed" -eq 0 ]
