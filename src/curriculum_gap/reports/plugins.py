"""Formats from other distributions: the entry points of the group ``gapcheck.reports``.

An entry point's name is the format's name. It leads to a module or an object with

- ``render(report, options)``: takes a :class:`curriculum_gap.nouns.Report` and
  :class:`curriculum_gap.reports.ReportOptions`, gives the report as a string;
- ``suffixes`` (optional): the ends of file names that ask for the format, such as ``(".toy",)``.

Plugins are asked only for a name or a suffix that the package does not know. What goes wrong in one
becomes a UsageError that names it.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Report
from curriculum_gap.reports.options import ReportOptions

__all__ = ["plugin_for_file", "plugin_names", "render_with_plugin"]

_GROUP = "gapcheck.reports"


def plugin_names() -> list[str]:
    """Names of the formats that installed distributions offer, sorted. Nothing is imported."""
    return sorted(entry_points(group=_GROUP).names)


def plugin_for_file(file: str) -> str | None:
    """The format of a plugin whose suffix the file name ends with; ``file`` is in lower case.

    Raises UsageError where a plugin cannot be loaded.
    """
    for entry_point in sorted(entry_points(group=_GROUP), key=lambda entry: entry.name):
        suffixes = getattr(_load(entry_point), "suffixes", ())
        if isinstance(suffixes, tuple | list) and file.endswith(tuple(map(str, suffixes))):
            return entry_point.name
    return None


def render_with_plugin(name: str, report: Report, options: ReportOptions) -> str:
    """The report as the plugin ``name`` writes it. Raises KeyError where there is none, UsageError
    where it fails or gives no string."""
    matching = entry_points(group=_GROUP, name=name)
    if not matching:
        raise KeyError(name)
    entry_point = next(iter(matching))
    plugin = _load(entry_point)
    try:
        text = plugin.render(report, options)
    except (Exception, SystemExit) as error:
        raise _failure(entry_point, f"fails ({type(error).__name__}: {error})") from error
    if not isinstance(text, str):
        raise _failure(entry_point, f"gives {type(text).__name__} instead of a string")
    return text


def _load(entry_point: EntryPoint) -> Any:
    """The module or object that the entry point names. Raises UsageError where importing it
    fails."""
    try:
        return entry_point.load()
    except (Exception, SystemExit) as error:
        message = f"cannot be loaded ({type(error).__name__}: {error})"
        raise _failure(entry_point, message) from error


def _failure(entry_point: EntryPoint, what: str) -> UsageError:
    """The error that names the format and the distribution it is from."""
    name = entry_point.dist.name if entry_point.dist is not None else entry_point.value
    hint = "update or uninstall it, or choose another format"
    return UsageError(f"format '{entry_point.name}' of {name}", what, hint)
