"""Spreadsheets → sheets of texts: CSV by the standard library, XLSX with openpyxl.

A programme's own map comes as one, and so do schedules of courses (`visible_cells`). Takes bytes,
gives rows of cells as people see them; what is too large, packed too densely or damaged raises a
ReadError, as with documents.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from curriculum_gap.errors import ReadError, message_of
from curriculum_gap.nouns import Limits, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.office_xml import declares_entities
from curriculum_gap.readers.text_cleanup import normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["SAVE_AGAIN", "Sheet", "open_workbook", "read_spreadsheet", "rows_of_csv"]

_MOST_SHEETS = 50
_MOST_ROWS = 2_000
_MOST_COLUMNS = 500
"""A map of courses by items is smaller; what lies beyond is said."""
_MOST_CHARACTERS = 500  # of a cell
_MOST_OF_LINES = 5_000  # of a cell whose lines are kept: a definition or a list of keywords
_SEPARATORS = ",;\t|"
_MOST_BYTES = 10_000_000  # of a part; such a sheet has some 200,000 cells
_MOST_MERGED = 100_000
_MERGED = lazy_pattern(
    rb"<(?:\w+:)?mergeCell\b[^>]{0,80}?ref=[\"']([A-Z]{1,4})(\d{1,8}):([A-Z]{1,4})(\d{1,8})"
)
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SAVE_AGAIN = "open it in a spreadsheet program and save it as .xlsx or .csv"


class Sheet(NamedTuple):
    """One sheet: its name, its rows of texts (a row may be shorter than others), and whether rows
    or columns beyond the limits, or parts of long cells, were left out."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


