#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What can go wrong: each gives one clear reason and its own verdict and exit
# status, and leaves the store and out/ so that the same command goes on.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/project"

# ends NAME STATUS STAGE VERDICT PART...: how the run of 9.1.y ended
ends() {
	name=$1
	stage=$3
	is "$name: status $2, $stage $4" "$status,$(verdict 9.1.y "$3")" "$2,$4"
	shift 4
	has "$name: the reason" "$(reason 9.1.y "$stage")" "$@"
	has "$name: the reason is shown" "$out" "$@"
}

# --- source ---

with FAKE_APT=offline -- run 9.1.y
ends 'no network' 0 fetch SKIP 'linux-source-9.1' "'apt-get update'" '--tree GITDIR@REV 9.1.y'
has 'no network: what apt-get said, and what next' "$err" \
	"Could not resolve 'deb.invalid'" 'check the network'
one_line 'no network: one line'
usable 'no network'
with FAKE_APT=offline FAKE_VERSION=9.1.8-1 -- run --update 9.1.y
is 'no network for what is newer: what is there will do' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'no network for what is newer: said' "$err" '9.1.y stays at 9.1.7-1'
keep good

fresh() {
	rm -rf "$project/out" "$top/cache"
	rm -f "$top/marks/"*
}

fresh
with FAKE_APT=nothing -- run 9.1.y
ends 'apt-get downloads nothing' 4 fetch BROKEN 'linux-source-9.1'
fresh
with FAKE_DEB=cut -- run 9.1.y
ends 'package cut off' 4 fetch BROKEN 'linux-source-9.1'
has 'package cut off: what dpkg-deb said' "$err" 'unexpected end of file' 'cut off'
one_line 'package cut off: one line'
usable 'package cut off'
fresh
with FAKE_DEB=half -- run 9.1.y
ends 'archive cut off' 4 fetch BROKEN 'linux-source-9.1'
one_line 'archive cut off: one line'
usable 'archive cut off'
fresh
with FAKE_DEB=empty -- run 9.1.y
ends 'package without a source' 4 fetch BROKEN 'linux-source-9.1'
has 'package without a source: what is missing' "$err" 'has no usr/src/linux-source-'
fresh
with FAKE_DEB=full -- run 9.1.y
ends 'disk full at unpacking' 4 fetch BROKEN 'linux-source-9.1'
has 'disk full at unpacking: said' "$err" 'No space left on device'
one_line 'disk full at unpacking: one line'
usable 'disk full at unpacking'
fresh
with FAKE_APT=unknown -- run 9.1.y
ends 'unknown package' 0 fetch SKIP 'linux-source-9.1' "'apt-get update'" '--tree GITDIR@REV 9.1.y'
is 'unknown package: nothing else is run' "$(printf '%s\n' "$called" | grep -vc '^apt-cache')" 0
usable 'unknown package'
# a git URL, and a package that no suite has
fresh
cat >"$project/stable/9.1.y/target" <<-END
	[target]
		name = 9.1.y
		branch = main
		shape = S4
	[source]
		debian = linux-source-9.9
		git = $top/nowhere
END
with FAKE_APT=unknown -- run 9.1.y
ends 'no git repository' 0 fetch SKIP 'apt knows no package linux-source-9.9' 'git: ' \
	"'ferry fetch 9.1.y' with a network" "'ferry fetch --tree GITDIR@REV 9.1.y'"
is 'no git repository: nothing on standard error' "$err" ''
sed -i "s|git = .*|git = http://127.0.0.1:1/linux.git|" "$project/stable/9.1.y/target"
began=$(date +%s)
with FAKE_APT=unknown -- run
ends 'a server that is not there' 0 fetch SKIP 'git: ' '127.0.0.1'
is 'a server that is not there: the other target goes on' "$(verdict 9.2.y fetch)" SKIP
is 'a server that is not there: is given up soon' "$(($(date +%s) - began < 15))" 1
git init -q "$top/origin"
cp -R "$top/trees/linux-source-9.1/." "$top/origin/"
git -C "$top/origin" add -A
git -C "$top/origin" -c user.name=x -c user.email=x@x.invalid commit -qm x
git -C "$top/origin" branch -qM main
sed -i "s|git = .*|git = file://$top/origin|" "$project/stable/9.1.y/target"
with FAKE_APT=unknown -- run 9.1.y
is 'a git repository' "$status,$(verdict 9.1.y boot)" '0,PASS'

# Two targets at the same time from one server, which takes its time.
cp -R "$top/origin" "$top/origin-2"
cp -R "$top/trees/linux-source-9.2/." "$top/origin-2/"
git -C "$top/origin-2" -c user.name=x -c user.email=x@x.invalid commit -qam y
printf '#!/bin/sh\nsleep 1\nexec "$@"\n' >"$top/slowly"
chmod +x "$top/slowly"
git config -f "$top/server.config" uploadpack.packObjectsHook "$top/slowly"
git config -f "$top/server.config" safe.directory '*'
port=$((20000 + $$ % 20000))
GIT_CONFIG_GLOBAL=$top/server.config git daemon --listen=127.0.0.1 --port="$port" \
	--base-path="$top" --export-all --reuseaddr >"$top/daemon.log" 2>&1 &
daemon=$!
for try in 1 2 3 4 5 6 7 8 9 10; do
	git ls-remote "git://127.0.0.1:$port/origin" >/dev/null 2>&1 && break
	sleep 0.2
