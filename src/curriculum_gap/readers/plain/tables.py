"""Tables drawn in plain text, with pipes, tabs or gaps of several blanks between their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.heading_rules import names_columns
from curriculum_gap.patterns import late
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["RULE", "in_columns", "table_at"]

RULE = late(r"[-=_*~#+|: \t]{3,}$")
_COLUMN_GAP = late(r"\t+| {3,}")


class Drawn(NamedTuple):
    """A table: the place and cells of each row, its header (or ()), the place after it."""

    rows: list[tuple[int, tuple[str, ...]]]
    header: tuple[str, ...]
    end: int


def table_at(lines: Sequence[str], place: int, end: int) -> Drawn | None:
    """The table of at least two rows that begins at ``place``, and goes on to ``end`` at most."""
    split = _pipe_cells if "|" in lines[place] else _gap_cells
    rows: list[tuple[int, tuple[str, ...]]] = []
    here = place
    ruled = False
    while here < end:
        if rows and RULE.fullmatch(lines[here].strip()):
            ruled = ruled or len(rows) == 1
        elif len(cells := split(lines[here])) >= 2 and (
            not rows or abs(len(cells) - len(rows[0][1])) <= 1
        ):
            rows.append((here, cells))
        else:
            break
        here += 1
    if len(rows) < 2:
        return None
    first = rows[0][1]
    if len(first) < 3 and split is _gap_cells and "\t" not in lines[place]:
        return None
    return Drawn(rows, first if ruled or names_columns(first) else (), here)


def in_columns(line: str) -> bool:
    """Whether gaps part a line into three cells or more."""
    return ("\t" in line or "   " in line) and len(_COLUMN_GAP.split(line)) >= 3


def _gap_cells(line: str) -> tuple[str, ...]:
    line = line.strip()
    if "\t" not in line and "   " not in line:
        return ()
    return tuple(normalize_space(cell) for cell in _COLUMN_GAP.split(line))


def _pipe_cells(line: str) -> tuple[str, ...]:
    if line.count("|") < 2:
        return ()
    return tuple(normalize_space(cell) for cell in line.strip().strip("|").split("|"))
