"""The vocabulary of syllabus headings: which words and phrases open which section."""

from __future__ import annotations

import re
from typing import NamedTuple

from curriculum_gap.nouns import Section

__all__ = [
    "ALONE",
    "ANY_VOCABULARY",
    "COLUMNS",
    "CONTENT_VOCABULARY",
    "CORES",
    "FILLER",
    "HINTS",
    "HINT_VOCABULARY",
    "LONGEST",
    "PHRASES",
    "POLICY_CORE",
    "POLICY_VOCABULARY",
    "PRESENCE",
    "STARTS",
    "STATED",
    "SURE",
    "WHAT",
    "WHEN",
    "WHOLE",
    "WORK",
    "Opening",
]


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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# Policy phrases that name subjects as well.
_SUBJECTS = _phrases(
    "plagiarism|cheating|copyright|covid|tutoring|withdrawal|grievance|civility|sexual misconduct|"
    "basic needs|food insecurity|academic integrity|academic honesty|academic dishonesty|"
    "code of conduct|mandatory report|mandated report|generative ai|netiquette|pregnant|pregnancy|"
    "undocumented students|parenting students|lactation|sexual assault|sexual violence|"
    "content warning|inclusive language|child care|childcare|nondiscrimination|anti-discrimination|"
    "non-discrimination|honor code|mental health support|mental health services|community standards|"
    "americans with disabilit|students with disabilities|student with disabilities|"
    "students with special needs|writing center|writing centre|student success|food pantry|"
    "emergency procedures|reasonable accommodation"
)

# Phrases that decide whatever stands around them, in order: the first that is found wins.
PHRASES: tuple[tuple[str, Opening], ...] = tuple(
    (phrase, Opening(section, umbrella=umbrella, subject=phrase in _SUBJECTS))
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
            "americans with disabilit|ada statement|ada policy|ada compliance|ada accommodation|"
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
            False,
            "mitigating circumstances|extenuating circumstances|special consideration|food pantry|"
            "bias incident|bias report|student wellness|student wellbeing|student well-being|"
            "wellness resources|wellbeing support|health and wellness|academic support|"
            "learning support|academic adjustments|reasonable adjustment|student success|"
            "undocumented students|pregnant|pregnancy|parenting students|lactation|"
            "sexual assault|sexual violence|content warning|community standards|safe zone|"
            "equity statement|anti-racism statement|statement of inclusion|inclusive language|"
            "children in class|child care|childcare",
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
            "meeting times|administrative|general information|faculty information|prerequisite",
        ),
    )
    for phrase in phrases.split("|")
)

LONGEST = 1 + max(phrase.count(" ") for phrase, _ in PHRASES)  # words of a phrase
# Ranks of the phrases by the first four letters of their first word and, below these, the first
# two of their second word ("" where there is none); the last word may be a stem.
STARTS: dict[str, dict[str, list[int]]] = {}
for _rank, (_phrase, _) in enumerate(PHRASES):
    _first, *_rest = re.split(r"[ /]", _phrase.replace("title ix", "title-ix"))
    _seconds = STARTS.setdefault(_first[:4], {})
    _seconds.setdefault(_rest[0][:2] if _rest else "", []).append(_rank)

FILLER = _words(
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
POLICY_CORE = _words(
    "disability disabilities accommodation accommodations accommodating accomodation accomodations accessibility ada eeo eo "
    "nondiscrimination non-discrimination harassment pronouns acknowledgement acknowledgment "
    "attendance absences absence lateness tardiness punctuality honesty dishonesty integrity "
    "misconduct plagiarism cheating conduct behavior behaviour etiquette civility emergency "
    "emergencies safety security copyright recording veterans veteran military covid covid-19 "
    "masks tutoring counseling counselling wellness wellbeing well-being withdrawal incompletes "
    "incomplete extensions cellphones laptops electronics canvas "
    "blackboard moodle brightspace ferpa ai chatgpt title-ix confidentiality grievances appeals "
    "weather cancellation privacy complaints "
    "regrades regrading makeups lateness"
)
SURE = _words(
    "accommodation accommodations ada eeo nondiscrimination non-discrimination attendance absences "
    "absence lateness tardiness punctuality dishonesty plagiarism cheating etiquette veterans "
    "covid covid-19 tutoring withdrawal incompletes ferpa chatgpt makeups regrades acknowledgement "
    "acknowledgment title-ix"
)  # alone enough; the other core words ("Disability", "Privacy") may name a subject
POLICY_COMPANY = _words(
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
CORES: tuple[tuple[Section, frozenset[str]], ...] = (
    (
        Section.SESSION,
        _words(
            "schedule calendar timetable outline topics weeks syllabus-schedule lectures meetings agenda "
            "contents units modules lessons seminars"
        ),
    ),
    (
        Section.OBJECTIVE,
        _words(
            "objective objectives outcome outcomes competency competencies competences goals goal aims"
        ),
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
        _words(
            "resources resource links recommended websites sites hotlines bibliography references"
        ),
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
ALL_CORES = frozenset().union(*(words for _, words in CORES))
CONTENT_VOCABULARY = (
    FILLER
    | ALL_CORES
    | _words(
        "weight weights points percent percentage work written writing oral criteria due dates films videos supplies software texts weekly sample optional suggested supplementary selected further useful web library reserve books teaching instructional evaluated"
    )
)
POLICY_VOCABULARY = FILLER | POLICY_CORE | POLICY_COMPANY
ANY_VOCABULARY = POLICY_VOCABULARY | CONTENT_VOCABULARY
PRESENCE = _words("attendance absences absence lateness tardiness punctuality late")
STATED = _words(
    "policy policies statement statements procedure procedures requests requesting rules"
)
HINTS = _words(
    "diversity inclusion inclusivity equity respect belonging climate community civility pronouns"
)
HINT_VOCABULARY = FILLER | HINTS | _words("classroom learning environment safe values norms")

WORK = _words(
    "paper papers project projects essay essays exam presentation presentations assignment journal journals portfolio quizzes reflection reflections rubric"
)

WHOLE = _words("course courses class syllabus required")

# A table's header set as one line: "Week Date Topic Assignments Due"
WHEN = _words("week date dates class day session module")
WHAT = _words("topic topics reading readings assignment assignments content chapter chapters")
COLUMNS = WHEN | WHAT | _words("due pages and or activities activity description subject notes")
ALONE = {
    "required": Section.READING,
    "recommended": Section.RESOURCE,
    "optional": Section.RESOURCE,
    "supplemental": Section.RESOURCE,
    "supplementary": Section.RESOURCE,
}
