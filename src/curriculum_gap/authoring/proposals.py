"""Labels → what a rubric could gain: terms to add, strong terms to demote, false friends.

Terms are ranked by the log-likelihood ratio G² (Dunning, *Accurate Methods for the Statistics of
Surprise and Coincidence*, Computational Linguistics 19, 1993): how much oftener passages about a
topic hold a run of words than other passages do. Syllabi of any field, from the background table,
stand with the other passages, so that few occurrences of a common word prove nothing. Unlike
log-odds in standard deviations, G² ranks a word high that no other passage holds. Terms are taken
one by one: passages that hold one already weigh less for the next.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from curriculum_gap.authoring.frequent_words import is_frequent
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
"""Passages that must hold a run, and documents: names of people stand in one document as a rule, so
terms of one document are proposed after all others, and nothing else of one document is."""
LEAST_RATIO = 10.83
"""G² from which a run is proposed: what chance gives once in a thousand (χ², one degree)."""
PASSAGES = 100
"""Passages of a syllabus, by which the background's syllabi count. The mean of 300 labelled
documents."""
STRONG_SHARE = 0.75
"""Share of passages about the topic among those that hold a run, from which it is proposed as
strong."""
LEAST_SHARE = 0.15
"""Share from which it is proposed at all: a word that stands more often elsewhere would need many
partners. Of 0.05, 0.1, 0.15 and 0.2, it gave most terms back in ``benchmarks/suggestions.py``."""
MOST_OF_DOCUMENT = 3
"""Passages of one document that count for a run: one course repeats its own words."""
COMMONEST = 0.5
"""Share of background syllabi above which a single word says nothing of a topic."""
SHARED = 0.7
"""Share of a run's passages that a longer run must hold to say as much."""
FOUND_WEIGHT = 0.7
"""What a passage weighs for the next run when a run that it holds was taken. Of 0.5, 0.6 and 0.7,
it gave most terms back in ``benchmarks/suggestions.py``."""
MOST_COMPARED = 300
"""Runs from which those to propose are taken."""
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
    chosen = {
        index: topic
        for index, topic in enumerate(model.rubric.topics)
        if not topics or topic.id in topics
    }
    holders = _holders(passages, chosen)
    found = {}
    for index, topic in chosen.items():
        added = _additions(passages, topic, holders[index], most)
        demoted = _demotions(passages, index, topic)
        friends = _false_friends(passages, index, topic)
        found[topic.id] = (*added, *demoted[:most], *friends[:most])
    return found


# Terms to add


class _Holders(NamedTuple):
    """The passages (indices) that hold a run and are, or are not, about a topic. A text that stands
    in several documents is there once. ``documents`` are those with such a passage about the topic.
    """

    about: list[int]
    other: list[int]
    documents: set[int]

    @property
    def share(self) -> float:
        return len(self.about) / (len(self.about) + len(self.other))


