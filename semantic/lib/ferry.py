# SPDX-License-Identifier: GPL-2.0-only
"""What the semantic patches of every series remember and say.

A place is a list of positions, as spatch gives them to a script. Findings go to
standard output, one line each, "FILE:LINE: FUNCTION() words"; a run that says no
more than these ends with done(), without which nothing was looked at. What port.cocci
says goes to standard error, in lines that begin with "ferry-"; scripts/tools/spatch.c
reads both.
"""
import functools
import os
import re
import sys

# What was found: (function, line, words...) by kind, in the order of the lines.
found = {}
said = set()


def fact(kind, p, *words, where=None):
    """Remember that something stands at p; twice the same counts once."""
    entries = found.setdefault(kind, [])
    for place in p:
        entry = (where or place.current_element, int(place.line)) + words
        if entry not in entries:
            entries.append(entry)
            entries.sort(key=lambda one: one[1])


def facts(kind, function=None):
    """What fact() was told of a kind, in one function or in all."""
    return [entry for entry in found.get(kind, [])
            if function is None or entry[0] == function]


def leads(kind, p):
    """Whether nothing of a kind stands above p in its function."""
    return all(int(p[0].line) <= line for function, line, *words in
               facts(kind, p[0].current_element))


def say(p, words, within=None):
    """A finding: what is wrong at p, once; with within, where that function has it."""
    for place in p:
        if within not in (None, place.current_element):
            continue
        line = "%s:%s: %s() %s" % (place.file, place.line, place.current_element, words)
        if line not in said:
            said.add(line)
            print(line, flush=True)


def done(script):
    """The last line of a script that looked at everything."""
    print("%s: done" % script)


def tell(line):
    """A line for ferry; others who run the script have no use for it."""
    if "FERRY_SEMANTIC" in os.environ and line not in said:
        said.add(line)
        sys.stderr.write("ferry-" + line + "\n")


def hit(rule, p, function=None):
    """A rule changed the function around p, or added that one there."""
    for place in p:
        tell("hit: %s %s:%s" % (
            rule, place.current_element if function is None else function, place.line))


def gone(name):
    """Nothing in the result may have that name."""
    tell("gone: " + name)


@functools.lru_cache(maxsize=None)
def code(path):
    """The text of a file with blanks for its comments and literals."""
    with open(path, errors="surrogateescape") as source:
        return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                      lambda one: re.sub(r"[^\n]", " ", one.group()), source.read(),
                      flags=re.DOTALL)


def text(p):
    """The line of the source at p, if that is a place."""
    if not p:
        return ""
    with open(p[0].file, errors="surrogateescape") as source:
        return source.read().split("\n")[int(p[0].line) - 1].strip()


def body(p):
    """The text of the function around p, without comments and literals."""
    place = p[0]
    return "\n".join(code(place.file).split("\n")[int(place.current_element_line) - 1:
                                                  int(place.current_element_line_end)])


def plain(p):
    """Whether p is in the outermost block of its function, and outside of any #if."""
    place = p[0]
    lines = code(place.file).split("\n")
    above = lines[int(place.current_element_line) - 1:int(place.line)]
    above[-1] = above[-1][:int(place.column)]
    blocks = conditions = 0
    for line in above:
        directive = re.match(r"\s*#\s*(if|endif)", line)
        if directive:
            conditions += 1 if directive.group(1) == "if" else -1
        else:
            blocks += line.count("{") - line.count("}")
    return (blocks, conditions) == (1, 0)
