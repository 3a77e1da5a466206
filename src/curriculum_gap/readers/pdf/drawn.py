"""What a page draws beside its letters: ruled lines, shades, pictures, and text that none sees."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.readers.pdf.pen import Pen, Placer, bounds, moved
from curriculum_gap.readers.pdf.rules import Rule
from curriculum_gap.readers.pdf.sheet import Box

__all__ = ["Drawn", "look_over", "unseen"]

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MAX_OBJECTS = 50_000  # a page of more pieces is a map or a plot
_MAX_SEGMENTS = 2_000
_MAX_AREAS = 300
_LINE = 22.0  # points
_MAX_FORM_DEPTH = 4
_THIN = 3.0  # a filled rectangle thinner than this is a ruled line
_WHITE = 250  # of 255


@dataclass(slots=True)
class Drawn:
    """What the objects of a page are, apart from its text."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)  # coloured areas
    areas: list[Box] = field(default_factory=list)  # filled rectangles without a frame
    pictures: list[Box] = field(default_factory=list)
    white: list[tuple[Any, Box]] = field(default_factory=list)  # a text object, its place
    invisible: list[tuple[Any, Box]] = field(default_factory=list)
    shapes: int = 0
    texts: int = 0
    objects: int = 0


def look_over(pen: Pen, page: Any, place: Placer) -> Drawn:
    """Looks at every object of a page, and inside of forms."""
    drawn = Drawn()
    quick = pen.quick
    get, mode_of, fill_of = (
        quick.FPDFPage_GetObject,
        quick.FPDFTextObj_GetTextRenderMode,
        quick.FPDFPageObj_GetFillColor,
    )
    fill, (red_at, green_at, blue_at, alpha_at) = pen.rgba, pen.rgba_at
    for at in range(min(pen.raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        thing = get(page, at)
        mode = mode_of(thing)
        if mode < 0:  # no text
            _note(pen, thing, place, drawn, 0)
            continue
        drawn.texts += 1
        fill_of(thing, red_at, green_at, blue_at, alpha_at)
        red, _, _, alpha = fill.tolist()
        if mode or red >= _WHITE or not alpha:  # few are
            _note_text(pen, thing, mode, place, drawn)
    areas = drawn.areas[:_MAX_AREAS]
    extents = Counter((round(x0), round(x1)) for x0, _, x1, _ in areas)
    for box in areas:
        # A shade as high as a line, and like no other, marks words.
        cell = box[3] - box[1] > _LINE or extents[round(box[0]), round(box[2])] > 1
        if cell and not any(_inside(box, other) for other in areas):
            drawn.rules += _sides(box)
    return drawn


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


def _note_text(pen: Pen, thing: Any, mode: int, place: Placer, drawn: Drawn) -> None:
    """Adds text that none may see; its colour is in the pen."""
    red, green, blue, alpha = pen.rgba
    if mode in (3, 7) or (mode == 0 and not alpha):
        drawn.invisible.append((thing, bounds(pen, thing, place)))
    elif mode == 0 and red >= _WHITE and green >= _WHITE and blue >= _WHITE:
        drawn.white.append((thing, bounds(pen, thing, place)))


def _note(pen: Pen, thing: Any, place: Placer, drawn: Drawn, depth: int) -> None:
    quick = pen.quick
    kind = quick.FPDFPageObj_GetType(thing)
    if kind == _PATH:
        drawn.shapes += 1
        _note_path(pen, thing, place, drawn)
    elif kind == _TEXT:
        drawn.texts += 1
        quick.FPDFPageObj_GetFillColor(thing, *pen.rgba_at)
        _note_text(pen, thing, quick.FPDFTextObj_GetTextRenderMode(thing), place, drawn)
    elif kind == _IMAGE:
        drawn.pictures.append(bounds(pen, thing, place))
    elif kind == _SHADING:
        drawn.fills.append(bounds(pen, thing, place))
    elif kind == _FORM and depth < _MAX_FORM_DEPTH:
        quick.FPDFPageObj_GetMatrix(thing, pen.matrix_at)
        inner = moved(place, *pen.matrix)
        for at in range(quick.FPDFFormObj_CountObjects(thing)):
            drawn.objects += 1
            if drawn.objects > _MAX_OBJECTS:
                return
            _note(pen, quick.FPDFFormObj_GetObject(thing, at), inner, drawn, depth + 1)


def _note_path(pen: Pen, path: Any, place: Placer, drawn: Drawn) -> None:
    """Adds what a path shows: a ruled line, the four sides of a box, or a filled area."""
    quick = pen.quick
    box = bounds(pen, path, place)
    x0, top, x1, bottom = box
    across, down = x1 - x0, bottom - top
    if across < _THIN or down < _THIN:
        # A corner, drawn by itself, belongs to the lines both ways.
        if down <= across or (down < _THIN and across < _THIN):
            drawn.rules.append(Rule(x0, x1, (top + bottom) / 2, False))
        if across < down or (across < _THIN and down < _THIN):
            drawn.rules.append(Rule(top, bottom, (x0 + x1) / 2, True))
        return
    quick.FPDFPath_GetDrawMode(path, *pen.modes_at)
    filling, stroking = pen.modes
    segments = quick.FPDFPath_CountSegments(path)
    if filling:
        quick.FPDFPageObj_GetFillColor(path, *pen.rgba_at)
        red, green, blue, alpha = pen.rgba
        paper = min(red, green, blue) >= _WHITE or not alpha
        if not paper:
            drawn.fills.append(box)
        if paper and not stroking:
            return
    elif not stroking:
        return
    if 4 <= segments <= 6 and not stroking:
        drawn.areas.append(box)
    elif 4 <= segments <= 6:
        drawn.rules += _sides(box)
    else:
        _note_strokes(pen, path, min(segments, _MAX_SEGMENTS), place, drawn)


def _note_strokes(pen: Pen, path: Any, segments: int, place: Placer, drawn: Drawn) -> None:
    """The straight strokes of a path that draws many of them."""
    raw = pen.raw
    pen.quick.FPDFPageObj_GetMatrix(path, pen.matrix_at)
    inner = moved(place, *pen.matrix)
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


def _note_stroke(start: tuple[float, float], end: tuple[float, float], drawn: Drawn) -> None:
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) < 1 <= abs(x1 - x0):
        drawn.rules.append(Rule(min(x0, x1), max(x0, x1), y0, False))
    elif abs(x1 - x0) < 1 <= abs(y1 - y0):
        drawn.rules.append(Rule(min(y0, y1), max(y0, y1), x0, True))


def unseen(drawn: Drawn) -> set[int]:
    """Addresses of the text objects that no reader sees: white on paper, or invisible over no
    image."""

    def on(box: Box, areas: list[Box]) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in areas)

    backdrop = drawn.fills + drawn.pictures
    found = [thing for thing, box in drawn.white if not on(box, backdrop)]
    found += [thing for thing, box in drawn.invisible if not on(box, drawn.pictures)]
    return {ctypes.addressof(thing.contents) for thing in found}
