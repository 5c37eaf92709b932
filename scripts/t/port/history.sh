#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a refusal says with a history at hand: the lines that are other, and the commits
# that made them so.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

file=mm/widget.c
newer=$top/newer

# lines LINE...: the file, a function with these lines
lines() {
	seq -f 'int filler_%.0f;' 9
	printf 'static int widget(int a)\n{\n'
	printf '\t%s\n' 'one();' 'two();' "$@" 'six();' 'seven();' 'return a;'
	printf '}\n'
}

# newer ARGUMENT...: git in the newer branch
newer() {
	git -C "$newer" -c user.name=x -c user.email=x@x.invalid "$@"
}

# commit SUBJECT [BODY] <FILE: the next version in the newer branch
commit() {
	cat >"$newer/$file"
	newer add . && newer commit -qm "$1${2+

$2}"
}

mkdir -p "$newer/mm" "$project/patches/fix" "$project/stable/9.1.y/fix"
git -c init.defaultBranch=x init -q "$newer"
lines 'three();' 'four();' 'five();' | commit 'the beginning'
cp "$newer/$file" "$TREES/linux-source-9.1/$file"
echo 'int x;' >"$newer/mm/other.c"
lines 'three();' 'four();' 'five();' | commit 'another file'
lines 'three(a);' 'four();' 'five();' | commit 'three: it takes a'
lines 'three(a, a);' 'four();' 'five();' | commit 'three: and again'
lines 'three(a, a);' 'five();' | commit 'four goes'
lines 'three(a, a);' 'five(1);' | commit 'fix: five has an argument'
fix=$(newer rev-parse HEAD)
newer format-patch -q -1 -o "$project/patches/fix"
(cd "$project/patches/fix" && ls -- *.patch >series)
printf '[series]\n\tname = fix\n\ttitle = x\n\tfile = %s\n[mainline]\n\tcommit = %s\n' \
	"$file" "$fix" >"$project/patches/fix/info"
echo '[expect]' >"$project/stable/9.1.y/fix/expect"
lines 'three(a, a, a);' 'five(1);' | commit 'later: three once more'
lines 'three(a, a, a);' 'five(2);' | commit 'five has the other argument' \
	"Fixes: $(printf '%.12s' "$fix") (\"fix: five has an argument\")"
lines 'three(a, a, a);' 'five();' | commit 'Revert "fix: five has an argument"' \
	"This reverts commit $fix."
mkdir -p "$top/cache"

# id SUBJECT: of the newer branch, short
id() {
	newer log --format='%h %s' --abbrev=12 | sed -n "s/ $1\$//p"
}

ferry port --series fix 9.1.y
is 'without a history: refused' "$status" 3
result=$(tr -d '\n' <"$project/out/9.1.y/fix/port/result" | tr -s ' ')
has 'without a history: the lines' "$result" "\"file\": \"$file\"" '"function": "widget"' \
	'three(a, a);'
has_not 'without a history: no candidates' "$result" candidates

ferry port --series fix --history "$newer" 9.1.y
is 'with a history: refused' "$status" 3
has 'with a history: the lines' "$err" "hunk 1 of $file, in widget(), has no place:" \
	"there is no 'three(a, a);'"
has 'with a history: the candidate, and that it needs another one' "$err" \
	"$(id 'three: and again') (\"three: and again\") does not apply"
has_not 'with a history: not what came later' "$err" 'later: three'
has_not 'with a history: not what came before' "$err" 'the beginning'
has_not 'with a history: not the patch itself' "$err" '("fix: five'
result=$(tr -d '\n' <"$project/out/9.1.y/fix/port/result" | tr -s ' ')
has 'with a history: the result' "$result" '"candidates": [' \
	"\"commit\": \"$(newer rev-parse HEAD~5)\", \"subject\": \"three: and again\", \"applies\": \"does not apply\"" \
	'"limit": null'

# the tree has the lines, and one between them
lines 'three(a, a);' 'four();' 'five();' >"$TREES/linux-source-9.1/$file"
rm -rf "$project/out" "$top/cache"
mkdir -p "$top/cache"
ferry port --series fix --method curated --history "$newer/.git@HEAD~1" 9.1.y
case $status in
3)
	has 'a line between them: the candidate applies' "$err" \
		"between its lines stands 'four();'" "$(id 'four goes') (\"four goes\") applies"
	;;
*) not_ok 'a line between them: refused' "$out$err" ;;
esac

# what was said later of a commit that the target has
lines 'three(a, a);' 'five(1);' >"$TREES/linux-source-9.1/$file"
rm -rf "$project/out" "$top/cache"
mkdir -p "$top/cache"
ferry port --series fix --history "$newer" 9.1.y
has 'carried: with its follow-ups' "$status $out$err" '0 ' 'carried' \
	"9.1.y: follow-up: $(id 'five has the other argument') (\"five has the other argument\") fixes it and" \
	"9.1.y: follow-up: $(newer rev-parse --short=12 HEAD) (\"Revert \"fix: five has an argument\"\") reverts it and"
result=$(tr -d '\n' <"$project/out/9.1.y/fix/port/result" | tr -s ' ')
has 'carried: the result' "$result" '"follow-ups": [' '"how": "fixes"' '"how": "reverts"'
has_not 'carried: no other commit' "$result" 'later: three'
ferry status --series fix 9.1.y
has 'carried: status says so' "$out" '9.1.y      follow-up: ' 'reverts it and' 'carried'

ferry port --series fix --history "$newer@no-such-revision" 9.1.y
is 'no such revision: status 2' "$status" 2
one_line 'no such revision: one line'
has 'no such revision: said' "$err" "has no commit 'no-such-revision'"

finish
