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
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from curriculum_gap.bounded_file import read_bounded
from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import as_date, as_level
from curriculum_gap.gate.thresholds import (
    ALL,
    Levels,
    Subject,
    all_documents,
    gaps_of,
    one_document,
    topic_failure,
)
from curriculum_gap.nouns import GateFailure, Level, Report
from curriculum_gap.path_patterns import relative_name

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
_MOST_COMPARED = 100_000
"""Pairs of an old and a new document that are compared to find renamed ones."""
_FORMS = (os.path.abspath, os.path.realpath)
"""A path as typed, and as links lead."""
_KEYS = {"document", "topic", "level", "reason", "until"}


class Entry(NamedTuple):
    """A gap on file: the level that a topic had, below the one expected. ``reason`` and ``until``
    (ISO date) were added by a person."""

    level: Level
    reason: str = ""
    until: str = ""

    def excuse(self, level: Level, today: datetime.date) -> str:
        """``baseline`` where ``level`` is not worse than on file and the entry has not ended, else
        empty."""
        accepted = level >= self.level and not has_expired(self.until, today)
        return "baseline" if accepted else ""


class Baseline(NamedTuple):
    """``gaps`` holds the entries of each document by topic (``*``: all documents together); a
    document without gaps has none. ``rubric`` is id and version of the rubric, ``made`` names its
    very text and the gapcheck that read the documents: where it differs, levels may differ for that
    reason."""

    rubric: str
    gaps: Mapping[str, Mapping[str, Entry]]
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
    rows: list[Mapping[str, Any]] = [head | {"made": baseline.made}]
    for document, entries in sorted(baseline.gaps.items()):
        if not entries and document != _TOGETHER:
            rows.append({"document": document, "missing": "nothing"})
        for topic, entry in sorted(entries.items()):
            values = entry._asdict() | {"level": str(entry.level)}
            rows.append({"document": document, "topic": topic, **values})
    lines = []
    for row in rows:
        filled = {key: value for key, value in row.items() if value}
        lines.append(json.dumps(filled) + "\n")
    return "".join(lines)


def read_baseline(path: str) -> Baseline:
    """The baseline in a file.

    Raises UsageError for a file that is missing, damaged, too large or of another format, with the
    line. A missing baseline is a fault, never 'no gaps': a gate must not pass by a mistyped path.
    """
    hint = "write one with 'gapcheck baseline write'"
    content = read_bounded(Path(path), path, _MOST_BYTES, UsageError, hint, "baseline")
    rows = list(_rows(content, path))
    head = rows[0][1] if rows else {}
    if head.get("baseline") != "gapcheck":
        raise UsageError(path, "is not a baseline", hint)
    if head.get("format") != _FORMAT:
        hint = f"this gapcheck reads format {_FORMAT}: write it anew, or update gapcheck"
        raise UsageError(f"{path}:1", f"has format {head.get('format')!s:.20}", hint)
    gaps: dict[str, dict[str, Entry]] = {}
    for where, row in rows[1:]:
        if row.get("baseline") == "gapcheck":
            hint = "it was joined with another one: keep one first line, or write it anew"
            raise UsageError(where, "is the first line of a second baseline", hint)
        entries = gaps.setdefault(_text(row, "document", where), {})
        if row.get("missing") != "nothing":
            topic = _text(row, "topic", where)
            entries[topic] = _entry(row, where)
    rubric = str(head.get("rubric", ""))
    made = str(head.get("made", ""))
    return Baseline(rubric, gaps, made)


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
    asked: Sequence[str] = (),
    reason: str = "",
    until: str = "",
    only_better: bool = False,
) -> Baseline:
    """The baseline that ``report`` on the paths ``asked`` for gives, for the file ``path``.

    Reasons and dates of ``old`` stay with gaps that are still there; entries of files that were not
    looked at or could not be read stay whole. ``reason`` and ``until`` (ISO date) go to new
    entries. With ``only_better`` nothing is added and no level lowered: closed gaps go, risen
    levels rise.
    """
    folder = _folder_of(path)
    vanished: Mapping[str, str] = {}
    if old is not None:
        old, vanished, _ = _with_renamed(old, folder, report, asked)
    before = old.gaps if old is not None else {}
    gaps: dict[str, Levels] = {}
    for coverage in report.covered:
        document = _document_name(coverage.source, folder)
        gaps[document] = gaps_of(one_document(coverage), report.rubric)
    # What is neither in this run nor on disk any more is gone, and so is what the run passed over.
    rest = before.keys() - gaps.keys() - {_TOGETHER} - vanished.keys()
    kept = {name: before[name] for name in rest if Path(folder, name).exists()}
    if only_better:
        gaps = {name: topics for name, topics in gaps.items() if name in before}
    if not kept:  # part of the documents says nothing about all of them
        gaps[_TOGETHER] = gaps_of(all_documents(report), report.rubric)
    elif _TOGETHER in before:
        kept[_TOGETHER] = before[_TOGETHER]
    new = None if only_better else Entry(Level.ABSENT, reason, until)
    updated = {}
    for name, topics in gaps.items():
        updated[name] = _updated(before.get(name, {}), topics, new)
    return Baseline(_rubric_name(report), kept | updated, _made_by(report))


