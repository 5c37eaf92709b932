#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What ferry makes of each fixture in semantic/*/tests/, against what it says of
# itself in the comments at its top; t/fixtures has how they are written down:
#
#   // shape: S4		first word of 'ferry shape FILE', or unknown
#   // port: ok			'ferry port --file FILE' gives NAME.res
#   // port: refused		it gives no diff
#   // refused: WORDS		and the reason has these words
#   // lint: 17			so many lines of lint.cocci
#   // before: S4		before.cocci turns it back into that shape, which is
#				ported
#   // spoilt: RULE/FUNCTION	with that rule of port.cocci not kept in its
#				own function, the port is refused for that one
#
# FERRY_PROGRAM names the program, otherwise it is build/ferry.
#
# fixtures.sh --expand DIR writes all fixtures as whole files, for use by hand.

set -u

root=$(cd "$(dirname "$0")/../../.." && pwd -P)
program=${FERRY_PROGRAM:-$root/build/ferry}
# shellcheck source=scripts/t/fixtures
. "$root/scripts/t/fixtures"

if [ "${1-}" = --expand ] && [ $# -eq 2 ]; then
	mkdir -p "$2" && to=$(cd "$2" && pwd) || exit 1
	for folder in "$root"/semantic/*/tests; do
		expand_fixtures "$folder" "$to/$(basename "${folder%/tests}")" || exit 1
	done
	exit 0
elif [ $# -ne 0 ]; then
	echo "usage: fixtures.sh [--expand DIR]" >&2
	exit 2
fi

top=$(mktemp -d "${TMPDIR:-/tmp}/ferry fixtures.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM

count=0
failed=0

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$program" ] || skip_all "no '$program': run make first"
for tool in git spatch; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done

ok() {
	count=$((count + 1))
	echo "ok $count $1"
}

not_ok() {
	count=$((count + 1))
	failed=$((failed + 1))
	echo "not ok $count $1"
	printf '%s\n' "$2" | sed 's/^/# /'
}

# is NAME VALUE EXPECTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "is '$2', not '$3'"
	fi
}

# what_it_says FILE WORD: the value behind "// WORD: "
what_it_says() {
	sed -n -e '/^\/\//!q' -e "s/^\/\/ $2: *\([^ ]*\).*/\1/p" "$1" | tr -d '\r'
}

# into DIR NAME COMMAND...: keeps its outputs and its status
into() {
	dir=$1
	name=$2
	shift 2
	"$@" >"$dir/$name.out" 2>"$dir/$name.err" </dev/null
	echo $? >"$dir/$name.status"
}

# run_spatch SERIES SCRIPT FILE: as the program does
run_spatch() (
	cd "$root/semantic/$1" &&
	PYTHONPATH=../lib spatch --python /usr/bin/python3 --very-quiet \
		--iso-file series.iso --sp-file "$2" "$3"
)

# turn_back SERIES FILE: by before.cocci; spatch changes no file whose path has a blank
turn_back() (
	folder=$root/semantic/$1
	cd "$(dirname "$2")" &&
	spatch --python /usr/bin/python3 --very-quiet --iso-file "$folder/series.iso" \
		--sp-file "$folder/before.cocci" "$(basename "$2")" --in-place
)

# run_spoilt RULE/FUNCTION: in a copy of what a series is
run_spoilt() (
	FERRY_ROOT=$work/root
	mkdir -p "$FERRY_ROOT/semantic" "$FERRY_ROOT/stable"
	cp -R "$root/patches" "$FERRY_ROOT"
	cp -R "$root/semantic/lib" "$root/semantic/$series" "$FERRY_ROOT/semantic"
	sed "/^@${1%/*}[ @]/,/^@@\$/s/in_prepare([^)]*)/True/" \
		"$root/semantic/$series/port.cocci" >"$FERRY_ROOT/semantic/$series/port.cocci"
	into "$work" spoilt "$program" port --series "$series" --file "$work/before.c"
)

