"""What the wording of a passage alone says about its part: outcomes, graded work, citations.

All functions take lower-cased text; where they take ``words`` too, that is the text's vocabulary,
which spares most texts the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from curriculum_gap.patterns import late
from curriculum_gap.sections.telling import telling

__all__ = [
    "about_programme",
    "counts_session",
    "course_line",
    "is_about_work",
    "is_activity",
    "is_citation",
    "is_contact",
    "is_description",
    "is_graded",
    "is_outcome",
    "lists_accreditor",
    "names_assignment",
    "names_work",
    "opens_outcomes",
    "starts_with_outcome_verb",
]

_CUT = 600


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _has(low: str, signs: Iterable[str]) -> bool:
    """Whether one of the pieces of text stands in ``low`` that a pattern cannot do without."""
    return any(map(low.__contains__, signs))


_WORK_WORDS = telling(
    "paper papers essay essays exam exams examination examinations midterm midterms final "
    "finals test tests quiz quizzes project projects presentation presentations journal "
    "journals homework homeworks assignment assignments report reports review reviews "
    "portfolio portfolios reflection reflections participation response responses post posts "
    "discussion discussions attendance problem lab labs proposal bibliography group "
    "interview autobiography case write-up draft"
)
_PUBLISHED = telling(
    "isbn doi publishers publishing mcgraw mcgraw-hill routledge pearson prentice penguin "
    "norton wiley springer wadsworth houghton"
)
_CITATION_WORDS = telling("pp p edition ed eds et vol press")
_COURSE_WORDS = telling("course class seminar module unit subject practicum lecture we")
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
_ASSIGNMENT_NAME = late(
    r"\b(?:papers?|essays?|exams?|midterm|final|tests?|quiz(?:zes)?|projects?|presentations?|journals?|"
    r"assignments?|assessment|reports?|portfolio|reflections?|case study|discussions?|interview|rubric|memos?)\b"
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
_WORK = (
    r"(?:papers?|essays?|exams?|examinations?|midterms?|finals?|tests?|quiz(?:zes)?|projects?|presentations?|"
    r"journals?|homeworks?|assignments?|reports?|reviews?|portfolios?|reflections?|participation|"
    r"responses?|posts?|discussions?|attendance|problem sets?|labs?|proposal|bibliography|group|"
    r"interview|autobiography|case stud(?:y|ies)|write-?ups?|draft)"
)
_WORK_NAMED = late(rf"\b{_WORK}\b")
# What is said of graded work, and how far from the work's name it may stand.
_WORTH = late(r"\d\s?(?:%|percent\b|per cent\b|points?\b|pts\b|marks\b)")
_WORTH_BEFORE, _WORTH_AFTER = 100, 70
_JUDGED = late(
    r"\b(?:is|are|will be) (?:due|graded|evaluated|assessed|marked)\b"
    r"|\bdue(?: ?:| (?:week|on|by|at|in class|\w{3,6}day|\d))"
)
_JUDGED_BEFORE = 60
_ORDERED = late(
    r"\b(?:write|submit|turn in|hand in|complete) (?:an?|your|the|one|two|three) "
    r"|\bthere (?:will be|are|is) |\b\d{1,2}[- ]?pages?\b"
)
_ORDERED_AFTER = 60
_JUDGED_WORDS = telling("due graded evaluated assessed marked")
_ORDERED_WORDS = telling("write submit turn hand complete there")
_ABOUT_WORK = late(
    r"\b(?:this|the|each|your|an?) (?:\w+ )?(?:assignment|paper|essay|presentation|project|journal|portfolio|rubric|worksheet)\b"
    r"|\b(?:submit|upload|turn in|hand in)\b"
)
_NAMES_WORK = late(
    r"(?:(?:written|in-class|final|first|second|third|reaction|response|reflection|research|short|position|graded|due:?|group|weekly) )*"
    r"(?:papers?|essay|assignment|project|journal|homework|reflection|presentation|e-journal)\b[^.]{0,40}"
    r"(?::|\bdue\b|[-–—])"
)
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


def is_outcome(low: str, words: Set[str], *, plainly: bool = False) -> bool:
    """States what students will be able to do; ``low`` is lower-cased text. ``plainly`` leaves out
    sentences that descriptions use as well ("students will learn …")."""
    if words.isdisjoint(_OUTCOME_WORDS):
        return False
    low = low[:_CUT]
    if _has(low, _OUTCOME_SIGNS) and _OUTCOME.search(low):
        return True
    return not plainly and _has(low, _LEARNS_SIGNS) and _LEARNS.search(low) is not None


def lists_accreditor(low: str) -> bool:
    """Leads in to a pasted list of an accreditor's competencies."""
    return low.rstrip().endswith(":") and bool(_ACCREDITOR.search(low[-400:]))


