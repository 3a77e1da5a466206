"""A web page as a document: the pieces of this package put together.

The readers of pages (`from_html`), of saved pages in one file (`from_mhtml`) and of Markdown, which
is rendered as a page, use it.
"""

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
from curriculum_gap.readers.html.parsing import parse_page, strip_never_shown
from curriculum_gap.readers.html.platforms import NO_PLATFORM, find_platform, join_parts
from curriculum_gap.readers.html.saved_parts import NO_FRAMES, NO_PARTS, SavedParts, show_parts
from curriculum_gap.readers.html.shadow_roots import show_shadow_roots
from curriculum_gap.readers.html.style_sheets import read_style_sheets
from curriculum_gap.readers.text_cleanup import count_words, hidden_text_warnings, normalize_space
from curriculum_gap.readers.visual_headings import TextStyle, promote_headings

__all__ = ["check_page_size", "page_blocks", "page_content", "page_title", "read_page"]

# Of the page's words; a <main> that holds less was not meant as one.
_MAIN_SHARE = 0.5
_TAB_CLASSES = frozenset(("tabs", "nav-tabs", "ui-tabs", "ui-tabs-nav", "tab-list", "tablist"))
_PASSWORD = lazy_pattern(r"<input\b[^<>]{0,500}?\btype\s*=\s*[\"']?password\b", re.IGNORECASE)


def check_page_size(size: int, limits: Limits) -> None:
    """Raises ReadError (too-large) for a page of more bytes than ``limits.html_bytes``."""
    if size > limits.html_bytes:
        raise ReadError(
            Status.TOO_LARGE,
            f"has {size:,} bytes, over the limit of {limits.html_bytes:,} for a page",
            "save only the part with the syllabus, or print it to PDF",
        )


def read_page(
    text: str, source: str, limits: Limits, warnings: tuple[str, ...], parts: SavedParts = NO_PARTS
) -> Document:
    """A web page from its text; ``warnings`` are those of its decoding, ``parts`` are those that
    stand beside it.

    Raises ReadError: empty, elsewhere, scanned, too-large (nested deeper than the parser goes, too
    many attributes).
    """
    root = parse_page(text)
    title = page_title(root)
    shown = show_parts(root, parts)
    blocks = page_blocks(root, frames=shown)
    words = count_words(blocks)
    addresses = {frame.get("src") or frame.get("data") for frame in shown}
    warnings += check_text_parts(text, blocks, limits.min_words, addresses)
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


def page_title(root: Any) -> str:
    """The ``<title>`` of a page with this root element, which may be None."""
    return normalize_space(root.findtext(".//title") or "") if root is not None else ""


def page_blocks(root: Any, frames: Mapping[Any, Sequence[Block]] = NO_FRAMES) -> list[Block]:
    """The blocks of the page with this root element (None: no blocks), headings by look included.
    ``frames`` is what `show_parts` gave of the page."""
    return [] if root is None else promote_headings(*page_content(root, frames=frames))


def page_content(
    root: Any, has_chrome: bool = True, frames: Mapping[Any, Sequence[Block]] = NO_FRAMES
) -> tuple[list[Block], list[TextStyle | None]]:
    """The blocks of the page with this root element, and how the text of each is set.

    ``has_chrome`` is False for Markdown that was rendered as HTML: all of it is content.
    """
    show_shadow_roots(root)
    sheet = read_style_sheets(root)
    has_linked_sheet = any("stylesheet" in (link.get("rel") or "") for link in root.iter("link"))
    strip_never_shown(root)
    body = root.find("body")
    if body is None:
        body = root
    _hide_comments(body)
    _open_sections(body)
    platform = find_platform(body) if has_chrome else NO_PLATFORM
    join_parts(body, platform)
    page = _describe(body, has_chrome, sheet)._replace(frames=frames, platform=platform)
    walk = PageWalk(page)
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
    """Shows what a click on a button, a link or a heading opens: accordions, *more*. Menus, which
    open upon the page, stay closed."""
    opened: set[str] = set()
    for control in body.iter("button", "a", "span", "div", *HEADINGS):
        if control.get("aria-haspopup") in (None, "false") and _opens(control):
            opened.update(_controlled(control))
    for element in body.iter() if opened else ():
        if element.get("id") in opened:
            for name in ("hidden", "aria-hidden", "style"):
                element.attrib.pop(name, None)


def _opens(control: Any) -> bool:
    """Whether an element says that it opens another one."""
    if control.get("aria-expanded") is not None:
        return True
    parent = control.getparent()
    if control.tag == "button" and parent is not None and parent.tag in HEADINGS:
        return True
    toggle = control.get("data-bs-toggle") or control.get("data-toggle")
    return toggle == "collapse" or "element_toggler" in (control.get("class") or "").split()


def _controlled(control: Any) -> list[str]:
    """The ids of what an element opens."""
    target = control.get("data-bs-target") or control.get("data-target") or ""
    target = target or control.get("href") or ""
    named = [target[1:]] if target.startswith("#") and len(target) > 1 else []
    return [*(control.get("aria-controls") or "").split(), *named]


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
