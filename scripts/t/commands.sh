#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The commands of the program, what they run and what they say when all goes
# well. What goes wrong: bad-input.sh.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/project"

# --- usage ---

ferry
is 'no command: status 2' "$status,$out" '2,'
has 'and the list of commands' "$err" 'Usage: ferry COMMAND' '  run ' '  doctor '
ferry --help
is '--help: status 0' "$status,$err" '0,'
has 'and the list of commands' "$out" 'Usage: ferry COMMAND' '  boot '
ferry prot
is 'unknown command: status 2' "$status,$out" '2,'
is 'and one line' "$err" "ferry: error: no command 'prot': 'ferry help' lists them"
ferry help prot
is 'help of an unknown command: status 2' "$status" 2
for command in run fetch shape port check build boot mbox report status doctor; do
	ferry help "$command"
	is "help $command: status 0" "$status,$err" '0,'
	has 'says how to call it' "$out" "Usage: ferry $command"
	help=$out
	ferry "$command" --help
	is "$command --help says the same" "$status,$out" "0,$help"
done
for words in 'run --frob' 'run -j 0' 'run -j x' 'run --seconds -1' 'boot --accel xen' \
	'port --method best' 'doctor 9.1.y' 'run --only' 'fetch --flavour debug' \
	'run --tree /x' 'run --tree /x 9.1.y 9.2.y' 'run --jobs'; do
	# shellcheck disable=SC2086
	ferry $words
	is "'$words': status 2" "$status,$out,$called" '2,,'
	has 'and a reason' "$err" 'ferry'
done
ferry run 9.3.y
is 'unknown target: status 2, nothing is run' "$status,$called" '2,'
is 'and those that there are' "$err" \
	"ferry: error: no target '9.3.y': there are 9.1.y 9.2.y"
ferry run ../stable/9.1.y
is 'a path is no target' "$status" 2
ferry run --series nothing
is 'unknown series: status 2, nothing is run' "$status,$called" '2,'
one_line 'and one line'
(
	unset FERRY_ROOT
	"$program" status
) >"$top/out" 2>"$top/err"
is 'without the launcher: status 4' "$?" 4
take
one_line 'and one line'

# --- places that are no targets ---

ferry shape "$top/trees/linux-source-9.1"
is 'shape of a tree' "$status,$out,$err" \
	'0,S4 zswap_cpu_comp_prepare:1 as a fake sees it,'
ferry shape "$FIXTURES/s3.c" "$FIXTURES/between-once.c"
is 'shape of files: one line each, 3 when one is unknown' "$status,$out" \
	'3,S3 zswap_cpu_comp_prepare:1 as a fake sees it
unknown zswap_cpu_comp_prepare:1 as a fake sees it'
ferry shape "$top/nowhere.c"
is 'shape of nothing: status 2' "$status,$out" '2,'
one_line 'and one line'
git init -q "$top/git"
cp -R "$top/trees/linux-source-9.2/." "$top/git/"
git -C "$top/git" add -A
git -C "$top/git" -c user.name=x -c user.email=x@x.invalid commit -qm x
ferry shape "$top/git@HEAD"
is 'shape of a revision' "$status,$out" '0,S3 zswap_cpu_comp_prepare:1 as a fake sees it'
ferry shape "$top/git@nothing"
is 'shape of no revision: status 2' "$status" 2
one_line 'and one line'

ferry port --file "$FIXTURES/s4.c"
is 'port of a file: status 0' "$status,$err" '0,'
(cd "$top/diff" && cp "$FIXTURES/s4.c" b/mm/zswap.c && printf '%s\n' "$out" |
	GIT_CEILING_DIRECTORIES=$top git apply --directory=b -)
if cmp -s "$top/diff/b/mm/zswap.c" "$FIXTURES/s4.res"; then
	ok 'and a diff that applies'
else
	not_ok 'and a diff that applies' "$out"
fi
mkdir -p "$top/vendor/mm/zswap"
cp "$FIXTURES/s4.c" "$top/vendor/mm/zswap/core.c"
was=$PWD
cd "$top/vendor" || exit 1
for file in mm/zswap/core.c ./mm/zswap/core.c; do
	ferry port --file "$file"
	has "port of $file: the diff is of that file" "$out" \
		'--- a/mm/zswap/core.c' '+++ b/mm/zswap/core.c'
done
for file in mm/../mm/zswap/core.c "$top/vendor/mm/zswap/core.c"; do
	ferry port --file "$file"
	has 'a path that may lead anywhere: of that of the series' "$out" '+++ b/mm/zswap.c'
