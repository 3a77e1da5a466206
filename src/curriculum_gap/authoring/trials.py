"""Proposals tried on the labelled documents: what each finds rightly and wrongly.

Each document is read once and judged by a model of the topic alone, with and without the change,
by the numbers that gapcheck ships; nothing is fitted anew. What other topics lend to a verdict is
left out on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from curriculum_gap.authoring.proposals import (
    ADD_CONTEXTUAL,
    ADD_STRONG,
    DEMOTE,
    FALSE_FRIEND,
    Proposal,
)
from curriculum_gap.calibration import Calibration, load_calibration
from curriculum_gap.errors import ReadError
from curriculum_gap.evaluate import BlockOverlap, LabelledDocument, MatchedDocument, judge
from curriculum_gap.keywords import Model, compile_model, forms, match_passages, phrase
from curriculum_gap.nouns import FalseFriend, Level, Limits, Passage, Rubric, Strength, Term, Topic
from curriculum_gap.readers import read_file
from curriculum_gap.sections import assign

__all__ = ["Effect", "ReadLabelled", "gains", "read_labelled", "topic_with", "try_proposals"]


class Effect(NamedTuple):
    """What a change does: labelled passages that are found rightly and wrongly, and documents in
    which the topic is rightly and wrongly said to be taught. Each is a difference."""

    right: int
    wrong: int
    taught_right: int
    taught_wrong: int

    @property
    def is_gain(self) -> bool:
        """Whether more becomes right than wrong: a wrong passage that goes counts as a right one
        that comes."""
        return self.right - self.wrong > 0 and self.taught_right - self.taught_wrong >= 0


@dataclass(frozen=True, slots=True)
class ReadLabelled:
    """A labelled document that was read: its passages, the labelled blocks that each covers, and
    its words in normal forms as one text."""

    labels: LabelledDocument
    source: str
    title: str
    passages: tuple[Passage, ...]
    blocks: tuple[tuple[int, ...], ...]
    words: str


def read_labelled(
    documents: Iterable[tuple[LabelledDocument, str]], language: str
) -> Iterator[ReadLabelled | ReadError]:
    """Each document as it is read once for all trials, or why it cannot be read."""
    limits = Limits()
    for labels, source in documents:
        try:
            document = read_file(source, limits)
        except ReadError as error:
            yield error
            continue
        passages = tuple(assign(document, language))
        overlap = BlockOverlap(labels.blocks)
        blocks = tuple(overlap.blocks(passage.text) for passage in passages)
        words = " ".join(form for passage in passages for form in (*forms(passage.text), "|"))
        yield ReadLabelled(labels, source, document.title, passages, blocks, f" {words} ")


def try_proposals(
    documents: Sequence[ReadLabelled], rubric: Rubric, topic: Topic, proposals: Iterable[Proposal]
) -> dict[Proposal, Effect]:
    """What each proposal for ``topic`` does to the documents that hold its words."""
    calibration = load_calibration()
    plain = _model(rubric, topic)
    before: dict[int, tuple[int, int, int, int]] = {}
    effects: dict[Proposal, Effect] = {}
    for proposal in proposals:
        changed = _model(rubric, topic_with(topic, proposal))
        written = f" {' '.join(phrase(proposal.text))} "
        total = [0, 0, 0, 0]
        for number, document in enumerate(documents):
            if written not in document.words:
                continue
            if number not in before:
                before[number] = _counts(document, plain, calibration)
            after = _counts(document, changed, calibration)
            for at in range(4):
                total[at] += after[at] - before[number][at]
        effects[proposal] = Effect(*total)
    return effects


def gains(tried: Mapping[Proposal, Effect]) -> frozenset[Proposal]:
    """The proposals of a topic by which more becomes right than wrong, and of which more than one
    document holds the words. A term that holds a strong one among them finds nothing further."""
    found: set[Proposal] = set()
    strong: list[str] = []
    for one, effect in tried.items():
        words = f" {' '.join(phrase(one.text))} "
        is_new = one.kind not in (ADD_STRONG, ADD_CONTEXTUAL) or not any(
            other in words for other in strong
        )
        if effect.is_gain and one.documents > 1 and is_new:
            found.add(one)
            if one.kind == ADD_STRONG:
                strong.append(words)
    return frozenset(found)


def topic_with(topic: Topic, proposal: Proposal) -> Topic:
    """``topic`` as it would be with a proposal."""
    if proposal.kind == FALSE_FRIEND:
        return replace(topic, false_friends=(*topic.false_friends, FalseFriend(proposal.text)))
    if proposal.kind == DEMOTE:
        terms = tuple(
            term._replace(strength=Strength.CONTEXTUAL) if term.text == proposal.text else term
            for term in topic.terms
        )
        return replace(topic, terms=terms)
    strength = Strength.STRONG if proposal.kind == ADD_STRONG else Strength.CONTEXTUAL
    return replace(topic, terms=(*topic.terms, Term(proposal.text, strength)))


def _model(rubric: Rubric, topic: Topic) -> Model:
    return compile_model(replace(rubric, topics=(topic,)))


def _counts(
    document: ReadLabelled, model: Model, calibration: Calibration
) -> tuple[int, int, int, int]:
    """Blocks found rightly and wrongly; whether the topic is rightly or wrongly *taught*."""
    matched = tuple(match_passages(document.passages, document.title, model))
    labels = document.labels
    verdict = judge(
        MatchedDocument(labels, document.source, matched, document.blocks), model, calibration
    )
    (found,) = verdict.topics
    right, wrong, _ = labels.count_blocks(found.topic, verdict.covered[found.topic])
    if found.level < Level.TAUGHT or found.topic in labels.disputed:
        return right, wrong, 0, 0
    is_right = labels.level(found.topic) >= Level.TAUGHT
    return right, wrong, int(is_right), int(not is_right)
