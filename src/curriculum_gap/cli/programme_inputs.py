"""What commands on a programme work on: its definition, its files, and their verdicts.

``plan_programme`` finds the programme, the files and the rubric before any file is opened,
``read_programme_files`` reads them, keeps only the best evidence of each section and sorts the
documents by course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import (
    find_documents,
    has_complaint,
    limits_in_force,
    narrow_rubric,
    narrow_verdict,
    paths_or_configured,
    print_warning,
    rubric_for,
    selected_topics,
)
from curriculum_gap.cli.terminal import print_message, read_standard_input, shown_progress
from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.expected_levels import expected_in_programme
from curriculum_gap.nouns import Coverage, Report, Rubric, Unread
from curriculum_gap.programme import (
    PROGRAMME_FILE_NAME,
    CourseFiles,
    Programme,
    bounded_evidence,
    read_programme,
    sort_documents,
    sources_without_verdict,
)
from curriculum_gap.scan import Discovery, ScanSettings, scan

if TYPE_CHECKING:
    from curriculum_gap.gate import Settings

__all__ = ["ProgrammeName", "ProgrammePlan", "plan_programme", "read_programme_files"]

ProgrammeName = Annotated[
    str | None,
    typer.Option(
        "--programme",
        "--program",
        metavar="FILE|NAME",
        help="A programme file or its folder, or the name of a programme of the configuration.",
        show_default="the configuration's; without one every file is a course",
    ),
]
"""Path of a programme's own file, or its name below ``programs``."""


class ProgrammePlan(NamedTuple):
    """All that a run needs, known before the first file is opened. ``rubric`` is the one that files
    are checked by, ``shown`` has only the topics that were asked for."""

    settings: Settings
    scan_settings: ScanSettings
    programme: Programme | None
    discovery: Discovery
    rubric: Rubric
    shown: Rubric


def plan_programme(
    files: Sequence[str] | None,
    named: str | None,
    settings: Settings,
    scan_settings: ScanSettings,
    domains: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> ProgrammePlan:
    """The programme that ``named`` or the configuration names, the files to read and the rubric.

    ``files`` are those that were named; without them, those of the configuration, or the folder of
    the programme's file. Raises UsageError and RubricError for what cannot be used.
    """
    programme = _programme(named, settings)
    has_own_folder = programme is not None and (named is not None or not settings.paths)
    if not files and programme is not None and has_own_folder:
        files = [programme.root]
    if not files and not settings.paths:
        hint = "name a folder of syllabi, or a programme: --programme programme.yml"
        raise UsageError("FILE", "no file was named", hint)
    paths = paths_or_configured(files, settings)
    if programme is None:
        _print_unused(paths)
    scan_settings = _with_limits(scan_settings, settings)
    discovery = find_documents(paths, scan_settings, settings)
    if not discovery.files:
        raise UsageError(paths[0], "no file here that gapcheck reads", "name a folder of syllabi")
    rubric = rubric_for(discovery, settings)
    if settings.expects:
        from curriculum_gap.gate import with_full_names

        settings = with_full_names(settings, rubric)
    ids = selected_topics(rubric, domains, topics)
    shown = rubric if ids is None else narrow_rubric(rubric, ids)
    return ProgrammePlan(settings, scan_settings, programme, discovery, rubric, shown)


def _print_unused(folders: Sequence[str]) -> None:
    """Say which of the folders hold a programme's file that was not asked for."""
    for folder in folders:
        path = Path(folder) / PROGRAMME_FILE_NAME
        if path.is_file():
            print_message(f"{path}: is not used; add --programme {path}")


def _with_limits(scan_settings: ScanSettings, settings: Settings) -> ScanSettings:
    return replace(scan_settings, limits=limits_in_force(settings, scan_settings.limits))


def _programme(named: str | None, settings: Settings) -> Programme | None:
    """The programme in the file or of the name that was typed, else the only one of the
    configuration. Raises UsageError where there are several, and for a name that is none."""
    known = {entry.definition.id: entry.definition for entry in settings.programmes}
    if named is None:
        if len(known) > 1:
            what = f"has several programmes: {', '.join(known)}"
            raise UsageError(settings.file, what, "choose one with --programme NAME")
        return next(iter(known.values()), None)
    if named in known:
        return known[named]
    own = Path(named) / PROGRAMME_FILE_NAME
    if own.is_file():
        return read_programme(own, Path.cwd())
    if named.lower().endswith((".yml", ".yaml")) or Path(named).is_file():
        return read_programme(Path(named), Path.cwd())
    hint = did_you_mean(named, known, "name a programme file, as in --programme programme.yml")
    raise UsageError("--programme", f"no programme '{named}'", hint)


class ProgrammeRun(NamedTuple):
    """What was read of a programme: the report, its documents by course, the title (``""`` without
    a programme), and whether a file that counts could not be read."""

    report: Report
    files: CourseFiles
    title: str
    unread: bool


def read_programme_files(
    plan: ProgrammePlan, keep: Callable[[Coverage], Coverage] = bounded_evidence
) -> ProgrammeRun:
    """Read all files, with the evidence that ``keep`` leaves (the best of each section), against
    the levels that the configuration expects. Raises UsageError where no file belongs to a
    course of the programme."""
    from curriculum_gap.gate import apply_expected_levels

    with shown_progress(len(plan.discovery.files) > 1) as progress:
        verdicts = scan(
            plan.discovery,
            plan.rubric,
            plan.scan_settings,
            progress,
            print_warning,
            read_standard_input,
        )
        documents = tuple(_bounded(verdicts, plan, keep))
    passed = tuple(plan.discovery.passed)
    report = Report(__version__, plan.shown, documents, passed_over=passed)
    report = apply_expected_levels(report, plan.settings)
    programme = plan.programme
    if programme is not None:
        asked = expected_in_programme(report.rubric, programme.id, programme.title)
        report = replace(report, rubric=asked)
    files = sort_documents(programme, report.documents)
    if programme and not any(one.documents or one.unread or one.older for one in files.courses):
        hint = "name the folder of its files; with --isolated every file here is a course"
        raise UsageError(programme.where, "none of these files belongs to its courses", hint)
    needed = sources_without_verdict(files) if programme else set()
    unread = has_complaint(report.unread, plan.discovery, needed=needed)
    return ProgrammeRun(report, files, programme.title if programme else "", unread)


def _bounded(
    verdicts: Iterator[Coverage | Unread], plan: ProgrammePlan, keep: Callable[[Coverage], Coverage]
) -> Iterator[Coverage | Unread]:
    """Verdicts on the topics that were asked for, with little of their evidence."""
    for verdict in verdicts:
        if plan.shown is not plan.rubric:
            verdict = narrow_verdict(verdict, plan.shown)
        yield keep(verdict) if isinstance(verdict, Coverage) else verdict
