#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Configurations, compilers and tools that fail.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

patch=$project/stable/9.1.y/$series/0001-change.patch

rebuild
with FAKE_DROP=CONFIG_KASAN -- run 9.1.y
ends 'CONFIG_ that did not survive' 4 build BROKEN 'CONFIG_KASAN: asked y, is n'
usable 'CONFIG_ that did not survive'
rebuild
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_MAKE=error-after-gcc-x86_64 -- run 9.1.y
ends 'compiler error after, in check' 1 check FAIL \
	"mm/zswap.c:77:9: error: 'no_such' undeclared"
rebuild
with FAKE_MAKE=error-after -- run 9.1.y
ends 'compiler error after' 1 build FAIL \
	"with the change: mm/zswap.c:77:9: error: 'no_such' undeclared"
has_not 'compiler error after: and no other' "$(reason 9.1.y build)" 'not the first'
has 'compiler error after: reproduce.sh' \
	"$(cat "$project/out/9.1.y/$series/build/reproduce.sh")" '#!/bin/sh' 'bzImage'
has 'compiler error after: the log is kept' \
	"$(cat "$project/out/9.1.y/$series/build/log")" 'not the first'
usable 'compiler error after'
rebuild
with FAKE_MAKE=error-before -- run 9.1.y
ends 'compiler error before' 4 build BROKEN 'without the change' "mm/zswap.c:77:9: error: 'no_such' undeclared"
usable 'compiler error before'
rebuild
with FAKE_MAKE=full-after -- run 9.1.y
ends 'disk full while compiling' 4 build BROKEN 'No space left on device'
usable 'disk full while compiling'
rebuild
with FAKE_MAKE=killed-after -- run 9.1.y
ends 'compiler killed while building' 4 build BROKEN 'Killed signal'
usable 'compiler killed while building'
rebuild
with FAKE_MAKE=module-after -- run 9.1.y
ends 'the module does not compile' 4 build BROKEN 'torture.c:7:1: error: no such function'
usable 'the module does not compile'

# Another run with the same store and an out/ of its own.
built=$top/cache/ferry/build/9.1.y
restore good
echo other >"$built/debug-after-$series/bzImage.key"
echo other >"$built/debug-after-$series/bzImage"
rm -rf "$project/out/9.1.y/$series/boot"
ferry run 9.1.y
is 'kernel of another run: is built again' "$status,$(verdict 9.1.y boot)" '0,PASS'
has_not 'kernel of another run: build' "$(printf '%s\n' "$out" | grep BUILD)" '(unchanged)'
is 'kernel of another run: is gone' "$(cat "$built/debug-after-$series/bzImage")" after
restore good
echo other >"$built/debug-after-$series/bzImage"
rm -rf "$project/out/9.1.y/$series/boot"
ferry run 9.1.y
ends 'kernel that nobody built' 4 boot BROKEN "bzImage' is not what the build stage made" \
	"'ferry build 9.1.y'"
recheck
with FAKE_MAKE=warn-after-gcc-x86_64 -- run 9.1.y
ends 'new warning' 1 check FAIL '1 new warning' "zswap_setup(): " "unused variable 'new'"
recheck
with 'FAKE_MAKE=warn-after-gcc-x86_64 warn-before-gcc-x86_64' -- run 9.1.y
is 'old warning: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_MAKE=no-sparse -- run 9.1.y
is 'sparse too old for the kernel: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'sparse too old for the kernel: said' "$out" '0 new, 0 gone (4 compilers), no sparse'
recheck
with FAKE_MAKE=silent-sparse -- run 9.1.y
ends 'sparse is not run' 4 check BROKEN 'sparse was not run on mm/zswap.c'
recheck
with FAKE_PERL=findings -- run 9.1.y
ends 'checkpatch finds something' 1 check FAIL 'LONG_LINE'
recheck
upstream='commit ef3c0f6cb798e2602a8d8ee3f669fb1cc52345ce upstream.'
sed -i "s/^Because it must\.$/$upstream\n\n&/" "$patch"
with FAKE_PERL=ids -- run 9.1.y
is 'checkpatch finds the upstream line: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
sed -i "s/^Because it must\.$/$upstream\n\ncommit ef3c0f6cb798 is not all./" "$patch"
with FAKE_PERL=ids -- run 9.1.y
ends 'checkpatch finds another commit' 1 check FAIL 'GIT_COMMIT_ID'
is 'checkpatch finds another commit: and no more' \
	"$(reason 9.1.y check | grep -o GIT_COMMIT_ID | wc -l)" 1
recheck
with FAKE_PERL=crash -- run 9.1.y
ends 'checkpatch crashes' 4 check BROKEN 'checkpatch.pl failed' 'syntax error'
usable 'checkpatch crashes'

recheck
with FAKE_MAKE=killed-after-gcc-x86_64 -- run 9.1.y
ends 'compiler killed while checking' 4 check BROKEN 'Killed signal'
recheck
with FAKE_SPATCH=unheard -- run 9.1.y
is 'a script of the kernel that never runs' "$status,$(verdict 9.1.y check)" '0,PASS'
rm -rf "$project/out/9.1.y/$series/check"
ferry run 9.1.y
is 'what it did not say is kept' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_SPATCH=unheard-after -- run 9.1.y
ends 'a script that runs on one side' 4 check BROKEN \
	'scripts/coccinelle/one.cocci could not run with the change'
usable 'a script that runs on one side'

# how often gcc was run on the file
compiled() {
	printf '%s\n' "$called" | grep -c '^make .*/check-gcc-x86_64>.*<mm/zswap.o>'
}

# what was said before the change is of use as long as nothing else has changed
said_again() {
	find "$project/out/9.1.y/$series/check" -mindepth 1 -maxdepth 1 ! -name said \
		-exec rm -r {} +
	ferry run 9.1.y
	is "$1" "$status,$(compiled)" "0,$2"
}

recheck
ferry run 9.1.y
said_again 'said before: is kept' 1
echo '# another' >>"$project/ci/kconfig/plain.config"
said_again 'said before: not of another configuration' 2
said_again 'said before: is kept again' 1
touch "$bin/sparse"
said_again 'said before: not by another sparse' 2
cp -p "$bin/spatch" "$top/spatch"
touch "$bin/spatch"
ferry run 9.1.y
has_not 'another spatch: port' "$(printf '%s\n' "$out" | grep PORT)" '(unchanged)'
ferry run 9.1.y
has 'the same spatch: port' "$(printf '%s\n' "$out" | grep PORT)" '(unchanged)'
mv "$top/spatch" "$bin/spatch"

finish
