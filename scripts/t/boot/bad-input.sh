#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Guests that fail, fall silent or say what they should not.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

reboot
with FAKE_AFTER=panic -- run 9.1.y
ends 'guest panics' 1 boot FAIL 'offline, after' 'bad memory access in zswap_compress'
has 'guest panics: the console is kept' \
	"$(cat "$project/out/9.1.y/$series/boot/boots/offline-after/console")" 'Kernel panic'
known 'guest panics' boot
reboot
with FAKE_AFTER=warns -- run 9.1.y
ends 'guest warns and passes' 1 boot FAIL 'KASAN: slab-use-after-free in zswap_compress'
reboot
with FAKE_BEFORE=warns FAKE_AFTER=warns -- run 9.1.y
is 'guest warns before as well: still a failure' "$status" 1
reboot
make_scenario 1
with FAKE_AFTER=hang -- run 9.1.y
ends 'guest hangs' 4 boot BROKEN 'offline, after' 'timed out after 2 s'
has 'guest hangs: twice' "$err" 'timed out after 1 s; retrying with twice the time'
pid=$(cat "$top/marks/qemu")
if kill -0 "$pid" 2>/dev/null; then
	not_ok 'guest hangs: it is gone' "process $pid runs"
else
	ok 'guest hangs: it is gone'
fi
usable 'guest hangs'
reboot
make_scenario 30 1
with FAKE_AFTER=silent -- run 9.1.y
ends 'guest says nothing' 4 boot BROKEN 'offline, after' 'no output in 2 s'
usable 'guest says nothing'
reboot
make_scenario 30 1
rm -f "$top/marks/qemu"
with FAKE_AFTER=once-silent -- run 9.1.y
is 'guest says nothing once' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'guest says nothing once: said' "$err" 'offline after' 'no output in 1 s; retrying with twice the time'
for how in garbage cut dead bail; do
	reboot
	with FAKE_AFTER=$how -- run 9.1.y
	ends "guest: $how" 4 boot BROKEN 'offline, after'
done
has 'guest bails out: why' "$(reason 9.1.y boot)" 'no swap device'
usable 'guest bails out'
reboot
with FAKE_BEFORE=garbage -- run 9.1.y
ends 'guest prints garbage before' 4 boot BROKEN 'offline, before'
reboot
with FAKE_AFTER=other -- run 9.1.y
ends 'test fails after' 1 boot FAIL "offline came to 'FAIL the moon is full', not 'pass'"
known 'test fails after' boot
reboot
with FAKE_BEFORE=other -- run 9.1.y
ends 'test fails otherwise before' 1 boot FAIL \
	"offline came to 'FAIL the moon is full', not 'FAIL freed in flight'"
reboot
with FAKE_AFTER=bug -- run 9.1.y
ends 'bug is still there' 1 boot FAIL "offline came to 'FAIL freed in flight', not 'pass'"
reboot
with FAKE_BEFORE=good -- run 9.1.y
ends 'bug not shown before' 1 boot FAIL 'offline, before' \
	"offline came to 'pass', not 'FAIL freed in flight'"
reboot
with FAKE_AFTER=bytes -- run 9.1.y
is 'a reason that is no text: status 1' "$status,$(verdict 9.1.y boot)" '1,FAIL'
reboot
with FAKE_AFTER=skip -- run 9.1.y
ends 'a test is skipped' 0 boot SKIP 'offline was skipped: no second CPU'
reboot
with FAKE_BEFORE=skip FAKE_AFTER=bug -- run 9.1.y
ends 'a skipped test hides no failure' 1 boot FAIL 'offline, after' 'freed in flight'
reboot
with FAKE_AFTER=no-marks -- run 9.1.y
ends 'console cut off' 4 boot BROKEN 'offline, after' 'console log is truncated, no end marker for roundtrip'
reboot
with FAKE_AFTER=no-console -- run 9.1.y
ends 'no console' 4 boot BROKEN 'offline, after' 'console log is truncated, no end marker for roundtrip'
usable 'no console'
reboot
ferry run 9.1.y
rm "$project/out/9.1.y/$series/boot/boots/offline-after/console" \
	"$project/out/9.1.y/$series/boot/result"
ferry run 9.1.y
is 'console lost since: that boot is done again' \
	"$status,$(printf '%s\n' "$called" | grep -c '^qemu-system')" '0,1'
reboot
sed -i 's/offline fail freed in flight/offline any/' "$project/ci/scenarios/$series/offline"
with FAKE_BEFORE=panic -- run 9.1.y
is 'panics before, where anything may come' "$status,$(verdict 9.1.y boot)" '0,PASS'
reboot
with FAKE_BEFORE=panic -- run 9.1.y
ends 'panics before, where something is expected' 1 boot FAIL 'offline, before' \
	'bad memory access in zswap_compress'

# a complaint that the target knows of
knows() {
	reboot
	rm -f "$top/marks/qemu"
	printf '[console]\n\tknown = moon_is_full\n\tknown = sun_is_up\n' \
		>>"$project/stable/9.1.y/target"
}

knows
with FAKE_AFTER=known-good -- run 9.1.y
is 'known complaint' "$status,$(verdict 9.1.y boot)" '0,PASS'
sed -i '/moon_is_full/d' "$project/stable/9.1.y/target"
with FAKE_AFTER=known-good -- run 9.1.y
ends 'not known any more' 1 boot FAIL 'offline, after' 'moon_is_full'
knows
with FAKE_AFTER=once-known -- run 9.1.y
is 'known complaint spoils a boot once' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'known complaint spoils a boot once: said' "$err" 'offline after: unrelated kernel complaint' 'moon_is_full' 'retrying'
knows
with FAKE_AFTER=known -- run 9.1.y
ends 'known complaint spoils every boot' 4 boot BROKEN 'offline, after' \
	"came to 'FAIL the moon is full' after the unrelated kernel complaint"
is 'known complaint spoils every boot: three of them' \
	"$(printf '%s\n' "$err" | grep -c 'retrying')" 2
usable 'known complaint spoils every boot'
knows
with FAKE_AFTER=warns -- run 9.1.y
ends 'another complaint than the known' 1 boot FAIL 'slab-use-after-free'
reboot
with FAKE_AFTER=good -- run --accel kvm 9.1.y
is 'KVM that works' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'KVM that works: is used' "$(cat "$project/out/9.1.y/$series/boot/result")" '"accel": "kvm"'
reboot
sed -i '/offline fail/d' "$project/ci/scenarios/$series/offline"
ferry run 9.1.y
ends 'scenario does not say what differs' 1 boot FAIL \
	"offline, before: offline came to 'FAIL freed in flight', not 'pass'"
reboot
echo '[boot' >"$project/ci/scenarios/$series/broken"
ferry run 9.1.y
ends 'scenario cannot be read' 4 boot BROKEN "ci/scenarios/$series/broken"

# one target's failure and the other target
restore good
fresh
with FAKE_AFTER=bug -- run -j 1
is 'after a failure nothing new begins' "$status,$(verdict 9.1.y boot)" '1,FAIL'
is_absent 'so the other target has not begun' "$project/out/9.2.y"
fresh
with FAKE_AFTER=bug -- run -j 1 -k
is '-k: the other target goes on' "$status,$(verdict 9.1.y boot),$(verdict 9.2.y boot)" \
	'1,FAIL,FAIL'

finish
