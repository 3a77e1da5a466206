"""Tidy rows for spreadsheets: no cell is ever a formula, none is too long to be opened."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, Any

from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.rows import COLUMNS, rows_of
from curriculum_gap.reports.streaming import Put, whole
from curriculum_gap.reports.view import View

__all__ = ["render", "writing"]

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # tabs and returns are gone by then
_LONGEST = 32_000  # characters; a spreadsheet's cell ends at 32,767


def render(report: Report, view: View) -> str:
    """All documents; ``view`` changes nothing."""
    del view
    return whole(writing, report).decode()


@contextmanager
def writing(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[Put]:
    """Write one document after another; call what comes for each. UTF-8 with its mark, which
    spreadsheets need to take it for UTF-8, and lines that end as RFC 4180 has them."""
    text = TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    rows = csv.DictWriter(text, COLUMNS)
    rows.writeheader()

    def put(entry: Coverage | Unread) -> None:
        for row in rows_of(entry, report, reader_version):
            rows.writerow({name: _cell(value) for name, value in row.items()})

    try:
        yield put
    finally:
        text.detach()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    line = as_log(as_line(value))
    if len(line) > _LONGEST:
        line = line[:_LONGEST] + "…"
    # Spreadsheets calculate what begins like this; an apostrophe in front makes it text.
    return f"'{line}" if line.startswith(_FORMULA) else line
