#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What of a series a tree has already: all of it, some patches, or what only looks so.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

file=mm/widget.c
tree=$top/tree

# body NAME LINE...: a function with these lines
body() {
	printf 'static int %s(int a)\n{\n' "$1"
	shift
	printf '\t%s\n' "$@"
	printf '}\n\n'
}

# filler NUMBER: lines that move what follows
filler() {
	for number in $(seq "$1"); do
		printf 'int filler_%d;\n' "$number"
	done
}

# git_tree ARGUMENT...: in the user's repository
git_tree() {
	git -C "$tree" -c user.name=x -c user.email=x@x.invalid "$@"
}

# series_of NAME VERSION...: the patches between versions of the file, files in $top
series_of() {
	folder=$project/patches/$1
	mkdir -p "$folder"
	printf '[series]\n\tname = %s\n\ttitle = x\n\tfile = %s\n' "$1" "$file" >"$folder/info"
	shift
	: >"$folder/series"
	before=$1
	shift
	for after; do
		mkdir -p "$top/a/mm" "$top/b/mm"
		cp "$top/$before" "$top/a/$file"
		cp "$top/$after" "$top/b/$file"
		{
			printf 'From: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: [PATCH] %s\n\nWhy.\n---\n\n' "$after"
			(cd "$top" && git diff --no-index --no-prefix --full-index a b)
		} >"$folder/$after.patch"
		echo "$after.patch" >>"$folder/series"
		before=$after
	done
}

# port SERIES <FILE: the series on a tree that has that file; $said
port() {
	cat >"$tree/$file"
	git_tree add . && git_tree commit -qm x --allow-empty
	ferry port --series "$1" --tree "$tree/.git@HEAD"
	said=$(printf '%s\n%s\n' "$out" "$err")
}

mkdir -p "$tree/mm"
git -c init.defaultBranch=x init -q "$tree"
{
	filler 5
	body first 'a0();' 'a1();' 'a2();' 'a3();' 'gone();' 'a4();' 'a5();' 'a6();' 'a7();'
	body second 'b0();' 'b1();' 'b2();' 'b3();' 'two();' 'b4();' 'b5();' 'b6();' 'b7();'
} >"$top/v0"
# a replaced line, one that is added, one that goes
sed 's/two();/two(a);/' "$top/v0" >"$top/v1"
sed 's/^\tb5();/&\n\ttwo(1);/' "$top/v1" >"$top/v2"
sed '/gone/d' "$top/v2" >"$top/v3"
series_of all v0 v1 v2 v3
series_of replaced v0 v1
series_of added v1 v2
series_of removed v2 v3

# --- one patch ---

for one in 'replaced v1' 'added v2' 'removed v3'; do
	each=${one% *}
	port "$each" <"$top/${one#* }"
	has "$each: carried, where it says" "$status $said" '0 ' 'carried'
	{
		filler 30
		sed 1,5d "$top/${one#* }"
	} >"$top/moved"
	port "$each" <"$top/moved"
	has "$each: carried elsewhere" "$status $said" '0 ' 'carried' 'with an offset'
done
{
	filler 5
	body first 'b0();' 'b1();' 'b2();' 'b3();' 'two(a);' 'b4();' 'b5();' 'b6();' 'b7();'
} >"$top/other"
port replaced <"$top/other"
has 'replaced, in another function: no' "$status $said" '3 ' 'the tree has no such function'
sed 's/b4();/4();/' "$top/v1" >"$top/other"
port replaced <"$top/other"
has_not 'replaced, among other lines: not carried' "$said" 'carried:'

# a line that stands elsewhere in its function has not gone
sed 's/^\ta0();/\tgone();\n&/' "$top/v3" >"$top/other"
port removed <"$top/other"
has 'removed, and there above: doubt' "$status $said" '3 ' 'v3.patch may be there already' \
	"$file, in first(), still has the line 'gone();', which the patch takes away"

# the same lines twice: as it is, and as it would be
{
	filler 9
	printf 'int x;\n\n'
	body second 'b1();' 'b2();' 'b3();' 'two();' 'b4();' 'b5();' 'b6();' 'x();' \
		'b1();' 'b2();' 'b3();' 'two(a);' 'b4();' 'b5();' 'b6();'
} >"$top/other"
port replaced <"$top/other"
has 'with and without: doubt' "$status $said" '3 ' 'v1.patch may be there already' \
	'has a place for it all the same'

