#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry port --conflicts: where a port is refused, a work tree for a person to go on in.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@me.invalid
GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@me.invalid
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

file=mm/widget.c
source=$top/source
desk=$top/desk

# widget ONE TWO THREE: a file of three functions
widget() {
	printf 'static int one(int a)\n{\n\tint x;\n\n\tx = a;\n\t%s\n\treturn x;\n}\n\n' "$1"
	printf 'static int two(int b)\n{\n\tint y;\n\n\ty = b;\n\t%s\n\treturn y;\n}\n\n' "$2"
	printf 'static int three(int c)\n{\n\tint z;\n\n\tz = c;\n\t%s\n\treturn z;\n}\n' "$3"
}

# commit SUBJECT ONE TWO THREE: in the repository of the source
commit() {
	subject=$1
	shift
	widget "$@" >"$source/$file"
	git -C "$source" add -A
	git -C "$source" commit -qm "$subject

Because it is better."
}

# target ONE TWO THREE: what the tree has
target() {
	widget "$@" >"$TREES/linux-source-9.1/$file"
	rm -rf "$project/out" "$top/cache" "$desk"
	mkdir -p "$top/cache"
}

mkdir -p "$source/mm"
git init -q -b main "$source"
commit base 'x++;' 'y++;' 'z++;'
commit 'first: one' 'x += 2;' 'y++;' 'z++;'
commit 'second: two and three' 'x += 2;' 'y += 2;' 'z += 2;'
commit 'third: one again' 'x += 3;' 'y += 2;' 'z += 2;'
# --- with the files that the patches were made from ---

target 'x++;' 'y--;' 'z++;'
# the store gets them
ferry import --series widget --for 9.1.y "$source@main~3..main"
is 'a series' "$status" 0
ferry port --series widget --conflicts "$desk" 9.1.y
is 'refused: status' "$status" 3
has 'refused: where it is' "$err" "what is left to do is in '$desk', begin with its file CONFLICTS"
is 'the patch before went in' "$(git -C "$desk" log --format=%s)" "first: one
9.1.y 9.1.7"
is 'with its author' "$(git -C "$desk" log -1 --format=%ae)" me@me.invalid
has 'the conflict' "$(cat "$desk/$file")" '<<<<<<< 9.1.y' 'y--;' \
	'||||||| what the patch was made from' 'y += 2;' '>>>>>>> 0002-second'
has 'what goes in is there' "$(cat "$desk/$file")" 'z += 2;' 'x += 2;'
has 'what is known' "$(cat "$desk/CONFLICTS")" '9.1.y 9.1.7, series widget: 0002-second' \
	'in two()' "$file: merged, 1 conflict" 'git am rest/*.patch' 'ferry adopt'
is 'the rest' "$(ls "$desk/rest")" "$(basename "$project/patches/widget/"0003*)"
is 'only the conflict is to be committed' "$(git -C "$desk" status --porcelain)" " M $file"
sed -i '/^<<<<<<</,/^>>>>>>>/c\	y -= 2;' "$desk/$file"
git -C "$desk" commit -qa --no-edit
has 'the message is there' "$(git -C "$desk" log -1 --format=%B)" 'second: two and three' \
	'Because it is better.'
is 'git am takes the rest' "$(cd "$desk" && git am -q rest/*.patch 2>&1)" ''
has 'and all is done' "$(cat "$desk/$file")" 'x += 3;' 'y -= 2;' 'z += 2;'
ferry adopt --series widget --dry-run 9.1.y "$desk@base..HEAD"
has 'ferry adopt reads it' "$out" 'two()'

# --- nothing to do ---

target 'x++;' 'y++;' 'z++;'
ferry port --series widget --conflicts "$desk" 9.1.y
is 'no conflict: status' "$status" 0
has 'no conflict: said' "$err" '9.1.y: there are no conflicts: exact'
is_absent 'no conflict: nothing is written' "$desk"

# --- without ---

git -C "$source" format-patch -q -o "$top/mails" main~3
ferry import --series plain --for 9.1.y "$top/mails"/*.patch
sed -i 's/^index .*/index 1111111..2222222 100644/' "$project/patches/plain/"0002*
target 'x++;' 'y--;' 'z++;'
ferry port --series plain --conflicts "$desk" 9.1.y
is 'not at hand: status' "$status" 3
has 'not at hand: what goes in is there' "$(cat "$desk/$file")" 'z += 2;' 'y--;'
has_not 'not at hand: without markers' "$(cat "$desk/$file")" '<<<<<<<'
has 'not at hand: the rest' "$(cat "$desk/$file.rej")" '+	y += 2;'
has 'not at hand: said' "$(cat "$desk/CONFLICTS")" "$file.rej"

# --- bad input ---

# wrong NAME STATUS WORDS ARGUMENT...
wrong() {
	name=$1 wanted=$2 words=$3
	shift 3
	ferry port "$@"
	is "$name: status" "$status" "$wanted"
	has "$name: said" "$err" "$words"
}

wrong 'a folder that is there' 2 'not an empty folder' --series widget --conflicts "$desk" 9.1.y
has 'a folder that is there: stays' "$(ls "$desk")" CONFLICTS
wrong 'no target' 2 'the port of one target' --series widget --conflicts "$top/other"
wrong 'a tree' 2 'name the TARGET' --series widget --conflicts "$top/other" --tree "$source@main"
wrong 'one file' 2 '--file cannot be combined' --series widget --conflicts "$top/other" --file "$source/$file"
wrong 'no such folder above it' 4 "cannot make" --series widget \
	--conflicts "$top/cache/ferry/store.git/HEAD/x" 9.1.y
is 'nothing half done' "$(ls -d "$top"/.*unfinished 2>/dev/null)" ''

finish
