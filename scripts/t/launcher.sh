#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests of scripts/ferry with make, apt-get, sudo and id that are not the real
# ones: they write down how they were called. Nothing is installed.

# The programs below expand their own variables.
# shellcheck disable=SC2016

set -u

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(mktemp -d "${TMPDIR:-/tmp}/ferry launcher.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM

root="$top/check out"
bin="$top/bin"
calls="$top/calls"
count=0
failed=0

# a checkout that needs two made-up tools, and a machine that has them both
setup() {
	rm -rf "$root" "$bin" "$top/tmp" "$calls"
	mkdir -p "$root/scripts/port" "$root/scripts/t/port" "$bin" "$top/tmp"
	cp "$here/../ferry" "$root/scripts/ferry"
	: >"$root/Makefile"
	: >"$root/scripts/main.c"
	cat >"$root/scripts/requirements" <<-'END'
		# comment
		a-compiler	pkg-compiler	build	compiles things
		a-tool		pkg-tool	run	ports things
		a-test		pkg-test	test	tests things
	END
	for tool in cat chmod dash env find flock grep mkdir mktemp mv nproc readlink sha256sum sort \
		rm sed sh sleep tail touch; do
		ln -s "$(command -v $tool)" "$bin/$tool"
	done
	fake a-compiler
	fake a-tool
	fake a-test
	fake id 'echo "${FAKE_UID-0}"'
	fake make '
		env | grep -E "^(MAKEFLAGS|MAKEFILES|CC|CFLAGS|LDFLAGS|CPATH)=" >>"$CALLS"
		[ -z "${FAKE_MAKE_SLEEP-}" ] || sleep "$FAKE_MAKE_SLEEP"
		[ -z "${FAKE_MAKE_EDIT-}" ] || echo "/* edited */" >>"$FAKE_MAKE_EDIT"
		[ -z "${FAKE_MAKE_FAIL-}" ] || { echo "main.c:1: error: no"; exit 2; }
		[ -z "${FAKE_MAKE_NOTHING-}" ] || exit 0
		cd "$2" || exit 2
		for word; do
			case $word in BUILD=*) build=${word#BUILD=} ;; esac
		done
		{
			echo "#!/bin/sh"
			echo "printf \"%s|\" \"\$FERRY_ROOT\" \"\$@\""
			echo "exit \${FAKE_STATUS-0}"
		} >"$build/ferry"
		chmod +x "$build/ferry"'
	fake apt-get '
		echo "frontend=${DEBIAN_FRONTEND-}" >>"$CALLS"
		case $1 in
		update) touch "$CALLS.updated"; exit 0 ;;
		esac
		case ${FAKE_APT-} in
		broken) echo "E: cannot resolve deb.example"; exit 100 ;;
		stale)
			[ -e "$CALLS.updated" ] ||
				{ echo "E: Unable to locate package"; exit 100; }
			;;
		empty) exit 0 ;;
		esac
		for word; do
			case $word in
			pkg-*)
				printf "#!/bin/sh\n" >"$BIN/a-${word#pkg-}"
				chmod +x "$BIN/a-${word#pkg-}"
				;;
			esac
		done'
	fake sudo 'exec "$@"'
	rm -f "$calls" "$calls.updated"
}

# a program in $bin that writes its name and arguments to $calls
fake() {
	{
		echo '#!/bin/sh'
		echo ". '$top/settings'"
		echo "echo \"$1 \$*\" >>\"\$CALLS\""
		[ $# -lt 2 ] || printf '%s\n' "$2"
	} >"$bin/$1"
	chmod +x "$bin/$1"
}

# run the launcher: $status, $out, $err, and $called without calls of id
ferry() {
	rm -f "$calls"
	CALLS=$calls BIN=$bin
	export CALLS BIN
	export -p | grep -E '^export (CALLS|BIN|FAKE_[A-Z_]*)=' >"$top/settings"
	PATH=$bin CALLS=$calls BIN=$bin TMPDIR=$top/tmp FERRY_BUILD='' \
		"${launcher:-$root/scripts/ferry}" "$@" >"$top/out" 2>"$top/err"
	status=$?
	out=$(cat "$top/out")
	err=$(cat "$top/err")
	called=$(grep -v '^id ' "$calls" 2>/dev/null)
}

ok() {
	count=$((count + 1))
	echo "ok $count $1"
}

not_ok() {
	count=$((count + 1))
	failed=$((failed + 1))
	echo "not ok $count $1"
	printf '%s\n' "$2" | sed 's/^/# /'
}

# is NAME VALUE EXPECTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "got:
$2
expected:
$3"
	fi
}

# has NAME TEXT PART...
has() {
	name=$1
	text=$2
	shift 2
	for part; do
		case $text in
		*"$part"*) ;;
		*)
			not_ok "$name" "no '$part' in:
$text"
			return
			;;
		esac
	done
	ok "$name"
}

is_absent() {
	if [ -e "$2" ]; then
		not_ok "$1" "$2 is there"
	else
		ok "$1"
	fi
}

