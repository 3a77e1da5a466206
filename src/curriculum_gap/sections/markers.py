"""Session markers: how a text starts that starts a session ("Week 3", "May 3", "Part 2")."""

from __future__ import annotations

import re
from typing import NamedTuple

from curriculum_gap.patterns import late

__all__ = ["Marker", "inner_markers", "session_marker"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|th|tu|[mtwrfs])\.?,?"
)
_NUMBER = (
    r"(?:\d{1,2}[ab]?|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen)"
)
_COUNTED = late(
    rf"(?:weeks?|wks?\.?|sessions?|class|meeting|module|unit|lectures?|lesson|seminar)\s*(?:\#|no\.?)?\s*"
    rf"{_NUMBER}(?:\s?(?:[-–—&/,]|and|to)\s?{_NUMBER})?(?![\w%])",
    re.IGNORECASE,
)
_LOOSE = late(
    rf"(?:part|topic|day|theme|section|block)\s+{_NUMBER}(?:\s?[:.–—-]|\s*$)", re.IGNORECASE
)
# "8.1" alone is a number of a heading; "8.27", "27.08." and "Mon 8.1" are dates.
_DATED = late(
    rf"(?:week\s+of\s+|\d{{1,2}}\s+(?=\d{{1,2}}/))?(?:"
    rf"(?:{_DAY}\s+)?(?:{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|"
    rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}|\d{{1,2}}\.\d{{2}}\.|"
    rf"\d{{1,2}}\.(?:0\d|1[3-9]|2\d|3[01]))|{_DAY}\s+\d{{1,2}}\.\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
_ENDS_DATED = late(rf"\({_MONTH}\s*\d{{1,2}}[^()]{{0,24}}\)[ *_.]{{0,6}}$", re.IGNORECASE)
_INNER = late(
    rf"(?<![\w(])(?:week|session|class|module|lecture)\s+{_NUMBER}\s?[:.–—-]", re.IGNORECASE
)
# The letters and digits a counted, loose or dated marker can start with, and the pairs of letters.
_COUNTED_FIRST = frozenset("wscmul")
_LOOSE_FIRST = frozenset("ptdsb")
_DATED_FIRST = frozenset("wmtfsjandor0123456789")
_PAIRS = "we wk se cl me mo un le pa to da th bl tu fr sa su ja fe ma ap ju au oc no de"
_SENTENCE = late(r"\s+(?:is|are|was|were|will|must|should|may|has|have|can)\b")


class Marker(NamedTuple):
    """The start of a session. ``strong``: counted ("Week 3"), a date is not; ``loose`` ("Part 2")
    counts only where a schedule is known to be."""

    strong: bool
    loose: bool = False


def session_marker(text: str) -> Marker | None:
    """The session marker that ``text`` starts with (or the date in brackets a short line ends
    with), if any."""
    start = text[:60].lstrip("*_#[(•·–-> \t")
    if not start:
        return None
    if len(text) < 120 and ")" in text[-7:] and _ENDS_DATED.search(text[-50:]):
        return Marker(False)
    pair = start[:2].lower()
    if pair.isalpha() and pair not in _PAIRS:
        return None
    first = pair[0]
    if (
        first in _COUNTED_FIRST
        and (found := _COUNTED.match(start))
        and not _SENTENCE.match(start, found.end())
    ):
        return Marker(True)
    if first in _LOOSE_FIRST and _LOOSE.match(start):
        return Marker(False, loose=True)
    if (
        first in _DATED_FIRST
        and (found := _DATED.match(start))
        and not _SENTENCE.match(start, found.end())
    ):
        return Marker(False)
    return None


def inner_markers(text: str) -> list[int]:
    """Offsets at which a paragraph that holds several sessions should be cut."""
    if len(text) < 120:
        return []
    offsets = [found.start() for found in _INNER.finditer(text[:20_000])]
    return offsets if len(offsets) > 1 else []
