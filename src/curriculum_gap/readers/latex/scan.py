"""One pass over a LaTeX source: tokens and commands become calls of a writer of blocks.

What is open is on the writer's stacks, so that deep braces are no deep recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import late
from curriculum_gap.readers.latex.arguments import (
    opening_brace,
    option,
    past_blanks,
    past_options,
    past_settings,
    past_unlisted,
)
from curriculum_gap.readers.latex.blocks import Writer
from curriculum_gap.readers.latex.commands import (
    ARGUMENTS,
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    FILES,
    PAUSES,
    RANKS,
    RULES,
    TABLES,
)
from curriculum_gap.readers.latex.letters import LETTERS, TYPED, accented
from curriculum_gap.readers.latex.macros import Macros
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["Scan"]

_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z@]+\*?)|\\(?P<sign>.)|(?P<blank>\n[ \t]*\n\s*)|(?P<one>[{}&$])|"
    r"(?P<typed>-{2,3}|``|''|[`~])|(?P<text>[^\\\n{}&$~`'-]+|.)",
    re.S,
)
_NAME = late(r"\\([A-Za-z]+)\*?")
_ENVIRONMENT = late(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_LIST = late(r"item|enum|list|desc|thebibliography", re.I)
_ESCAPED = late(r"\\([%#&_~])")
_STREAM = late(r"\s*\d*\s*(?:=\S+)?")
_FRONT = ("title", "subtitle", "author", "date")
_SPACED = frozenset("≥≤×→~≈±")
_LONGEST_FORMULA = 5_000  # characters
_LONGEST_VERBATIM = 500


class Scan(Writer):
    """The pass, and what it met beside blocks: the title, and the names of files not read."""

    def __init__(self, macros: Macros | None = None) -> None:
        super().__init__()
        self.title = ""
        self.files: list[str] = []
        self._macros = macros or Macros()
        self._braces = self._macros.braces
        self._counted = 0  # place up to which lines were counted
        self._level = 0  # of macros and labels that are being read
        self._missing: set[str] = set()  # marks that do not follow any more

    def preamble(self, text: str) -> None:
        """Takes definitions, title, author and date."""
        for match in _NAME.finditer(text):
            if match[1] in DEFINITIONS:
                self._macros.define(match[1], text, match.end())
        for name in _FRONT:
            field = re.search(rf"\\{name}\s*(?:\[[^\]]{{0,200}}\]\s*)?(?=\{{)", text)
            if field:
                inner, _ = self._braces.group(text, field.end())
                self._front(name, inner or "", 1 + text.count("\n", 0, field.start()))

    def run(self, text: str, place: int) -> None:
        """Reads ``text`` from ``place``."""
        if not self._level:
            self._counted = place
            self.line = self.start = 1 + text.count("\n", 0, place)
        while match := _TOKEN.match(text, place):
            if not self._level:
                self.line += text.count("\n", self._counted, match.start())
                self._counted = match.start()
            place = match.end()
            kind = match.lastgroup
            if kind == "text":
                self.add(match[0])
            elif kind == "name":
                place = self._command(match["name"], text, place)
            elif kind == "sign":
                place = self._sign(match["sign"], text, place)
            elif kind == "blank":
                self.paragraph()
            elif kind == "typed":
                self.add(TYPED[match[0]])
            elif match[0] == "{":
                if place > 1 and text[place - 2] == "}":
                    self.add(" ")
                self.open()
            elif match[0] == "}":
                self.close()
            elif match[0] == "&":
                self.cell()

    def _within(self, text: str) -> None:
        """Reads what stands for, or in, a command of the source."""
        self._level += 1
        self.run(text, 0)
        self._level -= 1

    def _front(self, name: str, source: str, line: int) -> None:
        """Title, author or date, whose text is a small document of its own."""
        inner = Scan(self._macros)
        inner.run(source, 0)
        inner.finish()
        text = normalize_space(" ".join(block.text for block in inner.blocks))
        if not text:
            return
        if name == "title" and not self.title:
            self.title = text
            self.blocks.append(Block(text, Shape.HEADING, line=line, depth=1))
        else:
            self.blocks.append(Block(text, line=line))

    def _sign(self, sign: str, text: str, place: int) -> int:
        """Reads a command of one sign; the place after it."""
        if sign == "\\":
            place = past_options(text, place + (text[place : place + 1] == "*"))
            self.row() if self.tables else self.break_line()
        elif sign in "&%$#_{}":
            self.add(sign)
        elif sign == "[":
            end = text.find("\\]", place, place + _LONGEST_FORMULA)
            return end + 2 if end >= 0 else place
        elif sign in "(-/!@)]":
            pass
        elif done := self._accent(sign, text, place):
            return done
        else:
            self.add(" ")
        return place

    def _accent(self, accent: str, text: str, place: int) -> int:
        """Adds the accented letter and returns the place after it; 0 where there is none."""
        letter, after = accented(accent, text, place)
        if after:
            self.add(letter)
        return after

    # ---- commands in letters: each reads one from the place after its name

    def _command(self, name: str, text: str, place: int) -> int:
        if name in self._macros.definitions:
            return self._expand(name, text, place)
        if (letter := LETTERS.get(name)) is not None:
            self.add(f" {letter} " if letter in _SPACED else letter)
            after = past_options if name in ("newline", "linebreak") else past_blanks
            return after(text, place)
        if len(name) == 1 and (done := self._accent(name, text, place)):
            return done
        plain = name.rstrip("*")
        if read := _READ.get(plain):
            return read(self, plain, text, place)
        if name == "textbf":
            return self._argument("bold", text, place)
        if name in ("bf", "bfseries"):
            self.bold = True
            return past_blanks(text, place)
        if name in ("mdseries", "normalfont", "rm"):
            self.bold = False
        return past_unlisted(text, place)

    def _expand(self, name: str, text: str, place: int) -> int:
        body, arguments, place = self._macros.expand(name, text, place, self._level)
        if body is None:
            self.add(arguments)
        else:
            self._within(body)
        return place

    def _argument(self, action: str, text: str, place: int, rank: int = 0) -> int:
        """Enters the braces at ``place``; ``action`` happens where they close."""
        begin = opening_brace(text, place)
        if begin < 0:
            return place
        self.open(action, rank)
        return begin + 1

    def _heading(self, name: str, text: str, place: int) -> int:
        place = past_options(text, past_blanks(text, place))
        return self._argument("heading", text, place, RANKS[name])

    def _note(self, _: str, text: str, place: int) -> int:
        return self._argument("note", text, past_options(text, place))

    def _front_matter(self, name: str, text: str, place: int) -> int:
        inner, after = self._braces.group(text, past_options(text, place))
        if inner is not None:
            self._front(name, inner, self.line)
        return after

    def _paragraph(self, _: str, _text: str, place: int) -> int:
        self.paragraph()
        return place

    def _row(self, _: str, _text: str, place: int) -> int:
        self.row()
        return place

    def _address(self, _: str, text: str, place: int) -> int:
        inner, after = self._braces.group(text, place)
        self.add(_ESCAPED.sub(r"\1", inner or ""))
        return after

    def _verbatim(self, _: str, text: str, place: int) -> int:
        end = text.find(text[place : place + 1], place + 1, place + _LONGEST_VERBATIM)
        self.add(text[place + 1 : end] if end > 0 else "")
        return end + 1 if end > 0 else place

    def _define(self, name: str, text: str, place: int) -> int:
        return self._macros.define(name, text, place)

    def _stream(self, name: str, text: str, place: int) -> int:
        match = _STREAM.match(text, place)
        place = match.end() if match else place
        return self._dropped(name, text, place) if name in DROPPED else past_unlisted(text, place)

    def _dropped(self, name: str, text: str, place: int) -> int:
        if name in PAUSES:
            self.paragraph()
        elif name in RULES and self.tables:
            self.tables[-1].ruled.add(len(self.tables[-1].rows))
        elif name in FILES:
            inner, _ = self._braces.group(text, place)
            self.files.append(inner or "")
        return self._braces.past(text, past_blanks(text, place), DROPPED[name])

    def _settings(self, name: str, text: str, place: int) -> int:
        return self._braces.past(text, place, ARGUMENTS[name])

    def _unread(self, _: str, text: str, place: int) -> int:
        return self._before("\\fi", text, place)

    def _before(self, mark: str, text: str, place: int) -> int:
        """The place of ``mark``, or ``place`` where it does not follow."""
        if mark in self._missing:
            return place
        end = text.find(mark, place)
        if end < 0 and not self._level:
            self._missing.add(mark)
        return end if end >= 0 else place

    def _item(self, name: str, text: str, place: int) -> int:
        place = past_blanks(text, place)
        self.entry()
        if name == "bibitem":
            return self._braces.past(text, place, 1)
        if label := option(text, place):
            self._within(label[1:-1])
            self.end_label()
        return place + len(label)

    # ---- environments

    def _environment(self, command: str, text: str, place: int) -> int:
        match = _ENVIRONMENT.match(text, place)
        if not match:
            return past_unlisted(text, place)
        if command == "begin":
            return self._begin(match[1], text, match.end())
        return self._end(match[1], text, match.end())

    def _begin(self, name: str, text: str, place: int) -> int:
        if name in DROPPED_ENVIRONMENTS:
            return self._before(f"\\end{{{name}}}", text, place)
        place = past_options(text, place)
        if name in TABLES:
            self.table()
            return past_options(text, self._braces.past(text, place, TABLES[name]))
        if not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists += 1
        if count := ENVIRONMENT_ARGUMENTS.get(name, 0):
            return self._braces.past(text, place, count)
        return past_settings(text, place)

    def _end(self, name: str, text: str, place: int) -> int:
        if name in TABLES and self.tables:
            self.end_table()
            return place
        if not self.tables:
            self.flush()
        if _LIST.search(name):
            self.lists = max(0, self.lists - 1)
        return len(text) if name == "document" else place


_READ: dict[str, Callable[[Scan, str, str, int], int]] = {
    **dict.fromkeys(DROPPED, Scan._dropped),
    **dict.fromkeys(ARGUMENTS, Scan._settings),
    **dict.fromkeys(DEFINITIONS, Scan._define),
    **dict.fromkeys(RANKS, Scan._heading),
    **dict.fromkeys(_FRONT, Scan._front_matter),
    **dict.fromkeys(("footnote", "footnotetext"), Scan._note),
    **dict.fromkeys(("url", "path", "nolinkurl"), Scan._address),
    **dict.fromkeys(("verb", "lstinline"), Scan._verbatim),
    **dict.fromkeys(("item", "bibitem"), Scan._item),
    **dict.fromkeys(("tabularnewline", "cr"), Scan._row),
    **dict.fromkeys(("write", "openin", "openout", "read", "immediate"), Scan._stream),
    "begin": Scan._environment,
    "end": Scan._environment,
    "iffalse": Scan._unread,
    "par": Scan._paragraph,
}
