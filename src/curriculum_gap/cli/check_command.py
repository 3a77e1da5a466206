"""``gapcheck check FILE…``: read, check, report, exit.

``plan_check`` turns what was typed into everything the run needs, ``run_check`` takes the verdicts
and writes reports that can be written at once, ``deliver_check`` judges gates, writes the other
reports and finds the exit code.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

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
    settings_in_force,
    sources_of,
)
from curriculum_gap.cli.options import (
    BaselineFile,
    Config,
    Domains,
    EngineName,
    Everything,
    Exclude,
    ExitZero,
    FailUnder,
    Files,
    FilesFrom,
    FollowLinks,
    Format,
    Include,
    Isolated,
    Jobs,
    LimitWords,
    MinWords,
    NoCache,
    OcrLanguage,
    Output,
    ProgramFailUnder,
    ProgramRequire,
    Quiet,
    Quotations,
    RecognizePages,
    RedactNames,
    Require,
    RubricNames,
    StdinFilename,
    Topics,
    Verbose,
    read_limits,
)
from curriculum_gap.cli.outputs import (
    Outcome,
    OutputFile,
    Verdict,
    check_outputs,
    format_on_screen,
    output_files,
    print_unread,
    stream_reports,
    write_report,
)
from curriculum_gap.cli.posting import Posting
from curriculum_gap.cli.terminal import (
    ExitCode,
    exit_code,
    print_message,
    read_standard_input,
    shown_progress,
    terminal_options,
)
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Report, Rubric
from curriculum_gap.reports import MAX_FULL_DOCUMENTS, ReportOptions, can_stream
from curriculum_gap.scan import OTHER_KIND, PART_OF, Discovery, ScanSettings, read_file_list, scan

if TYPE_CHECKING:  # a run without gates does not wait for them
    from collections.abc import Callable

    from curriculum_gap.gate import Baseline, Settings
    from curriculum_gap.scan import Progress

    ShowProgress = Callable[[Progress], None] | None

__all__ = ["check"]


def check(
    context: typer.Context,
    files: Files = None,
    report_format: Format = None,
    output: Output = None,
    evidence: Quotations = None,
    everything: Everything = False,
    rubric: RubricNames = None,
    domain: Domains = None,
    topic: Topics = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    jobs: Jobs = None,
    limit: LimitWords = None,
    min_words: MinWords = None,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
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
    baseline: BaselineFile = None,
    exit_zero: ExitZero = False,
    config: Config = None,
    isolated: Isolated = False,
    stdin_filename: StdinFilename = None,
    redact_names: RedactNames = None,
) -> None:
    """Show which topics of a list each syllabus teaches, how deeply, and where.

    Levels: absent < mentioned < taught < assessed. "Not found here" is not "not taught".
    """  # fmt: skip
    settings = settings_in_force(context.params)
    scan_settings = ScanSettings(
        jobs=jobs or 0,
        limits=limits_in_force(settings, read_limits(limit or ())),
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        follow_links=follow_links,
        use_cache=not no_cache,
        engine=engine or "local",
        standard_input_name=stdin_filename or "-",
    )
    outputs = output_files(output or (), report_format)
    if not quiet or report_format is not None:
        outputs.insert(0, OutputFile(format_on_screen(settings.format)))
    paths = _paths(files or (), files_from, settings)
    shown = terminal_options(evidence, everything, verbose, rubric)
    plan = plan_check(settings, scan_settings, paths, outputs, domain, topic, shown, quiet)
    raise typer.Exit(deliver_check(plan, run_check(plan)))


class CheckPlan(NamedTuple):
    """All that a run needs, known before the first file is opened.

    ``rubric`` is the one that files are checked by, ``head`` the report without documents, whose
    rubric has only the topics that were asked for. ``streams`` are the reports that get each
    verdict as it comes, ``waiting`` the others. ``shown`` says how reports look on the screen;
    ``quiet`` asks for as few messages as can be. ``gated`` is true where the settings hold a gate,
    a waiver or expected levels; ``baseline`` is the one that they name.
    """

    settings: Settings
    scan_settings: ScanSettings
    paths: Sequence[str]
    discovery: Discovery
    rubric: Rubric
    head: Report
    streams: Sequence[OutputFile]
    waiting: Sequence[OutputFile]
    shown: ReportOptions
    quiet: bool
    gated: bool
    baseline: Baseline | None

    @property
    def is_summary(self) -> bool:
        """Whether the run ends in a summary of many files, with no page for any of them.

        That is so where only tables are wanted of more files than get a page each. Workers then
        send levels without evidence, which take a fraction of the time and memory.
        """
        asks_for_pages = self.shown.quotations is not None or self.shown.everything
        only_tables = all(output.format == "table" for output in self.waiting)
        many = len(self.discovery.files) > MAX_FULL_DOCUMENTS
        return many and only_tables and not self.gated and not asks_for_pages


def _paths(named: Sequence[str], files_from: str | None, settings: Settings) -> list[str]:
    """The paths named and those of ``--files-from``; without both, those of the configuration.
    Raises UsageError where there are none and for a list that cannot be read."""
    if files_from is None:
        return paths_or_configured(named, settings)
    piped = None
    if files_from == "-":
        if "-" in named:
            what = "standard input is a syllabus already"
            raise UsageError("--files-from", what, "name a file")
        piped = read_standard_input(-1)
    return [*named, *read_file_list(files_from, piped)]


def plan_check(
    settings: Settings,
    scan_settings: ScanSettings,
    paths: Sequence[str],
    outputs: Sequence[OutputFile],
    domains: Sequence[str] | None,
    topics: Sequence[str] | None,
    shown: ReportOptions,
    quiet: bool,
) -> CheckPlan:
    """Files, rubric and gates of the run, and which report is written when.

    ``outputs`` are all reports that were asked for, ``domains`` and ``topics`` the only ones to
    show (None: all); ``shown`` and ``quiet`` are kept for the end. Raises UsageError for paths of
    outputs and gates that cannot be used, and RubricError for the rubric: all of this is said
    before any file is opened, so that a long run does not end with it.
    """
    discovery = find_documents(paths, scan_settings, settings)
    check_outputs(outputs, sources_of(discovery))
    rubric = rubric_for(discovery, settings)
    ids = selected_topics(rubric, domains or (), topics or ())
    gated = bool(settings.gated or settings.waivers or settings.expects)
    baseline = None
    if gated:
        from curriculum_gap.gate import check_settings, read_baseline, with_full_names

        settings = with_full_names(settings, rubric)
        if settings.baseline:
            baseline = read_baseline(settings.baseline)
        check_settings(settings, rubric)
    # A gate can speak only when it has seen everything: then no report is written before.
    # Names are replaced when all of them are known.
    waits = gated or settings.redact_names
    streams = [output for output in outputs if can_stream(output.format) and not waits]
    return CheckPlan(
        settings=settings,
        scan_settings=scan_settings,
        paths=paths,
        discovery=discovery,
        rubric=rubric,
        head=Report(
            __version__,
            rubric if ids is None else narrow_rubric(rubric, ids),
            passed_over=tuple(discovery.passed),
        ),
        streams=streams,
        waiting=[output for output in outputs if output not in streams],
        shown=shown,
        quiet=quiet,
        gated=gated,
        baseline=baseline,
    )


def run_check(plan: CheckPlan) -> Outcome:
    """Check all files: reports that stream are written, verdicts for the others are kept.

    Files that cannot be read are verdicts too. Ctrl-C ends the run early; the outcome says so.
    Raises UsageError where a report cannot be written.
    """
    settings = plan.scan_settings
    if plan.is_summary and not plan.streams:
        settings = replace(settings, evidence=False)
    many = len(plan.discovery.files) > 1
    with shown_progress(many and not plan.quiet) as progress:
        verdicts = _verdicts(plan, plan.discovery, settings, progress)
        outcome = Outcome(keeps=bool(plan.waiting or plan.gated), in_full=not plan.is_summary)
        stream_reports(verdicts, plan.head, plan.streams, outcome, settings.limits)
        if plan.is_summary and not outcome.interrupted:
            _read_evidence(plan, outcome, progress)
    return outcome


def _verdicts(
    plan: CheckPlan, files: Discovery, settings: ScanSettings, progress: ShowProgress
) -> Generator[Verdict, None, None]:
    """Verdicts in the order of the files, with standard input under its name and only the topics
    that were asked for."""
    narrowed = plan.head.rubric is not plan.rubric
    warn = partial(print_warning, verbose=plan.shown.verbose)
    for verdict in scan(files, plan.rubric, settings, progress, warn, read_standard_input):
        if verdict.source == "-":
            verdict = replace(verdict, source=settings.standard_input_name)
        yield narrow_verdict(verdict, plan.head.rubric) if narrowed else verdict


def _read_evidence(plan: CheckPlan, outcome: Outcome, progress: ShowProgress) -> None:
    """Where so many files were unread that the others get a page each: check these once more, with
    the evidence that pages quote."""
    readable = {entry.source for entry in outcome.kept if isinstance(entry, Coverage)}
    if len(readable) > MAX_FULL_DOCUMENTS:
        return
    files = Discovery([file for file in plan.discovery.files if file.source in readable])
    verdicts = _verdicts(plan, files, plan.scan_settings, progress)
    complete = {verdict.source: verdict for verdict in verdicts}
    outcome.kept = [complete.get(entry.source, entry) for entry in outcome.kept]


def deliver_check(plan: CheckPlan, outcome: Outcome) -> int:
    """Judge gates, write the reports that waited, print messages; gives the exit code.

    Everything is printed whatever the exit code. An interrupted run is not judged, since a gate
    must see all documents.
    """
    report = replace(plan.head, documents=tuple(outcome.kept))
    if plan.gated and not outcome.interrupted:
        report = _judged(report, plan)
    posting = Posting(plan.settings.redact_names, outcome.kept)
    for output in plan.waiting:
        # No file is written from half of the documents; the screen shows what there is.
        if not outcome.interrupted or (output.path is None and report.documents):
            write_report(report, output, plan.shown, posting)
    _print_messages(plan, outcome)
    if outcome.interrupted:
        return ExitCode.INTERRUPTED
    needed = _needed_by_programmes(report, plan.settings) if outcome.unread else ()
    unread = has_complaint(outcome.unread, plan.discovery, plan.settings.gated, needed)
    code = exit_code(report, unread, plan.settings.exit_zero)
    if plan.quiet and report.gate is not None:
        for failure in report.gate.failures:
            print_message(f"{failure.program or failure.source}: {failure.message}")
    return code


def _judged(report: Report, plan: CheckPlan) -> Report:
    """The report with what the gates say."""
    from curriculum_gap.gate import apply_expected_levels, judge
    from curriculum_gap.readers import readable_suffixes

    settings = plan.settings
    # Only programmes ask which courses lie on the disk.
    suffixes = readable_suffixes() if settings.programmes else ()
    report = apply_expected_levels(report, settings)
    return judge(report, settings, suffixes, plan.baseline, plan.paths)


def _needed_by_programmes(report: Report, settings: Settings) -> set[str]:
    """The files that a programme needs for its gate, and that were not read."""
    if not settings.gated or not settings.programmes:
        return set()
    from curriculum_gap.programme import sort_documents, sources_without_verdict

    sources: set[str] = set()
    for programme in settings.programmes:
        sources |= sources_without_verdict(sort_documents(programme.definition, report.documents))
    return sources


def _print_messages(plan: CheckPlan, outcome: Outcome) -> None:
    """What reports do not say: unread files where no table lists them, what lay in folders and was
    left out, limits that this system lacks, and how far the run came."""
    files = plan.discovery.files
    has_table = OutputFile("table") in plan.waiting and not plan.quiet
    if not has_table:
        print_unread(outcome.unread)
    if not files:
        named = plan.paths[0] if plan.paths else "--files-from"
        print_message(f"{named}: no file here that gapcheck reads")
    if plan.quiet:
        return
    _print_passed_over(plan.discovery, plan.shown.verbose)
    if len(files) < 2:
        return
    _print_missing_limits()
    if not has_table and sys.stderr is not None and sys.stderr.isatty():
        _print_statuses(outcome)
    if outcome.interrupted:
        print_message(f"{outcome.done:,} of {len(files):,} files done; run it again to go on")


def _print_passed_over(discovery: Discovery, verbose: bool) -> None:
    """What lay in folders and is not in the report: how many for each reason, all by name with
    ``verbose``, else the first where it may well be a syllabus."""
    paths_by_reason: dict[str, list[str]] = {}
    for path, reason in discovery.passed:
        kind = "part of another document" if reason.startswith(PART_OF) else reason
        paths_by_reason.setdefault(kind, []).append(path)
        if verbose:
            print_message(f"passed over ({reason}): {path}")
    counts = []
    for reason, paths in paths_by_reason.items():
        more = ", …" if len(paths) > 1 else ""
        named = "" if verbose or reason == OTHER_KIND else f": {paths[0]}{more}"
        counts.append(f"{reason} ({len(paths)}{named})")
    if counts:
        end = "" if verbose else "; -v names all"
        print_message(f"passed over in folders: {', '.join(counts)}{end}")


def _print_missing_limits() -> None:
    """The limits that this platform cannot hold; nothing on Linux."""
    from curriculum_gap.scan import unlimited_here

    missing = " and ".join(unlimited_here())
    if missing:
        print_message(
            f"this system cannot limit the {missing} of a file; the wall clock still holds"
        )


def _print_statuses(outcome: Outcome) -> None:
    """How many files were read, and how many not by status, for a person whose report went to a
    file or a pipe. A table says it by itself."""
    unread = len(outcome.unread)
    line = f"{outcome.done:,} files: {outcome.done - unread:,} read"
    if unread:
        statuses = Counter(str(entry.status) for entry in outcome.unread)
        counts = ", ".join(f"{name} {count}" for name, count in sorted(statuses.items()))
        line += f", {unread:,} not ({counts})"
    print_message(line)
