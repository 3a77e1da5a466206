"""``gapcheck crosswalk``: where the courses of a programme declare and show a standard's items."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, NamedTuple

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import settings_in_force
from curriculum_gap.cli.options import (
    Config,
    Courses,
    Isolated,
    Jobs,
    MinWords,
    NoCache,
    Output,
    Quotations,
    RubricName,
)
from curriculum_gap.cli.outputs import OutputFile, check_outputs, page_outputs, write_pages
from curriculum_gap.cli.programme_inputs import (
    ProgrammeName,
    ProgrammePlan,
    plan_programme,
    read_documents,
)
from curriculum_gap.cli.terminal import ExitCode, terminal_options
from curriculum_gap.curriculum_map import Crosswalk, Standard
from curriculum_gap.errors import UsageError
from curriculum_gap.programme import evidence_for_crosswalk, make_crosswalk, sort_documents
from curriculum_gap.reports import CROSSWALK_FORMATS, ReportOptions, render_crosswalk
from curriculum_gap.scan import ScanSettings
from curriculum_gap.standards import load_standard

__all__ = ["crosswalk"]

StandardName = Annotated[
    str,
    typer.Option(
        "--standard",
        metavar="ID",
        help="Published standard, such as cswe-2022; 'gapcheck standards' lists them.",
    ),
]
"""The id of a standard."""
CrosswalkFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"Format on standard output: {', '.join(CROSSWALK_FORMATS)}.",
        show_default="table",
    ),
]


def crosswalk(
    context: typer.Context,
    standard: StandardName,
    files: Courses = None,
    programme: ProgrammeName = None,
    report_format: CrosswalkFormat = None,
    output: Output = None,
    evidence: Quotations = None,
    rubric: RubricName = None,
    min_words: MinWords = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Show where the courses of a programme declare each item of a standard, and where their texts
    show it.

    Four states: declared and shown; declared, text silent; shown, not declared; neither. It is no
    proof of compliance.
    """
    outputs = page_outputs(report_format, output or (), CROSSWALK_FORMATS)
    held_against = load_standard(standard)
    settings = settings_in_force(context.params | {"report_format": None})
    scan_settings = ScanSettings(jobs=jobs or 0, use_cache=not no_cache)
    plan = plan_programme(files, programme, settings, scan_settings)
    check_outputs(outputs, [file.source for file in plan.discovery.files])
    run = run_crosswalk(plan, held_against)
    raise typer.Exit(deliver_crosswalk(run, outputs, terminal_options(evidence, rubric=rubric)))


class CrosswalkRun(NamedTuple):
    """A crosswalk, and whether a file that counts could not be read."""

    crosswalk: Crosswalk
    unread: bool


def run_crosswalk(plan: ProgrammePlan, standard: Standard) -> CrosswalkRun:
    """Read all files and hold them against ``standard``. Raises UsageError where there is no file,
    or none belongs to a course of the programme."""
    if not plan.discovery.files:
        raise UsageError(
            "crosswalk", "no file here that gapcheck reads", "name a folder of syllabi"
        )
    report, unread = read_documents(plan, partial(evidence_for_crosswalk, standard=standard))
    files = sort_documents(plan.programme, report.documents)
    programme = plan.programme
    if programme and not any(c.documents or c.unread or c.older for c in files.courses):
        hint = "name the folder of its files; with --isolated every file here is a course"
        raise UsageError(programme.where, "none of these files belongs to its courses", hint)
    title = programme.title if programme else ""
    return CrosswalkRun(make_crosswalk(files, standard, report.rubric, title, __version__), unread)


def deliver_crosswalk(
    run: CrosswalkRun, outputs: Sequence[OutputFile], options: ReportOptions
) -> int:
    """Write the crosswalk in every format that was asked for; gives the exit code."""

    def render(name: str, shown: ReportOptions) -> str:
        return render_crosswalk(name, run.crosswalk, shown)

    write_pages(outputs, render, options)
    return ExitCode.UNREAD if run.unread else ExitCode.FINE
