"""HTML inside Markdown: headings, table rows, list entries and paragraphs of a fragment.

A low leaf. Only fragments pass here, so the standard library's parser is enough; whole pages are
the business of ``from_html``.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import late
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["html_blocks", "strip_tags"]

_LONGEST = 500_000  # characters of one fragment given to the parser
_SILENT = {"script", "style", "template", "head", "svg", "math", "noscript", "iframe", "object"}
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_BREAKS = {"p", "div", "section", "article", "blockquote", "dl", "dt", "dd", "pre", "hr", "summary",
           "details", "table", "caption", "ul", "ol", "center", "figure", "figcaption", "br",
           "header", "footer", "main", "aside", "address", "thead", "tbody", "tfoot"}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
         "track", "wbr"}  # fmt: skip
_COMMENT = late(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = late(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|<!\[?[A-Z][^<>]*>", re.S)
_HIDDEN_STYLE = late(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def strip_tags(markup: str) -> str:
    """``markup`` without tags and comments, entities resolved."""
    return html.unescape(_TAG.sub(" ", markup))


def html_blocks(markup: str, line: int, table: int = 0) -> list[Block]:
    """Blocks of a fragment whose first line is ``line``; its tables count on from ``table``.

    Scripts, styles and comments are dropped; text under ``hidden`` or ``display:none`` is marked
    hidden; an image counts as its ``alt`` text.
    """
    if len(markup) > _LONGEST:
        return [Block(normalize_space(strip_tags(markup)), line=line)]
    reader = _Fragment(line, table)
    # Comments go first: the parser needs quadratic time on those that never end.
    reader.feed(_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), markup))
    reader.close()
    reader.finish()
    return reader.blocks


class _Fragment(HTMLParser):
    """Collects blocks; the standard library hands out events only through a subclass."""

    def __init__(self, line: int, table: int) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._first = line
        self._table = table
        self._open: list[tuple[str, bool]] = []  # tag, hidden
        self._text: list[str] = []
        self._line = line
        self._silent = 0
        self._lists = 0
        self._shape = Shape.PARAGRAPH
        self._depth = 0
        self._cells: list[str] | None = None
        self._header: tuple[str, ...] = ()
        self._headed = False  # every cell of the row is <th>
        self._tables = 0
        self._in_cell = False
        self._hidden = 0  # open elements that hide their text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS or tag in _HEADINGS or tag == "li":
            self._break()
        if tag not in _VOID:
            hides = "hidden" in given or bool(_HIDDEN_STYLE.search(given.get("style") or ""))
            self._hidden += hides
            self._open.append((tag, hides))
        if tag in _HEADINGS:
            self._shape, self._depth = Shape.HEADING, _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "li":
            self._shape, self._depth = Shape.ENTRY, max(1, self._lists)
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._table += 1
                self._header = ()
        elif tag == "tr" and self._tables == 1:
            self._end_row()
            self._cells, self._headed = [], True
            self._line = self._now()
        elif tag in ("td", "th") and self._tables == 1:
            if self._cells is None:
                self._cells, self._headed, self._line = [], True, self._now()
            self._end_cell()
            self._in_cell = True
            self._headed = self._headed and tag == "th"
        elif tag == "img" and given.get("alt"):
            self.handle_data(f" {given['alt']} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BREAKS or tag in _HEADINGS or tag == "li":
            self._break()
        if tag in ("ul", "ol"):
            self._lists = max(0, self._lists - 1)
        elif tag in ("td", "th") and self._tables == 1:
            self._end_cell()
        elif tag == "tr" and self._tables == 1:
            self._end_row()
        elif tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_row()
        for place in range(len(self._open) - 1, max(-1, len(self._open) - 50), -1):
            if self._open[place][0] == tag:
                self._hidden -= sum(hides for _, hides in self._open[place:])
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if not self._text and self._cells is None and data.strip():
            self._line = self._now() + data[: len(data) - len(data.lstrip())].count("\n")
        self._text.append(data)

    def finish(self) -> None:
        """Writes out what is still open at the end of the fragment."""
        if self._cells is not None:
            self._end_row()
        self._break()

    def _now(self) -> int:
        return self._first + self.getpos()[0] - 1

    def _break(self) -> None:
        """A block element begins or ends."""
        if self._cells is not None:
            self._text.append(" ")
            return
        text = normalize_space("".join(self._text))
        self._text.clear()
        if text:
            self.blocks.append(
                Block(
                    text, self._shape, line=self._line, depth=self._depth, hidden=self._hidden > 0
                )
            )
        self._shape, self._depth = Shape.PARAGRAPH, 0

    def _end_cell(self) -> None:
        text = normalize_space("".join(self._text))
        self._text.clear()
        if self._cells is not None and (self._in_cell or text):
            self._cells.append(text)
        self._in_cell = False

    def _end_row(self) -> None:
        self._end_cell()
        cells, self._cells = tuple(self._cells or ()), None
        self._text.clear()
        if not any(cells):
            return
        if self._headed and not self._header:
            self._header = cells
        text = " | ".join(cell for cell in cells if cell)
        self.blocks.append(
            Block(text, Shape.ROW, line=self._line, cells=cells, header=self._header,
                  table=self._table, hidden=self._hidden > 0)
        )  # fmt: skip
