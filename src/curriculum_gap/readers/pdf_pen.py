"""PDFium's raw bindings and the buffers its calls write to.

The bindings are used without pypdfium2's helpers: a third less import time, and one call for a
value instead of several.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any

from curriculum_gap.readers.pdf_sheet import Box

__all__ = ["Pen", "Placer", "bounds", "moved", "placer"]

_BOLD = re.compile(r"bold|black|heavy|demi|(?:^|\+)(?:cmbx|cmb1|sfbx|ecbx)|-medi\b|-bd\b", re.I)
_ITALIC = re.compile(r"italic|obliq|(?:^|\+)(?:cmti|cmsl|sfti|ecti)|-(?:bold)?it\b", re.I)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6

Placer = Callable[[float, float, float, float], Box]


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


def placer(pen: Pen, page: Any) -> tuple[Placer, float, float]:
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


def moved(place: Placer, a: float, b: float, c: float, d: float, e: float, f: float) -> Placer:
    """``place`` for what a form draws: its matrix first."""
    if (a, b, c, d, e, f) == (1, 0, 0, 1, 0, 0):
        return place

    def place_moved(x0: float, y0: float, x1: float, y1: float) -> Box:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return place(min(xs), min(ys), max(xs), max(ys))

    return place_moved


def bounds(pen: Pen, thing: Any, place: Placer) -> Box:
    left, bottom, right, top = pen.sides
    if not pen.raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return (0.0, 0.0, 0.0, 0.0)
    return place(left.value, bottom.value, right.value, top.value)
