"""gapcheck: which equity topics a syllabus teaches, how deeply, where, and which are missing.

    from curriculum_gap import check, load_rubric

    report = check("syllabus.pdf")
    for coverage in report.covered:
        print(coverage.title, coverage.share)

Importing this package imports no reader and no model; each name loads what it needs when used.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.errors import GapcheckError, ReadError, RubricError, UsageError
    from curriculum_gap.nouns import (
        Change,
        Comparison,
        Coverage,
        Document,
        DocumentChange,
        Domain,
        Evidence,
        FalseFriend,
        GateFailure,
        GateOutcome,
        Kind,
        Level,
        Limits,
        Match,
        Part,
        Passage,
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
    )

__version__ = "0.1.0"

__all__ = [
    "Change",
    "Comparison",
    "Coverage",
    "Document",
    "DocumentChange",
    "Domain",
    "Evidence",
    "FalseFriend",
    "GapcheckError",
    "GateFailure",
    "GateOutcome",
    "Kind",
    "Level",
    "Limits",
    "Match",
    "Part",
    "Passage",
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
    "UsageError",
    "__version__",
    "check",
    "load_rubric",
]

_ELSEWHERE = {
    "load_rubric": "compiled",
    "GapcheckError": "errors",
    "ReadError": "errors",
    "RubricError": "errors",
    "UsageError": "errors",
}


def check(
    *paths: str | os.PathLike[str],
    rubric: Rubric | str | os.PathLike[str] = "equity-mental-health",
    limits: Limits | None = None,
) -> Report:
    """Check files, and every readable file below folders, against a rubric.

    ``rubric`` is a rubric, the name of a shipped one, or the path of a YAML file. Every file has
    an entry in the report: a ``Coverage``, or an ``Unread`` with its status and reason; a file
    that cannot be read never raises. Raises RubricError for a rubric that cannot be used.
    """
    from curriculum_gap import nouns
    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.scan import ScanSettings, scan

    chosen = rubric if isinstance(rubric, nouns.Rubric) else load_rubric(os.fspath(rubric))
    settings = ScanSettings(limits=limits or nouns.Limits())
    entries = scan([os.fspath(path) for path in paths], chosen, settings)
    return nouns.Report(__version__, chosen, tuple(entries))


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'nouns')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
