#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What several series of a target share in the store, and what a store of an earlier
# version holds.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

built=$top/cache/ferry/build/9.1.y

# kernels: how many were made; modules: the same, beside them
kernels() {
	printf '%s\n' "$called" | grep -c '^make .*<bzImage> <modules>'
}

modules() {
	printf '%s\n' "$called" | grep -c '^make .*<M=.*> <modules>'
}

# names FOLDER PATTERN
names() {
	find "$1" -mindepth 1 -maxdepth 1 -name "$2" -printf '%f\n' | sort | tr '\n' ' '
}

# A second series is the first one by another name.
second='second-series'
add_second() {
	cp -R "$project/patches/$series" "$project/patches/$second"
	git config -f "$project/patches/$second/info" series.name "$second"
	cp -R "$project/semantic/$series" "$project/semantic/$second"
	cp -R "$project/stable/9.1.y/$series" "$project/stable/9.1.y/$second"
	cp -R "$project/ci/guest/$series" "$project/ci/guest/$second"
	rm "$project/ci/guest/$second/kconfig"
	cp -R "$project/ci/scenarios/$series" "$project/ci/scenarios/$second"
}

second_verdict() {
	sed -n 's/^ "verdict": "\(.*\)",$/\1/p' "$project/out/9.1.y/$second/$1/result"
}

second_reason() {
	sed -n 's/^ "reason": "\(.*\)",$/\1/p' "$project/out/9.1.y/$second/$1/result"
}

guest_files() {
	gzip -dc <"$built/debug-after-$second/initramfs" | cpio -it --quiet
}

is 'images: where each is' "$(names "$built" 'debug-*')" \
	"debug-after-$series debug-before debug-before-$series "
is 'images: the kernel of all series' "$(names "$built/debug-before" '*')" \
	'bzImage bzImage.key '

add_second
ferry shape "$TREES/linux-source-9.1"
is 'two series: which one is asked' "$status" 2
has 'two series: said' "$err" 'name it with --series, or for good in patches/default' "$second"
echo "$series" >"$project/patches/default"
ferry shape "$TREES/linux-source-9.1"
is 'two series: one is the default' "$status,$out" \
	'0,S4 zswap_cpu_comp_prepare:1 as a fake sees it'
echo 'third' >"$project/patches/default"
ferry shape "$TREES/linux-source-9.1"
is 'two series: a default that is none' "$status" 2
has 'two series: a default that is none, said' "$err" "names 'third', which is no series"
rm "$project/patches/default"

ferry run --series "$second" 9.1.y
is 'second series: passes' "$status,$(second_verdict boot)" '0,PASS'
is 'second series: makes the kernel with its change only' "$(kernels)" 1
is 'second series: and its module for both' "$(modules)" 2
has 'second series: is booted without the change' "$called" \
	"<-kernel> <$built/debug-before/bzImage>" \
	"<-initrd> <$built/debug-before-$second/initramfs>"
ferry run --series "$series" 9.1.y
is 'first series: nothing is made again' "$status,$(kernels),$(modules)" '0,0,0'

# without the build tree that the kernel was made in
restore good
add_second
rm -r "$built/debug"
ferry run --series "$second" 9.1.y
is 'build tree gone: passes' "$status,$(second_verdict boot)" '0,PASS'
is 'build tree gone: it is made for the module' "$(kernels)" 2
ferry run --series "$series" 9.1.y
is 'build tree gone: the kernel of all series stays' "$status,$(kernels)" '0,0'

# a kernel is there, its key is not: nobody knows what it is
restore good
add_second
echo half >"$built/debug-before/bzImage"
rm "$built/debug-before/bzImage.key"
ferry run --series "$second" 9.1.y
is 'kernel half made: is made again' "$status,$(kernels)" '0,2'
is 'kernel half made: and whole' "$(cat "$built/debug-before/bzImage")" before
restore good
add_second
echo CONFIG_MOON=y >>"$project/ci/kconfig/base.config"
with FAKE_MAKE=error-before -- run --series "$second" 9.1.y
is 'kernel that does not compile: status' "$status,$(second_verdict build)" '4,BROKEN'
is_absent 'kernel that does not compile: is not taken for one' \
	"$built/debug-before/bzImage.key"

