"""What stands on each sheet of a workbook: a :class:`View` → sheets of cells.

Values only. A link is a place in the workbook: its sheet, row and column, counted from 0. A sheet
begins with its title and a few lines; the table follows, its head in ``head_row``. Levels and other
short words lead to other sheets, since not every program breaks the lines of a linked text.
"""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from curriculum_gap.reports.office.view import FOOTNOTE, Mark, View, gap_lines
from curriculum_gap.reports.quotations import QuotedPart, quote, shorten
from curriculum_gap.reports.wording import NOT_FOR

__all__ = ["Cell", "Place", "Sheet", "sheets_of"]

SUMMARY, MAP, ROWS, EVIDENCE = "Summary", "Map", "Topics", "Evidence"
CROSSWALK, GAPS, UNREAD, ABOUT = "Crosswalk", "Gaps and places", "Unread", "About"

_LINE = 115  # characters of a line above a table
_QUOTATION = 400  # characters of a passage
_HEADS_ABOVE_TABLE = 4  # title, line, way back, blank
_MAP_COURSES_FROM = 4  # the first column of Map that is a course


class Place(NamedTuple):
    """A cell in the workbook, row and column counted from 0."""

    sheet: str
    row: int
    column: int = 0


class Cell(NamedTuple):
    """A text or a number, its style and where it leads. ``parts`` are those of a text with matching
    words."""

    value: str | int = ""
    style: str = "text"
    link: Place | None = None
    parts: tuple[QuotedPart, ...] = ()


class Sheet(NamedTuple):
    """A sheet: lines above its table (the second says what the table holds), the heads, the rows,
    and how many columns stay in sight. ``widths`` are the most characters of each column.
    ``may_split``: on paper its columns may stand on several pages, beside the first one."""

    name: str
    lead: tuple[tuple[Cell, ...], ...]
    heads: tuple[Cell, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 1
    may_split: bool = False

    @property
    def head_row(self) -> int:
        """The row of the heads of its table."""
        return len(self.lead)


def sheets_of(view: View) -> list[Sheet]:
    """All sheets, the summary first. What a view knows nothing of has no sheet."""
    others = [_map(view), _rows(view), _evidence(view)]
    if view.standards:
        others.append(_standards(view))
    others += [_gaps(view), _unread(view), _about(view)]
    return [_summary(view, others), *others]


def _row_sheet(view: View) -> str:
    return ROWS if view.noun == "topic" else "Items"


def _map_sheet(view: View) -> str:
    return MAP if view.noun == "topic" else CROSSWALK


def _lead(title: str, note: str) -> tuple[tuple[Cell, ...], ...]:
    """Title, a line, and the way back; as many rows on every sheet but the summary."""
    back = Cell("Back to Summary", "link", Place(SUMMARY, 0))
    return ((Cell(title, "title"),), (Cell(note, "note"),), (back,), ())


def _heads(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, "head") for text in texts)


def _mark(mark: Mark, link: Place | None = None, gap: bool = False) -> Cell:
    style = "gap" if gap else f"tint{mark.tint}"
    return Cell(mark.word, style, link)


def _in_table(sheet: str, index: int, column: int = 0) -> Place:
    """A cell in the row of this index in the table of any sheet but the summary."""
    return Place(sheet, _HEADS_ABOVE_TABLE + 1 + index, column)


