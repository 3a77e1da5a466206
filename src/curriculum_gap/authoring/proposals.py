"""Labels → what a rubric could gain: terms to add, strong terms to demote, false friends.

Terms are ranked by the log-likelihood ratio G² (Dunning, *Accurate Methods for the Statistics of
Surprise and Coincidence*, Computational Linguistics 19, 1993): how much oftener passages about a
topic hold a run of words than other passages do. Syllabi of any field, from the background table,
stand with the other passages, so that few occurrences of a common word prove nothing. Unlike
log-odds in standard deviations, G² ranks a word high that no other passage holds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from curriculum_gap.authoring.passages import (
    LONGEST,
    LabelledPassage,
    labelled_passages,
    runs,
    texts_of_runs,
)
from curriculum_gap.evaluate import LabelledDocument
from curriculum_gap.keywords import FUNCTION_WORDS, STRUCK, Model, load_background, offsets
from curriculum_gap.nouns import Strength, Topic

__all__ = ["ADD_CONTEXTUAL", "ADD_STRONG", "DEMOTE", "FALSE_FRIEND", "Proposal", "find_proposals"]

ADD_STRONG, ADD_CONTEXTUAL = "strong", "contextual"
DEMOTE, FALSE_FRIEND = "demote", "false-friend"
LEAST_PASSAGES, LEAST_DOCUMENTS = 3, 2
"""Passages and documents that must hold a run: names of people stand in one document as a rule."""
LEAST_RATIO = 10.83
"""G² from which a run is proposed: what chance gives once in a thousand (χ², one degree)."""
PASSAGES = 100
"""Passages of a syllabus, by which the background's syllabi count. The mean of 300 labelled
documents."""
STRONG_SHARE = 0.75
"""Share of passages about the topic among those that hold a run, from which it is proposed as
strong."""
LEAST_SHARE = 0.2
"""Share from which it is proposed at all: a word that stands four times as often elsewhere would
need many partners. Set by hand."""
MOST_OF_DOCUMENT = 3
"""Passages of one document that count for a run: one course repeats its own words."""
COMMONEST = 0.5
"""Share of background syllabi above which a single word says nothing of a topic."""
SHARED = 0.7
"""Share of a run's passages that another run must hold to say as much."""
SURER = 0.2
"""How much larger the share of right passages must be for a longer run to stand beside its part."""
_ENUMERATED = frozenset(",()")
"""What no term holds: *race, class* are two."""
LONGEST_FRIEND = 5
"""Words of the longest false friend that is proposed."""


class Proposal(NamedTuple):
    """One change to a topic. ``about`` and ``other`` count labelled passages that hold the words
    and are or are not about the topic, ``documents`` those that hold them in such a passage (for a
    demotion and a false friend: in a passage about something else). ``ratio`` is the log-likelihood
    ratio G² of a term to add, None otherwise."""

    topic: str
    kind: str
    text: str
    about: int
    other: int
    documents: int
    ratio: float | None = None


def find_proposals(
    documents: Sequence[LabelledDocument],
    model: Model,
    topics: Collection[str] = (),
    most: int = 20,
) -> dict[str, tuple[Proposal, ...]]:
    """By topic (ids; none takes all), at most ``most`` terms to add, best first, then demotions and
    false friends, those with most wrong passages first."""
    passages = labelled_passages(documents, model)
    chosen = [
        (index, topic)
        for index, topic in enumerate(model.rubric.topics)
        if not topics or topic.id in topics
    ]
    candidates = {topic.id: _candidates(passages, index, topic.id) for index, topic in chosen}
    postings = _postings(passages, frozenset().union(*candidates.values()))
    found = {}
    for index, topic in chosen:
        added = _additions(passages, index, topic, candidates[topic.id], postings)
        demoted = _demotions(passages, index, topic)
        friends = _false_friends(passages, index, topic)
        found[topic.id] = (*added[:most], *demoted[:most], *friends[:most])
    return found


# Terms to add


def _taken(passage: LabelledPassage, topic: int) -> frozenset[int]:
    """The words of a passage that terms of a topic already hold."""
    spans = passage.terms.get(topic, ())
    return frozenset(place for _, first, last in spans for place in range(first, last))