done
if [ "$try" -lt 10 ]; then
	fresh
	for target in 9.1.y/origin 9.2.y/origin-2; do
		sed -i "/git = /d; /debian = /d; s|^\(.*\)branch = .*|\1branch = main|" \
			"$project/stable/${target%/*}/target"
		git config -f "$project/stable/${target%/*}/target" source.git \
			"git://127.0.0.1:$port/${target#*/}"
	done
	ferry fetch -j 2
	is 'two from a server at once' "$status,$(verdict 9.1.y fetch),$(verdict 9.2.y fetch)" \
		'0,PASS,PASS'
	has 'two from a server at once: each its own' "$out" 'FETCH   9.1.y    9.1.7' \
		'FETCH   9.2.y    9.2.7'
	git -C "$top/origin-2" branch other
	git -C "$top/origin-2" checkout -q other
	echo 'EXTRAVERSION = -other' >>"$top/origin-2/Makefile"
	sed -i 's/^EXTRAVERSION =$//' "$top/origin-2/Makefile"
	git -C "$top/origin-2" -c user.name=x -c user.email=x@x.invalid commit -qam z
	sed -i 's/branch = main/branch = other/' "$project/stable/9.2.y/target"
	ferry fetch 9.2.y
	has 'another branch: is fetched' "$out" 'FETCH   9.2.y    9.2.7-other'
else
	skip "two from a server at once: git daemon does not answer"
fi
kill "$daemon"
restore good

fresh
mv "$top/trees/linux-source-9.1/Kbuild" "$top/Kbuild"
ferry run 9.1.y
ends 'package of something else' 4 fetch BROKEN 'linux-source-9.1'
has 'package of something else: said' "$err" 'is not the top of a kernel tree'
mv "$top/Kbuild" "$top/trees/linux-source-9.1/Kbuild"
usable 'package of something else'
fresh
sed -i 's/9\.1\.7/9.1.8/' "$project/stable/9.1.y/target"
ferry run 9.1.y
ends 'source too old' 1 fetch FAIL '9.1.7' '9.1.8 or newer' 'ferry fetch --update 9.1.y'
restore good

# A file system of 2 MiB stands for a disk. TMPDIR is elsewhere.
mkdir -p "$top/small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=2m tmpfs "$top/small" 2>/dev/null; then
	head -c 1900000 /dev/zero >"$top/small/filler"
	XDG_CACHE_HOME=$top/small
	fresh
	ferry run 9.1.y
	is 'full disk under the store: status 4' "$status" 4
	# git has words of its own, if it is git that meets the end
	has 'full disk under the store: said' \
		"$(printf %s "$err$out" | sed 's/Out of diskspace/No space left on device/')" \
		'No space left on device'
	rm "$top/small/filler"
	usable 'full disk under the store'
	XDG_CACHE_HOME=$top/cache

	rm -rf "${top:?}/small/"*
	restore good
	cat /dev/zero >"$top/small/filler" 2>/dev/null
	ferry run --out "$top/small/out" 9.1.y
	is 'full disk under out/: status 4' "$status" 4
	has 'full disk under out/: said' "$err$out" 'No space left on device' "$top/small/out"
	rm "$top/small/filler"
	ferry run --out "$top/small/out" 9.1.y
	is 'full disk under out/: the next run passes' "$status" 0

	cat /dev/zero >"$top/small/filler" 2>/dev/null
	restore good
	rm -rf "$project/out/9.1.y/$series/port"
	with TMPDIR="$top/small" -- run 9.1.y
	is 'full TMPDIR: status 4' "$status,$(verdict 9.1.y port)" '4,BROKEN'
	has 'full TMPDIR: said' "$err$out" "$top/small/"
	usable 'full TMPDIR'
	umount "$top/small"
else
	skip 'full disk: a tmpfs cannot be mounted here'
fi
restore good
rm -rf "$project/out/9.1.y/$series/port"
with TMPDIR="$top/nowhere" -- run 9.1.y
is 'no TMPDIR: status 4' "$status" 4
has 'no TMPDIR: said' "$err" "$top/nowhere" 'set TMPDIR'
usable 'no TMPDIR'
with XDG_CACHE_HOME=/proc/nowhere -- run 9.1.y
is 'no place for the store: status 4' "$status" 4
has 'no place for the store: said' "$err" '/proc/nowhere'

# where the source is from has changed since it was stored
restore good
sed -i 's/linux-source-9\.1/linux-source-9.2/' "$project/stable/9.1.y/target"
with FAKE_APT=unknown -- run 9.1.y
ends 'another package, and no network' 0 fetch SKIP 'apt knows no package linux-source-9.2'
restore good
ferry run 9.1.y 9.1.y
is 'a target named twice' "$status,$(printf '%s\n' "$out" | grep -c '^  FETCH ')" '0,1'

# --- patches and semantic patches ---

