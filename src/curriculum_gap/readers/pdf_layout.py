"""From printed lines to blocks: headings, paragraphs, list entries, table rows.

Nothing here knows of PDFium. The rules are those of the eye: space, indentation, bullets, a change
of font, a line that ends early.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.pdf_heads import without_running_heads
from curriculum_gap.readers.pdf_sheet import HYPHEN, Line, Sheet, Table
from curriculum_gap.readers.pdf_tables import goes_on, row_blocks
from curriculum_gap.readers.pdf_text import mender

__all__ = ["to_blocks"]

_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◆◇❖➢➤►▶‣⁃∙·✓✔✗–—*\-−\uf000-\uf0ff]|o(?=\s))\s+(?=\S)"
    r"|[•●◦▪■➢►‣\uf000-\uf0ff](?=\S)|[–—](?=[A-Z])"
)
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]\s+(?=\S)")
_NAME = re.compile(r"[A-Z]\. (?:[A-Z]\.|[A-Z][\w’'-]+[,.&( ])")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_CLOSING = "\"”’')]"  # what may follow them
_LOW = re.compile(r"[\"“‘'(\[]?[a-z]")
_CONTACT = re.compile(
    r"(?:your |course )?(?:instructor|professor|lecturer|faculty|teacher|e-?mail|phone|tel|cell|fax"
    r"|office|hours|time|location|meeting|class time|class meet|class ?room|room|credit|semester"
    r"|term|when|where|website|web|url|zoom|tas?\b|teaching assistant|days?\b|section)[^:]{0,30}:\s*\S",
    re.I,
)
_LABEL = re.compile(r"[A-Z][\w’'/&() .-]{1,35}:(?:\s|$)")
_ADDRESS = re.compile(r"@|https?:|www\.|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_SMALL = frozenset(ascii_lowercase)
_MAX_HEADING_WORDS = 18
_MAX_HEADING = 140


@dataclass(slots=True)
class _Piece:
    """A block in the making: lines that belong together."""

    lines: list[Line]
    mark: str = ""  # bullet or number of a list entry
    text: str = ""  # of all lines, once they are known
    style: _Style | None = None  # of a heading


_Style = tuple[float, bool, bool, bool]


def to_blocks(sheets: Sequence[Sheet]) -> list[Block]:
    """The blocks of a document in reading order, running heads and page numbers left out."""
    parts = list(_on_one_line(without_running_heads(sheets)))
    lines = [part for part in parts if isinstance(part, Line) and not part.hidden]
    body, mostly_bold = _body(lines)
    pieces = list(_pieces(parts, _leading(lines, body)))
    for piece in pieces:
        if isinstance(piece, _Piece):
            piece.text = " ".join([line.text for line in piece.lines])
            if _is_heading(piece, body, mostly_bold):
                piece.style = _style(piece)
    ranks = _ranks(piece for piece in pieces if isinstance(piece, _Piece))
    mend = mender([*_texts(pieces)])
    blocks: list[Block] = []
    levels: list[float] = []
    tables = 0
    for entry in _chained(pieces):
        if isinstance(entry, list):
            tables += 1
            blocks += row_blocks(entry, tables, mend)
        else:
            block = _block(entry, ranks, levels, mend)
            if block.text:
                blocks.append(block)
    return blocks


def _texts(pieces: Iterable[_Piece | Table]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, _Piece):
            yield piece.text
        else:
            for row in piece.rows:
                yield from row


def _body(lines: Sequence[Line]) -> tuple[float, bool]:
    """The size of most text in points, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) if line.bold else 0
    total = sizes.total()
    return (sizes.most_common(1)[0][0] if total else 11.0), bold * 2 > total