def about_programme(low: str) -> bool:
    """Speaks of the whole programme or its accreditor, not of this course."""
    return bool(_PROGRAMME.search(low[:_CUT]))


def names_assignment(low: str) -> bool:
    """A short table cell that names graded work ("Case study paper")."""
    return len(low) <= 90 and bool(_ASSIGNMENT_NAME.search(low))


def opens_outcomes(low: str) -> bool:
    """A lead-in after which list entries are outcomes ("Students will be able to:")."""
    return bool(_OPENS.search(low[-160:].rstrip()))


def starts_with_outcome_verb(low: str) -> bool:
    """Begins with a verb of outcomes ("Analyze …", "To understand …", "1. Describe …")."""
    words = low[:60].lstrip("0123456789.()•- *\t").split(maxsplit=2)
    if words and words[0] == "to":
        words = words[1:]
    return bool(words) and words[0].rstrip(",") in _VERBS


def is_graded(low: str, words: Set[str]) -> bool:
    """Names work with its worth, length or deadline."""
    if words.isdisjoint(_WORK_WORDS):
        return False
    low = low[:_CUT]
    if any(
        _WORK_NAMED.search(low, max(0, found.start() - _WORTH_BEFORE), found.end() + _WORTH_AFTER)
        for found in _WORTH.finditer(low)
    ):
        return True
    if not words.isdisjoint(_JUDGED_WORDS) and any(
        _WORK_NAMED.search(low, max(0, found.start() - _JUDGED_BEFORE), found.start())
        for found in _JUDGED.finditer(low)
    ):
        return True
    if words.isdisjoint(_ORDERED_WORDS) and "page" not in low:
        return False
    return any(
        _WORK_NAMED.search(low, found.end(), found.end() + _ORDERED_AFTER)
        for found in _ORDERED.finditer(low)
    )


def is_about_work(low: str) -> bool:
    """Tells students how to do a piece of work ("in this assignment you will …")."""
    return bool(_ABOUT_WORK.search(low[:_CUT]))


def names_work(low: str) -> bool:
    """Starts with a piece of work and goes on to say what to do ("Reaction paper 2: discuss …")."""
    return bool(_NAMES_WORK.match(low[:200].lstrip(" *_•-")))


def is_citation(low: str, words: Set[str]) -> bool:
    """Looks like an entry of a bibliography."""
    if not words.isdisjoint(_PUBLISHED) or "university press" in low or "isbn" in low:
        return True
    if "(1" not in low and "(2" not in low and words.isdisjoint(_CITATION_WORDS):
        return False
    low = low[:_CUT]
    return _YEAR_OF_SOURCE.search(low) is not None or _CITED.search(low) is not None


def counts_session(low: str) -> bool:
    """Starts with a number and names no year: a session of a schedule that points to pages ("20.
    Schools for all, pp. 199–219") rather than an entry of a bibliography."""
    return bool(_COUNTS.match(low)) and _YEAR.search(low[:_CUT]) is None


def is_activity(low: str) -> bool:
    """Names a regular way of working in class."""
    low = low[:_CUT]
    return _has(low, _ACTIVITY_SIGNS) and _ACTIVITY.search(low) is not None


def is_description(low: str, words: Set[str]) -> bool:
    """Says what the course is about."""
    low = low[:_CUT]
    signs = low.startswith(("a ", "an ")) or (
        not words.isdisjoint(_COURSE_WORDS) and ("we will " in low or _has(low, _COURSE_SIGNS))
    )
    return signs and _DESCRIPTION.search(low) is not None


def is_contact(low: str) -> bool:
    """Names people, places, times."""
    return bool(_CONTACT.search(low[:300]))


def course_line(text: str) -> bool:
    """Holds a course code, the word syllabus or a term."""
    return bool(_COURSE.search(text[:200]))
