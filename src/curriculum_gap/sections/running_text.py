"""The section of running text below the present headings.

Takes a text, its shape and the outline above it; gives its section and the reason that reports
show. A heading decides first, but syllabi put policy below any heading, and outcomes, work and
readings below none: the wording of a text may speak against its heading, by one rule for each kind
of section.
"""

from __future__ import annotations

from collections.abc import Callable

from curriculum_gap.heading_rules import HeadingMeaning, names_work
from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Section, Shape
from curriculum_gap.sections.outline import Outline
from curriculum_gap.sections.policy import policy_matter
from curriculum_gap.sections.split_text import quoted
from curriculum_gap.sections.wording import PassageText

__all__ = ["Judgement", "RunningText", "by_wording", "of_note"]

Judgement = tuple[Section, str]
"""A section, and why."""

# Characters. A shorter text below "Objectives" is an objective, whatever it names; a longer one may
# speak of the whole programme.
_PROGRAMME_CHARACTERS = 250
# Below a schedule, an overview of the course is longer than a session's subject.
_OVERVIEW_CHARACTERS = 160
# In a session, a text that is graded work and nothing else is shorter.
_WORK_CHARACTERS = 200
# Opening prose that describes a course is longer than lines of contacts and times.
_OPENING_CHARACTERS = 200

# Sections in which policy text stands without a heading of its own.
_LOOSE = (Section.OTHER, Section.DESCRIPTION, Section.RESOURCE)


