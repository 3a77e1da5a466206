"""One page as a sheet: PDFium's letters and lines, put together into printed lines and tables."""

from __future__ import annotations

from typing import Any

from curriculum_gap.readers.pdf.columns import in_reading_order
from curriculum_gap.readers.pdf.drawn import Drawn, look_over, unseen
from curriculum_gap.readers.pdf.filling import with_tables
from curriculum_gap.readers.pdf.grids import find_grids
from curriculum_gap.readers.pdf.letters import Letters, Span, cut
from curriculum_gap.readers.pdf.pen import Pen, placer
from curriculum_gap.readers.pdf.rules import looks_ruled
from curriculum_gap.readers.pdf.sheet import Line, Sheet, Table

__all__ = ["read_sheet"]


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
    """The lines and tables of a page in reading order."""
    lines, spans = _printed(letters, _hidden(letters, drawn), sheet)
    parts: list[Line | Table] = list(lines)
    if looks_ruled(drawn.rules):
        grids = find_grids(drawn.rules)
        if grids:
            parts = with_tables(letters, lines, spans, grids)
    return in_reading_order(parts)


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
