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
from math import ceil
from typing import Any

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Report
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.office.crosswalk_view import view_of_crosswalk
from curriculum_gap.reports.office.map_view import view_of_map
from curriculum_gap.reports.office.report_view import view_of_report
from curriculum_gap.reports.office.sheets import Cell, Sheet, sheets_of
from curriculum_gap.reports.office.view import View
from curriculum_gap.reports.options import ReportOptions

__all__ = ["STYLES", "crosswalk_as_workbook", "map_as_workbook", "render"]

_DATE = datetime(2000, 1, 1)  # any, so that the bytes do not change from day to day
_MOST_CHARACTERS = 32_767  # of a cell
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_MOST_LINKS = 65_000  # of a sheet; Excel holds 65,530
_MOST_COLUMNS_ON_A_PAGE = 24
_LINE_HEIGHT, _MOST_HEIGHT = 13.0, 409.0  # points
_FILLED = 1.0  # of a column's width, since lines break at words
_ACTIVE_STARTS = ("=", "+", "-", "@")
"""Edited in Excel, a text that begins so would become a formula, unless it is marked as text."""
_TEXT, _LINK, _SOFT, _BAD = "#1F2328", "#0B4A8F", "#57606A", "#8A1C1C"
_BASE = {"font_name": "Calibri", "font_size": 10, "font_color": _TEXT, "valign": "top"}
_RULE = {"bottom": 1, "bottom_color": "#D9DEE3", "text_wrap": True}
STYLES: dict[str, dict[str, Any]] = {
    "text": _RULE,
    "plain": {},
    "number": {"align": "center"} | _RULE,
    "title": {"bold": True, "font_size": 15},
    "section": {"bold": True, "font_size": 12},
    "note": {"font_color": _SOFT},
    "strong": {"bold": True} | _RULE,
    "link": {"font_color": _LINK, "underline": 1} | _RULE,
    "way": {"font_color": _LINK, "underline": 1},
    "head": {"bold": True, "bg_color": "#E7EBEF", "bottom": 1, "text_wrap": True},
    "gap": {"bold": True, "font_color": _BAD, "bg_color": "#FCE8E6"} | _RULE,
    "gap_line": {"font_color": _BAD},
    "tint0": {"font_color": _SOFT} | _RULE,
    "tint1": {"bg_color": "#EDF4FB"} | _RULE,
    "tint2": {"bg_color": "#D2E5F6"} | _RULE,
    "tint3": {"bg_color": "#AECFEE"} | _RULE,
}
"""Fonts and fills. Each text stands out from its ground by 4.5 : 1 or more."""


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
        title = escape_line(view.title)[:200]
        book.set_properties(
            {"title": title, "subject": view.subject, "category": "gapcheck report",
             "author": "gapcheck", "created": _DATE}
        )  # fmt: skip
        formats = _formats(book)
        for sheet in sheets_of(view):
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return out.getvalue()


def _formats(book: Any) -> dict[tuple[str, bool], Any]:
    """Style and whether its text begins like a formula → format; ("bold", …) is for words of a
    quotation."""
    formats = {
        (name, active): book.add_format(_BASE | style | ({"quote_prefix": True} if active else {}))
        for name, style in STYLES.items()
        for active in (False, True)
    }
    formats["bold", False] = book.add_format(
        {"bold": True, "font_size": 10, "font_name": "Calibri"}
    )
    return formats


def _write_sheet(page: Any, sheet: Sheet, formats: dict[tuple[str, bool], Any]) -> None:
    """The cells, then what stays in sight, can be filtered and is repeated on paper."""
    room = _MOST_ROWS - len(sheet.lead) - len(sheet.tail) - 2
    rows = sheet.rows[:room]
    if len(rows) < len(sheet.rows):
        left = f"{len(sheet.rows) - room:,} more rows do not fit: -o FILE.csv holds all"
        rows = (*rows[:-1], (Cell(left, "gap_line"),))
    links = 0
    above = [tuple(_unwrapped(cell) for cell in line) for line in sheet.lead]
    below = [tuple(_unwrapped(cell) for cell in line) for line in sheet.tail]
    for index, line in enumerate([*above, sheet.heads, *rows, *below]):
        for column, cell in enumerate(line[:_MOST_COLUMNS]):
            links += cell.link is not None
            _write(page, index, column, cell, formats, links <= _MOST_LINKS)
    for index, line in enumerate([sheet.heads, *rows], sheet.head_row):
        page.set_row(index, _height(line, sheet.widths))
    for column, width in enumerate(sheet.widths[:_MOST_COLUMNS]):
        page.set_column(column, column, width)
    head, last = sheet.head_row, sheet.head_row + max(len(rows), 1)
    columns = min(len(sheet.heads), _MOST_COLUMNS)
    page.autofilter(head, 0, last, columns - 1)
    page.freeze_panes(*((1, 0) if head > 4 else (head + 1, sheet.frozen)))
    page.repeat_rows(head)
    page.hide_gridlines(1)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer("&L&9&A&R&9Page &P of &N")
    if columns <= _MOST_COLUMNS_ON_A_PAGE:
        page.fit_to_pages(1, 0)
    else:
        page.repeat_columns(0)


def _height(line: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row, in points, in which every text is in sight. Excel finds it by itself,
    other programs do not."""
    lines = 1
    for cell, width in zip(line, widths, strict=False):
        text = "".join(part for part, _ in cell.parts) or str(cell.value)
        lines = max(lines, ceil(len(text) / (width * _FILLED)))
    return min(_LINE_HEIGHT * lines + 2, _MOST_HEIGHT)


def _unwrapped(cell: Cell) -> Cell:
    """A cell outside of the table, whose text runs on over the empty ones beside it."""
    style = {"text": "plain", "link": "way"}.get(cell.style, cell.style)
    return cell._replace(style=style)


def _write(
    page: Any, row: int, column: int, cell: Cell, formats: dict[tuple[str, bool], Any], linked: bool
) -> None:
    """One cell: a number, a link within the workbook, a quotation with bold words, or a text."""
    if isinstance(cell.value, int):
        page.write_number(row, column, cell.value, formats[cell.style, False])
        return
    text = escape_line(cell.value)[:_MOST_CHARACTERS]
    shown = formats[cell.style, text.startswith(_ACTIVE_STARTS)]
    if cell.link is not None and linked and text:
        place = f"internal:'{cell.link.sheet}'!{_cell_name(cell.link.row, cell.link.column)}"
        page.write_url(row, column, place, shown, string=text)
    elif cell.parts and _write_quotation(page, row, column, cell.parts, formats):
        return
    elif text:
        page.write_string(row, column, text, shown)
    elif cell.style.startswith("tint"):
        page.write_blank(row, column, None, shown)


def _cell_name(row: int, column: int) -> str:
    """``B7``."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _write_quotation(
    page: Any,
    row: int,
    column: int,
    parts: Sequence[tuple[str, bool]],
    formats: dict[tuple[str, bool], Any],
) -> bool:
    """A quotation with its matching words in bold; False where nothing in it is bold."""
    whole = "".join(text for text, _ in parts)
    if len(parts) < 2 or len(whole) > _MOST_CHARACTERS or not whole.strip():
        return False
    pieces: list[Any] = []
    for text, matched in parts:
        pieces += [formats["bold", False], text] if matched else [text]
    active = whole.startswith(_ACTIVE_STARTS)
    return bool(page.write_rich_string(row, column, *pieces, formats["text", active]) == 0)
