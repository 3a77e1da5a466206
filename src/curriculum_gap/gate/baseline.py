"""The baseline: what is missing today is on file, so that only what gets worse fails.

The file is JSON Lines, which Git merges line by line: a head, then one line per document and topic
below its expected level, sorted. ``"document": "*"`` stands for all documents together, at their
best level. A document with nothing missing has one line without a topic. Levels, never line
numbers, so that a passage may move. ``make_baseline`` makes the baseline that a report gives,
``compare_with_baseline`` judges a report by it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.path_patterns import relative_name
from curriculum_gap.gate.settings import as_date, as_level
from curriculum_gap.gate.thresholds import ALL, gaps_of, gaps_together, topic_failure
from curriculum_gap.nouns import Coverage, GateFailure, Level, Report

__all__ = [
    "BASELINE",
    "Baseline",
    "Entry",
    "compare_with_baseline",
    "format_baseline",
    "has_expired",
    "make_baseline",
    "read_baseline",
]

BASELINE = ".gapcheck-baseline.jsonl"
"""The usual name of the file."""
_TOGETHER = "*"
"""What stands for all documents together in the place of a document's name."""
_FORMAT = 1
_MOST_BYTES = 100_000_000
"""No baseline of a million gaps is larger: a larger file is something else."""
_KEYS = {"document", "topic", "level", "reason", "until"}

