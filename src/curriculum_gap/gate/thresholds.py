"""Bars on levels: what each document, a programme, and all documents together must show.

A bar asks for single topics (``require``) and for a share of the expected topics (``fail-under``).
Here stands also what other gates build on: which levels are expected, which topics are gaps, and
the best evidence for a topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.path_patterns import is_below, relative_name
from curriculum_gap.gate.settings import Bar, Requirement, Settings
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    GateFailure,
    Level,
    Report,
    Rubric,
    TopicCoverage,
    Unread,
    best_levels,
)

__all__ = [
    "ALL",
    "apply_expected_levels",
    "asked_of",
    "bar_for",
    "best_evidence",
    "check_topics",
    "gaps_of",
    "gaps_together",
    "hint_for_topic",
    "judge_bar",
    "topic_failure",
]

ALL = "all documents"
"""The name of all documents of a run as a programme."""

Levels = Mapping[str, tuple[Level, Level]]
"""Id of each topic → its level, and the level that is expected of it."""


def hint_for_topic(name: str, rubric: Rubric) -> str:
    """The nearest topic's name, or where to find them all."""
    known = [topic.id for topic in rubric.topics]
    near = get_close_matches(name[:80], known, 1, 0.5)
    return f"did you mean '{near[0]}'?" if near else f"see 'gapcheck rubric show {rubric.id}'"


def check_topics(settings: Settings, rubric: Rubric) -> None:
    """Raises UsageError for a demand on a topic that the rubric does not have."""
    bars = [settings.document, settings.together]
    bars += [folder.bar for folder in settings.folders]
    bars += [programme.bar for programme in settings.programmes]
    demands = [demand for bar in bars for demand in bar.require]
    demands += settings.expect
    demands += [demand for folder in settings.folders for demand in folder.expect]
    known = {topic.id for topic in rubric.topics}
    for demand in demands:
        if demand.topic not in known:
            hint = hint_for_topic(demand.topic, rubric)
            raise UsageError(demand.where, f"the rubric has no topic '{demand.topic[:80]}'", hint)


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
        replace(topic, expected=changed.get(topic.id, topic.expected))
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
    expected = {topic.id: topic.expected for topic in rubric.topics}
    name = relative_name(entry.source, settings.root)
    for folder in settings.folders:
        if is_below(name, folder.path):
            expected |= _expected_levels(folder.expect)
    topics = tuple(
        replace(topic, expected=expected.get(topic.topic, topic.expected)) for topic in entry.topics
    )
    entry = replace(entry, topics=topics)
    reached, asked = _count_reached(_levels_of(entry), rubric)
    return replace(entry, share=reached / asked if asked else 0.0)


def _expected_levels(demands: Iterable[Requirement]) -> dict[str, Level]:
    """Topic → the level that ``expect`` of a configuration sets; ``absent`` where none is named."""
    return {demand.topic: demand.level or Level.ABSENT for demand in demands}


def _levels_of(coverage: Coverage) -> Levels:
    """The levels of one document."""
    return {topic.topic: (topic.level, topic.expected) for topic in coverage.topics}


def _levels_together(documents: Iterable[Coverage], rubric: Rubric) -> Levels:
    """The best level of each topic in any of the documents."""
    best = best_levels(documents)
    return {topic.id: (best.get(topic.id, Level.ABSENT), topic.expected) for topic in rubric.topics}


def _count_reached(
    levels: Levels, rubric: Rubric, is_waived: Callable[[str], bool] | None = None
) -> tuple[int, int]:
    """How many expected topics of course scope stand at their level, and how many are expected.

    Topics that ``is_waived`` tells are in neither number: a waiver makes a document neither better
    nor worse.
    """
    reached = asked = 0
    for topic in rubric.assessable:
        level, expected = levels.get(topic.id, (Level.ABSENT, Level.ABSENT))
        if expected > Level.ABSENT and not (is_waived and is_waived(topic.id)):
            asked += 1
            reached += level >= expected
    return reached, asked


