"""``gapcheck map``: which course of a programme teaches which topic, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, NamedTuple

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import settings_in_force
from curriculum_gap.cli.options import (
    Config,
    Courses,
    Domains,
    Isolated,
    Jobs,
    MinWords,
    NoCache,
    OcrLanguage,
    Output,
    Quiet,
    RecognizePages,
    RedactNames,
    RubricNames,
    Topics,
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
from curriculum_gap.curriculum_map import CurriculumMap, Standard
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Unread
from curriculum_gap.programme import evidence_for_map_and_crosswalk, make_crosswalk, make_map
from curriculum_gap.reports import MAP_FORMATS, ReportOptions, render_map
from curriculum_gap.scan import ScanSettings
from curriculum_gap.standards import load_standard

__all__ = ["map"]

MapFormat = Annotated[str | None, format_option(MAP_FORMATS)]
MapStandard = Annotated[
    str | None,
    typer.Option(
        "--standard",
        metavar="ID",
        help="In an HTML page, also where courses declare and show items of this standard; "
        "'gapcheck standards' lists them.",
    ),
]
AllCourses = Annotated[
    bool, typer.Option("--all", help="Name every course where a list of them is cut.")
]


def map(
    context: typer.Context,
    files: Courses = None,
    programme: ProgrammeName = None,
    report_format: MapFormat = None,
    output: Output = None,
    quiet: Quiet = False,
    standard: MapStandard = None,
    everything: AllCourses = False,
    rubric: RubricNames = None,
    domain: Domains = None,
    topic: Topics = None,
    min_words: MinWords = None,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    config: Config = None,
    isolated: Isolated = False,
    redact_names: RedactNames = None,
) -> None:
    """Show which course of a programme teaches which topic, from when on, and what is missing.

    Required courses decide: what only electives or tracks teach is a gap. Without a programme every
    course code among the files is a course.
    """
    outputs = page_outputs(report_format, output or (), MAP_FORMATS, quiet)
    held_against = _held_against(standard, outputs, bool(domain or topic))
    settings = settings_in_force(context.params | {"report_format": None})
    scan_settings = ScanSettings(jobs=jobs or 0, use_cache=not no_cache)
    plan = plan_programme(files, programme, settings, scan_settings, domain or (), topic or ())
    check_outputs(outputs, [file.source for file in plan.discovery.files])
    run = run_map(plan, held_against)
    options = terminal_options(everything=everything, rubrics=rubric)
    raise typer.Exit(deliver_map(run, outputs, options, settings.redact_names))


class MapRun(NamedTuple):
    """A map, whether a file that counts could not be read, and all documents."""

    curriculum_map: CurriculumMap
    unread: bool
    documents: tuple[Coverage | Unread, ...] = ()


def _held_against(
    standard: str | None, outputs: Sequence[OutputFile], narrowed: bool
) -> Standard | None:
    """The standard of that name. Raises UsageError where nothing that is written would show it, and
    where only some topics were asked for."""
    if standard is None:
        return None
    if all(output.format != "html" for output in outputs):
        hint = "add --output FILE.html, or use 'gapcheck crosswalk'"
        raise UsageError("--standard", "a map shows it in HTML pages alone", hint)
    if narrowed:
        hint = "leave out --domain and --topic"
        raise UsageError("--standard", "a standard is held against all topics", hint)
    return load_standard(standard)


def run_map(plan: ProgrammePlan, standard: Standard | None = None) -> MapRun:
    """Read all files and map them, and hold them against ``standard`` too. Raises UsageError where
    no file belongs to a course of the programme."""
    if standard is None:
        read = read_programme_files(plan)
    else:
        keep = partial(evidence_for_map_and_crosswalk, standard=standard)
        read = read_programme_files(plan, keep)
    made = make_map(read.files, read.report.rubric, read.title, __version__)
    if standard is not None:
        rubric = read.report.rubric
        held = make_crosswalk(read.files, standard, rubric, read.title, __version__)
        made = replace(made, crosswalk=held)
    return MapRun(made, read.unread, read.report.documents)


def deliver_map(
    run: MapRun,
    outputs: Sequence[OutputFile],
    options: ReportOptions,
    redact_names: bool | None = None,
) -> int:
    """Write the map in every format that was asked for; gives the exit code."""
    posting = Posting(redact_names, run.documents)
    write_pages(
        outputs, render_map, run.curriculum_map, options, posting, run.curriculum_map.unread
    )
    return ExitCode.UNREAD if run.unread else ExitCode.FINE
