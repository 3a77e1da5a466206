"""Tables in the text of a Word 97–2003 file: rows of cells between tabs.

In the file a mark ends each cell, and one more ends each row. kreuzberg gives both marks as tabs,
like tabs in the text; the lines of a cell stay lines. So a table of two columns is the text
``a\\tb\\t\\tc\\td\\t\\t``, and what follows it stands on the same line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["TableRows", "split_tables"]

_MOST_COLUMNS = 12
_FEWEST_ROWS = 2  # one row could be a line with tabs


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table, each with the texts of its cells; white space is not folded."""

    rows: list[list[str]]


def split_tables(text: str) -> Iterator[str | TableRows]:
    """The texts and tables that ``text`` consists of, in their order. In texts, what may be a mark
    of a row is a line end."""
    pieces = text.split("\t")
    outside: list[str] = []
    index = 0
    while index < len(pieces):
        rows, end = _table_at(pieces, index)
        if not rows:
            outside.append(pieces[index])
            index += 1
            continue
        # The text above the table ends where its first cell begins, at a line.
        above, _, rows[0][0] = pieces[index].rpartition("\n")
        yield _lines([*outside, above])
        yield TableRows(rows)
        outside, index = [], end
    yield _lines(outside)


def _lines(pieces: Sequence[str]) -> str:
    return "\t".join(pieces).replace("\t\t", "\n")


def _table_at(pieces: Sequence[str], index: int) -> tuple[list[list[str]], int]:
    """The rows of the table whose first cell is the piece at ``index``, and the index of the piece
    behind it; no rows where there is no table. Most rows have as many columns as give most rows."""
    best: list[list[str]] = []
    end = index
    for columns in range(2, _MOST_COLUMNS + 1):
        rows = list(_even_rows(pieces, index, columns))
        if len(rows) >= max(_FEWEST_ROWS, len(best) + 1) and _is_in_line(rows[0]):
            best = rows
    if not best:
        return [], index
    columns = len(best[0])
    end = index + len(best) * (columns + 1)
    while row := _next_row(pieces, end, columns):
        best.append(row)
        end += len(row) + 1
        if end < len(pieces) and not pieces[end]:
            end += 1  # the last cell was empty
    return best, end


def _even_rows(
    pieces: Sequence[str], index: int, columns: int, begun: bool = False
) -> Iterator[list[str]]:
    """Rows of so many cells with an empty piece behind each; ``begun``: one stands above. Where a
    row below it begins with several lines, text has gone on, and another table may have begun."""
    while index + columns < len(pieces) and not pieces[index + columns]:
        row = list(pieces[index : index + columns])
        if not any(cell.strip() for cell in row) or (begun and "\n" in row[0].strip()):
            return
        yield row
        begun = True
        index += columns + 1


def _next_row(pieces: Sequence[str], index: int, columns: int) -> list[str]:
    """A row below others: of as many ``columns``, or up to the next mark; none where the text has
    gone on in lines."""
    for row in _even_rows(pieces, index, columns, begun=True):
        return row
    for count in range(1, columns):
        if index + count >= len(pieces):
            break
        if not pieces[index + count]:
            row = list(pieces[index : index + count])
            return [] if any("\n" in cell.strip() for cell in row) else row
    return []


def _is_in_line(row: Sequence[str]) -> bool:
    """Whether each cell of the first row is one line, as lines of text with tabs are not: there
    each line ends in some cell. Its first cell stands below other text."""
    cells = [row[0].rpartition("\n")[2], *row[1:]]
    return not any("\n" in cell.strip() for cell in cells)