def _candidates(passages: Sequence[LabelledPassage], index: int, topic: str) -> frozenset[str]:
    """The runs that enough passages about a topic hold, outside of its terms."""
    counts: Counter[str] = Counter()
    holders: dict[str, set[int]] = defaultdict(set)
    for passage in passages:
        if topic in passage.topics:
            for run in texts_of_runs(passage.forms, LONGEST, _taken(passage, index)):
                counts[run] += 1
                holders[run].add(passage.document)
    return frozenset(
        run
        for run, number in counts.items()
        if number >= LEAST_PASSAGES and len(holders[run]) >= LEAST_DOCUMENTS and _is_term(run)
    )


def _is_term(run: str) -> bool:
    """Whether a run could be a term: words, not numbers, addresses or marks of pages."""
    words = run.split()
    background = load_background()
    if any(character.isdigit() for character in run) or not STRUCK.isdisjoint(words):
        return False
    if len(words) == 1 and background.frequency.get(run, 0) > COMMONEST * background.documents:
        return False
    return any(len(word) > 2 and word not in FUNCTION_WORDS for word in words)


def _postings(
    passages: Sequence[LabelledPassage], wanted: frozenset[str]
) -> Mapping[str, Sequence[int]]:
    """The passages (indices) that hold each of the wanted runs."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for run in texts_of_runs(passage.forms, LONGEST, frozenset()) & wanted:
            found[run].append(number)
    return found


def _additions(
    passages: Sequence[LabelledPassage],
    index: int,
    topic: Topic,
    candidates: Collection[str],
    postings: Mapping[str, Sequence[int]],
) -> list[Proposal]:
    """Terms to add to a topic, those of the highest ratio first."""
    totals = [0, 0]
    for passage in passages:
        if topic.id not in passage.silent:
            totals[topic.id in passage.topics] += 1
    holders: dict[str, tuple[list[int], list[int]]] = {}
    ratios: dict[str, float] = {}
    written: dict[str, str] = {}
    for run in candidates:
        sides: tuple[list[int], list[int]] = [], []
        for number in postings[run]:
            passage = passages[number]
            if topic.id not in passage.silent and _holds(passage, index, run):
                sides[topic.id in passage.topics].append(number)
        other, about = (_capped(passages, side) for side in sides)
        ratio = _ratio(run, about, other, totals[1], totals[0])
        if ratio < LEAST_RATIO or len(sides[1]) < LEAST_SHARE * (len(sides[0]) + len(sides[1])):
            continue
        written[run] = _written(run, [passages[number] for number in sides[1]])
        if _ENUMERATED.isdisjoint(written[run]):
            holders[run], ratios[run] = sides, ratio
    return [
        _addition(passages, topic, written[run], holders[run], ratios[run])
        for run in _without_nested(holders, ratios)
    ]


def _capped(passages: Sequence[LabelledPassage], holders: Sequence[int]) -> int:
    """How many passages count, at most :data:`MOST_OF_DOCUMENT` of each document."""
    by_document = Counter(passages[number].document for number in holders)
    return sum(min(number, MOST_OF_DOCUMENT) for number in by_document.values())


def _without_nested(
    holders: Mapping[str, tuple[Sequence[int], Sequence[int]]], ratios: Mapping[str, float]
) -> list[str]:
    """Runs from the highest ratio down, without those of which another says as much: a longer run
    that stands in most of its passages (*affirmative action*, not *affirmative*), or a better one
    that is part of it, unless the longer one is plainly surer (*African American*)."""
    about = {run: frozenset(sides[1]) for run, sides in holders.items()}
    sure = {run: len(sides[1]) / (len(sides[0]) + len(sides[1])) for run, sides in holders.items()}
    kept: list[str] = []
    for run in sorted(ratios, key=lambda run: (-ratios[run], run)):
        if any(
            f" {run} " in f" {longer} " and len(about[longer]) >= SHARED * len(about[run])
            for longer in ratios
            if longer != run
        ):
            continue
        if any(
            f" {better} " in f" {run} "
            and len(about[run] & about[better]) >= SHARED * len(about[run])
            and sure[run] < sure[better] + SURER
            for better in kept
        ):
            continue
        kept.append(run)
    return kept


def _holds(passage: LabelledPassage, index: int, run: str) -> bool:
    """Whether a passage holds a run outside of the topic's terms."""
    taken = _taken(passage, index)
    return not taken or run in texts_of_runs(passage.forms, LONGEST, taken)


def _ratio(run: str, about: int, other: int, all_about: int, all_other: int) -> float:
    """The log-likelihood ratio G² of a run in passages about a topic, 0 where it is no oftener
    there than elsewhere."""
    background = load_background()
    other += background.frequency.get(run, 0)
    all_other += background.documents * PASSAGES
    share = (about + other) / (all_about + all_other)
    if about <= all_about * share:
        return 0.0
    ratio = 0.0
    for held, all_held in ((about, all_about), (other, all_other)):
        for seen, expected in ((held, all_held * share), (all_held - held, all_held * (1 - share))):
            ratio += 2 * seen * math.log(seen / expected) if seen else 0.0
    return ratio


