"""The wording of graded work: its names, what it is worth, when it is due.

All functions take lower-cased text; where they take ``words`` too, that is the text's vocabulary,
which spares most texts the patterns.
"""

from __future__ import annotations

from collections.abc import Set

from curriculum_gap.patterns import late
from curriculum_gap.sections.telling import START, telling

__all__ = ["is_about_work", "is_graded", "names_assignment", "names_work"]

_WORK_WORDS = telling(
    "paper papers essay essays exam exams examination examinations midterm midterms final "
    "finals test tests quiz quizzes project projects presentation presentations journal "
    "journals homework homeworks assignment assignments report reports review reviews "
    "portfolio portfolios reflection reflections participation response responses post posts "
    "discussion discussions attendance problem lab labs proposal bibliography group "
    "interview autobiography case write-up draft"
)
_WORK = (
    r"(?:papers?|essays?|exams?|examinations?|midterms?|finals?|tests?|quiz(?:zes)?|projects?|presentations?|"
    r"journals?|homeworks?|assignments?|reports?|reviews?|portfolios?|reflections?|participation|"
    r"responses?|posts?|discussions?|attendance|problem sets?|labs?|proposal|bibliography|group|"
    r"interview|autobiography|case stud(?:y|ies)|write-?ups?|draft)"
)
_WORK_NAMED = late(rf"\b{_WORK}\b")
# What is said of graded work, and how far from the work's name it may stand.
_WORTH = late(r"\d\s?(?:%|percent\b|per cent\b|points?\b|pts\b|marks\b)")
_WORTH_BEFORE, _WORTH_AFTER = 100, 70
_JUDGED = late(
    r"\b(?:is|are|will be) (?:due|graded|evaluated|assessed|marked)\b"
    r"|\bdue(?: ?:| (?:week|on|by|at|in class|\w{3,6}day|\d))"
)
_JUDGED_BEFORE = 60
_ORDERED = late(
    r"\b(?:write|submit|turn in|hand in|complete) (?:an?|your|the|one|two|three) "
    r"|\bthere (?:will be|are|is) |\b\d{1,2}[- ]?pages?\b"
)
_ORDERED_AFTER = 60
_JUDGED_WORDS = telling("due graded evaluated assessed marked")
_ORDERED_WORDS = telling("write submit turn hand complete there")
_ABOUT_WORK = late(
    r"\b(?:this|the|each|your|an?) (?:\w+ )?(?:assignment|paper|essay|presentation|project|journal|portfolio|rubric|worksheet)\b"
    r"|\b(?:submit|upload|turn in|hand in)\b"
)
_NAMES_WORK = late(
    r"(?:(?:written|in-class|final|first|second|third|reaction|response|reflection|research|short|position|graded|due:?|group|weekly) )*"
    r"(?:papers?|essay|assignment|project|journal|homework|reflection|presentation|e-journal)\b[^.]{0,40}"
    r"(?::|\bdue\b|[-–—])"
)
_ASSIGNMENT_NAME = late(
    r"\b(?:papers?|essays?|exams?|midterm|final|tests?|quiz(?:zes)?|projects?|presentations?|journals?|"
    r"assignments?|assessment|reports?|portfolio|reflections?|case study|discussions?|interview|rubric|memos?)\b"
)


def is_graded(low: str, words: Set[str]) -> bool:
    """Names work with its worth, length or deadline."""
    if words.isdisjoint(_WORK_WORDS):
        return False
    low = low[:START]
    if any(
        _WORK_NAMED.search(low, max(0, found.start() - _WORTH_BEFORE), found.end() + _WORTH_AFTER)
        for found in _WORTH.finditer(low)
    ):
        return True
    if not words.isdisjoint(_JUDGED_WORDS) and any(
        _WORK_NAMED.search(low, max(0, found.start() - _JUDGED_BEFORE), found.start())
        for found in _JUDGED.finditer(low)
    ):
        return True
    if words.isdisjoint(_ORDERED_WORDS) and "page" not in low:
        return False
    return any(
        _WORK_NAMED.search(low, found.end(), found.end() + _ORDERED_AFTER)
        for found in _ORDERED.finditer(low)
    )


def is_about_work(low: str) -> bool:
    """Tells students how to do a piece of work ("in this assignment you will …")."""
    return bool(_ABOUT_WORK.search(low[:START]))


def names_work(low: str) -> bool:
    """Starts with a piece of work and goes on to say what to do ("Reaction paper 2: discuss …")."""
    return bool(_NAMES_WORK.match(low[:200].lstrip(" *_•-")))


def names_assignment(low: str) -> bool:
    """A short table cell that names graded work ("Case study paper")."""
    return len(low) <= 90 and bool(_ASSIGNMENT_NAME.search(low))
