#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry fetch --tree DIR: which files of a folder are its source, and that what stands in
# its .gitattributes has no say.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@me.invalid
GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@me.invalid
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
store=$top/cache/ferry/store.git

# kernel DIR: no repository, with something that was built there
kernel() {
	make_tree linux-source-9.9 s4
	rm -rf "$1"
	cp -R "$top/trees/linux-source-9.9" "$1"
	printf '%s\n' '*.o' kept.c '/built/' >"$1/.gitignore"
	echo built >"$1/mm/built.o"
	mkdir "$1/built"
	echo built >"$1/built/vmlinux"
	echo 'int k;' >"$1/mm/kept.c"
}

repository() {
	git init -q -b main "$1"
	git -C "$1" add -A
	[ ! -e "$1/mm/kept.c" ] || git -C "$1" add -f mm/kept.c
	git -C "$1" commit -qm base
}

fetch() {
	ferry fetch --tree "$1" 9.1.y
	is "$2: status 0" "$status" 0
	tree=$(git -C "$store" for-each-ref --format='%(refname)' refs/ferry/9.1.y/tree/)
	files=$(git -C "$store" ls-tree -r --name-only "$tree")
}

missing() {
	tr -d '\n' <"$project/out/9.1.y/$series/fetch/result" | sed 's/.*"missing": \[\([^]]*\)\].*/\1/'
}

mine=$top/mine

kernel "$mine"
fetch "$mine" 'no repository'
has 'no repository: sources' "$files" mm/zswap.c Kbuild .gitignore
has_not 'no repository: not what was built' "$files" built
has_not 'no repository: not what .gitignore names' "$files" kept.c

kernel "$mine"
repository "$mine"
echo 'int n;' >"$mine/mm/new.c"
echo ' ' >"$mine/mm/ a file"
fetch "$mine" 'work tree'
has 'work tree: what is tracked, ignored or not, and what is new' "$files" mm/kept.c mm/new.c 'mm/ a file'
has_not 'work tree: not what was built' "$files" built
is 'work tree: nothing is missing' "$(missing)" ''
echo 'int m;' >"$mine/mm/new.c"
git -C "$mine" rm -q --cached mm/kept.c
rm "$mine/mm/new.c" "$mine/mm/kept.c"
fetch "$mine" 'files that are gone'
has_not 'files that are gone: are not there' "$files" mm/new.c mm/kept.c

kernel "$mine"
mkdir -p "$mine/vendor/drivers"
echo 'int v;' >"$mine/vendor/drivers/v.c"
repository "$mine/vendor"
ln -s ../vendor/drivers "$mine/mm/vendor"
fetch "$mine" 'a repository below a folder'
has 'a repository below a folder: comes along' "$files" vendor/drivers/v.c mm/vendor
has_not 'a repository below a folder: without what git keeps there' "$files" .git/
repository "$mine" 2>/dev/null
fetch "$mine" 'a submodule'
has 'a submodule: comes along' "$files" vendor/drivers/v.c
is 'a submodule: nothing is missing' "$(missing)" ''
rm -rf "$mine/vendor"
mkdir "$mine/vendor"
fetch "$mine" 'a submodule that is not checked out'
has 'a submodule that is not checked out: said' "$err" 'vendor (a submodule that is not checked out)'
has 'a submodule that is not checked out: kept' "$(missing)" '"vendor (a submodule'
fetch "$mine@HEAD" 'a submodule in a commit'
has 'a submodule in a commit: said' "$err" 'vendor (a submodule)'

kernel "$mine"
repository "$mine"
git -C "$mine" sparse-checkout set --no-cone '/*' '!/mm/kept.c' 2>/dev/null
fetch "$mine" 'a sparse checkout'
has 'a sparse checkout: said' "$err" 'mm/kept.c (outside the sparse checkout)'

kernel "$mine"
echo 'gitdir: /nowhere' >"$mine/.git"
fetch "$mine" 'a .git that leads nowhere'
has 'a .git that leads nowhere: sources' "$files" mm/zswap.c

# what would come in, and would be merged, in another form
kernel "$mine"
printf 'int a;\r\n/* %sId$ */\n' '$' >"$mine/mm/a.c"
printf 'int h;\n' >"$mine/mm/a.h"
cp "$mine/mm/a.c" "$top/wanted.c"
repository "$mine"
printf '%s\n' '*.c text eol=crlf ident' '*.c merge=union' '*.h working-tree-encoding=UTF-16' \
	>"$mine/.gitattributes"
git -C "$mine" add .gitattributes 2>/dev/null
git -C "$mine" commit -qm attributes 2>/dev/null
for from in "$mine@HEAD" "$mine"; do
	[ "$from" != "$mine" ] || rm -rf "$mine/.git"
	fetch "$from" "attributes of ${from##*/}"
	for file in a.c a.h; do
		git -C "$store" cat-file blob "$tree:mm/$file" >"$top/$file"
	done
	is "attributes of ${from##*/}: the bytes that are there" "$(od -c "$top/a.c")" "$(od -c "$top/wanted.c")"
	is "attributes of ${from##*/}: also of another file" "$(cat "$top/a.h")" 'int h;'
done

finish
