#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Compilers and architectures, and the ways to the port.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

# --- compilers and architectures ---

# compilers TARGET NAME: what the result says of one
compilers() {
	sed -n 's/^   "'"$1"'": "\(.*\)",*$/\1/p' "$project/out/9.1.y/$series/check/result"
}

# made COMPILER GOAL: how often that was made
made() {
	printf '%s\n' "$called" | grep -c "/check-$1>.*<$2>"
}

recheck
with FAKE_MAKE=no-series-gcc-arm64 -- run 9.1.y
ends 'option of a series, on another architecture' 4 check BROKEN \
	'gcc-arm64: options did not survive olddefconfig: CONFIG_ZSWAP'
recheck
ferry run 9.1.y
is 'first time: each compiler is prepared, both sides are compiled' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '1 1 2'
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_MAKE=warn-before-clang-arm64 -- run 9.1.y
is 'second time: the change alone is compiled' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '0 0 1'
is 'second time: what was said before stands' "$(compilers clang-arm64)" \
	'0 new, 0 gone, 0 before; our-clang version 14.0.6'
rm -rf "$project/out/9.1.y/$series/check"
echo '# another' >>"$project/ci/kconfig/arm64.config"
ferry run 9.1.y
is 'another configuration: prepared again' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '1 1 2'
is 'another configuration: not for those it is not for' \
	"$(made clang-x86_64 tinyconfig) $(made clang-x86_64 mm/zswap.o)" '0 1'
recheck
with FAKE_MAKE=warn-after-clang-arm64 -- run 9.1.y
ends 'new warning of one compiler' 1 check FAIL '1 new warning' \
	"mm/zswap.c:77 zswap_setup(): clang-arm64: warning: unused variable 'new'"
has 'new warning of one compiler: and not of the others' "$(compilers gcc-arm64)" '0 new'
has 'new warning of one compiler: of that' "$(compilers clang-arm64)" '1 new, 0 gone, 0 before'
known 'new warning of one compiler' check
recheck
with 'FAKE_MAKE=warn-after-clang-arm64 warn-before-gcc-arm64' -- run 9.1.y
ends 'new for one, old for another' 1 check FAIL '1 new warning' 'clang-arm64: warning'
recheck
with 'FAKE_MAKE=warn-after-gcc-arm64 warn-before-gcc-arm64 warn-before-clang-x86_64' -- run 9.1.y
is 'old and gone warnings: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'old and gone warnings: said' "$out" '0 new, 1 gone (4 compilers)'
has 'old and gone warnings: which' "$(cat "$project/out/9.1.y/$series/check/result")" \
	"mm/zswap.c: zswap_setup(): clang-x86_64: warning: unused variable 'new'"
recheck
with FAKE_MAKE=error-after-gcc-arm64 -- run 9.1.y
ends 'one compiler fails after' 1 check FAIL \
	"gcc-arm64, with the change: mm/zswap.c:77:9: error: 'no_such' undeclared"
has 'one compiler fails after: the others went on' "$(compilers clang-arm64)" '0 new, 0 gone'
known 'one compiler fails after' check
recheck
with FAKE_MAKE=error-before-gcc-arm64 -- run 9.1.y
is 'one compiler fails before: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'one compiler fails before: is not counted' "$out" '0 new, 0 gone (3 of 4 compilers)'
has 'one compiler fails before: why' "$out" \
	"9.1.y      gcc-x86_64, clang-x86_64, clang-arm64; SKIP gcc-arm64: does not compile without the change: mm/zswap.c:77:9: error: 'no_such'"
is 'one compiler fails before: and does not compile after' \
	"$(printf '%s\n' "$called" | grep -c '/check-gcc-arm64>.*<mm/zswap.o>')" 1
recheck
with 'FAKE_MAKE=error-before-gcc-arm64 error-after-gcc-arm64' -- run 9.1.y
is 'one compiler fails before and after: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_MAKE=old-clang-arm64 -- run 9.1.y
is 'compiler too old: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
is 'compiler too old: why, in one line' "$(compilers clang-arm64)" \
	'SKIP cannot configure this kernel: C compiler is too old; Your compiler version: 14.0.6; Minimum compiler version: 15.0.0'
is 'compiler too old: nothing on standard error' "$err" ''
recheck
with FAKE_MAKE=prepare-clang-x86_64 -- run 9.1.y
is 'a kernel that cannot be prepared' "$status,$(compilers clang-x86_64)" \
	'0,SKIP cannot prepare this kernel: arch/x.c:1:1: error: no such instruction'
recheck
with FAKE_MAKE=full-before-clang-arm64 -- run 9.1.y
ends 'disk full with one compiler' 4 check BROKEN 'clang-arm64: No space left on device'
usable 'disk full with one compiler'
recheck
with FAKE_MAKE=full-after-clang-arm64 -- run 9.1.y
ends 'disk full with one compiler, after' 4 check BROKEN 'clang-arm64: No space left on device'
recheck
with FAKE_MAKE=nothing-after-clang-arm64 -- run 9.1.y
ends 'one compiler makes nothing and says nothing' 4 check BROKEN \
	'clang-arm64: make succeeded but made no '
