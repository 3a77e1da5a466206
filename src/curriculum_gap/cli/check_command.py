"""``gapcheck check FILE…``: read, check, report, exit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.screen import (
    complain,
    read_standard_input,
    say,
    view_of_terminal,
    write_file,
)
from curriculum_gap.cli.selection import narrow, wanted
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Report, Status
from curriculum_gap.reports import FORMATS, format_of, render

__all__ = ["check"]

FINE, UNREAD = 0, 3
PAGE_IN_FILE = 100
"""Columns of a table that goes to a file."""

_NAMES = ", ".join(FORMATS)


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Syllabi, folders of them, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    report_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=f"Format on standard output: {_NAMES}.",
            show_default="table",
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Also write a report to FILE, in the format of its suffix. Repeatable.",
            show_default=False,
        ),
    ] = None,
    evidence: Annotated[
        int | None,
        typer.Option(
            "--evidence",
            metavar="N",
            min=0,
            help="Quotations per topic in the table.",
            show_default="1",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List topics that were not found, too.")
    ] = False,
    rubric: Annotated[
        str | None,
        typer.Option(
            "--rubric",
            metavar="NAME|FILE",
            help="A shipped rubric or a YAML file.",
            show_default="equity-mental-health",
        ),
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain", metavar="ID", help="Only this domain. Repeatable.", show_default=False
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", metavar="ID", help="Only this topic. Repeatable.", show_default=False
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No table; exit code, files and errors only.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say why each level was given.")
    ] = False,
) -> None:
    """Show which topics of a rubric each syllabus teaches, how deeply, and where.

    Levels: absent < mentioned < taught < assessed. "Not found here" is not "not taught".
    """  # fmt: skip
    if not files:
        raise UsageError("check", "no file was named", "try 'gapcheck syllabus.pdf'")
    shown = _format(report_format)
    outputs = [_Output(path, format_of(path) or _suffixless(path, report_format))
               for path in output or ()]  # fmt: skip

    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.scan import check_files, find_files

    chosen = load_rubric(rubric) if rubric is not None else load_rubric()
    ids = wanted(chosen, domain or (), topic or ())
    found = find_files(files)
    _spare_inputs(outputs, found.files)

    verdicts = check_files(found.files, chosen, standard_input=read_standard_input)
    # What merely lay in a folder and is no syllabus after all is counted, not complained about.
    strays = [
        entry.source
        for entry in verdicts
        if entry.source in found.walked and getattr(entry, "status", None) is Status.UNSUPPORTED
    ]
    report = Report(__version__, chosen, verdicts)
    report = report if ids is None else narrow(report, ids)

    for target in outputs:
        page = replace(view_of_terminal(evidence, everything, verbose), width=PAGE_IN_FILE,
                       colour=False, unicode=True)  # fmt: skip
        write_file(target.path, render(target.format, report, page))
    if not quiet or report_format is not None:
        view = view_of_terminal(evidence, everything, verbose)
        say(render(shown, report, view), None if shown == "table" else "utf-8")
    if quiet or shown != "table":
        for entry in report.unread:
            hint = f"; {entry.hint}" if entry.hint else ""
            complain(f"{entry.source}: {entry.status}: {entry.reason}{hint}")
    if not found.files:
        complain(f"{files[0]}: no file here that gapcheck reads")
    if found.left_out and not quiet:
        kinds = "file" if found.left_out == 1 else "files"
        complain(f"{found.left_out} {kinds} of other kinds left out")
    if any(entry.source not in strays for entry in report.unread):
        raise typer.Exit(UNREAD)


@dataclass(frozen=True, slots=True)
class _Output:
    path: str
    format: str


def _format(name: str | None) -> str:
    name = name or "table"
    if name not in FORMATS:
        near = get_close_matches(name, FORMATS, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"formats: {_NAMES}"
        raise UsageError("--format", f"no format '{name}'", hint)
    return name


def _suffixless(path: str, asked: str | None) -> str:
    """The format of a file whose suffix says nothing: the one asked for by name."""
    if asked is None:
        known = " ".join(suffix for suffixes in FORMATS.values() for suffix in suffixes)
        raise UsageError(path, "its suffix names no format", f"use one of {known}, or --format")
    return _format(asked)


def _spare_inputs(outputs: Sequence[_Output], files: Sequence[str]) -> None:
    """Never write a report over a syllabus, nor two reports over each other."""
    places = [os.path.realpath(target.path) for target in outputs]
    for target, place in zip(outputs, places, strict=True):
        if os.path.isdir(place):  # noqa: PTH112
            raise UsageError(target.path, "is a folder", "name a file in it")
        if not os.path.isdir(os.path.dirname(place)):  # noqa: PTH112, PTH120
            raise UsageError(target.path, "its folder does not exist", "create it first")
        if place in {os.path.realpath(file) for file in files}:
            raise UsageError(target.path, "is one of the files to check", "name another file")
        if places.count(place) > 1:
            raise UsageError(target.path, "is named twice as --output", "name two files")
