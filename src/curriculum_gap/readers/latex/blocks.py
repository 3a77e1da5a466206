"""What a LaTeX source says, put into blocks: paragraphs, headings, entries, rows and notes.

`parser` calls a `BlockWriter` as it meets text, braces, lists and tables. What is open stands on
stacks here, so that deep braces are no deep recursion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum_gap.heading_rules import heading_rank
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.table_grid import Cell, row_blocks
from curriculum_gap.readers.text_cleanup import is_note_mark, normalize_space

__all__ = ["BlockWriter"]

_BOLD_HEADING_WORDS = 15
_DEEPEST_HEADING = 6


class _Group(NamedTuple):
    """An open brace: what happens where it closes (``heading``, ``note``, ``bold``, ``hidden``,
    ``colour``, ``initial`` or nothing), and whether text before it was bold, and hidden.
    ``outside`` is the text around a note: its pieces, whether all of it is bold, and its first
    line."""

    action: str
    bold: bool
    hidden: bool
    outside: tuple[list[str], bool, int] | None


@dataclass(slots=True)
class _Table:
    """Rows so far, the source line of each, the cells of the one that is being read, and the
    numbers of rows that stand above a ruled line."""

    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    ruled: set[int] = field(default_factory=set)


class BlockWriter:
    """The blocks so far, and the one that is being written.

    ``bold``, ``hidden`` and ``lists`` (how many are open) hold for what comes next; ``line`` is
    where the source is read, counted from 1.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.bold = False
        self.hidden = False
        self.lists = 0
        self.line = 1
        self.tables: list[_Table] = []  # the open ones, outermost first
        self._pieces: list[str] = []  # of the block that is being written
        self._all_bold = True
        self._start = 1  # its first line
        self._shape = Shape.PARAGRAPH
        self._depth = 0
        self._heading_rank = 1  # of the last heading
        self._hidden: list[str] = []  # what nobody sees of it
        self._notes: list[Block] = []  # they follow the block that refers to them
        self._groups: list[_Group] = []
        self._table_count = 0

    def add(self, text: str) -> None:
        """Adds text to the block that is being written."""
        if self.hidden:
            self._hidden.append(text)
            return
        if not self._pieces:
            if text.isspace():
                return
            self._start = self.line
        if not self.bold and any(character.isalnum() for character in text):
            self._all_bold = False
        self._pieces.append(text)

    def end_paragraph(self) -> None:
        """A blank line: the end of a paragraph, a blank inside of cells and notes."""
        if self.tables or self._in_note():
            self.add(" ")
        else:
            self.flush()

    def break_line(self) -> None:
        """``\\\\``: the end of a row in a table, of a line in a paragraph, a blank elsewhere."""
        if self.tables:
            self.end_row()
        elif self._shape is Shape.PARAGRAPH and not self._in_note():
            self.flush()
        else:
            self.add(" ")

    def _in_note(self) -> bool:
        """Whether text now belongs to a footnote; a few braces may be open within it."""
        return any(group.action == "note" for group in self._groups[-3:])

    def flush(self) -> None:
        """Ends the block that is being written, and prints the notes that it refers to."""
        text = normalize_space("".join(self._pieces))
        shape, depth, is_bold = self._shape, self._depth, self._all_bold
        self._pieces.clear()
        self._shape, self._depth, self._all_bold = Shape.PARAGRAPH, 0, True
        if text:
            if shape is Shape.HEADING:
                self._heading_rank = depth
            elif shape is Shape.PARAGRAPH and not self.lists and _reads_as_heading(text, is_bold):
                shape = Shape.HEADING
                depth = min(_DEEPEST_HEADING, self._heading_rank + 1)
            self.blocks.append(Block(text, shape, line=self._start, depth=depth))
        self._print_notes()

    def _print_notes(self) -> None:
        """Adds the notes that the last block or table refers to, and what is hidden in it."""
        self.blocks += self._notes
        self._notes.clear()
        if hidden := normalize_space("".join(self._hidden)):
            self.blocks.append(Block(hidden, line=self.line, hidden=True))
        self._hidden.clear()

    def open_group(self, action: str = "", rank: int = 0) -> None:
        """A brace opens; ``action`` happens where it closes, ``rank`` is that of a heading."""
        outside = None
        if action == "heading" and not self.tables:
            self.flush()
            self._shape, self._depth = Shape.HEADING, rank
        elif action == "note":
            outside = (self._pieces, self._all_bold, self._start)
            self._pieces, self._all_bold = [], True
        self._groups.append(_Group(action, self.bold, self.hidden, outside))
        self.bold = self.bold or action == "bold"
        self.hidden = self.hidden or action == "hidden"

    def close_group(self) -> str:
        """A brace closes; what it was opened for."""
        if not self._groups:
            return ""
        action, self.bold, self.hidden, outside = self._groups.pop()
        if action == "heading" and not self.tables and self._shape is Shape.HEADING:
            self.flush()
        elif outside is not None:
            text = normalize_space("".join(self._pieces))
            if text:
                self._notes.append(Block(text, Shape.NOTE, line=self.line))
            self._pieces, self._all_bold, self._start = outside
        return action

    def ends_word(self, mark: str) -> bool:
        """Whether ``mark``, set above the line here, is the mark of a note behind a word."""
        return is_note_mark("".join(self._pieces[-3:]), mark)

    def in_group(self, action: str = "") -> bool:
        """Whether braces are open, or such for ``action`` among the last of them."""
        if not action:
            return bool(self._groups)
        return any(group.action == action for group in self._groups[-6:])

    def begin_entry(self) -> None:
        """Begins a list entry; within a table, entries are text of the cell."""
        if self.tables:
            self.add(" ")
        else:
            self.flush()
            self._shape, self._depth = Shape.ENTRY, max(1, self.lists)

    def end_label(self) -> None:
        """Sets the label of an entry off from what it labels."""
        label = "".join(self._pieces).rstrip()
        self.add(": " if label[-1:].isalnum() else " ")

    def begin_table(self) -> None:
        """Begins a table, which may stand in a cell of another."""
        if not self.tables:
            self.flush()
        self.tables.append(_Table())

    def end_cell(self) -> None:
        """``&``: ends a cell; outside of tables it is text."""
        if self.tables:
            self.tables[-1].cells.append(normalize_space("".join(self._pieces)))
            self._pieces.clear()
        elif self._pieces:
            self.add(" & ")

    def end_row(self) -> None:
        """Ends a row. One that repeats the first, as the head of a long table does on each page,
        is left out."""
        if not self.tables:
            return
        table = self.tables[-1]
        start, is_bold = self._start, self._all_bold
        self.end_cell()
        row = [Cell(column, text, is_bold) for column, text in enumerate(table.cells)]
        if any(table.cells) and row not in table.rows[:1]:
            table.rows.append(row)
            table.lines.append(start)
        table.cells = []
        self._all_bold = True

    def rule_below(self) -> None:
        """A line is drawn below the last row."""
        if self.tables:
            self.tables[-1].ruled.add(len(self.tables[-1].rows))

    def end_table(self) -> None:
        """Ends the innermost table. A table in a cell of another becomes text of that cell."""
        self.end_row()
        table = self.tables.pop()
        if self.tables:
            self.add(" ".join(cell.text for row in table.rows for cell in row))
        elif table.rows:
            self._table_count += 1
            # The only line within a table sets off its header; lines below all rows are a grid.
            is_header = 1 in table.ruled and len(table.ruled - {0}) < len(table.rows)
            marked = 0 if is_header and len(table.rows[0]) > 1 else None
            blocks = row_blocks(table.rows, self._table_count, marked, table.lines)
            self.blocks += [block for block in blocks if block is not None]
            self._print_notes()

    def finish(self) -> None:
        """Writes what the end of the source left open."""
        while self._groups:
            self.close_group()
        while self.tables:
            self.end_table()
        self.flush()


def _reads_as_heading(text: str, is_bold: bool) -> bool:
    """Whether a line that no heading command set is one: short and bold, or by its wording."""
    if is_bold and len(text.split()) <= _BOLD_HEADING_WORDS and text[-1] not in ".,;":
        return True
    return heading_rank(text) > 0
