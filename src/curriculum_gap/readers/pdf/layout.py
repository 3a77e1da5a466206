"""From printed lines to blocks: paragraphs, list entries, headings and table rows.

Takes the lines and tables of a document in reading order; gives its `Block`s. Lines are put
together as the eye does it: by space, indentation, bullets, a change of font, a line that ends
early. Which paragraphs are headings is decided for all formats by `visual_headings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf.dehyphenate import text_cleaner
from curriculum_gap.readers.pdf.pages import (
    LINE_END_HYPHEN,
    Line,
    Page,
    Table,
    mean_confidence,
    without_running_headers,
)
from curriculum_gap.readers.pdf.tables import continues_table, table_blocks
from curriculum_gap.readers.visual_headings import TextStyle, promote_headings

__all__ = ["set_column_ends", "to_blocks"]

_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◆◇❖➢➤►▶‣⁃∙·✓✔✗–—*\-−\uf000-\uf0ff]|o(?=\s))\s+(?=\S)"
    r"|[•●◦▪■➢►‣\uf000-\uf0ff](?=\S)|[–—](?=[A-Z])"
)
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]\s+(?=\S)")
_SMALL_START = re.compile(r"[\"“‘'(\[]?[a-z]")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_CLOSING_MARKS = "\"”’')]"  # what may follow them

# Distances in points, or in multiples of the size of the letters where it says so.
_UP = 2.0  # a line that stands higher than the one before by more begins another column
_FAR = 8.0  # sizes: a line that stands lower by more does too
_USUAL_STEP = 1.2  # sizes from line to line, where a document has no two lines of a paragraph
_LEAST_STEP, _MOST_STEP = 0.8, 2.6  # sizes: other steps are none between lines of one text
_PARAGRAPH_STEP = 1.3  # usual steps: more space than that parts two paragraphs
_OTHER_SIZE = 0.8  # points of difference between two sizes of letters
_SPACE = 0.3  # sizes: the width of a space in most fonts
_WIDER = 1.35  # a word may have wider letters than its line has on average
_INDENT = 6.0  # a line that begins further right or left is indented
_LIST_INDENT = 5.0  # the same for the levels of a list
_BULLET_MARK = "•"


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together; ``mark`` is the bullet or number of a list entry, "" without."""

    lines: list[Line]
    mark: str = ""

    def text(self) -> str:
        return " ".join([line.text for line in self.lines])


_Part = _Paragraph | Table


