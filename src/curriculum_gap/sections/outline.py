"""The headings above a passage: real ones, short lines that act as headings, labels, weeks."""

from __future__ import annotations

from dataclasses import dataclass, field

from curriculum_gap.nouns import Section
from curriculum_gap.patterns import late
from curriculum_gap.sections.heading_words import Opening
from curriculum_gap.sections.schedules import session_marker

__all__ = ["LINE", "PART_OF_WEEK", "WEEK", "WEEK_LINE", "Heading", "Outline"]

# Depths of what acts as a heading below all real ones: a line or label, a line that starts a
# session, a heading of any rank inside a session.
LINE, WEEK_LINE, PART_OF_WEEK = 99, 100, 101
WEEK = Opening(Section.SESSION, week=True)

_SUBJECTS = (Section.SESSION, Section.OBJECTIVE, Section.READING, Section.ASSIGNMENT)
_SINGLE = (Section.POLICY, Section.OTHER, Section.DESCRIPTION)  # labels of one paragraph
_WORD = late(r"[A-Za-z]+")


@dataclass(slots=True)
class Heading:
    """``lone`` is false for a run-in label, whose text stands beside it."""

    text: str
    depth: int
    opened: Opening | None
    lone: bool = True


@dataclass(slots=True)
class Outline:
    """The path of headings at one point of a document, outermost first."""

    path: list[Heading] = field(default_factory=list)

    def enter(self, heading: Heading) -> None:
        """Put ``heading`` in its place. Course content ends any policy heading, whatever the
        ranks: those of PDFs are noisy."""
        path, opened = self.path, heading.opened
        kept = []
        while path and path[-1].depth >= heading.depth:
            ended = path.pop()
            # a heading without known words does not end a part that a plain line opened
            line = ended.opened if ended.lone and ended.depth == LINE else None
            if opened is None and line and line.section in _SUBJECTS:
                kept.append(ended)
        path.extend(kept[-1:])
        if opened and opened.section is not Section.POLICY:
            self.end_policy()
        path.append(heading)

    def end_policy(self) -> None:
        """Leave the outermost policy heading and all below it."""
        for i, above in enumerate(self.path):
            if above.opened and above.opened.section is Section.POLICY:
                del self.path[i:]
                return

    @property
    def opened(self) -> Opening | None:
        """What the nearest heading with known words opens."""
        for heading in reversed(self.path):
            if heading.opened:
                return heading.opened
        return None

    @property
    def section(self) -> Section | None:
        """The section of the nearest heading with known words."""
        opened = self.opened
        return opened.section if opened else None

    @property
    def opener(self) -> str:
        """The nearest heading with known words."""
        for heading in reversed(self.path):
            if heading.opened:
                return heading.text
        return ""

    @property
    def in_week(self) -> bool:
        return any(h.opened is not None and h.opened.week for h in self.path)

    @property
    def in_schedule(self) -> bool:
        return any(h.opened is not None and h.opened.section is Section.SESSION for h in self.path)

    def absorbs(self, depth: int, opened: Opening) -> bool:
        """Whether a heading of this depth names no section of its own: a part of an assignment or
        a week ("Purpose"), a subject of the schedule ("Disability"), an office below a policy
        heading."""
        above = next((h.opened for h in reversed(self.path) if h.opened and h.depth < depth), None)
        if above is None:
            return False
        if opened.hint:
            return above.section in _SUBJECTS or above.section is Section.POLICY
        if opened.subject:
            return above.section is Section.SESSION and above.week
        if opened.section in (Section.RESOURCE, Section.OTHER):
            return above.section is Section.POLICY
        if opened.section is Section.READING and above.week:
            return False
        return opened.part and (above.week or above.section is Section.ASSIGNMENT)

    def drop_lines(self) -> None:
        """Forget all that is no real heading."""
        while self.path and self.path[-1].depth >= LINE:
            self.path.pop()

    def drop_week(self, text: str) -> None:
        """Forget the week before the one that ``text`` starts, and lines that do not open the
        schedule itself; units that hold weeks stay."""
        kind = _kind(text)
        for i, heading in enumerate(self.path):
            if heading.opened and heading.opened.week and _kind(heading.text) == kind:
                del self.path[i:]
                return
        while self.path and self.path[-1].depth >= LINE:
            opened = self.path[-1].opened
            if opened and opened.section is Section.SESSION and not opened.week:
                return
            self.path.pop()

    def leave_label(self, *, other_label: bool) -> None:
        """A new paragraph is no longer the label's before it, except below labels that open a
        whole part (objectives, readings, assignments), if it has no label itself."""
        if self.path and not self.path[-1].lone:
            opened = self.path[-1].opened
            short = opened and opened.section in _SINGLE
            if short or other_label:
                self.path.pop()


def _kind(text: str) -> str:
    """What a session is counted by: ``week``, ``unit``, or ``""`` for dates."""
    marker = session_marker(text)
    if marker is None or not marker.strong:
        return ""
    found = _WORD.search(text)
    return found.group().lower()[:4] if found else ""
