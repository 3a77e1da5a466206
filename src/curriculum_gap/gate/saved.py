"""A saved JSON report → the values that it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Match,
    Passage,
    Section,
    Status,
    Strength,
    TopicCoverage,
    Unread,
)

__all__ = ["SavedReport", "is_saved", "read_saved"]

FORMAT = 1
_SEPARATOR = " › "
_MOST = 1_000_000_000
_LEVELS = {str(level): level for level in Level}


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A report as it was saved: its rubric's id, version and digest, and its documents. What JSON
    does not hold (why a passage is of its section, a term's strength) is left empty."""

    rubric: str
    rubric_version: str
    sha256: str
    documents: tuple[Coverage | Unread, ...]


def is_saved(path: str) -> bool:
    """Whether a path names a saved report, by its suffix: no document format has it."""
    return path.lower().endswith(".json") and Path(path).is_file()


def read_saved(path: str) -> SavedReport:
    """The report in a file written by ``gapcheck … -o report.json``. Raises UsageError."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise UsageError(path, f"cannot be read ({reason})", "check the path") from None
    hint = "write it with 'gapcheck FILE -o report.json'"
    try:
        report = json.loads(content)
    except (ValueError, RecursionError):
        raise UsageError(path, "not valid JSON", hint) from None
    if not isinstance(report, dict) or "documents" not in report:
        raise UsageError(path, "is no report of gapcheck", hint)
    if report.get("format") != FORMAT:
        raise UsageError(
            path, f"has format {report.get('format')!s:.20}", "use a gapcheck of its age"
        )
    try:
        reasons = {entry["source"]: entry for entry in report.get("unread", ())}
        documents = tuple(_document(entry, reasons) for entry in report["documents"])
        rubric = report["rubric"]
        return SavedReport(
            str(rubric["id"]), str(rubric["version"]), str(rubric["sha256"]), documents
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"is damaged ({type(error).__name__}: {error!s:.80})"
        raise UsageError(path, what, hint) from None


def _document(entry: Mapping[str, Any], reasons: Mapping[str, Any]) -> Coverage | Unread:
    source = str(entry["source"])
    warnings = tuple(map(str, entry.get("warnings", ())))
    if entry["status"] != "ok":
        why = reasons.get(source, {})
        reason, hint = str(why.get("reason", "")), str(why.get("hint", ""))
        return Unread(source, Status(entry["status"]), reason, hint, warnings)
    topics = tuple(_topic(topic) for topic in entry["topics"])
    return Coverage(
        source,
        str(entry["title"]),
        entry["pages"],
        int(entry["words"]),
        topics,
        float(entry["share"]),
        warnings,
    )


def _topic(entry: Mapping[str, Any]) -> TopicCoverage:
    topic = str(entry["id"])
    return TopicCoverage(
        topic,
        _LEVELS[entry["level"]],
        _LEVELS[entry["expected"]],
        bool(entry["policy"]),
        float(entry["score"]),
        tuple(_evidence(topic, piece, n) for n, piece in enumerate(entry["evidence"])),
        str(entry.get("rule", "")),
    )


def _evidence(topic: str, piece: Mapping[str, Any], position: int) -> Evidence:
    headings = tuple(part for part in str(piece["heading"]).split(_SEPARATOR) if part)
    passage = Passage(
        str(piece["text"]),
        Section(piece["section"]),
        page=piece["page"],
        line=piece["line"],
        headings=headings,
    )
    matches = tuple(
        Match(
            str(term["term"]),
            Strength.STRONG,
            float(term["weight"]),
            str(term["in"]),
            int(term["start"]),
            int(term["end"]),
        )
        for term in piece["terms"]
    )
    return Evidence(topic, passage, float(piece["score"]), matches, position)
