"""``gapcheck check FILE…``: read, check, report, exit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.delivery import Target, deliver, without_evidence
from curriculum_gap.cli.gathering import counts_as_unread, kept, rubric_of, settings_of
from curriculum_gap.cli.options import Baseline, Config, ExitZero, Isolated, RubricName
from curriculum_gap.cli.screen import (
    complain,
    read_standard_input,
    say,
    view_of_terminal,
    write_file,
)
from curriculum_gap.cli.selection import narrowed, narrowed_rubric, wanted
from curriculum_gap.cli.targets import NAMES, chosen_format, spare_inputs, targets_of
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports import NAMES_READER, PAGES_SHOWN, STREAMED, render

__all__ = ["check"]

FINE, FAILED, UNREAD, INTERRUPTED = 0, 1, 3, 130
PAGE_IN_FILE = 100
"""Columns of a table that goes to a file."""


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
            help=f"Format on standard output: {NAMES}; auto is github in GitHub Actions, else "
            "table.",
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
    rubric: RubricName = None,
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
        bool,
        typer.Option(
            "--verbose", "-v", help="Say why each level was given, and what libraries complain of."
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", min=1, help="Worker processes.", show_default="processors"
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit",
            metavar="NAME=VALUE",
            help="What one file may cost: cpu=20s, wall=60s, memory=1GB, size=50MB, pages=2000 … "
            "Repeatable.",
            show_default=False,
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="GLOB",
            help="In folders, only files that match (as in .gitignore). Repeatable.",
            show_default=False,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="GLOB",
            help="In folders, no files or folders that match. Repeatable; lasting: "
            ".gapcheckignore.",
            show_default=False,
        ),
    ] = None,
    files_from: Annotated[
        str | None,
        typer.Option(
            "--files-from",
            metavar="FILE",
            help="Check the files listed in FILE too, one a line; - for standard input.",
            show_default=False,
        ),
    ] = None,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Follow symbolic links met in folders.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every file anew and keep nothing.")
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="Where files are checked: local, or dask://HOST:PORT.",
            show_default="local",
        ),
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option(
            "--fail-under",
            metavar="PERCENT",
            help="Exit with 1 where a document reaches less of the expected topics.",
            show_default=False,
        ),
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option(
            "--require",
            metavar="TOPIC[=LEVEL]",
            help="Exit with 1 where a document does not show this topic at this level (without one: "
            "the level expected). Repeatable.",
            show_default=False,
        ),
    ] = None,
    program_fail_under: Annotated[
        str | None,
        typer.Option(
            "--program-fail-under",
            metavar="PERCENT",
            help="As --fail-under, for all documents together: some document reaches the topic.",
            show_default=False,
        ),
    ] = None,
    program_require: Annotated[
        list[str] | None,
        typer.Option(
            "--program-require",
            metavar="TOPIC[=LEVEL]",
            help="As --require, for all documents together. Repeatable.",
            show_default=False,
        ),
    ] = None,
    baseline: Baseline = None,
    exit_zero: ExitZero = False,
    config: Config = None,
    isolated: Isolated = False,
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            "--stdin-filename",
            metavar="NAME",
            help="The name that - has in reports and for the configuration.",
            show_default=False,
        ),
    ] = None,
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

    from curriculum_gap.cli.batch import (
        limits_of,
        say_what_is_not_limited,
        say_what_was_passed,
        say_what_was_read,
        shown_progress,
    )
    from curriculum_gap.scan import (
        Discovery,
        ScanSettings,
        discover,
        read_file_list,
        scan,
    )

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

    several = len(found.files) > 1
    with shown_progress(several and not quiet) as progress:
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
    for target in waiting:
        view = view_of_terminal(evidence, everything, verbose)
        if target.path is not None:
            page = replace(view, width=PAGE_IN_FILE, colour=False, unicode=True)
            if not outcome.interrupted:
                write_file(target.path, render(target.format, report, page))
        elif report.documents or not outcome.interrupted:
            say(render(target.format, report, view), None if shown == "table" else "utf-8")

    if quiet or shown != "table":
        for entry in outcome.unread:
            hint = f"; {entry.hint}" if entry.hint else ""
            complain(f"{entry.source}: {entry.status}: {entry.reason}{hint}")
    if not found.files:
        complain(f"{paths[0] if paths else files_from}: no file here that gapcheck reads")
    if not quiet:
        say_what_was_passed(found)
        if several:
            say_what_is_not_limited()
        if several and shown != "table" and sys.stderr is not None and sys.stderr.isatty():
            say_what_was_read(outcome.statuses)
    if outcome.interrupted:
        if several and not quiet:
            complain(f"{outcome.done:,} of {len(found.files):,} files done; run it again to go on")
        raise typer.Exit(INTERRUPTED)
    # What merely lay in a folder and is no syllabus after all is counted, not complained about.
    walked = {file.source for file in found.files if file.walked}
    if any(counts_as_unread(entry, walked) for entry in outcome.unread):
        raise typer.Exit(UNREAD)
    if report.gate is not None and report.gate.failures:
        if quiet:
            for failure in report.gate.failures:
                complain(f"{failure.program or failure.source}: {failure.message}")
        if not gates.exit_zero:
            raise typer.Exit(FAILED)


def _as_it_is(entry: Coverage | Unread) -> Coverage | Unread:
    return entry


def _piped_list(path: str, named: Sequence[str]) -> bytes | None:
    """Standard input as the list of files, when ``path`` asks for that."""
    if path != "-":
        return None
    if "-" in named:
        raise UsageError("--files-from", "standard input is a syllabus already", "name a file")
    return read_standard_input(-1)
