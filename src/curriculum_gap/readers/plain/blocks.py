"""Plain lines to blocks: headings by look, list entries, paragraphs made whole, tables.

A low leaf: the text reader is built on it, and other text readers fall back to it. Nothing here is
slower than linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curriculum_gap.heading_rules import (
    LONGEST_HEADING,
    NUMBERED,
    heading_rank,
    opens_session,
    title_like,
)
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import late
from curriculum_gap.readers.plain.pages import pages_of
from curriculum_gap.readers.plain.tables import RULE, in_columns, table_at
from curriculum_gap.readers.plain.wrapping import compounds, join_lines, wrap_width
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["plain_blocks"]

_LONGEST_JOINED = 1_000  # of a paragraph that a page break may have cut
_ENTRY = late(
    r"(?P<mark>[-*+•·‣▪●○◦■□➢✓–—o\uf0b7\uf0a7]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{2,5}[.)])\s+(?=\S)"
)
_LETTER_ENTRY = late(r"(?P<mark>\(?[A-Z][.)])\s+(?=\S)")
_UNDERLINE = late(r"([=\-~_*^])\1{2,}$")


def plain_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Blocks of plain text whose first line has the number ``first_line``.

    Blank lines and form feeds end a paragraph; wrapped lines are joined (a hyphen at the line's end
    too); headings are known by look, entries by their mark, tables by tabs, pipes or column gaps.
    """
    return tuple(_Lines(text.split("\n"), first_line).blocks())


class _Lines:
    """One pass over the lines; the state is the list indents and the paragraph being built."""

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self.raw, self.pages = pages_of(lines)
        self.first = first_line
        self.width = wrap_width(self.raw)
        self.known = compounds(self.raw)
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
                if end in self.pages:
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
        if text := normalize_space(text):
            self.out.append(Block(text, shape, line=self.first + place, depth=depth))

    def _heading(self, place: int, start: int, end: int) -> int:
        """The place after a heading at ``place``, or 0."""
        text = self.raw[place].strip()
        if len(text) > LONGEST_HEADING:
            return 0
        if RULE.fullmatch(text):
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
            not NUMBERED.match(text) or self._marked(self._next_text(place + 1))
        ):
            return 0
        first = place == start or self.raw[place - 1].rstrip().endswith((".", "?", "!", ".)"))
        alone = (place == start and place + 1 == end) or (first and self._leads(place, end))
        if alone and opens_session(text) and len(text.split()) <= 14:
            following = self._next_text(place + 1)
            if following and not opens_session(following):
                self._open(text, place, 3)
                return place + 1
        if alone and title_like(text, place + 1 < end) and self._next_text(place + 1):
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
                self._add(join_lines(parts, self.known), Shape.PARAGRAPH, place)
            else:
                last = self.out[-1]
                self.out[-1] = replace(
                    last, text=normalize_space(join_lines([last.text, *parts], self.known))
                )
            return here
        if len(letter := mark["mark"].strip("().")) == 1 and letter.isupper():
            self.letter = letter
        while self.indents and indent < self.indents[-1]:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1]:
            self.indents.append(indent)
        parts[0] = parts[0][mark.end() :]
        self._add(join_lines(parts, self.known), Shape.ENTRY, place, len(self.indents))
        return here

    def _goes_on(self, place: int) -> bool:
        """True where a sentence that a page break cut goes on at ``place``."""
        paged = place in self.pages or (place > 0 and place - 1 in self.pages)
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
        if self._marked(line) or opens_session(text) or RULE.fullmatch(text) or in_columns(text):
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

    def _table(self, place: int, end: int) -> int:
        """The place after a table that begins at ``place``, or 0."""
        table = table_at(self.raw, place, end)
        if table is None:
            return 0
        self.tables += 1
        for row, cells in table.rows:
            text, line = " | ".join(cell for cell in cells if cell), self.first + row
            block = Block(
                text, Shape.ROW, line=line, cells=cells, header=table.header, table=self.tables
            )
            self.out.append(block)
        return table.end
