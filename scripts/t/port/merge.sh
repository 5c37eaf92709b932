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
	ferry port --series one --method=merged --tree "$older@HEAD"
	is "$1" "$status,$err" "0,ferry: $2"
}

# refuses WHAT WORDS...
refuses() {
	ferry port --series one --method=merged --tree "$older@HEAD"
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

# --- merged ---

printf '#define KNOWN 1\nint elsewhere(void);\n' >"$older/include/known.h"
printf '#define OTHER_HEAD 1\n' >"$newer/include/other.h"

# in the older branch the same thing has another name
echo "$function" | versions
change older 's/five/cinque/; s/six/sei/; s/three/tre/'
import 's/five();/& five(5);/' 'another name'
ports 'a name of the older branch' merged
has 'the name is learned' "$out" '+	cinque(); cinque(5);'
ferry port --series one --method=merged --tree "$older@HEAD" --output "$top/patches"
has 'the message says so' "$(sed -n '/^\[/,/\]$/p' "$top/patches"/*)" \
	'ferry: merged item by item' 'widget(): cinque for five'
rm -rf "$top/patches"

# a name that only the newer tree knows
echo "$function" | versions
change older 's/five/cinque/; s/two/due/'
import 's/five();/& unheard_of(5);/' 'an unknown name'
refuses 'an unknown name' mm/widget.c "'unheard_of'" 'does not know'
change older 's/return a/return unheard_of(a)/'
commit "$older"
ports 'a name that the file knows' merged
echo "$function" | versions
change older 's/five/cinque/; s/two/due/'
import 's/five();/& elsewhere(5);/' 'a name of a header'
ports 'a name of a header' merged

# the text would fit
{ echo "$function"; echo; } | versions
change older '1i int filler;\nint filler_too;'
import 's/return a;/return unheard_of(a);/' 'an unknown name where the text fits'
refuses 'an unknown name where the text fits' "'unheard_of'" 'does not know'

# both change the same
echo "$function" | versions
change older 's/five();/five(0);/'
import 's/five();/five(5);/' 'a conflict'
refuses 'a conflict' "$file, widget(), line 7" "'five(0);' is there for 'five();'"

# a function that is not there
{ echo "$function"; printf 'void other(void)\n{\n\tfirst();\n\tsecond();\n}\n'; } | versions
change older '/^void other/,/^}/d'
import 's/second();/& third();/' 'no such function'
refuses 'no such function' 'other()' 'does not have'

# a function that is new goes beside its neighbour, one that goes is gone
{ echo "$function"; printf 'void other(void)\n{\n\tfirst();\n}\n'; } | versions
change older '1i int filler;'
change older 's/one/uno/; s/first/primo/; s/other(void)/other(int a)/'
import '/^void other/i /* it is new */\nstatic int fresh(int fresh_one)\n{\n\treturn fresh_one + KNOWN;\n}\n' 'a new function'
ports 'a new function' merged
has 'with its comment, in its place' "$(echo "$out" | tr -d '\n')" \
	' }+/* it is new */+static int fresh(int fresh_one)+{+	return fresh_one + KNOWN;+} void other(int a)'

# what the older branch has in another form, and the change takes out
echo "$function" | versions
change older 's/five();/if (a)\n\t\tfive(a);\n\tmore(a);/; s/four/quattro/'
import '/five();/d' 'a line that is another one'
refuses 'a line that is another one' 'widget()'

# a local variable that only the newer branch has
sed 's/^{/{\n\tint local = 0;\n/' <<END | versions
$function
END
change older '/int local/d; s/six/sei/'
import 's/six();/six(); seven(local);/' 'a variable that is not there'
refuses 'a variable that is not there' "'local'"

finish
