"""The machine contract, ``docs/schema/report-1.json``: same input, same bytes.

Takes a report, gives one line of JSON::

    {"format": 1, "gapcheck": {…}, "rubric": {…}, "documents": [{…}, …],
     "unread": [{…}], "passed_over": [{…}], "map": {"topics": [{…}]}, "gate": {…}}

No clock, no figure with more than six decimals and no order that depends on the number of workers.
A comparison is a report of its own, ``docs/schema/diff-1.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from curriculum_gap.nouns import Coverage, Level, Report, Unread
from curriculum_gap.reports.machine.json_values import (
    comparison_values,
    document_values,
    gate_values,
    report_head,
    to_json,
    unread_values,
)
from curriculum_gap.reports.machine.streaming import WriteDocument, write_whole
from curriculum_gap.reports.options import ReportOptions

__all__ = ["render", "stream"]


def render(report: Report, options: ReportOptions) -> str:
    """The whole report on one line; ``options`` change nothing, a machine gets everything."""
    del options
    if report.comparison is None:
        return write_whole(stream, report).decode()
    values = report_head(report) | {"comparison": comparison_values(report.comparison)}
    if report.gate is not None:
        values["gate"] = gate_values(report.gate)
    return to_json(values) + "\n"


@contextmanager
def stream(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[WriteDocument]:
    """Write one document after another, without holding them in memory: the bytes of
    :func:`render`. ``reader_version`` changes nothing."""
    del reader_version
    unread: list[dict[str, Any]] = []
    documents_at = {topic.id: dict.fromkeys(Level, 0) for topic in report.rubric.topics}
    separator = ""

    def write_document(entry: Coverage | Unread) -> None:
        nonlocal separator
        out.write((separator + to_json(document_values(entry, report.rubric))).encode())
        separator = ","
        if isinstance(entry, Unread):
            unread.append(unread_values(entry))
            return
        for verdict in entry.topics:
            if verdict.topic in documents_at:
                documents_at[verdict.topic][verdict.level] += 1

    head = to_json(report_head(report)).removesuffix("}")
    out.write((head + ',"documents":[').encode())
    yield write_document
    passed = [{"source": source, "reason": reason} for source, reason in report.passed_over]
    tail: dict[str, Any] = {"unread": unread, "passed_over": passed}
    tail["map"] = {"topics": _map_values(documents_at)}
    if report.gate is not None:
        tail["gate"] = gate_values(report.gate)
    out.write(("]," + to_json(tail).removeprefix("{") + "\n").encode())


def _map_values(documents_at: Mapping[str, Mapping[Level, int]]) -> list[dict[str, Any]]:
    """For each topic its best level, and how many documents stand at each level."""
    topics = []
    for topic, counts in documents_at.items():
        levels = [level for level, number in counts.items() if number]
        topics.append(
            {
                "id": topic,
                "best": str(max(levels, default=Level.ABSENT)),
                "documents": {str(level): counts[level] for level in Level},
            }
        )
    return topics