done
cd "$was" || exit 1
ferry port --file "$FIXTURES/s5.c"
is 'port of what is ported: no diff' "$status,$out" '0,'
ferry port --file "$FIXTURES/not-zswap.c"
is 'port of what does not fit: status 3' "$status,$out" '3,'
one_line 'and one line'
ferry port --file "$top/nowhere.c"
is 'port of no file: status 2' "$status,$out" '2,'
one_line 'and one line'
if [ -c /dev/full ]; then
	for words in 'help' "port --file $FIXTURES/s4.c" 'status'; do
		# shellcheck disable=SC2086
		(IFS=' '; PATH="$bin:$PATH" "$program" $words --trust) >/dev/full 2>"$top/err"
		is "'${words%% *}' to a full disk: status 4" "$?" 4
		has 'and why' "$(cat "$top/err")" 'cannot write standard output: No space left on device'
	done
fi
for words in '--output there' '--branch x' '--json' '--method exact' '--tree there' '--only' \
	'9.1.y'; do
	# shellcheck disable=SC2086
	ferry port --file "$FIXTURES/s4.c" $words
	is "port --file $words: status 2" "$status,$out" '2,'
	has 'and why' "$err" '--file cannot be combined with TARGET, --tree'
done
ferry port --file "$FIXTURES/s4.c" --method semantic
is 'port --file --method semantic' "$status" 0
with TMPDIR="$top/tmp;touch x" -- port --file "$FIXTURES/s4.c"
is 'a TMPDIR that a shell would not take as it is: status 4' "$status,$out" '4,'
has 'and why' "$err" "TMPDIR '$top/tmp;touch x' has ';' in it" 'set TMPDIR'
ferry status foo
is 'status of no target: status 2' "$status,$out" '2,'
has 'and why' "$err" "no target 'foo': there are 9.1.y 9.2.y"
ferry shape --tree "foo=$top/nowhere" 9.1.y
is 'a tree for no target: status 2' "$status,$out" '2,'
has 'and why' "$err" "no target 'foo'"
is_absent 'nothing of that is in out/' "$project/out"

# --- all of it ---

ferry run -j 2
is 'run: status 0' "$status" 0
is 'run: nothing on standard error' "$err" ''
for stage in FETCH SHAPE PORT CHECK BUILD BOOT; do
	has "run: a line of $stage for each target" "$out" "  $stage" \
		"$(printf '  %-7s %-8s' "$stage" 9.1.y)" \
		"$(printf '  %-7s %-8s' "$stage" 9.2.y)"
done
has 'run: the matrix' "$out" '  9.1.y      9.1.7' '  9.2.y      9.2.7' 'exact' '2 pass, 1 shown'
has 'run: before and after' "$(printf %s "$out" | tr -s " ")" 'offline FAIL freed in flight pass'
for target in 9.1.y 9.2.y; do
	for stage in fetch shape port check build boot; do
		is "$target $stage" "$(verdict $target $stage)" PASS
	done
done

# what was run, in words
has 'apt-cache is asked' "$called" 'apt-cache <policy> <linux-source-9.1>'
has 'apt-get gets the exact version' "$called" \
	'apt-get <-qq> <-o> <APT::Sandbox::User=root> <download> <linux-source-9.1=9.1.7-1>'
has 'dpkg-deb unpacks' "$called" 'dpkg-deb <--extract>'
has 'spatch gets the series' "$called" \
	"<--very-quiet> <--iso-file> <$project/semantic/$series/series.iso> <--sp-file> <$project/semantic/$series/shape.cocci>" \
	"<--sp-file> <$project/semantic/$series/lint.cocci>" \
	'spatch <--parse-c>'
has 'the kernel own semantic patches report' "$called" \
	"/scripts/coccinelle/one.cocci> <$XDG_CACHE_HOME/ferry/src/9.1.y/tree/mm/zswap.c> <-D> <report> <--no-show-diff> <--no-includes> <--include-headers>"
has_not 'and those that cannot do not run' "$called" 'two.cocci'
has 'checkpatch is the target own' "$called" \
	'perl <scripts/checkpatch.pl> <--strict> <--terse> <--no-summary> <--show-types>'
object=$top/cache/ferry/build/9.1.y
has 'make is told where and how' "$called" \
	"<O=$object/debug> <-j2> <CC=ccache gcc> <HOSTCC=ccache gcc> <tinyconfig>" \
	"<O=$object/debug> <-j2> <CC=ccache gcc> <HOSTCC=ccache gcc> <bzImage> <modules>" \
	"<O=$object/check-gcc-x86_64> <-j2> <CC=ccache gcc> <HOSTCC=ccache gcc> <ARCH=x86_64> <W=1> <C=2> <mm/zswap.o>" \
	"<M=$object/debug.module> <modules>"
