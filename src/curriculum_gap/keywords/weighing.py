"""Which hits count in a passage, and what each is worth before calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from curriculum_gap.keywords.matching import REACH, Found, Hit, Veto, find
from curriculum_gap.keywords.model import Model, company
from curriculum_gap.keywords.tfidf import weights
from curriculum_gap.keywords.words import BREAK
from curriculum_gap.nouns import Passage, Section, Strength, Term

__all__ = ["Candidate", "Looked", "Place", "look"]

#: A contextual term without company keeps this name in the calibration.
ALONE = "alone"


class Place:
    """Where a term stood."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    TITLE = "title"


class Candidate(NamedTuple):
    """A hit with its worth: ``tfidf`` in 0–1 is the weight of the term in its own text,
    ``strength`` is ``strong``, ``contextual``, ``name``, or ``alone`` for a contextual term without
    a partner; ``partner`` is the company it keeps."""

    number: int
    place: str
    strength: str
    tfidf: float
    start: int
    end: int
    partner: str = ""


class Looked(NamedTuple):
    """One passage looked at: candidates and vetoed hits by topic (index in the rubric)."""

    candidates: Mapping[int, tuple[Candidate, ...]]
    vetoes: tuple[Veto, ...] = ()
    words: int = 0


class _Around(NamedTuple):
    """What stands around a passage (headings, table header, title): its terms as candidates by
    topic, topics with a term or partner there, and the words there."""

    candidates: Mapping[int, tuple[Candidate, ...]]
    topics: frozenset[int]
    forms: frozenset[str]


def _found_with_weights(text: str, model: Model) -> tuple[Found, dict[str, float]]:
    found = find(text, model)
    if not found.hits:
        return found, {}
    words = Counter(found.forms)
    del words[BREAK]
    counts = {**words, **found.phrases}  # a phrase holds a space: it is never one of the words
    return found, weights(counts, model.idf, {_written(hit, found) for hit in found.hits})


def _written(hit: Hit, found: Found) -> str:
    return " ".join(found.forms[hit.first : hit.last])


def _company(
    hit: Hit, term: Term, found: Found, model: Model, topics: frozenset[int], forms: frozenset[str]
) -> str:
    """The partner that makes a contextual hit of ``term`` count, or ``""``.

    ``topics`` are those with a term or partner in the heading path or table header, ``forms`` the
    words there."""
    low, high = max(0, hit.first - REACH), hit.last + REACH
    wanted = company(term.partners)
    if wanted:
        near = found.forms[low : hit.first] + found.forms[hit.last : high]
        if not wanted.keys().isdisjoint(near):
            return next(form for form in near if form in wanted)
        if not forms.isdisjoint(wanted):
            return next(f"{form} (heading)" for form in wanted if form in forms)
        return ""
    for other in found.hits:
        if other.topic == hit.topic and other.number != hit.number and low <= other.first < high:
            return model.rubric.topics[hit.topic].terms[other.number].text
    for place in found.partners.get(hit.topic, ()):
        if low <= place < high and not hit.first <= place < hit.last:
            return found.forms[place]
    return "heading" if hit.topic in topics else ""


def look(passages: Iterable[Passage], title: str, model: Model) -> Iterator[tuple[Passage, Looked]]:
    """Every passage with its candidates, in order. A passage is looked at with its heading path, its
    table header and the document's title, never with its neighbours."""

    # Headings and table headers repeat from passage to passage: each is matched once.
    @cache
    def found_in(text: str) -> tuple[Found, dict[str, float]]:
        return _found_with_weights(text, model)

    @cache
    def around(places: tuple[tuple[str, str], ...]) -> _Around:
        found = [(place, *found_in(text)) for place, text in places]
        topics = frozenset(
            topic
            for _, other, _ in found
            for topic in [*(hit.topic for hit in other.hits), *other.partners]
        )
        forms = frozenset(form for _, other, _ in found for form in other.forms if form)
        candidates: dict[int, list[Candidate]] = {}
        for place, other, tfidf in found:
            _add(candidates, place, other, tfidf, model, topics, forms)
        return _Around({t: tuple(those) for t, those in candidates.items()}, topics, forms)

    for passage in passages:
        yield passage, _look_at(passage, around(_places(passage, title)), model)


def _places(passage: Passage, title: str) -> tuple[tuple[str, str], ...]:
    """The texts around a passage, each with its place."""
    places = [
        (Place.HEADING, heading)
        for heading in passage.headings
        if heading not in (passage.text, title)
    ]
    if title and title not in passage.text:
        places.append((Place.TITLE, title))
    if passage.header and passage.header != passage.cells:
        places.append((Place.TABLE, " | ".join(passage.header)))
    return tuple(places)


def _look_at(passage: Passage, around: _Around, model: Model) -> Looked:
    found, tfidf = _found_with_weights(passage.text, model)
    words = len(found.forms) - found.forms.count(BREAK)
    vetoes = found.vetoes
    spoken: list[Hit] = []
    if vetoes and passage.section is Section.POLICY:
        # How institutions speak of a topic: no evidence elsewhere, and here what sets the flag.
        spoken = [veto.hit for veto in vetoes if veto.policy]
        vetoes = tuple(veto for veto in vetoes if not veto.policy)
    if not found.hits and not spoken:
        return Looked(around.candidates, vetoes, words)
    own: dict[int, list[Candidate]] = {}
    _add(own, Place.TEXT, found, tfidf, model, around.topics, around.forms)
    for hit in spoken:
        own.setdefault(hit.topic, []).append(
            Candidate(hit.number, Place.TEXT, str(Strength.STRONG), 1.0, hit.start, hit.end)
        )
    candidates = {topic: tuple(those) for topic, those in own.items()}
    for topic, those in around.candidates.items():
        candidates[topic] = candidates.get(topic, ()) + those
    return Looked(candidates, vetoes, words)


def _add(
    candidates: dict[int, list[Candidate]],
    place: str,
    found: Found,
    tfidf: Mapping[str, float],
    model: Model,
    topics: frozenset[int],
    forms: frozenset[str],
) -> None:
    """Add the hits of one text, with their company there and in what stands around."""
    for hit in found.hits:
        term = model.rubric.topics[hit.topic].terms[hit.number]
        strength, partner = str(term.strength), ""
        if term.strength is Strength.CONTEXTUAL:
            partner = _company(hit, term, found, model, topics, forms)
            strength = strength if partner else ALONE
        worth = tfidf.get(_written(hit, found), 0.0)
        start, end = (hit.start, hit.end) if place == Place.TEXT else (0, 0)
        candidates.setdefault(hit.topic, []).append(
            Candidate(hit.number, place, strength, worth, start, end, partner)
        )
