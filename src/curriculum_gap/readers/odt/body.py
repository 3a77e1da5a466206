"""One walk over the body of an OpenDocument text: its blocks in order, nothing lost, nothing twice.

Takes an open `Package`; gives `Content` for the body, a cell, text box, note, header or footer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.odt.names import attribute, count_of, name_of, qualified
from curriculum_gap.readers.odt.numbering import HEADINGS, Counts, Numbering
from curriculum_gap.readers.odt.package import SAVE_AGAIN, Package
from curriculum_gap.readers.odt.paragraphs import ParagraphReader, drawn_boxes
from curriculum_gap.readers.odt.styles import Style, Styles
from curriculum_gap.readers.paragraph_blocks import Content, Run, add_paragraph
from curriculum_gap.readers.table_content import Table, add_table
from curriculum_gap.readers.table_grid import place_cells
from curriculum_gap.readers.text_budget import TextBudget
from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["BodyReader"]

_DEEPEST_HEADING = 9
_MOST_COLUMNS = 1_000  # of a table; the repeated cells of a sheet pasted into a text fill more
_MOST_ROWS_SPANNED = 10_000
_MOST_REPEATED = 100  # of a row that holds text
_MOST_CELLS = 120_000  # of all tables, repeated and covered ones too; each takes 0.05 ms
_FIRST_NUMBER = 100_000  # the highest that a list may begin with
# Lists of headings, figures and words, which repeat what stands elsewhere.
_INDEXES = word_set("""
    text:table-of-content text:illustration-index text:table-index text:object-index
    text:user-index text:alphabetical-index
""")
_THROUGH = word_set("""
    text:section text:index-body text:index-title text:bibliography text:numbered-paragraph
    text:meta text:change-region
""")
_ROW_GROUPS = word_set("""
    table:table-rows table:table-row-group table:table-header-rows text:soft-page-break
""")


class _List:
    """A list that is open: its style's name, how far it has counted, and its depth from 1."""

    def __init__(self, style: str, counts: Counts, depth: int) -> None:
        self.style = style
        self.counts = counts
        self.depth = depth


