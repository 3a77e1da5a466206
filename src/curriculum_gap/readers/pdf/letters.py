"""The letters of one page: PDFium's text with the place and look of every line and word."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from curriculum_gap.readers.pdf.pen import Pen, Placer
from curriculum_gap.readers.pdf.sheet import HYPHEN, Box, Line

__all__ = ["Letters", "Span", "cut"]

_LONE_END = re.compile(r"\r(?!\n)|(?<!\r)\n")  # PDFium ends lines with both
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"\S+")
# TeX's fonts without a map to characters show through as their own codes; a soft hyphen that is
# drawn is a hyphen.
_CODED = re.compile("[\x0b\x0c\x0e-\x11\x15\x16\x1b-\x1f\xad\ufffe]")
_CODES = dict(
    zip(
        "\x0b\x0c\x0e\x0f\x10\x11\x15\x16\x1b\x1c\x1d\x1e\x1f\xad\ufffe",
        f"\ufb00\ufb01\ufb03\ufb04“”–—\ufb00\ufb01\ufb02\ufb03\ufb04-{HYPHEN}",
        strict=True,
    )
)

Span = tuple[int, int]


class Letters:
    """A text page that PDFium has loaded; ``string`` has one character for each of PDFium's, and a
    span is a range of them."""

    def __init__(self, pen: Pen, text: Any, place: Placer, page: int) -> None:
        self._pen = pen
        # A reference passes as it is, a pointer would be looked into for each call.
        self._text = ctypes.byref(text.contents)
        self._place = place
        self._page = page
        self._box_of = pen.quick.FPDFText_GetLooseCharBox
        self._corners, self._corners_at = pen.corners, pen.corners_at
        self.string = _string(pen.raw, text)

    def spans(self) -> Iterator[Span]:
        """Character ranges of printed lines, without white space at their ends. A line that ends in a
        hyphen keeps PDFium's mark."""
        at = 0
        for piece in self.string.replace(HYPHEN, f"{HYPHEN}\r\n").split("\r\n"):
            bare = piece.strip()
            if bare and piece != HYPHEN:
                start = at if len(bare) == len(piece) else at + piece.index(bare)
                yield start, start + len(bare)
            at += len(piece) + (0 if piece.endswith(HYPHEN) else 2)

    def is_bold(self, at: int) -> bool:
        """Whether a character is bold."""
        return self._pen.look(self._text, at)[0]

    def box(self, at: int) -> Box:
        """The place of a character."""
        self._box_of(self._text, at, self._corners_at)
        left, top, right, bottom = self._corners.tolist()
        return self._place(left, bottom, right, top)

    def line(self, span: Span) -> Line:
        """The printed line of a span."""
        start, end = span
        words = self.string[start:end]
        last = end - 1
        if words[-1] == HYPHEN and last > start:
            last -= 1
        model = start  # the first letter or digit
        if not words[0].isalnum():
            found = _LETTER.search(words)
            model = start + found.start() if found else start
        pen, text = self._pen, self._text
        left, bottom, right, top = pen.box(text, model)
        if model != start:
            x0 = pen.box(text, start)[0]
            if x0 < left:
                left = x0
        if last != model:
            x0, low, x1, high = pen.box(text, last)
            if x0 < left:
                left = x0
            if x1 > right:
                right = x1
            if low > top or high < bottom:  # several printed lines that PDFium took for one
                bottom, top = min(bottom, low), max(top, high)
        x0, high, x1, low = self._place(left, bottom, right, top)
        bold, italic = pen.look(text, model)
        if bold or italic:
            for at in (last, (model + last) // 2):
                while at > model and not self.string[at].isalnum():
                    at -= 1
                look = pen.look(text, at)
                bold, italic = bold and look[0], italic and look[1]
        return Line(words, self._page, x0, high, x1, low, pen.size(text, model), bold, italic)

    def words(self, span: Span) -> Iterator[tuple[int, int, Box, Box]]:
        """Start, end, and the boxes of the first and last character of each word."""
        for found in _WORD.finditer(self.string, *span):
            start, end = found.span()
            first = self.box(start)
            yield start, end, first, self.box(end - 1) if end - start > 1 else first

    def stands_in(self, place: Box, span: Span) -> bool:
        """Whether each word of a line begins in a place. PDFium may take letters of elsewhere into
        a line."""
        x0, top, x1, bottom = place
        for found in _WORD.finditer(self.string, *span):
            left, high, right, low = self.box(found.start())
            if not (x0 <= (left + right) / 2 < x1 and top <= (high + low) / 2 < bottom):
                return False
        return True

    def unfolded(self, span: Span) -> list[Span]:
        """The printed lines that PDFium took for one."""
        parts: list[Span] = []
        bottom = height = 0.0
        for found in _WORD.finditer(self.string, *span):
            start, end = found.span()
            _, low, _, high = self._pen.box(self._text, start)
            if parts and abs(low - bottom) <= 0.75 * height:
                parts[-1] = (parts[-1][0], end)
            else:
                parts.append((start, end))
                bottom, height = low, high - low
        return parts

    def owned(self, owners: set[int]) -> list[Span]:
        """The ranges of characters that text objects at the addresses ``owners`` draw."""
        spans: list[Span] = []
        get = self._pen.quick.FPDFText_GetTextObject
        for at, character in enumerate(self.string):
            goes_on = bool(spans) and spans[-1][1] == at
            if not character.isspace():
                owner = get(self._text, at)
                if not owner or ctypes.addressof(owner.contents) not in owners:
                    continue
                if not goes_on:
                    spans.append((at, at + 1))
            if goes_on:
                spans[-1] = (spans[-1][0], at + 1)
        return spans


def _string(raw: Any, text: Any) -> str:
    """The page's text, one character for each of PDFium's."""
    count = raw.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = bytearray(2 * count + 2)
    raw.FPDFText_GetText(text, 0, count, ctypes.c_ushort.from_buffer(buffer))
    string = buffer[:-2].decode("utf-16-le", "surrogatepass")
    if len(string) != count or "\0" in string:
        # Characters without text, or outside of the first plane: the two indices differ.
        codes = (raw.FPDFText_GetUnicode(text, at) for at in range(count))
        string = "".join(chr(code) if 0 <= code < 0x110000 else "\ufffd" for code in codes)
    if any(code in string for code in _CODES):
        string = _CODED.sub(lambda found: _CODES[found.group()], string)
    apart = string.replace("\r\n", "")
    if "\r" in apart or "\n" in apart:
        string = _LONE_END.sub(" ", string)
    return _spaced(string)


def _spaced(string: str) -> str:
    """``string`` with spaces where a font shows one and says ``!``, ``#`` or ``%``."""
    for mark in filter(string.__contains__, '!#$%&"'):
        count = string.count(mark)
        if (
            count * 40 > len(string)
            and 2 * len(re.findall(rf"[^\W_][,.;:]?{re.escape(mark)}[^\W_]", string)) > count
        ):
            string = string.replace(mark, " ")
    return string


def cut(span: Span, cuts: list[Span]) -> Iterator[Span]:
    """``span`` cut at the ends of every range of ``cuts``."""
    start, end = span
    points = sorted({point for cut in cuts for point in cut if start < point < end})
    yield from zip([start, *points], [*points, end], strict=True)
