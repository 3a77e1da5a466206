"""One walk over the body of a Word document: its blocks in order, nothing lost, nothing twice.

A low leaf of the Word reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers import folding
from curriculum_gap.readers.docx_markup import (
    ALTERNATE,
    SDT,
    SDT_CONTENT,
    THROUGH,
    VAL,
    M,
    W,
    branches,
    first,
    is_on,
    is_shaded,
    members,
    number,
)
from curriculum_gap.readers.docx_package import SAVE_AGAIN, Package
from curriculum_gap.readers.docx_styles import Direct, Style, Styles, outline_level
from curriculum_gap.readers.docx_text import (
    Fields,
    Run,
    RunReader,
    all_bold,
    broken_lines,
    look_of,
    visible,
)
from curriculum_gap.readers.grid import Cell, row_blocks
from curriculum_gap.readers.looks import Look
from curriculum_gap.readers.softlines import entry_text, line_groups

__all__ = ["Found", "Walk"]

_P, _TBL = W + "p", W + "tbl"
_PROPERTIES, _RUN_PROPERTIES, _DELETED = W + "pPr", W + "rPr", W + "del"
_STYLE, _NUMBERING, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_SHADE, _SECTION = W + "shd", W + "sectPr"
_ROW_PROPERTIES, _HEADER, _BEFORE = W + "trPr", W + "tblHeader", W + "gridBefore"
_CELL_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_EMBEDDED, _FORMULA, _CELL_DELETED = W + "altChunk", M + "oMathPara", W + "cellDel"
_HEADING_WORDS = 30  # a longer paragraph in a heading style is a paragraph


@dataclass(slots=True)
class Found:
    """Blocks in order, and beside them how they look (None where that says nothing)."""

    blocks: list[Block] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)

    def add(self, block: Block, look: Look | None = None) -> None:
        """One more block."""
        self.blocks.append(block)
        self.looks.append(look)

    def extend(self, more: Found) -> None:
        """All blocks of ``more``."""
        self.blocks += more.blocks
        self.looks += more.looks


class Walk:
    """Holds what is true across paragraphs: open fields, the count of tables, notes not yet seen.

    ``title`` is the first paragraph in the Title style; ``embedded`` counts documents within the
    document that are not read; ``section`` is the properties of the first section that ended within
    the body.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._styles = Styles(
            package.related_of_kind("styles"), lambda: package.related_of_kind("numbering")
        )
        self._deletes = False  # whether deleted text was seen anywhere: few paragraphs need asking
        self._notes = {kind: self._note_elements(kind) for kind in ("footnote", "endnote")}
        self._fields = Fields()
        self._tables = 0
        self._inside_tables = 0
        self._depth = 0
        self._carried: list[Run] = []  # a paragraph whose end was deleted
        self.title = ""
        self.embedded = 0
        self.section: Any = None

    def _note_elements(self, kind: str) -> dict[str, Any]:
        root = self._package.related_of_kind(kind + "s")
        if root is None:
            return {}
        self._look_for_deletions(root)
        return {
            note.get(W + "id", ""): note
            for note in root.iterchildren(W + kind)
            if note.get(W + "type", "normal") == "normal"
        }

    def read(self, parent: Any) -> Found:
        """The blocks below a body, cell, text box, note, header or footer."""
        fields, carried = self._fields, self._carried
        self._fields, self._carried = Fields(), []
        found = Found()
        if not self._depth:
            self._look_for_deletions(parent)
        self._deeper()
        self._blocks(parent, found)
        if self._carried:
            self._emit(self._carried, self._styles.paragraph(Direct()), found)
        self._depth -= 1
        self._fields, self._carried = fields, carried
        return found

    def _look_for_deletions(self, root: Any) -> None:
        self._deletes = self._deletes or next(root.iter(_DELETED), None) is not None

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            what = f"nests tables or text boxes more than {self._limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)

    def _blocks(self, parent: Any, found: Found) -> None:
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, found)
            elif tag == _TBL:
                self._table(child, found)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self._blocks(content, found)
            elif tag == ALTERNATE:
                before = len(found.blocks)
                for branch in branches(child):
                    self._blocks(branch, found)
                    if len(found.blocks) > before:
                        break
            elif tag in THROUGH:
                self._blocks(child, found)
            elif tag == _EMBEDDED:
                self.embedded += 1
            elif tag == _FORMULA and (text := _fold("".join(child.itertext(M + "t")))):
                found.add(Block(text))

    # paragraphs

    def _paragraph(self, paragraph: Any, found: Found) -> None:
        children = paragraph[:]
        direct, joined = self._direct(first(children, _PROPERTIES))
        style = self._styles.paragraph(direct)
        reader = RunReader(
            self._styles,
            self._fields,
            style,
            self._inside_tables > 0,
            self._package.related,
        )
        reader.runs, self._carried = self._carried, []
        reader.read(children)
        self._fields.end_paragraph()
        if joined:
            self._carried = reader.runs
        elif reader.runs:
            before = len(found.blocks)
            self._emit(reader.runs, style, found)
            if not self.title and self._styles.is_title(direct.style):
                shown = [block.text for block in found.blocks[before:] if not block.hidden]
                self.title = " ".join(shown)
        for box in reader.boxes:
            if not isinstance(box, str):
                found.extend(self.read(box))
            elif text := _fold(box):
                found.add(Block(text))
        for kind, identity in reader.notes:
            self._note(kind, identity, found)

    def _direct(self, properties: Any) -> tuple[Direct, bool]:
        """What a paragraph says about itself, and whether its end was deleted, so that it goes on
        in the next one."""
        if properties is None:
            return _PLAIN, False
        named: str | None = None
        entry = level = None
        shaded = joined = False
        for element in properties[:]:
            tag = element.tag
            if tag == _STYLE:
                named = element.get(VAL)
            elif tag == _NUMBERING:
                entry = self._styles.entry_depth(element)
            elif tag == _OUTLINE:
                level = outline_level(element)
            elif tag == _SHADE:
                shaded = is_shaded(element)
            elif tag == _RUN_PROPERTIES:
                joined = self._deletes and first(element, _DELETED) is not None
            elif tag == _SECTION and self.section is None:
                self.section = element
        return Direct(named, entry, level, shaded), joined

    def _note(self, kind: str, identity: str, found: Found) -> None:
        note = self._notes[kind].pop(identity, None)  # popped: a note is printed once
        if note is not None:
            shown = [block.text for block in self.read(note).blocks if not block.hidden]
            if text := " ".join(shown):
                found.add(Block(text, Shape.NOTE))

    def _emit(self, runs: list[Run], style: Style, found: Found) -> None:
        whole = "".join([run.text for run in runs])
        unseen = [run.text for run in runs if run.style.hidden]
        if "\n" in whole:
            lines = broken_lines(runs)
            texts = [(_fold(visible(line)), all_bold(line)) for line in lines]
            groups = list(line_groups(texts))
            for start, stop in groups:
                group = [run for line in lines[start:stop] for run in line]
                text = " ".join(text for text, _ in texts[start:stop])
                _add(group, text, style, found, len(groups) > 1)
        elif text := _fold(visible(runs) if unseen else whole):
            _add(runs, text, style, found, False)
        if unseen and (text := _fold(" ".join(unseen))):
            found.add(Block(text, hidden=True))

    # tables

    def _table(self, table: Any, found: Found) -> None:
        self._tables += 1
        this = self._tables
        self._inside_tables += 1
        rows: list[list[Cell]] = []
        apart: list[Found] = []
        headers: list[int] = []
        merged: set[int] = set()
        everything = Found()
        for row in members(table, W + "tr"):
            properties = first(row, _ROW_PROPERTIES)
            if properties is not None:
                if first(properties, _DELETED) is not None:
                    continue
                header = first(properties, _HEADER)
                if header is not None and is_on(header):
                    headers.append(len(rows))
            apart.append(Found())
            rows.append(self._row(row, properties, merged, apart[-1], everything))
        self._inside_tables -= 1
        if max(map(len, rows), default=0) <= 1:  # a frame around ordinary text
            if this == self._tables:
                self._tables -= 1
            found.extend(everything)
            return
        marked = next((index for index in headers if len(rows[index]) > 1), None)
        likely = self._sets_off_header(table)
        blocks = row_blocks(rows, this, marked, likely=likely)
        for block, beside in zip(blocks, apart, strict=True):
            if block is not None:
                found.add(block)
            found.extend(beside)

    def _sets_off_header(self, table: Any) -> bool:
        properties = table.find(W + "tblPr")
        if properties is None:
            return False
        style, look = properties.find(W + "tblStyle"), properties.find(W + "tblLook")
        if style is None or look is None or not self._styles.named(style.get(VAL)).header_row:
            return False
        if (first := look.get(W + "firstRow")) is not None:
            return first in ("1", "true", "on")
        try:
            return bool(int(look.get(VAL, "0"), 16) & 0x20)
        except ValueError:
            return False

    def _row(
        self, row: Any, properties: Any, merged: set[int], apart: Found, everything: Found
    ) -> list[Cell]:
        """The cells of a row. What is no running text of a cell (notes, nested tables, hidden text)
        goes to ``apart``, and all of it, as ordinary blocks, to ``everything``. ``merged`` holds
        the columns with an open vertical merge."""
        cells: list[Cell] = []
        before = first(properties, _BEFORE) if properties is not None else None
        column = max(number(before), 0) if before is not None else 0
        for cell in members(row, W + "tc"):
            span, merge, shaded, deleted = 1, None, False, False
            about = first(cell, _CELL_PROPERTIES)
            for element in about if about is not None else ():
                tag = element.tag
                if tag == _SPAN:
                    span = max(number(element, 1), 1)
                elif tag == _MERGE:
                    merge = element.get(VAL, "continue")
                elif tag == _SHADE:
                    shaded = is_shaded(element)
                elif tag == _CELL_DELETED:
                    deleted = True
            continued = merge == "continue" and column in merged
            if merge is None:
                merged.discard(column)
            else:
                merged.add(column)
            if not deleted:
                inside = Found() if continued else self.read(cell)
                everything.extend(inside)
                cells.append(_cell(column, inside, shaded, apart))
            column += span
        return cells


