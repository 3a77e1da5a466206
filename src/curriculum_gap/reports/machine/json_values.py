"""Values of the package as plain values for JSON, and their serialisation.

Takes verdicts, gates and comparisons, gives dictionaries in the order of keys that the schemas in
``docs/schema`` promise. Text goes in as it is: :func:`to_json` escapes all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from curriculum_gap.advice import is_outside_field, place_for, places_in_field, suiting_suggestion
from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    Declaration,
    Evidence,
    GateFailure,
    GateOutcome,
    HostWord,
    Match,
    Passage,
    Provenance,
    Report,
    Rubric,
    Topic,
    TopicCoverage,
    Unread,
)
from curriculum_gap.reports.escaping import escape_json, surrogate_growth
from curriculum_gap.reports.topics import RubricShare, shares_of_document
from curriculum_gap.reports.wording import PATH_SEPARATOR

if TYPE_CHECKING:
    from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Place, Trend

__all__ = [
    "comparison_values",
    "declaration_values",
    "document_values",
    "evidence_values",
    "gate_values",
    "parts_values",
    "passage_values",
    "place_values",
    "provenance_values",
    "report_head",
    "rounded",
    "rubric_values",
    "shares_values",
    "standard_values",
    "standards_values",
    "to_json",
    "unread_values",
]

_REPORT_FORMAT = 1
"""Version of the contract: rises when a key changes its meaning or goes."""
_DECIMALS = 6  # more would carry rounding noise from one machine to the next

# Hot path: one encoder for all lines. Looking for circles, of which our values have none, would
# cost a tenth more; indenting would bypass the encoder written in C and cost ten times as much.
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def to_json(value: Any) -> str:
    """``value`` as JSON on one line, encodable as UTF-8, in which nothing acts on a screen."""
    return escape_json(_encoder.encode(value))


def rounded(value: float) -> float:
    """A score or share with six decimals."""
    return round(float(value), _DECIMALS)


def report_head(
    report: Report | CurriculumMap | Crosswalk | Trend, format_version: int = _REPORT_FORMAT
) -> dict[str, Any]:
    """What says which program and which rubric made a report, and the version of its contract."""
    return {
        "format": format_version,
        "gapcheck": {"version": report.version},
        "rubric": rubric_values(report.rubric),
        **parts_values(report.rubric),
        **standards_values(report.rubric),
    }


def rubric_values(rubric: Rubric) -> dict[str, Any]:
    """What says which rubric it was, to the byte, and where its accuracy is published: null where
    it was not measured, and for several rubrics together."""
    return {
        "id": rubric.id,
        "version": rubric.version,
        "sha256": rubric.digest,
        "measured": rubric.measured or None,
    }


def parts_values(rubric: Rubric) -> dict[str, Any]:
    """The key ``rubrics`` with each of several rubrics; nothing for one that stands alone."""
    if not rubric.parts:
        return {}
    return {"rubrics": [rubric_values(part) | {"title": part.title} for part in rubric.parts]}


def standards_values(rubric: Rubric) -> dict[str, Any]:
    """The key ``standards`` with what each rubric knows of its published standard; rubrics that are
    no list of one are left out."""
    parts = rubric.parts or (rubric,)
    found = [{"rubric": part.id} | values for part in parts if (values := standard_values(part))]
    return {"standards": found}


def standard_values(rubric: Rubric) -> dict[str, Any]:
    """What one rubric knows of its standard: for all topics, for each, and the items that are not
    scored; nothing where it is a list of one's own. An item's own values go before."""
    items = [
        {"topic": topic.id, "standards": list(topic.standards), **provenance_values(topic)}
        for topic in rubric.topics
        if topic.provenance is not None
    ]
    if not items and not rubric.unscored:
        return {}
    unscored = [
        {"code": item.code, "why": item.why, **_known(item.provenance)} for item in rubric.unscored
    ]
    return {**_known(rubric.source), "items": items, "unscored": unscored}


def provenance_values(topic: Topic) -> dict[str, Any]:
    """What is known of the item of a standard that a topic is about."""
    return _known(topic.provenance)


def _known(provenance: Provenance | None) -> dict[str, Any]:
    """Edition, status and so on; null where nothing is said."""
    known = provenance or Provenance()
    return {name.name: getattr(known, name.name) or None for name in fields(Provenance)}


def shares_values(shares: Iterable[RubricShare], rubric: Rubric) -> dict[str, Any]:
    """The key ``shares`` with what is reached of each of several rubrics; nothing for one."""
    if not rubric.parts:
        return {}
    return {
        "shares": [
            {
                "rubric": part.id,
                "reached": reached,
                "expected": expected,
                "share": rounded(reached / expected) if expected else 0.0,
            }
            for part, reached, expected in shares
        ]
    }


# Documents


def document_values(entry: Coverage | Unread, rubric: Rubric) -> dict[str, Any]:
    """A document as it stands in the JSON report.

    A file without a verdict has the same keys and no figures: it must not look like one that
    teaches nothing.
    """
    if isinstance(entry, Unread):
        return {
            "source": entry.source,
            "status": str(entry.status),
            "title": None,
            "pages": None,
            "unread_pages": [],
            "words": None,
            "share": None,
            "topics": [],
            "declarations": [],
            "warnings": list(entry.warnings),
            "outside_field": None,
        }
    topics = {topic.id: topic for topic in rubric.topics}
    outside = is_outside_field(entry, rubric)
    placed = places_in_field(entry, rubric)
    return {
        "source": entry.source,
        "status": "ok",
        "title": entry.title,
        "pages": entry.pages,
        "unread_pages": list(entry.unread_pages),
        "words": entry.words,
        "share": rounded(entry.share),
        **shares_values(shares_of_document(entry, rubric), rubric),
        "topics": [
            _topic_values(verdict, topics.get(verdict.topic), placed) for verdict in entry.topics
        ],
        "declarations": [declaration_values(made) for made in entry.declarations],
        "warnings": list(entry.warnings),
        "outside_field": outside,
    }


def declaration_values(made: Declaration) -> dict[str, Any]:
    """A code of a standard where a syllabus puts it. The edition is null where nothing tells it,
    the code where the standard is named and no item of it."""
    return {
        "body": made.body,
        "edition": made.edition or None,
        "code": made.code or None,
        "place": made.place,
        "tie": made.tie,
        "page": made.page,
        "line": made.line,
        "inside": made.inside or None,
        "text": made.text,
    }


def _topic_values(
    verdict: TopicCoverage, topic: Topic | None, coverage: Coverage
) -> dict[str, Any]:
    """One topic of one document with all its evidence, and where it would fit if it is missing."""
    return {
        "id": verdict.topic,
        "domain": topic.domain if topic is not None else "",
        "level": str(verdict.level),
        "expected": str(verdict.expected),
        "policy": verdict.policy,
        "score": rounded(verdict.score),
        "rule": verdict.rule,
        "evidence": [evidence_values(evidence) for evidence in verdict.evidence],
        "place": _best_place(topic, coverage),
    }


def _best_place(topic: Topic | None, coverage: Coverage) -> dict[str, Any] | None:
    """Where a topic would fit in a document, and the rubric's suggestion that suits."""
    place = place_for(coverage, topic) if topic is not None else None
    if topic is None or place is None:
        return None
    return place_values(place, suiting_suggestion(topic, place))


