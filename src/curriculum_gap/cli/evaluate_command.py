"""``gapcheck evaluate LABELS``: how far verdicts agree with readers' labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from curriculum_gap.cli.options import PageFormat, PageOutput, RubricName
from curriculum_gap.cli.screen import complain, say, view_of_terminal, write_file
from curriculum_gap.errors import UsageError

__all__ = ["evaluate"]

PAGE_IN_FILE = 100
UNREAD = 3


def evaluate(
    labels: Annotated[
        str,
        typer.Argument(
            metavar="LABELS", help="A folder with documents.jsonl and, if there, passages.jsonl."
        ),
    ],
    documents: Annotated[
        str | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            help="Folder that the labelled files' paths start from.",
            show_default="LABELS, the folder above it, or corpus there",
        ),
    ] = None,
    rubric: RubricName = None,
    use: Annotated[
        str | None,
        typer.Option(
            "--use",
            metavar="USE",
            help="Only documents labelled with this use (read, report).",
            show_default=False,
        ),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--document",
            metavar="ID",
            help="Only this labelled document. Repeatable.",
            show_default=False,
        ),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Show the worst passages, and what was matched.")
    ] = False,
    most: Annotated[
        int,
        typer.Option("--most", metavar="N", min=1, help="How many of each kind --errors shows."),
    ] = 10,
    report_format: PageFormat = None,
    output: PageOutput = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=0,
            help="Worker processes.",
            show_default="one per processor",
        ),
    ] = 0,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read every file anew.")] = False,
) -> None:
    """Compare gapcheck's levels and passages with labels, per topic and overall.

    Intervals are 95 %, by drawing documents with replacement. A file that cannot be read counts as
    nothing found. Errors of documents whose use is 'report' are shown only with --document.
    """  # fmt: skip
    shown = _format(report_format, output)

    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.evaluate import evaluate as compare
    from curriculum_gap.reports import render_agreement
    from curriculum_gap.scan import ScanSettings

    chosen = load_rubric(rubric) if rubric is not None else load_rubric()
    agreement = compare(
        labels,
        chosen,
        documents,
        use,
        frozenset(document or ()),
        most if errors else 0,
        ScanSettings(jobs=jobs, use_cache=not no_cache),
        warn=lambda line: None if line.startswith("noise:") else complain(line),
    )
    view = view_of_terminal(None, False, False)
    if output is not None:
        view = replace(view, width=PAGE_IN_FILE, colour=False, unicode=True)
    text = render_agreement(shown, agreement, view)
    if output is not None:
        write_file(output, text)
    else:
        say(text, None if shown == "table" else "utf-8")
    for entry in agreement.unread:
        hint = f"; {entry.hint}" if entry.hint else ""
        complain(f"{entry.source}: {entry.status}: {entry.reason}{hint}")
    if agreement.unread:
        raise typer.Exit(UNREAD)


def _format(name: str | None, output: str | None) -> str:
    if name is None:
        return "json" if output is not None and output.lower().endswith(".json") else "table"
    if name not in ("table", "json"):
        raise UsageError("--format", f"no format '{name}'", "formats: table, json")
    return name
