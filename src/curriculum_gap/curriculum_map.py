"""A programme and what its courses show: the values of ``gapcheck map``, ``crosswalk`` and
``trend``.

Values only, frozen, as in :mod:`curriculum_gap.nouns`: ``programme`` makes them and ``reports``
shows them. A *course* is what a student takes; its files are the documents that were read for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from curriculum_gap.nouns import Declaration, Evidence, Level, Rubric, Section, Unread

__all__ = [
    "Course",
    "CourseCoverage",
    "CourseState",
    "CourseTrend",
    "Crosswalk",
    "CrosswalkRow",
    "CurriculumMap",
    "Direction",
    "HandbookRow",
    "LevelTrend",
    "LocatedEvidence",
    "Need",
    "Place",
    "Standard",
    "StandardItem",
    "Standing",
    "State",
    "TopicRow",
    "Trend",
]


class Need(StrEnum):
    """Who takes a course: everyone, whoever wants to, or the students of one track."""

    REQUIRED = "required"
    ELECTIVE = "elective"
    TRACK = "track"


class Course(NamedTuple):
    """One course of a programme. ``code`` is what people call it (``SOWK 531``); ``stage`` is the
    year or phase it belongs to, "" where none is named; ``files`` are patterns in gitignore
    syntax."""

    code: str
    title: str
    files: tuple[str, ...]
    need: Need = Need.REQUIRED
    stage: str = ""


class LocatedEvidence(NamedTuple):
    """A piece of evidence and the document that holds it. ``sha256`` is the hex digest of the
    document's bytes, ``rule`` says what set the topic's level there; "" where they are not known.
    """

    source: str
    evidence: Evidence
    sha256: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CourseCoverage:
    """A course and what its documents show, read together.

    ``documents`` count; ``older`` are those of earlier terms, which do not. ``levels`` gives the
    best level of every topic id, ``evidence`` the best piece for each topic that has one.
    ``alone`` are topics that no other required course teaches. A course without a document that
    was read has no levels: it is not known, and neither taught nor missing.
    """

    course: Course
    documents: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    levels: Mapping[str, Level] | None = None
    evidence: Mapping[str, LocatedEvidence] | None = None
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic over all courses of a programme.

    ``levels`` are in the order of the courses, None where a course was not read; ``counts`` says
    how many courses stand at each level. ``reached`` is the best level of the required courses.
    ``first`` is the code of the first course that teaches it. ``build_up`` holds, for each stage in
    order, its best level, None where none of its required courses was read. ``only_course`` is the
    code where one course alone teaches it. Where no required course was read, nothing is
    ``known``.
    """

    topic: str
    levels: tuple[Level | None, ...]
    counts: Mapping[Level, int]
    expected: Level
    reached: Level
    first: str = ""
    build_up: tuple[tuple[str, Level | None], ...] = ()
    only_course: str = ""
    electives_only: bool = False
    never_assessed: bool = False
    without_objective: bool = False
    known: bool = True

    @property
    def is_gap(self) -> bool:
        """Whether the required courses that were read stay below what is expected."""
        return self.known and self.reached < self.expected


class HandbookRow(NamedTuple):
    """A topic that only the programme as a whole can show, judged in its handbooks."""

    topic: str
    level: Level
    expected: Level
    evidence: LocatedEvidence | None = None

    @property
    def is_gap(self) -> bool:
        """Whether the handbooks stay below what is expected."""
        return self.level < self.expected


class Place(NamedTuple):
    """Where a missing topic would fit: a passage of a course that already speaks of a matter with
    which the topic usually lives. ``word`` is that matter, the reason for the place; ``suggestion``
    is what the rubric says a course could do."""

    topic: str
    course: str
    source: str
    section: Section
    word: str
    text: str
    page: int | None = None
    line: int | None = None
    inside: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class CurriculumMap:
    """All topics over all courses of a programme, in its order.

    ``unassigned`` are files that belong to no course, ``places`` at most three places for each
    topic that is a gap. ``handbooks`` are the documents in which topics of the whole programme were
    judged; ``not_judged`` says why they were not, "" where they were. ``crosswalk`` holds the same
    courses against a standard, where one was named.
    """

    version: str
    rubric: Rubric
    title: str
    courses: tuple[CourseCoverage, ...]
    rows: tuple[TopicRow, ...]
    handbook_rows: tuple[HandbookRow, ...] = ()
    handbooks: tuple[str, ...] = ()
    not_judged: str = ""
    places: tuple[Place, ...] = ()
    unassigned: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()
    crosswalk: Crosswalk | None = None


class StandardItem(NamedTuple):
    """One item of a standard. ``title`` is a paraphrase of ours. ``apart`` says why it is listed
    and never scored (its text could not be seen, it is suspended, only its code may be named), else
    ``""``. ``part_of`` is the item that it is a part of (``3`` for the behaviour ``3a``); ``was``
    pairs an earlier edition with the item that this one came from. ``seen`` says whether its
    official text was (``yes``, ``partly``, ``no``)."""

    code: str
    title: str
    apart: str = ""
    part_of: str = ""
    was: tuple[tuple[str, str], ...] = ()
    seen: str = "yes"


@dataclass(frozen=True, slots=True)
class Standard:
    """A published standard, or a programme's own map that is read like one. ``as_of`` is the ISO
    date at which ``status`` held; ``name`` is what people call it, ``note`` what a reader of a
    report must know of it. ``rubric_key`` is how topics of rubrics name its items, before the
    code."""

    id: str
    body: str
    edition: str
    title: str
    status: str
    as_of: str
    source: str
    items: tuple[StandardItem, ...]
    name: str = ""
    note: str = ""
    rubric_key: str = ""


