"""Policy known by its wording alone: what institutions say to students and courses do not."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

from curriculum_gap.patterns import late
from curriculum_gap.sections.policy_matters import PROCEDURE
from curriculum_gap.sections.telling import has_sign, telling

__all__ = ["GATES", "telltale_in"]


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
        PROCEDURE | telling("accommodation accommodations accommodating happy see speak me my discuss must"),
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
# No telltale is without one of them.
GATES = frozenset().union(*(telltale.gate for telltale in _TELLTALES))


def telltale_in(low: str, words: Set[str], cues: Set[str], caution: int) -> str:
    """The matter of the first telltale in lower-case text, "" without one. ``cues`` are those of
    the ``words`` that may stand in a telltale; ``caution`` as for `policy_wording`."""
    for telltale in _TELLTALES:
        if not cues.isdisjoint(telltale.gate) and _tells(telltale, low, words, caution):
            return telltale.name
    return ""


def _tells(telltale: _Telltale, low: str, words: Set[str], caution: int) -> bool:
    needed = telltale.enough and telltale.enough + max(0, caution)
    return (
        has_sign(low, telltale.signs)
        and len(words & telltale.company) >= needed
        and telltale.pattern.search(low) is not None
    )