def _updated(entries: Mapping[str, Entry], gaps: Levels, new: Entry | None) -> dict[str, Entry]:
    """The entries of a document for its gaps of today.

    ``new`` holds reason and last day of new entries; with None there are none, and no level falls.
    """
    updated = {}
    for topic, (level, _) in gaps.items():
        entry = entries.get(topic, new)
        if entry is not None:
            if new is None:
                level = max(level, entry.level)
            updated[topic] = entry._replace(level=level)
    return updated


def _folder_of(path: str) -> str:
    """The folder that names of documents are relative to: that of the baseline itself, whatever
    link leads to it."""
    return str(Path(os.path.realpath(path) if Path(path).is_symlink() else path).parent)


def _document_name(source: str, folder: str) -> str:
    """The name of a document in a baseline of ``folder``. Where links make one folder look like
    two, the name that climbs less holds."""
    name = relative_name(source, folder)
    if not name.startswith("../"):
        return name
    real = relative_name(os.path.realpath(source), os.path.realpath(folder))
    return min(name, real, key=lambda each: each.count("../"))


def _rubric_name(report: Report) -> str:
    """Id and version of the rubric, as the head of the file names it."""
    return f"{report.rubric.id} {report.rubric.version}"


def _made_by(report: Report) -> str:
    """What levels depend on beside the documents."""
    return f"gapcheck {report.version}, rubric text {report.rubric.digest[:12]}"


# A report judged by a baseline


