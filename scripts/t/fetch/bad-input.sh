#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Sources that cannot be had, or are not what they should be.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

fresh
with FAKE_APT=offline -- run 9.1.y
ends 'no network' 0 fetch SKIP 'linux-source-9.1' "'apt-get update'" '--tree GITDIR@REV 9.1.y'
has 'no network: what apt-get said, and what next' "$err" \
	"Could not resolve 'deb.invalid'" 'check the network'
one_line 'no network: one line'
usable 'no network'
with FAKE_APT=offline FAKE_VERSION=9.1.8-1 -- run --update 9.1.y
is 'no network for what is newer: what is there will do' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'no network for what is newer: said' "$err" '9.1.y stays at 9.1.7-1'
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

finish
