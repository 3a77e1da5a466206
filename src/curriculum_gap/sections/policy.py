"""Institutional statements, recognised by their wording.

A statement is known by two things together: the matter it is about (disability, religious holidays,
harassment …) and an institution speaking to a student about procedure (contact, register, office,
documentation, "the university is committed to"). Course content has the first without the second.
Some wording says both at once (the lexicon's `statements`); else words are counted (its `matters`).
"""

from __future__ import annotations

from curriculum_gap.lexicon import Matter, Statement
from curriculum_gap.sections.wording import PassageText

__all__ = ["policy_matter"]

_CHARACTERS = 1_200  # looked at
_FEWEST_WORDS = 6  # of a statement
# Words of company that each step of caution adds, chosen on labelled syllabi.
_COMPANY_A_STEP = 2
_LEAST_COMPANY = 2
# Words that name the matter and are counted: more of them only repeat it.
_MOST_NAMING = 3


def policy_matter(text: PassageText, caution: int = 0) -> str:
    """What policy matter a text is a statement on, or ``""``.

    ``caution`` raises (in course content: 1) or lowers (below policy headings, after policy text:
    -1) how many words of procedure must keep the matter company.
    """
    known = text.lexicon.policy
    about = text.words & known.about
    if not about:  # hot path: most texts
        return ""
    if len(text.words) >= _FEWEST_WORDS:
        start = text.lower[:_CHARACTERS]
        for statement in known.statements:
            if not about & statement.about:
                continue
            if not _in_company(statement, text, caution):
                continue
            if statement.wording.stands_in(start):
                return statement.name
    for matter in known.matters:
        if about & matter.about and _is_on(matter, text, caution):
            return matter.name
    return ""


def _in_company(statement: Statement, text: PassageText, caution: int) -> bool:
    """Whether enough words keep a statement's wording company, where it needs any."""
    if not statement.enough:
        return True
    company = text.words & statement.company
    return len(company) >= statement.enough + max(0, caution)


def _is_on(matter: Matter, text: PassageText, caution: int) -> bool:
    """Whether enough words of procedure keep the matter company. Words of its company count two,
    common words one, and each further word that names the matter one, up to two of these."""
    words = text.words
    about = words & matter.about
    if words & matter.none_of:
        return False
    if matter.one_of and words.isdisjoint(matter.one_of):
        return False
    common = text.lexicon.policy.common
    procedure = (words & matter.company) - matter.about
    beside = (words & common) - matter.company
    naming = min(len(about), _MOST_NAMING)
    company = 2 * len(procedure) + len(beside) + naming - 1
    enough = matter.enough + _COMPANY_A_STEP * caution
    return company >= 2 * max(_LEAST_COMPANY, enough)
