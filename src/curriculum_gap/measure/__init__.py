"""From evidence to levels and coverage.

Counting only: a passage counts when its score, corroborated by the rest of the document, makes it
more likely than not to be about the topic; counted passages are summed by section; three logistic
models (mentioned, taught, assessed) turn the sums into a level. All weights are ≥ 0, so more
evidence never lowers a level. Policy text sets a flag and nothing else.
"""

from __future__ import annotations

from curriculum_gap.measure.corroboration import Weighed, corroborate, settings, signals
from curriculum_gap.measure.covering import POLICY_FROM, cover, share_covered
from curriculum_gap.measure.levels import features, plain_level, probability

__all__ = [
    "POLICY_FROM",
    "Weighed",
    "corroborate",
    "cover",
    "features",
    "plain_level",
    "probability",
    "settings",
    "share_covered",
    "signals",
]
