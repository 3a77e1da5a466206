"""Reads LaTeX.

`commands` is data: what each command takes and means. `parser` makes one pass over a source and
expands the author's own commands within a budget. `blocks` keeps what is open and writes blocks.
"""

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
