"""Tables of word processors: cells that hold paragraphs, notes and further tables → blocks.

A reader gives the cells of a table one after the other (`Table`); `add_table` makes rows of them
with the grid that all readers share, or ordinary text where a table only lays out the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from curriculum_gap.heading_rules import heading_meaning
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.paragraph_blocks import Content
from curriculum_gap.readers.table_grid import Cell, find_header_row, row_blocks

__all__ = ["Table", "add_table"]


@dataclass(slots=True)
class Table:
    """The rows of a table. What is no running text of a cell (notes, nested tables, hidden text)
    stands ``beside`` its row; ``everything`` is all of it, as ordinary blocks; ``headers`` are the
    indices of the rows that the file calls so."""

    rows: list[list[Cell]] = field(default_factory=list)
    beside: list[Content] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    everything: Content = field(default_factory=Content)
    sections: int = 0  # cells in which text stands below a heading

    def begin_row(self, *, header: bool = False) -> None:
        """One more row; ``header``: the file calls it so."""
        if header:
            self.headers.append(len(self.rows))
        self.rows.append([])
        self.beside.append(Content())

    def add_cell(self, column: int, inside: Content, *, shaded: bool = False) -> None:
        """One more cell of the last row: what was read in it, and the column of the grid in which
        it begins (from 0). A cell that another one reaches over has nothing inside."""
        self.everything.extend(inside)
        self.sections += _holds_section(inside)
        self.rows[-1].append(_cell(column, inside, shaded, self.beside[-1]))


def add_table(table: Table, number: int, content: Content, *, styled: bool = False) -> bool:
    """Adds the rows of a table, each followed by what stands beside it. Gives false where the table
    is a frame around ordinary text, which is added as such.

    ``number`` and ``styled`` as `row_blocks` takes them.
    """
    if max(map(len, table.rows), default=0) <= 1 or _is_layout(table):
        content.extend(table.everything)
        return False
    # A marked row of one cell is a caption across the table, which names no columns.
    headers = [index for index in table.headers if len(table.rows[index]) > 1]
    marked = headers[0] if headers else None
    blocks = row_blocks(table.rows, number, marked, styled=styled)
    for block, beside in zip(blocks, table.beside, strict=True):
        if block is not None:
            content.add(block)
        content.extend(beside)
    return True


def _holds_section(inside: Content) -> bool:
    """Whether a cell holds a heading, or a bold line that names a part of a course, and below it
    text."""
    headings = [
        block.shape is Shape.HEADING or (style is not None and style.bold and _names_part(block))
        for block, style in zip(inside.blocks, inside.text_styles, strict=True)
        if not block.hidden
    ]
    return True in headings[:-1] and not headings[-1]


def _names_part(block: Block) -> bool:
    """Whether a block is a heading of syllabi by its words ("Learning objectives")."""
    return heading_meaning(block.text, reader_lexicon()) is not None


def _is_layout(table: Table) -> bool:
    """Whether a table puts sections of the page side by side, and tabulates nothing."""
    return bool(table.sections) and not table.headers and find_header_row(table.rows) is None


def _cell(column: int, inside: Content, shaded: bool, beside: Content) -> Cell:
    """A cell of a table from what was read in it; other content than running text goes to
    ``beside``."""
    texts: list[str] = []
    bold = True
    for block, text_style in zip(inside.blocks, inside.text_styles, strict=True):
        if block.hidden or block.shape in (Shape.ROW, Shape.NOTE):
            beside.add(block)
            continue
        texts.append(block.text)
        bold = bold and (
            block.shape is Shape.HEADING or (text_style is not None and text_style.bold)
        )
    return Cell(column, " ".join(texts), shaded or (bold and bool(texts)))
