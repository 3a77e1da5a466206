"""Every passage in which something of a topic was seen: what counted, and what did not and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from curriculum_gap.explain.workings import Workings
from curriculum_gap.explanation import Candidate, MatchedTerm
from curriculum_gap.keywords import Candidate as TermMatch
from curriculum_gap.keywords import Looked, score
from curriculum_gap.measure import plain_level
from curriculum_gap.nouns import Evidence, Section, Strength

__all__ = ["sightings_of"]


def sightings_of(one: Workings) -> tuple[Candidate, ...]:
    """In reading order; a passage in which every hit was vetoed is there too, with a score of 0."""
    chances = {e.position: chance for e, chance in one.weighed}
    counted = {e.position for e in one.verdict.evidence if e.passage.section is not Section.POLICY}
    sightings = []
    for position, (passage, seen) in enumerate(one.looked):
        found = score(passage, seen, one.number, one.model, one.calibration, position)
        terms = (*_terms(one, found, seen), *_vetoed(one, seen))
        if terms:
            piece = found or Evidence(one.topic.id, passage, 0.0, (), position)
            chance = chances.get(position, 0.0)
            alone = plain_level(piece, chance, one.topic.kind)
            sightings.append(Candidate(piece, chance, position in counted, terms, alone))
    return tuple(sightings)


def _terms(one: Workings, found: Evidence | None, seen: Looked) -> Iterator[MatchedTerm]:
    """The terms that made a score, heaviest first, with the company they keep."""
    if found is None:
        return
    waiting: dict[tuple[str, str, int, int], list[TermMatch]] = defaultdict(list)
    for candidate in seen.candidates.get(one.number, ()):
        term = one.topic.terms[candidate.number].text
        shown = "heading" if candidate.place == "title" else candidate.place
        waiting[term, shown, candidate.start, candidate.end].append(candidate)
    for match in found.matches:
        candidate = waiting[match.term, match.place, match.start, match.end].pop(0)
        yield MatchedTerm(
            match.term,
            str(match.strength),
            match.weight,
            candidate.place,
            match.start,
            match.end,
            candidate.partner,
            match.strength is Strength.CONTEXTUAL and not candidate.partner,
        )


def _vetoed(one: Workings, seen: Looked) -> Iterator[MatchedTerm]:
    """The hits that do not count, with the reason."""
    for veto in seen.vetoes:
        if veto.hit.topic == one.number:
            term = one.topic.terms[veto.hit.number]
            yield MatchedTerm(
                term.text,
                str(term.strength),
                0.0,
                "text",
                veto.hit.start,
                veto.hit.end,
                veto=veto.why,
            )
