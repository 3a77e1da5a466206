"""``gapcheck crosswalk``: where the courses of a programme declare and show a standard's items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import Annotated, NamedTuple

import typer

from curriculum_gap import __version__
from curriculum_gap.bounded_file import read_bounded
from curriculum_gap.cli.inputs import refuse_several, settings_in_force
from curriculum_gap.cli.options import (
    Config,
    Courses,
    Isolated,
    Jobs,
    MinWords,
    NoCache,
    OcrLanguage,
    Output,
    Quiet,
    Quotations,
    RecognizePages,
    RedactNames,
    RubricName,
    format_option,
)
from curriculum_gap.cli.outputs import OutputFile, check_outputs, page_outputs, write_pages
from curriculum_gap.cli.posting import Posting
from curriculum_gap.cli.programme_inputs import (
    ProgrammeName,
    ProgrammePlan,
    plan_programme,
    read_programme_files,
)
from curriculum_gap.cli.terminal import ExitCode, terminal_options
from curriculum_gap.curriculum_map import Crosswalk, Standard
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Coverage, Limits, Unread
from curriculum_gap.programme import (
    crosswalk_against,
    evidence_for_crosswalk,
    make_crosswalk,
    match_map,
    topics_as_standard,
)
from curriculum_gap.readers import Sheet, read_spreadsheet
from curriculum_gap.reports import CROSSWALK_FORMATS, ReportOptions, render_crosswalk
from curriculum_gap.scan import ScanSettings
from curriculum_gap.standards import load_standard

__all__ = ["crosswalk"]

_MOST_BYTES = 10_000_000
"""A larger file is no map of courses."""

StandardName = Annotated[
    str | None,
    typer.Option(
        "--standard",
        metavar="ID",
        help="Published standard, such as cswe-2022; 'gapcheck standards' lists them.",
    ),
]
"""The id of a standard."""
AgainstMap = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="FILE",
        help="The programme's own map (.xlsx, .csv), courses by items or topics, as what is "
        "declared; without --standard its topics are those of the topic list.",
    ),
]
"""Path of a spreadsheet of courses by items."""
CrosswalkFormat = Annotated[str | None, format_option(CROSSWALK_FORMATS)]


def crosswalk(
    context: typer.Context,
    files: Courses = None,
    standard: StandardName = None,
    against: AgainstMap = None,
    programme: ProgrammeName = None,
    report_format: CrosswalkFormat = None,
    output: Output = None,
    quiet: Quiet = False,
    evidence: Quotations = None,
    rubric: RubricName = None,
    min_words: MinWords = None,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    config: Config = None,
    isolated: Isolated = False,
    redact_names: RedactNames = None,
) -> None:
    """Show where the courses of a programme declare each item of a standard, and where their texts
    show it.

    Four states: declared and shown; declared, text silent; shown, not declared; neither. It is no
    proof of compliance.
    """
    outputs = page_outputs(report_format, output or (), CROSSWALK_FORMATS, quiet)
    if standard is None and against is None:
        hint = "'gapcheck standards' lists them; --against takes the programme's own map"
        raise UsageError("crosswalk", "no --standard is named", hint)
    held_against = load_standard(standard) if standard is not None else None
    settings = settings_in_force(context.params | {"report_format": None})
    scan_settings = ScanSettings(jobs=jobs or 0, use_cache=not no_cache)
    plan = plan_programme(files, programme, settings, scan_settings)
    refuse_several(plan.rubric.parts, "crosswalk")
    inputs = [file.source for file in plan.discovery.files]
    check_outputs(outputs, [*inputs, *([against] if against else [])])
    sheets = _read_map(against) if against is not None else None
    run = run_crosswalk(plan, held_against, sheets)
    options = terminal_options(evidence, rubrics=rubric)
    raise typer.Exit(deliver_crosswalk(run, outputs, options, settings.redact_names))


class CrosswalkRun(NamedTuple):
    """A crosswalk, whether a file that counts could not be read, and all documents."""

    crosswalk: Crosswalk
    unread: bool
    documents: tuple[Coverage | Unread, ...] = ()


class MapFile(NamedTuple):
    """A programme's own map as it was read, before its heads are matched."""

    path: str
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]


def _read_map(path: str) -> MapFile:
    """The sheets of a map. Raises UsageError for what cannot be used as one."""
    hint = "name a spreadsheet: .xlsx or .csv"
    content = read_bounded(Path(path), path, _MOST_BYTES, UsageError, hint)
    try:
        sheets, warnings = read_spreadsheet(content, Limits())
    except ReadError as error:
        raise UsageError(path, error.what, error.hint) from None
    return MapFile(path, sheets, warnings)


def run_crosswalk(
    plan: ProgrammePlan, standard: Standard | None, against: MapFile | None = None
) -> CrosswalkRun:
    """Read all files and hold them against ``standard``, or ``against`` their programme's own map,
    of which the rubric's topics are the items where ``standard`` is None. Raises UsageError where
    there is no file, or none belongs to a course of the programme."""
    if standard is None:
        standard = topics_as_standard(plan.rubric, PurePath(against.path).name if against else "")
    read = read_programme_files(plan, partial(evidence_for_crosswalk, standard=standard))
    files, rubric = read.files, read.report.rubric
    if against is None:
        made = make_crosswalk(files, standard, rubric, read.title, __version__)
    else:
        courses = [known.course for known in files.courses]
        declared = match_map(against.path, against.sheets, courses, standard)
        made = crosswalk_against(files, standard, declared, rubric, read.title, __version__)
        lines = [f"{declared.name}: {line}" for line in against.warnings]
        made = replace(made, warnings=(*lines, *made.warnings))
    return CrosswalkRun(made, read.unread, read.report.documents)


def deliver_crosswalk(
    run: CrosswalkRun,
    outputs: Sequence[OutputFile],
    options: ReportOptions,
    redact_names: bool | None = None,
) -> int:
    """Write the crosswalk in every format that was asked for; gives the exit code."""
    posting = Posting(redact_names, run.documents)
    write_pages(outputs, render_crosswalk, run.crosswalk, options, posting, run.crosswalk.unread)
    return ExitCode.UNREAD if run.unread else ExitCode.FINE
