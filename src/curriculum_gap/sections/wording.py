"""The wording of citations, activities, descriptions, names and places.

All functions take lower-cased text; where they take ``words`` too, that is the text's vocabulary,
which spares most texts the patterns.
"""

from __future__ import annotations

from collections.abc import Set

from curriculum_gap.patterns import late
from curriculum_gap.sections.telling import START, has_sign, telling

__all__ = [
    "counts_session",
    "course_line",
    "is_activity",
    "is_citation",
    "is_contact",
    "is_description",
]

_PUBLISHED = telling(
    "isbn doi publishers publishing mcgraw mcgraw-hill routledge pearson prentice penguin "
    "norton wiley springer wadsworth houghton"
)
_CITATION_WORDS = telling("pp p edition ed eds et vol press")
_YEAR_OF_SOURCE = late(r"\(\d{4}[a-z]?\)[.,:]")
_CITED = late(
    r"\bpp?\. ?\d|\b\d+(?:st|nd|rd|th) ed(?:\b|ition)|\bet al\b|\beds?\.\)"
    r"|\bvol\. ?\d|\d\(\d+\)[,:] ?\d|\bpress,? (?:19|20)\d\d\b"
)
_COUNTS = late(r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?[.):]\s")
_YEAR = late(r"\b(?:1[5-9]|20)\d\d")
_ACTIVITY_SIGNS = (
    "role",
    "discussion",
    "guest ",
    "field trip",
    "small",
    "in-class ",
    "experiential",
    "simulation",
    "journal",
    "workshop",
)
_ACTIVITY = late(
    r"\b(?:role[- ]?play\w*|discussion board|discussion forum|guest (?:speaker|lecture)\w*|field trip|"
    r"small[- ]group|in-class (?:exercise|activit|discussion)\w*|class discussions?|experiential|"
    r"simulation|weekly journal|keep a journal|group discussions?|workshops?|lectures?, discussion)"
)
_COURSE_WORDS = telling("course class seminar module unit subject practicum lecture we")
_COURSE_SIGNS = tuple(
    f"{the} {course}"
    for the in ("this", "the")
    for course in (
        "course",
        "class",
        "seminar",
        "module",
        "unit",
        "subject",
        "practicum",
        "lecture",
    )
)
_DESCRIPTION = late(
    r"\b(?:this|the) (?:course|class|seminar|module|unit|subject|practicum|lecture)(?: also)?(?: is | will | \w{3,12}[^s\W]s\b| has )"
    r"|^an? (?:introduction to|survey of|study of|overview of|examination of|exploration of)"
    r"|\bwe will (?:explore|examine|study|consider|look at|address|investigate|discuss|survey|focus|learn|begin)"
)
_CONTACT = late(
    r"\b(?:office hours?|e-?mail|telephone|phone|instructor|professor|fax|office|section \d|credits?|"
    r"class (?:meets|time|location)|classroom|meeting times?|prerequisites?)\b[^.]{0,30}[:)]|@[\w-]+\.|\b\d{3}[-. ]\d{4}\b"
)
_COURSE = late(
    r"\b[A-Z][A-Za-z]{1,5}[ -]?\d{2,4}[A-Z]{0,2}\b|\b(?:Syllabus|SYLLABUS)\b|\b(?:Fall|Spring|Summer|Winter|Autumn|FALL|SPRING)[ ,]+(?:Semester |Term |Quarter )?(?:19|20)\d\d"
)


def is_citation(low: str, words: Set[str]) -> bool:
    """Looks like an entry of a bibliography."""
    if not words.isdisjoint(_PUBLISHED) or "university press" in low or "isbn" in low:
        return True
    if "(1" not in low and "(2" not in low and words.isdisjoint(_CITATION_WORDS):
        return False
    low = low[:START]
    return _YEAR_OF_SOURCE.search(low) is not None or _CITED.search(low) is not None


def counts_session(low: str) -> bool:
    """Starts with a number and names no year: a session of a schedule that points to pages ("20.
    Schools for all, pp. 199–219") rather than an entry of a bibliography."""
    return bool(_COUNTS.match(low)) and _YEAR.search(low[:START]) is None


def is_activity(low: str) -> bool:
    """Names a regular way of working in class."""
    low = low[:START]
    return has_sign(low, _ACTIVITY_SIGNS) and _ACTIVITY.search(low) is not None


def is_description(low: str, words: Set[str]) -> bool:
    """Says what the course is about."""
    low = low[:START]
    signs = low.startswith(("a ", "an ")) or (
        not words.isdisjoint(_COURSE_WORDS) and ("we will " in low or has_sign(low, _COURSE_SIGNS))
    )
    return signs and _DESCRIPTION.search(low) is not None


def is_contact(low: str) -> bool:
    """Names people, places, times."""
    return bool(_CONTACT.search(low[:300]))


def course_line(text: str) -> bool:
    """Holds a course code, the word syllabus or a term; ``text`` is as written."""
    return bool(_COURSE.search(text[:200]))
