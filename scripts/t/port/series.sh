#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A series of curated patches only beside one with semantic patches, and two
# series that change one file.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

store=$top/cache/ferry/store.git

# add_series NAME TARGET FILE...: a series without semantic patches, whose patch
# adds a line to each file as the package of 9.1.y has it
add_series() {
	name=$1
	folder=$project/stable/$2/$1
	shift 2
	mkdir -p "$project/patches/$name" "$folder"
	{
		echo '[series]'
		printf '\tname = %s\n' "$name"
		printf '\ttitle = %s\n' "the change $name"
		printf '\tfile = %s\n' "$@"
	} >"$project/patches/$name/info"
	echo '[expect]' >"$folder/expect"
	echo "$name.patch" >"$folder/series"
	rm -rf "$top/diff"
	mkdir -p "$top/diff/a" "$top/diff/b"
	for file; do
		mkdir -p "$(dirname "$top/diff/a/$file")" "$(dirname "$top/diff/b/$file")"
		cp "$TREES/linux-source-9.1/$file" "$top/diff/a/$file"
		{
			cat "$top/diff/a/$file"
			echo "/* $name */"
		} >"$top/diff/b/$file"
	done
	{
		echo 'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001'
		echo 'From: Some Body <somebody@example.org>'
		echo 'Date: Mon, 3 Feb 2020 04:05:06 +0000'
		echo "Subject: [PATCH] the change $name"
		echo
		echo 'Because it must.'
		echo '---'
		echo
		(cd "$top/diff" && git diff --no-index --no-prefix --full-index a b)
	} >"$folder/$name.patch"
}

# fact SERIES STAGE NAME
fact() {
	sed -n "s/^  \"$3\": \"\\(.*\\)\",*\$/\\1/p" "$project/out/9.1.y/$1/$2/result"
}

# renew: what was fetched has changed
renew() {
	rm -rf "$project/out" "$top/cache"
}

echo 'int widget;' >"$TREES/linux-source-9.1/mm/widget.c"
echo 'int widget;' >"$TREES/linux-source-9.2/mm/widget.c"
add_series widget 9.1.y mm/widget.c Kbuild
mkdir -p "$top/cache"
keep plain

# --- beside a series with semantic patches ---

ferry port 9.1.y
is 'two series: status 0' "$status" 0
has 'two series: the shape of each' "$out" "SHAPE   9.1.y/$series S4" \
	'SHAPE   9.1.y/widget open'
has 'two series: the port of each' "$out" "PORT    9.1.y/$series exact" \
	'PORT    9.1.y/widget exact'
has 'two series: why it is open' "$(fact widget shape evidence)" \
	'no shape.cocci: widget.patch does not reverse-apply'
for each in "$series" widget; do
	is "two series: the ref of $each" "$(git -C "$store" rev-parse \
		"refs/ferry/9.1.y/port/$each")" "$(fact "$each" port id)"
	is "two series: $each is one commit on the plain tree" \
		"$(git -C "$store" rev-parse "refs/ferry/9.1.y/port/$each^")" \
		"$(fact "$each" fetch id)"
done
is 'both files are changed' "$(git -C "$store" diff --name-only \
	"$(fact widget fetch id)" "$(fact widget port id)" | tr '\n' ' ')" 'Kbuild mm/widget.c '
has 'both are in port.diff' "$(cat "$project/out/9.1.y/widget/port/port.diff")" \
	'diff --git a/Kbuild b/Kbuild' 'diff --git a/mm/widget.c b/mm/widget.c' \
	'+/* widget */'
is 'the rules are left out' "$(fact widget port rule)" 'left out'
is 'it is not carried to another target' "$(ls -d "$project/out/"*/)" "$project/out/9.1.y/"
ferry port 9.1.y
has 'again: nothing is run' "$out" 'PORT    9.1.y/widget exact (unchanged)'
for method in exact curated 3way; do
	ferry port --series widget --method "$method" 9.1.y
	is "--method $method: status 0" "$status" 0
done
ferry port --series widget --method semantic 9.1.y
is '--method semantic: status 3' "$status" 3
has '--method semantic: said' "$out" "series 'widget' has no semantic patches"

# --- what needs semantic patches ---

ferry shape --series widget "$TREES/linux-source-9.1/mm/widget.c"
is 'shape of a file: status 2' "$status" 2
one_line 'shape of a file: one line'
has 'shape of a file: said' "$err" \
	"series 'widget' has no '$project/semantic/widget/port.cocci'" 'name a TARGET'
