"""styles.xml and numbering.xml read once into maps: what a style makes of text.

A low leaf of the Word reader. python-docx's own style objects search the XML at every question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from curriculum_gap.readers.docx.markup import VAL, W, first, is_shaded, number

__all__ = ["Direct", "Style", "Styles", "outline_level"]

_WORDS_OWN_SIZE = 10.0  # points, where a document names none
_TINY = 2.0  # points; not meant to be read
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)")
# What a w:rPr can say that matters here.
_BOLD, _ITALIC, _UNDERLINED = W + "b", W + "i", W + "u"
_VANISH, _COLOUR, _SIZE = W + "vanish", W + "color", W + "sz"
_SHADE, _HIGHLIGHT, _NAMED = W + "shd", W + "highlight", W + "rStyle"
_SERIES, _LEVEL = W + "numId", W + "ilvl"
_CAPITALS = frozenset((W + "caps", W + "smallCaps"))
_MARKS = _CAPITALS | {
    *(_BOLD, _ITALIC, _UNDERLINED, _VANISH, _COLOUR, _SIZE, _SHADE, _HIGHLIGHT, _NAMED)
}


class Style(NamedTuple):
    """What is said about text; None where nothing is said.

    ``level`` is the rank of a heading or 0, ``entry`` the depth of a list entry or 0, ``size`` in
    points, ``contents`` true for lines of a table of contents, ``header_row`` true for table styles
    that set off their first row.
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
    contents: bool | None = None
    header_row: bool | None = None

    def over(self, below: Style) -> Style:
        """This style where it speaks, else the one ``below``."""
        pairs = zip(self, below, strict=True)
        return Style._make([other if own is None else own for own, other in pairs])


class Direct(NamedTuple):
    """What a paragraph says about itself: its style's id and what it overrides."""

    style: str | None = None
    entry: int | None = None
    level: int | None = None
    shaded: bool = False


class Styles:
    """The styles of one document, resolved at the first question and remembered."""

    def __init__(self, styles: Any, numbering: Callable[[], Any]) -> None:
        # A document defines hundreds of styles and uses a few.
        self._unlearned: dict[str, Any] = {}
        self._own: dict[str, tuple[Style, str | None]] = {}
        self._named: dict[str | None, Style] = {}
        self._paragraphs: dict[Direct, Style] = {}
        self._runs: dict[tuple[Any, ...], Style] = {}
        self._numbering = numbering  # asked for: it is long, and few documents need it
        self._linked: dict[str, int] | None = None
        self._plain: str | None = None
        self._titles: set[str | None] = set()
        self._default = Style(size=_WORDS_OWN_SIZE)
        if styles is None:
            return
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            self._default = _said(_marks(defaults)).over(self._default)
        for style in styles.iterchildren(W + "style"):
            identity = style.get(W + "styleId", "")
            self._unlearned[identity] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._plain = identity

    def _learn(self, identity: str, style: Any) -> None:
        name, based, said = "", None, Style()
        for element in style:
            tag = element.tag
            if tag == W + "name":
                name = element.get(VAL, "").lower()
            elif tag == W + "basedOn":
                based = element.get(VAL)
            elif tag == W + "rPr":
                said = _said(_marks(element)).over(said)
            elif tag == W + "pPr":
                said = self._of_properties(element, identity).over(said)
            elif tag == W + "tblStylePr" and element.get(W + "type") == "firstRow":
                sets_off = next(element.iter(W + "shd", W + "b"), None) is not None
                said = Style(header_row=sets_off).over(said)
        if heading := re.fullmatch(r"heading ([1-9])", name):
            said = Style(level=int(heading[1])).over(said)
        elif name == "title":
            self._titles.add(identity)
            said = Style(level=1).over(said)
        elif _CONTENTS.match(name):
            said = Style(level=0, contents=True).over(said)
        self._own[identity] = said, based

    def _of_properties(self, properties: Any, identity: str) -> Style:
        said: dict[str, Any] = {}
        for element in properties:
            tag = element.tag
            if tag == W + "outlineLvl":
                said["level"] = outline_level(element)
            elif tag == W + "numPr":
                said["entry"] = self.entry_depth(element, identity)
            elif tag == W + "shd" and is_shaded(element):
                said["shaded"] = True
        return Style(**said)

    def entry_depth(self, numbering: Any, style: str = "") -> int | None:
        """The depth that a ``w:numPr`` gives, 0 where it takes the numbering away, None where it
        says nothing."""
        series, level = first(numbering, _SERIES), first(numbering, _LEVEL)
        if series is not None and number(series) == 0:
            return 0
        if series is None and level is None:
            return None
        if level is None:
            if self._linked is None:
                self._linked = _linked_levels(self._numbering())
            return self._linked.get(style, 0) + 1
        return max(number(level), 0) + 1

    def named(self, identity: str | None) -> Style:
        """A style with everything that it is based on; the default paragraph style for None."""
        if identity not in self._named:
            style = Style()
            follow = self._plain if identity is None else identity
            seen: set[str] = set()
            while follow is not None and follow not in seen:
                if follow in self._unlearned:
                    self._learn(follow, self._unlearned.pop(follow))
                if follow not in self._own:
                    break
                seen.add(follow)
                said, based = self._own[follow]
                style = style.over(said)
                if follow in self._titles:
                    self._titles.add(identity)
                follow = based
            self._named[identity] = style
        return self._named[identity]

    def is_title(self, identity: str | None) -> bool:
        """Whether a paragraph style is the document's title or based on it."""
        self.named(identity)
        return identity in self._titles

    def paragraph(self, direct: Direct) -> Style:
        """All that holds for a paragraph's text before its runs speak."""
        style = self._paragraphs.get(direct)
        if style is None:
            named = self.named(direct.style)
            level = direct.level
            if direct.entry or (direct.entry is None and named.entry):
                level = None  # an entry with an outline level was pasted from a web page's headings
            own = Style(level=level, entry=direct.entry, shaded=direct.shaded or None)
            style = self._paragraphs[direct] = own.over(named).over(self._default)
        return style

    def run(self, properties: Any, around: Style, on_colour: bool) -> Style:
        """All that holds for a run within a paragraph of style ``around``. White or tiny text is
        hidden, unless it stands ``on_colour`` or has colour behind it."""
        marks = _marks(properties)
        key = (id(around), on_colour, marks)  # styles of paragraphs stay alive in their map
        style = self._runs.get(key)
        if style is None:
            style = _said(marks)
            for tag, value in marks:
                if tag == _NAMED:
                    # A link is underlined by its style, and no heading for that.
                    style = style.over(self.named(value)._replace(underlined=None, level=None))
            style = style.over(around)
            white = style.white and not style.shaded and not on_colour
            if white or 0 < (style.size or 0) <= _TINY:
                style = style._replace(hidden=True)
            self._runs[key] = style
        return style


