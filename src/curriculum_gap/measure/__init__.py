"""From evidence to levels and coverage.

A passage has a probability, by its score and by what the rest of the document says. Three logistic
models (mentioned, taught, assessed) turn sums of these probabilities into a level; their weights
are ≥ 0, so that more evidence never lowers it. One passage that is plainly on the topic gives a
level by itself, and no level stands without a passage that is a reason for it. Policy text sets a
flag and nothing else.

``corroboration`` gives passages their probability, ``levels`` a topic its level, ``reasons`` says
why, ``covering`` does all three for all topics of a rubric.
"""

from __future__ import annotations

from curriculum_gap.measure.corroboration import (
    RatedEvidence,
    evidence_of_other_topics,
    passage_features,
    rate_evidence,
)
from curriculum_gap.measure.covering import POLICY_FROM, cover, share_covered
from curriculum_gap.measure.levels import (
    level_by_itself,
    level_features,
    level_if_plain,
    level_probability,
)
from curriculum_gap.measure.reasons import deciding_evidence, reason_of

__all__ = [
    "POLICY_FROM",
    "RatedEvidence",
    "cover",
    "deciding_evidence",
    "evidence_of_other_topics",
    "level_by_itself",
    "level_features",
    "level_if_plain",
    "level_probability",
    "passage_features",
    "rate_evidence",
    "reason_of",
    "share_covered",
]
