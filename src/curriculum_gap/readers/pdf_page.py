"""What PDFium sees on one page, as a sheet: lines with place and look, ruled tables, images.

The raw bindings are used without pypdfium2's helpers: a third less import time, and one call for
a value instead of several.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.readers.pdf_columns import find_gutter, in_reading_order
from curriculum_gap.readers.pdf_rules import Rule, looks_ruled, missing_rules
from curriculum_gap.readers.pdf_sheet import HYPHEN, Box, Line, Sheet, Table
from curriculum_gap.readers.pdf_tables import Grid, find_grids, head_above

__all__ = ["Pen", "read_sheet"]

_PIECE = re.compile(f"[^\r\n{HYPHEN}]+{HYPHEN}?")
_LONE_END = re.compile(r"\r(?!\n)|(?<!\r)\n")  # PDFium ends lines with both
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"\S+")
_BOLD = re.compile(r"bold|black|heavy|demi|(?:^|\+)(?:cmbx|cmb1|sfbx|ecbx)|-medi\b|-bd\b", re.I)
_ITALIC = re.compile(r"italic|obliq|(?:^|\+)(?:cmti|cmsl|sfti|ecti)|-(?:bold)?it\b", re.I)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MAX_OBJECTS = 50_000  # a page of more pieces is a map or a plot
_MAX_SEGMENTS = 2_000
_MAX_AREAS = 300
_LINE = 22.0  # points
_MAX_FORM_DEPTH = 4
_THIN = 3.0  # a filled rectangle thinner than this is a ruled line
_WHITE = 250  # of 255

# TeX's fonts without a map to characters show through as their own codes; a soft hyphen that is
# drawn is a hyphen.
_CODED = re.compile("[\x0b\x0c\x0e-\x11\x15\x16\x1b-\x1f\xad\ufffe]")
_CODES = str.maketrans(
    "\x0b\x0c\x0e\x0f\x10\x11\x15\x16\x1b\x1c\x1d\x1e\x1f\xad\ufffe",
    f"\ufb00\ufb01\ufb03\ufb04“”–—\ufb00\ufb01\ufb02\ufb03\ufb04-{HYPHEN}",
)

_Span = tuple[int, int]
_Placer = Callable[[float, float, float, float], Box]


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page are, apart from its text."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)  # coloured areas
    areas: list[Box] = field(default_factory=list)  # filled rectangles without a frame
    pictures: list[Box] = field(default_factory=list)
    white: list[tuple[int, Box]] = field(default_factory=list)  # address of a text object, place
    invisible: list[tuple[int, Box]] = field(default_factory=list)
    shapes: int = 0
    objects: int = 0


class Pen:
    """PDFium's bindings and the buffers its calls write to; one for each document."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.rect = raw.FS_RECTF()
        self.matrix = raw.FS_MATRIX()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.rgba = tuple(ctypes.c_uint() for _ in range(4))
        self.sides = tuple(ctypes.c_float() for _ in range(4))
        self.looks: dict[tuple[bytes, int], tuple[bool, bool]] = {}

    def box(self, text: Any, index: int) -> Box:
        """Left, bottom, right, top of a character, as high as its font, in PDF space."""
        rect = self.rect
        self.raw.FPDFText_GetLooseCharBox(text, index, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def look(self, text: Any, index: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether it is italic."""
        name, flags = self.name, self.flags
        self.raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
        key = (name.value, flags.value)
        look = self.looks.get(key)
        if look is None:
            font = key[0].decode("utf-8", "replace")
            look = self.looks[key] = (
                bool(_BOLD.search(font) or key[1] & _FORCE_BOLD),
                bool(_ITALIC.search(font) or key[1] & _ITALIC_FLAG),
            )
        return look

    def size(self, text: Any, index: int) -> float:
        """The size of a character in points, as shown."""
        size: float = self.raw.FPDFText_GetFontSize(text, index)
        matrix = self.matrix
        if self.raw.FPDFText_GetMatrix(text, index, matrix):
            size *= (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
        return size


def read_sheet(pen: Pen, page: Any, number: int) -> Sheet:
    """Reads a page that PDFium has loaded; ``number`` counts from 1."""
    place, width, height = _placer(pen, page)
    sheet = Sheet(number, width, height)
    drawn = _Drawn()
    _walk(pen, page, place, drawn)
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in drawn.pictures)
    sheet.images = min(1.0, covered / max(1.0, width * height))
    sheet.shapes = drawn.shapes
    text = pen.raw.FPDFText_LoadPage(page)
    if not text:
        return sheet
    try:
        string = _string(pen.raw, text)
        if string.strip():
            sheet.parts = _parts(pen, text, string, place, drawn, sheet)
    finally:
        pen.raw.FPDFText_ClosePage(text)
    return sheet


def _parts(
    pen: Pen, text: Any, string: str, place: _Placer, drawn: _Drawn, sheet: Sheet
) -> list[Line | Table]:
    spans = list(_spans(string))
    hidden = _hidden_spans(pen, text, string, drawn) if drawn.white or drawn.invisible else []
    if hidden:
        spans = [part for span in spans for part in _cut(span, hidden)]
    lines = [_line(pen, text, string, span, place, sheet.number) for span in spans]
    if any(line.bottom - line.top > 2.5 * line.size for line in lines):
        spans = [
            part
            for line, span in zip(lines, spans, strict=True)
            for part in _unfolded(pen, text, string, line, span)
        ]
        lines = [_line(pen, text, string, span, place, sheet.number) for span in spans]
    for line, (start, _) in zip(lines, spans, strict=True):
        line.hidden = (
            line.size < 1
            or line.x1 < 0
            or line.bottom < 0
            or line.x0 > sheet.width
            or line.top > sheet.height
            or any(first <= start < last for first, last in hidden)
        )
    parts: list[Line | Table] = list(lines)

    def words_in(box: Box, guessing: bool) -> list[Box]:
        near = [at for at, line in enumerate(lines) if not line.hidden and _overlap(line, box)]
        if guessing and not _may_be_columns([lines[at] for at in near], box):
            return []
        return [
            (first[0], first[1], last[2], first[3])
            for at in near
            for _, _, first, last in _words(pen, text, string, spans[at], place)
            if box[1] - 2 < (first[1] + first[3]) / 2 < box[3] + 2 and box[0] < first[0] < box[2]
        ]

    drawn.rules += missing_rules(drawn.rules, words_in)
    if looks_ruled(drawn.rules):
        grids = find_grids(drawn.rules)
        if grids:
            _add_heads(pen, text, string, place, lines, spans, grids)
            parts, spans = _with_tables(pen, text, string, place, lines, spans, grids)
    gutter = find_gutter(
        parts,
        lambda at, cut: list(_words(pen, text, string, _middle(spans[at], cut), place)),
        sheet.width,
    )
    if gutter is not None:
        apart: list[Line | Table] = []
        for at, part in enumerate(parts):
            if isinstance(part, Line) and part.x0 < gutter < part.x1 and not part.hidden:
                for span in _split_at(pen, text, string, spans[at], place, gutter):
                    apart.append(_line(pen, text, string, span, place, sheet.number))
            else:
                apart.append(part)
        parts = apart
    return in_reading_order(parts, gutter)


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
    pen: Pen,
    text: Any,
    string: str,
    place: _Placer,
    lines: list[Line],
    spans: list[_Span],
    grids: list[Grid],
) -> tuple[list[Line | Table], list[_Span]]:
    """Moves the words inside the grids into tables. A table stands where its first word stood."""
    parts: list[Line | Table] = []
    kept: list[_Span] = []
    tables: dict[int, int] = {}
    number = lines[0].page
    for line, span in zip(lines, spans, strict=True):
        near = [at for at, grid in enumerate(grids) if not line.hidden and _overlap(line, grid.box)]
        if not near:
            parts.append(line)
            kept.append(span)
            continue
        loose: list[_Span] = []
        for start, end, first, last in _words(pen, text, string, span, place):
            pieces = [(start, end, first)]
            cell = _locate(grids, near, first)
            if cell != _locate(grids, near, last):  # no space between two cells
                pieces = [(at, at + 1, place(*pen.box(text, at))) for at in range(start, end)]
            for start_, end_, box in pieces:
                if len(pieces) > 1:
                    cell = _locate(grids, near, box)
                if cell is None:
                    if loose and loose[-1][1] >= start_ - 1:
                        loose[-1] = (loose[-1][0], end_)
                    else:
                        loose.append((start_, end_))
                    continue
                grid, row, column = cell
                if grid not in tables:
                    tables[grid] = len(parts)
                    parts.append(line)  # holds the place
                    kept.append(span)
                grids[grid].put(row, column, start_, end_)
        for part in loose:
            parts.append(_line(pen, text, string, part, place, number))
            kept.append(part)
    real = [grid for at, grid in enumerate(grids) if at in tables and grid.is_table()]
    if len(real) < len(tables):  # frames around text, not tables: their lines stay lines
        for table in real:
            table.clear()
        if not real:
            return [*lines], spans
        return _with_tables(pen, text, string, place, lines, spans, real)
    for at, position in tables.items():
        parts[position] = grids[at].table(number, string, lambda index: pen.look(text, index)[0])
    return parts, kept


def _add_heads(
    pen: Pen,
    text: Any,
    string: str,
    place: _Placer,
    lines: list[Line],
    spans: list[_Span],
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
        rows: list[tuple[float, bool, list[Box]]] = []
        at = top
        baseline = -1.0
        for line, span in above:
            boxes = [
                (first[0], line.top, last[2], line.bottom)
                for _, _, first, last in _words(pen, text, string, span, place)
            ]
            if rows and abs(line.bottom - baseline) < 0.3 * line.size:
                rows[-1][2].extend(boxes)
                rows[-1] = min(rows[-1][0], line.top), rows[-1][1] and line.bold, rows[-1][2]
                continue
            if at - line.bottom > 0.8 * line.size:
                break
            rows.append((line.top, line.bold, boxes))
            at, baseline = line.top, line.bottom
        if rows:
            head = head_above(grid, rows)
            if head is not None:
                grid.add_head(head)


def _locate(grids: list[Grid], near: list[int], box: Box) -> tuple[int, int, int] | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for at in near:
        cell = grids[at].locate(x, y)
        if cell is not None:
            return at, *cell
    return None


def _overlap(line: Line, box: Box) -> bool:
    return line.x0 < box[2] and line.x1 > box[0] and line.top < box[3] and line.bottom > box[1]


# -- text -----------------------------------------------------------------------------------------


def _string(raw: Any, text: Any) -> str:
    """The page's text, one character for each of PDFium's."""
    count = raw.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    raw.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    string = buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
    if len(string) != count or "\0" in string:
        # Characters without text, or outside of the first plane: the two indices differ.
        codes = (raw.FPDFText_GetUnicode(text, at) for at in range(count))
        string = "".join(chr(code) if 0 <= code < 0x110000 else "\ufffd" for code in codes)
    if _CODED.search(string):
        string = string.translate(_CODES)
    if not string.count("\r") == string.count("\n") == string.count("\r\n"):
        string = _LONE_END.sub(" ", string)
    return _spaced(string)


def _spaced(string: str) -> str:
    """``string`` with spaces where a font shows one and says ``!``, ``#`` or ``%``."""
    for mark in '!#$%&"':
        count = string.count(mark)
        if (
            count * 40 > len(string)
            and 2 * len(re.findall(rf"[^\W_][,.;:]?{re.escape(mark)}[^\W_]", string)) > count
        ):
            string = string.replace(mark, " ")
    return string


def _spans(string: str) -> Iterator[_Span]:
    """Character ranges of printed lines, without white space at their ends. A line that ends in a
    hyphen keeps PDFium's mark."""
    for found in _PIECE.finditer(string):
        piece = found.group()
        bare = piece.strip()
        if bare:
            start = found.start() + len(piece) - len(piece.lstrip())
            yield start, start + len(bare)


def _unfolded(pen: Pen, text: Any, string: str, line: Line, span: _Span) -> list[_Span]:
    """The printed lines that PDFium took for one."""
    if line.bottom - line.top <= 2.5 * line.size:
        return [span]
    parts: list[_Span] = []
    bottom = height = 0.0
    for found in _WORD.finditer(string, *span):
        start, end = found.span()
        _, low, _, high = pen.box(text, start)
        if parts and abs(low - bottom) <= 0.75 * height:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
            bottom, height = low, high - low
    return parts


def _middle(span: _Span, cut: float) -> _Span:
    """``span`` without a share of its characters at each end."""
    off = int((span[1] - span[0]) * cut)
    return span[0] + off, span[1] - off


def _cut(span: _Span, cuts: list[_Span]) -> Iterator[_Span]:
    """``span`` cut at the ends of every range of ``cuts``."""
    start, end = span
    points = sorted({point for cut in cuts for point in cut if start < point < end})
    yield from zip([start, *points], [*points, end], strict=True)


def _line(pen: Pen, text: Any, string: str, span: _Span, place: _Placer, number: int) -> Line:
    start, end = span
    words = string[start:end]
    last = end - 1
    if words[-1] == HYPHEN and last > start:
        last -= 1
    found = _LETTER.search(words)
    model = start + found.start() if found else start
    left, bottom, right, top = pen.box(text, model)
    if model != start:
        left = min(left, pen.box(text, start)[0])
    x0, low, x1, high = pen.box(text, last)
    if low > top or high < bottom:  # several printed lines that PDFium took for one
        bottom, top = min(bottom, low), max(top, high)
    box = place(min(left, x0), bottom, max(right, x1), top)
    bold, italic = pen.look(text, model)
    if bold or italic:
        for at in (last, (model + last) // 2):
            while at > model and not string[at].isalnum():
                at -= 1
            look = pen.look(text, at)
            bold, italic = bold and look[0], italic and look[1]
    return Line(words, number, *box, pen.size(text, model), bold, italic)


def _words(
    pen: Pen, text: Any, string: str, span: _Span, place: _Placer
) -> Iterator[tuple[int, int, Box, Box]]:
    """Start, end, and the boxes of the first and last character of each word."""
    for found in _WORD.finditer(string, *span):
        start, end = found.span()
        first = place(*pen.box(text, start))
        yield start, end, first, place(*pen.box(text, end - 1)) if end - start > 1 else first


def _split_at(
    pen: Pen, text: Any, string: str, span: _Span, place: _Placer, gutter: float
) -> list[_Span]:
    """``span`` in two where its words jump over the gutter, else whole."""
    before = after = None
    for start, end, first, last in _words(pen, text, string, span, place):
        if last[2] <= gutter and after is None:
            before = (before[0] if before else start, end)
        elif first[0] >= gutter:
            after = (after[0] if after else start, end)
        else:
            return [span]
    return [part for part in (before, after) if part]


# -- objects --------------------------------------------------------------------------------------


def _placer(pen: Pen, page: Any) -> tuple[_Placer, float, float]:
    """A function from PDF space (left, bottom, right, top) to a box as shown; width; height."""
    raw, rect = pen.raw, pen.rect
    left, bottom, right, top = 0.0, 0.0, 612.0, 792.0
    if raw.FPDF_GetPageBoundingBox(page, rect):
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    width, height = right - left, top - bottom
    turned = raw.FPDFPage_GetRotation(page)
    if turned == 1:
        return (
            lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            height,
            width,
        )
    if turned == 2:
        return (
            lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
            width,
            height,
        )
    if turned == 3:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0), height, width
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0), width, height


def _walk(pen: Pen, page: Any, place: _Placer, drawn: _Drawn) -> None:
    raw = pen.raw
    get, kind_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    for at in range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn_object = get(page, at)
        _note(pen, drawn_object, kind_of(drawn_object), place, drawn, 0)
    areas = drawn.areas[:_MAX_AREAS]
    extents = Counter((round(x0), round(x1)) for x0, _, x1, _ in areas)
    for box in areas:
        # A shade as high as a line, and like no other, marks words.
        cell = box[3] - box[1] > _LINE or extents[round(box[0]), round(box[2])] > 1
        if cell and not any(_inside(box, other) for other in areas):
            drawn.rules += _sides(box)


def _inside(box: Box, other: Box) -> bool:
    """Whether a filled area lies on another, as the shade of a paragraph on that of its cell."""
    return (
        other[0] + 2 < box[0]
        and box[2] < other[2] - 2
        and (other[1] - 1 < box[1] and box[3] < other[3] + 1)
    )


def _sides(box: Box) -> list[Rule]:
    x0, top, x1, bottom = box
    return [
        Rule(x0, x1, top, False),
        Rule(x0, x1, bottom, False),
        Rule(top, bottom, x0, True),
        Rule(top, bottom, x1, True),
    ]


def _note(pen: Pen, thing: Any, kind: int, place: _Placer, drawn: _Drawn, depth: int) -> None:
    raw = pen.raw
    if kind == _TEXT:
        mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        red, green, blue, alpha = pen.rgba
        raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
        if mode in (3, 7) or (mode == 0 and not alpha.value):
            drawn.invisible.append((ctypes.addressof(thing.contents), _bounds(pen, thing, place)))
        elif mode == 0 and min(red.value, green.value, blue.value) >= _WHITE:
            drawn.white.append((ctypes.addressof(thing.contents), _bounds(pen, thing, place)))
    elif kind == _PATH:
        drawn.shapes += 1
        _note_path(pen, thing, place, drawn)
    elif kind == _IMAGE:
        drawn.pictures.append(_bounds(pen, thing, place))
    elif kind == _SHADING:
        drawn.fills.append(_bounds(pen, thing, place))
    elif kind == _FORM and depth < _MAX_FORM_DEPTH:
        raw.FPDFPageObj_GetMatrix(thing, pen.matrix)
        matrix = pen.matrix
        inner = _moved(place, matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        for at in range(raw.FPDFFormObj_CountObjects(thing)):
            drawn.objects += 1
            if drawn.objects > _MAX_OBJECTS:
                return
            part = raw.FPDFFormObj_GetObject(thing, at)
            _note(pen, part, raw.FPDFPageObj_GetType(part), inner, drawn, depth + 1)


def _moved(place: _Placer, a: float, b: float, c: float, d: float, e: float, f: float) -> _Placer:
    """``place`` for what a form draws: its matrix first."""
    if (a, b, c, d, e, f) == (1, 0, 0, 1, 0, 0):
        return place

    def moved(x0: float, y0: float, x1: float, y1: float) -> Box:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return place(min(xs), min(ys), max(xs), max(ys))

    return moved


def _bounds(pen: Pen, thing: Any, place: _Placer) -> Box:
    left, bottom, right, top = pen.sides
    if not pen.raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return (0.0, 0.0, 0.0, 0.0)
    return place(left.value, bottom.value, right.value, top.value)


def _note_path(pen: Pen, path: Any, place: _Placer, drawn: _Drawn) -> None:
    """Adds what a path shows: a ruled line, the four sides of a box, or a filled area."""
    raw = pen.raw
    box = _bounds(pen, path, place)
    x0, top, x1, bottom = box
    across, down = x1 - x0, bottom - top
    if across < _THIN or down < _THIN:
        # A corner, drawn by itself, belongs to the lines both ways.
        if down <= across or (down < _THIN and across < _THIN):
            drawn.rules.append(Rule(x0, x1, (top + bottom) / 2, False))
        if across < down or (across < _THIN and down < _THIN):
            drawn.rules.append(Rule(top, bottom, (x0 + x1) / 2, True))
        return
    filling, stroking = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, filling, stroking)
    segments = raw.FPDFPath_CountSegments(path)
    if filling.value:
        red, green, blue, alpha = pen.rgba
        raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
        paper = min(red.value, green.value, blue.value) >= _WHITE or not alpha.value
        if not paper:
            drawn.fills.append(box)
        if paper and not stroking.value:
            return
    elif not stroking.value:
        return
    if 4 <= segments <= 6 and not stroking.value:
        drawn.areas.append(box)
    elif 4 <= segments <= 6:
        drawn.rules += _sides(box)
    else:
        _note_strokes(pen, path, min(segments, _MAX_SEGMENTS), place, drawn)


def _note_strokes(pen: Pen, path: Any, segments: int, place: _Placer, drawn: _Drawn) -> None:
    """The straight strokes of a path that draws many of them."""
    raw = pen.raw
    raw.FPDFPageObj_GetMatrix(path, pen.matrix)
    matrix = pen.matrix
    inner = _moved(place, matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    x, y = ctypes.c_float(), ctypes.c_float()
    at = begin = (0.0, 0.0)
    strokes: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for number in range(segments):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        box = inner(x.value, y.value, x.value, y.value)
        to = box[0], box[1]
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = to
        elif kind == raw.FPDF_SEGMENT_LINETO:
            strokes.append((at, to))
        else:
            return  # curved: a picture, not a table
        at = to
        if raw.FPDFPathSegment_GetClose(segment):
            strokes.append((at, begin))
            at = begin
    for start, end in strokes:
        _note_stroke(start, end, drawn)


def _note_stroke(start: tuple[float, float], end: tuple[float, float], drawn: _Drawn) -> None:
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) < 1 <= abs(x1 - x0):
        drawn.rules.append(Rule(min(x0, x1), max(x0, x1), y0, False))
    elif abs(x1 - x0) < 1 <= abs(y1 - y0):
        drawn.rules.append(Rule(min(y0, y1), max(y0, y1), x0, True))


def _hidden_spans(pen: Pen, text: Any, string: str, drawn: _Drawn) -> list[_Span]:
    """Ranges of characters that no reader sees: white on paper, or invisible over no image."""

    def on(box: Box, areas: list[Box]) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in areas)

    backdrop = drawn.fills + drawn.pictures
    hidden = {at for at, box in drawn.white if not on(box, backdrop)}
    hidden |= {at for at, box in drawn.invisible if not on(box, drawn.pictures)}
    spans: list[_Span] = []
    if not hidden:
        return spans
    get = pen.raw.FPDFText_GetTextObject
    for at, character in enumerate(string):
        if character.isspace():
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + 1)
            continue
        owner = get(text, at)
        if owner and ctypes.addressof(owner.contents) in hidden:
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + 1)
            else:
                spans.append((at, at + 1))
    return spans
