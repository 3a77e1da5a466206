"""What a document is called: the line at its top that names the course.

Readers propose a title by form (largest text, first heading, front matter); here the wording
decides, since the largest words on a syllabus are often the university's or "Syllabus".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import late

__all__ = ["choose_title"]

_TOP = 25
_CODE = late(r"\b[A-Z]{1,8}(?:/[A-Z]{2,8})?[\s.–-]{0,2}\d{3,4}[A-Z]{0,2}(?:[./-]\w{1,4})?\b")
_TERM = late(
    r"\b(?:spring|summer|fall|winter|autumn|semester|term|quarter|session|section|sec|syllabus|course|"
    r"instructor|credits?|hours?|units?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LABEL = late(
    r"^(?:course|module|unit|class|subject)\s*(?:title|name)?\s*(?:and number)?\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_NOT_A_NAME = late(
    r"^\W*(?:(?:course|annotated|sample|draft|class|tentative)\s+)*(?:syllabus|schedule|outline|contents|"
    r"table of contents|welcome|home|menu|introduction|overview|information|description|objectives?|date|"
    r"instructor|professor|prof\b|dr\b|office|phone|tel\b|e-?mail|contact|credits?|prerequisites?|required|text|readings?|"
    r"spring|summer|fall|winter|autumn|semester|term|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|mwf|tth|paper|office|requirements?|audience|"
    r"w[ei]ek|class\b|lecture|chapter|due|exam|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"university of|college of|school of|department of|division of|faculty of|jump to|skip to|http|www|from:|"
    r"meeting|class time|class meet|location|room|time|course (?:information|description|objectives?|overview|"
    r"goals?|outcomes?|catalog)|catalog|learning|student (?:course )?(?:learning )?(?:objectives?|outcomes?)|"
    r"copyright|last updated|updated|page \d|updated|tuition)",
    re.IGNORECASE,
)
# "Office: LIS 334" has what looks like a course's code.
_WHERE = late(
    r"^(?:office|room|phone|tel|e-?mail|location|building|instructor|professor|contact|class ?room|"
    r"meeting|meets|time)s?\b[^:]{0,20}:",
    re.IGNORECASE,
)
_INSTITUTION = late(
    r"\b(?:university|college|institute|school|department|division|faculty|campus|academy)\b",
    re.IGNORECASE,
)
_LETTERS = late(r"[^\W\d_]{3,}")
_SENTENCE = late(r"[.!?]\s+[A-Z]|[a-z]{3,}\.$")
_BEFORE, _AFTER = " *_#|>•·–—:-", " *_#|•–—:-"  # signs around a name


def _worth(text: str, block: Block | None, place: int, proposed: str, least: float) -> float:
    """What ``text`` is worth as a title; anything up to ``least`` where it cannot be more."""
    if not 3 < len(text) <= 160:
        return -9.0
    coded = _CODE.search(text) is not None
    worth = -0.12 * place
    if coded:
        worth += 3.5 if _LETTERS.search(_TERM.sub("", _CODE.sub("", text))) else 1.5
    if block is not None and block.shape is Shape.HEADING:
        worth += 2.0 if block.depth <= 2 else 1.0
    if text == proposed:
        worth += 2.0
    if worth <= least:  # the rest only takes away
        return worth
    words = len(_LETTERS.findall(text))
    if not words:
        return -9.0
    if not coded and _NOT_A_NAME.match(text):
        worth -= 4.0
    if not coded and _INSTITUTION.search(text):
        worth -= 2.0
    if _WHERE.match(text):
        worth -= 4.0
    if _SENTENCE.search(text):
        worth -= 2.5
    if "@" in text or "://" in text or "www." in text:
        worth -= 4.0
    if block is not None and block.shape in (Shape.ENTRY, Shape.NOTE):
        worth -= 2.0
    if words > 16:
        worth -= 1.5
    return worth


def choose_title(blocks: Sequence[Block], proposed: str) -> str:
    """The best of ``proposed`` and the lines at the top of ``blocks``; a bare course code is joined
    with the name that follows it. ``""`` if nothing looks like a name."""
    lines: list[tuple[str, Block | None]] = [
        (_trim(line), block)
        for block in blocks[:_TOP]
        if not block.hidden
        for line in ([*block.cells] if block.cells else [block.text])
    ]
    proposed = _trim(proposed)
    best, chosen, at = -2.0, proposed, -1
    for place, (text, block) in enumerate(lines[: 2 * _TOP]):
        label = _LABEL.match(text)
        name = text[label.end() :] if label else text
        extra = 3.0 if label and len(name) > 5 else 0.0
        worth = _worth(name, block, place, proposed, best - extra) + extra
        if worth > best:
            best, chosen, at = worth, name, place
    named = proposed and all(proposed != text for text, _ in lines)
    if named and _worth(proposed, None, 0, proposed, best) > best:
        return proposed
    if at >= 0 and _CODE.sub("", chosen).strip(" :-–—") == "" and at + 1 < len(lines):
        following, _ = lines[at + 1]
        if 5 < len(following) < 100 and not _NOT_A_NAME.match(following) and "@" not in following:
            chosen = f"{chosen} {following}"
    return chosen


def _trim(text: str) -> str:
    return text.lstrip(_BEFORE).rstrip(_AFTER)
