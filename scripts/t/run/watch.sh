#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry watch: what a newer release changes, and a port to every release.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

file=mm/widget.c
branch=$top/branch

# widget LINES [WORDS]: a file with so many lines above its function
widget() {
	for number in $(seq "$1"); do
		printf 'int filler_%d;\n' "$number"
	done
	printf 'static int widget(int a)\n{\n\ta++;\n\t%s\n\treturn a;\n}\n' "${2-b++;}"
}

# release SUBLEVEL LINES [WORDS]: a commit of the branch
release() {
	printf 'VERSION = 9\nPATCHLEVEL = 1\nSUBLEVEL = %s\nEXTRAVERSION =\n# %s\n' "$1" "$(date +%N)" \
		>"$branch/Makefile"
	widget "$2" "${3-b++;}" >"$branch/$file"
	git -C "$branch" add -A
	git -C "$branch" -c user.name=x -c user.email=x@x.invalid commit -qm "release $1"
}

# --- every release of a branch ---

mkdir -p "$top/a/mm" "$top/b/mm" "$branch"
cp -R "$top/trees/linux-source-9.1/." "$branch/"
git -C "$branch" init -q -b main
release 0 10
release 1 10
release 1 10
release 2 13
release 3 13 'b += 7;'
release 4 10 'b += 2;'
widget 10 >"$top/a/$file"
widget 10 'b += 2;' >"$top/b/$file"
{
	printf 'From: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: [PATCH] widget\n\nWhy.\n---\n\n'
	(cd "$top" && git diff --no-index --no-prefix --full-index a b)
} >"$top/widget.patch"
ferry import --series widget --for 9.1.y "$top/widget.patch"
is 'a series' "$status" 0

ferry watch --series widget --all-releases "$branch"
is 'all releases: status of the newest' "$status,$err" '0,'
is 'all releases: each once' "$(printf '%s\n' "$out" | sed 's/  *$//; s/   */  /g')" \
	"series widget
  target  releases  port  shape
  9.1.y  9.1.0 - 9.1.1  2  exact  open
  9.1.2  1  offset  open
  9.1.3  1  refused  open  $(printf '%s\n' "$out" | sed -n 's/.*refused *open  //p')
  9.1.4  1  carried  carried"
has 'all releases: why it is refused' "$out" "in widget()"
ferry watch --series widget --all-releases "9.1.y=$branch@HEAD~1"
is 'all releases: the newest is refused' "$status" 3
ferry watch --series widget --all-releases "$branch" --since HEAD~2
is 'since a revision' "$status,$(printf '%s\n' "$out" | grep -c '9\.1\.[0-2] ')" '0,0'
has 'since a revision: the rest' "$out" '9.1.3 ' '9.1.4 '
ferry watch --json --series widget --all-releases "$branch"
is 'as JSON' "$(printf '%s\n' "$out" | grep -o '"class": "[a-z]*"' | tr '\n' ' ')" \
	'"class": "exact" "class": "exact" "class": "offset" "class": "refused" "class": "carried" '
is 'nothing is kept' "$(find "$project/out" "$top/cache" -type f 2>/dev/null | grep -c 9.1.y)" 0

# --- bad input ---

# wrong NAME STATUS WORDS ARGUMENT...
wrong() {
	name=$1 wanted=$2 words=$3
	shift 3
	ferry watch "$@"
	is "$name: status" "$status,$out" "$wanted,"
	has "$name: said" "$err" "$words"
}

wrong 'no such repository' 2 "no folder '$top/nowhere'" --all-releases "$top/nowhere"
wrong 'no such revision' 2 "has no commit 'nothing'" --all-releases "$branch@nothing"
wrong 'no such since' 2 "has no commit 'nothing'" --all-releases "$branch" --since nothing
wrong 'no release' 2 "has no release behind HEAD" --all-releases "$branch" --since HEAD
wrong 'since what' 2 '--since is for --all-releases' --since HEAD
wrong 'keeps nothing' 2 'keeps nothing' --all-releases "$branch" --on-change true
printf 'VERSION = 8\nPATCHLEVEL = 3\nSUBLEVEL = 1\n' >"$branch/Makefile"
git -C "$branch" -c user.name=x -c user.email=x@x.invalid commit -qam 'of another branch'
wrong 'no such target' 2 'there is no target 8.3.y: name one' --all-releases "$branch"

# --- newer releases ---

# archive SUBLEVEL LINES [WORDS]: what it has
archive() {
	printf 'VERSION = 9\nPATCHLEVEL = 1\nSUBLEVEL = %s\nEXTRAVERSION =\n' "$1" \
		>"$TREES/linux-source-9.1/Makefile"
	widget "$2" "${3-b++;}" >"$TREES/linux-source-9.1/$file"
}

# newer SUBLEVEL LINES [WORDS]: what is said of that
newer() {
	archive "$@"
	with "FAKE_VERSION=9.1.$1-1" -- watch --series widget --output "$top/refreshed" \
		--on-change "cat >>'$top/told'" 9.1.y
}

newer 7 10
is 'first look' "$status" 0
has 'first look: said' "$out" '9.1.y/widget: first look: 9.1.7'
newer 7 10
has 'no newer one' "$out" '9.1.y/widget: 9.1.7: no newer release'
newer 8 10
has 'nothing' "$out" '9.1.y/widget: 9.1.7 -> 9.1.8: nothing: its files are the same'
is 'is not told' "$(cat "$top/told")" '9.1.y/widget: first look: 9.1.7'
newer 9 13
has 'context only' "$out" '9.1.y/widget: 9.1.8 -> 9.1.9: context only: exact, now offset'
has 'is told' "$(cat "$top/told")" 'now offset'
has 'is refreshed' "$(cat "$top/refreshed/9.1.y/widget/"*.patch)" '@@ -14,'
rm -r "$project/out"
newer 8 10
archive 9 13
with FAKE_VERSION=9.1.9-1 -- watch --json --series widget --output "$top/refreshed" --force 9.1.y
is 'refreshed, as JSON' "$(printf '%s\n' "$out" | tr -d '\n' | cut -c1-3)" '[ {'
has 'refreshed, as JSON: said' "$out" 'context only: exact, now offset'
newer 10 13 'b += 7;'
is 'refused' "$status" 3
has 'refused: why' "$out" '9.1.y/widget: 9.1.9 -> 9.1.10: no port any more: refused: ' 'in widget()'
newer 11 10
has 'ported again' "$out" '9.1.y/widget: 9.1.10 -> 9.1.11: ported now: exact'
rm -r "$project/out"
with FAKE_VERSION=9.1.11-1 -- watch --json --series widget --on-change 'exit 3' 9.1.y
is 'a command that fails: status 4' "$status" 4
has 'a command that fails: said' "$err" "'exit 3' failed"
is 'as JSON, too, and nothing but that' "$(printf '%s\n' "$out" | tr -d '\n' | tr -s ' ')" \
	'[ { "series": "widget", "target": "9.1.y", "changed": true, "words": "first look: 9.1.11" }]'

finish