def compare_with_baseline(
    baseline: Baseline,
    path: str,
    report: Report,
    failures: Sequence[GateFailure],
    waive: Callable[[GateFailure], GateFailure],
    today: datetime.date,
    asked: Sequence[str] = (),
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
    folder = _folder_of(path)
    baseline, vanished, renamed = _with_renamed(baseline, folder, report, asked)
    notes += renamed
    outcome = [_excused(failure, baseline, folder, today) for failure in failures]
    told = {(failure.program or failure.source, failure.topic) for failure in failures}
    subjects = []
    for coverage in report.covered:
        subjects.append((_document_name(coverage.source, folder), one_document(coverage)))
    fresh = [document for document, _ in subjects if document not in baseline.gaps]
    names = {_document_name(entry.source, folder) for entry in report.documents}
    missing = baseline.documents - names
    outcome += [_vanished_failure(name, why, folder) for name, why in vanished.items()]
    missing -= vanished.keys()
    gone = sorted(name for name in missing if not Path(folder, name).exists())
    if len(gone) == len(missing) and not report.unread:  # else these are not all documents
        subjects.append((_TOGETHER, all_documents(report)))
    better: list[str] = []
    for document, subject in subjects:
        if document not in fresh:
            entries = baseline.gaps.get(document, {})
            gaps = gaps_of(subject, report.rubric)
            judged = _judge_gaps(subject, gaps, entries, told, today)
            outcome += [waive(failure) for failure in judged]
            better += _improvements(subject.program or document, gaps, entries, report)
    return outcome, notes + _change_notes(path, better, fresh, gone)


def _with_renamed(
    baseline: Baseline, folder: str, report: Report, asked: Sequence[str]
) -> tuple[Baseline, dict[str, str], list[str]]:
    """The baseline with the new names of documents that were renamed; the documents that vanished
    otherwise, with the reason as far as it is known; and a line about each new name.

    A document that is not on file stands for one that vanished where it lacks nothing that the
    other one had. With very many of both no names are sought.
    """
    vanished = _vanished(baseline, folder, report, asked)
    fresh: dict[str, Levels] = {}
    for coverage in report.covered:
        name = _document_name(coverage.source, folder)
        if vanished and name not in baseline.gaps:
            fresh[name] = gaps_of(one_document(coverage), report.rubric)
    gaps = dict(baseline.gaps)
    lines = []
    for name in list(vanished) if len(vanished) * len(fresh) <= _MOST_COMPARED else []:
        entries = baseline.gaps[name]
        alike = [new for new, topics in fresh.items() if _is_no_worse(topics, entries)]
        if alike:
            new = max(alike, key=lambda each: len(fresh[each]))  # the one most like it
            del fresh[new], vanished[name]
            gaps[new] = gaps.pop(name)
            lines.append(f"{name} is {new} now: update with 'gapcheck baseline write'")
    return baseline._replace(gaps=gaps), vanished, lines


def _is_no_worse(gaps: Levels, entries: Mapping[str, Entry]) -> bool:
    """Whether each of these gaps is on file, at no higher level."""
    return all(
        topic in entries and level >= entries[topic].level for topic, (level, _) in gaps.items()
    )


def _vanished(
    baseline: Baseline, folder: str, report: Report, asked: Sequence[str]
) -> dict[str, str]:
    """Documents on file below the folders ``asked`` for that the report does not hold, with the
    reason as far as it is known. What the command line leaves out was not asked for."""
    tops = {form(path) for path in asked if Path(path).is_dir() for form in _FORMS}
    passed = {_document_name(path, folder): reason for path, reason in report.passed_over}
    names = {_document_name(entry.source, folder) for entry in report.documents}
    vanished = {}
    for name in sorted(baseline.documents - names):
        paths = [Path(os.path.normpath(Path(form(folder), name))) for form in _FORMS]
        if not any(str(top) in tops for path in paths for top in path.parents):
            continue
        around = [name, *map(str, PurePosixPath(name).parents)]
        reason = next((passed[each] for each in around if each in passed), "")
        if not reason.endswith(("--include", "--exclude")):
            vanished[name] = reason
    return vanished


def _vanished_failure(name: str, reason: str, folder: str) -> GateFailure:
    """The failure for a document on file that the run did not see."""
    there = Path(folder, name).exists()
    why = f"passed over: {reason}" if reason else "not looked at" if there else "gone or renamed"
    message = f"on file, and {why}; where that is meant, 'gapcheck baseline write' takes it out"
    return GateFailure("baseline", message, os.path.relpath(Path(folder, name)))


def _judge_gaps(
    subject: Subject,
    gaps: Levels,
    entries: Mapping[str, Entry],
    told: Collection[tuple[str, str]],
    today: datetime.date,
) -> Iterator[GateFailure]:
    """A failure for each gap, excused where nothing is worse than on file. Names and topics in
    ``told`` have a failure of another gate already."""
    for topic, (level, expected) in gaps.items():
        if (subject.name, topic) in told:
            continue
        entry = entries.get(topic)
        message = f"{topic} is expected at {expected} and stands at {level}"
        if entry is None:
            yield topic_failure("baseline", f"{message}; this gap is new", topic, expected, subject)
            continue
        excuse = entry.excuse(level, today)
        if excuse:
            message += ", as on file"
        elif level < entry.level:
            message = f"{topic} fell from {entry.level} to {level}; {expected} is expected"
        else:
            message = f"{topic} stands at {level}; its place in the baseline ended on {entry.until}"
        failure = topic_failure("baseline", message, topic, expected, subject)
        yield replace(failure, excuse=excuse, reason=entry.reason, until=entry.until)


def _excused(
    failure: GateFailure, baseline: Baseline, folder: str, today: datetime.date
) -> GateFailure:
    """A required level that has been missing since before the baseline is excused."""
    if failure.excuse or not failure.topic or failure.program not in ("", ALL):
        return failure
    document = _document_name(failure.source, folder) if failure.source else _TOGETHER
    entry = baseline.gaps.get(document, {}).get(failure.topic)
    if entry is None or not entry.excuse(failure.found, today):
        return failure
    return replace(failure, excuse="baseline", reason=entry.reason, until=entry.until)


def _improvements(
    name: str, gaps: Levels, entries: Mapping[str, Entry], report: Report
) -> list[str]:
    """A line for each topic on file that stands higher now, or is no gap of this report any
    more."""
    judged = {topic.id for topic in report.rubric.topics}
    lines = []
    for topic, entry in entries.items():
        if topic in gaps:
            level, _ = gaps[topic]
            if level > entry.level:
                lines.append(f"{name}: {topic} rose to {level}")
        elif topic in judged:
            lines.append(f"{name}: {topic} is not a gap any more")
    return lines


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
