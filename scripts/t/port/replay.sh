#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ci/replay on two branches of two releases: it must count what is wrong as wrong.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

command -v python3 >/dev/null || skip_all 'python3 is not installed'

# release BRANCH DAY VERSION: a commit of all that stands there
release() {
	git -C "$top/$1" add .
	GIT_AUTHOR_DATE="$2T00:00:00" GIT_COMMITTER_DATE="$2T00:00:00" \
		git -C "$top/$1" -c user.name=x -c user.email=x@x.invalid commit -qm "Linux $3"
}

# lines FIRST LAST: statements
lines() {
	seq "$1" "$2" | sed 's/.*/\tcall(&);/'
}

for branch in newer older; do
	mkdir -p "$top/$branch"
	git -C "$top/$branch" init -q
	for file in same other; do
		{
			printf 'int %s(void)\n{\n' $file
			[ $branch = newer ] || [ $file = same ] || lines 90 99
			lines 1 20
			printf '\treturn 0;\n}\n'
		} >"$top/$branch/$file.c"
	done
	release $branch 2020-01-01 1.1.0
	sed -i 's/call(10);/call(1010);/' "$top/$branch/same.c" "$top/$branch/other.c"
	[ $branch = newer ] || sed -i 's/call(12);/call(1212);/' "$top/$branch/other.c"
	release $branch 2020-01-02 1.1.1
done

# row KIND: what came of ferry
row() {
	printf '%s\n' "$said" | awk -v kind="$1" '
		/file changes/ { on = $NF == kind; print $1 }
		on && $1 == "ferry" { print $2, $3, $4 }' | tr '\n' ' '
}

cd "$top" || exit 1
FERRY_PROGRAM=$program
export FERRY_PROGRAM
said=$("$root/ci/replay" newer/.git older/.git 2>&1)
is 'what is the same comes out right, what was adapted wrong' "$(row same)$(row adapted)" \
	'1 1 0 0 1 1 1 0 1 0 '
has 'beside others' "$said" 'git apply' 'git merge-file'
printf 'same.c HEAD HEAD # a comment\n' >"$top/list"
said=$("$root/ci/replay" --list "$top/list" newer/.git older/.git 2>&1)
is '--list' "$(row same)" '1 1 0 0 0 '

# a program that gives nothing, and one that refuses
printf '#!/bin/sh\nexit 0\n' >"$top/fake"
chmod +x "$top/fake"
FERRY_PROGRAM=$top/fake
said=$("$root/ci/replay" newer/.git older/.git 2>&1)
is 'a change that is not made is wrong' "$(row same)" '1 0 1 0 1 '
printf '#!/bin/sh\nexit 3\n' >"$top/fake"
said=$("$root/ci/replay" newer/.git older/.git 2>&1)
is 'a refusal is one' "$(row same)" '1 0 0 1 1 '
printf '#!/bin/sh\nexit 4\n' >"$top/fake"
"$root/ci/replay" newer/.git older/.git >/dev/null 2>&1
is 'a program that breaks ends it' "$((  $? != 0 ))" 1

finish
