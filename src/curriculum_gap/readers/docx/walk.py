"""One walk over the body of a Word document: its blocks in order, nothing lost, nothing twice.

A low leaf of the Word reader.
"""

from __future__ import annotations

from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.docx.blocks import Found, normalize_space, put
from curriculum_gap.readers.docx.markup import (
    ALTERNATE,
    SDT,
    SDT_CONTENT,
    THROUGH,
    VAL,
    M,
    W,
    branches,
    first,
    is_shaded,
)
from curriculum_gap.readers.docx.package import SAVE_AGAIN, Package
from curriculum_gap.readers.docx.styles import Direct, Styles, outline_level
from curriculum_gap.readers.docx.tables import read_table, sets_off_header, table_blocks
from curriculum_gap.readers.docx.text import Fields, Run, RunReader

__all__ = ["Walk"]

_P, _TBL = W + "p", W + "tbl"
_PROPERTIES, _RUN_PROPERTIES, _DELETED = W + "pPr", W + "rPr", W + "del"
_STYLE, _NUMBERING, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_SHADE, _SECTION = W + "shd", W + "sectPr"
_EMBEDDED, _FORMULA = W + "altChunk", M + "oMathPara"
_PLAIN = Direct()


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
            put(self._carried, self._styles.paragraph(_PLAIN), found)
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
            elif tag == _FORMULA and (text := normalize_space("".join(child.itertext(M + "t")))):
                found.add(Block(text))

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
            put(reader.runs, style, found)
            if not self.title and self._styles.is_title(direct.style):
                shown = [block.text for block in found.blocks[before:] if not block.hidden]
                self.title = " ".join(shown)
        for box in reader.boxes:
            if not isinstance(box, str):
                found.extend(self.read(box))
            elif text := normalize_space(box):
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

    def _table(self, table: Any, found: Found) -> None:
        self._tables += 1
        count = self._tables
        self._inside_tables += 1
        taken = read_table(table, self.read)
        self._inside_tables -= 1
        if not taken.is_frame():
            likely = sets_off_header(table, self._styles)
            found.extend(table_blocks(taken, count, likely))
            return
        if count == self._tables:  # no table within it was counted
            self._tables -= 1
        found.extend(taken.everything)
