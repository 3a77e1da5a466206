"""The blocks of a web page, from one walk over its elements.

Markdown is read by the same walk, rendered as HTML. `PageWalk` gives blocks in reading order, and
beside each how its text is set and whether it stands in ``<main>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.html.context import HEADINGS, Context, Page, enter, panel_label
from curriculum_gap.readers.html.page_chrome import count_words_of, is_page_chrome
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.table_grid import Cell, place_cells, row_blocks
from curriculum_gap.readers.text_cleanup import is_note_mark, normalize_space, word_set
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["PageWalk"]

# Elements that begin and end a block of text.
_BLOCK_TAGS = word_set("""
    address article aside blockquote body caption center dd details dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu
    ol p pre section summary table tbody td tfoot th thead tr ul
""")
# Inline elements that pages use for labels beside their values.
_INLINE_LABELS = frozenset(("span", "a", "time", "small", "b", "strong"))
# Words of the longest heading; longer ones are text that was marked for its looks.
_LONGEST_HEADING = 30
# A cell of so many words, in a table of few rows, says that the table only lays out the page.
_LAYOUT_WORDS = 300
_LAYOUT_ROWS = 3
_MOST_COLUMNS = 1_000  # that HTML allows a cell to span
_LAST_LINE = 65_535  # libxml2 counts no further


@dataclass(slots=True)
class _Run:
    """Text of one context; ``line`` of the file, from 1."""

    text: str
    context: Context
    line: int | None


class PageWalk:
    """Walks over the elements below one, and collects ``blocks``, their ``styles`` (None where the
    style says nothing) and ``in_main``. It is a loop, since pages nest deeper than Python calls.

    Within a table cell (``in_cell``) tables are only text.
    """

    def __init__(self, page: Page, in_cell: bool = False) -> None:
        self.blocks: list[Block] = []
        self.styles: list[TextStyle | None] = []
        self.in_main: list[bool] = []
        self._page = page
        self._in_cell = in_cell
        self._runs: list[_Run] = []  # since the last block began or ended
        self._heading_level = 0
        self._tables = 0
        self._term = ""  # of a definition list, until its meaning comes
        self._term_line: int | None = None

    def read(self, top: Any, context: Context) -> None:
        """Adds the blocks of ``top`` and everything below it."""
        from lxml import etree

        contexts = [context]
        walker = etree.iterwalk(top, events=("start", "end"))
        # Text stands before an element's children (``text``) and behind its end (``tail``).
        for event, element in walker:
            if element.tag in _BLOCK_TAGS:
                self._end_block()
            if event == "start":
                contexts.append(enter(element, contexts[-1], self._page))
                if self._starts(element, contexts[-1], element is top):
                    continue
                walker.skip_subtree()
            else:
                left = contexts.pop()
                if element.tag == "dl" or (element.tag == "dt" and left.is_unseen):
                    self._end_term(left)
                if element is not top:
                    self._add_text(element.tail, contexts[-1], _line_of(element))
        self._end_block()

    def _starts(self, element: Any, context: Context, is_top: bool) -> bool:
        """Reads what stands before the children of ``element``; whether to go on to them."""
        tag = element.tag
        if not is_top and is_page_chrome(element, self._page, context.content):
            return False
        if tag == "table" and not self._in_cell and _holds_data(element):
            self._table(element, context)
            return False
        if tag == "pre":
            self._add_blocks(_plain_blocks_of(element), context)
            return False
        if element in self._page.frames:
            self._add_blocks(self._page.frames[element], context)
            return False
        if tag == "br":
            self._runs.append(_Run("\n", context, _line_of(element)))
        elif tag not in _BLOCK_TAGS and _is_set_apart(element):
            self._runs.append(_Run(" ", context, None))
        if (
            context.panel
            and panel_label(element, self._page)
            and not self._is_headed(context.panel)
        ):
            depth = min(self._heading_level + 1, len(HEADINGS))
            heading = Block(context.panel, Shape.HEADING, line=_line_of(element), depth=depth)
            self._add(heading, context)
        self._add_text(element.text, context, _line_of(element))
        return True

    def _is_headed(self, label: str) -> bool:
        """Whether the last block is a heading of these words: an accordion, whose tab is one."""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and last.shape is Shape.HEADING and last.text == label

    def _add_text(self, text: str | None, context: Context, line: int | None) -> None:
        """Adds text of the present block; line ends in the file are only spaces."""
        if text:
            if context.raised and self._runs and is_note_mark(self._runs[-1].text, text):
                return
            self._runs.append(_Run(text.replace("\n", " "), context, line))

    def _end_block(self) -> None:
        """Makes blocks of the text since the last end.

        Each line that stands alone becomes one; lines that were only wrapped with ``<br>`` stay
        together. What is hidden in the text becomes one block behind them, so that a report can
        say that it was there.
        """
        runs, self._runs = self._runs, []
        if not any(run.text.strip() for run in runs):
            return
        lines: list[list[_Run]] = [[]]
        for run in runs:
            if run.context.is_unseen:
                continue
            if run.text == "\n":
                # Where the break was only there to wrap the text, it is a space.
                lines[-1].append(replace(run, text=" "))
                lines.append([])
            else:
                lines[-1].append(run)
        texts = [(_text_of(line), _is_bold(line)) for line in lines]
        for start, stop in group_lines(texts):
            self._add_paragraph([run for line in lines[start:stop] for run in line])
        hidden = [run for run in runs if run.context.is_unseen]
        text = _text_of(hidden)
        if text:
            self._add(Block(text, line=hidden[0].line, hidden=True), hidden[0].context)

    def _add_paragraph(self, runs: Sequence[_Run]) -> None:
        """Makes a block of visible text, in the shape that its context gives it. The term of a
        definition list waits for its meaning: both are one entry."""
        text = _text_of(runs)
        if not any(map(str.isalnum, text)):
            return  # rules drawn with signs, bars of a table that has fallen apart
        shown = [run for run in runs if run.text.strip()]
        context, line = shown[0].context, shown[0].line
        if context.term:
            self._term = f"{self._term}, {text}" if self._term else text
            self._term_line = line
            return
        if self._term:
            colon = "" if self._term.endswith((":", ".", "?", "–", "-")) else ":"
            self._term += f"{colon} {text}"
            self._end_term(context)
        elif context.note:
            self._add(Block(text, Shape.NOTE, line=line), context)
        elif context.heading and len(text.split()) <= _LONGEST_HEADING:
            self._heading_level = context.heading
            self._add(Block(text, Shape.HEADING, line=line, depth=context.heading), context)
        else:
            bare, is_entry = split_bullet(text)
            if context.entry:
                self._add(Block(bare, Shape.ENTRY, line=line, depth=context.lists), context)
                return
            shape = Shape.ENTRY if is_entry else Shape.PARAGRAPH
            block = Block(bare, shape, line=line, depth=int(is_entry))
            self._add(block, context, _style_of(shown, text))

    def _end_term(self, context: Context) -> None:
        """Writes the term of a definition list, if one waits."""
        term, self._term = self._term, ""
        self._add(Block(term, Shape.ENTRY, line=self._term_line, depth=1), context)

    def _add(self, block: Block, context: Context, style: TextStyle | None = None) -> None:
        """Adds a block, unless it has no text."""
        if block.text:
            self.blocks.append(block)
            self.styles.append(style)
            self.in_main.append(context.main)

    def _add_blocks(self, blocks: Iterable[Block], context: Context) -> None:
        """Adds blocks that another reader made; tables are counted on."""
        tables_above = self._tables
        for block in blocks:
            if block.table is not None:
                self._tables = tables_above + block.table
                block = replace(block, table=self._tables)
            self._add(replace(block, hidden=block.hidden or context.is_unseen), context)

    def _table(self, table: Any, context: Context) -> None:
        """Makes a row block of each row, and a paragraph of the caption. The header is the row
        with most names of those that the page marks as such; what is hidden in a row follows it."""
        self._tables += 1
        for caption in table.iterchildren("caption"):
            for block in self._inside(caption, context).blocks:
                self._add(replace(block, shape=Shape.PARAGRAPH, depth=0), context)
        rows: list[list[Cell]] = []
        lines: list[int | None] = []
        hidden: list[list[Block]] = []
        covered: dict[int, tuple[int, int]] = {}
        header_row = None
        most_names = 1
        for element in _rows_of(table):
            hidden.append([])
            row = self._cells(element, enter(element, context, self._page), covered, hidden[-1])
            names = sum(bool(cell.text) for cell in row)
            if names > most_names and _is_header(element, first=header_row is None):
                header_row, most_names = len(rows), names
            rows.append(row)
            lines.append(_line_of(element))
        blocks = row_blocks(rows, self._tables, header_row, lines)
        for row_block, blocks_beside in zip(blocks, hidden, strict=True):
            if row_block is not None:
                self._add(replace(row_block, hidden=context.hidden), context)
            for block in blocks_beside:
                self._add(block, context)

    def _cells(
        self, row: Any, context: Context, covered: dict[int, tuple[int, int]], hidden: list[Block]
    ) -> list[Cell]:
        """The cells of a row; what is hidden in them goes to ``hidden``. ``covered`` is the state
        of `place_cells`."""
        cells: list[Cell] = []
        elements = list(row.iterchildren("td", "th"))
        spans = [
            (min(_span(element, "colspan"), _MOST_COLUMNS), _span(element, "rowspan"))
            for element in elements
        ]
        for column, index in place_cells(spans, covered):
            if index is None:
                cells.append(Cell(column, ""))
                continue
            inside = self._inside(elements[index], context)
            texts = [block.text for block in inside.blocks if not block.hidden]
            hidden += [block for block in inside.blocks if block.hidden]
            bold = all(style is not None and style.bold for style in inside.styles)
            strong = elements[index].tag == "th" or bold
            cells.append(Cell(column, " ".join(texts), strong and bool(texts)))
        return cells

    def _inside(self, element: Any, context: Context) -> PageWalk:
        """What stands in a cell or caption, as blocks of a walk of its own.

        Lists around the table do not make entries of its cells.
        """
        walk = PageWalk(self._page, in_cell=True)
        walk.read(element, context._replace(entry=False, lists=0))
        walk._end_term(context)
        return walk


def _line_of(element: Any) -> int | None:
    """The line of an element in the file, from 1; None beyond the last that the parser counts."""
    line: int | None = element.sourceline
    return line if line is not None and line < _LAST_LINE else None


def _plain_blocks_of(element: Any) -> Sequence[Block]:
    """``<pre>`` is plain text, and read as such."""
    return plain_blocks("".join(element.itertext()), _line_of(element) or 1)


def _text_of(runs: Iterable[_Run]) -> str:
    """The text of ``runs`` on one line."""
    return normalize_space("".join(run.text for run in runs))


def _is_bold(runs: Iterable[_Run]) -> bool:
    """Whether there are words, and all of them are bold."""
    bold = [run.context.bold for run in runs if any(map(str.isalnum, run.text))]
    return bool(bold) and all(bold)


def _style_of(runs: Sequence[_Run], text: str) -> TextStyle:
    """The style that all words of ``text`` have.

    A property counts only where every run with a letter or digit has it: one bold word makes no
    heading. The size is the smallest, in points.
    """
    contexts = [run.context for run in runs if any(map(str.isalnum, run.text))]
    return TextStyle(
        bold=_is_bold(runs),
        capitals=text.isupper(),
        underlined=all(context.underlined for context in contexts),
        italic=all(context.italic for context in contexts),
        size=min(run.context.size for run in runs),
    )


def _is_set_apart(element: Any) -> bool:
    """Whether only the page's styles put a space between an inline element and the one before it:
    ``<span class="label">Term</span><span>Fall</span>``."""
    before = element.getprevious()
    if before is None or before.tail:
        return False
    if before.tag not in _INLINE_LABELS or element.tag not in _INLINE_LABELS:
        return False
    if not (before.get("class") or element.get("class")):
        return False
    left = "".join(before.itertext())[-1:]
    right = "".join(element.itertext())[:1]
    ends_word = left.isalnum() and not left.isupper()
    return ends_word and (right.isupper() or right.isdigit())


def _rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table itself, not of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _holds_data(table: Any) -> bool:
    """Whether a table tabulates something, rather than laying out the page.

    Old pages put columns, banners and whole articles into tables. A table lays out where its role
    says so, where it holds headings or other tables, and where it has one column. Marks of a header
    or many rows show that it tabulates; few rows do so only with short cells.
    """
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", *HEADINGS), None) is not None:
        return False
    rows = [list(row.iterchildren("td", "th")) for row in _rows_of(table)]
    if max(map(len, rows), default=0) < 2:
        return False
    if next(table.iterdescendants("th", "caption", "thead"), None) is not None:
        return True
    if len(rows) > _LAYOUT_ROWS:
        return True
    return len(rows) > 1 and all(
        count_words_of(cell) <= _LAYOUT_WORDS for row in rows for cell in row
    )


def _is_header(row: Any, first: bool) -> bool:
    """Whether the page says that a row is a header: all rows of ``<thead>`` are, and the ``first``
    row of nothing but ``<th>``."""
    if row.getparent().tag == "thead":
        return True
    return first and all(cell.tag == "th" for cell in row.iterchildren("th", "td"))


def _span(cell: Any, name: str) -> int:
    """The columns or rows (``colspan``, ``rowspan``) that a cell covers, at least 1."""
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal():
        return 1
    # Longer numbers take Python quadratic time; they mean "all".
    return max(int(value), 1) if len(value) < 10 else _MOST_COLUMNS
