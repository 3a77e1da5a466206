"""``gapcheck rubric check``: findings in a rubric, with codes, places and fixes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from curriculum_gap import __version__
from curriculum_gap.cli.options import Output, format_option
from curriculum_gap.cli.outputs import check_outputs, page_outputs, write_page
from curriculum_gap.cli.rubric_commands.rubric_files import open_rubric
from curriculum_gap.cli.terminal import ExitCode, terminal_options
from curriculum_gap.errors import GapcheckError, UsageError, did_you_mean
from curriculum_gap.reports import CHECK_FORMATS, render_check
from curriculum_gap.rubric_review import CODES, RubricCheck

__all__ = ["check"]

RubricFiles = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Topic lists (rubrics): YAML files, or names.")
]
CheckFormat = Annotated[str | None, format_option(CHECK_FORMATS)]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODE", help="Leave out findings of this code. Repeatable."),
]


def check(
    files: RubricFiles,
    report_format: CheckFormat = None,
    output: Output = None,
    ignore: Ignored = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show notes too.")] = False,
) -> None:
    """Look for entries of a topic list (rubric) that do nothing, count twice or mislead.

    Warnings count: the exit code is 1 where there is one. Notes are for the author to know. A file
    that cannot be used gives all its faults and exit code 2.
    """
    outputs = page_outputs(report_format, output or (), CHECK_FORMATS)
    check_outputs(outputs, files)
    ignored = _codes(ignore or ())
    checks = _checked(files, ignored)
    for one in outputs:
        render = partial(render_check, one.format, checks, __version__)
        write_page(one.path, one.format, render, terminal_options(verbose=verbose))
    if any(one.warnings for one in checks):
        raise typer.Exit(ExitCode.FAILED)


def _codes(typed: Sequence[str]) -> frozenset[str]:
    """The codes of ``--ignore``, by code or by name. Raises UsageError for one that is unknown."""
    by_name = {known.name: code for code, known in CODES.items()}
    codes = set()
    for word in typed:
        code = by_name.get(word.lower(), word.upper())
        if code not in CODES:
            hint = did_you_mean(word, [*CODES, *by_name], f"codes: {', '.join(CODES)}")
            raise UsageError("--ignore", f"no code '{word}'", hint)
        codes.add(code)
    return frozenset(codes)


def _checked(files: Sequence[str], ignored: frozenset[str]) -> list[RubricCheck]:
    """The findings of each file. Raises RubricError with the faults of all files."""
    from curriculum_gap.authoring import ambiguous_words, without_codes
    from curriculum_gap.authoring import lint_rubric as lint
    from curriculum_gap.compiled import load_rubric

    ambiguous = ambiguous_words(load_rubric())
    checks = []
    faults: list[GapcheckError] = []
    for file in files:
        try:
            rubric, source = open_rubric(file)
        except GapcheckError as error:
            faults += [error, *error.others]
            continue
        checks.append(without_codes(lint(rubric, source, ambiguous), ignored))
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    return checks