def to_blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document in reading order, running headers and page numbers left out.

    Hidden lines become hidden blocks. Rows of tables stand where the table stands.
    """
    lines = without_running_headers(pages)
    parts = list(_paragraphs(lines, _usual_step(lines)))
    clean = text_cleaner(list(_texts(parts)))
    blocks: list[Block] = []
    styles: list[TextStyle | None] = []
    list_edges: list[float] = []  # left edges of the list levels that are open, outermost first
    tables = 0
    for part in _chained(parts):
        if isinstance(part, _Paragraph):
            block = _block(part, list_edges, clean)
            if block.text:
                blocks.append(block)
                styles.append(_style(part, block.text))
        else:
            tables += 1
            rows = table_blocks(part, tables, clean)
            blocks += rows
            styles += [None] * len(rows)
    return promote_headings(blocks, styles)


def _texts(parts: Iterable[_Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, _Paragraph):
            yield part.text()
        else:
            for row in part.rows:
                yield from row


# -- lines ----------------------------------------------------------------------------------------


def set_column_ends(parts: Sequence[Line | Table]) -> None:
    """Notes in each line of a page the right edge of the column that it stands in.

    A column ends where the text jumps back up. Its right edge is that of its longest line; a line
    that ends before it may end a paragraph.
    """
    columns: list[list[Line | Table]] = []
    for part in parts:
        if not columns or _jumps_up(columns[-1][-1], part):
            columns.append([])
        columns[-1].append(part)
    for column in columns:
        lines = [part for part in column if isinstance(part, Line)]
        end = max((line.box.x1 for line in lines), default=0.0)
        for line in lines:
            line.column_end = line.column_end or end


def _jumps_up(before: Line | Table, after: Line | Table) -> bool:
    """Whether ``after`` stands higher and is no other part of the same printed line: those overlap
    in height by half of the lower one."""
    box, after_box = before.box, after.box
    lowest_top = max(box.top, after_box.top)
    overlap = min(box.bottom, after_box.bottom) - lowest_top
    lower_height = min(box.height, after_box.height)
    return after_box.top < box.top - _UP and overlap < 0.5 * lower_height


def _usual_step(parts: Sequence[Line | Table]) -> float:
    """The usual step from line to line, in multiples of the size of their letters.

    The median of all steps between lines of one size that are no more than two empty lines apart.
    Without it, each line of a document with double spacing would be a paragraph.
    """
    steps: list[float] = []
    for before, after in pairwise(parts):
        if isinstance(before, Table) or isinstance(after, Table):
            continue
        same_size = abs(after.size - before.size) < _OTHER_SIZE
        if before.page != after.page or not same_size:
            continue
        step = after.box.bottom - before.box.bottom
        step /= max(after.size, 1.0)
        if _LEAST_STEP < step < _MOST_STEP:
            steps.append(step)
    return median_low(steps) if steps else _USUAL_STEP


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(parts: Iterable[Line | Table], usual_step: float) -> Iterator[_Part]:
    """Lines put together in paragraphs, hidden ones each alone, and tables as they are."""
    paragraph: _Paragraph | None = None
    for part in parts:
        if isinstance(part, Line) and part.hidden:
            yield _Paragraph([part])
            continue
        if isinstance(part, Line):
            mark = _list_mark(part.text)
            if paragraph and _continues(paragraph, part, mark, usual_step):
                paragraph.lines.append(part)
                continue
        if paragraph:
            yield paragraph
            paragraph = None
        if isinstance(part, Line):
            paragraph = _Paragraph([part], mark)
        else:
            yield part
    if paragraph:
        yield paragraph


def _list_mark(text: str) -> str:
    """The bullet or number that a line begins with, "" without one."""
    if _BULLET.match(text):
        return _BULLET_MARK
    number = _NUMBER.match(text)
    return number[1] if number else ""


def _continues(paragraph: _Paragraph, line: Line, mark: str, usual_step: float) -> bool:
    """Whether ``line`` goes on with ``paragraph``.

    ``mark`` is the line's own bullet or number; ``usual_step`` is in multiples of the size. A line
    goes on where the one before was full, or broke off within a sentence; not after more space than
    usual, in another size, in bold after plain text, or with another indent. Over the end of a page
    or column, where space says nothing, it also takes a sentence that has not ended.
    """
    before = paragraph.lines[-1]
    size = max(line.size, 1.0)
    step = line.box.bottom - before.box.bottom
    far = step < -_UP or step > _FAR * size
    jumps = far or line.page != before.page
    if before.text[-1] == LINE_END_HYPHEN and not jumps:
        return True
    if mark or (not jumps and step > _PARAGRAPH_STEP * usual_step * size):
        return False
    ended = before.text.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
    small = _SMALL_START.match(line.text) is not None
    full = _is_full(before, line)
    if not full and (ended or not small):
        return False
    same_size = abs(line.size - before.size) <= _OTHER_SIZE
    if not same_size and not (small and full):
        return False
    if line.bold != before.bold and (ended or not full):
        return False
    if jumps:
        return not ended and (small or not before.bold)
    return _keeps_indent(paragraph, line, small, ended)


def _is_full(before: Line, after: Line) -> bool:
    """Whether the first word of ``after`` had no room at the end of ``before``."""
    room = before.column_end - before.box.x1
    word = after.text.split(maxsplit=1)[0]
    letter_width = after.box.width / len(after.text)
    need = len(word) * letter_width + _SPACE * after.size
    return room < _WIDER * need


def _keeps_indent(paragraph: _Paragraph, line: Line, small: bool, ended: bool) -> bool:
    """Whether a line begins where a further line of the paragraph may: below the others, or further
    left or right where the paragraph's first line is indented or hangs out."""
    lines = paragraph.lines
    left = line.box.x0
    if paragraph.mark:
        return small or left > lines[0].box.x0 - _INDENT
    is_second = len(lines) == 1
    model = lines[0] if is_second else lines[1]
    edge = model.box.x0
    if left > edge + _INDENT:
        return (is_second or small) and not (ended and not is_second)
    return is_second or small or left >= edge - _INDENT


# -- blocks ---------------------------------------------------------------------------------------


def _block(paragraph: _Paragraph, list_edges: list[float], clean: Callable[[str], str]) -> Block:
    """A paragraph as a block; ``list_edges`` is changed as list levels open and close."""
    first = paragraph.lines[0]
    text = paragraph.text()
    sure = mean_confidence(paragraph.lines)
    if first.hidden:
        return Block(clean(text), page=first.page, hidden=True, confidence=sure)
    left = first.box.x0
    if not paragraph.mark:
        if list_edges and left < list_edges[0] - _LIST_INDENT:
            list_edges.clear()
        return Block(clean(text), Shape.PARAGRAPH, first.page, confidence=sure)
    while list_edges and left < list_edges[-1] - _LIST_INDENT:
        list_edges.pop()
    if not list_edges or left > list_edges[-1] + _LIST_INDENT:
        list_edges.append(left)
    if paragraph.mark == _BULLET_MARK:  # a number stays: it may be a session's
        text = _BULLET.sub("", text, count=1)
    return Block(clean(text), Shape.ENTRY, first.page, depth=len(list_edges), confidence=sure)


def _style(paragraph: _Paragraph, text: str) -> TextStyle | None:
    """How a paragraph is set, None for a hidden one; ``text`` is its clean text.

    It is bold or italic where all of its lines are, and as large as the smallest of them, rounded
    to half a point, since programs scale one size to nearly equal ones.
    """
    lines = paragraph.lines
    if lines[0].hidden:
        return None
    capitals = text.isupper() and max(map(len, text.split())) > 3  # "HLTH 2" and "MWF" are codes
    size = min(line.size for line in lines)
    return TextStyle(
        bold=all(line.bold for line in lines),
        capitals=capitals,
        italic=all(line.italic for line in lines),
        size=round(size * 2) / 2,
    )


def _chained(parts: Iterable[_Part]) -> Iterator[_Paragraph | list[Table]]:
    """Paragraphs, and the parts that each table has on several pages together."""
    chain: list[Table] = []
    for part in parts:
        if isinstance(part, Table):
            if chain and not continues_table(chain[-1], part):
                yield chain
                chain = []
            chain.append(part)
            continue
        # Nobody sees it if a hidden paragraph interrupts a table.
        if chain and not part.lines[0].hidden:
            yield chain
            chain = []
        yield part
    if chain:
        yield chain
