"""Thresholds: what each document, a programme, and all documents together must show.

They ask for single topics (``require``) and for a share of the expected topics (``fail-under``).
Here stands also what other gates build on: which levels are expected, what a gate judges
(:class:`Subject`), which topics are gaps, and the best evidence for a topic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.gate.settings import Requirement, Settings, Thresholds
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    GateFailure,
    Level,
    Report,
    Rubric,
    Scope,
    Topic,
    Unread,
    best_levels,
)
from curriculum_gap.path_patterns import is_below, relative_name

if TYPE_CHECKING:  # most runs have no programme
    from curriculum_gap.programme import CourseFiles

__all__ = [
    "ALL",
    "Levels",
    "Subject",
    "all_documents",
    "apply_expected_levels",
    "asked_of",
    "best_evidence",
    "check_topic",
    "check_topics",
    "gaps_of",
    "judge_thresholds",
    "one_document",
    "programme_of",
    "thresholds_for",
    "topic_failure",
]

ALL = "all documents"
"""The name of all documents of a run as a programme."""

Levels = Mapping[str, tuple[Level, Level]]
"""Id of each topic → its level, and the level that is expected of it."""


class Subject(NamedTuple):
    """What a gate judges: one document, or the documents of a programme taken together.

    ``program`` is the programme's name, empty for one document, whose path is ``source`` then.
    ``levels`` holds every topic; in a programme each has its best level in any document that
    counts, since a topic may be taught in one course alone. ``unit`` is what these documents are,
    ``anywhere`` the best levels in all documents, those that do not count among them.
    ``of_handbooks`` are topics that were judged in the programme's handbooks and in no course.
    """

    documents: Sequence[Coverage]
    program: str
    source: str
    levels: Levels
    unit: str = "document"
    anywhere: Mapping[str, Level] = MappingProxyType({})
    of_handbooks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The path of the document or the name of the programme."""
        return self.program or self.source


def one_document(coverage: Coverage) -> Subject:
    """A document as the subject of a gate."""
    levels = {topic.topic: (topic.level, topic.expected) for topic in coverage.topics}
    return Subject([coverage], "", coverage.source, levels)


def programme_of(files: CourseFiles, name: str, rubric: Rubric) -> Subject:
    """A programme as the subject of a gate: its required courses decide, as in its map, and its
    handbooks on topics that only the whole programme can show. Where no handbook was read these are
    left out: they were not judged. Evidence of the other courses is kept, since a person looks for
    what is nearest."""
    from curriculum_gap.programme import counting_documents, judge_handbooks

    documents = [coverage for of_course in files.by_course for coverage in of_course]
    subject = _together(documents, counting_documents(files), name, rubric)
    judged = {
        row.topic: (row.level, row.expected) for row in judge_handbooks(files.handbooks, rubric)
    }
    of_courses = {topic.id: subject.levels[topic.id] for topic in rubric.assessable}
    handbooks = [entry for entry in files.handbooks if isinstance(entry, Coverage)]
    return subject._replace(
        documents=[*documents, *handbooks],
        levels=of_courses | judged,
        of_handbooks=frozenset(judged),
    )


def all_documents(report: Report, left_out: Collection[str] = ()) -> Subject:
    """Everything that was read, as one programme. The levels of documents in ``left_out`` (paths)
    do not count."""
    counting = [coverage for coverage in report.covered if coverage.source not in left_out]
    return _together(report.covered, counting, ALL, report.rubric)


def _together(
    documents: Sequence[Coverage], counting: Sequence[Coverage], name: str, rubric: Rubric
) -> Subject:
    """Documents as one subject, with the best level of each topic in those that count."""
    best = best_levels(counting)
    levels = {}
    for topic in rubric.topics:
        levels[topic.id] = (best.get(topic.id, Level.ABSENT), topic.expected)
    unit = "document" if name == ALL else "required course"
    others = best_levels(documents) if len(counting) < len(documents) else {}
    return Subject(documents, name, "", levels, unit, others)


