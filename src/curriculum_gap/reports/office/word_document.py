"""A Word document from headings, lists, quotations and tables: the one place that uses python-docx.

Every text is escaped, and stands in a named style. Tables repeat their heads, do not break rows and
say what they show (alternative text). The language is set. The same calls give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from curriculum_gap.archive_dates import with_fixed_dates
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.quotations import QuotedPart

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import BaseStyle
    from docx.styles.styles import Styles
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

__all__ = ["TINTS", "WordDocument", "columns_across"]

TINTS = ("", "EDF4FB", "D2E5F6", "AECFEE")
"""Fills of a cell, from none to the strongest."""
_DATE = datetime(2000, 1, 1)  # any, so that the bytes do not change from day to day
_HEAD_FILL, _GROUP_FILL, _BORDER = "DDE3E9", "F1F4F6", "A9B4BF"
_MOST_CHARACTERS = 4_000  # of a paragraph or cell
_MARGIN, _SHORT_SIDE, _LONG_SIDE = 0.8, 8.5, 11.0  # inches
_TITLE_WIDTH, _WHOLE_WIDTH = 2.35, 1.0  # inches of a grid's first columns
_CELL_MARGIN = 0.05  # inches, left and right in a cell
_CHARACTER = 0.085  # inches of a character of a course's head, the widest fonts included


_ROOM = _LONG_SIDE - 2 * _MARGIN - _TITLE_WIDTH - _WHOLE_WIDTH  # of a grid's other columns


def columns_across(heads: Sequence[str], most: int) -> int:
    """How many columns with these heads stand side by side in a grid without a broken word."""
    words = [word for head in heads for word in re.split(r"\s+|(?<=-)", _text(head))]
    longest = max(map(len, words), default=1)
    return max(1, min(most, int(_ROOM / (longest * _CHARACTER + 2 * _CELL_MARGIN))))


class WordDocument:
    """A document that is written from top to bottom, then given as bytes."""

    def __init__(self, title: str, subject: str) -> None:
        import docx

        self._document = docx.Document()
        _set_styles(self._document)
        properties = self._document.core_properties
        properties.title, properties.subject = _text(title)[:200], subject
        properties.author = properties.last_modified_by = "gapcheck"
        properties.comments, properties.category = "", "gapcheck report"
        properties.language = "en-US"
        properties.created = properties.modified = _DATE
        properties.revision = 1
        self._lay_out(self._document.sections[0], landscape=False)
        _number_pages(self._document.sections[0], _text(title)[:80])
        self._document.add_paragraph(_text(title), "Title")
        self._document.add_paragraph(subject, "Subtitle")

    def heading(self, text: str, level: int) -> None:
        """A heading of level 1 to 3."""
        _set_style(self._document.add_paragraph(_text(text)), f"Heading {level}")

    def paragraph(self, text: str, style: str = "Normal") -> None:
        """A paragraph in one of the styles Normal, Notice and Detail."""
        _set_style(self._document.add_paragraph(_text(text)), style)

    def entry(self, lead: str, text: str) -> None:
        """An entry of a list; ``lead`` is bold."""
        paragraph = self._document.add_paragraph()
        _set_style(paragraph, "List Bullet")
        if lead:
            paragraph.add_run(_blanks(lead)).bold = True
        paragraph.add_run(_blanks(text))

    def quotation(self, lead: str, parts: Sequence[QuotedPart]) -> None:
        """Words of a document with the matching ones in bold, behind where they stand."""
        paragraph = self._document.add_paragraph()
        _set_style(paragraph, "Quotation")
        paragraph.add_run(_blanks(lead)).italic = True
        paragraph.add_run("“")
        for text, matched in parts:
            paragraph.add_run(_blanks(text)).bold = True if matched else None
        paragraph.add_run("”")

    def table(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
    ) -> None:
        """A table of texts; ``widths`` are in inches."""
        made = self._new_table(caption, heads, widths)
        _fill(made, [[(text, 0) for text in row] for row in rows], widths)

    def grid(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[tuple[str, Sequence[tuple[str, int]]]],
    ) -> None:
        """A table of short marks with tints, on a landscape page. A row without cells is the name
        of the group that follows."""
        each = _ROOM / max(len(heads) - 2, 1)
        widths = [_TITLE_WIDTH, _WHOLE_WIDTH, *([min(each, 0.8)] * (len(heads) - 2))]
        made = self._new_table(caption, heads, widths)
        for cell in made.rows[0].cells[2:]:
            _set_style(cell.paragraphs[0], "Course head")
        _fill(made, [[(title, 0), *cells] for title, cells in rows], widths)

    def turn(self, landscape: bool) -> None:
        """Go on with a new page, landscape or upright."""
        from docx.enum.section import WD_SECTION

        self._lay_out(self._document.add_section(WD_SECTION.NEW_PAGE), landscape)

    def as_bytes(self) -> bytes:
        """The document's file; its parts bear one date."""
        written = io.BytesIO()
        self._document.save(written)
        return with_fixed_dates(written.getvalue())

    def _lay_out(self, section: Section, landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Inches

        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        wide, high = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
        section.page_width, section.page_height = Inches(wide), Inches(high)
        section.left_margin = section.right_margin = Inches(_MARGIN)
        section.top_margin = section.bottom_margin = Inches(_MARGIN)

    def _new_table(self, caption: str, heads: Sequence[str], widths: Sequence[float]) -> Table:
        """A table with its caption above it and a head that is repeated on every page."""
        from docx.shared import Inches

        paragraph = self._document.add_paragraph(_text(caption), "Caption")
        paragraph.paragraph_format.keep_with_next = True
        made: Table = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
        made.autofit = False
        properties = made._tbl.tblPr
        for tag, text in (("w:tblCaption", caption), ("w:tblDescription", caption)):
            _add(properties, tag, {"w:val": _text(text)})
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Inches(width)
        for cell, text, width in zip(made.rows[0].cells, heads, widths, strict=True):
            _write_cell(cell, text, width, "Table head", _HEAD_FILL)
        _row_property(made.rows[0], "w:tblHeader")
        _row_property(made.rows[0], "w:cantSplit")
        return made


def _fill(table: Table, rows: Sequence[Sequence[tuple[str, int]]], widths: Sequence[float]) -> None:
    """Add rows of texts with tints. A row of one cell is a group: it spans the table."""
    for row in rows:
        made = table.add_row()  # type: ignore[no-untyped-call]
        _row_property(made, "w:cantSplit")
        cells = made.cells
        if len(row) == 1 < len(widths):
            merged = cells[0].merge(cells[-1])
            _write_cell(merged, row[0][0], sum(widths), "Table head", _GROUP_FILL)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
            continue
        for index, (text, tint) in enumerate(row):
            style = "Table mark" if index and len(text) < 4 else "Table text"
            _write_cell(cells[index], text, widths[index], style, TINTS[tint])


def _write_cell(cell: _Cell, text: str, width: float, style: str, fill: str) -> None:
    from docx.shared import Inches

    cell.width = Inches(width)
    paragraph = cell.paragraphs[0]
    _set_style(paragraph, style)
    paragraph.add_run(_text(text))
    if fill:
        _add(cell._tc.get_or_add_tcPr(), "w:shd",
             {"w:val": "clear", "w:color": "auto", "w:fill": fill})  # fmt: skip


def _set_style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph a style by its id: the name without blanks, as in python-docx's template. A
    search by name takes most of the time of a large document."""
    paragraph._p.style = name.replace(" ", "")


def _text(text: str) -> str:
    """A text in one line, without what XML cannot hold, of a length that fits."""
    line = escape_line(text)
    return line if len(line) <= _MOST_CHARACTERS else line[:_MOST_CHARACTERS].rstrip() + "…"


def _blanks(text: str) -> str:
    """A part of a line, with the blanks at its ends."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return before + _text(text) + after


def _add(parent: BaseOxmlElement, tag: str, values: dict[str, str]) -> _Element:
    """A new element of WordprocessingML below ``parent``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(name), value)
    parent.append(element)
    return element


def _row_property(row: _Row, tag: str) -> None:
    _add(row._tr.get_or_add_trPr(), tag, {"w:val": "true"})


def _set_styles(document: Document) -> None:
    """Fonts and sizes of the styles that are used, and those of our own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        styles[name].font.name = "Calibri"
        styles[name].font.color.rgb = RGBColor(0x1F, 0x23, 0x28)
    sizes = {"Normal": 10, "Title": 20, "Subtitle": 12, "Heading 1": 15, "Heading 2": 12,
             "Heading 3": 10.5, "Caption": 9}  # fmt: skip
    spaces = {"Normal": (0, 4), "Title": (0, 2), "Subtitle": (0, 8), "Heading 1": (14, 4),
              "Heading 2": (10, 3), "Heading 3": (6, 1), "Caption": (4, 3),
              "List Bullet": (0, 2)}  # fmt: skip
    for name, size in sizes.items():
        styles[name].font.size = Pt(size)
    own = {"Notice": (9, 2), "Detail": (10, 2), "Quotation": (9, 2), "Table head": (8, 0),
           "Table text": (8, 0), "Table mark": (8, 0), "Course head": (7, 0)}  # fmt: skip
    for name, (size, after) in own.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        spaces[name] = (0, after)
    _set_table_style(styles["Table Grid"])
    styles["Table head"].font.bold = styles["Course head"].font.bold = True
    styles["Table mark"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Quotation"].paragraph_format.left_indent = Pt(14)
    for name in ("Detail", "Notice"):
        styles[name].paragraph_format.keep_with_next = True
    for name, (before, after) in spaces.items():
        layout = styles[name].paragraph_format
        layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0
    _set_language(styles)


def _set_table_style(style: BaseStyle) -> None:
    """Soft lines, and little room at the sides of a cell."""
    from docx.oxml.ns import qn

    properties = style.element.find(qn("w:tblPr"))
    for border in properties.find(qn("w:tblBorders")):
        border.set(qn("w:color"), _BORDER)
    for side in ("w:left", "w:right"):
        margin = properties.find(qn("w:tblCellMar")).find(qn(side))
        margin.set(qn("w:w"), str(round(_CELL_MARGIN * 1440)))


def _set_language(styles: Styles) -> None:
    """American English for all that has no other language: the words of the report."""
    from docx.oxml.ns import qn

    defaults = styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = _add(properties, "w:lang", {})
    language.set(qn("w:val"), "en-US")


def _number_pages(section: Section, title: str) -> None:
    """The title and the number of the page at the foot of every page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.style.font.size = None
    paragraph.add_run(f"{title} · page ")
    for kind in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if kind == "PAGE":
            _add(run._r, "w:instrText", {}).text = kind
        else:
            _add(run._r, "w:fldChar", {"w:fldCharType": kind})
