"""Institutional boilerplate recognised by its wording.

A statement is known by two things together: the matter it is about (disability, religious holidays,
harassment …) and an institution speaking to a student about procedure (contact, register, office,
documentation, "the university is committed to"). Course content has the first without the second.
Some wording says both at once (`policy_telltales`); else words are counted (`policy_matters`).
"""

from __future__ import annotations

from collections.abc import Set

from curriculum_gap.sections.policy_matters import ABOUT, matter_in
from curriculum_gap.sections.policy_telltales import GATES, telltale_in
from curriculum_gap.sections.telling import CUT, has_words

__all__ = ["CUES", "policy_wording"]

CUES = ABOUT | GATES  # no statement is without one of them
_STATEMENT = 6  # words that a statement has at least


def policy_wording(low: str, words: Set[str], caution: int = 0) -> str:
    """What policy matter a text is a statement on, or ``""``.

    ``low`` is the text in lower case, ``words`` its vocabulary. ``caution`` raises (content
    context) or, negative, lowers (below policy headings, after policy text) how many words of
    procedure must keep it company.
    """
    cues = words & CUES
    if not cues:
        return ""
    low = low[:CUT]
    if caution < 2:
        name = telltale_in(low, words, cues, caution)
        if name and has_words(low, _STATEMENT):
            return name
    return matter_in(words, cues, caution)
