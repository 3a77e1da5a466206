"""What commands on rubrics share: the rubric behind a name or path, with the file that it is from;
files that a command must not write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from curriculum_gap.cli.terminal import print_message
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric import read_rubric, rubric_path, rubric_source, shipped
from curriculum_gap.validation import Source

__all__ = ["Force", "RubricFile", "is_shipped", "open_rubric", "refuse_existing"]

Force = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]
"""True replaces a file that is there."""


class RubricFile(NamedTuple):
    """A sound rubric and the values of its file with their places."""

    rubric: Rubric
    source: Source


def open_rubric(name_or_path: str) -> RubricFile:
    """The rubric of this name or path. Raises RubricError with all faults of its file."""
    content, where = read_rubric(name_or_path)
    rubric = load_rubric(name_or_path, print_message)
    return RubricFile(rubric, rubric_source(content, where))


def is_shipped(name_or_path: str) -> bool:
    """Whether a name or path is that of a rubric which comes with gapcheck."""
    names = shipped()
    return name_or_path in names or Path(os.path.realpath(name_or_path)) in map(rubric_path, names)


def refuse_existing(file: str, force: bool) -> None:
    """Raise UsageError for a file that is there, be it a dangling link, without ``--force``."""
    if os.path.lexists(file) and not force:
        raise UsageError(file, "exists already", "name another file, or add --force")