def _summary(view: View, others: list[Sheet]) -> Sheet:
    lead: list[tuple[Cell, ...]] = [(Cell(view.title, "title"),), (Cell(view.subject, "note"),), ()]
    for line in (*view.lines, *gap_lines(view)):
        lead += _wrapped(line)
    for line in view.warnings:
        lead += _wrapped(line, "gap_line")
    lead += [(), (Cell("Sheets", "section"),)]
    for sheet in others:
        # The note of a sheet says what is on it.
        lead.append((Cell(sheet.name, "link", Place(sheet.name, 0)), Cell(sheet.lead[1][0].value)))
    lead += [(), (Cell("Not for", "section"),)]
    for line in (*(f"{line.capitalize()}." for line in NOT_FOR), view.names, FOOTNOTE):
        lead += _wrapped(line)
    for found in view.findings:
        lead += [(), (Cell(f"{found.heading} ({len(found.lines)})", "section"),)]
        for name, detail in found.lines:
            lead += _wrapped(f"{name}: {detail}" if detail else name)
    lead += [(), (Cell(f"{view.columns_noun.capitalize()}s", "section"),)]
    rows = tuple(
        (
            Cell(column.code, "link", Place(_map_sheet(view), 4, _MAP_COURSES_FROM + index)),
            Cell(column.title),
            Cell(column.note),
            Cell(column.standing),
            Cell("; ".join(column.files)),
        )
        for index, column in enumerate(view.columns)
    )
    heads = _heads(view.columns_noun, "title", "note", "what it shows", "files")
    return Sheet(SUMMARY, tuple(lead), heads, (20, 44, 24, 48, 40), rows, 0)


def _wrapped(text: str, style: str = "text") -> list[tuple[Cell, ...]]:
    """A text above a table, in as many lines as it needs."""
    return [(Cell(part, style),) for part in wrap(text, _LINE)]


def _map(view: View) -> Sheet:
    first: dict[tuple[str, int], int] = {}
    for index, piece in enumerate(view.pieces):
        first.setdefault((piece.row, piece.column), index)
    rows = []
    for at, row in enumerate(view.rows):
        cells = [
            Cell(row.title),
            Cell(row.group),
            Cell(row.expected),
            _mark(row.best, _in_table(_row_sheet(view), at), row.is_gap),
        ]
        for column, mark in enumerate(row.marks):
            index = first.get((row.id, column), -1)
            cells.append(_mark(mark, _in_table(EVIDENCE, index) if index >= 0 else None))
        rows.append(tuple(cells))
    heads = (
        *_heads(view.noun, "group", "expected", "as a whole"),
        *(Cell(column.code, "head") for column in view.columns),
    )
    widths = (44.0, 30.0, 10.0, 20.0, *(24.0 for _ in view.columns))
    note = (
        f"The {view.noun}s down, the {view.columns_noun}s across. A level leads to its evidence, "
        f"one of the whole to the sheet {_row_sheet(view)}."
    )
    lead = _lead(view.title, note)
    return Sheet(_map_sheet(view), lead, heads, widths, tuple(rows), may_split=True)


def _rows(view: View) -> Sheet:
    noted: dict[str, list[str]] = {}
    for found in view.findings:
        for name, detail in found.lines:
            noted.setdefault(name, []).append(f"{found.heading}{': ' if detail else ''}{detail}")
    rows = tuple(
        (
            Cell(row.title),
            Cell(row.group),
            Cell(row.expected),
            _mark(row.best, _in_table(_map_sheet(view), at), row.is_gap),
            *(Cell(number, "number") for number in row.counts),
            Cell(row.first),
            Cell("; ".join(noted.get(row.title, ()))),
            Cell(row.detail),
        )
        for at, row in enumerate(view.rows)
    )
    named = "first taught in" if view.noun == "topic" else "declared in"
    about = "definition" if view.noun == "topic" else "topics that stand for it"
    heads = _heads(
        view.noun, "group", "expected", "as a whole", *view.count_heads, named, "to note", about
    )
    counts = tuple(10.0 for _ in view.count_heads)
    widths = (60.0, 30.0, 10.0, 20.0, *counts, 16.0, 46.0, 56.0)
    note = f"How many {view.columns_noun}s show each {view.noun}, each counted once."
    return Sheet(_row_sheet(view), _lead(view.title, note), heads, widths, rows)


