"""The headings above a passage: real ones, short lines that act as headings, labels, weeks."""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_gap.nouns import Section
from curriculum_gap.patterns import late
from curriculum_gap.sections.markers import session_marker
from curriculum_gap.sections.openings import Opening

__all__ = ["LINE", "PART_OF_WEEK", "WEEK_LINE", "Heading", "Outline"]

# Depths of what acts as a heading below all real ones: a line or label, a line that starts a
# session, a heading of any rank inside a session.
LINE, WEEK_LINE, PART_OF_WEEK = 99, 100, 101

# Asked of every heading, and slow to get from their class.
_ASSIGNMENT, _POLICY, _SESSION = Section.ASSIGNMENT, Section.POLICY, Section.SESSION
_SUBJECTS = (_SESSION, Section.OBJECTIVE, Section.READING, _ASSIGNMENT)
_SINGLE = (_POLICY, Section.OTHER, Section.DESCRIPTION)  # labels of one paragraph
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
    """The path of headings at one point of a document, outermost first. What many passages in a
    row ask for is found when the path changes."""

    path: tuple[Heading, ...] = ()
    texts: tuple[str, ...] = ()
    opened: Opening | None = None  # what the nearest heading with known words opens
    section: Section | None = None  # of that heading
    opener: str = ""  # its text

    def _lead(self, path: tuple[Heading, ...]) -> None:
        self.path = path
        self.texts = tuple([heading.text for heading in path])
        self.opened, self.section, self.opener = None, None, ""
        for heading in reversed(path):
            if opened := heading.opened:
                self.opened, self.section, self.opener = opened, opened.section, heading.text
                return

    def enter(self, heading: Heading) -> None:
        """Put ``heading`` in its place. Course content ends any policy heading, whatever the
        ranks: those of PDFs are noisy."""
        path, opened = self.path, heading.opened
        stay = len(path)
        while stay and path[stay - 1].depth >= heading.depth:
            stay -= 1
        # a heading without known words does not end a part that a plain line opened
        kept = [ended for ended in path[stay:] if opened is None and _opens_subject(ended)]
        path = (*path[:stay], *kept[:1])
        if opened and opened.section is not _POLICY:
            path = _before_policy(path)
        self._lead((*path, heading))

    def leave(self) -> None:
        """Forget the innermost heading."""
        self._lead(self.path[:-1])

    def end_policy(self) -> None:
        """Leave the outermost policy heading and all below it."""
        if (path := _before_policy(self.path)) is not self.path:
            self._lead(path)

    @property
    def in_week(self) -> bool:
        return any(h.opened is not None and h.opened.week for h in self.path)

    @property
    def in_schedule(self) -> bool:
        return any(h.opened is not None and h.opened.section is _SESSION for h in self.path)

    def absorbs(self, depth: int, opened: Opening) -> bool:
        """Whether a heading of this depth names no section of its own: a part of an assignment or
        a week ("Purpose"), a subject of the schedule ("Disability"), an office below a policy
        heading."""
        above = next((h.opened for h in reversed(self.path) if h.opened and h.depth < depth), None)
        if above is None:
            return False
        if opened.hint:
            return above.section in _SUBJECTS or above.section is _POLICY
        if opened.subject:
            return above.section is _SESSION and above.week
        if opened.section in (Section.RESOURCE, Section.OTHER):
            return above.section is _POLICY
        if opened.section is Section.READING and above.week:
            return False
        return opened.part and (above.week or above.section is _ASSIGNMENT)

    def drop_lines(self) -> None:
        """Forget all that is no real heading."""
        stay = len(self.path)
        while stay and self.path[stay - 1].depth >= LINE:
            stay -= 1
        if stay < len(self.path):
            self._lead(self.path[:stay])

    def drop_week(self, text: str) -> None:
        """Forget the week before the one that ``text`` starts, and lines that do not open the
        schedule itself; units that hold weeks stay."""
        kind = _kind(text)
        for i, heading in enumerate(self.path):
            if heading.opened and heading.opened.week and _kind(heading.text) == kind:
                self._lead(self.path[:i])
                return
        while self.path and self.path[-1].depth >= LINE:
            opened = self.path[-1].opened
            if opened and opened.section is _SESSION and not opened.week:
                return
            self.leave()

    def leave_label(self, *, other_label: bool) -> None:
        """A new paragraph is no longer the label's before it, except below labels that open a
        whole part (objectives, readings, assignments), if it has no label itself."""
        if self.path and not self.path[-1].lone:
            opened = self.path[-1].opened
            short = opened and opened.section in _SINGLE
            if short or other_label:
                self.leave()


def _opens_subject(line: Heading) -> bool:
    """Whether a plain line opens a part of the course."""
    opened = line.opened if line.lone and line.depth == LINE else None
    return opened is not None and opened.section in _SUBJECTS


def _before_policy(path: tuple[Heading, ...]) -> tuple[Heading, ...]:
    for i, above in enumerate(path):
        if above.opened and above.opened.section is _POLICY:
            return path[:i]
    return path


def _kind(text: str) -> str:
    """What a session is counted by: ``week``, ``unit``, or ``""`` for dates."""
    marker = session_marker(text)
    if marker is None or not marker.strong:
        return ""
    found = _WORD.search(text)
    return found.group().lower()[:4] if found else ""
