#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry port of a tree of one's own, and what it does to the repository: a new
# ref and objects, whatever the repository is like, and nothing else.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

# Whoever commits here is not ferry.
GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@me.invalid
GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@me.invalid
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
branch=ferry/zswap-acomp-lifetime

# make_repository DIR FIXTURE: a kernel in two commits, the last one tagged v1
make_repository() {
	make_tree linux-source-9.9 "$2"
	git init -q -b main "$1"
	cp -R "$top/trees/linux-source-9.9/." "$1/"
	echo 'int b;' >"$1/mm/b.c"
	git -C "$1" add -A
	git -C "$1" commit -qm first
	echo 'int c;' >"$1/mm/b.c"
	git -C "$1" commit -qam second
	git -C "$1" tag v1
}

# all that a port must leave as it is: every file of the repository but objects
# and the new branch with its log, and of its work tree
state() {
	(cd "$1" && find . -type f ! -path '*/objects/*' ! -path "*/heads/$branch" |
		sort | xargs -d '\n' sha256sum)
	(cd "$1" && find . -type d ! -path '*/objects/*' ! -path '*/refs*' | sort)
}

# untouched NAME DIR
untouched() {
	state "$2" >"$top/state.after"
	if cmp -s "$top/state.before" "$top/state.after"; then
		ok "$1: nothing else is touched"
	else
		not_ok "$1: nothing else is touched" \
			"$(diff "$top/state.before" "$top/state.after")"
	fi
}

# ported NAME DIR REV: a branch with one commit more than REV, and the change
ported() {
	is "$1: status 0" "$status" 0
	is "$1: one commit on top" "$(git -C "$2" rev-parse "$branch^")" \
		"$(git -C "$2" rev-parse "$3^{commit}")"
	is "$1: of one file" "$(git -C "$2" diff --name-only "$3" "$branch")" mm/zswap.c
	git -C "$2" show "$branch:mm/zswap.c" >"$top/zswap.c"
	if cmp -s "$top/zswap.c" "$FIXTURES/s4.res"; then
		ok "$1: the change"
	else
		not_ok "$1: the change" "$(diff "$top/zswap.c" "$FIXTURES/s4.res")"
	fi
}

# --- which way ---

mine=$top/mine
make_repository "$mine" s4
ferry port --tree "$mine@v1"
is 'patches of a target that fit' "$status,$err" '0,ferry: exact, patches of 9.1.y'
has 'the diff is printed' "$out" '--- a/mm/zswap.c' '+++ b/mm/zswap.c'
is_absent 'nothing is in out/' "$project/out"
mkdir "$top/away"
mv "$project/stable/9.1.y" "$top/away/"
ferry port --tree "$mine@v1"
is 'no target of that shape: by rule' "$status,$err" '0,ferry: semantic'
ferry port --method curated --tree "$mine@v1"
is '--method curated: refused then' "$status,$out" '3,'
mv "$top/away/9.1.y" "$project/stable/"
for method in exact curated; do
	ferry port --method $method --tree "$mine@v1"
	is "--method $method" "$status,$err" '0,ferry: exact, patches of 9.1.y'
	has_not "--method $method: no rules" "$called" /port.cocci
done
ferry port --method semantic --tree "$mine@v1"
is '--method semantic' "$status,$err" '0,ferry: semantic'
sed -i.was 's/^@@ -\([0-9]*\),\([0-9]*\) +\([0-9]*\)/@@ -1\1,\2 +1\3/' \
	"$project/stable/9.1.y/$series/0001-change.patch"
ferry port --tree "$mine@v1"
is 'patches that fit elsewhere' "$status,$err" '0,ferry: offset, patches of 9.1.y'
ferry port --method exact --tree "$mine@v1"
is '--method exact of them: status 3' "$status,$out" '3,'
ferry port --method exact --tree "$mine@v1" 9.1.y
is '--method exact of them, by target: status 3' "$status,$(reason 9.1.y port)" \
	'3,refused: the patches of 9.1.y apply, but not where they say'
