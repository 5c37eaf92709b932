#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A series into patches/, from each kind of source; it is carried by the real git,
# and what is no series is refused with nothing written.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

sources=$top/sources
repository=$top/repository

# change NUMBER: a commit that adds a line to two files
change() {
	echo "int change_$1;" >>"$repository/mm/widget.c"
	echo "int other_$1;" >"$repository/mm/other-$1.c"
	git -C "$repository" add mm
	git -C "$repository" -c user.name='Jörg, P. Xu' -c user.email=j@example.org \
		commit -qm "mm: widget: change $1; it's #$1

commit 1234567890abcdef1234567890abcdef1234567$1 upstream.

Because CVE-2020-1234 must go.

Fixes: 1ec3b5fe6eec (\"mm/widget: break\")
Cc: <stable@vger.kernel.org> # 6.1.x: abcdef12345$1: mm: before $1
Cc: stable@vger.kernel.org # v6.1+
Link: https://example.org/$1
Signed-off-by: Jörg P. Xu <j@example.org>"
}

# import WORD...: as a person does; $said is all that it said
import() {
	ferry import "$@"
	said=$out$err
}

# forget NAME: a series that was imported
forget() {
	rm -rf "$project/patches/$1" "$project"/stable/*/"$1"
}

# nothing_is_written WHAT NAME
nothing_is_written() {
	is "$1: nothing is written" "$(cd "$project" && ls -d patches/*new* patches/.*new* patches/"$2" stable/*/"$2" 2>/dev/null)" ''
}

# refused WHAT STATUS WORDS...: an import of $sources/mbox that ends so
refused() {
	what=$1
	wanted=$2
	shift 2
	import --series bad "$sources/mbox"
	is "$what: status $wanted" "$status" "$wanted"
	one_line "$what: one line"
	has "$what: said" "$err" "$@"
	nothing_is_written "$what" bad
}

mkdir -p "$sources" "$repository/mm"
git -C "$repository" init -q
cp -r "$TREES/linux-source-9.1/." "$repository/"
printf 'int widget;\nint gadget;\n' >"$repository/mm/widget.c"
cp "$repository/mm/widget.c" "$TREES/linux-source-9.1/mm/"
cp "$repository/mm/widget.c" "$TREES/linux-source-9.2/mm/"
git -C "$repository" add .
git -C "$repository" -c user.name=x -c user.email=x@x.invalid commit -qm base
change 1
change 2
change 3
git -C "$repository" format-patch -q --cover-letter --full-index -o "$sources/mails" HEAD~3
sed -i 's/\*\*\* SUBJECT HERE \*\*\*/widgets; all of them/; s/\*\*\* BLURB HERE \*\*\*/Why./' \
	"$sources/mails"/0000*
git -C "$repository" format-patch -q --full-index -N -o "$sources/quilt" HEAD~3
(cd "$sources/quilt" && ls -- *.patch >series && printf '\n# a comment\n' >>series)

# --- each kind of source ---

import --series from-git --for 9.1.y "$repository@HEAD~3..HEAD"
is 'git: status 0' "$status" 0
has 'git: said' "$said" 'IMPORT  from-git  3 patches for 1 target' 'ferry run --series from-git'
is 'git: the targets' "$(cd "$project/stable" && ls -d ./*/from-git)" './9.1.y/from-git'
folder=$project/patches/from-git
info=$folder/info
is 'info: what git reads of it' "$(git config -f "$info" --get-all series.file | tr '\n' ' ')" \
	'mm/other-1.c mm/widget.c mm/other-2.c mm/other-3.c '
is 'info: the title is whole' "$(git config -f "$info" series.title)" \
	"mm: widget: change 1; it's #1"
has 'info: what the messages say' "$(cat "$info")" \
	'cve = "CVE-2020-1234"' 'fixes = "1ec3b5fe6eec (\"mm/widget: break\")"' \
	'stable = "v6.1+"' 'commit = "1234567890abcdef1234567890abcdef12345673"' \
	'link = "https://example.org/2"' '[chain "abcdef123452"]' 'title = "mm: before 2"'
