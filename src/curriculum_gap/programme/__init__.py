"""A programme: its courses, and what their documents show and declare together.

``crosswalk`` holds declarations against what is shown.
"""

from __future__ import annotations

from curriculum_gap.programme.crosswalk import (
    NO_TOPIC,
    Claim,
    Shown,
    crosswalk_rows,
    shown_in,
    topics_for_items,
)

__all__ = ["NO_TOPIC", "Claim", "Shown", "crosswalk_rows", "shown_in", "topics_for_items"]
