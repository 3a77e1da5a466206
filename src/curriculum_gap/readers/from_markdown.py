"""Markdown (CommonMark, GitHub tables, Pandoc tables, Quarto and R Markdown) by markdown-it-py.

Owner of markdown-it-py. Code chunks, inline R, shortcodes and attributes are not content; HTML
inside the text is read by its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from curriculum_gap.errors import ReadError
from curriculum_gap.heading_rules import heading_rank
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.patterns import late
from curriculum_gap.readers.embedded import html_blocks
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.front_matter import split_front_matter
from curriculum_gap.readers.markdown.inline import InlineReader, Piece
from curriculum_gap.readers.markdown.tables import (
    TABLE_RULES,
    table_rows,
    underlined,
    underlined_heading,
)
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.text_cleanup import count_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.token import Token

__all__ = ["read"]

_LONGEST_TEXT = 1_000_000  # characters parsed as Markdown; beyond it is read as plain text
_LONGEST_LINE = 500_000
_NESTING = 100  # the parser drops what lies deeper, silently
_BOLD_HEADING = 15  # words; a longer bold paragraph is emphasis
_LANGUAGE = late(r"\{?\s*[.=]?(?!text\b|txt\b|plain|markdown\b|md\b)[a-z]", re.I)
_MDX_LINE = late(r"^(?:import|export)\s.*$", re.M)
_PIPE = late(r"(?<!\\)\|")
_WORD = late(r"[^\W_]")
_TASK = late(r"\[[ xX]\]\s+")
# Rules, and pieces of text of which each reads one. All rules for blocks are tried on every line,
# those for inline text at every sign. The latter have signs of one character, since attributes are
# taken out before.
_SIGNS = {
    "table": ("|",),
    "fence": ("```", "~~~"),
    "blockquote": (">",),
    "reference": ("]:",),
    "html_table": ("<",),
    "html_block": ("<",),
    "heading": ("#",),
    "footnote_def": ("[^",),
    "deflist": tuple(before + sign for before in "\n\t >" for sign in ":~"),
    "escape": ("\\",),
    "backticks": ("`",),
    "strikethrough": ("~",),
    "emphasis": ("*", "_"),
    "link": ("]",),
    "image": ("!",),
    "autolink": ("<",),
    "html_inline": ("<",),
    "entity": ("&",),
    "footnote_inline": ("^",),
    "footnote_ref": ("^",),
}


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a Markdown file, with line numbers.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, empty. Text that is
    nested too deeply or too long for the Markdown parser is read as plain text, with a warning.
    """
    text, warnings = decode_within(content, limits)
    front = split_front_matter(text)
    if front.lines:
        kept = text.split("\n", front.lines)
        text = "\n" * front.lines + (kept[front.lines] if len(kept) > front.lines else "")
    if PurePath(source).suffix.lower() == ".mdx":
        text = _MDX_LINE.sub("", text)
    body, problem = _blocks(text)
    if problem:
        warnings += (f"{problem}: read as plain text",)
    blocks = (*front.blocks, *body)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    title = front.title or _title(blocks)
    return Document(source, "markdown", title, None, count_words(blocks), blocks, warnings)


def _title(blocks: Sequence[Block]) -> str:
    """The highest heading near the top."""
    headings = [block for block in blocks[:15] if block.shape is Shape.HEADING]
    found = min(headings, key=lambda block: block.depth) if headings else blocks[0]
    return found.text if len(found.text) <= 200 else ""


def _blocks(text: str) -> tuple[tuple[Block, ...], str]:
    """Blocks of the text and why it could not be parsed as Markdown (then they are plain)."""
    if len(text) > _LONGEST_TEXT:
        return plain_blocks(text), "too long for the Markdown parser"
    lines = text.split("\n")
    if max(map(len, lines)) > _LONGEST_LINE:
        return plain_blocks(text), "one line is too long for the Markdown parser"
    parser = _parser()
    parser.enable([*_SIGNS])
    parser.disable([rule for rule, signs in _SIGNS.items() if not _has(text, signs)])
    environment: dict[str, object] = {"underlined": underlined(lines)}
    # Blocks only: the walk parses inline text, and knows what is not worth parsing.
    tokens = parser.parse(text, environment)
    if any(token.level >= _NESTING - 1 for token in tokens):
        return plain_blocks(text), "nested too deeply for the Markdown parser"
    walk = _Walk(InlineReader(parser, environment), lines)
    return tuple(walk.blocks(tokens)), ""


def _has(text: str, signs: Iterable[str]) -> bool:
    return any(map(text.__contains__, signs))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(deflist_plugin).use(footnote_plugin)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    for name, successor, rule in TABLE_RULES:
        parser.block.ruler.before(successor, name, rule, interrupts)
    parser.block.ruler.at("lheading", underlined_heading)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # nobody reads it
    # Ends of lines and zero bytes were mended when the text was decoded.
    parser.core.ruler.enableOnly(["block"])
    return parser


