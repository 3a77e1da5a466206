"""Which passages stand outside of the course: below headings and lead-ins, in columns and rows that
say so ("Not covered in this course", "Where to go next", "cancelled").

What single sentences deny is said in :mod:`curriculum_gap.scope_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.scope_rules import ends_in_denial
from curriculum_gap.sections.outline import Heading
from curriculum_gap.sections.split_text import quoted

__all__ = ["Scope"]

# Blocks below a heading beyond which it may have ended unseen; set by hand.
_FAR_FROM_HEADING = 20


class Scope:
    """Reads block after block of one document and remembers whether a list was led in to as not
    taught."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._list = ""  # why the present list is not taught
        self._since_heading = 0  # blocks

    def enter(self, block: Block) -> None:
        """Take the next block: a text that ends in a denial opens a list, any other ends it."""
        self._since_heading = 0 if block.shape is Shape.HEADING else self._since_heading + 1
        if block.shape in (Shape.ENTRY, Shape.ROW):
            return
        self._list = ends_in_denial(block.text, self.lexicon)

    def reason(self, block: Block, path: Sequence[Heading]) -> str:
        """Why nothing in ``block``, below the headings ``path``, is taught, else ``""``."""
        if block.shape in (Shape.ENTRY, Shape.ROW) and self._list:
            return self._list
        if block.shape is Shape.ROW and self._row_is_left_out(block.cells):
            return "out of scope"
        if self._since_heading > _FAR_FROM_HEADING:
            return ""
        for heading in reversed(path):
            if self.lexicon.limits.headings.match(heading.text.lower()):
                return f"below {quoted(heading.text)}"
            if heading.meaning:
                break
        return ""

    def columns(self, header: Sequence[str]) -> list[int]:
        """The columns whose cells are not taught."""
        names = self.lexicon.limits.columns
        return [index for index, cell in enumerate(header) if names.stands_in(cell.lower())]

    def _row_is_left_out(self, cells: Sequence[str]) -> bool:
        """Whether a cell behind the first says that the row's subject is not taught."""
        said = self.lexicon.limits.cells
        return any(said.match(cell.lower()) for cell in cells[1:])
