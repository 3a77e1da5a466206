"""Words that were recognised in the picture of a page, as the characters of a page.

Takes words with their boxes and the strokes of their letters; gives what a `TextPage` gives of
printed text: a string, and the place, size and style of each of its characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean

from curriculum_gap.readers.pdf.bindings import Box, FontStyle
from curriculum_gap.readers.pdf.page_picture import PagePicture
from curriculum_gap.readers.pdf.pages import LINE_END_HYPHEN
from curriculum_gap.readers.tesseract import Word

__all__ = [
    "PrintedLine",
    "PrintedWord",
    "RecognizedText",
    "mean_confidence",
    "printed_lines",
    "with_common_sizes",
]

# Parts of the size of common fonts (Times, Helvetica, Calibri, Cambria) by which small letters,
# capitals and letters with a descender stand above and below the line.
_SMALL, _CAPITAL, _DESCENDER = 0.47, 0.68, 0.21
_LOOSE_ABOVE, _LOOSE_BELOW = 0.78, 0.22  # the same for the box of any character
_LOW = frozenset("gjpqy")
_PLAIN = re.compile(r"[^\W_]{2,}[.:]?")  # words whose height tells their size
_HIGH = re.compile(r"[A-Z0-9bdfhklt]")
# Sizes are measured to some per cent. On the four pages of a scanned example (coun614), lines of
# most text differ by 3 per cent from their median, those of one kind of headings by 5 from each
# other, and short lines are measured as smaller than they are: their letters may all be small.
_ONE_SIZE = 0.06
_SHORT, _MUCH_SMALLER = 20, 0.75  # characters; of the usual size
# Strokes in parts of the size, in multiples of those of most text: on those four pages at most 1.15
# for lines in plain type, and at least 1.19 for lines in bold type.
_BOLD = 1.18
_BOLD_IN_LINE = 1.0  # of a word in a line that is bold
_DOT = 1.4  # a bullet is thicker than any letter
# A figure 1 that stands alone or beside figures is taken for an upright line or a bracket.
_ONES = re.compile(r"(?:\d*[|\]]\d*)+[.,:;)]?")
_LONGEST_BULLET = 2
_BULLETS = frozenset("•¢©®°*«»eo@e«~")  # what bullets are taken for


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word in points. ``stroke`` is how thick its letters are."""

    text: str
    x0: float
    x1: float
    confidence: float
    stroke: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words on a ``baseline`` (points from the top), in letters of one size."""

    words: tuple[PrintedWord, ...]
    size: float
    baseline: float

    @property
    def length(self) -> int:
        """How many characters its words have."""
        return sum(len(word.text) for word in self.words)

    @property
    def stroke(self) -> float:
        """How thick its letters are, in parts of their size."""
        total = sum(word.stroke * len(word.text) for word in self.words)
        return total / max(1, self.length) / self.size


def printed_lines(words: Sequence[Word], picture: PagePicture) -> list[PrintedLine]:
    """The lines of a page. Words without ink are left out: there was a ruled line."""
    lines: list[PrintedLine] = []
    for _, group in groupby(words, key=lambda word: word.line):
        inked: list[tuple[Word, Box, float]] = []
        for word in group:
            box = picture.in_points(word)
            stroke = picture.stroke(box)
            if stroke > 0:
                inked.append((word, box, stroke))
        if not inked:
            continue
        size = _size([(word.text, box) for word, box, _ in inked])
        printed = [
            PrintedWord(word.text, box.x0, box.x1, word.confidence, stroke)
            for word, box, stroke in inked
        ]
        baseline = _middle(
            (_bottom(word.text, box, size), len(word.text)) for word, box, _ in inked
        )
        lines.append(PrintedLine(tuple(printed), size, baseline))
    return lines


def _size(words: Sequence[tuple[str, Box]]) -> float:
    """The size of letters in points, by the heights of words."""
    plain = [(text, box) for text, box in words if _PLAIN.fullmatch(text)] or words
    sizes = []
    for text, box in plain:
        share = _CAPITAL if _HIGH.search(text) else _SMALL
        share += _DESCENDER if _LOW & {*text} else 0.0
        sizes.append((box.height / share, len(text)))
    return max(1.0, _middle(sizes))


def _bottom(text: str, box: Box, size: float) -> float:
    """Where the line is that a word stands on."""
    return box.bottom - (_DESCENDER * size if _LOW & {*text} else 0.0)


def _middle(values: Iterable[tuple[float, int]]) -> float:
    """The median of values with weights."""
    ordered = sorted(values)
    half, total = sum(weight for _, weight in ordered) / 2, 0.0
    for value, weight in ordered:
        total += weight
        if total >= half:
            return value
    return 0.0


def with_common_sizes(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The lines of all pages of a document, those of nearly one size with the same one; bold words
    are marked, and bullets are bullets."""
    lines = [line for page in pages for line in page]
    usual = _middle((line.size, line.length) for line in lines)
    others: Counter[float] = Counter()
    for line in lines:
        if not _is_usual(line, usual):
            others[line.size] += line.length
    sizes: dict[float, float] = {}
    while others:
        ((middle, _),) = others.most_common(1)
        group = [size for size in others if abs(size - middle) <= _ONE_SIZE * middle]
        sizes |= dict.fromkeys(group, middle)
        for size in group:
            del others[size]
    stroke = _middle(
        (line.stroke, line.length) for page in pages for line in page if _is_usual(line, usual)
    )
    return [
        [
            _styled(line, usual if _is_usual(line, usual) else sizes[line.size], usual, stroke)
            for line in page
        ]
        for page in pages
    ]