# all commands on one fixture, in a folder of its own
run_all() {
	FERRY_ROOT=$root
	XDG_CACHE_HOME=$top/cache
	export FERRY_ROOT XDG_CACHE_HOME
	series=$1
	file=$2
	work=$3
	cp "$file" "$work/before.c"
	into "$work" shape "$program" shape --series "$series" "$work/before.c"
	into "$work" port "$program" port --series "$series" --file "$work/before.c"
	into "$work" lint run_spatch "$series" lint.cocci "$work/before.c"
	if [ -n "$(what_it_says "$file" before)" ]; then
		cp "$file" "$work/back.c"
		into "$work" back turn_back "$series" "$work/back.c"
		into "$work" back-shape "$program" shape --series "$series" "$work/back.c"
		into "$work" back-port "$program" port --series "$series" \
			--file "$work/back.c"
	fi
	if [ -n "$(what_it_says "$file" spoilt)" ]; then
		run_spoilt "$(what_it_says "$file" spoilt)"
	fi
	[ -e "${file%.c}.res" ] || return
	cp "${file%.c}.res" "$work/after.c"
	into "$work" shape-after "$program" shape --series "$series" "$work/after.c"
	into "$work" port-after "$program" port --series "$series" --file "$work/after.c"
	into "$work" lint-after run_spatch "$series" lint.cocci "$work/after.c"
	# the diff is of the series' own path
	path=$(sed -n 's|^diff --git a/.* b/||p' "$work/port.out")
	if [ -n "$path" ]; then
		mkdir -p "$work/tree/$(dirname "$path")"
		cp "$file" "$work/tree/$path"
		(cd "$work/tree" && GIT_CEILING_DIRECTORIES=$work \
			git apply -p1 "$work/port.out") >"$work/apply.out" 2>&1
		cp "$work/tree/$path" "$work/ported.c"
	fi
}

# what info says of a shape: port, carried, unaffected or nothing
verdict_of() {
	git config -f "$root/patches/$1/info" --get "shape.$2.verdict"
}

# lines of a lint but its last one, which says that it ran to its end
findings() {
	case $(tail -n 1 "$1") in
	'lint: done') sed '$d' "$1" | grep -c . ;;
	*) echo "cut off" ;;
	esac
}

judge() {
	series=$1
	file=$2
	work=$3
	name="$series/$(basename "$file")"
	shape=$(what_it_says "$file" shape)
	port=$(what_it_says "$file" port)
	lint=$(what_it_says "$file" lint)
	verdict=$(verdict_of "$series" "$shape")
	# a fixture is a part of a file: it is not enough for the explorer, which is told
	for said in "$work"/port*.err "$work/back-port.err"; do
		[ ! -e "$said" ] || sed -i '/^ferry: not explored/d' "$said"
	done

	is "$name says what to expect" \
		"${shape:+shape }${port:+port }${lint:+lint}" 'shape port lint'
	is "$name: shape" "$(cut -d' ' -f1 "$work/shape.out")" "$shape"
	is "$name: one line about the shape" "$(grep -c . "$work/shape.out")" 1
	if [ -n "$verdict" ]; then
		is "$name: status of shape" "$(cat "$work/shape.status")" 0
	else
		is "$name: status of shape" "$(cat "$work/shape.status")" 3
	fi
	is "$name: lint" "$(findings "$work/lint.out")" "$lint"
	if cmp -s "$file" "$work/before.c"; then
		ok "$name: the file is only read"
	else
		not_ok "$name: the file is only read" "$(diff "$file" "$work/before.c")"
	fi
	before=$(what_it_says "$file" before)
	if [ -n "$before" ]; then
		is "$name: turned back" "$(cut -d' ' -f1 "$work/back-shape.out")" "$before"
		is "$name: and ported again" \
			"$(cat "$work/back-port.status"),$(cat "$work/back-port.err")" '0,'
	fi
	spoilt=$(what_it_says "$file" spoilt)
	if [ -n "$spoilt" ]; then
		# either by lint, or by the look at what no rule names
		is "$name: a rule that changes another function" \
			"$(cat "$work/spoilt.status") $(grep -c "^ferry: error: refused: .*${spoilt#*/}()" "$work/spoilt.err")" \
			'3 1'
	fi
	# what carries the change is held to its invariants as well
	if [ "$verdict" = carried ] && [ "$lint" != 0 ]; then
		verdict=
	fi
	case $port,$verdict in
	ok,*)
		judge_ported
		;;
	refused,carried | refused,unaffected)
		is "$name: nothing to port" \
			"$(cat "$work/port.status"),$(cat "$work/port.out")" '0,'
		is "$name: and it says so" "$(grep -c . "$work/port.err")" 1
		;;
	refused,*)
		is "$name: refused" \
			"$(cat "$work/port.status"),$(cat "$work/port.out")" '3,'
		is "$name: with one reason" \
			"$(grep -c '^ferry: error: refused: .' "$work/port.err")" 1
		words=$(sed -n -e '/^\/\//!q' -e 's/^\/\/ refused: //p' "$file")
		if [ -n "$words" ] && ! grep -qF "$words" "$work/port.err"; then
			not_ok "$name: the reason is '$words'" "$(cat "$work/port.err")"
		elif [ -n "$words" ]; then
			ok "$name: the reason is '$words'"
		fi
		;;
	*)
		not_ok "$name: port" "'$port' is neither ok nor refused"
		;;
	esac
	if [ "$port" != ok ] && [ -e "${file%.c}.res" ]; then
		not_ok "$name: no result of what is refused" "${file%.c}.res"
	fi
}

