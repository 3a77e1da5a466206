"""Spreadsheets (.xlsx, .xlsm, .csv, .tsv) in which a course keeps its schedule or its syllabus.

Takes the bytes of a file; gives a `Document`. Rows below the names of columns are rows of a table,
rows of one cell are lines of text, names of sheets are headings. Each block says where it stands
(``sheet Schedule, row 12``). Only sheets of a course are read: gradebooks, data, maps of programmes
and lists of persons are none, and a file of these alone is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.elsewhere import check_link
from curriculum_gap.readers.spreadsheet.course_sheets import Use, use_of
from curriculum_gap.readers.spreadsheet.parts import Line, Table, blocks_of, parts_of
from curriculum_gap.readers.text_cleanup import count_words, normalize_space
from curriculum_gap.readers.visible_cells import VisibleSheet, visible_sheets

__all__ = ["read"]

_TITLE_BLOCKS = 6  # a first heading further down is no title
_HINT = (
    "name its columns (Week, Topic, Reading …), or save the text of the syllabus as .docx or PDF"
)
_Parts = list[Line | Table]


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A spreadsheet from its bytes. ``pages`` is None.

    Hidden sheets, rows and columns are left out and said. Raises ReadError: unsupported where no
    sheet is of a course, or openpyxl is needed and not installed; damaged, too-large, elsewhere.
    """
    if not content:
        raise ReadError(Status.EMPTY, "holds nothing")
    sheets, warnings = visible_sheets(content, limits)
    found = [(sheet, parts_of(sheet)) for sheet in sheets if sheet.rows]
    if not found:
        raise ReadError(Status.EMPTY, "holds no text that a person would see")
    chosen, left_out = _course_sheets(found)
    blocks: list[Block] = []
    names_sheets = len(found) > 1
    for sheet, parts in chosen:
        if names_sheets:
            blocks += _name(sheet)
        tables = max((block.table or 0 for block in blocks), default=0)
        blocks += blocks_of(parts, _place(sheet, named=names_sheets), tables)
    words = count_words(blocks)
    check_link(False, blocks, words, limits.min_words)
    return Document(
        source=source,
        format="spreadsheet",
        title=_title(blocks) or _name_in_words(source),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=(*warnings, *left_out),
    )


def _name_in_words(source: str) -> str:
    """The name of the file as a title: a schedule alone has names of columns and no title."""
    stem = PurePath(source.replace("\\", "/")).stem
    return normalize_space(stem.replace("_", " ").replace("-", " "))


def _course_sheets(
    found: Sequence[tuple[VisibleSheet, _Parts]],
) -> tuple[list[tuple[VisibleSheet, _Parts]], list[str]]:
    """The sheets that are of the course, with their parts, and warnings about the others.

    Raises ReadError (unsupported) where none is a schedule or the text of a course.
    """
    uses = [use_of(parts) for _, parts in found]
    if Use.COURSE not in uses:
        what, hint = "is a spreadsheet without a schedule or text of a course", _HINT
        if Use.PERSONS in uses:
            what = "is a spreadsheet that lists persons, not a schedule or text of a course"
            hint = "give the schedule or the syllabus itself"
        raise ReadError(Status.UNSUPPORTED, what, hint)
    read_uses = (Use.COURSE, Use.PART)
    chosen = [each for each, use in zip(found, uses, strict=True) if use in read_uses]
    warnings = []
    for use, why in (
        (Use.PERSONS, "lists persons and was left out"),
        (Use.OTHER, "holds no schedule or text of a course and was left out"),
    ):
        names = [each[0].name for each, its_use in zip(found, uses, strict=True) if its_use is use]
        warnings += [f"sheet {name} {why}" for name in names[:3]]
        if len(names) > 3:
            warnings.append(f"{len(names) - 3} more such sheets were left out")
    return chosen, warnings


def _place(sheet: VisibleSheet, *, named: bool) -> Callable[[int], str]:
    """The function that says where the row of a number stands."""
    start = f"sheet {sheet.name}, " if named else ""
    return lambda number: f"{start}row {number}"


def _name(sheet: VisibleSheet) -> list[Block]:
    """The name of a sheet as a heading, unless the program gave it or the first line repeats it."""
    name = sheet.name.strip()
    first = sheet.rows[0].cells[0].text
    unnamed = reader_lexicon().spreadsheets.unnamed_sheet.expression.fullmatch(name.lower())
    if unnamed or name.casefold() == first.casefold():
        return []
    return [Block(name, Shape.HEADING, depth=1, inside=f"sheet {sheet.name}")]


def _title(blocks: Sequence[Block]) -> str:
    """What the title may be: the first heading of a line near the beginning."""
    for block in blocks[:_TITLE_BLOCKS]:
        if block.shape is Shape.HEADING and block.depth > 1:
            return block.text
    return ""