restore good
patch=$project/stable/9.1.y/0001-change.patch
# two lines of the context that are in no version
sed -i 's/^ \(.*mutex_lock.*\)/ \1 moved/; s/^-\(.*cpuhp_setup_state_multi.*\)/-\1 moved/; s/^-\(.*zswap_cpu_comp_dead.*\)/-\1 moved/' "$patch"
sed -i 's/^index [0-9a-f]*\.\./index 0123456789012345678901234567890123456789../' "$patch"
ferry run --method curated 9.1.y
ends 'patch does not apply, curated' 3 port FAIL 'refused: 0001-change.patch does not apply' 'mm/zswap.c'
ferry run 9.1.y
is 'patch does not apply: falls to semantic' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'patch does not apply: says so' "$out" 'PORT    9.1.y    semantic'
restore good
: >"$patch"
ferry run 9.1.y
is 'empty patch: status 4' "$status,$(verdict 9.1.y port)" '4,BROKEN'
has 'empty patch: said' "$err" '0001-change.patch' 'is not a patch mail'
restore good
echo 0002-none.patch >>"$project/stable/9.1.y/series"
ferry run 9.1.y
is 'patch missing: status 4' "$status" 4
has 'patch missing: said' "$err$out" "names '0002-none.patch', which is not there"
restore good
sed -i 's|mm/zswap\.c|mm/other.c|g' "$patch"
ferry run --method curated 9.1.y
ends 'patch of another file' 3 port FAIL 'refused: '
restore good

# every semantic result differs from the good one: port is run again
again() {
	restore good
	rm -rf "$project/out/9.1.y/$series/port"
}

again
with FAKE_SPATCH=nothing -- run 9.1.y
ends '.cocci that matches nothing' 3 port FAIL 'rule pool-state matched 0 times, not 1'
usable '.cocci that matches nothing'
again
with FAKE_SPATCH=half -- run 9.1.y
ends '.cocci that matches half' 3 port FAIL 'refused: rule destroy matched 0 times, not 1'
is 'matches half: the store still has the port that it had' \
	"$(git -C "$top/cache/ferry/store.git" rev-parse "refs/ferry/9.1.y/port/$series")" \
	"$(git -C "$top/kept-good/cache/ferry/store.git" rev-parse "refs/ferry/9.1.y/port/$series")"
again
with FAKE_SPATCH=crash -- run 9.1.y
ends 'spatch crashes' 4 port BROKEN 'exited with 2'
has 'spatch crashes: said' "$out$err" 'exited with 2' 'exception Stack_overflow'
usable 'spatch crashes'
again
with FAKE_SPATCH=lint -- run 9.1.y
ends 'lint finds something' 3 port FAIL 'nothing frees a context'
again
with FAKE_SPATCH=lint-cut -- run 9.1.y
ends 'lint does not come to its end' 4 port BROKEN 'did not run to its end'
again
mv "$project/semantic/$series/shape.cocci" "$top/shape.cocci"
ferry run 9.1.y
is 'no shape.cocci: status 4' "$status" 4
has 'no shape.cocci: said' "$err$out" 'shape.cocci' 'is missing'
again
sed -i 's/shape = S4/shape = S1/' "$project/stable/9.1.y/target"
ferry run 9.1.y
ends 'another shape than the target says' 1 shape FAIL 'the shape is S4' 'expects S1'
restore good
mv "$bin/spatch" "$top/spatch"
rm -rf "$project/out/9.1.y/$series/port"
(
	mkdir -p "$top/few"
	for tool in git env rm cat mkdir; do
		ln -sf "$(command -v $tool)" "$top/few/$tool"
	done
	PATH=$top/few "$program" run 9.1.y
) >"$top/out" 2>"$top/err" </dev/null
status=$?
take
is 'tool missing: status 4' "$status,$(verdict 9.1.y shape)" '4,BROKEN'
has 'tool missing: named' "$out$err" "cannot start 'spatch'"
mv "$top/spatch" "$bin/spatch"
usable 'tool missing'

# --- configuration and compiler ---

rebuild() {
	restore good
	rm -rf "$project/out/9.1.y/$series/build" "$top/cache/ferry/build/9.1.y/"debug*
}

rebuild
with FAKE_DROP=CONFIG_KASAN -- run 9.1.y
ends 'CONFIG_ that did not survive' 4 build BROKEN 'CONFIG_KASAN: asked y, is n'
usable 'CONFIG_ that did not survive'
rebuild
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_MAKE=error-after -- run 9.1.y
ends 'compiler error after, in check' 1 check FAIL \
	"mm/zswap.c:77:9: error: 'no_such' undeclared"
rebuild
with FAKE_MAKE=error-after -- run 9.1.y
ends 'compiler error after' 1 build FAIL \
	"with the change: mm/zswap.c:77:9: error: 'no_such' undeclared"
has_not 'compiler error after: and no other' "$(reason 9.1.y build)" 'not the first'
has 'compiler error after: reproduce.sh' \
	"$(cat "$project/out/9.1.y/$series/build/reproduce.sh")" '#!/bin/sh' 'bzImage'
has 'compiler error after: the log is kept' \
	"$(cat "$project/out/9.1.y/$series/build/log")" 'not the first'
usable 'compiler error after'
rebuild
with FAKE_MAKE=error-before -- run 9.1.y
ends 'compiler error before' 4 build BROKEN 'without the change' "mm/zswap.c:77:9: error: 'no_such' undeclared"
usable 'compiler error before'
rebuild
with FAKE_MAKE=full-after -- run 9.1.y
ends 'disk full while compiling' 4 build BROKEN 'No space left on device'
usable 'disk full while compiling'
rebuild
with FAKE_MAKE=killed-after -- run 9.1.y
ends 'compiler killed while building' 4 build BROKEN 'Killed signal'
usable 'compiler killed while building'
rebuild
with FAKE_MAKE=module-after -- run 9.1.y
ends 'the module does not compile' 4 build BROKEN 'torture.c:7:1: error: no such function'
usable 'the module does not compile'

