"""``gapcheck trend``: what was gained and lost from year to year, by topic and by course.

A run is a folder of syllabi or a report that was saved; they are named in order of time.
"""

from __future__ import annotations

from typing import Annotated

import typer

from curriculum_gap.cli.inputs import load_rubrics, refuse_several, settings_in_force
from curriculum_gap.cli.options import (
    Config,
    Isolated,
    Jobs,
    NoCache,
    OcrLanguage,
    Output,
    Quiet,
    RecognizePages,
    RedactNames,
    RubricName,
    format_option,
)
from curriculum_gap.cli.outputs import check_outputs, page_outputs, write_pages
from curriculum_gap.cli.posting import Posting
from curriculum_gap.cli.states import Reading, State, holds_many, open_state, rubric_warnings
from curriculum_gap.cli.terminal import ExitCode, terminal_options
from curriculum_gap.errors import UsageError
from curriculum_gap.programme import run_of, trend_of
from curriculum_gap.reports import TREND_FORMATS, render_trend

__all__ = ["trend"]

_MOST_RUNS = 50
"""More runs than these fit on no page."""

Runs = Annotated[
    list[str],
    typer.Argument(
        metavar="RUN RUN…",
        help="Folders of syllabi, or reports saved as .json or .jsonl, the oldest first.",
    ),
]
TrendFormat = Annotated[str | None, format_option(TREND_FORMATS)]


def trend(
    context: typer.Context,
    runs: Runs,
    report_format: TrendFormat = None,
    output: Output = None,
    quiet: Quiet = False,
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact_names: RedactNames = None,
) -> None:
    """Show what was gained and lost over two or more runs, by topic and by course.

    A course that was not there or not read in a run is neither gained nor lost.
    """
    outputs = page_outputs(report_format, output or (), TREND_FORMATS, quiet)
    check_outputs(outputs, runs)
    settings = settings_in_force(context.params)
    refuse_several(settings.rubrics, "trend")
    reading = Reading(settings, load_rubrics(settings.rubrics), jobs, no_cache)
    states = _open_runs(runs, reading)
    warnings = rubric_warnings(states, reading.rubric)
    found = [run_of(state.name, list(state.documents.values())) for state in states]
    values = trend_of(found, reading.rubric, warnings)

    documents = [entry for state in states for entry in state.documents.values()]
    posting = Posting(settings.redact_names, documents)
    options = terminal_options()
    write_pages(outputs, render_trend, values, options, posting, values.unread_files)
    raise typer.Exit(ExitCode.UNREAD if values.unread else ExitCode.FINE)


def _open_runs(names: list[str], reading: Reading) -> list[State]:
    """The runs of these names. Raises UsageError for fewer than two, for what is neither a folder
    nor a saved report, and for one without any document."""
    if not 2 <= len(names) <= _MOST_RUNS:
        what = "one run shows no trend" if len(names) < 2 else f"{len(names)} runs"
        hint = f"name 2 to {_MOST_RUNS} folders or saved reports, the oldest first"
        raise UsageError("trend", what, hint)
    for name in names:
        if not holds_many(name):
            what = "is neither a folder nor a saved report"
            raise UsageError(name, what, "write one with 'gapcheck check FOLDER -o report.json'")
    states = [open_state(name, reading) for name in names]
    for state in states:
        if not state.documents:
            raise UsageError(state.name, "holds no document that gapcheck reads", "check the path")
    return states