def _is_usual(line: PrintedLine, usual: float) -> bool:
    """Whether a line is set in the size of most text, as far as it can be measured."""
    if line.length < _SHORT and _MUCH_SMALLER * usual < line.size < usual:
        return True
    return abs(line.size - usual) <= _ONE_SIZE * usual


def _may_be_bullet(text: str) -> bool:
    return len(text) <= _LONGEST_BULLET and {*text} <= _BULLETS


def _styled(line: PrintedLine, size: float, usual: float, stroke: float) -> PrintedLine:
    """A line of that ``size``, with its bold words marked; most text has the ``usual`` size, and
    ``stroke`` says how thick its letters are, in parts of that."""
    # What is left of ruled lines makes the letters of a table seem larger than they are.
    plain = stroke * min(size, usual)
    line_is_bold = line.stroke * line.size >= _BOLD * plain
    words = []
    for number, word in enumerate(line.words):
        thickness = word.stroke / max(plain, 1e-6)
        text = word.text
        if number == 0 and len(line.words) > 1 and thickness >= _DOT and _may_be_bullet(text):
            text = "•"
        elif _ONES.fullmatch(text):
            text = text.replace("|", "1").replace("]", "1")
        bold = thickness >= (_BOLD_IN_LINE if line_is_bold else _BOLD)
        words.append(replace(word, text=text, bold=bold))
    return replace(line, size=size, words=tuple(words))


class RecognizedText:
    """The characters of one page. Letters of a word are taken for equally wide."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        self._places: list[tuple[PrintedLine, PrintedWord, float, float]] = []
        texts: list[str] = []
        for number, line in enumerate(lines):
            is_last = number == len(lines) - 1
            for index, word in enumerate(line.words):
                at_end = index == len(line.words) - 1
                text, after = word.text, "" if is_last and at_end else "\r\n" if at_end else " "
                if after == "\r\n" and text.endswith("-") and text[-2:-1].isalpha():
                    text, after = text[:-1] + LINE_END_HYPHEN, ""
                texts.append(text + after)
                step = (word.x1 - word.x0) / len(text)
                edges = [word.x0 + step * place for place in range(len(text))]
                self._places += [(line, word, x, x + step) for x in edges]
                self._places += [(line, word, word.x1, word.x1)] * len(after)
        self._string = "".join(texts)

    def string(self) -> str:
        """The text of the page, one character for each index; printed lines end with CR LF."""
        return self._string

    def box(self, index: int) -> Box:
        """The place of a character, as high as the font."""
        line, _, x0, x1 = self._places[index]
        top, bottom = (
            line.baseline - _LOOSE_ABOVE * line.size,
            line.baseline + _LOOSE_BELOW * line.size,
        )
        return Box(x0, top, x1, bottom)

    def centre(self, index: int) -> tuple[float, float]:
        """The point in the middle of the word of a character: a word stands in one cell."""
        line, word, _, _ = self._places[index]
        return (word.x0 + word.x1) / 2, line.baseline - _SMALL * line.size / 2

    def baseline(self, index: int) -> float:
        """The height of the line that a character stands on."""
        return self._places[index][0].baseline

    def style(self, index: int) -> FontStyle:
        """Whether a character is bold; no picture tells whether it is italic."""
        return FontStyle(self._places[index][1].bold, False)

    def size(self, index: int) -> float:
        """The size of a character in points."""
        return self._places[index][0].size

    def owner(self, index: int) -> int:
        """No object draws a recognised character."""
        return 0

    def confidence(self, start: int, end: int) -> float:
        """How sure the recognition of the words between two characters was, 0–1."""
        words = {id(place[1]): place[1] for place in self._places[start:end]}
        return fmean(word.confidence for word in words.values())


def mean_confidence(lines: Iterable[PrintedLine]) -> float:
    """How sure the recognition of all words of a page was, 0–1; 0 where there is none."""
    words: Iterator[PrintedWord] = (word for line in lines for word in line.words)
    return fmean([word.confidence for word in words] or [0.0])
