"""Markdown → blocks: what the readers of Markdown and of notebooks share.

A file of Markdown is one piece; a notebook has one in each cell. Every piece is read on its own, so
that a fence or a division which is not closed ends with it; headings by look are told from the text
around all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Shape, Status
from curriculum_gap.readers.html.page import page_content
from curriculum_gap.readers.html.parsing import parse_page
from curriculum_gap.readers.markdown.rendering import DEEPEST, cut_comments, parse_markdown, render
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.visual_headings import TextStyle, promote_headings

__all__ = ["heading_title", "markdown_blocks"]

# Characters parsed as Markdown, and characters of a line; what is longer is read as plain text,
# since the parser would need minutes.
_LONGEST_TEXT = 1_000_000
_LONGEST_LINE = 500_000
_LONGEST_TITLE = 200
_BLOCKS_WITH_TITLE = 15  # at the top of the file


def heading_title(blocks: Sequence[Block]) -> str:
    """The highest heading near the top, else the first block; "" where that is too long."""
    top = blocks[:_BLOCKS_WITH_TITLE]
    headings = [block for block in top if block.shape is Shape.HEADING]
    block = min(headings, key=lambda block: block.depth, default=blocks[0])
    return block.text if len(block.text) <= _LONGEST_TITLE else ""


def markdown_blocks(pieces: Sequence[str]) -> tuple[list[list[Block]], tuple[str, ...]]:
    """The blocks of each piece, and warnings. Lines count in each piece, tables over all of them.
    A piece that cannot be parsed is read as plain text, with a warning."""
    parsed: list[tuple[Sequence[Block], Sequence[TextStyle | None]]] = []
    problems = ""
    room = _LONGEST_TEXT
    for piece in pieces:
        text = cut_comments(piece)
        try:
            parsed.append(_parsed(text, room))
            room -= len(text)
        except _NotParsedError as error:
            problems = problems or str(error)
            plain = plain_blocks(text)
            parsed.append((plain, [None] * len(plain)))
    promoted = iter(
        promote_headings(
            [block for blocks, _ in parsed for block in blocks],
            [style for _, styles in parsed for style in styles],
        )
    )
    read: list[list[Block]] = []
    tables = 0
    for blocks, _ in parsed:
        read.append([_numbered(next(promoted), tables) for _ in blocks])
        tables = max([tables, *(block.table or 0 for block in read[-1])])
    return read, (f"{problems}: read as plain text",) if problems else ()


def _numbered(block: Block, tables: int) -> Block:
    """A block of a piece below so many ``tables``."""
    if not tables or block.table is None:
        return block
    return replace(block, table=block.table + tables)


class _NotParsedError(Exception):
    """A piece that the parsers cannot take, with the reason."""


def _parsed(text: str, room: int) -> tuple[list[Block], list[TextStyle | None]]:
    """The blocks of a piece, and how their texts are set; ``room`` is for how many characters."""
    if len(text) > room:
        raise _NotParsedError("too long for the Markdown parser")
    lines = text.split("\n")
    if max(map(len, lines)) > _LONGEST_LINE:
        raise _NotParsedError("one line is too long for the Markdown parser")
    tokens = parse_markdown(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise _NotParsedError("nested too deeply for the Markdown parser")
    try:
        root = parse_page(render(tokens, lines))
    except ReadError as error:
        if error.status is not Status.TOO_LARGE:
            raise
        # Emphasis and HTML can nest deeper than blocks do.
        raise _NotParsedError("nested too deeply for the HTML parser") from None
    return page_content(root, has_chrome=False)
