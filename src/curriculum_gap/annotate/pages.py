"""The text of the pages of a PDF, and the boxes of its characters, by PDFium.

Takes the bytes of a PDF; gives for each page its characters and, for a run of them, the boxes of
the lines that they stand in. Boxes are in the space of the page, in points from its lower left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from curriculum_gap.annotate.alignment import Letters, letters_of
from curriculum_gap.readers import turn_pdf_page_upright

__all__ = ["LineBox", "PageText", "opened_pages"]

_SAME_LINE = 0.5  # share of the lower of two boxes that they have in common on one line
_MOST_GAP = 1.2  # heights of a line between two words: more is another column
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class LineBox(NamedTuple):
    """Left, bottom, right and top of a piece of a line; ``turns`` says by how many quarters,
    clockwise, its letters are turned in that space."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    def corners(self) -> list[float]:
        """The upper left, upper right, lower left and lower right corner as its letters stand."""
        left, bottom, right, top, _ = self
        around = [(left, top), (right, top), (right, bottom), (left, bottom)]  # clockwise
        order = [around[(self.turns + corner) % 4] for corner in (0, 1, 3, 2)]
        return [value for point in order for value in point]


class PageText:
    """One page: ``letters`` are its letters and digits, each with the index of its character."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._text = page.get_textpage()
        if turn_pdf_page_upright(raw, page.raw, self._text.raw):
            self._text.close()
            self._text = page.get_textpage()
        count = self._text.count_chars()
        codes = (raw.FPDFText_GetUnicode(self._text, index) for index in range(count))
        self._string = "".join(
            " " if code in _SURROGATES or code > _LAST_CHARACTER else chr(code) for code in codes
        )
        self.letters: Letters = letters_of(self._string)

    def boxes(self, start: int, end: int) -> list[LineBox]:
        """The boxes of letters ``start`` to ``end``, one for each piece of a line, with the
        punctuation between and behind them."""
        boxes: list[LineBox] = []
        places = self.letters.places[start:end]
        for index in range(places[0], self._end(places[-1])) if places else ():
            if not self._is_printed(index):
                continue
            box = self._box(index)
            if boxes and _continues(boxes[-1], box):
                boxes[-1] = _joined(boxes[-1], box)
            else:
                boxes.append(box)
        return boxes

    def _is_printed(self, index: int) -> bool:
        """Whether a character leaves a trace: no space, and no mark of PDFium's for a line end."""
        character = self._string[index]
        return character.isprintable() and not character.isspace()

    def _end(self, index: int) -> int:
        """The end of a letter with the full stop, bracket or comma that stands right behind it."""
        end = index + 1
        while end < len(self._string) and self._is_printed(end) and not self._string[end].isalnum():
            end += 1
        return end

    def _box(self, index: int) -> LineBox:
        """The box of a character: as high as its font, or as its shape where that is nothing."""
        angle = self._raw.FPDFText_GetCharAngle(self._text, index)  # radians, -1 for none
        turns = round(max(angle, 0) / (math.pi / 2)) % 4
        left, bottom, right, top = self._text.get_charbox(index, loose=True)
        if right <= left or top <= bottom:
            left, bottom, right, top = self._text.get_charbox(index)
        return LineBox(left, bottom, right, top, turns)

    def close(self) -> None:
        """Ends the use of the page's text."""
        self._text.close()


def _continues(line: LineBox, box: LineBox) -> bool:
    """Whether ``box`` stands on the same line as ``line``, behind it and not in another column."""
    if line.turns != box.turns:
        return False
    if box.turns % 2:
        line = LineBox(line.bottom, line.left, line.top, line.right)
        box = LineBox(box.bottom, box.left, box.top, box.right)
    heights = line.top - line.bottom, box.top - box.bottom
    common = min(line.top, box.top) - max(line.bottom, box.bottom)
    gap = max(box.left - line.right, line.left - box.right)
    return common >= _SAME_LINE * min(heights) and gap <= _MOST_GAP * max(heights)


def _joined(one: LineBox, other: LineBox) -> LineBox:
    return LineBox(
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
        one.turns,
    )


@contextmanager
def opened_pages(content: bytes, numbers: Iterable[int]) -> Iterator[dict[int, PageText]]:
    """The pages with these numbers, from 1, that PDFium can open. Empty where it opens nothing."""
    import pypdfium2

    pages: dict[int, PageText] = {}
    opened: list[Any] = []
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield {}
        return
    try:
        for number in sorted({number for number in numbers if 1 <= number <= len(pdf)}):
            try:
                page = pdf[number - 1]
                opened.append(page)
                pages[number] = PageText(page)
            except pypdfium2.PdfiumError:
                continue
        yield pages
    finally:
        for text in pages.values():
            text.close()
        for page in opened:
            page.close()
        pdf.close()
