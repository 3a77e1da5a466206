"""Tables as row blocks: their header row, and rows that go on over pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf.sheet import Table

__all__ = ["goes_on", "row_blocks"]

_HEADER_WORDS = 12
_HEADER_LIKE = re.compile(
    r"\b(?:week|date|day|topic|subject|theme|reading|assignment|activit|due|point|percent|%|weight"
    r"|grade|score|competenc|outcome|objective|indicator|assess|measure|course|description|module"
    r"|unit|session|content|task|material|hour|letter|evaluation|criteria|method|deliverable)",
    re.I,
)


def goes_on(before: Table, after: Table) -> bool:
    """Whether ``after`` is the same table, over a page end or a gap between framed rows. The caller
    knows that nothing stands between them."""
    if abs(before.x0 - after.x0) > 8 or abs(before.x1 - after.x1) > 8:
        return False
    if after.page == before.page + 1:
        return True
    return (
        after.page == before.page
        and -2 < after.top - before.bottom < 24
        and len(after.edges) == len(before.edges)
    )


def row_blocks(tables: Sequence[Table], number: int, mend: Callable[[str], str]) -> list[Block]:
    """One table, in the parts it has on each page, as ROW blocks; ``mend`` cleans a text."""
    at = _header_row(
        [row for table in tables for row in table.rows],
        [strong for table in tables for strong in table.strong],
        len(tables[0].edges),
    )
    seen = 0
    header: tuple[str, ...] = ()
    blocks: list[Block] = []
    for part, table in enumerate(tables):
        for index, row in enumerate(table.rows):
            cells = tuple(mend(cell) for cell in row)
            if not any(cells):
                continue
            seen += 1
            if seen - 1 == at:
                header = cells
            elif header and index < 2 and cells == header:
                continue  # the header again, on the next page
            if part and index == 0 and _is_rest(blocks[-1].cells, cells):
                last = blocks.pop()
                cells = tuple(
                    " ".join(filter(None, pair)) for pair in zip(last.cells, cells, strict=True)
                )
                page = last.page
            else:
                page = table.page
            blocks.append(
                Block(
                    " | ".join(filter(None, cells)),
                    Shape.ROW,
                    page=page,
                    cells=cells,
                    header=header if len(header) == len(cells) else (),
                    table=number,
                )
            )
    return blocks


def _is_rest(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether a row goes on with the sentences of the row before the page end."""
    if len(before) != len(after) or (after[0] and before[0]):
        return False
    return any(
        old and new and new[0].islower() and old[-1] not in ".!?:;"
        for old, new in zip(before, after, strict=True)
    )


def _header_row(rows: Sequence[list[str]], strong: Sequence[bool], columns: int) -> int | None:
    """The index of the header row, None without one.

    A header row fills two cells or more with a few words each. It is bold where the next row is
    not, or it uses the words of headers ("Week", "Topic", "Points").
    """
    for at in range(min(2, len(rows) - 1)):
        filled = [cell for cell in rows[at] if cell]
        if len(filled) < 2:
            continue  # a title over the whole width
        if any(len(cell.split()) > _HEADER_WORDS for cell in filled):
            return None
        known = sum(bool(_HEADER_LIKE.search(cell)) for cell in filled)
        if strong[at] and not (strong[at + 1] and known < 1):
            return at
        short = all(len(cell.split()) <= 5 and not cell.endswith(".") for cell in filled)
        worded = all(any(map(str.isalpha, cell)) for cell in filled)
        if short and worded and len(filled) == columns and known * 2 >= len(filled):
            return at
        return None
    return None
