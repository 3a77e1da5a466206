"""The part that running text plays below the present headings."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from curriculum_gap.nouns import Section, Shape
from curriculum_gap.sections.boilerplate import CUES, policy_wording
from curriculum_gap.sections.graded_work import is_about_work, is_graded, names_work
from curriculum_gap.sections.openings import Opening
from curriculum_gap.sections.outcomes import (
    about_programme,
    is_outcome,
    lists_accreditor,
    opens_outcomes,
    starts_with_outcome_verb,
)
from curriculum_gap.sections.outline import Outline
from curriculum_gap.sections.pieces import quoted
from curriculum_gap.sections.telling import vocabulary
from curriculum_gap.sections.wording import (
    counts_session,
    is_activity,
    is_citation,
    is_contact,
    is_description,
)

__all__ = ["RunningText", "by_wording", "note"]

Judgement = tuple[Section, str]

# Asked of every passage, and slow to get from their class.
_ACTIVITY, _DESCRIPTION, _OBJECTIVE = Section.ACTIVITY, Section.DESCRIPTION, Section.OBJECTIVE
_OTHER, _POLICY, _SESSION = Section.OTHER, Section.POLICY, Section.SESSION

_PROGRAMME_CHARACTERS = 250  # shorter texts below "Objectives" are objectives, whatever they name
_OVERVIEW_CHARACTERS = 160
_OPENING_CHARACTERS = 200


@dataclass(slots=True)
class RunningText:
    """Judges text after text of one document; remembers which lists are open."""

    outline: Outline
    outcomes: bool = False  # a lead-in such as "Students will be able to:" is open
    pasted: bool = False  # a lead-in to a list of an accreditor is open
    after_policy: bool = False  # the text before was boilerplate
    _opener: str = ""
    _quoted: str = "heading ''"

    def forget(self) -> None:
        """A heading ends all lists."""
        self.outcomes = self.pasted = self.after_policy = False

    def judge(self, text: str, shape: Shape, *, opening: bool) -> Judgement:
        """Section of ``text`` and why; ``opening`` is true while the document has only opened
        (title, description, policy)."""
        section, why = self._judge(text, shape, opening)
        self.after_policy = section is _POLICY
        return section, why

    def _judge(self, text: str, shape: Shape, opening: bool) -> Judgement:
        above = self.outline.opened
        low = text.lower()
        words = vocabulary(low)
        if above and above.section is _POLICY and not above.hint:
            graded = above.umbrella and is_graded(low, words)
            if graded and not policy_wording(low, words, -1):
                return Section.ASSIGNMENT, "graded work"
            if is_citation(low, words) and not policy_wording(low, words, -1):
                return Section.READING, "citation"
            return _POLICY, self._where()
        matter = ""
        if not words.isdisjoint(CUES):  # few texts need the caution
            matter = policy_wording(low, words, self._caution(above))
        if matter == "attendance and late work":
            counted = above is not None and above.section in (Section.ASSIGNMENT, _ACTIVITY)
            matter = "" if counted or is_graded(low, words) else matter
        if matter:
            return _POLICY, f"wording: {matter}"
        if above is None or above.hint or above.section is _OTHER:
            return self._by_itself(text, low, words, shape, opening)
        return self._below(above.section, text, low, words, shape) or (
            above.section,
            self._where(),
        )

    def _below(
        self, section: Section, text: str, low: str, words: Set[str], shape: Shape
    ) -> Judgement | None:
        """What the wording says against the section of the heading."""
        if section is _SESSION:
            if names_work(low):
                return Section.ASSIGNMENT, f"graded work below {quoted(self.outline.opener)}"
            if is_citation(low, words) and (self.outline.in_week or not counts_session(low)):
                return Section.READING, f"citation below {quoted(self.outline.opener)}"
            overview = len(text) > _OVERVIEW_CHARACTERS and "course" in words
            if overview and not self.outline.in_week and is_description(low, words):
                return _DESCRIPTION, "wording of a description"
        elif section is _DESCRIPTION:
            if self._outcome(low, words, shape):
                return _OBJECTIVE, "wording of an outcome"
        elif section is _OBJECTIVE:
            if self.pasted and shape is Shape.ENTRY:
                return _OTHER, "list of an accreditor"
            self.pasted = lists_accreditor(low)
            if len(text) > _PROGRAMME_CHARACTERS and about_programme(low):
                return _DESCRIPTION, "about the programme"
        elif section is _ACTIVITY and is_graded(low, words):
            return Section.ASSIGNMENT, "graded work"
        return None

    def _by_itself(
        self, text: str, low: str, words: Set[str], shape: Shape, opening: bool
    ) -> Judgement:
        """Text below no heading that says anything."""
        if self._outcome(low, words, shape):
            if is_graded(low, words) or is_about_work(low):
                return Section.ASSIGNMENT, "graded work"
            return _OBJECTIVE, "wording of an outcome"
        if found := by_wording(low, words):
            return found
        prose = shape is Shape.PARAGRAPH and len(text) > _OPENING_CHARACTERS
        if opening and prose and not is_contact(low):
            return _DESCRIPTION, "opening text"
        return _OTHER, "no cue"

    def _where(self) -> str:
        opener = self.outline.opener
        if opener is not self._opener:  # the same for many passages in a row
            self._opener, self._quoted = opener, f"heading {quoted(opener)}"
        return self._quoted

    def _caution(self, above: Opening | None) -> int:
        """How much company policy wording needs: more in content, less after policy text."""
        if above is not None and above.hint:
            return -1
        if above is not None and above.section not in _LOOSE:
            return 0 if self.after_policy else 1
        return -1 if self.after_policy else 0

    def _outcome(self, low: str, words: Set[str], shape: Shape) -> bool:
        """True for outcomes; keeps track of the list that a lead-in opened."""
        described = self.outline.section is _DESCRIPTION
        verb = starts_with_outcome_verb(low)
        if self.outcomes and (verb or shape is Shape.ENTRY):
            return True
        if verb and low.lstrip("0123456789.()•·- *").startswith("to "):
            return not described or "program" not in self.outline.opener.lower()
        stated = is_outcome(low, words, plainly=described)
        self.outcomes = stated and opens_outcomes(low)
        return stated


_LOOSE = (_OTHER, _DESCRIPTION, Section.RESOURCE)


def by_wording(low: str, words: Set[str]) -> Judgement | None:
    """The section that wording alone gives, objectives and policy apart."""
    if is_graded(low, words):
        return Section.ASSIGNMENT, "graded work"
    if is_citation(low, words):
        return Section.READING, "citation"
    if is_description(low, words):
        return _DESCRIPTION, "wording of a description"
    if is_activity(low):
        return _ACTIVITY, "wording of an activity"
    return None


def note(text: str) -> Judgement:
    """The section of a footnote."""
    low = text.lower()
    words = vocabulary(low)
    if matter := policy_wording(low, words):
        return _POLICY, f"wording: {matter}"
    if is_citation(low, words):
        return Section.READING, "citation in a note"
    return _OTHER, "note"
