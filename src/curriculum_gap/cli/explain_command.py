"""``gapcheck explain FILE``: why each level was given."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from curriculum_gap.cli.options import PageFormat, PageOutput, RubricName
from curriculum_gap.cli.screen import (
    complain,
    read_standard_input,
    say,
    view_of_terminal,
    write_file,
)
from curriculum_gap.cli.selection import wanted
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Limits, Unread

__all__ = ["explain"]

UNREAD = 3
PAGE_IN_FILE = 100


def explain(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="One syllabus, or - for standard input.")
    ],
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="ID",
            help="Explain this topic in full. Repeatable.",
            show_default=False,
        ),
    ] = None,
    passage: Annotated[
        str | None,
        typer.Option(
            "--passage",
            metavar="TEXT",
            help="Explain the passages that hold TEXT.",
            show_default=False,
        ),
    ] = None,
    report_format: PageFormat = None,
    output: PageOutput = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every passage that was looked at.")
    ] = False,
    rubric: RubricName = None,
) -> None:
    """Say why each topic got its level: passages, terms, vetoes, and what was one step short.

    Without --topic and --passage: one line per topic that was found.
    """
    shown = _format(report_format, output)

    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.explain import explain_document
    from curriculum_gap.readers import load, read_document
    from curriculum_gap.reports import render_explanation
    from curriculum_gap.scan import ScanSettings, scan

    chosen = load_rubric(rubric) if rubric is not None else load_rubric()
    ids = wanted(chosen, (), topic or ())
    limits = Limits()
    try:
        content = read_standard_input(limits.input_bytes + 1) if file == "-" else load(file, limits)
        # First in a process of its own, under limits: what it survives can be read here.
        settings = ScanSettings(jobs=1, use_cache=False)
        for verdict in scan([file], chosen, settings, standard_input=lambda _: content):
            if isinstance(verdict, Unread):
                raise ReadError(verdict.status, verdict.reason, verdict.hint)
        document = read_document(content, file, limits)
    except ReadError as error:
        hint = f"; {error.hint}" if error.hint else ""
        complain(f"{file}: {error.status}: {error.what}{hint}")
        raise typer.Exit(UNREAD) from None
    explanation = explain_document(document, chosen, ids, passage or "")
    view = view_of_terminal(None, everything, verbose=True)
    if output is not None:
        view = replace(view, width=PAGE_IN_FILE, colour=False, unicode=True)
    text = render_explanation(shown, explanation, view, in_full=ids is not None)
    if output is not None:
        write_file(output, text)
    else:
        say(text, None if shown == "table" else "utf-8")


def _format(name: str | None, output: str | None) -> str:
    if name is None:
        return "json" if output is not None and output.lower().endswith(".json") else "table"
    if name not in ("table", "json"):
        raise UsageError("--format", f"no format '{name}'", "formats: table, json")
    return name
