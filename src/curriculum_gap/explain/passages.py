"""What the passages of a document hold of a topic: its candidates, and what came near.

Takes the passages with the terms found in them, gives the values that an explanation shows. The
functions that gave the verdict are asked again, so that no figure here differs from it.

A *candidate* is a passage with at least one term of the topic, even where all its terms are vetoed;
whether it counts was decided by the verdict. A *near miss* is no candidate: a passage with all
words of a term that do not stand together, or with a single rare word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.calibration import Calibration
from curriculum_gap.explanation import Candidate, MatchedTerm, ScatteredTerm
from curriculum_gap.keywords import (
    Model,
    PassageMatches,
    TermMatch,
    forms,
    learned_shares,
    learned_words,
    phrase,
    score_candidate,
    score_candidates,
)
from curriculum_gap.measure import (
    RatedEvidence,
    evidence_of_other_topics,
    level_by_itself,
    rate_evidence,
    reason_of,
)
from curriculum_gap.nouns import Evidence, Passage, Section, Strength, Topic, TopicCoverage

__all__ = ["SearchedPassage", "TopicInput", "candidates_of", "near_misses", "topic_inputs"]

SearchedPassage = tuple[Passage, PassageMatches]
"""A passage, and the terms found in it."""

_RARE_IDF = 4.0  # from here on a single word says something about its topic
_MAX_WORDS = 8
_MAX_SCATTERED = 5
"""How many near misses of each kind are shown."""


@dataclass(frozen=True, slots=True)
class TopicInput:
    """What the verdict on one topic was made from.

    ``index`` is the topic's place in the rubric, from 0. ``rated`` holds its evidence outside
    policy text, each with its chance (0–1). ``other_topics`` is what the document's other topics
    say for this one, log(1 + their evidence): high in a course that is about such topics.
    ``passages`` are all passages, in reading order.
    """

    index: int
    topic: Topic
    verdict: TopicCoverage
    rated: Sequence[RatedEvidence]
    other_topics: float
    passages: Sequence[SearchedPassage]
    model: Model
    calibration: Calibration


def topic_inputs(
    verdicts: Sequence[TopicCoverage],
    passages: Sequence[SearchedPassage],
    model: Model,
    calibration: Calibration,
) -> Iterator[TopicInput]:
    """The input behind each of a document's verdicts, which stand in the rubric's order."""
    evidence_of: dict[str, list[Evidence]] = defaultdict(list)
    for candidate in score_candidates(passages, model, calibration):
        evidence_of[candidate.topic].append(candidate)
    others_of = evidence_of_other_topics(evidence_of, model.rubric)
    for index, (topic, verdict) in enumerate(zip(model.rubric.topics, verdicts, strict=True)):
        other_topics = others_of[topic.id]
        evidence = evidence_of[topic.id]
        rated = rate_evidence(evidence, other_topics, topic.kind, calibration.passage_weights)
        yield TopicInput(index, topic, verdict, rated, other_topics, passages, model, calibration)


# Candidates


def candidates_of(source: TopicInput) -> tuple[Candidate, ...]:
    """Every passage with a term of the topic, in reading order.

    A passage in which every term was vetoed is there too, with a score of 0.
    """
    chances = {evidence.position: chance for evidence, chance in source.rated}
    counted = {evidence.position for evidence in source.verdict.content}
    candidates = []
    for position, (passage, found) in enumerate(source.passages):
        scored = score_candidate(
            passage, found, source.index, source.model, source.calibration, position
        )
        terms = [*_scored_terms(source, scored, found), *_vetoed_terms(source, found)]
        if not terms:
            continue
        evidence = scored or Evidence(source.topic.id, passage, 0.0, (), position)
        chance = chances.get(position, 0.0)
        own_level = level_by_itself(
            evidence, chance, source.topic.kind, source.model.rubric.language
        )
        counts = position in counted
        learned = _learned_words(source, passage)
        own_reason = reason_of(own_level, evidence) if own_level else ""
        candidates.append(
            Candidate(evidence, chance, counts, tuple(terms), own_level, own_reason, learned)
        )
    return tuple(candidates)


def _learned_words(source: TopicInput, passage: Passage) -> tuple[tuple[str, float], ...]:
    """The learned words of a passage with what each adds to the log-odds, heaviest first."""
    factor = source.calibration.passage_weights.get("learned", 0.0)
    weights, _ = learned_words(source.topic.id, source.model.rubric, source.calibration)
    if not factor or passage.section is Section.POLICY:
        return ()
    shares = [
        (word, factor * share) for word, share in learned_shares(passage.text, weights).items()
    ]
    return tuple(sorted(shares, key=lambda pair: -abs(pair[1])))


def _scored_terms(
    source: TopicInput, evidence: Evidence | None, found: PassageMatches
) -> Iterator[MatchedTerm]:
    """The terms that made the score, heaviest first, with the words that let them count."""
    if evidence is None:
        return
    # Evidence says "heading" of the document's title too: the model's own match knows better.
    waiting: dict[tuple[str, str, int, int], list[TermMatch]] = defaultdict(list)
    for term_match in found.by_topic.get(source.index, ()):
        term = source.topic.terms[term_match.number].text
        place = "heading" if term_match.place == "title" else term_match.place
        waiting[term, place, term_match.start, term_match.end].append(term_match)
    for match in evidence.matches:
        term_match = waiting[match.term, match.place, match.start, match.end].pop(0)
        is_contextual = match.strength is Strength.CONTEXTUAL
        yield MatchedTerm(
            term=match.term,
            strength=str(match.strength),
            share=match.weight,
            place=term_match.place,
            start=match.start,
            end=match.end,
            partner=term_match.partner,
            without_partner=is_contextual and not term_match.partner,
        )


def _vetoed_terms(source: TopicInput, found: PassageMatches) -> Iterator[MatchedTerm]:
    """The terms that do not count, with the reason."""
    for veto in found.vetoes:
        if veto.span.topic == source.index:
            term = source.topic.terms[veto.span.number]
            yield MatchedTerm(
                term=term.text,
                strength=str(term.strength),
                share=0.0,
                place="text",
                start=veto.span.start,
                end=veto.span.end,
                veto=veto.why,
            )


# Near misses


def near_misses(
    source: TopicInput, candidate_positions: Collection[int]
) -> tuple[tuple[ScatteredTerm, ...], tuple[tuple[str, int], ...]]:
    """What came near an absent topic, the rarest words first.

    Gives terms whose words all stand in one passage, but not as the term; and rare single words of
    terms, no numbers, with how many passages hold them. Candidates and policy text are left out.
    """
    idf = source.model.idf
    phrases = _phrases(source.topic)
    rare = set()
    for words in phrases.values():
        rare |= {word for word in words if idf[word] >= _RARE_IDF and not word.isdigit()}
    passages_with: Counter[str] = Counter()
    scattered: list[tuple[float, ScatteredTerm]] = []
    for position, (passage, _) in enumerate(source.passages):
        if position in candidate_positions or passage.section is Section.POLICY:
            continue
        present = frozenset(form for form in forms(passage.text) if form)
        passages_with.update(present & rare)
        for term, words in phrases.items():
            if words <= present and words & rare:
                weight = sum(idf[word] for word in words)
                scattered.append((weight, ScatteredTerm(term, position)))
    scattered.sort(key=lambda entry: (-entry[0], entry[1].position, entry[1].term))
    rarest = sorted(passages_with.items(), key=lambda entry: (-idf[entry[0]], entry[0]))
    shown = tuple(term for _, term in scattered[:_MAX_SCATTERED])
    return shown, tuple(rarest[:_MAX_WORDS])


def _phrases(topic: Topic) -> dict[str, frozenset[str]]:
    """Terms of several words that are no names → the forms of these words."""
    phrases = {}
    for term in topic.terms:
        words = phrase(term.text)
        if len(words) > 1 and term.strength is not Strength.NAME:
            phrases[term.text] = frozenset(words)
    return phrases
