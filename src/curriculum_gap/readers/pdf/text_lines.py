"""The characters of a page as printed lines and words, with their place and style.

Takes the `Characters` of a page and the addresses of hidden text objects; gives `Line`s in reading
order, which is that of the file in nearly all syllabi.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from curriculum_gap.readers.pdf.bindings import Box, Characters
from curriculum_gap.readers.pdf.margin_numbers import margin_numbers
from curriculum_gap.readers.pdf.page_objects import RuledLine
from curriculum_gap.readers.pdf.pages import LINE_END_HYPHEN, Line
from curriculum_gap.readers.pdf.reading_order import in_reading_order
from curriculum_gap.readers.pdf.spelling import JOINT, spell_words

__all__ = ["PageText"]

_LINE_END = "\r\n"
_LONE_END = re.compile(r"\r(?!\n)|(?<!\r)\n")  # PDFium ends lines with both
_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W_]")
_LEAST_SIZE = 2.0  # points: nobody reads smaller letters
_MOST_LINES = 500  # of a page: one of more, or of four times as many strokes, is a drawing
_MOST_STROKES = 50  # that are looked at for one line
_STRUCK = (0.12, 0.45)  # sizes above its baseline, between which a stroke goes through a word
# TeX's fonts without a map to Unicode show through as their own codes (its OT1 and T1 encodings);
# a soft hyphen that is drawn is a hyphen.
_CODES = dict(
    zip(
        "\x0b\x0c\x0e\x0f\x10\x11\x15\x16\x1b\x1c\x1d\x1e\x1f\xad\ufffe",
        f"\ufb00\ufb01\ufb03\ufb04“”–—\ufb00\ufb01\ufb02\ufb03\ufb04-{LINE_END_HYPHEN}",
        strict=True,
    )
)
_CODED = re.compile(f"[{''.join(_CODES)}]")

_Span = tuple[int, int]


class PageText:
    """The text of one page, by lines and words.

    ``string`` has one character for each of PDFium's, so that indexes into it are PDFium's.
    ``page`` is the page's number from 1.
    """

    def __init__(self, characters: Characters, page: int) -> None:
        """``characters`` is PDFium's text of the page. Each replacement below is of one character
        by one, so that indexes stay PDFium's."""
        self.characters = characters
        self._page = page
        string = _CODED.sub(lambda code: _CODES[code[0]], characters.string())
        ends = string.count(_LINE_END)
        # Each CR LF is one CR and one LF: more of them than that stand alone.
        has_lone_ends = string.count("\r") + string.count("\n") != 2 * ends
        if has_lone_ends:
            string = _LONE_END.sub(" ", string)
        self.string = spell_words(string, characters)

    def lines(
        self, hidden: set[int], ruled: Sequence[RuledLine], width: float, height: float
    ) -> list[Line]:
        """The printed lines of a page of this size in points.

        Hidden are those drawn by the text objects at the addresses ``hidden``, those off the page,
        those in letters too small to see, and words that one of the ``ruled`` lines strikes
        through. A line that is hidden in part becomes several.
        """
        page = Box(0.0, 0.0, width, height)
        spans = [piece for span in self._line_spans() for piece in self._rows_of(span)]
        hidden_spans = self._spans_of(hidden) if hidden else []
        hidden_spans += self._struck(spans, ruled)
        if hidden_spans:
            spans = [piece for span in spans for piece in _cut(span, hidden_spans)]
            spans = [(start, end) for start, end in spans if self.string[start:end].strip()]
        lines = [self.line(start, end) for start, end in spans]
        for line in lines:
            line.hidden = _is_unseen(line, page) or _starts_in(line, hidden_spans)
        return in_reading_order([*self._without_numbers(lines)])

    def _without_numbers(self, lines: list[Line]) -> Iterator[Line]:
        """``lines`` without the numbers that count them in the margin."""
        numbers = margin_numbers(lines, self.characters)
        for line in lines:
            number = numbers.get(line.span[0])
            if not number:
                yield line
            elif number < len(line.text):
                start, end = line.span
                rest = self.string[start + number : end]
                yield self.line(end - len(rest.lstrip()), end)

    def _line_spans(self) -> Iterator[_Span]:
        """The characters of each printed line, without white space at its ends. A line that ends in
        a hyphen keeps PDFium's mark for it."""
        marked = self.string.replace(LINE_END_HYPHEN, LINE_END_HYPHEN + _LINE_END)
        start = 0
        for text in marked.split(_LINE_END):
            bare = text.strip()
            if bare and bare != LINE_END_HYPHEN:
                first = start + text.index(bare)
                yield first, first + len(bare)
            start += len(text)
            if not text.endswith(LINE_END_HYPHEN):
                start += len(_LINE_END)

    def _spans_of(self, owners: set[int]) -> list[_Span]:
        """The characters that text objects at the addresses ``owners`` draw, white space between
        them included."""
        spans: list[_Span] = []
        for index, character in enumerate(self.string):
            follows = bool(spans) and spans[-1][1] == index
            is_space = character.isspace()
            owned = follows if is_space else self.characters.owner(index) in owners
            if owned and follows:
                spans[-1] = spans[-1][0], index + 1
            elif owned:
                spans.append((index, index + 1))
        return spans

    def _struck(self, spans: Sequence[_Span], ruled: Sequence[RuledLine]) -> list[_Span]:
        """The words that a stroke goes through. One that goes on beyond its line is a table's."""
        strokes = sorted((line.top, line.x0, line.x1) for line in ruled if not line.upright)
        struck: list[_Span] = []
        if not strokes or max(len(strokes) / 4, len(spans)) > _MOST_LINES:
            return struck
        for start, end in spans:
            box, last = self.characters.box(start), self.characters.box(end - 1)
            size = self.characters.size(start)
            first, after = bisect(strokes, (box.top,)), bisect(strokes, (box.bottom,))
            for stroke in strokes[first : min(after, first + _MOST_STROKES)]:
                if box.x0 - size < stroke[1] and stroke[2] < last.x1 + size:
                    words = self.words(start, end)
                    struck += [word for word in words if self._is_struck(word, stroke)]
        return struck

    def _is_struck(self, word: _Span, stroke: tuple[float, float, float]) -> bool:
        """Whether a stroke at some height, from left to right, goes through a word."""
        y, x0, x1 = stroke
        middles = [self.characters.centre(index)[0] for index in (word[0], word[1] - 1)]
        over = self.characters.baseline(word[0]) - y
        least, most = (share * self.characters.size(word[0]) for share in _STRUCK)
        return least < over < most and x0 < middles[0] and middles[1] < x1

    def line(self, start: int, end: int) -> Line:
        """The printed line of the characters from ``start`` up to ``end``.

        Its height and size are those of its first letter, and it is bold or italic where its first,
        middle and last letter are.
        """
        text = self.string[start:end]
        last = end - 1
        if text[-1] == LINE_END_HYPHEN and last > start:
            last -= 1
        model = start
        if not text[0].isalnum() or text[1:2] == JOINT:  # a drop capital is larger than its line
            letter = _LETTER.search(text, 1 if text[1:2] == JOINT else 0)
            model = start + letter.start() if letter else start
        characters = self.characters
        first_box = characters.box(start)
        last_box = characters.box(last)
        box = first_box if model == start else characters.box(model)
        x0 = min(first_box.x0, box.x0, last_box.x0)
        x1 = max(first_box.x1, box.x1, last_box.x1)
        style = characters.style(model)
        bold, italic = style.bold, style.italic
        if bold or italic:
            for index in (last, (model + last) // 2):
                while index > model and not self.string[index].isalnum():
                    index -= 1
                style = characters.style(index)
                bold, italic = bold and style.bold, italic and style.italic
        return Line(
            text=text,
            page=self._page,
            box=Box(x0, box.top, x1, box.bottom),
            span=(start, end),
            size=characters.size(model),
            bold=bold,
            italic=italic,
            confidence=characters.confidence(start, end),
        )

    def _rows_of(self, span: _Span) -> Iterator[_Span]:
        """The rows in ``span``: PDFium joins fields of a form that stand below each other.

        A row begins with a word that stands below the last level one and begins left of its end.
        """
        start, end = span
        box, last_box = self.characters.box(start), self.characters.box(end - 1)
        if abs(last_box.top - box.top) > box.height:
            above: Box | None = None
            for first, last in [*self.words(start, end)]:
                box, last_box = self.characters.box(first), self.characters.box(last - 1)
                is_level = abs(last_box.top - box.top) < box.height / 2
                is_below = above is not None and box.top > above.bottom - box.height / 2
                if is_level and is_below and above is not None and box.x0 < above.x1:
                    yield start, first
                    start = first
                above = last_box
        yield start, end

    def words(self, start: int, end: int) -> Iterator[_Span]:
        """The words between two characters."""
        for match in _WORD.finditer(self.string, start, end):
            yield match.span()


def _cut(span: _Span, cuts: list[_Span]) -> Iterator[_Span]:
    """``span`` cut at both ends of every span of ``cuts``."""
    start, end = span
    points: set[int] = set()
    for cut in cuts:
        points.update(point for point in cut if start < point < end)
    edges = [start, *sorted(points), end]
    yield from pairwise(edges)


def _starts_in(line: Line, spans: list[_Span]) -> bool:
    """Whether the first character of a line is in one of some spans."""
    return any(first <= line.span[0] < last for first, last in spans)


def _is_unseen(line: Line, page: Box) -> bool:
    """Whether a line lies off the page or is too small to see."""
    return line.size < _LEAST_SIZE or not line.box.overlaps(page)
