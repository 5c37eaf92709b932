#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ferry report --format: what others' tools make of it, and that no format says
# anything else than the exit status and the table.

# shellcheck source=scripts/t/project
. "$(dirname "$0")/../project"

# --- which format ---

ferry report --help
has 'the help lists the formats' "$(printf '%s\n' "$out" | tr -s '\n ' ' ')" \
	'--format=NAME print it as table, json, junit, kcidb, tap, markdown or mail'
for words in '--format=xml' '--format=' '--json --format=tap' '--format=tap --origin=x' \
	'--format=kcidb --origin=My:Lab'; do
	# shellcheck disable=SC2086
	ferry report $words
	is "'$words': status 2" "$status,$out" '2,'
	one_line 'and one line'
done
ferry report --format=xml
has 'an unknown format: those that there are' "$err" \
	"no format 'xml': --format is table, json, junit, kcidb, tap, markdown or mail"
ferry status --format=tap
is 'status has no --format' "$status" 2
is_absent 'nothing was written' "$project/out/report.json"

# --- what is said of results ---

formats='table json junit kcidb tap markdown mail'

# the number of lines of $made/junit that an extended expression matches
junit_has() {
	grep -Ec "$1" "$made/junit"
}

# take_all WHAT STATUS: the report of 9.1.y and 9.2.y in every format
take_all() {
	made=$top/made
	mkdir -p "$made"
	for format in $formats; do
		ferry report --format="$format"
		printf '%s\n' "$out" >"$made/$format"
		is "$1: $format: status $2" "$status" "$2"
	done
	ferry report --json
	is "$1: --json is --format=json" "$out" "$(cat "$made/json")"
	ferry report
	is "$1: table is what there is without" "$out" "$(cat "$made/table")"
	check_xml "$1"
	check_tap "$1" "$2"
	check_kcidb "$1"
	is "$1: mail: 72 columns" "$(LC_ALL=C grep -c '.\{73\}' "$made/mail")" 0
}

check_xml() {
	if ! command -v xmllint >/dev/null; then
		skip "$1: JUnit is read: xmllint is not installed (libxml2-utils)"
		return
	fi
	is "$1: xmllint reads JUnit" "$(xmllint --noout "$made/junit" 2>&1)" ''
	for pair in tests:testcase failures:failure errors:error skipped:skipped; do
		is "$1: JUnit: ${pair%:*} is right, of a target and of all" "$(
			xmllint --xpath "sum(//testsuite/@${pair%:*})" "$made/junit"
		),$(
			xmllint --xpath "string(/testsuites/@${pair%:*})" "$made/junit"
		)" "$(
			xmllint --xpath "count(//${pair#*:})" "$made/junit"
		),$(
			xmllint --xpath "count(//${pair#*:})" "$made/junit"
		)"
	done
}

# prove fails where a test failed, or the plan is wrong, which it says
check_tap() {
	if ! command -v prove >/dev/null; then
		skip "$1: TAP is read: prove is not installed (perl)"
		return
	fi
	said=$(prove --exec cat "$made/tap" 2>&1)
	passed=$?
	is "$1: prove passes where ferry does" "$((passed != 0))" "$(($2 != 0))"
	has_not "$1: prove can read it" "$said" 'Parse errors'
	# each level has the plan of as many tests as it has
	is "$1: plans are right" "$(awk '
	{ depth = (match($0, /[^ ]/) - 1) / 4 }
	/^ *1\.\.[0-9]+/ { sub(/^ *1\.\./, ""); planned[depth] += $1 }
	/^ *(not )?ok / { got[depth]++ }
	END { for (d in planned) if (planned[d] != got[d]) print d, planned[d], got[d] }' \
		"$made/tap")" ''
}

check_kcidb() {
	if ! command -v python3 >/dev/null; then
		skip "$1: KCIDB is read: python3 is not installed"
		return
	fi
	is "$1: KCIDB: as its schema has it" \
		"$(python3 "$root/scripts/t/report/kcidb.py" "$made/kcidb" "$made/junit" 2>&1)" ok
	if python3 -c 'import jsonschema' 2>/dev/null; then
		is "$1: KCIDB: as a JSON schema" "$(python3 - "$made/kcidb" \
			"$root/scripts/t/report/kcidb.json" 2>&1 <<-'END'
			import json, jsonschema, sys
			report, schema = (json.load(open(name)) for name in sys.argv[1:])
			jsonschema.Draft7Validator(schema).validate(report)
			END
		)" ''
	else
		skip "$1: KCIDB: as a JSON schema: the module jsonschema is not installed (python3-jsonschema)"
	fi
}