has 'each compiler has its own tree, configuration and variables' "$called" \
	"<O=$object/check-clang-x86_64> <-j2> <CC=ccache our-clang> <HOSTCC=ccache gcc> <ARCH=x86_64> <LLVM=1> <tinyconfig>" \
	"<O=$object/check-clang-x86_64> <-j2> <CC=ccache our-clang> <HOSTCC=ccache gcc> <ARCH=x86_64> <LLVM=1> <W=1> <prepare>" \
	"<O=$object/check-gcc-arm64> <-j2> <CC=ccache our-cross-gcc> <HOSTCC=ccache gcc> <ARCH=arm64> <CROSS_COMPILE=our-cross-> <W=1> <mm/zswap.o>" \
	"<O=$object/check-clang-arm64> <-j2> <CC=ccache our-clang> <HOSTCC=ccache gcc> <ARCH=arm64> <LLVM=1> <W=1> <mm/zswap.o>"
for compiler in gcc-x86_64 clang-x86_64 gcc-arm64 clang-arm64; do
	is "$compiler: is configured and prepared once, compiles twice" \
		"$(printf '%s\n' "$called" | grep "<O=$object/check-$compiler>" | sed 's/.* <\([^<]*\)> <K.*/\1/; s/.* <\(.*\)>$/\1/' | tr '\n' ' ')" \
		'tinyconfig olddefconfig prepare mm/zswap.o mm/zswap.o '
done
is 'the guest configuration must survive on its own architecture' \
	"$(tr -s '\n' ' ' <"$project/out/9.1.y/$series/check/config-clang-x86_64")" \
	'# made CONFIG_SMP=y CONFIG_X86_MPPARSE=y CONFIG_KASAN=n CONFIG_ZSWAP=y '
is 'and is only offered to another' \
	"$(tr -s '\n' ' ' <"$project/out/9.1.y/$series/check/config-gcc-arm64")" \
	'# made CONFIG_SMP=y CONFIG_KASAN=n CONFIG_ZSWAP=y CONFIG_ARM64=y '
has 'the compilers are counted' "$out" "$(printf '  %-7s %-8s %s' CHECK 9.1.y '0 new, 0 gone (4 compilers)')"
has 'and named' "$out" '  9.1.y      gcc-x86_64, clang-x86_64, gcc-arm64, clang-arm64'
has 'with their versions' "$(cat "$project/out/9.1.y/$series/check/result")" \
	'"clang-arm64": "0 new, 0 gone, 0 before; our-clang version 14.0.6"'
has 'the log has each' "$(cat "$project/out/9.1.y/$series/check/log")" \
	'== clang-x86_64, without the change' '== clang-arm64, with the change'
# the real file: what it needs is installed on a new machine
for tool in $(git config -f "$root/ci/compilers" --get-regexp '\.(cc|needs)$' | cut -d ' ' -f 2 | sort -u); do
	has "ferry run installs $tool" ' build run ' \
		" $(awk -v tool="$tool" '$1 == tool { print $3 }' "$root/scripts/requirements") "
done
has 'init is static' "$called" 'gcc <-std=gnu11> <-static>'
boots=$(printf '%s\n' "$called" | grep -c ^qemu-system-x86_64)
is 'two boots for each target' "$boots" 4
has 'qemu gets the machine' "$called" \
	'qemu-system-x86_64 <-accel> <tcg' ' <-smp> <3' ' <-m> <128M> <-nodefaults>' \
	"<-kernel> <$object/debug-before/bzImage>" \
	"<-initrd> <$object/debug-after-$series/initramfs>" \
	' ferry.tests=roundtrip,offline>'
is 'nothing is left in TMPDIR' "$(ls "$top/tmp")" ''

id=$(sed -n 's/^  "id": "\(.*\)",*$/\1/p' "$project/out/9.1.y/$series/port/result")
store=$top/cache/ferry/store.git
is 'the port is a commit in the store' \
	"$(git -C "$store" rev-parse "refs/ferry/9.1.y/port/$series")" "$id"
is 'of the author of the patch' "$(git -C "$store" log -1 --format='%an %s' "$id")" \
	'Some Body mm: zswap: change it'
git -C "$store" show "$id:mm/zswap.c" >"$top/zswap.c"
if cmp -s "$top/zswap.c" "$FIXTURES/s4.res"; then
	ok 'with the file as it must be'
else
	not_ok 'with the file as it must be' "$(diff "$top/zswap.c" "$FIXTURES/s4.res")"
