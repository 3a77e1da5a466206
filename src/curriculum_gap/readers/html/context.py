"""What the elements around a text make of it: a heading, an entry of a list, bold, hidden …

`enter` gives the context inside an element from the context outside of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from curriculum_gap.nouns import Block
from curriculum_gap.readers.html.platforms import NO_PLATFORM, Platform, names_of
from curriculum_gap.readers.html.style_sheets import BACKGROUND, compact_style

__all__ = ["HEADINGS", "LISTS", "Context", "Page", "enter", "panel_label"]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
_BOLD = frozenset(("b", "strong", "th", "dt", "summary", "legend"))
_HIDDEN_CLASSES = frozenset(("d-none", "hidden", "is-hidden"))
_STRUCK = frozenset(("del", "s", "strike"))
# Struck-through text is no longer meant; ``mso-`` is Word's, of comments and hidden text.
_HIDING_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|text-decoration(?:-line)?:[^;]{0,80}line-through"
    r"|mso-element:comment|mso-hide:all|content-visibility:hidden|clip-path:inset\((?:50|100)%"
    r"|clip:rect\((?:[01](?:px)?,?){4}\)|transform:scale\(0\)"
    r"|(?:^|;)(?:left|right|top|text-indent|margin-left):-(?:\d{4,}|999)"
)
# Pages that move their parts in begin with such parts; they are seen.
_TRANSPARENT = re.compile(
    r"(?!.{0,2000}(?:transform|transition|animation|will-change))(?:^|.*;)"
    r"opacity:0(?:\.0+)?(?:%|!important)?(?:;|$)"
)
_FONT_SIZE = re.compile(r"(?:^|;)font-size:([^;!]{1,20})")
_TINY = re.compile(r"0(?:\.0+)?(?:[a-z]{2,3}|%)?|1px")
_COLOR = re.compile(r"(?:^|;)color:([^;!]*)")
_WHITE = re.compile(
    r"#fff|#(?:f[a-f]){3}|white|rgba?\(25[0-5],25[0-5],25[0-5][^)]*\)|transparent"
    r"|rgba\([\d,]{1,20},0(?:\.0+)?\)|hsla?\([\d.]{1,9},[\d.]{1,9}%,100%[^)]*\)"
)
_NO_BACKGROUND = re.compile(rf"(?:{_WHITE.pattern}|none|in\w+|unset)?")
_BOLD_STYLE = re.compile(r"(?:^|;)font-weight:(bold(?:er)?|normal|[1-9]00)")
_BOLD_WEIGHTS = frozenset(("bold", "bolder", "600", "700", "800", "900"))
# Google Docs sets nested lists one after another; the class says how deep (from 0).
_LIST_LEVEL = re.compile(r"\blst-kix_[\w-]{1,60}-([0-8])(?= |$)")
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnotes", "doc-endnote", "doc-footnotes"))
# Sizes in points of <font size="1"> to 7, as browsers show them, and of text without one.
_FONT_SIZES = (8.0, 10.0, 12.0, 14.0, 18.0, 24.0, 36.0)
_DEFAULT_FONT = 3


class Page(NamedTuple):
    """What is true of the whole page: its number of ``words``; the label of each tab by its id;
    whether its title stands in a ``<header>`` above ``<main>``; whether it ``has_chrome`` at all (a
    fragment within Markdown has none); the label of each panel of tabs by its id; what its
    ``sheet`` says of classes, ids and backgrounds of elements; the blocks of its ``frames``, by
    element; and the platform that made it."""

    words: int
    tab_labels: Mapping[str, str]
    title_in_header: bool
    has_chrome: bool = True
    panel_labels: Mapping[str, str] = {}
    sheet: Mapping[str, str] = {}
    frames: Mapping[Any, Sequence[Block]] = {}
    platform: Platform = NO_PLATFORM


class Context(NamedTuple):
    """What the elements around a text say. ``heading`` is its level or 0, ``lists`` counts the
    lists around it, ``size`` is in points, ``panel`` is the label of the tab that shows it,
    ``raised`` is set above the line, ``coloured`` is what stands on a colour or picture."""

    heading: int = 0
    lists: int = 0
    entry: bool = False
    hidden: bool = False
    bold: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = _FONT_SIZES[_DEFAULT_FONT - 1]
    note: bool = False
    main: bool = False
    content: bool = False  # within main or article
    term: bool = False  # of a definition list
    panel: str = ""
    raised: bool = False
    white: bool = False
    coloured: bool = False
    tiny: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees the text, or it is struck through."""
        return self.hidden or self.tiny or (self.white and not self.coloured)


def enter(element: Any, outside: Context, page: Page) -> Context:
    """The context inside ``element``: that of the ``outside``, and what the element's tag, role,
    classes and style change of it. Of sheets only those within the page are known."""
    changes = _changes_by_tag(element, outside, page)
    if element.attrib or element.tag in page.sheet:
        changes.update(_changes_by_attributes(element, page))
    return outside._replace(**changes) if changes else outside