class _Walk:
    """Goes through the block tokens once, keeping the nesting that gives a block its shape."""

    def __init__(self, inline: InlineReader, lines: Sequence[str]) -> None:
        self.inline = inline
        self.lines = lines
        self.lists = 0
        self.entry = False  # the next paragraph is the first of its list entry
        self.number = ""  # of that entry, where it is more than a counter
        self.term: str | None = None  # of a definition list
        self.note = False
        self.heading = 0
        self.rank = 0  # of the last heading with a mark
        self.tables = 0
        self.row: list[str] | None = None
        self.header: tuple[str, ...] = ()
        self.head = False
        self.line = 1

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The blocks of a document's tokens."""
        for token in tokens:
            if token.map:
                self.line = token.map[0] + 1
            match token.type:
                case "inline":
                    yield from self.text(token.content)
                case "paragraph_open" | "paragraph_close":
                    pass  # named here since they are most of all tokens
                case "heading_open":
                    self.heading = int(token.tag[1])
                case "heading_close":
                    self.heading = 0
                case "bullet_list_open" | "ordered_list_open" | "dl_open":
                    self.lists += 1
                case "bullet_list_close" | "ordered_list_close" | "dl_close":
                    self.lists -= 1
                case "list_item_open" | "dd_open":
                    self.entry = True
                    # A counter is no text; "215. Cultural Landscapes" names a course.
                    self.number = f"{token.info}. " if len(token.info) >= 3 else ""
                case "list_item_close" | "dd_close":
                    self.entry = False
                case "dt_open":
                    self.term = ""
                case "footnote_reference_open" | "footnote_reference_close":
                    self.note = token.nesting == 1
                case "fence" | "code_block":
                    yield from self.code(token)
                case "html_block":
                    fragment = html_blocks(token.content, self.line, self.tables)
                    self.tables = max([self.tables, *(block.table or 0 for block in fragment)])
                    yield from fragment
                case "drawn_table":
                    self.tables += 1
                    for row in table_rows(token):
                        self.line = row.line
                        self.header = tuple(map(self.inline.flat, row.header))
                        yield from self.table_row(tuple(map(self.inline.flat, row.cells)))
                case "table_open":
                    self.tables += 1
                    self.header = ()
                case "thead_open" | "thead_close":
                    self.head = token.nesting == 1
                case "tr_open":
                    self.row = []
                case "tr_close":
                    cells, self.row = tuple(self.row or ()), None
                    if self.head:
                        self.header = cells if any(cells) else ()
                    else:
                        cells += self.surplus(len(cells))
                    yield from self.table_row(cells)
                case _:
                    pass

    def surplus(self, columns: int) -> tuple[str, ...]:
        """Cells beyond the columns of the head, which the parser drops without a word."""
        line = self.lines[self.line - 1].strip()
        if line.count("|") < columns:
            return ()
        cells = _PIPE.split(line)
        cells = cells[1:] if not cells[0] else cells
        cells = cells[:-1] if cells and not cells[-1] else cells
        return tuple(map(self.inline.flat, cells[columns:]))

    def table_row(self, cells: tuple[str, ...]) -> Iterator[Block]:
        """One row, unless all its cells are empty."""
        if text := " | ".join(cell for cell in cells if cell):
            yield Block(
                text, Shape.ROW, line=self.line, cells=cells, header=self.header, table=self.tables
            )

    def text(self, content: str) -> Iterator[Block]:
        """A paragraph, in the shape that its surroundings give it."""
        if self.row is not None:
            self.row.append(self.inline.flat(content))
        elif self.term == "":
            self.term = self.inline.flat(content)
        elif self.heading:
            self.rank = self.heading
            if text := self.inline.flat(content).lstrip(":–— "):
                yield Block(text, Shape.HEADING, line=self.line, depth=self.heading)
        elif self.note:
            yield from self.single(self.inline.flat(content), Shape.NOTE)
        elif self.entry:
            self.entry = False
            text = self.number + _TASK.sub("", self.inline.flat(content), count=1)
            if self.term:
                text, self.term = f"{self.term}: {text}", None
            yield from self.single(text, Shape.ENTRY, self.lists)
        else:
            for piece in self.inline.pieces(content):
                if _WORD.search(piece.text):
                    yield self.paragraph(piece)

    def single(self, text: str, shape: Shape, depth: int = 0) -> Iterator[Block]:
        """One block, unless the text has no letter or digit."""
        if _WORD.search(text):
            yield Block(text, shape, line=self.line, depth=depth)

    def paragraph(self, piece: Piece) -> Block:
        """A line of a paragraph; a heading where it is set like one."""
        line = self.line + piece.line
        bold = piece.bold and len(piece.text.split()) <= _BOLD_HEADING
        if not self.lists and ((bold and piece.text[-1] not in ".,;") or heading_rank(piece.text)):
            return Block(piece.text, Shape.HEADING, line=line, depth=min(6, max(1, self.rank) + 1))
        return Block(piece.text, line=line)

    def code(self, token: Token) -> Iterator[Block]:
        """Indented or fenced text; with a language it is code, and none of the course's content."""
        if token.type == "fence" and _LANGUAGE.match(token.info.strip()):
            if token.info.strip() == "{=html}":
                yield from html_blocks(token.content, self.line, self.tables)
            return
        first = self.line + (token.type == "fence")
        yield from plain_blocks(token.content, first)