def gaps_of(subject: Subject, rubric: Rubric) -> Levels:
    """The topics of course scope that stand below their expected level, in the rubric's order."""
    gaps = {}
    for topic in rubric.assessable:
        level, expected = subject.levels.get(topic.id, (Level.ABSENT, Level.ABSENT))
        if level < expected:
            gaps[topic.id] = (level, expected)
    return gaps


def check_topic(topic: str, where: str, rubric: Rubric) -> None:
    """Raises UsageError at ``where`` for a topic that the rubric does not have, with the nearest
    one."""
    known = [known.id for known in rubric.topics]
    if topic not in known:
        hint = did_you_mean(topic, known, f"topics of the rubric: {', '.join(known)}")
        raise UsageError(where, f"the rubric has no topic '{topic[:80]}'", hint)


def check_topics(settings: Settings, rubric: Rubric) -> None:
    """Raises UsageError for a demand on a topic that the rubric does not have."""
    demands: list[Requirement] = []
    for thresholds in settings.all_thresholds:
        demands += thresholds.require
    demands += settings.expect
    for folder in settings.folders:
        demands += folder.expect
    for demand in demands:
        check_topic(demand.topic, demand.where, rubric)


def apply_expected_levels(report: Report, settings: Settings) -> Report:
    """The same levels beside the levels that the configuration expects.

    ``expect`` holds everywhere; below a folder of the configuration that folder's own goes before
    it. ``absent`` means that nothing is expected. Shares are counted anew, since they are shares of
    the expected topics; levels and evidence stay as they are.
    """
    if not settings.expects:
        return report
    changed = _expected_levels(settings.expect)
    topics = tuple(
        replace(topic, expected=changed[topic.id], expected_for=())
        if topic.id in changed
        else topic
        for topic in report.rubric.topics
    )
    rubric = replace(report.rubric, topics=topics)
    documents = tuple(_apply_expected_levels(entry, rubric, settings) for entry in report.documents)
    return replace(report, rubric=rubric, documents=documents)


def _apply_expected_levels(
    entry: Coverage | Unread, rubric: Rubric, settings: Settings
) -> Coverage | Unread:
    """A verdict beside the levels that the rubric and the folders around the document expect."""
    if isinstance(entry, Unread):
        return entry
    expected = {verdict.topic: verdict.expected for verdict in entry.topics}
    expected |= _expected_levels(settings.expect)
    name = relative_name(entry.source, settings.root)
    for folder in settings.folders:
        if is_below(name, folder.path):
            expected |= _expected_levels(folder.expect)
    topics = tuple(
        replace(topic, expected=expected.get(topic.topic, topic.expected)) for topic in entry.topics
    )
    entry = replace(entry, topics=topics)
    reached, asked = _count_reached(one_document(entry).levels, rubric.topics)
    return replace(entry, share=reached / asked if asked else 0.0)


def _expected_levels(demands: Iterable[Requirement]) -> dict[str, Level]:
    """Topic → the level that ``expect`` of a configuration sets; ``absent`` where none is named."""
    return {demand.topic: demand.level or Level.ABSENT for demand in demands}


def _count_reached(
    levels: Levels, topics: Iterable[Topic], is_waived: Callable[[str], bool] | None = None
) -> tuple[int, int]:
    """How many of these topics are expected, of course scope and at their level, and how many are
    expected at all.

    Topics that ``is_waived`` tells are in neither number: a waiver makes a document neither better
    nor worse.
    """
    reached = asked = 0
    for topic in topics:
        if topic.scope is not Scope.COURSE:
            continue
        level, expected = levels.get(topic.id, (Level.ABSENT, Level.ABSENT))
        if expected > Level.ABSENT and not (is_waived and is_waived(topic.id)):
            asked += 1
            reached += level >= expected
    return reached, asked


