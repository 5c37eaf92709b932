#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A person's own backport: judged hunk by hunk, each mark once, taken whole or not at
# all; and what cannot be taken.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

mainline=$top/mainline
older=$top/older
folder=$project/stable/9.1.y/widget
file=mm/widget.c

# functions NAME...: a body of its own for each
functions() {
	for name; do
		printf 'int %s(void)\n{\n\tint x = get_%s();\n\n' "$name" "$name"
		for step in one two three four five six seven eight; do
			printf '\t%s_%s(x);\n' "$step" "$name"
		done
		printf '\treturn x;\n}\n\n'
	done
}

# after REPOSITORY STEP_FUNCTION LINE: a line more behind that one
after() {
	sed -i "s/^\\t$2(x);\$/&\\n\\t$3/" "$1/$file"
}

# commit REPOSITORY MESSAGE
commit() {
	git -C "$1" add .
	git -C "$1" -c user.name='Jörg P. Xu' -c user.email=j@example.org commit -qm "$2"
}

# new_repository PATH: with the small tree in it
new_repository() {
	mkdir -p "$1"
	git -C "$1" init -q -b main
	cp -r "$TREES/linux-source-9.1/." "$1/"
	commit "$1" base
	git -C "$1" tag v9.1.7
}

# adopt WORD...: as a person does
adopt() {
	ferry adopt --series widget "$@"
}

# backport MESSAGE: what there is in $older as commits on top of the base, as a mailbox
backport() {
	commit "$older" "$1"
	git -C "$older" format-patch -q --full-index --stdout v9.1.7 >"$top/mbox"
}

# marks: "MARK FUNCTION()" of each hunk
marks() {
	printf '%s\n' "$out" | sed -nE 's/^ +([a-z]+) +(mainline|backport) .* hunk [0-9]+ +mm\/widget.c ?([a-z]*).*/\1 \3/p'
}

# refused WHAT STATUS WORDS...: the last command, which wrote nothing
refused() {
	what=$1
	is "$what: status $2" "$status,$out" "$2,"
	shift 2
	has "$what: said" "$err" "$@"
	is "$what: nothing is written" "$(cd "$folder" && ls -A . ..)" "$(cat "$top/listing")"
}

# --- mainline, and an older branch where beta has another neighbour ---

functions alpha beta gamma delta epsilon zeta >"$TREES/linux-source-9.1/$file"
new_repository "$mainline"
for function in alpha beta gamma delta epsilon; do
	after "$mainline" "four_$function" "put(x, $function, 2);"
done
commit "$mainline" 'mm: widget: put what was got

Because it leaks.'
sed -i 's/^\tthree_beta(x);/\tolder_beta(x);/' "$TREES/linux-source-9.1/$file"
new_repository "$older"
mkdir -p "$top/cache"
ferry import --series widget --for 9.1.y "$mainline@v9.1.7..main"
is 'the mainline form is imported' "$status" 0
printf '\tx = y\n' >"$folder/kconfig"
(cd "$folder" && ls -A . ..) >"$top/listing"
keep imported

for function in alpha beta; do
	after "$older" "four_$function" "put(x, $function, 2);"
done
after "$older" eight_gamma 'put(x, gamma, 2);'
after "$older" four_delta 'put(x, delta, 3);'
after "$older" four_zeta 'put_all(x);'

backport 'mm: widget: put what was got

[ Upstream commit 1234567890abcdef1234567890abcdef12345678 ]

Because it leaks [1].

[1] see there
[    1.234567] BUG: no reason at all

Signed-off-by: Jörg P. Xu <j@example.org>'
adopt --dry-run 9.1.y "$top/mbox"
is 'each mark once' "$(marks)" 'same alpha
context beta
moved gamma
adapted delta
missing epsilon
added zeta'
is 'no reason: status 1' "$status" 1
has 'no reason: said' "$out" 'ADOPT   9.1.y/widget: 1 patch' 'delta(); NO REASON IS GIVEN' \
	'FAIL    9.1.y/widget: 1 same, 1 context, 1 moved, 1 adapted, 1 missing, 1 added; 3 of them have no reason in brackets'
has 'no reason: what to do' "$err" "'[ NAME: ... ]'"
has 'a range-diff' "$out" '1:  ' '! 1:  ' '-+	put(x, epsilon, 2);' '++	put_all(x);'
is '--dry-run writes nothing' "$(cd "$folder" && ls -A . ..)" "$(cat "$top/listing")"
is '--dry-run changes no ref' "$(git -C "$top/cache/ferry/store.git" for-each-ref --format='%(refname)' |
	grep -v '^refs/ferry/9.1.y/debian/')" 'refs/ferry-series/widget'

adopt --json --dry-run 9.1.y "$top/mbox"
is '--json: what it says' "$(printf '%s\n' "$out" | python3 -c '
import json, sys
all = json.load(sys.stdin)
print(all["target"], all["verdict"], all["findings"], all["written"])
for h in all["hunks"]:
	print(h["mark"], h["function"], h["patch"], h["own-patch"], h["explained"])')" \
	'9.1.y FAIL 3 None
same alpha 1 1 True
context beta 1 1 True
moved gamma 1 1 True
adapted delta 1 1 False
missing epsilon 1 None False
added zeta None 1 False'

adopt 9.1.y "$top/mbox"
is 'what was found: status 1' "$status" 1
has 'what was found: the patches are taken all the same' "$err" \
	"has the patches now, with what was found"
