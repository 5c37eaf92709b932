#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Mails that cannot be made.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

restore good
for from in x 'x@example.org' 'X <x>' '<x@example.org>' 'X <x@example.org' 'X <x@y> Z'; do
	ferry mbox --from "$from" 9.1.y
	is "--from '$from': status 2" "$status,$out,$called" '2,,'
	one_line "--from '$from': one line"
done
ferry mbox --signoff 9.1.y
is '--signoff of nobody: status 2' "$status,$out,$called" '2,,'
has '--signoff of nobody: what is missing' "$err" "--from 'Name <mail>'"
for id in '' x '<x@y' 'a b@c' 'https://example.org/?x'; do
	ferry mbox --in-reply-to "$id" 9.1.y
	is "--in-reply-to '$id': status 2" "$status,$out,$called" '2,,'
	one_line "--in-reply-to '$id': one line"
done
for words in 'mbox' 'mbox 9.1.y 9.2.y' 'mbox --json 9.1.y' \
	'mbox --mutant x 9.1.y' 'port --from x 9.1.y'; do
	# shellcheck disable=SC2086
	ferry $words
	is "'$words': status 2" "$status,$out,$called" '2,,'
done
ferry mbox 9.1.y
is 'mbox of what a tree can do without: status 3' "$status,$out" '3,'
has 'mbox of what a tree can do without: why, and what next' "$err" \
	'9.1.y can do without the change: the use-after-free is closed there' \
	'waits for the operation in flight' 'ferry mbox --optional 9.1.y'
ferry mbox --optional --output "$top/nowhere/x" 9.1.y
is 'mbox into no folder: status 4' "$status,$out" '4,'
has 'mbox into no folder: said' "$err" "cannot write '$top/nowhere/x': No such file or directory"
ferry mbox --output "$top" 9.1.y
is 'mbox onto a folder: status 2' "$status,$out" '2,'
echo precious >"$top/notes"
ferry mbox --output "$top/notes" 9.1.y
is 'mbox onto a file that is not a mailbox: status 2' "$status,$called,$(cat "$top/notes")" '2,,precious'
has 'mbox onto a file that is not a mailbox: said' "$err" "'$top/notes' is there already and is not a mailbox"
for how in nobody crash; do
	with FAKE_PERL=$how -- mbox --optional 9.1.y
	is "get_maintainer.pl, $how: status 4" "$status,$out" '4,'
	has "get_maintainer.pl, $how: what next" "$err" 'get_maintainer.pl' '--no-cc'
done
with FAKE_PERL=crash -- mbox --optional --no-cc 9.1.y
is 'and --no-cc does not ask it' "$status" 0
rm -rf "$project/out/9.1.y/$series/port"
with FAKE_SPATCH=half -- mbox 9.1.y
is 'mbox of a tree that is refused: status 3' "$status,$out" '3,'
has 'mbox of a tree that is refused: why' "$err" 'refused: rule destroy matched 0 times'
ferry mbox --optional --only 9.1.y
is 'mbox of a port that was refused: status 3' "$status,$out" '3,'
fresh
ferry mbox --optional --only 9.1.y
is 'mbox of no port: status 4' "$status,$out" '4,'
has 'mbox of no port: what next' "$err" "run 'ferry port 9.1.y'"
with FAKE_APT=unknown -- mbox 9.1.y
is 'mbox without a source: status 4' "$status,$out" '4,'
has 'mbox without a source: why' "$err" '9.1.y has no port: fetch was skipped'
restore good
echo 'From x' >"$top/old.mbox"
with FAKE_PERL=crash -- mbox --optional --output "$top/old.mbox" 9.1.y
is 'a mailbox that was not made leaves the old one' "$status,$(cat "$top/old.mbox")" '4,From x'
is 'mbox: nothing is left in TMPDIR' "$(ls "$top/tmp")" ''

finish
