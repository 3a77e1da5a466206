"""Lines of plain text: tables drawn with them, and how wrapped ones are made whole.

Takes the lines of a text; gives rows of cells and joined paragraphs to `blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.table_grid import Cell
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["RULE", "DrawnTable", "hyphenated_words", "in_columns", "join_lines", "wrap_width"]

RULE = lazy_pattern(r"[-=_*~#+|: \t]{3,}$")
"""A line that is only drawn."""
_COLUMN_GAP = lazy_pattern(r"\t+| {3,}")
_WORD_START = lazy_pattern(r"[\s(/“\"]")
_WORD_END = lazy_pattern(r"[^\w]")
_HYPHENATED = lazy_pattern(r"\w+-\w+")
_LONGEST_WORD = 40  # characters looked at beside a hyphen
_WRAPPED_AT = range(40, 131)  # columns at which people wrap text by hand
_SHARE_WITHIN = 0.95  # of the lines end before that column


@dataclass(slots=True)
class DrawnTable:
    """Rows of cells, the index of the line of each, whether a ruled line follows the first, and
    the index of the line after the table."""

    rows: list[list[Cell]]
    places: list[int]
    is_ruled: bool
    end: int

    @classmethod
    def at(cls, lines: Sequence[str], start: int, end: int) -> DrawnTable | None:
        """The table of at least two rows that begins at line ``start`` and ends before ``end``:
        cells between pipes, tabs, or gaps that make three columns."""
        has_pipes = "|" in lines[start]
        cells_of = _pipe_cells if has_pipes else _gap_cells
        table = cls([], [], False, start)
        for index in range(start, end):
            if table.rows and RULE.fullmatch(lines[index].strip()):
                table.is_ruled = table.is_ruled or len(table.rows) == 1
            else:
                row = cells_of(lines[index])
                first = table.rows[0] if table.rows else row
                if len(row) < 2 or abs(len(row) - len(first)) > 1:
                    break
                table.rows.append(row)
                table.places.append(index)
            table.end = index + 1
        if len(table.rows) < 2:
            return None
        is_sure = has_pipes or "\t" in lines[start] or len(table.rows[0]) > 2
        return table if is_sure else None


def in_columns(line: str) -> bool:
    """Whether gaps part a line into three cells or more. Two cells may be a label and its value,
    or text that was set flush on both sides."""
    return len(_gap_cells(line)) > 2


def _gap_cells(line: str) -> list[Cell]:
    """The texts between tabs or gaps of three blanks; none where there is no gap."""
    line = line.strip()
    if "\t" not in line and "   " not in line:
        return []
    return _cells(_COLUMN_GAP.split(line))


def _pipe_cells(line: str) -> list[Cell]:
    """The texts between pipes; none where fewer than two stand in the line."""
    if line.count("|") < 2:
        return []
    return _cells(line.strip().strip("|").split("|"))


def _cells(texts: Sequence[str]) -> list[Cell]:
    """One cell for each text, in columns counted from 0. No cell of plain text is strong."""
    return [Cell(column, normalize_space(text)) for column, text in enumerate(texts)]


def wrap_width(lines: Sequence[str]) -> int:
    """The column at which the text was wrapped by hand, 0 where each line is a paragraph.

    Nearly all lines end before it, a few may be longer.
    """
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * _SHARE_WITHIN)]
    return width if width in _WRAPPED_AT else 0


def hyphenated_words(lines: Sequence[str]) -> frozenset[str]:
    """The words with a hyphen inside lines, in small letters."""
    words: set[str] = set()
    for line in lines:
        if "-" in line:
            words.update(_HYPHENATED.findall(line[:2000].lower()))
    return frozenset(words)


def join_lines(parts: Sequence[str], hyphenated: frozenset[str]) -> str:
    """The lines of one paragraph as one. A word broken over two lines is made whole; its hyphen
    stays where the text writes it elsewhere (``hyphenated``)."""
    joined: list[str] = []
    for part in parts:
        above = joined[-1] if joined else ""
        if above.endswith("-") and part[:1].islower() and above[-2:-1].isalpha():
            first = _WORD_START.split(above[-_LONGEST_WORD:-1])[-1]
            second = _WORD_END.split(part[:_LONGEST_WORD])[0]
            if f"{first}-{second}".lower() not in hyphenated:
                joined[-1] = above[:-1]
            joined.append(part)
        else:
            joined += [" ", part]
    return "".join(joined)
