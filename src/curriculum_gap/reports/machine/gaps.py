"""Gaps for programs that show them beside files: each with a place, a state and a lasting name.

Takes a report, gives one list of gaps for GitHub, GitLab, SARIF and JUnit. What is missing stands
nowhere, so each gap points to the nearest evidence of its topic, or else to the passage where the
topic would fit, or else to the section where it would belong: session or reading for what is
taught, assignment for what is assessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from curriculum_gap.advice import place_for, places_in_field
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    GateFailure,
    HostWord,
    Kind,
    Level,
    Part,
    Passage,
    Report,
    Section,
    Topic,
    TopicCoverage,
)
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.fitting_places import fitting_place
from curriculum_gap.reports.quotations import section_place
from curriculum_gap.reports.topics import counted_evidence, is_expected, pair_topics
from curriculum_gap.reports.wording import display_path

__all__ = ["Gap", "gaps_of", "lasting_name"]

_LIKELY_SECTIONS = {
    Kind.CONTENT: (Section.SESSION, Section.READING, Section.OBJECTIVE, Section.DESCRIPTION),
    Kind.MEANS: (Section.ACTIVITY, Section.ASSIGNMENT, Section.SESSION, Section.OBJECTIVE),
}
"""Where a topic of each kind would stand, the likeliest section first."""
_QUOTED = 120  # characters of the nearest evidence in a message


class Position(NamedTuple):
    """Line, page, section and piece of the file (``slide 3``) to point to, as far as they are
    known."""

    line: int | None = None
    page: int | None = None
    section: Section | None = None
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, or a level that was lost.

    ``source`` is the document to point to ("" where there is none), ``position`` the place in it:
    that of the nearest evidence, else of the section where the topic would belong. ``state`` is
    ``failed`` (a gate fails), ``excused`` (waiver or baseline) or ``open`` (no gate asks).
    ``message`` is one escaped line; ``name`` stays the same while levels and words do.
    """

    source: str
    topic: Topic | None
    state: Literal["failed", "excused", "open"]
    message: str
    name: str
    position: Position
    level: Level
    expected: Level
    gate: str = "expected"
    program: str = ""
    excuse: str = ""
    reason: str = ""

    @property
    def rule(self) -> str:
        """What the gap is about: the topic's id, or the gate that looks at no single topic."""
        return self.topic.id if self.topic is not None else self.gate

    @property
    def first_line(self) -> int:
        """The line to point to; the first where none is known, as in formats with pages."""
        return self.position.line or 1

    @property
    def excuse_text(self) -> str:
        """``waiver: the reason`` or ``baseline``, escaped; "" where there is no excuse."""
        return f"{self.excuse}: {escape_line(self.reason)}" if self.reason else self.excuse


def gaps_of(report: Report) -> list[Gap]:
    """Failures of gates, then what is excused, then the gaps of each document that no gate asks
    about, in the rubric's order."""
    gaps: list[Gap] = []
    judged: set[tuple[str, str]] = set()
    topics = {topic.id: topic for topic in report.rubric.topics}
    covered = [places_in_field(coverage, report.rubric) for coverage in report.covered]
    documents = {coverage.source: coverage for coverage in covered}
    if report.gate is not None:
        first_source = report.documents[0].source if report.documents else ""
        for failure in (*report.gate.failures, *report.gate.excused):
            source = failure.source or failure.nearest_source or first_source
            topic = topics.get(failure.topic)
            gaps.append(_gap_of_failure(failure, source, topic, documents.get(source)))
            judged.add((failure.source, failure.topic))
    for coverage in covered:
        for topic, verdict in pair_topics(coverage, report.rubric.topics):
            if not is_expected(topic) or verdict.level >= verdict.expected:
                continue
            if (coverage.source, topic.id) not in judged:
                gaps.append(_open_gap(coverage, topic, verdict))
    return gaps