def outline_level(element: Any) -> int:
    """The rank of a heading that a ``w:outlineLvl`` gives, 0 for body text."""
    level = number(element, 9)
    return level + 1 if 0 <= level < 9 else 0


def _marks(properties: Any) -> tuple[tuple[str, str | None], ...]:
    """What a ``w:rPr`` says, as (tag, value); a ``w:shd`` has a value where it puts colour."""
    return tuple(
        [
            (tag, element.get(VAL) if tag != _SHADE else "colour" if is_shaded(element) else None)
            for element in properties[:]  # a list: an iterator costs more than these few
            if (tag := element.tag) in _MARKS
        ]
    )


def _said(marks: tuple[tuple[str, str | None], ...]) -> Style:
    said: dict[str, Any] = {}
    for tag, value in marks:
        on = value not in ("0", "false", "off", "none")
        if tag == _BOLD:
            said["bold"] = on
        elif tag == _ITALIC:
            said["italic"] = on
        elif tag == _UNDERLINED:
            said["underlined"] = on
        elif tag in _CAPITALS:
            said["capitals"] = on or said.get("capitals", False)
        elif tag == _VANISH:
            said["hidden"] = on
        elif tag == _COLOUR:
            said["white"] = (value or "").upper() == "FFFFFF"
        elif tag == _SIZE:
            said["size"] = int(value) / 2 if value and value.isdecimal() else None
        elif tag == _HIGHLIGHT or (tag == _SHADE and value):
            said["shaded"] = True
    return Style(**said)


def _linked_levels(numbering: Any) -> dict[str, int]:
    """Paragraph style → list level, where numbering.xml ties a level to a style."""
    linked: dict[str, int] = {}
    for level in numbering.iter(W + "lvl") if numbering is not None else ():
        style, depth = level.find(W + "pStyle"), level.get(W + "ilvl", "0")
        if style is not None and depth.isdecimal():
            linked[style.get(VAL, "")] = int(depth)
    return linked