is 'info: each thing once' "$(grep -c 'cve = ' "$info"),$(grep -c 'fixes = ' "$info")" '1,1'
git -C "$repository" checkout -q HEAD~3
git -C "$repository" -c user.name=x -c user.email=x@x.invalid am -q "$folder"/*.patch >/dev/null
is 'git am makes the same commits of it' \
	"$(git -C "$repository" log -3 --format='%an %ae %ad%n%B%T')" \
	"$(git -C "$repository" log -3 --format='%an %ae %ad%n%B%T' master 2>/dev/null ||
		git -C "$repository" log -3 --format='%an %ae %ad%n%B%T' main)"
git -C "$repository" checkout -q -

cat "$sources/mails"/0002* "$sources/mails"/0000* "$sources/mails"/0003* "$sources/mails"/0001* \
	>"$sources/thread"
printf 'From x Thu Jan 1 00:00:00 1970\nFrom: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: Re: [PATCH 2/3] widget\n\n> +int change_2;\nFine.\n' \
	>>"$sources/thread"
import --series from-mbox "$sources/thread"
is 'mailbox: status 0' "$status" 0
has 'mailbox: the answer is left out' "$err" '1 mail has no patch and was left out'
for patch in "$folder"/*.patch; do
	name=$(basename "$patch")
	is "mailbox: $name is the same" "$(sed 1d "$project/patches/from-mbox/$name")" "$(sed 1d "$patch")"
done
is 'mailbox: the title is the cover letter' \
	"$(git config -f "$project/patches/from-mbox/info" series.title)" 'widgets; all of them'
has 'mailbox: the cover letter is kept' "$(cat "$project/patches/from-mbox/cover")" 'Why.'
PATH="$bin:$PATH" "$program" import --trust --series from-input - <"$sources/thread" >/dev/null 2>&1
is 'standard input: the same' "$(diff -r "$project/patches/from-mbox" "$project/patches/from-input" |
	grep '^[<>]' | grep -v 'name = ')" ''
import --series from-quilt "$sources/quilt"
is 'quilt: the same patches' "$status,$(diff -r "$folder" "$project/patches/from-quilt" |
	grep '^[<>]' | grep -v 'name = ')" '0,'
import --series one "$sources/quilt/0002-"*
is 'one patch file' "$status,$(ls "$project/patches/one")" '0,0001-mm-widget-change-2-it-s-2.patch
info
series'

# what was imported is a series as any other
forget one
forget from-input
forget from-quilt
forget from-mbox
mkdir -p "$top/cache"
ferry port --series from-git 9.1.y
is 'it is carried: status 0' "$status" 0
has 'it is carried: exact' "$out" 'PORT    9.1.y/from-git exact'
forget from-git

# --- mails that are harder to read ---

# a list's archive escapes the line in the middle, a mailer does not
for escape in '' '>'; do
	{
		printf 'From x Thu Jan 1 00:00:00 1970\nFrom: Greg <g@example.org>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n'
		printf 'Subject: FAILED: patch "[PATCH] mm: widget" failed to apply to 9.1-stable tree\n\n'
		printf 'The patch below does not apply.\n\n------------------ original commit ------------------\n\n'
		sed "1s/.*/${escape}From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001/
			/^commit 1234/d" "$sources/quilt/0001-"*
	} | sed 's/$/\r/' >"$sources/mbox"
	import --series failed "$sources/mbox"
	is "FAILED mail '$escape' with CR LF: status 0" "$status" 0
	has "FAILED mail '$escape': the commit is the one that failed" "$(cat "$project/patches/failed/info")" \
		'commit = "1111111111111111111111111111111111111111"' 'Jörg'
	has_not "FAILED mail '$escape': not what was said about it" "$(cat "$project/patches/failed/"0001*)" 'does not apply'
	is "FAILED mail '$escape': the diff is the same" "$(sed -n '/^diff/,/^-- /p' "$project/patches/failed/"0001*)" \
		"$(sed -n '/^diff/,/^-- /p' "$sources/quilt/0001-"* | sed '$d')"
	forget failed
