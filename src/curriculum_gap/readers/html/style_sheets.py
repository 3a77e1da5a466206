"""What the style sheets within a page say of its classes and ids.

Only simple selectors count (``.c9``, ``span.c9``, ``#notes``), outside of conditions: what decides
is whether a text is seen, and a longer selector mostly says what a script or a click shows.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["BACKGROUND", "compact_style", "read_style_sheets"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"[\w-]*([.#][\w-]+)")
_WHOLE_PAGE = re.compile(r"(?:(?:html|body)\s+)+")
# Media of a sheet, and at-rules, that hold for every screen.
_ON_SCREEN = re.compile(r"\s*(?:$|.*\b(?:all|screen)\b)", re.IGNORECASE)
_EVERY_SCREEN = re.compile(
    r"@media\s+(?:all|screen|screen\s*,\s*print|print\s*,\s*screen)|@layer\b.*"
)
_TAG = re.compile(r"[a-z][a-z0-9]*")
_NAME = re.compile(r"[.#]([\w-]+)")
# Declarations that decide whether and how text is seen; longer values are none of theirs.
_DECLARATION = re.compile(
    r"(?:^|;)(display|visibility|text-decoration(?:-line)?|color|background(?:-color|-image)?"
    r"|vertical-align|font-weight|mso-hide|mso-element|font-size|opacity|left|text-indent|clip|clip-path):([^;]{1,80})"
)
BACKGROUND = re.compile(r"(?:^|;)(background(?:-color|-image)?):([^;!]{0,80})")
_SHOWS = re.compile(
    r"display:(?!none)|visibility:visible|opacity:(?!0(?:;|$))|animation|transition"
    r"|(?:left|text-indent):(?!-)|clip:auto"
)
_HIDES = re.compile(
    r"display:none|visibility:hidden|opacity:0(?=;|$)|(?:left|text-indent):-\d{3,}\w*|clip:rect[^;]*"
)


def compact_style(style: str) -> str:
    """Declarations in small letters without white space."""
    return "".join(style.lower().split())


def read_style_sheets(root: Any) -> dict[str, str]:
    """The declarations of each class (``.c9``) and id (``#notes``), and the backgrounds of
    elements (``td``). What hides is left out for names that a script, an event of an element,
    another rule or an animation may show."""
    sheets = [style for style in root.iter("style") if _ON_SCREEN.match(style.get("media") or "")]
    text = _COMMENT.sub("", " ".join(style.text or "" for style in sheets))
    sheet: dict[str, dict[str, str]] = {}
    shown: set[str] = set()
    for selector, style in _rules(text):
        if _SHOWS.search(style):
            shown.update(_NAME.findall(selector))
        for part in selector.split(","):
            part = _WHOLE_PAGE.sub("", part.strip())
            simple = _SIMPLE.fullmatch(part)
            if simple:
                sheet.setdefault(simple[1], {}).update(_DECLARATION.findall(style))
            elif "background" in style and _TAG.fullmatch(part):
                backgrounds = BACKGROUND.findall(style)
                sheet.setdefault(part, {}).update(backgrounds)
    styles = {
        name: ";".join(map(":".join, declarations.items())) for name, declarations in sheet.items()
    }
    if any(map(_HIDES.search, styles.values())):
        shown.update(_script_words(root))
    return {
        name: _HIDES.sub("", style) if name[1:] in shown else style
        for name, style in styles.items()
    }


def _rules(text: str) -> list[tuple[str, str]]:
    """The selector and the declarations of each rule outside of at-rules."""
    rules: list[tuple[str, str]] = []
    opened: list[str] = []
    before = ""
    at_rules = 0
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            opened.append(before.rpartition(";")[2].strip())
            at_rules += _is_conditional(opened[-1])
        elif piece == "}" and opened:
            selector = opened.pop()
            if selector.startswith("@"):
                at_rules -= _is_conditional(selector)
            elif not at_rules:
                rules.append((selector, compact_style(before)))
        before = piece
    return rules


def _is_conditional(selector: str) -> bool:
    """Whether the rules within an at-rule do not hold for every screen."""
    return selector.startswith("@") and not _EVERY_SCREEN.fullmatch(selector.lower())


def _script_words(root: Any) -> set[str]:
    """The names in the page's own scripts and events: they may show what a sheet hides."""
    words: set[str] = set()
    for element in root.iter():
        if element.tag == "script":
            words.update(re.findall(r"[\w-]+", element.text or ""))
        for name, value in element.attrib.items():
            if name.startswith("on"):
                words.update(re.findall(r"[\w-]+", value))
    return words