is 'what is written' "$(cd "$folder" && ls)" '0001-mm-widget-put-what-was-got.patch
expect
kconfig
series'
is 'nothing is left beside it' "$(cd "$folder/.." && ls -A)" "$(sed -n '/^\.\.:/,$p' "$top/listing" | sed 1d)"
git -C "$older" checkout -q v9.1.7
git -C "$older" -c user.name=x -c user.email=x@x.invalid am -q "$folder/"0001*
is 'author, date, message and tree are the same' "$(git -C "$older" log -1 --format='%an %ae %ad%n%B%T')" \
	"$(git -C "$older" log -1 --format='%an %ae %ad%n%B%T' main)"
git -C "$older" checkout -q main
cp -r "$folder" "$top/adopted"
adopt 9.1.y "$top/mbox"
is 'once more: status 2' "$status,$out" '2,'
has 'once more: what next' "$err" 'has patches already: --force replaces them'
is 'once more: nothing is changed' "$(diff -r "$folder" "$top/adopted")" ''
ferry port --series widget 9.1.y
has 'ferry port takes them' "$out" 'PORT    9.1.y/widget exact'

git -C "$older" -c user.name=x -c user.email=x@x.invalid commit -q --amend -m 'mm: widget: put what was got

[ J: delta counts from 3 here, epsilon has nothing to put, and zeta has:
  see the list. ]'
adopt --force --tree "$older@main" 9.1.y
is 'a reason in brackets: status 0' "$status" 0
has 'a reason in brackets: said' "$out" 'PASS    9.1.y/widget: 1 same, 1 context, 1 moved, 1 adapted, 1 missing, 1 added'
has_not 'a reason in brackets: each hunk has it' "$out" 'NO REASON'
has '--force, and the commits of a branch' "$(cat "$folder/"0001*)" 'zeta has:'
is '--force: what else is there stays' "$(cat "$folder/kconfig")" "$(printf '\tx = y\n')"

# --- two patches: what is added has its own message, what is missing any ---

restore imported
git -C "$older" reset -q --hard v9.1.7
for function in alpha beta gamma epsilon; do
	after "$older" "four_$function" "put(x, $function, 2);"
done
commit "$older" 'mm: widget: put what was got

[ J: delta has nothing to put. ]'
after "$older" four_zeta 'put_all(x);'
backport 'mm: widget: put all'
adopt --dry-run 9.1.y "$top/mbox"
is 'two patches: status 1' "$status" 1
is 'two patches: only what is added has no reason' "$(printf '%s\n' "$out" | grep 'NO REASON')" \
	'          added    backport 2/2 hunk 1   mm/widget.c zeta(); NO REASON IS GIVEN'
adopt --dry-run --onto "$older@v9.1.7" 9.1.y "$older@v9.1.7..main"
is 'the source from a tree of the person: status 1' "$status" 1
has 'the source from a tree of the person: the same' "$out" '3 same, 1 context' "1 added; 1 of them has no reason"

# --- what cannot be taken ---

restore imported
adopt 9.3.y "$top/mbox"
is 'no such target: status 2' "$status,$out" '2,'
has 'no such target: said' "$err" "no target '9.3.y'"
ferry adopt --series nothing 9.1.y "$top/mbox"
is 'no such series: status 2' "$status,$out" '2,'
adopt 9.2.y "$top/mbox"
is 'not carried there: status 2' "$status,$out" '2,'
has 'not carried there: said' "$err" "series 'widget' is not carried to 9.2.y"
for words in 'adopt' 'adopt 9.1.y' "adopt --tree $older@main 9.1.y $top/mbox" \
	"port --dry-run 9.1.y"; do
	# shellcheck disable=SC2086
	ferry $words
	is "$words: status 2" "$status,$out" '2,'
done
printf 'From x Thu Jan 1 00:00:00 1970\nFrom: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: hello\n\nno patch\n' >"$top/none"
adopt 9.1.y "$top/none"
refused 'a mail without a patch' 3 'no mail of 1 has a patch in it'
adopt 9.1.y "$top/nowhere"
refused 'no such source' 3 "no '$top/nowhere'"
sed 's/^\(.\)\tfour_zeta/\1\tfore_zeta/' "$top/mbox" >"$top/spoilt"
adopt 9.1.y "$top/spoilt"
refused 'a patch that does not apply' 3 '9.1.y: refused: 0002-mm-widget-put-all.patch does not apply'
echo 'int other;' >"$older/mm/other.c"
backport 'mm: another file'
adopt 9.1.y "$top/mbox"
refused 'a file that is not declared' 3 'the patches touch mm/other.c, which the series does not declare'
git -C "$older" tag -d v9.1.7 >/dev/null
adopt --tree "$older@main" 9.1.y
refused 'a branch that begins nowhere' 3 'does not have the source of 9.1.y' "--tree $older@REV..main"
adopt --tree "$older@nothing" 9.1.y
refused 'no such branch' 3 'is not a commit of a repository'
adopt --tree "$top/nowhere@main" 9.1.y
refused 'no such repository' 3 "no folder '$top/nowhere'"
printf '[expect]\n\tpatches = 9.2.y\n' >"$folder/expect"
cp -r "$folder" "$project/stable/9.2.y/"
printf '[expect]\n' >"$project/stable/9.2.y/widget/expect"
cp "$project/patches/widget/"[0s]* "$project/stable/9.2.y/widget/"
adopt --force 9.1.y "$top/mbox"
refused 'a target that takes the patches of another' 2 'takes the patches of 9.2.y: remove that line first'
printf '[expect]\n' >"$folder/expect"
rm "$project/patches/widget/series"
adopt 9.1.y "$top/mbox"
refused 'no mainline form' 2 'has no patches to judge by'

finish
