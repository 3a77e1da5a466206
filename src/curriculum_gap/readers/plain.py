"""Plain lines to blocks: what headings, list entries, wrapped paragraphs and tables look like.

A low leaf: the text reader is built on it, other text readers share its eye for headings and fall
back to it. Nothing here is slower than linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import late
from curriculum_gap.readers.folding import fold

__all__ = ["heading_rank", "names_columns", "opens_session", "plain_blocks"]

_LONGEST_HEADING = 110  # characters
_LONGEST_JOINED = 1_000  # of a paragraph that a page break may have cut
_ENTRY = late(
    r"(?P<mark>[-*+•·‣▪●○◦■□➢✓–—o\uf0b7\uf0a7]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{2,5}[.)])\s+(?=\S)"
)
_LETTER_ENTRY = late(r"(?P<mark>\(?[A-Z][.)])\s+(?=\S)")
_DIGIT = late(r"\d")
_PARENTHESIS = late(r"\([^()]*\)")
_WORD_START = late(r"[\s(/“\"]")
_WORD_END = late(r"[^\w]")
_UNDERLINE = late(r"([=\-~_*^])\1{2,}$")
_RULE = late(r"[-=_*~#+|: \t]{3,}$")
_SESSION = late(
    r"(?:week|wk\.?|session|class|unit|module|meeting|lecture|lesson|day|topic|part|chapter)s?"
    r"\s+(?:#\s*)?(?:\d{1,3}|[ivx]{1,5}\b|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen)\b(?!\s+of\b)",
    re.I,
)
_NUMBERED = late(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}[.)])\s+(?=[A-Z])")
_ENDS_SENTENCE = late(r"[.!?;,][\"'”’)]*$")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the",
     "to", "with", "&", "vs", "vs.", "your", "our", "you", "is", "are"]
)  # fmt: skip
_NOT_HEADING = late(r"@|https?:|www\.|\.edu\b|\d:\d\d|\$\d|^[\d\W]+$|\(\d{3}\)|\d{3}-\d{4}")
_COLUMN_GAP = late(r"\t+| {3,}")
_HEADER_WORD = late(
    r"\b(?:week|date|day|topics?|readings?|assignments?|activit(?:y|ies)|session|class|due|module|"
    r"unit|outcomes?|objectives?|competenc(?:y|ies)|points|grade|percent|weight|description)\b",
    re.I,
)
# First halves of compounds that keep their hyphen where a line breaks after it.
_KEEPS_HYPHEN = frozenset(
    ["self", "well", "non", "anti", "cross", "multi", "inter", "intra", "socio", "bio", "co",
     "pre", "post", "sub", "mid", "low", "high", "long", "short", "full", "part", "evidence",
     "trauma", "community", "client", "person", "student", "strength", "strengths", "decision",
     "problem", "first", "second", "third", "one", "two", "three", "african", "asian",
     "european", "latin", "mexican", "jewish", "black", "white"]
)  # fmt: skip


def heading_rank(text: str) -> int:
    """The rank (2 or 3) of a line that looks like a heading wherever it stands alone, else 0.

    2: written in capitals. 3: ends with a colon (``Required texts:``).
    """
    words = text.split()
    if not 0 < len(words) <= 12 or len(text) > _LONGEST_HEADING or _NOT_HEADING.search(text):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 4 and all(letter.isupper() for letter in letters):
        return 0 if _ENDS_SENTENCE.search(text) else 2
    if text.endswith(":") and len(words) <= 7 and ":" not in text[:-1] and text[0].isupper():
        # "Required Texts:" is a heading, "Grades will be based on the following:" a sentence.
        return 3 if len(words) <= 4 or _title_case(words) else 0
    return 0


def opens_session(text: str) -> bool:
    """True for a line that begins a session of a schedule: ``Week 3: …``, ``Module IV``."""
    return bool(_SESSION.match(text))


def names_columns(cells: Sequence[str]) -> bool:
    """True for the cells of a row that reads like a table's head: Week, Topic, Readings …"""
    named = sum(bool(_HEADER_WORD.search(cell)) and len(cell) < 40 for cell in cells)
    return named * 2 >= len(cells) > 0