rm -rf "$project/out"
mv "$project/stable/9.1.y/$series/0001-change.patch.was" "$project/stable/9.1.y/$series/0001-change.patch"
ferry port --method 3way --tree "$mine@v1"
is '--method 3way, the file before is known' "$status,$err" '0,ferry: 3way, patches of 9.1.y'
sed 's/^index [0-9a-f]*/index 0123456789012345678901234567890123456789/' \
	"$project/stable/9.1.y/$series/0001-change.patch" >"$top/change.patch"
cp "$top/change.patch" "$project/stable/9.1.y/$series/0001-change.patch"
ferry port --method 3way --tree "$mine@v1"
is '--method 3way, the file before is not known: status 3' "$status,$out" '3,'
sed -i 's/^-\(.*cpuhp_setup_state_multi.*\)/-\1 moved/; s/^-\(.*zswap_cpu_comp_dead.*\)/-\1 moved/' \
	"$project/stable/9.1.y/$series/0001-change.patch"
ferry port --tree "$mine@v1"
is 'patches that do not fit: by rule' "$status" 0
has 'patches that do not fit: said' "$err" \
	'ferry: patches are passed over in favour of the rules: 9.1.y: 0001-change.patch does not apply' \
	'ferry: semantic'
cp "$top/change.patch" "$project/stable/9.1.y/$series/0001-change.patch"
for fixture in s5-mainline:0:carried s0:0:unaffected not-zswap:3:refused; do
	make_repository "$top/${fixture%%:*}" "${fixture%%:*}"
	ferry port --tree "$top/${fixture%%:*}@main" --branch $branch
	rest=${fixture#*:}
	is "${fixture%%:*}: status" "$status,$out" "${rest%:*},"
	has "${fixture%%:*}: said" "$err" "${rest#*:}"
	is "${fixture%%:*}: no branch" "$(git -C "$top/${fixture%%:*}" branch)" '* main'
done

# --- a branch, and nothing else ---

# hooks that would run, and what the repository's configuration could bring
hooks="applypatch-msg commit-msg fsmonitor post-applypatch post-checkout post-commit
	post-index-change pre-applypatch pre-auto-gc pre-commit prepare-commit-msg
	reference-transaction update"
for hook in $hooks; do
	printf '#!/bin/sh\necho %s >>"%s/hooks-ran"\n' "$hook" "$top" >"$mine/.git/hooks/$hook"
	chmod +x "$mine/.git/hooks/$hook"
done
git -C "$mine" config core.splitIndex true
git -C "$mine" config core.fsmonitor "$mine/.git/hooks/fsmonitor"
git -C "$mine" config commit.gpgSign true
git -C "$mine" config core.autocrlf true
git -C "$mine" config i18n.commitEncoding ISO-8859-1
echo 'int dirty;' >>"$mine/mm/b.c"
echo 'not known' >"$mine/new file"
echo 'int staged;' >"$mine/mm/staged.c"
git -C "$mine" -c core.fsmonitor=false -c core.hooksPath=/dev/null add mm/staged.c
rm -f "$top/hooks-ran"
state "$mine" >"$top/state.before"
ferry port --tree "$mine@v1" --branch $branch
ported 'branch' "$mine" v1
has 'branch: said' "$out" 'PORT    exact, patches of 9.1.y' "BRANCH  $branch $(
	git -C "$mine" rev-parse $branch | cut -c 1-12)"
untouched 'dirty work tree, hooks' "$mine"
is_absent 'no hook has run' "$top/hooks-ran"
id=$(git -C "$mine" rev-parse $branch)
ferry port --tree "$mine@v1" --branch $branch
is 'the branch is there: status 3' "$status,$out" '3,'
has 'the branch is there: said' "$err" "has a branch '$branch' already" --force
git -C "$mine" -c core.hooksPath=/dev/null update-ref refs/heads/$branch v1
ferry port --tree "$mine@v1" --branch $branch --force
is '--force: the same commit again' "$status,$(git -C "$mine" rev-parse $branch)" "0,$id"
ferry port --tree "$mine@v1" --branch main --force
is 'a branch that is checked out: status 3' "$status,$out,$(git -C "$mine" rev-parse main)" \
	"3,,$(git -C "$mine" rev-parse v1)"
