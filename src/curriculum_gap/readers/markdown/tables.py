"""Block rules for markdown-it-py: Pandoc's drawn tables, HTML tables as one piece, fenced divs.

A low leaf below ``from_markdown``. A drawn table becomes one token ``drawn_table`` whose content
is its source; `table_rows` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

from curriculum_gap.patterns import late

__all__ = ["TABLE_RULES", "Row", "table_rows", "underlined", "underlined_heading"]

_GRID_LINE = late(r"\+(?:[-=:]+\+)+\s*$")
_DASHES = late(r" {0,3}-{2,}(?: +-{2,})+ *$")
_FULL_DASHES = late(r" {0,3}-{5,} *$")
_HTML_TABLE = late(r"<table\b", re.I)
_CAPTION = late(r"\s*(?:Table)?: ")
_LONGEST_TABLE = 5_000  # lines
_MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as Markdown source; ``header`` of the table; ``line`` in the file, from 1."""

    cells: tuple[str, ...]
    header: tuple[str, ...]
    line: int


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _whole_line(state: StateBlock, number: int) -> str:
    """The line with its indentation relative to the enclosing block."""
    return state.getLines(number, number + 1, state.blkIndent, False)


def _push(state: StateBlock, start: int, end: int, markup: str) -> None:
    token = state.push("drawn_table", "", 0)
    token.map = [start, end]
    token.markup = markup
    token.content = "\n".join(_whole_line(state, number) for number in range(start, end))
    state.line = end


def _grid_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``+---+---+`` above, below and between rows."""
    line = _line(state, start)
    if not _GRID_LINE.match(line) or line.count("+") > _MOST_COLUMNS:
        return False
    last = start + 1
    while last < end and not state.isEmpty(last) and _line(state, last)[:1] in ("|", "+"):
        last += 1
    if last - start < 3:
        return False
    if not silent:
        _push(state, start, last, "grid")
    return True


def _columns(state: StateBlock, number: int, end: int) -> int:
    return len(_whole_line(state, number).split()) if number < end else 0


def _dash_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Columns under rows of dashes: Pandoc's simple and multiline tables."""
    if state.src.find("--", state.bMarks[start], state.eMarks[min(start + 1, end - 1)]) < 0:
        return False
    first = _whole_line(state, start)
    if max(len(first.split()), _columns(state, start + 1, end)) > _MOST_COLUMNS:
        return False
    if _FULL_DASHES.match(first) or _DASHES.match(first):
        # Multiline (rows apart by blank lines) or without header: ends at a like line.
        for last in range(start + 1, min(end, start + _LONGEST_TABLE)):
            line = _whole_line(state, last)
            if last > start + 1 and (_FULL_DASHES.match(line) or _DASHES.match(line)):
                middle = [_whole_line(state, number) for number in range(start, last)]
                columns = sum(bool(_DASHES.match(text)) for text in middle)
                if columns == 0 and not _DASHES.match(line):
                    return False
                closes = last + 1 >= end or state.isEmpty(last + 1)
                if _DASHES.match(line) and columns == 0 and not closes:
                    continue
                if not silent:
                    _push(state, start, last + 1, "multiline")
                return True
            if last - start > 12 and not any(
                _DASHES.match(_whole_line(state, number)) for number in range(start, start + 12)
            ):
                return False
        return False
    if start + 2 >= end or not _DASHES.match(_whole_line(state, start + 1)):
        return False
    last = start + 2
    while last < end and not state.isEmpty(last) and last - start < _LONGEST_TABLE:
        last += 1
    if not silent:
        _push(state, start, last, "simple")
    return True


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``<table>`` to ``</table>``, blank lines inside or not."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin) or not _HTML_TABLE.match(_line(state, start)):
        return False
    if state.env.get("no_table_end"):
        return False
    opened = 0
    for last in range(start, end):
        line = _line(state, last).lower()
        opened += line.count("<table") - line.count("</table")
        if opened <= 0:
            break
    else:
        state.env["no_table_end"] = True  # do not search to the end again
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.map = [start, last + 1]
        token.content = state.getLines(start, last + 1, state.blkIndent, True)
        state.line = last + 1
    return True


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``::: {.note}`` and ``:::``: only the fences go, what they hold stays."""
    if not _line(state, start).startswith(":::"):
        return False
    if not silent:
        state.line = start + 1
    return True


def _drawn(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One rule for three: every rule is tried on every line, and first signs tell these apart."""
    begin = state.bMarks[start] + state.tShift[start]
    sign = state.src[begin] if begin < state.eMarks[start] else ""
    return (
        (sign == "+" and _grid_table(state, start, end, silent))
        or _dash_table(state, start, end, silent)
        or (sign == ":" and _fenced_div(state, start, end, silent))
    )


def underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule, which tries all others on every line of every paragraph, where a line
    below could be an underline."""
    if start in state.env["underlined"]:
        from markdown_it.rules_block import lheading

        return lheading(state, start, end, silent)
    state.parentType = "paragraph"  # as that rule leaves it
    return False


def underlined(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines, from 0, that have a line below in the same run that ends in a mark of
    underlines."""
    found: set[int] = set()
    below = False
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].rstrip(" \t")
        if not line:
            below = False
            continue
        if below:
            found.add(number)
        below = below or line[-1] in "-="
    return found


BlockRule = Callable[["StateBlock", int, int, bool], bool]

# Name, the rule it goes before, function.
TABLE_RULES: tuple[tuple[str, str, BlockRule], ...] = (
    ("drawn", "table", _drawn),
    ("html_table", "html_block", _html_table),
)


def table_rows(token: Token) -> list[Row]:
    """Rows of a drawn table, header row included."""
    first = token.map[0] + 1 if token.map else 1
    lines = token.content.split("\n")
    if token.markup == "grid":
        return _grid_rows(lines, first)
    return _dash_rows(lines, first, token.markup)


def _grid_rows(lines: list[str], first: int) -> list[Row]:
    edges = [place for place, letter in enumerate(lines[0]) if letter == "+"]
    rows: list[tuple[int, list[list[str]]]] = []
    header: tuple[str, ...] = ()
    cells: list[list[str]] = []
    start = first
    for number, line in enumerate(lines, first):
        if line.startswith("+") and _GRID_LINE.match(line):
            if any(any(cell) for cell in cells):
                rows.append((start, cells))
                if "=" in line and len(rows) == 1:
                    header = _cells(cells)
            cells, start = [], number + 1
            continue
        parts = _grid_parts(line, edges)
        if len(parts) > len(cells):
            cells += [[] for _ in range(len(parts) - len(cells))]
        for cell, part in zip(cells, parts, strict=False):
            if part and not re.fullmatch(r"[-=+:\s]+", part):
                cell.append(part)
    if any(any(cell) for cell in cells):
        rows.append((start, cells))
    return [Row(_cells(row), header, line) for line, row in rows]


def _grid_parts(line: str, edges: list[int]) -> list[str]:
    """Cell texts of one line: by its bars where they are as many as the columns, else by place."""
    inner = line.strip()
    inner = inner[1:] if inner[:1] in ("|", "+") else inner
    inner = inner[:-1] if inner[-1:] in ("|", "+") else inner
    parts = re.split(r"(?<!\\)\|", inner)
    if len(parts) == len(edges) - 1 or not all(line[edge : edge + 1] in "|+" for edge in (edges[0], edges[-1])):  # fmt: skip
        return [part.strip() for part in parts]
    pieces: list[str] = []
    begin = edges[0] + 1
    for edge in edges[1:]:
        if line[edge : edge + 1] in ("|", "+", ""):
            pieces.append(line[begin:edge].strip(" |+"))
            begin = edge + 1
    return pieces


def _dash_rows(lines: list[str], first: int, markup: str) -> list[Row]:
    rules = [place for place, line in enumerate(lines) if _DASHES.match(line)]
    if not rules:
        return []
    rule = rules[0]
    spans = [match.span() for match in re.finditer(r"-+", lines[rule])]
    starts = [0] + [begin for begin, _ in spans[1:]]
    ends = [*starts[1:], None]

    def split(line: str) -> list[str]:
        return [line[begin:end].strip() for begin, end in zip(starts, ends, strict=True)]

    header: tuple[str, ...] = ()
    rows: list[Row] = []
    above = [line for line in lines[:rule] if line.strip() and not _FULL_DASHES.match(line)]
    if above:
        header = _cells([list(cell) for cell in zip(*map(split, above), strict=True)])
        rows.append(Row(header, header, first + (0 if markup == "simple" else 1)))
    cells: list[list[str]] = []
    start = 0
    apart = markup == "multiline" and any(not line.strip() for line in lines[rule:])
    for number, line in enumerate([*lines[rule + 1 :], ""], first + rule + 1):
        closing = bool(_FULL_DASHES.match(line) or _DASHES.match(line))
        if not line.strip() or closing or not apart:
            if cells:
                rows.append(Row(_cells(cells), header, start))
            cells = []
        if line.strip() and not closing:
            parts = split(line)
            if not cells:
                cells, start = [[] for _ in parts], number
            for cell, part in zip(cells, parts, strict=True):
                cell.append(part)
    return rows


def _cells(cells: list[list[str]]) -> tuple[str, ...]:
    return tuple("\n".join(part for part in cell if part) for cell in cells)
