"""Sentences that are no evidence: what a course does not teach, and what its teacher has written.

Takes a text, gives the spans in which no term counts. A denial holds for its sentence, up to a
"but"; a sentence that begins with "None of this" denies the one before it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon, LimitWords, Wording
from curriculum_gap.patterns import lazy_pattern

__all__ = ["Denied", "denied_spans", "ends_in_denial"]

# A point behind a title ends no sentence. What is rare in a text is asked first.
_SENTENCE_END = lazy_pattern(r"[.!?](?=\s|$)(?<!\bdr.)(?<!\bprof.)(?<!\bmr.)(?<!\bms.)(?<!\bmrs.)")
_CLAUSE_END = lazy_pattern(r";(?=\s|$)")
# Behind a denial: it speaks of what stands before it.
_SPEAKS_OF_IT = lazy_pattern(r"\s*(?:it|them|these|this|that)\b|\W*$")
_OUT_OF_SCOPE, _ELSEWHERE = "out of scope", "another course"

_Denial = tuple[Wording, str]
"""Words that deny, and why what they deny is no evidence."""


class Denied(NamedTuple):
    """Characters of a text in which no term counts, and why."""

    start: int
    end: int
    why: str


def denied_spans(text: str, lexicon: Lexicon, title: str = "") -> list[Denied]:
    """The spans of ``text`` that are no evidence; ``title`` is that of the document, which may hold
    the course's own code."""
    words = lexicon.limits
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow; offsets must stay those of the text
        lowered = text
    if words.label.match(lowered):
        return [Denied(0, len(text), _OUT_OF_SCOPE)]
    denials = _denials_in(lowered, words)
    denied: list[Denied] = []
    before: tuple[int, int] | None = None
    for start, end in _sentences(lowered):
        found = list(_denied_in(lowered[start:end], start, denials, words, title))
        if found and before and words.refers_back.match(lowered[start:end]):
            denied.append(Denied(*before, found[0].why))
        denied += found
        before = start, end
    return denied


def ends_in_denial(text: str, lexicon: Lexicon) -> str:
    """Why the list below ``text`` is not taught, else ``""``: its last sentence denies what
    follows, as one that ends with a colon or begins with "None of these" does."""
    lowered = text.lower().rstrip()
    denials = _denials_in(lowered, lexicon.limits)
    if not denials:
        return ""
    sentences = [lowered[start:end] for start, end in _sentences(lowered)]
    if not sentences:
        return ""
    last = sentences[-1].strip()
    if not last.endswith(":") and not lexicon.limits.refers_back.match(last):
        return ""
    reasons = [denied.why for denied in _denied_in(last, 0, denials, lexicon.limits, "")]
    return next((why for why in reasons if why in (_OUT_OF_SCOPE, _ELSEWHERE)), "")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence. A semicolon ends one, except in a list after a colon."""
    start = 0
    for stop in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        if ":" not in text[start:stop]:
            for clause in _CLAUSE_END.finditer(text, start, stop):
                yield start, clause.end()
                start = clause.end()
        if start < stop:
            yield start, stop
        start = stop


def _denials_in(text: str, words: LimitWords) -> list[_Denial]:
    """The ways to deny that may stand in lower-case ``text``: few texts have any."""
    denials = [
        (words.not_taught, _OUT_OF_SCOPE),
        (words.elsewhere, _ELSEWHERE),
        (words.required_before, "prerequisite"),
    ]
    return [(wording, why) for wording, why in denials if wording.may_stand_in(text)]


def _denied_in(
    sentence: str, start: int, denials: list[_Denial], words: LimitWords, title: str
) -> Iterator[Denied]:
    """What a sentence that starts at ``start`` denies."""
    if words.teacher.match(sentence):
        yield Denied(start, start + len(sentence), "about the teacher")
    for wording, why in denials:
        if not wording.stands_in(sentence):
            continue
        for match in wording.expression.finditer(sentence):
            if _is_affirmed(sentence, match, words) or _names_own(match[0], words, title):
                continue
            first, last = _denied_range(sentence, match, words)
            yield Denied(start + first, start + last, why)


def _is_affirmed(sentence: str, denial: re.Match[str], words: LimitWords) -> bool:
    """Whether the sentence says no such thing: "not only", "why … is not discussed"."""
    if words.asks.stands_in(sentence[: denial.start()]):
        return True
    return words.affirms.stands_in(sentence[denial.start() :])


def _names_own(sent_to: str, words: LimitWords, title: str) -> bool:
    """Whether the course that a sentence sends to is the one that the title names."""
    code = words.course_code.search(sent_to)
    return code is not None and code[0] in title.lower()


def _denied_range(sentence: str, denial: re.Match[str], words: LimitWords) -> tuple[int, int]:
    """What a denial holds for: from the turn before it ("but"), unless it speaks of what stands
    there, up to the turn after it."""
    first, last = 0, len(sentence)
    turn = words.turns.search(sentence[denial.end() :])
    if turn:
        last = denial.end() + turn.start()
    if _SPEAKS_OF_IT.match(sentence, denial.end()):
        return first, last
    for turn in words.turns.expression.finditer(sentence, 0, denial.start() + 1):
        if turn.end() + 1 < denial.start():  # "but not" denies what stands before it
            first = turn.end()
    return first, last
