"""From printed lines to blocks: headings, paragraphs, list entries, table rows.

Nothing here knows of PDFium; lines make pieces (`pdf_pieces`), some of them headings
(`pdf_headings`), and pieces and tables make blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf.headings import rank_headings
from curriculum_gap.readers.pdf.mending import mender
from curriculum_gap.readers.pdf.pieces import Piece, in_pieces, unbulleted
from curriculum_gap.readers.pdf.running_heads import without_running_heads
from curriculum_gap.readers.pdf.sheet import HYPHEN, Line, Sheet, Table
from curriculum_gap.readers.pdf.tables import goes_on, row_blocks

__all__ = ["to_blocks"]


def to_blocks(sheets: Sequence[Sheet]) -> list[Block]:
    """The blocks of a document in reading order, running heads and page numbers left out."""
    parts = list(_on_one_line(without_running_heads(sheets)))
    lines = [part for part in parts if isinstance(part, Line) and not part.hidden]
    body, mostly_bold = _body(lines)
    found = list(in_pieces(parts, _leading(lines, body)))
    pieces = [piece for piece in found if isinstance(piece, Piece)]
    for piece in pieces:
        piece.text = " ".join([line.text for line in piece.lines])
    rank_headings(pieces, body, mostly_bold)
    mend = mender([*_texts(found)])
    blocks: list[Block] = []
    levels: list[float] = []
    tables = 0
    for entry in _chained(found):
        if isinstance(entry, list):
            tables += 1
            blocks += row_blocks(entry, tables, mend)
        else:
            block = _block(entry, levels, mend)
            if block.text:
                blocks.append(block)
    return blocks


def _texts(pieces: Iterable[Piece | Table]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Piece):
            yield piece.text
        else:
            for row in piece.rows:
                yield from row


def _body(lines: Sequence[Line]) -> tuple[float, bool]:
    """The size of most text in points, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) if line.bold else 0
    total = sizes.total()
    return (sizes.most_common(1)[0][0] if total else 11.0), bold * 2 > total


def _leading(lines: Sequence[Line], body: float) -> float:
    """The usual step from line to line, in multiples of the size."""
    steps = [
        (after.bottom - before.bottom) / after.size
        for before, after in pairwise(lines)
        if after.page == before.page
        and abs(after.size - body) < 0.6
        and abs(before.size - body) < 0.6
        and 0.8 * body < after.bottom - before.bottom < 2.6 * body
    ]
    # Space between paragraphs pulls the median up.
    return sorted(steps)[len(steps) * 3 // 8] if steps else 1.2


def _on_one_line(parts: Iterable[Line | Table]) -> Iterator[Line | Table]:
    """Joins what stands on one printed line: a bullet and its text, a label and its value."""
    before: Line | Table | None = None
    for part in parts:
        if (
            isinstance(before, Line)
            and isinstance(part, Line)
            and part.page == before.page
            and part.hidden == before.hidden
            and part.x0 >= before.x1 - 2
            and part.margin >= before.x1
            and min(part.bottom, before.bottom) - max(part.top, before.top)
            > 0.5 * min(part.bottom - part.top, before.bottom - before.top)
            and not before.text.endswith(HYPHEN)
        ):
            bare = len(before.text) < 4
            before.text = f"{before.text} {part.text}"
            before.x1 = part.x1
            before.bold = part.bold if bare else before.bold and part.bold
            if bare:
                before.size, before.bottom, before.top = part.size, part.bottom, part.top
            continue
        if before is not None:
            yield before
        before = part
    if before is not None:
        yield before


def _block(piece: Piece, levels: list[float], mend: Callable[[str], str]) -> Block:
    """``levels`` holds the left edges of the list levels that are open, outermost first."""
    first = piece.lines[0]
    if first.hidden:
        return Block(mend(piece.text), page=first.page, hidden=True)
    if piece.depth:
        levels.clear()
        return Block(mend(piece.text), Shape.HEADING, first.page, depth=piece.depth)
    if piece.mark:
        while levels and first.x0 < levels[-1] - 5:
            levels.pop()
        if not levels or first.x0 > levels[-1] + 5:
            levels.append(first.x0)
        return Block(mend(unbulleted(piece)), Shape.ENTRY, first.page, depth=len(levels))
    if levels and first.x0 < levels[0] - 5:
        levels.clear()
    return Block(mend(piece.text), Shape.PARAGRAPH, first.page)


def _chained(pieces: Iterable[Piece | Table]) -> Iterator[Piece | list[Table]]:
    """Pieces, and the parts of each table together."""
    chain: list[Table] = []
    for piece in pieces:
        if isinstance(piece, Table):
            if chain and not goes_on(chain[-1], piece):
                yield chain
                chain = []
            chain.append(piece)
        else:
            if chain and not piece.lines[0].hidden:
                yield chain
                chain = []
            yield piece
    if chain:
        yield chain