class BodyReader:
    """Holds what is true across paragraphs: the count of tables, and how far lists have counted.

    ``title`` is the first paragraph in the Title style; ``page`` is the name of the page style that
    the first paragraph or table begins, ``""`` where it names none.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        roots = [root for root in (package.styles, package.content) if root is not None]
        self._package = package
        self._limits = limits
        self._common = [package.styles] if package.styles is not None else []
        self._styles = Styles(self._common, package.content)
        self._numbering = Numbering(dict.fromkeys(roots))
        self._headings: Counts = {}
        self._lists: dict[str, Counts] = {}  # by id, and the last one of each style
        self._tables = 0
        self._cells = 0
        self._budget = TextBudget(limits)
        self._depth = 0
        self._inside = 0  # open tables and boxes, whose colour is not known
        self._in_index = False
        self.title = ""
        self.page: str | None = None

    def read(self, parent: Iterable[Any]) -> Content:
        """The blocks below the body, a cell, text box or note.

        Raises ReadError (too-large) where these nest deeper than ``limits.depth``.
        """
        self._depth += 1
        if self._depth > self._limits.depth:
            what = f"nests tables, lists or text boxes more than {self._limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        content = Content()
        self._blocks(parent, content, None)
        self._depth -= 1
        return content

    def read_margin(self, parent: Any) -> Content:
        """The blocks of a header or footer, in which the styles of that part hold."""
        styles = self._styles
        self._styles = Styles(self._common, self._package.styles)
        content = self.read(parent)
        self._styles = styles
        return content

    def _blocks(self, parent: Iterable[Any], content: Content, within: _List | None) -> None:
        """Adds the blocks of elements that may hold paragraphs; ``within`` is the list whose entry
        holds them."""
        first = True  # of an entry: later paragraphs go on with it
        for child in parent:
            name = name_of(child)
            if name in ("text:p", "text:h"):
                entry = within if first else None
                first = False
                self._paragraph(child, content, entry)
            elif name == "text:list":
                self._list(child, content, within)
            elif name == "table:table":
                self._table(child, content)
            elif name in _INDEXES:
                around, self._in_index = self._in_index, True
                self._blocks(child, content, None)
                self._in_index = around
            elif name in _THROUGH:
                self._section(child, content)
            elif name.startswith("draw:"):
                self._boxes(drawn_boxes(child)[0], content)

    def _section(self, element: Any, content: Content) -> None:
        """Adds what stands in a section, hidden where the section is."""
        style = self._styles.named("section", attribute(element, "text:style-name"))
        display = attribute(element, "text:display")
        hidden = display == "none" or style.hidden
        hidden = hidden or (
            display == "condition" and attribute(element, "text:is-hidden") == "true"
        )
        inside = Content()
        self._blocks(element, inside, None)
        content.extend(_hidden(inside) if hidden else inside)

    def _paragraph(self, element: Any, content: Content, entry: _List | None) -> None:
        """Adds a paragraph or heading, then the boxes and notes that hang on it."""
        style = self._styles.paragraph(attribute(element, "text:style-name"))
        if self.page is None:
            self.page = style.page or ""
        style = self._ranked(element, style, entry)
        plain = self._styles.text(style, "", self._inside > 0)
        reader = ParagraphReader(self._styles, self._inside > 0, self._package.formula)
        if label := self._label(element, style, entry):
            reader.runs.append(Run(f"{label} ", plain))
        reader.read(element, plain)
        for run in reader.runs:  # those of repeated cells each time
            self._budget.take(run.text)
        own = Content()
        add_paragraph(reader.runs, style, own)
        content.extend(_hidden(own) if reader.hidden else own)
        if style.title and not self.title:
            self.title = own.visible_text()
        self._boxes(reader.boxes, content)
        for note in reader.notes:
            if text := self.read(note).visible_text():
                content.add(Block(text, Shape.NOTE))

    def _ranked(self, element: Any, style: Style, entry: _List | None) -> Style:
        """The style of a paragraph with its rank: of a heading, an entry or a line of an index."""
        level = style.level
        if name_of(element) == "text:h" and not style.title:
            # An entry with an outline level and no style of headings was pasted from a web page's.
            is_pasted = entry is not None and not style.level
            outline = count_of(element, "text:outline-level", _DEEPEST_HEADING)
            level = 0 if is_pasted else outline
        contents = style.contents or self._in_index or None
        if contents:
            level = 0
        depth = entry.depth if entry is not None else None
        return style._replace(level=level, entry=depth, contents=contents)

    def _label(self, element: Any, style: Style, entry: _List | None) -> str:
        """The words that are printed before a heading or entry."""
        if entry is not None and entry.style:
            start = count_of(element.getparent(), "text:start-value", _FIRST_NUMBER, default=-1)
            first = None if start < 0 else start
            return self._numbering.label("list " + entry.style, entry.depth, entry.counts, first)
        if name_of(element) == "text:h" and style.level and style.numbered != "":
            if attribute(element, "text:is-list-header") == "true":
                return ""
            return self._numbering.label(HEADINGS, style.level, self._headings)
        return ""

    def _boxes(self, boxes: Iterable[Any], content: Content) -> None:
        """Adds what stands in text boxes and shapes."""
        self._inside += 1
        for box in boxes:
            content.extend(self.read(box))
        self._inside -= 1

    def _list(self, element: Any, content: Content, within: _List | None) -> None:
        """Adds the entries of a list. One in an entry goes on counting with that list."""
        name = attribute(element, "text:style-name") or (within.style if within else "")
        if within is not None:
            open_list = _List(name, within.counts, within.depth + 1)
        else:
            open_list = _List(name, self._counts(element, name), 1)
        if open_list.depth + self._depth > self._limits.depth:
            what = f"nests tables, lists or text boxes more than {self._limits.depth} deep"
            raise ReadError(Status.TOO_LARGE, what, SAVE_AGAIN)
        for entry in element:
            kind = name_of(entry)
            if kind == "text:list-item":
                self._blocks(entry, content, open_list)
            elif kind == "text:list-header":  # no number stands before it
                unnumbered = _List("", open_list.counts, open_list.depth)
                self._blocks(entry, content, unnumbered)

    def _counts(self, element: Any, style: str) -> Counts:
        """How far a list has counted that may go on with another one."""
        before = attribute(element, "text:continue-list")
        if not before and attribute(element, "text:continue-numbering") == "true":
            before = "style " + style
        counts = self._lists.get(before, {}) if before else {}
        for key in ("style " + style, attribute(element, "xml:id")):
            self._lists[key] = counts
        return counts

    def _table(self, element: Any, content: Content) -> None:
        """Adds the rows of a table, each followed by what stands beside it."""
        if self.page is None:
            name = attribute(element, "table:style-name")
            self.page = self._styles.named("table", name).page or ""
        self._tables += 1
        number_of_table = self._tables
        self._inside += 1
        table = Table()
        covered: dict[int, tuple[int, int]] = {}
        for row, is_header in _rows(element, header=False):
            repeated = count_of(row, "table:number-rows-repeated", _MOST_REPEATED)
            before = len(table.rows)
            self._row(row, is_header, covered, table)
            if repeated > 1 and any(cell.text for cell in table.rows[before]):
                for _ in range(repeated - 1):
                    self._row(row, is_header, covered, table)
        self._inside -= 1
        shown = add_table(table, number_of_table, content)
        if not shown and number_of_table == self._tables:
            self._tables -= 1  # a frame counts only if tables within it did

    def _row(
        self, row: Any, is_header: bool, covered: dict[int, tuple[int, int]], table: Table
    ) -> None:
        """Adds the cells of a row; ``covered`` is what cells above cover (`place_cells`)."""
        cells: list[Any] = []
        spans: list[tuple[int, int]] = []
        for cell in row.iterchildren(qualified("table:table-cell")):
            wide = count_of(cell, "table:number-columns-spanned", _MOST_COLUMNS)
            high = count_of(cell, "table:number-rows-spanned", _MOST_ROWS_SPANNED)
            repeated = count_of(cell, "table:number-columns-repeated", _MOST_COLUMNS)
            repeated = min(repeated, _MOST_COLUMNS - len(cells))
            cells += [cell] * repeated
            spans += [(max(wide, 1), max(high, 1))] * repeated
        while cells and not len(cells[-1]):  # a row is filled up with empty cells
            if len(cells) <= 2 or cells[-1] is not cells[-2]:
                break
            cells.pop()
            spans.pop()
        table.begin_row(header=is_header)
        row_shaded = self._styles.named("table-row", attribute(row, "table:style-name")).shaded
        for column, index in place_cells(spans, covered):
            self._cells += 1
            if self._cells > _MOST_CELLS:
                what = f"has tables of more than {_MOST_CELLS:,} cells"
                raise ReadError(Status.TOO_LARGE, what, "split the file, or export it as PDF")
            if index is None:
                table.add_cell(column, Content())
                continue
            style = self._styles.named("table-cell", attribute(cells[index], "table:style-name"))
            shaded = bool(style.shaded or row_shaded)
            table.add_cell(column, self.read(cells[index]), shaded=shaded)


def _rows(table: Iterable[Any], *, header: bool) -> Iterator[tuple[Any, bool]]:
    """The rows of a table that are shown, and whether the file calls them headers."""
    for child in table:
        name = name_of(child)
        if name == "table:table-row":
            if attribute(child, "table:visibility", "visible") == "visible":
                yield child, header
        elif name in _ROW_GROUPS:
            yield from _rows(child, header=header or name == "table:table-header-rows")


def _hidden(content: Content) -> Content:
    """``content``, all of it hidden."""
    blocks = [replace(block, hidden=True) for block in content.blocks]
    return Content(blocks, [None] * len(blocks))