class RunningText:
    """Judges text after text of one document; remembers which lists are open."""

    def __init__(self, outline: Outline, lexicon: Lexicon) -> None:
        self.outline = outline
        self.lexicon = lexicon
        self.outcomes_open = False  # below a lead-in such as "Students will be able to:"
        self.accreditor_open = False  # below a lead-in to an accreditor's list
        self.after_policy = False  # the text before was an institutional statement

    def end_lists(self) -> None:
        """A heading ends all lists."""
        self.outcomes_open = self.accreditor_open = self.after_policy = False

    def judge(self, text: str, shape: Shape, *, opening: bool) -> Judgement:
        """Section of ``text`` and why; ``opening`` is true while the document has only opened
        (title, description, policy)."""
        passage = PassageText(text, self.lexicon)
        section, why = self._judge(passage, shape, opening)
        self.after_policy = section is Section.POLICY
        return section, why

    def _judge(self, text: PassageText, shape: Shape, opening: bool) -> Judgement:
        """A policy heading first, then policy wording, then the section of the heading above,
        against which the wording may speak."""
        above = self.outline.meaning
        if above and above.section is Section.POLICY and not above.uncertain:
            return self._below_policy(text, above)
        matter = self._policy_matter(text, above)
        if matter:
            return Section.POLICY, f"wording: {matter}"
        if above is None or above.uncertain:
            return self._without_heading(text, shape, opening)
        if above.section is Section.OTHER:
            return self._without_heading(text, shape, opening)
        against = _AGAINST_HEADING.get(above.section)
        judgement = against(self, text, shape) if against else None
        return judgement or (above.section, self._below_heading())

    def _policy_matter(self, text: PassageText, above: HeadingMeaning | None) -> str:
        """The matter a text is a statement on, else ``""``. Outcomes and graded work are none where
        nobody speaks to the students, nor what counts for a grade on attendance and late work."""
        matter = policy_matter(text, self._caution(above))
        if not matter:  # hot path: most texts
            return ""
        if text.is_course_content() and not text.says(self.lexicon.policy.addressed):
            return ""
        if matter != self.lexicon.policy.graded_matter:
            return matter
        if above and above.section in (Section.ASSIGNMENT, Section.ACTIVITY):
            return ""
        return "" if text.is_graded() else matter

    def _below_policy(self, text: PassageText, above: HeadingMeaning) -> Judgement:
        """Below a policy heading stand graded work and citations as well, unless the text is a
        statement itself."""
        section, why = Section.POLICY, self._below_heading()
        if above.allows_work and text.is_graded():
            section, why = Section.ASSIGNMENT, "graded work"
        elif text.is_citation():
            section, why = Section.READING, "citation"
        if section is not Section.POLICY and policy_matter(text, -1):
            return Section.POLICY, self._below_heading()
        return section, why

    def _caution(self, above: HeadingMeaning | None) -> int:
        """How much company policy wording needs: more in content, less after policy text."""
        if above is not None and above.uncertain:
            return -1
        in_content = above is not None and above.section not in _LOOSE
        return int(in_content) - int(self.after_policy)

    def _below_heading(self) -> str:
        """The reason of a section that a heading gives."""
        return f"heading {quoted(self.outline.opener)}"

    # What the wording says against the section of the heading

    def _below_schedule(self, text: PassageText, shape: Shape) -> Judgement | None:
        """In a schedule stand readings, work and, above the first session, an overview of the
        course."""
        opener = quoted(self.outline.opener)
        in_session = self.outline.in_session
        if text.is_optional_reading():
            return Section.RESOURCE, f"optional reading below {opener}"
        if text.begins_with_work():
            return Section.ASSIGNMENT, f"graded work below {opener}"
        if in_session and len(text.text) < _WORK_CHARACTERS and text.is_graded():
            return Section.ASSIGNMENT, f"graded work below {opener}"
        if text.is_citation() and (in_session or not text.counts_session()):
            return Section.READING, f"citation below {opener}"
        if in_session and text.names_reading():
            return Section.READING, f"reading below {opener}"
        if in_session or len(text.text) <= _OVERVIEW_CHARACTERS:
            return None
        descriptions = self.lexicon.passages.descriptions
        if text.names_the_course() and text.says(descriptions):
            return Section.DESCRIPTION, "wording of a description"
        return None

    def _below_description(self, text: PassageText, shape: Shape) -> Judgement | None:
        """Outcomes often follow a description without a heading of their own, and exams and papers
        are named in it."""
        if self._is_outcome(text, shape):
            return Section.OBJECTIVE, "wording of an outcome"
        if text.sets_work():
            return Section.ASSIGNMENT, "graded work in a description"
        return None

    def _below_objectives(self, text: PassageText, shape: Shape) -> Judgement | None:
        """Lists of an accreditor are pasted, texts on the programme describe: neither is an
        objective. One that states what students do is, whatever standard it names."""
        if names_work(self.outline.opener, self.lexicon) and text.is_work():
            return Section.ASSIGNMENT, "graded work among objectives"
        if self.accreditor_open and shape is Shape.ENTRY:
            return Section.OTHER, "list of an accreditor"
        known = self.lexicon.outcomes
        of_course = text.names_the_course() and text.says(known.stated)
        self.accreditor_open = text.lists_accreditor() and not of_course
        if text.names_system():
            return by_wording(text) or (Section.OTHER, "about a system")
        long = len(text.text) > _PROGRAMME_CHARACTERS
        states = text.outcome_verb() or text.says(known.acts)
        if long and not states and text.says_outside_parentheses(known.programme):
            return Section.DESCRIPTION, "about the programme"
        return None

    def _below_work(self, text: PassageText, shape: Shape) -> Judgement | None:
        """Sources are cited below work as well."""
        if shape is not Shape.ROW and text.is_citation() and not text.is_work():
            return Section.READING, f"citation below {quoted(self.outline.opener)}"
        return None

    def _below_activities(self, text: PassageText, shape: Shape) -> Judgement | None:
        """Graded participation is an assignment."""
        return (Section.ASSIGNMENT, "graded work") if text.is_graded() else None

    # Text below no heading that says anything

    def _without_heading(self, text: PassageText, shape: Shape, opening: bool) -> Judgement:
        """Below no heading that says anything, wording decides: outcomes first, since they name
        work and readings as well."""
        if self._is_outcome(text, shape):
            instructions = self.lexicon.graded_work.instructions
            if text.is_graded() or text.says(instructions):
                return Section.ASSIGNMENT, "graded work"
            return Section.OBJECTIVE, "wording of an outcome"
        if judgement := by_wording(text):
            return judgement
        prose = shape is Shape.PARAGRAPH and len(text.text) > _OPENING_CHARACTERS
        if opening and prose and not text.is_contact():
            return Section.DESCRIPTION, "opening text"
        return Section.OTHER, "no cue"

    def _is_outcome(self, text: PassageText, shape: Shape) -> bool:
        """True for outcomes; keeps track of the list that a lead-in opened."""
        described = self.outline.section is Section.DESCRIPTION
        form = text.outcome_verb()
        if self.outcomes_open and (form or shape is Shape.ENTRY):
            return True
        if form == "infinitive":
            programme = self.lexicon.outcomes.programme_heading
            of_programme = programme.stands_in(self.outline.opener.lower())
            return not (described and of_programme)
        if described and form and shape is Shape.ENTRY and not text.is_work():
            return True
        known = self.lexicon.outcomes
        stated = text.says(known.stated)
        if not described:  # descriptions say as well that students will learn something
            stated = stated or text.says(known.learned)
        self.outcomes_open = stated and text.opens_outcomes()
        return stated


_AGAINST_HEADING: dict[Section, Callable[[RunningText, PassageText, Shape], Judgement | None]] = {
    Section.SESSION: RunningText._below_schedule,
    Section.DESCRIPTION: RunningText._below_description,
    Section.OBJECTIVE: RunningText._below_objectives,
    Section.ASSIGNMENT: RunningText._below_work,
    Section.ACTIVITY: RunningText._below_activities,
}


def by_wording(text: PassageText) -> Judgement | None:
    """The section that wording alone gives, objectives and policy apart."""
    if text.is_graded():
        return Section.ASSIGNMENT, "graded work"
    if text.is_citation():
        return Section.READING, "citation"
    words = text.lexicon.passages
    if text.says(words.descriptions):
        return Section.DESCRIPTION, "wording of a description"
    if text.says(words.activities):
        return Section.ACTIVITY, "wording of an activity"
    return None


def of_note(text: PassageText) -> Judgement:
    """The section of a footnote. Headings do not count: a note stands at the end of its page and
    mostly cites, whatever the text above it is about."""
    if matter := policy_matter(text):
        return Section.POLICY, f"wording: {matter}"
    if text.is_citation():
        return Section.READING, "citation in a note"
    return Section.OTHER, "note"
