"""Formats that are written document by document; whole reports are made the same way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import IO

from curriculum_gap.nouns import Coverage, Report, Unread

__all__ = ["OpenStream", "WriteDocument", "write_whole"]

WriteDocument = Callable[[Coverage | Unread], None]
"""Writes the next document."""

OpenStream = Callable[[Report, IO[bytes]], AbstractContextManager[WriteDocument]]
"""How a format begins: report and file → what writes its documents, in order."""


def write_whole(stream: OpenStream, report: Report) -> bytes:
    """The report with all its documents, as the format's ``stream`` writes them."""
    out = BytesIO()
    with stream(report, out) as write_document:
        for entry in report.documents:
            write_document(entry)
    return out.getvalue()
