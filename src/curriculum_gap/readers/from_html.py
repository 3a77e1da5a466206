"""Web pages (HTML, XHTML): the content of the page, not the furniture around it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.folding import count_words, fold
from curriculum_gap.readers.grid import Cell, row_blocks
from curriculum_gap.readers.html_furniture import count_words_of, is_furniture
from curriculum_gap.readers.html_pieces import (
    Piece,
    all_bold,
    gap_after,
    has_words,
    lines_of,
    set_apart,
)
from curriculum_gap.readers.html_state import HEADINGS, LISTS, State, enter
from curriculum_gap.readers.html_tables import (
    MOST_COLUMNS,
    count_filled,
    holds_data,
    rows_of,
    span_of,
)
from curriculum_gap.readers.html_tree import decode_page, parse_page
from curriculum_gap.readers.looks import Look, promote
from curriculum_gap.readers.softlines import entry_text, line_groups

__all__ = ["read"]

_BLOCKS = LISTS | frozenset(
    (
        *HEADINGS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)
_NO_NAME = re.compile(
    r"(?:course |class )?(?:syllabus|schedule|home|welcome|overview)?", re.IGNORECASE
)
_MAIN_SHARE = 0.5  # of all words; a <main> with less was not meant as one
_HEADING_WORDS = 30


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A web page from its bytes.

    Navigation, chrome, scripts, form controls and cookie banners are left out; text that the page
    hides is marked hidden. ``line`` is the line of the source, ``pages`` None. Raises ReadError:
    empty, undecodable, too-large (over ``html_bytes``, nested deeper than the parser goes, too many
    attributes).
    """
    if len(content) > limits.html_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {len(content):,} bytes, over the limit of {limits.html_bytes:,} for a page",
            "save only the part with the syllabus, or print it to PDF",
        )
    text, warnings = decode_page(content)
    root = parse_page(text)
    title = fold(root.findtext(".//title") or "") if root is not None else ""
    scripts = "<script" in text.lower()
    if root is None or not (blocks := _blocks(root)) or not (words := count_words(blocks)):
        hint = "it may build its text with scripts; open it in a browser and print it to PDF"
        raise ReadError(Status.EMPTY, "holds no text", hint if scripts else "")
    if hidden := sum(len(block.text.split()) for block in blocks if block.hidden):
        warnings = (*warnings, f"hidden text: {hidden} words do not count as evidence")
    shown = next(
        (b.text for b in blocks if b.shape is Shape.HEADING and b.depth == 1 and not b.hidden), ""
    )
    return Document(
        source=source,
        format="html",
        title=title if title and _NO_NAME.fullmatch(shown) else shown or title,
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings,
    )


def _blocks(root: Any) -> list[Block]:
    body = root if root.find("body") is None else root.find("body")
    tabs = {
        tab.get("id", ""): fold("".join(tab.itertext()))
        for tab in body.iter()
        if tab.get("role") == "tab"
    }
    mains = list(body.iter("main"))
    walk = _Walk(count_words_of(body), tabs)
    walk.headed_apart = bool(mains) and all(main.find(".//h1") is None for main in mains)
    walk.through(body, State())
    blocks, looks, main = walk.blocks, walk.looks, walk.in_main
    inside = [block for block, in_main in zip(blocks, main, strict=True) if in_main]
    if inside and count_words(inside) >= _MAIN_SHARE * count_words(blocks):
        titled = any(block.shape is Shape.HEADING and block.depth == 1 for block in inside)
        kept = [
            in_main or (not titled and block.shape is Shape.HEADING and block.depth == 1)
            for block, in_main in zip(blocks, main, strict=True)
        ]
        blocks = [block for block, keep in zip(blocks, kept, strict=True) if keep]
        looks = [look for look, keep in zip(looks, kept, strict=True) if keep]
    return promote(blocks, looks)


