"""Words and phrases that many syllabi hold, whatever they teach."""

from __future__ import annotations

from curriculum_gap.keywords import load_background

__all__ = ["is_frequent"]

OFTEN = 0.02
"""Share of the background's syllabi (0–1) above which a term must not count alone. Set by hand:
*social work* stands in more of them, *food insecurity* in fewer."""


def is_frequent(words: str) -> bool:
    """Whether more syllabi than a share of :data:`OFTEN` hold a phrase, in normal forms."""
    background = load_background()
    return background.frequency.get(words, 0) > OFTEN * background.documents