Gaps = Mapping[str, tuple[Level, Level]]
"""Topic → its level and the expected one, for topics below their expected level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A gap on file: the level that a topic had, below the one expected. ``reason`` and ``until``
    (ISO date) were added by a person."""

    level: Level
    reason: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``gaps`` holds the entries of each document by topic (``*``: all documents together); a
    document without gaps has none. ``rubric`` is id and version of the rubric, ``made`` names its
    very text and the gapcheck that read the documents: where it differs, levels may differ for that
    reason."""

    rubric: str
    gaps: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    made: str = ""

    @property
    def documents(self) -> set[str]:
        """The documents that were looked at."""
        return set(self.gaps) - {_TOGETHER}

    @property
    def entries(self) -> set[tuple[str, str]]:
        """Document and topic of each gap."""
        return {(name, topic) for name, entries in self.gaps.items() for topic in entries}


def has_expired(until: str, today: datetime.date) -> bool:
    """Whether the day ``until`` (ISO, that day included; empty for no end) is past."""
    return bool(until) and datetime.date.fromisoformat(until) < today


# The file


def format_baseline(baseline: Baseline) -> str:
    """The text of the file.

    Same gaps, same bytes: lines are sorted by document and topic, and JSON is ASCII, so that a
    commit shows exactly what changed.
    """
    head = {"format": _FORMAT, "baseline": "gapcheck", "rubric": baseline.rubric}
    if baseline.made:
        head["made"] = baseline.made
    rows: list[Mapping[str, Any]] = [head]
    for document, entries in sorted(baseline.gaps.items()):
        if not entries and document != _TOGETHER:
            rows.append({"document": document, "missing": "nothing"})
        for topic, entry in sorted(entries.items()):
            row = {"document": document, "topic": topic, "level": str(entry.level)}
            if entry.reason:
                row["reason"] = entry.reason
            if entry.until:
                row["until"] = entry.until
            rows.append(row)
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)


def read_baseline(path: str) -> Baseline:
    """The baseline in a file.

    Raises UsageError for a file that is missing, damaged, too large or of another format, with the
    line. A missing baseline is a fault, never 'no gaps': a gate must not pass by a mistyped path.
    """
    rows = list(_rows(_content(path), path))
    head = rows[0][1] if rows else {}
    if head.get("baseline") != "gapcheck":
        raise UsageError(path, "is not a baseline", "write one with 'gapcheck baseline write'")
    if head.get("format") != _FORMAT:
        hint = f"this gapcheck reads format {_FORMAT}: write it anew, or update gapcheck"
        raise UsageError(f"{path}:1", f"has format {head.get('format')!s:.20}", hint)
    gaps: dict[str, dict[str, Entry]] = {}
    for where, row in rows[1:]:
        entries = gaps.setdefault(_text(row, "document", where), {})
        if row.get("missing") != "nothing":
            topic = _text(row, "topic", where)
            entries[topic] = _entry(row, where)
    rubric = str(head.get("rubric", ""))
    made = str(head.get("made", ""))
    return Baseline(rubric, gaps, made)


def _content(path: str) -> bytes:
    """The bytes of a baseline. Raises UsageError."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        hint = "write one with 'gapcheck baseline write'"
        raise UsageError(path, "there is no such baseline", hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise UsageError(path, f"cannot be read ({reason})", "check the path") from None
    if len(content) > _MOST_BYTES:
        raise UsageError(path, f"larger than {_MOST_BYTES:,} bytes", "write it anew")
    return content


def _rows(content: bytes, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The object in each line that is not blank, with its place. Raises UsageError."""
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
            hint = "keep both sides' lines, or write it anew"
            raise UsageError(where, "an unresolved merge conflict", hint)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(where, "not valid JSON", "one JSON object a line") from None
        if not isinstance(row, dict):
            raise UsageError(where, "not a JSON object", "one JSON object a line")
        yield where, row


def _entry(row: Mapping[str, Any], where: str) -> Entry:
    """The entry in a line. Raises UsageError for an unknown key and for values that are none."""
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        known = "keys: " + ", ".join(sorted(_KEYS))
        raise UsageError(where, f"unknown key '{unknown[0][:40]}'", known)
    until = as_date(row["until"], where) if row.get("until") else ""
    level = as_level(row.get("level", ""), where)
    reason = str(row.get("reason", ""))
    return Entry(level, reason, until)


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    """The text at a key that every line needs."""
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise UsageError(where, f"the key '{key}' is missing", "write the baseline anew")
    return value


# A report → its baseline


def make_baseline(
    report: Report,
    path: str,
    old: Baseline | None = None,
    reason: str = "",
    until: str = "",
    only_better: bool = False,
) -> Baseline:
    """The baseline that ``report`` gives, for the file ``path``.

    Reasons and dates of ``old`` stay with gaps that are still there; entries of files that were not
    looked at or could not be read stay whole. ``reason`` and ``until`` (ISO date) go to new
    entries. With ``only_better`` nothing is added and no level lowered: closed gaps go, risen
    levels rise.
    """
    folder = str(Path(path).parent)
    before = old.gaps if old is not None else {}
    levels: dict[str, dict[str, Level]] = {}
    for coverage in report.covered:
        document = relative_name(coverage.source, folder)
        gaps = gaps_of(coverage, report.rubric)
        levels[document] = {gap.topic: gap.level for gap in gaps}
    # What is neither in this run nor on disk any more is gone.
    rest = before.keys() - levels.keys() - {_TOGETHER}
    kept = {name: before[name] for name in rest if Path(folder, name).exists()}
    if only_better:
        levels = {name: topics for name, topics in levels.items() if name in before}
    if not kept:  # part of the documents says nothing about all of them
        together = gaps_together(report)
        levels[_TOGETHER] = {topic: best for topic, (best, _) in together.items()}
    elif _TOGETHER in before:
        kept[_TOGETHER] = before[_TOGETHER]

    def entries(name: str) -> dict[str, Entry]:
        """The entries of a document for its gaps of today."""
        updated = {}
        for topic, level in levels[name].items():
            earlier = before.get(name, {}).get(topic)
            if earlier is not None:
                level = max(level, earlier.level) if only_better else level
                updated[topic] = replace(earlier, level=level)
            elif not only_better:
                updated[topic] = Entry(level, reason, until)
        return updated

    updated = {name: entries(name) for name in levels}
    return Baseline(_rubric_name(report), kept | updated, _made_by(report))


def _rubric_name(report: Report) -> str:
    """Id and version of the rubric, as the head of the file names it."""
    return f"{report.rubric.id} {report.rubric.version}"


def _made_by(report: Report) -> str:
    """What levels depend on beside the documents."""
    return f"gapcheck {report.version}, rubric text {report.rubric.sha256[:12]}"


# A report judged by a baseline


def compare_with_baseline(
    baseline: Baseline,
    path: str,
    report: Report,
    failures: Sequence[GateFailure],
    waive: Callable[[GateFailure], GateFailure],
    today: datetime.date,
) -> tuple[list[GateFailure], list[str]]:
    """Judge a report by a baseline: failures, and lines about what else changed.

    ``failures`` are those of other gates; a level that is required and was missing before is
    excused. A gap that is new or larger than on file is added as a failure, any other one as an
    excused one. The lines tell what got better, what is new and what is gone, with the command that
    brings the file up to date.

    ``path`` is the baseline's file: documents are named relative to its folder. ``waive`` excuses a
    failure where a waiver accepts it, ``today`` decides which entries have expired. All documents
    together are judged only where the run holds every document on file that still exists. Raises
    UsageError for the baseline of another rubric.
    """
    notes = _rubric_notes(baseline, path, report)
    folder = str(Path(path).parent)
    outcome = [_excused(failure, baseline, folder, today) for failure in failures]
    told: dict[str, set[str]] = {}
    for failure in failures:
        told.setdefault(failure.program or failure.source, set()).add(failure.topic)
    better: list[str] = []
    fresh: list[str] = []
    for coverage in report.covered:
        document = relative_name(coverage.source, folder)
        if document not in baseline.gaps:
            fresh.append(document)
            continue
        entries = baseline.gaps[document]
        gaps = {gap.topic: (gap.level, gap.expected) for gap in gaps_of(coverage, report.rubric)}
        already = told.get(coverage.source, ())
        worse = _judge_gaps(gaps, entries, already, [coverage], "", today)
        outcome += [waive(failure) for failure in worse]
        better += _risen(entries, gaps, document) + _closed(entries, gaps, report, document)
    names = {relative_name(entry.source, folder) for entry in report.documents}
    missing = baseline.documents - names
    gone = sorted(name for name in missing if not Path(folder, name).exists())
    if len(gone) == len(missing) and not report.unread:  # else these are not all documents
        entries = baseline.gaps.get(_TOGETHER, {})
        gaps = gaps_together(report)
        already = told.get(ALL, ())
        outcome += _judge_gaps(gaps, entries, already, report.covered, ALL, today)
        better += _closed(entries, gaps, report, ALL)
    return outcome, notes + _change_notes(path, better, fresh, gone)


def _judge_gaps(
    gaps: Gaps,
    entries: Mapping[str, Entry],
    told: Collection[str],
    documents: Sequence[Coverage],
    program: str,
    today: datetime.date,
) -> list[GateFailure]:
    """A failure for each gap of one document (``program`` is empty) or of a programme, excused
    where nothing is worse than on file. Topics in ``told`` have a failure of another gate
    already."""
    failures = []
    for topic, levels in gaps.items():
        if topic in told:
            continue
        entry = entries.get(topic)
        message, excuse = _verdict(entry, topic, levels, today)
        failure = topic_failure("baseline", message, topic, levels, documents, program)
        failures.append(_with_entry(failure, entry, excuse))
    return failures


def _risen(entries: Mapping[str, Entry], gaps: Gaps, name: str) -> list[str]:
    """A line for each topic on file that is still a gap, at a higher level."""
    lines = []
    for topic, (level, _) in gaps.items():
        if topic in entries and level > entries[topic].level:
            lines.append(f"{name}: {topic} rose to {level}")
    return lines


def _verdict(
    entry: Entry | None, topic: str, levels: tuple[Level, Level], today: datetime.date
) -> tuple[str, str]:
    """What is to say about a gap beside its entry, and its excuse.

    ``levels`` are the one found and the one expected. The excuse is ``baseline`` where nothing is
    worse than on file, and empty where the failure counts.
    """
    level, expected = levels
    if entry is None:
        return f"{topic} is expected at {expected} and stands at {level}; this gap is new", ""
    if level < entry.level:
        return f"{topic} fell from {entry.level} to {level}; {expected} is expected", ""
    if has_expired(entry.until, today):
        return f"{topic} stands at {level}; its place in the baseline ended on {entry.until}", ""
    return f"{topic} is expected at {expected} and stands at {level}, as on file", "baseline"


def _with_entry(failure: GateFailure, entry: Entry | None, excuse: str) -> GateFailure:
    """The failure with an excuse, and the reason and last day on file."""
    if entry is None:
        return failure
    return replace(failure, excuse=excuse, reason=entry.reason, until=entry.until)


def _excused(
    failure: GateFailure, baseline: Baseline, folder: str, today: datetime.date
) -> GateFailure:
    """A required level that has been missing since before the baseline is excused."""
    if failure.excuse or not failure.topic or failure.program not in ("", ALL):
        return failure
    document = relative_name(failure.source, folder) if failure.source else _TOGETHER
    entry = baseline.gaps.get(document, {}).get(failure.topic)
    if entry is None or failure.found < entry.level or has_expired(entry.until, today):
        return failure
    return _with_entry(failure, entry, "baseline")


def _closed(entries: Mapping[str, Entry], gaps: Gaps, report: Report, name: str) -> list[str]:
    """A line for each topic on file that is no gap of this report any more."""
    judged = {topic.id for topic in report.rubric.topics}
    closed = [topic for topic in entries if topic in judged and topic not in gaps]
    return [f"{name}: {topic} is not a gap any more" for topic in closed]


def _rubric_notes(baseline: Baseline, path: str, report: Report) -> list[str]:
    """A line where levels may differ because the rubric or gapcheck does. Raises UsageError for the
    baseline of another rubric."""
    name = _rubric_name(report)
    if baseline.rubric.split(" ")[0] != report.rubric.id:
        hint = f"this run uses {name}: write the baseline anew"
        raise UsageError(path, f"was written with the rubric {baseline.rubric}", hint)
    if baseline.rubric != name:
        return [f"{path} was written with {baseline.rubric}, this run uses {name}"]
    if baseline.made and baseline.made != _made_by(report):
        return [
            f"{path} was written with {baseline.made}, this run is {_made_by(report)}: some "
            "differences may come from there"
        ]
    return []


def _change_notes(path: str, better: list[str], fresh: list[str], gone: list[str]) -> list[str]:
    """Lines about what a person can tidy up in the baseline, with the command that does it."""
    notes = []
    if better:
        count = "1 gap is" if len(better) == 1 else f"{len(better)} gaps are"
        notes.append(
            f"{count} closed or smaller than in {path} ({_few(better, '; ')}): "
            "tighten it with 'gapcheck baseline tighten'"
        )
    if fresh:
        notes.append(f"not in {path} yet: {_few(fresh)}: add with 'gapcheck baseline write'")
    if gone:
        names = _few(gone)
        notes.append(f"in {path}, but gone: {names}: 'gapcheck baseline tighten' takes them out")
    return notes


def _few(names: list[str], separator: str = ", ") -> str:
    """The first three."""
    return separator.join(names[:3]) + (" …" if len(names) > 3 else "")
