"""What kinds of errors verdicts make: sibling topics, parts of a syllabus, scores against labels.

Takes verdicts beside their labels, gives :class:`AgreementDetails`. Passages that count are held
against the labelled blocks they cover; scikit-learn holds scores against labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from curriculum_gap.agreement import (
    AgreementDetails,
    PartConfusion,
    Reliability,
    ScoreBin,
    SiblingConfusion,
)
from curriculum_gap.evaluate.labels import LabelledBlock
from curriculum_gap.evaluate.verdicts import Verdict
from curriculum_gap.nouns import Evidence, Level

__all__ = ["agreement_details"]

BINS = 10
"""Bins of scores, each 0.1 wide: the usual number, and scikit-learn's table stays readable."""
MISSED, UNLABELLED, UNNAMED = "missed", "not about it", "about it"
"""What stands for the section of a block that was missed, for the part of a passage that is not
labelled with the topic, and for a label that names no part."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A passage that counts for a topic, with the labelled blocks it covers (one or more)."""

    topic: str
    evidence: Evidence
    blocks: tuple[LabelledBlock, ...]

    @property
    def is_labelled(self) -> bool:
        """Whether readers hold one of its blocks to be about the topic."""
        return any(self.topic in block.topics for block in self.blocks)

    @property
    def is_disputed(self) -> bool:
        """Whether readers differ on one of its blocks, and none is labelled."""
        disputed = any(self.topic in block.disputed for block in self.blocks)
        return disputed and not self.is_labelled

    @property
    def role(self) -> str:
        """The part that readers gave it; its own section where several blocks differ on that."""
        if not self.is_labelled:
            return UNLABELLED
        roles = [_role(block, self.topic) for block in self.blocks if self.topic in block.topics]
        section = str(self.evidence.passage.section)
        return section if section in roles else roles[0]


def agreement_details(verdicts: Sequence[Verdict]) -> AgreementDetails:
    """Confusions of topics and of parts over labelled blocks, and scores against labels."""
    counted = [entry for verdict in verdicts for entry in _counted_passages(verdict)]
    wrong = [entry for entry in counted if not entry.is_labelled]
    owners: Counter[tuple[str, str]] = Counter()
    for entry in wrong:
        owners.update((entry.topic, owner) for owner in _topics(entry))
    parts = Counter((str(entry.evidence.passage.section), entry.role) for entry in counted)
    for verdict in verdicts:
        parts.update((MISSED, role) for role in _missed_roles(verdict))
    return AgreementDetails(
        wrong=len(wrong),
        wrong_with_owner=sum(bool(_topics(entry)) for entry in wrong),
        siblings=tuple(
            SiblingConfusion(said, labelled, number)
            for (said, labelled), number in _most_frequent(owners)
        ),
        parts=tuple(
            PartConfusion(section, role, number)
            for (section, role), number in _most_frequent(parts)
        ),
        topic_scores=_reliability(_topic_scores(verdicts)),
        passage_scores=_reliability(
            [(entry.evidence.score, entry.is_labelled) for entry in counted]
        ),
    )


def _counted_passages(verdict: Verdict) -> Iterator[_Counted]:
    """Passages that count and cover labelled blocks, those that readers differ on left out."""
    for topic in verdict.topics:
        for evidence in topic.content:
            blocks = tuple(
                verdict.labels.blocks[index] for index in verdict.blocks[evidence.position]
            )
            entry = _Counted(topic.topic, evidence, blocks)
            if blocks and not entry.is_disputed:
                yield entry


def _topics(entry: _Counted) -> frozenset[str]:
    """The topics that readers see in a passage's blocks."""
    return frozenset().union(*(block.topics for block in entry.blocks))


def _role(block: LabelledBlock, topic: str) -> str:
    """The part that readers gave a block about ``topic``."""
    return block.roles.get(topic, UNNAMED)


def _missed_roles(verdict: Verdict) -> Iterator[str]:
    """The parts of labelled blocks that no passage covers for their topic."""
    for index, block in enumerate(verdict.labels.blocks):
        for topic in block.topics:
            if index not in verdict.covered.get(topic, frozenset()):
                yield _role(block, topic)


def _most_frequent(pairs: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Most frequent first, then by name."""
    return sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))


def _topic_scores(verdicts: Sequence[Verdict]) -> list[tuple[float, bool]]:
    """Each topic's score, and whether the label says *mentioned* or more."""
    return [
        (topic.score, verdict.labels.level(topic.topic) >= Level.MENTIONED)
        for verdict in verdicts
        for topic in verdict.topics
        if topic.topic not in verdict.labels.disputed
    ]


def _reliability(scored: Sequence[tuple[float, bool]]) -> Reliability | None:
    """Scores (0–1) against what the labels say of them; None where there is no score."""
    if not scored:
        return None
    scores = np.array([score for score, _ in scored])
    labels = np.array([label for _, label in scored])
    shares, means = calibration_curve(labels, scores, n_bins=BINS, pos_label=True)
    # The same bins as scikit-learn's, which says nothing of how many scores each holds.
    edges = np.linspace(0, 1, BINS + 1)
    numbers = np.bincount(np.searchsorted(edges[1:-1], scores), minlength=BINS)
    filled = np.flatnonzero(numbers)
    bins = tuple(
        ScoreBin(
            low=float(edges[place]),
            high=float(edges[place + 1]),
            number=int(numbers[place]),
            mean_score=float(mean),
            labelled=float(share),
        )
        for place, mean, share in zip(filled, means, shares, strict=True)
    )
    return Reliability(float(brier_score_loss(labels, scores, pos_label=True)), bins)
