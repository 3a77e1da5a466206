"""Why a level, for a machine."""

from __future__ import annotations

from typing import Any

from curriculum_gap.explanation import Candidate, Explanation, MatchedTerm, TopicExplanation
from curriculum_gap.nouns import Passage
from curriculum_gap.reports.inert import as_text
from curriculum_gap.reports.json_pieces import as_line_of_json, number, rubric_of
from curriculum_gap.reports.view import PATH_SEPARATOR

__all__ = ["explanation_as_json"]


def explanation_as_json(explanation: Explanation) -> str:
    """Everything, on one line of JSON; the keys are those of the report where they mean the same."""
    coverage = explanation.coverage
    content = {
        "format": 1,
        "source": as_text(coverage.source),
        "title": as_text(coverage.title),
        "rubric": rubric_of(explanation.rubric),
        "passages": explanation.passage_count,
        "counts_from": explanation.counts_from,
        "policy_from": explanation.policy_from,
        "about": as_text(explanation.quoted),
        "found": [{"position": n, **_passage(passage)} for n, passage in explanation.quoted_in],
        "topics": [_topic_values(topic) for topic in explanation.topics],
    }
    return as_line_of_json(content) + "\n"


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "section": str(passage.section),
        "why": as_text(passage.why),
        "tie": as_text(passage.tie),
        "page": passage.page,
        "line": passage.line,
        "heading": as_text(PATH_SEPARATOR.join(passage.headings)),
        "text": as_text(passage.text),
    }


def _topic_values(topic: TopicExplanation) -> dict[str, Any]:
    return {
        "id": as_text(topic.topic.id),
        "level": str(topic.verdict.level),
        "expected": str(topic.verdict.expected),
        "policy": topic.verdict.policy,
        "rule": as_text(topic.verdict.rule),
        "setting": number(topic.setting),
        "steps": [
            {
                "level": str(step.level),
                "chance": number(step.chance),
                "needs": number(step.needs),
                "reached": step.reached,
                "weighed": [{"what": name, "log_odds": number(v)} for name, v in step.weighed],
            }
            for step in topic.level_chances
        ],
        "would_tip": [
            {"kind": tip.kind, "number": tip.number, "chance": number(tip.chance)}
            for tip in topic.next_steps
        ],
        "passages": [_sighting_values(sighting) for sighting in topic.candidates],
        "near_misses": {
            "apart": [
                {"term": as_text(found.term), "position": found.position}
                for found in topic.scattered
            ],
            "words": [
                {"word": as_text(word), "passages": number} for word, number in topic.rare_words
            ],
        },
    }


def _sighting_values(sighting: Candidate) -> dict[str, Any]:
    piece = sighting.evidence
    return {
        "position": piece.position,
        **_passage(piece.passage),
        "score": number(piece.score),
        "chance": number(sighting.chance),
        "counts": sighting.counts,
        "alone": str(sighting.own_level),
        "terms": [_term_values(term) for term in sighting.terms],
    }


def _term_values(term: MatchedTerm) -> dict[str, Any]:
    return {
        "term": as_text(term.term),
        "strength": term.strength,
        "weight": number(term.share),
        "in": term.place,
        "start": term.start,
        "end": term.end,
        "partner": as_text(term.partner),
        "lone": term.without_partner,
        "veto": as_text(term.veto),
    }
