#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A scenario and its program, to be filled in: never over what is there, never half.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

scenarios=$project/ci/scenarios/$series

ferry new-scenario --series "$series" late-free
is 'written: status' "$status" 0
is 'written: both' "$(cd "$scenarios" && echo late-free*)" 'late-free late-free.c'
has 'written: the shapes that have a port' "$(cat "$scenarios/late-free")" \
	'[expect "S1 S2 S3 S4"]' 'before = late-free fail'
gcc -Wall -Wextra -Werror -o "$top/late-free" "$scenarios/late-free.c"
is 'written: it compiles, and fails' "$("$top/late-free"; echo $?)" \
	"this test is still to be filled in
1"
echo mine >"$scenarios/late-free"
rm "$scenarios/late-free.c"
ferry new-scenario --series "$series" late-free
is 'is there already: status' "$status" 2
one_line 'is there already: one line'
is 'is there already: stays, and nothing beside it' \
	"$(cat "$scenarios/late-free"; cd "$scenarios" && echo late-free*)" 'mine
late-free'

ferry new-scenario late
is 'the only series: need not be named' "$status,$(cd "$scenarios" && echo late late.c)" '0,late late.c'

# bad WHAT WORDS -- ARGUMENT...
bad() {
	what=$1
	words=$2
	shift 3
	ferry new-scenario "$@"
	is "$what: status" "$status" 2
	has "$what: said" "$err" "$words"
}

bad 'unknown series' "no series 'no'" -- --series no late
bad 'no name' 'needs one NAME' -- --series "$series"
bad 'two names' 'needs one NAME' -- --series "$series" one two
bad 'a name that leaves the folder' 'needs one NAME' -- --series "$series" ../late
bad 'a name with a dot, as a program has' 'needs one NAME' -- --series "$series" late.c

finish
