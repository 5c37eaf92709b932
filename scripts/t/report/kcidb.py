#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""kcidb.py KCIDB JUNIT: what no JSON schema says of a report for KCIDB

Ids are each one's own and lead from a test to its checkout, and there is a build or a
test for each case that the JUnit form of the same report has.
"""

import json
import sys


def ids(report, kind):
    found = [one["id"] for one in report[kind]]
    assert len(found) == len(set(found)), f"{kind}: an id twice"
    for one in report[kind]:
        assert one["id"].startswith(one["origin"] + ":"), one["id"]
    return set(found)


def check(report, junit):
    checkouts, builds = ids(report, "checkouts"), ids(report, "builds")
    ids(report, "tests")
    for one in report["builds"]:
        assert one["checkout_id"] in checkouts, one["checkout_id"]
    for one in report["tests"]:
        assert one["build_id"] in builds, one["build_id"]
    statuses = [one["status"] for one in report["builds"] + report["tests"]]
    assert len(statuses) == junit.count("<testcase"), "not all cases"
    assert statuses.count("FAIL") == junit.count("<failure "), "failures"
    assert statuses.count("SKIP") == junit.count("<skipped "), "skipped"
    assert statuses.count("ERROR") + statuses.count("MISS") == junit.count("<error "), "errors"


with open(sys.argv[1], encoding="utf-8") as kcidb, open(sys.argv[2], encoding="utf-8") as xml:
    check(json.load(kcidb), xml.read())
print("ok")