recheck
echo CONFIG_X86_MPPARSE=y >>"$project/ci/kconfig/arm64.config"
ferry run 9.1.y
ends 'CONFIG_ that arm64 has not' 4 check BROKEN \
	'gcc-arm64: options did not survive olddefconfig: CONFIG_X86_MPPARSE: asked y, is n'
recheck
mv "$bin/our-lld" "$top/our-lld"
ferry run 9.1.y
is 'compiler missing: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'compiler missing: is not counted' "$out" '0 new, 0 gone (2 of 4 compilers)'
has 'compiler missing: and named' "$out" 'gcc-x86_64, gcc-arm64; SKIP clang-x86_64: ' \
	"SKIP clang-arm64: our-lld is not installed: 'apt-get install the-lld'"
ferry mbox --optional 9.1.y
has 'compiler missing: the mail says so' "$out" 'cc     gcc-x86_64, gcc-arm64; SKIP clang-x86_64: our-lld is not'
mv "$top/our-lld" "$bin/our-lld"
ferry run 9.1.y
has 'compiler there again: all four' "$out" '0 new, 0 gone (4 compilers)'
for line in '[compiler' 'nonsense = 1' '[compiler "../x"] cc = x' 'make = clean'; do
	recheck
	echo "$line" >>"$project/ci/compilers"
	ferry run 9.1.y
	ends "ci/compilers with '$line'" 4 check BROKEN "$project/ci/compilers"
	is "ci/compilers with '$line': nothing on standard error" "$err" ''
done
rm "$project/ci/compilers"
ferry run 9.1.y
ends 'no ci/compilers' 4 check BROKEN "$project/ci/compilers" 'No such file'
recheck
usable 'ci/compilers is whole again'

recheck
with 'FAKE_MAKE=no-rule-before-gcc-arm64' -- run 9.1.y
is 'a file that one configuration does not build: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'a file that one configuration does not build: why' "$out" '0 new, 0 gone (3 of 4 compilers)' \
	"SKIP gcc-arm64: its configuration does not build what the port changes: make[3]: *** No rule to make target"
recheck
with 'FAKE_MAKE=no-rule-before-gcc-x86_64 no-rule-before-clang-x86_64 no-rule-before-gcc-arm64 no-rule-before-clang-arm64' -- run 9.1.y
ends 'a file that no configuration builds' 4 check BROKEN 'no compiler has compiled what the port changes: gcc-x86_64: its configuration does not build' \
	"see ci/compilers, ci/kconfig/ and '$project/stable/9.1.y/kconfig'"
recheck
with FAKE_MAKE=error-before-gcc-x86_64 -- run 9.1.y
is 'the one with sparse fails before: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'the one with sparse fails before: no word of sparse' "$out" '0 new, 0 gone (3 of 4 compilers), no sparse'
recheck
with FAKE_MAKE=warn-after-gcc-x86_64 -- run 9.1.y
ends 'new warning of the first' 1 check FAIL "zswap_setup(): gcc-x86_64: warning: unused variable 'new'"
recheck
mv "$bin/sparse" "$top/sparse"
(
	mkdir -p "$top/bare"
	for tool in /bin/* /usr/bin/*; do
		name=${tool##*/}
		[ "$name" = sparse ] || [ -e "$top/bare/$name" ] || ln -s "$tool" "$top/bare/$name"
	done
	set_fakes
	PATH=$bin:$top/bare "$program" run 9.1.y --trust
) >"$top/out" 2>"$top/err" </dev/null
status=$?
take
is 'no sparse: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'no sparse: is named' "$out" '0 new, 0 gone (3 of 4 compilers), no sparse' \
	'SKIP gcc-x86_64: sparse is not installed'
mv "$top/sparse" "$bin/sparse"
recheck
usable 'sparse is there again'

# --- several files ---

# the tree has two more, the patch changes them and adds one
tree=$TREES/linux-source-9.1
own=$project/stable/9.1.y/$series
more=$top/more
mkdir -p "$tree/include/linux" "$more/a/include/linux" "$more/a/mm" "$more/b/include/linux" "$more/b/mm"
echo 'int other(void);' >"$more/a/include/linux/other.h"
echo 'int other(int it);' >"$more/b/include/linux/other.h"
printf 'int other(void)\n{\n\treturn 0;\n}\n' >"$more/a/mm/other.c"
printf 'int other(int it)\n{\n\treturn it;\n}\n' >"$more/b/mm/other.c"
printf 'int added(void)\n{\n\treturn 0;\n}\n' >"$more/b/mm/added.c"
cp -R "$more/a/." "$tree/"
cp "$own/0001-change.patch" "$top/one.patch"
(cd "$more" && git diff --no-index --no-prefix --full-index a b) >>"$own/0001-change.patch"
for file in mm/other.c mm/added.c include/linux/other.h; do
	git config -f "$project/patches/$series/info" --add series.file "$file"
done
rm -rf "$project/out" "$top/cache"
ferry run 9.1.y
is 'several files: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'several files: the summary is as ever' "$out" '0 new, 0 gone (4 compilers)' \
	'b4 = quilt = spatch (same bytes)'
