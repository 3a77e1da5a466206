"""One walk over the body of a Word document: its blocks in order, nothing lost, nothing twice.

Takes an open `Package`; gives `Content` for a body, cell, text box, note, header or footer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.docx.numbering import Numbering
from curriculum_gap.readers.docx.package import SAVE_AGAIN, Package
from curriculum_gap.readers.docx.paragraphs import Fields, RunReader
from curriculum_gap.readers.docx.styles import (
    MATH,
    THROUGH,
    VAL,
    Direct,
    Style,
    Styles,
    W,
    first,
    is_on,
    is_shaded,
    name_of,
    number,
    outline_level,
    series_of,
    text_branch,
)
from curriculum_gap.readers.paragraph_blocks import Content, Run, add_paragraph
from curriculum_gap.readers.table_content import Table, add_table
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["BodyReader"]

_FIRST_ROW = 0x20  # the bit of w:tblLook that applies a table style's first row


class BodyReader:
    """Holds what is true across paragraphs: open fields, the count of tables, notes not yet shown.

    ``title`` is the first paragraph in the Title style; ``section`` is the properties of the first
    section that ended within the body.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._styles = Styles(
            package.related_of_kind("styles"), package.related_of_kind("numbering")
        )
        self._numbering = Numbering(package.related_of_kind("numbering"))
        self._notes = {
            "footnote": self._note_elements("footnote"),
            "endnote": self._note_elements("endnote"),
        }
        self._fields = Fields()
        self._tables = 0
        self._open_tables = 0
        self._depth = 0
        self._carried: list[Run[Style]] = []  # of a paragraph whose end was deleted
        self.title = ""
        self.section: Any = None

    def _note_elements(self, kind: str) -> dict[str, Any]:
        """Id → element of the notes that an author wrote; separators have other types."""
        root = self._package.related_of_kind(kind + "s")
        notes: dict[str, Any] = {}
        for note in () if root is None else root.iterchildren(W + kind):
            if note.get(W + "type", "normal") == "normal":
                notes[note.get(W + "id", "")] = note
        return notes

    def read(self, parent: Any) -> Content:
        """The blocks below a body, cell, text box, note, header or footer.

        Raises ReadError (too-large) where these nest deeper than ``limits.depth``.
        """
        # Fields and joined paragraphs end with the part that they stand in.
        fields, carried = self._fields, self._carried
        self._fields, self._carried = Fields(), []
        self._depth += 1
        if self._depth > self._limits.depth:
            what = f"nests tables or text boxes more than {self._limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        content = Content()
        self._blocks(parent, content)
        if self._carried:
            add_paragraph(self._carried, self._styles.paragraph(Direct()), content)
        self._depth -= 1
        self._fields, self._carried = fields, carried
        return content

    def _blocks(self, parent: Iterable[Any], content: Content) -> None:
        """Adds the blocks of elements that may hold paragraphs and tables."""
        for child in parent:
            name = name_of(child)
            if name == "w:p":
                self._paragraph(child, content)
            elif name == "w:tbl":
                self._table(child, content)
            elif name == "mc:AlternateContent":
                self._blocks(text_branch(child), content)
            elif name in THROUGH:
                self._blocks(child, content)
            elif name == "m:oMathPara":
                formula = normalize_space("".join(child.itertext(MATH + "t")))
                if formula:
                    content.add(Block(formula))

    def _paragraph(self, paragraph: Any, content: Content) -> None:
        """Adds a paragraph, then the text boxes and notes that hang on it.

        Where a tracked change deleted the end of the paragraph, or where it is a drop capital, its
        text is kept until the next one, which goes on with it: both are one on the page.
        """
        direct, joins_next = self._direct(first(paragraph, "w:pPr"))
        style = self._styles.paragraph(direct)
        on_colour = self._open_tables > 0
        reader = RunReader(self._styles, self._fields, style, on_colour, self._package.related)
        reader.runs, self._carried = self._carried, []
        reader.read(paragraph)
        self._fields.end_paragraph()
        if style.entry and (label := self._numbering.label(style.series, style.entry - 1)):
            shown = reader.runs[0].style if reader.runs else style
            reader.runs.insert(0, Run(f"{label} ", shown))
        if joins_next:
            self._carried = reader.runs  # the text goes on in the next paragraph
        else:
            own = Content()
            add_paragraph(reader.runs, style, own)
            content.extend(own)
            if style.title and not self.title:
                self.title = own.visible_text()
        for box in reader.boxes:
            if not isinstance(box, str):
                content.extend(self.read(box))
            elif text := normalize_space(box):
                content.add(Block(text))
        for kind, identity in reader.notes:
            self._note(kind, identity, content)

    def _direct(self, properties: Any) -> tuple[Direct, bool]:
        """What a paragraph states about itself, and whether the next one goes on with it."""
        if properties is None:
            return Direct(), False
        stated: dict[str, Any] = {}
        joins_next = False
        for element in properties:
            name = name_of(element)
            if name == "w:pStyle":
                stated["style"] = element.get(VAL)
            elif name == "w:numPr":
                stated["entry"] = self._styles.entry_depth(element)
                stated["series"] = series_of(element)
            elif name == "w:outlineLvl":
                stated["level"] = outline_level(element)
            elif name == "w:shd":
                stated["shaded"] = is_shaded(element) or None
            elif name == "w:rPr":
                joins_next = joins_next or first(element, "w:del") is not None
            elif name == "w:framePr":
                joins_next = element.get(W + "dropCap") in ("drop", "margin")
            elif name == "w:sectPr" and self.section is None:
                self.section = element
        return Direct(**stated), joins_next

    def _note(self, kind: str, identity: str, content: Content) -> None:
        """Adds a footnote or endnote as one block, where it is first referred to.

        ``identity`` is the id in the reference; one without a note behind it adds nothing.
        """
        note = self._notes[kind].pop(identity, None)  # popped: a note is printed once
        if note is not None and (text := self.read(note).visible_text()):
            content.add(Block(text, Shape.NOTE))

    def _table(self, element: Any, content: Content) -> None:
        """Adds the rows of a table, each followed by what stands beside it."""
        self._tables += 1
        number_of_table = self._tables
        self._open_tables += 1
        table = self._rows(element)
        self._open_tables -= 1
        styled = self._style_sets_off_header(element)
        shown = add_table(table, number_of_table, content, styled=styled)
        if not shown and number_of_table == self._tables:
            self._tables -= 1  # a frame counts only if tables within it did

    def _rows(self, element: Any) -> Table:
        """The rows of a ``w:tbl``; deleted ones are left out."""
        table = Table()
        merged: set[int] = set()  # columns with an open vertical merge
        for row in _members(element, "w:tr"):
            properties = first(row, "w:trPr")
            skipped = 0  # columns before the first cell
            is_header = False
            if properties is not None:
                if first(properties, "w:del") is not None:
                    continue
                header = first(properties, "w:tblHeader")
                is_header = header is not None and is_on(header)
                skipped = max(number(first(properties, "w:gridBefore")), 0)
            table.begin_row(header=is_header)
            self._row(row, skipped, merged, table)
        return table

    def _row(self, row: Any, column: int, merged: set[int], table: Table) -> None:
        """Adds the cells of a row whose first one begins in ``column``, counted from 0.

        ``merged`` are the columns in which a cell of a row above reaches down; it is changed to
        what holds for the next row. Cells that a tracked change deleted are left out.
        """
        for cell in _members(row, "w:tc"):
            merge = None
            span = 1
            shaded = deleted = False
            properties = first(cell, "w:tcPr")
            for element in () if properties is None else properties:
                name = name_of(element)
                if name == "w:gridSpan":
                    span = max(number(element, 1), 1)
                elif name == "w:vMerge":
                    merge = element.get(VAL, "continue")
                elif name == "w:shd":
                    shaded = is_shaded(element)
                elif name == "w:cellDel":
                    deleted = True
            # Of cells that are merged downwards, the first holds the text; Word hides the others'.
            is_continued = merge == "continue" and column in merged
            if merge is None:
                merged.discard(column)
            else:
                merged.add(column)
            if not deleted:
                inside = Content() if is_continued else self.read(cell)
                table.add_cell(column, inside, shaded=shaded)
            column += span

    def _style_sets_off_header(self, table: Any) -> bool:
        """Whether the style of a ``w:tbl`` sets off its first row, and the table wants that."""
        properties = first(table, "w:tblPr")
        if properties is None:
            return False
        style = first(properties, "w:tblStyle")
        look = first(properties, "w:tblLook")  # which parts of the style the table applies
        if style is None or look is None or not self._styles.named(style.get(VAL)).header_row:
            return False
        wanted = look.get(W + "firstRow")
        if wanted is not None:
            return wanted in ("1", "true", "on")
        # Word 2007 writes all parts as one number in hexadecimal digits.
        try:
            return bool(int(look.get(VAL, "0"), 16) & _FIRST_ROW)
        except ValueError:
            return False


def _members(parent: Iterable[Any], wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls and other wrappers."""
    for child in parent:
        name = name_of(child)
        if name == wanted:
            yield child
        elif name in THROUGH:
            yield from _members(child, wanted)
        elif name == "mc:AlternateContent":
            yield from _members(text_branch(child), wanted)
