# SPDX-License-Identifier: GPL-2.0-only
"""Small edits of C files that are written down as data, for variants.py.

A file of edits, NAME.edit, is read line by line:

    # a comment
    set NAME BASE...		a name for some bases
    edit NAME			one begins
    on BASE...			the files that it is made in, or sets of them
    end ported			the port of it is the same edit of BASE.res; or what
    				is made of BASE.res behind a line "result". Several of
    				these: any of them is right
    end refused FUNCTION WORD...
    				status 3, a message that names the function with a line
    				of it, and has the words. Several functions are parted by
    				"|", "*" is any of the file
    end either FUNCTION WORD...	one of both
    end nothing			status 0, and nothing to port; for a base that is a result,
    				"NAME.res", as "either" is then, too
    limit REASON		known to be refused: said, but no failure
    unordered			functions may come in any order in the result
    anywhere TYPE NAME		that variable may be declared with others, or in any place

and then what it does, in this order:

    in NAME			from here on in functions or "struct NAME"; a regular
				expression, "in file" is the default
    s/PATTERN/REPLACEMENT/	each match, as Python's re.sub(); "\\/" is a slash
    -TEXT			lines like those of a diff: what is there once, and what
    +TEXT			it becomes. An empty line ends it
     TEXT
    before NAME			the lines that follow are added there
    after NAME
    move NAME before NAME	a function
    delete NAME

What stands in a function that BASE.res has not is left out there. An edit that finds
nothing to do is an error.
"""
import re


# A function at the file's own level, of that name.
FUNCTION = r"^[A-Za-z_][^;{}#\"/]*?\b(%s)\([^;{}]*?\)\s*\{\n.*?^\}\n"
ENDS = ("ported", "refused", "either", "nothing")


class EditError(Exception):
    """What was written down cannot be done."""


class Edit:
    """One edit: where, what, and its end."""

    def __init__(self, name, where):
        self.name = name
        self.where = where
        self.bases = []
        self.end = None
        self.functions = None
        self.words = []
        self.limit = None
        self.unordered = False
        self.anywhere = []
        self.steps = Steps()
        self.results = []

    def refusable(self):
        return self.end in ("refused", "either")

    def portable(self):
        return self.end in ("ported", "either", "nothing")


def span(text, name):
    """Where the functions or structs of that name begin and end: [(from, to)]."""
    if name == "file":
        return [(0, len(text))]
    if name.startswith("struct "):
        wanted = re.compile(r"^struct (?:%s) \{\n.*?^\};\n" % name[7:], re.M | re.S)
    else:
        wanted = re.compile(FUNCTION % name, re.M | re.S)
    return [match.span() for match in wanted.finditer(text)]


def functions(text):
    """The functions of a file: (name, first line, last line)."""
    found = []
    for match in re.finditer(FUNCTION % r"\w+", text, re.M | re.S):
        first = text.count("\n", 0, match.start()) + 1
        found.append((match.group(1), first, first + match.group(0).count("\n") - 1))
    return found


def substitute(pattern, replacement):
    def step(text):
        changed, count = re.subn(pattern, replacement, text, flags=re.M)
        if not count:
            raise EditError("nothing matches '%s'" % pattern)
        return changed
    return step


def hunk(lines):
    old = "".join(line[1:] + "\n" for line in lines if line[0] != "+")
    new = "".join(line[1:] + "\n" for line in lines if line[0] != "-")

    def step(text):
        if not old:
            raise EditError("adds lines, and does not say where")
        if ("\n" + text).count("\n" + old) != 1:
            raise EditError("is not there once:\n%s" % old)
        return ("\n" + text).replace("\n" + old, "\n" + new)[1:]
    return step


