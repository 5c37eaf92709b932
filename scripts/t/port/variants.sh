#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the port makes of small edits of the fixtures of each series that has some,
# semantic/SERIES/tests/variants/: see variants.py.
#
# variants.sh PATTERN: only edits whose name matches. --all: more of them, and the
# explorer judges each port, too, which takes most of the time.
#
# FERRY_PROGRAM names the program, otherwise it is build/ferry.

set -u

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
program=${FERRY_PROGRAM:-$root/build/ferry}
# shellcheck source=scripts/t/fixtures
. "$root/scripts/t/fixtures"

top=$(mktemp -d "${TMPDIR:-/tmp}/ferry variants.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 130' INT TERM

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$program" ] || skip_all "no '$program': run make first"
for tool in git spatch gcc patch python3; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done

FERRY_ROOT=$root
case " $* " in
*' --all '*) ;;
*)
	FERRY_ROOT=$top/root
	mkdir "$FERRY_ROOT"
	for folder in patches semantic stable; do
		ln -s "$root/$folder" "$FERRY_ROOT/$folder"
	done
	;;
esac
XDG_CACHE_HOME=$top/cache
PYTHONDONTWRITEBYTECODE=1
export FERRY_ROOT XDG_CACHE_HOME PYTHONDONTWRITEBYTECODE

status=0
for folder in "$root"/semantic/*/tests/variants; do
	tests=$(dirname "$folder")
	series=$(basename "$(dirname "$tests")")
	mkdir -p "$top/$series" && expand_fixtures "$tests" "$top/$series/whole" || exit 1
	python3 "$here/variants.py" "$program" "$series" "$tests" \
		"$top/$series/whole" "$top/$series" "$@" || status=1
done
exit $status
