"""Pages as the reader sees them: printed lines and tables in reading order, running headers found.

The dataclasses here are what the modules of the reader pass to each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_high

from curriculum_gap.readers.pdf.bindings import Box

__all__ = ["LINE_END_HYPHEN", "Line", "Page", "Table", "mean_confidence", "without_running_headers"]

LINE_END_HYPHEN = "\x02"
"""Stands for a hyphen at a line end until it is known whether it belongs to the word."""

_HEADER_ZONE = 0.13  # share of the page's height, at its top and bottom, for running headers
_SHORT_HEADER_ZONE = 0.18  # the same for a page number or another short text
_SHORT_HEADER = 20  # characters
_SAME_HEIGHT = 9.0  # points between one running header on two pages
_LEAST_PAGES = 0.25  # share of the pages with text on which a running header stands
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"(?!page\b)[^\W\d_]{3}")


@dataclass(slots=True)
class Line:
    """One printed line, or the part of one that stands in one column. The last two fields are set
    when the other lines of the page are known."""

    text: str
    page: int  # counts from 1
    box: Box
    span: tuple[int, int]  # the characters of the page that it is made of
    size: float  # of its letters, in points
    bold: bool = False
    italic: bool = False
    confidence: float | None = None  # 0–1, where it was recognised in a picture
    hidden: bool = False
    column_end: float = 0.0  # right edge of the column it stands in


@dataclass(frozen=True, slots=True)
class Table:
    """One ruled table on one page. Each row has a text for every column, "" where a merged cell
    goes on."""

    page: int
    box: Box
    rows: tuple[tuple[str, ...], ...]
    bold: tuple[tuple[bool, ...], ...]  # the same for the first rows: is the cell bold
    hidden: bool = False
    confidence: tuple[float | None, ...] = ()  # 0–1 of each row, where it was recognised


@dataclass(frozen=True, slots=True)
class Page:
    """One page, with what decides whether it is a scan."""

    number: int  # counts from 1
    width: float  # points
    height: float
    parts: tuple[Line | Table, ...] = ()
    image_share: float = 0.0  # of the page's area, 0–1
    recognized: bool = False  # has invisible text, which text recognition lays under a scan
    paths: int = 0  # drawn shapes
    text_objects: int = 0  # whether or not they show letters
    characters: int = 0
    unmapped: int = 0  # characters without a Unicode value, counted on pages without a word

    def text(self) -> str:
        """What a person sees of it, lines and cells joined by newlines."""
        texts: list[str] = []
        for part in self.parts:
            if isinstance(part, Table):
                texts += [cell for row in part.rows for cell in row]
            elif not part.hidden:
                texts.append(part.text)
        return "\n".join(texts)


def mean_confidence(lines: Sequence[Line]) -> float | None:
    """How sure the recognition of lines was, 0–1, longer ones counting for more; None for lines
    that are the text of the file."""
    known = [(line.confidence, len(line.text)) for line in lines if line.confidence is not None]
    if not known:
        return None
    total = sum(sure * length for sure, length in known)
    return round(total / sum(length for _, length in known), 3)


_Repeated = dict[tuple[bool, str], list[tuple[float, Line]]]
"""Lines that may be running headers, and their height in points from the nearer edge of the page,
by (near the top?, text with ``#`` for each number): "Page 3" and "Page 4" come under one key."""


def without_running_headers(pages: Sequence[Page]) -> list[Line | Table]:
    """All parts of all pages but running headers, footers and page numbers.

    Those are lines that stand at one height near the top or bottom of page after page, and differ
    in a counting number at most. A page number would interrupt a paragraph, and a course's name
    that is repeated on each page would be found in each of them.
    """
    repeated: _Repeated = defaultdict(list)
    for page in pages:
        for part in page.parts:
            if isinstance(part, Line) and not part.hidden:
                _note_repeated(part, page.height, repeated)
    parts = [part for page in pages for part in page.parts]
    with_text = sum(bool(page.parts) for page in pages)
    least_pages = max(2, min(3, with_text), _LEAST_PAGES * with_text)
    dropped: set[int] = set()
    for (at_top, text), lines in repeated.items():
        usual = median_high([height for height, _ in lines])
        # Elsewhere on the page the same words are text.
        level = [line for height, line in lines if abs(height - usual) <= _SAME_HEIGHT]
        if not _is_running_header(level, least_pages):
            continue
        # On the first page a running header may be the title.
        keeps_first = at_top and _WORD.search(text) is not None
        first = pages[0].number if keeps_first else 0
        dropped.update(id(line) for line in level if line.page != first)
    kept = [part for part in parts if id(part) not in dropped]
    # Lines that make up most of a document are its text, wherever they stand.
    return kept if 2 * _length(kept) >= _length(parts) else parts


def _note_repeated(line: Line, page_height: float, repeated: _Repeated) -> None:
    """Adds ``line`` to ``repeated`` if it stands where running headers and footers do."""
    from_top, from_bottom = line.box.top, page_height - line.box.bottom
    at_top = from_top < from_bottom
    height = from_top if at_top else from_bottom
    reach = height + line.box.height
    if reach >= _SHORT_HEADER_ZONE * page_height:  # most lines
        return
    text = _DIGITS.sub("#", line.text.casefold())
    if reach < _HEADER_ZONE * page_height or len(text) < _SHORT_HEADER:
        repeated[at_top, text].append((height, line))


def _is_running_header(lines: Sequence[Line], least_pages: float) -> bool:
    """Whether lines at one height repeat on enough pages, about once on each, and their texts are
    equal or differ by a number that grows with the page. "Week 3" on top of one page and "Week 4"
    two pages later are headings."""
    pages = {line.page for line in lines}
    if len(pages) < least_pages or len(lines) > 1.5 * len(pages):
        return False
    texts = {line.text for line in lines}
    return len(texts) == 1 or _counts_with_pages(lines)


def _counts_with_pages(lines: Sequence[Line]) -> bool:
    """Whether one of the numbers in lines of otherwise equal text grows with the page.

    That is so where the number less that of its page is the same on all of them.
    """
    offsets: list[list[int]] = []
    for line in lines:
        numbers = [int(digits[:9]) for digits in _DIGITS.findall(line.text)]
        offsets.append([number - line.page for number in numbers])
    columns = zip(*offsets, strict=False)
    return any(len(set(column)) == 1 for column in columns)


def _length(parts: Sequence[Line | Table]) -> int:
    """How many characters parts have."""
    length = 0
    for part in parts:
        if isinstance(part, Line):
            length += len(part.text)
        else:
            length += sum(len(text) for row in part.rows for text in row)
    return length