# Another run with the same store and an out/ of its own.
built=$top/cache/ferry/build/9.1.y
restore good
echo other >"$built/debug-after/key"
echo other >"$built/debug-after/bzImage"
rm -rf "$project/out/9.1.y/$series/boot"
ferry run 9.1.y
is 'kernel of another run: is built again' "$status,$(verdict 9.1.y boot)" '0,PASS'
has_not 'kernel of another run: build' "$(printf '%s\n' "$out" | grep BUILD)" '(unchanged)'
is 'kernel of another run: is gone' "$(cat "$built/debug-after/bzImage")" after
restore good
echo other >"$built/debug-after/bzImage"
rm -rf "$project/out/9.1.y/$series/boot"
ferry run 9.1.y
ends 'kernel that nobody built' 4 boot BROKEN "bzImage' is not what the build stage made" \
	"'ferry build 9.1.y'"
# What a compiler said of the unchanged tree is forgotten, too.
recheck() {
	restore good
	rm -rf "$project/out/9.1.y/$series/check"
	find "$XDG_CACHE_HOME/ferry/build" -name '.ferry-*' -delete
}
recheck
with FAKE_MAKE=warn-after -- run 9.1.y
ends 'new warning' 1 check FAIL '1 new warning' "zswap_setup(): " "unused variable 'new'"
recheck
with 'FAKE_MAKE=warn-after warn-before' -- run 9.1.y
is 'old warning: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_MAKE=no-sparse -- run 9.1.y
is 'sparse too old for the kernel: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'sparse too old for the kernel: said' "$out" '0 new, 0 gone (4 compilers), no sparse'
recheck
with FAKE_MAKE=silent-sparse -- run 9.1.y
ends 'sparse is not run' 4 check BROKEN 'sparse was not run on mm/zswap.o'
recheck
with FAKE_PERL=findings -- run 9.1.y
ends 'checkpatch finds something' 1 check FAIL 'LONG_LINE'
recheck
upstream='commit ef3c0f6cb798e2602a8d8ee3f669fb1cc52345ce upstream.'
sed -i "s/^Because it must\.$/$upstream\n\n&/" "$patch"
with FAKE_PERL=ids -- run 9.1.y
is 'checkpatch finds the upstream line: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
sed -i "s/^Because it must\.$/$upstream\n\ncommit ef3c0f6cb798 is not all./" "$patch"
with FAKE_PERL=ids -- run 9.1.y
ends 'checkpatch finds another commit' 1 check FAIL 'GIT_COMMIT_ID'
is 'checkpatch finds another commit: and no more' \
	"$(reason 9.1.y check | grep -o GIT_COMMIT_ID | wc -l)" 1
recheck
with FAKE_PERL=crash -- run 9.1.y
ends 'checkpatch crashes' 4 check BROKEN 'checkpatch.pl failed' 'syntax error'
usable 'checkpatch crashes'

recheck
with FAKE_MAKE=killed-after -- run 9.1.y
ends 'compiler killed while checking' 4 check BROKEN 'Killed signal'
recheck
with FAKE_SPATCH=unheard -- run 9.1.y
is 'a script of the kernel that never runs' "$status,$(verdict 9.1.y check)" '0,PASS'
rm -rf "$project/out/9.1.y/$series/check"
ferry run 9.1.y
is 'what it did not say is kept' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_SPATCH=unheard-after -- run 9.1.y
ends 'a script that runs on one side' 4 check BROKEN \
	'scripts/coccinelle/one.cocci could not run with the change'
usable 'a script that runs on one side'

# how often gcc was run on the file
compiled() {
	printf '%s\n' "$called" | grep -c '^make .*/check>.*<mm/zswap.o>'
}

# what was said before the change is of use as long as nothing else has changed
said_again() {
	find "$project/out/9.1.y/$series/check" -mindepth 1 -maxdepth 1 ! -name said \
		-exec rm -r {} +
	ferry run 9.1.y
	is "$1" "$status,$(compiled)" "0,$2"
}

recheck
ferry run 9.1.y
said_again 'said before: is kept' 1
echo '# another' >>"$project/ci/kconfig/plain.config"
said_again 'said before: not of another configuration' 2
said_again 'said before: is kept again' 1
fake sparse </dev/null
said_again 'said before: not by another sparse' 2
rm "$bin/sparse"
cp -p "$bin/spatch" "$top/spatch"
touch "$bin/spatch"
ferry run 9.1.y
has_not 'another spatch: port' "$(printf '%s\n' "$out" | grep PORT)" '(unchanged)'
ferry run 9.1.y
has 'the same spatch: port' "$(printf '%s\n' "$out" | grep PORT)" '(unchanged)'
mv "$top/spatch" "$bin/spatch"

# --- compilers and architectures ---

# compilers TARGET NAME: what the result says of one
compilers() {
	sed -n 's/^   "'"$1"'": "\(.*\)",*$/\1/p' "$project/out/9.1.y/$series/check/result"
}

# made COMPILER GOAL: how often that was made
made() {
	printf '%s\n' "$called" | grep -c "/check-$1>.*<$2>"
}

recheck
ferry run 9.1.y
is 'first time: each compiler is prepared, both sides are compiled' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '1 1 2'
rm -rf "$project/out/9.1.y/$series/check"
with FAKE_MAKE=warn-before-clang-arm64 -- run 9.1.y
is 'second time: the change alone is compiled' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '0 0 1'
is 'second time: what was said before stands' "$(compilers clang-arm64)" \
	'0 new, 0 gone, 0 before; our-clang version 14.0.6'