has 'several files: a header is said to be not compiled' "$out" \
	'gcc-arm64, clang-arm64; include/linux/other.h is not compiled by itself'
has 'several files: each is compiled' "$called" \
	"/check-gcc-arm64> <-j2> <CC=ccache our-cross-gcc> <HOSTCC=ccache gcc> <ARCH=arm64> <CROSS_COMPILE=our-cross-> <W=1> <mm/other.o> <mm/zswap.o>" \
	"<W=1> <mm/added.o> <mm/other.o> <mm/zswap.o>"
has 'several files: each is looked at' "$called" '/tree/mm/other.c> <-D> <report>' '/tree/mm/zswap.c> <-D>' \
	'/tree/mm/added.c> <-D>'
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_QUILT=spoil-other -- run 9.1.y
ends 'quilt leads elsewhere in another file' 1 check FAIL 'quilt does not lead to the port: mm/other.c: other() has '
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_MAKE=silent-sparse -- run 9.1.y
ends 'sparse is not run on one of several' 4 check BROKEN 'gcc-x86_64: sparse was not run on mm/'
rm -rf "$project/out/9.1.y/$series/check"
ferry run 9.1.y
is 'the same files again: the change alone is compiled' "$(made gcc-arm64 mm/zswap.o)" 1
cp "$top/one.patch" "$own/0001-change.patch"
ferry run 9.1.y
is 'other files of the same tree: compiled before and after' \
	"$status,$(made gcc-arm64 mm/zswap.o)" '0,2'
rm -rf "$tree/include" "$tree/mm/other.c"
recheck

# --- ways to the port ---

recheck
with FAKE_B4=spoil -- run 9.1.y
ends 'b4 leads elsewhere' 1 check FAIL 'b4 does not lead to the port' \
	"acomp_ctx_free() has 'NULL' in line" "by b4 it has '0' in line"
has 'b4 leads elsewhere: the row' "$out" 'quilt = spatch (same bytes); FAIL b4'
known 'b4 leads elsewhere' check
recheck
with FAKE_B4=context -- run 9.1.y
ends 'git am takes it not' 1 check FAIL 'b4 does not lead to the port' 'git: exited with'
recheck
with FAKE_B4=lose -- run 9.1.y
is 'b4 loses a patch: not 0' "$((status != 0)),$(verdict 9.1.y check)" '1,FAIL'
recheck
with FAKE_B4=nothing -- run 9.1.y
ends 'b4 finds no patches' 1 check FAIL 'made no mailbox for git am' 'No patches found.'
recheck
with FAKE_B4=crash -- run 9.1.y
ends 'b4 crashes' 4 check BROKEN 'cannot apply the port by b4' 'No module named requests'
usable 'b4 crashes'
recheck
with FAKE_QUILT=spoil -- run 9.1.y
ends 'quilt leads elsewhere' 1 check FAIL 'quilt does not lead to the port' \
	"'acomp_ctx_free' in line" "by quilt it has 'acomp_ctx_fred' in line"
recheck
with FAKE_QUILT=blank -- run 9.1.y
ends 'quilt gives another layout' 1 check FAIL '() has the same tokens in another layout by quilt, first in line'
recheck
with FAKE_QUILT=refuse -- run 9.1.y
ends 'quilt stops' 1 check FAIL 'quilt does not lead to the port' '0001-change.patch does not apply'
recheck
mv "$bin/b4" "$top/b4"
(
	# nothing but what is named, and no b4
	mkdir -p "$top/without"
	for tool in /bin/* /usr/bin/*; do
		name=${tool##*/}
		[ "$name" = b4 ] || [ -e "$top/without/$name" ] || ln -s "$tool" "$top/without/$name"
	done
	set_fakes
	PATH=$bin:$top/without "$program" run 9.1.y --trust
) >"$top/out" 2>"$top/err" </dev/null
status=$?
take
is 'no b4: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'no b4: is no pass of that way' "$out" '0 new, 0 gone (4 compilers), not all ways' \
	'quilt = spatch (same bytes); SKIP b4: b4 is not installed'
mv "$top/b4" "$bin/b4"
ferry run 9.1.y
has 'b4 is there again: its way is gone' "$out" 'b4 = quilt = spatch (same bytes)'

# lines that a condition leaves out are in no object
recheck
with FAKE_CPP=nothing -- run 9.1.y
is 'lines left out: status' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'lines left out: said' "$out" ' lines not compiled'
has 'lines left out: which' "$(cat "$project/out/9.1.y/$series/check/result")" \
	'"compiled-lines": "0 of ' '"mm/zswap.c:'
recheck
ferry run 9.1.y
has_not 'no line left out: nothing said' "$out" 'not compiled'
has 'no line left out: how many' "$(cat "$project/out/9.1.y/$series/check/result")" \
	'"uncompiled": []'
recheck
with FAKE_CPP=fail -- run 9.1.y
ends 'cannot tell' 4 check BROKEN 'cannot tell which lines it compiled'

finish
