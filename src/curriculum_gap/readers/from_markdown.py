"""Markdown (CommonMark, GitHub tables, Pandoc tables, Quarto and R Markdown).

markdown-it parses it, and what it says is read as a web page: HTML and Markdown have one reader of
headings, lists, tables and notes. Code, shortcodes and attributes are no content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.from_html import page_blocks
from curriculum_gap.readers.front_matter import split_front_matter
from curriculum_gap.readers.html.parsing import parse_page
from curriculum_gap.readers.markdown.rendering import DEEPEST, cut_comments, parse_markdown, render
from curriculum_gap.readers.plain.blocks import plain_blocks
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings

__all__ = ["read"]

# Characters parsed as Markdown, and characters of a line; what is longer is read as plain text,
# since the parser would need minutes.
_LONGEST_TEXT = 1_000_000
_LONGEST_LINE = 500_000
_LONGEST_TITLE = 200
_BLOCKS_WITH_TITLE = 15  # at the top of the file
_MDX_LINE = re.compile(r"^(?:import|export)\s.*$", re.MULTILINE)


def read(content: bytes, source: str, limits: Limits) -> Document:
    """The document in a Markdown file, with line numbers.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, elsewhere, scanned,
    empty. Text that is nested too deeply or too long for the Markdown parser is read as plain text,
    with a warning.
    """
    text, warnings = decode_within(content, limits)
    source_text = text
    front = split_front_matter(text)
    if front.lines:
        below = text.split("\n", front.lines)[front.lines :]
        text = "\n" * front.lines + "".join(below)
    if PurePath(source).suffix.lower() == ".mdx":
        text = _MDX_LINE.sub("", text)
    body, problem = _read_body(cut_comments(text))
    if problem:
        warnings += (f"{problem}: read as plain text",)
    blocks = (*front.blocks, *body)
    warnings += hidden_text_warnings(blocks)
    warnings += check_text_parts(source_text, blocks, limits.min_words)
    check_page(front.title, blocks)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    title = front.title or _title(blocks)
    return Document(source, "markdown", title, None, count_words(blocks), blocks, warnings)


def _title(blocks: Sequence[Block]) -> str:
    """The highest heading near the top, else the first block; "" where that is too long."""
    top = blocks[:_BLOCKS_WITH_TITLE]
    headings = [block for block in top if block.shape is Shape.HEADING]
    block = min(headings, key=lambda block: block.depth, default=blocks[0])
    return block.text if len(block.text) <= _LONGEST_TITLE else ""


def _read_body(text: str) -> tuple[Sequence[Block], str]:
    """The blocks of Markdown, and why it could not be parsed; then they are those of plain text."""
    if len(text) > _LONGEST_TEXT:
        return plain_blocks(text), "too long for the Markdown parser"
    lines = text.split("\n")
    if max(map(len, lines)) > _LONGEST_LINE:
        return plain_blocks(text), "one line is too long for the Markdown parser"
    tokens = parse_markdown(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return plain_blocks(text), "nested too deeply for the Markdown parser"
    try:
        root = parse_page(render(tokens, lines))
    except ReadError as error:
        if error.status is not Status.TOO_LARGE:
            raise
        # Emphasis and HTML can nest deeper than blocks do.
        return plain_blocks(text), "nested too deeply for the HTML parser"
    return page_blocks(root, has_chrome=False), ""
