"""Formats that are written document by document: whole reports are made the same way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import IO

from curriculum_gap.nouns import Coverage, Report, Unread

__all__ = ["Put", "Writing", "whole"]

Put = Callable[[Coverage | Unread], None]
"""What takes the next document."""

Writing = Callable[[Report, IO[bytes]], AbstractContextManager[Put]]
"""What a format writes with: report and file → what takes its documents, in order."""


def whole(writing: Writing, report: Report) -> bytes:
    """The report with all its documents."""
    out = BytesIO()
    with writing(report, out) as put:
        for entry in report.documents:
            put(entry)
    return out.getvalue()
