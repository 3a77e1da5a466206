"""What a text says by its wording: outcomes, graded work, citations, activities, descriptions.

Each question is a method of `PassageText`, which keeps what several of them need. The words are
those of the lexicon.
"""

from __future__ import annotations

from functools import cached_property

from curriculum_gap.heading_rules import names_system
from curriculum_gap.lexicon import Lexicon, Wording
from curriculum_gap.patterns import lazy_pattern

__all__ = ["PassageText", "assessed_by", "names_assignment"]

# A passage shows what it is early: characters that are looked at for words, and for wording.
_VOCABULARY_CHARACTERS = 1_200
_START = 600
_LEAD_IN_CHARACTERS = 160  # at the end of a text
_ACCREDITOR_CHARACTERS = 400  # at the end of a text
_VERB_CHARACTERS = 60
_CONTACT_CHARACTERS = 300
_WORK_CHARACTERS = 200
_TITLE_CHARACTERS = 200
_READING_CHARACTERS = 160
_LONGEST_ASSIGNMENT_NAME = 90
# How far from the name of a piece of work stands what is said of it, in characters.
_WORTH_BEFORE, _WORTH_AFTER = 100, 70
_JUDGED_BEFORE = 60
_ORDERED_AFTER = 60

_WORD = lazy_pattern(r"[a-z0-9][a-z0-9'/-]*")
_COUNTING = "0123456789.()•·- *\t"
_MARKS = " *_#>•·◦▪\\–-\t"
# "Emma Goldman (20), "The Traffic …", "Weiss: *Hidden Costs*", "Okafor (18), from River Towns",
# "“Who Owns the River” by Ada Okafor".
_AUTHOR_AND_TITLE = lazy_pattern(
    r"[^\w\"“]*(?:[A-Z][\w.’'-]*[ ,]{1,2}(?:(?:and|&|de|von|van) )?){1,6}?"
    r"(?:\(\d{1,4}\))?(?: ?[,:])? ?"
    r"(?:(?<=[,)] )from [\"“_*]{0,3}|[\"“_*]{1,3})[A-Z]|\W*[\"“][^\"”]{5,120}[\"”],? by [A-Za-z]"
)
_PARENTHESIS = lazy_pattern(r"\([^()]*\)|\[[^\[\]]*\]")
_ENDS_SENTENCE = lazy_pattern(r"[a-z]{3}[.;?!] ")
_YEAR_OF_SOURCE = lazy_pattern(r"\(\d{4}[a-z]?\)[.,:]")
# "Okafor, N. 2019. The uneven city".
_AUTHOR_AND_YEAR = lazy_pattern(
    r"\W*[A-Z][\w'’-]+, [A-Z][\w.'’-]*[^\d]{0,80}\b(?:19|20)\d\d[a-z]?[.:] "
)
_YEAR = lazy_pattern(r"\b(?:1[5-9]|20)\d\d")
_COUNTED = lazy_pattern(r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?[.):]\s")
_ADDRESS = lazy_pattern(r"@[\w-]+\.|\b\d{3}[-. ]\d{4}\b")
_COURSE_CODE = lazy_pattern(r"\b[A-Z][A-Za-z]{1,5}[ -]?\d{2,4}[A-Z]{0,2}\b")


