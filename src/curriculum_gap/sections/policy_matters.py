"""Policy known by its company: a matter, and enough words of procedure around it."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from curriculum_gap.sections.telling import telling

__all__ = ["ABOUT", "PROCEDURE", "matter_in"]


class _Matter(NamedTuple):
    """What a statement may be about: words that name the matter, words that keep it company, and
    how many of these are enough."""

    name: str
    about: frozenset[str]
    company: frozenset[str]
    enough: int
    musts: frozenset[str] = frozenset()  # one of these at least
    bars: frozenset[str] = frozenset()  # none of these


# An institution speaking to a student: words that are hardly used otherwise in a syllabus, and words
# that merely go with it. The first count two, the second one.
PROCEDURE = telling(
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
        PROCEDURE | telling("accommodation accommodations accommodate auxiliary testing modifications adjustments dss sds ssd sas drc center centre"),
        4,
        telling("accommodation accommodations accommodate accommodated accomodation accomodations register registered documented documentation notify request contact modifications services adjustments"),
    ),
    _Matter(
        "religious observance",
        telling("religious holy observance observances faith"),
        PROCEDURE | telling("holiday holidays absence absences absent accommodation accommodations miss missed excused makeup make-up class observe observance observances exam conflict conflicts"),
        4,
        telling("absence absences absent miss missed excused holiday holidays observance observances holy accommodation accommodations makeup make-up"),
    ),
    _Matter(
        "harassment and non-discrimination",
        telling("harassment discrimination discriminate discriminated misconduct ix assault retaliation eeo nondiscrimination non-discrimination bias stalking harassed assaulted discriminatory"),
        PROCEDURE | telling("title ix prohibits prohibited employer committed incident incidents survivors mandatory reporter obligation compliance tolerate tolerated creed"),
        5,
    ),
    _Matter(
        "counselling and basic needs",
        telling("counseling counselling counselor counselors counsellor therapist wellness wellbeing well-being stress stressed anxiety overwhelmed crisis suicide homeless homelessness hungry pantry lifeline helpline hotline caps"),
        PROCEDURE | telling("free 24/7 24-hour hours help struggling experiencing feel feeling center centre"),
        5,
        telling("counseling counselling counselor counselors confidential free crisis hotline helpline lifeline caps support wellness"),
    ),
    _Matter(
        "basic needs",
        telling("food housing groceries afford insecurity insecurities pantry"),
        PROCEDURE | telling("dean resources needs basic support groceries eat urgent"),
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
        bars=telling("participation discussion discussions journal journals paper papers readings reflection"),
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
        PROCEDURE | telling("help desk technical support technology access login log internet computer password problems issues required"),
        5,
        telling("help helpdesk desk support technical login password browser reliable"),
    ),
    _Matter("veterans", telling("veteran veterans military"), PROCEDURE | telling("services active duty deployment deployed benefits called"), 4),
    _Matter("health emergency", telling("covid covid-19 masks mask pandemic evacuation evacuate 911"), PROCEDURE | telling("symptoms test vaccinated wear required isolate quarantine health illness safety guidelines building alarm"), 3),
    _Matter("recording and copyright", telling("recording recordings copyright copyrighted unauthorized"), telling("permission class students prohibited lectures distribute distributed without written consent instructor materials policy sharing share university lecture intellectual property"), 4),
    _Matter("writing centre and tutoring", telling("tutoring tutors tutor consultants librarians"), PROCEDURE | telling("center centre free help writing schedule library assistance services"), 5),
)  # fmt: skip
# No statement on one of these matters is without one of them.
ABOUT = frozenset().union(*(matter.about for matter in _MATTERS))


def matter_in(words: Set[str], cues: Set[str], caution: int) -> str:
    """The matter that enough words of procedure keep company, "" without one. ``cues`` are those of
    the ``words`` that may name a matter; ``caution`` as for `policy_wording`."""
    for matter in _MATTERS:
        if cues.isdisjoint(matter.about):
            continue
        if not words.isdisjoint(matter.bars):
            continue
        if matter.musts and words.isdisjoint(matter.musts):
            continue
        company = 2 * len((words & matter.company) - matter.about)
        company += len((words & _COMMON) - matter.company) + min(len(cues & matter.about), 3) - 1
        if company >= 2 * max(2, matter.enough + 2 * caution):
            return matter.name
    return ""
