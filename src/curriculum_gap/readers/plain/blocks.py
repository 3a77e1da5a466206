"""Plain lines to blocks: headings by look, list entries, paragraphs made whole, tables.

Takes text and the number of its first line; gives blocks with line numbers. The text reader is
built on it, and Markdown that its parser cannot take falls back to it. Nothing here is slower than
linear in the text.
"""

from __future__ import annotations

import re

from curriculum_gap.heading_rules import (
    LONGEST_HEADING,
    NUMBERED,
    heading_rank,
    opens_session,
    title_like,
)
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.plain.lines import (
    RULE,
    DrawnTable,
    hyphenated_words,
    in_columns,
    join_lines,
    wrap_width,
)
from curriculum_gap.readers.table_grid import row_blocks
from curriculum_gap.readers.text_cleanup import join_letters, normalize_space

__all__ = ["plain_blocks"]

# Marks of list entries: bullets, numbers, small letters and Roman numbers.
_ENTRY = lazy_pattern(
    r"(?P<mark>[-*+•·‣▪●○◦■□➢✓–—o\uf0b7\uf0a7]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{2,5}[.)])\s+(?=\S)"
)
# Capital letters may mark entries too, or be initials.
_LETTER_ENTRY = lazy_pattern(r"(?P<mark>\(?(?P<letter>[A-Z])[.)])\s+(?=\S)")
# A drawn line below a heading, as Markdown and reStructuredText have it.
_UNDERLINE = lazy_pattern(r"([=\-~_*^])\1{2,}$")
_SESSION_WORDS = 14  # a longer line that begins like a session is its description
_SENTENCE_ENDS = (".", "?", "!", ".)")


def plain_blocks(text: str, first_line: int = 1, *, is_wrapped: bool = True) -> tuple[Block, ...]:
    """Blocks of plain text whose first line has the number ``first_line``; it is not ``is_wrapped``
    where each line is known to be a paragraph.

    Blank lines and form feeds end a paragraph; wrapped lines are joined (a hyphen at the line's end
    too); headings are known by look, entries by their mark, tables by tabs, pipes or column gaps.
    """
    return tuple(_Lines(text, first_line, is_wrapped).read())


