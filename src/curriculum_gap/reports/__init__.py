"""Reports: a name or a file suffix → text. A format is one file ``as_<name>.py`` with
``render(report, view)`` and one line in ``FORMATS``."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath

from curriculum_gap.nouns import Report
from curriculum_gap.reports.inert import as_line, as_text
from curriculum_gap.reports.view import View

__all__ = ["FORMATS", "View", "as_line", "as_text", "format_of", "render"]

FORMATS: dict[str, tuple[str, ...]] = {
    "table": (".txt",),
    "json": (".json",),
}
"""Name of each format → the suffixes of files that get it."""


def format_of(path: str) -> str | None:
    """The format that a file's suffix asks for, None where no format has it."""
    suffix = PurePath(path).suffix.lower()
    return next((name for name, suffixes in FORMATS.items() if suffix in suffixes), None)


def render(name: str, report: Report, view: View | None = None) -> str | bytes:
    """``report`` in the format ``name``: text, or bytes where the format is binary.

    Raises KeyError for a name that is not in ``FORMATS``.
    """
    if name not in FORMATS:
        raise KeyError(name)
    rendered: str | bytes = import_module(f"{__name__}.as_{name}").render(report, view or View())
    return rendered
