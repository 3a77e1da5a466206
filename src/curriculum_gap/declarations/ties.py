"""What a row of a table stands with: the graded work in it, or else the objective."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curriculum_gap.lexicon import Lexicon
from curriculum_gap.patterns import lazy_pattern

__all__ = ["MOST_CHARACTERS", "Columns", "begins_with_letter", "columns_of", "tie_of_row"]

MOST_CHARACTERS = 120  # of a tie
_MOST_WORDS = 40  # of a cell that may be a tie without a head that says so
_LETTERED = lazy_pattern(r"\s*[a-h][.)]\s")


class Columns(NamedTuple):
    """What the heads of a table say: the columns of graded work and of outcomes."""

    work: tuple[int, ...]
    outcomes: tuple[int, ...]

    @property
    def aligns(self) -> bool:
        """Whether the table sets one thing beside another that shows it."""
        return bool(self.work or self.outcomes)


def columns_of(header: Sequence[str], lexicon: Lexicon) -> Columns:
    """The columns of graded work and of outcomes, by the words of their heads."""
    lowered = [cell.lower()[:MOST_CHARACTERS] for cell in header]
    tables = lexicon.tables
    work = [
        index
        for index, cell in enumerate(lowered)
        if tables.measures.stands_in(cell) or tables.work.stands_in(cell)
    ]
    outcomes = [index for index, cell in enumerate(lowered) if tables.outcomes.stands_in(cell)]
    return Columns(tuple(work), tuple(outcomes))


def begins_with_letter(text: str) -> bool:
    """Whether a text begins as a lettered behaviour does: "a. Apply …"."""
    return _LETTERED.match(text) is not None


def tie_of_row(
    cells: Sequence[str], held: Sequence[int], columns: Columns, above: str, lexicon: Lexicon
) -> str:
    """The graded work of a row, or else its objective; ``held`` are the columns with codes,
    ``above`` is the tie of the row above it in the same table."""
    named = [cells[index] for index in columns.work if index < len(cells) and index not in held]
    outcomes = [
        cells[index] for index in columns.outcomes if index < len(cells) and index not in held
    ]
    others = [
        cell
        for index, cell in enumerate(cells)
        if index not in held
        and index not in columns.outcomes
        and not begins_with_letter(cell)
        and not lexicon.standards.numbered_goals.match(cell.lower())
        and any(map(str.isalpha, cell))
        and len(cell.split()) <= _MOST_WORDS
    ]
    merged = [above] if columns.work else []
    for candidates in (named, merged, others if not columns.work else [], outcomes, [above]):
        for cell in candidates:
            if cell.strip():
                return cell.strip()[:MOST_CHARACTERS]
    return ""