make_call="make -C $root -j $(nproc) BUILD=build all"
apt_options="-y --no-install-recommends -o DPkg::Lock::Timeout=120"
apt_call="apt-get install $apt_options pkg-tool
frontend=noninteractive"

# --- compiling and running ---

setup
FAKE_STATUS=3
export FAKE_STATUS
ferry port 'two words' '*' ''
is 'the program gets root and arguments' "$out" "$root|port|two words|*||"
is 'its status is ours' "$status" 3
is 'the first call compiles and installs nothing' "$called" "$make_call"
is 'and is silent' "$err" ''
unset FAKE_STATUS

ferry port
is 'the second call does not compile' "$status,$called" '0,'

for new in main.c new.c port/new.h port/new.c; do
	echo '/* new */' >>"$root/scripts/$new"
	# as rsync, tar or a clock set back leave it
	touch -d 2020-01-01 "$root/scripts/$new"
	ferry port
	is "a changed scripts/$new compiles again, however old" "$status,$called" \
		"0,make -C $root -j $(nproc) --what-if=scripts/$new BUILD=build all"
	ferry port
	is 'and only once' "$called" ''
done
touch "$root/scripts/main.c"
ferry port
is 'what is only newer does not' "$status,$called" '0,'
echo '/* new */' >"$root/scripts/t/new.c"
ferry port
is 'a changed test does not' "$status,$called" '0,'

echo '# new' >>"$root/Makefile"
FAKE_MAKE_EDIT=$root/scripts/main.c ferry port
is 'a changed Makefile compiles again' "$called" \
	"make -C $root -j $(nproc) --what-if=Makefile BUILD=build all"
ferry port
main_call="make -C $root -j $(nproc) --what-if=scripts/main.c BUILD=build all"
is 'a source changed during that compiles again' "$called" "$main_call"

echo '/* newer */' >>"$root/scripts/main.c"
FAKE_MAKE_FAIL=1 ferry port
is 'a compiler error is status 4' "$status" 4
has 'it shows the log and says what next' "$err" 'main.c:1: error: no' \
	'ferry: error: cannot compile the program (make ended with 2' 'run this again'
is 'nothing is run then' "$out" ''
ferry port
is 'the next call tries again' "$status,$called" "0,$main_call"

setup
FAKE_MAKE_NOTHING=1 ferry port
is 'make that makes no program is status 4' "$status" 4

setup
MAKEFLAGS='-n -- X=1' V=1 ferry port
is 'the MAKEFLAGS of a caller do not count' "$called" \
	"make -C $root -j $(nproc) BUILD=build V=1 all"

setup
CC=other-gcc CFLAGS=-mother LDFLAGS=--sysroot=/other MAKEFILES=/other CPATH=/x CDPATH=/ ferry port
is 'nor does a compiler for another machine' "$called" "$make_call"

setup
rm -f "$bin/flock"
ferry port
is 'it works without flock' "$status" 0

setup
FAKE_MAKE_SLEEP=0.5
export FAKE_MAKE_SLEEP
rm -f "$calls"
for i in 1 2 3; do
	PATH=$bin CALLS=$calls "$root/scripts/ferry" port "$i" >"$top/out.$i" 2>&1 &
done
wait
unset FAKE_MAKE_SLEEP
is 'three at once compile once' "$(grep -c '^make ' "$calls")" 1
is 'and all run' "$(cat "$top/out.1" "$top/out.2" "$top/out.3")" \
	"$root|port|1|$root|port|2|$root|port|3|"

setup
mkdir -p "$top/links/deep"
ln -sf "../../check out/scripts/ferry" "$top/links/deep/one"
ln -sf deep/one "$top/links/two"
launcher=$top/links/two
ferry port
launcher=
is 'called through links it finds its root' "$status,$out" "0,$root|port|"

setup
PATH=$bin CALLS=$calls FERRY_BUILD=/proc/no "$root/scripts/ferry" port >"$top/out" 2>"$top/err"
is 'no place to compile in is status 4' "$?" 4
has 'and named' "$(cat "$top/err")" "ferry: error: cannot write to '/proc/no'"

setup
PATH=$bin CALLS=$calls FERRY_BUILD="$top/two words" "$root/scripts/ferry" port \
	>"$top/out" 2>"$top/err"
is 'blanks in FERRY_BUILD are status 4' "$?" 4

setup
short=$(mktemp -d /tmp/ferry-build.XXXXXX)
PATH=$bin CALLS=$calls FERRY_BUILD="$short/deep" "$root/scripts/ferry" port >"$top/out"
is 'FERRY_BUILD is where it compiles' "$?,$(cat "$top/out")" "0,$root|port|"
is 'and make is told' "$(grep ^make "$calls")" \
	"make -C $root -j $(nproc) BUILD=$short/deep all"
is_absent 'and nothing is made in the checkout' "$root/build"
rm -rf "$short"

# --- what is missing ---

setup
rm "$bin/a-tool"
ferry port
is 'root installs what is missing, then compiles' "$called" "$apt_call
$make_call"
is 'and runs' "$status,$out" "0,$root|port|"
has 'it says what and why' "$err" '  pkg-tool: ports things (a-tool)'
is 'no log is left' "$(find "$top/tmp" -type f)" ''

