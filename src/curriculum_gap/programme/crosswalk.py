"""Declared × shown → a crosswalk: what courses say about the items of a standard, held against
what their texts show.

``declared`` comes from codes in the documents or from a programme's own map; ``shown`` are the
levels and evidence of the rubric's topics. Pure functions over values: nothing is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curriculum_gap.curriculum_map import (
    CourseCoverage,
    CourseState,
    Crosswalk,
    CrosswalkRow,
    LocatedEvidence,
    Standard,
    StandardItem,
    State,
)
from curriculum_gap.nouns import Coverage, Declaration, Evidence, Level, Rubric, Section
from curriculum_gap.programme.courses import CourseFiles
from curriculum_gap.programme.printed_titles import without_titles

__all__ = [
    "NO_TOPIC",
    "Claim",
    "Shown",
    "crosswalk_of",
    "crosswalk_rows",
    "shown_in",
    "topics_for_items",
]

NO_TOPIC = "no topic of the list stands for it"
"""Why an item is not scored although its text is known."""

_HOW = (Section.OBJECTIVE, Section.SESSION, Section.READING, Section.ACTIVITY, Section.ASSIGNMENT)
"""The sections that say how something is covered, in the order of reports."""
_SHOWING = frozenset({*_HOW, Section.DESCRIPTION})


class Claim(NamedTuple):
    """What one course declares about one item: codes in its documents with their sources, or the
    ``mark`` of a programme's own map. ``apart`` says why its state is not counted."""

    declared: tuple[tuple[str, Declaration], ...] = ()
    mark: str = ""
    apart: str = ""

    @property
    def is_made(self) -> bool:
        """Whether the course declares the item."""
        return bool(self.declared or self.mark)


class Shown(NamedTuple):
    """What the documents of one course show of one topic: its level, the best evidence where it is
    taught or assessed, and the sections in which it stands. Without evidence it is not shown."""

    level: Level
    evidence: LocatedEvidence | None = None
    how: tuple[Section, ...] = ()


def topics_for_items(standard: Standard, rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """Code of an item → ids of the topics whose key ``standards`` names it.

    A topic that names a part (``3a``) stands for the whole (``3``) too, never the other way round.
    A rubric that is itself named after a standard is another thing: only these keys count.
    """
    items = {item.code: item for item in standard.items}
    found: dict[str, list[str]] = {code: [] for code in items}
    for topic in rubric.topics:
        for named in topic.standards:
            code = named.removeprefix(f"{standard.rubric_key} ").partition(" ")[0]
            if not named.startswith(f"{standard.rubric_key} ") or code not in items:
                continue
            for one in (code, items[code].part_of):
                if one in found and topic.id not in found[one]:
                    found[one].append(topic.id)
    return {code: tuple(topics) for code, topics in found.items()}


def crosswalk_of(
    files: CourseFiles,
    standard: Standard,
    topics: Mapping[str, tuple[str, ...]],
    claims: Mapping[tuple[str, str], Claim],
    rubric: Rubric,
    title: str,
    version: str,
) -> Crosswalk:
    """The courses held against ``standard``: ``claims`` by code of course and of item, and what the
    documents show of the ``topics`` that stand for each item. A title that is copied from the
    standard shows nothing."""
    shown = {
        course.course.code: shown_in([without_titles(one, standard) for one in documents])
        for course, documents in zip(files.courses, files.by_course, strict=True)
    }
    rows = crosswalk_rows(standard, topics, files.courses, shown, claims)
    return Crosswalk(
        version=version,
        rubric=rubric,
        title=title,
        standard=standard,
        courses=files.courses,
        rows=tuple(row for row in rows if not row.apart),
        apart=tuple(row for row in rows if row.apart),
        unread=files.unread,
        unassigned=files.unassigned,
        warnings=files.warnings,
    )


def shown_in(documents: Sequence[Coverage]) -> dict[str, Shown]:
    """Topic id → what the documents of one course show of it, read together."""
    found: dict[str, Shown] = {}
    for document in documents:
        for verdict in document.topics:
            known = found.get(verdict.topic, Shown(Level.ABSENT))
            how = {*known.how, *(piece.passage.section for piece in verdict.content)}
            best = known.evidence
            if verdict.level >= Level.TAUGHT and (best is None or verdict.level > known.level):
                piece = _best_piece(verdict.content)
                best = LocatedEvidence(document.source, piece) if piece else best
            level = max(known.level, verdict.level)
            sections = tuple(section for section in _HOW if section in how)
            found[verdict.topic] = Shown(level, best, sections)
    return found


def _best_piece(evidence: Iterable[Evidence]) -> Evidence | None:
    """The piece with the highest score where the course says what it does, and how rather than in
    its description. Titles, contacts and the like show nothing."""
    pieces = [piece for piece in evidence if piece.passage.section in _SHOWING]
    return max(pieces, key=lambda piece: (piece.passage.section in _HOW, piece.score), default=None)


def crosswalk_rows(
    standard: Standard,
    topics: Mapping[str, tuple[str, ...]],
    courses: Sequence[CourseCoverage],
    shown: Mapping[str, Mapping[str, Shown]],
    claims: Mapping[tuple[str, str], Claim],
) -> tuple[CrosswalkRow, ...]:
    """A row for each item of ``standard``, in its order.

    ``topics`` maps codes of items to topic ids, ``shown`` codes of courses to what their documents
    show, ``claims`` (code of the course, code of the item) to what is declared. A course without
    documents that were read is in no state.
    """
    rows = []
    for item in standard.items:
        stand_for = topics.get(item.code, ())
        apart = item.apart or ("" if stand_for else NO_TOPIC)
        states = tuple(
            _course_state(
                course,
                item,
                stand_for,
                shown.get(course.course.code, {}),
                claims.get((course.course.code, item.code), Claim()),
                scored=not apart,
            )
            for course in courses
        )
        rows.append(CrosswalkRow(item, stand_for, states, apart))
    return tuple(rows)


def _course_state(
    course: CourseCoverage,
    item: StandardItem,
    topics: tuple[str, ...],
    shown: Mapping[str, Shown],
    claim: Claim,
    *,
    scored: bool,
) -> CourseState:
    """One item in one course."""
    code = course.course.code
    if course.levels is None or not scored:
        return CourseState(code, None, None, claim.declared, claim.mark, apart=claim.apart)
    seen = [shown[topic] for topic in topics if topic in shown]
    level = max((one.level for one in seen), default=Level.ABSENT)
    taught = [one for one in seen if one.evidence is not None]
    how = {section for one in taught for section in one.how}
    return CourseState(
        course=code,
        state=_state(claim.is_made, bool(taught)),
        level=level,
        declared=claim.declared,
        mark=claim.mark,
        shown=tuple(one.evidence for one in taught if one.evidence is not None),
        how=tuple(section for section in _HOW if section in how),
        apart=claim.apart,
    )


def _state(declared: bool, taught: bool) -> State:
    """The one of the four states."""
    if declared:
        return State.BOTH if taught else State.DECLARED
    return State.SHOWN if taught else State.NEITHER
