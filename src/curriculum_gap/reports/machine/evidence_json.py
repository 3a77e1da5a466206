"""Explanations and agreement with labels for programs: everything, on one line of JSON each.

Takes what ``gapcheck explain`` and ``gapcheck evaluate`` found. Keys are those of the report where
they mean the same; chances, scores and shares are in 0–1, log-odds are not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from curriculum_gap.agreement import (
    Agreement,
    AgreementDetails,
    Counts,
    Disagreement,
    Estimate,
    LevelAgreement,
    PassageAgreement,
    Reliability,
    TopicAgreement,
)
from curriculum_gap.explanation import Candidate, Explanation, MatchedTerm, TopicExplanation
from curriculum_gap.nouns import Level, Passage
from curriculum_gap.reports.machine.json_values import parts_values, rounded, rubric_values, to_json
from curriculum_gap.reports.wording import PATH_SEPARATOR

__all__ = ["agreement_as_json", "explanation_as_json"]


# Explanations


def explanation_as_json(explanation: Explanation) -> str:
    """Why a document got its levels."""
    quoted_in = []
    for position, passage in explanation.quoted_in:
        quoted_in.append({"position": position, **_passage_values(passage)})
    values = {
        "format": 1,
        "source": explanation.coverage.source,
        "title": explanation.coverage.title,
        "rubric": rubric_values(explanation.rubric),
        **parts_values(explanation.rubric),
        "passages": explanation.passage_count,
        "counts_from": explanation.counts_from,
        "policy_from": explanation.policy_from,
        "about": explanation.quoted,
        "found": quoted_in,
        "topics": [_topic_values(topic) for topic in explanation.topics],
    }
    return to_json(_plain(values)) + "\n"


def _passage_values(passage: Passage) -> dict[str, Any]:
    """A passage with what made it its section (``why``), the assignment it is tied to (``tie``) and
    its place."""
    return {
        "section": passage.section,
        "why": passage.why,
        "tie": passage.tie,
        "page": passage.page,
        "line": passage.line,
        "inside": passage.inside or None,
        "ocr_confidence": passage.confidence,
        "heading": PATH_SEPARATOR.join(passage.headings),
        "text": passage.text,
    }


def _topic_values(topic: TopicExplanation) -> dict[str, Any]:
    """One topic: its verdict, the chances of the levels, what would give the next one, every
    candidate, and near misses.

    The keys ``steps``, ``would_tip``, ``alone`` and ``lone`` are older than the names of the
    package, and stay because programs read them.
    """
    verdict = topic.verdict
    steps = []
    for step in topic.level_chances:
        weighed = [{"what": name, "log_odds": value} for name, value in step.weighed]
        steps.append(
            {
                "level": step.level,
                "chance": step.chance,
                "needs": step.needs,
                "reached": step.reached,
                "weighed": weighed,
            }
        )
    return {
        "id": topic.topic.id,
        "level": verdict.level,
        "expected": verdict.expected,
        "policy": verdict.policy,
        "rule": verdict.rule,
        "setting": topic.setting,
        "steps": steps,
        "would_tip": [
            {"kind": step.kind, "number": step.number, "chance": step.chance}
            for step in topic.next_steps
        ],
        "passages": [_candidate_values(candidate) for candidate in topic.candidates],
        "near_misses": {
            "apart": [{"term": near.term, "position": near.position} for near in topic.scattered],
            "words": [{"word": word, "passages": number} for word, number in topic.rare_words],
        },
    }


def _candidate_values(candidate: Candidate) -> dict[str, Any]:
    """A passage with terms of the topic: its score, its chance (0–1) in the document, and whether
    it counts."""
    evidence = candidate.evidence
    return {
        "position": evidence.position,
        **_passage_values(evidence.passage),
        "score": evidence.score,
        "chance": candidate.chance,
        "counts": candidate.counts,
        "alone": candidate.own_level,
        "terms": [_term_values(term) for term in candidate.terms],
        "learned": [{"word": word, "log_odds": value} for word, value in candidate.learned],
    }


def _term_values(term: MatchedTerm) -> dict[str, Any]:
    """A term found; ``start`` and ``end`` are character offsets into the text of its passage."""
    return {
        "term": term.term,
        "strength": term.strength,
        "weight": term.share,
        "in": term.place,
        "start": term.start,
        "end": term.end,
        "partner": term.partner,
        "lone": term.without_partner,
        "veto": term.veto,
    }


# Agreement with labels


def agreement_as_json(agreement: Agreement) -> str:
    """Everything that was measured; null where there is nothing to measure."""
    alarms = agreement.false_alarms
    unread = [
        {"source": entry.source, "status": entry.status, "reason": entry.reason}
        for entry in agreement.unread
    ]
    values = {
        "format": 1,
        "labels": {"source": agreement.labels, "sha256": agreement.digest},
        "rubric": rubric_values(agreement.rubric),
        "documents": agreement.documents,
        "disputed": agreement.disputed,
        "unread": unread,
        "topics_unknown": agreement.unknown_topics,
        "levels": {name: _level_values(levels) for name, levels in agreement.levels.items()},
        "macro_f1_taught": agreement.macro_taught,
        "passages": _passage_agreement(agreement.passages),
        "false_alarms": {
            "documents": alarms.documents,
            "chosen_by": alarms.chosen,
            "taught": alarms.taught,
            "mentioned": alarms.mentioned,
            "taught_per_document": alarms.per_document,
        },
        "topics": [_topic_agreement(topic) for topic in agreement.topics],
        "details": _detail_values(agreement.details),
        "errors": [_disagreement_values(entry) for entry in agreement.disagreements],
        "errors_withheld": agreement.withheld,
    }
    return to_json(_plain(values)) + "\n"


def _passage_agreement(passages: PassageAgreement | None) -> dict[str, Any] | None:
    """Agreement on passages, pooled over topics; None where no passage is labelled."""
    if passages is None:
        return None
    return _counts(passages.counts) | {
        "precision": passages.precision,
        "recall": passages.recall,
        "f1": passages.f1,
        "macro_f1": passages.macro_f1,
    }


def _topic_agreement(topic: TopicAgreement) -> dict[str, Any]:
    """Agreement on one topic: documents at *taught* or above, and passages."""
    return {
        "id": topic.topic,
        "taught": _counts_with_shares(topic.taught) | {"f1": topic.taught_f1},
        "passages": _counts_with_shares(topic.passages) | {"f1": topic.passages_f1},
    }


def _level_values(levels: LevelAgreement) -> dict[str, Any]:
    """Agreement on the levels of some topics: figures with intervals, and counts by level."""
    return {
        "pairs": levels.pairs,
        "kappa": levels.kappa,
        "exact": levels.exact,
        "within_one": levels.within_one,
        "precision_taught": levels.precision,
        "recall_taught": levels.recall,
        "f1": levels.f1,
        "counts": {level: _counts(counts) for level, counts in levels.counts.items()},
    }


def _counts(counts: Counts) -> dict[str, Any]:
    """How often verdict and label both say yes, or only one of the two."""
    return {
        "both": counts.both,
        "only_said": counts.only_verdict,
        "only_labelled": counts.only_label,
    }


def _counts_with_shares(counts: Counts) -> dict[str, Any]:
    """Counts with the number of labels, precision and recall (0–1)."""
    shares = {"precision": counts.precision, "recall": counts.recall}
    return {"support": counts.support} | _counts(counts) | shares


def _detail_values(details: AgreementDetails) -> dict[str, Any]:
    """Kinds of errors: sibling topics, parts of a syllabus, scores against labels."""
    siblings = [
        {"said": pair.said, "labelled": pair.labelled, "passages": pair.passages}
        for pair in details.siblings
    ]
    parts = [
        {"section": pair.section, "role": pair.role, "passages": pair.passages}
        for pair in details.parts
    ]
    return {
        "wrong_passages": details.wrong,
        "wrong_passages_of_other_topics": details.wrong_with_owner,
        "siblings": siblings,
        "parts": parts,
        "scores": {
            "topics": _reliability_values(details.topic_scores),
            "passages": _reliability_values(details.passage_scores),
        },
    }


def _reliability_values(reliability: Reliability | None) -> dict[str, Any] | None:
    """Scores against labels, bin by bin; None where there is no score."""
    if reliability is None:
        return None
    bins = [
        {
            "above": entry.low,
            "to": entry.high,
            "number": entry.number,
            "mean_score": entry.mean_score,
            "labelled": entry.labelled,
        }
        for entry in reliability.bins
    ]
    return {"brier": reliability.brier, "bins": bins}


def _disagreement_values(entry: Disagreement) -> dict[str, Any]:
    """A block about which verdict and label differ, with what was matched in it."""
    return {
        "document": entry.document,
        "source": entry.source,
        "topic": entry.topic,
        "missed": entry.missed,
        "labelled": entry.label,
        "said": entry.verdict,
        "block": entry.block,
        "section": entry.section,
        "text": entry.text,
        "score": entry.score,
        "matched": entry.matched,
        "not_counted": entry.rejected,
    }


# Plain values


def _plain(value: Any) -> Any:
    """``value`` as JSON has it: figures with six decimals, null for NaN, levels by their names, an
    estimate as its figure with both ends of its 95 % interval."""
    if isinstance(value, Level):
        return str(value)
    if isinstance(value, float):
        return None if math.isnan(value) else rounded(value)
    if isinstance(value, Estimate):
        return _plain({"value": value.value, "low": value.low, "high": value.high})
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
