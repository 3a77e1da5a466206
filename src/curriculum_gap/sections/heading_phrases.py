"""The phrases of syllabus headings that decide alone which section is opened."""

from __future__ import annotations

import re

from curriculum_gap.nouns import Section
from curriculum_gap.sections.openings import Opening

__all__ = ["LONGEST", "PHRASES", "STARTS"]


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
            "conflict resolution procedure|grievance|"
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


def _starts() -> dict[str, dict[str, list[int]]]:
    starts: dict[str, dict[str, list[int]]] = {}
    for rank, (phrase, _) in enumerate(PHRASES):
        first, *rest = re.split(r"[ /]", phrase.replace("title ix", "title-ix"))
        seconds = starts.setdefault(first[:4], {})
        seconds.setdefault(rest[0][:2] if rest else "", []).append(rank)
    return starts


# Ranks of the phrases by the first four letters of their first word and, below these, the first
# two of their second word ("" where there is none); the last word may be a stem.
STARTS = _starts()
