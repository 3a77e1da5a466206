"""The baseline: what is missing today, on file, so that only what gets worse fails.

A file of JSON Lines that Git merges line by line: a head, then one line per document × topic below
its expected level, sorted. ``"document": "*"`` stands for all documents together: their best level.
A document with nothing missing has one line without a topic. Levels, never line numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.option_values import as_date, as_level
from curriculum_gap.nouns import Level

__all__ = ["DEFAULT", "TOGETHER", "Baseline", "Entry", "as_lines", "read_baseline"]

DEFAULT = ".gapcheck-baseline.jsonl"
TOGETHER = "*"
FORMAT = 1
_MOST = 100_000_000
_KEYS = {"document", "topic", "level", "reason", "until"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A gap on file: ``topic`` stands at ``level``, below what is expected. ``reason`` and
    ``until`` (ISO date) are a person's."""

    document: str
    topic: str
    level: Level
    reason: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Entries by document and topic; ``documents`` are all that were looked at (without ``*``); ``rubric`` is
    ``id version`` of the rubric it was written with, ``made`` names the very text of that rubric and
    the gapcheck that read the documents: where it differs, levels may differ for that reason."""

    rubric: str
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    made: str = ""


def as_lines(baseline: Baseline) -> str:
    """The file's text: same gaps, same bytes."""
    head = {"format": FORMAT, "baseline": "gapcheck", "rubric": baseline.rubric}
    lines = [head | ({"made": baseline.made} if baseline.made else {})]
    incomplete = {entry.document for entry in baseline.entries.values()}
    rows: list[tuple[str, str, dict[str, str]]] = [
        (document, "", {"document": document, "missing": "nothing"})
        for document in baseline.documents - incomplete
    ]
    for entry in baseline.entries.values():
        row = {"document": entry.document, "topic": entry.topic, "level": str(entry.level)}
        row |= {"reason": entry.reason} if entry.reason else {}
        row |= {"until": entry.until} if entry.until else {}
        rows.append((entry.document, entry.topic, row))
    rows.sort(key=lambda row: row[:2])
    texts = [json.dumps(row, ensure_ascii=True) for row in lines + [row for *_, row in rows]]
    return "\n".join(texts) + "\n"


def read_baseline(path: str) -> Baseline:
    """The baseline in a file. Raises UsageError: a missing baseline is a fault, never 'no gaps'."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST + 1)
    except FileNotFoundError:
        hint = "write one with 'gapcheck baseline write'"
        raise UsageError(path, "there is no such baseline", hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise UsageError(path, f"cannot be read ({reason})", "check the path") from None
    if len(content) > _MOST:
        raise UsageError(path, f"larger than {_MOST:,} bytes", "write it anew")
    rows = list(_rows(content, path))
    head = rows[0][1] if rows else {}
    if head.get("baseline") != "gapcheck":
        raise UsageError(path, "is no baseline", "write one with 'gapcheck baseline write'")
    if head.get("format") != FORMAT:
        hint = f"this gapcheck reads format {FORMAT}: write it anew, or update gapcheck"
        raise UsageError(f"{path}:1", f"has format {head.get('format')!s:.20}", hint)
    entries: dict[tuple[str, str], Entry] = {}
    documents: set[str] = set()
    for where, row in rows[1:]:
        document = _text(row, "document", where)
        documents |= {document} - {TOGETHER}
        if row.get("missing") == "nothing":
            continue
        unknown = sorted(set(row) - _KEYS)
        if unknown:
            known = "keys: " + ", ".join(sorted(_KEYS))
            raise UsageError(where, f"unknown key '{unknown[0][:40]}'", known)
        entry = Entry(
            document,
            _text(row, "topic", where),
            as_level(row.get("level", ""), where),
            str(row.get("reason", "")),
            as_date(row["until"], where) if row.get("until") else "",
        )
        entries[entry.document, entry.topic] = entry
    rubric, made = str(head.get("rubric", "")), str(head.get("made", ""))
    return Baseline(rubric, entries, frozenset(documents), made)


def _rows(content: bytes, path: str) -> Iterable[tuple[str, dict[str, Any]]]:
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
            raise UsageError(where, "no JSON object", "one JSON object a line")
        yield where, row


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise UsageError(where, f"the key '{key}' is missing", "write the baseline anew")
    return value
