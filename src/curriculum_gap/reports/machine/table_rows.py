"""Tidy rows, one per document and topic: what CSV and Parquet hold.

Takes documents, gives dictionaries of plain values. ``docs/batch.md`` explains the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curriculum_gap.nouns import Coverage, Report, Rubric, Topic, TopicCoverage, Unread
from curriculum_gap.reports.topics import shares_of_document
from curriculum_gap.reports.wording import PATH_SEPARATOR, unread_reason

__all__ = ["COLUMNS", "rows_of"]

COLUMNS: dict[str, type] = {
    # The document
    "source": str,
    "status": str,
    "title": str,
    "pages": int,
    "words": int,
    "share": float,
    # The topic and what the document shows of it
    "topic": str,
    "topic_title": str,
    "domain": str,
    "kind": str,
    "scope": str,
    "level": str,
    "level_rank": int,
    "expected": str,
    "reached": bool,
    "policy": bool,
    "score": float,
    "passages": int,
    # Its evidence with the highest score
    "section": str,
    "page": int,
    "line": int,
    "inside": str,
    "ocr_confidence": float,
    "heading": str,
    "quotation": str,
    "terms": str,
    # Why a file was not read, and what is to be known of one that was
    "reason": str,
    "warnings": str,
    # What made the row: rows of several runs can be told apart
    "gapcheck_version": str,
    "rubric": str,
    "rubric_version": str,
    "rubric_sha256": str,
    "reader_version": str,
}
"""Name of each column → the type of its values, None aside."""

_SEPARATOR = "; "
"""Between several texts in one cell."""


def rows_of(
    entry: Coverage | Unread, report: Report, reader_version: str = ""
) -> Iterator[dict[str, Any]]:
    """The rows of one document: one for each topic, in the rubric's order.

    A file that was not read gets a single row without a topic. Empty is None. ``report`` gives
    rubric and version.
    """
    rubric = report.rubric
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "source": entry.source,
        "warnings": _SEPARATOR.join(entry.warnings) or None,
        "gapcheck_version": report.version,
        "rubric": rubric.id,
        "rubric_version": rubric.version,
        "rubric_sha256": rubric.digest,
        "reader_version": reader_version or None,
    }
    if isinstance(entry, Unread):
        yield row | {"status": str(entry.status), "reason": unread_reason(entry)}
        return
    row |= {
        "status": "ok",
        "title": entry.title,
        "pages": entry.pages,
        "words": entry.words,
        "share": round(entry.share, 6),
    }
    topics = {topic.id: topic for topic in rubric.topics}
    of_part = _cells_of_parts(entry, rubric)
    for verdict in entry.topics:
        yield row | of_part.get(verdict.topic, {}) | _topic_cells(verdict, topics[verdict.topic])


def _cells_of_parts(coverage: Coverage, rubric: Rubric) -> dict[str, dict[str, Any]]:
    """Where several rubrics are joined, the cells that name the rubric of a topic and the share
    of that rubric, by topic."""
    cells: dict[str, dict[str, Any]] = {}
    if rubric.parts:
        for (_, topics), share in zip(
            rubric.by_part, shares_of_document(coverage, rubric), strict=True
        ):
            of_part = {
                "rubric": share.rubric.id,
                "rubric_version": share.rubric.version,
                "rubric_sha256": share.rubric.digest,
                "share": round(share.reached / share.expected, 6) if share.expected else 0.0,
            }
            cells |= {topic.id: of_part for topic in topics}
    return cells


def _topic_cells(verdict: TopicCoverage, topic: Topic) -> dict[str, Any]:
    """Topic and verdict, then the evidence with the highest score."""
    cells = {
        "topic": topic.id,
        "topic_title": topic.title,
        "domain": topic.domain,
        "kind": str(topic.kind),
        "scope": str(topic.scope),
        "level": str(verdict.level),
        "level_rank": int(verdict.level),
        "expected": str(verdict.expected),
        "reached": verdict.level >= verdict.expected,
        "policy": verdict.policy,
        "score": round(verdict.score, 6),
        "passages": len(verdict.evidence),
    }
    best = max(verdict.evidence, key=lambda evidence: evidence.score, default=None)
    if best is None:
        return cells
    passage = best.passage
    terms = dict.fromkeys(match.term for match in best.matches)
    return cells | {
        "section": str(passage.section),
        "page": passage.page,
        "line": passage.line,
        "inside": passage.inside or None,
        "ocr_confidence": passage.confidence,
        "heading": PATH_SEPARATOR.join(passage.headings) or None,
        "quotation": passage.text,
        "terms": _SEPARATOR.join(terms) or None,
    }
