"""Two states of a set of documents: levels gained and lost, evidence that came and went.

``compare`` gives the difference, ``add_loss_gate`` makes a gate of it. A state may be a saved JSON
report, which ``read_saved_report`` turns back into the values that it was made from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from curriculum_gap.bounded_file import read_bounded
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import (
    LEVELS,
    Change,
    Comparison,
    Coverage,
    Declaration,
    DocumentChange,
    Evidence,
    GateFailure,
    GateOutcome,
    Level,
    Report,
    Rubric,
    Status,
    Strength,
    TopicCoverage,
    Unread,
    best_levels,
)
from curriculum_gap.reports import PATH_SEPARATOR

__all__ = ["SavedReport", "add_loss_gate", "compare", "is_saved_report", "read_saved_report"]

_FORMAT = 1
"""The format of JSON reports that can be read."""
_LINES = (".jsonl", ".ndjson")
_SAVED_HINT = "write it with 'gapcheck FILE -o report.json'"
_MOST_BYTES = 1_000_000_000
"""A file that is larger is no report of courses."""

Documents = Mapping[str, Coverage | Unread]
"""Name of each document within its state (a path relative to a folder, say) → its verdict."""


def compare(
    old: Documents,
    new: Documents,
    rubric: Rubric,
    names: tuple[str, str],
    renames: Mapping[str, str] | None = None,
    warnings: Sequence[str] = (),
) -> Comparison:
    """What changed from ``old`` to ``new``; ``names`` are those of the two states.

    Documents go together by name, then by ``renames`` (old → new), then by a title that only one
    document on either side has. A file that is unread on either side is listed, never compared, and
    then nothing is said about all documents together: what cannot be read is not lost.
    ``warnings`` are lines that every report of the comparison shows.
    """
    changed: list[DocumentChange] = []
    unchanged = 0
    for old_name, new_name in _pairs(old, new, renames or {}):
        before, after = old.get(old_name), new.get(new_name)
        if isinstance(before, Unread) or isinstance(after, Unread):
            continue
        changes = _changes(before, after, rubric)
        shown = after or before
        if changes or old_name != new_name:
            title = shown.title if shown is not None else ""
            changed.append(DocumentChange(old_name, new_name, title, changes))
        else:
            unchanged += 1
    verdicts = [*old.values(), *new.values()]
    unread = [verdict for verdict in verdicts if isinstance(verdict, Unread)]
    changed.sort(key=lambda change: (change.new or change.old, change.old))
    old_name, new_name = names
    return Comparison(
        old=old_name,
        new=new_name,
        documents=tuple(changed),
        whole=() if unread else _changes_together(old, new, rubric),
        unchanged=unchanged,
        unread=tuple(dict.fromkeys(unread)),  # one that both states hold is told once
        warnings=tuple(warnings),
    )


def add_loss_gate(report: Report, fail: bool) -> Report:
    """``report`` with a gate that fails for each level lost, where ``fail`` asks for it.

    Each failure names the best evidence that went, with the document that it stood in. The same
    report where nothing was compared.
    """
    comparison = report.comparison
    if comparison is None or not fail:
        return report
    failures = [
        GateFailure(
            "loss",
            f"{change.topic} fell from {change.before} to {change.after}",
            source=document.new or document.old,
            topic=change.topic,
            found=change.after,
            expected=change.before,
            nearest=max(change.lost, key=lambda evidence: evidence.score, default=None),
            nearest_source=document.old,
        )
        for document in comparison.documents
        for change in document.changes
        if change.after < change.before
    ]
    gate = report.gate or GateOutcome(())
    asked = (*gate.asked, f"no level lost since {comparison.old}")
    gate = replace(gate, asked=asked, failures=(*gate.failures, *failures))
    return replace(report, gate=gate)


def _pairs(old: Documents, new: Documents, renames: Mapping[str, str]) -> list[tuple[str, str]]:
    """Old and new name of each document; one of them is empty where there is no counterpart.

    A document that was renamed should not count as lost and found, but a wrong pair would hide a
    loss: titles count only where they are unique on both sides.
    """
    pairs = [(name, name) for name in old if name in new]
    # Dictionaries for their order: many documents may have moved.
    gone = {name: None for name in old if name not in new}
    come = {name: None for name in new if name not in old}

    def pair(counterparts: Mapping[str, str]) -> None:
        """Put together what has a counterpart among the new documents; ``counterparts`` gives it
        by the old name."""
        for name in list(gone):
            counterpart = counterparts.get(name)
            if counterpart in come:
                pairs.append((name, counterpart))
                del gone[name]
                del come[counterpart]

    pair(renames)
    new_names = _names_by_title(new, come)
    old_names = _names_by_title(old, gone)
    both = [title for title in old_names if title in new_names]
    pair({old_names[title]: new_names[title] for title in both})
    pairs += [(name, "") for name in gone]
    pairs += [("", name) for name in come]
    return pairs


def _names_by_title(documents: Documents, names: Iterable[str]) -> dict[str, str]:
    """Title → name, for titles that only one of these documents has."""
    found: dict[str, list[str]] = {}
    for name in names:
        entry = documents[name]
        if isinstance(entry, Coverage) and entry.title.strip():
            found.setdefault(_normalised(entry.title), []).append(name)
    return {title: named[0] for title, named in found.items() if len(named) == 1}


def _normalised(text: str) -> str:
    """A text without differences of case and spacing."""
    return " ".join(text.casefold().split())


def _changes(old: Coverage | None, new: Coverage | None, rubric: Rubric) -> tuple[Change, ...]:
    """What changed in one document; None stands for a document that is not there."""
    before = {topic.topic: topic for topic in old.topics} if old is not None else {}
    after = {topic.topic: topic for topic in new.topics} if new is not None else {}
    changes = []
    for topic in rubric.topics:
        absent = TopicCoverage(topic.id, Level.ABSENT, topic.expected, False, 0.0)
        was = before.get(topic.id, absent)
        now = after.get(topic.id, absent)
        gained = _only_in(now.evidence, was.evidence)
        lost = _only_in(was.evidence, now.evidence)
        if was.level != now.level or gained or lost:
            changes.append(Change(topic.id, was.level, now.level, gained, lost))
    return tuple(changes)


def _only_in(evidence: Iterable[Evidence], others: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence outside of policy text whose passage is not among the others.

    Passages are compared by their words: one that moved, or was set in other letters, is the same.
    A passage that stands there twice counts twice.
    """
    passages = Counter(_normalised(other.passage.text) for other in _content(others))
    left = []
    for piece in _content(evidence):
        text = _normalised(piece.passage.text)
        if passages[text]:
            passages[text] -= 1
        else:
            left.append(piece)
    return tuple(left)


