#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The real spatch: what is around it, in the folder, the home or the environment
# of whoever calls ferry, has no say, and it leaves nothing behind.
#
# FERRY_PROGRAM names the program, otherwise it is build/ferry.

set -u

root=$(cd "$(dirname "$0")/../../.." && pwd -P)
program=${FERRY_PROGRAM:-$root/build/ferry}
top=$(mktemp -d "${TMPDIR:-/tmp}/ferry-spatch.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM

count=0
failed=0

[ -x "$program" ] || { echo "1..0 # SKIP no '$program': run make first"; exit 0; }
command -v spatch >/dev/null || { echo '1..0 # SKIP spatch is not installed'; exit 0; }

# is NAME VALUE EXPECTED
is() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count $1"
	else
		failed=$((failed + 1))
		echo "not ok $count $1"
		printf '%s\n' "is '$2', not '$3'" "$(cat "$top/err")" | sed 's/^/# /'
	fi
}

# the first fixture that says its shape, and that shape
file=$(grep -l "^// port: ok" "$root"/semantic/*/tests/*.c | head -n 1)
shape=$(sed -n 's,^// shape: ,,p' "$file")
mkdir "$top/here" "$top/home" "$top/tmp"
HOME=$top/home XDG_CACHE_HOME=$top/cache TMPDIR=$top/tmp FERRY_ROOT=$root
export HOME XDG_CACHE_HOME TMPDIR FERRY_ROOT
cd "$top/here" || exit 1

# shape_of COMMAND...: what 'ferry shape' says of the fixture, run by that command
shape_of() {
	"$@" "$program" shape "$file" 2>"$top/err" | sed 's/ .*//'
}

# with_file PATH TEXT: shape_of while there is such a file
with_file() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$2" >"$1"
	shape_of env
	rm "$1"
}

break_python='open("'$top'/ran", "w")'
is 'nothing around it' "$(shape_of env)" "$shape"
is 'sitecustomize.py here' "$(with_file sitecustomize.py "$break_python")" "$shape"
is 'coccilib here' "$(with_file coccilib.py "$break_python")" "$shape"
is 'nobody has run them' "$(ls "$top/ran" 2>/dev/null)" ''
is '.cocciconfig here' "$(with_file .cocciconfig '[spatch]
	options = --no-such-option')" "$shape"
is '.cocciconfig at home' "$(with_file "$HOME/.cocciconfig" '[spatch]
	options = --no-such-option')" "$shape"
is 'a usercustomize.py at home' "$(with_file "$HOME/.local/lib/$(
	/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])'
)/site-packages/usercustomize.py" "$break_python")" "$shape"
is 'nobody has run that' "$(ls "$top/ran" 2>/dev/null)" ''
for name in PYTHONHOME PYTHONPATH PYTHONSTARTUP COCCINELLE_HOME; do
	is "$name" "$(shape_of env "$name=/nowhere")" "$shape"
done
is 'no HOME' "$(shape_of env -u HOME)" "$shape"
is 'no HOME, by rule' "$(env -u HOME "$program" port --file "$file" 2>"$top/err" | head -n 1 |
	cut -c 1-4)" diff
is 'nothing is left' "$(ls "$top/tmp")" ''

echo "1..$count"
[ "$failed" -eq 0 ]