rm -rf "$project/out/9.1.y/$series/check"
echo '# another' >>"$project/ci/kconfig/arm64.config"
ferry run 9.1.y
is 'another configuration: prepared again' \
	"$(made clang-arm64 tinyconfig) $(made clang-arm64 prepare) $(made clang-arm64 mm/zswap.o)" '1 1 2'
is 'another configuration: not for those it is not for' \
	"$(made clang-x86_64 tinyconfig) $(made clang-x86_64 mm/zswap.o)" '0 1'
recheck
with FAKE_MAKE=warn-after-clang-arm64 -- run 9.1.y
ends 'new warning of one compiler' 1 check FAIL '1 new warning' \
	"mm/zswap.c:77 zswap_setup(): clang-arm64: warning: unused variable 'new'"
has 'new warning of one compiler: and not of the others' "$(compilers gcc-arm64)" '0 new'
has 'new warning of one compiler: of that' "$(compilers clang-arm64)" '1 new, 0 gone, 0 before'
known 'new warning of one compiler' check
recheck
with 'FAKE_MAKE=warn-after-clang-arm64 warn-before-gcc-arm64' -- run 9.1.y
ends 'new for one, old for another' 1 check FAIL '1 new warning' 'clang-arm64: warning'
recheck
with 'FAKE_MAKE=warn-after-gcc-arm64 warn-before-gcc-arm64 warn-before-clang-x86_64' -- run 9.1.y
is 'old and gone warnings: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'old and gone warnings: said' "$out" '0 new, 1 gone (4 compilers)'
has 'old and gone warnings: which' "$(cat "$project/out/9.1.y/$series/check/result")" \
	"mm/zswap.c: zswap_setup(): clang-x86_64: warning: unused variable 'new'"
recheck
with FAKE_MAKE=error-after-gcc-arm64 -- run 9.1.y
ends 'one compiler fails after' 1 check FAIL \
	"gcc-arm64, with the change: mm/zswap.c:77:9: error: 'no_such' undeclared"
has 'one compiler fails after: the others went on' "$(compilers clang-arm64)" '0 new, 0 gone'
known 'one compiler fails after' check
recheck
with FAKE_MAKE=error-before-gcc-arm64 -- run 9.1.y
is 'one compiler fails before: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'one compiler fails before: is not counted' "$out" '0 new, 0 gone (3 of 4 compilers)'
has 'one compiler fails before: why' "$out" \
	"9.1.y      gcc-x86_64, clang-x86_64, clang-arm64; SKIP gcc-arm64: does not compile without the change: mm/zswap.c:77:9: error: 'no_such'"
is 'one compiler fails before: and does not compile after' \
	"$(printf '%s\n' "$called" | grep -c '/check-gcc-arm64>.*<mm/zswap.o>')" 1
recheck
with 'FAKE_MAKE=error-before-gcc-arm64 error-after-gcc-arm64' -- run 9.1.y
is 'one compiler fails before and after: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
recheck
with FAKE_MAKE=old-clang-arm64 -- run 9.1.y
is 'compiler too old: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
is 'compiler too old: why, in one line' "$(compilers clang-arm64)" \
	'SKIP cannot configure this kernel: C compiler is too old; Your compiler version: 14.0.6; Minimum compiler version: 15.0.0'
is 'compiler too old: nothing on standard error' "$err" ''
recheck
with FAKE_MAKE=prepare-clang-x86_64 -- run 9.1.y
is 'a kernel that cannot be prepared' "$status,$(compilers clang-x86_64)" \
	'0,SKIP cannot prepare this kernel: arch/x.c:1:1: error: no such instruction'
recheck
with FAKE_MAKE=full-before-clang-arm64 -- run 9.1.y
ends 'disk full with one compiler' 4 check BROKEN 'clang-arm64: No space left on device'
usable 'disk full with one compiler'
recheck
with FAKE_MAKE=full-after-clang-arm64 -- run 9.1.y
ends 'disk full with one compiler, after' 4 check BROKEN 'clang-arm64: No space left on device'
recheck
with FAKE_MAKE=nothing-after-clang-arm64 -- run 9.1.y
ends 'one compiler makes nothing and says nothing' 4 check BROKEN \
	'clang-arm64: make ended well and made no mm/zswap.o'
recheck
echo CONFIG_X86_MPPARSE=y >>"$project/ci/kconfig/arm64.config"
ferry run 9.1.y
ends 'CONFIG_ that arm64 has not' 4 check BROKEN \
	'gcc-arm64: the configuration did not take: CONFIG_X86_MPPARSE: asked y, is n'
recheck
mv "$bin/our-lld" "$top/our-lld"
ferry run 9.1.y
is 'compiler missing: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'compiler missing: is not counted' "$out" '0 new, 0 gone (2 of 4 compilers)'
has 'compiler missing: and named' "$out" 'gcc-x86_64, gcc-arm64; SKIP clang-x86_64: ' \
	"SKIP clang-arm64: our-lld is not installed: 'apt-get install the-lld'"
ferry mbox 9.1.y
has 'compiler missing: the mail says so' "$out" 'cc     gcc-x86_64, gcc-arm64; SKIP clang-x86_64: our-lld is not'
mv "$top/our-lld" "$bin/our-lld"
ferry run 9.1.y
has 'compiler there again: all four' "$out" '0 new, 0 gone (4 compilers)'
for line in '[compiler' 'nonsense = 1' '[compiler "../x"] cc = x' 'make = clean'; do
	recheck
	echo "$line" >>"$project/ci/compilers"
	ferry run 9.1.y
	ends "ci/compilers with '$line'" 4 check BROKEN "$project/ci/compilers"
	is "ci/compilers with '$line': nothing on standard error" "$err" ''
