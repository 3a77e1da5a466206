"""Why a level: every passage in which a topic was seen, what counted, what did not, what is short.

    explanation = explain_document(document, rubric, ["stigma-and-help-seeking"])

The same functions that give a verdict are asked again, with their workings kept.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from curriculum_gap.calibration import Calibration, Rung, load_calibration
from curriculum_gap.check import check_document
from curriculum_gap.compiled import model_of
from curriculum_gap.errors import UsageError
from curriculum_gap.keywords import Candidate, Looked, Model, forms, look, phrase, score, weigh
from curriculum_gap.measure import (
    POLICY_FROM,
    Weighed,
    corroborate,
    features,
    plain_level,
    probability,
    settings,
)
from curriculum_gap.nouns import (
    Document,
    Evidence,
    Level,
    Match,
    Passage,
    Rubric,
    Section,
    Strength,
    Topic,
    TopicCoverage,
)
from curriculum_gap.proof import (
    Explanation,
    SeenTerm,
    Sighting,
    Step,
    Tip,
    TopicExplanation,
    WordsApart,
)
from curriculum_gap.sections import assign

__all__ = ["explain_document"]

Look = tuple[Passage, Looked]

_STEPS = (Level.MENTIONED, Level.TAUGHT, Level.ASSESSED)
_TIED = "objective tied to an assignment"
_PLAIN = 0.9  # the chance that a passage plainly about a topic has
_MOST_MORE = 3  # more passages than this are no small step
_RARE = 4.0  # idf from which a single word says something about its topic
_MOST_WORDS = 8
_MOST_APART = 5
_LEAST_WEIGHED = 0.05
_TIPPING = (
    Section.OBJECTIVE,
    Section.SESSION,
    Section.READING,
    Section.ACTIVITY,
    Section.ASSIGNMENT,
)


def explain_document(
    document: Document, rubric: Rubric, topics: Collection[str] | None = None, about: str = ""
) -> Explanation:
    """Why ``document`` got its levels.

    ``topics`` are ids (None: every topic, in the rubric's order). With ``about``, only passages that
    hold this text (letter case and white space aside) are explained, for the topics seen in them or
    named. Raises UsageError where no passage holds it.
    """
    model, calibration = model_of(rubric), load_calibration()
    looked = list(look(assign(document), document.title, model))
    evidence = [piece.evidence() for piece in weigh(looked, model, calibration)]
    coverage = check_document(document, rubric)
    covered = coverage.topics
    by_topic: dict[str, list[Evidence]] = defaultdict(list)
    for e in evidence:
        by_topic[e.topic].append(e)
    company = settings(by_topic, rubric)
    found = _holding(about, looked) if about else {}
    explained = []
    for number, topic in enumerate(rubric.topics):
        if topics is not None and topic.id not in topics:
            continue
        sightings = _sightings(
            number,
            looked,
            by_topic[topic.id],
            company[topic.id],
            model,
            calibration,
            covered[number],
        )
        if about:
            sightings = tuple(s for s in sightings if s.evidence.position in found)
            if not sightings and topics is None:
                continue
        explained.append(
            _explained(
                topic,
                covered[number],
                sightings,
                by_topic[topic.id],
                company[topic.id],
                looked,
                model,
                calibration,
            )
        )
    return Explanation(
        coverage,
        rubric,
        len(looked),
        calibration.counts_from,
        POLICY_FROM,
        tuple(explained),
        about,
        tuple(found.items()),
    )


def _holding(about: str, looked: Sequence[Look]) -> dict[int, Passage]:
    wanted = _folded(about)
    if not wanted:
        raise UsageError("--passage", "no text to look for", "give some words of the passage")
    found = {
        position: passage
        for position, (passage, _) in enumerate(looked)
        if wanted in _folded(passage.text)
    }
    if not found:
        raise UsageError(
            "--passage",
            f"no passage holds '{about}'",
            "give a few words as they stand in one line or paragraph",
        )
    return found


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


# Sightings


def _sightings(
    number: int,
    looked: Sequence[Look],
    evidence: Sequence[Evidence],
    setting: float,
    model: Model,
    calibration: Calibration,
    verdict: TopicCoverage,
) -> tuple[Sighting, ...]:
    topic = model.rubric.topics[number]
    chances = {
        e.position: chance
        for e, chance in corroborate(evidence, setting, topic.kind, calibration.corroborated)
    }
    counted = {e.position for e in verdict.evidence if e.passage.section is not Section.POLICY}
    sightings = []
    for position, (passage, seen) in enumerate(looked):
        found = score(passage, seen, number, model, calibration, position)
        terms = [*_terms(number, found, seen, model), *_vetoed(number, passage, seen, topic)]
        if terms:
            piece = found or Evidence(topic.id, passage, 0.0, (), position)
            sightings.append(
                Sighting(
                    piece,
                    chances.get(position, 0.0),
                    position in counted,
                    tuple(terms),
                    plain_level(piece, chances.get(position, 0.0), topic.kind),
                )
            )
    return tuple(sightings)


def _terms(number: int, found: Evidence | None, seen: Looked, model: Model) -> Iterator[SeenTerm]:
    """The terms that made a score, heaviest first, with the company they keep."""
    if found is None:
        return
    waiting: dict[tuple[str, str, int, int], list[Candidate]] = defaultdict(list)
    for candidate in seen.candidates.get(number, ()):
        term = model.rubric.topics[number].terms[candidate.number].text
        shown = "heading" if candidate.place == "title" else candidate.place
        waiting[term, shown, candidate.start, candidate.end].append(candidate)
    for match in found.matches:
        candidate = waiting[match.term, match.place, match.start, match.end].pop(0)
        yield SeenTerm(
            match.term,
            str(match.strength),
            match.weight,
            candidate.place,
            match.start,
            match.end,
            candidate.partner,
            match.strength is Strength.CONTEXTUAL and not candidate.partner,
        )


def _vetoed(number: int, passage: Passage, seen: Looked, topic: Topic) -> Iterator[SeenTerm]:
    for veto in seen.vetoes:
        if veto.hit.topic == number:
            term = topic.terms[veto.hit.number]
            yield SeenTerm(
                term.text,
                str(term.strength),
                0.0,
                "text",
                veto.hit.start,
                veto.hit.end,
                veto=veto.why,
            )


# The ladder


def _explained(
    topic: Topic,
    verdict: TopicCoverage,
    sightings: tuple[Sighting, ...],
    evidence: Sequence[Evidence],
    setting: float,
    looked: Sequence[Look],
    model: Model,
    calibration: Calibration,
) -> TopicExplanation:
    weighed = corroborate(evidence, setting, topic.kind, calibration.corroborated)
    steps = _steps(topic, weighed, setting, calibration) if weighed else ()
    tips = _tips(topic, verdict.level, weighed, setting, calibration)
    apart: tuple[WordsApart, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    if verdict.level is Level.ABSENT:
        apart, words = _near_misses(topic, looked, {s.evidence.position for s in sightings}, model)
    return TopicExplanation(topic, verdict, sightings, steps, tips, setting, apart, words)


def _steps(
    topic: Topic, weighed: Sequence[Weighed], setting: float, calibration: Calibration
) -> tuple[Step, ...]:
    found = features(weighed, setting, topic.kind)
    steps = []
    for level in _STEPS:
        rung = calibration.ladder[str(level)]
        parts = [
            (_in_words(name), weight * found[name])
            for name, weight in rung.weights.items()
            if weight * found.get(name, 0.0) >= _LEAST_WEIGHED
        ]
        own = rung.topic.get(topic.id, 0.0)
        if abs(own) >= _LEAST_WEIGHED:
            parts.append(("this topic, on labelled syllabi", own))
        parts.append(("where every topic starts", rung.intercept))
        parts.sort(key=lambda part: (-abs(part[1]), part[0]))
        steps.append(Step(level, probability(rung, topic.id, found), rung.threshold, tuple(parts)))
    return tuple(steps)


def _in_words(name: str) -> str:
    how, _, where = name.partition(" ")
    if how == "setting":
        return "other topics in this document"
    if name == "best tie":
        return "objective tied to an assignment"
    if name == "best heading":
        return "best heading"
    if where == "all":
        return "best passage" if how == "best" else "all passages together"
    return f"best {where} passage" if how == "best" else f"{where} passages together"


def _tips(
    topic: Topic,
    level: Level,
    weighed: Sequence[Weighed],
    setting: float,
    calibration: Calibration,
) -> tuple[Tip, ...]:
    """For each kind of passage, how many plain ones more would reach the next step; the fewest
    first. A passage more also speaks for those that are there, which is left out."""
    if level is Level.ASSESSED:
        return ()
    rung = calibration.ladder[str(Level(level + 1))]
    tips = []
    for section in _TIPPING:
        for tied in (False, True) if section is Section.OBJECTIVE else (False,):
            tip = _tip(topic, level, rung, weighed, setting, section, tied)
            if tip is not None:
                tips.append(tip)
    # Where an untied objective is enough, a tied one need not be said.
    enough = {tip.kind: tip.number for tip in tips}
    if enough.get(str(Section.OBJECTIVE), math.inf) <= enough.get(_TIED, math.inf):
        tips = [tip for tip in tips if tip.kind != _TIED]
    return tuple(sorted(tips, key=lambda tip: (tip.number, -tip.chance, tip.kind)))


def _tip(
    topic: Topic,
    level: Level,
    rung: Rung,
    weighed: Sequence[Weighed],
    setting: float,
    section: Section,
    tied: bool,
) -> Tip | None:
    passage = Passage("", section, tie="an assignment" if tied else "")
    named = (Match("", Strength.STRONG, _PLAIN, "text"),)
    piece = Evidence(topic.id, passage, _PLAIN, named)
    wanted = Level(level + 1)
    for number in range(1, _MOST_MORE + 1):
        more: list[Weighed] = [(piece, _PLAIN)] * number
        chance = probability(rung, topic.id, features([*weighed, *more], setting, topic.kind))
        if plain_level(piece, _PLAIN, topic.kind) >= wanted:
            chance = max(chance, _PLAIN)
        if chance >= rung.threshold:
            return Tip(_TIED if tied else str(section), number, chance)
    return None


# Near misses


def _near_misses(
    topic: Topic, looked: Sequence[Look], seen: Collection[int], model: Model
) -> tuple[tuple[WordsApart, ...], tuple[tuple[str, int], ...]]:
    """Terms whose words stand apart in a passage without a sighting, and rare single words of
    terms, with how many passages hold them."""
    phrases = {
        term.text: frozenset(way)
        for term in topic.terms
        if term.strength is not Strength.NAME and len(way := phrase(term.text)) > 1
    }
    telling = {form for way in phrases.values() for form in way if model.idf[form] >= _RARE}
    counts: Counter[str] = Counter()
    apart: list[tuple[float, WordsApart]] = []
    for position, (passage, _) in enumerate(looked):
        if position in seen or passage.section is Section.POLICY:
            continue
        there = frozenset(form for form in forms(passage.text) if form)
        counts.update(there & telling)
        for term, words in phrases.items():
            if words <= there and not words.isdisjoint(telling):
                worth = sum(model.idf[form] for form in words)
                apart.append((worth, WordsApart(term, position)))
    apart.sort(key=lambda pair: (-pair[0], pair[1].position, pair[1].term))
    rarest = sorted(counts.items(), key=lambda pair: (-model.idf[pair[0]], pair[0]))
    return tuple(found for _, found in apart[:_MOST_APART]), tuple(rarest[:_MOST_WORDS])
