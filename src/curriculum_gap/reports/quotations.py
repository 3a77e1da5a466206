"""Where evidence stands, and the syllabus's own words with the matching ones marked.

Takes evidence, gives short text that is escaped already and fits a number of characters. A
quotation is cut at words around the densest group of matches; dots stand where it is cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from curriculum_gap.curriculum_map import Place
from curriculum_gap.nouns import Declaration, Evidence, HostWord, Passage, Section
from curriculum_gap.reports.escaping import escape_line

__all__ = [
    "QuotedPart",
    "keep_blanks",
    "matched_range",
    "place_of",
    "places_of",
    "position_of",
    "quote",
    "section_place",
    "shorten",
]

QuotedPart = tuple[str, bool]
"""Escaped text, and whether it is a matching word."""

_SECTION_ORDER = (
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
"""Sections that say most about a course come first."""
_NUMBERED_SESSION = re.compile(
    r"\W*(?:week|wk|session|class|module|unit|lecture|meeting)s?\.?\s*#?(\d{1,2})\b", re.I
)
_NUMBERED_PLACE = re.compile(r"(.+(?: |, ))(?:line |p|row )\d+")
_WEEK_CELL = re.compile(r"\D{0,6}(\d{1,2})\b")
_PLACES_SHOWN = 3
_GROUPS_SHOWN = 4
_MIN_WINDOW = 20  # characters that a quotation has at least
_START_TOLERANCE = 12  # a quotation that would begin so early begins with the passage
_LONGEST_INSIDE = 72  # characters of the piece of a file
_LONGEST_WORD = 30  # characters to go back for the end of a word


# Places


def place_of(found: Passage | HostWord | Place | Declaration) -> str:
    """``p4``, ``line 41``, ``slide 3`` or ``week1.qmd line 12``, with the confidence where the text
    was recognised from a picture: ``p4 (OCR 87 %)``; empty where the format has no places."""
    place = position_of(found)
    if isinstance(found, Passage) and found.confidence is not None:
        place += f" (OCR {100 * found.confidence:.0f} %)"
    return place.lstrip()


def position_of(found: Passage | HostWord | Place | Declaration) -> str:
    """As `place_of`, without the confidence."""
    where = [_short_inside(found.inside)] if found.inside else []
    if found.page is not None:
        where.append(f"p{found.page}")
    elif found.line is not None:
        where.append(f"line {found.line}")
    return " ".join(where)


def _short_inside(inside: str) -> str:
    """The name of a piece of a file, where it is long without words in its middle: its end may be
    the name of a file."""
    line = escape_line(inside)
    if len(line) <= _LONGEST_INSIDE:
        return line
    half = _LONGEST_INSIDE // 2
    beginning, end = line[: half - 1], line[-half:]
    if " " in beginning[-_LONGEST_WORD:]:
        beginning = beginning.rsplit(" ", 1)[0]
    if " " in end[: _LONGEST_WORD // 2]:
        end = end.split(" ", 1)[1]
    return f"{beginning}…{end}"


def section_place(passage: Passage) -> str:
    """``objective p2``: the section of a passage and its place, which may begin with the same word
    (``assignment Case report``)."""
    place = place_of(passage)
    if place.startswith(f"{passage.section} "):
        return place
    return f"{passage.section} {place}".strip()


def places_of(evidence: Iterable[Evidence]) -> str:
    """The places that carry a topic, in short: ``objective p2 · week 3, 5 · assignment p6``.

    Passages that score less than half of the best one are left out.
    """
    in_order = sorted(evidence, key=lambda entry: entry.position)
    best = max((entry.score for entry in in_order), default=0.0)
    groups: dict[Section, dict[str, list[str]]] = {section: {} for section in _SECTION_ORDER}
    for entry in in_order:
        if entry.score >= best / 2:
            name, place = _named_place(entry.passage)
            groups[entry.passage.section].setdefault(name, []).append(place)
    texts = []
    for group in groups.values():
        for name, places in group.items():
            texts.append(_group_text(name, places))
    if len(texts) > _GROUPS_SHOWN:
        texts[_GROUPS_SHOWN:] = [f"+{len(texts) - _GROUPS_SHOWN}"]
    return " · ".join(texts)


def _named_place(passage: Passage) -> tuple[str, str]:
    """What a place is called (``week``, ``objective``), and which one it is."""
    if passage.section is Section.SESSION:
        week = _week_number(passage)
        if week:
            return "week", week
    return str(passage.section), position_of(passage)


def _week_number(passage: Passage) -> str:
    """The number of the week or session that the passage or a heading above it names, else ""."""
    if passage.header and passage.cells and passage.header[0].strip().lower() in {"week", "wk"}:
        match = _WEEK_CELL.match(passage.cells[0])
        return match[1] if match else ""
    for text in (passage.text, *reversed(passage.headings)):
        match = _NUMBERED_SESSION.match(text)
        if match:
            return match[1]
    return ""


def _group_text(name: str, places: list[str]) -> str:
    """``week 3, 5 +2``: a name with its first places; ``objective ×3`` where none has a place."""
    distinct = list(dict.fromkeys(place for place in places if place))
    if not distinct:
        return name if len(places) == 1 else f"{name} ×{len(places)}"
    shown = distinct[:_PLACES_SHOWN]
    rest = [
        place.removeprefix(_piece_of(place) if _piece_of(place) == _piece_of(before) else "")
        for before, place in pairwise(shown)
    ]
    rest = [place.removeprefix("line ") for place in rest]
    more = f" +{len(distinct) - len(shown)}" if len(distinct) > len(shown) else ""
    first = shown[0].removeprefix(f"{name} ")
    return f"{name} {', '.join([first, *rest])}{more}"


def _piece_of(place: str) -> str:
    """What stands before the line, page or row of a place, with the sign after it: all places of
    one piece of a file begin with it."""
    match = _NUMBERED_PLACE.fullmatch(place)
    return match[1] if match else ""


# Quotations


def matched_range(evidence: Evidence) -> tuple[int, int]:
    """Where the matching words of a passage begin and end, as offsets into its text, that of the
    document where names in it were replaced; 0, 0 where none stands in it."""
    if evidence.offsets is not None:
        return evidence.offsets
    spans = _matching_spans(evidence)
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def quote(evidence: Evidence, width: int) -> list[QuotedPart]:
    """The passage around its matching words, at most ``width`` characters, trimmed at words.

    A passage that counts only because of its heading is shown behind that heading.
    """
    text, spans = evidence.passage.text, _matching_spans(evidence)
    parts: list[QuotedPart] = []
    if not spans and evidence.passage.headings:
        heading = _leading_heading(evidence.passage.headings[-1], width)
        parts.append((heading, False))
        width -= len(heading)
    start, end = _window(text, spans, width)
    if start:
        parts.append(("…", False))
    position = start
    for first, last in spans:
        if first >= start and last <= end:
            parts.append((keep_blanks(text[position:first], escape_line), False))
            parts.append((escape_line(text[first:last]), True))
            position = last
    parts.append((keep_blanks(text[position:end], escape_line), False))
    if end < len(text):
        parts.append(("…", False))
    return [part for part in parts if part[0]]


def keep_blanks(text: str, written: Callable[[str], str]) -> str:
    """A part of a quotation as ``written`` makes it, with the blanks at its ends."""
    inner = written(text)
    before = " " if text[:1].isspace() else ""
    after = " " if inner and text[-1:].isspace() else ""
    return before + inner + after


def shorten(text: str, limit: int) -> str:
    """A text in one line, or its first ``limit`` characters, escaped."""
    line = escape_line(text)
    return line if len(line) <= limit else line[:limit].rstrip() + "…"


def _leading_heading(heading: str, width: int) -> str:
    """A heading before a quotation, cut to less than half of its ``width``."""
    lead = escape_line(heading) + " › "
    half = width // 2
    return lead if len(lead) < half else lead[: half - 4].rstrip() + "… › "


def _matching_spans(evidence: Evidence) -> list[tuple[int, int]]:
    """Character ranges of the matching words, in order, overlaps joined."""
    length = len(evidence.passage.text)
    spans: list[tuple[int, int]] = []
    for match in sorted(evidence.matches, key=lambda match: match.start):
        if match.place != "text" or not 0 <= match.start < match.end <= length:
            continue
        if spans and match.start < spans[-1][1]:
            first, last = spans[-1]
            spans[-1] = first, max(last, match.end)
        else:
            spans.append((match.start, match.end))
    return spans


def _window(text: str, spans: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """The part of ``text`` to show: the ``width`` characters that hold most matches, whole words.

    Marks around every match and the dots at both ends take room too.
    """
    room = max(width - 2 * len(spans), _MIN_WINDOW)
    if len(text) <= room:
        return 0, len(text)
    room -= 2
    if not spans:
        return 0, _end_of_word(text, room)
    index = _densest(spans, room)
    first, last = spans[index]
    inside = [end for _, end in spans[index:] if end <= first + room]
    last_inside = max(inside, default=last)
    # A third of the free room goes before the first match, the rest behind the last.
    start = max(0, first - max(0, room - (last_inside - first)) // 3)
    start = min(start, len(text) - room)
    if start <= _START_TOLERANCE and last_inside <= room:
        start = 0
    elif start:
        blank = text.find(" ", start, first + 1)
        start = blank + 1 if blank >= 0 else first
    end = min(len(text), max(start + room, last))
    return start, max(_end_of_word(text, end), last)


def _densest(spans: list[tuple[int, int]], room: int) -> int:
    """The index of the first match of the densest group within ``room`` characters."""
    fitting = []
    for index, (first, _) in enumerate(spans):
        fitting.append(sum(last <= first + room for _, last in spans[index:]))
    return fitting.index(max(fitting))


def _end_of_word(text: str, end: int) -> int:
    """The nearest end of a word at or before offset ``end``; ``end`` itself within a very long
    word."""
    if end >= len(text) or text[end].isspace():
        return min(end, len(text))
    blank = text.rfind(" ", max(0, end - _LONGEST_WORD), end)
    return blank if blank > 0 else end