def _gap_of_failure(
    failure: GateFailure, source: str, topic: Topic | None, coverage: Coverage | None
) -> Gap:
    """The gap behind a failed or excused gate.

    ``source`` is the document to point to and ``coverage`` what is known of it, None where it was
    not read. ``topic`` is None for a gate on shares.
    """
    message = failure.message
    if failure.program:
        message = f"{failure.program}: {message}"
    if failure.nearest is not None:
        other = f"{display_path(failure.nearest_source)}, "
        document = other if failure.nearest_source != source else ""
        message += f"; nearest evidence: {document}{_described(failure.nearest)}"
    if failure.program and not failure.source:
        if failure.nearest is None and topic is not None and topic.suggestions:
            message += f"; {topic.suggestions[0]}"
    else:
        message += _advice(coverage, topic)
    nearest = failure.nearest if failure.nearest_source == source else None
    document_name = display_path(failure.source) or failure.program
    return Gap(
        source=source,
        topic=topic,
        state="excused" if failure.excuse else "failed",
        message=escape_line(message),
        name=lasting_name(document_name, failure.topic, failure.gate, _words(failure.nearest)),
        position=_position(nearest, coverage, topic, failure.expected),
        level=failure.found,
        expected=failure.expected,
        gate=failure.gate,
        program=failure.program,
        excuse=failure.excuse,
        reason=failure.reason,
    )


def _open_gap(coverage: Coverage, topic: Topic, verdict: TopicCoverage) -> Gap:
    """The gap of an expected topic that no gate asks about."""
    nearest = next(iter(counted_evidence(verdict)), None)
    if verdict.level:
        message = f"{topic.title}: {verdict.level}, {verdict.expected} is expected"
    elif verdict.policy:
        message = f"{topic.title}: not found here, only as policy text"
    else:
        message = f"{topic.title}: not found here"
    if nearest is not None:
        message += f"; nearest evidence: {_described(nearest)}"
    message += _advice(coverage, topic)
    document_name = display_path(coverage.source)
    return Gap(
        source=coverage.source,
        topic=topic,
        state="open",
        message=escape_line(message),
        name=lasting_name(document_name, topic.id, "expected", _words(nearest)),
        position=_position(nearest, coverage, topic, verdict.expected),
        level=verdict.level,
        expected=verdict.expected,
    )


def _advice(coverage: Coverage | None, topic: Topic | None) -> str:
    """Where a topic would fit in a document and what would help, to go on with a message; "" where
    nothing is known."""
    if topic is None or coverage is None:
        return ""
    fit = fitting_place(coverage, topic)
    where = f"would fit: {fit.where}" if fit.text else ""
    return "".join(f"; {part}" for part in (where, fit.suggestion) if part)


def _described(evidence: Evidence) -> str:
    """``session p4 “its words …”``."""
    place = section_place(evidence.passage)
    words = escape_line(evidence.passage.text)
    if len(words) > _QUOTED:
        words = words[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"
    return f"{place} “{words}”"


def _position(
    nearest: Evidence | None, coverage: Coverage | None, topic: Topic | None, expected: Level
) -> Position:
    """The place of the nearest evidence, else that where the topic would fit, else the start of the
    section where it would be."""
    if nearest is not None and not nearest.is_policy:
        passage = nearest.passage
        return _position_of(passage)
    if coverage is not None:
        place = place_for(coverage, topic) if topic is not None else None
        if place is not None:
            return _position_of(place)
        parts = {part.section: part for part in coverage.parts}
        for section in _sections_for(topic, expected):
            if section in parts:
                return _position_of(parts[section])
    return Position()


def _position_of(found: Passage | HostWord | Part) -> Position:
    """A position in a document. A line inside of a piece of it may be one of another file."""
    line = None if found.inside else found.line
    return Position(line, found.page, found.section, found.inside)


def _sections_for(topic: Topic | None, expected: Level) -> Iterator[Section]:
    """The sections where a topic would stand, the likeliest first; none for a gate on shares."""
    if expected is Level.ASSESSED:
        yield Section.ASSIGNMENT
    if topic is not None:
        yield from _LIKELY_SECTIONS[topic.kind]


def _words(evidence: Evidence | None) -> str:
    """The words of the passage, with white space folded; "" where there is none."""
    return " ".join(evidence.passage.text.split()) if evidence is not None else ""


def lasting_name(*parts: str) -> str:
    """A digest (SHA-256, hex) of what identifies a finding: document, topic, gate and words.

    Never a line number, so that moved lines do not change it: services know by it which findings
    are new.
    """
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
