"""``gapcheck badge``: the share of expected topics as a small SVG image."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap.cli.inputs import (
    check_paths,
    paths_or_configured,
    refuse_several,
    settings_in_force,
)
from curriculum_gap.cli.options import (
    Config,
    Courses,
    Isolated,
    Jobs,
    NoCache,
    OcrLanguage,
    RecognizePages,
    RubricName,
)
from curriculum_gap.cli.outputs import print_unread, write_file
from curriculum_gap.cli.terminal import ExitCode, print_output
from curriculum_gap.errors import UsageError
from curriculum_gap.reports import count_reached_anywhere, percent

__all__ = ["badge"]

_HEIGHT = 20
"""Pixels, as badges of other tools have."""
_CHARACTER_WIDTH = 6.6
"""Average width in pixels of a character of 11 px Verdana, the font of badges."""
_MARGIN = 12
"""Pixels beside each of the two texts, both sides together."""
_MOST_CHARACTERS = (60, 30)
"""The longest label and the longest figure."""
_GREEN, _OLIVE, _GREY = "#2e7d32", "#7a6a00", "#666"
"""Colours for two thirds, one third, and less. White text is readable on each: its contrast is at
least 4.5 to 1, as WCAG asks."""
_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" \
aria-label="{title}">
  <title>{title}</title>
  <clipPath id="r"><rect width="{width}" height="{height}" rx="3" fill="#fff"/></clipPath>
  <g clip-path="url(#r)">
    <rect width="{left}" height="{height}" fill="#444"/>
    <rect x="{left}" width="{right}" height="{height}" fill="{colour}"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="{left_middle}" y="14">{label}</text>
    <text x="{right_middle}" y="14">{figure}</text>
  </g>
</svg>
"""


def badge(
    context: typer.Context,
    files: Courses = None,
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
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Draw a badge: the share of expected topics that some document shows at its level.

    A file that already says the same is left alone; with unread files no badge is drawn.
    """
    settings = settings_in_force(context.params)
    for rubrics in (settings.rubrics, *(folder.rubrics for folder in settings.folders)):
        refuse_several(rubrics, "badge")
    report, unread = check_paths(paths_or_configured(files, settings), settings, jobs, no_cache)
    if not report.documents:
        raise UsageError("badge", "no file to count", "name at least one file")
    if unread or not report.covered:
        print_unread(report.unread)
        raise typer.Exit(ExitCode.UNREAD)
    met, expected = count_reached_anywhere(report)
    label = label[: _MOST_CHARACTERS[0]]
    figure = percent(met, expected)[: _MOST_CHARACTERS[1]]
    title = escape(f"{label}: {figure}")
    image = _draw(label, figure, title, met / expected if expected else 0.0)
    if output is None:
        print_output(image, "utf-8")
    elif f"<title>{title}</title>" not in _text_of(output):
        write_file(output, image)


def _draw(label: str, figure: str, title: str, share: float) -> str:
    """The badge as SVG: ``label`` on the left, ``figure`` on the right in the colour of ``share``
    (0–1); programs that read screens aloud say ``title``.

    Widths are estimated, since no font is at hand: a text may have a pixel too much or too little
    beside it. Same arguments, same bytes.
    """
    left = round(len(label) * _CHARACTER_WIDTH + _MARGIN)
    right = round(len(figure) * _CHARACTER_WIDTH + _MARGIN)
    return _TEMPLATE.format(
        width=left + right,
        height=_HEIGHT,
        left=left,
        right=right,
        left_middle=left / 2,
        right_middle=left + right / 2,
        colour=_colour(share),
        title=title,
        label=escape(label),
        figure=escape(figure),
    )


def _colour(share: float) -> str:
    """The colour for a share from 0 to 1."""
    if share >= 2 / 3:
        return _GREEN
    return _OLIVE if share >= 1 / 3 else _GREY


def _text_of(path: str) -> str:
    """The text of a file, "" where there is none."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""
