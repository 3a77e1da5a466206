"""Where a rubric's terms stand in a text: longest phrase first, each word once, vetoes, scope."""

from __future__ import annotations

import re
from typing import NamedTuple

from curriculum_gap.keywords.model import Entry, Model, Role, branches, company
from curriculum_gap.keywords.words import BREAK
from curriculum_gap.keywords.words import forms as forms_of
from curriculum_gap.keywords.words import spans as spans_of
from curriculum_gap.nouns import FalseFriend
from curriculum_gap.patterns import late

__all__ = ["REACH", "Found", "Hit", "Veto", "find"]

_TERM, _VETO, _PARTNER = map(int, Role)
#: Words either side in which a partner or a vetoing word counts as company.
REACH = 12

_OUT_OF_SCOPE = late(
    r"(?:(?:will|do|does|did|is|are|can|shall)\s+not|won['’]t|doesn['’]t|don['’]t|isn['’]t|aren['’]t|cannot)"
    r"\s+(?:\w+\s+){0,2}?"
    r"(?:cover|covered|include|included|address|addressed|discuss|discussed|teach|taught|deal|treat|treated|"
    r"examine|examined|consider|considered|explore|explored|part of|about)\b"
    r"|\b(?:beyond|outside|not within)\s+the\s+scope\b|\b(?:no longer|never)\s+(?:covered|taught|included|offered)\b"
    r"|\bnot\s+(?:be\s+)?covered\b"
    r"|\bexcluded\s+from\s+(?:this|the)\s+(?:course|module|class|unit)\b|\bomits?\b",
    re.IGNORECASE,
)
_PREREQUISITE = late(
    r"\b(?:pre-?\s?requisites?|co-?\s?requisites?|prior\s+(?:course|coursework))\b\s*(?:\(s\))?\s*[:–—-]",
    re.IGNORECASE,
)
#: Cheap to look for; without one of them neither pattern can match.
_CUES = (
    "not",
    "n't",
    "n’t",
    "scope",
    "requisite",
    "prior",
    "never",
    "longer",
    "exclude",
    "omit",
)
_SENTENCE_END = late(r"[.!?;](?=\s|$)")


class Hit(NamedTuple):
    """A term of a topic in a text. ``first``/``last`` are word positions (last excluded),
    ``start``/``end`` character offsets."""

    topic: int
    number: int
    first: int
    last: int
    start: int
    end: int


class Veto(NamedTuple):
    """A hit that does not count, and why; with ``policy`` it counts in policy text."""

    hit: Hit
    why: str
    policy: bool = False


class Found(NamedTuple):
    """What one text holds: the normal forms of its words, hits in reading order, vetoed hits,
    positions of partner words by topic, and how often each phrase occurred."""

    forms: list[str]
    hits: tuple[Hit, ...]
    vetoes: tuple[Veto, ...]
    partners: dict[int, tuple[int, ...]]
    phrases: dict[str, int]


def _silent_spans(text: str) -> list[tuple[int, int, str]]:
    """Stretches of ``text`` said not to be taught, or required from before."""
    lowered = text.lower()
    if not any(cue in lowered for cue in _CUES):
        return []
    spans = []
    for pattern, why in ((_OUT_OF_SCOPE, "out of scope"), (_PREREQUISITE, "prerequisite")):
        for match in pattern.finditer(text):
            begin = 0
            for end in _SENTENCE_END.finditer(text, 0, match.start()):
                begin = end.end()
            stop = _SENTENCE_END.search(text, match.end())
            spans.append((begin, stop.end() if stop else len(text), why))
    return spans


def find(text: str, model: Model) -> Found:
    """All hits of ``model``'s terms in ``text``."""
    forms = forms_of(text)
    candidates: dict[int, list[tuple[int, int, int, int]]] = {}
    partners: dict[int, list[int]] = {}
    phrases: dict[str, int] = {}
    known = model.phrases
    pairs = map("\t".join, zip(forms, [*forms[1:], BREAK], strict=False))
    for first, (form, pair) in enumerate(zip(forms, pairs, strict=True)):
        if form not in known:
            if pair not in known:
                continue
            ways: list[tuple[int, tuple[Entry, ...]]] = []
        else:
            ways = [(first + 1, entries) for _, entries in branches(known[form])]
        if pair in known:
            for tail, entries in branches(known[pair]):
                last = first + 2 + len(tail)
                if not tail or tuple(forms[first + 2 : last]) == tail:
                    joined = " ".join(forms[first:last])
                    phrases[joined] = phrases.get(joined, 0) + 1
                    ways.append((last, entries))
        for last, entries in ways:
            for role, topic, number in entries:
                if role == _PARTNER:
                    partners.setdefault(topic, []).append(first)
                else:
                    candidates.setdefault(topic, []).append((first, last, number, role))
    hits: list[Hit] = []
    vetoes: list[Veto] = []
    offsets = spans_of(text) if candidates else []
    silent = _silent_spans(text) if candidates else []
    for topic, spans in candidates.items():
        taken: list[tuple[int, int]] = []
        friends: list[tuple[int, int, FalseFriend]] = []
        # Longest first; at equal length a false friend wins over a term.
        for first, last, number, role in sorted(
            spans, key=lambda span: (span[0] - span[1], -span[3], span[0])
        ):
            if any(first < end and begin < last for begin, end in taken):
                continue
            if role == _VETO:
                friend = model.rubric.topics[topic].false_friends[number]
                around = forms[max(0, first - REACH) : last + REACH]
                near = company(friend.near)
                if near and near.keys().isdisjoint(around):
                    continue
                friends.append((first, last, friend))
                taken.append((first, last))
                continue
            taken.append((first, last))
            start, end = offsets[first][0], offsets[last - 1][1]
            hit = Hit(topic, number, first, last, start, end)
            why = ""
            if silent:
                why = next((why for begin, stop, why in silent if begin <= start < stop), "")
            if why:
                vetoes.append(Veto(hit, why))
            else:
                hits.append(hit)
        for first, last, friend in friends:
            for begin, end, number, role in spans:
                if role == _TERM and begin < last and first < end:
                    hit = Hit(topic, number, begin, end, offsets[begin][0], offsets[end - 1][1])
                    why = f"false friend: {friend.phrase}"
                    vetoes.append(Veto(hit, why, friend.policy))
    hits.sort(key=lambda hit: (hit.first, hit.topic, hit.number))
    return Found(
        forms,
        tuple(hits),
        tuple(vetoes),
        {topic: tuple(places) for topic, places in partners.items()},
        phrases,
    )
