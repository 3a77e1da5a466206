"""Tables with a column for each course, for a page of any width.

Takes rows with a cell for each course, puts them on a page in as many tables as it needs. The code
of a course stands above its column in several lines: ``SOWK``, ``322``, ``(e)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from curriculum_gap.curriculum_map import CourseCoverage
from curriculum_gap.reports.column_groups import column_groups, group_span
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.findings import NEED_MARKS
from curriculum_gap.reports.terminal.page import Page

__all__ = ["HEAD_WIDTH", "NAME_WIDTH", "column_heads", "head_lines", "put_course_tables"]

NAME_WIDTH = 28
"""Columns of a row's name beside its cells, at least."""
HEAD_WIDTH = 7
"""Columns of a head, at most."""
_CELL = 3  # columns of a cell
_MOST_TABLES = 4
_BREAKS = re.compile(r"[\s_-]+")


def put_course_tables(
    page: Page,
    heading: str,
    courses: Sequence[CourseCoverage],
    rows: Iterable[tuple[Text, Sequence[Text]]],
) -> bool:
    """Rows of a name and a cell for each course, below ``heading``, in as many tables as the page
    needs. False, and nothing on the page, where these would be too many."""
    heads = column_heads([_course_lines(known) for known in courses])
    width = max([_CELL, *(len(line) for head in heads for line in head.split("\n"))])
    groups = column_groups(courses, max(1, (page.width - NAME_WIDTH - 3) // (width + 1)))
    if len(groups) > _MOST_TABLES:
        return False
    rows = list(rows)
    for group in groups:
        page.blank()
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
        above = "\n" * heads[0].count("\n")
        room = page.width - 3 - len(group) * (width + 1)
        table.add_column(
            above + heading + group_span(group, len(courses)),
            max_width=max(room, NAME_WIDTH),
            overflow="fold",
        )
        for index, _ in group:
            table.add_column(heads[index], width=width, justify="center", no_wrap=True)
        for name, cells in rows:
            table.add_row(name, *(cells[index] for index, _ in group))
        page.put(table)
    return True


def column_heads(heads: Sequence[list[str]]) -> list[str]:
    """Heads of columns, given in lines, in as many lines for each; those with fewer stand lower."""
    most = max((len(lines) for lines in heads), default=0)
    return ["\n".join([""] * (most - len(lines)) + lines) for lines in heads]


def head_lines(text: str) -> list[str]:
    """A text in lines that fit above a column."""
    lines: list[str] = []
    for word in _BREAKS.split(text):
        lines += [word[start : start + HEAD_WIDTH] for start in range(0, len(word), HEAD_WIDTH)]
    return lines


def _course_lines(known: CourseCoverage) -> list[str]:
    """The code of a course in lines, and its mark where it is not required."""
    lines = head_lines(escape_line(known.course.code))
    mark = NEED_MARKS[known.course.need]
    return [*lines, mark] if mark else lines
