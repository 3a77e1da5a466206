"""Markdown (CommonMark, GitHub tables, Pandoc tables, Quarto and R Markdown).

markdown-it parses it, and what it says is read as a web page: HTML and Markdown have one reader of
headings, lists, tables and notes. Code, shortcodes and attributes are no content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Included, Limits, Status
from curriculum_gap.readers.elsewhere import check_page, check_text_parts
from curriculum_gap.readers.encoding import decode_within
from curriculum_gap.readers.front_matter import split_front_matter
from curriculum_gap.readers.html.parsing import page_body
from curriculum_gap.readers.markdown.bodies import heading_title, markdown_blocks
from curriculum_gap.readers.splicing import Prepare, splice
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings

__all__ = ["read"]

_MDX_LINE = re.compile(r"^(?:import|export)\s.*$", re.MULTILINE)


def read(content: bytes, source: str, limits: Limits, included: Included | None = None) -> Document:
    """The document in a Markdown file, with line numbers; ``included`` files stand in their places.

    Raises ReadError: too-large beyond ``limits.text_bytes``, undecodable, elsewhere, scanned,
    empty. Text that is nested too deeply or too long for the Markdown parser is read as plain text,
    with a warning.
    """
    text, warnings = decode_within(content, limits)
    spliced = splice(text, source, included, limits, _PARTS)
    text, warnings = spliced.text, warnings + spliced.warnings
    source_text = text
    front = split_front_matter(text)
    if front.lines:
        below = text.split("\n", front.lines)[front.lines :]
        text = "\n" * front.lines + "".join(below)
    if PurePath(source).suffix.lower() == ".mdx":
        text = _MDX_LINE.sub("", text)
    (body,), problems = markdown_blocks([text])
    warnings += problems
    blocks = spliced.placed((*front.blocks, *body))
    warnings += hidden_text_warnings(blocks)
    warnings += check_text_parts(source_text, blocks, limits.min_words)
    check_page(front.title, blocks)
    if not blocks:
        raise ReadError(Status.EMPTY, "holds no text")
    title = front.title or heading_title(blocks)
    return Document(source, "markdown", title, None, count_words(blocks), blocks, warnings)


def _markdown_part(text: str) -> tuple[str, int]:
    """Markdown that another file includes, without the fields at its head."""
    lines = split_front_matter(text).lines
    return text.split("\n", lines)[lines], lines + 1


def _page_part(text: str) -> tuple[str, int]:
    """A page that Markdown includes: what its body holds, as one piece of HTML without blank lines
    and indentation, which mean other things in Markdown."""
    text, line = page_body(text)
    lines = [row.strip() or "<!-- -->" for row in text.split("\n")]
    return "\n".join(lines), line


_PARTS: Mapping[str, Prepare] = {
    "markdown": _markdown_part,
    "text": _markdown_part,
    "html": _page_part,
}
