"""The vocabulary of syllabus headings: headings of these words alone open a section."""

from __future__ import annotations

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
    "POLICY_CORE",
    "POLICY_VOCABULARY",
    "PRESENCE",
    "STATED",
    "SURE",
    "WHAT",
    "WHEN",
    "WHOLE",
    "WORK",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that decide nothing.
FILLER = _words(
    "a an the of for and or to in on at by with from this these your our my i you we us is are be it "
    "as etc about how what will do general overall main specific tentative proposed weekly daily "
    "course courses class classes student students learning semester term quarter fall spring "
    "summer winter autumn session sessions list required major basic other additional university "
    "college school department campus program programme information info details statement "
    "statements notes note important concerning regarding policy policies procedures procedure "
    "rules guidelines expectations requests requesting documented special needs academic personal "
    "university's college's all any some new more study online section sections part key "
    "description revised subject change final midterm responsibilities responsibility"
)
# A policy heading holds one of these, and others only from their company.
POLICY_CORE = _words(
    "disability disabilities accommodation accommodations accommodating accomodation "
    "accomodations accessibility ada eeo eo "
    "nondiscrimination non-discrimination harassment pronouns acknowledgement acknowledgment "
    "attendance absences absence lateness tardiness punctuality honesty dishonesty integrity "
    "misconduct plagiarism cheating conduct behavior behaviour etiquette civility emergency "
    "emergencies safety security copyright recording veterans veteran military covid covid-19 "
    "masks tutoring counseling counselling wellness wellbeing well-being withdrawal incompletes "
    "incomplete extensions cellphones laptops electronics canvas "
    "blackboard moodle brightspace ferpa ai chatgpt title-ix confidentiality grievances appeals "
    "weather cancellation privacy complaints "
    "regrades regrading makeups"
)
# Alone enough; the other core words ("Disability", "Privacy") may name a subject.
SURE = _words(
    "accommodation accommodations ada eeo nondiscrimination non-discrimination attendance absences "
    "absence lateness tardiness punctuality dishonesty plagiarism cheating etiquette veterans "
    "covid covid-19 tutoring withdrawal incompletes ferpa chatgpt makeups regrades acknowledgement "
    "acknowledgment title-ix"
)
POLICY_COMPANY = _words(
    "services service center centre office support resources resource access statement policy act "
    "compliance notice students religious observances observance holidays holiday holy days "
    "sexual title ix mandatory reporting reporter gender identity preferred chosen name names land "
    "country traditional owners honor honour code pledge system late "
    "missed make-up use generative artificial intelligence tools technical help health mental "
    "writing library tutor peer safe inclusion inclusive equal opportunity equity civil rights "
    "reasonable american act classroom discrimination violence assault basic security food "
    "housing advising advisor advisors active duty service members cell phone phones computer computers communication "
    "participation tardies tardy absent excused unexcused emergency procedures evacuation"
)
# Content headings hold one of these; the first section that has a word of the heading is meant.
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
CONTENT_VOCABULARY = FILLER.union(
    *(words for _, words in CORES),
    _words(
        "weight weights points percent percentage work written writing oral criteria due dates "
        "films videos supplies software texts weekly sample optional suggested supplementary "
        "selected further useful web library reserve books teaching instructional evaluated"
    ),
)
POLICY_VOCABULARY = FILLER | POLICY_CORE | POLICY_COMPANY
ANY_VOCABULARY = POLICY_VOCABULARY | CONTENT_VOCABULARY
# Graded work may be described below policy on these.
PRESENCE = _words("attendance absences absence lateness tardiness punctuality late")
# Make a lone core word a statement.
STATED = _words(
    "policy policies statement statements procedure procedures requests requesting rules"
)
# Policy only if the text below agrees.
HINTS = _words(
    "diversity inclusion inclusivity equity respect belonging climate community civility pronouns"
)
HINT_VOCABULARY = FILLER | HINTS | _words("classroom learning environment safe values norms")

# The last word of a heading that names a piece of work ("My Neighbourhood Paper").
WORK = _words(
    "paper papers project projects essay essays exam presentation presentations assignment journal "
    "journals portfolio quizzes reflection reflections rubric"
)
# Make a content heading one of the course's, not of a part of it.
WHOLE = _words("course courses class syllabus required")

# A table's header set as one line: "Week Date Topic Assignments Due"
WHEN = _words("week date dates class day session module")
WHAT = _words("topic topics reading readings assignment assignments content chapter chapters")
COLUMNS = WHEN | WHAT | _words("due pages and or activities activity description subject notes")

# Headings of one word whose noun is understood.
ALONE = {
    "required": Section.READING,
    "recommended": Section.RESOURCE,
    "optional": Section.RESOURCE,
    "supplemental": Section.RESOURCE,
    "supplementary": Section.RESOURCE,
}
