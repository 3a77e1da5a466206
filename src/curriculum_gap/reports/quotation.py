"""Where evidence stands, and the syllabus's own words with the matching ones marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from curriculum_gap.nouns import Evidence, Passage, Section
from curriculum_gap.patterns import late
from curriculum_gap.reports.inert import as_line

__all__ = ["Piece", "beginning", "place", "quotation", "spaced", "where"]

Piece = tuple[str, bool]
"""Some text that is safe to show, and whether it is a matching word."""

_ORDER = (
    Section.OBJECTIVE,
    Section.SESSION,
    Section.ASSIGNMENT,
    Section.READING,
    Section.ACTIVITY,
    Section.DESCRIPTION,
    Section.TITLE,
    Section.RESOURCE,
    Section.OTHER,
    Section.POLICY,
)
_WEEK = late(r"\W*(?:week|wk|session|class|module|unit|lecture|meeting)s?\.?\s*#?(\d{1,2})\b", re.I)
_PLACES_SHOWN = 3
_SECTIONS_SHOWN = 4
_NEAR_START = 12


def place(passage: Passage) -> str:
    """``p4`` or ``line 41``; empty where the format has neither."""
    if passage.page is not None:
        return f"p{passage.page}"
    return f"line {passage.line}" if passage.line is not None else ""


def where(pieces: Iterable[Evidence]) -> str:
    """The places that carry a topic, in short: ``objective p2 · week 3, 5 · assignment p6``.

    Passages that score less than half of the best one are left out.
    """
    pieces = list(pieces)
    best = max((piece.score for piece in pieces), default=0.0)
    groups: dict[Section, dict[str, list[str]]] = {section: {} for section in _ORDER}
    for piece in sorted(pieces, key=lambda piece: piece.position):
        if piece.score >= best / 2:
            label, spot = _spot(piece.passage)
            groups[piece.passage.section].setdefault(label, []).append(spot)
    named = [_group(label, spots) for group in groups.values() for label, spots in group.items()]
    more = f" · +{len(named) - _SECTIONS_SHOWN}" if len(named) > _SECTIONS_SHOWN else ""
    return " · ".join(named[:_SECTIONS_SHOWN]) + more


def _spot(passage: Passage) -> tuple[str, str]:
    """What a place is called, and which one it is."""
    if passage.section is Section.SESSION:
        number = _week(passage)
        if number:
            return "week", number
    return str(passage.section), place(passage)


def _week(passage: Passage) -> str:
    if passage.header and passage.cells and passage.header[0].strip().lower() in {"week", "wk"}:
        number = re.match(r"\D{0,6}(\d{1,2})\b", passage.cells[0])
        return number[1] if number else ""
    for text in (passage.text, *reversed(passage.headings)):
        number = _WEEK.match(text)
        if number:
            return number[1]
    return ""


def _group(label: str, spots: list[str]) -> str:
    distinct = list(dict.fromkeys(spot for spot in spots if spot))
    if not distinct:
        return label if len(spots) == 1 else f"{label} ×{len(spots)}"
    shown = [distinct[0]]
    for spot in distinct[1:_PLACES_SHOWN]:
        shown.append(spot.removeprefix("line "))
    more = f" +{len(distinct) - len(shown)}" if len(distinct) > len(shown) else ""
    return f"{label} {', '.join(shown)}{more}"


def quotation(piece: Evidence, width: int) -> list[Piece]:
    """The passage around its matching words, at most ``width`` characters, trimmed at words.

    A passage that counts only because of its heading is shown behind that heading.
    """
    text, spans = piece.passage.text, _spans(piece)
    lead = ""
    if not spans and piece.passage.headings:
        lead = as_line(piece.passage.headings[-1]) + " › "
        lead = lead if len(lead) < width // 2 else lead[: width // 2 - 4].rstrip() + "… › "
    start, end = _window(text, spans, width - len(lead))
    shown: list[Piece] = [(lead, False)] if lead else []
    if start:
        shown.append(("…", False))
    at = start
    for first, last in spans:
        if first < start or last > end:
            continue
        shown += [(_inner(text[at:first]), False), (as_line(text[first:last]), True)]
        at = last
    shown.append((_inner(text[at:end]), False))
    if end < len(text):
        shown.append(("…", False))
    return [piece for piece in shown if piece[0]]


def spaced(text: str, written: Callable[[str], str]) -> str:
    """A piece of a quotation as ``written`` makes it, with the blanks at its ends."""
    inner = written(text)
    return " " * text.startswith(" ") + inner + " " * (text.endswith(" ") and bool(inner))


def beginning(text: str, most: int) -> str:
    """A text in one line, or its first ``most`` characters."""
    line = as_line(text)
    return line if len(line) <= most else line[:most].rstrip() + "…"


def _inner(text: str) -> str:
    """``as_line`` that keeps one blank at either end."""
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + as_line(text) + (" " if text[-1].isspace() else "")


def _spans(piece: Evidence) -> list[tuple[int, int]]:
    """Character ranges of the matching words, in order, overlaps joined."""
    length = len(piece.passage.text)
    spans: list[tuple[int, int]] = []
    for match in sorted(piece.matches, key=lambda match: match.start):
        if match.place != "text" or not 0 <= match.start < match.end <= length:
            continue
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return spans


def _window(text: str, spans: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """The part of ``text`` to show: the ``width`` characters holding most matches, whole words."""
    room = max(width - 2 * len(spans), 20)  # the marks take room too
    if len(text) <= room:
        return 0, len(text)
    room -= 2  # so do the dots
    if not spans:
        return 0, _back_to_word(text, room)
    best = max(
        range(len(spans)),
        key=lambda i: (sum(last <= spans[i][0] + room for _, last in spans[i:]), -i),
    )
    first = spans[best][0]
    last = max((end for _, end in spans[best:] if end <= first + room), default=spans[best][1])
    start = max(0, first - max(0, room - (last - first)) // 3)
    if len(text) - start < room:
        start = len(text) - room
    if start <= _NEAR_START and last <= room:
        start = 0
    elif start:
        blank = text.find(" ", start, first + 1)
        start = blank + 1 if blank >= 0 else first
    end = min(len(text), max(start + room, spans[best][1]))
    return start, max(_back_to_word(text, end), spans[best][1])


def _back_to_word(text: str, end: int) -> int:
    if end >= len(text) or text[end].isspace():
        return min(end, len(text))
    blank = text.rfind(" ", max(0, end - 30), end)
    return blank if blank > 0 else end