fi
sha=$(printf 'linux-source-9.1\n' | sha256sum | cut -d' ' -f1)
has 'fetch records version and digest' \
	"$(cat "$project/out/9.1.y/$series/fetch/result")" \
	'"version": "9.1.7-1"' "\"sha256\": \"$sha\"" '"kernel": "9.1.7"'
has 'cmd holds the commands' "$(cat "$project/out/9.1.y/$series/build/cmd")" \
	'bzImage modules'

keep good

# --- again ---

ferry run
is 'again: status 0' "$status,$err" '0,'
is 'again: nothing is run' "$called" ''
is 'again: every stage is known' "$(printf '%s\n' "$out" | grep -c '(unchanged)$')" 12

echo '# a word more' >>"$project/stable/9.2.y/$series/0001-change.patch"
ferry run
is 'a patch was touched: status 0' "$status" 0
is 'only its target is ported again, and checked, since quilt reads it too' \
	"$(printf '%s\n' "$out" | grep '(unchanged)$' | grep '9\.2\.y' |
		cut -c 3-9 | tr -d ' \n')" 'FETCHSHAPEBUILDBOOT'
sed -i 's/^Because it must\.$/Because it should./' "$project/stable/9.2.y/$series/0001-change.patch"
ferry run
is 'a message was changed: status 0' "$status" 0
has 'the other target is left alone' "$out" \
	"$(printf '  %-7s %-8s %s' BOOT 9.1.y '2 pass, 1 shown (unchanged)')"
is 'fetch and shape are too, and the boot of the same kernel' "$(printf '%s\n' "$out" | grep '9\.2\.y' |
	grep '(unchanged)$' | cut -c 3-9 | tr -d ' \n')" 'FETCHSHAPEBOOT'
is 'the side before is not built again' \
	"$(printf '%s\n' "$called" | grep -c 'O=.*/debug>.* <bzImage>')" 1
is 'the same kernel is not booted again' \
	"$(printf '%s\n' "$called" | grep -c '^qemu')" 0
has_not 'nothing of the other target is run' "$called" '/9.1.y/'

restore good
rm -rf "$project/out/9.1.y/$series/check"
ferry run
is 'a folder was removed: status 0' "$status" 0
is 'that stage is run again' "$(printf '%s\n' "$out" | grep -c '(unchanged)$')" 11

restore good
ferry run --method semantic 9.1.y
is '--method semantic' "$status" 0
has 'gives that class' "$out" 'PORT    9.1.y    semantic'
restore good
ferry port --method curated 9.1.y
is '--method curated' "$status" 0
has_not 'asks port.cocci nothing' "$called" /port.cocci
ferry build --flavour plain 9.1.y
is '--flavour plain' "$status" 0
has 'builds elsewhere' "$called" "O=$object/plain>"
ferry boot --seconds 7 9.1.y
is '--seconds' "$status" 0
ferry run --update 9.1.y
is '--update without anything newer' "$status,$(printf '%s\n' "$called" | grep -c dpkg-deb)" '0,0'
with FAKE_VERSION=9.1.8-1 -- fetch --update 9.1.y
is '--update with a newer one' "$status" 0
has 'gets it' "$called" 'linux-source-9.1=9.1.8-1'

# --- a tree of one's own ---

restore good
before=$(find "$top/git" -newer "$top/kept-good" -type f | wc -l)
ferry port --tree "$top/git@HEAD" 9.2.y
is '--tree GITDIR@REV' "$status" 0
has 'is ported' "$out" 'PORT    9.2.y    exact'
has_not 'without a package' "$called" apt-get
ferry port --tree "$top/trees/linux-source-9.1" 9.1.y
is '--tree DIR' "$status" 0
is 'nothing is written there' "$(find "$top/git" -newer "$top/kept-good" -type f | wc -l)" "$before"
is 'neither in the tree' "$(git -C "$top/git" status --porcelain)" ''
ferry port --tree "$top/nowhere" 9.1.y
is '--tree of nothing: status 2' "$status,$called" '2,'
has 'says which' "$err" "no folder '$top/nowhere'"
ferry port --tree "$top/nowhere@HEAD"
is '--tree of nothing is no URL: status 2' "$status,$called" '2,'
has 'says which folder' "$err" "no folder '$top/nowhere'"
cp -r "$top/trees/linux-source-9.1" "$top/job@2"
ferry port --tree "$top/job@2" 9.1.y
is '--tree of a DIR with an @' "$status" 0
cp -r "$top/git" "$top/git@2"
ferry port --tree "$top/git@2@HEAD" 9.2.y
is '--tree of a GITDIR with an @' "$status" 0
ferry shape "$top/job@2" "$top/git@2@HEAD"
is 'shape of both' "$status,$(printf '%s\n' "$out" | grep -c .)" '0,2'
rm -rf "$top/job@2" "$top/git@2"

