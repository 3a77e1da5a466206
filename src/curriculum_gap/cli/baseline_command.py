"""``gapcheck baseline``: record what is missing today, and fail only on what gets worse."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from curriculum_gap.cli.inputs import check_paths, paths_or_configured, settings_in_force
from curriculum_gap.cli.options import (
    BaselineFile,
    Config,
    Courses,
    ExitZero,
    Isolated,
    Jobs,
    NoCache,
    RubricNames,
)
from curriculum_gap.cli.outputs import (
    OutputFile,
    format_on_screen,
    print_unread,
    write_file,
    write_report,
)
from curriculum_gap.cli.terminal import ExitCode, exit_code, print_message, terminal_options
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import (
    BASELINE,
    Settings,
    Thresholds,
    as_date,
    check_settings,
    format_baseline,
    judge,
    make_baseline,
    read_baseline,
    with_full_names,
)

__all__ = ["check", "tighten", "write"]


def write(
    context: typer.Context,
    files: Courses = None,
    baseline: BaselineFile = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why new entries are accepted.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Last day for new entries, as 2027-06-30."),
    ] = None,
    rubric: RubricNames = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Record every topic below its expected level, one line per document and topic.

    Reasons and dates of entries that are there already stay.
    """
    settings = settings_in_force(context.params)
    new_entries = {"reason": reason or "", "until": as_date(until, "--until") if until else ""}
    path = _baseline_path(settings)
    old_is_there = Path(path).exists()
    _update(path, old_is_there, new_entries, files, settings, jobs, no_cache)


def tighten(
    context: typer.Context,
    files: Courses = None,
    baseline: BaselineFile = None,
    rubric: RubricNames = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Take out gaps that have closed and raise levels that have risen; add nothing."""
    settings = settings_in_force(context.params)
    only_better = {"only_better": True}
    _update(_baseline_path(settings), True, only_better, files, settings, jobs, no_cache)


def check(
    context: typer.Context,
    files: Courses = None,
    baseline: BaselineFile = None,
    report_format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="Format of the report.")
    ] = "table",
    rubric: RubricNames = None,
    config: Config = None,
    isolated: Isolated = False,
    exit_zero: ExitZero = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Compare with the baseline: 1 where something is worse, and a word about what got better."""
    output = OutputFile(format_on_screen(report_format))
    settings = _without_thresholds(settings_in_force(context.params))
    recorded = read_baseline(str(settings.baseline))  # before anything takes time
    paths = paths_or_configured(files, settings)
    report, unread = check_paths(paths, settings, jobs, no_cache)
    settings = with_full_names(settings, report.rubric)
    check_settings(settings, report.rubric)
    report = judge(report, settings, baseline=recorded, paths=paths)
    # A table shows only what the gate says, without the pages of documents that were read.
    shown = replace(report, documents=report.unread) if output.format == "table" else report
    write_report(shown, output, terminal_options())
    raise typer.Exit(exit_code(report, unread, settings.exit_zero))


def _without_thresholds(settings: Settings) -> Settings:
    """The settings with the baseline as their only gate, and no threshold anywhere.

    Thresholds are a matter of ``gapcheck check``: here a person asks what got worse. What else
    the settings of a folder say (its rubric, what it leaves out) stays.
    """
    folders = tuple(folder._replace(thresholds=Thresholds()) for folder in settings.folders)
    return replace(
        settings,
        baseline=_baseline_path(settings),
        document=Thresholds(),
        together=Thresholds(),
        programmes=(),
        folders=folders,
    )


def _baseline_path(settings: Settings) -> str:
    """The baseline that is set by option, environment or configuration.

    Without one: the usual name beside the configuration file, or in this folder.
    """
    if settings.baseline:
        return settings.baseline
    return os.path.relpath(Path(settings.root, BASELINE)) if settings.file else BASELINE


def _update(
    path: str,
    old_is_there: bool,
    changes: Mapping[str, Any],
    files: Sequence[str] | None,
    settings: Settings,
    jobs: int | None,
    no_cache: bool,
) -> None:
    """Check ``files`` and write the baseline that they give to ``path``.

    ``changes`` are the arguments of :func:`make_baseline` that say what may change: a reason and a
    last day for new entries, or that nothing is added. Files that cannot be read keep their
    entries, and the run ends with exit code 3.
    """
    old = read_baseline(path) if old_is_there else None
    paths = paths_or_configured(files, settings)
    report, unread = check_paths(paths, settings, jobs, no_cache)
    if not report.documents:
        raise UsageError("baseline", "no file to record", "name at least one file")
    if report.covered:
        new = make_baseline(report, path, old, paths, **changes)
        write_file(path, format_baseline(new))
        gaps, documents = len(new.entries), len(new.documents)
        message = f"{path}: {gaps} gap{'' if gaps == 1 else 's'} in "
        message += f"{documents} document{'' if documents == 1 else 's'}"
        if old is not None:
            added, closed = new.entries - old.entries, old.entries - new.entries
            message += f"; {len(added)} new, {len(closed)} closed"
        print_message(message)
    print_unread(report.unread, "left as it was: ")
    if unread or not report.covered:
        raise typer.Exit(ExitCode.UNREAD)
