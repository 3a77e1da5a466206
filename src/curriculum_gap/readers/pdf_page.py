"""One page as a sheet: PDFium's letters and lines, put together into printed lines and tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from curriculum_gap.readers.pdf_columns import find_gutter, in_reading_order
from curriculum_gap.readers.pdf_drawn import Drawn, look_over, unseen
from curriculum_gap.readers.pdf_letters import Letters, Span, cut, middle
from curriculum_gap.readers.pdf_missing_rules import missing_rules
from curriculum_gap.readers.pdf_pen import Pen, placer
from curriculum_gap.readers.pdf_rules import looks_ruled
from curriculum_gap.readers.pdf_sheet import HYPHEN, Box, Line, Sheet, Table
from curriculum_gap.readers.pdf_tables import Grid, find_grids, head_above

__all__ = ["read_sheet"]

_HEAD_ROWS = 4  # a header above a table has no more

_Cell = tuple[int, int, int]  # number of a grid, row, column


def read_sheet(pen: Pen, page: Any, number: int) -> Sheet:
    """Reads a page that PDFium has loaded; ``number`` counts from 1."""
    place, width, height = placer(pen, page)
    sheet = Sheet(number, width, height)
    drawn = look_over(pen, page, place)
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in drawn.pictures)
    sheet.images = min(1.0, covered / max(1.0, width * height))
    sheet.shapes, sheet.texts = drawn.shapes, drawn.texts
    text = pen.raw.FPDFText_LoadPage(page)
    if not text:
        return sheet
    try:
        letters = Letters(pen, text, place, number)
        if letters.string.strip():
            sheet.parts = _parts(letters, drawn, sheet)
    finally:
        pen.raw.FPDFText_ClosePage(text)
    return sheet


def _parts(letters: Letters, drawn: Drawn, sheet: Sheet) -> list[Line | Table]:
    lines, spans = _printed(letters, _hidden(letters, drawn), sheet)
    parts: list[Line | Table] = list(lines)

    def words_in(box: Box, guessing: bool) -> list[Box]:
        near = [at for at, line in enumerate(lines) if not line.hidden and _overlap(line, box)]
        if guessing and not _may_be_columns([lines[at] for at in near], box):
            return []
        return [
            (first[0], first[1], last[2], first[3])
            for at in near
            for _, _, first, last in letters.words(spans[at])
            if box[1] - 2 < (first[1] + first[3]) / 2 < box[3] + 2 and box[0] < first[0] < box[2]
        ]

    drawn.rules += missing_rules(drawn.rules, words_in)
    if looks_ruled(drawn.rules):
        grids = find_grids(drawn.rules)
        if grids:
            _add_heads(letters, lines, spans, grids)
            parts, spans = _with_tables(letters, lines, spans, grids)
    gutter = find_gutter(
        parts,
        lambda at, share: list(letters.extents(middle(spans[at], share))),
        sheet.width,
    )
    if gutter is not None:
        apart: list[Line | Table] = []
        for at, part in enumerate(parts):
            if isinstance(part, Line) and part.x0 < gutter < part.x1 and not part.hidden:
                for span in letters.split_at(spans[at], gutter):
                    apart.append(letters.line(span))
            else:
                apart.append(part)
        parts = apart
    return in_reading_order(parts, gutter)


def _printed(letters: Letters, hidden: list[Span], sheet: Sheet) -> tuple[list[Line], list[Span]]:
    """The printed lines of a page, and their spans; those that none sees stand apart."""
    lines: list[Line] = []
    spans: list[Span] = []
    found = letters.spans()
    for span in (part for whole in found for part in cut(whole, hidden)) if hidden else found:
        line = letters.line(span)
        if line.bottom - line.top > 2.5 * line.size:
            parts = letters.unfolded(span)
            spans += parts
            lines += map(letters.line, parts)
        else:
            spans.append(span)
            lines.append(line)
    width, height = sheet.width, sheet.height
    for line, (start, _) in zip(lines, spans, strict=True):
        line.hidden = (
            line.size < 1 or line.x1 < 0 or line.bottom < 0 or line.x0 > width or line.top > height
        )
        if hidden and any(first <= start < last for first, last in hidden):
            line.hidden = True
    return lines, spans


def _hidden(letters: Letters, drawn: Drawn) -> list[Span]:
    owners = unseen(drawn) if drawn.white or drawn.invisible else set()
    return letters.owned(owners) if owners else []


def _may_be_columns(lines: list[Line], box: Box) -> bool:
    """Whether lines stand beside each other, or are longer than their letters: a cheap look before
    each word is placed."""
    beside = box[0] + 0.25 * (box[2] - box[0])
    return (
        sum(
            line.x0 > beside or line.x1 - line.x0 > 0.62 * line.size * len(line.text)
            for line in lines
        )
        > 1
    )


def _with_tables(
    letters: Letters,
    lines: list[Line],
    spans: list[Span],
    grids: list[Grid],
) -> tuple[list[Line | Table], list[Span]]:
    """Moves the words inside the grids into tables. A table stands where its first word stood."""
    parts: list[Line | Table] = []
    kept: list[Span] = []
    tables: dict[int, int] = {}
    number = lines[0].page
    for line, span in zip(lines, spans, strict=True):
        near = [at for at, grid in enumerate(grids) if not line.hidden and _overlap(line, grid.box)]
        if not near:
            parts.append(line)
            kept.append(span)
            continue
        loose: list[Span] = []
        for (start, end), cell in _shared_out(letters, line, span, grids, near):
            if cell is None:
                if loose and loose[-1][1] >= start - 1:
                    loose[-1] = (loose[-1][0], end)
                else:
                    loose.append((start, end))
                continue
            grid, row, column = cell
            if grid not in tables:
                tables[grid] = len(parts)
                parts.append(line)  # holds the place
                kept.append(span)
            grids[grid].put(row, column, start, end)
        for part in loose:
            parts.append(letters.line(part))
            kept.append(part)
    string = letters.string
    real = [grid for at, grid in enumerate(grids) if at in tables and grid.is_table(string)]
    if len(real) < len(tables):  # frames around text, not tables: their lines stay lines
        for table in real:
            table.clear()
        if not real:
            return [*lines], spans
        return _with_tables(letters, lines, spans, real)
    for at, position in tables.items():
        parts[position] = grids[at].table(number, string, letters.is_bold)
    return parts, kept


def _shared_out(
    letters: Letters, line: Line, span: Span, grids: list[Grid], near: list[int]
) -> Iterator[tuple[Span, _Cell | None]]:
    """A line in the parts that stand in one cell, or outside of all."""
    if len(near) == 1 and line.text[-1] != HYPHEN:
        around = grids[near[0]].around(line)
        if around and letters.stands_in(around[2], span):
            yield span, (near[0], *around[:2])
            return
    for start, end, box, last in letters.words(span):
        cell = _locate(grids, near, *_centre(box))
        if cell == _locate(grids, near, *_centre(last)):
            yield (start, end), cell
        else:  # no space between two cells
            for at in range(start, end):
                yield (at, at + 1), _locate(grids, near, *_centre(letters.box(at)))


def _add_heads(
    letters: Letters,
    lines: list[Line],
    spans: list[Span],
    grids: list[Grid],
) -> None:
    """Gives grids the header rows that stand on top of their first ruled line."""
    for grid in grids:
        x0, top, x1, _ = grid.box
        above = [
            (line, span)
            for line, span in zip(lines, spans, strict=True)
            if top - 60 < line.bottom < top + 3
            and line.x0 > x0 - 3
            and line.x1 < x1 + 3
            and not line.hidden
        ]
        above.sort(key=lambda entry: (-entry[0].bottom, entry[0].x0))
        rows: list[tuple[float, bool, list[Span]]] = []
        at = top
        baseline = -1.0
        for line, span in above:
            if rows and abs(line.bottom - baseline) < 0.3 * line.size:
                rows[-1][2].append(span)
                rows[-1] = min(rows[-1][0], line.top), rows[-1][1] and line.bold, rows[-1][2]
                continue
            if at - line.bottom > 0.8 * line.size:
                break
            rows.append((line.top, line.bold, [span]))
            at, baseline = line.top, line.bottom
        if not any(bold for _, bold, _ in rows[:_HEAD_ROWS]):
            continue
        head = head_above(
            grid,
            [
                (row, bold, chain.from_iterable(map(letters.extents, inside)))
                for row, bold, inside in rows[:_HEAD_ROWS]
            ],
        )
        if head is not None:
            grid.add_head(head)


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _locate(grids: list[Grid], near: list[int], x: float, y: float) -> _Cell | None:
    for at in near:
        cell = grids[at].locate(x, y)
        if cell is not None:
            return at, *cell
    return None


def _overlap(line: Line, box: Box) -> bool:
    return line.x0 < box[2] and line.x1 > box[0] and line.top < box[3] and line.bottom > box[1]
