"""Printed lines that belong together, as the eye sees it: by space, indentation, bullets, a change
of font, a line that ends early."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.readers.pdf.sheet import HYPHEN, Line, Table

__all__ = ["Piece", "in_pieces", "unbulleted"]

_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◆◇❖➢➤►▶‣⁃∙·✓✔✗–—*\-−\uf000-\uf0ff]|o(?=\s))\s+(?=\S)"
    r"|[•●◦▪■➢►‣\uf000-\uf0ff](?=\S)|[–—](?=[A-Z])"
)
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]\s+(?=\S)")
_NAME = re.compile(r"[A-Z]\. (?:[A-Z]\.|[A-Z][\w’'-]+[,.&( ])")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_CLOSING = "\"”’')]"  # what may follow them
_LOW = re.compile(r"[\"“‘'(\[]?[a-z]")
_LABEL = re.compile(r"[A-Z][\w’'/&() .-]{1,35}:(?:\s|$)")


@dataclass(slots=True)
class Piece:
    """A block in the making: lines that belong together."""

    lines: list[Line]
    mark: str = ""  # bullet or number of a list entry
    text: str = ""  # of all lines, once they are known
    depth: int = 0  # of a heading


def in_pieces(parts: Iterable[Line | Table], leading: float) -> Iterator[Piece | Table]:
    """Lines put together in pieces, hidden ones each alone, and tables as they are; ``leading`` is
    the usual step from line to line, in multiples of the size."""
    piece: Piece | None = None
    for part in parts:
        if isinstance(part, Table):
            if piece:
                yield piece
            piece = None
            yield part
        elif part.hidden:
            yield Piece([part])
        else:
            mark = _mark(part.text)
            if piece and _continues(piece, part, mark, leading):
                piece.lines.append(part)
                continue
            if piece:
                yield piece
            piece = Piece([part], mark)
    if piece:
        yield piece


def _mark(text: str) -> str:
    """The bullet or number that a line begins with, "" without one."""
    found = _BULLET.match(text)
    if found:
        return "•"
    found = _NUMBER.match(text)
    return found[1] if found and not _NAME.match(text) else ""


def unbulleted(piece: Piece) -> str:
    """The text of a list entry without its bullet; a number stays."""
    return _BULLET.sub("", piece.text, count=1) if piece.mark == "•" else piece.text


def _continues(piece: Piece, line: Line, mark: str, leading: float) -> bool:
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
