"""What a workbook and an appendix show, whatever command it came from.

Rows are topics, or items of a standard; columns are courses, or documents. Texts are those of the
documents and of the rubric, not escaped: the formats escape what they write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from curriculum_gap.nouns import Evidence, Level, Rubric, Unread
from curriculum_gap.reports.rubric_facts import (
    accuracy_line,
    list_name,
    short_standard_lines,
    standard_lines,
)

__all__ = [
    "FOOTNOTE",
    "NOT_KNOWN",
    "Column",
    "Findings",
    "Gap",
    "Mark",
    "Piece",
    "Row",
    "View",
    "about_lines",
    "gap_lines",
    "known_of_standards",
    "level_mark",
    "list_titles",
    "rubric_doubts",
    "unread_rows",
]

FOOTNOTE = (
    "“Not found” is not “not taught”: it is about the words of the documents and nothing else. "
    "Policy text gives no level."
)


class Mark(NamedTuple):
    """What one course shows of one row: a word, a letter where there is no room for it, and how
    strongly it is tinted (0, not at all, to 3)."""

    word: str
    letter: str
    tint: int = 0


NOT_KNOWN = Mark("not known", "?")
"""A course of which nothing was read."""
_LETTERS = {Level.ASSESSED: "A", Level.TAUGHT: "T", Level.MENTIONED: "M", Level.ABSENT: "–"}


def level_mark(level: Level | None) -> Mark:
    """The mark of a level; None is not known."""
    if level is None:
        return NOT_KNOWN
    return Mark(str(level) if level else "not found", _LETTERS[level], int(level))


class Column(NamedTuple):
    """A course or a document: what its column is called, its title, what else is to be known of it
    (required, a year), its files, and what it shows in one line."""

    code: str
    title: str
    note: str
    files: tuple[str, ...]
    standing: str


class Row(NamedTuple):
    """A topic, or an item of a standard. ``best`` is what the programme as a whole shows,
    ``counts`` how many courses have each of the view's ``count_heads``; ``detail`` is its
    definition, or the topics that stand for it. ``topic_list`` is the title of its list where there
    are several."""

    id: str
    title: str
    group: str
    expected: str
    best: Mark
    is_gap: bool
    counts: tuple[int, ...]
    first: str
    detail: str
    marks: tuple[Mark, ...]
    topic_list: str = ""


class Piece(NamedTuple):
    """A place that speaks for a row: in which column, what kind of passage, where, and its words.
    ``evidence`` is None where a code of a standard is declared and ``text`` is its row or
    sentence."""

    row: str
    column: int
    mark: Mark
    section: str
    place: str
    headings: str
    source: str
    text: str
    terms: str = ""
    evidence: Evidence | None = None


class Gap(NamedTuple):
    """A row that stays below what is expected, and a place where it would fit; ``course`` is ""
    where there is no place. ``nowhere``: no course reaches it."""

    row: str
    detail: str
    course: str
    where: str
    text: str
    suggestion: str
    nowhere: bool = True


class Findings(NamedTuple):
    """Something that is said of several rows: a heading, and each with what there is to say."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that a workbook or an appendix shows.

    ``noun`` is what a row is (``topic``, ``item``), ``columns_noun`` what a column is. ``lines``
    stand below the title. ``legend`` says what the letters mean. ``standards`` are tables of codes
    that documents declare: the name of a standard, and code, columns and places of each. ``unread``
    is path, status and reason of each file that was not read; ``files`` are lists of other files.
    ``names`` says what was put in place of names of people.
    """

    title: str
    subject: str
    noun: str
    columns_noun: str
    lines: tuple[str, ...]
    legend: str
    count_heads: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Findings, ...]
    standards: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...]
    unread: tuple[tuple[str, str, str], ...]
    files: tuple[Findings, ...]
    warnings: tuple[str, ...]
    names: str
    about: tuple[tuple[str, str], ...]


def gap_lines(view: View) -> list[str]:
    """``Gaps: …``, a line for each topic list where there are several; nothing without a gap."""
    titles: dict[str, list[str]] = {}
    for row in view.rows:
        if row.is_gap:
            titles.setdefault(row.topic_list, []).append(row.title)
    return [
        f"Gaps{f' ({name})' if name else ''}: {'; '.join(found)}" for name, found in titles.items()
    ]


def list_titles(rubric: Rubric) -> dict[str, str]:
    """Topic id → the title of its list, where there are several."""
    if not rubric.parts:
        return {}
    return {topic.id: part.title for part, topics in rubric.by_part for topic in topics}


def about_lines(version: str, rubric: Rubric) -> tuple[tuple[str, str], ...]:
    """What made this: the version of gapcheck, the topic lists with their digest, and what each
    knows of its standard."""
    facts = []
    for part in rubric.parts or (rubric,):
        whose = f" ({part.id})" if rubric.parts else ""
        facts += [(f"{name}{whose}", text) for name, text in standard_lines(part)]
    return (
        ("Made by", f"gapcheck {version}"),
        ("Held against", f"{rubric.title} ({list_name(rubric)})"),
        *facts,
        ("Topic list (rubric)", "names what a programme should teach; it is no grading sheet, and "
         "a share of topics is no grade"),
        ("Digest", rubric.digest),
        ("How levels are found", "By rules, and by numbers fitted on labelled syllabi; errors on "
         "the list equity-mental-health are published in docs/validity.md"),
    )  # fmt: skip


def rubric_doubts(rubric: Rubric) -> tuple[str, ...]:
    """That the accuracy of topic lists was not measured."""
    doubt = accuracy_line(rubric)
    return (f"{doubt}.",) if doubt else ()


def known_of_standards(rubric: Rubric) -> tuple[str, ...]:
    """A line for each topic list of a published standard."""
    return tuple(f"{line}." for line in short_standard_lines(rubric))


def unread_rows(entries: tuple[Unread, ...]) -> tuple[tuple[str, str, str], ...]:
    """Path, status and reason of files that were not read."""
    from curriculum_gap.reports.wording import display_path, unread_details

    return tuple(
        (display_path(one.source), str(one.status), unread_details(one)) for one in entries
    )
