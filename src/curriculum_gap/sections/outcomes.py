"""The wording of learning outcomes: what students will be able to do, and what shows it.

All functions take lower-cased text; where they take ``words`` too, that is the text's vocabulary,
which spares most texts the patterns.
"""

from __future__ import annotations

import re
from collections.abc import Set

from curriculum_gap.patterns import late
from curriculum_gap.sections.graded_work import names_assignment
from curriculum_gap.sections.telling import START, has_sign, telling

__all__ = [
    "about_programme",
    "assessed_by",
    "is_outcome",
    "lists_accreditor",
    "opens_outcomes",
    "starts_with_outcome_verb",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OUTCOME_WORDS = telling(
    "will should shall can must expected end conclusion completion completing goal goals aim "
    "aims objective objectives purpose purposes upon"
)
_WHO = r"\b(?:students?|participants|learners|you|graduates|candidates)\b[^.]{0,40}\b(?:will|should|shall|can|must)"
_LEARNS = late(
    rf"{_WHO} (?:learn|understand|know|gain|develop|demonstrate|acquire|become familiar|be familiar|have an understanding)\b"
)
_LEARNS_SIGNS = (
    " learn",
    " understand",
    " know",
    " gain",
    " dev",
    " demo",
    " acq",
    "e familiar",
    " an und",
)
_OUTCOME = late(
    rf"{_WHO} (?:be able to|be expected to be able|have (?:acquired|gained|developed|learned|demonstrated))\b"
    r"|\bexpected to be able to"
    r"|\b(?:by|at) the (?:end|conclusion|completion) of (?:this|the) (?:course|class|module|unit|semester|subject|seminar|program)"
    r"|\b(?:upon|on|after|following) (?:successful(?:ly)? )?(?:completion of|completing) (?:this|the)"
    r"|\b(?:goals?|aims?|objectives?|purposes?) (?:of|for|in) (?:this|the) (?:course|class|module|seminar|unit)[^.]{0,20} (?:is|are|include)"
)
_OUTCOME_SIGNS = (
    "able to",
    " acquired",
    " gained",
    " developed",
    " learned",
    " demonstrated",
    "e end of th",
    "conclusion of th",
    "complet",
    "goal",
    "aim",
    "objective",
    "purpose",
)
_ACCREDITOR = late(
    r"\b(?:epas|cswe|cacrep|accredit\w{2,6}|council on|naeyc|ncate|caep|aacn|acgme)\b"
)
_PROGRAMME = late(
    r"\b(?:epas|cswe|cacrep|accredit\w{2,6})\b|\bprogram(?:me)?(?:['’]s)? curriculum\b|\bcurriculum of the\b"
)
_OPENS = late(
    r"(?:will|should|shall) (?:be able to|learn(?: to| how to)?|demonstrate|develop|gain|understand|have)[^.]{0,60}[:…]?$"
    r"|able to[:…]?$|\b(?:to|will|should)[:…]$|following (?:\w+ )?(?:outcomes|objectives|goals|competencies|skills)[^.]{0,60}[:.]?$"
    r"|(?:outcomes|objectives|goals|competencies|aims)[^.]{0,60}:$"
    r"|(?:end|conclusion|completion) of (?:this|the) (?:course|class|module|unit|semester)[^.]{0,80}:$"
)
_VERBS = _words(
    "analyze analyse apply appraise articulate assess become build compare compose construct "
    "contrast critique critically debate deepen define demonstrate describe design develop "
    "differentiate discuss distinguish enhance evaluate examine explain explore express "
    "formulate gain generate identify illustrate implement increase integrate interpret "
    "introduce investigate judge know learn locate make master practice practise prepare "
    "present produce provide recognize recognise reflect relate state strengthen summarize "
    "summarise synthesize synthesise think understand use utilize write acquire advance "
    "advocate engage conduct create cultivate foster improve"
)
_TIED = late(
    r"\b(?:assessed|measured|evaluated)(?: by:?| through:?| via:?| in:?| with:?|:) ([^.;)]{3,80})"
    r"|\b(?:assessments?|measures?|assignments?): ([^.;)]{3,80})",
    re.IGNORECASE,
)
_TIED_SIGNS = ("assess", "measure", "evaluat", "assign")


def is_outcome(low: str, words: Set[str], *, plainly: bool = False) -> bool:
    """States what students will be able to do; ``low`` is lower-cased text. ``plainly`` leaves out
    sentences that descriptions use as well ("students will learn …")."""
    if words.isdisjoint(_OUTCOME_WORDS):
        return False
    low = low[:START]
    if has_sign(low, _OUTCOME_SIGNS) and _OUTCOME.search(low):
        return True
    return not plainly and has_sign(low, _LEARNS_SIGNS) and _LEARNS.search(low) is not None


def opens_outcomes(low: str) -> bool:
    """A lead-in after which list entries are outcomes ("Students will be able to:")."""
    return bool(_OPENS.search(low[-160:].rstrip()))


def starts_with_outcome_verb(low: str) -> bool:
    """Begins with a verb of outcomes ("Analyze …", "To understand …", "1. Describe …")."""
    words = low[:60].lstrip("0123456789.()•- *\t").split(maxsplit=2)
    if words and words[0] == "to":
        words = words[1:]
    return bool(words) and words[0].rstrip(",") in _VERBS


def lists_accreditor(low: str) -> bool:
    """Leads in to a pasted list of an accreditor's competencies."""
    return low.rstrip().endswith(":") and bool(_ACCREDITOR.search(low[-400:]))


def about_programme(low: str) -> bool:
    """Speaks of the whole programme or its accreditor, not of this course."""
    return bool(_PROGRAMME.search(low[:START]))


def assessed_by(text: str) -> str:
    """The assignment that an objective names itself ("… (assessed by: final paper)"), else ``""``;
    here ``text`` is as written."""
    text = text[:START]
    if not has_sign(text.lower(), _TIED_SIGNS):
        return ""
    found = _TIED.search(text)
    tie = (found[1] or found[2]).strip() if found else ""
    return tie if names_assignment(tie.lower()) else ""
