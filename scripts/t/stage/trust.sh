#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a stranger's tree and a stranger's semantic patch try from inside: nothing gets
# out, and without a sandbox nothing of theirs is run. Real spatch, perl and make.
#
# FERRY_PROGRAM names the program, otherwise it is build/ferry.

# what is written into the stranger's files is for their interpreters
# shellcheck disable=SC2016

set -u

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
program=${FERRY_PROGRAM:-$root/build/ferry}
top=$(mktemp -d "${TMPDIR:-/tmp}/ferry-trust.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM
series=zswap-acomp-lifetime
count=0
failed=0

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$program" ] || skip_all "no '$program': run make first"
for tool in bwrap spatch perl git make; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
bwrap --unshare-all --ro-bind / / true 2>/dev/null || skip_all "bwrap cannot make a sandbox here"

# is NAME VALUE EXPECTED
is() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count $1"
	else
		failed=$((failed + 1))
		echo "not ok $count $1"
		printf 'got:\n%s\nexpected:\n%s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

mkdir -p "$top/home" "$top/tmp" "$top/out" "$top/tree/mm" "$top/tree/scripts"
HOME=$top/home XDG_CACHE_HOME=$top/cache TMPDIR=$top/tmp
SECRET=hunter2
FERRY_ROOT=$top/project
export HOME XDG_CACHE_HOME TMPDIR SECRET FERRY_ROOT
cp -a "$root/." "$FERRY_ROOT" 2>/dev/null
rm -rf "$FERRY_ROOT/out" "$FERRY_ROOT/.git"

# tried NAME: what got out of a stranger's hands
tried() {
	is "$1: nothing is written elsewhere" "$(ls "$top/got" 2>/dev/null)" ''
	is "$1: nothing is left in TMPDIR" "$(ls "$top/tmp")" ''
	rm -rf "$top/got"
	mkdir "$top/got"
}

mkdir "$top/got"
tree=$top/tree
cp "$root/semantic/$series/tests/s1.c" "$tree/mm/zswap.c"
printf 'BasedOnStyle: LLVM\n' >"$tree/.clang-format"
echo '# top' >"$tree/Kbuild"
: >"$tree/MAINTAINERS"
{
	printf 'VERSION = 6\nPATCHLEVEL = 6\nSUBLEVEL = 150\nEXTRAVERSION =\n'
	echo '$(shell echo "$$SECRET" >'"$top/got/make"'; cp /proc/*/environ '"$top/got/"')'
	echo '$(info the secret is $(SECRET).)'
} >"$tree/Makefile"
{
	echo '#!/usr/bin/perl'
	echo "system('env >$top/got/perl; echo x >$top/home/perl');"
	printf '%s\n' 'print "$ENV{SECRET}nobody\@example.org\n";'
} >"$tree/scripts/get_maintainer.pl"
git init -q "$tree"
git -C "$tree" add -A
git -C "$tree" -c user.name=x -c user.email=x@x.invalid commit -qm x
cd / || exit 1

options="--tree 6.6.y=$tree@HEAD --out $top/out"
# shellcheck disable=SC2086
"$program" mbox --method semantic $options 6.6.y >"$top/mbox" 2>"$top/err"
is 'get_maintainer.pl: its word is taken' "$(grep -c '^Cc: .*nobody@example.org' "$top/mbox")" 1
is 'get_maintainer.pl: no secret is in it' "$(grep -c hunter2 "$top/mbox")" 0
tried get_maintainer.pl

# shellcheck disable=SC2086
"$program" check --method semantic $options 6.6.y >/dev/null 2>&1
is 'Makefile: was run' "$(grep -o 'the secret is .*' "$top/out/6.6.y/$series/check/log" |
	sort -u)" 'the secret is .'
is 'Makefile: has no secret' "$(grep -rl hunter2 "$top/out" "$top/cache")" ''
tried Makefile

# what one tree has built is not another's
object=$top/cache/ferry/build/6.6.y/check-gcc-x86_64
: >"$object/left"
# shellcheck disable=SC2086
"$program" check --method semantic $options 6.6.y >/dev/null 2>&1
is 'a build tree is kept for the same tree' "$(ls "$object/left")" "$object/left"
cp -a "$tree" "$top/other"
"$program" check --method semantic --tree "6.6.y=$top/other@HEAD" --out "$top/out" 6.6.y \
	>/dev/null 2>&1
is "a build tree is not another tree's" "$(ls "$object/left" 2>/dev/null)" ''
rm -rf "$top/got"
mkdir "$top/got"

script=$FERRY_ROOT/semantic/$series/shape.cocci
sed -i "0,/^from ferry import/s||import os, socket\\
os.system('env >$top/got/python')\\
try:\\
    socket.create_connection(('127.0.0.1', 1))\\
except OSError as e:\\
    os.system('echo socket >$top/got/socket' if e.errno == 111 else 'true')\\
from ferry import|" "$script"
is 'shape.cocci: was changed' "$(grep -c 'import os, socket' "$script")" 1
is 'shape.cocci: does what it is for' \
	"$("$program" shape "$tree/mm/zswap.c" 2>"$top/err" | cut -c 1-3)" 'S1 '
tried shape.cocci

# a folder of tools without one
mkdir "$top/bin"
for tool in git spatch perl python3 sh env clang-format make cp mv rm cat; do
	ln -s "$(command -v "$tool")" "$top/bin/$tool"
done
# shellcheck disable=SC2086
PATH=$top/bin "$program" port --method semantic $options --out "$top/without" 6.6.y \
	>"$top/said" 2>&1
is 'no sandbox: status 4' "$?" 4
is 'no sandbox: said' "$(grep -c "no sandbox: there is no 'bwrap'" "$top/said")" 1
tried 'no sandbox'
# shellcheck disable=SC2086
PATH=$top/bin "$program" port --trust --method semantic $options --out "$top/without" 6.6.y \
	>"$top/said" 2>&1
is 'trust: status 0' "$?,$(tail -n 1 "$top/said" | cut -c 1-200)" "0,  PORT    6.6.y/$series semantic"
is 'trust: python was run' "$(ls "$top/got")" 'python
socket'
is 'trust: is in the results' "$(grep -c '"trusted"' "$top/without/6.6.y/$series/port/result")" 1
# shellcheck disable=SC2086
is 'trust: is reported' "$("$program" report --out "$top/without" 6.6.y 2>/dev/null |
	grep -c 'run with --trust')" 1
rm -rf "$top/got"
mkdir "$top/got"
# shellcheck disable=SC2086
"$program" port --method semantic $options --out "$top/without" 6.6.y >"$top/said" 2>&1
is 'what was trusted is done again without' "$?,$(grep -c '"trusted"' \
	"$top/without/6.6.y/$series/port/result")" '0,0'
tried 'again'

echo "1..$count"
exit $((failed > 0))