# --- as mails ---

restore good
ferry mbox --optional 9.1.y
is 'mbox: status 0' "$status" 0
has 'mbox: what is done stands on standard error' "$err" 'PORT    9.1.y    exact (unchanged)'
is 'mbox: and nothing else in the mailbox' "$(printf '%s\n' "$out" | head -n 1)" \
	'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001'
is 'mbox: one patch is one mail' "$(printf '%s\n' "$out" | grep -c '^From 0000')" 1
has 'mbox: the patch' "$out" 'Subject: [PATCH 9.1.y] mm: zswap: change it' \
	'From: ferry <ferry@localhost.invalid>' 'stable@vger.kernel.org' \
	'linux-mm@kvack.org' 'Cc: =?UTF-8?q?Zo=C3=AB=20Example?= <zoe@example.org>' \
	'From: Some Body <somebody@example.org>' 'Because it must.' '+++ b/mm/zswap.c' \
	'Date: Mon, 3 Feb 2020 04:05:06 +0000'
notes=$(printf '%s\n' "$out" | sed -n '/^---$/,/^diff /p')
has 'mbox: below its --- what a cover letter would say' "$notes" 'What is claimed' \
	'mm/zswap.c | ' 'change-id: 2026' '-9-1-y-'
has 'mbox: has the evidence' "$notes" 'Linux 9.1.7, from the Debian package' \
	'shape  S4: ' 'port   exact: ' 'check  PASS   0 new, 0 gone (4 compilers)' 'boot   PASS   2 pass, 1 shown' \
	'ways   b4 = quilt = spatch (same bytes)' 'freed in flight' \
	'cc     gcc-x86_64, clang-x86_64, gcc-arm64, clang-arm64'
has_not 'mbox: and no commit that nobody has' "$out" 'base-commit'
has_not 'mbox: nothing of this machine' "$out" "$top"
has_not 'mbox: nobody has signed off' "$out" 'Signed-off-by'
has 'mbox: get_maintainer.pl is the tree own, without git' "$called" \
	'perl <scripts/get_maintainer.pl> <--no-tree> <--no-git> <--no-git-fallback>'
before=$out
ferry mbox --optional 9.1.y
is 'mbox: again, the same bytes' "$out" "$before"
ln -s linked.mbox "$top/link.mbox"
echo "From an earlier run" >"$top/linked.mbox"
ferry mbox --optional --output "$top/link.mbox" 9.1.y
is 'mbox through a link' "$status,$(readlink "$top/link.mbox"),$(sed -n '1s/^From [0-9a-f]* .*/made/p' "$top/linked.mbox")" \
	'0,linked.mbox,made'
mkfifo "$top/pipe"
cat "$top/pipe" >"$top/piped" &
ferry mbox --optional --output "$top/pipe" 9.1.y
wait
is 'mbox into a pipe' "$status,$(sed -n '1s/ .*//p' "$top/piped")" '0,From'
ferry mbox --optional --output "$top" 9.1.y
is 'mbox onto a folder: status 2' "$status,$called" '2,'
ferry fetch --tree "9.2.y=$top/git@HEAD" 9.1.y
is 'a tree of a target that was not asked for' "$status" 0
has 'is said' "$err" '9.2.y is not among the targets'
ferry mbox --optional --output "$top/one.mbox" 9.1.y
is 'mbox --output' "$status,$out,$(cat "$top/one.mbox")" "0,,$before"
ferry mbox --optional --from 'Jörg P. Xu <j@example.org>' --signoff --in-reply-to 'failed-1@example.org' --no-cc 9.1.y
is 'mbox --from --signoff --in-reply-to --no-cc' "$status" 0
has_not 'goes to nobody yet' "$out" 'Cc: '
has 'is by that person' "$out" 'In-Reply-To: <failed-1@example.org>' \
	'From: =?UTF-8?q?J=C3=B6rg=20P=2E=20Xu?= <j@example.org>'
has 'the author stays' "$out" '
From: Some Body <somebody@example.org>

Because it must.' 'Signed-off-by: Jörg P. Xu <j@example.org>' 'Content-Type: text/plain; charset=UTF-8'
rm -rf "$project/out/9.1.y/$series/boot"
ferry mbox --optional 9.1.y
has 'what was not run is named' "$out" 'boot   not run' 'Not run for this mail: boot.'
git --git-dir="$top/cache/ferry/store.git" show "refs/ferry/9.1.y/port/$series:mm/zswap.c" >"$top/want.c"
mkdir -p "$top/am/mm"
cp "$FIXTURES/s4.c" "$top/am/mm/zswap.c"
git -C "$top/am" init -q
git -C "$top/am" add mm
git -C "$top/am" -c user.name=x -c user.email=x@x.invalid commit -qm x
git -C "$top/am" -c user.name=x -c user.email=x@x.invalid am -q "$top/one.mbox"
if cmp -s "$top/am/mm/zswap.c" "$top/want.c"; then
	ok 'git am gives the port'