judge_ported() {
	if [ ! -e "${file%.c}.res" ]; then
		not_ok "$name: result" "${file%.c}.res is missing"
		return
	fi
	is "$name: ported" "$(cat "$work/port.status"),$(cat "$work/port.err")" '0,'
	if cmp -s "$work/ported.c" "${file%.c}.res"; then
		ok "$name: the result is NAME.res"
	else
		not_ok "$name: the result is NAME.res" \
			"$(cat "$work/apply.out"; diff "${file%.c}.res" "$work/ported.c")"
	fi
	is "$name: the result carries the change" \
		"$(verdict_of "$series" "$(cut -d' ' -f1 "$work/shape-after.out")")" carried
	is "$name: lint of the result" "$(findings "$work/lint-after.out")" 0
	is "$name: nothing to port in the result" \
		"$(cat "$work/port-after.status"),$(cat "$work/port-after.out")" '0,'
}

# --- run them, as many at once as there are CPUs, then look ---

cpus=$(nproc)
started=0
for folder in "$root"/semantic/*/tests; do
	series=$(basename "$(dirname "$folder")")
	is "$series: every fixture that is a patch fits its base" \
		"$(expand_fixtures "$folder" "$top/whole/$series" 2>&1)" ''
done
for folder in "$top/whole"/*; do
	series=$(basename "$folder")
	for file in "$folder"/*.c; do
		work="$top/$series/$(basename "$file" .c)"
		mkdir -p "$work"
		run_all "$series" "$file" "$work" &
		started=$((started + 1))
		[ $((started % cpus)) -ne 0 ] || wait
	done
done
wait

judged=0
for folder in "$top/whole"/*; do
	series=$(basename "$folder")
	for file in "$folder"/*.c; do
		judge "$series" "$file" "$top/$series/$(basename "$file" .c)"
		judged=$((judged + 1))
	done
	for file in "$folder"/*.res; do
		[ ! -e "$file" ] || [ -e "${file%.res}.c" ] ||
			not_ok "$series/$(basename "$file") has a NAME.c" "$file"
	done
done
there=$(find "$root"/semantic/*/tests -name '*.c' -o -name '*.patch' | wc -l)
is 'every fixture was looked at' "$judged" "$((there))"
if [ "$judged" -eq 0 ]; then
	not_ok 'there are fixtures' "none in $root/semantic/*/tests"
fi

echo "1..$count"
[ "$failed" -eq 0 ] || echo "# $failed of $count failed"
[ "$failed" -eq 0 ]
