"""What a page draws beside its visible letters: ruled lines, filled areas, images, hidden text.

Takes a page that PDFium has loaded; gives `PageObjects`. Tables are found from the ruled lines, and
text that no reader sees (white on paper, or in an invisible mode) from its objects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from curriculum_gap.readers.pdf.bindings import Box, PdfFile, Transform, address

__all__ = ["PageObjects", "RuledLine", "find_objects"]

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_…
_BEZIER_TO, _MOVE_TO = 1, 2  # FPDF_SEGMENT_…
_FILLED_TEXT, _INVISIBLE, _CLIPPING = 0, 3, 7  # text render modes (PDF 32000-1, table 106)
_MAX_OBJECTS = 50_000  # a page of more pieces is a map or a plot
_MAX_SEGMENTS = 2_000  # of one path, likewise
_MAX_FORM_DEPTH = 4
_THIN = 3.0  # points: a path thinner than this is a ruled line
_STRAIGHT = 1.0  # points that a ruled line may be off its direction
_WHITE = 250  # of 255: lighter than any grey that shows on paper
_FAINT = 12  # of 255: less opaque is seen by nobody
_RECTANGLE = range(4, 7)  # segments of a path that is a rectangle


_Point = tuple[float, float]


class RuledLine(NamedTuple):
    """A level line (``top == bottom``) or an upright one (``x0 == x1``), in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        """Whether it goes down the page."""
        return self.x0 == self.x1


@dataclass(slots=True)
class PageObjects:
    """What `find_objects` has found on a page."""

    lines: list[RuledLine] = field(default_factory=list)
    filled: list[Box] = field(default_factory=list)  # coloured areas
    images: list[Box] = field(default_factory=list)
    white_text: list[tuple[int, Box]] = field(default_factory=list)  # address and place
    invisible_text: list[tuple[int, Box]] = field(default_factory=list)
    covers: list[tuple[int, Box]] = field(default_factory=list)  # number and place of areas
    paths: int = 0
    text_objects: int = 0
    objects: int = 0

    def hidden_text(self) -> set[int]:
        """Addresses of the text objects that nobody sees: white ones on paper, and invisible ones
        that lie on no image (on a scan they are what text recognition found)."""
        backdrops = self.filled + self.images
        hidden: set[int] = set()
        for text, box in self.white_text:
            if not _lies_on(box, backdrops):
                hidden.add(text)
        for text, box in self.invisible_text:
            if not _lies_on(box, self.images):
                hidden.add(text)
        return hidden

    def image_share(self, width: float, height: float) -> float:
        """The share of a page of this size that images cover, 0–1."""
        covered = sum(image.width * image.height for image in self.images)
        return min(1.0, covered / max(1.0, width * height))


def _lies_on(box: Box, areas: list[Box]) -> bool:
    """Whether the centre of a box lies on one of some areas."""
    return any(area.holds(*box.centre()) for area in areas)


def find_objects(pdf: PdfFile, page: Any, transform: Transform) -> PageObjects:
    """Looks at every object of a page, and inside of forms, up to 50,000 of them."""
    found = PageObjects()
    # A hot path: some programs draw each word by itself. Dark text, which nearly all of them are,
    # is only counted; to skip the rest for it saves a tenth of the time to read a PDF.
    raw = pdf.raw
    red, green, blue, alpha = pdf.colour
    for index in range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFTextObj_GetTextRenderMode(drawn) == _FILLED_TEXT:
            raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
            if red.value < _WHITE and alpha.value > _FAINT:
                found.text_objects += 1
                continue
        _add_object(pdf, drawn, transform, found, 0)
        if raw.FPDFPageObj_GetType(drawn) == _PATH and pdf.path_mode(drawn)[0]:
            found.covers.append((index, pdf.object_box(drawn, transform)))
    return found


