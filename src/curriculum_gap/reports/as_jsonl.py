"""JSON Lines: one document a line, each with all it takes to read it alone, as soon as it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.as_json import entry_of, head_of
from curriculum_gap.reports.json_pieces import as_line_of_json, unread_of
from curriculum_gap.reports.streaming import Put, whole
from curriculum_gap.reports.view import View

__all__ = ["render", "writing"]


def render(report: Report, view: View) -> str:
    """All documents; ``view`` changes nothing."""
    del view
    return whole(writing, report).decode()


@contextmanager
def writing(report: Report, out: IO[bytes]) -> Iterator[Put]:
    """Write one document after another; call what comes for each. A line holds the keys of a
    document in the JSON report, after those that name program and rubric; an unread file's line
    has ``reason`` and ``hint``, too."""
    head = head_of(report)
    domains = {topic.id: topic.domain for topic in report.rubric.topics}

    def put(entry: Coverage | Unread) -> None:
        line = head | entry_of(entry, domains)
        if isinstance(entry, Unread):
            line |= unread_of(entry)
        out.write(as_line_of_json(line).encode() + b"\n")
        out.flush()

    yield put
