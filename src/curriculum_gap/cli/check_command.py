"""``gapcheck check FILE…``: read, check, report, exit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.check_options import (
    Domains,
    EngineName,
    Everything,
    Exclude,
    FailUnder,
    Files,
    FilesFrom,
    FollowLinks,
    Format,
    Include,
    LimitsAsked,
    Output,
    ProgramFailUnder,
    ProgramRequire,
    Quiet,
    Quotations,
    Require,
    StdinFilename,
    Topics,
    Verbose,
)
from curriculum_gap.cli.delivery import Outcome, Target, deliver, without_evidence
from curriculum_gap.cli.gathering import counts_as_unread, kept, rubric_of, settings_of
from curriculum_gap.cli.options import (
    Baseline,
    Config,
    ExitZero,
    Isolated,
    Jobs,
    NoCache,
    RubricName,
)
from curriculum_gap.cli.screen import (
    complain,
    read_standard_input,
    say,
    view_of_terminal,
    write_file,
)
from curriculum_gap.cli.selection import narrowed, narrowed_rubric, wanted
from curriculum_gap.cli.targets import chosen_format, spare_inputs, targets_of
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports import NAMES_READER, PAGES_SHOWN, STREAMED, View, render, why_unread
from curriculum_gap.scan import Discovery, ScanSettings, discover, read_file_list, scan

__all__ = ["check"]

FAILED, UNREAD, INTERRUPTED = 1, 3, 130
PAGE_IN_FILE = 100
"""Columns of a table that goes to a file."""


def check(
    files: Files = None,
    report_format: Format = None,
    output: Output = None,
    evidence: Quotations = None,
    everything: Everything = False,
    rubric: RubricName = None,
    domain: Domains = None,
    topic: Topics = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    jobs: Jobs = None,
    limit: LimitsAsked = None,
    include: Include = None,
    exclude: Exclude = None,
    files_from: FilesFrom = None,
    follow_links: FollowLinks = False,
    no_cache: NoCache = False,
    engine: EngineName = None,
    fail_under: FailUnder = None,
    require: Require = None,
    program_fail_under: ProgramFailUnder = None,
    program_require: ProgramRequire = None,
    baseline: Baseline = None,
    exit_zero: ExitZero = False,
    config: Config = None,
    isolated: Isolated = False,
    stdin_filename: StdinFilename = None,
) -> None:
    """Show which topics of a rubric each syllabus teaches, how deeply, and where.

    Levels: absent < mentioned < taught < assessed. "Not found here" is not "not taught".
    """  # fmt: skip
    gates = settings_of(
        config=config,
        isolated=isolated,
        rubric=rubric,
        fail_under=fail_under,
        require=require,
        program__fail_under=program_fail_under,
        program__require=program_require,
        baseline=baseline,
        exit_zero=exit_zero,
        format=report_format,
    )
    if not files and files_from is None and not gates.paths:
        raise UsageError("check", "no file was named", "try 'gapcheck syllabus.pdf'")
    shown = chosen_format(gates.format)
    outputs = targets_of(output or (), report_format)

    from curriculum_gap.cli.batch import limits_of, shown_progress

    settings = ScanSettings(
        jobs=jobs or 0,
        limits=limits_of(limit or ()),
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        follow_links=follow_links,
        use_cache=not no_cache,
        engine=engine or "local",
        standard_input_name=stdin_filename or "-",
    )
    paths = list(files or (() if files_from is not None else gates.paths))
    if files_from is not None:
        paths += read_file_list(files_from, _piped_list(files_from, paths))
    found = kept(discover(paths, settings), gates)
    spare_inputs(outputs, [file.source for file in found.files])
    chosen = rubric_of(found, gates)
    ids = wanted(chosen, domain or (), topic or ())
    judged = gates.gated or gates.waivers or gates.expects
    if judged:
        from curriculum_gap.gate import check_settings

        check_settings(gates, chosen)

    head = Report(__version__, chosen if ids is None else narrowed_rubric(chosen, ids))
    on_screen = [] if quiet and report_format is None else [Target(shown)]
    targets = [*on_screen, *outputs]
    # A gate speaks when it has seen everything.
    streams = [target for target in targets if target.format in STREAMED and not judged]
    waiting = [target for target in targets if target.format not in STREAMED or judged]
    summary = (
        not judged
        and all(target.format == "table" for target in waiting)
        and len(found.files) > PAGES_SHOWN
        and evidence is None
        and not everything
    )

    def warn(line: str) -> None:
        if verbose or not line.startswith("noise: "):
            complain(line.removeprefix("noise: "))

    def verdicts(sources: Discovery, settings: ScanSettings) -> Iterator[Coverage | Unread]:
        for entry in scan(sources, chosen, settings, progress, warn, read_standard_input):
            if stdin_filename and entry.source == "-":
                entry = replace(entry, source=stdin_filename)
            yield entry if ids is None else narrowed(entry, head.rubric)

    with shown_progress(len(found.files) > 1 and not quiet) as progress:
        version = ""
        if any(target.format in NAMES_READER for target in streams):
            from curriculum_gap.scan import reader_version

            version = reader_version(settings.limits)
        keep = None if not waiting and not judged else without_evidence if summary else _as_it_is
        first = replace(settings, evidence=not summary or bool(streams))
        outcome = deliver(verdicts(found, first), head, streams, keep, version)
        few = sum(isinstance(entry, Coverage) for entry in outcome.kept) <= PAGES_SHOWN
        if summary and few and not outcome.interrupted:  # pages, after all: with quotations
            pages = {entry.source for entry in outcome.kept if isinstance(entry, Coverage)}
            again = Discovery([file for file in found.files if file.source in pages])
            full = {entry.source: entry for entry in verdicts(again, settings)}
            outcome.kept = [full.get(entry.source, entry) for entry in outcome.kept]

    report = replace(head, documents=tuple(outcome.kept))
    if judged and not outcome.interrupted:
        from curriculum_gap.gate import expecting, judge
        from curriculum_gap.readers import SUFFIXES

        report = judge(expecting(report, gates), gates, SUFFIXES)
    view = view_of_terminal(evidence, everything, verbose)
    for target in waiting:
        _show(report, target, view, outcome.interrupted)
    if quiet or shown != "table":
        for entry in outcome.unread:
            complain(f"{entry.source}: {entry.status}: {why_unread(entry)}")
    if not found.files:
        complain(f"{paths[0] if paths else files_from}: no file here that gapcheck reads")
    if not quiet:
        _say_what_came_of(found, outcome, shown)
    if outcome.interrupted:
        raise typer.Exit(INTERRUPTED)
    walked = {file.source for file in found.files if file.walked}
    if any(counts_as_unread(entry, walked) for entry in outcome.unread):
        raise typer.Exit(UNREAD)
    failures = report.gate.failures if report.gate is not None else ()
    if quiet:
        for failure in failures:
            complain(f"{failure.program or failure.source}: {failure.message}")
    if failures and not gates.exit_zero:
        raise typer.Exit(FAILED)


def _show(report: Report, target: Target, view: View, interrupted: bool) -> None:
    """A report that has waited for all documents; no file is written from half of them."""
    if target.path is not None:
        page = replace(view, width=PAGE_IN_FILE, colour=False, unicode=True)
        if not interrupted:
            write_file(target.path, render(target.format, report, page))
    elif report.documents or not interrupted:
        text = render(target.format, report, view)
        say(text, None if target.format == "table" else "utf-8")


def _say_what_came_of(found: Discovery, outcome: Outcome, shown: str) -> None:
    """What a person may want to know beside the reports."""
    from curriculum_gap.cli.batch import (
        say_what_is_not_limited,
        say_what_was_passed,
        say_what_was_read,
    )

    say_what_was_passed(found)
    if len(found.files) < 2:
        return
    say_what_is_not_limited()
    if shown != "table" and sys.stderr is not None and sys.stderr.isatty():
        say_what_was_read(outcome.statuses)
    if outcome.interrupted:
        complain(f"{outcome.done:,} of {len(found.files):,} files done; run it again to go on")


def _as_it_is(entry: Coverage | Unread) -> Coverage | Unread:
    return entry


def _piped_list(path: str, named: Sequence[str]) -> bytes | None:
    """Standard input as the list of files, when ``path`` asks for that."""
    if path != "-":
        return None
    if "-" in named:
        raise UsageError("--files-from", "standard input is a syllabus already", "name a file")
    return read_standard_input(-1)
