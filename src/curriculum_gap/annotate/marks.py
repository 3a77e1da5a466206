"""What is marked in a syllabus, and what the notes say: Coverage → :class:`Marks`.

Takes the verdicts on one document; gives a mark for each passage and a note for the whole document.
The writers beside this module put them into a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curriculum_gap import __version__
from curriculum_gap.measure import deciding_evidence, reason_of
from curriculum_gap.nouns import (
    Coverage,
    Evidence,
    Level,
    Passage,
    Rubric,
    Section,
    Topic,
    TopicCoverage,
)
from curriculum_gap.reports import (
    OUTSIDE_FIELD,
    absent_topics,
    fitting_place,
    is_outside_field,
    low_topics,
    only_in_policy,
    pair_topics,
    place_of,
    shorten,
    standing,
)

__all__ = ["AUTHOR", "Mark", "Marks", "Unanchored", "marks_of"]

AUTHOR = "gapcheck"
"""Who has written the notes. By this name a file that was marked is known again."""
_SHOWN = 90  # characters of a passage that stands for its place
_READ_BY_MACHINE = (
    "A program looked for words and may be wrong: read the passages. It says nothing about the"
    " quality of a course or of its teacher."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to mark. ``level`` is the highest that its topics have in the document; ``note``
    says so for each topic, with why and the terms. ``terms`` are their offsets in the text of the
    passage."""

    passage: Passage
    level: Level
    note: str
    terms: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unanchored:
    """A passage that could not be marked, since it was not found where it was read."""

    mark: Mark

    def __str__(self) -> str:
        passage = self.mark.passage
        place = place_of(passage)
        text = f"“{shorten(_printable(passage.text), _SHOWN)}”"
        return f"{place}: {text}" if place else text


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a document, in reading order; ``note`` is for the document as a whole."""

    note: str
    passages: tuple[Mark, ...]

    def document_note(self, unanchored: Sequence[Unanchored], legend: str = "") -> str:
        """``note``, and behind it ``legend`` (what colours of marks mean) and what could not be
        marked."""
        lines = [self.note]
        if legend:
            lines += ["", legend]
        if unanchored:
            lines += ["", "Found, but not marked:", *(f"- {one}" for one in unanchored)]
        return "\n".join(lines)


def marks_of(coverage: Coverage, rubric: Rubric, everything: bool = False) -> Marks:
    """The marks for what decides a level; with ``everything`` for all evidence, policy text and
    evidence of absent topics among it."""
    titles = {topic.id: topic for topic in rubric.topics}
    found: dict[int, list[tuple[Topic, TopicCoverage, Evidence]]] = {}
    for verdict in coverage.topics:
        for evidence in verdict.evidence if everything else deciding_evidence(verdict):
            entry = (titles[verdict.topic], verdict, evidence)
            found.setdefault(evidence.position, []).append(entry)
    marks = tuple(_mark(entries) for _, entries in sorted(found.items()))
    return Marks(_printable(_document_note(coverage, rubric)), marks)


def _mark(entries: list[tuple[Topic, TopicCoverage, Evidence]]) -> Mark:
    """The mark of one passage, of each of its topics."""
    entries.sort(key=lambda entry: -entry[1].level)
    spans = {
        (match.start, match.end)
        for _, _, evidence in entries
        for match in evidence.matches
        if match.end
    }
    notes = [_topic_note(*entry) for entry in entries]
    passage = entries[0][2].passage
    level = max(Level.ABSENT if e.is_policy else v.level for _, v, e in entries)
    return Mark(passage, level, _printable("\n\n".join(notes)), tuple(sorted(spans)))


def _topic_note(topic: Topic, verdict: TopicCoverage, evidence: Evidence) -> str:
    """Topic, level, why and terms: three lines."""
    level = verdict.level
    if evidence.is_policy:
        why = "policy text sets a flag and never counts"
    elif level is Level.ABSENT:
        why = "too little evidence to say mentioned"
    else:
        why = reason_of(level, evidence)
    if evidence.passage.section not in (Section.TITLE, Section.OTHER) and evidence.passage.why:
        why += f" ({evidence.passage.why})"
    terms = ", ".join(dict.fromkeys(match.term for match in evidence.matches))
    return f"{topic.title}: {level}\nWhy: {why}\nTerms: {terms}"


def _document_note(coverage: Coverage, rubric: Rubric) -> str:
    """What the document shows, what was not found with a suggestion each, and what marks mean."""
    pairs = pair_topics(coverage, rubric.topics)
    lines = [f"gapcheck {__version__}, {rubric.title} {rubric.version}", standing(pairs)]
    if coverage.unread_pages:
        pages = ", ".join(map(str, coverage.unread_pages))
        lines.append(f"Not read, and no part of this: pages {pages}")
    absent, low = absent_topics(pairs), low_topics(pairs)
    outside = is_outside_field(coverage, rubric)
    if outside:
        lines += ["", OUTSIDE_FIELD]
    lines += _listed("Not found:", absent, coverage, outside)
    lines += _listed("Found below the expected level:", low, coverage, outside)
    return "\n".join([*lines, "", _READ_BY_MACHINE])


def _listed(
    heading: str, pairs: Iterable[tuple[Topic, TopicCoverage]], coverage: Coverage, outside: bool
) -> list[str]:
    """A heading, and a line for each topic with one suggestion; none without a topic."""
    lines = []
    for topic, verdict in pairs:
        said = [topic.title]
        if verdict.level:
            said.append(f" ({verdict.level}, expected {verdict.expected})")
        if only_in_policy(verdict):
            said.append(" (in policy text only)")
        if not outside:
            said.append(_suggestion(coverage, topic))
        lines.append(f"- {''.join(said)}")
    return ["", heading, *lines] if lines else []


def _suggestion(coverage: Coverage, topic: Topic) -> str:
    """One suggestion with its place; where there is no obvious place, the rubric's first one."""
    fit = fitting_place(coverage, topic)
    suggestion = fit.suggestion or next(iter(topic.suggestions), "")
    return "".join(f": {part}" for part in (fit.where, suggestion) if part)


def _printable(text: str) -> str:
    """``text`` without what no note can hold: control characters and halves of characters."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