class Steps:
    """A list of steps, each in a place."""

    def __init__(self):
        self.list = []
        self.place = "file"
        self.pending = []
        self.beside = None

    def flush(self):
        if self.pending and self.beside:
            added = "".join(line[1:] + "\n" for line in self.pending)
            self.list.append((self.beside, self.place, added))
            self.beside, self.place = None, "file"
        elif self.pending:
            self.list.append(("do", self.place, hunk(self.pending)))
        self.pending = []

    def take(self, line):
        """True where the line is a step."""
        word, _, rest = line.partition(" ")
        if line[0] in "-+ ":
            self.pending.append(line)
            return True
        self.flush()
        if word in ("before", "after"):
            self.beside, self.place = word, rest
        elif word == "in":
            self.place = rest
        elif word == "move":
            name, where, other = rest.split(" ")
            self.list.append(("move", name, (where, other)))
        elif word == "delete":
            self.list.append(("delete", rest, None))
        elif re.match(r"s(\W).*\1.*\1$", line):
            parts = re.split(r"(?<!\\)" + re.escape(line[1]), line)
            if len(parts) != 4:
                return False
            pattern, replacement = (part.replace("\\" + line[1], line[1]) for part in parts[1:3])
            self.list.append(("do", self.place, substitute(pattern, replacement)))
        else:
            return False
        return True

    def apply(self, text, only=None):
        """The text after all steps; those in places that only has not are left out."""
        for kind, place, what in self.list:
            spots = span(text, place)
            if not spots:
                if only is not None and span(only, place):
                    continue
                raise EditError("there is no '%s'" % place)
            if kind == "do":
                text = in_spots(text, spots, what)
                continue
            if len(spots) != 1:
                raise EditError("there are several of '%s'" % place)
            first, last = spots[0]
            if kind == "before":
                first = start_of(text, first)
                text = text[:first] + what + "\n" + text[first:]
            elif kind == "after":
                text = text[:last] + "\n" + what + text[last:]
            else:
                first = start_of(text, first)
                moved = text[first:last]
                text = text[:first] + text[last:].removeprefix("\n")
                if kind == "move":
                    text = put(text, moved, *what)
        return text


def in_spots(text, spots, what):
    """What is done in one place at least."""
    fault = None
    done = False
    for first, last in reversed(spots):
        try:
            text = text[:first] + what(text[first:last]) + text[last:]
            done = True
        except EditError as error:
            fault = error
    if not done:
        raise fault
    return text


def start_of(text, first):
    """Where the comment in front of a function begins, or the function."""
    comment = re.search(r"(?:^/\*(?:[^*]|\*(?!/))*\*/\n)\Z", text[:first], re.M)
    return comment.start() if comment else first


def put(text, moved, where, other):
    spots = span(text, other)
    if len(spots) != 1:
        raise EditError("there is no '%s'" % other)
    first, last = spots[0]
    if where == "before":
        first = start_of(text, first)
        return text[:first] + moved + "\n" + text[first:]
    return text[:last] + "\n" + moved + text[last:]


class Reader:
    """Takes files of edits line by line."""

    def __init__(self):
        self.sets = {}
        self.edits = []
        self.edit = None
        self.steps = Steps()

    def bases(self, words):
        return [base for word in words.split() for base in self.sets.get(word, [word])]

    def take_set(self, words):
        name, _, bases = words.partition(" ")
        self.sets[name] = self.bases(bases)

    def take_edit(self, words, where):
        self.steps.flush()
        self.edit = Edit(words, where)
        self.steps = self.edit.steps
        self.edits.append(self.edit)

    def take_end(self, words):
        self.edit.end, *others = words.split(" ")
        if others:
            self.edit.functions = others[0].split("|")
            self.edit.words = others[1:]

    def take_result(self):
        self.steps.flush()
        self.steps = Steps()
        self.edit.results.append(self.steps)

    def take(self, line, where):
        """One line."""
        word, _, rest = line.partition(" ")
        if not line:
            self.steps.flush()
        elif line[0] == "#":
            pass
        elif word == "set":
            self.take_set(rest)
        elif word == "edit":
            self.take_edit(rest, where)
        elif word == "on":
            self.edit.bases = self.bases(rest)
        elif word == "end":
            self.take_end(rest)
        elif word == "limit":
            self.edit.limit = rest
        elif word == "unordered":
            self.edit.unordered = True
        elif word == "anywhere":
            self.edit.anywhere.append(rest)
        elif word == "result":
            self.take_result()
        elif not self.steps.take(line):
            raise EditError("%s: not understood: '%s'" % (where, line))


def read_edits(paths):
    """All edits of these files, in their order."""
    reader = Reader()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                reader.take(line.rstrip("\n"), "%s:%d" % (path, number))
    reader.steps.flush()
    names = set()
    for edit in reader.edits:
        if edit.end not in ENDS or not edit.bases:
            raise EditError("%s: '%s' has no end or no base" % (edit.where, edit.name))
        if edit.refusable() and not edit.functions:
            raise EditError("%s: '%s': who is refused?" % (edit.where, edit.name))
        if edit.name in names:
            raise EditError("%s: there is a '%s' already" % (edit.where, edit.name))
        names.add(edit.name)
    return reader.edits
