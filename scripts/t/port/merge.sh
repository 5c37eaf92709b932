#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A patch without rules whose text does not fit: merged with the file that it was made
# from, which import keeps in the store.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

newer=$top/newer
older=$top/older
file=mm/widget.c

# commit REPOSITORY
commit() {
	git -C "$1" add .
	git -C "$1" -c user.name=x -c user.email=x@x.invalid commit -qm "${2-change}"
}

for repository in "$newer" "$older"; do
	mkdir -p "$repository/mm" "$repository/include"
	git -C "$repository" init -q
done

# versions TEXT: FILE of the newer branch before; the older branch has the same
versions() {
	cat >"$newer/$file"
	cp "$newer/$file" "$older/$file"
	rm -rf "$project/patches/one" "$top/cache"
}

# change BRANCH EXPRESSION: what sed makes of FILE there
change() {
	sed -i "$2" "$top/$1/$file"
}

# import WORD...: the newer branch's last commit
import() {
	commit "$newer" base
	change newer "$1"
	commit "$newer"
	commit "$older"
	ferry import --series one "$newer@HEAD^..HEAD"
	is "$2: imported" "$status" 0
}

# ports WHAT CLASS: the difference is $out
ports() {
	ferry port --series one --tree "$older@HEAD"
	is "$1" "$status,$err" "0,ferry: $2"
}

# refuses WHAT WORDS...
refuses() {
	ferry port --series one --tree "$older@HEAD"
	what=$1
	shift
	is "$what: status" "$status,$out" '3,'
	one_line "$what: one line"
	has "$what" "$err" "$@"
}

function='int widget(int a)
{
	one();
	two();
	three();
	four();
	five();
	six();
	seven();
	eight();
	return a;
}'

# --- 3way ---

echo "$function" | versions
change older 's/five/cinque/'
import 's/three()/three(3)/; s/seven()/seven(7)/' 'lines between two changes'
ports '3way' 3way
has '3way: both' "$out" '+	three(3);' ' 	cinque();' '+	seven(7);'
is '3way: the store keeps the files' \
	"$(git -C "$top/cache/ferry/store.git" show refs/ferry-series/one^:mm/widget.c)" "$function"

# from a mail: only with the repository
git -C "$newer" format-patch -q --stdout HEAD^ >"$top/mail"
rm -rf "$project/patches/one" "$top/cache"
ferry import --series one "$top/mail"
refuses 'a mail alone' "no line 'five();'" 'widget()'
rm -rf "$project/patches/one" "$top/cache"
ferry import --series one --base "$newer" "$top/mail"
ports 'a mail and --base' 3way
rm -rf "$project/patches/one" "$top/cache"
ferry import --series one --base "$older" "$top/mail"
is 'a repository without the file' "$status" 3
has 'a repository without the file: named' "$err" "$file" 'leave out --base'
is_absent 'nothing is written' "$project/patches/one"

finish