setup
rm "$bin/a-tool" "$bin/a-compiler"
ferry port
has 'all packages in one call' "$called" "apt-get install $apt_options pkg-compiler pkg-tool
"

setup
rm "$bin/a-tool"
FAKE_UID=1000 ferry port
is 'others use sudo' "$called" \
	"sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get install $apt_options pkg-tool
$apt_call
$make_call"

setup
rm "$bin/a-tool"
FAKE_APT=stale ferry port
is 'old package lists are renewed' "$status,$called" "0,$apt_call
apt-get update -q
frontend=noninteractive
$apt_call
$make_call"

setup
rm "$bin/a-tool"
FAKE_APT=broken ferry port
is 'apt-get failing is status 4' "$status" 4
has 'the reason, the log and what next are named' "$err" \
	'ferry: error: apt-get cannot install pkg-tool: cannot resolve deb.example; see ' \
	'check network and package sources'
is 'the log stays' "$(find "$top/tmp" -type f | grep -c ferry-apt)" 1
is 'nothing is compiled or run then' "$(echo "$called" | grep -c make)$out" 0

setup
rm "$bin/a-tool"
FAKE_APT=empty ferry port
is 'a package without the tool is status 4' "$status" 4
has 'and named' "$err" 'apt-get installed pkg-tool, but a-tool cannot be found'

setup
rm "$bin/a-tool" "$bin/sudo"
FAKE_UID=1000 ferry port
is 'neither root nor sudo is status 4' "$status,$called" '4,'
is 'in one line that says what to do' "$err" \
	"ferry: error: not root and no sudo: as root, run 'apt-get install --no-install-recommends pkg-tool', then this again"

setup
rm "$bin/a-tool" "$bin/a-compiler" "$bin/apt-get"
ferry run
is 'no apt-get is status 4' "$status,$called" '4,'
is 'in one line that names the tools' "$err" \
	'ferry: error: not Debian (no apt-get): install a-compiler, a-tool, then run this again'

setup
rm "$bin/apt-get"
ferry port
is 'no apt-get is no matter when nothing is missing' "$status" 0

setup
rm "$root/scripts/requirements"
ferry port
is 'a missing list is status 4' "$status,$called" '4,'

# --- what is asked for ---

setup
ferry --no-install
is '--no-install: nothing missing' "$status,$out,$called" '0,,'
rm "$bin/a-tool" "$bin/a-test"
ferry --no-install
is '--no-install lists what is missing, but not for tests' "$status,$out" \
	'4,  pkg-tool: ports things (a-tool)'
is 'and does nothing' "$called" ''

ferry --no-install run
is '--no-install run: status 4' "$status,$called" '4,'
has 'and names the package' "$err" 'pkg-tool'
ferry --no-install port
is '--no-install port says itself what it misses' "$status,$out" "0,$root|port|"
rm "$bin/a-compiler"
ferry --no-install port
is 'what is compiled needs no compiler' "$status,$called" '0,'
fake a-compiler
ferry --no-install doctor
is '--no-install doctor needs no tool' "$status,$out" "0,$root|doctor|"
rm -rf "$root/build" "$bin/a-compiler"
ferry --no-install doctor
is 'but a compiler' "$status,$called" '4,'

for word in doctor help --version --help ''; do
	setup
	rm "$bin/a-tool" "$bin/a-compiler"
	ferry ${word:+"$word"}
	is "'$word' installs only what compiles" "$status,$called" \
		"0,apt-get install $apt_options pkg-compiler
frontend=noninteractive
$make_call"
done

setup
rm "$bin/a-tool" "$bin/a-test"
ferry --install test
is '--install test installs for tests only' "$status,$called" \
	"0,apt-get install $apt_options pkg-test
frontend=noninteractive"
is_absent 'and does not compile' "$root/build"
ferry --install
is '--install installs to compile and run' "$status,$called" "0,$apt_call"
ferry --install tset
is '--install of another word is status 2' "$status,$called" '2,'

# a column cannot hold a blank, and $top does
setup
short=$(mktemp -d /tmp/ferry-files.XXXXXX)
mkdir "$short/one"
printf '%s\n' "$short/*/libx*.so pkg-tool run is there" >"$root/scripts/requirements"
ferry --no-install
is 'a pattern without a file is missing' "$status" 4
: >"$short/one/libx1.so"
: >"$short/one/libx2.so"
ferry --no-install
is 'a pattern with files is not' "$status" 0
rm -rf "$short"

# a clone with core.autocrlf=true
git init -q "$top/clone"
cp "$here/../../.gitattributes" "$here/../ferry" "$top/clone"
git -C "$top/clone" add -A
rm "$top/clone/ferry"
git -C "$top/clone" -c core.autocrlf=true checkout -q -- ferry
is 'core.autocrlf leaves the launcher as it is' "$(cat "$top/clone/ferry")" "$(cat "$here/../ferry")"

echo "1..$count"
[ "$failed" -eq 0 ] || echo "# $failed of $count failed"
[ "$failed" -eq 0 ]
