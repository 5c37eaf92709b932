# SPDX-License-Identifier: GPL-2.0-only
"""What the port makes of small edits of the fixtures of a series.

    variants.py [--all] PROGRAM SERIES TESTS FIXTURES TOP [PATTERN]

TESTS is semantic/SERIES/tests, with stub.h and variants/*.edit (see edits.py), FIXTURES
has its fixtures as whole files, TOP is an empty folder to work in. Every edit is made in
each of its bases, and edits that do not get in each other's way by twos; the port of
what comes out is compared with what the edit says, token by token and comment by
comment. Inputs and results go through a compiler, with each CONFIG_ that they name set
and not set.

TAP on standard output. The last line counts: right, refused rightly, refused wrongly
(or without a function and a line), and wrong: a port that is not the right one.
"""
import argparse
import glob
import itertools
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from edits import EditError, functions, read_edits

WARNINGS = ["-Wall", "-Werror", "-Wno-error=unused-function"]
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|^[ \t]*#(?:[^\n\\]|\\.)*|"(?:[^"\\\n]|\\.)*"|'
                   r"'(?:[^'\\\n]|\\.)*'|\w+|->|\+\+|--|<<|>>|&&|\|\||[-+*/%&|^=!<>]=|\.\.\.|\S",
                   re.M | re.S)


def tokens(text):
    """The C tokens of a text, a comment or a line of the preprocessor as one of them."""
    found = []
    for token in TOKEN.findall(text):
        if token[:2] in ("/*", "//"):
            token = " ".join(token.replace("\n *", "\n ").split())
        elif token.lstrip()[:1] == "#":
            token = " ".join(token.split())
        if token[0] == '"' and found and found[-1][0] == '"':
            found[-1] = found[-1][:-1] + token[1:]
        else:
            found.append(token)
    return found


def items(text):
    """The text with what stands apart at the file's own level in another order."""
    return "\n\n".join(sorted(re.split(r"\n\n+(?=[^\s}])(?!\w+:)", text.strip("\n"))))


def comparable(edits, text):
    for declared in sum((edit.anywhere for edit in edits), []):
        name = declared.rsplit(" ", 1)[1]
        text = re.sub(r"^\t%s;\n\n?" % declared, "", text, flags=re.M)
        text = re.sub(r"^(\t\w[^;()]*), %s;$" % name, r"\1;", text, flags=re.M)
        text = re.sub(r"^(\t%s) %s, " % tuple(declared.rsplit(" ", 1)), r"\1 ", text, flags=re.M)
    return tokens(items(text) if any(edit.unordered for edit in edits) else text)


def configurations(text, stub):
    """Each CONFIG_ that the text names, set and not set: lists of -D options."""
    always = set(re.findall(r"^#define (CONFIG_\w+)", stub, re.M))
    named = sorted(set(re.findall(r"\bCONFIG_\w+", text)) - always)
    if len(named) > 4:
        return [[], ["-D%s=1" % name for name in named]] + [["-D%s=1" % name] for name in named]
    return [["-D%s=1" % name for name in some]
            for count in range(len(named) + 1)
            for some in itertools.combinations(named, count)]


