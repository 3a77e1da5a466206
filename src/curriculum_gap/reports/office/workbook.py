"""A workbook for Excel and its like; needs xlsxwriter, the extra ``office``.

Takes a report, a map or a crosswalk, gives the bytes of an XLSX file. Every text is written as a
text: nothing that a document, a file name or a rubric holds becomes a formula, a number or a link.
The only links are those from sheet to sheet. No date of today is in it: the same values give the
same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import product
from math import ceil
from textwrap import wrap
from typing import Any, NamedTuple

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Report
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.office.crosswalk_view import view_of_crosswalk
from curriculum_gap.reports.office.map_view import view_of_map
from curriculum_gap.reports.office.report_view import view_of_report
from curriculum_gap.reports.office.sheets import Cell, Place, Sheet, sheets_of
from curriculum_gap.reports.office.view import View
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.wording import count_noun

__all__ = ["STYLES", "crosswalk_as_workbook", "map_as_workbook", "render"]


class _Room(NamedTuple):
    """What Excel holds: rows, columns and links of a sheet, characters of a cell."""

    rows: int = 1_048_576
    columns: int = 16_384
    links: int = 65_530
    characters: int = 32_767


_ROOM = _Room()
_DATE = datetime(2000, 1, 1)  # any, so that the bytes do not change from day to day
_FULL_WIDTH = 130  # characters beside each other on a page; less is not made larger
_MOST_WIDTH_ON_A_PAGE = 290  # characters; at more the text would be too small to read
_MOST_WIDTH_OF_LEVELS = 165  # of a sheet whose columns can stand on several pages
_SCALE = 80  # per cent, where a sheet is too wide for a page: texts at 8 points
_LINE_HEIGHT, _TITLE_HEIGHT, _MOST_HEIGHT = 13.0, 22.0, 409.0  # points
_AROUND_LINES = 3.0  # points; a height of 15 in all would be left to the program that shows it
_TITLE_LENGTH = 200  # characters of the title among the properties
_CHARACTERS = 1.1  # of a text at 10 points in a column that is one digit at 11 points wide
_BESIDE_TEXT = 1.5  # characters of a column that its texts leave free
_FILTER_ARROW = 3.0  # characters
_LEAST_WIDTH = 6.0  # characters
_ACTIVE_STARTS = ("=", "+", "-", "@")
"""Edited in Excel, a text that begins so would become a formula, unless it is marked as text."""
_TEXT, _LINK, _SOFT, _BAD = "#1F2328", "#0B4A8F", "#57606A", "#8A1C1C"
_BASE: dict[str, str | float] = {
    "font_name": "Calibri",
    "font_size": 10,
    "font_color": _TEXT,
    "valign": "top",
}
_RULE: dict[str, str | float] = {"bottom": 1, "bottom_color": "#D9DEE3", "text_wrap": True}
STYLES: dict[str, dict[str, str | float]] = {
    "text": _RULE,
    "plain": {},
    "number": _RULE | {"align": "center"},
    "title": {"bold": True, "font_size": 15},
    "section": {"bold": True, "font_size": 12},
    "note": {"font_color": _SOFT},
    "strong": _RULE | {"bold": True},
    "link": _RULE | {"font_color": _LINK},
    "way": {"font_color": _LINK},
    "head": {"bold": True, "bg_color": "#E7EBEF", "bottom": 1, "text_wrap": True},
    "gap": _RULE | {"bold": True, "font_color": _BAD, "bg_color": "#FCE8E6"},
    "gap_line": {"font_color": _BAD},
    "tint0": _RULE | {"font_color": _SOFT},
    "tint1": _RULE | {"bg_color": "#EDF4FB"},
    "tint2": _RULE | {"bg_color": "#D2E5F6"},
    "tint3": _RULE | {"bg_color": "#AECFEE"},
}
"""Fonts and fills. Each text stands out from its ground by 4.5 : 1 or more."""


class _Kind(NamedTuple):
    """What a format is made for: a style, whether its text begins like a formula, whether it leads
    anywhere."""

    style: str
    is_active: bool = False
    is_link: bool = False


_Formats = dict[_Kind, Any]


def render(report: Report, options: ReportOptions) -> bytes:
    """What ``gapcheck check`` found, as a workbook. Raises UsageError where xlsxwriter is
    missing."""
    return _workbook(view_of_report(report, options))


def map_as_workbook(curriculum_map: CurriculumMap, options: ReportOptions) -> bytes:
    """The map of a programme as a workbook. Raises UsageError where xlsxwriter is missing."""
    return _workbook(view_of_map(curriculum_map, options))


def crosswalk_as_workbook(crosswalk: Crosswalk, options: ReportOptions) -> bytes:
    """A standard held against a programme, as a workbook. Raises UsageError where xlsxwriter is
    missing."""
    return _workbook(view_of_crosswalk(crosswalk, options))


def _workbook(view: View) -> bytes:
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "xlsx", "needs xlsxwriter, which is not installed", "pip install 'gapcheck[office]'"
        ) from None
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": escape_line(view.title)[:_TITLE_LENGTH], "subject": view.subject,
             "category": "gapcheck report", "author": "gapcheck", "created": _DATE}
        )  # fmt: skip
        formats = _formats(book)
        for sheet in sheets_of(view):
            _write_sheet(book.add_worksheet(sheet.name), _fitted(sheet), formats)
    return out.getvalue()


def _formats(book: Any) -> _Formats:
    """A format of each kind; that of ``bold`` is for matching words."""
    formats = {
        _Kind(name, is_active, is_link): book.add_format(
            _BASE | style | {"quote_prefix": is_active, "underline": int(is_link)}
        )
        for (name, style), is_active, is_link in product(
            STYLES.items(), (False, True), (False, True)
        )
    }
    formats[_Kind("bold")] = book.add_format(_BASE | {"bold": True})
    return formats


# What Excel cannot hold


def _fitted(sheet: Sheet) -> Sheet:
    """The part of a sheet that Excel holds, its texts escaped; the line below its title says what
    is left out."""
    said = []
    room = _ROOM.rows - len(sheet.lead) - 1
    if len(sheet.rows) > room:
        said.append(f"The first {room:,} of {len(sheet.rows):,} rows: Excel holds no more")
    if len(sheet.heads) > _ROOM.columns:
        said.append(
            f"The first {_ROOM.columns:,} of {len(sheet.heads):,} columns: Excel holds no more"
        )
    lines, links, cut = [], 0, 0
    for line in [*sheet.lead, sheet.heads, *sheet.rows[:room]]:
        cells = []
        for cell in line[: _ROOM.columns]:
            if cell.link is not None:
                links += _is_in_reach(cell.link)
                if links > _ROOM.links or not _is_in_reach(cell.link):
                    cell = cell._replace(link=None)
            if isinstance(cell.value, str):
                text = escape_line(cell.value)
                if len(text) > _ROOM.characters:
                    cut += 1
                    text, cell = text[: _ROOM.characters - 1] + "…", cell._replace(parts=())
                cell = cell._replace(value=text)
            cells.append(cell)
        lines.append(tuple(cells))
    if links > _ROOM.links:
        said.append(f"The first {_ROOM.links:,} of {links:,} links: Excel holds no more")
    if cut:
        most = f"Excel holds {_ROOM.characters:,} characters in a cell"
        said.append(f"{count_noun(cut, 'text')} cut: {most}")
    if said:
        lines[1] = (Cell(f"{sheet.lead[1][0].value} {'. '.join(said)}.", "gap_line"),)
    head = len(sheet.lead)
    return sheet._replace(
        lead=tuple(lines[:head]), heads=lines[head], rows=tuple(lines[head + 1 :])
    )


def _is_in_reach(place: Place) -> bool:
    return place.row < _ROOM.rows and place.column < _ROOM.columns


# Cells


def _write_sheet(page: Any, sheet: Sheet, formats: _Formats) -> None:
    """The cells, then what stays in sight, can be filtered and is repeated on paper."""
    widths = [_width(sheet, column) for column in range(len(sheet.heads))]
    page.set_row(0, _TITLE_HEIGHT)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for index, line in enumerate(sheet.lead):
        if index:
            page.set_row(index, _LINE_HEIGHT + _AROUND_LINES)
        for column, cell in enumerate(line):
            # Outside of the table a text runs on over the empty cells beside it.
            style = {"text": "plain", "link": "way"}.get(cell.style, cell.style)
            _write(page, index, column, cell._replace(style=style), formats)
    for index, line in enumerate([sheet.heads, *sheet.rows], sheet.head_row):
        page.set_row(index, _height(line, widths))
        for column, cell in enumerate(line):
            _write(page, index, column, cell, formats)
    _lay_out(page, sheet, sum(widths))


def _lay_out(page: Any, sheet: Sheet, width: float) -> None:
    head, last = sheet.head_row, sheet.head_row + max(len(sheet.rows), 1)
    page.autofilter(head, 0, last, len(sheet.heads) - 1)
    if sheet.frozen:
        page.freeze_panes(head + 1, sheet.frozen)
    page.repeat_rows(head)
    page.hide_gridlines(1)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer("&L&9&A&R&9Page &P of &N")
    most = _MOST_WIDTH_OF_LEVELS if sheet.may_split else _MOST_WIDTH_ON_A_PAGE
    if width <= _FULL_WIDTH:
        page.set_print_scale(100)
    elif width <= most:
        page.fit_to_pages(1, 0)
    else:
        page.print_area(head, 0, last, len(sheet.heads) - 1)
        page.repeat_columns(0)
        page.set_print_scale(_SCALE)


def _width(sheet: Sheet, column: int) -> float:
    """The width of a column in characters: that of its longest text, as far as the sheet allows."""
    word = max(map(len, str(sheet.heads[column].value).split()), default=0) + _FILTER_ARROW
    # A text above the table that has another one beside it does not run on.
    cells = [line[column] for line in sheet.lead if len(line) > column + 1]
    cells += [line[column] for line in sheet.rows]
    longest = max((len(str(cell.value)) for cell in cells), default=0) + _BESIDE_TEXT
    if not sheet.rows:
        longest = max(longest, len(str(sheet.heads[column].value)) + _FILTER_ARROW)
    return max(word, min(longest, sheet.widths[column]), _LEAST_WIDTH)


def _height(line: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row, in points, in which every text is in sight. Excel finds it by itself,
    other programs do not."""
    lines, most = 1, ceil(_MOST_HEIGHT / _LINE_HEIGHT)
    for cell, width in zip(line, widths, strict=True):
        text, fitting = str(cell.value), int(width * _CHARACTERS)
        if len(text) > lines * fitting - fitting // 2:
            # A line takes ``fitting`` characters and a blank at most; a higher row there is not.
            lines = max(lines, len(wrap(text[: most * (fitting + 1)], fitting)))
    return min(_LINE_HEIGHT * lines + _AROUND_LINES, _MOST_HEIGHT)


def _write(page: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    """One cell: a number, a link within the workbook, a text with matching words, or a text."""
    if isinstance(cell.value, int):
        page.write_number(row, column, cell.value, formats[_Kind(cell.style)])
        return
    text = cell.value
    is_link = cell.link is not None and bool(text)
    shown = formats[_Kind(cell.style, text.startswith(_ACTIVE_STARTS), is_link)]
    if cell.link is not None and is_link:
        page.write_url(row, column, _address(cell.link), shown, string=text)
    elif any(matched for _, matched in cell.parts) and len(cell.parts) > 1:
        pieces: list[Any] = []
        for part, matched in cell.parts:
            pieces += [formats[_Kind("bold" if matched else "plain")], part]
        page.write_rich_string(row, column, *pieces, shown)
    elif text:
        page.write_string(row, column, text, shown)
    else:
        page.write_blank(row, column, None, shown)


def _address(place: Place) -> str:
    """``internal:'Gaps and places'!B7``."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return f"internal:'{place.sheet}'!{xl_rowcol_to_cell(place.row, place.column)}"
