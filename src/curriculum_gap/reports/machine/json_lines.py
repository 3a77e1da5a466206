"""JSON Lines: one document a line, as soon as it is there.

Takes a report, gives lines that can each be read alone: every line names program and rubric. For
tools that filter or load many documents without parsing one large value.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.machine.json_values import (
    document_values,
    report_head,
    to_json,
    unread_values,
)
from curriculum_gap.reports.machine.streaming import WriteDocument

__all__ = ["stream"]


@contextmanager
def stream(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[WriteDocument]:
    """Write one document after another, and flush each.

    A line holds the keys that name program and rubric (without ``standards``), then those of a
    document in the JSON report.
    An unread file's line has ``reason`` and ``hint``, too. ``reader_version`` changes nothing.
    """
    del reader_version
    head = report_head(report)
    del head["standards"]  # of the whole, and not of each line

    def write_document(entry: Coverage | Unread) -> None:
        values = head | document_values(entry, report.rubric)
        if isinstance(entry, Unread):
            values |= unread_values(entry)
        out.write(to_json(values).encode() + b"\n")
        out.flush()

    yield write_document