def read_spreadsheet(
    content: bytes, limits: Limits, keep_lines: bool = False
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets of a spreadsheet, and warnings. The content decides the format. ``keep_lines``
    keeps the lines of a cell apart, and cells of up to 5,000 instead of 500 characters.

    Raises ReadError for what is no spreadsheet, too large, damaged or protected, and for XLSX where
    openpyxl is not installed.
    """
    if content.startswith(_OLD_EXCEL):
        what = "is an old Excel file, or one with a password"
        raise ReadError(Status.UNSUPPORTED, what, SAVE_AGAIN)
    if content.startswith(_ZIP):
        return _of_xlsx(content, limits, keep_lines), ()
    text, warnings = decode_within(content, limits)
    return (_of_csv(text, keep_lines),), warnings


# CSV


def _of_csv(text: str, keep_lines: bool) -> Sheet:
    """The one sheet of a CSV."""
    return _sheet("", rows_of_csv(text), keep_lines)


def rows_of_csv(text: str) -> Iterator[list[str]]:
    """The rows of a CSV, whatever its separator. Raises ReadError (damaged)."""
    separator = max(_SEPARATORS, key=lambda sign: _rows_of_one_width(text[:20_000], sign))
    if _has_open_quotation(text, separator):
        what = "has a quotation mark that is not closed, so that rows run together"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        longest = csv.field_size_limit()
        if any(len(part) > longest for part in text.split(separator)):
            what = f"has a cell of more than {longest:,} characters"
            raise ReadError(Status.TOO_LARGE, what, "give the text in it by itself") from None
        what = f"is no CSV ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from None


def _rows_of_one_width(text: str, separator: str) -> tuple[int, int]:
    """How many rows have the most frequent number of cells, two or more, and that number. Text in
    cells holds the other separators too (*Food,food bank; food desert*), but not as evenly."""
    widths = Counter(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    found = [(rows, width) for width, rows in widths.items() if width > 1]
    return max(found, default=(0, 0))


def _has_open_quotation(text: str, separator: str) -> bool:
    """Whether the text ends inside of quotation marks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _sheet(name: str, rows: Iterable[Iterable[Any]], keep_lines: bool) -> Sheet:
    """Rows of values as texts, within the limits."""
    kept: list[tuple[str, ...]] = []
    is_cut = False
    for row in rows:
        if len(kept) == _MOST_ROWS:
            is_cut = True
            break
        cells = []
        for number, value in enumerate(row):
            if number == _MOST_COLUMNS:
                is_cut = True
                break
            cells.append(_lines(value) if keep_lines else _text(value))
            is_cut = is_cut or (keep_lines and len(str(value)) > _MOST_OF_LINES)
        kept.append(tuple(cells))
    return Sheet(name, tuple(kept), is_cut)


def _text(value: Any) -> str:
    """A cell as it is seen: 1.0 is 1, True is TRUE, white space is folded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normalize_space(str(value))[:_MOST_CHARACTERS]


def _lines(value: Any) -> str:
    """A cell as it is seen, with its lines."""
    if not isinstance(value, str):
        return _text(value)
    lines = map(normalize_space, value[: 2 * _MOST_OF_LINES].splitlines())
    return "\n".join(filter(None, lines))[:_MOST_OF_LINES]


# XLSX


def _of_xlsx(content: bytes, limits: Limits, keep_lines: bool) -> tuple[Sheet, ...]:
    """The sheets that are not hidden. What a merged cell holds, each of its cells holds."""
    book = open_workbook(content, limits)
    try:
        sheets = []
        for sheet in book.worksheets[:_MOST_SHEETS]:
            if sheet.sheet_state == "visible":
                sheets.append(_of_worksheet(sheet, keep_lines))
    except Exception as error:  # openpyxl raises whatever its parts raise
        what = f"is damaged ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from error
    return tuple(sheets)


def open_workbook(content: bytes, limits: Limits) -> Any:
    """The workbook of an XLSX, by openpyxl. Raises ReadError for what is too large or damaged, and
    where openpyxl is not installed."""
    from curriculum_gap.readers.archive import inflate

    # What is inflated is counted before a library sees it.
    tight = replace(limits, part_bytes=_MOST_BYTES, inflated_bytes=4 * _MOST_BYTES)
    parts = inflate(content, tight, lambda name: name.endswith((".xml", ".rels")))
    if "xl/workbook.xml" not in parts:
        raise ReadError(Status.UNSUPPORTED, "is no spreadsheet (.xlsx, .csv)", SAVE_AGAIN)
    _check_parts(parts.values())
    try:
        import openpyxl
    except ImportError:
        what = "needs openpyxl, which is not installed"
        hint = "pip install 'gapcheck[xlsx]', or save it as .csv"
        raise ReadError(Status.UNSUPPORTED, what, hint) from None
    try:
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise
        what = f"is damaged ({message_of(error)})"
        raise ReadError(Status.DAMAGED, what, SAVE_AGAIN) from error


def _check_parts(parts: Iterable[bytes]) -> None:
    """Refuse what would make a small file large in memory: definitions of entities, and merged
    cells over more of a sheet than a map has (openpyxl makes an object for each cell in them)."""
    cells = 0
    for part in parts:
        if declares_entities(part):
            raise ReadError(Status.DAMAGED, "holds definitions of entities", SAVE_AGAIN)
        for match in _MERGED.finditer(part):
            rows = abs(int(match[4]) - int(match[2])) + 1
            columns = abs(_column(match[3]) - _column(match[1])) + 1
            cells += rows * columns
    if cells > _MOST_MERGED:
        what = f"has {cells:,} merged cells, over the limit of {_MOST_MERGED:,}"
        raise ReadError(Status.TOO_LARGE, what, "unmerge what is no heading")


def _column(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _of_worksheet(worksheet: Any, keep_lines: bool) -> Sheet:
    """One sheet of a workbook."""
    merged: dict[tuple[int, int], Any] = {}
    for area in list(worksheet.merged_cells.ranges)[:_MOST_ROWS]:
        value = worksheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row, min(area.max_row, _MOST_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1):
                merged[row, column] = value
    last_row = min(worksheet.max_row, _MOST_ROWS)
    last_column = min(worksheet.max_column, _MOST_COLUMNS)
    cells = worksheet.iter_rows(max_row=last_row, max_col=last_column, values_only=True)
    rows = [
        [merged.get((number, at), value) for at, value in enumerate(values, 1)]
        for number, values in enumerate(cells, 1)
    ]
    is_cut = last_row < worksheet.max_row or last_column < worksheet.max_column
    sheet = _sheet(str(worksheet.title), rows, keep_lines)
    return sheet._replace(is_cut=is_cut or sheet.is_cut)
