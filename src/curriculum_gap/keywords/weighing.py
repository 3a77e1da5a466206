"""Which hits count in a passage, and what each is worth before calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curriculum_gap.keywords.matching import REACH, Found, Hit, Veto, find
from curriculum_gap.keywords.model import Model
from curriculum_gap.keywords.tfidf import weights
from curriculum_gap.nouns import Passage, Strength

__all__ = ["Candidate", "Looked", "Place", "look"]

#: A contextual term without company keeps this name in the calibration.
ALONE = "alone"


class Place:
    """Where a term stood."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Candidate:
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


@dataclass(frozen=True, slots=True)
class Looked:
    """One passage looked at: candidates and vetoed hits by topic (index in the rubric)."""

    candidates: dict[int, tuple[Candidate, ...]]
    vetoes: tuple[Veto, ...] = ()
    words: int = 0


@dataclass(slots=True)
class _Memory:
    """Headings and table headers repeat from passage to passage: each is matched once."""

    model: Model
    known: dict[str, tuple[Found, dict[str, float]]] = field(default_factory=dict)

    def look(self, text: str) -> tuple[Found, dict[str, float]]:
        seen = self.known.get(text)
        if seen is None:
            seen = self.known[text] = _found_with_weights(text, self.model)
        return seen


def _found_with_weights(text: str, model: Model) -> tuple[Found, dict[str, float]]:
    found = find(text, model)
    if not found.hits:
        return found, {}
    counts = Counter(form for form in found.forms if form)
    counts.update(found.phrases)
    return found, weights(counts, model.idf)


def _company(
    hit: Hit, found: Found, model: Model, around: frozenset[int], near_forms: frozenset[str]
) -> str:
    """The partner that makes a contextual hit count, or ``""``.

    ``around`` holds topics with a term or partner in the heading path or table header,
    ``near_forms`` the words there."""
    low, high = hit.first - REACH, hit.last + REACH
    wanted = model.partners[hit.topic][hit.number]
    if wanted:
        for place in range(max(0, low), min(len(found.forms), high)):
            form = found.forms[place]
            if form in wanted and not hit.first <= place < hit.last:
                return form
        return next((f"{form} (heading)" for form in wanted if form in near_forms), "")
    for other in found.hits:
        if other.topic == hit.topic and other.number != hit.number and low <= other.first < high:
            return model.rubric.topics[hit.topic].terms[other.number].text
    for place in found.partners.get(hit.topic, ()):
        if low <= place < high and not hit.first <= place < hit.last:
            return found.forms[place]
    return "heading" if hit.topic in around else ""


def _worth(hit: Hit, found: Found, tfidf: dict[str, float]) -> float:
    return tfidf.get(" ".join(found.forms[hit.first : hit.last]), 0.0)


def look(passages: Iterable[Passage], title: str, model: Model) -> Iterator[tuple[Passage, Looked]]:
    """Every passage with its candidates, in order. A passage is looked at with its heading path, its
    table header and the document's title, never with its neighbours."""
    memory = _Memory(model)
    for passage in passages:
        yield passage, _look_at(passage, title, model, memory)


def _look_at(passage: Passage, title: str, model: Model, memory: _Memory) -> Looked:
    found, tfidf = _found_with_weights(passage.text, model)
    surroundings = [
        (Place.HEADING, memory.look(heading))
        for heading in passage.headings
        if heading not in (passage.text, title)
    ]
    if title and title not in passage.text:
        surroundings.append((Place.TITLE, memory.look(title)))
    if passage.header and passage.header != passage.cells:
        surroundings.append((Place.TABLE, memory.look(" | ".join(passage.header))))
    around = frozenset(
        topic
        for _, (other, _) in surroundings
        for topic in [*(hit.topic for hit in other.hits), *other.partners]
    )
    near_forms = frozenset(form for _, (other, _) in surroundings for form in other.forms if form)
    by_topic: dict[int, list[Candidate]] = {}

    def add(place: str, hit: Hit, found: Found, tfidf: dict[str, float]) -> None:
        term = model.rubric.topics[hit.topic].terms[hit.number]
        strength, partner = str(term.strength), ""
        if term.strength is Strength.CONTEXTUAL:
            partner = _company(hit, found, model, around, near_forms)
            strength = strength if partner else ALONE
        start, end = (hit.start, hit.end) if place == Place.TEXT else (0, 0)
        by_topic.setdefault(hit.topic, []).append(
            Candidate(hit.number, place, strength, _worth(hit, found, tfidf), start, end, partner)
        )

    for hit in found.hits:
        add(Place.TEXT, hit, found, tfidf)
    for place, (other, other_tfidf) in surroundings:
        for hit in other.hits:
            add(place, hit, other, other_tfidf)
    return Looked(
        {topic: tuple(candidates) for topic, candidates in by_topic.items()},
        found.vetoes,
        sum(map(bool, found.forms)),
    )