done
rm "$project/ci/compilers"
ferry run 9.1.y
ends 'no ci/compilers' 4 check BROKEN "$project/ci/compilers" 'No such file'
recheck
usable 'ci/compilers is whole again'

# --- ways to the port ---

recheck
with FAKE_B4=spoil -- run 9.1.y
ends 'b4 leads elsewhere' 1 check FAIL 'b4 does not lead to the port' \
	"acomp_ctx_free() has 'NULL' in line" "by b4 it has '0' in line"
has 'b4 leads elsewhere: the row' "$out" 'quilt = spatch (same bytes); FAIL b4'
known 'b4 leads elsewhere' check
recheck
with FAKE_B4=context -- run 9.1.y
ends 'git am takes it not' 1 check FAIL 'b4 does not lead to the port' 'git: exited with'
recheck
with FAKE_B4=lose -- run 9.1.y
is 'b4 loses a patch: not 0' "$((status != 0)),$(verdict 9.1.y check)" '1,FAIL'
recheck
with FAKE_B4=nothing -- run 9.1.y
ends 'b4 finds no patches' 1 check FAIL 'makes no mailbox for git am' 'No patches found.'
recheck
with FAKE_B4=crash -- run 9.1.y
ends 'b4 crashes' 4 check BROKEN 'by b4 could not be tried' 'No module named requests'
usable 'b4 crashes'
recheck
with FAKE_QUILT=spoil -- run 9.1.y
ends 'quilt leads elsewhere' 1 check FAIL 'quilt does not lead to the port' \
	"'acomp_ctx_free' in line" "by quilt it has 'acomp_ctx_fred' in line"
recheck
with FAKE_QUILT=blank -- run 9.1.y
ends 'quilt gives another layout' 1 check FAIL '() has the same tokens in another layout by quilt, first in line'
recheck
with FAKE_QUILT=refuse -- run 9.1.y
ends 'quilt stops' 1 check FAIL 'quilt does not lead to the port' '0001-change.patch does not apply'
recheck
mv "$bin/b4" "$top/b4"
(
	# nothing but what is named, and no b4
	mkdir -p "$top/without"
	for tool in /bin/* /usr/bin/*; do
		name=${tool##*/}
		[ "$name" = b4 ] || [ -e "$top/without/$name" ] || ln -s "$tool" "$top/without/$name"
	done
	PATH=$bin:$top/without "$program" run 9.1.y
) >"$top/out" 2>"$top/err" </dev/null
status=$?
take
is 'no b4: status 0' "$status,$(verdict 9.1.y check)" '0,PASS'
has 'no b4: is no pass of that way' "$out" '0 new, 0 gone (4 compilers), not all ways' \
	'quilt = spatch (same bytes); SKIP b4: b4 is not installed'
mv "$top/b4" "$bin/b4"
ferry run 9.1.y
has 'b4 is there again: its way is gone' "$out" 'b4 = quilt = spatch (same bytes)'

# --- mails ---

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
ferry mbox --output "$top/nowhere/x" 9.1.y
is 'mbox into no folder: status 4' "$status,$out" '4,'
has 'mbox into no folder: said' "$err" "cannot write '$top/nowhere/x': No such file or directory"
ferry mbox --output "$top" 9.1.y
is 'mbox onto a folder: status 2' "$status,$out" '2,'
for how in nobody crash; do
	with FAKE_PERL=$how -- mbox 9.1.y
	is "get_maintainer.pl, $how: status 4" "$status,$out" '4,'
	has "get_maintainer.pl, $how: what next" "$err" 'get_maintainer.pl' '--no-cc'
done
with FAKE_PERL=crash -- mbox --no-cc 9.1.y
is 'and --no-cc does not ask it' "$status" 0
rm -rf "$project/out/9.1.y/$series/port"
with FAKE_SPATCH=half -- mbox 9.1.y
is 'mbox of a tree that is refused: status 3' "$status,$out" '3,'
has 'mbox of a tree that is refused: why' "$err" 'refused: rule destroy matched 0 times'
ferry mbox --only 9.1.y
is 'mbox of a port that was refused: status 3' "$status,$out" '3,'
fresh
ferry mbox --only 9.1.y
is 'mbox of no port: status 4' "$status,$out" '4,'
has 'mbox of no port: what next' "$err" "run 'ferry port 9.1.y'"
with FAKE_APT=unknown -- mbox 9.1.y
is 'mbox without a source: status 4' "$status,$out" '4,'
has 'mbox without a source: why' "$err" '9.1.y has no port: fetch was skipped'
restore good
echo file >"$top/old.mbox"
with FAKE_PERL=crash -- mbox --output "$top/old.mbox" 9.1.y
is 'a mailbox that was not made leaves the old one' "$status,$(cat "$top/old.mbox")" '4,file'
is 'mbox: nothing is left in TMPDIR' "$(ls "$top/tmp")" ''

# --- guests ---

reboot() {
	restore good
	rm -rf "$project/out/9.1.y/$series/boot" \
		"$top/cache/ferry/build/9.1.y/"debug-*/boot-*
}

reboot
with FAKE_AFTER=panic -- run 9.1.y
ends 'guest panics' 1 boot FAIL 'offline, after' 'bad memory access in zswap_compress'
has 'guest panics: the console is kept' \
	"$(cat "$project/out/9.1.y/$series/boot/boots/offline-after/console")" 'Kernel panic'
