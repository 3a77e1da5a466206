"""The text between two block boundaries of a web page, in pieces that look alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from curriculum_gap.readers.html.state import State
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["Piece", "all_bold", "gap_after", "lines_of", "look_of", "set_apart"]

_APART = frozenset(("span", "a", "time", "small", "b", "strong"))


@dataclass(slots=True)
class Piece:
    """Some text and what is around it; ``line`` of the source counts from 1."""

    text: str
    state: State
    line: int | None


def lines_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by the lines that they are broken into."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.state, piece.line))
        line = piece.line
        for text in rest:
            if piece.state.pre and line is not None:
                line += 1
            lines.append([Piece(text, piece.state, line)])
    return lines


def gap_after(line: list[Piece]) -> Piece:
    """The space that a line end is worth."""
    return Piece(" ", line[-1].state if line else State(), None)


def all_bold(pieces: Iterable[Piece]) -> bool:
    """Whether there are words, and all of them bold."""
    bold = [piece.state.bold for piece in pieces if _has_words(piece.text)]
    return bool(bold) and all(bold)


def look_of(pieces: Sequence[Piece], text: str) -> TextStyle:
    """How the words of ``text`` are set, where they are all set alike; no piece is blank."""
    worded = [piece for piece in pieces if _has_words(piece.text)]
    return TextStyle(
        bold=all_bold(pieces),
        capitals=text.isupper(),
        underlined=all(piece.state.underlined for piece in worded),
        italic=all(piece.state.italic for piece in worded),
        size=min(piece.state.size for piece in pieces),
    )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def set_apart(element: Any) -> bool:
    """Whether an inline element follows another one without a space that only the page's styles
    put between them: ``<span class="label">Term</span><span>Fall</span>``."""
    before = element.getprevious()
    if before is None or before.tail or before.tag not in _APART or element.tag not in _APART:
        return False
    if not (before.get("class") or element.get("class")):
        return False
    left, right = "".join(before.itertext())[-1:], "".join(element.itertext())[:1]
    return left.isalnum() and not left.isupper() and (right.isupper() or right.isdigit())
