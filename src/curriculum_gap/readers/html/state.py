"""What the elements around some text make of it: heading, entry, bold, hidden …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["HEADINGS", "LISTS", "PLAIN_SIZE", "Page", "State", "enter"]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
_HIDDEN_NAMES = frozenset(("d-none", "hidden", "is-hidden"))
_HIDING = re.compile(r"display:none|visibility:(?:hidden|collapse)")
_BOLD = frozenset(("b", "strong", "th", "dt", "summary", "legend"))
_FONT_SIZES = {"1": 8.0, "2": 10.0, "3": 12.0, "4": 14.0, "5": 18.0, "6": 24.0, "7": 36.0}
PLAIN_SIZE = 12.0


class Page(NamedTuple):
    """What is true of the whole page."""

    words: int
    tabs: Mapping[str, str]  # id → label
    headed_apart: bool  # its title stands above <main>, in a <header>


class State(NamedTuple):
    """What the elements around some text make of it."""

    heading: int = 0
    lists: int = 0
    entry: bool = False
    pre: bool = False
    hidden: bool = False
    bold: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = PLAIN_SIZE
    note: bool = False
    main: bool = False
    content: bool = False  # inside main or article
    term: bool = False
    panel: str = ""  # the tab that shows the panel around the text


def enter(element: Any, tag: str, state: State, page: Page) -> State:
    """The state inside an element."""
    changes: dict[str, Any] = {}
    if tag in HEADINGS:
        changes["heading"] = HEADINGS[tag]
    elif tag in LISTS:
        changes.update(lists=state.lists + 1, entry=False)
    elif tag == "li":
        changes.update(entry=True, lists=max(state.lists, 1))
    elif tag == "pre":
        changes["pre"] = True
    elif tag == "main":
        changes.update(main=True, content=True)
    elif tag == "article":
        changes["content"] = True
    elif tag == "header" and page.headed_apart and element.find(".//h1") is not None:
        changes["main"] = True
    elif tag == "dt":
        changes.update(term=True, bold=True)
    elif tag == "dd":
        changes["term"] = False
    elif tag in ("u", "ins"):
        changes["underlined"] = True
    elif tag in ("i", "em"):
        changes["italic"] = True
    elif tag == "font" or tag == "big":
        changes["size"] = _font_size(element.get("size") or "+1")
    if tag in _BOLD:
        changes["bold"] = True
    if element.attrib:
        _attributes(element, changes, page.tabs)
    return state._replace(**changes) if changes else state


def _attributes(element: Any, changes: dict[str, Any], tabs: Mapping[str, str]) -> None:
    role = element.get("role")
    if role == "main":
        changes.update(main=True, content=True)
    elif role == "heading":
        level = element.get("aria-level") or "2"
        changes["heading"] = min(max(int(level), 1), 6) if level.isdecimal() else 2
    elif role == "tabpanel":
        changes["panel"] = tabs.get(element.get("aria-labelledby") or "", "")
    elif role in ("doc-footnote", "doc-endnotes", "doc-endnote", "doc-footnotes"):
        changes["note"] = True
    names = (element.get("class") or "").split()
    if "footnotes" in names:
        changes["note"] = True
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    if (
        element.get("hidden") not in (None, "until-found")
        or element.get("aria-hidden") == "true"
        or (style and _HIDING.search(style))
        or _HIDDEN_NAMES.intersection(names)
    ):
        changes["hidden"] = True
    if style:
        if re.search(r"font-weight:(?:bold|[6-9]00)", style):
            changes["bold"] = True
        elif "font-weight:normal" in style:
            changes["bold"] = False
        if size := re.search(r"font-size:(\d{1,3}(?:\.\d+)?)(pt|px)", style):
            changes["size"] = float(size[1]) * (1 if size[2] == "pt" else 0.75)


def _font_size(size: str) -> float:
    size = size.strip()
    try:
        step = 3 + int(size) if size[:1] in ("+", "-") else int(size)
    except ValueError:
        return PLAIN_SIZE
    return _FONT_SIZES[str(min(max(step, 1), 7))]
