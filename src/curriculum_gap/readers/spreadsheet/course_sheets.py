"""Whether a sheet is of a course: a schedule, a syllabus typed into cells, or a part of one.

Takes the lines and tables of a sheet; gives its `Use`. Gradebooks, data sets, maps of programmes
and lists of persons are kept out: they hold the words of courses and are none. The words are in the
lexicon's `spreadsheets`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from curriculum_gap.heading_rules import heading_meaning, is_column_name, opens_session
from curriculum_gap.lexicon import SpreadsheetWords, reader_lexicon
from curriculum_gap.nouns import Section
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.spreadsheet.parts import Line, Table, as_text

__all__ = ["Use", "use_of"]

_LONGEST_NAME = 5  # words of the name of a column
_MOST_SESSIONS = 400  # rows of a schedule
_FEWEST_SESSIONS = 3
# The share of different values in the columns of a schedule: in data the same few values return.
_VARIED = 0.5
_COURSE_CODE = lazy_pattern(r"\b[A-Z]{2,6}[ -]?\d{3,4}\b")
_ROWS_WITH_NAMES = 5  # at the top of a table, of which one may name persons
_FEWEST_PARTS = 2  # of a course, that its text names
_COURSE_PARTS = frozenset((
    Section.DESCRIPTION, Section.OBJECTIVE, Section.SESSION, Section.READING, Section.ASSIGNMENT,
))  # fmt: skip


class Use(Enum):
    """What a sheet is for."""

    COURSE = "course"  # a schedule, or the text of a syllabus
    PART = "part"  # a part of a course beside such a sheet
    PERSONS = "persons"
    OTHER = "other"


def use_of(parts: Sequence[Line | Table]) -> Use:
    """What the sheet with these parts is for."""
    tables = [part for part in parts if isinstance(part, Table)]
    words = reader_lexicon().spreadsheets
    if any(_lists_persons(table, words) for table in tables):
        return Use.PERSONS
    if any(_is_schedule(table, words) for table in tables) or _is_syllabus(parts):
        return Use.COURSE
    is_part = any(_names_course_columns(table) for table in tables)
    return Use.PART if is_part or not tables else Use.OTHER


def _lists_persons(table: Table, words: SpreadsheetWords) -> bool:
    """Whether a table has a column of persons: a gradebook, a list of a class."""
    return any(
        words.persons.expression.fullmatch(cell.text.lower())
        for row in table.rows[:_ROWS_WITH_NAMES]
        for cell in row.cells
    )


def _is_schedule(table: Table, words: SpreadsheetWords) -> bool:
    """Whether a table has a column that counts or dates sessions and one of what they are about,
    or whether its rows begin sessions ("Week 3")."""
    if len(table.rows) > _MOST_SESSIONS:
        return False
    names = {
        number: name.lower()
        for number, name in table.header.items()
        if len(name.split()) <= _LONGEST_NAME
    }
    for when, name in names.items():
        of_class = words.meetings.stands_in(name)
        if not (of_class or words.counted_by.stands_in(name)) or not _counts(table.column(when)):
            continue
        for what, other in names.items():
            says = words.taught.stands_in(other) or (of_class and words.done.stands_in(other))
            if what != when and says and _is_varied_text(table, what):
                return True
    opened = [row for row in table.rows if len(row.cells) > 1 and opens_session(row.cells[0].text)]
    return len(opened) >= max(_FEWEST_SESSIONS, len(table.rows) / 2)


def _counts(values: Sequence[str]) -> bool:
    """Whether the values of a column count or date rows: most differ, and few name courses."""
    courses = sum(_COURSE_CODE.search(value) is not None for value in values)
    return _is_varied(values) and courses < _VARIED * len(values)


def _is_varied(values: Sequence[str]) -> bool:
    """Whether most of two values or more differ."""
    return len(values) > 1 and len(set(values)) >= _VARIED * len(values)


def _is_varied_text(table: Table, column: int) -> bool:
    """Whether a column holds texts, most of them different, one of two words at least."""
    texts = [text for text in table.column(column) if any(map(str.isalpha, text))]
    return _is_varied(texts) and any(" " in text for text in texts)


def _is_syllabus(parts: Sequence[Line | Table]) -> bool:
    """Whether most of the words stand in lines and beside labels, and these name two parts of a
    course ("Course description", "Week 3: …")."""
    words_of_text = words_of_tables = 0
    found: set[Section] = set()
    for part in parts:
        if isinstance(part, Table) and as_text(part) is None:
            words_of_tables += sum(
                len(cell.text.split()) for row in part.rows for cell in row.cells
            )
            continue
        for line in _texts(part):
            words_of_text += len(line.split())
            meaning = heading_meaning(line, reader_lexicon())
            if meaning is not None and meaning.section in _COURSE_PARTS:
                found.add(meaning.section)
            elif opens_session(line):
                found.add(Section.SESSION)
    return len(found) >= _FEWEST_PARTS and words_of_text >= words_of_tables


def _texts(part: Line | Table) -> Iterator[str]:
    """The lines of a row of one cell, or of labels and the texts beside them."""
    rows = [part.row] if isinstance(part, Line) else part.rows
    for row in rows:
        for cell in row.cells:
            yield from cell.lines


def _names_course_columns(table: Table) -> bool:
    """Whether a table names two columns or more as syllabi do ("Assignment", "Points")."""
    return sum(map(is_column_name, table.header.values())) > 1
