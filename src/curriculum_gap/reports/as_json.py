"""The machine contract, ``docs/schema/report-1.json``: same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from curriculum_gap.nouns import Coverage, Level, Report, TopicCoverage, Unread
from curriculum_gap.reports.inert import as_text
from curriculum_gap.reports.json_outcomes import comparison_of, gate_of
from curriculum_gap.reports.json_pieces import (
    as_line_of_json,
    evidence_of,
    number,
    rubric_of,
    unread_of,
)
from curriculum_gap.reports.streaming import Put, whole
from curriculum_gap.reports.view import View

__all__ = ["FORMAT", "entry_of", "head_of", "render", "writing"]

FORMAT = 1


def render(report: Report, view: View) -> str:
    """The whole report as JSON in UTF-8 on one line; ``view`` changes nothing, a machine
    gets everything. A comparison is a report of its own, ``docs/schema/diff-1.json``."""
    del view
    if report.comparison is not None:
        changes = {"comparison": comparison_of(report.comparison)}
        outcome = {} if report.gate is None else {"gate": gate_of(report.gate)}
        return as_line_of_json(head_of(report) | changes | outcome) + "\n"
    return whole(writing, report).decode()


@contextmanager
def writing(report: Report, out: IO[bytes]) -> Iterator[Put]:
    """Write one document after another: the report around them without holding them in memory.

    ``report`` gives the version and the rubric (its documents are not looked at); call what comes
    for each document. The bytes are those of :func:`render`.
    """
    domains = {topic.id: topic.domain for topic in report.rubric.topics}
    unread: list[dict[str, Any]] = []
    levels = {topic.id: dict.fromkeys(Level, 0) for topic in report.rubric.topics}
    before = ""

    def put(entry: Coverage | Unread) -> None:
        nonlocal before
        out.write((before + as_line_of_json(entry_of(entry, domains))).encode())
        before = ","
        if isinstance(entry, Unread):
            unread.append(unread_of(entry))
            return
        for found in entry.topics:
            if found.topic in levels:
                levels[found.topic][found.level] += 1

    head = as_line_of_json(head_of(report)).removesuffix("}")
    out.write((head + ',"documents":[').encode())
    yield put
    tail: dict[str, Any] = {"unread": unread, "map": {"topics": _map(report, levels)}}
    if report.gate is not None:
        tail["gate"] = gate_of(report.gate)
    out.write(("]," + as_line_of_json(tail).removeprefix("{") + "\n").encode())


def head_of(report: Report) -> dict[str, Any]:
    """What says which program and which rubric made a report."""
    return {
        "format": FORMAT,
        "gapcheck": {"version": report.version},
        "rubric": rubric_of(report.rubric),
    }


def entry_of(entry: Coverage | Unread, domains: Mapping[str, str]) -> dict[str, Any]:
    """One document as plain values in the contract's order of keys, all text encodable;
    ``domains`` says which domain each topic belongs to."""
    if isinstance(entry, Coverage):
        return _document(entry, domains)
    return _without_verdict(entry)


def _document(coverage: Coverage, domains: Mapping[str, str]) -> dict[str, Any]:
    return {
        "source": as_text(coverage.source),
        "status": "ok",
        "title": as_text(coverage.title),
        "pages": coverage.pages,
        "words": coverage.words,
        "share": number(coverage.share),
        "topics": [_topic(found, domains) for found in coverage.topics],
        "warnings": [as_text(warning) for warning in coverage.warnings],
    }


def _without_verdict(entry: Unread) -> dict[str, Any]:
    """Same keys, no figures: an unread file must not look like one that teaches nothing."""
    return {
        "source": as_text(entry.source),
        "status": str(entry.status),
        "title": None,
        "pages": None,
        "words": None,
        "share": None,
        "topics": [],
        "warnings": [as_text(warning) for warning in entry.warnings],
    }


def _topic(found: TopicCoverage, domains: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": as_text(found.topic),
        "domain": as_text(domains.get(found.topic, "")),
        "level": str(found.level),
        "expected": str(found.expected),
        "policy": found.policy,
        "score": number(found.score),
        "rule": as_text(found.rule),
        "evidence": [evidence_of(piece) for piece in found.evidence],
    }


def _map(report: Report, levels: Mapping[str, Mapping[Level, int]]) -> list[dict[str, Any]]:
    """Topics × documents: for each topic its best level and how many documents stand at each."""
    return [
        {
            "id": as_text(topic.id),
            "best": str(
                max((lev for lev, n in levels[topic.id].items() if n), default=Level.ABSENT)
            ),
            "documents": {str(level): levels[topic.id][level] for level in Level},
        }
        for topic in report.rubric.topics
    ]
