"""``gapcheck annotate FILE -o MARKED``: a copy of one syllabus with marks in it, for its owner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from curriculum_gap.cli.inputs import (
    limits_in_force,
    load_rubrics,
    refuse_several,
    settings_in_force,
)
from curriculum_gap.cli.options import Config, Isolated, MinWords, RubricName
from curriculum_gap.cli.outputs import OutputFile, check_outputs, print_unread, write_file
from curriculum_gap.cli.terminal import ExitCode, print_message, print_output
from curriculum_gap.errors import ReadError, UsageError
from curriculum_gap.nouns import Coverage, Limits, Rubric, Status, Unread

if TYPE_CHECKING:
    from curriculum_gap.annotate import Annotated as AnnotatedCopy

__all__ = ["annotate"]


def annotate(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="One syllabus: a PDF or Word document (.docx).")
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="MARKED", help="The marked copy, with the suffix of FILE."
        ),
    ],
    everything: Annotated[
        bool,
        typer.Option("--all", help="Mark all evidence, policy text too, not only what decides."),
    ] = False,
    rubric: RubricName = None,
    min_words: MinWords = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Mark the passages that decide levels, in a copy of one PDF or Word document.

    Highlights or comments say topic, level, why and terms; a note on the first page or the title
    says what was not found, with a suggestion each. FILE itself never changes.
    """
    settings = settings_in_force(context.params | {"report_format": None})
    limits = limits_in_force(settings)
    refuse_several(settings.rubrics, "annotate")
    loaded = load_rubrics(settings.rubrics)
    _check_file(file)
    check_outputs([OutputFile("", output)], [file], _is_marked_copy)
    try:
        content, coverage, format_name = _check(file, loaded, limits)
        _check_suffix(output, format_name)

        from curriculum_gap.annotate import annotate as mark
        from curriculum_gap.annotate import is_marked

        if is_marked(content, format_name):
            raise UsageError(file, "is marked by gapcheck already", "name the file without marks")
        marked = mark(content, coverage, loaded, format_name, everything)
    except ReadError as error:
        print_unread([Unread(file, error.status, error.what, error.hint)])
        raise typer.Exit(ExitCode.UNREAD) from None
    write_file(output, marked.content)
    _tell(output, marked)


def _tell(output: str, marked: AnnotatedCopy) -> None:
    """Say what was marked, and list what was not."""
    from curriculum_gap.reports import count_noun, escape_line

    count = len(marked.marks.passages) - len(marked.unanchored)
    print_output(f"{escape_line(output)}: {count_noun(count, 'passage')} marked\n")
    for one in marked.unanchored:
        print_message(f"not marked, since it was not found in the file again: {one}")


def _check_file(file: str) -> None:
    """Raises UsageError for what is not one file of its owner: standard input, URLs, folders."""
    if file == "-":
        hint = "name the file; its marked copy goes to --output"
        raise UsageError(file, "standard input cannot be marked", hint)
    if "://" in file:
        hint = "save it here, and name the file"
        raise UsageError(file, "is an address, and marks are made in a file", hint)
    if os.path.isdir(file):  # noqa: PTH112
        what = "is a folder, and marks are for the owner of one syllabus"
        raise UsageError(file, what, "name one file")


def _is_marked_copy(path: str) -> bool:
    """Whether a file is a copy that this command has marked, so that it may be replaced."""
    from curriculum_gap.annotate import FORMATS, is_marked
    from curriculum_gap.readers import load, sniff

    try:
        content = load(path, Limits())
        format_name = sniff(content, path)
    except ReadError:
        return False
    return format_name in FORMATS and is_marked(content, format_name)


def _check_suffix(output: str, format_name: str) -> None:
    """Raises UsageError for a name with another suffix than that of the format."""
    from curriculum_gap.annotate import FORMATS

    suffix = FORMATS[format_name]
    if not output.lower().endswith(suffix):
        raise UsageError(output, f"a marked copy of this file ends in {suffix}", "name it so")


def _check(file: str, rubric: Rubric, limits: Limits) -> tuple[bytes, Coverage, str]:
    """The bytes of a file, its verdicts and the name of its format.

    It is read in a process of its own, under limits, before a library of this process sees it.
    Raises ReadError where it has no verdict, UsageError for formats that cannot be marked.
    """
    from curriculum_gap.annotate import FORMATS
    from curriculum_gap.readers import load, sniff
    from curriculum_gap.scan import ScanSettings, scan

    content = load(file, limits)
    format_name = sniff(content, file)
    if format_name not in FORMATS:
        hint = "'gapcheck FILE -o report.html' shows the passages of any format"
        raise UsageError(file, "only PDF and Word files (.pdf, .docx) can be marked", hint)
    settings = ScanSettings(jobs=1, limits=limits, use_cache=False)
    for verdict in scan([file], rubric, settings):
        if isinstance(verdict, Unread):
            raise ReadError(verdict.status, verdict.reason, verdict.hint)
        return content, verdict, format_name
    raise ReadError(Status.UNREADABLE, "cannot be read")