def _changes_by_tag(element: Any, outside: Context, page: Page) -> dict[str, Any]:
    """The fields of the context that the kind of element changes.

    Only kinds are listed that decide what a block is (heading, entry, term) or how its text looks,
    by which `visual_headings` finds headings that the page does not mark.
    """
    tag = element.tag
    changes: dict[str, Any] = {}
    if tag in _BOLD:
        changes["bold"] = True
    if tag in HEADINGS:
        changes["heading"] = HEADINGS[tag]
    elif tag in LISTS:
        nested = _LIST_LEVEL.search(element.get("class") or "")
        lists = outside.lists + 1 + (int(nested[1]) if nested else 0)
        changes.update(lists=lists, entry=False)
    elif tag == "li":
        changes.update(entry=True, lists=max(outside.lists, 1))
    elif tag == "main":
        changes.update(main=True, content=True)
    elif tag == "article":
        changes["content"] = True
    elif tag == "header":
        if page.title_in_header and element.find(".//h1") is not None:
            changes["main"] = True
    elif tag in ("dt", "dd"):
        changes["term"] = tag == "dt"
    elif tag in ("u", "ins"):
        changes["underlined"] = True
    elif tag in ("i", "em"):
        changes["italic"] = True
    elif tag in _STRUCK:
        changes["hidden"] = True
    elif tag == "sup":
        changes["raised"] = True
    elif tag in ("font", "big"):
        changes["size"] = _font_size(element.get("size") or "+1")
    return changes


def panel_label(element: Any, page: Page) -> str:
    """The label of the tab that shows this element on a click, "" where it is no panel of tabs."""
    label = page.panel_labels.get(element.get("id") or "", "")
    if not label and element.get("role") == "tabpanel":
        label = page.tab_labels.get(element.get("aria-labelledby") or "", "")
    return label


def _changes_by_attributes(element: Any, page: Page) -> dict[str, Any]:
    """The fields that roles, classes and styles change."""
    changes: dict[str, Any] = {}
    role = element.get("role")
    if role == "main":
        changes.update(main=True, content=True)
    elif role == "heading":
        level = element.get("aria-level") or "2"
        rank = int(level[:9]) if level.isdecimal() else 2  # thousands of digits are an error
        changes["heading"] = min(max(rank, 1), 6)
    panel = panel_label(element, page)
    if panel:
        changes["panel"] = panel
    classes = (element.get("class") or "").split()
    if page.platform is not NO_PLATFORM:
        changes.update(_changes_by_platform(names_of(element), page.platform))
    if role in _NOTE_ROLES or "footnotes" in classes:
        changes["note"] = True
    style = compact_style(element.get("style") or "")
    from_sheet = _style_of_sheet(element, classes, page.sheet) if page.sheet else ""
    changes.update(_colours(element, f"{from_sheet};{style}"))
    hides = _HIDING_STYLE.search(f"{from_sheet};{style}") or not _HIDDEN_CLASSES.isdisjoint(classes)
    hidden = element.get("hidden") not in (None, "until-found")
    if (hides or hidden or element.get("aria-hidden") == "true") and not panel:
        changes["hidden"] = True
    if _TRANSPARENT.match(f"{from_sheet};{style}"):
        changes["hidden"] = True
    if sizes := _FONT_SIZE.findall(f"{from_sheet};{style}"):
        changes["tiny"] = _TINY.fullmatch(sizes[-1]) is not None
    if "vertical-align:super" in from_sheet + style:
        changes["raised"] = True
    if weights := _BOLD_STYLE.findall(f"{from_sheet};{style}"):
        changes["bold"] = weights[-1] in _BOLD_WEIGHTS
    return changes


def _changes_by_platform(names: Sequence[str], platform: Platform) -> dict[str, Any]:
    """The fields that the names of an element change on pages of a platform."""
    changes: dict[str, Any] = {}
    if not platform.content.isdisjoint(names):
        changes.update(main=True, content=True)
    levels = [platform.headings[name] for name in names if name in platform.headings]
    if levels:
        changes["heading"] = levels[0]
    return changes


def _style_of_sheet(element: Any, classes: Sequence[str], sheet: Mapping[str, str]) -> str:
    """What the page's sheets declare for an element."""
    names = [element.tag, *(f".{name}" for name in dict.fromkeys(classes)), f"#{element.get('id')}"]
    return ";".join(sheet[name] for name in names if name in sheet)


def _colours(element: Any, style: str) -> dict[str, bool]:
    """Whether the element's text is white, and whether it stands on a colour or picture."""
    changes: dict[str, bool] = {}
    colours = _COLOR.findall(style)
    if element.get("color"):
        colours.append(element.get("color").strip().lower())
    if colours:
        changes["white"] = _WHITE.fullmatch(colours[-1]) is not None
    grounds = [value for _, value in BACKGROUND.findall(style)]
    for name in ("bgcolor", "background"):
        if element.get(name):
            grounds.append(element.get(name).strip().lower())
    if grounds:
        changes["coloured"] = _NO_BACKGROUND.fullmatch(grounds[-1]) is None
    if colours and grounds and colours[-1] == grounds[-1]:
        changes["hidden"] = True
    return changes


def _font_size(size: str) -> float:
    """Points of a ``size`` such as "4", "+1" or "-2"; of ordinary text where it is no number."""
    size = size.strip()
    try:
        step = int(size)
    except ValueError:
        step = _DEFAULT_FONT
    else:
        if size.startswith(("+", "-")):
            step += _DEFAULT_FONT
    return _FONT_SIZES[min(max(step, 1), len(_FONT_SIZES)) - 1]
