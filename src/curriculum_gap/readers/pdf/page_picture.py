"""A scanned page as a picture: straightened, with its ruled lines found and taken out.

Takes a page of a PDF that PDFium has opened; gives its picture for text recognition, its ruled
lines, and how thick the strokes of its letters are: nothing else tells bold words in a picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from curriculum_gap.readers.pdf.bindings import Box, PdfFile
from curriculum_gap.readers.pdf.page_objects import RuledLine
from curriculum_gap.readers.tesseract import Picture, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PagePicture", "draw_page"]

_POINTS = 72.0  # in an inch
_DPI = 300.0  # of the picture, where it does not get too large: what Tesseract was trained on
_MOST_DOTS = 12_000_000  # of a picture: A4 and US letter have 8,700,000
_MOST_ACROSS = 10_000  # dots of a side
_FIRST_DPI = 100.0  # of the picture that shows how a sheet lies
_MOST_INK_LOOKED_AT = 150_000  # dots of it
# Sheets lie askew by a degree or two. Each step looks so many of its steps to either side.
_TURNS = ((0.5, 8), (0.1, 5), (0.02, 5))  # degrees
_LEAST_TURN = 0.05  # degrees: less is no trouble
_PATCH = 32  # dots: the paper is as dark as most of a patch this large
_PAPER = 75  # per cent of the dots of a patch that are darker than its paper
_INK = 0.75  # of the grey of the paper: what is darker is printed
_LEAST_RULE = 0.5  # inches: no letter is as long
_FULL = 0.92  # of a ruled line is ink: scans have gaps
_THICKEST_RULE = 4.0  # points: thicker ones are filled areas
_MOST_BESIDE = 0.3  # of the dots above and below a ruled line are ink
_MOST_RULES = 3_000  # runs of dots of a page that are looked at: one of more is a drawing


class PagePicture:
    """The picture of a page of ``width`` and ``height`` points; ``scale`` dots make a point."""

    def __init__(self, dots: NDArray[Any], scale: float) -> None:
        import numpy

        self._scale = scale
        paper = _paper(dots)
        ink = dots < paper * _INK
        level, upright = _ruled(ink, scale)
        self.rules = _rule_lines(level, upright, scale)
        rules = _widened(level, upright, ink.shape)
        # The paper becomes white, be it grey or shaded, and ruled lines too. More contrast than
        # that costs the numbers of weeks in narrow columns (scans of the examples at 200 dpi).
        clean = dots / paper * 255
        clean[rules] = 255
        self._clean = clean.clip(0, 255).astype(numpy.uint8)
        self._ink = ink & ~rules

    def for_recognition(self) -> Picture:
        """The picture without its ruled lines."""
        height, width = self._clean.shape
        dpi = max(70, round(self._scale * _POINTS))
        return Picture(self._clean.tobytes(), width, height, dpi)

    def in_points(self, word: Word) -> Box:
        """The place of a word that was recognised in the picture, without blank at its sides."""
        left, top, right, bottom = (
            max(0, int(edge)) for edge in (word.x0, word.top, word.x1, word.bottom)
        )
        columns = self._ink[top:bottom, left:right].any(axis=0).nonzero()[0]
        if len(columns):
            left, right = left + int(columns[0]), left + int(columns[-1]) + 1
        return Box(*(edge / self._scale for edge in (left, top, right, bottom)))

    def stroke(self, box: Box) -> float:
        """The mean length of the level runs of ink in a box of points, in points."""
        left, right = (max(0, round(x * self._scale)) for x in (box.x0, box.x1))
        top, bottom = (max(0, round(y * self._scale)) for y in (box.top, box.bottom))
        ink = self._ink[top:bottom, left:right]
        if not ink.any():
            return 0.0
        begins = ink[:, :1].sum() + (ink[:, 1:] & ~ink[:, :-1]).sum()
        return float(ink.sum() / begins / self._scale)


def draw_page(pdf: PdfFile, number: int, width: float, height: float) -> PagePicture | None:
    """The picture of a page, by its ``number`` from 1 and its size in points, turned so that its
    lines are level; None where it cannot be drawn."""
    if not (math.isfinite(width) and math.isfinite(height) and min(width, height) >= 1):
        return None
    first = _drawn(pdf, number, (width, height), _FIRST_DPI, 0.0)
    if first is None:
        return None
    turn = _skew(first[0])
    drawn = _drawn(pdf, number, (width, height), _DPI, turn)
    return PagePicture(*drawn) if drawn is not None else None


def _drawn(
    pdf: PdfFile, number: int, size: tuple[float, float], dpi: float, turn: float
) -> tuple[NDArray[Any], float] | None:
    """The dots of a page and how many of them make a point, turned by some degrees clockwise; None
    where PDFium does not draw it."""
    import numpy

    width, height = size
    scale = min(dpi / _POINTS, math.sqrt(_MOST_DOTS / (width * height)), _MOST_ACROSS / max(size))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    dots = pdf.grey_picture(number - 1, across, down, scale, math.radians(turn))
    if dots is None:
        return None
    return numpy.frombuffer(dots, dtype=numpy.uint8).reshape(down, across), scale


def _paper(dots: NDArray[Any]) -> NDArray[Any]:
    """The grey of the paper at each dot: one side of a scan may be darker than the other."""
    import numpy

    height, width = dots.shape
    down, across = -(-height // _PATCH), -(-width // _PATCH)
    edges = (0, down * _PATCH - height), (0, across * _PATCH - width)
    patches = numpy.pad(dots, edges, mode="edge").reshape(down, _PATCH, across, _PATCH)
    patches = patches.transpose(0, 2, 1, 3).reshape(down, across, -1)[:, :, ::7]
    paper = numpy.percentile(patches, _PAPER, axis=2).astype(numpy.float32)
    whole: NDArray[Any] = paper.repeat(_PATCH, 0).repeat(_PATCH, 1)[:height, :width]
    return whole


def _skew(dots: NDArray[Any]) -> float:
    """By how many degrees, clockwise, a page is to be turned so that its lines are level: the
    rows of dots then are either full or empty."""
    import numpy

    y, x = numpy.nonzero(dots < _paper(dots) * _INK)
    step = len(y) // _MOST_INK_LOOKED_AT + 1
    y, x = y[::step], x[::step]
    if not len(y):
        return 0.0

    def sharpness(degrees: float) -> float:
        rows = (y + x * math.tan(math.radians(degrees))).astype(numpy.int64)
        counts = numpy.bincount(rows - rows.min())
        return float(numpy.square(counts, dtype=numpy.float64).sum())

    best = 0.0
    for turn, steps in _TURNS:
        turns = [best + turn * step for step in range(-steps, steps + 1)]
        best = max(turns, key=sharpness)
    return best if abs(best) >= _LEAST_TURN else 0.0


def _ruled(ink: NDArray[Any], scale: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where level and upright ruled lines are, at half the size: two dots are one, and ink if one
    of them is."""
    height, width = ink.shape
    half = ink[: height // 2 * 2, : width // 2 * 2].reshape(height // 2, 2, width // 2, 2)
    half = half.max((1, 3))
    length = max(8, round(_LEAST_RULE * _POINTS * scale / 2))
    thickest = max(2, round(_THICKEST_RULE * scale / 2))
    return _free_runs(half, length, thickest), _free_runs(half.T, length, thickest).T


def _free_runs(ink: NDArray[Any], length: int, thickest: int) -> NDArray[Any]:
    """The runs of ink along the rows that are at least so long, no thicker than ``thickest`` dots,
    and have little ink above and below: the feet of bold letters make runs too."""
    import numpy

    runs = _runs(ink, length)
    free = numpy.zeros_like(runs)
    last = len(runs) - 1
    for row, start, end in _segments(runs)[:_MOST_RULES]:
        across = slice(start, end)
        top = bottom = row
        while top > 0 and row - top <= thickest and runs[top - 1, across].mean() > 0.5:
            top -= 1
        while bottom < last and bottom - row <= thickest and runs[bottom + 1, across].mean() > 0.5:
            bottom += 1
        beside = (ink[max(0, top - 2), across], ink[min(last, bottom + 2), across])
        if bottom - top < thickest and max(dots.mean() for dots in beside) < _MOST_BESIDE:
            free[row, across] = True
    return free


def _runs(ink: NDArray[Any], length: int) -> NDArray[Any]:
    """Where at least ``length`` dots beside each other are ink, but for a few."""
    import numpy

    if ink.shape[1] <= length:
        return numpy.zeros_like(ink)
    sums = numpy.pad(numpy.cumsum(ink, axis=1, dtype=numpy.int32), ((0, 0), (1, 0)))
    full = (sums[:, length:] - sums[:, :-length]) >= _FULL * length
    changes = numpy.zeros((ink.shape[0], ink.shape[1] + 1), numpy.int32)
    changes[:, : full.shape[1]] += full
    changes[:, length:] -= full
    covered: NDArray[Any] = numpy.cumsum(changes, axis=1)[:, :-1] > 0
    return covered


def _rule_lines(level: NDArray[Any], upright: NDArray[Any], scale: float) -> list[RuledLine]:
    """The ruled lines in points; a thick one is several."""
    step = 2 / scale
    lines = [
        RuledLine(start * step, (row + 0.5) * step, end * step, (row + 0.5) * step)
        for row, start, end in _segments(level)
    ]
    lines += [
        RuledLine((row + 0.5) * step, start * step, (row + 0.5) * step, end * step)
        for row, start, end in _segments(upright.T)
    ]
    return lines


def _segments(mask: NDArray[Any]) -> list[tuple[int, int, int]]:
    """Row, first dot and last dot + 1 of each run in the rows of a mask."""
    import numpy

    changes = numpy.diff(numpy.pad(mask.astype(numpy.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = numpy.nonzero(changes == 1)
    _, ends = numpy.nonzero(changes == -1)
    return [*zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)]


def _widened(level: NDArray[Any], upright: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """The dots of ruled lines at full size, with those beside them: their edges are blurred."""
    import numpy

    wide = level | upright
    wide[1:] |= level[:-1]
    wide[:-1] |= level[1:]
    wide[:, 1:] |= upright[:, :-1]
    wide[:, :-1] |= upright[:, 1:]
    whole = wide.repeat(2, 0).repeat(2, 1)
    edges = (0, shape[0] - whole.shape[0]), (0, shape[1] - whole.shape[1])
    padded: NDArray[Any] = numpy.pad(whole, edges)
    return padded