def _holders(
    passages: Sequence[LabelledPassage], topics: Mapping[int, Topic]
) -> dict[int, dict[str, _Holders]]:
    """By topic (index) the runs that enough passages about it hold, each with its passages."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, topic in topics.items():
        counts: Counter[str] = Counter()
        for passage in passages:
            if topic.id in passage.topics:
                counts.update(_free_runs(passage, index, topic))
        for run, number in counts.items():
            if number >= LEAST_PASSAGES and _is_term(run):
                wanted[run].append(index)
    found: dict[int, dict[str, _Holders]] = {index: {} for index in topics}
    for number, passage in enumerate(passages):
        first = passage.first_alike
        held = texts_of_runs(passage.forms, LONGEST) & wanted.keys()
        free = {
            index: held & _free_runs(passage, index, topics[index])
            for index in passage.terms
            if index in topics
        }
        for run in held:
            for index in wanted[run]:
                topic = topics[index]
                if topic.id in passage.silent or run not in free.get(index, held):
                    continue
                is_about = topic.id in passage.topics
                holders = found[index].setdefault(run, _Holders([], [], set()))
                if is_about:
                    holders.documents.add(passage.document)
                side = holders.about if is_about else holders.other
                if first == number or all(passages[at].first_alike != first for at in side):
                    side.append(number)
    return found


def _free_runs(passage: LabelledPassage, index: int, topic: Topic) -> frozenset[str]:
    """The runs of a passage that the topic's terms leave to be proposed: none that shares a word
    with a strong term, or stands within a contextual one. Phrases around a contextual term
    (*African American* around *African*) may count alone, which the term does not."""
    spans = passage.terms.get(index, ())
    if not spans:
        return texts_of_runs(passage.forms, LONGEST)
    strong = frozenset(
        place
        for number, first, last in spans
        if topic.terms[number].strength is Strength.STRONG
        for place in range(first, last)
    )
    return frozenset(
        " ".join(passage.forms[first:last])
        for first, last in runs(passage.forms, LONGEST, strong)
        if not any(begin <= first and last <= end for _, begin, end in spans)
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


def _additions(
    passages: Sequence[LabelledPassage], topic: Topic, holders: Mapping[str, _Holders], most: int
) -> list[Proposal]:
    """At most ``most`` terms to add to a topic, the best first.

    Each that is taken lowers the weight of its passages, so that the next ones are those that say
    something new. Runs of one document, mostly names, come after all others.
    """
    totals = [0, 0]
    for passage in passages:
        if topic.id not in passage.silent:
            totals[topic.id in passage.topics] += 1
    ratios: dict[str, float] = {}
    for run, held in holders.items():
        if len(held.about) < LEAST_PASSAGES or held.share < LEAST_SHARE:
            continue
        about, other = _capped(passages, held.about), _capped(passages, held.other)
        ratio = _ratio(run, about, other, totals[1], totals[0])
        if ratio >= LEAST_RATIO:
            ratios[run] = ratio
    left = _without_parts(holders, ratios)
    weights = [1.0] * len(passages)

    def value(run: str) -> tuple[bool, float, str]:
        about = holders[run].about
        weight = sum(weights[number] for number in about) / len(about)
        return len(holders[run].documents) >= LEAST_DOCUMENTS, ratios[run] * weight, run

    found: list[Proposal] = []
    while left and len(found) < most:
        run = max(left, key=value)
        left.remove(run)
        held = holders[run]
        text = _written(run, [passages[number] for number in held.about])
        if not _ENUMERATED.isdisjoint(text):
            continue
        for number in held.about:
            weights[number] *= FOUND_WEIGHT
        counts = len(held.about), len(held.other), len(held.documents)
        found.append(Proposal(topic.id, _kind(run, held), text, *counts, round(ratios[run], 1)))
    return found


def _capped(passages: Sequence[LabelledPassage], holders: Sequence[int]) -> int:
    """How many passages count, at most :data:`MOST_OF_DOCUMENT` of each document."""
    by_document = Counter(passages[number].document for number in holders)
    return sum(min(number, MOST_OF_DOCUMENT) for number in by_document.values())


def _without_parts(holders: Mapping[str, _Holders], ratios: Mapping[str, float]) -> list[str]:
    """The :data:`MOST_COMPARED` runs of the highest ratios, without those of which most passages
    hold a longer one (*affirmative action*, not *affirmative*)."""
    parts = set()
    for longer in ratios:
        words = longer.split()
        for first, last in combinations(range(len(words) + 1), 2):
            part = " ".join(words[first:last])
            if part == longer or part not in ratios:
                continue
            if len(holders[longer].about) >= SHARED * len(holders[part].about):
                parts.add(part)
    by_ratio = sorted(ratios.keys() - parts, key=lambda run: (-ratios[run], run))
    return by_ratio[:MOST_COMPARED]


def _kind(run: str, held: _Holders) -> str:
    """Strong where few passages about something else and few syllabi of any field hold a run."""
    is_strong = held.share >= STRONG_SHARE and not is_frequent(run)
    return ADD_STRONG if is_strong else ADD_CONTEXTUAL


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