def place_values(place: HostWord | Place, suggestion: str) -> dict[str, Any]:
    """Where a topic would fit, the word that speaks for it, and what the rubric suggests there."""
    return {
        "section": str(place.section),
        "page": place.page,
        "line": place.line,
        "inside": place.inside or None,
        "word": place.word,
        "text": place.text,
        "suggestion": suggestion,
    }


def evidence_values(evidence: Evidence) -> dict[str, Any]:
    """A passage with its place, its words and the terms in them."""
    passage = evidence.passage
    terms = [_match_values(match, passage.text) for match in evidence.matches]
    return passage_values(passage) | {"score": rounded(evidence.score), "terms": terms}


def passage_values(passage: Passage) -> dict[str, Any]:
    """The place and the words of a passage."""
    return {
        "section": str(passage.section),
        "page": passage.page,
        "line": passage.line,
        "inside": passage.inside or None,
        "ocr_confidence": passage.confidence,
        "heading": PATH_SEPARATOR.join(passage.headings),
        "text": passage.text,
    }


def _match_values(match: Match, text: str) -> dict[str, Any]:
    """A term found in ``text``; its offsets count characters of the text that JSON shows."""
    start, end = match.start, match.end
    if match.place == "text":  # offsets into the text as it is written, escapes counted
        start += surrogate_growth(text, match.start)
        end += surrogate_growth(text, match.end)
    return {
        "term": match.term,
        "weight": rounded(match.weight),
        "in": match.place,
        "start": start,
        "end": end,
    }


def unread_values(entry: Unread) -> dict[str, Any]:
    """Why a file has no verdict."""
    return {
        "source": entry.source,
        "status": str(entry.status),
        "reason": entry.reason,
        "hint": entry.hint,
    }


# Gates and comparisons


def gate_values(gate: GateOutcome) -> dict[str, Any]:
    """``passed`` says what the gates say; an unread file, which never passes, stands beside it."""
    accepted = []
    for failure in gate.excused:
        excuse = {"by": failure.excuse, "reason": failure.reason, "until": failure.until or None}
        accepted.append(_failure_values(failure) | excuse)
    return {
        "passed": not gate.failures,
        "asked": list(gate.asked),
        "failures": [_failure_values(failure) for failure in gate.failures],
        "accepted": accepted,
        "notes": list(gate.notes),
    }


def _failure_values(failure: GateFailure) -> dict[str, Any]:
    """What a gate missed, with the nearest evidence; null where a key does not apply.

    A failure is about one document (``source``) or one programme, and about one topic or a share;
    levels found and expected are those of the topic.
    """
    nearest = None
    if failure.nearest is not None:
        passage = failure.nearest.passage
        nearest = {
            "source": failure.nearest_source,
            "section": str(passage.section),
            "page": passage.page,
            "line": passage.line,
            "inside": passage.inside or None,
            "text": passage.text,
        }
    return {
        "gate": failure.gate,
        "source": failure.source or None,
        "program": failure.program or None,
        "topic": failure.topic or None,
        "found": str(failure.found) if failure.topic else None,
        "expected": str(failure.expected) if failure.topic else None,
        "message": failure.message,
        "nearest": nearest,
    }


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """Documents that differ, and the best levels over all documents that do."""
    documents = []
    for document in comparison.documents:
        documents.append(
            {
                "old": document.old or None,
                "new": document.new or None,
                "title": document.title,
                "topics": [
                    _levels(change)
                    | {
                        "gained": [evidence_values(evidence) for evidence in change.gained],
                        "lost": [evidence_values(evidence) for evidence in change.lost],
                    }
                    for change in document.changes
                ],
            }
        )
    return {
        "old": comparison.old,
        "new": comparison.new,
        "documents": documents,
        "together": [_levels(change) for change in comparison.whole],
        "unchanged": comparison.unchanged,
        "unread": [unread_values(entry) for entry in comparison.unread],
        "warnings": list(comparison.warnings),
    }


def _levels(change: Change) -> dict[str, Any]:
    """A topic's level before and after."""
    return {"id": change.topic, "before": str(change.before), "after": str(change.after)}