else
	not_ok 'git am gives the port' "$(diff "$top/am/mm/zswap.c" "$top/want.c")"
fi
restore good
rm -rf "$project/out" "$top/cache"
ferry mbox --optional --method semantic 9.2.y
is 'mbox of what is not known: the port is made' "$status" 0
has 'and the mail says how' "$out" 'port   semantic: made by semantic patch' \
	'Not run for this mail: check, build, boot.'
restore good
cp "$FIXTURES/s5.c" "$top/git/mm/zswap.c"
sed -i '/shape = /d' "$project/stable/9.2.y/$series/expect"
git -C "$top/git" -c user.name=x -c user.email=x@x.invalid commit -qam x
ferry mbox --optional --tree "$top/git@HEAD" 9.2.y
is 'mbox of what is carried: nothing, status 0' "$status,$out" '0,'
has 'and a word why' "$err" "nothing to send: 9.2.y is 'carried'"
git -C "$top/git" reset -q --hard HEAD^

# a tree for each of several targets, and none is remembered
restore good
ferry port --tree 9.1.y="$top/trees/linux-source-9.1" --tree 9.2.y="$top/git@HEAD"
is '--tree for two targets' "$status" 0
has 'each its own' "$(cat "$project/out/9.1.y/$series/fetch/result")" '"kind": "tree"' \
	"\"origin\": \"$top/trees/linux-source-9.1\""
has 'each its own, the other' "$(cat "$project/out/9.2.y/$series/fetch/result")" \
	"\"origin\": \"$top/git@HEAD\"" "\"version\": \"$(git -C "$top/git" rev-parse HEAD)\""
ferry fetch
is 'without --tree: the source of the target again' "$status,$called" '0,'
has 'as it was before' "$(cat "$project/out/9.2.y/$series/fetch/result")" '"kind": "debian"'
ferry port --tree 9.1.y=/x --tree 9.1.y=/y 9.1.y
is '--tree twice for one target: status 2' "$status,$called" '2,'
ferry port --tree 9.2.y=/x --tree /y 9.1.y 9.2.y
is '--tree for nobody: status 2' "$status,$called" '2,'

# --- nothing to change ---

restore good
for tree in 5:s5-mainline:S5 0:s0:S0; do
	minor=${tree%%:*}
	shape=${tree##*:}
	fixture=${tree#*:}
	make_tree "linux-source-9.$minor" "${fixture%:*}"
	expect_shape "9.$minor.y" "$shape"
	printf '[source]\n\tdebian = linux-source-9.%s\n' "$minor" \
		>"$project/stable/9.$minor.y/target"
done
ferry run -j 1 9.5.y 9.0.y
is 'trees without anything to change: status 0' "$status,$err" '0,'
for stage in check build boot; do
	is "not affected: $stage" "$(verdict 9.0.y $stage)" 'N/A'
done
has 'not affected: said once, on its line' "$out" 'PORT    9.0.y    unaffected' \
	'BOOT    9.0.y    n/a: the tree is not affected'
has_not 'not affected: no reason below the matrix' "$out" 'N/A: '
is 'carried: check, with nothing to compare' "$(verdict 9.5.y check)" 'PASS'
has 'carried: said' "$(cat "$project/out/9.5.y/$series/check/result")" \
	'SKIP: no new warnings are looked for, before.cocci cannot turn this form of the change back'
is 'carried: build and boot' "$(verdict 9.5.y build),$(verdict 9.5.y boot)" 'PASS,PASS'
has 'carried: what it came to' "$out" 'PORT    9.5.y    carried' 'BOOT    9.5.y    2 pass
'
is 'carried: one kernel, one boot' "$(printf '%s\n' "$called" | grep -c '<bzImage>'),$(
	printf '%s\n' "$called" | grep -c '^qemu')" '1,1'
has_not 'not affected: no tool is run' "$called" "$top/cache/ferry/build/9.0.y"
has 'carried: nothing before' "$(printf '%s\n' "$out" | tr -s ' ')" '9.5.y roundtrip - pass'
if command -v python3 >/dev/null; then
	is 'carried: in JSON' "$(python3 -c 'import json, sys
targets = json.load(sys.stdin)[0]["targets"]
boot = targets["9.5.y"]["boot"]["facts"]
print(targets["9.0.y"]["boot"]["verdict"], boot["tests"][1]["before"], boot["tests"][1]["after"],
	boot["boots"][0]["console-before"])' <"$project/out/report.json" 2>&1)" 'N/A None pass None'
fi
ferry run 9.5.y 9.0.y
is 'again: all is known' "$status,$called,$(printf '%s\n' "$out" | grep -c '(unchanged)$')" '0,,12'
rm -rf "$project/out/9.5.y/$series/boot"
with FAKE_AFTER=bug -- run 9.5.y
is 'carried, but the bug is there: status 1' "$status,$(verdict 9.5.y boot)" '1,FAIL'
rm -rf "$project/out/9.5.y/$series/port" "$project/out/9.5.y/$series/boot"
with FAKE_SPATCH=lint FAKE_AFTER=bug -- run 9.5.y
is 'carried in a wrong form: status 1, and every layer is asked' \
	"$status,$(verdict 9.5.y port),$(verdict 9.5.y check),$(verdict 9.5.y build),$(
	verdict 9.5.y boot)" '1,FAIL,PASS,PASS,FAIL'