def gaps_of(coverage: Coverage, rubric: Rubric) -> list[TopicCoverage]:
    """Topics of course scope that one document shows below their expected level."""
    of_courses = {topic.id for topic in rubric.assessable}
    topics = [topic for topic in coverage.topics if topic.topic in of_courses]
    return [topic for topic in topics if topic.level < topic.expected]


def gaps_together(report: Report) -> dict[str, tuple[Level, Level]]:
    """Topics of course scope that no document shows at the expected level: id → the best level in
    any document, and the expected one."""
    levels = _levels_together(report.covered, report.rubric)
    gaps = {}
    for topic in report.rubric.assessable:
        best, expected = levels[topic.id]
        if best < expected:
            gaps[topic.id] = (best, expected)
    return gaps


def bar_for(name: str, settings: Settings) -> Bar:
    """The bar for a document, by its name relative to the configuration's folder.

    It is what holds everywhere; folders around the document, the outermost first, replace its share
    and its demands on single topics.
    """
    bar = settings.document
    for folder in settings.folders:
        if is_below(name, folder.path):
            replaced = {demand.topic for demand in folder.bar.require}
            kept = [demand for demand in bar.require if demand.topic not in replaced]
            share = folder.bar.fail_under
            share = bar.fail_under if share is None else share
            bar = Bar(share, (*kept, *folder.bar.require))
    return bar


def asked_of(bar: Bar, who: str) -> Iterator[str]:
    """Each demand of a bar in words; ``who`` must meet it."""
    if bar.fail_under is not None:
        yield f"{who}: at least {bar.fail_under:g} % of the expected topics"
    for demand in bar.require:
        level = "its expected level" if demand.level is None else f"{demand.level} or above"
        yield f"{who}: {demand.topic} at {level}"


def judge_bar(
    documents: Sequence[Coverage],
    program: str,
    bar: Bar,
    rubric: Rubric,
    is_waived: Callable[[str], bool] | None = None,
) -> Iterator[GateFailure]:
    """What one document lacks (``program`` is empty), or what no document of a programme shows.

    A programme is judged by the best level of each topic in any of its documents: a topic may be
    taught in one course alone. ``is_waived`` tells the topics that waivers take out of the share.
    Demands on topics that the report does not hold are passed over: ``--topic`` narrows reports.
    """
    levels = _levels_together(documents, rubric) if program else _levels_of(documents[0])
    for demand in bar.require:
        if demand.topic not in levels:
            continue
        level, expected = levels[demand.topic]
        wanted = expected if demand.level is None else demand.level
        if level < wanted:
            message = f"{demand.topic} is required at {wanted} and {_stands(level, program)}"
            yield topic_failure(
                "require", message, demand.topic, (level, wanted), documents, program
            )
    if bar.fail_under is None:
        return
    reached, asked = _count_reached(levels, rubric, is_waived)
    if reached * 100 < bar.fail_under * asked:
        # Rounded down, so that a share that fails never looks like the one required.
        share = f"{reached} of {asked} ({100 * reached // asked} %) of the expected topics"
        where = " are reached in some document" if program else ""
        message = f"{share}{where}, {bar.fail_under:g} % are required"
        source = "" if program else documents[0].source
        yield GateFailure("fail-under", message, source=source, program=program)


def _stands(level: Level, program: str) -> str:
    """The level of a topic in one document or in a programme, as a part of a sentence."""
    if not program:
        return f"stands at {level}"
    return f"stands in no document above {level}" if level else "was found in no document"


def topic_failure(
    gate: str,
    message: str,
    topic: str,
    levels: tuple[Level, Level],
    documents: Sequence[Coverage],
    program: str = "",
) -> GateFailure:
    """A failure of one document (``program`` is empty) or a programme, for one topic.

    ``gate`` and ``message`` are those of :class:`GateFailure`; ``levels`` are the one found and the
    one expected. The best evidence in ``documents`` is added, so that a person sees how far the
    topic is from what is asked.
    """
    level, expected = levels
    nearest_source, nearest = best_evidence(documents, topic)
    return GateFailure(
        gate,
        message,
        source="" if program else documents[0].source,
        program=program,
        topic=topic,
        found=level,
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
