"""The worst passages: found to be about a topic and labelled otherwise, or the reverse.

Takes verdicts beside their labels, gives a few :class:`Disagreement` values with what was matched
in each passage and what was refused: the list from which a rubric is improved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.agreement import Disagreement
from curriculum_gap.evaluate.verdicts import MatchedDocument, Verdict, match_document
from curriculum_gap.keywords import ALONE, Model
from curriculum_gap.nouns import Section, TopicCoverage

__all__ = ["worst_disagreements"]

MOST_OF_ONE_TOPIC = 2
"""Disagreements shown on one topic of one document: a list of errors should show different ones."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A labelled block (its index) on which verdict and label differ. ``weight`` is the number of
    levels that the verdict is wrong by, in the block's direction, plus how sure it was (0–1)."""

    weight: float
    verdict: Verdict
    topic: TopicCoverage
    block: int
    missed: bool

    @property
    def order(self) -> tuple[float, str, str, int]:
        """Heaviest first, then by document, topic and block."""
        return -self.weight, self.verdict.labels.id, self.topic.topic, self.block


def worst_disagreements(
    verdicts: Sequence[Verdict], model: Model, most: int
) -> tuple[Disagreement, ...]:
    """At most ``most`` blocks that only the verdict names and as many that only the label names;
    those that go with a wrong level come first. Their documents are read again, to say why."""
    wrong = [
        entry
        for verdict in verdicts
        for topic in verdict.topics
        for entry in _wrong_blocks(verdict, topic)
    ]
    missed = [entry for entry in wrong if entry.missed]
    wrongly_found = [entry for entry in wrong if not entry.missed]
    chosen = _varied(wrongly_found, most) + _varied(missed, most)
    documents: dict[str, MatchedDocument] = {}
    for entry in chosen:
        labels, source = entry.verdict.labels, entry.verdict.source
        if labels.id not in documents:
            documents[labels.id] = match_document(labels, source, model)
    explained = []
    for entry in chosen:
        document = documents[entry.verdict.labels.id]
        explained.append(_explained(entry, document, model))
    return tuple(explained)


def _wrong_blocks(verdict: Verdict, topic: TopicCoverage) -> Iterator[_Wrong]:
    """The labelled blocks of one document on which verdict and label differ about ``topic``."""
    labels = verdict.labels
    levels_above = 0
    if topic.topic not in labels.disputed:
        levels_above = topic.level - labels.level(topic.topic)
    covered = verdict.covered.get(topic.topic, frozenset())
    for index, block in enumerate(labels.blocks):
        is_labelled = topic.topic in block.topics
        if index in covered and not is_labelled and topic.topic not in block.disputed:
            weight = max(0, levels_above) + topic.score
            yield _Wrong(weight, verdict, topic, index, missed=False)
        if is_labelled and index not in covered:
            weight = max(0, -levels_above) + 1 - topic.score
            yield _Wrong(weight, verdict, topic, index, missed=True)


def _varied(wrong: list[_Wrong], most: int) -> list[_Wrong]:
    """The ``most`` heaviest, with a bound on how many are on one topic of one document."""
    taken: Counter[tuple[str, str]] = Counter()
    chosen: list[_Wrong] = []
    for entry in sorted(wrong, key=lambda entry: entry.order):
        key = entry.verdict.labels.id, entry.topic.topic
        if taken[key] < MOST_OF_ONE_TOPIC and len(chosen) < most:
            taken[key] += 1
            chosen.append(entry)
    return chosen


def _explained(wrong: _Wrong, document: MatchedDocument, model: Model) -> Disagreement:
    """What was found, and what was refused, in the passages that cover the block."""
    number = [topic.id for topic in model.rubric.topics].index(wrong.topic.topic)
    terms = model.rubric.topics[number].terms
    scores = {evidence.position: evidence.score for evidence in wrong.topic.evidence}
    matched: list[str] = []
    rejected: list[str] = []
    sections: list[str] = []
    best = 0.0
    for position, (passage, matches) in enumerate(document.passages):
        if wrong.block not in document.blocks[position]:
            continue
        sections.append(str(passage.section))
        best = max(best, scores.get(position, 0.0))
        for match in matches.by_topic.get(number, ()):
            words = terms[match.number].text
            if match.place != "text":
                words += f" in the {match.place}"
            if match.strength == ALONE:
                rejected.append(f"{words} (contextual without a partner)")
            else:
                matched.append(words)
        for veto in matches.vetoes:
            if veto.span.topic == number:
                rejected.append(f"{terms[veto.span.number].text} ({veto.why})")
    if not sections and document.passages:
        sections = [str(Section.OTHER)]
    labels = wrong.verdict.labels
    block = labels.blocks[wrong.block]
    return Disagreement(
        document=labels.id,
        source=wrong.verdict.source,
        topic=wrong.topic.topic,
        missed=wrong.missed,
        label=labels.level(wrong.topic.topic),
        verdict=wrong.topic.level,
        block=block.number,
        text=block.text,
        score=best,
        section=", ".join(dict.fromkeys(sections)),
        matched=tuple(dict.fromkeys(matched)),
        rejected=tuple(dict.fromkeys(rejected)),
    )
