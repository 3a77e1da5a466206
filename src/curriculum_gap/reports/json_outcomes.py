"""Outcomes of gates and comparisons as plain values, for machines."""

from __future__ import annotations

from typing import Any

from curriculum_gap.nouns import Comparison, GateFailure, GateOutcome
from curriculum_gap.reports.inert import as_text
from curriculum_gap.reports.json_pieces import evidence_of, unread_of

__all__ = ["comparison_of", "gate_of"]


def gate_of(gate: GateOutcome) -> dict[str, Any]:
    """``passed`` says what the gates say; an unread file, which never passes, stands beside it."""
    return {
        "passed": not gate.failures,
        "asked": [as_text(asked) for asked in gate.asked],
        "failures": [_failure(failure) for failure in gate.failures],
        "accepted": [
            _failure(failure)
            | {
                "by": failure.excuse,
                "reason": as_text(failure.reason),
                "until": failure.until or None,
            }
            for failure in gate.excused
        ],
        "notes": [as_text(note) for note in gate.notes],
    }


def _failure(failure: GateFailure) -> dict[str, Any]:
    nearest = failure.nearest
    return {
        "gate": failure.gate,
        "source": as_text(failure.source) or None,
        "program": as_text(failure.program) or None,
        "topic": as_text(failure.topic) or None,
        "found": str(failure.found) if failure.topic else None,
        "expected": str(failure.expected) if failure.topic else None,
        "message": as_text(failure.message),
        "nearest": None
        if nearest is None
        else {
            "source": as_text(failure.nearest_source),
            "section": str(nearest.passage.section),
            "page": nearest.passage.page,
            "line": nearest.passage.line,
            "text": as_text(nearest.passage.text),
        },
    }  # fmt: skip


def comparison_of(comparison: Comparison) -> dict[str, Any]:
    """Documents that differ, and the best levels over all documents that do."""
    return {
        "old": as_text(comparison.old),
        "new": as_text(comparison.new),
        "documents": [
            {
                "old": as_text(document.old) or None,
                "new": as_text(document.new) or None,
                "title": as_text(document.title),
                "topics": [
                    {
                        "id": as_text(change.topic),
                        "before": str(change.before),
                        "after": str(change.after),
                        "gained": [evidence_of(piece) for piece in change.gained],
                        "lost": [evidence_of(piece) for piece in change.lost],
                    }
                    for change in document.changes
                ],
            }
            for document in comparison.documents
        ],
        "together": [
            {"id": as_text(change.topic), "before": str(change.before), "after": str(change.after)}
            for change in comparison.whole
        ],
        "unchanged": comparison.unchanged,
        "unread": [unread_of(entry) for entry in comparison.unread],
        "warnings": [as_text(warning) for warning in comparison.warnings],
    }
