"""A document's schedule: which of its blocks start a session, as blocks around them and headings
above have it."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import Block, Section, Shape
from curriculum_gap.patterns import late
from curriculum_gap.sections.graded_work import is_about_work, is_graded, names_assignment
from curriculum_gap.sections.markers import Marker, session_marker
from curriculum_gap.sections.outline import Outline
from curriculum_gap.sections.telling import vocabulary

__all__ = ["Schedule"]

_GAP = 40  # sessions of one schedule stand at most so many blocks apart
_DEADLINE = 110  # characters a dated line that is only a deadline has at most
_NAME = 80  # characters in which such a line names the work
_ROW = Shape.ROW  # asked of every block, and slow to get from its class
_COUNT = late(r"(\d{1,2})(?:\s?[-–&]\s?(\d{1,2}))?[.):]\s*(?=[^\W\d])")


class Schedule:
    """The sessions of one document; ``at`` is always the position of a block."""

    def __init__(self, blocks: Sequence[Block], outline: Outline) -> None:
        self.outline = outline
        self.markers = [_marker(block) for block in blocks]
        self._spans = _scheduled_spans(self.markers)
        self._last = -2  # position of the last block that started a session
        self._count = 0  # the last number, where sessions are counted headings

    def heading_starts(self, at: int, text: str) -> bool:
        """Whether a heading starts a session."""
        starts = self._is_marked(at) or self._counts_on(text)
        if starts:
            self._last = at
        return starts

    def text_starts(self, at: int, text: str) -> bool:
        """Whether a paragraph or list entry starts a session."""
        marker = self.markers[at]
        if marker is None or not self._is_start(at, marker, text):
            return False
        self._last = at
        return True

    def amid_sessions(self, at: int) -> bool:
        """Whether a heading may be a session's subject: among others below the schedule, or right
        below the line that starts one."""
        near = self._in_span(at) or self._last == at - 1
        return near and self.outline.in_schedule

    def within_week(self, at: int) -> bool:
        """In a week that is not the last one: what follows belongs to it, whatever its label."""
        return self.outline.in_week and self._in_span(at)

    def _in_span(self, at: int) -> bool:
        return any(first <= at <= last for first, last in self._spans)

    def _is_marked(self, at: int) -> bool:
        marker = self.markers[at]
        if marker is None:
            return False
        scheduled = self.outline.section is Section.SESSION
        return marker.strong or scheduled or (self._in_span(at) and not marker.loose)

    def _counts_on(self, text: str) -> bool:
        """Whether a heading in a schedule is the first or the next one of a count that starts
        with 1 ("4–5. The profession")."""
        found = _COUNT.match(text)
        if found is None:
            return False
        start, end = int(found[1]), int(found[2] or found[1])
        section = self.outline.section
        goes_on = self._count > 0 and self._count <= start <= self._count + 1
        if section is Section.SESSION:
            counts = start == 1 or goes_on
        else:  # a quiz between two sessions does not end the count
            counts = goes_on and section in (Section.ASSIGNMENT, Section.ACTIVITY)
        if counts:
            self._count = end
        return counts

    def _is_start(self, at: int, marker: Marker, text: str) -> bool:
        """Whether a marker is one of a session where it stands."""
        section = self.outline.section
        if section is Section.SESSION:
            return True
        if not self._in_span(at) or marker.loose:
            return False
        if section in (None, Section.OTHER, Section.DESCRIPTION, Section.READING):
            return True
        if marker.strong or section is Section.POLICY:
            return marker.strong
        low = text.lower()
        graded = is_graded(low, vocabulary(low)) or is_about_work(low)
        return not (graded or " due" in low)


def _marker(block: Block) -> Marker | None:
    """The session marker of a block. In rows, sessions are a matter of columns; a dated line that
    only names a deadline ("May 3: essay due") starts no session."""
    if block.shape is _ROW:
        return None
    marker = session_marker(block.text)
    if marker and not marker.strong and len(block.text) < _DEADLINE:
        low = block.text.lower()
        if " due" in low and "read" not in low and names_assignment(low[:_NAME]):
            return None
    return marker


def _scheduled_spans(markers: Sequence[Marker | None]) -> list[tuple[int, int]]:
    """Runs of at least three blocks (two, if counted: "Week 3") that start a session and stand at
    most ``_GAP`` blocks apart: positions of the first and the last."""
    spans: list[tuple[int, int]] = []
    run: list[tuple[int, Marker]] = []
    for position, marker in enumerate(markers):
        if marker is None or marker.loose:
            continue
        if run and position - run[-1][0] > _GAP:
            spans += _span(run)
            run = []
        run.append((position, marker))
    return spans + _span(run)


def _span(run: list[tuple[int, Marker]]) -> list[tuple[int, int]]:
    enough = len(run) > 2 or sum(marker.strong for _, marker in run) > 1
    return [(run[0][0], run[-1][0])] if enough else []
