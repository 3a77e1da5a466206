"""What a heading opens: the section of the text below it, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

from curriculum_gap.nouns import Section

__all__ = ["WEEK", "Opening"]


class Opening(NamedTuple):
    """What a heading opens. ``umbrella`` marks loose policy headings ("Course Policies") under
    which graded work may still be described; ``week`` marks one session of a schedule; ``hint``
    marks words that are policy only if the text below agrees ("Diversity"), ``subject`` words that
    are policy anywhere but in a schedule ("Plagiarism"). ``part`` marks words
    that may as well name a part of an assignment or a session ("Purpose", "Readings")."""

    section: Section
    week: bool = False
    subject: bool = False
    umbrella: bool = False
    hint: bool = False
    part: bool = False


WEEK = Opening(Section.SESSION, week=True)