class _Lines:
    """One pass over the lines; the state is the list indents and what was written so far.

    Methods that read at a line take its index, and give the index of the next line to read, or 0
    where the line is something else.
    """

    def __init__(self, text: str, first_line: int, is_wrapped: bool) -> None:
        lines = text.split("\n")
        self._pages = {index for index, line in enumerate(lines) if line.startswith("\f")}
        self._lines = [join_letters(line.replace("\f", " ").rstrip()) for line in lines]
        self._first_line = first_line
        self._is_wrapped = is_wrapped
        self._width = wrap_width(self._lines) if is_wrapped else 0
        self._hyphenated = hyphenated_words(self._lines)
        self._blocks: list[Block] = []
        self._indents: list[int] = []  # of the lists that are open, outermost first
        self._letter = ""  # of the last entry marked with a capital
        self._tables = 0

    def read(self) -> list[Block]:
        """The blocks of all lines, paragraph by paragraph between blank lines."""
        start = 0
        while start < len(self._lines):
            if not self._lines[start]:
                start += 1
                continue
            end = start
            while end < len(self._lines) and self._lines[end]:
                end += 1
                if end in self._pages:
                    break  # a form feed
            index = start
            while index < end:
                index = (
                    self._table(index, end)
                    or self._heading(index, start, end)
                    or self._paragraph(index, end)
                )
            start = end
        return self._blocks

    def _add(self, text: str, shape: Shape, index: int, depth: int = 0) -> None:
        """Adds a block whose first line is ``index``."""
        if text := normalize_space(text):
            line = self._first_line + index
            self._blocks.append(Block(text, shape, line=line, depth=depth))

    # ---- headings

    def _heading(self, index: int, start: int, end: int) -> int:
        """A heading among the lines ``start`` to ``end`` that have no blank one between them."""
        text = self._lines[index].strip()
        if len(text) > LONGEST_HEADING:
            return 0
        if RULE.fullmatch(text):
            return index + 1  # a drawn line
        if index == start and (rank := self._underlined(index, end)):
            self._add_heading(text, index, rank)
            return index + 2
        rank = heading_rank(text)
        if not rank and self._stands_out(text, index, start, end):
            rank = 3
        if not rank:
            return 0
        self._add_heading(text, index, rank)
        return index + 1

    def _underlined(self, index: int, end: int) -> int:
        """The rank of a line with a drawn line of about its length below, 0 without one."""
        if index + 1 >= end or not _UNDERLINE.fullmatch(rule := self._lines[index + 1].strip()):
            return 0
        length = len(self._lines[index].strip())
        is_alike = abs(len(rule) - length) <= max(4, length // 2)
        if not is_alike and index + 2 < end:
            return 0
        return 1 if rule[0] in "=*" else 2

    def _stands_out(self, text: str, index: int, start: int, end: int) -> bool:
        """Whether a line is a heading by where it stands: alone, or above running text."""
        following = self._next_text(index + 1)
        if not following:
            return False
        # A numbered line may head what follows, unless that is numbered too: then both are a list.
        if self._mark(text) and (not NUMBERED.match(text) or self._mark(following)):
            return False
        is_alone = index == start and index + 1 == end
        ends_above = index == start or self._lines[index - 1].endswith(_SENTENCE_ENDS)
        begins = ends_above or not self._is_wrapped
        if not is_alone and not (begins and self._leads(index, end)):
            return False
        if opens_session(text) and len(text.split()) <= _SESSION_WORDS:
            return not opens_session(following)
        return title_like(text, index + 1 < end)

    def _add_heading(self, text: str, index: int, rank: int) -> None:
        """Adds a heading; lists above it are closed."""
        self._indents.clear()
        self._add(text, Shape.HEADING, index, rank)

    def _next_text(self, index: int) -> str:
        """The next line that is not blank, within 20."""
        for line in self._lines[index : index + 20]:
            if line:
                return line.strip()
        return ""

    def _leads(self, index: int, end: int) -> bool:
        """Whether the line below is an entry, or a full line of text."""
        if index + 1 >= end:
            return False
        below = self._lines[index + 1]
        if self._mark(below):
            return True
        is_full = len(below) > max(45, 1.5 * len(self._lines[index].strip()))
        return is_full and not below.lstrip()[0].islower()

    # ---- paragraphs and entries

    def _mark(self, line: str) -> re.Match[str] | None:
        """The list mark that a line begins with. Capital letters only in sequence: names begin
        with initials."""
        bare = line.lstrip()
        match = _ENTRY.match(bare)
        if match:
            return match
        match = _LETTER_ENTRY.match(bare)
        if match is None:
            return None
        is_next = self._letter != "" and ord(match["letter"]) == ord(self._letter) + 1
        return match if match["letter"] == "A" or is_next else None

    def _paragraph(self, index: int, end: int) -> int:
        """A paragraph or list entry: this line, and the lines that go on with it."""
        line = self._lines[index]
        mark = self._mark(line)
        indent = len(line) - len(line.lstrip())
        parts = [line.strip()]
        next_index = index + 1
        while next_index < end and self._goes_on(next_index, indent, mark is not None):
            parts.append(self._lines[next_index].strip())
            next_index += 1
        if mark is None:
            if indent == 0:
                self._indents.clear()
            self._add(join_lines(parts, self._hyphenated), Shape.PARAGRAPH, index)
            return next_index
        self._letter = mark.groupdict().get("letter", self._letter)
        # The depth of an entry is the number of lists that are open where it stands.
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1]:
            self._indents.append(indent)
        parts[0] = parts[0][mark.end() :]
        text = join_lines(parts, self._hyphenated)
        self._add(text, Shape.ENTRY, index, len(self._indents))
        return next_index

    def _goes_on(self, index: int, indent: int, in_entry: bool) -> bool:
        """Whether a line goes on with the line above it; ``indent`` is that of the first line of
        its paragraph or entry."""
        line = self._lines[index]
        text, above = line.strip(), self._lines[index - 1]
        if self._mark(line) or opens_session(text) or RULE.fullmatch(text) or in_columns(text):
            return False
        if above.endswith("-") and text[0].islower():
            return True
        if in_entry and len(line) - len(line.lstrip()) > indent:
            return True
        if not self._width:
            return False  # every paragraph is one line
        if text[0].islower() and not above.endswith((".", "?", "!", ":")):
            return True
        if heading_rank(text):
            return False
        space = self._width - len(above)  # the first word did not fit into the line above
        return len(text.split(None, 1)[0]) + 1 > space

    def _table(self, index: int, end: int) -> int:
        """A table of at least two rows."""
        table = DrawnTable.at(self._lines, index, end)
        if table is None:
            return 0
        self._tables += 1
        marked = 0 if table.is_ruled else None
        lines = [self._first_line + place for place in table.places]
        rows = row_blocks(table.rows, self._tables, marked, lines)
        self._blocks += [row for row in rows if row is not None]
        return table.end
