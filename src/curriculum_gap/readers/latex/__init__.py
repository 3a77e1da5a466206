"""Reads LaTeX: what commands mean (`commands`), the pass over a source (`parser`), and the blocks
that it writes (`blocks`)."""

from curriculum_gap.readers.latex.commands import (
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    LETTERS,
    PAUSES,
    RANKS,
    SETTINGS,
    TABLES,
)

__all__ = [
    "DEFINITIONS",
    "DROPPED",
    "DROPPED_ENVIRONMENTS",
    "ENVIRONMENT_ARGUMENTS",
    "LETTERS",
    "PAUSES",
    "RANKS",
    "SETTINGS",
    "TABLES",
]
