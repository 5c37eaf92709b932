#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry gc: what nothing refers to goes, and nothing else.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

store=$top/cache/ferry/store.git
refs() {
	git --git-dir="$store" for-each-ref --format='%(refname)'
}
cp -R "$top/trees/linux-source-9.1" "$top/git"
git -C "$top/git" init -q
git -C "$top/git" add -A
git -C "$top/git" -c user.name=x -c user.email=x@x.invalid commit -qm x

ferry port 9.1.y 9.2.y
is 'two ports' "$status" 0
ferry port --tree "$top/git@HEAD" --output "$top/patches"
ferry fetch --tree "9.2.y=$top/git@HEAD" 9.2.y
has 'trees of a person' "$(refs)" refs/ferry/9.2.y/tree/ refs/ferry/tree/
kept=$(refs | grep -v /tree/ | grep -v ^refs/ferry/tree/)

ferry gc
is 'gc: status 0' "$status,$err" '0,'
has 'gc: says what went' "$out" '  GC      refs/ferry/9.2.y/tree/' '  GC      store.git, '
is 'gc: all else stays' "$(refs)" "$kept"
ferry port 9.1.y 9.2.y
is 'after gc: nothing is done again' "$status,$(printf '%s\n' "$out" | grep -c 'PORT.*(unchanged)')" '0,2'

# a target that is gone, and a series
mkdir -p "$top/cache/ferry/build/9.1.y/debug"
echo large >"$top/cache/ferry/build/9.1.y/debug/vmlinux"
rm -rf "$project/stable/9.1.y"
ferry gc
is 'a target that is gone: status 0' "$status" 0
has 'a target that is gone: its folders' "$out" '  GC      build/9.1.y, ' '  GC      src/9.1.y, '
is 'a target that is gone: are not there' "$(ls -d "$top/cache/ferry/"*/9.1.y 2>/dev/null)" ''
is 'a target that is gone: its refs neither' "$(refs)" "$(printf '%s\n' "$kept" | grep -v /9.1.y/)"
has 'a target that stays: keeps its own' "$(ls "$top/cache/ferry/src")" 9.2.y

# another ferry is at work
begin FAKE_MAKE=wait -- run 9.2.y
await "$top/marks/make"
ferry gc
is 'a store in use: status 3' "$status" 3
has 'a store in use: said' "$err" 'in use by another ferry'
kill "$background"
wait "$background" 2>/dev/null

finish
