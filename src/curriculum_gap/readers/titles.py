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

_TOP = 25  # blocks
_CODED = 3.5  # what a course's code adds to the worth of a line
_CODE = late(
    r"\b(?!(?:SPRING|SUMMER|FALL|WINTER|AUTUMN|ROOM|OFFICE|CRN|PAGE|UNIT|WEEK|CHAPTER|SECTION)\b)"
    r"[A-Z]{1,12}(?:/[A-Z]{2,8})?[\s.–-]{0,2}\d{3,4}[A-Z]{0,2}(?:[./-]\w{1,4})?\b"
)
# Words of the calendar, the catalogue and the parts of a syllabus: a line of these names no course.
_ADMIN = late(
    r"\b(?:spring|summer|fall|winter|autumn|semester|term|quarter|year|session|section|sec|half|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?s?|tue(?:s|sday)?s?|wed(?:nesday)?s?|"
    r"thu(?:rs?|rsday)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|mwf|tth|"
    r"syllab(?:us|i)|schedule|calendar|outline|contents|table|welcome|home|menu|introduction|overview|"
    r"information|info|description|(?:learning )?(?:objectives?|outcomes?|goals?)|mission|purpose|activities|"
    r"organi[sz]ation|format|audience|policies|grading|assignments?|resources|required|elective|"
    r"requirements?|prerequisites?|texts?|textbooks?|books?|materials?|readings?|papers?|exams?|"
    r"lectures?|chapter|w[ei]eks?|catalog(?:ue)?|student|annotated|sample|draft|tentative|"
    r"course|class|classroom|expectations|include[sd]?|module|unit|program(?:me)?|instructors?|"
    r"professors?|prof|faculty|staff|(?:teaching )?assistants?|office|hours?|hrs?|credits?|cr|units?|"
    r"number|no|code|crn|unique|index|"
    r"phone|telephone|tel|fax|e-?mail|contact|website|location|room|time|times|dates?|due|days?|"
    r"meets?|meetings?|online|hybrid|remote|in-person|person|asynchronous|synchronous|modality|zoom|"
    r"canvas|copyright|last|updated|version|page|tuition|undergraduate|graduate|"
    r"and|the|for|with|via|from|your|this|our|are|basic|general|\d*(?:st|nd|rd|th|am|pm))\b",
    re.IGNORECASE,
)
_LABEL = late(
    r"^(?:course|module|unit|class|subject)\s*(?:title|name)?\s*(?:and number)?\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_PERSON = late(r"^\W*(?:instructor|prof(?:essor)?|dr|mr|ms|mrs)\b", re.IGNORECASE)
# "Office: LIS 334" has what looks like a course's code.
_WHERE = late(
    r"^(?:office|room|phone|tel|e-?mail|location|building|instructor|professor|contact|class ?room|"
    r"meeting|meets|time)s?\b[^:]{0,20}:|"
    r"^\d+\w?,? (?:[\w.-]+ ){1,2}(?:hall|building|bldg)\b|^.*\b(?:hall|building|bldg)\.? \d",
    re.IGNORECASE,
)
_INSTITUTION = late(
    r"\b(?:university|college|institute|school|department|division|faculty|campus|academy)\b",
    re.IGNORECASE,
)
_LETTERS = late(r"[^\W\d_]{3,}")
_SENTENCE = late(r"[.!?]\s+[A-Z]|[a-z]{3,}\.$")
_BROKEN_OFF = late(r"(?:\b(?:and|or|of|in|on|for|to|the|with|a|an)|[&,/])$", re.IGNORECASE)
_GOING_ON = late(r"(?:and|or|of|in|on|for|to|with)\b|&", re.IGNORECASE)
_BEFORE, _AFTER = " *_#|>•·–—:-", " *_#|•–—:-"  # signs around a name


def _names(text: str) -> int:
    """How many words of ``text`` may be a course's name: neither its code, its department's letters
    nor administration. What stands before a colon may be a label."""
    code = _CODE.search(text)
    bare = _CODE.sub(" ", text)
    if code:
        department = code.group().rstrip("0123456789 ./–-")
        bare = " ".join(word for word in bare.split() if word != department)
    words = len(_LETTERS.findall(_ADMIN.sub(" ", bare)))
    label, colon, _ = text.partition(":")
    if colon and not code and _ADMIN.search(label) and not _LETTERS.search(_ADMIN.sub(" ", label)):
        return 0
    return words


def _worth(text: str, block: Block | None, place: int, proposed: str, least: float) -> float:
    """What ``text`` is worth as a title; anything up to ``least`` where it cannot be more."""
    if not 3 < len(text) <= 160:
        return -9.0
    worth = -0.12 * place
    if block is not None and block.shape is Shape.HEADING:
        worth += 2.0 if block.depth <= 2 else 1.0
    if text == proposed:
        worth += 2.0
    if worth + _CODED <= least:  # the rest only takes away
        return worth
    coded = _CODE.search(text) is not None
    if coded:
        worth += _CODED
    if worth <= least:
        return worth
    words = len(_LETTERS.findall(text))
    if not words and not coded:
        return -9.0
    if not _names(text):
        worth -= (4.0 if text == proposed else 2.0) if coded else 6.0
    if not coded and _INSTITUTION.search(text):
        worth -= 2.0
    if _WHERE.match(text) or _PERSON.match(text):
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
    with the name that follows it, and a heading with the line it breaks off to. ``""`` if nothing
    looks like a name."""
    lines: list[tuple[str, Block | None]] = [
        (_trim(line), block)
        for block in blocks[:_TOP]
        if not block.hidden
        for line in ([*block.cells] if block.cells else [block.text])
    ]
    proposed = _trim(proposed)
    best, chosen, at = -2.0, "", -1
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
    if at < 0:
        return chosen
    above, below = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
    if below and _goes_on(chosen, lines[at][1], *below):
        return f"{chosen} {below[0]}"
    if above and _is_bare(chosen) and _may_name(above[0]):
        return above[0]
    return chosen


def _is_bare(title: str) -> bool:
    return _CODE.search(title) is not None and not _names(title)


def _may_name(line: str) -> bool:
    """Whether a line beside a course's code may be its name."""
    return (
        5 < len(line) < 100
        and "@" not in line
        and _names(line) > 0
        and not any(sign.search(line) for sign in (_PERSON, _WHERE, _SENTENCE, _INSTITUTION))
    )


def _goes_on(title: str, block: Block | None, following: str, after: Block | None) -> bool:
    """Whether the line below belongs to the title."""
    if not _may_name(following):
        return False
    if _is_bare(title):
        return True
    if block is None or after is None or block.depth != after.depth:
        return False
    if not block.shape is after.shape is Shape.HEADING:
        return False
    if _BROKEN_OFF.search(title) or _GOING_ON.match(following):
        return True
    # "Sociology SYG2010", and below it what it is about.
    return _CODE.search(title) is not None and _names(title) == 1 and following[-1].isalpha()


def _trim(text: str) -> str:
    return text.lstrip(_BEFORE).rstrip(_AFTER)