class PassageText:
    """A text and the questions that rules on its wording ask."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.lower = text.lower()
        self.start = self.lower[:_START]

    @cached_property
    def words(self) -> set[str]:
        """The words in the first part of the text, in lower case, without accented letters."""
        start = self.lower[:_VOCABULARY_CHARACTERS]
        return set(_WORD.findall(start.replace("’", "'")))

    def says(self, wording: Wording) -> bool:
        """Whether a phrase of the lexicon stands in the text.

        Only the first 600 characters are searched: a passage shows what it is early. Questions
        that need more than one list of phrases, or another part of the text, are methods below.
        """
        return wording.stands_in(self.start)

    def says_outside_parentheses(self, wording: Wording) -> bool:
        """The same of the text without what stands in parentheses, as codes of standards do."""
        return wording.stands_in(_PARENTHESIS.sub("", self.start))

    # Outcomes

    def opens_outcomes(self) -> bool:
        """A lead-in after which list entries are outcomes ("Students will be able to:")."""
        end = self.lower[-_LEAD_IN_CHARACTERS:].rstrip()
        return self.lexicon.outcomes.lead_in.stands_in(end)

    def outcome_verb(self) -> str:
        """How an outcome begins: "verb" ("Analyze …", "1. Describe …"), "infinitive" ("To
        understand …"), or "" for another text."""
        known = self.lexicon.outcomes
        start = self.start[:_VERB_CHARACTERS].lstrip(_COUNTING)
        words = start.split(maxsplit=2)
        form = "verb"
        if words and words[0] in known.infinitive:
            form = "infinitive"
            words = words[1:]
        verb = words[0].rstrip(",") if words else ""
        return form if verb in known.verbs else ""

    def names_system(self) -> bool:
        """Names a system that is called like a section and written in capitals ("AIMS")."""
        return names_system(self.text, self.lexicon)

    def lists_accreditor(self) -> bool:
        """Leads in to a pasted list of an accreditor's competencies."""
        if not self.lower.rstrip().endswith(":"):
            return False
        end = self.lower[-_ACCREDITOR_CHARACTERS:]
        return self.lexicon.outcomes.accreditors.stands_in(end)

    # Graded work

    def is_graded(self) -> bool:
        """Names work and says near it what it is worth (``worth``), that it is judged or due
        (``judged``) or that students are to do it (``ordered``); the lexicon lists the wording."""
        words = self.lexicon.graded_work
        if not self.says(words.names):
            return False
        return (
            self._work_stands_near(words.worth, _WORTH_BEFORE, _WORTH_AFTER)
            or self._work_stands_near(words.judged, _JUDGED_BEFORE, 0)
            or self._work_stands_near(words.ordered, 0, _ORDERED_AFTER)
        )

    def sets_work(self) -> bool:
        """Is graded, and names an exam, a paper or the like, not only a group or a discussion."""
        return self.is_graded() and self.says(self.lexicon.graded_work.assignment_names)

    def names_work(self) -> bool:
        """Names an exam, a paper or the like and nothing to read."""
        if self.is_citation() or self.names_reading():
            return False
        return self.lexicon.graded_work.assignment_names.stands_in(self.start)

    def is_work(self) -> bool:
        """Is graded, says how to do a piece of work, or begins with one."""
        if self.is_graded() or self.begins_with_work():
            return True
        return self.says(self.lexicon.graded_work.instructions)

    def _work_stands_near(self, said: Wording, before: int, after: int) -> bool:
        """Whether work is named near something that is ``said`` of it: at most so many characters
        before its beginning or after its end (0: not on that side)."""
        names = self.lexicon.graded_work.names.expression
        for match in said.expression.finditer(self.start):
            first = match.start() - before if before else match.end()
            last = match.end() + after if after else match.start()
            if names.search(self.start, max(0, first), last):
                return True
        return False

    def begins_with_work(self) -> bool:
        """Starts with a piece of work and goes on to say what to do ("Reaction paper 2: discuss
        …")."""
        start = self.lower[:_WORK_CHARACTERS].lstrip(" *_•-")
        return self.lexicon.graded_work.begins_with_work.match(start) is not None

    def is_course_content(self) -> bool:
        """Names graded work or an outcome."""
        if self.is_graded() or self.begins_with_work():
            return True
        return bool(self.outcome_verb()) or self.says(self.lexicon.outcomes.stated)

    # Other wording

    def is_citation(self) -> bool:
        """Looks like an entry of a bibliography."""
        words = self.lexicon.passages
        if self.words & words.publishers:
            return True
        if _YEAR_OF_SOURCE.search(self.start) or _AUTHOR_AND_YEAR.match(self.text):
            return True
        return self.says(words.cited)

    def names_reading(self) -> bool:
        """Says in a session what to read: begins with "Readings:", names an author and a title in
        quotation marks, or a chapter."""
        start = self.lower[:_READING_CHARACTERS]
        if self.lexicon.passages.begins_with_reading.match(start.lstrip(_MARKS)):
            return True
        if _AUTHOR_AND_TITLE.match(self.text):
            return True
        chapter = self.lexicon.passages.chapters.search(start)
        if chapter is None:  # behind a sentence it stands below a session's subject
            return False
        return _ENDS_SENTENCE.search(start, 0, chapter.start()) is None

    def is_optional_reading(self) -> bool:
        """Begins by saying that it need not be read ("Suggested: …")."""
        start = self.lower[:_READING_CHARACTERS].lstrip(_MARKS)
        return self.lexicon.passages.optional_reading.match(start) is not None

    def counts_session(self) -> bool:
        """Starts with a number and names no year: a session of a schedule that points to pages
        ("20. Schools for all, pp. 199–219") rather than an entry of a bibliography."""
        if _YEAR.search(self.start):
            return False
        return _COUNTED.match(self.lower) is not None

    def names_the_course(self) -> bool:
        """Has the word by which a course speaks of itself."""
        return not self.words.isdisjoint(self.lexicon.passages.the_course)

    def is_contact(self) -> bool:
        """Names people, places, times."""
        start = self.lower[:_CONTACT_CHARACTERS]
        if _ADDRESS.search(start):
            return True
        return self.lexicon.passages.contacts.stands_in(start)

    def is_title_line(self) -> bool:
        """Holds a course's code, or the word syllabus or a term with a capital."""
        start = self.text[:_TITLE_CHARACTERS]
        if _COURSE_CODE.search(start):
            return True
        named = self.lexicon.passages.title_lines.search(start.lower())
        if named is None:
            return False
        return start[named.start()].isupper()


def names_assignment(text: str, lexicon: Lexicon) -> bool:
    """Whether a short table cell names graded work ("Case study paper")."""
    if len(text) > _LONGEST_ASSIGNMENT_NAME:
        return False
    return lexicon.graded_work.assignment_names.stands_in(text.lower())


def assessed_by(text: str, lexicon: Lexicon) -> str:
    """The assignment that an objective names itself ("… (assessed by: final paper)"), as it is
    written, else ``""``."""
    start = text[:_START].lower()
    tied = lexicon.outcomes.tied_to_work.search(start)
    if tied is None:
        return ""
    first, last = tied.span(1 if tied[1] else 2)
    work = text[first:last].strip()
    return work if names_assignment(work, lexicon) else ""
