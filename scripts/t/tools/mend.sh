#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A store after power was lost or everything was killed, and two runs on one out/: the
# same command goes on.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

store=$top/cache/ferry/store.git
ferry port 9.1.y
is 'a good run to begin with' "$status,$(verdict 9.1.y port)" '0,PASS'
keep good

# goes_on NAME: both with what is known and without
goes_on() {
	ferry port 9.1.y
	is "$1: status 0" "$status,$(verdict 9.1.y port)" '0,PASS'
	rm -rf "$project/out"
	ferry port 9.1.y
	is "$1: and again, from the beginning" "$status,$(verdict 9.1.y port)" '0,PASS'
	is "$1: no word of it any more" "$err" ''
	restore good
}

for lock in refs/ferry/9.1.y/port/x.lock HEAD.lock packed-refs.lock; do
	rm -rf "$project/out"
	: >"$store/$lock"
	ferry port 9.1.y
	has "$lock: is removed, and that is said" "$err" "lock of a git that was killed: '$store/$lock'"
	goes_on "$lock"
done
: >"$top/cache/ferry/src/9.1.y/index.lock"
ferry port 9.1.y
has 'index.lock: is removed, and that is said' "$err" 'lock of a git that was killed'
goes_on 'index.lock'

for ref in $(git --git-dir="$store" for-each-ref --format='%(refname)' | sed -n '1p;$p'); do
	: >"$store/$ref"
	ferry port 9.1.y
	has "empty $ref: is mended, and that is said" "$err" 'mending it'
	goes_on "empty $ref"
done
printf garbage >"$store/packed-refs"
goes_on 'packed-refs of garbage'
: >"$store/HEAD"
goes_on 'empty HEAD'
echo '[core' >"$store/config"
goes_on 'config of garbage'
rm -rf "$store/objects"
ferry port 9.1.y
has 'no objects: the store is made anew' "$err" 'the store is made anew'
goes_on 'no objects'

# two stores, one out/: the second waits
rm -rf "$project/out"
begin XDG_CACHE_HOME="$top/cache" -- port 9.1.y
XDG_CACHE_HOME=$top/cache2
ferry port 9.1.y
XDG_CACHE_HOME=$top/cache
is 'two runs on one out/: one passes' "$status" 0
wait "$background"
is 'two runs on one out/: and the other' "$?,$(verdict 9.1.y port)" '0,PASS'
background=

finish
