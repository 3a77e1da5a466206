"""Institutional boilerplate recognised by its wording.

A statement is known by two things together: the matter it is about (disability, religious holidays,
harassment …) and an institution speaking to a student about procedure (contact, register, office,
documentation, "the university is committed to"). Course content has the first without the second.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

from curriculum_gap.patterns import late
from curriculum_gap.sections.telling import CUT, has_sign, has_words, telling

__all__ = ["CUES", "policy_wording"]


class _Matter(NamedTuple):
    name: str
    about: frozenset[str]
    company: frozenset[str]
    enough: int
    musts: frozenset[str] = frozenset()  # one of these at least


# An institution speaking to a student: words that are hardly used otherwise in a syllabus, and words
# that merely go with it. The first count two, the second one.
_PROCEDURE = telling(
    "contact register registered registering request requests requesting notify notified notification "
    "please office offices documentation documented appointment confidential confidentially ext "
    "dean coordinator eligible eligibility entitled arrange arrangements verification verified asap "
    "letter letters https www edu call calling email e-mail phone telephone inform syllabus "
    "semester pursuant urged encouraged instructor website webpage inquiries complaint complaints"
)
_COMMON = telling(
    "university college university's university’s campus hall room advance prior discuss visit report "
    "reported reporting policy policies procedure procedures qualified staff provide provides provided "
    "providing available responsible timely classroom accordance form forms students student writing you your"
)

_MATTERS: tuple[_Matter, ...] = (
    _Matter(
        "disability accommodation",
        telling("disability disabilities disabled disabling accommodation accommodations accommodated accommodate accommodating impairment impairments ada"),
        _PROCEDURE | telling("accommodation accommodations accommodate auxiliary testing modifications adjustments dss sds ssd sas drc center centre"),
        4,
        telling("accommodation accommodations accommodate accommodated accomodation accomodations register registered documented documentation notify request contact modifications services adjustments"),
    ),
    _Matter(
        "religious observance",
        telling("religious holy observance observances faith"),
        _PROCEDURE | telling("holiday holidays absence absences absent accommodation accommodations miss missed excused makeup make-up class observe observance observances exam conflict conflicts"),
        4,
        telling("absence absences absent miss missed excused holiday holidays observance observances holy accommodation accommodations makeup make-up"),
    ),
    _Matter(
        "harassment and non-discrimination",
        telling("harassment discrimination discriminate discriminated misconduct ix assault retaliation eeo nondiscrimination non-discrimination bias stalking harassed assaulted discriminatory"),
        _PROCEDURE | telling("title ix prohibits prohibited employer committed incident incidents survivors mandatory reporter obligation compliance tolerate tolerated creed"),
        5,
    ),
    _Matter(
        "counselling and basic needs",
        telling("counseling counselling counselor counselors counsellor therapist wellness wellbeing well-being stress stressed anxiety overwhelmed crisis suicide homeless homelessness hungry pantry lifeline helpline hotline caps"),
        _PROCEDURE | telling("free 24/7 24-hour hours help struggling experiencing feel feeling center centre"),
        5,
        telling("counseling counselling counselor counselors confidential free crisis hotline helpline lifeline caps support wellness"),
    ),
    _Matter(
        "basic needs",
        telling("food housing groceries afford insecurity insecurities pantry"),
        _PROCEDURE | telling("dean resources needs basic support groceries eat urgent"),
        6,
    ),
    _Matter(
        "academic integrity",
        telling("plagiarism plagiarize plagiarise plagiarized plagiarised cheating dishonesty plagiarizing cheat"),
        telling("academic integrity honesty university college policy code conduct work penalty grade fail failure f zero students own disciplinary sanctions violation violations misconduct instructor source sources credit tolerated student serious offense offence"),
        3,
    ),
    _Matter(
        "honour code",
        telling("honor honour integrity code"),
        telling("academic honesty dishonesty pledge violation violations violate university college policy student students misconduct suspected sanctions adhere abide"),
        3,
    ),
    _Matter(
        "AI use",
        telling("chatgpt ai generative copilot grammarly"),
        telling("use used using permitted allowed prohibited tools assignments work disclose cite cited instructor academic submit submitted policy tool"),
        4,
    ),
    _Matter(
        "attendance and late work",
        telling("attendance absence absences absent tardy tardies late lateness unexcused excused missed miss missing"),
        telling("points penalty penalties penalized lowered deducted reduced deduction excused unexcused illness emergency emergencies instructor accepted notify email absences absence absent policy documentation documented missed tardy make-up makeup arrive excuse extension extensions allowed doctor"),
        4,
    ),
    _Matter(
        "names and pronouns",
        telling("pronoun pronouns"),
        telling("name names preferred address refer roster use please gender let know identify legal advise chosen correct"),
        3,
        telling("preferred refer roster legal chosen gender me"),
    ),
    _Matter(
        "land acknowledgement",
        telling("unceded ancestral homelands homeland territory territories traditional custodians elders traditionally lands"),
        telling("acknowledge acknowledges acknowledging acknowledgement acknowledgment university college campus located occupies sits operates gather respects respect honor honour gratitude pay meet unceded ancestral traditional custodians owners learn live work situated"),
        4,
    ),
    _Matter(
        "respect and inclusion",
        telling("inclusive inclusion diversity diverse respectful respect welcoming differences"),
        telling("committed commitment environment classroom welcome welcomes welcoming regardless fostering foster climate respected valued values statement university college campus community gender race religion orientation ability disability expression origin background backgrounds identities identity perspectives treated members expected tolerated socioeconomic nationality ethnicity ethnic sexual"),
        6,
        telling("welcome welcomes welcoming committed commitment respected tolerated valued fostering foster regardless"),
    ),
    _Matter(
        "technical support",
        telling("canvas blackboard moodle brightspace helpdesk webct laptop laptops wifi browser zoom lms"),
        _PROCEDURE | telling("help desk technical support technology access login log internet computer password problems issues required"),
        5,
        telling("help helpdesk desk support technical login password browser reliable"),
    ),
    _Matter("veterans", telling("veteran veterans military"), _PROCEDURE | telling("services active duty deployment deployed benefits called"), 4),
    _Matter("health emergency", telling("covid covid-19 masks mask pandemic evacuation evacuate 911"), _PROCEDURE | telling("symptoms test vaccinated wear required isolate quarantine health illness safety guidelines building alarm"), 3),
    _Matter("recording and copyright", telling("recording recordings copyright copyrighted unauthorized"), telling("permission class students prohibited lectures distribute distributed without written consent instructor materials policy sharing share university lecture intellectual property"), 4),
    _Matter("writing centre and tutoring", telling("tutoring tutors tutor consultants librarians"), _PROCEDURE | telling("center centre free help writing schedule library assistance services"), 5),
)  # fmt: skip


class _Telltale(NamedTuple):
    """Wording that decides alone (``pattern``, tried only where a word of ``gate`` stands and one
    of the ``signs`` that it cannot do without), or beside ``enough`` words of ``company``."""

    name: str
    gate: frozenset[str]
    pattern: re.Pattern[str]
    company: frozenset[str] = frozenset()
    enough: int = 0
    signs: tuple[str, ...] = ("",)


_SPEAKER = telling(
    "i we our us my you your committed university university's university’s college department school policy statement"
)
_TELLTALES: tuple[_Telltale, ...] = (
    _Telltale(
        "disability accommodation",
        telling("disability disabilities accommodation accommodations special"),
        late(
            r"students? (?:with|(?:who |may |might ){0,2}(?:have|has)|having|requiring|needing|who (?:may )?(?:need|require)) "
            r"(?:an? |any |documented |special |certain |known )*(?:learning )?(?:disabilit|accommodation|special (?:needs|circumstances))"
        ),
        _PROCEDURE | telling("accommodation accommodations accommodating happy see speak me my discuss must"),
        2,
    ),
    _Telltale(
        "disability accommodation",
        telling("disability disabilities disabled accommodation accommodations accommodated accommodate ability accessibility accessible special 504"),
        late(
            r"if you (?:have|need|require|are (?:a student )?with|think you have|believe you have|may have|are in need of)"
            r"(?: or \w+)? (?:an? |any |or think you have a |special |documented |academic |reasonable |learning )*(?:disabilit|accommodat)"
            r"|any(?:one| student)s? (?:who |with |requiring |needing |having |requesting )?[^.]{0,60}(?:disabilit|accommodation)[^.]{0,120}(?:contact|notify|register|inform|see me|speak|request|let me|office)"
            r"|americans with disabilities act[^.]{0,160}(?:student|accommodat|universit|college|require|request)"
            r"|(?:student|accommodat)[^.]{0,120}americans with disabilit"
            r"|(?:need|requir|request)[^.]{0,60}(?:accommodation|adaptation|arrangement)s?[^.]{0,60}disabilit"
            r"|section 504[^.]{0,120}(?:universit|college|student|comply|compliance|provid)"
            r"|(?:office|center|centre|department|division|coordinator|director)[^.]{0,30} (?:for|of) (?:\w+ ){0,3}(?:disabilit|accessib|ability services)"
            r"|(?:disability|disabilities|accessibility|accessible education|ability|special needs|disabled student) (?:\w+ )?(?:services|resources?|support|programs|center|centre)(?: \w+)? (?:office|center|centre|at |staff|website|\()"
            r"|accommodation (?:letter|form|request)s?\b|letters? of accommodation|reasonable (?:academic )?(?:accommodation|adjustment)s?[^.]{0,100}(?:student|contact|request|provid|office|register)"
        ),
        signs=("disab", "accommodat", "accessib", "ability ", "special needs", "section 504", "adjustment"),
    ),
    _Telltale(
        "religious observance",
        telling("religious faith"),
        late(
            r"(?:observ\w+|absen\w+|reasons?|conflict)[^.]{0,80}(?:religious (?:holiday|holy|observance|belief|accommodation)|reasons of faith)"
            r"|religious (?:holiday|holy|observance|belief|accommodation)[^.]{0,160}(?:notify|absen|miss|excus|instructor|advance|request|accommodat|email|conflict|inform)"
        ),
    ),
    _Telltale(
        "non-discrimination",
        telling("discriminate equal affirmative"),
        late(r"does not (?:unlawfully )?discriminate|(?:equal|affirmative)[- ](?:opportunity|action)[^.]{0,30} (?:employer|institution|university|educator|and affirmative)"),
    ),
    _Telltale(
        "harassment and reporting",
        telling("ix mandated mandatory designated responsible required requires must report reporting harassment"),
        late(
            r"title ix[^.]{0,160}(?:coordinator|prohibit|report|universit|college|makes it clear|office|confidential|resources)"
            r"|(?:mandat(?:ed|ory)|designated|required|responsible) (?:reporter|employee)s?"
            r"|(?:requires?|required|obligat\w{2,6}|must)[^.]{0,100}report[^.]{0,80}(?:harass|sexual|misconduct|assault|discriminat)"
            r"|report(?:ing)? (?:an? |any |incidents? of |acts of )+(?:discrimination|bias|harassment|sexual)"
        ),
        signs=("title ix", "report", "employee"),
    ),
    _Telltale(
        "land acknowledgement",
        telling("unceded ancestral traditional elders custodians"),
        late(
            r"(?:on|occupies|occupying|located on|within) (?:the )?(?:\w+ ){0,3}(?:unceded|ancestral|traditional)(?: \w+){0,3} (?:land|lands|territor|homeland|home)"
            r"|traditional (?:custodians|owners|guardians) of (?:the |this )?(?:land|countr)"
            r"|(?:acknowledge|pay (?:our|my) respects?)[^.]{0,80}(?:elders|custodians|traditional (?:land|owners|territor)|unceded|ancestral)"
        ),
    ),
    _Telltale(
        "counselling and basic needs",
        telling("confidential suicide counseling counselling psychological mental wellness crisis health groceries food housing pregnant"),
        late(
            r"free (?:and|,)? ?confidential (?:\w+ )?(?:counsel|support|screening|advocacy|mental)"
            r"|suicide (?:prevention )?(?:and crisis )?(?:life|hot|help)line"
            r"|(?:counsel(?:l)?ing|psychological|student health|mental health|wellness|crisis) (?:\w+ ){0,3}(?:center|centre|services|support|sessions)[^.]{0,120}(?:\(?\d{3}\)?[ .-]\d{3}|http|www|contact|call |visit|appointment|free|available to)"
            r"|(?:difficulty|trouble|challenges) (?:affording|accessing|securing|getting) (?:\w+ )?(?:groceries|food|housing)"
            r"|pregnant (?:and|or) parenting students?|pregnant students?"
        ),
        signs=("confidential", "suicide", "counsel", "psychological", "student health", "mental health", "wellness",
               "crisis", "difficulty", "trouble", "challenges", "pregnant"),
    ),
    _Telltale(
        "academic integrity",
        telling("honesty dishonesty integrity misconduct"),
        late(r"(?:academic|scholastic) (?:honesty|dishonesty|integrity|misconduct)[^.]{0,160}(?:polic|code|universit|college|violat|sanction|penalt|handbook|tolerat|suspected)"),
    ),
    _Telltale(
        "names and pronouns",
        telling("pronoun pronouns"),
        late(r"(?:preferred|chosen|correct) (?:first )?names?[^.]{0,60}pronoun|pronouns?[^.]{0,60}(?:preferred|chosen|class roster|name tag|correct) "),
    ),
    _Telltale(
        "respect and inclusion",
        telling("bigotry hatred bias regardless inclusive respectful welcoming safe accessible committed values value acts"),
        late(
            r"(?:expressions?|acts|incidents?) of (?:bigotry|bias|hatred|hate|discrimination)[^.]{0,100}(?:inconsistent|toler|report|accept|contact)"
            r"|regardless of (?:their |your )?(?:race|gender|age|background|ability|sex|ethnic|identity)[^.]{0,200}(?:welcome|respect|safe|valued|classroom|opportunit|treat)"
            r"|(?:(?:safe|inclusive|respectful|welcoming|accessible),? (?:and |, )?){1,2}(?:\w+ )?(?:learning |classroom |educational |class )+(?:environment|climate|space|communit)"
            r"|(?:university|college|school|department|faculty|institution)[^.]{0,40} (?:is|are) (?:deeply |firmly |strongly )?committed to [^.]{0,80}(?:divers|inclusi|equal|discriminat|accessib|safe|respect|disabilit|harass|free of|free from)"
            r"|values? (?:diversity|inclusion|inclusivity)"
        ),
        _SPEAKER,
        1,
        ("expression", "acts of ", "incident", "regardless of ", "environment", "climate", "space", "communit",
         "committed to ", "diversity", "inclusi"),
    ),
)  # fmt: skip
_TAKING_PART = telling(
    "participation discussion discussions journal journals paper papers readings reflection"
)
# No statement is without one of them.
CUES = frozenset().union(*(m.about for m in _MATTERS), *(t.gate for t in _TELLTALES))
_STATEMENT = 6  # words that a statement has at least


def policy_wording(low: str, words: Set[str], caution: int = 0) -> str:
    """What policy matter a text is a statement on, or ``""``.

    ``low`` is the text in lower case, ``words`` its vocabulary. ``caution`` raises (content
    context) or, negative, lowers (below policy headings, after policy text) how many words of
    procedure must keep it company.
    """
    cues = words & CUES
    if not cues:
        return ""
    low = low[:CUT]
    if caution < 2:
        for telltale in _TELLTALES:
            if not cues.isdisjoint(telltale.gate) and _tells(telltale, low, words, caution):
                if has_words(low, _STATEMENT):
                    return telltale.name
                break
    return _by_matter(cues, words, caution)


def _tells(telltale: _Telltale, low: str, words: Set[str], caution: int) -> bool:
    needed = telltale.enough and telltale.enough + max(0, caution)
    return (
        has_sign(low, telltale.signs)
        and len(words & telltale.company) >= needed
        and telltale.pattern.search(low) is not None
    )


def _by_matter(cues: Set[str], words: Set[str], caution: int) -> str:
    """The matter that enough words of procedure keep company."""
    for matter in _MATTERS:
        if cues.isdisjoint(matter.about):
            continue
        if matter.name == "attendance and late work" and not words.isdisjoint(_TAKING_PART):
            continue
        if matter.musts and words.isdisjoint(matter.musts):
            continue
        company = 2 * len((words & matter.company) - matter.about)
        company += len((words & _COMMON) - matter.company) + min(len(cues & matter.about), 3) - 1
        if company >= 2 * max(2, matter.enough + 2 * caution):
            return matter.name
    return ""
