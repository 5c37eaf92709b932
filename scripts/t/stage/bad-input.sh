#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Broken results and targets; two runs at once, and runs that are stopped.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

# --- broken results and targets ---

restore good
echo '{' >"$project/out/9.1.y/$series/check/result"
usable 'broken result'
restore good
rm -rf "$project/out/9.1.y/$series/port"
echo file >"$project/out/9.1.y/$series/port"
ferry run 9.1.y
is 'a file where a folder must be: status 4' "$status" 4
has 'a file where a folder must be: said' "$err" "out/9.1.y/$series/port"
restore good
echo '[target' >"$project/stable/9.1.y/target"
ferry run 9.1.y
is 'target that cannot be read: not 0' "$((status != 0))" 1
one_line 'target that cannot be read: one line'
restore good
sed -i 's/min-version/min-verison/' "$project/stable/9.1.y/target"
ferry run 9.1.y
is 'misspelt key of a target: not 0' "$((status != 0))" 1
one_line 'misspelt key of a target: one line'
has 'misspelt key of a target: which' "$err" "unknown key 'source.min-verison': known keys are" \
	'source.min-version'
restore good
sed -i 's/watch = /wacth = /' "$project/patches/$series/info"
ferry run 9.1.y
is 'misspelt key of a series: not 0' "$((status != 0))" 1
has 'misspelt key of a series: which' "$err" "unknown key 'series.wacth': known keys are"
restore good
sed -i 's/timeout = /timout = /' "$project/ci/scenarios/$series/offline"
ferry boot --only 9.1.y
has 'misspelt key of a scenario: which' "$err" "unknown key 'boot.timout': known keys are"
is 'misspelt key of a scenario: status 4' "$status" 4
restore good
rm -rf "$top/cache/ferry/store.git/objects"
ferry run 9.1.y
is 'store in pieces: status 0' "$status" 0
has 'store in pieces: it is made anew, and that is said' "$err" 'the store is made anew'

# --- two at once, and stopped ---

rebuild
begin FAKE_MAKE=wait -- run 9.1.y
if await "$top/marks/make"; then
	ferry run 9.1.y
	is 'two at once: the second is refused with 3' "$status,$out" '3,'
	one_line 'two at once: one line'
	has 'two at once: by whom' "$err" "process $background"
	ferry build --only 9.1.y
	is 'two at once: a stage alone is refused too' "$((status != 0))" 1
	ferry status 9.1.y
	is 'two at once: status does not wait' "$status" 0
	echo go >"$top/marks/go"
	wait "$background"
	is 'two at once: the first goes on' "$?,$(verdict 9.1.y boot)" '0,PASS'
else
	not_ok 'two at once' "$(cat "$top/err.begun")"
fi
background=

rebuild
begin FAKE_MAKE=wait -- run 9.1.y
if await "$top/marks/make"; then
	pid=$(cat "$top/marks/make")
	kill -INT "$background"
	wait "$background"
	is 'interrupt: status 130' "$?" 130
	has 'interrupt: said' "$(cat "$top/err.begun")" 'interrupted' 'goes on from there'
	if kill -0 "$pid" 2>/dev/null; then
		not_ok 'interrupt: children are gone' "process $pid runs"
	else
		ok 'interrupt: children are gone'
	fi
	background=
	usable 'interrupt'
	is 'interrupt: what was done before is kept' \
		"$(printf '%s\n' "$out" | grep '(unchanged)$' | cut -c 3-9 | tr -d ' \n')" \
		FETCHSHAPEPORTCHECKBOOT
else
	not_ok 'interrupt' "$(cat "$top/err.begun")"
fi

reboot
begin FAKE_AFTER=hang -- run 9.1.y
if await "$top/marks/qemu"; then
	pid=$(cat "$top/marks/qemu")
	# what cannot be caught: nobody tidies up
	kill -KILL "$background"
	wait "$background" 2>/dev/null
	background=
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	if kill -0 "$pid" 2>/dev/null; then
		not_ok 'killed: the guest is gone' "process $pid runs"
	else
		ok 'killed: the guest is gone'
	fi
	rm -rf "$top/tmp/"*
	usable 'killed'
else
	not_ok 'killed' "$(cat "$top/err.begun")"
fi

finish
