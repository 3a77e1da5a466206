"""Spreadsheets as a person sees them: the rows and columns that are shown, and the looks of cells.

Takes the bytes of a CSV or XLSX; gives `VisibleSheet` values and warnings about what is hidden or
was left out. A cell is a text: a date as it is written, a share with its per cent sign. What a
merged cell holds stands in its first cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.spreadsheets import SAVE_AGAIN, open_workbook, rows_of_csv
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["VisibleCell", "VisibleRow", "VisibleSheet", "visible_sheets"]

_MOST_SHEETS = 50
_MOST_ROWS = 2_000
_MOST_COLUMNS = 200
"""A schedule is smaller; what lies beyond is said."""
_MOST_CHARACTERS = 32_767  # of a cell, as in Excel
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COLOURLESS = ("00000000", "FFFFFFFF", "00FFFFFF")
_OWN_CATEGORY = "gapcheck report"  # in the properties of workbooks that gapcheck writes
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class VisibleCell(NamedTuple):
    """A cell with text: its column, from 0, its lines, and whether it is bold or has a colour
    behind it."""

    column: int
    lines: tuple[str, ...]
    strong: bool = False

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)


class VisibleRow(NamedTuple):
    """A row with text: its number in the sheet, from 1, and its cells that are not empty."""

    number: int
    cells: tuple[VisibleCell, ...]


class VisibleSheet(NamedTuple):
    """One sheet: its name (``""`` for a CSV), its rows with text, how many rows and columns of it
    are hidden, and whether some were left out as too many."""

    name: str
    rows: tuple[VisibleRow, ...]
    hidden: int = 0
    is_cut: bool = False


def visible_sheets(
    content: bytes, limits: Limits
) -> tuple[tuple[VisibleSheet, ...], tuple[str, ...]]:
    """The sheets that are shown, and warnings. The content decides the format.

    Raises ReadError for what is too large, damaged or protected, and for XLSX where openpyxl is not
    installed.
    """
    if content.startswith(_ZIP):
        return _of_workbook(content, limits)
    text, warnings = decode_within(content, limits)
    numbered = (
        (number, [(at, value, False) for at, value in enumerate(row)])
        for number, row in enumerate(rows_of_csv(text), 1)
    )
    sheet = _sheet("", numbered, frozenset())
    return (sheet,), (*warnings, *_warnings(sheet))


def _of_workbook(
    content: bytes, limits: Limits
) -> tuple[tuple[VisibleSheet, ...], tuple[str, ...]]:
    """The sheets of a workbook that are shown."""
    book = open_workbook(content, limits)
    if book.properties.category == _OWN_CATEGORY:
        what = "is a report of gapcheck, not a schedule or text of a course"
        raise ReadError(Status.UNSUPPORTED, what, "give the documents that it reports on")
    sheets: list[VisibleSheet] = []
    unseen: list[str] = []
    warnings: list[str] = []
    try:
        for worksheet in book.worksheets[:_MOST_SHEETS]:
            if worksheet.sheet_state == "visible":
                sheets.append(_of_worksheet(worksheet))
                warnings += _warnings(sheets[-1])
            else:
                unseen.append(str(worksheet.title))
    except Exception as error:  # openpyxl raises whatever its parts raise
        what = f"is damaged ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from error
    if len(book.worksheets) > _MOST_SHEETS:
        warnings.append(f"sheets beyond the first {_MOST_SHEETS} were not read")
    if unseen:
        warnings.insert(0, f"{_named(unseen)} hidden and left out")
    return tuple(sheets), tuple(warnings)


def _of_worksheet(worksheet: Any) -> VisibleSheet:
    """The rows of one sheet of a workbook."""
    unseen_columns = _hidden_columns(worksheet)
    unseen_rows = {number for number, row in worksheet.row_dimensions.items() if row.hidden}
    filled: dict[int, list[tuple[int, Any, bool]]] = {}
    # Only cells that the file holds: to ask for all would make those between them.
    for row, column in sorted(worksheet._cells):
        cell = worksheet._cells[row, column]
        if cell.value is not None:
            shown = _as_percent(cell) if _is_percent(cell) else cell.value
            filled.setdefault(row, []).append((column - 1, shown, _is_strong(cell)))
    rows = ((number, cells) for number, cells in filled.items() if number not in unseen_rows)
    sheet = _sheet(str(worksheet.title), rows, unseen_columns)
    lost_columns = unseen_columns & {at for cells in filled.values() for at, _, _ in cells}
    return sheet._replace(hidden=len(unseen_rows & filled.keys()) + len(lost_columns))


def _hidden_columns(worksheet: Any) -> frozenset[int]:
    """The columns that are not shown, from 0."""
    hidden: set[int] = set()
    for each in worksheet.column_dimensions.values():
        if each.hidden and each.min and each.max:
            hidden.update(range(each.min - 1, min(each.max, _MOST_COLUMNS + 1)))
    return frozenset(hidden)


def _sheet(
    name: str, rows: Iterable[tuple[int, Iterable[tuple[int, Any, bool]]]], unseen: frozenset[int]
) -> VisibleSheet:
    """A sheet from the numbers of rows and their cells (column, value, whether it is strong),
    within the limits; without the ``unseen`` columns."""
    kept: list[VisibleRow] = []
    is_cut = False
    for number, values in rows:
        if len(kept) == _MOST_ROWS:
            is_cut = True
            break
        cells = []
        for column, value, strong in values:
            if column >= _MOST_COLUMNS:
                is_cut = True
                break
            lines = () if column in unseen else tuple(_lines(value))
            if lines:
                cells.append(VisibleCell(column, lines, strong))
            is_cut = is_cut or (isinstance(value, str) and len(value) > _MOST_CHARACTERS)
        if cells:
            kept.append(VisibleRow(number, tuple(cells)))
    return VisibleSheet(name, tuple(kept), is_cut=is_cut)


def _lines(value: Any) -> Iterator[str]:
    """The lines of a cell that are not empty."""
    text = value if isinstance(value, str) else _shown(value)
    yield from filter(None, map(normalize_space, text[:_MOST_CHARACTERS].splitlines()))


def _shown(value: Any) -> str:
    """A value that is no text, as it is written: 1.0 is 1, True is TRUE."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{_day(value)} {value:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _day(value: date) -> str:
    return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"


def _is_percent(cell: Any) -> bool:
    """Whether a cell shows its number as a share of a hundred."""
    is_number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    return is_number and str(cell.number_format).endswith("%")


def _as_percent(cell: Any) -> str:
    return f"{100 * cell.value:.6g}%"


def _is_strong(cell: Any) -> bool:
    """Whether a cell is bold, or has a colour behind it."""
    if not cell.has_style:
        return False
    if cell.font is not None and cell.font.b:
        return True
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return False
    colour = fill.start_color
    return colour.type != "rgb" or colour.rgb not in _COLOURLESS


def _warnings(sheet: VisibleSheet) -> Iterator[str]:
    """What of a sheet is not seen, or was not read."""
    of = f" of sheet {sheet.name}" if sheet.name else ""
    if sheet.hidden:
        noun, verb = ("rows or columns", "are") if sheet.hidden > 1 else ("row or column", "is")
        yield f"{sheet.hidden} {noun}{of} {verb} hidden and left out"
    if sheet.is_cut:
        yield f"rows, columns or ends of long cells{of} beyond the limits were not read"


def _named(names: list[str]) -> str:
    """``sheet Old is``, ``sheets Old, Older and 3 more are``."""
    shown = ", ".join(names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"sheets {shown}{more} are" if len(names) > 1 else f"sheet {shown} is"
