#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What ferry mbox makes, and the ways to a port that ferry check compares, with
# the real b4, quilt, git and spatch, and without a network. The kernels are
# those of the project: small, but the semantic patches know them.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

rm "$bin/b4" "$bin/quilt" "$bin/spatch"
for tool in b4 quilt spatch patch unshare; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
alone='unshare -n'
$alone true 2>/dev/null || alone='unshare -rn'
$alone true 2>/dev/null || skip_all 'the network cannot be taken away here (unshare -n)'

# in_two TARGET FIXTURE: the first hunk of its patch becomes a patch of its own
in_two() {
	target=$project/stable/$1/$series
	mv "$target/0001-change.patch" "$top/whole"
	mkdir -p "$top/two/a/mm" "$top/two/b/mm"
	sed '/^---$/,$d; s/change it/change a little, with a subject so long that git folds it/' \
		"$top/whole" >"$target/0001-a.patch"
	sed '/^---$/,$d; s/change it/change the rest/; s/^From: .*/From: ferry <ferry@localhost.invalid>/' \
		"$top/whole" >"$target/0002-b.patch"
	cp "$FIXTURES/$2.c" "$top/two/a/mm/zswap.c"
	sed -n '/^diff /,$p' "$top/whole" | awk '/^@@/ { n++ } n < 2' >"$top/first"
	cp "$FIXTURES/$2.c" "$top/two/b/mm/zswap.c"
	patch -s "$top/two/b/mm/zswap.c" "$top/first"
	compare_two >>"$target/0001-a.patch"
	cp "$top/two/b/mm/zswap.c" "$top/two/a/mm/zswap.c"
	cp "$FIXTURES/$2.res" "$top/two/b/mm/zswap.c"
	compare_two >>"$target/0002-b.patch"
	printf '%s\n' 0001-a.patch 0002-b.patch >"$target/series"
}

compare_two() {
	printf -- '---\n\n'
	(cd "$top/two" && git diff --no-index --no-prefix --full-index a/mm/zswap.c b/mm/zswap.c)
}

# take_mailbox TARGET FIXTURE: b4 and git am, without a network, on its source
take_mailbox() {
	rm -rf "$top/am" "$top/b4"
	mkdir -p "$top/am/mm" "$top/b4"
	git -C "$top/am" init -q
	cp "$FIXTURES/$2.c" "$top/am/mm/zswap.c"
	git -C "$top/am" add mm
	git -C "$top/am" -c user.name=x -c user.email=x@x.invalid commit -qm source
	(cd "$top/am" && $alone b4 --offline-mode am --no-cache -m "$top/$1.mbox" -o "$top/b4") \
		>"$top/b4.said" 2>&1
	is "$1: b4 am takes it" "$?,$(grep Error "$top/b4.said")" '0,'
	$alone git -C "$top/am" -c user.name=x -c user.email=x@x.invalid am -q "$top/b4/"*.mbx \
		>"$top/am.said" 2>&1
	is "$1: git am takes what b4 made" "$?,$(cat "$top/am.said")" '0,'
	git -C "$top/cache/ferry/store.git" show "refs/ferry/$1/port/$series:mm/zswap.c" >"$top/port.c"
	if cmp -s "$top/am/mm/zswap.c" "$top/port.c"; then
		ok "$1: it is the port"
	else
		not_ok "$1: it is the port" "$(diff "$top/am/mm/zswap.c" "$top/port.c")"
	fi
}

ways() {
	sed -n '/^  "ways"/,/^  }/s/^   "words": "\(.*\)",*$/\1/p' "$project/out/$1/$series/check/result"
}

make_tree linux-source-9.3 s1
make_target 9.3.y linux-source-9.3 S1 s1
rm "$project/stable/9.3.y/$series/"*.patch
: >"$project/stable/9.3.y/$series/series"
in_two 9.2.y s3

# who takes the mails: b4 wants to know
git config --global user.name 'A Maintainer'
git config --global user.email 'a@maintainer.invalid'

ferry check
is 'check by the real tools: status 0' "$status" 0
has 'classes' "$out" 'PORT    9.1.y    exact' 'PORT    9.2.y    exact' 'PORT    9.3.y    semantic'
for target in 9.1.y 9.2.y; do
	is "$target: three ways agree" "$(ways $target)" 'b4 = quilt = spatch (same bytes)'
done
# made by rule: no rule needs to lead there once more
is '9.3.y: two ways agree' "$(ways 9.3.y)" 'b4 = quilt (same bytes)'
ferry status
has 'status has the row' "$out" 'ways to the same tree' '  9.3.y      b4 = quilt (same bytes)'
is 'nothing is left in TMPDIR' "$(ls "$top/tmp")" ''

for target in 9.1.y 9.2.y 9.3.y; do
	ferry mbox --optional --from 'Jörg P. Ünderstück <j@example.org>' --signoff \
		--in-reply-to '<failed-1@example.org>' --output "$top/$target.mbox" "$target"
	is "$target: mbox" "$status" 0
done
take_mailbox 9.1.y s4
has '9.1.y: b4 needs no base' "$(cat "$top/b4.said")" 'Base: applies clean to current tree'
take_mailbox 9.3.y s1
take_mailbox 9.2.y s3
is '9.2.y: two commits, one by each author' \
	"$(git -C "$top/am" log -2 --reverse --format='%an: %s')" \
	'Some Body: mm: zswap: change a little, with a subject so long that git folds it
Jörg P. Ünderstück: mm: zswap: change the rest'
is '9.2.y: signed off by who sends it' \
	"$(git -C "$top/am" log -2 --format='%(trailers:key=Signed-off-by)' | grep -c 'Jörg P. Ünderstück <j@example.org>')" 2
has '9.2.y: b4 finds the cover letter' "$(cat "$top/b4/"*.cover)" 'What is claimed' 'change-id: '

# quilt gives another tree, and all else is as before
quilt=$(command -v quilt)
fake quilt <<-END
	"$quilt" "\$@" || exit
	sed -i '0,/acomp_ctx_free(/s//acomp_ctx_fred(/' mm/zswap.c
END
rm -rf "$project/out/9.2.y/$series/check"
ferry check 9.2.y
is 'a difference is a failure' "$status,$(verdict 9.2.y check)" '1,FAIL'
has 'which way, which function' "$(reason 9.2.y check)" 'quilt does not lead to the port' \
	"acomp_ctx_free() has 'acomp_ctx_free' in line"
ferry check 9.2.y
is 'it is known' "$status,$(printf '%s\n' "$out" | grep -c 'CHECK.*(unchanged)')" 1,1
rm "$bin/quilt"
ferry check 9.2.y
is 'and the real quilt agrees again' "$status,$(ways 9.2.y)" '0,b4 = quilt = spatch (same bytes)'

finish