has 'wrong form: the invariant and the scenario are named' "$out" \
	'9.5.y port FAIL: the tree breaks an invariant: line 7: nothing frees a context' \
	"9.5.y boot FAIL: offline, after: offline came to 'FAIL freed in flight'"
with FAKE_SPATCH=lint FAKE_AFTER=bug -- run 9.5.y
is 'wrong form, again: all is known' "$status,$called,$(printf '%s\n' "$out" |
	grep -c '(unchanged)$')" '1,,6'
rm -rf "$project/out/9.5.y/$series/boot"
# no shape that anybody knows, but a name that only the change brings
sed -i '1s/$/ /' "$top/trees/linux-source-9.5/mm/zswap.c"
git init -q "$top/between"
cp -R "$top/trees/linux-source-9.5/." "$top/between/"
git -C "$top/between" add -A
git -C "$top/between" -c user.name=x -c user.email=x@x.invalid commit -qm x
ferry run --tree "9.5.y=$top/between@HEAD" 9.5.y
is 'neither shape: status 1, booted' "$status,$(verdict 9.5.y port),$(verdict 9.5.y boot)" \
	'1,FAIL,PASS'
has 'neither shape: said' "$(reason 9.5.y port)" \
	'shape unknown: zswap_cpu_comp_prepare:1 as a fake sees it'
ferry run --tree "9.5.y=$top/git@HEAD" 9.5.y
is 'and one without that name is ported or refused' "$(verdict 9.5.y port)" PASS
rm -rf "$project/stable/9.5.y" "$project/stable/9.0.y"

# --- another suite ---

restore good
expect_shape 9.3.y S3
cat >"$project/stable/9.3.y/target" <<-END
	[target]
		name = 9.3.y
	[source]
		debian = linux-source-9.[0-9]
		suite = early
		suite = sid
		min-version = 9.2
END
with FAKE_SUITES='early:linux-source-9.1=9.1.9-1 sid:linux-source-9.1=9.1.9-2 sid:linux-source-9.2=9.2.7-3 sid:linux-source-9.25=9.9' \
	-- shape 9.3.y
is 'package of another suite' "$status,$(verdict 9.3.y shape)" '0,PASS'
has 'package of another suite: recorded' "$(cat "$project/out/9.3.y/$series/fetch/result")" \
	'"origin": "linux-source-9.2/sid"' '"version": "9.2.7-3"' '"sha256": "'
apt=$top/cache/ferry/apt/9.3.y
has 'the machine set-up is asked' "$called" 'apt-get <indextargets> <--format>' \
	'apt-cache <pkgnames> <linux-source-9.>'
has 'the suites are asked in order' "$called" \
	"apt-get <-c> <$apt/early/apt.conf> <-o> <Dir::State=$apt/early/state>" \
	"<-o> <Dir::State::lists=$apt/sid/lists>" \
	"<-o> <Dir::Etc::sourceparts=$apt/sid/sources.list.d>" \
	"<-o> <Dir::Etc::sourcelist=$apt/sid/sources.list>" ' <-qq> <update>' \
	' <download> <linux-source-9.2=9.2.7-3>'
is 'the machine lists are left alone' "$(printf '%s\n' "$called" |
	grep -v "^apt-get <-c> <$apt/" | grep -c '<update>')" 0
is 'with the archive and the keys of the machine' \
	"$(sed 's|, /usr/share/keyrings/debian-archive-keyring.gpg$||' "$apt/sid/sources.list.d/ferry.sources")" \
	'Types: deb
