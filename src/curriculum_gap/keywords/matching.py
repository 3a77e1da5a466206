"""Where a rubric's terms stand in a text: longest phrase first, each word once, vetoes, scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
# Cheap to look for: without these the patterns cannot match. A denial (*not* as a word of its own,
# or one of these) needs a word of teaching beside it.
_DENIALS = ("cannot", "n't", "n’t")
_TEACHING = (
    "cover",
    "includ",
    "address",
    "discuss",
    "teach",
    "taught",
    "deal",
    "treat",
    "examin",
    "consider",
    "explor",
    "part of",
    "about",
)
_LEFT_OUT = ("scope", "longer", "never", "exclude", "omit")
_BEFORE = ("requisite", "prior")
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


def _holds(text: str, signs: Iterable[str]) -> bool:
    for sign in signs:  # noqa: SIM110 (any() with a generator takes twice the time)
        if sign in text:
            return True
    return False


def _silent_spans(text: str, forms: list[str]) -> list[tuple[int, int, str]]:
    """Stretches of ``text`` (its words are ``forms``) said not to be taught, or required from
    before."""
    lowered = text.lower()
    silences = []
    denied = "not" in forms or _holds(lowered, _DENIALS)
    if (denied and _holds(lowered, _TEACHING)) or _holds(lowered, _LEFT_OUT):
        silences.append((_OUT_OF_SCOPE, "out of scope"))
    if _holds(lowered, _BEFORE):
        silences.append((_PREREQUISITE, "prerequisite"))
    spans = []
    for pattern, why in silences:
        for match in pattern.finditer(text):
            begin = 0
            for end in _SENTENCE_END.finditer(text, 0, match.start()):
                begin = end.end()
            stop = _SENTENCE_END.search(text, match.end())
            spans.append((begin, stop.end() if stop else len(text), why))
    return spans


#: A way to read words of a text: first word, last word (excluded), number, role.
_Span = tuple[int, int, int, int]


class _Met(NamedTuple):
    """The phrases of a model that a text holds: terms and false friends, and the places of
    partners, by topic; and how often each phrase of several words occurred."""

    spans: dict[int, list[_Span]]
    partners: dict[int, list[int]]
    phrases: dict[str, int]


def _met(forms: list[str], model: Model) -> _Met:
    spans: dict[int, list[_Span]] = {}
    partners: dict[int, list[int]] = {}
    phrases: dict[str, int] = {}

    def note(first: int, last: int, entries: tuple[Entry, ...]) -> None:
        for role, topic, number in entries:
            if role == _PARTNER:
                partners.setdefault(topic, []).append(first)
            elif topic in spans:
                spans[topic].append((first, last, number, role))
            else:
                spans[topic] = [(first, last, number, role)]

    known, starts = model.phrases, model.starts
    for first, (form, after) in enumerate(zip(forms, [*forms[1:], BREAK], strict=False)):
        if form not in starts:
            continue
        if form in known:
            for _, entries in branches(known[form]):
                note(first, first + 1, entries)
        pair = f"{form}\t{after}"
        if pair in known:
            for tail, entries in branches(known[pair]):
                last = first + 2 + len(tail)
                if not tail or tuple(forms[first + 2 : last]) == tail:
                    joined = " ".join(forms[first:last])
                    phrases[joined] = phrases.get(joined, 0) + 1
                    note(first, last, entries)
    return _Met(spans, partners, phrases)


def find(text: str, model: Model) -> Found:
    """All hits of ``model``'s terms in ``text``."""
    forms = forms_of(text)
    met = _met(forms, model)
    partners = {topic: tuple(places) for topic, places in met.partners.items()}
    if not met.spans:
        return Found(forms, (), (), partners, met.phrases)
    hits: list[Hit] = []
    vetoes: list[Veto] = []
    needed = max([span[1] for spans in met.spans.values() for span in spans])
    offsets = spans_of(text, needed)
    silent = _silent_spans(text, forms)
    for topic, spans in met.spans.items():
        taken: list[tuple[int, int]] = []
        friends: list[tuple[int, int, FalseFriend]] = []
        # Longest first; at equal length a false friend wins over a term.
        if len(spans) > 1:
            ordered = sorted(spans, key=lambda span: (span[0] - span[1], -span[3], span[0]))
        else:
            ordered = spans
        for first, last, number, role in ordered:
            if taken and any(first < end and begin < last for begin, end in taken):
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
    return Found(forms, tuple(hits), tuple(vetoes), partners, met.phrases)