take_all 'nothing run' 4
is 'nothing run: an error for each stage' "$(junit_has '<error '),$(junit_has '<failure ')" '12,0'
has 'nothing run: markdown says so' "$(cat "$made/markdown")" '12 not run.' \
	"- **9.1.y fetch not run**: not run: run 'ferry run 9.1.y'"

ferry run
is 'a run that passes' "$status" 0
take_all pass 0
is 'pass: as many as in the table' "$(junit_has '<testcase'),$(junit_has '<(error|failure|skipped) ')" \
	"$((12 + $(grep -c ' \(roundtrip\|offline\) ' "$made/table"))),0"
has 'pass: TAP has a subtest in a subtest' "$(cat "$made/tap")" '
    # Subtest: boot
        1..2
        ok 1 - offline: roundtrip'
ferry mbox --optional 9.1.y
has 'the mail says what ferry mbox says' "$out" \
	"$(sed -n '/^On 9.1.y/,/^  ways/p' "$made/mail")"
ferry report --format=kcidb --origin=my_lab
has 'KCIDB: the origin' "$out" '"id": "my_lab:' '"origin": "my_lab"'
has_not 'KCIDB: and no other' "$out" '"origin": "ferry"'

rm -rf "$project/out/9.1.y/$series/boot"
with FAKE_AFTER=bug -- run 9.1.y
is 'a run that fails' "$status" 1
take_all fail 1
is 'fail: the stage and its test' "$(junit_has '<failure type="FAIL" message=".*freed in flight')" 2
has 'fail: TAP' "$(cat "$made/tap")" '
        not ok 2 - offline: offline' '
    not ok 6 - boot' "
not ok 1 - $series 9.1.y" "
ok 2 - $series 9.2.y"
has 'fail: markdown' "$(cat "$made/markdown")" '2 failed, 14 passed.' '- **9.1.y boot failed**: '
has_not 'fail: no path of this machine for others' \
	"$(cat "$made/markdown" "$made/mail" "$made/kcidb")" "$top"

# what a kernel can say, by way of the files of results
hostile=']]>\033[2J&amp;<b>|`#\\n& "'"'"' \357\277\276\n@you'
python3 - "$(printf '%b' "$hostile")" "$project/out/9.1.y/$series" <<-'END'
	import json, sys
	for stage in "boot", "build":
	    path = f"{sys.argv[2]}/{stage}/result"
	    with open(path, encoding="utf-8") as file:
	        result = json.load(file)
	    result["summary"] += sys.argv[1]
	    result["reason"] += sys.argv[1]
	    for test in result["facts"].get("tests", []):
	        test["name"] += sys.argv[1]
	        test["before"] += sys.argv[1]
	        test["after"] += sys.argv[1] if test["after"] != "pass" else ""
	    with open(path, "w", encoding="utf-8") as file:
	        json.dump(result, file)
END
take_all hostile 1
is 'hostile: the same counts' "$(junit_has '<testcase'),$(junit_has '<failure ')" '16,2'
rm "$made/table" "$made/json"
has_not 'hostile: nothing moves a cursor' "$(cat "$made"/*)" "$(printf '\033')"
has_not 'hostile: markdown has no tag of a kernel' "$(cat "$made/markdown")" '<b>'
has 'hostile: markdown has the words' "$(cat "$made/markdown")" '&amp;amp;&lt;b&gt;\|\`\#' '@&#8203;you'
rm -rf "$project/out/9.1.y/$series/boot" "$project/out/9.1.y/$series/build"

ferry run 9.1.y
rm "$project/out/9.2.y/$series/build/result"
take_all 'a stage is missing' 4
is 'missing: two errors' "$(junit_has '<error '),$(junit_has '<failure ')" '2,0'

finish
