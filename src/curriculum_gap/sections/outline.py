"""The headings above a passage: real ones, short lines that act as headings, labels, sessions.

Takes headings in the order of the document, each with its depth and what its words open; gives the
path at any point, from the document's own parts down to the session. Ranks alone do not decide: a
plain line may open a part of the course, and course content ends a policy heading of any rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.heading_rules import HeadingMeaning
from curriculum_gap.nouns import Section

__all__ = ["LINE", "PART_OF_SESSION", "SESSION_LINE", "Heading", "Outline"]

# Depths of what acts as a heading below all real ones (these have 1 to 6): a line or label, a line
# that starts a session, a heading of any rank within a session.
LINE, SESSION_LINE, PART_OF_SESSION = 99, 100, 101

_PARTS_OF_THE_COURSE = (Section.SESSION, Section.OBJECTIVE, Section.READING, Section.ASSIGNMENT)
_LABELS_OF_ONE_PARAGRAPH = (Section.POLICY, Section.OTHER, Section.DESCRIPTION)

Path = tuple["Heading", ...]


@dataclass(slots=True)
class Heading:
    """A heading of the path. ``alone`` is false for a run-in label, whose text stands beside it,
    ``stopped`` true for one that ends with a full stop; ``unit`` is what a session is counted by
    ("week"), "" for dates and other headings."""

    text: str
    depth: int
    meaning: HeadingMeaning | None
    alone: bool = True
    stopped: bool = False
    unit: str = ""

    @property
    def section(self) -> Section | None:
        """The section the heading opens, None where its words decide nothing."""
        return self.meaning.section if self.meaning else None

    @property
    def is_session(self) -> bool:
        """Whether it starts one session of a schedule."""
        return self.meaning is not None and self.meaning.session


class Outline:
    """The path of headings at one point of a document, outermost first.

    ``meaning`` is what the innermost heading with known words opens, ``section`` its section and
    ``opener`` its text; ``in_session`` is true where a heading starts a session,
    ``in_schedule`` where one opens a schedule or a session of it. Each change of the path sets
    them, since every passage asks for them.
    """

    def __init__(self) -> None:
        self._follow(())

    def _follow(self, path: Path) -> None:
        """Take ``path`` and find what passages below it ask for."""
        self.path = path
        self.texts = tuple([heading.text for heading in path])
        opener = _innermost_known(path)
        self.meaning = opener.meaning if opener else None
        self.section = opener.section if opener else None
        self.opener = opener.text if opener else ""
        self.in_session = any(heading.is_session for heading in path)
        self.in_schedule = any(heading.section is Section.SESSION for heading in path)

    def enter(self, heading: Heading) -> None:
        """Put ``heading`` in its place. Course content ends any policy heading, whatever the
        ranks: those of PDFs are unreliable."""
        stays = len(self.path)
        while stays and self.path[stays - 1].depth >= heading.depth:
            stays -= 1
        above = list(self.path[:stays])
        if heading.meaning is None:  # it does not end a part that a plain line opened
            parts = [ended for ended in self.path[stays:] if _opens_part(ended)]
            above += parts[:1]
        elif heading.section is not Section.POLICY:
            above = above[: _first_policy(above)]
        self._follow((*above, heading))

    def leave(self) -> None:
        """Forget the innermost heading."""
        self._follow(self.path[:-1])

    def leave_policy(self) -> None:
        """Forget the outermost policy heading and all below it."""
        self._follow(self.path[: _first_policy(self.path)])

    @property
    def below_stopped_label(self) -> bool:
        """Whether the innermost heading is a label that ends with a full stop."""
        return bool(self.path) and self.path[-1].stopped

    def absorbs(self, depth: int, meaning: HeadingMeaning) -> bool:
        """Whether a heading of this depth names no section of its own: a part of an assignment or
        a session ("Purpose"), a subject of the schedule ("Disability"), an office below a policy
        heading."""
        outer = [heading for heading in self.path if heading.depth < depth]
        above = _innermost_known(outer)
        if above is None:
            return False
        if meaning.uncertain:
            return above.section in _PARTS_OF_THE_COURSE or above.section is Section.POLICY
        if meaning.may_be_subject:
            return above.is_session
        if meaning.section in (Section.RESOURCE, Section.OTHER):
            return above.section is Section.POLICY
        if meaning.section is Section.READING and above.is_session:
            return False
        within = above.is_session or above.section is Section.ASSIGNMENT
        if meaning.section is Section.DESCRIPTION:  # "Introduction" is a session of a schedule
            within = within or above.section is Section.SESSION
        return meaning.may_be_part and within

    def leave_lines(self) -> None:
        """Forget all that is no real heading."""
        stays = len(self.path)
        while stays and self.path[stays - 1].depth >= LINE:
            stays -= 1
        self._follow(self.path[:stays])

    def leave_session(self, unit: str) -> None:
        """Forget the session before one that is counted by ``unit``, and lines that do not open
        the schedule itself. Units that hold weeks stay."""
        for index, heading in enumerate(self.path):
            if heading.is_session and heading.unit == unit:
                self._follow(self.path[:index])
                return
        while self.path and self.path[-1].depth >= LINE:
            line = self.path[-1]
            if line.section is Section.SESSION and not line.is_session:
                return
            self.leave()

    def leave_label(self, *, other_label: bool) -> None:
        """A new paragraph is no longer the label's before it, except below labels that open a
        whole part (objectives, readings, assignments), if it has no label itself."""
        if not self.path or self.path[-1].alone:
            return
        if other_label or self.path[-1].section in _LABELS_OF_ONE_PARAGRAPH:
            self.leave()


def _innermost_known(path: Sequence[Heading]) -> Heading | None:
    """The innermost heading whose words open a section."""
    for heading in reversed(path):
        if heading.meaning:
            return heading
    return None


def _opens_part(heading: Heading) -> bool:
    """Whether a plain line opens a part of the course."""
    is_line = heading.alone and heading.depth == LINE
    return is_line and heading.section in _PARTS_OF_THE_COURSE


def _first_policy(path: Sequence[Heading]) -> int:
    """The position of the outermost policy heading, the length of the path without one."""
    for index, heading in enumerate(path):
        if heading.section is Section.POLICY:
            return index
    return len(path)
