"""Tidy rows, one per document and topic: what CSV and Parquet hold, ``docs/batch.md`` explains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.nouns import Coverage, Evidence, Report, Topic, TopicCoverage, Unread
from curriculum_gap.reports.view import PATH_SEPARATOR, why_unread

__all__ = ["COLUMNS", "rows_of"]

COLUMNS: dict[str, str] = {
    "source": "text",
    "status": "text",
    "title": "text",
    "pages": "integer",
    "words": "integer",
    "share": "number",
    "topic": "text",
    "topic_title": "text",
    "domain": "text",
    "kind": "text",
    "scope": "text",
    "level": "text",
    "level_rank": "integer",
    "expected": "text",
    "reached": "truth",
    "policy": "truth",
    "score": "number",
    "passages": "integer",
    "section": "text",
    "page": "integer",
    "line": "integer",
    "heading": "text",
    "quotation": "text",
    "terms": "text",
    "reason": "text",
    "warnings": "text",
    "gapcheck_version": "text",
    "rubric": "text",
    "rubric_version": "text",
    "rubric_sha256": "text",
    "reader_version": "text",
}
"""Name of each column → its type."""

_BETWEEN = "; "


def rows_of(
    entry: Coverage | Unread, report: Report, reader_version: str = ""
) -> Iterator[dict[str, Any]]:
    """The rows of one document: one for each topic, in the rubric's order; a single one without a
    topic for a file that was not read. Empty is None. ``report`` gives rubric and version."""
    rubric = report.rubric
    head: dict[str, Any] = dict.fromkeys(COLUMNS)
    head |= {
        "source": entry.source,
        "warnings": _BETWEEN.join(entry.warnings) or None,
        "gapcheck_version": report.version,
        "rubric": rubric.id,
        "rubric_version": rubric.version,
        "rubric_sha256": rubric.sha256,
        "reader_version": reader_version or None,
    }
    if isinstance(entry, Unread):
        yield head | {"status": str(entry.status), "reason": why_unread(entry)}
        return
    head |= {
        "status": "ok",
        "title": entry.title,
        "pages": entry.pages,
        "words": entry.words,
        "share": round(entry.share, 6),
    }
    by_id = {topic.id: topic for topic in rubric.topics}
    for found in entry.topics:
        yield head | _topic(found, by_id[found.topic])


def _topic(found: TopicCoverage, topic: Topic) -> dict[str, Any]:
    row = {
        "topic": topic.id,
        "topic_title": topic.title,
        "domain": topic.domain,
        "kind": str(topic.kind),
        "scope": str(topic.scope),
        "level": str(found.level),
        "level_rank": int(found.level),
        "expected": str(found.expected),
        "reached": found.level >= found.expected,
        "policy": found.policy,
        "score": round(found.score, 6),
        "passages": len(found.evidence),
    }
    best = max(found.evidence, key=lambda piece: piece.score, default=None)
    return row if best is None else row | _place(best)


def _place(piece: Evidence) -> dict[str, Any]:
    passage = piece.passage
    return {
        "section": str(passage.section),
        "page": passage.page,
        "line": passage.line,
        "heading": PATH_SEPARATOR.join(passage.headings) or None,
        "quotation": passage.text,
        "terms": _BETWEEN.join(dict.fromkeys(match.term for match in piece.matches)) or None,
    }