def _addition(
    passages: Sequence[LabelledPassage],
    topic: Topic,
    text: str,
    holders: tuple[Sequence[int], Sequence[int]],
    ratio: float,
) -> Proposal:
    """The proposal of a run; ``holders`` are the other passages and those about the topic."""
    other, about = holders
    is_strong = len(about) >= STRONG_SHARE * (len(about) + len(other))
    kind = ADD_STRONG if is_strong else ADD_CONTEXTUAL
    documents = len({passages[number].document for number in about})
    return Proposal(topic.id, kind, text, len(about), len(other), documents, round(ratio, 1))


def _written(run: str, passages: Sequence[LabelledPassage]) -> str:
    """A run as most of these passages write it."""
    ways: Counter[str] = Counter()
    length = len(run.split())
    for passage in passages:
        places = offsets(passage.text)
        for first, last in runs(passage.forms, length):
            if last - first == length and " ".join(passage.forms[first:last]) == run:
                text = passage.text[places[first][0] : places[last - 1][1]]
                ways[" ".join(text.split())] += 1
    lower = {way: number for way, number in ways.items() if way == way.lower()}
    best = lower or ways
    return min(best, key=lambda way: (-best[way], way)) if best else run


# Terms to demote


def _demotions(passages: Sequence[LabelledPassage], index: int, topic: Topic) -> list[Proposal]:
    """Strong terms that stand more often in passages about something else."""
    about: Counter[int] = Counter()
    other: Counter[int] = Counter()
    holders: dict[int, set[int]] = defaultdict(set)
    for passage in passages:
        if topic.id in passage.silent:
            continue
        for number in sorted({number for number, _, _ in passage.terms.get(index, ())}):
            if topic.id in passage.topics:
                about[number] += 1
            else:
                other[number] += 1
                holders[number].add(passage.document)
    found = []
    for number, wrong in other.items():
        term, right, documents = topic.terms[number], about[number], len(holders[number])
        is_often_wrong = wrong >= LEAST_PASSAGES and wrong > right and documents >= LEAST_DOCUMENTS
        if term.strength is Strength.STRONG and is_often_wrong:
            found.append(Proposal(topic.id, DEMOTE, term.text, right, wrong, documents))
    return sorted(found, key=lambda one: (one.about - one.other, one.text))


# False friends


def _false_friends(passages: Sequence[LabelledPassage], index: int, topic: Topic) -> list[Proposal]:
    """Longer phrases around a term that stand in passages about something else alone."""
    wrong: dict[str, set[int]] = defaultdict(set)
    right: Counter[str] = Counter()
    for number, passage in enumerate(passages):
        if index not in passage.terms or topic.id in passage.silent:
            continue
        around = set(_around_terms(passage, index, topic))
        if topic.id in passage.topics:
            right.update(around)
            continue
        for run in around:
            wrong[run].add(number)
    kept: list[tuple[str, frozenset[int]]] = []
    found = []
    for run in sorted(wrong, key=lambda run: (-len(wrong[run]), len(run), run)):
        holders = wrong[run]
        documents = {passages[number].document for number in holders}
        if right[run] or len(holders) < LEAST_PASSAGES or len(documents) < LEAST_DOCUMENTS:
            continue
        if not _is_term(run) or any(holders <= earlier for _, earlier in kept):
            continue
        kept.append((run, frozenset(holders)))
        text = _written(run, [passages[number] for number in sorted(holders)])
        found.append(Proposal(topic.id, FALSE_FRIEND, text, 0, len(holders), len(documents)))
    return found


def _around_terms(passage: LabelledPassage, index: int, topic: Topic) -> Iterator[str]:
    """The runs that hold a term of a topic and at least one word more. A contextual term without
    another term in the passage counts for nothing and needs no false friend."""
    spans = passage.terms[index]
    if len({number for number, _, _ in spans}) == 1:
        spans = [span for span in spans if topic.terms[span[0]].strength is Strength.STRONG]
    for first, last in runs(passage.forms, LONGEST_FRIEND):
        for _, begin, end in spans:
            if first <= begin and end <= last and last - first > end - begin:
                yield " ".join(passage.forms[first:last])
                break
