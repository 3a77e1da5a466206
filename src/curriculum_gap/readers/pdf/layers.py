"""Text of a PDF that is drawn and not seen: on layers that are switched off ("optional content",
PDF 32000-1, 8.11), or under what is drawn over it.

PDFium does not tell which layers are off, but draws those that are on. So the text of layers is
drawn by itself: what leaves no trace on the paper is seen by nobody.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from curriculum_gap.readers.pdf.bindings import PAPER, Box, PdfFile, Transform, address

__all__ = ["covered_text", "has_layers", "text_on_hidden_layers"]

_LAYERS = b"/OCProperties"
_OBJECT_STREAM, _STREAM = b"/ObjStm", b"stream"
_DICTIONARY_BYTES = 500  # from that name to the stream
_STREAM_BYTES = 1_000_000  # of a compressed stream that are looked through
_MAX_STREAMS = 200  # in a file of more, layers are looked for
_FORM = 5  # FPDF_PAGEOBJ_FORM
_DRAWN_TEXT = (0, 1, 2, 4, 5, 6)  # text render modes (PDF 32000-1, table 106)
_MAX_OBJECTS = 50_000  # a page of more pieces is a map or a plot
_MAX_DEPTH = 4  # of forms
_MAX_PIXELS = 2_000  # of the longer side of a page
_PIXELS_PER_POINT = 2.0
_LEAST_COVER = 4.0  # points: thinner areas are lines
_MOST_UNDER_COVERS = 3_000  # pieces of a page: PDFium takes minutes to draw a drawing of more
_MOST_COVERS = 200  # the last ones of a page, which each of its texts is compared with


def has_layers(content: bytes) -> bool:
    """Whether a file names layers, as far as its catalog can be looked through."""
    if _LAYERS in content or b"/Encrypt" in content:
        return True
    end = 0
    for _ in range(_MAX_STREAMS):
        place = content.find(_OBJECT_STREAM, end)
        if place < 0:
            return False
        end = place + len(_OBJECT_STREAM)
        start = content.find(_STREAM, end, end + _DICTIONARY_BYTES)
        if start < 0:
            continue
        start += len(_STREAM)
        packed = content[start : start + _STREAM_BYTES].lstrip(b"\r\n")
        try:
            objects = zlib.decompressobj().decompress(packed, _STREAM_BYTES)
        except zlib.error:
            continue
        if _LAYERS in objects:
            return True
    return True


def text_on_hidden_layers(
    pdf: PdfFile, page: Any, transform: Transform, size: tuple[float, float]
) -> set[int]:
    """Addresses of the text objects of a page of this width and height in points that are part of a
    layer or of a form, and that PDFium does not draw."""
    texts: list[tuple[Any, Box]] = []
    others: list[Any] = []
    for drawn, space, in_form in _pieces(pdf, page, transform):
        mode = pdf.raw.FPDFTextObj_GetTextRenderMode(drawn)  # -1 where it is no text
        if mode in _DRAWN_TEXT and (in_form or pdf.is_in_layer(drawn)):
            texts.append((drawn, pdf.object_box(drawn, space)))
        else:
            others.append(drawn)
    if not texts:
        return set()
    picture = _picture_without(pdf, page, others, size)
    return {address(drawn) for drawn, box in texts if picture.is_blank(box)}


def covered_text(
    pdf: PdfFile,
    page: Any,
    transform: Transform,
    covers: Sequence[tuple[int, Box]],
    size: tuple[float, float],
) -> set[int]:
    """Addresses of the text objects that make no difference to a page of this width and height in
    points, of those under one of the ``covers``, which are drawn after them."""
    covers = [(index, box) for index, box in covers if min(box.width, box.height) > _LEAST_COVER]
    covers = covers[-_MOST_COVERS:]
    suspects: list[tuple[Any, Box]] = []
    last = max((index for index, _ in covers), default=0)
    for index in range(min(last, _MOST_UNDER_COVERS)):
        drawn = pdf.raw.FPDFPage_GetObject(page, index)
        if pdf.raw.FPDFTextObj_GetTextRenderMode(drawn) in _DRAWN_TEXT:
            box = pdf.object_box(drawn, transform)
            if any(index < after and cover.holds(*box.centre()) for after, cover in covers):
                suspects.append((drawn, box))
    if not suspects or last > _MOST_UNDER_COVERS:
        return set()
    whole = _picture_without(pdf, page, [], size)
    without = _picture_without(pdf, page, [drawn for drawn, _ in suspects], size)
    return {address(drawn) for drawn, box in suspects if whole.rows(box) == without.rows(box)}


def _pieces(pdf: PdfFile, page: Any, transform: Transform) -> Iterator[tuple[Any, Transform, bool]]:
    """The drawn objects of a page and inside of its forms, up to 50,000 of them, each with the map
    of its space and whether it is in a form. Forms themselves are none."""
    raw = pdf.raw
    count = min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    waiting = [(raw.FPDFPage_GetObject(page, index), transform, 0) for index in range(count)]
    while waiting:
        drawn, space, depth = waiting.pop()
        if raw.FPDFPageObj_GetType(drawn) != _FORM:
            yield drawn, space, depth > 0
        elif depth < _MAX_DEPTH:
            inner = space.after(pdf.object_transform(drawn))
            members = min(raw.FPDFFormObj_CountObjects(drawn), _MAX_OBJECTS - count)
            count += max(0, members)
            for index in range(members):
                waiting.append((raw.FPDFFormObj_GetObject(drawn, index), inner, depth + 1))


def _picture_without(
    pdf: PdfFile, page: Any, left_out: Sequence[Any], size: tuple[float, float]
) -> _Picture:
    """A page of this width and height in points as drawn without some of its objects."""
    scale = min(_PIXELS_PER_POINT, _MAX_PIXELS / max(*size, 1.0))
    across, down = (max(1, round(length * scale)) for length in size)
    for drawn in left_out:
        pdf.set_active(drawn, False)
    picture = pdf.picture(page, across, down)
    for drawn in left_out:
        pdf.set_active(drawn, True)
    return _Picture(picture, across, scale)


class _Picture(NamedTuple):
    """A drawn page, ``across`` pixels wide, with ``scale`` pixels to a point."""

    pixels: bytes
    across: int
    scale: float

    def rows(self, box: Box) -> list[bytes]:
        """The rows of pixels inside of a box in points."""
        left = max(0, int(box.x0 * self.scale)) * len(PAPER)
        right = min(self.across, int(box.x1 * self.scale) + 1) * len(PAPER)
        row = self.across * len(PAPER)
        rows = range(max(0, int(box.top * self.scale)), int(box.bottom * self.scale) + 1)
        return [self.pixels[y * row + left : y * row + right] for y in rows]

    def is_blank(self, box: Box) -> bool:
        """Whether nothing is drawn inside of a box."""
        return not any(row.replace(PAPER, b"") for row in self.rows(box))