has 'a branch that is checked out: said' "$err" 'is checked out in' "$mine"
ferry port --tree "$mine@v1" --branch "$branch/below"
is 'a branch below a branch: status 4' "$status" 4
has 'a branch below a branch: said' "$err" 'cannot create'
for bad in -x 'a b' a..b a.lock @; do
	ferry port --tree "$mine@v1" "--branch=$bad"
	is "no name of a branch: $bad" "$status,$out" '3,'
done
ferry port --tree "$mine" --branch other
is '--branch without a revision: status 2' "$status,$out" '2,'
one_line '--branch without a revision: one line'
ferry port --branch other 9.1.y
is '--branch without a tree: status 2' "$status,$out" '2,'
ferry port --tree "$top/nowhere@v1" --branch other
is '--branch of no repository: status 2' "$status,$out" '2,'
ferry port --tree "9.1.y=$mine@v1" --branch named 9.1.y
is 'a branch of the port of a target' "$status,$(git -C "$mine" rev-parse named)" "0,$id"
ferry port --method semantic --tree "$mine@v1" --branch ruled
rule=$(git -C "$mine" rev-parse ruled)
is 'a branch of a port by rule' "$status" 0
rm -rf "$top/cache"
ferry port --method semantic --tree "$mine@v1" --branch ruled --force
is 'a port by rule has the date of the series' "$(git -C "$mine" log -1 --format=%as,%cs ruled)" \
	"$(git config -f "$INFO" series.date | sed 's/T.*//; s/.*/&,&/')"
is 'is the same commit the next time' "$status,$(git -C "$mine" rev-parse ruled)" "0,$rule"
has 'and says what it does' "$(git -C "$mine" log -1 --format=%B ruled)" \
	'mm: zswap: tie per-CPU acomp_ctx lifetime to the pool' ' upstream.' 'CVE-2025-21693' \
	'by Kanchana P. Sridhar' '[ Differs from mainline: One patch instead of two.' \
	'Link: https://'
has_not 'and of no rule that did not match' "$(git -C "$mine" log -1 --format=%B ruled)" \
	'The second hotplug state'
has_not 'and fixes no bug that the tree has not' "$(git -C "$mine" log -1 --format=%B ruled)" \
	'Fixes:'
make_repository "$top/old" s1
ferry port --method semantic --tree "$top/old@v1" --branch ruled
is 'a tree that has the bug' "$status" 0
has 'a tree that has the bug: is fixed' "$(git -C "$top/old" log -1 --format=%B ruled)" \
	'The second hotplug state' 'Fixes: 1ec3b5fe6eec ("mm/zswap: move to use crypto_acomp'

# repositories of other kinds
git clone -q --bare --no-local "$mine" "$top/bare.git" 2>/dev/null
git -C "$top/bare.git" update-ref -d refs/heads/$branch
state "$top/bare.git" >"$top/state.before"
ferry port --tree "$top/bare.git@v1" --branch $branch
ported 'bare repository' "$top/bare.git" v1
untouched 'bare repository' "$top/bare.git"
ferry port --tree "$top/bare.git@v1" --branch main --force
is 'what HEAD of a bare repository names: status 3' "$status" 3
rm -rf "$mine/.git/hooks"
git -C "$mine" config core.fsmonitor false
git -C "$mine" branch -qD $branch
git -C "$mine" worktree add -q "$top/second" -b second v1
state "$mine" >"$top/state.before"
state "$top/second" >"$top/second.before"
ferry port --tree "$top/second@HEAD" --branch $branch
ported 'linked work tree' "$mine" v1
untouched 'linked work tree' "$mine"
is 'linked work tree: itself' "$(state "$top/second")" "$(cat "$top/second.before")"
ferry port --tree "$mine@v1" --branch second --force
is 'a branch that another work tree has: status 3' "$status" 3
git clone -q --depth 1 -b v1 "file://$mine" "$top/shallow" 2>/dev/null
state "$top/shallow" >"$top/state.before"
ferry port --tree "$top/shallow@HEAD" --branch $branch
ported 'shallow clone' "$top/shallow" HEAD
untouched 'shallow clone' "$top/shallow"
is 'shallow clone: is sound' "$(git -C "$top/shallow" fsck 2>&1)" ''

