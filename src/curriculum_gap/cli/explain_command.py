"""``gapcheck explain FILE``: why each level was given."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from curriculum_gap.cli.inputs import (
    find_document,
    limits_in_force,
    load_rubrics,
    selected_topics,
    settings_in_force,
)
from curriculum_gap.cli.options import (
    Config,
    Isolated,
    MinWords,
    OcrLanguage,
    PageFormat,
    PageOutput,
    RecognizePages,
    RubricNames,
)
from curriculum_gap.cli.outputs import page_format, print_unread, write_page
from curriculum_gap.cli.terminal import ExitCode, read_standard_input, terminal_options
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Rubric, Unread

if TYPE_CHECKING:
    from curriculum_gap.gate import Settings

__all__ = ["explain"]

ExplainedTopics = Annotated[
    list[str] | None,
    typer.Option("--topic", metavar="ID", help="Explain this topic in full. Repeatable."),
]
PassageText = Annotated[
    str | None,
    typer.Option("--passage", metavar="TEXT", help="Explain the passages that hold TEXT."),
]
Chances = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show probabilities too: of passages and of levels.")
]


def explain(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="One syllabus, or - for standard input.")
    ],
    topic: ExplainedTopics = None,
    passage: PassageText = None,
    report_format: PageFormat = None,
    output: PageOutput = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every passage that was looked at.")
    ] = False,
    verbose: Chances = False,
    rubric: RubricNames = None,
    min_words: MinWords = None,
    ocr: RecognizePages = False,
    ocr_language: OcrLanguage = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Say why each topic got its level: passages, terms, vetoes, and what was one step short.

    Without --topic and --passage: one line per topic that was found.
    """
    format_name = page_format(report_format, output)
    settings = settings_in_force(context.params | {"report_format": None})
    limits = limits_in_force(settings)
    loaded = load_rubrics(settings.rubrics)
    topics: Collection[str] | None = selected_topics(loaded, (), topic or ())
    if topics is None and not passage and format_name == "table":
        topics = ()  # an overview
    document = _read_or_exit(file, loaded, settings)

    from curriculum_gap.explain import explain_document
    from curriculum_gap.reports import render_explanation

    explanation = explain_document(document, loaded, topics, passage or "", limits)
    render = partial(render_explanation, format_name, explanation)
    shown = terminal_options(None, everything, verbose, rubric)
    write_page(output, format_name, render, shown)


def _read_or_exit(file: str, rubric: Rubric, settings: Settings) -> Document:
    """The document in a file (``-``: standard input), or in a folder that is declared a course.
    Where it cannot be read, a line says why and the run ends with exit code 3.

    It is checked in a process of its own first, under limits: what that survives can be read here.
    """
    from curriculum_gap.readers import read_document
    from curriculum_gap.scan import Discovery, ScanSettings, included_by, read_found, scan

    limits = limits_in_force(settings)
    scan_settings = ScanSettings(jobs=1, limits=limits, use_cache=False)
    found = find_document(file, scan_settings, settings)
    try:
        content = read_found(found, scan_settings, read_standard_input)
        discovery = Discovery([found])
        for verdict in scan(discovery, rubric, scan_settings, standard_input=lambda _: content):
            if isinstance(verdict, Unread):
                raise ReadError(verdict.status, verdict.reason, verdict.hint)
        included = included_by(found, content, scan_settings)
        return read_document(content, file, limits, included)
    except ReadError as error:
        print_unread([Unread(file, error.status, error.what, error.hint)])
        raise typer.Exit(ExitCode.UNREAD) from None