def compile_c(path, stub):
    """What the compiler has against a file, and its functions that nobody calls."""
    with open(path, encoding="utf-8") as source, open(stub, encoding="utf-8") as header:
        text, known = source.read(), header.read()
    unused = set()
    for options in configurations(text, known):
        done = subprocess.run(
            ["gcc", "-x", "c", "-std=gnu11", "-O2", "-fkeep-static-functions", *WARNINGS,
             *options, "-include", stub, "-c", "-o", "/dev/null", path],
            capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"), check=False)
        if done.returncode:
            said = [line for line in done.stderr.split("\n") if " error: " in line]
            return "%s %s" % (" ".join(options), " / ".join(said[:3] or [done.stderr])), unused
        unused.update(re.findall(r"'(\w+)' defined but not used", done.stderr))
    return None, unused


class Variant:
    """One edit, or two, in one base."""

    def __init__(self, base, edits, before, text, results):
        self.base = base
        self.edits = edits
        self.before = before
        self.text = text
        self.results = results
        self.name = "%s/%s" % (base, "+".join(edit.name for edit in edits))
        self.outcome = None
        self.words = None
        self.ported = None

    def refusable(self):
        return any(edit.refusable() for edit in self.edits)

    def portable(self):
        return all(edit.portable() for edit in self.edits)

    def judge(self, status, said):
        """Sets outcome and words by what the program did."""
        carried = self.base.endswith(".res")
        if status == 0 and (self.ported is None) != carried:
            self.outcome = "wrong"
            self.words = "nothing to port: %s" % said if self.ported is None else "is ported"
        elif status == 0 and carried and self.portable():
            self.outcome = "right"
        elif status == 0 and carried:
            self.outcome, self.words = "wrong", "was to be refused: %s" % said
        elif status == 0:
            self.judge_port()
        elif status != 3:
            self.outcome = "refused wrongly"
            self.words = "status %d: %s" % (status, said)
        elif not self.refusable():
            self.outcome, self.words = "refused wrongly", said
        else:
            self.words = next((no for no in (self.complaint(edit, said)
                                             for edit in self.edits if edit.refusable())
                               if no), None)
            self.outcome = "refused wrongly" if self.words else "refused rightly"

    def judge_port(self):
        if not self.portable():
            self.outcome, self.words = "wrong", "was to be refused, and is ported"
            return
        ported = comparable(self.edits, self.ported)
        if any(comparable(self.edits, result) == ported for result in self.results):
            self.outcome = "right"
        else:
            self.outcome = "wrong"
            self.words = "is not the right port (- expected, + ported)"

    def complaint(self, edit, said):
        """What is wrong with a message, or None."""
        lines = self.text.split("\n")
        there = {name: (first, last) for name, first, last in functions(self.text)}
        numbers = [int(number) for number in re.findall(r"(?:line |\w:)(\d+)", said)]
        for name, line in re.findall(r"(\w+)\(\) in line (\d+)", said):
            if name in there and not there[name][0] <= int(line) <= there[name][1]:
                return "%s() is not in line %s of the input: %s" % (name, line, said)
        if edit.functions == ["*"]:
            old = self.before.split("\n")
            named = any(line not in old for number in numbers
                        for line in lines[number - 1:number])
            named = named or any(name in said and self.names(name, there, number, lines)
                                 for name in there for number in numbers)
        else:
            named = any(self.names(name, there, number, lines) for name in edit.functions
                        if re.search(r"\b%s\b" % name, said) for number in numbers)
        if not named:
            return "does not name %s with a line: %s" % (" or ".join(edit.functions), said)
        missing = [word for word in edit.words
                   if not any(one in said for one in word.split("|"))]
        if missing:
            return "does not say '%s': %s" % (missing[0], said)
        return None

    @staticmethod
    def names(name, there, number, lines):
        """Is that a line of what has the name, or does it have the name itself?"""
        first, last = there.get(name, (1, 0))
        return first <= number <= last or any(name in line for line in lines[number - 1:number])


def read(path):
    with open(path, encoding="utf-8") as source:
        return source.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as target:
        target.write(text)


def made(edit, text, result):
    """The input that an edit makes, and the results that are right."""
    changed = edit.steps.apply(text)
    if changed == text:
        raise EditError("changes nothing")
    if not edit.portable():
        return changed, []
    if result is None:
        return changed, []
    return changed, results_of(edit, result, text)


def results_of(edit, result, text):
    """What is right, of the ways that can be made in this result."""
    made_of, fault = [], None
    for way in edit.results or [edit.steps]:
        try:
            made_of.append(way.apply(result, text))
        except EditError as error:
            fault = error
    if not made_of:
        raise fault
    return made_of


def both(one, other, text, result):
    """The same of two edits, or None where they get in each other's way."""
    try:
        changed, results = made(one, text, result)
        twice, _ = made(other, changed, result)
        back, _ = made(other, text, result)
        if made(one, back, result)[0] != twice or twice in (changed, back):
            return None
        ended = {end for first in results for end in results_of(other, first, text)}
        again = {end for first in results_of(other, result, text)
                 for end in results_of(one, first, text)}
        return (twice, sorted(ended)) if ended == again else None
    except EditError:
        return None


def joined(edits, text, result):
    """Edits by twos, spread over all of them, that go together."""
    for step in range(1, len(edits)):
        for first in range((step * 3) % 5, len(edits) - step, 5):
            pair = [edits[first], edits[first + step]]
            found = both(*pair, text, result)
            if found:
                yield pair, found


def variants_of(base, edits, fixtures, pair_count, complain):
    """All variants of a base: each edit, and so many pairs."""
    carried = base.endswith(".res")
    text = read("%s/%s" % (fixtures, base if carried else base + ".c"))
    result = None if carried else read("%s/%s.res" % (fixtures, base))
    for edit in edits:
        try:
            yield Variant(base, [edit], text, *made(edit, text, result))
        except EditError as error:
            complain("%s: %s on %s" % (edit.where, edit.name, base), str(error))
    simple = [edit for edit in edits if edit.end == "ported" and not edit.limit]
    for pair, found in itertools.islice(joined(simple, text, result), pair_count):
        yield Variant(base, pair, text, *found)


def spread(edits, most):
    """The edits by base, each in so many of its bases, in turn."""
    by_base = {}
    for number, edit in enumerate(edits):
        count = min(most, len(edit.bases))
        for place in range(count):
            base = edit.bases[(number + place * len(edit.bases) // count) % len(edit.bases)]
            by_base.setdefault(base, []).append(edit)
    return by_base


class Run:
    """All of it."""

    def __init__(self, words):
        self.program, self.series, self.top = words.program, words.series, words.top
        self.stub = os.path.join(words.tests, "stub.h")
        self.fixtures = words.fixtures
        self.count = self.failed = 0

    def say(self, fine, name, words=None):
        self.count += 1
        self.failed += not fine
        print("%s %d %s" % ("ok" if fine else "not ok", self.count, name))
        for line in (words or "").rstrip("\n").split("\n") if words else []:
            print("# %s" % line)
        sys.stdout.flush()

    def port(self, variant):
        """Ports one variant in a folder of its own, and looks at what comes out."""
        folder = os.path.join(self.top, variant.name.replace("/", "-"))
        os.makedirs(folder)
        path = os.path.join(folder, "before.c")
        write(path, variant.text)
        broken, unused = compile_c(path, self.stub)
        if broken:
            variant.outcome, variant.words = "no C", broken
            return
        done = subprocess.run([self.program, "port", "--series", self.series, "--file", path],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              check=False)
        said = " ".join(done.stderr.split("\n")).replace("ferry: error: ", "").strip()
        if done.returncode == 0 and done.stdout:
            self.take(variant, folder, done.stdout)
        variant.judge(done.returncode, said)
        self.check_results(variant, folder, unused)

    def take(self, variant, folder, diff):
        """The file with the diff that is the port."""
        target = os.path.join(folder, "after.c")
        done = subprocess.run(["patch", "-s", "-F0", "-o", target,
                               os.path.join(folder, "before.c")], input=diff,
                              capture_output=True, text=True, check=False)
        variant.ported = read(target) if done.returncode == 0 else done.stdout

    def check_results(self, variant, folder, unused):
        if variant.outcome != "right" and variant.results:
            path = os.path.join(folder, "right.c")
            write(path, variant.results[0])
            broken, idle = compile_c(path, self.stub)
            if broken or idle - unused:
                variant.outcome = "no C"
                variant.words = "the result that is asked for: %s" % (broken or idle - unused)
                return
            if variant.ported is not None and variant.portable():
                after = os.path.join(folder, "after.c")
                variant.words += "\n" + subprocess.run(
                    ["diff", "-U1", "-L", "expected", "-L", "ported", path, after], capture_output=True, text=True,
                    check=False).stdout
        if variant.ported is not None:
            after = os.path.join(folder, "after.c")
            broken, idle = compile_c(after, self.stub)
            if broken or idle - unused:
                variant.outcome = "wrong"
                variant.words = "%s\ndoes not compile: %s" % (
                    variant.words or "", broken or "unused: %s" % ", ".join(idle - unused))

    def tell(self, variant):
        limits = [edit.limit for edit in variant.edits if edit.limit]
        known = variant.outcome == "refused wrongly" and limits
        fine = variant.outcome in ("right", "refused rightly") or known
        self.say(fine, "%s: %s%s" % (variant.name, variant.outcome,
                                     " (known: %s)" % limits[0] if known else ""),
                 None if fine else variant.words)

    def compile_fixtures(self):
        """Fixtures that are right have to be C, too."""
        paths = sorted(glob.glob(os.path.join(self.fixtures, "*.c")) +
                       glob.glob(os.path.join(self.fixtures, "*.res")))
        paths = [path for path in paths if "\n// compile: no" not in read(
            re.sub(r"\.res$", ".c", path))]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for path, (broken, _) in zip(paths, pool.map(
                    lambda path: compile_c(path, self.stub), paths)):
                self.say(not broken, "%s/%s compiles" % (self.series, os.path.basename(path)),
                         broken)


def main():
    """Reads, runs and tells."""
    words = argparse.ArgumentParser(description="the port of small edits of the fixtures")
    for name in ("program", "series", "tests", "fixtures", "top"):
        words.add_argument(name)
    words.add_argument("pattern", nargs="?", help="only edits of that name, in all bases")
    words.add_argument("--all", action="store_true", help="every edit in all of its bases")
    words = words.parse_args()
    run = Run(words)
    edits = read_edits(sorted(glob.glob(os.path.join(words.tests, "variants", "*.edit"))))
    if words.pattern:
        edits = [edit for edit in edits if re.search(words.pattern, edit.name)]
    else:
        run.compile_fixtures()
    bases = spread(edits, 9 if words.all or words.pattern else 1)
    variants = []
    for base in sorted(bases):
        variants += variants_of(base, bases[base], words.fixtures, 0 if words.pattern else 6,
                                lambda name, fault: run.say(False, name, fault))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for variant, _ in zip(variants, pool.map(run.port, variants)):
            run.tell(variant)
    if not variants:
        run.say(False, "%s has variants" % words.series)
    print("1..%d" % run.count)
    counts = ["%d %s" % (sum(variant.outcome == outcome for variant in variants), outcome)
              for outcome in ("right", "refused rightly", "refused wrongly", "wrong")]
    print("# %s: %d variants: %s" % (words.series, len(variants), ", ".join(counts)))
    return run.failed != 0


if __name__ == "__main__":
    sys.exit(main())
