"""Web pages (HTML, XHTML): the content of the page, not the chrome around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.elsewhere import check_page, check_suffix, check_text_parts
from curriculum_gap.readers.html.blocks import PageWalk
from curriculum_gap.readers.html.context import HEADINGS, Context, Page
from curriculum_gap.readers.html.page_chrome import count_words_of
from curriculum_gap.readers.html.parsing import decode_page, parse_page, strip_never_shown
from curriculum_gap.readers.html.style_sheets import read_style_sheets
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings, normalize_space
from curriculum_gap.readers.visual_headings import TextStyle, promote_headings

__all__ = ["page_blocks", "page_content", "read"]

# Of the page's words; a <main> that holds less was not meant as one.
_MAIN_SHARE = 0.5
_TAB_CLASSES = frozenset(("tabs", "nav-tabs", "ui-tabs", "ui-tabs-nav", "tab-list", "tablist"))
_PASSWORD = lazy_pattern(r"<input\b[^<>]{0,500}?\btype\s*=\s*[\"']?password\b", re.IGNORECASE)


def read(content: bytes, source: str, limits: Limits) -> Document:
    """A web page from its bytes.

    Navigation, chrome, scripts, form controls and cookie banners are left out; text that the page
    hides is marked hidden. ``line`` is the line of the source, ``pages`` None. Raises ReadError:
    empty, elsewhere, scanned, undecodable, too-large (over ``html_bytes``, nested deeper than the
    parser goes, too many attributes).
    """
    if len(content) > limits.html_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {len(content):,} bytes, over the limit of {limits.html_bytes:,} for a page",
            "save only the part with the syllabus, or print it to PDF",
        )
    text, warnings = decode_page(content)
    root = parse_page(text)
    title = normalize_space(root.findtext(".//title") or "") if root is not None else ""
    blocks = [] if root is None else page_blocks(root)
    words = count_words(blocks)
    warnings += check_text_parts(text, blocks, limits.min_words)
    check_page(title, blocks, asks_password=bool(_PASSWORD.search(text)))
    warnings += check_suffix(source, words)
    if not words and any(tag in text.lower() for tag in ("<script", "<noscript")):
        what = "holds no text of its own: its scripts fetch or build it"
        raise ReadError(Status.ELSEWHERE, what, "open it in a browser and print it to PDF")
    if not words:
        raise ReadError(Status.EMPTY, "holds no text")
    return Document(
        source=source,
        format="html",
        title=_title(blocks, title),
        pages=None,
        words=words,
        blocks=tuple(blocks),
        warnings=warnings + hidden_text_warnings(blocks),
    )


def _title(blocks: Sequence[Block], metadata: str) -> str:
    """The first heading of the first level that a reader sees; the page's ``<title>``
    (``metadata``) where there is none, or where it names no course ("Syllabus")."""
    names_none = reader_lexicon().files.names_no_course.expression
    for block in blocks:
        if block.hidden or not _is_title(block):
            continue
        if metadata and names_none.fullmatch(block.text.lower()):
            return metadata
        return block.text
    return metadata


def page_blocks(root: Any) -> list[Block]:
    """The blocks of the page with this root element, headings by look included."""
    return promote_headings(*page_content(root))


def page_content(root: Any, has_chrome: bool = True) -> tuple[list[Block], list[TextStyle | None]]:
    """The blocks of the page with this root element, and how the text of each is set;
    ``has_chrome`` is False for Markdown that was rendered as HTML: all of it is content."""
    sheet = read_style_sheets(root)
    has_linked_sheet = any("stylesheet" in (link.get("rel") or "") for link in root.iter("link"))
    strip_never_shown(root)
    body = root.find("body")
    if body is None:
        body = root
    _hide_comments(body)
    _open_sections(body)
    walk = PageWalk(_describe(body, has_chrome, sheet))
    # A sheet that is not here may put white text on any colour.
    walk.read(body, Context(coloured=has_linked_sheet))
    return _main_content(walk)


def _hide_comments(body: Any) -> None:
    """Hides the comments that Google Docs writes below a page, and their marks in it."""
    for mark in body.iter("a"):
        target = mark.get("href") or ""
        if target.startswith("#cmnt_ref"):
            parent = mark.getparent()
            above = parent.getparent()
            only = above is not None and above.tag == "div" and above[0] is parent
            (above if only else parent).set("hidden", "")
        elif target.startswith("#cmnt"):
            mark.set("hidden", "")


def _open_sections(body: Any) -> None:
    """Shows what a button in a heading opens on a click."""
    opened = {
        button.get("aria-controls")
        for button in body.iter("button")
        if button.getparent() is not None and button.getparent().tag in HEADINGS
    }
    for element in body.iter() if opened else ():
        if element.get("id") and element.get("id") in opened:
            for name in ("hidden", "aria-hidden", "style"):
                element.attrib.pop(name, None)


def _describe(body: Any, has_chrome: bool, sheet: Mapping[str, str]) -> Page:
    """What the walk has to know of the whole page before it begins."""
    labels = {
        tab.get("id", ""): normalize_space("".join(tab.itertext()))
        for tab in body.iter()
        if tab.get("role") == "tab"
    }
    mains = list(body.iter("main"))
    title_in_header = bool(mains) and all(main.find(".//h1") is None for main in mains)
    panels = dict(_panels(body))
    return Page(count_words_of(body), labels, title_in_header, has_chrome, panels, sheet)


def _panels(body: Any) -> Iterator[tuple[str, str]]:
    """The id of each panel that a tab shows on a click, with the label of the tab."""
    for tab in body.iter("a", "button", "li"):
        target = tab.get("href") or tab.get("data-bs-target") or tab.get("data-target") or ""
        is_tab = tab.get("role") == "tab" or _is_tab_link(tab)
        if is_tab and (target.startswith("#") or tab.get("aria-controls")):
            panel = tab.get("aria-controls") or target[1:]
            yield panel, normalize_space("".join(tab.itertext()))


def _is_tab_link(link: Any) -> bool:
    """Whether a link is an entry of a list that is marked as tabs."""
    entry = link.getparent()
    if link.tag != "a" or entry is None or entry.tag != "li" or entry.getparent() is None:
        return False
    tabs = entry.getparent()
    around = tabs.getparent()
    classes = [part.get("class") or "" for part in (tabs, around) if part is not None]
    return not _TAB_CLASSES.isdisjoint(" ".join(classes).split())


def _main_content(walk: PageWalk) -> tuple[list[Block], list[TextStyle | None]]:
    """What stands in ``<main>``, with the title above it where it has none; all blocks of a page
    that keeps most of its text elsewhere."""
    inside = [block for block, in_main in zip(walk.blocks, walk.in_main, strict=True) if in_main]
    if not inside or count_words(inside) < _MAIN_SHARE * count_words(walk.blocks):
        return walk.blocks, walk.styles
    titled = any(map(_is_title, inside))
    blocks: list[Block] = []
    styles: list[TextStyle | None] = []
    for block, style, in_main in zip(walk.blocks, walk.styles, walk.in_main, strict=True):
        if in_main or (_is_title(block) and not titled):
            blocks.append(block)
            styles.append(style)
    return blocks, styles


def _is_title(block: Block) -> bool:
    """Whether a block is a heading of the first level."""
    return block.shape is Shape.HEADING and block.depth == 1
