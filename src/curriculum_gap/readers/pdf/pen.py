"""PDFium's raw bindings and the buffers its calls write to.

The bindings are used without pypdfium2's helpers: a third less import time, and one call for a
value instead of several. What is asked of every letter and every drawn object goes through calls
that convert no arguments (`Pen.quick`): they take a third of the time.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

from curriculum_gap.readers.pdf.sheet import Box

__all__ = ["Pen", "Placer", "bounds", "moved", "placer"]

_BOLD = re.compile(r"bold|black|heavy|demi|(?:^|\+)(?:cmbx|cmb1|sfbx|ecbx)|-medi\b|-bd\b", re.I)
_ITALIC = re.compile(r"italic|obliq|(?:^|\+)(?:cmti|cmsl|sfti|ecti)|-(?:bold)?it\b", re.I)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6

Placer = Callable[[float, float, float, float], Box]


_QUICK = (
    "FPDFPage_GetObject",
    "FPDFFormObj_CountObjects",
    "FPDFFormObj_GetObject",
    "FPDFPageObj_GetType",
    "FPDFPageObj_GetBounds",
    "FPDFPageObj_GetMatrix",
    "FPDFTextObj_GetTextRenderMode",
    "FPDFPath_GetDrawMode",
    "FPDFPath_CountSegments",
    "FPDFText_GetFontSize",
    "FPDFText_GetMatrix",
    "FPDFText_GetTextObject",
)
# What they return says nothing that is asked; to make a number of it costs a tenth of a call.
_QUICK_MUTE = ("FPDFPageObj_GetFillColor", "FPDFText_GetFontInfo", "FPDFText_GetLooseCharBox")


@cache
def _quick(raw: Any) -> SimpleNamespace:
    kinds = {name: getattr(raw, name).restype for name in _QUICK} | dict.fromkeys(_QUICK_MUTE)
    return SimpleNamespace(
        **{name: _unconverted(getattr(raw, name), kind) for name, kind in kinds.items()}
    )


def _unconverted(call: Any, kind: Any) -> Any:
    """The same call, which takes its arguments as they are: what PDFium itself gave, references to
    buffers, and numbers that fit a C int; a plain address would lose its upper half."""
    address: Any = ctypes.cast(call, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(kind)(address)


def _buffer(kind: Any, form: str, length: int) -> tuple[Any, list[Any]]:
    """Room for numbers, and a reference to each of them."""
    numbers = (kind * length)()
    places = [ctypes.byref(numbers, at * ctypes.sizeof(kind)) for at in range(length)]
    view: Any = memoryview(numbers).cast("B")  # its numbers read faster than an array's
    return view.cast(form), places


class Pen:
    """PDFium's bindings and the buffers its calls write to; one for each document.

    The numbers that a call of ``quick`` writes to ``…_at`` are read from the buffer of that name.
    """

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.quick = _quick(raw)
        self.rect = raw.FS_RECTF()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.font_at = (
            ctypes.byref(self.name),
            ctypes.c_ulong(len(self.name)),
            ctypes.byref(self.flags),
        )
        self.rgba, self.rgba_at = _buffer(ctypes.c_uint, "I", 4)
        self.sides, self.sides_at = _buffer(ctypes.c_float, "f", 4)  # left, bottom, right, top
        self.modes, self.modes_at = _buffer(ctypes.c_int, "i", 2)  # path: how filled; is it stroked
        self.matrix, (self.matrix_at, *_) = _buffer(ctypes.c_float, "f", 6)  # a, b, c, d, e, f
        self.corners, (self.corners_at, *_) = _buffer(ctypes.c_float, "f", 4)  # l, t, r, b
        self.looks: dict[tuple[bytes, int], tuple[bool, bool]] = {}

    def box(self, text: Any, index: int) -> Box:
        """Left, bottom, right, top of a character, as high as its font, in PDF space."""
        self.quick.FPDFText_GetLooseCharBox(text, index, self.corners_at)
        left, top, right, bottom = self.corners.tolist()
        return left, bottom, right, top

    def look(self, text: Any, index: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether it is italic."""
        self.quick.FPDFText_GetFontInfo(text, index, *self.font_at)
        key = (self.name.value, self.flags.value)
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
        size: float = self.quick.FPDFText_GetFontSize(text, index)
        if self.quick.FPDFText_GetMatrix(text, index, self.matrix_at):
            _, _, c, d, _, _ = self.matrix.tolist()
            size *= (c * c + d * d) ** 0.5
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
    """The place of an object."""
    if not pen.quick.FPDFPageObj_GetBounds(thing, *pen.sides_at):
        return (0.0, 0.0, 0.0, 0.0)
    return place(*pen.sides)
