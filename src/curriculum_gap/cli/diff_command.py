"""``gapcheck diff``: which levels and which evidence came and went between two states."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.delivery import Target
from curriculum_gap.cli.gathering import settings_of
from curriculum_gap.cli.options import Config, ExitZero, Isolated, Jobs, NoCache, RubricName
from curriculum_gap.cli.screen import complain, say, view_of_terminal, write_file
from curriculum_gap.cli.sides import Side, open_sides
from curriculum_gap.cli.targets import spare_inputs
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import compare, with_losses
from curriculum_gap.nouns import Report, Rubric
from curriculum_gap.reports import format_of, render, why_unread

__all__ = ["FORMATS", "diff"]

FAILED, UNREAD = 1, 3
FORMATS = ("table", "markdown", "html", "json", "github")


def diff(
    states: Annotated[
        list[str],
        typer.Argument(
            metavar="OLD [NEW] [PATH]…",
            help="Two files, two folders, two saved JSON reports, or Git revisions: A..B, A...B, "
            "A B, or A alone for A and the work tree; then paths to look at.",
            show_default=False,
        ),
    ],
    fail_on_loss: Annotated[
        bool, typer.Option("--fail-on-loss", help="Exit with 1 where a level was lost.")
    ] = False,
    report_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=f"Format on standard output: {', '.join(FORMATS)}.",
            show_default="table",
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Also write the comparison to FILE, in the format of its suffix. Repeatable.",
            show_default=False,
        ),
    ] = None,
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    exit_zero: ExitZero = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Show levels and evidence gained and lost between two states of syllabi.

    Git revisions are read from Git's object store; the work tree is not touched.
    """
    from curriculum_gap.compiled import load_rubric

    shown = _known(report_format or "table", "--format")
    targets = [Target(_known(format_of(path) or "none", path), path) for path in output or ()]
    spare_inputs(targets, states)
    settings = settings_of(config=config, isolated=isolated, rubric=rubric, exit_zero=exit_zero)
    chosen = load_rubric(settings.rubric) if settings.rubric is not None else load_rubric()
    sides = open_sides(states, settings, chosen, jobs, no_cache)
    warnings = _same_rubric(sides.old, sides.new, chosen)
    comparison = compare(
        sides.old.documents,
        sides.new.documents,
        chosen,
        (sides.old.name, sides.new.name),
        sides.renames,
        warnings,
    )
    documents = tuple(sides.new.documents.values())
    report = Report(__version__, chosen, documents, comparison=comparison)
    report = with_losses(report, fail_on_loss)
    for target in targets:
        page = replace(view_of_terminal(None, False, False), width=100, colour=False, unicode=True)
        write_file(str(target.path), render(target.format, report, page))
    say(
        render(shown, report, view_of_terminal(None, False, False)),
        None if shown == "table" else "utf-8",
    )
    if comparison.unread:
        for entry in comparison.unread:
            complain(f"{entry.source}: {entry.status}: {why_unread(entry)}")
        raise typer.Exit(UNREAD)
    if report.gate is not None and report.gate.failures and not settings.exit_zero:
        raise typer.Exit(FAILED)


def _known(name: str, where: str) -> str:
    if name not in FORMATS:
        what = "its suffix names no format" if name == "none" else f"no format '{name}' here"
        raise UsageError(where, what, f"formats of a comparison: {', '.join(FORMATS)}")
    return name


def _same_rubric(old: Side, new: Side, chosen: Rubric) -> list[str]:
    """Raises UsageError where the two sides went by different rubrics; a line where only the
    version differs."""
    here = (chosen.id, chosen.version, chosen.sha256)
    sides = [(side.name, side.rubric or here) for side in (old, new)]
    for name, rubric in sides:
        if rubric[0] != chosen.id:
            hint = f"compare with --rubric {rubric[0]}"
            raise UsageError(name, f"goes by the rubric {rubric[0]}, not {chosen.id}", hint)
    first, second = (rubric for _, rubric in sides)
    if first[2] != second[2]:
        return [
            f"two versions of the rubric ({first[1]}, {second[1]}): some differences may be the "
            "rubric's and not the courses'"
        ]
    return []
