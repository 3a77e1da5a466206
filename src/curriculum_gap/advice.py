"""What a course could do about a topic that is missing: which of the rubric's suggestions suits a
place.

Takes values of :mod:`curriculum_gap.nouns` and gives text of the rubric; reports and programmes
share it.
"""

from __future__ import annotations

import re

from curriculum_gap.nouns import HostWord, Topic

__all__ = ["suiting_suggestion"]

_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter words join others
_STEM = 6  # letters by which words are the same here: assign, assignment; session, sessions
_OF_SECTION, _OF_HOST = 2, 3  # what a shared word counts; one of the passage's counts 1


def suiting_suggestion(topic: Topic, place: HostWord) -> str:
    """The suggestion of ``topic`` that shares most with the place: words of the host first, then
    the name of the section, then words of the passage; the first of equals, "" where there is
    none."""
    host, section, text = _stems(place.word), _stems(str(place.section)), _stems(place.text)

    def shared(suggestion: str) -> int:
        stems = _stems(suggestion)
        of_place = _OF_HOST * len(stems & host) + _OF_SECTION * len(stems & section)
        return of_place + len(stems & (text - host - section))

    return max(topic.suggestions, key=shared, default="")


def _stems(text: str) -> set[str]:
    return {word[:_STEM].lower() for word in _WORD.findall(text)}