done
for how in base64 quoted-printable; do
	{
		sed '/^$/q; /^Content/d; /^MIME/d' "$sources/quilt/0001-"*
		printf 'X\n'
	} | sed '$d' | sed "/^\$/d" >"$sources/mbox"
	printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: %s\n\n' \
		$how >>"$sources/mbox"
	case $how in
	base64) sed '1,/^$/d' "$sources/quilt/0001-"* | base64 >>"$sources/mbox" ;;
	*) sed '1,/^$/d' "$sources/quilt/0001-"* | sed 's/=/=3D/g; s/ö/=C3=B6/g' >>"$sources/mbox" ;;
	esac
	import --series coded "$sources/mbox"
	is "$how: status 0" "$status" 0
	is "$how: the same patch" "$(sed 1d "$project/patches/coded/"0001*)" \
		"$(sed 1d "$sources/quilt/0001-"* | sed '/^Content-/d; /^MIME-/d' >"$top/plain"; \
		ferry import --series plain "$sources/quilt/0001-"*; sed 1d "$project/patches/plain/"0001*)"
	forget coded
	forget plain
done

# --- what is no series ---

: >"$sources/mbox"
refused 'an empty file' 3 'is empty'
cat "$sources/mails"/0000* >"$sources/mbox"
refused 'a cover letter only' 3 'there is a cover letter and no patch'
cat "$sources/mails"/0001* "$sources/mails"/0003* >"$sources/mbox"
refused 'a patch is missing' 3 'patch 2/3 is missing'
cat "$sources/mails"/0001* "$sources/mails"/0002* >"$sources/mbox"
refused 'the last patch is missing' 3 'patch 3/3 is missing'
cat "$sources/mails"/0001* "$sources/mails"/0002* "$sources/mails"/0002* "$sources/mails"/0003* >"$sources/mbox"
refused 'a patch twice' 3 'patch 2/3 is there twice'
printf 'From: X <x@x.invalid>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nSubject: hello\n\nno patch\n' >"$sources/mbox"
refused 'a mail without a patch' 3 'no mail of 1 has a patch in it'
sed 's,b/mm/widget.c,b/../../widget.c,' "$sources/mails"/0001* >"$sources/mbox"
refused 'a path out of the tree' 3 'names a path outside the tree' 'change 1'
sed '/^+int change_1/d' "$sources/mails"/0001* >"$sources/mbox"
refused 'a hunk that was cut' 3 'of the diff'
sed '/^Because/s/.*/---/' "$sources/mails"/0001* >"$sources/mbox"
import --series cut "$sources/mbox"
is 'what stands below --- is no message' "$status,$(grep -c Fixes: "$project/patches/cut/"0001*)" '0,0'
forget cut
sed '/^From: /d' "$sources/mails"/0001* >"$sources/mbox"
refused 'nobody wrote it' 3 'is not a patch mail: it needs From, Date and Subject'
rm "$sources/mbox"
refused 'nothing is there' 3 "no '$sources/mbox': a series is a mailbox"

for name in '' . .. a/b A 'a b' -x x.lock "$(printf 'a\033b')" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do
	ferry import "--series=$name" "$sources/thread"
	is "a series '$name': status 2" "$status" 2
	one_line "a series '$name': one line"
done
nothing_is_written 'bad names' 'a b'
for words in 'import' 'import --series x' "import $sources/thread" 'import --series x --json y' \
	"import --series $series $sources/thread" "import --series x --for 4.4.y $sources/thread" \
	'fetch --for 9.1.y'; do
	# shellcheck disable=SC2086
	ferry $words
	is "$words: status 2" "$status" 2
done
import --series x "$repository@HEAD..HEAD"
is 'no commits: status 3' "$status" 3
has 'no commits: said' "$err" 'has no commits in'
import --series x "$repository@nothing..HEAD"
is 'no such revision: status 3' "$status" 3
nothing_is_written 'no such revision' x
mkdir "$sources/empty"
import --series x "$sources/empty"
is 'a folder of nothing: status 3' "$status" 3
has 'a folder of nothing: said' "$err" "has no file 'series' that names a patch"

finish
