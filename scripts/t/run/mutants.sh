#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry mutants: which layers kill a mutant, what does not count as killed, and what a
# mutant may not say.

# shellcheck source=scripts/t/bad-input
. "$(dirname "$0")/../bad-input"

mutants=$project/ci/mutants/$series
mkdir -p "$mutants" "$top/a/mm" "$top/b/mm"
cp "$FIXTURES/s4.res" "$top/a/mm/zswap.c"

# mutant NAME SED FIELD...: one that does SED to the port
mutant() {
	name=$1
	sed "$2" "$top/a/mm/zswap.c" >"$top/b/mm/zswap.c"
	shift 2
	{
		printf 'A mistake.\n\n'
		printf '%s\n' "$@" ''
		(cd "$top" && diff -u a/mm/zswap.c b/mm/zswap.c)
	} >"$mutants/$name.patch"
}

# row NAME: the mutant's line of the matrix, blanks squeezed
row() {
	printf '%s\n' "$out" | tr -s ' ' | sed -n "s/^ 9.1.y \($1 .*[^ ]\) *\$/\1/p"
}

# what was found of mutants is forgotten: how a fake guest behaves is no input
forget() {
	rm -r "$project/out/9.1.y/$series/mutants"
}

qemus() {
	printf '%s\n' "$called" | grep -c '^qemu'
}

cp "$project/ci/scenarios/$series/offline" "$project/ci/scenarios/$series/other"
ferry run 9.1.y
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: gate its shape is unknown' 'Expect: boot offline'
with FAKE_AFTER=bug -- mutants
is 'killed by each layer that it names: status 0' "$status" 0
is 'killed: its line' "$(row one)" 'one killed nothing - killed'
has 'killed: the sum' "$out" '1 mutants: 1 killed by each layer that they name' '0 survive'
is 'killed: booted in the one scenario, and only the mutant' "$(qemus)" 1
has 'killed: its kernel has a place of its own' "$called" "debug-mutant-$series-one/bzImage"
is 'killed: what is known of the port stands' "$(verdict 9.1.y port),$(verdict 9.1.y boot)" \
	'PASS,PASS'
with FAKE_AFTER=bug -- mutants
is 'again: nothing is run' "$status,$called" '0,'
has 'again: said' "$out" 'one (unchanged)'
with FAKE_AFTER=bug -- mutants --json
if command -v python3 >/dev/null; then
	is 'JSON: the same' "$(printf '%s\n' "$out" | python3 -c 'import json, sys
one = json.load(sys.stdin)[0]["mutants"][0]
print(one["name"], one["passed"], one["layers"]["boot"]["fate"], one["layers"]["boot"]["found"])')" \
		"one True killed ['offline: freed in flight']"
	is 'JSON: as in the file' "$out" "$(cat "$project/out/mutants.json")"
fi
ferry report 9.1.y
has 'report: what the test fails on' "$(printf '%s\n' "$out" | tr -s ' ')" \
	' offline unpatched 9.1.y; mutants one' ' roundtrip nothing: no unpatched tree and no mutant'

# whatever the order of layers: each is asked
forget
ferry mutants
is 'survives the boot: status 1' "$status" 1
is 'survives: its line' "$(row one)" 'one killed nothing - SURVIVES'
has 'survives: said' "$(printf '%s\n' "$out" | tr -s ' ')" "SURVIVES 9.1.y one: boot does not find 'offline'"
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: gate some other words' 'Expect: boot offline'
forget
with FAKE_AFTER=bug -- mutants
is 'other words: status 1, and booted all the same' "$status,$(row one)" \
	'1,one SURVIVES nothing - killed'
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: boot offline'
forget
with FAKE_AFTER=warns -- mutants
is 'a complaint of the kernel behind the last test: its own' "$status,$(row one)" \
	'0,one also nothing - killed'
forget
with FAKE_AFTER=bug-cut -- mutants
is 'a guest that is lost after the test has failed: killed' "$status,$(row one)" \
	'0,one also nothing - killed'
for how in silent hang cut; do
	forget
	make_scenario 1 1
	with "FAKE_AFTER=$how" -- mutants
	is "a guest that falls silent ($how) kills nothing" "$status,$(row one)" \
		'4,one also nothing - ? BROKEN'
done
make_scenario
forget

# only gates: not booted
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: gate its shape is unknown'
ferry mutants
is 'no boot test named: none is made' "$status,$(row one),$(qemus)" '0,one killed nothing - -,0'
has 'no boot test named: said' "$out" 'one: no boot test and no explorer kills it'
with FAKE_AFTER=bug -- mutants --all-scenarios
is '--all-scenarios: booted in all' "$status,$(row one),$(qemus)" '0,one killed nothing - also,2'
ferry mutants
is 'and that stands' "$status,$(row one),$called" '0,one killed nothing - also,'
mutant one '1s/$/ /' 'Target: 9.1.y' 'Equivalent: a blank more'
forget
ferry mutants
is 'equivalent: status 0' "$status,$(row one)" '0,one also nothing - - equivalent'
has 'equivalent: the reason' "$(printf '%s\n' "$out" | tr -s ' ')" 'equivalent 9.1.y one: a blank more'
with FAKE_AFTER=bug -- mutants --all-scenarios
is 'equivalent, and a boot finds it: status 1' "$status" 1
has 'and said' "$out" 'it is said to be equivalent, and boot finds: offline: freed in flight'

# what is no mutant
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: gate its shape is unknown' 'Expect: boot offline'
forget
with FAKE_MAKE='error-after-gcc-x86_64' -- mutants
is 'does not compile: status 4, not killed by a compiler' "$status,$(row one)" \
	'4,one killed - - ? BROKEN'
has 'does not compile: said' "$out" "check BROKEN: gcc-x86_64, with the change: mm/zswap.c:77:9: error: 'no_such' undeclared"
sed -i 's/^ \/\//  \/\//; s/^-\/\//-x/' "$mutants/one.patch"
ferry mutants
is 'does not apply: status 4' "$status" 4
has 'does not apply: said' "$out" 'port BROKEN: the mutant' 'does not apply'
mutant layer '1s/$/ /' 'Target: 9.1.y' 'Expect: moon full'
mutant test '1s/$/ /' 'Target: 9.1.y' 'Expect: boot moonlight'
mutant target '1s/$/ /' 'Target: 9.9.y' 'Expect: gate x'
mutant aimless '1s/$/ /' 'Expect: gate x'
mutant harmless '1s/$/ /' 'Target: 9.1.y'
ferry mutants
is 'what mutants must not say: status 2, nothing is run' "$status,$called" '2,'
is 'a line each' "$(printf '%s\n' "$err" | grep -c '^ferry: error: ')" 5
has 'with what is wrong' "$err" "'moon' is not a layer" \
	"'moonlight' is not a boot test of any scenario" \
	"'9.9.y' is not a target that the series is carried to" 'has no target' \
	'names no layer that has to kill it'
rm "$mutants/"*
ferry mutants
is 'no mutant: status 2' "$status" 2
mutant one '1s/$/ /' 'Target: 9.1.y' 'Expect: gate its shape is unknown'
ferry mutants --mutant two
is 'no such mutant: status 2' "$status,$err" \
	"2,ferry: error: no mutant 'two' of these targets in ci/mutants/"
ferry mutants 9.2.y
is 'none of the target: status 2' "$status" 2

finish
