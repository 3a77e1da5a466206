"""The values of ``gapcheck rubric check`` and ``gapcheck rubric test``: findings in a rubric, and
what became of its example passages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from curriculum_gap.nouns import Level, Match

__all__ = ["CODES", "Code", "ExampleRun", "Finding", "RubricCheck", "RubricTest", "Severity"]


class Severity(StrEnum):
    """A ``warning`` counts: the check fails. A ``note`` is for the author to know."""

    WARNING = "warning"
    NOTE = "note"


class Code(NamedTuple):
    """What one code of ``gapcheck rubric check`` means, and whether its findings count."""

    name: str
    meaning: str
    severity: Severity = Severity.WARNING


CODES = {
    "RUB001": Code("duplicate", "Two entries of a topic are the same words to gapcheck."),
    "RUB002": Code(
        "swallowed", "A strong term holds a shorter strong term of the same weight.", Severity.NOTE
    ),
    "RUB003": Code(
        "overlap", "A term stands in two topics: one passage counts for both.", Severity.NOTE
    ),
    "RUB004": Code(
        "never-seen", "A word of the term is not in the table of words of syllabi.", Severity.NOTE
    ),
    "RUB005": Code("too-often", "A strong term stands in many syllabi of any field."),
    "RUB006": Code("ambiguous", "A word with several meanings is a strong term."),
    "RUB007": Code("changed", "A term holds signs that are not read."),
    "RUB008": Code("no-false-friends", "A topic has no false friends."),
    "RUB009": Code("no-examples", "A topic has no passages in 'covers' or in 'ignores'."),
    "RUB010": Code("host-is-term", "A host is a term of its topic, or holds a strong one."),
    "RUB011": Code("host-too-often", "A host stands in many syllabi of any field."),
    "RUB012": Code("idle-false-friend", "A false friend holds no term of its topic."),
    "RUB013": Code("unreplaced", "A text of the skeleton was not replaced."),
}
"""Every code with its name and meaning. A code never changes its meaning. RUB008 is a note where a
topic has no ambiguous words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in a rubric's file. ``line`` and ``column`` count from 1; both are 0 where the
    entry stands in another file (a rubric that is extended). ``path`` is ``topics[3].strong[2]``.
    """

    code: str
    severity: Severity
    topic: str
    file: str
    line: int
    column: int
    path: str
    what: str
    fix: str

    @property
    def where(self) -> str:
        """File, line and column: ``our-list.yaml:41:9``."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class RubricCheck:
    """A rubric with its findings, in the order of the file."""

    rubric: str
    file: str
    topics: int
    findings: tuple[Finding, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return tuple(one for one in self.findings if one.severity is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """A passage held against its topic.

    ``expected`` says whether it stands in ``covers``; ``found`` whether its score (0–1) is that of
    a passage about the topic. ``alone`` is the level of a course that holds nothing else on the
    topic. ``matches`` are its terms, ``vetoes`` terms that do not count with the reason, ``why``
    one sentence, ``fix`` what would help where it came out wrong. ``line`` counts from 1, 0 where
    the passage stands elsewhere.
    """

    topic: str
    text: str
    expected: bool
    found: bool
    score: float
    alone: Level
    matches: tuple[Match, ...]
    vetoes: tuple[tuple[str, str], ...]
    why: str
    fix: str = ""
    line: int = 0

    @property
    def passed(self) -> bool:
        """Whether the passage was found where it must be, and not where it must not be."""
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class RubricTest:
    """A rubric with the runs of its ``covers`` and ``ignores``, and the topics without any.
    ``apart`` are runs of examples in files beside it: they are counted and never fail."""

    rubric: str
    file: str
    runs: tuple[ExampleRun, ...]
    untested: tuple[str, ...]
    apart: tuple[ExampleRun, ...] = ()

    @property
    def failed(self) -> tuple[ExampleRun, ...]:
        """The passages that came out wrong."""
        return tuple(run for run in self.runs if not run.passed)