def _content(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence outside of policy text."""
    return [piece for piece in evidence if not piece.is_policy]


def _changes_together(old: Documents, new: Documents, rubric: Rubric) -> tuple[Change, ...]:
    """Topics whose best level over all documents differs."""
    before, after = best_levels(_covered(old)), best_levels(_covered(new))
    changes = []
    for topic in rubric.topics:
        was = before.get(topic.id, Level.ABSENT)
        now = after.get(topic.id, Level.ABSENT)
        if was != now:
            changes.append(Change(topic.id, was, now))
    return tuple(changes)


def _covered(documents: Documents) -> list[Coverage]:
    """Those of the documents that were read."""
    return [entry for entry in documents.values() if isinstance(entry, Coverage)]


# Saved reports


class SavedReport(NamedTuple):
    """A report as it was saved: its rubric's id, version and digest, its documents, and the
    gapcheck that wrote it. What JSON does not hold (why a passage is of its section, a term's
    strength) is left empty."""

    rubric: str
    rubric_version: str
    sha256: str
    documents: tuple[Coverage | Unread, ...]
    version: str


def is_saved_report(path: str) -> bool:
    """Whether a path names a saved report, by its suffix: no document format has it."""
    return path.lower().endswith((".json", *_LINES)) and Path(path).is_file()


def read_saved_report(path: str) -> SavedReport:
    """The report in a file written by ``gapcheck … -o report.json`` or ``report.jsonl``. Raises
    UsageError for anything else, and for a value that is not of its kind, with its path in the
    file."""
    content = read_bounded(Path(path), path, _MOST_BYTES, UsageError, _SAVED_HINT)
    try:
        if path.lower().endswith(_LINES):
            report = _joined([json.loads(line) for line in content.splitlines() if line.strip()])
        else:
            report = json.loads(content)
    except (ValueError, RecursionError):
        raise UsageError(path, "not valid JSON", _SAVED_HINT) from None
    if not isinstance(report, dict) or "documents" not in report:
        raise UsageError(path, "is not a report of gapcheck", _SAVED_HINT)
    if report.get("format") != _FORMAT:
        what = f"has format {report.get('format')!s:.20}"
        raise UsageError(path, what, "read it with the version of gapcheck that wrote it")
    try:
        rubric = report["rubric"]
        reasons = {entry["source"]: entry for entry in report.get("unread", ())}
        documents = [_document(entry, reasons) for entry in report["documents"]]
        head = rubric["id"], rubric["version"], rubric["sha256"]
        return SavedReport(*head, tuple(documents), report["gapcheck"]["version"])
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        what = f"is damaged ({type(error).__name__}: {error!s:.80})"
        raise UsageError(path, what, _SAVED_HINT) from None


def _joined(lines: list[Any]) -> Any:
    """The lines of a report in JSON Lines as the one value that JSON has: the first line's rubric,
    with all documents. None where they are no such lines, or of several rubrics."""
    heads = ("format", "gapcheck", "rubric")
    if not all(isinstance(line, dict) and "source" in line for line in lines) or not lines:
        return None
    first = lines[0]
    if any(line.get(key) != first.get(key) for line in lines for key in heads):
        return None
    unread = [line for line in lines if line.get("status") != Status.OK]
    head = {key: first[key] for key in heads if key in first}
    return head | {"documents": lines, "unread": unread}


# JSON → values. msgspec makes and checks them by the definitions in ``nouns``, so that here stands
# only where the two differ. A key that is missing or no mapping raises KeyError, TypeError or
# AttributeError, a value that is not of its kind raises ValidationError with its path.


def _document(entry: dict[str, Any], reasons: Mapping[str, Any]) -> Coverage | Unread:
    """The verdict on a document; ``reasons`` holds the unread ones by source."""
    if entry["status"] != Status.OK:
        why = reasons.get(entry["source"], {"reason": ""})
        return msgspec.convert({**why, **entry}, Unread)
    topics = [_topic_values(topic) for topic in entry["topics"]]
    declarations = [_declaration_values(made) for made in entry.get("declarations", ())]
    return msgspec.convert({**entry, "topics": topics, "declarations": declarations}, Coverage)


def _declaration_values(made: dict[str, Any]) -> list[Any]:
    """A code of a standard in the order of ``Declaration``. JSON has null where it has no edition
    or no item."""
    texts = {key: made.get(key) or "" for key in ("edition", "code", "inside")}
    values = {**made, **texts}
    return [values[key] for key in Declaration._fields]


def _topic_values(entry: dict[str, Any]) -> dict[str, Any]:
    """The values of a :class:`TopicCoverage`; levels are named in JSON."""
    topic = entry["id"]
    evidence = []
    for position, piece in enumerate(entry["evidence"]):
        values = _evidence_values(piece) | {"topic": topic, "position": position}
        evidence.append(values)
    levels = {key: LEVELS[entry[key]] for key in ("level", "expected")}
    return entry | levels | {"topic": topic, "evidence": evidence}


def _evidence_values(piece: dict[str, Any]) -> dict[str, Any]:
    """The values of an :class:`Evidence`; JSON has passage and evidence in one, and joins the
    headings."""
    headings = [heading for heading in piece["heading"].split(PATH_SEPARATOR) if heading]
    matches = []
    for term in piece["terms"]:
        # In the order of :class:`Match`, a named tuple.
        place, start, end = term["in"], term["start"], term["end"]
        matches.append((term["term"], Strength.STRONG, term["weight"], place, start, end))
    passage = piece | {
        "headings": headings,
        "inside": piece.get("inside") or "",  # older reports lack both keys
        "confidence": piece.get("ocr_confidence"),
    }
    return {"passage": passage, "score": piece["score"], "matches": matches}
