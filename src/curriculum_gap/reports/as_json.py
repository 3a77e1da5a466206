"""The machine contract, ``docs/schema/report-1.json``: same input, same bytes."""

from __future__ import annotations

import json
from typing import Any

from curriculum_gap.nouns import Coverage, Evidence, Level, Match, Report, TopicCoverage, Unread
from curriculum_gap.reports.inert import as_json_escapes, as_text, width_of_surrogate
from curriculum_gap.reports.view import View

__all__ = ["FORMAT", "PATH_SEPARATOR", "contract", "render"]

FORMAT = 1
PATH_SEPARATOR = " › "
"""Between the headings of a path."""


def render(report: Report, view: View) -> str:
    """The whole report as JSON in UTF-8 on one line; ``view`` changes nothing, a machine
    gets everything."""
    del view
    # One line: indenting would bypass the encoder written in C and cost ten times as much.
    text = json.dumps(contract(report), ensure_ascii=False, separators=(",", ":"))
    return as_json_escapes(text) + "\n"


def contract(report: Report) -> dict[str, Any]:
    """The report as plain values in the contract's order of keys, all text encodable."""
    domains = {topic.id: topic.domain for topic in report.rubric.topics}
    return {
        "format": FORMAT,
        "gapcheck": {"version": report.version},
        "rubric": {
            "id": as_text(report.rubric.id),
            "version": as_text(report.rubric.version),
            "sha256": report.rubric.sha256,
        },
        "documents": [
            _document(entry, domains) if isinstance(entry, Coverage) else _without_verdict(entry)
            for entry in report.documents
        ],
        "unread": [
            {
                "source": as_text(entry.source),
                "status": str(entry.status),
                "reason": as_text(entry.reason),
                "hint": as_text(entry.hint),
            }
            for entry in report.unread
        ],
        "map": {"topics": _map(report)},
    }


def _document(coverage: Coverage, domains: dict[str, str]) -> dict[str, Any]:
    return {
        "source": as_text(coverage.source),
        "status": "ok",
        "title": as_text(coverage.title),
        "pages": coverage.pages,
        "words": coverage.words,
        "share": _number(coverage.share),
        "topics": [_topic(found, domains) for found in coverage.topics],
        "warnings": [as_text(warning) for warning in coverage.warnings],
    }


def _without_verdict(entry: Unread) -> dict[str, Any]:
    """Same keys, no figures: an unread file must not look like one that teaches nothing."""
    return {
        "source": as_text(entry.source),
        "status": str(entry.status),
        "title": None,
        "pages": None,
        "words": None,
        "share": None,
        "topics": [],
        "warnings": [as_text(warning) for warning in entry.warnings],
    }


def _topic(found: TopicCoverage, domains: dict[str, str]) -> dict[str, Any]:
    return {
        "id": as_text(found.topic),
        "domain": as_text(domains.get(found.topic, "")),
        "level": str(found.level),
        "expected": str(found.expected),
        "policy": found.policy,
        "score": _number(found.score),
        "rule": as_text(found.rule),
        "evidence": [_evidence(piece) for piece in found.evidence],
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    passage = piece.passage
    return {
        "section": str(passage.section),
        "page": passage.page,
        "line": passage.line,
        "heading": as_text(PATH_SEPARATOR.join(passage.headings)),
        "text": as_text(passage.text),
        "score": _number(piece.score),
        "terms": [_term(match, passage.text) for match in piece.matches],
    }


def _term(match: Match, text: str) -> dict[str, Any]:
    start, end = match.start, match.end
    if match.place == "text":  # as_text may have made the text longer
        start += width_of_surrogate(text, match.start)
        end += width_of_surrogate(text, match.end)
    return {
        "term": as_text(match.term),
        "weight": _number(match.weight),
        "in": match.place,
        "start": start,
        "end": end,
    }


def _map(report: Report) -> list[dict[str, Any]]:
    """Topics × documents: for each topic its best level and how many documents stand at each."""
    rows = []
    for topic in report.rubric.topics:
        levels = [
            found.level
            for coverage in report.covered
            for found in coverage.topics
            if found.topic == topic.id
        ]
        rows.append(
            {
                "id": as_text(topic.id),
                "best": str(max(levels, default=Level.ABSENT)),
                "documents": {str(level): levels.count(level) for level in Level},
            }
        )
    return rows


def _number(value: float) -> float:
    """Six decimals: more would only carry rounding noise from one machine to the next."""
    return round(float(value), 6)
