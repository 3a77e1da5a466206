"""A document's schedule: how a text starts that starts a session ("Week 3", "May 3", "Part 2"), and
which blocks start one where they stand.

Takes all blocks of a document before the walk begins. A date or a number starts a session only
where others stand near it: syllabi name dates everywhere, for deadlines, holidays and readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Block, Section, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.sections.outline import Outline
from curriculum_gap.sections.wording import PassageText

__all__ = ["Marker", "Schedule", "session_marker"]

_MARKER_CHARACTERS = 60  # in which a marker stands
_DATED_LINE = 120  # characters of the longest line that a date in brackets ends
_DATE_CHARACTERS = 50  # of such a date, at most
_LONGEST_GAP = 40  # blocks between two sessions of one schedule
_DEADLINE_CHARACTERS = 110  # of the longest dated line that is only a deadline
_WORK_CHARACTERS = 80  # in which such a line names the work
# Below these a run of dates is a schedule, though its heading is missing.
_BEFORE_A_SCHEDULE = (None, Section.OTHER, Section.DESCRIPTION, Section.READING)
_COUNT = lazy_pattern(r"(\d{1,2})(?:\s?[-–&]\s?(\d{1,2}))?[.):]\s*(?=[^\W\d])")


Markers = Sequence["Marker | None"]


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
    if len(text) < _DATED_LINE and words.ends_dated.stands_in(text[-_DATE_CHARACTERS:].lower()):
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
        """Whether the block stands between the first and the last session of a schedule."""
        return any(position in span for span in self._spans)

    def _is_marked(self, position: int) -> bool:
        """Whether the block's marker is one of a session, as a heading: a date needs a schedule
        around it or above."""
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
        start = int(count[1])
        end = int(count[2] or start)
        goes_on = 0 < self._count <= start <= self._count + 1
        counts = self.outline.section is Section.SESSION and (start == 1 or goes_on)
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
        if self.outline.in_schedule:  # below the assignments of the session before
            return True
        if section in _BEFORE_A_SCHEDULE:
            return True
        if marker.unit or section is Section.POLICY:
            return bool(marker.unit)
        passage = PassageText(text, self.lexicon)
        instructions = self.lexicon.graded_work.instructions
        if passage.is_graded() or passage.says(instructions):
            return False
        deadline = self.lexicon.schedule.deadline
        return not deadline.stands_in(passage.lower)


def _marker(block: Block, lexicon: Lexicon) -> Marker | None:
    """The session marker of a block. In rows, sessions are a matter of columns; a dated line that
    only names a deadline ("May 3: essay due") starts no session."""
    if block.shape is Shape.ROW:
        return None
    marker = session_marker(block.text, lexicon)
    if marker is None or marker.unit:
        return marker
    return None if _is_deadline(block.text, lexicon) else marker


def _is_deadline(text: str, lexicon: Lexicon) -> bool:
    """Whether a dated line says nothing but that a piece of work is due."""
    if len(text) >= _DEADLINE_CHARACTERS:
        return False
    words = lexicon.schedule
    text = text.lower()
    if words.not_deadline.stands_in(text) or not words.deadline.stands_in(text):
        return False
    start = text[:_WORK_CHARACTERS]
    return lexicon.graded_work.assignment_names.stands_in(start)


def _scheduled_spans(markers: Markers) -> list[range]:
    """The positions of blocks from the first to the last session of each schedule: of runs of
    sessions that stand at most `_LONGEST_GAP` blocks apart."""
    runs: list[list[int]] = []
    for position, marker in enumerate(markers):
        if marker is None or marker.loose:
            continue
        if not runs or position - runs[-1][-1] > _LONGEST_GAP:
            runs.append([])
        runs[-1].append(position)
    schedules = [run for run in runs if _is_schedule(run, markers)]
    return [range(run[0], run[-1] + 1) for run in schedules]


def _is_schedule(run: Sequence[int], markers: Markers) -> bool:
    """Three sessions make a schedule, or two counted ones ("Week 3")."""
    counted = 0
    for position in run:
        marker = markers[position]
        if marker and marker.unit:
            counted += 1
    return len(run) > 2 or counted > 1