known 'guest panics' boot
reboot
with FAKE_AFTER=warns -- run 9.1.y
ends 'guest warns and passes' 1 boot FAIL 'KASAN: slab-use-after-free in zswap_compress'
reboot
with FAKE_BEFORE=warns FAKE_AFTER=warns -- run 9.1.y
is 'guest warns before as well: still a failure' "$status" 1
reboot
make_scenario 1
with FAKE_AFTER=hang -- run 9.1.y
ends 'guest hangs' 4 boot BROKEN 'offline, after' 'no answer in 2 s'
has 'guest hangs: twice' "$err" 'no answer in 1 s; trying once more'
pid=$(cat "$top/marks/qemu")
if kill -0 "$pid" 2>/dev/null; then
	not_ok 'guest hangs: it is gone' "process $pid runs"
else
	ok 'guest hangs: it is gone'
fi
usable 'guest hangs'
reboot
make_scenario 30 1
with FAKE_AFTER=silent -- run 9.1.y
ends 'guest says nothing' 4 boot BROKEN 'offline, after' 'said nothing in 2 s'
usable 'guest says nothing'
reboot
make_scenario 30 1
rm -f "$top/marks/qemu"
with FAKE_AFTER=once-silent -- run 9.1.y
is 'guest says nothing once' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'guest says nothing once: said' "$err" 'offline after' 'said nothing in 1 s; trying once more'
for how in garbage cut dead bail; do
	reboot
	with FAKE_AFTER=$how -- run 9.1.y
	ends "guest: $how" 4 boot BROKEN 'offline, after'
done
has 'guest bails out: why' "$(reason 9.1.y boot)" 'no swap device'
usable 'guest bails out'
reboot
with FAKE_BEFORE=garbage -- run 9.1.y
ends 'guest prints garbage before' 4 boot BROKEN 'offline, before'
reboot
with FAKE_AFTER=other -- run 9.1.y
ends 'test fails after' 1 boot FAIL "offline came to 'FAIL the moon is full', not 'pass'"
known 'test fails after' boot
reboot
with FAKE_BEFORE=other -- run 9.1.y
ends 'test fails otherwise before' 1 boot FAIL \
	"offline came to 'FAIL the moon is full', not 'FAIL freed in flight'"
reboot
with FAKE_AFTER=bug -- run 9.1.y
ends 'bug is still there' 1 boot FAIL "offline came to 'FAIL freed in flight', not 'pass'"
reboot
with FAKE_BEFORE=good -- run 9.1.y
ends 'bug not shown before' 1 boot FAIL 'offline, before' \
	"offline came to 'pass', not 'FAIL freed in flight'"
reboot
with FAKE_AFTER=bytes -- run 9.1.y
is 'a reason that is no text: status 1' "$status,$(verdict 9.1.y boot)" '1,FAIL'
reboot
with FAKE_AFTER=skip -- run 9.1.y
ends 'a test is skipped' 0 boot SKIP 'offline was skipped: no second CPU'
reboot
with FAKE_BEFORE=skip FAKE_AFTER=bug -- run 9.1.y
ends 'a skipped test hides no failure' 1 boot FAIL 'offline, after' 'freed in flight'
reboot
with FAKE_AFTER=no-marks -- run 9.1.y
ends 'console cut off' 4 boot BROKEN 'offline, after' 'the end of roundtrip is not in it'
reboot
with FAKE_AFTER=no-console -- run 9.1.y
ends 'no console' 4 boot BROKEN 'offline, after' 'the end of roundtrip is not in it'
usable 'no console'
reboot
ferry run 9.1.y
rm "$project/out/9.1.y/$series/boot/boots/offline-after/console" \
	"$project/out/9.1.y/$series/boot/result"
ferry run 9.1.y
is 'console lost since: that boot is done again' \
	"$status,$(printf '%s\n' "$called" | grep -c '^qemu-system')" '0,1'
reboot
sed -i 's/offline fail freed in flight/offline any/' "$project/ci/scenarios/offline"
with FAKE_BEFORE=panic -- run 9.1.y
is 'panics before, where anything may come' "$status,$(verdict 9.1.y boot)" '0,PASS'
reboot
with FAKE_BEFORE=panic -- run 9.1.y
ends 'panics before, where something is expected' 1 boot FAIL 'offline, before' \
	'bad memory access in zswap_compress'

# a complaint that the target knows of
knows() {
	reboot
	rm -f "$top/marks/qemu"
	printf '[console]\n\tknown = moon_is_full\n\tknown = sun_is_up\n' \
		>>"$project/stable/9.1.y/target"
}

knows
with FAKE_AFTER=known-good -- run 9.1.y
is 'known complaint' "$status,$(verdict 9.1.y boot)" '0,PASS'
sed -i '/moon_is_full/d' "$project/stable/9.1.y/target"
with FAKE_AFTER=known-good -- run 9.1.y
ends 'not known any more' 1 boot FAIL 'offline, after' 'moon_is_full'
knows
with FAKE_AFTER=once-known -- run 9.1.y
is 'known complaint spoils a boot once' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'known complaint spoils a boot once: said' "$err" 'offline after' 'moon_is_full' 'once more'
knows
with FAKE_AFTER=known -- run 9.1.y
ends 'known complaint spoils every boot' 4 boot BROKEN 'offline, after' \
	"came to 'FAIL the moon is full' because the kernel said" 'none of the change'
