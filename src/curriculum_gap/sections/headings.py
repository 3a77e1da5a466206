"""Heading words → the section they open.

A heading is recognised in two ways: by a phrase that cannot mean anything else ("Learning
Outcomes"), or because *all* its words belong to the vocabulary of syllabus headings and one of them
names a section. The second test is what keeps "Disability in American Society" a topic while
"Disability Services and Accommodations" is policy.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from curriculum_gap.nouns import Section

__all__ = ["Opening", "is_generic", "opening", "run_in"]


class Opening(NamedTuple):
    """What a heading opens. ``umbrella`` marks loose policy headings ("Course Policies") under
    which graded work may still be described; ``week`` marks one session of a schedule; ``hint``
    marks words that are policy only if the text below agrees ("Diversity"). ``part`` marks words
    that may as well name a part of an assignment or a session ("Purpose", "Readings")."""

    section: Section
    week: bool = False
    umbrella: bool = False
    hint: bool = False
    part: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Phrases that decide whatever stands around them, in order: the first that is found wins.
_PHRASES: tuple[tuple[str, Opening], ...] = tuple(
    (phrase, Opening(section, umbrella=umbrella))
    for section, umbrella, phrases in (
        (
            Section.POLICY,
            False,
            "land acknowledgement|land acknowledgment|territorial acknowledgement|"
            "territorial acknowledgment|territory acknowledgement|territory acknowledgment|"
            "acknowledgement of country|acknowledgment of country|"
            "indigenous acknowledgement|indigenous acknowledgment|"
            "disability statement|disability policy|disability services|disability accommodation|"
            "disability resource|disability support|disability access|disability notice|"
            "accommodations for students|accommodation for students|accommodation of disabilities|"
            "students with disabilities|student with disabilities|students with special needs|"
            "students with documented|reasonable accommodation|academic accommodation|"
            "accessibility services|accessibility statement|accessibility and accommodation|"
            "americans with disabilities|ada statement|ada policy|ada compliance|ada accommodation|"
            "ada notice|equal opportunity|equal access|equal educational opportunity|"
            "nondiscrimination|non-discrimination|notice of discrimination|anti-discrimination|"
            "affirmative action statement|title ix statement|title ix policy|title ix notice|"
            "sexual misconduct|sexual harassment policy|sexual violence policy|"
            "mandatory report|mandated report|religious observance|religious holiday|"
            "religious accommodation|religious holy day|religious absence|reasons of faith|"
            "names and pronouns|name and pronoun|preferred name|preferred pronoun|chosen name|"
            "diversity statement|statement on diversity|statement of diversity|"
            "diversity and inclusion statement|inclusion statement|inclusivity statement|"
            "inclusive learning environment|inclusive classroom|commitment to diversity|"
            "diversity commitment|respect for diversity|counseling center|counselling centre|"
            "counseling services|counseling and psychological services|counselling services|"
            "mental health statement|mental health resources|mental health services|"
            "mental health support|mental health and wellness|mental health and wellbeing|"
            "mental health and well-being|basic needs|food insecurity|student support services|"
            "student services|student support|support services|campus resources|"
            "university resources|student resources|academic integrity|academic honesty|"
            "academic dishonesty|academic misconduct|scholastic dishonesty|honor code|honor system|"
            "honour code|honor pledge|plagiarism|cheating|ai policy|use of ai|ai use|"
            "generative ai|artificial intelligence policy|artificial intelligence use|"
            "ai statement|chatgpt|attendance policy|absence policy|late policy|late work|"
            "late assignments|late papers|missed work|missed exams|make-up|makeup|"
            "technical support|technology support|technology requirements|tech support|"
            "emergency procedures|emergency information|campus safety|campus security|"
            "copyright|recording policy|recording of class|classroom recording|audio recording|"
            "veterans services|student veterans|military students|veteran and military|"
            "covid|face mask|face covering|writing center|writing centre|tutoring|"
            "code of conduct|student conduct|classroom conduct|classroom behavior|"
            "classroom behaviour|classroom etiquette|civility|netiquette|e-mail policy|"
            "email policy|cell phone|electronic devices|laptop policy|incomplete grades|"
            "grade appeal|grade dispute|withdrawal|drop/add|drop policy|ferpa|"
            "student privacy|harassment policy|equity, diversity and inclusion policy|"
            "conflict resolution procedure|grievance",
        ),
        (
            Section.POLICY,
            True,
            "course policies|class policies|university policies|college policies|"
            "institutional policies|department policies|general policies|other policies|"
            "policies and procedures|course policy|"
            "policies and expectations|program policies|required statements|"
            "university statements|syllabus statements|class rules",
        ),
        (
            Section.SESSION,
            False,
            "course schedule|class schedule|tentative schedule|weekly schedule|reading schedule|"
            "schedule of|lecture schedule|session schedule|semester schedule|assignment schedule|"
            "course calendar|class calendar|schedule and readings|topics and readings|"
            "readings and topics|course outline|class outline|lecture outline|outline of topics|"
            "topical outline|outline of course|list of topics|course content|weekly topics|"
            "week by week|week-by-week|course plan|assignments and due dates|daily assignments|"
            "reading assignments|weekly readings|daily schedule|course timetable|unit outline|"
            "schedule for",
        ),
        (
            Section.DESCRIPTION,
            False,
            "program goals|programme goals|program mission|mission statement|university mission|"
            "college mission|department mission|mission of the|program description",
        ),
        (
            Section.OBJECTIVE,
            False,
            "learning outcome|learning objective|course objective|course outcome|"
            "student outcome|course goals|goals and objectives|learning goals|"
            "course competenc|course aims|aims and objectives|intended outcome|"
            "program outcomes|programme outcomes|practice behaviors|performance indicators|"
            "what you will learn|what you learn|what students learn|what will i learn|what you'll learn|learning aims|"
            "objectives of the course|objectives of this course|goals of the course|"
            "goals of this course|goals for the course|behavioral objectives|"
            "educational objectives|instructional objectives|core competenc",
        ),
        (
            Section.RESOURCE,
            False,
            "bibliography|works cited|reference list|recommended reading|recommended text|recommended book|optional reading|"
            "optional text|further reading|additional reading|suggested reading|"
            "supplemental reading|supplementary reading|additional resources|"
            "recommended resources|useful links|internet resources|web resources|online resources|"
            "other resources|web sites|websites|library resources",
        ),
        (
            Section.READING,
            False,
            "required reading|required text|required book|required material|course text|"
            "course reading|assigned reading|reading list|course materials|textbook|"
            "texts and materials|books and readings|required course",
        ),
        (
            Section.ASSIGNMENT,
            False,
            "course work|coursework|class work|grades will be|grade will be|be graded|"
            "determination of grade|graded on|course requirements|course assignments|assignments and|graded work|"
            "assessment and grading|grading and|grading criteria|assessment criteria|"
            "grading rubric|evaluation and grading|methods of evaluation|method of evaluation|"
            "course evaluation and|basis of grad|basis for grad|breakdown of grade|"
            "grade breakdown|grading breakdown|student evaluation|student assessment|"
            "written work|written assignments|writing assignments|research paper|term paper|"
            "final paper|final project|group project|group presentation|paper guidelines|"
            "course assessment|assessment tasks|learning assessments|description of assignments|"
            "assignment description|description of assignment|requirements and grading",
        ),
        (
            Section.ACTIVITY,
            False,
            "teaching and learning strateg|learning strateg|team-based learning|course structure|"
            "class structure|course format|class format|teaching method|instructional method|"
            "methods of instruction|method of instruction|instructional strateg|learning activit|"
            "class activities|teaching strateg|course methods|learning experiences|"
            "teaching and learning methods|format of the course|class procedures",
        ),
        (
            Section.DESCRIPTION,
            False,
            "course description|course overview|course introduction|course purpose|"
            "course rationale|catalog description|catalogue description|about the course|"
            "about this course|description of the course|description of course|"
            "overview of the course|purpose of the course|nature of the course|"
            "introduction to the course|what is this course about|bulletin description|"
            "module description|unit description|course summary|course synopsis|course theme",
        ),
        (
            Section.OTHER,
            False,
            "office hours|contact information|instructor information|course information|"
            "grading scale|grade scale|important dates|table of contents|class meetings|"
            "meeting times|general information|faculty information|prerequisite",
        ),
    )
    for phrase in phrases.split("|")
)

_FILLER = _words(
    "a an the of for and or to in on at by with from this these your our my i you we us is are be it "
    "as etc about how what will do general overall main specific tentative proposed weekly daily "
    "course courses class classes student students learning semester term quarter fall spring "
    "summer winter autumn session sessions list required major basic other additional university "
    "college school department campus program programme information info details statement "
    "statements notes note important concerning regarding policy policies procedures procedure "
    "rules guidelines expectations requests requesting documented special needs academic personal "
    "university's college's all any some new more study online section sections part key "
    "description tentative revised subject change final midterm responsibilities responsibility"
)
_POLICY_CORE = _words(
    "disability disabilities accommodation accommodations accommodating accessibility ada eeo eo "
    "nondiscrimination non-discrimination harassment pronouns acknowledgement acknowledgment "
    "attendance absences absence lateness tardiness punctuality honesty dishonesty integrity "
    "misconduct plagiarism cheating conduct behavior behaviour etiquette civility emergency "
    "emergencies safety security copyright recording veterans veteran military covid covid-19 "
    "masks tutoring counseling counselling wellness wellbeing well-being withdrawal incompletes "
    "incomplete extensions cellphones phones laptops electronics canvas "
    "blackboard moodle brightspace ferpa ai chatgpt title-ix confidentiality grievances appeals "
    "weather cancellation privacy complaints "
    "regrades regrading makeups lateness"
)
_SURE = _words(
    "accommodation accommodations ada eeo nondiscrimination non-discrimination attendance absences "
    "absence lateness tardiness punctuality dishonesty plagiarism cheating etiquette veterans "
    "covid covid-19 tutoring withdrawal incompletes ferpa chatgpt makeups regrades acknowledgement "
    "acknowledgment title-ix"
)  # alone enough; the other core words ("Disability", "Privacy") may name a subject
_POLICY_COMPANY = _words(
    "services service center centre office support resources resource access statement policy act "
    "compliance notice students religious observances observance holidays holiday holy days "
    "sexual title ix mandatory reporting reporter gender identity preferred chosen name names land "
    "country traditional owners honor honour code pledge system late "
    "missed make-up use generative artificial intelligence tools technical help health mental "
    "writing library tutor peer safe inclusion inclusive equal opportunity equity civil rights "
    "reasonable american act classroom discrimination violence assault basic security food housing advising advisor "
    "advisors active duty service members cell phone phones computer computers communication "
    "participation tardies tardy absent excused unexcused emergency procedures evacuation"
)
_CORES: tuple[tuple[Section, frozenset[str]], ...] = (
    (
        Section.SESSION,
        _words(
            "schedule calendar timetable outline topics weeks syllabus-schedule lectures meetings agenda "
            "contents units modules lessons seminars"
        ),
    ),
    (
        Section.OBJECTIVE,
        _words("objective objectives outcome outcomes competency competencies competences goals goal aims"),
    ),
    (
        Section.ASSIGNMENT,
        _words(
            "assignment assignments assessment assessments grading grades grade evaluation "
            "requirements requirement paper papers exams exam examinations examination tests quizzes "
            "homework homeworks project projects essay essays presentation presentations "
            "deliverables coursework rubric rubrics portfolio portfolios"
        ),
    ),
    (
        Section.READING,
        _words(
            "reading readings text texts textbook textbooks book books "
            "materials literature novels sources films articles"
        ),
    ),
    (
        Section.ACTIVITY,
        _words(
            "activities activity participation discussion discussions journals journal methodology "
            "methods format methods workshop workshops fieldwork practicum discussion-board forum "
            "forums blog blogs"
        ),
    ),
    (
        Section.DESCRIPTION,
        _words(
            "description overview introduction intro purpose rationale summary synopsis welcome "
            "background scope philosophy abstract"
        ),
    ),
    (
        Section.RESOURCE,
        _words("resources resource links recommended websites sites hotlines bibliography references"),
    ),
    (
        Section.OTHER,
        _words(
            "instructor instructors professor faculty contact office hours phone location time "
            "times prerequisites prerequisite credits credit units telephone fax teacher assistant "
            "assistants staff lecturer tutor convenor coordinator meeting place room scale level "
            "corequisites days dates date semester hours"
        ),
    ),
)
_ALL_CORES = frozenset().union(*(words for _, words in _CORES))
_CONTENT_VOCABULARY = _FILLER | _ALL_CORES | _words("weight weights points percent percentage work written oral criteria due dates films videos supplies software texts weekly sample optional suggested supplementary selected further useful web library reserve books teaching instructional evaluated")
_POLICY_VOCABULARY = _FILLER | _POLICY_CORE | _POLICY_COMPANY
_PRESENCE = _words("attendance absences absence lateness tardiness punctuality late")
_STATED = _words("policy policies statement statements procedure procedures requests requesting rules")
_HINTS = _words("diversity inclusion inclusivity equity respect belonging climate community civility pronouns")
_HINT_VOCABULARY = _FILLER | _HINTS | _words("classroom learning environment safe values norms")

_WORK = _words("paper papers project projects essay essays exam presentation presentations assignment journal journals portfolio quizzes reflection reflections rubric")
_NAMED_WORK = re.compile(
    r"(?:assignment|(?:term |response |reaction )?paper|essay|project|homework|a)[ -]{0,2}#?\d{1,2}[a-z]?(?:$|[ ]?[:.–—(-])"
)

_WHOLE = _words("course courses class syllabus required")

# A table's header set as one line: "Week Date Topic Assignments Due"
_WHEN = _words("week date dates class day session module")
_WHAT = _words("topic topics reading readings assignment assignments content chapter chapters")
_COLUMNS = _WHEN | _WHAT | _words("due pages and or activities activity description subject notes")
_WORTH = re.compile(r"\d\s?(?:%|percent\b|points?\b|pts\b|marks\b)", re.IGNORECASE)
_POLICIES = re.compile(r"\b(?:university|campus|college|course|class|school|institut\w{1,6}|department\w{0,3})\b.{0,30}\bpolicies\b")
_ALONE = {
    "required": Section.READING,
    "recommended": Section.RESOURCE,
    "optional": Section.RESOURCE,
    "supplemental": Section.RESOURCE,
    "supplementary": Section.RESOURCE,
}
_NUMBERING = re.compile(r"^(?:(?:section|part|appendix)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[ivxl]{1,5}|[a-z])[.):]\s+")
_PARENTHESIS = re.compile(r"\s\([^()]{0,120}\)$")
_TOKEN = re.compile(r"[a-z][a-z0-9'’-]*")
_CODE = re.compile(r"^[a-z]{2,5}-?\d{2,4}[a-z]?$")
_RUN_IN = re.compile(r"^([A-Z][^:.!?\n]{2,70}?)\s*(?::|\s[–—-]{1,2}\s|\.(?=\s))\s*")
_CAPITALS = re.compile(r"^((?:[A-Z][A-Z/&'’-]+[,:]?\s+(?:(?:of|and|for|the|to)\s+)?){1,7}(?<=\s))(?=[A-Z][a-z])")


def opening(text: str, *, certain: bool = True) -> Opening | None:
    """What the heading ``text`` opens, or None for a heading whose words decide nothing.

    ``certain`` is true for blocks the reader found to be headings; for ordinary short lines and
    run-in labels only whole-vocabulary matches (and phrases standing almost alone) count.
    """
    text = text[:160]
    low = text.lower().replace("’", "'").strip(" *_#:.-–—\t")
    low = _PARENTHESIS.sub("", _NUMBERING.sub("", low)).strip(" :")
    low = low.replace("title ix", "title-ix").replace("&", "and").replace("(s)", "s")
    words = _TOKEN.findall(low)
    if not words or len(words) > 14 or words[-1] == "due":
        return None
    if certain and (_WORTH.search(text) or "rubric" in words):
        return Opening(Section.ASSIGNMENT)
    spare = 6 if certain else 3
    plain = low.replace("title-ix", "title ix")
    for phrase, found in _PHRASES:
        if phrase in plain and len(words) - phrase.count(" ") - 1 <= spare:
            if found.section is Section.POLICY and not found.umbrella:
                before, _, after = plain.partition(phrase)
                left = _TOKEN.findall(before + " " + after.lstrip("abcdefghijklmnopqrstuvwxyz"))
                named = all(word in _POLICY_VOCABULARY for word in left)
                return found if named else found._replace(hint=True)
            return found
    if certain and _POLICIES.search(low) and len(words) <= 7:
        return Opening(Section.POLICY, umbrella=True)
    if len(words) > 1 and _WHEN.intersection(words) and _WHAT.intersection(words):
        if _COLUMNS.issuperset(words):
            return Opening(Section.SESSION)
    if alone := _ALONE.get(low):
        return Opening(alone, part=True)
    known = [word for word in words if not _CODE.match(word)]
    if not known or len(known) > 8:
        return None
    if found := _closed(frozenset(known)):
        return found
    if _NAMED_WORK.match(low) or (certain and len(known) <= 7 and known[-1] in _WORK):
        return Opening(Section.ASSIGNMENT)
    return None


def is_generic(text: str) -> bool:
    """Holds nothing but the vocabulary of syllabus headings ("Assignments and Grading")."""
    words = _TOKEN.findall(text[:160].lower().replace("’", "'").replace("&", "and"))
    return all(word in _CONTENT_VOCABULARY or _CODE.match(word) for word in words)


def _closed(words: frozenset[str]) -> Opening | None:
    if "participation" in words and words <= _POLICY_VOCABULARY | _CONTENT_VOCABULARY:
        return Opening(Section.ACTIVITY, part=True)
    core = words & _POLICY_CORE
    if core and words <= _POLICY_VOCABULARY:
        lone = len(words - _FILLER) == 1 and not words & _STATED and not words & _SURE
        return Opening(Section.POLICY, hint=lone, umbrella=bool(words & _PRESENCE))
    if core and words <= _POLICY_VOCABULARY | _CONTENT_VOCABULARY:
        content = next((s for s, cores in _CORES if words & cores), None)
        if content:
            return Opening(content)
        sure = bool(words & (_SURE | _STATED))
        return Opening(Section.POLICY, umbrella=sure, hint=not sure)
    if words <= _CONTENT_VOCABULARY:
        for section, cores in _CORES:
            if words & cores:
                return Opening(section, part=not words & _WHOLE)
        if words & {"policy", "policies", "procedures", "rules"}:
            return Opening(Section.POLICY, umbrella=True)
        if "expectations" in words:
            return Opening(Section.POLICY, hint=True)
    if words & _HINTS and words <= _HINT_VOCABULARY:
        return Opening(Section.POLICY, hint=True)
    return None


def run_in(text: str) -> tuple[str, Opening, int] | None:
    """A label at the start of a paragraph that acts as its heading: ``("Course Description",
    Opening(...), offset of the text after it)``."""
    start = text[:110]
    found = _RUN_IN.match(start) or _CAPITALS.match(start)
    if not found:
        return None
    label = found.group(1).strip(" *_:")
    if len(label.split()) > 8:
        return None
    opened = opening(label, certain=False)
    return (label, opened, found.end()) if opened else None
