"""The ratchet: a report held against its baseline, and the baseline that a report gives."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.baseline import TOGETHER, Baseline, Entry
from curriculum_gap.gate.places import inside
from curriculum_gap.gate.thresholds import ALL, nearest_evidence, nearest_of_all
from curriculum_gap.gate.waivers import Waivers, has_expired
from curriculum_gap.nouns import (
    Coverage,
    GateFailure,
    Level,
    Report,
    Rubric,
    Scope,
    TopicCoverage,
)

__all__ = ["baseline_of", "gaps_of", "hold_against"]


def gaps_of(coverage: Coverage, rubric: Rubric) -> Iterable[TopicCoverage]:
    """Topics of course scope below their expected level."""
    course = {topic.id for topic in rubric.topics if topic.scope is Scope.COURSE}
    return [t for t in coverage.topics if t.topic in course and t.level < t.expected]


def _together(report: Report) -> Iterable[tuple[str, Level, Level]]:
    """Topics of course scope that no document shows at the expected level: id, best, expected."""
    for topic in report.rubric.topics:
        levels = [t.level for c in report.covered for t in c.topics if t.topic == topic.id]
        best = max(levels, default=Level.ABSENT)
        if topic.scope is Scope.COURSE and best < topic.expected:
            yield topic.id, best, topic.expected


def baseline_of(
    report: Report, path: str, old: Baseline | None = None, reason: str = "", until: str = "",
    only_better: bool = False,
) -> Baseline:  # fmt: skip
    """The baseline that ``report`` gives, for the file ``path``.

    Reasons and dates of ``old`` stay with gaps that are still there, entries of files that were not
    looked at or could not be read stay whole; ``reason`` and ``until`` go to new entries. With
    ``only_better`` nothing is added and no level lowered: closed gaps go, risen levels rise.
    """
    root = str(Path(path).parent)
    before = old.entries if old is not None else {}
    seen = {inside(coverage.source, root) for coverage in report.covered}
    # What is neither in this run nor on disk any more is gone.
    kept = {name for name in _known(old) - seen if Path(root, name).exists()}
    entries = {key: entry for key, entry in before.items() if key[0] in kept}
    rows = [
        (inside(coverage.source, root), gap.topic, gap.level)
        for coverage in report.covered
        for gap in gaps_of(coverage, report.rubric)
    ]
    if kept:  # part of the documents says nothing about all of them
        entries |= {key: entry for key, entry in before.items() if key[0] == TOGETHER}
    else:
        rows += [(TOGETHER, topic, best) for topic, best, _ in _together(report)]
    for document, topic, level in rows:
        earlier = before.get((document, topic))
        if earlier is None:
            if not only_better:
                entries[document, topic] = Entry(document, topic, level, reason, until)
        else:
            risen = max(level, earlier.level) if only_better else level
            entries[document, topic] = replace(earlier, level=risen)
    looked_at = seen & _known(old) if only_better else seen
    name = f"{report.rubric.id} {report.rubric.version}"
    return Baseline(name, entries, frozenset(looked_at | kept), _made(report))


def _made(report: Report) -> str:
    return f"gapcheck {report.version}, rubric text {report.rubric.sha256[:12]}"


def _known(old: Baseline | None) -> frozenset[str]:
    return old.documents if old is not None else frozenset()


def hold_against(
    baseline: Baseline,
    path: str,
    failures: list[GateFailure],
    report: Report,
    waivers: Waivers,
    waivers_root: str,
    notes: list[str],
) -> list[GateFailure]:
    """Failures with those that are on file excused and what got worse added; ``notes`` gets lines
    about what got better, is new or gone. ``path`` is the baseline's file; waivers name documents
    relative to ``waivers_root``. Raises UsageError for the baseline of another rubric."""
    root = str(Path(path).parent)
    name = f"{report.rubric.id} {report.rubric.version}"
    if baseline.rubric.split(" ")[0] != report.rubric.id:
        hint = f"this run uses {name}: write the baseline anew"
        raise UsageError(path, f"was written with the rubric {baseline.rubric}", hint)
    if baseline.rubric != name:
        notes.append(f"{path} was written with {baseline.rubric}, this run uses {name}")
    elif baseline.made and baseline.made != _made(report):
        notes.append(
            f"{path} was written with {baseline.made}, this run is {_made(report)}: some "
            "differences may come from there"
        )
    outcome = [_on_file(failure, baseline, root, waivers.today) for failure in failures]
    better: list[str] = []
    fresh: list[str] = []
    judged = {topic.id for topic in report.rubric.topics}
    said = {(failure.source, failure.topic) for failure in outcome if failure.topic}
    for coverage in report.covered:
        document = inside(coverage.source, root)
        gaps = {gap.topic: gap for gap in gaps_of(coverage, report.rubric)}
        if document not in baseline.documents:
            fresh.append(document)
            continue
        for gap in gaps.values():
            entry = baseline.entries.get((document, gap.topic))
            if entry is not None and gap.level > entry.level:
                better.append(f"{document}: {gap.topic} rose to {gap.level}")
            if (coverage.source, gap.topic) in said:
                continue
            nearest = nearest_evidence(gap)
            failure = replace(
                _compared(entry, gap.level, gap.expected, gap.topic, waivers.today),
                source=coverage.source,
                nearest=nearest,
                nearest_source=coverage.source if nearest else "",
            )
            outcome.append(waivers.over(failure, inside(coverage.source, waivers_root)))
        better += [
            f"{document}: {topic} is no gap any more"
            for where, topic in baseline.entries
            if where == document and topic in judged and topic not in gaps
        ]
    seen = {inside(entry.source, root) for entry in report.documents}
    absent = baseline.documents - seen
    elsewhere = [name for name in absent if Path(root, name).exists()]
    gone = sorted(absent - set(elsewhere))
    if not elsewhere and not report.unread:  # else these are not all documents
        asked = {failure.topic for failure in outcome if failure.program == ALL}
        outcome += _together_against(baseline, report, waivers.today, asked, better)
    notes += _tidy(path, better, fresh, gone)
    return outcome


def _together_against(
    baseline: Baseline,
    report: Report,
    today: datetime.date,
    said: Collection[str],
    better: list[str],
) -> list[GateFailure]:
    failures = []
    judged = {topic.id for topic in report.rubric.topics}
    gaps = {topic: (best, expected) for topic, best, expected in _together(report)}
    for topic, (best, expected) in gaps.items():
        entry = baseline.entries.get((TOGETHER, topic))
        failure = _compared(entry, best, expected, topic, today)
        if topic in said:
            continue
        where, nearest = nearest_of_all(report.covered, topic)
        failures.append(replace(failure, program=ALL, nearest=nearest, nearest_source=where))
    better += [
        f"all documents: {topic} is no gap any more"
        for document, topic in baseline.entries
        if document == TOGETHER and topic in judged and topic not in gaps
    ]
    return failures


def _compared(
    entry: Entry | None, level: Level, expected: Level, topic: str, today: datetime.date
) -> GateFailure:
    """A gap held against its entry: a failure, excused where nothing is worse than on file."""
    excuse = ""
    if entry is None:
        what = f"{topic} is expected at {expected} and stands at {level}; this gap is new"
    elif level < entry.level:
        what = f"{topic} fell from {entry.level} to {level}; {expected} is expected"
    elif has_expired(entry.until, today):
        what = f"{topic} stands at {level}; its place in the baseline ended on {entry.until}"
    else:
        what = f"{topic} is expected at {expected} and stands at {level}, as on file"
        excuse = "baseline"
    reason, until = (entry.reason, entry.until) if entry is not None else ("", "")
    return GateFailure(
        "baseline", what, topic=topic, found=level, expected=expected, excuse=excuse,
        reason=reason, until=until,
    )  # fmt: skip


def _on_file(
    failure: GateFailure, baseline: Baseline, root: str, today: datetime.date
) -> GateFailure:
    """A required level that is missing since before the baseline is excused."""
    if failure.excuse or not failure.topic or failure.program not in ("", ALL):
        return failure
    document = inside(failure.source, root) if failure.source else TOGETHER
    entry = baseline.entries.get((document, failure.topic))
    if entry is None or failure.found < entry.level or has_expired(entry.until, today):
        return failure
    return replace(failure, excuse="baseline", reason=entry.reason, until=entry.until)


def _tidy(path: str, better: list[str], fresh: list[str], gone: list[str]) -> list[str]:
    notes = []
    if better:
        gaps = "1 gap is" if len(better) == 1 else f"{len(better)} gaps are"
        few = "; ".join(better[:3]) + (" …" if len(better) > 3 else "")
        notes.append(
            f"{gaps} closed or smaller than in {path} ({few}): "
            "tighten it with 'gapcheck baseline tighten'"
        )
    if fresh:
        few = ", ".join(fresh[:3]) + (" …" if len(fresh) > 3 else "")
        notes.append(f"not in {path} yet: {few}: add with 'gapcheck baseline write'")
    if gone:
        few = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        notes.append(f"in {path}, but gone: {few}: 'gapcheck baseline tighten' takes them out")
    return notes
