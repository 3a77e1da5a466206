"""Block rules that markdown-it lacks: Pandoc's tables of dashes and grids, ``<table>`` as one
piece, and the fences of divisions.

A rule of markdown-it takes the parser's state, the numbers of the first line and of the line after
the last one, and whether it is only asked (``silent``); it tells whether it applies.

The tables become the same tokens as those of markdown-it's own rule for tables with pipes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

__all__ = ["PROSE_DIRECTIVES", "add_block_rules", "titled"]

_GRID_LINE = re.compile(r"\+(?:[-=:]+\+)+\s*$")
# Dashes under two columns or more; and a whole line of dashes, around a multiline table.
_COLUMN_DASHES = re.compile(r" {0,3}-{2,}(?: +-{2,})+ *$")
_FULL_DASHES = re.compile(r" {0,3}-{5,} *$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_LONGEST_TABLE = 5_000  # lines
_MOST_COLUMNS = 100
# The dashes of a multiline table stand below its header, which has no more lines than this.
_LONGEST_HEADER = 12
PROSE_DIRECTIVES = (
    "admonition|note|tip|hint|important|warning|caution|attention|danger|error|info|seealso|topic"
    "|sidebar|card|dropdown|details|tab-item|grid-item-card|exercise|question"
)
"""Kinds of boxes whose title a reader sees; a choice of an expression."""
_BOX_TITLE = re.compile(
    r":{3,}[ \t]*(?:\{[^{}]{0,300}?\b(?:title|summary)="
    r"(?:\"(?P<quoted>[^\"]*)\"|'(?P<single>[^']*)')"
    rf"|\{{?(?:{PROSE_DIRECTIVES})\}}?(?:\[(?P<bracketed>[^\]]*)\]|[ \t]+(?P<bare>[^:{{\s].*)))"
)
# Boxes that no reader sees, and notes for who speaks; conditions ("when-format") show them to some.
_HIDDEN_BOX = re.compile(
    r":{3,}[ \t]*(?:\{[^{}=]{0,300}?\.(?:content-hidden|hidden|notes)\b[^{}=]*\}|notes$)"
)
_CALLOUT = re.compile(r":{3,}[ \t]*\{[^{}]{0,300}?\.callout-")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<heading>\S.*)")
_FENCE = re.compile(r"[ \t>]*:{3,}[ \t]*([^\s:]?)")

# A row: the number of its line (from 0), and its cells as Markdown.
_Row = tuple[int, list[str]]


def add_block_rules(parser: MarkdownIt) -> None:
    """Adds the rules; like markdown-it's own rule for tables they may end a paragraph."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler = parser.block.ruler
    ruler.before("table", "grid_table", _grid_table, ends)
    ruler.before("table", "dash_table", _dash_table, ends)
    ruler.before("table", "division", _division, ends)
    ruler.before("html_block", "html_table", _html_table, ends)


def _line(state: StateBlock, number: int) -> str:
    """A line, without the indentation of the block around it."""
    return state.getLines(number, number + 1, state.blkIndent, False)


def _push_table(state: StateBlock, end: int, rows: Sequence[_Row], has_header: bool) -> None:
    """Tokens of a table that goes on to line ``end``; the first of ``rows`` may be its header."""
    state.push("table_open", "table", 1).map = [state.line, end]
    for index, (line, cells) in enumerate(rows):
        tag = "th" if has_header and index == 0 else "td"
        state.push("drawn_row_open", "tr", 1).map = [line, line + 1]
        for cell in cells:
            state.push(f"{tag}_open", tag, 1)
            inline = state.push("inline", "", 0)
            inline.content = cell
            inline.children = []
            state.push(f"{tag}_close", tag, -1)
        state.push("drawn_row_close", "tr", -1)
    state.push("table_close", "table", -1)
    state.line = end


