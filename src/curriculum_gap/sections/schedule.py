"""A document's schedule: how a text starts that starts a session ("Week 3", "May 3", "Part 2"), and
which blocks start one where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Block, Section, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.sections.outline import Outline
from curriculum_gap.sections.wording import PassageText

__all__ = ["Marker", "Schedule", "inner_markers", "session_marker"]

_MARKER_CHARACTERS = 60  # in which a marker stands
_DATED_LINE = 120  # characters of the longest line that a date in brackets ends
_LONGEST_GAP = 40  # blocks between two sessions of one schedule
_DEADLINE_CHARACTERS = 110  # of the longest dated line that is only a deadline
_WORK_CHARACTERS = 80  # in which such a line names the work
# A paragraph with several sessions, and how much of it is looked at.
_SESSIONS_CHARACTERS, _SEARCHED_CHARACTERS = 120, 20_000
_COUNT = lazy_pattern(r"(\d{1,2})(?:\s?[-–&]\s?(\d{1,2}))?[.):]\s*(?=[^\W\d])")


class Marker(NamedTuple):
    """The start of a session. ``unit`` is what a counted one ("Week 3") is counted by, "" for a
    date; one counted loosely ("Part 2") counts only where a schedule is known to be."""

    unit: str = ""
    loose: bool = False


def session_marker(text: str, lexicon: Lexicon) -> Marker | None:
    """The session marker that ``text`` starts with (or the date in brackets a short line ends
    with), if any."""
    words = lexicon.schedule
    written = text[:_MARKER_CHARACTERS].lstrip("*_#[(•·–-> \t")
    if not written:
        return None
    if len(text) < _DATED_LINE and ")" in text[-7:] and words.ends_dated.search(text[-50:].lower()):
        return Marker()
    start = written.lower()
    counted = words.counted.match(start)
    if counted and not _begins_sentence(written, counted.end(), lexicon):
        return Marker(unit=counted[1].rstrip("s"))
    if words.loosely_counted.match(start):
        return Marker(loose=True)
    dated = words.dated.match(start)
    if dated and not _begins_sentence(written, dated.end(), lexicon):
        return Marker()
    return None


def _begins_sentence(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a verb in small letters follows: "Week 3 will be online" starts no session."""
    return lexicon.schedule.sentence_verb.expression.match(text, position) is not None


def inner_markers(text: str, lexicon: Lexicon) -> list[int]:
    """Offsets at which a paragraph that holds several sessions should be cut."""
    if len(text) < _SESSIONS_CHARACTERS:
        return []
    markers = lexicon.schedule.within_text.expression.finditer(text[:_SEARCHED_CHARACTERS].lower())
    offsets = [marker.start() for marker in markers]
    return offsets if len(offsets) > 1 else []


class Schedule:
    """The sessions of one document. ``position`` is always that of a block."""

    def __init__(self, blocks: Sequence[Block], outline: Outline, lexicon: Lexicon) -> None:
        self.outline = outline
        self.lexicon = lexicon
        self.markers = [_marker(block, lexicon) for block in blocks]
        self._spans = _scheduled_spans(self.markers)
        self._last = -2  # position of the last block that started a session
        self._count = 0  # the last number, where sessions are counted headings

    def heading_starts(self, position: int, text: str) -> bool:
        """Whether a heading starts a session."""
        starts = self._is_marked(position) or self._counts_on(text)
        if starts:
            self._last = position
        return starts

    def text_starts(self, position: int, text: str) -> bool:
        """Whether a paragraph or list entry starts a session."""
        marker = self.markers[position]
        if marker is None or not self._is_start(position, marker, text):
            return False
        self._last = position
        return True

    def amid_sessions(self, position: int) -> bool:
        """Whether a heading may be a session's subject: among others below the schedule, or right
        below the line that starts one."""
        near = self._in_span(position) or self._last == position - 1
        return near and self.outline.in_schedule

    def within_session(self, position: int) -> bool:
        """In a session that is not the last one: what follows belongs to it, whatever its label."""
        return self.outline.in_session and self._in_span(position)

    def unit(self, position: int) -> str:
        """What the session that starts at a block is counted by, "" for dates."""
        marker = self.markers[position]
        return marker.unit if marker else ""

    def _in_span(self, position: int) -> bool:
        return any(first <= position <= last for first, last in self._spans)

    def _is_marked(self, position: int) -> bool:
        marker = self.markers[position]
        if marker is None:
            return False
        if marker.unit or self.outline.section is Section.SESSION:
            return True
        return self._in_span(position) and not marker.loose

    def _counts_on(self, text: str) -> bool:
        """Whether a heading in a schedule is the first or the next one of a count that starts
        with 1 ("4–5. The profession")."""
        count = _COUNT.match(text)
        if count is None:
            return False
        start, end = int(count[1]), int(count[2] or count[1])
        section = self.outline.section
        goes_on = self._count > 0 and self._count <= start <= self._count + 1
        if section is Section.SESSION:
            counts = start == 1 or goes_on
        else:  # a quiz between two sessions does not end the count
            counts = goes_on and section in (Section.ASSIGNMENT, Section.ACTIVITY)
        if counts:
            self._count = end
        return counts

    def _is_start(self, position: int, marker: Marker, text: str) -> bool:
        """Whether a marker is one of a session where it stands."""
        section = self.outline.section
        if section is Section.SESSION:
            return True
        if marker.loose or not self._in_span(position):
            return False
        if section in (None, Section.OTHER, Section.DESCRIPTION, Section.READING):
            return True
        if marker.unit or section is Section.POLICY:
            return bool(marker.unit)
        passage = PassageText(text, self.lexicon)
        about_work = passage.is_graded() or passage.instructs_on_work()
        return not about_work and not self.lexicon.schedule.deadline.stands_in(passage.lower)


def _marker(block: Block, lexicon: Lexicon) -> Marker | None:
    """The session marker of a block. In rows, sessions are a matter of columns; a dated line that
    only names a deadline ("May 3: essay due") starts no session."""
    if block.shape is Shape.ROW:
        return None
    marker = session_marker(block.text, lexicon)
    short = len(block.text) < _DEADLINE_CHARACTERS
    if marker and not marker.unit and short and _is_deadline(block.text.lower(), lexicon):
        return None
    return marker


def _is_deadline(text: str, lexicon: Lexicon) -> bool:
    words = lexicon.schedule
    if not words.deadline.stands_in(text) or words.not_deadline.stands_in(text):
        return False
    return lexicon.graded_work.assignment_names.stands_in(text[:_WORK_CHARACTERS])


def _scheduled_spans(markers: Sequence[Marker | None]) -> list[tuple[int, int]]:
    """Runs of at least three blocks (two, if counted: "Week 3") that start a session and stand at
    most `_LONGEST_GAP` blocks apart: positions of the first and the last."""
    spans: list[tuple[int, int]] = []
    run: list[tuple[int, Marker]] = []
    for position, marker in enumerate(markers):
        if marker is None or marker.loose:
            continue
        if run and position - run[-1][0] > _LONGEST_GAP:
            spans += _span(run)
            run = []
        run.append((position, marker))
    return spans + _span(run)


def _span(run: Sequence[tuple[int, Marker]]) -> list[tuple[int, int]]:
    counted = [marker for _, marker in run if marker.unit]
    if len(run) > 2 or len(counted) > 1:
        return [(run[0][0], run[-1][0])]
    return []
