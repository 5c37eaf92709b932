#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A patch without rules lands in the functions that it changes, or nowhere.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

file=mm/widget.c
sources=$top/sources
target=$top/target

# body NAME: a function whose lines many have
body() {
	printf 'static int %s(int a)\n{\n\tint ret;\n\n\tret = start(a);\n\tif (ret)\n\t\treturn ret;\n\ta++;\n\tb++;\n\tc++;\n\tret = end(a);\n\treturn ret;\n}\n\n' "$1"
}

# filler NUMBER: lines that move what follows
filler() {
	for number in $(seq "$1"); do
		printf 'int filler_%d;\n' "$number"
	done
}

# series_of NAME: a series that is the difference of $top/a and $top/b
series_of() {
	rm -rf "$project/patches/$1" "$project"/stable/*/"$1"
	{
		printf 'From: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: [PATCH] %s\n\nWhy.\n---\n\n' "$1"
		(cd "$top" && git diff --no-index --no-prefix --full-index a b)
	} >"$sources/$1"
	ferry import --series "$1" --for 9.1.y "$sources/$1"
	is "$1: imported" "$status" 0
}

# lands WHAT SERIES CLASS: how it is carried, to the file $target
lands() {
	rm -rf "$project/out" "$top/cache"
	mkdir -p "$top/cache"
	cp "$target" "$TREES/linux-source-9.1/$file"
	ferry port --series "$2" 9.1.y
	said=$out$err
	case $3,$said in
	refused,*'FAIL: refused: '* | *,*"PORT    9.1.y/$2 $3"*) ok "$1: $3" ;;
	*) not_ok "$1: $3" "$said" ;;
	esac
}

mkdir -p "$sources" "$top/a/mm" "$top/b/mm"
{
	filler 10
	body first
	body second
} >"$top/a/$file"
awk '/second/ { on = 1 } on && /b\+\+/ { print "\tb += 2;"; next } { print }' \
	"$top/a/$file" >"$top/b/$file"
series_of second

cp "$top/a/$file" "$target"
lands 'the same file' second exact
{
	filler 14
	body first
	body second
} >"$target"
lands 'the function has moved' second offset
{
	filler 10
	body first
	body other
} >"$target"
lands 'the function is not there' second refused
has 'the function is not there: said' "$said" \
	"hunk 1 of $file, in second(), has no place: the tree has no such function"
ferry port --series second --method 3way 9.1.y
is 'the function is not there: no merge either' "$status" 3
{
	filler 24
	body first
	filler 20
	body second
} >"$target"
lands 'the wrong function is nearer' second offset
is 'the wrong function is nearer: the right one is changed' \
	"$(git -C "$top/cache/ferry/store.git" show "refs/ferry/9.1.y/port/second:$file" |
		awk '/^static/ { f = $0 } /b \+= 2/ { print f }')" 'static int second(int a)'
{
	filler 24
	body second | sed 's/ret = end(a);/ret = stop(a);/; s/if (ret)/if (ret < 0)/'
} >"$target"
lands 'other lines around it' second fuzz
{
	filler 24
	body first
	body second | sed 's/b++;/b--;/'
} >"$target"
lands 'the line that goes is another there' second refused
has 'the line that goes is another there: said' "$said" 'hunk 1 of mm/widget.c, in second(), has no place'
{
	filler 24
	body first
	body second | sed 's/\ta++;/\tx++;/'
} >"$target"
lands 'the line above is another' second refused
has 'the line above is another: said' "$said" \
	"hunk 1 of $file, in second(), has no place: there is no line 'a++;' in the tree's"

# a function that is new, and one that is changed by a hunk under a label
{
	filler 10
	printf 'static int third(int a)\n{\n\tx();\n\ty();\nout:\n\tone();\n\ttwo();\n\tthree();\n\tfour();\n\treturn a;\n}\n'
	printf '\nint tail_1;\nint tail_2;\nint tail_3;\n'
} >"$top/a/$file"
sed 's/four();/four(a);/; s/^int tail_1/static int fourth(int a)\n{\n\treturn third(a);\n}\n\n&/' \
	"$top/a/$file" >"$top/b/$file"
series_of third
has 'a hunk under a label' "$(cat "$project/patches/third/"0001*)" '@@ out:'
cp "$top/a/$file" "$target"
lands 'a hunk under a label, the same file' third exact
{
	filler 20
	sed 1,10d "$top/a/$file"
} >"$target"
lands 'a hunk under a label, in the only place' third offset
{
	filler 20
	sed '1,10d; s/third(int/fifth(int/' "$top/a/$file"
	filler 3
	sed 1,10d "$top/a/$file"
} >"$target"
lands 'a hunk under a label, in two places' third refused
has 'a hunk under a label, in two places: said' "$said" "hunk 1 of $file fits in 2 places"

# at the end of the file, which is one place
{
	filler 10
	body first
	printf 'static int last(int a)\n{\n\tone();\n\ttwo();\n\treturn a;\n}\n'
} >"$top/a/$file"
{
	sed 's/two();/two(a);/' "$top/a/$file"
	printf '\nint tail;\n'
} >"$top/b/$file"
series_of last
{
	filler 14
	sed '1,10d; s/last(int/other(int/' "$top/a/$file"
	filler 3
	sed 1,10d "$top/a/$file"
} >"$target"
lands 'at the end of the file' last offset

# the same lines twice in one function
{
	filler 10
	printf 'static int six(int a)\n{\n\tone();\n\ttwo();\n\tthree();\n\tif (a)\n\t\tstop();\n\tone();\n\ttwo();\n\tthree();\n\tfour();\n\tfive();\n\treturn a;\n}\n'
} >"$top/a/$file"
awk '/two\(\)/ && ++nr == 2 { print "\ttwo(a);"; next } { print }' "$top/a/$file" >"$top/b/$file"
series_of six
{
	filler 10
	printf 'static int six(int a)\n{\n'
	lines='\tif (a)\n\t\tstop();\n\tone();\n\ttwo();\n\tthree();\n\tfour();\n\tfive();\n'
	# shellcheck disable=SC2059
	printf "$lines$lines"
	printf '\treturn a;\n}\n'
} >"$target"
lands 'twice in its function' six refused
has 'twice in its function: said' "$said" "hunk 1 of $file, in six(), fits in 2 places"

# outside of functions
{
	filler 10
	printf 'struct one {\n\tint z;\n\tint a;\n\tint b;\n\tint c;\n\tint d;\n};\n\n'
} >"$top/a/$file"
sed 's/int c;/long c;/' "$top/a/$file" >"$top/b/$file"
series_of member
{
	filler 3
	sed 1,10d "$top/a/$file"
} >"$target"
lands 'a member, in the only place' member offset
{
	filler 3
	sed '1,10d; s/one/two/' "$top/a/$file"
	filler 30
	sed 1,10d "$top/a/$file"
} >"$target"
lands 'a member, in two places' member refused

finish
