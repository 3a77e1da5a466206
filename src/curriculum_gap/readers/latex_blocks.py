"""What a LaTeX source says, put into blocks: paragraphs, headings, entries, rows and notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.folding import fold
from curriculum_gap.readers.plain import heading_rank, names_columns

__all__ = ["Table", "Writer"]

_BOLD_HEADING = 15  # words
_LONGEST_JOINED = 1_000


@dataclass(slots=True)
class Table:
    """A table that is being read."""

    rows: list[tuple[int, list[str], bool]] = field(default_factory=list)  # line, cells, all bold
    cells: list[str] = field(default_factory=list)
    ruled: set[int] = field(default_factory=set)  # numbers of rows that a rule follows


class Writer:
    """The blocks so far and the one that is being written."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.notes: list[Block] = []
        self.groups: list[tuple[str, bool, object]] = []  # action at }, bold before {, saved state
        self.bold = False
        self.all_bold = True
        self.shape = Shape.PARAGRAPH
        self.depth = 0
        self.rank = 1
        self.lists = 0
        self.tables: list[Table] = []
        self.table_count = 0
        self.broken = False  # the block before ended with \\
        self.line = 1
        self.start = 1  # line where the block began

    def add(self, text: str) -> None:
        """Put text into the block that is being written."""
        if not self.parts:
            if text.isspace():
                return
            self.start = self.line
        if not self.bold and any(letter.isalnum() for letter in text):
            self.all_bold = False
        self.parts.append(text)

    def paragraph(self) -> None:
        """A blank line: the end of a paragraph, a blank inside of cells and notes."""
        if self.tables or (self.groups and self.groups[-1][0] == "note"):
            self.add(" ")
        else:
            self.flush()

    def break_line(self) -> None:
        """``\\\\`` outside of a table: a new line of a paragraph, a blank elsewhere."""
        if self.shape is not Shape.PARAGRAPH or any(
            group[0] == "note" for group in self.groups[-3:]
        ):
            self.add(" ")
            return
        self.flush()
        self.broken = True

    def flush(self) -> None:
        """End the block that is being written."""
        text = fold("".join(self.parts))
        self.parts.clear()
        shape, depth, bold = self.shape, self.depth, self.all_bold
        self.shape, self.depth, self.all_bold = Shape.PARAGRAPH, 0, True
        broken, self.broken = self.broken, False
        if text:
            last = self.blocks[-1] if self.blocks else None
            if (
                broken
                and last
                and last.shape is Shape.PARAGRAPH
                and len(last.text) < _LONGEST_JOINED
                and text[:2].islower()
                and last.text[-1] not in ".:;!?"
            ):
                self.blocks[-1] = Block(f"{last.text} {text}", line=last.line)
            elif shape is Shape.HEADING:
                self.rank = depth
                self.blocks.append(Block(text, shape, line=self.start, depth=depth))
            elif shape is Shape.PARAGRAPH and not self.lists and self._looks(text, bold):
                rank = min(6, self.rank + 1)
                self.blocks.append(Block(text, Shape.HEADING, line=self.start, depth=rank))
            else:
                self.blocks.append(Block(text, shape, line=self.start, depth=depth))
        self.blocks += self.notes
        self.notes.clear()

    def _looks(self, text: str, bold: bool) -> bool:
        if bold and len(text.split()) <= _BOLD_HEADING and text[-1] not in ".,;":
            return True
        return heading_rank(text) > 0

    def cell(self) -> None:
        """End a cell."""
        if not self.tables:
            self.add(" & " if self.parts else "")
            return
        self.tables[-1].cells.append(fold("".join(self.parts)))
        self.parts.clear()

    def row(self) -> None:
        """End a row."""
        if not self.tables:
            return
        table = self.tables[-1]
        start = self.start
        self.cell()
        if any(table.cells):
            table.rows.append((start, table.cells, self.all_bold))
        table.cells = []
        self.all_bold = True

    def write_table(self, table: Table) -> None:
        """Make blocks of the rows of a table."""
        if not table.rows:
            return
        self.table_count += 1
        _, first, bold = table.rows[0]
        ruled = 1 in table.ruled and (bold or len(table.ruled - {0}) < len(table.rows))
        named = names_columns(first)
        header = (
            tuple(first)
            if len(first) > 1 and len(table.rows) > 1 and (ruled or bold or named)
            else ()
        )
        for number, (line, cells, _) in enumerate(table.rows):
            if number and tuple(cells) == header:
                continue  # the head that a long table repeats on each page
            text = " | ".join(cell for cell in cells if cell)
            self.blocks.append(
                Block(
                    text,
                    Shape.ROW,
                    line=line,
                    cells=tuple(cells),
                    header=header,
                    table=self.table_count,
                )
            )
        self.blocks += self.notes
        self.notes.clear()
