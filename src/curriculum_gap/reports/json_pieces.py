"""Small pieces of JSON that several reports for machines share: all text encodable, and inert
wherever it is shown."""

from __future__ import annotations

import json
from typing import Any

from curriculum_gap.nouns import Evidence, Match, Rubric, Unread
from curriculum_gap.reports.inert import as_json_escapes, as_text, width_of_surrogate
from curriculum_gap.reports.view import PATH_SEPARATOR

__all__ = ["as_line_of_json", "evidence_of", "number", "rubric_of", "unread_of"]

# Our values hold no circles: looking for them would cost a tenth.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def as_line_of_json(value: Any) -> str:
    """``value`` on one line, inert wherever it is shown. Indenting would bypass the encoder written
    in C and cost ten times as much."""
    return as_json_escapes(_encode(value))


def number(value: float) -> float:
    """Six decimals: more would only carry rounding noise from one machine to the next."""
    return round(float(value), 6)


def rubric_of(rubric: Rubric) -> dict[str, Any]:
    """What says which rubric it was, to the byte."""
    return {
        "id": as_text(rubric.id),
        "version": as_text(rubric.version),
        "sha256": rubric.sha256,
    }


def unread_of(entry: Unread) -> dict[str, Any]:
    """Why a file has no verdict."""
    return {
        "source": as_text(entry.source),
        "status": str(entry.status),
        "reason": as_text(entry.reason),
        "hint": as_text(entry.hint),
    }


def evidence_of(piece: Evidence) -> dict[str, Any]:
    """A passage with its place, its words and the terms in them."""
    passage = piece.passage
    text = as_text(passage.text)
    moved = "" if text == passage.text else passage.text  # what escapes make longer
    return {
        "section": str(passage.section),
        "page": passage.page,
        "line": passage.line,
        "heading": as_text(PATH_SEPARATOR.join(passage.headings)),
        "text": text,
        "score": number(piece.score),
        "terms": [_term(match, moved) for match in piece.matches],
    }


def _term(match: Match, text: str) -> dict[str, Any]:
    start, end = match.start, match.end
    if text and match.place == "text":
        start += width_of_surrogate(text, match.start)
        end += width_of_surrogate(text, match.end)
    return {
        "term": as_text(match.term),
        "weight": number(match.weight),
        "in": match.place,
        "start": start,
        "end": end,
    }
