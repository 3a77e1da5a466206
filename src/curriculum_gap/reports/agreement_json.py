"""How well verdicts agree with labels, for a machine."""

from __future__ import annotations

import math
from typing import Any

from curriculum_gap.agreement import Agreement, Counts, Disagreement, Estimate, LevelAgreement
from curriculum_gap.reports.inert import as_text
from curriculum_gap.reports.json_pieces import as_line_of_json, number, rubric_of

__all__ = ["agreement_as_json"]


def agreement_as_json(agreement: Agreement) -> str:
    """Everything that was measured, on one line of JSON; null where there is nothing to measure."""
    content = {
        "format": 1,
        "labels": {"source": as_text(agreement.labels), "sha256": agreement.digest},
        "rubric": rubric_of(agreement.rubric),
        "documents": agreement.documents,
        "disputed": agreement.disputed,
        "unread": [
            {"source": as_text(e.source), "status": str(e.status), "reason": as_text(e.reason)}
            for e in agreement.unread
        ],
        "topics_unknown": [as_text(name) for name in agreement.unknown_topics],
        "levels": {name: _level_values(part) for name, part in agreement.levels.items()},
        "macro_f1_taught": _figure(agreement.macro_taught),
        "passages": None if agreement.passages is None else {
            **_counts(agreement.passages),
            "precision": _figure(agreement.passages_precision),
            "recall": _figure(agreement.passages_recall),
            "f1": _figure(agreement.passages_f1),
            "macro_f1": _figure(agreement.macro_passages),
        },
        "false_alarms": {
            "documents": agreement.false_alarms.documents,
            "chosen_by": agreement.false_alarms.chosen,
            "taught": agreement.false_alarms.taught,
            "mentioned": agreement.false_alarms.mentioned,
            "taught_per_document": _figure(agreement.false_alarms.per_document),
        },
        "topics": [
            {
                "id": as_text(topic.topic),
                "taught": {**_shares(topic.taught), "f1": _figure(topic.taught_f1)},
                "passages": {**_shares(topic.passages), "f1": _figure(topic.passages_f1)},
            }
            for topic in agreement.topics
        ],
        "errors": [_slip_values(slip) for slip in agreement.disagreements],
        "errors_withheld": agreement.withheld,
    }  # fmt: skip
    return as_line_of_json(content) + "\n"


def _level_values(part: LevelAgreement) -> dict[str, Any]:
    return {
        "pairs": part.pairs,
        "kappa": _figure(part.kappa),
        "exact": _figure(part.exact),
        "within_one": _figure(part.within_one),
        "precision_taught": _figure(part.precision),
        "recall_taught": _figure(part.recall),
        "f1": {str(level): _figure(figure) for level, figure in part.f1.items()},
        "counts": {str(level): _counts(tally) for level, tally in part.counts.items()},
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "both": counts.both,
        "only_said": counts.only_verdict,
        "only_labelled": counts.only_label,
    }


def _shares(counts: Counts) -> dict[str, Any]:
    return {
        "support": counts.support,
        **_counts(counts),
        "precision": _or_null(counts.precision),
        "recall": _or_null(counts.recall),
    }


def _figure(figure: Estimate) -> dict[str, float | None]:
    return {
        "value": _or_null(figure.value),
        "low": _or_null(figure.low),
        "high": _or_null(figure.high),
    }


def _slip_values(slip: Disagreement) -> dict[str, Any]:
    return {
        "document": as_text(slip.document),
        "source": as_text(slip.source),
        "topic": as_text(slip.topic),
        "missed": slip.missed,
        "labelled": str(slip.label),
        "said": str(slip.verdict),
        "block": slip.block,
        "section": slip.section,
        "text": as_text(slip.text),
        "score": _or_null(slip.score),
        "matched": [as_text(term) for term in slip.matched],
        "not_counted": [as_text(term) for term in slip.rejected],
    }


def _or_null(value: float) -> float | None:
    return None if math.isnan(value) else number(value)