def _leading(lines: Sequence[Line], body: float) -> float:
    """The usual step from line to line, in multiples of the size."""
    steps = [
        (after.bottom - before.bottom) / after.size
        for before, after in pairwise(lines)
        if after.page == before.page
        and abs(after.size - body) < 0.6
        and abs(before.size - body) < 0.6
        and 0.8 * body < after.bottom - before.bottom < 2.6 * body
    ]
    # Space between paragraphs pulls the median up.
    return sorted(steps)[len(steps) * 3 // 8] if steps else 1.2


def _on_one_line(parts: Iterable[Line | Table]) -> Iterator[Line | Table]:
    """Joins what stands on one printed line: a bullet and its text, a label and its value."""
    before: Line | Table | None = None
    for part in parts:
        if (
            isinstance(before, Line)
            and isinstance(part, Line)
            and part.page == before.page
            and part.hidden == before.hidden
            and part.x0 >= before.x1 - 2
            and part.margin >= before.x1
            and min(part.bottom, before.bottom) - max(part.top, before.top)
            > 0.5 * min(part.bottom - part.top, before.bottom - before.top)
            and not before.text.endswith(HYPHEN)
        ):
            bare = len(before.text) < 4
            before.text = f"{before.text} {part.text}"
            before.x1 = part.x1
            before.bold = part.bold if bare else before.bold and part.bold
            if bare:
                before.size, before.bottom, before.top = part.size, part.bottom, part.top
            continue
        if before is not None:
            yield before
        before = part
    if before is not None:
        yield before


def _pieces(parts: Iterable[Line | Table], leading: float) -> Iterator[_Piece | Table]:
    piece: _Piece | None = None
    for part in parts:
        if isinstance(part, Table):
            if piece:
                yield piece
            piece = None
            yield part
        elif part.hidden:
            yield _Piece([part])
        else:
            mark = _mark(part.text)
            if piece and _continues(piece, part, mark, leading):
                piece.lines.append(part)
                continue
            if piece:
                yield piece
            piece = _Piece([part], mark)
    if piece:
        yield piece


def _mark(text: str) -> str:
    """The bullet or number that a line begins with, "" without one."""
    found = _BULLET.match(text)
    if found:
        return "•"
    found = _NUMBER.match(text)
    return found[1] if found and not _NAME.match(text) else ""


def _continues(piece: _Piece, line: Line, mark: str, leading: float) -> bool:
    """Whether ``line`` goes on with ``piece``."""
    lines = piece.lines
    before = lines[-1]
    step = line.bottom - before.bottom
    jump = line.page != before.page or step < -2 or step > 8 * line.size
    if before.text[-1] == HYPHEN and not jump:
        return True
    size = max(line.size, 1.0)
    if mark == "•" or not (
        jump or step <= 1.3 * leading * size or step <= 1.22 * _own_step(lines, leading * size)
    ):
        return False
    ended = before.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
    low = _LOW.match(line.text) is not None
    room = before.margin - before.x1
    word = line.text.split(maxsplit=1)[0]
    need = len(word) * (line.x1 - line.x0) / len(line.text) + 0.3 * size
    full = room < 1.35 * need
    if abs(line.size - before.size) > 0.8 and not (low and full):
        return False
    if line.bold != before.bold and (ended or not full):
        return False
    if jump:
        return not mark and not ended and (low or (full and not before.bold))
    if not full and (ended or not low):
        return False
    if mark and (_follows(piece.mark, mark) or ended or not full):
        return False
    if (
        ":" in line.text
        and _LABEL.match(line.text)
        and _LABEL.match(lines[0].text)
        and before.text[-1] not in ",;"
    ):
        return False
    left = lines[1].x0 if len(lines) > 1 else lines[0].x0
    if piece.mark:
        return line.x0 > lines[0].x0 - 4 or low
    if line.x0 > left + 6:
        return full and (len(lines) == 1 or low) and not (ended and len(lines) > 1)
    if line.x0 < left - 6:
        return len(lines) == 1 or low
    return True


def _own_step(lines: Sequence[Line], default: float) -> float:
    if len(lines) > 1 and lines[-1].page == lines[-2].page:
        return max(lines[-1].bottom - lines[-2].bottom, default * 0.8)
    return default


def _follows(before: str, mark: str) -> bool:
    """Whether ``mark`` is the next number after ``before``, or a first one."""
    if mark in ("1", "a", "A", "i", "I"):
        return True
    if before.isdigit() and mark.isdigit():
        return int(mark) == int(before) + 1
    return len(before) == len(mark) == 1 and ord(mark) == ord(before) + 1


def _is_heading(piece: _Piece, body: float, mostly_bold: bool) -> bool:
    lines = piece.lines
    if lines[0].hidden or piece.mark == "•" or len(lines) > 3:
        return False
    size = min([line.size for line in lines])
    large = size >= body * 1.06 and size >= body + 0.8
    bold = not mostly_bold and lines[0].bold and all(line.bold for line in lines)
    text = piece.text
    if not (large or bold or (len(lines) == 1 and _SMALL.isdisjoint(text))):
        return False
    words = len(text.split())
    if (
        len(text) > _MAX_HEADING
        or words > _MAX_HEADING_WORDS
        or text.endswith((",", ";"))
        or _CONTACT.match(text)
        or _ADDRESS.search(text)
    ):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 3 or letters * 2 < len(text.replace(" ", "")):
        return False
    sentence = text.endswith(".") and words > 4
    if large:
        return not (sentence and size < body * 1.3)
    return not sentence and (bold or _is_caps(text))


def _is_caps(text: str) -> bool:
    if not _SMALL.isdisjoint(text):  # most texts
        return False
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) >= 5
        and all(map(str.isupper, letters))
        and len(letters) * 10 >= 6 * len(text.replace(" ", ""))
        and any(len(word) >= 4 for word in text.split())
    )


def _style(piece: _Piece) -> _Style:
    """Sorts high headings first: large, bold, capitals, upright."""
    line = piece.lines[0]
    return (
        -round(line.size),
        not line.bold,
        not _is_caps(line.text),
        line.italic,
    )


def _ranks(pieces: Iterable[_Piece]) -> dict[_Style, int]:
    """Depth of headings by style, 1 the highest, 6 at most."""
    styles = sorted({piece.style for piece in pieces if piece.style})
    return {style: min(6, rank) for rank, style in enumerate(styles, 1)}


def _block(
    piece: _Piece, ranks: dict[_Style, int], levels: list[float], mend: Callable[[str], str]
) -> Block:
    """``levels`` holds the left edges of the list levels that are open, outermost first."""
    first = piece.lines[0]
    text = piece.text
    if first.hidden:
        return Block(mend(text), page=first.page, hidden=True)
    if piece.style:
        levels.clear()
        return Block(mend(text), Shape.HEADING, first.page, depth=ranks[piece.style])
    if piece.mark:
        while levels and first.x0 < levels[-1] - 5:
            levels.pop()
        if not levels or first.x0 > levels[-1] + 5:
            levels.append(first.x0)
        text = _BULLET.sub("", text, count=1) if piece.mark == "•" else text
        return Block(mend(text), Shape.ENTRY, first.page, depth=len(levels))
    if levels and first.x0 < levels[0] - 5:
        levels.clear()
    return Block(mend(text), Shape.PARAGRAPH, first.page)


def _chained(pieces: Iterable[_Piece | Table]) -> Iterator[_Piece | list[Table]]:
    """Pieces, and the parts of each table together."""
    chain: list[Table] = []
    for piece in pieces:
        if isinstance(piece, Table):
            if chain and not goes_on(chain[-1], piece):
                yield chain
                chain = []
            chain.append(piece)
        else:
            if chain and not piece.lines[0].hidden:
                yield chain
                chain = []
            yield piece
    if chain:
        yield chain