class State(StrEnum):
    """What a course says about an item, held against what its text shows."""

    BOTH = "declared and shown"
    DECLARED = "declared, text silent"
    SHOWN = "shown, not declared"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class CourseState:
    """One item in one course.

    ``declared`` are the codes in its documents, with their sources; ``mark`` is the letter of a
    programme's own map. ``level`` is the best level of the topics that stand for the item, and
    ``shown`` the best evidence for each of them that is taught; ``how`` names the sections in which
    they stand. ``state`` is None where nothing can be said: the course was not read, or no topic
    stands for the item. ``apart`` says why a state is shown and not counted, else ``""``.
    """

    course: str
    state: State | None
    level: Level | None = None
    declared: tuple[tuple[str, Declaration], ...] = ()
    mark: str = ""
    shown: tuple[LocatedEvidence, ...] = ()
    how: tuple[Section, ...] = ()
    apart: str = ""

    @property
    def counts(self) -> bool:
        """Whether the state is part of what is said of the programme."""
        return self.state is not None and not self.apart


class CrosswalkRow(NamedTuple):
    """One item over all courses, in their order. ``topics`` are those that stand for it; ``apart``
    says why the item is listed and never scored, else ``""``."""

    item: StandardItem
    topics: tuple[str, ...]
    courses: tuple[CourseState, ...]
    apart: str = ""

    @property
    def state(self) -> State | None:
        """What the programme says: the best state of its courses, None where none counts."""
        present = {course.state for course in self.courses if course.counts}
        return next((state for state in State if state in present), None)

    def in_state(self, state: State) -> tuple[CourseState, ...]:
        """The courses that count as this."""
        return tuple(one for one in self.courses if one.counts and one.state is state)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A standard held against the courses of a programme: declared where, shown where.

    ``rows`` are the items that are scored, ``apart`` those that are listed only. ``unknown`` are
    declarations of this body that name another edition, or a code that the standard does not have,
    with the documents that hold them. ``other_editions`` pairs courses with the only editions that
    they name: their states are shown and not counted. ``unread`` are files that could not be held
    against it, ``unassigned`` those that belong to no course. ``differences`` is one line on the
    cells in which a programme's own map and the texts differ, "" without such a map.
    """

    version: str
    rubric: Rubric
    title: str
    standard: Standard
    courses: tuple[CourseCoverage, ...]
    rows: tuple[CrosswalkRow, ...]
    apart: tuple[CrosswalkRow, ...] = ()
    unknown: tuple[tuple[str, Declaration], ...] = ()
    other_editions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unread: tuple[Unread, ...] = ()
    unassigned: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    differences: str = ""


class Standing(StrEnum):
    """What is known of a course at one run. Of a course that was not there or of which a file was
    not read, nothing is said: its topics are neither gained nor lost."""

    READ = "read"
    UNREAD = "not read"
    MISSING = "not there"


class Direction(StrEnum):
    """Where a level went over all runs, its first and its last value held against each other."""

    LOST = "lost"
    GAINED = "gained"
    VARIED = "varied"
    SAME = "same"


class LevelTrend(NamedTuple):
    """A topic at each run, in order; None where nothing is known. ``evidence`` is the best piece of
    the last run that had the highest level, with its document there."""

    topic: str
    levels: tuple[Level | None, ...]
    evidence: LocatedEvidence | None = None

    @property
    def direction(self) -> Direction:
        """*varied* where the level differs in between and is the same in the end."""
        known = [level for level in self.levels if level is not None]
        if len(set(known)) < 2:
            return Direction.SAME
        if known[-1] == known[0]:
            return Direction.VARIED
        return Direction.GAINED if known[-1] > known[0] else Direction.LOST


@dataclass(frozen=True, slots=True)
class CourseTrend:
    """A course over all runs. ``documents`` holds what was read for it at each run, ``topics`` all
    topics that a course can be held against. ``alone`` are topics that it teaches in one run and
    that no other course teaches in a run in which nothing is known of it."""

    code: str
    title: str
    standings: tuple[Standing, ...]
    documents: tuple[tuple[str, ...], ...]
    topics: tuple[LevelTrend, ...]
    alone: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[LevelTrend, ...]:
        """The topics whose level differs between any two runs."""
        return tuple(topic for topic in self.topics if topic.direction is not Direction.SAME)

    @property
    def always_read(self) -> bool:
        """Whether its levels are known at every run."""
        return all(standing is Standing.READ for standing in self.standings)


@dataclass(frozen=True, slots=True)
class Trend:
    """What was gained and lost from run to run, by topic and by course.

    ``runs`` are their names, in the order given. ``whole`` holds, for every topic, the best level
    at each run in the ``compared`` courses: those that were read in all runs.
    """

    version: str
    rubric: Rubric
    runs: tuple[str, ...]
    courses: tuple[CourseTrend, ...]
    whole: tuple[LevelTrend, ...]
    unread: tuple[tuple[str, Unread], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def compared(self) -> int:
        """How many courses were read in every run."""
        return sum(course.always_read for course in self.courses)

    @property
    def unread_files(self) -> tuple[Unread, ...]:
        """The files that were not read in any of the runs, each behind the name of its run."""
        return tuple(replace(entry, source=f"{run}: {entry.source}") for run, entry in self.unread)
