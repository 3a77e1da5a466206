"""``gapcheck baseline``: record what is missing today, and fail only on what gets worse."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap.cli.gathering import gather, settings_of, wanted_paths
from curriculum_gap.cli.options import (
    Baseline,
    Config,
    ExitZero,
    Isolated,
    Jobs,
    NoCache,
    RubricName,
)
from curriculum_gap.cli.parsing import Command
from curriculum_gap.cli.screen import complain, say, view_of_terminal, write_file
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import (
    BASELINE,
    Bar,
    Settings,
    as_date,
    as_lines,
    baseline_of,
    check_settings,
    judge,
    read_baseline,
)
from curriculum_gap.nouns import Report
from curriculum_gap.reports import FORMATS, render, why_unread

__all__ = ["app"]

FAILED, UNREAD = 1, 3

app = typer.Typer(
    help="Record the gaps of today; later runs fail only on what is worse.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", help="Syllabi or folders.", show_default="'paths' of the configuration"
    ),
]


@app.command(cls=Command)
def write(
    files: Files = None,
    baseline: Baseline = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why new entries are accepted."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Last day for new entries, as 2027-06-30."),
    ] = None,
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Record every topic below its expected level, one line per document and topic.

    Reasons and dates of entries that are there already stay.
    """
    settings = settings_of(config=config, isolated=isolated, rubric=rubric, baseline=baseline)
    day = as_date(until, "--until") if until else ""
    _write(files, settings, jobs, no_cache, reason or "", day, False)


@app.command(cls=Command)
def tighten(
    files: Files = None,
    baseline: Baseline = None,
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Take out gaps that have closed and raise levels that have risen; add nothing."""
    settings = settings_of(config=config, isolated=isolated, rubric=rubric, baseline=baseline)
    _write(files, settings, jobs, no_cache, "", "", True)


@app.command(cls=Command)
def check(
    files: Files = None,
    baseline: Baseline = None,
    report_format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="Format of the report.")
    ] = "table",
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    exit_zero: ExitZero = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Compare with the baseline: 1 where something is worse, and a word about what got better."""
    if report_format not in FORMATS:
        raise UsageError(
            "--format", f"no format '{report_format}'", f"formats: {', '.join(FORMATS)}"
        )
    settings = settings_of(
        config=config, isolated=isolated, rubric=rubric, baseline=baseline, exit_zero=exit_zero
    )
    path = settings.baseline or _default(settings)
    alone = replace(settings, baseline=path, document=Bar(), together=Bar(), programmes=(),
                    folders=tuple(replace(folder, bar=Bar()) for folder in settings.folders))  # fmt: skip
    read_baseline(path)  # before anything takes time
    report, unread = gather(wanted_paths(files, settings), alone, jobs, no_cache)
    check_settings(alone, report.rubric)
    report = judge(report, alone)
    shown = report
    if report_format == "table":  # what the gate says, without the pages of documents
        shown = replace(report, documents=report.unread)
    page = render(report_format, shown, view_of_terminal(None, False, False))
    say(page, None if report_format == "table" else "utf-8")
    if unread:
        raise typer.Exit(UNREAD)
    if report.gate is not None and report.gate.failures and not settings.exit_zero:
        raise typer.Exit(FAILED)


def _default(settings: Settings) -> str:
    """Beside the configuration file, or here."""
    return os.path.relpath(Path(settings.root, BASELINE)) if settings.file else BASELINE


def _write(
    files: list[str] | None,
    settings: Settings,
    jobs: int | None,
    no_cache: bool,
    reason: str,
    until: str,
    only_better: bool,
) -> None:
    path = settings.baseline or _default(settings)
    old = read_baseline(path) if only_better or Path(path).exists() else None
    report, unread = gather(wanted_paths(files, settings), settings, jobs, no_cache)
    if not report.documents:
        raise UsageError("baseline", "no file to record", "name at least one file")
    if not report.covered:
        _complain_unread(report)
        raise typer.Exit(UNREAD)
    new = baseline_of(report, path, old, reason, until, only_better)
    write_file(path, as_lines(new))
    before = old.entries if old is not None else {}
    added, closed = new.entries.keys() - before.keys(), before.keys() - new.entries.keys()
    said = f"{path}: {len(new.entries)} gaps in {len(new.documents)} documents"
    if old is not None:
        said += f"; {len(added)} new, {len(closed)} closed"
    complain(said)
    _complain_unread(report)
    if unread:
        raise typer.Exit(UNREAD)


def _complain_unread(report: Report) -> None:
    for entry in report.unread:
        complain(f"{entry.source}: left as it was: {entry.status}: {why_unread(entry)}")