class _Walk:
    """One pass over the tree; holds the text since the last block boundary. Not recursive: pages
    nest deeper than Python does."""

    def __init__(self, total: int, tabs: dict[str, str], cell: bool = False) -> None:
        self._total = total
        self._tabs = tabs  # id → label
        self._level = 0  # of the last heading
        self._cell = cell
        self._pieces: list[Piece] = []
        self._tables = 0
        self._term = ""  # a <dt> that waits for its <dd>
        self._term_line: int | None = None
        self.headed_apart = False  # the title of the page stands above <main>, in a <header>
        self.blocks: list[Block] = []
        self.looks: list[Look | None] = []
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
                    element, tag, states[-1].content, self._total
                ):
                    states.append(states[-1])
                    walker.skip_subtree()
                    continue
                state = enter(element, tag, states[-1], self._tabs, self.headed_apart)
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
        texts = [(fold("".join(p.text for p in line)), all_bold(line)) for line in lines]
        for start, stop in line_groups(texts):
            self._emit([piece for line in lines[start:stop] for piece in (*line, gap_after(line))])
        if hidden := fold("".join(piece.text for piece in pieces if piece.state.hidden)):
            first = next(piece for piece in pieces if piece.state.hidden)
            self._add(Block(hidden, line=first.line, hidden=True), None, first.state)

    def _emit(self, pieces: list[Piece]) -> None:
        text = fold("".join(piece.text for piece in pieces))
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
            bare, _ = entry_text(text)
            self._add(Block(bare, Shape.ENTRY, line=line, depth=state.lists), None, state)
        else:
            bare, entry = entry_text(text)
            worded = [piece for piece in seen if has_words(piece.text)]
            look = Look(
                bold=all_bold(seen),
                capitals=text.isupper(),
                underlined=all(piece.state.underlined for piece in worded),
                italic=all(piece.state.italic for piece in worded),
                size=min(piece.state.size for piece in seen),
            )
            shape = Shape.ENTRY if entry else Shape.PARAGRAPH
            self._add(Block(bare, shape, line=line, depth=int(entry)), look, state)

    def _head_panel(self, state: State, line: int | None) -> None:
        depth = min(self._level + 1, 6)
        self._add(Block(state.panel, Shape.HEADING, line=line, depth=depth), None, state)

    def _end_term(self, state: State) -> None:
        if self._term:
            term, self._term = self._term, ""
            self._add(Block(term, Shape.ENTRY, line=self._term_line, depth=1), None, state)

    def _add(self, block: Block, look: Look | None, state: State) -> None:
        if block.text:
            self.blocks.append(block)
            self.looks.append(look)
            self.in_main.append(state.main)

    # tables

    def _table(self, table: Any, state: State) -> None:
        self._tables += 1
        rows: list[list[Cell]] = []
        lines: list[int | None] = []
        marked: list[int] = []
        below: dict[int, tuple[int, int]] = {}  # column → (width, rows it still covers)
        for caption in table.iterchildren("caption"):
            inside = self._inside(caption, state)
            for block in inside.blocks:
                self._add(replace(block, shape=Shape.PARAGRAPH, depth=0), None, state)
        apart: list[list[Block]] = []
        for row in rows_of(table):
            cells, hidden = self._row(row, state, below)
            filled = sum(bool(cell.text) for cell in cells)
            heads = sum(cell.tag == "th" for cell in row.iterchildren("th", "td"))
            all_heads = filled > 1 and heads == sum(1 for _ in row.iterchildren("th", "td"))
            if (row.getparent().tag == "thead" and filled > 1) or (all_heads and not marked):
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

    def _row(
        self, row: Any, state: State, below: dict[int, tuple[int, int]]
    ) -> tuple[list[Cell], list[Block]]:
        state = enter(row, "tr", state, self._tabs, self.headed_apart)
        cells: list[Cell] = []
        hidden: list[Block] = []
        column = 0
        covered: dict[int, tuple[int, int]] = {}

        def pass_covered() -> None:
            nonlocal column
            while column in below:
                width, rows = below[column]
                cells.append(Cell(column, ""))
                if rows > 1:
                    covered[column] = (width, rows - 1)
                column += width

        for cell in row.iterchildren("td", "th"):
            pass_covered()
            inside = self._inside(cell, state)
            texts = [block.text for block in inside.blocks if not block.hidden]
            hidden += [block for block in inside.blocks if block.hidden]
            strong = cell.tag == "th" or inside.bold
            cells.append(Cell(column, " ".join(texts), strong and bool(texts)))
            width = min(span_of(cell, "colspan"), MOST_COLUMNS)
            if (height := span_of(cell, "rowspan")) > 1:
                covered[column] = (width, height - 1)
            column += width
        pass_covered()
        below.clear()
        below.update(covered)
        return cells, hidden

    def _inside(self, element: Any, state: State) -> _Walk:
        walk = _Walk(self._total, self._tabs, cell=True)
        walk.through(element, state._replace(entry=False, lists=0))
        walk._end_term(state)
        return walk

    @property
    def bold(self) -> bool:
        """Whether all text that was read is bold."""
        looks = [look for block, look in zip(self.blocks, self.looks, strict=True) if block.text]
        return bool(looks) and all(look is not None and look.bold for look in looks)
