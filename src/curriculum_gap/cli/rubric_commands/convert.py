"""``gapcheck rubric convert TABLE``: a committee's spreadsheet becomes a rubric."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curriculum_gap.bounded_file import read_bounded
from curriculum_gap.cli.outputs import write_file
from curriculum_gap.cli.rubric_commands.rubric_files import Force, refuse_existing
from curriculum_gap.cli.terminal import ExitCode, print_message, print_output
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Limits
from curriculum_gap.reports import count_noun, escape_line, shell_word

if TYPE_CHECKING:
    from curriculum_gap.authoring import ConvertedTable

__all__ = ["convert"]

_MOST_BYTES = 10_000_000
"""Bytes of a table that is read. Set by hand: a committee's table has some hundred rows."""


def convert(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="A .csv or .xlsx whose heads name topics, definitions, keywords and examples, in "
            "any order.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to FILE instead of standard output."
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title",
            metavar="TEXT",
            help="What reports call the topic list.",
            show_default="the table's name",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Make a topic list (rubric) of a committee's table, one topic a row.

    Keywords of one word, and phrases that many syllabi hold, become contextual: each counts only
    beside another keyword of its topic. Comments in the file say what to do next.
    """
    target = Path(output or table)
    if output is not None:
        refuse_existing(output, force)
        if os.path.realpath(output) == os.path.realpath(table):
            raise UsageError(output, "is the table itself", "choose another --output")
    hint = "name a spreadsheet: .xlsx or .csv"
    content = read_bounded(Path(table), table, _MOST_BYTES, UsageError, hint)

    from curriculum_gap.authoring import identifier_of, rubric_from_table, standalone_words
    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.readers import read_spreadsheet

    try:
        sheets, warnings = read_spreadsheet(content, Limits(), keep_lines=True)
    except ReadError as error:
        raise UsageError(table, error.what, error.hint) from None
    standalone = standalone_words(load_rubric())
    name = identifier_of(target.stem, "topics")
    made = rubric_from_table(table, sheets, name, title or _title(table), standalone)
    for line in (*warnings, *made.notes):
        print_message(f"{table}: {line}")
    if output is None:
        print_output(made.text, "utf-8")
    else:
        _write(output, made)
    if not made.is_whole:
        raise typer.Exit(ExitCode.UNREAD)


def _write(output: str, made: ConvertedTable) -> None:
    """Write the rubric, and say what it holds."""
    write_file(output, made.text)
    shown = escape_line(output)
    topics = count_noun(made.topics, "topic")
    counts = f"{topics}, {made.strong} strong and {made.contextual} contextual terms"
    print_output(f"{shown}: {counts}\n")
    named = shell_word(output)
    print_output(f"It is valid. Next: read its comments, then gapcheck check SYLLABI -r {named}\n")


def _title(table: str) -> str:
    """A title from the name of the table's file."""
    return " ".join(re.split(r"[\s_]+", Path(table).stem)).strip()[:200] or "Topics"
