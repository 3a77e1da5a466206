"""Gates on levels: what each document, a programme, and all documents together must show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.places import inside, is_below
from curriculum_gap.gate.settings import Bar, Requirement, Settings
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    GateFailure,
    Level,
    Report,
    Rubric,
    Scope,
    Section,
    Topic,
    TopicCoverage,
    Unread,
)

__all__ = [
    "ALL",
    "asked_of",
    "bar_for",
    "check_topics",
    "expecting",
    "hint_for_topic",
    "judge_document",
    "judge_together",
    "nearest_evidence",
    "nearest_of_all",
]

ALL = "all documents"
"""What the documents of a run are called as a programme."""


def hint_for_topic(name: str, rubric: Rubric) -> str:
    """The nearest topic's name, or where to find them all."""
    near = get_close_matches(name[:80], [topic.id for topic in rubric.topics], 1, 0.5)
    known = f"see 'gapcheck rubric show {rubric.id}'"
    return f"did you mean '{near[0]}'?" if near else known


def check_topics(settings: Settings, rubric: Rubric) -> None:
    """Raises UsageError for a demand on a topic that the rubric does not have."""
    known = {topic.id for topic in rubric.topics}
    bars = [settings.document, settings.together, *(f.bar for f in settings.folders)]
    bars += [programme.bar for programme in settings.programmes]
    demands = [entry for bar in bars for entry in bar.require]
    demands += settings.expect
    demands += [entry for folder in settings.folders for entry in folder.expect]
    for demand in demands:
        if demand.topic not in known:
            hint = hint_for_topic(demand.topic, rubric)
            raise UsageError(demand.where, f"the rubric has no topic '{demand.topic[:80]}'", hint)


def expecting(report: Report, settings: Settings) -> Report:
    """The same levels against the levels that the configuration expects: everywhere, and below
    single folders. ``absent`` means that nothing is expected."""
    if not settings.expects:
        return report
    everywhere = _levels(settings.expect)
    topics = tuple(
        replace(topic, expected=everywhere.get(topic.id, topic.expected))
        for topic in report.rubric.topics
    )
    rubric = replace(report.rubric, topics=topics)
    documents: list[Coverage | Unread] = []
    for entry in report.documents:
        if not isinstance(entry, Coverage):
            documents.append(entry)
            continue
        name = inside(entry.source, settings.root)
        expected = {topic.id: topic.expected for topic in topics}
        for folder in settings.folders:
            if is_below(name, folder.path):
                expected |= _levels(folder.expect)
        found = tuple(
            replace(topic, expected=expected.get(topic.topic, topic.expected))
            for topic in entry.topics
        )
        met, asked = _reached(found, rubric)
        documents.append(replace(entry, topics=found, share=met / asked if asked else 0.0))
    return replace(report, rubric=rubric, documents=tuple(documents))


def _levels(demands: Iterable[Requirement]) -> dict[str, Level]:
    return {demand.topic: demand.level or Level.ABSENT for demand in demands}


def _reached(
    found: Iterable[TopicCoverage], rubric: Rubric, freed: Callable[[str], bool] = lambda _: False
) -> tuple[int, int]:
    """How many expected topics of course scope stand at their level, and how many are expected."""
    course = {topic.id for topic in rubric.topics if topic.scope is Scope.COURSE}
    held = [
        topic
        for topic in found
        if topic.topic in course and topic.expected > Level.ABSENT and not freed(topic.topic)
    ]
    return sum(topic.level >= topic.expected for topic in held), len(held)


def bar_for(name: str, settings: Settings) -> Bar:
    """The bar for a document: what holds everywhere, and what deeper folders say over it."""
    bar = settings.document
    for folder in settings.folders:
        if is_below(name, folder.path):
            mine = {demand.topic for demand in folder.bar.require}
            kept = tuple(demand for demand in bar.require if demand.topic not in mine)
            share = folder.bar.fail_under
            bar = Bar(bar.fail_under if share is None else share, (*kept, *folder.bar.require))
    return bar


