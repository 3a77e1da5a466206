"""Web pages (HTML, XHTML): the content of the page, not the chrome around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from curriculum_gap.nouns import Document, Included, Limits
from curriculum_gap.readers.front_matter import split_front_matter
from curriculum_gap.readers.html.page import check_page_size, read_page
from curriculum_gap.readers.html.parsing import decode_page, page_body
from curriculum_gap.readers.markdown.rendering import parse_markdown, render
from curriculum_gap.readers.splicing import Prepare, splice

__all__ = ["read"]


def read(content: bytes, source: str, limits: Limits, included: Included | None = None) -> Document:
    """A web page from its bytes, with ``included`` files in their places.

    Navigation, chrome, scripts, form controls and cookie banners are left out; text that the page
    hides is marked hidden. ``line`` is the line of the source, ``pages`` None. Raises ReadError:
    empty, elsewhere, scanned, undecodable, too-large (over ``html_bytes``, nested deeper than the
    parser goes, too many attributes).
    """
    check_page_size(len(content), limits)
    text, warnings = decode_page(content)
    within = replace(limits, text_bytes=limits.html_bytes)
    spliced = splice(text, source, included, within, _PARTS)
    document = read_page(spliced.text, source, limits, warnings + spliced.warnings)
    return replace(document, blocks=spliced.placed(document.blocks))


def _markdown_part(text: str) -> tuple[str, int]:
    """Markdown that a page includes, as the HTML that a program would make of it."""
    lines = split_front_matter(text).lines
    text = text.split("\n", lines)[lines]
    return render(parse_markdown(text), text.split("\n")).removeprefix("<body>"), lines + 1


_PARTS: Mapping[str, Prepare] = {
    "html": page_body,
    "markdown": _markdown_part,
    "text": lambda text: (text, 1),
}
