"""What the styles of an OpenDocument text make of its paragraphs, words, cells and sections.

Takes the root elements that hold styles; gives one resolved `Style` for each name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from curriculum_gap.readers.odt.names import attribute, name_of, qualified

__all__ = ["Style", "Styles"]

_DEFAULT_SIZE = 12.0  # points: LibreOffice's own where a document names none
_TINY = 2.0  # points: smaller text is not meant to be read
_LONGEST_CHAIN = 50  # styles that build on each other
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|px|%)")
_WHITE = re.compile(r"#(?:f[a-f]){3}", re.IGNORECASE)  # or nearly white
_NO_COLOUR = ("", "transparent", "#ffffff")
# Names of styles: "Heading_20_2" is LibreOffice's for "Heading 2".
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"contents (?:\d|heading)|toc (?:\d|heading)|(?:user )?index heading")


class Style(NamedTuple):
    """What is stated about text; None where nothing is.

    ``level`` is the rank of a heading or 0, ``entry`` the depth of a list entry or 0, ``size`` in
    points, ``scale`` a size as a share of the text around, ``contents`` true for lines of a table
    of contents, ``title`` for the style of the document's title, ``struck`` for text with a line
    through it, ``raised`` for text above the line; ``page`` is the name of the page's style that a
    paragraph begins, ``numbered`` that of a numbering.
    """

    level: int | None = None
    entry: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    white: bool | None = None
    shaded: bool | None = None
    size: float | None = None
    scale: float | None = None
    contents: bool | None = None
    title: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    page: str | None = None
    numbered: str | None = None

    def over(self, below: Style) -> Style:
        """This style where it states something, else the one ``below``."""
        pairs = zip(self, below, strict=True)
        style = Style._make([other if own is None else own for own, other in pairs])
        if self.scale is not None and below.size:
            style = style._replace(size=below.size * self.scale, scale=None)
        return style


class Styles:
    """The styles that hold in one part of a file, each resolved when first asked for.

    ``common`` are the root elements with styles that have names, ``own`` is the one whose automatic
    styles hold in this part (those of headers and footers are other ones than the body's).
    """

    def __init__(self, common: Iterable[Any], own: Any) -> None:
        self._elements: dict[tuple[str, str], Any] = {}
        self._resolved: dict[tuple[str, str], Style] = {}
        self._texts: dict[tuple[Style, str, bool], Style] = {}
        self._default = Style(size=_DEFAULT_SIZE)
        for root in common:
            self._add(root.find(qualified("office:styles")))
        self._add(own.find(qualified("office:automatic-styles")))

    def _add(self, parent: Any) -> None:
        """Keeps the styles below an element, which may be None."""
        for style in () if parent is None else parent:
            name = name_of(style)
            family = attribute(style, "style:family")
            if name == "style:style":
                self._elements[family, attribute(style, "style:name")] = style
            elif name == "style:default-style" and family == "paragraph":
                self._default = _stated(style).over(self._default)

    def named(self, family: str, name: str) -> Style:
        """A style with everything that it builds on; an empty one where there is none."""
        key = family, name
        if key not in self._resolved:
            chain: list[Any] = []
            while (element := self._elements.get((family, name))) is not None:
                chain.append(element)
                name = attribute(element, "style:parent-style-name")
                if len(chain) > _LONGEST_CHAIN:
                    break  # styles that build on each other in a circle
            style = self._default if family == "paragraph" else Style()
            for element in reversed(chain):
                style = _own(element).over(style)
            self._resolved[key] = style
        return self._resolved[key]

    def paragraph(self, name: str) -> Style:
        """All that holds for a paragraph's text before words in it state anything."""
        return self.named("paragraph", name)

    def text(self, around: Style, name: str, on_colour: bool) -> Style:
        """All that holds for words with a style ``name`` ("" without one) within text of a style.
        Words that are struck through, white or tiny are hidden; white ones not where they stand
        ``on_colour`` or have colour behind them."""
        key = around, name, on_colour
        style = self._texts.get(key)
        if style is None:
            own = self.named("text", name) if name else Style()
            style = own._replace(level=None, title=None).over(around)
            white = style.white and not style.shaded and not on_colour
            if white or style.struck or 0 < (style.size or 0) <= _TINY:
                style = style._replace(hidden=True)
            self._texts[key] = style
        return style


def _own(element: Any) -> Style:
    """What a ``style:style`` states itself, by its name first."""
    name = attribute(element, "style:display-name") or attribute(element, "style:name")
    name = name.replace("_20_", " ").lower()
    level = attribute(element, "style:default-outline-level")
    own = Style(
        page=attribute(element, "style:master-page-name") or None,
        numbered=element.get(qualified("style:list-style-name")),
    )
    if heading := _HEADING.fullmatch(name):
        own = own._replace(level=int(heading[1]))
    elif name == "title":
        own = own._replace(level=1, title=True)
    elif _CONTENTS.match(name):
        own = own._replace(level=0, contents=True)
    elif name == "placeholder text":
        own = own._replace(hidden=True)  # what a template asks for
    if level.isdecimal() and len(level) < 3:
        own = own._replace(level=int(level))
    return own.over(_stated(element))


def _stated(element: Any) -> Style:
    """What the properties below a style state."""
    style = Style()
    for properties in element:
        name = name_of(properties)
        if name == "style:text-properties":
            style = _of_text(properties).over(style)
        elif name.startswith("style:") and name.endswith("-properties"):
            shaded = attribute(properties, "fo:background-color").lower() not in _NO_COLOUR
            hidden = attribute(properties, "text:display") == "none"  # of a section
            style = Style(shaded=shaded or None, hidden=hidden or None).over(style)
    return style


def _of_text(properties: Any) -> Style:
    """What a ``style:text-properties`` states."""

    def marks(name: str, off: str = "none") -> bool | None:
        value = attribute(properties, name)
        return None if not value else value != off

    weight = attribute(properties, "fo:font-weight")
    colour = attribute(properties, "fo:color")
    behind = attribute(properties, "fo:background-color").lower()
    capitals = attribute(properties, "fo:text-transform") == "uppercase"
    capitals = capitals or attribute(properties, "fo:font-variant") == "small-caps"
    display = attribute(properties, "text:display")
    size, scale = _size(attribute(properties, "fo:font-size"))
    position = attribute(properties, "style:text-position")
    as_behind = bool(colour) and colour.lower() == behind not in _NO_COLOUR
    return Style(
        bold=None if not weight else weight in ("bold", "600", "700", "800", "900"),
        italic=marks("fo:font-style", "normal"),
        underlined=marks("style:text-underline-style"),
        capitals=capitals or None,
        hidden=True if as_behind else (None if not display else display == "none"),
        white=None if not colour else _WHITE.fullmatch(colour) is not None,
        shaded=None if not behind else behind not in _NO_COLOUR,
        size=size,
        scale=scale,
        struck=marks("style:text-line-through-style"),
        raised=None if not position else position.startswith(("super", "3", "4", "5")),
    )


def _size(text: str) -> tuple[float | None, float | None]:
    """A size in points, or as a share of the text around."""
    match = _SIZE.fullmatch(text)
    if match is None:
        return None, None
    number = float(match[1])
    return (None, number / 100) if match[2] == "%" else (number * _POINTS[match[2]], None)
