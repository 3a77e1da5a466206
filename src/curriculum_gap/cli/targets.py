"""Where reports go: the format of each, and what must not be written over."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches

from curriculum_gap.cli.delivery import Target
from curriculum_gap.errors import UsageError
from curriculum_gap.reports import FORMATS, format_of

__all__ = ["NAMES", "chosen_format", "spare_inputs", "targets_of"]

NAMES = ", ".join(FORMATS)
"""Formats by name, for help and hints."""


def targets_of(paths: Sequence[str], asked: str | None) -> list[Target]:
    """The files of ``--output``, each in the format of its ending; ``asked`` is the format for
    those whose ending says nothing. Raises UsageError."""
    return [Target(format_of(path) or _suffixless(path, asked), path) for path in paths]


def chosen_format(name: str | None) -> str:
    """The format on standard output; ``auto`` is ``github`` inside of its actions. Raises
    UsageError."""
    name = name or "table"
    if name == "auto":
        return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "table"
    if name not in FORMATS:
        near = get_close_matches(name, FORMATS, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"formats: {NAMES}"
        raise UsageError("--format", f"no format '{name}'", hint)
    return name


def _suffixless(path: str, asked: str | None) -> str:
    """The format of a file whose suffix says nothing: the one asked for by name."""
    if path == os.environ.get("GITHUB_STEP_SUMMARY"):
        return "markdown"
    if asked is None:
        known = " ".join(suffix for suffixes in FORMATS.values() for suffix in suffixes)
        raise UsageError(path, "its suffix names no format", f"use one of {known}, or --format")
    return chosen_format(asked)


def spare_inputs(outputs: Sequence[Target], files: Sequence[str]) -> None:
    """Never write a report over a syllabus, nor two reports over each other."""
    named = [target.path for target in outputs if target.path is not None]
    places = [os.path.realpath(path) for path in named]
    inputs = {os.path.realpath(file) for file in files} if named else set()
    for path, place in zip(named, places, strict=True):
        if os.path.isdir(place):  # noqa: PTH112
            raise UsageError(path, "is a folder", "name a file in it")
        if not os.path.isdir(os.path.dirname(place)):  # noqa: PTH112, PTH120
            raise UsageError(path, "its folder does not exist", "create it first")
        if place in inputs:
            raise UsageError(path, "is one of the files to check", "name another file")
        if format_of(path) in ("markdown", "html") and _is_no_report(place):
            raise UsageError(path, "is a file that gapcheck did not write", "name another file")
        if places.count(place) > 1:
            raise UsageError(path, "is named twice as --output", "name two files")


def _is_no_report(path: str) -> bool:
    """Whether a Markdown or HTML file is more likely somebody's syllabus."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            begin = file.read(60)
            return bool(begin) and b"<!-- gapcheck report" not in begin
    except OSError:
        return False
