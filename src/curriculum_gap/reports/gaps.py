"""Gaps for machines that show them beside files: each with a place, a state and a lasting name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    GateFailure,
    Kind,
    Level,
    Report,
    Section,
    Topic,
    TopicCoverage,
)
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.quotation import place
from curriculum_gap.reports.view import content, is_expected

__all__ = ["Gap", "gaps_of", "path_of"]

_BELONGS = {
    Kind.CONTENT: (Section.SESSION, Section.READING, Section.OBJECTIVE, Section.DESCRIPTION),
    Kind.MEANS: (Section.ACTIVITY, Section.ASSIGNMENT, Section.SESSION, Section.OBJECTIVE),
}
_QUOTED = 120


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, or a level that was lost.

    ``source`` is the document to point to ("" where there is none), ``line`` and ``page`` the place
    in it: that of the nearest evidence, else of the section where the topic would belong, else
    None. ``state`` is ``failed`` (a gate fails), ``excused`` (waiver or baseline) or ``open`` (no
    gate asks). ``message`` is one line; ``name`` stays the same while levels and words do.
    """

    source: str
    topic: Topic | None
    state: str
    message: str
    name: str
    gate: str = "expected"
    program: str = ""
    found: Level = Level.ABSENT
    expected: Level = Level.ABSENT
    line: int | None = None
    page: int | None = None
    section: Section | None = None
    excuse: str = ""
    reason: str = ""

    @property
    def rule(self) -> str:
        """What the gap is about: the topic's id, or the gate that looks at no single topic."""
        return self.topic.id if self.topic is not None else self.gate


def path_of(source: str) -> str:
    """A source as a path with forward slashes that stays on one line; "" stays empty."""
    if not source:
        return ""
    if source == "-" or "://" in source:
        return as_line(source)
    return as_line(PurePath(source).as_posix())


def gaps_of(report: Report) -> list[Gap]:
    """Failures of gates, then what is excused, then the gaps of each document that no gate asks
    about, in the rubric's order."""
    gaps: list[Gap] = []
    said: set[tuple[str, str]] = set()
    covered = {coverage.source: coverage for coverage in report.covered}
    if report.gate is not None:
        for failure in (*report.gate.failures, *report.gate.excused):
            gaps.append(_of_failure(failure, report, covered))
            said.add((failure.source, failure.topic))
    for coverage in report.covered:
        found = {entry.topic: entry for entry in coverage.topics}
        for topic in report.rubric.topics:
            entry = found.get(topic.id)
            if entry is None or not is_expected(topic) or entry.level >= entry.expected:
                continue
            if (coverage.source, topic.id) not in said:
                gaps.append(_open(coverage, topic, entry))
    return gaps


def _of_failure(failure: GateFailure, report: Report, covered: dict[str, Coverage]) -> Gap:
    topic = next((topic for topic in report.rubric.topics if topic.id == failure.topic), None)
    fallback = report.documents[0].source if report.documents else ""
    source = failure.source or failure.nearest_source or fallback
    nearest = failure.nearest if failure.nearest_source == source else None
    coverage = covered.get(source)
    message = failure.message
    if failure.program:
        message = f"{failure.program}: {message}"
    if failure.nearest is not None:
        message += f"; nearest evidence: {_spot(failure.nearest, failure.nearest_source, source)}"
    elif topic is not None and topic.suggestions:
        message += f"; {topic.suggestions[0]}"
    line, page, section = _place(nearest, coverage, topic, failure.expected)
    return Gap(
        source,
        topic,
        "excused" if failure.excuse else "failed",
        as_line(message),
        _name(
            path_of(failure.source) or failure.program, failure.topic, failure.gate, failure.nearest
        ),
        failure.gate,
        failure.program,
        failure.found,
        failure.expected,
        line,
        page,
        section,
        failure.excuse,
        failure.reason,
    )


def _open(coverage: Coverage, topic: Topic, entry: TopicCoverage) -> Gap:
    best = next(iter(content(entry)), None)
    if entry.level:
        message = f"{topic.title}: {entry.level}, {entry.expected} is expected"
    else:
        message = f"{topic.title}: not found here" + (", only as policy text" * entry.policy)
    if best is not None:
        message += f"; nearest evidence: {_spot(best, coverage.source, coverage.source)}"
    elif topic.suggestions:
        message += f"; {topic.suggestions[0]}"
    line, page, section = _place(best, coverage, topic, entry.expected)
    return Gap(
        coverage.source,
        topic,
        "open",
        as_line(message),
        _name(path_of(coverage.source), topic.id, "expected", best),
        found=entry.level,
        expected=entry.expected,
        line=line,
        page=page,
        section=section,
    )


def _spot(piece: Evidence, document: str, here: str) -> str:
    spot = " ".join(filter(None, (str(piece.passage.section), place(piece.passage))))
    words = as_line(piece.passage.text)
    words = words if len(words) <= _QUOTED else words[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"
    return (f"{path_of(document)}, " if document != here else "") + f"{spot} “{words}”"


def _place(
    nearest: Evidence | None, coverage: Coverage | None, topic: Topic | None, expected: Level
) -> tuple[int | None, int | None, Section | None]:
    """Line, page and section to point to."""
    if nearest is not None and nearest.passage.section is not Section.POLICY:
        return nearest.passage.line, nearest.passage.page, nearest.passage.section
    if coverage is None:
        return None, None, None
    begins = {part.section: part for part in coverage.parts}
    for section in _belongs(topic, expected):
        if section in begins:
            return begins[section].line, begins[section].page, section
    return None, None, None


def _belongs(topic: Topic | None, expected: Level) -> Iterator[Section]:
    """The sections where a topic would stand, the likeliest first."""
    if expected is Level.ASSESSED:
        yield Section.ASSIGNMENT
    if topic is not None:
        yield from _BELONGS[topic.kind]


def _name(document: str, topic: str, gate: str, nearest: Evidence | None) -> str:
    """A digest of document, topic and the evidence's words: moved lines do not change it."""
    words = " ".join(nearest.passage.text.split()) if nearest is not None else ""
    text = "\0".join((document, topic, gate, words))
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
