#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The pages of 'ferry report --html': made from results of tools that are not the real
# ones, with what a stranger may have put into a patch, a mutant or a log.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

site=$top/site
style=scripts/report/style.css
mkdir -p "$project/${style%/*}"
cp "$root/$style" "$project/$style"

# says PAGE: what it says, without markup and on one line
says() {
	tr '\n' ' ' <"$site/$1" | sed 's/<[^>]*>/ /g' | tr -s ' '
}

# links_lead NAME: every link of every page is relative, and what it leads to is there
links_lead() {
	astray=
	for page in "$site"/*.html; do
		grep -o ' \(href\|src\)="[^"]*"' "$page" | cut -d '"' -f 2 | sort -u >"$top/links"
		while read -r link; do
			file=${link%%#*}
			id=${link#"$file"}
			target=$site/${file:-${page##*/}}
			case $link in
			/* | *:* | ../*) astray="$astray $link" ;;
			esac
			[ -f "$target" ] || astray="$astray $link"
			[ -z "$id" ] || grep -q " id=\"${id#\#}\"" "$target" || astray="$astray $link"
		done <"$top/links"
	done
	is "$1" "$astray" ''
}

valid() {
	if ! command -v tidy >/dev/null; then
		skip "$1: tidy is not installed"
		return
	fi
	is "$1" "$(for page in "$site"/*.html; do tidy -e -q "$page" 2>&1; done)" ''
}

ferry report --html "$site"
is 'before anything was run' "$status" 4
has 'a page for each port is there' "$(ls "$site")" index.html style.css \
	"9.1.y~$series.html" "9.2.y~$series.html"
links_lead 'and each link leads somewhere'
valid 'and is valid'
has 'and says so' "$(says index.html)" 'not run'

cat >"$top/mutants.json" <<END
[{"series": "$series", "mutants": [
 {"name": "m<b>1", "target": "9.1.y", "mistake": "it is \"<i>wrong</i>\"", "equivalent": null,
  "passed": true, "broken": null, "layers": {"boot": {"fate": "killed", "expect": [],
  "found": ["offline: freed & in flight"]}}},
 {"name": "m2", "target": "9.1.y", "mistake": "x", "equivalent": null,
  "passed": false, "broken": null, "layers": {}}]}]
END
ferry run
is 'run: status 0' "$status" 0
cp "$top/mutants.json" "$project/out/mutants.json"
ferry report --html "$site"
is 'after a run: status 0' "$status" 0
has 'it says where to begin' "$err" "begin with '$site/index.html'"
links_lead 'each link leads somewhere'
valid 'each page is valid'
has 'the page of all ports' "$(says index.html)" '9.1.y PASS 9.1.7 PASS S4 PASS exact' \
	'PASS 0 new, 0 gone (4 compilers)' '2 of 2 pass, 1 shown 1 of 2 0 min'
page="9.1.y~$series.html"
has 'a port: its stages and how to do them by hand' "$(says "$page")" \
	"boot PASS 2 pass, 1 shown" "ferry boot --series $series 9.1.y 9.1.y/$series/boot/cmd"
has 'its tests, and what they fail on' "$(says "$page")" \
	'offline offline FAIL freed in flight pass Unpatched: 9.1.y, 9.2.y Mutants: m&lt;b&gt;1'
has 'its compilers and ways' "$(says "$page")" \
	'clang-arm64 0 new, 0 gone, 0 before; our-clang version 14.0.6' 'spatch same'
has 'its hunks in three columns' "$(says "$page")" 'Hunk by hunk' '1. zswap_' \
	'acomp_ctx_free() context mm/zswap.c Mainline ' 'The branch before' 'The port' \
	'2 of 6 changes are the same'
has 'a language, a title, a head of each row and column' "$(cat "$site/$page")" \
	'<html lang="en">' "<title>$series on 9.1.y</title>" '<th scope="row">' '<th scope="col">' \
	'<main id="main">' '<caption>'
has_not 'no script' "$(cat "$site"/*)" '<script'
has_not 'nothing from the network' "$(cat "$site"/*)" '://'
has_not 'no path of the machine' "$(cat "$site"/*)" "$top"

# --- what others may have put there ---

patch=$project/stable/9.1.y/$series/0001-change.patch
printf '[ x: <script>alert("1")</script> ]]> &amp; \033[2J \377 \342\200\256]\n' >"$top/note"
sed -i "/^Because it must/r $top/note" "$patch"
sed -i 's/"summary": "2 pass, 1 shown"/"summary": "<b>\\u001b\\u009b"/' \
	"$project/out/9.2.y/$series/boot/result"
ferry report --html "$site"
has 'a message stays text' "$(cat "$site/$page")" \
	'x: &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; ]]&gt; &amp;amp; ␛[2J � &lt;U+202E&gt;'
has 'a result, too' "$(says index.html)" 'PASS &lt;b&gt;␛�'
has_not 'no script' "$(cat "$site"/*)" '<script'
links_lead 'and each link leads somewhere'
valid 'and is valid'

# --- the folder ---

cp "$site/index.html" "$site/9.9.y~gone.html"
ferry report --html "$site" 9.2.y
is 'pages of other ports go' "$(ls "$site")" "9.2.y~$series.html
index.html
style.css"
links_lead 'and no link leads to them'
echo mine >"$site/notes.txt"
cp "$site/index.html" "$top/index.html"
ferry report --html "$site"
is 'a folder with other files: status 4' "$status" 4
has 'and which' "$err" "'$site/notes.txt' is not of a report" '--force'
if cmp -s "$top/index.html" "$site/index.html"; then
	ok 'nothing is written'
else
	not_ok 'nothing is written' "$(ls -l "$site")"
fi
ferry report --html "$site" --force
is 'unless it is forced' "$(cat "$site/notes.txt"),$(find "$site" -type f | wc -l)" 'mine,5'
ferry report --html "$site/notes.txt"
is 'a file is no folder: status 4' "$status,$(cat "$site/notes.txt")" '4,mine'
has 'and why' "$err" "cannot make folder '$site/notes.txt'"
rm "$project/$style"
rm -r "$site"
ferry report --html "$site"
is 'without a style nothing is written: status 4' "$status,$(ls "$site")" '4,'
has 'and why' "$err" "cannot read '$project/$style'"

finish
