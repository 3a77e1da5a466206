"""Reports: a name or a file suffix → text. A format is one file ``as_<name>.py`` with
``render(report, view)`` and one line in ``FORMATS``."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

from curriculum_gap.nouns import Report
from curriculum_gap.reports.inert import as_line, as_text
from curriculum_gap.reports.reach import reached_of_all
from curriculum_gap.reports.view import PAGES_SHOWN, View, percent, why_unread

if TYPE_CHECKING:
    from curriculum_gap.agreement import Agreement
    from curriculum_gap.explanation import Explanation
    from curriculum_gap.reports.streaming import Put

__all__ = [
    "FORMATS",
    "NAMES_READER",
    "PAGES_SHOWN",
    "STREAMED",
    "View",
    "as_line",
    "as_text",
    "format_of",
    "percent",
    "reached_of_all",
    "render",
    "render_agreement",
    "render_explanation",
    "why_unread",
    "writing",
]

FORMATS: dict[str, tuple[str, ...]] = {
    "table": (".txt",),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "parquet": (".parquet",),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "github": (".github.txt",),
    "gitlab": (".gitlab.json",),
    "sarif": (".sarif", ".sarif.json"),
    "junit": (".junit.xml", ".xml"),
}
"""Name of each format → the endings of files that get it; the longest that fits decides."""

STREAMED = ("json", "jsonl", "csv", "parquet")
"""Formats that :func:`writing` can write document by document."""

NAMES_READER = ("csv", "parquet")
"""Those of them that say which version of the readers made them."""


def format_of(path: str) -> str | None:
    """The format that a file's ending asks for, None where no format has it."""
    file = PurePath(path).name.lower()
    fitting = [
        (len(ending), name)
        for name, endings in FORMATS.items()
        for ending in endings
        if file.endswith(ending)
    ]
    return max(fitting)[1] if fitting else None


def render(name: str, report: Report, view: View | None = None) -> str | bytes:
    """``report`` in the format ``name``: text, or bytes where the format is binary.

    Raises KeyError for a name that is not in ``FORMATS``.
    """
    if name not in FORMATS:
        raise KeyError(name)
    rendered: str | bytes = _module(f"as_{name}").render(report, view or View())
    return rendered


def writing(
    name: str, report: Report, out: IO[bytes], reader_version: str = ""
) -> AbstractContextManager[Put]:
    """Write a report to ``out`` while its documents come in: enter, then call what you get for each
    document, in order. ``report`` gives version and rubric; its documents are not looked at.

    Raises KeyError for a name that is not in ``STREAMED``, UsageError where a library is missing.
    """
    if name not in STREAMED:
        raise KeyError(name)
    module = _module(f"as_{name}")
    extra = {"reader_version": reader_version} if name in NAMES_READER else {}
    opened: AbstractContextManager[Put] = module.writing(report, out, **extra)
    return opened


def render_explanation(name: str, explanation: Explanation, view: View, in_full: bool) -> str:
    """Why a document's levels are what they are, as ``table`` or ``json``. The table is an overview
    where ``in_full`` is false."""
    if name == "json":
        return str(_module("explanation_json").explanation_as_json(explanation))
    return str(_module("explanation_table").explanation_as_table(explanation, view, in_full))


def render_agreement(name: str, agreement: Agreement, view: View) -> str:
    """How well verdicts agree with labels, as ``table`` or ``json``."""
    if name == "json":
        return str(_module("agreement_json").agreement_as_json(agreement))
    return str(_module("agreement_table").agreement_as_table(agreement, view))


def _module(name: str) -> Any:
    """A module of this room, imported when it is used."""
    return import_module(f"{__name__}.{name}")