# --- patch files ---

ferry port --tree "$mine@v1" --output "$top/a folder/of patches"
is 'patch files: status 0' "$status" 0
file="$top/a folder/of patches/0001-mm-zswap-change-it.patch"
has 'patch files: said' "$out" "PATCH   $file"
is 'patch files: apply' "$(git -C "$top/shallow" checkout -q HEAD && git -C "$top/shallow" am -q "$file" 2>&1 &&
	git -C "$top/shallow" diff --stat $branch)" ''
ferry port --tree "$mine@v1" --output "$top/a folder/of patches"
is 'patch files: the same again' "$status" 0
echo more >>"$file"
ferry port --tree "$mine@v1" --output "$top/a folder/of patches"
is 'a file that differs: status 3' "$status,$(tail -n 1 "$file")" '3,more'
ferry port --tree "$mine@v1" --output "$top/a folder/of patches" --force
is 'a file that differs, --force' "$status,$(tail -n 1 "$file" | grep -c more)" '0,0'
echo x >"$top/a folder/of patches/0002-mine.patch"
ferry port --tree "$mine@v1" --output "$top/a folder/of patches" --force
is 'a patch of somebody else: status 3' "$status,$(find "$top/a folder/of patches" -type f | wc -l)" '3,2'
has 'a patch of somebody else: said' "$err" '0002-mine.patch' 'is not a patch of this port'
ferry port --output "$top/target" 9.1.y
is 'patch files of a target' "$status,$(ls "$top/target")" '0,0001-mm-zswap-change-it.patch'
ferry port --output "$top/target"
is 'patch files of all targets: status 2' "$status" 2
ferry port --tree "$mine@v1" --output /proc/nowhere
is 'no place for patch files: status 4' "$status" 4
one_line 'no place for patch files: one line'

# --- repositories that are not to be trusted, and one that is not asked ---

# an object under the name of another: what it has in it must not become that one
make_repository "$top/forged" s4
objects=$top/forged/.git/objects
named=$(git -C "$top/forged" rev-parse v1:mm/zswap.c)
other=$(sed 's/kfree(pool);/kfree(pool); \/* forged *\//' "$top/forged/mm/zswap.c" |
	git -C "$top/forged" hash-object -w --stdin)
path() {
	printf '%s\n' "$objects/$1" | sed 's|/\(..\)\([^/]*\)$|/\1/\2|'
}
cp -f "$(path "$other")" "$(path "$named")"
rm -rf "$top/cache"
ferry port --tree "$top/forged@v1"
is 'a forged object: status 4' "$status,$out" '4,'
has 'a forged object: which' "$err" "object $named does not match its id"
ferry port --tree "$mine@v1"
is 'and no other tree gets it' "$status,$(printf '%s\n' "$out" | grep -c forged)" '0,0'

# a repository around the store, or around TMPDIR, is nobody's business
git init -q "$top/around"
mkdir "$top/around/tmp"
cat >>"$top/around/.git/config" <<-END
	[diff]
		noprefix = false
		external = touch $top/ran
END
state "$top/around" >"$top/state.before"
with TMPDIR="$top/around/tmp" XDG_CACHE_HOME="$top/around/cache" -- port --tree "$mine@v1"
is 'a repository around TMPDIR: status 0' "$status" 0
is_absent 'a repository around TMPDIR: is not asked' "$top/ran"
: >"$top/around/cache/ferry/store.git/HEAD"
with TMPDIR="$top/around/tmp" XDG_CACHE_HOME="$top/around/cache" -- port --tree "$mine@v1"
is 'a broken store in a repository: is mended' "$status" 0
is 'a broken store in a repository: nothing is written there' \
	"$(git -C "$top/around" for-each-ref)$(find "$top/around/.git/objects" -type f)" ''
is 'nothing is left in TMPDIR' "$(ls "$top/tmp" "$top/around/tmp")" "$(printf '%s:\n\n%s:' "$top/around/tmp" "$top/tmp")"

finish