# another test of the guest is no other kernel
restore good
echo '/* more */' >>"$project/ci/guest/init.c"
ferry run 9.1.y
is 'another init: no kernel is made' "$status,$(kernels),$(modules)" '0,0,2'
restore good
add_second
echo '/* more */' >>"$project/ci/guest/$second/tests.c"
ferry run --series "$series" 9.1.y
is "another series' tests: nothing is made" "$status,$(kernels),$(modules)" '0,0,0'
# but each series has a say in the configuration
echo CONFIG_MOON=y >"$project/ci/guest/$second/kconfig"
ferry run --series "$series" 9.1.y
is "another series' options: the kernels are made again" "$status,$(kernels)" '0,2'
has "another series' options: are asked for" \
	"$(cat "$project/out/9.1.y/$series/build/config")" CONFIG_ZSWAP=y CONFIG_MOON=y
has "another series' options: on every architecture" \
	"$(cat "$project/out/9.1.y/$series/check/config-gcc-arm64")" CONFIG_ZSWAP=y CONFIG_MOON=y
rm -r "$project/stable/9.1.y/$second"
ferry run --series "$series" 9.1.y
has_not 'series that is not carried to the target: has no say' \
	"$(cat "$project/out/9.1.y/$series/build/config")" CONFIG_MOON=y

# a series without tests of its own, or with half of them
restore good
add_second
rm -r "$project/ci/guest/$second" "$project/ci/scenarios/$second"
ferry run --series "$second" 9.1.y
is 'no tests of its own: those of every series are booted' \
	"$status,$(second_verdict build),$(second_verdict boot)" '0,PASS,PASS'
is 'no tests of its own: both kernels' \
	"$(cd "$project/out/9.1.y/$second/boot/boots" && echo *)" 'any-after any-before'
rm "$project/ci/scenarios/any"
ferry run --series "$second" 9.1.y
is 'no scenario at all: status' "$status" 4
has 'no scenario at all: said' "$err" "ci/scenarios' has no scenario"
restore good
add_second
rm -r "$project/ci/guest/$second"
ferry run --series "$second" 9.1.y
is 'scenarios that are enough: status' "$status,$(second_verdict boot)" '0,PASS'

# tests that are programs
restore good
add_second
test_source=$project/ci/scenarios/$second/offline.c
echo 'int main(void) { return 0; }' >"$test_source"
ferry run --series "$second" 9.1.y
is 'a test in C: status' "$status" 0
has 'a test in C: is in the guest' "$(guest_files)" lib/ferry/tests/offline
ferry run --series "$second" 9.1.y
is 'a test in C: not made again' "$(grep -c unchanged <<-END
	$out
	END
)" 6
echo 'int main(void) { return 1; }' >"$test_source"
ferry run --series "$second" 9.1.y
has_not 'a test in C that changed: is made again' "$out" 'BUILD   9.1.y  unchanged'
echo 'no such thing' >"$test_source"
ferry run --series "$second" 9.1.y
is 'a test that does not compile: status' "$status,$(second_verdict build)" '4,BROKEN'
has 'a test that does not compile: said' "$(second_reason build)" "$test_source" 'does not compile'
echo 'int main(void) { return 0; }' >"$test_source"
printf '#!/bin/sh\nexit 0\n' >"${test_source%.c}.sh"
ferry run --series "$second" 9.1.y
is 'two of one name: status' "$status,$(second_verdict build)" '4,BROKEN'
has 'two of one name: said' "$(second_reason build)" "two programs are called 'offline'"
restore good
add_second
rm -r "$project/ci/guest/$second/module"
ferry run --series "$second" 9.1.y
is 'tests without a module: booted' "$status,$(second_verdict boot),$(modules)" '0,PASS,0'

# A store of the time when each side had one folder.
restore good
rm -r "$built/debug-"*
for side in before after mutant; do
	mkdir "$built/debug-$side"
	for name in bzImage initramfs key; do
		echo old >"$built/debug-$side/$name"
	done
done
rm -rf "$project/out/9.1.y/$series/boot"
ferry run 9.1.y
is 'old store: passes' "$status,$(verdict 9.1.y boot),$(kernels)" '0,PASS,2'
for side in before after mutant; do
	has "old store: said of debug-$side" "$err" "removed '$built/debug-$side'"
done
is 'old store: is gone' "$(names "$built" 'debug-*')" \
	"debug-after-$series debug-before debug-before-$series "
ferry run 9.1.y
is 'old store: once' "$status,$err" '0,'

finish