def _add_object(
    pdf: PdfFile, drawn: Any, transform: Transform, found: PageObjects, depth: int
) -> None:
    """Adds one object to what was ``found``, a form's members each by itself.

    ``transform`` maps the space that it is drawn in; ``depth`` counts the forms it is nested in.
    """
    kind = pdf.raw.FPDFPageObj_GetType(drawn)
    if kind == _TEXT:
        found.text_objects += 1
        _add_text(pdf, drawn, transform, found)
    elif kind == _PATH:
        found.paths += 1
        _add_path(pdf, drawn, transform, found)
    elif kind == _IMAGE:
        found.images.append(pdf.object_box(drawn, transform))
    elif kind == _SHADING:
        found.filled.append(pdf.object_box(drawn, transform))
    elif kind == _FORM and depth < _MAX_FORM_DEPTH:
        inner = transform.after(pdf.object_transform(drawn))
        for index in range(pdf.raw.FPDFFormObj_CountObjects(drawn)):
            found.objects += 1
            if found.objects > _MAX_OBJECTS:
                return
            member = pdf.raw.FPDFFormObj_GetObject(drawn, index)
            _add_object(pdf, member, inner, found, depth + 1)


def _add_text(pdf: PdfFile, drawn: Any, transform: Transform, found: PageObjects) -> None:
    """Adds a text object if it is white or invisible."""
    mode = pdf.raw.FPDFTextObj_GetTextRenderMode(drawn)
    red, green, blue, alpha = pdf.fill_colour(drawn)
    if mode in (_INVISIBLE, _CLIPPING) or (mode == _FILLED_TEXT and alpha <= _FAINT):
        box = pdf.object_box(drawn, transform)
        found.invisible_text.append((address(drawn), box))
    elif mode == _FILLED_TEXT and min(red, green, blue) >= _WHITE:
        box = pdf.object_box(drawn, transform)
        found.white_text.append((address(drawn), box))


def _add_path(pdf: PdfFile, path: Any, transform: Transform, found: PageObjects) -> None:
    """Adds what a path shows: a ruled line, the sides of a frame, or a coloured area.

    Tables are drawn in all of these ways: a line as a stroke or as a thin filled rectangle, a cell
    as a frame, a whole table as one path of many strokes.
    """
    box = pdf.object_box(path, transform)
    if box.width < _THIN or box.height < _THIN:
        found.lines += _thin_path(box)
        return
    filled, stroked = pdf.path_mode(path)
    if filled:
        red, green, blue, alpha = pdf.fill_colour(path)
        if alpha and min(red, green, blue) < _WHITE:
            found.filled.append(box)
    if not stroked:
        return
    segments = pdf.raw.FPDFPath_CountSegments(path)
    if segments in _RECTANGLE:
        found.lines += _sides(box)
    else:
        segments = min(segments, _MAX_SEGMENTS)
        found.lines += _strokes(pdf, path, segments, transform)


def _thin_path(box: Box) -> list[RuledLine]:
    """The ruled line that a thin path is. A speck is a line both ways: some programs draw the
    corners of a table by themselves."""
    x, y = box.centre()
    lines: list[RuledLine] = []
    if box.height < _THIN:
        lines.append(RuledLine(box.x0, y, box.x1, y))
    if box.width < _THIN:
        lines.append(RuledLine(x, box.top, x, box.bottom))
    return lines


def _sides(box: Box) -> list[RuledLine]:
    """The four lines of a frame."""
    x0, top, x1, bottom = box
    return [
        RuledLine(x0, top, x1, top),
        RuledLine(x0, bottom, x1, bottom),
        RuledLine(x0, top, x0, bottom),
        RuledLine(x1, top, x1, bottom),
    ]


def _strokes(pdf: PdfFile, path: Any, segments: int, transform: Transform) -> list[RuledLine]:
    """The level and upright strokes among the first ``segments`` of a path.

    There are none where any segment is curved: that is a picture.
    """
    inner = transform.after(pdf.object_transform(path))
    lines: list[RuledLine] = []
    start = position = (0.0, 0.0)
    for kind, x, y, closes in pdf.path_points(path, segments):
        if kind == _BEZIER_TO:
            return []
        end = inner.point(x, y)
        if kind == _MOVE_TO:
            start = end
        else:
            lines += _ruled(position, end)
        position = end
        if closes:
            lines += _ruled(position, start)
            position = start
    return lines


def _ruled(start: _Point, end: _Point) -> list[RuledLine]:
    """The ruled line from one point to another, none where it is slanted or a dot."""
    x0, x1 = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    width = x1 - x0
    height = bottom - top
    if height < _STRAIGHT <= width:
        return [RuledLine(x0, top, x1, top)]
    if width < _STRAIGHT <= height:
        return [RuledLine(x0, top, x0, bottom)]
    return []
