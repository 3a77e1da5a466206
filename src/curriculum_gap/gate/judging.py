"""All gates over one report: thresholds, waivers, baseline → a report that holds the outcome."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.baseline import read_baseline
from curriculum_gap.gate.places import inside, matches, on_disk
from curriculum_gap.gate.ratchet import gaps_of, hold_against
from curriculum_gap.gate.settings import Programme, Settings
from curriculum_gap.gate.thresholds import (
    ALL,
    asked_of,
    bar_for,
    check_topics,
    hint_for_topic,
    judge_document,
    judge_together,
    nearest_evidence,
)
from curriculum_gap.gate.waivers import Waivers
from curriculum_gap.nouns import Coverage, GateFailure, GateOutcome, Report, Rubric

__all__ = ["check_settings", "judge", "today_is"]


def today_is() -> datetime.date:
    """Today, or the day in ``GAPCHECK_TODAY`` (ISO), so that a run can be repeated."""
    named = os.environ.get("GAPCHECK_TODAY", "").strip()
    if not named:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(named)
    except ValueError:
        raise UsageError("GAPCHECK_TODAY", "is no date", "write 2027-06-30") from None


def check_settings(settings: Settings, rubric: Rubric) -> None:
    """Raises UsageError for a topic that the rubric does not have and for a missing baseline,
    before anything is read."""
    if settings.baseline:
        read_baseline(settings.baseline)
    check_topics(settings, rubric)
    names = [topic.id for topic in rubric.topics]
    Waivers(settings.waivers, today_is()).check(names, lambda name: hint_for_topic(name, rubric))


def judge(report: Report, settings: Settings, suffixes: Collection[str] = ()) -> Report:
    """``report`` with what the gates say. ``suffixes`` are those of documents, to see which courses
    of a programme are missing from the run.

    Raises UsageError where no file was named, for a missing baseline, and for a programme's course
    that does not exist.
    """
    if not settings.gated and not settings.waivers:
        return report
    if not report.documents:
        raise UsageError("check", "no file to judge", "a gate needs at least one file")
    today = today_is()
    waivers = Waivers(settings.waivers, today)
    baseline = read_baseline(settings.baseline) if settings.baseline else None
    asked: dict[str, None] = {}
    failures: list[GateFailure] = []
    notes: list[str] = []
    for coverage in report.covered:
        name = inside(coverage.source, settings.root)
        waivers.meet(name)
        bar = bar_for(name, settings)
        asked |= dict.fromkeys(asked_of(bar, "each document"))
        freed = partial(waivers.frees, name)
        for failure in judge_document(coverage, bar, report.rubric, freed):
            failures.append(waivers.over(failure, name))
        failures += _waived_gaps(coverage, name, report.rubric, failures, waivers)
    asked |= dict.fromkeys(asked_of(settings.together, "all documents together"))
    failures += judge_together(report.covered, settings.together, report.rubric, ALL)
    for programme in settings.programmes:
        courses, missing = _courses(programme, report, settings, suffixes)
        asked |= dict.fromkeys(asked_of(programme.bar, programme.title))
        if missing:
            notes.append(f"{programme.title} was not judged: {missing} not among these files")
        else:
            failures += judge_together(courses, programme.bar, report.rubric, programme.title)
    if baseline is not None and settings.baseline:
        asked[f"nothing worse than {settings.baseline}"] = None
        failures = hold_against(
            baseline, settings.baseline, failures, report, waivers, settings.root, notes
        )
    notes += waivers.notes()
    return replace(
        report,
        gate=GateOutcome(
            tuple(asked),
            tuple(failure for failure in failures if not failure.excuse),
            tuple(failure for failure in failures if failure.excuse),
            tuple(notes),
        ),
    )


def _waived_gaps(
    coverage: Coverage,
    name: str,
    rubric: Rubric,
    failures: Collection[GateFailure],
    waivers: Waivers,
) -> list[GateFailure]:
    """Gaps that no gate asks about and a waiver accepts: reports show why they do not count."""
    said = {failure.topic for failure in failures if failure.source == coverage.source}
    accepted = []
    for gap in gaps_of(coverage, rubric):
        if gap.topic in said:
            continue
        nearest = nearest_evidence(gap)
        failure = GateFailure(
            "expected",
            f"{gap.topic} is expected at {gap.expected} and stands at {gap.level}",
            source=coverage.source,
            topic=gap.topic,
            found=gap.level,
            expected=gap.expected,
            nearest=nearest,
            nearest_source=coverage.source if nearest else "",
        )
        waived = waivers.over(failure, name)
        if waived.excuse:
            accepted.append(waived)
    return accepted


def _courses(
    programme: Programme, report: Report, settings: Settings, suffixes: Collection[str]
) -> tuple[list[Coverage], str]:
    """The programme's courses in order, and what of it the run does not hold ("" if nothing)."""
    names = {inside(entry.source, settings.root): entry for entry in report.documents}
    courses: dict[str, Coverage] = {}
    missing: list[str] = []
    for pattern in programme.courses:
        mine = [name for name in names if matches(name, (pattern,), programme.where)]
        there = on_disk(settings.root, pattern, programme.where, suffixes)
        if not mine and not there:
            hint = "correct the pattern, or take the course out of the programme"
            raise UsageError(programme.where, f"no file matches the course '{pattern}'", hint)
        missing += [name for name in there if name not in names]
        for name in mine:
            entry = names[name]
            if isinstance(entry, Coverage):
                courses[name] = entry
            else:
                missing.append(name)
    distinct = list(dict.fromkeys(missing))
    if not distinct:
        return list(courses.values()), ""
    others = f" and {len(distinct) - 1} more" if len(distinct) > 1 else ""
    return list(courses.values()), f"{distinct[0]}{others} unread or"
