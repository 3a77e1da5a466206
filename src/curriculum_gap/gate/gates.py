"""All gates over one report: thresholds, waivers and baseline → a report that holds the outcome.

``check_settings`` finds demands that cannot be met before anything is read, ``judge`` judges.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from curriculum_gap.errors import UsageError
from curriculum_gap.expected_levels import expected_in_programme
from curriculum_gap.gate.baseline import Baseline, compare_with_baseline, has_expired, read_baseline
from curriculum_gap.gate.settings import ProgrammeGate, Settings, Thresholds, WaiverRule, as_date
from curriculum_gap.gate.thresholds import (
    all_documents,
    asked_of,
    check_topic,
    check_topics,
    gaps_of,
    judge_thresholds,
    one_document,
    programme_of,
    thresholds_for,
    topic_failure,
)
from curriculum_gap.nouns import UNREAD_PAGES, Coverage, GateFailure, GateOutcome, Report, Rubric
from curriculum_gap.path_patterns import matches, on_disk, relative_name

if TYPE_CHECKING:  # most runs have no programme
    from curriculum_gap.programme import CourseFiles

__all__ = ["check_settings", "judge", "today"]

_MOST_PAGES = 10  # that a failure names


def today() -> datetime.date:
    """Today, or the day in ``GAPCHECK_TODAY`` (ISO), so that a run can be repeated. Raises
    UsageError for a text that is no date."""
    name = "GAPCHECK_TODAY"
    text = os.environ.get(name, "").strip()
    day = as_date(text, name) if text else ""
    return datetime.date.fromisoformat(day) if day else datetime.date.today()


def check_settings(settings: Settings, rubric: Rubric) -> None:
    """Find demands that cannot be met, before anything is read.

    Raises UsageError for a topic that the rubric does not have, in a demand or a waiver, and for
    ``GAPCHECK_TODAY`` where it is no day.
    """
    check_topics(settings, rubric)
    today()
    for rule in settings.waivers:
        for topic in rule.topics:
            if topic != "*":
                check_topic(topic, rule.where, rubric)


def judge(
    report: Report,
    settings: Settings,
    suffixes: Collection[str] = (),
    baseline: Baseline | None = None,
    paths: Sequence[str] = (),
) -> Report:
    """``report`` with what the gates say; the same report where no gate is set.

    Each document is held against its thresholds (a handbook of a programme is no course and against
    none), then all documents together, then each programme, and last everything against the
    baseline. ``suffixes`` are those of documents, to see which
    courses of a programme lie on disk but are not in the run: a programme is judged only as a
    whole. ``baseline`` is the one that the settings name, where it has been read before. ``paths``
    are those that the run was asked for: a document on file that vanished from them is told.

    Raises UsageError where no file was named, for a missing baseline, and for a programme's course
    that does not exist.
    """
    if not settings.gated and not settings.waivers:
        return report
    if not report.documents:
        raise UsageError("check", "no file to judge", "a gate needs at least one file")
    waivers = _Waivers(settings, today())
    asked: list[str] = []
    failures: list[GateFailure] = []
    notes: list[str] = []
    handbooks = _handbooks(report, settings)
    for coverage in report.covered:
        if coverage.source in handbooks:
            continue
        thresholds = thresholds_for(relative_name(coverage.source, settings.root), settings)
        asked += asked_of(thresholds, "each document")
        failures += _judge_document(coverage, thresholds, report.rubric, waivers)
    asked += asked_of(settings.together, "all documents together")
    if settings.together:
        together = all_documents(report, _left_out(report, settings))
        failures += judge_thresholds(together, settings.together, report.rubric)
    for programme in settings.programmes:
        asked += asked_of(programme.thresholds, programme.definition.title)
        found, note = _judge_programme(programme, report, suffixes)
        failures += found
        notes += note
    if settings.baseline:
        asked.append(f"nothing worse than {settings.baseline}")
        baseline = baseline or read_baseline(settings.baseline)
        failures, more = compare_with_baseline(
            baseline, settings.baseline, report, failures, waivers.apply, waivers.today, paths
        )
        notes += more
    if asked:
        incomplete = [coverage for coverage in report.covered if coverage.unread_pages]
        failures += [waivers.apply_to_pages(coverage) for coverage in incomplete]
    notes += waivers.notes(report.covered)
    return replace(report, gate=_outcome(asked, failures, notes))


def _outcome(
    asked: Iterable[str], failures: Iterable[GateFailure], notes: Iterable[str]
) -> GateOutcome:
    """What was asked for, each once, and the failures, those that are excused apart."""
    counted = tuple(failure for failure in failures if not failure.excuse)
    excused = tuple(failure for failure in failures if failure.excuse)
    return GateOutcome(tuple(dict.fromkeys(asked)), counted, excused, tuple(notes))


class _Waivers:
    """The waivers of a run, and which of them were needed. ``today`` decides which have expired."""

    def __init__(self, settings: Settings, today: datetime.date) -> None:
        self.today = today
        self._rules = settings.waivers
        self._root = settings.root
        self._needed: set[WaiverRule] = set()

    def apply(self, failure: GateFailure) -> GateFailure:
        """``failure``, excused by the first waiver that accepts it. Expired ones do not, and none
        speaks for a programme."""
        if not failure.topic or failure.program:
            return failure
        for rule in self._rules:
            if self._accepts(rule, failure.source, failure.topic):
                self._needed.add(rule)
                if not has_expired(rule.until, self.today):
                    return replace(failure, excuse="waiver", reason=rule.reason, until=rule.until)
        return failure

    def apply_to_pages(self, coverage: Coverage) -> GateFailure:
        """The failure for pages of a document that were not read, excused where waivers accept all
        of them."""
        left = set(coverage.unread_pages)
        accepting = None
        for rule in self._rules:
            ranges = rule.pages if self._is_for(rule, coverage.source) else ()
            accepted = {page for page in left if any(a <= page <= b for a, b in ranges)}
            if accepted:
                self._needed.add(rule)
            if accepted and not has_expired(rule.until, self.today):
                left -= accepted
                accepting = rule
        pages = sorted(left or coverage.unread_pages)
        shown = ", ".join(map(str, pages[:_MOST_PAGES]))
        if len(pages) > _MOST_PAGES:
            shown += " …"
        what = f"page {shown} was" if len(pages) == 1 else f"pages {shown} were"
        message = f"{what} not read: what stands there is not part of the verdict"
        failure = GateFailure(UNREAD_PAGES, message, coverage.source)
        if left or accepting is None:
            return failure
        return replace(failure, excuse="waiver", reason=accepting.reason, until=accepting.until)

    def frees(self, source: str, topic: str) -> bool:
        """Whether a document need not show a topic. The waiver does not count as needed."""
        rules = [rule for rule in self._rules if not has_expired(rule.until, self.today)]
        return any(self._accepts(rule, source, topic) for rule in rules)

    def notes(self, documents: Sequence[Coverage]) -> list[str]:
        """A line about each waiver that has expired, or is for one of these documents and was not
        needed."""
        lines = []
        for rule in self._rules:
            what = f"waiver for {', '.join(rule.accepts)} in {', '.join(rule.documents)}"
            if has_expired(rule.until, self.today):
                lines.append(f"{rule.where}: {what} has expired ({rule.until}): {rule.reason}")
            elif rule not in self._needed and any(
                self._is_for(rule, coverage.source) for coverage in documents
            ):
                lines.append(f"{rule.where}: {what} is not needed any more: remove it")
        return lines

    def _accepts(self, rule: WaiverRule, source: str, topic: str) -> bool:
        """Whether a waiver names this topic (``*`` names all) and this document."""
        return ("*" in rule.topics or topic in rule.topics) and self._is_for(rule, source)

    def _is_for(self, rule: WaiverRule, source: str) -> bool:
        """Whether a waiver names this document."""
        return matches(relative_name(source, self._root), rule.documents, rule.where)


def _judge_document(
    coverage: Coverage, thresholds: Thresholds, rubric: Rubric, waivers: _Waivers
) -> list[GateFailure]:
    """What a document lacks: failures of its thresholds, excused where a waiver accepts them.

    Gaps that no gate asks about and a waiver accepts are added, since reports show why they do not
    count as gaps.
    """
    is_waived = partial(waivers.frees, coverage.source)
    subject = one_document(coverage)
    judged = judge_thresholds(subject, thresholds, rubric, is_waived)
    failures = [waivers.apply(failure) for failure in judged]
    told = {failure.topic for failure in failures}
    for topic, (level, expected) in gaps_of(subject, rubric).items():
        if topic not in told:
            message = f"{topic} is expected at {expected} and stands at {level}"
            failure = topic_failure("expected", message, topic, expected, subject)
            waived = waivers.apply(failure)
            if waived.excuse:
                failures.append(waived)
    return failures


def _handbooks(report: Report, settings: Settings) -> set[str]:
    """The documents that a programme of the configuration names as its handbooks."""
    if not settings.programmes:
        return set()
    from curriculum_gap.programme import is_handbook

    return {
        coverage.source
        for coverage in report.covered
        for programme in settings.programmes
        if is_handbook(programme.definition, coverage.source)
    }


def _left_out(report: Report, settings: Settings) -> set[str]:
    """The documents that count for no programme of the configuration: those of elective courses,
    of tracks and of earlier terms. What is in no programme counts."""
    if not settings.programmes:
        return set()
    from curriculum_gap.programme import counting_documents, sort_documents

    known: set[str] = set()
    counting: set[str] = set()
    for programme in settings.programmes:
        files = sort_documents(programme.definition, report.documents)
        for course in files.courses:
            known |= {*course.documents, *course.older}
        counting |= {coverage.source for coverage in counting_documents(files)}
    return known - counting


def _judge_programme(
    programme: ProgrammeGate, report: Report, suffixes: Collection[str]
) -> tuple[list[GateFailure], list[str]]:
    """What a programme's required courses lack, and notes: what was not sure about its files, or
    that it was not judged since some of them are missing."""
    from curriculum_gap.programme import files_not_read, sort_documents

    definition = programme.definition
    files = sort_documents(definition, report.documents)
    missing = files_not_read(definition, files, suffixes, report.documents)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        what = f"{missing[0]}{more} unread or not among these files"
        return [], [f"{definition.title} was not judged: {what}"]
    rubric = expected_in_programme(report.rubric, definition.id, definition.title)
    subject = programme_of(files, definition.title, rubric)
    failures = list(judge_thresholds(subject, programme.thresholds, rubric))
    notes = [*files.warnings, *_topics_not_judged(programme, files, report.rubric, suffixes)]
    return failures, [f"{definition.title}: {line}" for line in notes]


def _topics_not_judged(
    programme: ProgrammeGate, files: CourseFiles, rubric: Rubric, suffixes: Collection[str]
) -> list[str]:
    """A line about topics of the whole programme that it requires and that no handbook shows or
    lacks, since none was read. Raises UsageError where there is none that could be read."""
    from curriculum_gap.programme import why_not_judged

    why = why_not_judged(files.handbooks, files.names_handbooks, rubric)
    of_courses = {topic.id for topic in rubric.assessable}
    asked = [demand.topic for demand in programme.thresholds.require]
    topics = [topic for topic in asked if topic not in of_courses]
    if not (why and topics):
        return []
    known = programme.definition
    if not files.handbooks and not any(
        on_disk(known.root, pattern, known.where, suffixes) for pattern in known.documents
    ):
        what = f"{topics[0]} is required and is judged in handbooks, and there is none"
        raise UsageError(known.where, what, "name one below 'documents', or take the demand out")
    return [f"{', '.join(topics)} was not judged: {why}"]