def thresholds_for(name: str, settings: Settings) -> Thresholds:
    """The thresholds for a document, by its name relative to the configuration's folder.

    They are those that hold everywhere; folders around the document, the outermost first, replace
    the share and the demands on single topics.
    """
    thresholds = settings.document
    for folder in settings.folders:
        if is_below(name, folder.path):
            thresholds = thresholds.replaced_by(folder.thresholds)
    return thresholds


def asked_of(thresholds: Thresholds, who: str) -> Iterator[str]:
    """Each demand in words; ``who`` must meet it."""
    if thresholds.fail_under is not None:
        yield f"{who}: at least {thresholds.fail_under:g} % of the expected topics"
    for demand in thresholds.require:
        level = "its expected level" if demand.level is None else f"{demand.level} or above"
        yield f"{who}: {demand.topic} at {level}"


def judge_thresholds(
    subject: Subject,
    thresholds: Thresholds,
    rubric: Rubric,
    is_waived: Callable[[str], bool] | None = None,
) -> Iterator[GateFailure]:
    """What a document or a programme lacks.

    ``is_waived`` tells the topics that waivers take out of the share. Each of several rubrics must
    reach the share by itself. Demands on topics that the
    report does not hold are passed over: ``--topic`` narrows reports.
    """
    for demand in thresholds.require:
        if demand.topic not in subject.levels:
            continue
        level, expected = subject.levels[demand.topic]
        wanted = expected if demand.level is None else demand.level
        if level < wanted:
            stands = _stands(level, subject, demand.topic)
            message = f"{demand.topic} is required at {wanted} and {stands}"
            if subject.anywhere.get(demand.topic, Level.ABSENT) >= wanted:
                message += "; electives, tracks and earlier terms do not count"
            yield topic_failure("require", message, demand.topic, wanted, subject)
    if thresholds.fail_under is None:
        return
    for part, topics in rubric.by_part:
        reached, asked = _count_reached(subject.levels, topics, is_waived)
        if reached * 100 < thresholds.fail_under * asked:
            # Rounded down, so that a share that fails never looks like the one required.
            share = f"{reached} of {asked} ({100 * reached // asked} %) of the expected topics"
            of_part = f" of {part.id}" if rubric.parts else ""
            where = f" are reached in some {subject.unit}" if subject.program else ""
            message = f"{share}{of_part}{where}, {thresholds.fail_under:g} % are required"
            yield GateFailure("fail-under", message, source=subject.source, program=subject.program)


def _stands(level: Level, subject: Subject, topic: str) -> str:
    """The level of a topic in one document or in a programme, as a part of a sentence."""
    if not subject.program:
        return f"stands at {level}"
    unit = "handbook" if topic in subject.of_handbooks else subject.unit
    return f"stands in no {unit} above {level}" if level else f"was found in no {unit}"


def topic_failure(
    gate: str, message: str, topic: str, expected: Level, subject: Subject
) -> GateFailure:
    """A failure of a document or a programme, for one topic that is ``expected`` at a level.

    ``gate`` and ``message`` are those of :class:`GateFailure`. The best evidence is added, so that
    a person sees how far the topic is from what is asked.
    """
    nearest_source, nearest = best_evidence(subject.documents, topic)
    return GateFailure(
        gate,
        message,
        source=subject.source,
        program=subject.program,
        topic=topic,
        found=subject.levels[topic][0],
        expected=expected,
        nearest=nearest,
        nearest_source=nearest_source,
    )


def best_evidence(documents: Iterable[Coverage], topic: str) -> tuple[str, Evidence | None]:
    """The best evidence for a topic, and the document that it stands in ("" and None without any).

    Documents with a higher level go first; then policy text goes last, and the score decides. Of
    equals the first one is taken.
    """
    best: tuple[str, Evidence | None] = ("", None)
    best_rank: tuple[Level, bool, float] | None = None
    for coverage in documents:
        for entry in coverage.topics:
            if entry.topic != topic:
                continue
            for evidence in entry.evidence:
                is_content = not evidence.is_policy
                rank = (entry.level, is_content, evidence.score)
                if best_rank is None or rank > best_rank:
                    best, best_rank = (coverage.source, evidence), rank
    return best
