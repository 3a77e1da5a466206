"""``gapcheck evaluate LABELS``: how far verdicts agree with readers' labels."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from curriculum_gap.cli.inputs import load_rubrics, print_warning, refuse_several
from curriculum_gap.cli.options import (
    DocumentsFolder,
    Jobs,
    NoCache,
    PageFormat,
    PageOutput,
    RubricName,
)
from curriculum_gap.cli.outputs import page_format, print_unread, write_page
from curriculum_gap.cli.terminal import ExitCode, terminal_options

__all__ = ["evaluate"]

LabelsFolder = Annotated[
    str,
    typer.Argument(
        metavar="LABELS",
        help="A folder with documents.jsonl and, if there, passages.jsonl; or marks.jsonl.",
    ),
]
Use = Annotated[
    str | None,
    typer.Option(
        "--use", metavar="USE", help="Only documents labelled with this use (read, report)."
    ),
]
DocumentIds = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Only this labelled document. Repeatable."),
]
ShowErrors = Annotated[
    bool, typer.Option("--errors", help="Show the worst passages, and what was matched.")
]
ShowDetails = Annotated[
    bool,
    typer.Option(
        "--details",
        help="Show kinds of errors: sibling topics, parts of a syllabus, scores against labels.",
    ),
]
MostErrors = Annotated[
    int, typer.Option("--most", metavar="N", min=1, help="How many of each kind --errors shows.")
]


def evaluate(
    labels: LabelsFolder,
    documents: DocumentsFolder = None,
    rubric: RubricName = None,
    use: Use = None,
    document: DocumentIds = None,
    details: ShowDetails = False,
    errors: ShowErrors = False,
    most: MostErrors = 10,
    report_format: PageFormat = None,
    output: PageOutput = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Compare gapcheck's levels and passages with labels, per topic and overall.

    Intervals are 95 %, by drawing documents with replacement. A file that cannot be read counts as
    nothing found. Errors of documents whose use is 'report' are shown only with --document.
    """  # fmt: skip
    format_name = page_format(report_format, output)
    refuse_several(rubric or (), "evaluate")
    loaded = load_rubrics(rubric or ())

    # Numbers are computed with heavy libraries: imported when what was typed is right.
    from curriculum_gap.evaluate import evaluate as compare
    from curriculum_gap.reports import render_agreement
    from curriculum_gap.scan import ScanSettings

    settings = ScanSettings(jobs=jobs or 0, use_cache=not no_cache)
    ids = frozenset(document or ())
    shown_errors = most if errors else 0
    agreement = compare(
        labels, loaded, documents, use, ids, shown_errors, settings, warn=print_warning
    )
    render = partial(render_agreement, format_name, agreement)
    write_page(output, format_name, render, terminal_options(everything=details))
    print_unread(agreement.unread)
    if agreement.unread:
        raise typer.Exit(ExitCode.UNREAD)
