"""A rubric, or one of its topics, for programs: all that its file says, on one line of JSON,
``docs/schema/rubric-show-1.json``.

Term lists are written out, and what a rubric takes of the one that it extends stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curriculum_gap.nouns import Rubric, Strength, Term, Topic
from curriculum_gap.reports.machine.json_values import (
    provenance_values,
    rounded,
    rubric_values,
    standard_values,
    to_json,
)

__all__ = ["rubric_as_json"]

_FORMAT = 1
"""Version of the contract: rises when a key changes its meaning or goes."""


def rubric_as_json(rubric: Rubric, version: str, topic: Topic | None = None) -> str:
    """The rubric with all its topics, or with the one that is named; ``version`` is gapcheck's."""
    standard = standard_values(rubric)
    standard.pop("items", None)  # each topic has its own
    topics = rubric.topics if topic is None else (topic,)
    values = {
        "format": _FORMAT,
        "gapcheck": {"version": version},
        "rubric": rubric_values(rubric) | {"title": rubric.title, "language": rubric.language},
        "domains": [{"id": one.id, "title": one.title} for one in rubric.domains],
        "standard": standard or None,
        "topics": [_topic_values(one, rubric.learned.get(one.id, {})) for one in topics],
    }
    return to_json(values) + "\n"


def _topic_values(topic: Topic, learned: Mapping[str, float]) -> dict[str, Any]:
    """All that a topic holds; lists that its file does not have are empty."""
    return {
        "id": topic.id,
        "domain": topic.domain,
        "title": topic.title,
        "definition": topic.definition,
        "kind": str(topic.kind),
        "scope": str(topic.scope),
        "expected": str(topic.expected),
        "expected_for": [
            {
                "level": str(entry.level),
                "course": entry.course or None,
                "programme": entry.programme or None,
            }
            for entry in topic.expected_for
        ],
        "strong": _terms(topic, Strength.STRONG),
        "contextual": _terms(topic, Strength.CONTEXTUAL),
        "names": _terms(topic, Strength.NAME),
        "partners": list(topic.partners),
        "false_friends": [
            {"phrase": friend.phrase, "near": list(friend.near), "policy": friend.policy}
            for friend in topic.false_friends
        ],
        "hosts": list(topic.hosts),
        "suggestions": list(topic.suggestions),
        "readings": list(topic.readings),
        "standards": list(topic.standards),
        "provenance": provenance_values(topic) if topic.provenance is not None else None,
        "essay": list(topic.essay),
        "covers": list(topic.covers),
        "ignores": list(topic.ignores),
        "learned": [
            {"word": word, "log_odds": rounded(weight)} for word, weight in learned.items()
        ],
    }


def _terms(topic: Topic, strength: Strength) -> list[dict[str, Any]]:
    return [_term(term) for term in topic.terms if term.strength is strength]


def _term(term: Term) -> dict[str, Any]:
    return {"term": term.text, "weight": rounded(term.weight), "partners": list(term.partners)}
