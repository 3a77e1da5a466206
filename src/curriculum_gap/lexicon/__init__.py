"""The words and wording by which syllabi of one language say what a passage is.

``en.yaml`` beside this module holds them, grouped and explained for people who read no Python.
`python -m curriculum_gap.lexicon` compiles it to ``en.json``, which loads in about a millisecond;
tests/test_lexicon.py holds the two in step. A new language is a new YAML file of the same groups.

Sections are judged with the lexicon of the rubric's language. Readers work before any rubric is
known: they ask `reader_lexicon`, today English alone.

The fields of the dataclasses below are the entries of the YAML file, which explains each of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Section

__all__ = [
    "GradedWorkWords",
    "HeadingPhrases",
    "HeadingWords",
    "Lexicon",
    "LimitWords",
    "LineWords",
    "Matter",
    "OutcomeWords",
    "PassageWords",
    "PersonalWords",
    "PolicyWords",
    "ScheduleWords",
    "SectionWords",
    "SpreadsheetWords",
    "StandardWords",
    "Statement",
    "TableWords",
    "TitleWords",
    "TopicTableWords",
    "Wording",
    "Words",
    "languages",
    "load_lexicon",
    "reader_lexicon",
]

_FOLDER = Path(__file__).parent
Words = frozenset[str]


@dataclass(frozen=True)
class Wording:
    """A list of phrases as one regular expression over lower-case text, compiled on first use.

    Hot path: ``anchors`` are literals of which every match holds one. To look for these first
    spares most texts the expression, and a cold start its compilation.
    """

    pattern: str
    anchors: tuple[str, ...] = ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled regular expression."""
        return re.compile(self.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in lower-case ``text``."""
        return self.expression.search(text) if self.may_stand_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the start of lower-case ``text``."""
        return self.expression.match(text)

    def may_stand_in(self, text: str) -> bool:
        """False where no phrase stands in lower-case ``text``, as its anchors tell."""
        return not self.anchors or any(map(text.__contains__, self.anchors))

    def stands_in(self, text: str) -> bool:
        """Whether one of the phrases stands in lower-case ``text``."""
        return self.search(text) is not None


class _Group:
    """A group of entries, or one record in a list of them: ``entries`` is its part of the compiled
    lexicon. Plain classes, since as many dataclasses would cost a cold start 15 ms."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        for name, entry in entries.items():
            setattr(self, name, _entry(name, entry))


class LineWords(_Group):
    """By which readers tell lines that head what follows from lines of text and contact lines."""

    session_start: Wording
    small_words: Words
    column_names: Wording
    heading_labels: Wording
    heading_label_ends: Wording
    fact_labels: Wording


class FileWords(_Group):
    """By which the readers of single formats tell what is no content and what names no course."""

    page_number: Wording
    page_link: Wording
    names_no_course: Wording
    asked_by_template: Wording
    fact: Wording
    file_name: Wording
    unnamed_section: Wording
    syllabus_name: Wording
    points_elsewhere: Wording
    stands_elsewhere: Wording
    sends_syllabus: Wording
    sign_in_page: Wording
    error_page: Wording
    consent_page: Wording
    script_page: Wording


class SpreadsheetWords(_Group):
    """By which sheets of a course are told from gradebooks, data and lists of persons."""

    file_name: Wording
    meetings: Wording
    counted_by: Wording
    taught: Wording
    done: Wording
    persons: Wording
    unnamed_sheet: Wording


class HeadingPhrases(_Group):
    """Phrases that open one section wherever they stand in a heading, in the order they are
    tried."""

    section: Section
    phrases: tuple[str, ...]
    allows_work: bool = False


class SectionWords(_Group):
    """Words of which a heading of that section holds one."""

    section: Section
    words: Words


class HeadingWords(_Group):
    """The vocabulary of syllabus headings."""

    phrases: tuple[HeadingPhrases, ...]
    subjects: Words
    filler: Words
    policy_core: Words
    policy_sure: Words
    policy_stated: Words
    policy_company: Words
    policy_presence: Words
    policy_rules: Words
    policies_of: Wording
    expectations: Words
    policy_hints: Words
    policy_hint_company: Words
    section_words: tuple[SectionWords, ...]
    content_company: Words
    participation: Words
    rubric: Words
    whole_course: Words
    work_names: Words
    numbered_work: Wording
    exam: Wording
    numbering: Wording
    header_when: Words
    header_what: Words
    header_company: Words
    alone: Mapping[str, Section]
    deadline: Words
    orders: Words
    systems: Words
    appendix: Wording

    @cached_property
    def policy_vocabulary(self) -> Words:
        """All words that a policy heading may have."""
        return self.filler | self.policy_core | self.policy_company

    @cached_property
    def content_vocabulary(self) -> Words:
        """All words that a heading of course content may have."""
        named = [entry.words for entry in self.section_words]
        return self.filler.union(self.content_company, *named)

    @cached_property
    def any_vocabulary(self) -> Words:
        """The words of both."""
        return self.policy_vocabulary | self.content_vocabulary

    @cached_property
    def hint_vocabulary(self) -> Words:
        """All words of headings that are policy only if the text below agrees."""
        return self.filler | self.policy_hints | self.policy_hint_company

    @cached_property
    def header_vocabulary(self) -> Words:
        """All words of a table's header written as one line."""
        return self.header_when | self.header_what | self.header_company


class ScheduleWords(_Group):
    """How a text starts that starts a session."""

    counted: Wording
    loosely_counted: Wording
    dated: Wording
    ends_dated: Wording
    sentence_verb: Wording
    deadline: Wording
    not_deadline: Wording
    turns: Wording


class TableWords(_Group):
    """What the names of columns say of the rows below."""

    when: Wording
    what: Wording
    topics_or_readings: Wording
    readings: Wording
    outcomes: Wording
    behaviours: Wording
    measures: Wording
    points: Wording
    work: Wording
    details: Wording
    events: Wording
    criteria: Wording
    levels: Wording
    letter_grades: Wording


class GradedWorkWords(_Group):
    """Names of graded work and what is said of it."""

    scoring: Wording
    names: Wording
    worth: Wording
    judged: Wording
    ordered: Wording
    instructions: Wording
    begins_with_work: Wording
    assignment_names: Wording


class OutcomeWords(_Group):
    """The wording of learning outcomes and of what shows them."""

    stated: Wording
    learned: Wording
    acts: Wording
    lead_in: Wording
    verbs: Words
    infinitive: Words
    tied_to_work: Wording
    by_number: Wording
    accreditors: Wording
    programme: Wording
    programme_heading: Wording


class PassageWords(_Group):
    """What other running text is: citations, activities, descriptions, contacts."""

    publishers: Words
    cited: Wording
    begins_with_reading: Wording
    optional_reading: Wording
    chapters: Wording
    activities: Wording
    descriptions: Wording
    the_course: Words
    contacts: Wording
    title_lines: Wording


class Matter(_Group):
    """A matter of policy, known by the company of its words."""

    name: str
    about: Words
    company: Words
    enough: int
    one_of: Words = frozenset()
    none_of: Words = frozenset()


class Statement(_Group):
    """Wording that is policy by itself, or beside ``enough`` words of ``company``."""

    name: str
    about: Words
    wording: Wording
    company: Words = frozenset()
    enough: int = 0


class PolicyWords(_Group):
    """The wording of institutional statements."""

    common: Words
    graded_matter: str
    addressed: Wording
    matters: tuple[Matter, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def about(self) -> Words:
        """All words that name a matter: no statement is without one of them."""
        matters = [matter.about for matter in self.matters]
        statements = [statement.about for statement in self.statements]
        return frozenset().union(*matters, *statements)


class LimitWords(_Group):
    """How a course says what it does not teach, and what is not said of the course."""

    not_taught: Wording
    elsewhere: Wording
    required_before: Wording
    course_code: Wording
    affirms: Wording
    asks: Wording
    turns: Wording
    refers_back: Wording
    label: Wording
    teacher: Wording
    headings: Wording
    columns: Wording
    cells: Wording


class PersonalWords(_Group):
    """By which names of people, and how to reach them, are found."""

    name: Wording
    with_title: Wording
    public_people: Wording
    labelled: Wording
    to_be_asked: Wording
    contact_line: Wording
    particle: Wording
    label_alone: Wording
    separator: Wording
    credential: Wording
    with_credential: Wording
    not_names: Words
    common_words: Words
    cited: Wording
    cited_reading: Wording
    email: Wording
    meeting_link: Wording
    phone: Wording
    office_hours: Wording
    room: Wording


class TermWords(_Group):
    """By which the term of a course is found, and what is no course's code in a file's name."""

    winter: Words
    spring: Words
    summer: Words
    autumn: Words
    winter_semester: Words
    semester: Words
    between: Words
    other_times: Wording
    not_codes: Words
    of_programme: Wording


class TitleWords(_Group):
    """By which the line that names the course is found, and what in it is no part of the title."""

    administration: Wording
    not_codes: Words
    label: Wording
    tail: Wording
    section_number: Wording
    credits: Wording
    elective: Wording
    other_courses: Wording
    person: Wording
    place: Wording
    institution: Wording
    breaks_off: Wording
    goes_on: Wording


class StandardWords(_Group):
    """How syllabi and programmes set down which item of a published standard they meet."""

    item_heads: Wording
    behaviour_heads: Wording
    work_heads: Wording
    numbered_goals: Wording
    appendix: Wording
    listed: Wording
    ranged: Wording
    amounts: Wording
    around_codes: Wording
    before_code: Wording
    no_mark: Words


class TopicTableWords(_Group):
    """What heads the columns of a committee's table of topics."""

    keyword_heads: Wording
    definition_heads: Wording
    example_heads: Wording
    topic_heads: Wording
    group_heads: Wording


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language: ``language`` is its code (ISO 639-1), ``name`` its name, the groups are those
    of the YAML file."""

    language: str
    name: str
    lines: LineWords
    files: FileWords
    spreadsheets: SpreadsheetWords
    headings: HeadingWords
    schedule: ScheduleWords
    tables: TableWords
    graded_work: GradedWorkWords
    outcomes: OutcomeWords
    passages: PassageWords
    policy: PolicyWords
    titles: TitleWords
    terms: TermWords
    standards: StandardWords
    topic_tables: TopicTableWords
    limits: LimitWords
    personal: PersonalWords


_GROUPS: dict[str, type[_Group]] = {
    "lines": LineWords,
    "files": FileWords,
    "spreadsheets": SpreadsheetWords,
    "headings": HeadingWords,
    "schedule": ScheduleWords,
    "tables": TableWords,
    "graded_work": GradedWorkWords,
    "outcomes": OutcomeWords,
    "passages": PassageWords,
    "policy": PolicyWords,
    "titles": TitleWords,
    "terms": TermWords,
    "standards": StandardWords,
    "topic_tables": TopicTableWords,
    "limits": LimitWords,
    "personal": PersonalWords,
}
# Entries that are lists of records, and what each record is.
_RECORDS: dict[str, type[_Group]] = {
    "phrases": HeadingPhrases,
    "section_words": SectionWords,
    "matters": Matter,
    "statements": Statement,
}


def languages() -> list[str]:
    """The codes of the languages that have a lexicon, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


@lru_cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of ``language`` ("en", "en-GB"). UsageError where there is none."""
    code = language.lower().partition("-")[0]
    if code not in languages():
        known = ", ".join(languages())
        raise UsageError(
            "language",
            f"there is no lexicon for {language!r}, so the parts of a syllabus cannot be told",
            f"known: {known}; a lexicon is one YAML file beside lexicon/en.yaml",
        )
    compiled = json.loads((_FOLDER / f"{code}.json").read_text("utf-8"))
    groups: dict[str, Any] = {}
    for name, kind in _GROUPS.items():
        groups[name] = kind(compiled[name])
    return Lexicon(code, compiled["name"], **groups)


def reader_lexicon() -> Lexicon:
    """What readers go by: they do not know the rubric, so this is the union of all lexica there
    are, today English."""
    return load_lexicon("en")


def _entry(name: str, entry: Any) -> Any:
    """Lists of the compiled lexicon are sets of words or records, objects are wording."""
    if name == "section":
        return Section(entry)
    if name == "alone":
        return {word: Section(section) for word, section in entry.items()}
    if isinstance(entry, dict):
        return Wording(entry["pattern"], tuple(entry["anchors"]))
    if not isinstance(entry, list):
        return entry
    if entry and isinstance(entry[0], dict):
        record = _RECORDS[name]
        return tuple(record(entries) for entries in entry)
    if name == "phrases":
        return tuple(entry)
    return frozenset(entry)