def asked_of(bar: Bar, who: str) -> Iterator[str]:
    """Each gate of a bar in words."""
    if bar.fail_under is not None:
        yield f"{who}: at least {bar.fail_under:g} % of the expected topics"
    for demand in bar.require:
        yield f"{who}: {demand.topic} " + (
            "at its expected level" if demand.level is None else f"at {demand.level} or above"
        )


def judge_document(
    coverage: Coverage, bar: Bar, rubric: Rubric, freed: Callable[[str], bool]
) -> Iterator[GateFailure]:
    """What a document lacks. ``freed`` tells topics that waivers take out of its share."""
    found = {topic.topic: topic for topic in coverage.topics}
    for demand in bar.require:
        topic = found.get(demand.topic)
        if topic is None:
            continue
        wanted = topic.expected if demand.level is None else demand.level
        if topic.level < wanted:
            nearest = nearest_evidence(topic)
            yield GateFailure(
                "require",
                f"{demand.topic} is required at {wanted} and stands at {topic.level}",
                source=coverage.source,
                topic=demand.topic,
                found=topic.level,
                expected=wanted,
                nearest=nearest,
                nearest_source=coverage.source if nearest else "",
            )
    if bar.fail_under is not None:
        met, asked = _reached(coverage.topics, rubric, freed)
        if met * 100 < bar.fail_under * asked:
            yield GateFailure(
                "fail-under",
                f"{_share(met, asked)} of the expected topics, {bar.fail_under:g} % are required",
                source=coverage.source,
            )


def judge_together(
    courses: Sequence[Coverage], bar: Bar, rubric: Rubric, program: str
) -> Iterator[GateFailure]:
    """What no document of a programme shows."""
    best = {topic.id: _best(courses, topic) for topic in rubric.topics}
    expected = {topic.id: topic.expected for topic in rubric.topics}
    for demand in bar.require:
        if demand.topic not in best:
            continue
        wanted = expected[demand.topic] if demand.level is None else demand.level
        level = best[demand.topic]
        if level < wanted:
            where, nearest = nearest_of_all(courses, demand.topic)
            yield GateFailure(
                "require",
                f"{demand.topic} is required at {wanted} and stands in no document above {level}"
                if level
                else f"{demand.topic} is required at {wanted} and was found in no document",
                program=program,
                topic=demand.topic,
                found=level,
                expected=wanted,
                nearest=nearest,
                nearest_source=where,
            )
    if bar.fail_under is not None:
        held = [t for t in rubric.topics if t.scope is Scope.COURSE and t.expected > Level.ABSENT]
        met = sum(best[topic.id] >= topic.expected for topic in held)
        if met * 100 < bar.fail_under * len(held):
            yield GateFailure(
                "fail-under",
                f"{_share(met, len(held))} of the expected topics are reached in some document, "
                f"{bar.fail_under:g} % are required",
                program=program,
            )


def _best(courses: Iterable[Coverage], topic: Topic) -> Level:
    levels = (f.level for course in courses for f in course.topics if f.topic == topic.id)
    return max(levels, default=Level.ABSENT)


def _share(met: int, asked: int) -> str:
    """Rounded down, so that a share that fails never looks like the one required."""
    return f"{met} of {asked} ({100 * met // asked if asked else 0} %)"


def nearest_evidence(topic: TopicCoverage) -> Evidence | None:
    """The best evidence for a topic; policy text only where there is nothing else."""
    return max(
        topic.evidence,
        key=lambda e: (e.passage.section is not Section.POLICY, e.score, -e.position),
        default=None,
    )


def nearest_of_all(courses: Iterable[Coverage], topic: str) -> tuple[str, Evidence | None]:
    """The best evidence for a topic over documents, with its document."""
    found = [
        (course.source, entry, nearest)
        for course in courses
        for entry in course.topics
        if entry.topic == topic and (nearest := nearest_evidence(entry))
    ]
    if not found:
        return "", None
    source, _, nearest = max(
        found,
        key=lambda row: (row[1].level, row[2].passage.section is not Section.POLICY, row[2].score),
    )
    return source, nearest
