"""Heading words → the section they open.

A heading is recognised in two ways: by a phrase that cannot mean anything else ("Learning
Outcomes"), or because *all* its words belong to the vocabulary of syllabus headings and one of them
names a section. The second test is what keeps "Disability in American Society" a topic while
"Disability Services and Accommodations" is policy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from curriculum_gap.nouns import Section
from curriculum_gap.patterns import late
from curriculum_gap.sections.heading_phrases import LONGEST, PHRASES, STARTS
from curriculum_gap.sections.heading_words import (
    ALONE,
    ANY_VOCABULARY,
    COLUMNS,
    CONTENT_VOCABULARY,
    CORES,
    FILLER,
    HINT_VOCABULARY,
    HINTS,
    POLICY_CORE,
    POLICY_VOCABULARY,
    PRESENCE,
    STATED,
    SURE,
    WHAT,
    WHEN,
    WHOLE,
    WORK,
)
from curriculum_gap.sections.openings import Opening

__all__ = ["Label", "is_generic", "opening", "run_in"]


_NAMED_WORK = late(
    r"(?:assignment|(?:term |response |reaction )?paper|essay|project|homework|a)[ -]{0,2}#?\d{1,2}[a-z]?(?:$|[ ]?[:.–—(-])"
)
_WORTH = late(r"\d\s?(?:%|percent\b|points?\b|pts\b|marks\b)", re.IGNORECASE)
_POLICIES = late(
    r"\b(?:university|campus|college|course|class|school|institut\w{1,6}|department\w{0,3})\b.{0,30}\bpolicies\b"
)
_ALL_VOCABULARY = ANY_VOCABULARY | HINT_VOCABULARY
_NUMBERING = late(
    r"(?:(?:section|part|appendix)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[ivxl]{1,5}|[a-z])[.):]\s+"
)
_PARENTHESIS = late(r"\s\([^()]{0,120}\)$")
_TOKEN = late(r"[a-z][a-z0-9'’-]*")
_CODE = late(r"^[a-z]{2,5}-?\d{2,4}[a-z]?$")
_LABEL_END = late(r":|\. | [–—-]-? ")
_CAPITALS = late(
    r"^((?:[A-Z][A-Z/&'’-]+[,:]?\s+(?:(?:of|and|for|the|to)\s+)?){1,7}(?<=\s))(?=[A-Z][a-z])"
)


def opening(text: str, *, certain: bool = True) -> Opening | None:
    """What the heading ``text`` opens, or None for a heading whose words decide nothing.

    ``certain`` is true for blocks the reader found to be headings; for ordinary short lines and
    run-in labels only whole-vocabulary matches (and phrases standing almost alone) count.
    """
    return _opening(text[:160], certain)


@lru_cache(4096)  # syllabi share many of their headings and labels
def _opening(text: str, certain: bool) -> Opening | None:
    low = text.lower().replace("’", "'").strip(" *_#:.-–—\t")
    start = low[:30]
    marked = ". " in start or ") " in start or ": " in start
    if marked and (numbered := _NUMBERING.match(low)):
        low = low[numbered.end() :]
    if low.endswith(")"):
        low = _PARENTHESIS.sub("", low).strip(" :")
    low = low.replace("title ix", "title-ix").replace("&", "and").replace("(s)", "s")
    words = _TOKEN.findall(low)
    if not words or len(words) > 14 or words[-1] == "due":
        return None
    if certain and (_WORTH.search(text) or "rubric" in words):
        return Opening(Section.ASSIGNMENT)
    if found := _by_phrase(low, words, 6 if certain else 3):
        return found
    if certain and "policies" in words and _POLICIES.search(low) and len(words) <= 7:
        return Opening(Section.POLICY, umbrella=True)
    if COLUMNS.issuperset(words) and WHEN.intersection(words) and WHAT.intersection(words):
        return Opening(Section.SESSION)
    if alone := ALONE.get(low):
        return Opening(alone, part=True)
    known = words
    if not all(map(str.isalpha, words)):
        known = [word for word in words if not _CODE.match(word)]
    if not known or len(known) > 8:
        return None
    if _ALL_VOCABULARY.issuperset(known) and (closed := _closed(frozenset(known))):
        return closed
    if _NAMED_WORK.match(low) or (certain and len(known) <= 7 and known[-1] in WORK):
        return Opening(Section.ASSIGNMENT)
    return None


def _by_phrase(low: str, words: Sequence[str], spare: int) -> Opening | None:
    """What the first phrase opens that stands among these words with no more than ``spare``
    others."""
    if len(words) > spare + LONGEST:
        return None
    ranks: list[int] = []
    for at, word in enumerate(words, 1):
        if seconds := STARTS.get(word[:4]):
            ranks += seconds.get("", ())
            if at < len(words):
                ranks += seconds.get(words[at][:2], ())
    if not ranks:
        return None
    plain = low.replace("title-ix", "title ix")
    for rank in sorted(ranks):
        phrase, found = PHRASES[rank]
        if phrase in plain and len(words) - phrase.count(" ") - 1 <= spare:
            if found.section is Section.POLICY and not found.umbrella:
                before, _, after = plain.partition(phrase)
                left = _TOKEN.findall(before + " " + after.lstrip("abcdefghijklmnopqrstuvwxyz"))
                named = all(word in POLICY_VOCABULARY for word in left)
                return found if named else found._replace(hint=True)
            return found
    return None


def is_generic(text: str) -> bool:
    """Holds nothing but the vocabulary of syllabus headings ("Assignments and Grading")."""
    words = _TOKEN.findall(text[:160].lower().replace("’", "'").replace("&", "and"))
    return all(word in CONTENT_VOCABULARY or _CODE.match(word) for word in words)


def _closed(words: frozenset[str]) -> Opening | None:
    if "participation" in words and words <= ANY_VOCABULARY:
        return Opening(Section.ACTIVITY, part=True)
    core = words & POLICY_CORE
    if core and words <= POLICY_VOCABULARY:
        stated = bool(words & STATED)
        lone = len(words - FILLER) == 1 and not stated and not words & SURE
        presence = bool(words & PRESENCE)
        return Opening(Section.POLICY, hint=lone, umbrella=presence, subject=not stated)
    if core and words <= ANY_VOCABULARY:
        content = next((s for s, cores in CORES if words & cores), None)
        if content:
            return Opening(content)
        sure = bool(words & (SURE | STATED))
        return Opening(Section.POLICY, umbrella=sure, hint=not sure)
    if words <= CONTENT_VOCABULARY:
        for section, cores in CORES:
            if words & cores:
                return Opening(section, part=not words & WHOLE)
        if words & {"policy", "policies", "procedures", "rules"}:
            return Opening(Section.POLICY, umbrella=True)
        if "expectations" in words:
            return Opening(Section.POLICY, hint=True)
    if words & HINTS and words <= HINT_VOCABULARY:
        return Opening(Section.POLICY, hint=True)
    return None


class Label(NamedTuple):
    """A label at the start of a paragraph that acts as its heading."""

    text: str
    opened: Opening


def run_in(text: str) -> Label | None:
    """The label that ``text`` starts with ("Course Description: This seminar …"), if its words open
    a section."""
    start = text[:110]
    if not start[:1].isupper():
        return None
    if start[1:2].isupper() and (found := _CAPITALS.match(start)):
        label = found.group(1)
    else:
        end = _LABEL_END.search(start, 0, 76)
        if end is None or end.start() > 72:
            return None
        label = start[: end.start()]
    label = label.strip(" *_:,")
    if label.count(" ") > 7 or "!" in label or "?" in label:
        return None
    opened = opening(label, certain=False)
    return Label(label, opened) if opened else None