def _join_lines(lines: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a row that was drawn over several ``lines`` of as many parts."""
    columns = zip_longest(*lines, fillvalue="")
    return [" ".join(filter(None, column)) for column in columns]


def _grid_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``+---+---+`` above, below and between rows, ``+===+===+`` below the header."""
    first = _line(state, start)
    if not first.startswith("+") or not _GRID_LINE.match(first):
        return False
    last = start + 1
    while last < end and not state.isEmpty(last) and _line(state, last)[:1] in ("|", "+"):
        last += 1
    if last - start < 3 or first.count("+") > _MOST_COLUMNS:
        return False
    if silent:
        return True
    rows: list[_Row] = []
    parts: list[list[str]] = []
    has_header = False
    for number in range(start + 1, last):
        line = _line(state, number)
        if not _GRID_LINE.match(line):
            parts.append(_grid_parts(line))
        elif any(map(any, parts)):
            rows.append((number - len(parts), _join_lines(parts)))
            has_header = has_header or (len(rows) == 1 and "=" in line)
            parts = []
    if any(map(any, parts)):
        rows.append((last - len(parts), _join_lines(parts)))
    _push_table(state, last, rows, has_header)
    return True


def _grid_parts(line: str) -> list[str]:
    """The texts between the bars of one line.

    A line between two rows may go on beside a cell that covers both; what is drawn there is no
    text, and counts as empty.
    """
    parts = _UNESCAPED_PIPE.split(line.strip().strip("|+"))
    texts = [part.strip(" |+") for part in parts]
    return ["" if set(text) <= set("-=+: ") else text for text in texts]


def _dash_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Columns under dashes, of two kinds that Pandoc knows.

    A simple table has a header line, a line of dashes under each column, and one row a line; a
    blank line ends it. A multiline table stands between two whole lines of dashes; blank lines part
    its rows.
    """
    second = state.eMarks[min(start + 1, end - 1)]
    if "--" not in state.src[state.bMarks[start] : second]:
        return False
    first = _line(state, start)
    if _FULL_DASHES.match(first) or _COLUMN_DASHES.match(first):
        last = _end_of_multiline(state, start, end)
    elif start + 2 < end and _COLUMN_DASHES.match(_line(state, start + 1)):
        last = start + 2
        while last < min(end, start + _LONGEST_TABLE) and not state.isEmpty(last):
            last += 1
    else:
        return False
    if not last:
        return False
    lines = [_line(state, number) for number in range(start, last)]
    rows, has_header = _dash_rows(lines, start)
    if not rows or len(rows[0][1]) > _MOST_COLUMNS:
        return False
    if not silent:
        _push_table(state, last, rows, has_header)
    return True


def _end_of_multiline(state: StateBlock, start: int, end: int) -> int:
    """The number of the line after a table that begins with a line of dashes, 0 where it is none.

    A line of dashes with a blank line below it ends the table, and dashes of columns must stand
    in it. The search stops where no columns follow soon, since every rule between two parts of a
    text begins like such a table.
    """
    has_columns = bool(_COLUMN_DASHES.match(_line(state, start)))
    for number in range(start + 1, min(end, start + _LONGEST_TABLE)):
        line = _line(state, number)
        closes = number + 1 >= end or state.isEmpty(number + 1)
        if _COLUMN_DASHES.match(line):
            if has_columns and closes:
                return number + 1
            has_columns = True
        elif _FULL_DASHES.match(line):
            return number + 1 if has_columns else 0
        elif number - start > _LONGEST_HEADER and not has_columns:
            return 0
    return 0


def _dash_rows(lines: Sequence[str], first: int) -> tuple[list[_Row], bool]:
    """The rows of a table that begins in line ``first``, and whether the first one is a header."""
    dashes = next(index for index, line in enumerate(lines) if _COLUMN_DASHES.match(line))
    starts = [match.start() for match in re.finditer(r"-+", lines[dashes])]
    starts[0] = 0

    def parts(line: str) -> list[str]:
        ends = [*starts[1:], None]
        return [line[begin:end].strip() for begin, end in zip(starts, ends, strict=True)]

    header = [index for index in range(dashes) if lines[index].strip(" -")]
    rows: list[_Row] = []
    if header:
        rows.append((first + header[0], _join_lines([parts(lines[index]) for index in header])))
    # Blank lines part the rows of a multiline table; without any, every line is a row.
    apart = any(not line.strip() for line in lines[dashes:])
    row: list[list[str]] = []
    for index in range(dashes + 1, len(lines) + 1):
        text = lines[index] if index < len(lines) else ""
        if row and (not apart or not text.strip(" -")):
            rows.append((first + index - len(row), _join_lines(row)))
            row = []
        if text.strip(" -"):
            row.append(parts(text))
    return rows, bool(header)


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``<table>`` to ``</table>``, where markdown-it's own rule ends at a blank line.

    Tables within tables are counted. Where the end is missing, the file is searched to its end
    once and no more: a file of nothing but ``<table>`` would take quadratic time.
    """
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 6].lower() != "<table" or state.env.get("unclosed_table"):
        return False
    opened = 0
    for number in range(start, end):
        line = _line(state, number).lower()
        opened += line.count("<table") - line.count("</table")
        if opened <= 0:
            break
    else:
        state.env["unclosed_table"] = True  # the search to the end is made once
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.map = [start, number + 1]
        token.content = state.getLines(start, number + 1, state.blkIndent, True)
        state.line = number + 1
    return True


def _division(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``::: {.note}`` and ``:::``: the fences go, their title and what stands between them stays;
    it is hidden text in a division that no reader sees."""
    if not state.src.startswith(":::", state.bMarks[start] + state.tShift[start]):
        return False
    if silent:
        return True
    line = _line(state, start).strip()
    title = _BOX_TITLE.match(line)
    if title is None and _CALLOUT.match(line) and start + 1 < end:
        title = _HEADING.match(_line(state, start + 1))
        start += title is not None  # the heading of a callout is its title
    last = _end_of_division(state, start, end) if _HIDDEN_BOX.match(line) else 0
    if title or last:
        token = state.push("division", "", 0)
        token.map = [start, (last or start) + 1]
        if title:
            token.content = titled(title[title.lastgroup or 0])
        else:
            text = "\n".join(_line(state, number) for number in range(start + 1, last))
            token.content = f"<div hidden>\n{escape(text)}\n</div>"
    state.line = (last or start) + 1
    return True


def _end_of_division(state: StateBlock, start: int, end: int) -> int:
    """The number of the fence that ends a division, 0 where there is none; then the file is not
    searched again."""
    if state.env.get("unclosed_division"):
        return 0
    opened = 0
    for number in range(start, end):
        fence = _FENCE.match(_line(state, number))
        if fence:
            opened += 1 if fence[1] else -1
            if not opened:
                return number
    state.env["unclosed_division"] = True
    return 0


def titled(title: str) -> str:
    """The title of a box as HTML, "" where it has none."""
    return f"<p><b>{escape(title.strip())}</b></p>" if title.strip() else ""
