"""Tidy rows for spreadsheets: no cell is ever a formula, none is too long to be opened.

Takes a report, gives CSV with the rows of :mod:`curriculum_gap.reports.machine.table_rows`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from typing import IO, Any

from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.escaping import escape_line, escape_log_commands
from curriculum_gap.reports.machine.streaming import WriteDocument
from curriculum_gap.reports.machine.table_rows import COLUMNS, rows_of

__all__ = ["csv_text", "stream"]

# What a spreadsheet calculates when it stands first in a cell, full-width forms too. Line breaks,
# which do the same, are gone by then.
_FORMULA = r"=+\-@＝＋－＠"
# A spreadsheet that is set to another separator begins a cell behind each of them. Behind a
# blank a hyphen is left alone: file names hold it.
_CELL_START = re.compile(rf"(^|[;,|:^~\"']\s*)(?=[{_FORMULA}])|(\s)(?=[=+@＝＋＠]\S)")
_MAX_CELL = 32_000  # characters; a spreadsheet's cell ends at 32,767


@contextmanager
def stream(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[WriteDocument]:
    """Write one document after another.

    UTF-8 with its mark, which spreadsheets need to take it for UTF-8, and lines that end as RFC
    4180 has them.
    """
    text = TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()

    def write_document(entry: Coverage | Unread) -> None:
        for row in rows_of(entry, report, reader_version):
            writer.writerow({name: _cell(value) for name, value in row.items()})

    try:
        yield write_document
    finally:
        text.detach()


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Rows of plain values as CSV in the same form, its mark included."""
    text = StringIO(newline="")
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> Any:
    """A value as a cell: text in one line and never a formula, ``true`` and ``false``, numbers as
    they are, None empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    line = escape_log_commands(escape_line(value))
    if len(line) > _MAX_CELL:
        line = line[:_MAX_CELL] + "…"
    # An apostrophe in front makes it text.
    return _CELL_START.sub(lambda start: start[0] + "'", line)