def plain_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Blocks of plain text whose first line has the number ``first_line``.

    Blank lines and form feeds end a paragraph; wrapped lines are joined (a hyphen at the line's end
    too); headings are known by look, entries by their mark, tables by tabs, pipes or column gaps.
    """
    return tuple(_Lines(text.split("\n"), first_line).blocks())


class _Lines:
    """One pass over the lines; the state is the list indents and the paragraph being built."""

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self.raw = [line.replace("\f", " ").rstrip() for line in lines]
        self.feeds = _blank_running_lines(self.raw)  # places where a page begins
        self.feeds |= {place for place, line in enumerate(lines) if line.startswith("\f")}
        self.first = first_line
        self.width = _wrap_width(self.raw)
        self.known = _compounds(self.raw)
        self.out: list[Block] = []
        self.indents: list[int] = []
        self.letter = ""
        self.tables = 0

    def blocks(self) -> list[Block]:
        place = 0
        while place < len(self.raw):
            if not self.raw[place].strip():
                place += 1
                continue
            end = place
            while end < len(self.raw) and self.raw[end].strip():
                end += 1
                if end in self.feeds:
                    break
            self._chunk(place, end)
            place = end
        return self.out

    def _chunk(self, start: int, end: int) -> None:
        """Lines ``start`` to ``end`` without a blank one between them."""
        place = start
        while place < end:
            place = (
                self._table(place, end)
                or self._heading(place, start, end)
                or self._text(place, end)
            )

    def _add(self, text: str, shape: Shape, place: int, depth: int = 0) -> None:
        if text := fold(text):
            self.out.append(Block(text, shape, line=self.first + place, depth=depth))

    def _heading(self, place: int, start: int, end: int) -> int:
        """The place after a heading at ``place``, or 0."""
        text = self.raw[place].strip()
        if len(text) > _LONGEST_HEADING:
            return 0
        if _RULE.fullmatch(text):
            return place + 1  # a drawn line
        if (
            place + 1 < end
            and place == start
            and _UNDERLINE.fullmatch(rule := self.raw[place + 1].strip())
            and (abs(len(rule) - len(text)) <= max(4, len(text) // 2) or place + 2 == end)
        ):
            self._open(text, place, 1 if rule[0] in "=*" else 2)
            return place + 2
        if rank := heading_rank(text):
            self._open(text, place, rank)
            return place + 1
        if self._marked(text) and (
            not _NUMBERED.match(text) or self._marked(self._next_text(place + 1))
        ):
            return 0
        first = place == start or self.raw[place - 1].rstrip().endswith((".", "?", "!", ".)"))
        alone = (place == start and place + 1 == end) or (first and self._leads(place, end))
        if alone and opens_session(text) and len(text.split()) <= 14:
            following = self._next_text(place + 1)
            if following and not opens_session(following):
                self._open(text, place, 3)
                return place + 1
        if alone and _title_like(text, place + 1 < end) and self._next_text(place + 1):
            self._open(text, place, 3)
            return place + 1
        return 0

    def _open(self, text: str, place: int, rank: int) -> None:
        self.indents.clear()
        self._add(text, Shape.HEADING, place, rank)

    def _next_text(self, place: int) -> str:
        lines = (line.strip() for line in self.raw[place : place + 20])
        return next(filter(None, lines), "")

    def _leads(self, place: int, end: int) -> bool:
        """True where a short line stands above running text: the next line is a full one."""
        if place + 1 >= end:
            return False
        below = self.raw[place + 1]
        if self._marked(below):
            return True
        return (
            len(below) > max(45, 1.5 * len(self.raw[place].strip()))
            and not below.lstrip()[0].islower()
        )

    def _marked(self, line: str) -> re.Match[str] | None:
        """The list mark a line begins with; capital letters only in sequence (names have them)."""
        bare = line.lstrip()
        if match := _ENTRY.match(bare):
            return match
        match = _LETTER_ENTRY.match(bare)
        letter = match["mark"].strip("().") if match else ""
        follows = self.letter and letter and ord(letter) == ord(self.letter) + 1
        return match if letter == "A" or follows else None

    def _text(self, place: int, end: int) -> int:
        """Adds the paragraph or entry that begins at ``place``; the place after it."""
        line = self.raw[place]
        mark = self._marked(line)
        indent = len(line) - len(line.lstrip())
        parts = [line.strip()]
        here = place + 1
        while here < end and self._continues(here, indent, mark is not None):
            parts.append(self.raw[here].strip())
            here += 1
        if mark is None:
            if indent == 0:
                self.indents.clear()
            if not self._goes_on(place):
                self._add(self._join(parts), Shape.PARAGRAPH, place)
            else:
                last = self.out[-1]
                self.out[-1] = replace(last, text=fold(self._join([last.text, *parts])))
            return here
        if len(letter := mark["mark"].strip("().")) == 1 and letter.isupper():
            self.letter = letter
        while self.indents and indent < self.indents[-1]:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1]:
            self.indents.append(indent)
        parts[0] = parts[0][mark.end() :]
        self._add(self._join(parts), Shape.ENTRY, place, len(self.indents))
        return here

    def _goes_on(self, place: int) -> bool:
        """True where a sentence that a page break cut goes on at ``place``."""
        paged = place in self.feeds or (place > 0 and place - 1 in self.feeds)
        return (
            paged
            and bool(self.out)
            and self.raw[place].lstrip()[0].islower()
            and self.out[-1].shape in (Shape.PARAGRAPH, Shape.ENTRY)
            and self.out[-1].text[-1] not in ".:;?!"
            and len(self.out[-1].text) < _LONGEST_JOINED
        )

    def _continues(self, place: int, indent: int, in_entry: bool) -> bool:
        """True where line ``place`` only goes on with the line above it."""
        line, above = self.raw[place], self.raw[place - 1].strip()
        text = line.strip()
        if self._marked(line) or opens_session(text) or _RULE.fullmatch(text):
            return False
        if len(_COLUMN_GAP.split(text)) >= 3:
            return False
        if above.endswith("-") and text[0].islower():
            return True
        if in_entry and len(line) - len(line.lstrip()) > indent:
            return True
        if not self.width:
            return False  # every paragraph is one line
        if text[0].islower() and not above.endswith((".", "?", "!", ":")):
            return True
        if heading_rank(text):
            return False
        room = self.width - len(self.raw[place - 1])
        return len(text.split(None, 1)[0]) + 1 > room

    def _join(self, parts: list[str]) -> str:
        """The lines of one paragraph; a word hyphenated over two lines is made whole."""
        done: list[str] = []
        for part in parts:
            above = done[-1] if done else ""
            if above.endswith("-") and part[:1].islower() and above[-2:-1].isalpha():
                first = _WORD_START.split(above[-40:-1])[-1]
                second = _WORD_END.split(part[:40])[0]
                compound = f"{first}-{second}".lower()
                keep = compound in self.known or first.split("-")[-1].lower() in _KEEPS_HYPHEN
                done[-1] = above if keep else above[:-1]
                done.append(part)
            else:
                done += [" ", part]
        return "".join(done)

    def _table(self, place: int, end: int) -> int:
        """The place after a table of at least two rows that begins at ``place``, or 0."""
        split = _pipe_cells if "|" in self.raw[place] else _gap_cells
        rows: list[tuple[int, tuple[str, ...]]] = []
        here = place
        ruled = False
        while here < end:
            if rows and _RULE.fullmatch(self.raw[here].strip()):
                ruled = ruled or len(rows) == 1
            elif len(cells := split(self.raw[here])) >= 2 and (
                not rows or abs(len(cells) - len(rows[0][1])) <= 1
            ):
                rows.append((here, cells))
            else:
                break
            here += 1
        if len(rows) < 2 or (
            len(rows[0][1]) < 3 and split is _gap_cells and "\t" not in self.raw[place]
        ):
            return 0
        self.tables += 1
        first = rows[0][1]
        header = first if ruled or names_columns(first) else ()
        for line, cells in rows:
            text = " | ".join(cell for cell in cells if cell)
            self.out.append(
                Block(
                    text,
                    Shape.ROW,
                    line=self.first + line,
                    cells=cells,
                    header=header,
                    table=self.tables,
                )
            )
        return here


def _blank_running_lines(lines: list[str]) -> set[int]:
    """Empties the repeats of a line that heads every page (``N227 Spring 2015``), so that
    it is not read as a heading. Only lines with a digit count as such: the same
    ``Readings`` may well stand above each week. Returns the places
    where pages begin."""
    pages: set[int] = set()
    heads: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        text = line.strip()
        if (
            0 < len(text) <= 80
            and (place == 0 or not lines[place - 1].strip())
            and _DIGIT.search(text)
        ):
            heads.setdefault(text, []).append(place)
    for text, places in heads.items():
        if len(places) >= 4 and not _SESSION.match(text):
            pages.add(places[0] + 1)  # it is no part of the paragraph below it
            for place in places[1:]:
                lines[place] = ""
                pages.add(place)
                above = next(
                    (back for back in (place - 1, place - 2) if back >= 0 and lines[back].strip()),
                    -1,
                )
                if (
                    above >= 0
                    and lines[above].strip().isdecimal()
                    and len(lines[above].strip()) <= 3
                ):
                    lines[above] = ""  # the number of the page before
    return pages


def _gap_cells(line: str) -> tuple[str, ...]:
    line = line.strip()
    if "\t" not in line and "   " not in line:
        return ()
    return tuple(fold(cell) for cell in _COLUMN_GAP.split(line))


def _pipe_cells(line: str) -> tuple[str, ...]:
    if line.count("|") < 2:
        return ()
    return tuple(fold(cell) for cell in line.strip().strip("|").split("|"))


def _title_like(text: str, leads: bool) -> bool:
    """A short line in title case, as people set headings without a style; where it ``leads`` a
    paragraph right below it, a capital at its beginning will do."""
    words = _PARENTHESIS.sub("", text).split()
    if (numbered := _NUMBERED.match(text)) is not None:
        words = text[numbered.end() :].split()
    if not words or len(words) > 9 or len(text) > 70 or _NOT_HEADING.search(text):
        return False
    if text[-1] in ".,;!" or ":" in text[:-1] or not words[0][0].isupper() or "|" in text:
        return False
    return len(words) <= (5 if leads else 3) or _title_case(words)


def _title_case(words: Sequence[str]) -> bool:
    weighty = [word for word in words if word.lower() not in _SMALL and word[0].isalpha()]
    return bool(weighty) and sum(word[0].isupper() for word in weighty) >= 0.6 * len(weighty)


def _wrap_width(lines: Sequence[str]) -> int:
    """The column at which the text was wrapped by hand, or 0 where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 8:
        return min(lengths[-1], 80) if lengths and 50 <= lengths[-1] <= 110 else 0
    width = lengths[int(len(lengths) * 0.95)]
    return width if 40 <= width <= 130 else 0


def _compounds(lines: Sequence[str]) -> frozenset[str]:
    """The hyphenated words that stand inside lines."""
    return frozenset(
        word.lower()
        for line in lines
        if "-" in line
        for word in re.findall(r"\w+-\w+", line[:2000])
    )