_PLAIN = Direct()


def _fold(text: str) -> str:
    """As `folding.fold`. XML holds no ASCII that would have to be cleaned away but DEL."""
    if text.isascii() and "\x7f" not in text:
        return " ".join(text.split())
    return folding.fold(text)


def _add(runs: Iterable[Run], text: str, style: Style, found: Found, split: bool) -> None:
    """One block of visible ``text``; ``split`` says that it is only a part of its paragraph."""
    bare, bullet = entry_text(text)
    if not bare:
        return
    if style.level and not split and len(text.split()) <= _HEADING_WORDS:
        found.add(Block(text, Shape.HEADING, depth=style.level))
        return
    look = None if style.contents else look_of(runs, text)
    if style.entry:
        found.add(Block(bare, Shape.ENTRY, depth=style.entry), look)
    elif bullet:
        found.add(Block(bare, Shape.ENTRY, depth=1), look)
    else:
        found.add(Block(bare), look)


def _cell(column: int, inside: Found, shaded: bool, apart: Found) -> Cell:
    texts: list[str] = []
    bold = True
    for block, look in zip(inside.blocks, inside.looks, strict=True):
        if block.hidden or block.shape in (Shape.ROW, Shape.NOTE):
            apart.add(block)
            continue
        texts.append(block.text)
        bold = bold and (block.shape is Shape.HEADING or (look is not None and look.bold))
    return Cell(column, " ".join(texts), shaded or (bold and bool(texts)))
