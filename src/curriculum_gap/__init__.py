"""gapcheck: which equity topics a syllabus teaches, how deeply, where, and which are missing.

    from curriculum_gap import check, load_rubric

    report = check("syllabus.pdf")
    for coverage in report.covered:
        print(coverage.title, coverage.share)

Importing this package imports values and errors, but no reader and no model: the functions load
what they need when they are called.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from curriculum_gap.errors import GapcheckError, ReadError, RubricError, UsageError
from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    Declaration,
    Document,
    DocumentChange,
    Domain,
    Evidence,
    ExpectedFor,
    FalseFriend,
    GateFailure,
    GateOutcome,
    HostWord,
    Kind,
    Level,
    Limits,
    Match,
    Part,
    Passage,
    Provenance,
    Report,
    Rubric,
    Scope,
    Section,
    Shape,
    Status,
    Strength,
    Term,
    Topic,
    TopicCoverage,
    Unread,
    UnscoredItem,
)

__version__ = "0.1.0"

__all__ = [
    "Change",
    "Comparison",
    "Coverage",
    "Declaration",
    "Document",
    "DocumentChange",
    "Domain",
    "Evidence",
    "ExpectedFor",
    "FalseFriend",
    "GapcheckError",
    "GateFailure",
    "GateOutcome",
    "HostWord",
    "Kind",
    "Level",
    "Limits",
    "Match",
    "Part",
    "Passage",
    "Provenance",
    "ReadError",
    "Report",
    "Rubric",
    "RubricError",
    "Scope",
    "Section",
    "Shape",
    "Status",
    "Strength",
    "Term",
    "Topic",
    "TopicCoverage",
    "Unread",
    "UnscoredItem",
    "UsageError",
    "__version__",
    "check",
    "load_rubric",
]


def load_rubric(name_or_path: str | os.PathLike[str] = "equity-mental-health") -> Rubric:
    """A shipped rubric by name, or the rubric in a YAML file.

    Raises RubricError for an unknown name, a file that cannot be read, or a fault in it.
    """
    from curriculum_gap import compiled

    if not isinstance(name_or_path, str):
        name_or_path = Path(name_or_path)  # a path never names a shipped rubric
    return compiled.load_rubric(name_or_path)


def check(
    *paths: str | os.PathLike[str],
    rubric: Rubric
    | str
    | os.PathLike[str]
    | Sequence[Rubric | str | os.PathLike[str]] = "equity-mental-health",
    limits: Limits | None = None,
) -> Report:
    """Check files, and every readable file below folders, against a rubric.

    ``rubric`` is a rubric, the name of a shipped one, or the path of a YAML file; a list of these
    is checked in one run, and topics are named ``RUBRIC:topic`` then. Every file has
    an entry in the report: a ``Coverage``, or an ``Unread`` with its status and reason; a file
    that cannot be read never raises. Raises RubricError for a rubric that cannot be used.
    """
    from curriculum_gap.joined_rubric import join_rubrics
    from curriculum_gap.scan import ScanSettings, discover, scan

    named = [rubric] if isinstance(rubric, Rubric | str | os.PathLike) else list(rubric)
    if not named:
        raise UsageError("check", "no rubric is named", "name one, or leave 'rubric' out")
    chosen = join_rubrics(
        [entry if isinstance(entry, Rubric) else load_rubric(entry) for entry in named]
    )
    settings = ScanSettings(limits=limits or Limits())
    found = discover([os.fspath(path) for path in paths], settings)
    entries = tuple(scan(found, chosen, settings))
    return Report(__version__, chosen, entries, passed_over=tuple(found.passed))
