"""Lines that head what follows, told by their wording alone: headings, sessions, names of columns.

A low leaf that every reader may import.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curriculum_gap.patterns import late

__all__ = [
    "LONGEST_HEADING",
    "NUMBERED",
    "heading_rank",
    "names_columns",
    "opens_session",
    "title_like",
]

LONGEST_HEADING = 110  # characters
# The number in front of a heading; list entries may have such numbers too.
NUMBERED = late(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}[.)])\s+(?=[A-Z])")
_PARENTHESIS = late(r"\([^()]*\)")
_SESSION = late(
    r"(?:week|wk\.?|session|class|unit|module|meeting|lecture|lesson|day|topic|part|chapter)s?"
    r"\s+(?:#\s*)?(?:\d{1,3}|[ivx]{1,5}\b|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen)\b(?!\s+of\b)",
    re.I,
)
_ENDS_SENTENCE = late(r"[.!?;,][\"'”’)]*$")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the",
     "to", "with", "&", "vs", "vs.", "your", "our", "you", "is", "are"]
)  # fmt: skip
_NOT_HEADING = late(r"@|https?:|www\.|\.edu\b|\d:\d\d|\$\d|^[\d\W]+$|\(\d{3}\)|\d{3}-\d{4}")
_HEADER_WORD = late(
    r"\b(?:week|date|day|topics?|readings?|assignments?|activit(?:y|ies)|session|class|due|module|"
    r"unit|outcomes?|objectives?|competenc(?:y|ies)|points|grade|percent|weight|description)\b",
    re.I,
)


def heading_rank(text: str) -> int:
    """The rank (2 or 3) of a line that looks like a heading wherever it stands alone, else 0.

    2: written in capitals. 3: ends with a colon (``Required texts:``).
    """
    words = text.split()
    if not 0 < len(words) <= 12 or len(text) > LONGEST_HEADING or _NOT_HEADING.search(text):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 4 and all(letter.isupper() for letter in letters):
        return 0 if _ENDS_SENTENCE.search(text) else 2
    if text.endswith(":") and len(words) <= 7 and ":" not in text[:-1] and text[0].isupper():
        # "Required Texts:" is a heading, "Grades will be based on the following:" a sentence.
        return 3 if len(words) <= 4 or _title_case(words) else 0
    return 0


def opens_session(text: str) -> bool:
    """True for a line that begins a session of a schedule: ``Week 3: …``, ``Module IV``."""
    return bool(_SESSION.match(text))


def names_columns(cells: Sequence[str]) -> bool:
    """True for the cells of a row that reads like a table's head: Week, Topic, Readings …"""
    named = sum(bool(_HEADER_WORD.search(cell)) and len(cell) < 40 for cell in cells)
    return named * 2 >= len(cells) > 0


def title_like(text: str, leads: bool) -> bool:
    """A short line in title case, as people set headings without a style; where it ``leads`` a
    paragraph right below it, a capital at its beginning will do."""
    words = _PARENTHESIS.sub("", text).split()
    if (numbered := NUMBERED.match(text)) is not None:
        words = text[numbered.end() :].split()
    if not words or len(words) > 9 or len(text) > 70 or _NOT_HEADING.search(text):
        return False
    if text[-1] in ".,;!" or ":" in text[:-1] or not words[0][0].isupper() or "|" in text:
        return False
    return len(words) <= (5 if leads else 3) or _title_case(words)


def _title_case(words: Sequence[str]) -> bool:
    weighty = [word for word in words if word.lower() not in _SMALL and word[0].isalpha()]
    return bool(weighty) and sum(word[0].isupper() for word in weighty) >= 0.6 * len(weighty)