# the head above the hunk is that of another function, which has the same lines
{
	filler 5
	body first 'a();'
	body second 'two();' 'b4();' 'b5();' 'b6();'
} >"$top/u0"
sed 's/two();/two(a);/' "$top/u0" >"$top/u1"
series_of head u0 u1
has 'the head above: is there' "$(cat "$project/patches/head/u1.patch")" '@@ static int first'
{
	filler 5
	body first 'two();' 'b4();' 'b5();' 'b6();'
} >"$top/other"
port head <"$top/other"
has 'the head above is not the function' "$status $said" '3 ' 'in second(), has no place'

# --- some of several ---

port all <"$top/v3"
has 'all of it' "$status $said" '0 ' 'carried: nothing to do'
for nr in 1 2; do
	port all <"$top/v$nr"
	is "the first $nr: status" "$status" 0
	printf '%s\n' "$out" | git_tree apply
	is "the first $nr: the rest makes the whole" "$(cat "$tree/$file")" "$(cat "$top/v3")"
done
has 'the first two: said' "$said" 'partly: the tree has v1.patch, v2.patch; the rest: '
{
	filler 25
	sed 1,5d "$top/v1"
} >"$top/moved"
port all <"$top/moved"
has 'the first one, elsewhere' "$said" 'partly: the tree has v1.patch; the rest: offset'
sed '/gone/d' "$top/v0" >"$top/last"
port all <"$top/last"
has 'the last one' "$said" 'partly: the tree has v3.patch; the rest: '
printf '%s\n' "$out" | git_tree apply
is 'the last one: the rest makes the whole' "$(cat "$tree/$file")" "$(cat "$top/v3")"
port all <"$top/v0"
has_not 'none of it' "$said" partly

# what one patch brings and another takes away is not there before
sed 's/^\tb3();/&\n\tb3(2);/' "$top/v0" >"$top/w1"
sed 's/^\tb7();/\tb7(1);/' "$top/w1" >"$top/w2"
sed '/b3(2)/d' "$top/w2" >"$top/w3"
series_of for-now v0 w1 w2 w3
port for-now <"$top/v0"
has_not 'what is there for a while: all is ported' "$said" partly
printf '%s\n' "$out" | git_tree apply
is 'what is there for a while: the whole' "$(cat "$tree/$file")" "$(cat "$top/w3")"

# --- a target ---

mkdir -p "$project/stable/9.1.y/all"
printf '[expect]\n' >"$project/stable/9.1.y/all/expect"
cp "$top/v1" "$TREES/linux-source-9.1/$file"
cp "$top/v1" "$TREES/linux-source-9.2/$file"
mkdir -p "$top/cache"
ferry port --series all 9.1.y
has 'a target: said' "$out$err" 'PORT    9.1.y/all partly' \
	'9.1.y: the tree has v1.patch; the rest is ported: exact'
has 'a target: the result' "$(tr -d '\n ' <"$project/out/9.1.y/all/port/result")" \
	'"class":"partly"' '"carried":["v1.patch"]' '"rest":"exact"'
is 'a target: two commits' "$(git -C "$top/cache/ferry/store.git" log --format=%s -2 \
	refs/ferry/9.1.y/port/all | tr '\n' ' ')" 'v3 v2 '

# --- never ---

printf '[expect]\n\tnever = it breaks this branch\n' >"$project/stable/9.1.y/all/expect"
ferry port --series all 9.1.y
has 'never there: said' "$status $out" '3 ' 'FAIL: refused: never to be ported: it breaks this branch'
has 'never there: the class' "$(cat "$project/out/9.1.y/all/port/result")" '"class": "refused"'
printf '[expect]\n' >"$project/stable/9.1.y/all/expect"
printf '\tnever = it was reverted\n' >>"$project/patches/all/info"
ferry port --series all 9.1.y
has 'never at all: said' "$status $out" '3 ' 'FAIL: refused: never to be ported: it was reverted'
port all <"$top/v0"
has 'never at all: another tree' "$status $said" '3 ' 'refused: never to be ported: it was reverted'

finish
