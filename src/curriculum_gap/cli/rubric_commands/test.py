"""``gapcheck rubric test``: the passages of a rubric, held against its topics."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.options import PageFormat, PageOutput
from curriculum_gap.cli.outputs import page_format, write_page
from curriculum_gap.cli.rubric_commands.rubric_files import open_rubric
from curriculum_gap.cli.terminal import ExitCode, terminal_options
from curriculum_gap.reports import render_test
from curriculum_gap.rubric import read_examples
from curriculum_gap.rubric_review import RubricTest

__all__ = ["test"]


def test(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Topic lists (rubrics): YAML files, or names."),
    ],
    report_format: PageFormat = None,
    output: PageOutput = None,
    examples: Annotated[
        bool, typer.Option("--examples", help="Count the examples in files beside the list too.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show passages that came out right too.")
    ] = False,
) -> None:
    """Run the passages in 'covers' and 'ignores' against their topic: what matched, and why.

    Each is read as a session of a course. The exit code is 1 where one of 'covers' is not found or
    one of 'ignores' is.
    """
    format_name = page_format(report_format, output)
    tests = [_tested(file, examples) for file in files]
    render = partial(render_test, format_name, tests, __version__)
    write_page(output, format_name, render, terminal_options(verbose=verbose))
    if any(one.failed for one in tests):
        raise typer.Exit(ExitCode.FAILED)


def _tested(file: str, examples: bool) -> RubricTest:
    """The runs of one rubric's passages. Raises RubricError."""
    from curriculum_gap.authoring import run_examples

    rubric, source = open_rubric(file)
    apart = read_examples(rubric, Path(source.file)) if examples else ()
    return run_examples(rubric, source, apart)
