"""What commands on rubrics share: the rubric behind a name or path, with the file it is from."""

from __future__ import annotations

from typing import NamedTuple

from curriculum_gap.cli.terminal import print_message
from curriculum_gap.compiled import load_rubric
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric import read_rubric, rubric_source
from curriculum_gap.validation import Source

__all__ = ["RubricFile", "open_rubric"]


class RubricFile(NamedTuple):
    """A sound rubric and the values of its file with their places."""

    rubric: Rubric
    source: Source


def open_rubric(name_or_path: str) -> RubricFile:
    """The rubric of this name or path. Raises RubricError with all faults of its file."""
    content, where = read_rubric(name_or_path)
    rubric = load_rubric(name_or_path, print_message)
    return RubricFile(rubric, rubric_source(content, where))
