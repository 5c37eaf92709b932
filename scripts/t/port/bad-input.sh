#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Patches and semantic patches that do not fit.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

restore good
patch=$project/stable/9.1.y/$series/0001-change.patch
# two lines of the context that are in no version
sed -i 's/^ \(.*mutex_lock.*\)/ \1 moved/; s/^-\(.*cpuhp_setup_state_multi.*\)/-\1 moved/; s/^-\(.*zswap_cpu_comp_dead.*\)/-\1 moved/' "$patch"
sed -i 's/^index [0-9a-f]*\.\./index 0123456789012345678901234567890123456789../' "$patch"
ferry run --method curated 9.1.y
ends 'patch does not apply, curated' 3 port FAIL 'refused: 0001-change.patch does not apply' 'mm/zswap.c'
by_hand=$(sh "$project/out/9.1.y/$series/port/reproduce.sh" 2>&1 </dev/null) && by_hand="$by_hand; status 0"
has 'patch does not apply: reproduce.sh comes to the same' "$by_hand" 'mm/zswap.c: patch does not apply'
has_not 'patch does not apply: reproduce.sh fails' "$by_hand" '; status 0'
ferry run 9.1.y
is 'patch does not apply: falls to semantic' "$status,$(verdict 9.1.y boot)" '0,PASS'
has 'patch does not apply: says so' "$out" 'PORT    9.1.y    semantic'
has 'patch does not apply: and why' "$err" \
	'9.1.y: its patches are passed over in favour of the rules: 0001-change.patch does not apply'
restore good
: >"$patch"
ferry run 9.1.y
is 'empty patch: status 4' "$status,$(verdict 9.1.y port)" '4,BROKEN'
has 'empty patch: said' "$err" '0001-change.patch' 'is not a patch mail'
restore good
echo 0002-none.patch >>"$project/stable/9.1.y/$series/series"
ferry run 9.1.y
is 'patch missing: status 4' "$status" 4
has 'patch missing: said' "$err$out" "names '0002-none.patch', which is not there"
restore good
sed -i 's|mm/zswap\.c|mm/other.c|g' "$patch"
ferry run --method curated 9.1.y
ends 'patch of another file' 3 port FAIL 'refused: '
restore good

again
with FAKE_SPATCH=nothing -- run 9.1.y
ends '.cocci that matches nothing' 3 port FAIL 'rule pool-state matched 0 times, not 1'
usable '.cocci that matches nothing'
again
with FAKE_SPATCH=half -- run 9.1.y
ends '.cocci that matches half' 3 port FAIL 'refused: rule destroy matched 0 times, not 1'
is 'matches half: the store still has the port that it had' \
	"$(git -C "$top/cache/ferry/store.git" rev-parse "refs/ferry/9.1.y/port/$series")" \
	"$(git -C "$top/kept-good/cache/ferry/store.git" rev-parse "refs/ferry/9.1.y/port/$series")"
again
with FAKE_SPATCH=crash -- run 9.1.y
ends 'spatch crashes' 4 port BROKEN 'exited with 2'
has 'spatch crashes: said' "$out$err" 'exited with 2' 'exception Stack_overflow'
usable 'spatch crashes'
again
with FAKE_SPATCH=lint -- run 9.1.y
ends 'lint finds something' 3 port FAIL 'nothing frees a context'
again
with FAKE_SPATCH=lint-cut -- run 9.1.y
ends 'lint does not come to its end' 4 port BROKEN 'did not run to its end'
again
mv "$project/semantic/$series/shape.cocci" "$top/shape.cocci"
ferry run 9.1.y
is 'no shape.cocci: status 2' "$status" 2
has 'no shape.cocci: said' "$err$out" 'shape.cocci' 'is missing'
again
sed -i 's/shape = S4/shape = S1/' "$project/stable/9.1.y/$series/expect"
ferry run 9.1.y
ends 'another shape than the target says' 1 shape FAIL 'the shape is S4' 'expects S1'
restore good
mv "$bin/spatch" "$top/spatch"
rm -rf "$project/out/9.1.y/$series/port"
(
	mkdir -p "$top/few"
	for tool in git env rm cat mkdir; do
		ln -sf "$(command -v $tool)" "$top/few/$tool"
	done
	PATH=$top/few "$program" run 9.1.y --trust
) >"$top/out" 2>"$top/err" </dev/null
status=$?
take
is 'tool missing: status 4' "$status,$(verdict 9.1.y shape)" '4,BROKEN'
has 'tool missing: named' "$out$err" "cannot start 'spatch'"
mv "$top/spatch" "$bin/spatch"
usable 'tool missing'

finish
