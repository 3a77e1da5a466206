"""One pass over the tree of a web page: the blocks of what it says, in order.

A low leaf of the HTML reader.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers.html.furniture import is_furniture
from curriculum_gap.readers.html.pieces import (
    Piece,
    all_bold,
    gap_after,
    lines_of,
    look_of,
    set_apart,
)
from curriculum_gap.readers.html.state import HEADINGS, LISTS, Page, State, enter
from curriculum_gap.readers.html.tables import (
    Covered,
    count_filled,
    heads_columns,
    holds_data,
    in_columns,
    rows_of,
)
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.table_grid import Cell, row_blocks
from curriculum_gap.readers.text_cleanup import normalize_space
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["Walk"]

_BLOCKS = LISTS | frozenset(
    (
        *HEADINGS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)
_HEADING_WORDS = 30


class Walk:
    """Holds the text since the last block boundary. Not recursive: pages nest deeper than Python
    does.

    ``looks`` (None where a look says nothing) and ``in_main`` run beside ``blocks``; in a ``cell``,
    tables are only text.
    """

    def __init__(self, page: Page, cell: bool = False) -> None:
        self._page = page
        self._level = 0  # of the last heading
        self._cell = cell
        self._pieces: list[Piece] = []
        self._tables = 0
        self._term = ""  # a <dt> that waits for its <dd>
        self._term_line: int | None = None
        self.blocks: list[Block] = []
        self.looks: list[TextStyle | None] = []
        self.in_main: list[bool] = []

    def through(self, top: Any, state: State) -> None:
        """Read ``top`` and everything below it."""
        from lxml import etree

        states = [state]
        walker = etree.iterwalk(top, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            block = tag in _BLOCKS
            if event == "start":
                if block:
                    self._flush()
                if element is not top and is_furniture(
                    element, tag, states[-1].content, self._page.words
                ):
                    states.append(states[-1])
                    walker.skip_subtree()
                    continue
                state = enter(element, tag, states[-1], self._page)
                states.append(state)
                if tag == "br":
                    self._pieces.append(Piece("\n", state, element.sourceline))
                elif tag == "table" and not self._cell and holds_data(element):
                    self._table(element, state)
                    walker.skip_subtree()
                    continue
                if not block and set_apart(element):
                    self._pieces.append(Piece(" ", state, None))
                if state.panel and element.get("role") == "tabpanel":
                    self._head_panel(state, element.sourceline)
                self._put(element.text, state, element.sourceline)
            else:
                left = states.pop()
                if block:
                    self._flush()
                    if tag == "dl" or (tag == "dt" and left.hidden):
                        self._end_term(left)
                if element is not top:
                    self._put(element.tail, states[-1], element.sourceline)
        self._flush()

    def _put(self, text: str | None, state: State, line: int | None) -> None:
        if text:
            if not state.pre:
                text = text.replace("\n", " ")
            self._pieces.append(Piece(text, state, line))

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not any(piece.text.strip() for piece in pieces):
            return
        shown = [piece for piece in pieces if not piece.state.hidden]
        lines = lines_of(shown)
        texts = [(normalize_space("".join(p.text for p in line)), all_bold(line)) for line in lines]
        for start, stop in group_lines(texts):
            self._emit([piece for line in lines[start:stop] for piece in (*line, gap_after(line))])
        if hidden := normalize_space("".join(piece.text for piece in pieces if piece.state.hidden)):
            first = next(piece for piece in pieces if piece.state.hidden)
            self._add(Block(hidden, line=first.line, hidden=True), None, first.state)

    def _emit(self, pieces: list[Piece]) -> None:
        text = normalize_space("".join(piece.text for piece in pieces))
        seen = [piece for piece in pieces if piece.text.strip()]
        if not seen:
            return
        state, line = seen[0].state, seen[0].line
        if state.term:
            self._term = f"{self._term}, {text}" if self._term else text
            self._term_line = line
            return
        if self._term:
            term, self._term = self._term, ""
            text = term + ("" if term.endswith((":", ".", "?", "–", "-")) else ":") + " " + text
            self._add(Block(text, Shape.ENTRY, line=self._term_line, depth=1), None, state)
        elif state.note:
            self._add(Block(text, Shape.NOTE, line=line), None, state)
        elif state.heading and len(text.split()) <= _HEADING_WORDS:
            self._level = state.heading
            self._add(Block(text, Shape.HEADING, line=line, depth=state.heading), None, state)
        elif state.entry:
            bare, _ = split_bullet(text)
            self._add(Block(bare, Shape.ENTRY, line=line, depth=state.lists), None, state)
        else:
            bare, entry = split_bullet(text)
            shape = Shape.ENTRY if entry else Shape.PARAGRAPH
            block = Block(bare, shape, line=line, depth=int(entry))
            self._add(block, look_of(seen, text), state)

    def _head_panel(self, state: State, line: int | None) -> None:
        depth = min(self._level + 1, 6)
        self._add(Block(state.panel, Shape.HEADING, line=line, depth=depth), None, state)

    def _end_term(self, state: State) -> None:
        if self._term:
            term, self._term = self._term, ""
            self._add(Block(term, Shape.ENTRY, line=self._term_line, depth=1), None, state)

    def _add(self, block: Block, look: TextStyle | None, state: State) -> None:
        if block.text:
            self.blocks.append(block)
            self.looks.append(look)
            self.in_main.append(state.main)

    def _table(self, table: Any, state: State) -> None:
        self._tables += 1
        for caption in table.iterchildren("caption"):
            for block in self._inside(caption, state).blocks:
                self._add(replace(block, shape=Shape.PARAGRAPH, depth=0), None, state)
        rows: list[list[Cell]] = []
        lines: list[int | None] = []
        apart: list[list[Block]] = []
        marked: list[int] = []
        covered: Covered = {}
        for row in rows_of(table):
            placed, covered = in_columns(row, covered)
            cells, hidden = self._cells(placed, enter(row, "tr", state, self._page))
            if heads_columns(row, cells, first=not marked):
                marked.append(len(rows))
            rows.append(cells)
            lines.append(row.sourceline)
            apart.append(hidden)
        head = max(marked, key=lambda index: (count_filled(rows[index]), index)) if marked else None
        blocks = row_blocks(rows, self._tables, head, lines)
        for found, hidden in zip(blocks, apart, strict=True):
            if found is not None:
                self._add(replace(found, hidden=True) if state.hidden else found, None, state)
            for unseen in hidden:
                self._add(unseen, None, state)

    def _cells(self, placed: list[tuple[int, Any]], state: State) -> tuple[list[Cell], list[Block]]:
        """The cells of a row, and what is hidden in them."""
        cells: list[Cell] = []
        hidden: list[Block] = []
        for column, element in placed:
            if element is None:
                cells.append(Cell(column, ""))
                continue
            inside = self._inside(element, state)
            texts = [block.text for block in inside.blocks if not block.hidden]
            hidden += [block for block in inside.blocks if block.hidden]
            strong = element.tag == "th" or inside.bold
            cells.append(Cell(column, " ".join(texts), strong and bool(texts)))
        return cells, hidden

    def _inside(self, element: Any, state: State) -> Walk:
        walk = Walk(self._page, cell=True)
        walk.through(element, state._replace(entry=False, lists=0))
        walk._end_term(state)
        return walk

    @property
    def bold(self) -> bool:
        """Whether all text that was read is bold."""
        return bool(self.looks) and all(look is not None and look.bold for look in self.looks)
