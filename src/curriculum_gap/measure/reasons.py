"""Why a topic has its level, in words: few reasons, each of which belongs to one level.

Takes a level and the passages that count, gives the words that reports and ``explain`` show; README
lists the same ones. Below the level that it belongs to, a kind of passage only *touches on* the
topic, and the words say why that is not more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.measure.levels import is_labelled
from curriculum_gap.nouns import Evidence, Level, Section, TopicCoverage

__all__ = ["deciding_evidence", "level_with_reason", "reason_of", "rule_of"]

_TIED = "tied objective"


class _Reason(NamedTuple):
    """What a kind of passage says for ``level``: in the words ``plain`` at this level and above, in
    the words ``passing`` below."""

    level: Level
    plain: str
    passing: str


_REASONS = {
    "assignment": _Reason(
        Level.ASSESSED, "graded work is on it", "graded work touches on it in passing"
    ),
    _TIED: _Reason(
        Level.ASSESSED,
        "an objective about it is tied to graded work",
        "an objective tied to graded work touches on it in passing",
    ),
    "objective": _Reason(
        Level.TAUGHT, "an objective names it", "an objective touches on it in passing"
    ),
    "session": _Reason(Level.TAUGHT, "a session is on it", "a session touches on it in passing"),
    "reading": _Reason(Level.TAUGHT, "a reading is about it", "a reading lists it"),
    "activity": _Reason(
        Level.TAUGHT, "a course activity is on it", "an activity touches on it in passing"
    ),
    "title": _Reason(Level.TAUGHT, "the title names it", "the title has a word of it"),
    "description": _Reason(
        Level.TAUGHT, "the description makes it a subject", "the description speaks of it"
    ),
    "label": _Reason(Level.MENTIONED, "an entry is labelled with it", ""),
    "other": _Reason(Level.MENTIONED, "a passage touches on it", ""),
}
"""Kind of passage → its reason, the most telling first."""
_COURSE_ON_IT = "much of the course is on it, and graded with it"
_MUCH_OF_COURSE = "much of the course is on it"
_MUCH = 6
"""Passages that are much of a course, where its title does not name the topic: of labelled courses
with as many on a topic and none graded apart, half have graded work on it all the same."""
_WEAK = "too weak to say taught"
_NOTHING_PLAIN = "no objective, session, reading or activity is on it"


def _kind(candidate: Evidence) -> str:
    """The kind of passage, a key of the reasons."""
    section = candidate.passage.section
    if candidate.passage.tie:
        return _TIED
    if section in _REASONS and section is not Section.OTHER:
        return section
    return "label" if is_labelled(candidate) else Section.OTHER


def _is_course_on_it(counted: Sequence[Evidence]) -> bool:
    """Whether much of a course is on a topic, so that its graded work is too."""
    titled = any(evidence.passage.section is Section.TITLE for evidence in counted)
    return titled or len(counted) >= _MUCH


def level_with_reason(level: Level, counted: Sequence[Evidence]) -> Level:
    """``level``, or the nearest one for which the passages ``counted`` give a reason.

    *Taught* needs a passage that teaches: where there is graded work alone the topic is assessed,
    with neither it is mentioned. *Assessed* without graded work becomes the highest level for which
    some passage is a reason.
    """
    if level <= Level.MENTIONED or _is_course_on_it(counted):
        return level
    levels = {_REASONS[_kind(evidence)].level for evidence in counted}
    if level in levels:
        return level
    if level is Level.TAUGHT:
        return Level.ASSESSED if Level.ASSESSED in levels else Level.MENTIONED
    return max(levels)


def reason_of(level: Level, candidate: Evidence) -> str:
    """What one passage says for a level that it gives by itself."""
    reason = _REASONS[_kind(candidate)]
    return reason.plain if level >= reason.level else reason.passing


def deciding_evidence(verdict: TopicCoverage) -> tuple[Evidence, ...]:
    """The evidence that decides a level: passages of a kind that is a reason for *taught* or for a
    higher level that the topic has. All that counts where it is mentioned, or where much of the
    course is on it; none where it is absent."""
    if verdict.level is Level.ABSENT:
        return ()
    deciding = tuple(
        evidence
        for evidence in verdict.content
        if Level.TAUGHT <= _REASONS[_kind(evidence)].level <= verdict.level
    )
    if verdict.level is Level.MENTIONED or not deciding:
        return verdict.content
    return deciding


def rule_of(level: Level, counted: Sequence[Evidence]) -> str:
    """The level in words: which parts of the syllabus carry it, by the passages ``counted``."""
    if level is Level.ABSENT:
        return "too little evidence to say mentioned" if counted else "no evidence counted"
    passages = Counter(_kind(evidence) for evidence in counted)
    plain, passing = [], []
    for kind, reason in _REASONS.items():
        number = passages[kind]
        if number:
            many = f" ({number} passages)" if number > 1 else ""
            if level >= reason.level:
                plain.append(f"{reason.plain}{many}")
            else:
                passing.append(f"{reason.passing}{many}")
    reasons = [*plain, *passing]
    needed = {kind for kind, reason in _REASONS.items() if reason.level is level}
    if level > Level.MENTIONED and not needed & passages.keys():
        reasons.insert(0, _COURSE_ON_IT if level is Level.ASSESSED else _MUCH_OF_COURSE)
    if level is Level.MENTIONED:
        reasons.append(_WEAK if passing else _NOTHING_PLAIN)
    return f"{level}: " + "; ".join(reasons)