is 'known complaint spoils every boot: three of them' \
	"$(printf '%s\n' "$err" | grep -c 'once more')" 2
usable 'known complaint spoils every boot'
knows
with FAKE_AFTER=warns -- run 9.1.y
ends 'another complaint than the known' 1 boot FAIL 'slab-use-after-free'
reboot
with FAKE_AFTER=good -- run --accel kvm 9.1.y
is 'KVM that works' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'KVM that works: is used' "$(cat "$project/out/9.1.y/$series/boot/result")" '"accel": "kvm"'
reboot
sed -i '/offline pass/d' "$project/ci/scenarios/offline"
ferry run 9.1.y
ends 'scenario does not say what to expect' 4 boot BROKEN 'does not say what offline must come to'
reboot
echo '[boot' >"$project/ci/scenarios/broken"
ferry run 9.1.y
ends 'scenario cannot be read' 4 boot BROKEN 'ci/scenarios/broken'

# one target's failure and the other target
restore good
fresh
with FAKE_AFTER=bug -- run -j 1
is 'after a failure nothing new begins' "$status,$(verdict 9.1.y boot)" '1,FAIL'
is_absent 'so the other target has not begun' "$project/out/9.2.y"
fresh
with FAKE_AFTER=bug -- run -j 1 -k
is '-k: the other target goes on' "$status,$(verdict 9.1.y boot),$(verdict 9.2.y boot)" \
	'1,FAIL,FAIL'

# --- broken results and targets ---

restore good
echo '{' >"$project/out/9.1.y/$series/check/result"
usable 'broken result'
restore good
rm -rf "$project/out/9.1.y/$series/port"
echo file >"$project/out/9.1.y/$series/port"
ferry run 9.1.y
is 'a file where a folder must be: status 4' "$status" 4
has 'a file where a folder must be: said' "$err" "out/9.1.y/$series/port"
restore good
echo '[target' >"$project/stable/9.1.y/target"
ferry run 9.1.y
is 'target that cannot be read: not 0' "$((status != 0))" 1
one_line 'target that cannot be read: one line'
restore good
sed -i 's/min-version/min-verison/' "$project/stable/9.1.y/target"
ferry run 9.1.y
is 'misspelt key of a target: not 0' "$((status != 0))" 1
one_line 'misspelt key of a target: one line'
has 'misspelt key of a target: which' "$err" "nothing reads 'source.min-verison': known are" \
	'source.min-version'
restore good
sed -i 's/watch = /wacth = /' "$project/patches/$series/info"
ferry run 9.1.y
is 'misspelt key of a series: not 0' "$((status != 0))" 1
has 'misspelt key of a series: which' "$err" "nothing reads 'series.wacth': known are"
restore good
sed -i 's/timeout = /timout = /' "$project/ci/scenarios/offline"
ferry boot --only 9.1.y
has 'misspelt key of a scenario: which' "$err" "nothing reads 'boot.timout': known are"
is 'misspelt key of a scenario: status 4' "$status" 4
restore good
rm -rf "$top/cache/ferry/store.git/objects"
ferry run 9.1.y
is 'store in pieces: status 4' "$status" 4
has 'store in pieces: said' "$err$out" 'store.git'

# --- two at once, and stopped ---

rebuild
begin FAKE_MAKE=wait -- run 9.1.y
if await "$top/marks/make"; then
	ferry run 9.1.y
	is 'two at once: the second is refused with 3' "$status,$out" '3,'
	one_line 'two at once: one line'
	has 'two at once: by whom' "$err" "process $background"
	ferry build --only 9.1.y
	is 'two at once: a stage alone is refused too' "$((status != 0))" 1
	ferry status 9.1.y
	is 'two at once: status does not wait' "$status" 0
	echo go >"$top/marks/go"
	wait "$background"
	is 'two at once: the first goes on' "$?,$(verdict 9.1.y boot)" '0,PASS'
else
	not_ok 'two at once' "$(cat "$top/err.begun")"
fi
background=

rebuild
begin FAKE_MAKE=wait -- run 9.1.y
if await "$top/marks/make"; then
	pid=$(cat "$top/marks/make")
	kill -INT "$background"
	wait "$background"
	is 'interrupt: status 130' "$?" 130
	has 'interrupt: said' "$(cat "$top/err.begun")" 'interrupted' 'goes on from there'
	if kill -0 "$pid" 2>/dev/null; then
		not_ok 'interrupt: children are gone' "process $pid runs"
	else
		ok 'interrupt: children are gone'
	fi
	background=
	usable 'interrupt'
	is 'interrupt: what was done before is kept' \
		"$(printf '%s\n' "$out" | grep '(unchanged)$' | cut -c 3-9 | tr -d ' \n')" \
		FETCHSHAPEPORTCHECKBOOT
else
	not_ok 'interrupt' "$(cat "$top/err.begun")"
fi

reboot
begin FAKE_AFTER=hang -- run 9.1.y
if await "$top/marks/qemu"; then
	pid=$(cat "$top/marks/qemu")
	# what cannot be caught: nobody tidies up
	kill -KILL "$background"
	wait "$background" 2>/dev/null
	background=
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	if kill -0 "$pid" 2>/dev/null; then
		not_ok 'killed: the guest is gone' "process $pid runs"
	else
		ok 'killed: the guest is gone'
	fi
	rm -rf "$top/tmp/"*
	usable 'killed'
else
	not_ok 'killed' "$(cat "$top/err.begun")"
fi

finish