ferry port --series widget --file "$TREES/linux-source-9.1/mm/widget.c"
is 'port --file: two files: status 2' "$status" 2
one_line 'port --file: two files: one line'
has 'port --file: two files: said' "$err" "series 'widget' changes 2 files" '--tree'
add_series single 9.1.y mm/widget.c
ferry port --series single --file "$TREES/linux-source-9.1/mm/widget.c"
is 'port --file: patches of a target only: status 2' "$status" 2
has 'port --file: patches of a target only: said' "$err" 'has no patches' 'name a TARGET'
cp "$project/stable/9.1.y/single"/s* "$project/patches/single/"
ferry port --series single --file "$TREES/linux-source-9.1/mm/widget.c"
is 'port --file: status 0' "$status,$err" '0,ferry: exact'
has 'port --file: the diff' "$out" '--- a/mm/widget.c' '+/* single */'
echo 'int other;' >"$top/other.c"
ferry port --series single --file "$top/other.c"
is 'port --file: status 3' "$status,$out" '3,'
has 'port --file: why' "$err" 'refused: single.patch does not apply: hunk 1 of mm/widget.c' \
	"there is no line 'int widget;'"
rm -r "$project/patches/single" "$project/stable/9.1.y/single"
ferry port --series widget --tree "$TREES/linux-source-9.1"
is 'port --tree: status 2' "$status" 2
has 'port --tree: said' "$err" 'name a TARGET'
ferry port --series widget --tree "$TREES/linux-source-9.1" 9.1.y
is 'port --tree TARGET: status 0' "$status" 0
mkdir "$project/semantic/widget"
echo '@@ @@' >"$project/semantic/widget/port.cocci"
printf '\twatch = widget\n\tresidue = gadget\n' >>"$project/patches/widget/info"
ferry port --series widget 9.1.y
is 'half of the semantic patches: not 0' "$((status != 0))" 1
has 'half of the semantic patches: said' "$err" \
	"'$project/semantic/widget/shape.cocci' is missing"
restore plain

# --- two series, one file ---

add_series gadget 9.1.y mm/widget.c
ferry port 9.1.y
is 'one file: status 0' "$status" 0
has 'one file: said' "$err" "series 'gadget' and 'widget' both change mm/widget.c"
for each in gadget widget; do
	has "one file: $each" "$out" "PORT    9.1.y/$each exact"
	is "one file: $each is on the plain tree" "$(git -C "$store" show \
		"refs/ferry/9.1.y/port/$each:mm/widget.c")" "int widget;
/* $each */"
done

# --- a tree that has it, and one that it does not fit ---

restore plain
add_series widget 9.1.y mm/widget.c Kbuild
for file in mm/widget.c Kbuild; do
	cp "$top/diff/b/$file" "$TREES/linux-source-9.1/$file"
done
renew
ferry port --series widget 9.1.y
is 'carried: status 0' "$status" 0
has 'carried: both stages say so' "$out" 'SHAPE   9.1.y/widget carried' \
	'PORT    9.1.y/widget carried'
is 'carried: why' "$(fact widget shape evidence)" 'no shape.cocci: its patches reverse-apply'
is 'carried: the ref is the tree' "$(git -C "$store" rev-parse \
	refs/ferry/9.1.y/port/widget)" "$(fact widget fetch id)"
printf '\tresidue = widget\n' >>"$project/patches/widget/info"
ferry port --series widget 9.1.y
is 'residue: status 3' "$status" 3
has 'residue: said' "$out" \
	"refused: mm/widget.c: 'widget' is still there in line 1"
sed -i '/residue/d' "$project/patches/widget/info"
printf '\tshape = open\n' >>"$project/stable/9.1.y/widget/expect"
ferry port --series widget 9.1.y
has 'expected open: said' "$out" 'the shape is carried' 'expects open'
sed -i '/shape/d' "$project/stable/9.1.y/widget/expect"
# half of it is in: the patch fits neither way
echo 'int widget;' >"$TREES/linux-source-9.1/mm/widget.c"
renew
ferry port --series widget 9.1.y
is 'half in: status 3' "$status" 3
has 'half in: open' "$out" 'SHAPE   9.1.y/widget open'
has 'half in: refused' "$out" 'widget.patch does not apply' 'Kbuild'
is 'half in: no ref' "$(git -C "$store" for-each-ref 'refs/ferry/9.1.y/port')" ''
is 'half in: the class' "$(fact widget port class)" refused
sed -i '/file = Kbuild/d' "$project/patches/widget/info"
ferry port --series widget 9.1.y
has 'a file that is not declared: refused' "$out" \
	'the patches touch Kbuild, which the series does not declare'

# the patch can be taken out, and not where it says
add_series tail 9.1.y mm/zswap.c
sed 1d "$top/diff/b/mm/zswap.c" >"$TREES/linux-source-9.1/mm/zswap.c"
renew
ferry port --series tail 9.1.y
has 'carried elsewhere: both stages say so' "$out" 'SHAPE   9.1.y/tail carried' \
	'PORT    9.1.y/tail carried'
is 'carried elsewhere: why' "$(fact tail shape evidence)" \
	'no shape.cocci: its patches reverse-apply, with an offset'

finish