URIs: http://deb.invalid/debian/
Suites: sid
Components: main
Targets: Packages
Signed-By: /keys/debian.gpg'
has_not 'and signatures are asked for' "$(cat "$apt/sid/apt.conf" "$apt/sid/sources.list.d/ferry.sources")" \
	rusted
ferry shape 9.3.y
is 'package of another suite: is kept' "$status,$called" '0,'
rm -rf "$top/cache" "$project/out"
with FAKE_LIST=debian.list FAKE_SUITES='sid:linux-source-9.2=9.2.8-1' -- fetch 9.3.y
is 'sources of one line' "$status" 0
has 'give the keys as well' "$(cat "$apt/sid/sources.list.d/ferry.sources")" 'Signed-By: /keys/line.gpg'
rm -rf "$top/cache" "$project/out"
ferry fetch 9.3.y
is 'no suite has it' "$status,$(verdict 9.3.y fetch)" '0,SKIP'
has 'no suite has it: said' "$(reason 9.3.y fetch)" \
	'no package linux-source-9.[0-9] from 9.2 in early; ' 'in sid: run '
with FAKE_APT=offline -- fetch 9.3.y
is 'no suite can be reached' "$status,$(verdict 9.3.y fetch)" '0,SKIP'
has 'no suite can be reached: said' "$(reason 9.3.y fetch)" 'cannot download the package lists of early' \
	"Could not resolve 'deb.invalid'"
rm -rf "$project/stable/9.3.y"

# --- showing it ---

restore good
ferry status
is 'status: 0, nothing is run' "$status,$called,$err" '0,,'
has 'shows the matrix' "$out" '9.1.y' '9.2.y' '2 pass, 1 shown'
echo '# x' >>"$project/ci/kconfig/base.config"
ferry status 9.1.y
has 'says what is stale' "$out" 'stale'
ferry report
is 'report of what is stale: status 4' "$status" 4
restore good
ferry report
is 'report: status 0' "$status,$called" '0,'
rm -rf "$project/out"
ferry status
is 'status of nothing: 0' "$status,$err" '0,'
ferry report
is 'report of nothing: 4' "$status" 4
ferry doctor
is 'doctor' "$status,$err" '0,'
has 'names versions' "$out" 'git' 'version'
echo 'no-such-tool some-package run is needed' >>"$project/scripts/requirements"
ferry doctor
is 'doctor misses a tool: status 4' "$status" 4
has 'and says how to get it' "$out" 'no-such-tool' 'MISSING' 'apt-get install some-package'

restore good
if command -v python3 >/dev/null; then
	parses='import json, sys; print(json.load(sys.stdin)[0]["targets"]["9.1.y"]["boot"]["verdict"])'
	for command in run report status; do
		ferry "$command" --json
		is "$command --json" "$status,$(printf '%s' "$out" | python3 -c "$parses" 2>&1)" '0,PASS'
	done
	ferry report 9.2.y
	is 'out/report.json' "$(python3 -c "$parses" <"$project/out/report.json" 2>&1)" PASS
	has 'out/report.json has the ways' "$(cat "$project/out/report.json")" \
		'"words": "b4 = quilt = spatch (same bytes)"' '"quilt-patches": "of the branch"'
	ferry shape --json "$FIXTURES/s3.c"
	is 'shape --json' "$(printf '%s' "$out" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["shape"])' 2>&1)" S3
	ferry doctor --json
	is 'doctor --json' "$(printf '%s' "$out" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["what"])' 2>&1)" git
else
	skip 'JSON is read: python3 is not installed'
fi
ferry run V=1
has 'V=1 of what is known runs nothing' "$called" ''
rm -rf "$project/out/9.1.y/$series/shape"
ferry shape V=1 9.1.y
has 'V=1 shows the commands' "$out$err" ' --very-quiet --iso-file '
ferry shape --out "$top/other out" 9.1.y
is '--out' "$status" 0
is 'is where results go' "$(ls "$top/other out/9.1.y/$series/shape/result")" \
	"$top/other out/9.1.y/$series/shape/result"

# --- what is not known ---

ferry run 9.1.y
rm -rf "$project/out/9.1.y/$series/check"
ferry report 9.1.y
is 'report of what was not run: status 4' "$status" 4
is 'and what' "$err" "ferry: 9.1.y: check was not run: run 'ferry run 9.1.y'"
ferry run 9.1.y
echo '# other' >>"$project/ci/scenarios/$series/offline"
ferry report 9.1.y
is 'report of what is stale' "$status,$err" "4,ferry: 9.1.y: boot is stale: run 'ferry run 9.1.y'"

finish
