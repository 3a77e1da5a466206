"""``gapcheck badge``: the share of expected topics as a small image."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap.cli.gathering import gather, settings_of, wanted_paths
from curriculum_gap.cli.options import Config, Isolated, Jobs, NoCache, RubricName
from curriculum_gap.cli.screen import complain, say, write_file
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import badge_of, figure_in
from curriculum_gap.reports import percent, reached_of_all, why_unread

__all__ = ["badge"]

UNREAD = 3


def badge(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="Syllabi or folders.", show_default="'paths' of the configuration"
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The SVG file.", show_default="stdout"),
    ] = None,
    label: Annotated[
        str, typer.Option("--label", metavar="TEXT", help="What stands left of the figure.")
    ] = "topics found",
    rubric: RubricName = None,
    config: Config = None,
    isolated: Isolated = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Draw a badge: the share of expected topics that some document shows at its level.

    A file that already says the same is left alone; with unread files no badge is drawn.
    """
    settings = settings_of(config=config, isolated=isolated, rubric=rubric)
    report, unread = gather(wanted_paths(files, settings), settings, jobs, no_cache)
    if unread or not report.covered:
        for entry in report.unread:
            complain(f"{entry.source}: {entry.status}: {why_unread(entry)}")
        if not report.documents:
            raise UsageError("badge", "no file to count", "name at least one file")
        raise typer.Exit(UNREAD)
    met, expected = reached_of_all(report)
    image = badge_of(label, percent(met, expected), met / expected if expected else 0.0)
    if output is None:
        say(image, "utf-8")
    elif _said(output) != figure_in(image):
        write_file(output, image)


def _said(path: str) -> str:
    try:
        return figure_in(Path(path).read_text("utf-8", "replace"))
    except OSError:
        return ""