def _evidence(view: View) -> Sheet:
    rows_by_id = {row.id: (at, row.title) for at, row in enumerate(view.rows)}
    rows = []
    for piece in view.pieces:
        parts: tuple[QuotedPart, ...] = ()
        text = shorten(piece.text, _QUOTATION)
        if piece.evidence is not None:
            parts = tuple(quote(piece.evidence, _QUOTATION))
            text = "".join(part for part, _ in parts)
        at, title = rows_by_id[piece.row]
        place = _in_table(_map_sheet(view), at, _MAP_COURSES_FROM + piece.column)
        rows.append(
            (
                Cell(view.columns[piece.column].code),
                Cell(title),
                _mark(piece.mark, place),
                Cell(piece.section),
                Cell(piece.place),
                Cell(text, parts=parts),
                Cell(piece.terms),
                Cell(piece.headings),
                Cell(piece.source),
            )
        )
    level = "level" if view.noun == "topic" else "state"
    heads = _heads(
        view.columns_noun, view.noun, level, "section", "place", "in the document's words",
        "terms", "below the headings", "file",
    )  # fmt: skip
    note = (
        "The passages that the levels rest on; words that matched are bold, and … stands where a "
        "long passage is cut. Read them first."
    )
    widths = (16, 30, 20, 18, 22, 72, 24, 30, 30)
    return Sheet(EVIDENCE, _lead(view.title, note), heads, widths, tuple(rows), 2)


def _standards(view: View) -> Sheet:
    rows = tuple(
        (Cell(name), Cell(code), Cell(column), Cell(place), Cell(shorten(text, _QUOTATION)))
        for name, table in view.standards
        for code, column, place, text in table
    )
    heads = _heads("standard", "code", view.columns_noun, "place", "in the document's words")
    note = "Codes of standards that documents declare. It is no proof of compliance."
    return Sheet(CROSSWALK, _lead(view.title, note), heads, (24, 12, 16, 34, 90), rows, 2)


def _gaps(view: View) -> Sheet:
    rows_by_id = {row.id: (at, row.title) for at, row in enumerate(view.rows)}
    list_of = {row.id: row.topic_list for row in view.rows}
    several = any(list_of.values())
    rows = tuple(
        (
            Cell(rows_by_id[gap.row][1]),
            *([Cell(list_of[gap.row])] if several else []),
            Cell(
                "yes" if gap.nowhere else "no",
                "link",
                _in_table(_row_sheet(view), rows_by_id[gap.row][0]),
            ),
            Cell(gap.detail),
            Cell(gap.course),
            Cell(gap.where),
            Cell(shorten(gap.text, _QUOTATION)),
            Cell(gap.suggestion),
        )
        for gap in view.gaps
    )
    place = "where it would fit" if view.noun == "topic" else "where it is declared"
    heads = _heads(
        view.noun, *(["topic list"] if several else []), "gap of all", "what there is",
        view.columns_noun, place, "in the document's words", "suggestion",
    )  # fmt: skip
    note = (
        f"Gaps and places for them; “gap of all”: no {view.columns_noun} reaches what is expected."
    )
    widths = (40, *([30] if several else []), 11, 34, 16, 36, 60, 50)
    return Sheet(GAPS, _lead(view.title, note), heads, widths, rows)


def _unread(view: View) -> Sheet:
    rows = [tuple(Cell(text) for text in entry) for entry in view.unread]
    note = "Files without a verdict: nothing in them counts as taught or as missing."
    if not rows:
        note = "Every file was read."
    for found in view.files:
        rows += [(Cell(name), Cell(found.heading), Cell(detail)) for name, detail in found.lines]
    heads = _heads("file", "status", "why, and what would work")
    return Sheet(UNREAD, _lead(view.title, note), heads, (60, 44, 90), tuple(rows))


def _about(view: View) -> Sheet:
    rows = [(Cell(name, "strong"), Cell(value)) for name, value in view.about]
    rows.append((Cell("Letters", "strong"), Cell(view.legend)))
    rows += [(Cell("Not for", "strong"), Cell(f"{line.capitalize()}.")) for line in NOT_FOR]
    rows.append((Cell("Names", "strong"), Cell(view.names)))
    rows.append((Cell("To remember", "strong"), Cell(FOOTNOTE)))
    rows.append((Cell("More", "strong"), Cell("docs/responsible-use.md, docs/validity.md")))
    note = "What made this workbook, and what it must not be used for."
    return Sheet(ABOUT, _lead(view.title, note), _heads("what", "in words"), (26, 110), tuple(rows))
