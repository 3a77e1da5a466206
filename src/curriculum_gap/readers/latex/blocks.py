"""What a LaTeX source says, put into blocks: paragraphs, headings, entries, rows and notes."""

from __future__ import annotations

from typing import NamedTuple

from curriculum_gap.heading_rules import heading_rank
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.latex.tables import Table, row_blocks
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["Writer"]

_BOLD_HEADING = 15  # words
_LONGEST_JOINED = 1_000


class _Group(NamedTuple):
    """An open brace: what happens at its end, and what held before it."""

    action: str  # "heading", "note", "bold" or ""
    bold: bool
    outside: tuple[list[str], bool, int] | None  # of a note: parts, all bold, first line


class Writer:
    """The blocks so far, and the one that is being written; ``bold`` and ``lists`` (how many are
    open) hold for what comes next, ``line`` is where the source is read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.notes: list[Block] = []
        self.groups: list[_Group] = []
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
        if self.tables or (self.groups and self.groups[-1].action == "note"):
            self.add(" ")
        else:
            self.flush()

    def break_line(self) -> None:
        """``\\\\`` outside of a table: a new line of a paragraph, a blank elsewhere."""
        if self.shape is not Shape.PARAGRAPH or any(
            group.action == "note" for group in self.groups[-3:]
        ):
            self.add(" ")
            return
        self.flush()
        self.broken = True

    def flush(self) -> None:
        """End the block that is being written."""
        text = normalize_space("".join(self.parts))
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
            else:
                if shape is Shape.HEADING:
                    self.rank = depth
                elif shape is Shape.PARAGRAPH and not self.lists and _could_head(text, bold):
                    shape, depth = Shape.HEADING, min(6, self.rank + 1)
                self.blocks.append(Block(text, shape, line=self.start, depth=depth))
        self._print_notes()

    def _print_notes(self) -> None:
        self.blocks += self.notes
        self.notes.clear()

    def open(self, action: str = "", rank: int = 0) -> None:
        """A brace opens; ``action`` happens at its end, ``rank`` is that of a heading."""
        outside = None
        if action == "heading" and not self.tables:
            self.flush()
            self.shape, self.depth = Shape.HEADING, rank
        elif action == "note":
            outside = (self.parts, self.all_bold, self.start)
            self.parts, self.all_bold = [], True
        self.groups.append(_Group(action, self.bold, outside))
        if action == "bold":
            self.bold = True

    def close(self) -> None:
        """A brace closes."""
        if not self.groups:
            return
        action, self.bold, outside = self.groups.pop()
        if action == "heading" and not self.tables:
            if self.shape is Shape.HEADING:
                self.flush()
        elif outside is not None:
            if text := normalize_space("".join(self.parts)):
                self.notes.append(Block(text, Shape.NOTE, line=self.line))
            self.parts, self.all_bold, self.start = outside

    def entry(self) -> None:
        """Begin a list entry; within a table entries are text of the cell."""
        if self.tables:
            self.add(" ")
        else:
            self.flush()
            self.shape, self.depth = Shape.ENTRY, max(1, self.lists)

    def end_label(self) -> None:
        """Set the label of an entry off from what it labels."""
        last = "".join(self.parts).rstrip()
        self.add(":" if last[-1:].isalnum() else "")
        self.add(" ")

    def table(self) -> None:
        """Begin a table, which may stand in a cell of another."""
        if not self.tables:
            self.flush()
        self.tables.append(Table())

    def cell(self) -> None:
        """End a cell."""
        if not self.tables:
            self.add(" & " if self.parts else "")
            return
        self.tables[-1].cells.append(normalize_space("".join(self.parts)))
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

    def end_table(self) -> None:
        """End the innermost table."""
        self.row()
        table = self.tables.pop()
        if not self.tables:
            self._write(table)
        else:  # a table in a cell: its text stays in the cell
            self.add(" ".join(cell for _, cells, _ in table.rows for cell in cells))

    def _write(self, table: Table) -> None:
        if not table.rows:
            return
        self.table_count += 1
        self.blocks += row_blocks(table, self.table_count)
        self._print_notes()

    def finish(self) -> None:
        """Write out what the end of the source left open."""
        while self.groups:
            self.close()
        while self.tables:
            self.row()
            self._write(self.tables.pop())
        self.flush()


def _could_head(text: str, bold: bool) -> bool:
    if bold and len(text.split()) <= _BOLD_HEADING and text[-1] not in ".,;":
        return True
    return heading_rank(text) > 0
