"""Where a rubric's terms stand in a text: longest phrase first, each word once, vetoes, scope."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from curriculum_gap.keywords.model import ALONE, Model, Role, branches, company
from curriculum_gap.keywords.words import BREAK, Split, phrase
from curriculum_gap.nouns import FalseFriend
from curriculum_gap.patterns import late

__all__ = ["REACH", "Found", "Hit", "Veto", "find"]

_TERM = int(Role.TERM)
_READING = attrgetter("first", "topic", "number")
#: Words either side in which a partner or a vetoing word counts as company.
REACH = 12

_OUT_OF_SCOPE = late(
    r"\b(?:(?:will|do|does|did|is|are|can|shall)\s+not|won['’]t|doesn['’]t|don['’]t|isn['’]t|aren['’]t|cannot)"
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
# Cheap to look for among the words of a text: without one of these the patterns cannot match. A denial
# needs a word of teaching soon after it.
_DENIALS = frozenset(phrase("not won't doesn't don't isn't aren't cannot"))
_TEACHING = frozenset(
    phrase(
        "cover covered include included address addressed discuss discussed teach taught deal treat"
        " treated examine examined consider considered explore explored part about"
    )
)
_SOON = 8
_LEFT_OUT = frozenset(phrase("scope longer never excluded omit"))
_BEFORE = frozenset(phrase("prerequisite corequisite requisite prior"))
_SILENCES = _DENIALS | _LEFT_OUT | _BEFORE
_SENTENCE_END = late(r"[.!?;](?=\s|$)")


class Hit(NamedTuple):
    """A term of a topic in a text. ``first``/``last`` are word positions (last excluded),
    ``start``/``end`` character offsets, worked out for the few hits that are shown."""

    topic: int
    number: int
    first: int
    last: int
    words: Split

    @property
    def start(self) -> int:
        return self.words.offsets(self.first)[0]

    @property
    def end(self) -> int:
        return self.words.offsets(self.last - 1)[1]


class Veto(NamedTuple):
    """A hit that does not count, and why; with ``policy`` it counts in policy text."""

    hit: Hit
    why: str
    policy: bool = False


#: Where a partner stands, and whose.
Partner = tuple[int, tuple[int, ...]]


class Found(NamedTuple):
    """What one text holds: the normal forms of its words, hits in reading order, vetoed hits,
    partners with their topics, in that order, and each phrase of several words as often as it occurred."""

    forms: list[str]
    hits: tuple[Hit, ...]
    vetoes: tuple[Veto, ...]
    partners: list[Partner]
    phrases: list[str]


def _denied(forms: list[str]) -> bool:
    for at, form in enumerate(forms):
        if form in _DENIALS and not _TEACHING.isdisjoint(forms[at + 1 : at + 1 + _SOON]):
            return True
    return False


def _silent_spans(text: str, forms: list[str]) -> list[tuple[int, int, str]]:
    """Stretches of ``text`` (its words are ``forms``) said not to be taught, or required from
    before."""
    if _SILENCES.isdisjoint(forms):
        return []
    silences = []
    if not _LEFT_OUT.isdisjoint(forms) or _denied(forms):
        silences.append((_OUT_OF_SCOPE, "out of scope"))
    if not _BEFORE.isdisjoint(forms):
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


#: The phrases of a model that a text holds: terms and false friends by topic; partners with their
#: topics; and each phrase of several words as often as it occurred.
_Met = tuple[dict[int, list[_Span]], list[Partner], list[str]]


def _met(forms: list[str], model: Model) -> _Met:
    begun: list[tuple[int, int, str]] = []
    ended = [*forms, BREAK]
    for first, seconds in enumerate(map(model.phrases.get, forms)):
        if seconds:
            if ALONE in seconds:
                begun.append((first, first + 1, seconds[ALONE]))
            after = ended[first + 1]
            if after in seconds:
                begun.append((first, first + 2, seconds[after]))
    spans: dict[int, list[_Span]] = defaultdict(list)
    partners: list[Partner] = []
    phrases: list[str] = []
    for first, last, written in begun:
        for tail, entries, topics in branches(written):
            end = last + len(tail)
            if tail and tuple(forms[last:end]) != tail:
                continue
            if end > first + 1:
                phrases.append(" ".join(forms[first:end]))
            for role, topic, number in entries:
                spans[topic].append((first, end, number, role))
            if topics:
                partners.append((first, topics))
    return spans, partners, phrases


def _is_veto(friend: FalseFriend, first: int, last: int, forms: list[str]) -> bool:
    near = company(friend.near)
    return not near or not near.keys().isdisjoint(forms[max(0, first - REACH) : last + REACH])


def _chosen(
    spans: list[_Span], forms: list[str], friends: Sequence[FalseFriend]
) -> tuple[list[_Span], list[_Span]]:
    """Of one topic's ways to read words: terms that hold, and false friends that do. The longest
    goes first, and each word counts once; at equal length a false friend wins over a term."""
    if len(spans) == 1 and spans[0][3] == _TERM:
        return spans, []
    terms: list[_Span] = []
    vetoes: list[_Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span[0] - span[1], -span[3], span[0])):
        first, last, number, role = span
        places = range(first, last)
        if not taken.isdisjoint(places):
            continue
        if role == _TERM:
            terms.append(span)
        elif _is_veto(friends[number], first, last, forms):
            vetoes.append(span)
        else:
            continue
        taken.update(places)
    return terms, vetoes


def find(text: str, model: Model) -> Found:
    """All hits of ``model``'s terms in ``text``."""
    words = Split(text)
    forms = words.forms()
    met, partners, phrases = _met(forms, model)
    if not met:
        return Found(forms, (), (), partners, phrases)
    hits: list[Hit] = []
    vetoes: list[Veto] = []
    silent = _silent_spans(text, forms)
    for topic, spans in met.items():
        friends = model.rubric.topics[topic].false_friends
        terms, against = _chosen(spans, forms, friends)
        for first, last, number, _ in terms:
            hit = Hit(topic, number, first, last, words)
            why = ""
            if silent:
                start = hit.start
                why = next((why for begin, stop, why in silent if begin <= start < stop), "")
            if why:
                vetoes.append(Veto(hit, why))
            else:
                hits.append(hit)
        for first, last, friend, _ in against:
            why = f"false friend: {friends[friend].phrase}"
            for begin, end, number, role in spans:
                if role == _TERM and begin < last and first < end:
                    hit = Hit(topic, number, begin, end, words)
                    vetoes.append(Veto(hit, why, friends[friend].policy))
    if len(hits) > 1:
        hits.sort(key=_READING)
    return Found(forms, tuple(hits), tuple(vetoes), partners, phrases)
