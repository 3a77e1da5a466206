"""What the styles and the numbering of a Word document make of its text.

Takes the style elements that python-docx parsed and what paragraphs and runs state themselves;
gives one resolved `Style` for each. Resolved here, because python-docx's own style objects answer
only what a style itself states, not what it inherits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from curriculum_gap.readers.text_cleanup import word_set

__all__ = [
    "CHART",
    "DRAWING",
    "MATH",
    "OFFICE",
    "RELATIONSHIP",
    "THROUGH",
    "VAL",
    "VML",
    "Direct",
    "Style",
    "Styles",
    "W",
    "first",
    "is_on",
    "is_shaded",
    "name_of",
    "number",
    "outline_level",
    "series_of",
    "text_branch",
]

# Namespaces of Word's XML, as lxml writes them in front of a name.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"

_PREFIXES = {W: "w", MATH: "m", DRAWING: "a", VML: "v", _COMPATIBILITY: "mc", _DIAGRAM: "dgm"}
_NAMESPACES = {prefix: namespace for namespace, prefix in _PREFIXES.items()}
# Wrappers that hold more of what their parent holds, wherever they stand. Deleted text (w:del) and
# the place that moved text has left (w:moveFrom) are not among them.
THROUGH = word_set("""
    w:hyperlink w:ins w:moveTo w:smartTag w:customXml w:sdt w:sdtContent w:fldSimple w:dir
    w:bdo w:ruby w:rubyBase
""")

# Sizes of text.
_DEFAULT_SIZE = 10.0  # points: Word's own size where a document names none
_TINY = 2.0  # points: smaller text is not meant to be read
# Names of the styles of tables of contents, which repeat headings and are none.
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)")
_WHITE = re.compile(r"(?:F[A-F]){3}")  # or nearly white
# Properties of a run that are on or off, and the field of `Style` that they set.
_TOGGLES = {
    "w:b": "bold",
    "w:i": "italic",
    "w:u": "underlined",
    "w:caps": "capitals",
    "w:smallCaps": "capitals",
    "w:vanish": "hidden",
    "w:strike": "struck",
    "w:dstrike": "struck",
}


@lru_cache(4096)  # hot path: every element is asked, a document has few names
def _prefixed(tag: str) -> str:
    """A name in lxml's form (``{namespace}p``) with its usual prefix."""
    namespace, brace, local = tag.partition("}")
    return f"{_PREFIXES.get(namespace + brace, '')}:{local}"


def name_of(element: Any) -> str:
    """The name of an element with its usual prefix (``w:p``), or ``""`` for a comment."""
    return _prefixed(element.tag) if isinstance(element.tag, str) else ""


def first(parent: Any, name: str) -> Any:
    """The first child element of that name (``w:pPr``), or None."""
    prefix, _, local = name.partition(":")
    return next(parent.iterchildren(_NAMESPACES[prefix] + local), None)


def is_on(element: Any) -> bool:
    """Whether a toggle such as ``<w:b/>`` switches its property on: it does without a value, and
    with any that does not say off."""
    return element.get(VAL) not in ("0", "false", "off", "none")


def number(element: Any, default: int = 0) -> int:
    """The integer in an element's ``w:val``; ``default`` without one or without the element."""
    try:
        return default if element is None else int(element.get(VAL, ""))
    except ValueError:
        return default


def is_shaded(element: Any) -> bool:
    """Whether a ``w:shd`` puts colour behind the text."""
    fill = (element.get(W + "fill") or "auto").upper()
    if fill not in ("AUTO", "FFFFFF") or element.get(W + "themeFill"):
        return True
    return element.get(VAL, "clear") not in ("clear", "nil", "none")


def series_of(numbering: Any) -> str | None:
    """The id of the numbering that a ``w:numPr`` names, None where it names none."""
    series = first(numbering, "w:numId")
    return None if series is None else series.get(VAL)


def outline_level(element: Any) -> int:
    """The rank of a heading that a ``w:outlineLvl`` gives, 0 for body text."""
    level = number(element, 9)
    return level + 1 if 0 <= level < 9 else 0


def text_branch(alternate: Any) -> Any:
    """The children of that branch of an ``mc:AlternateContent`` which is to be read. The branches
    show the same in several ways, the best first: it is the first that holds text."""
    texts = (W + "t", MATH + "t", VML + "textpath", _DIAGRAM + "relIds")
    branches = [
        *alternate.iterchildren(_COMPATIBILITY + "Choice"),
        *alternate.iterchildren(_COMPATIBILITY + "Fallback"),
    ]
    for branch in branches:
        if next(branch.iter(*texts), None) is not None:
            return branch
    return ()


class Style(NamedTuple):
    """What is stated about text; None where nothing is.

    ``level`` is the rank of a heading or 0, ``entry`` the depth of a list entry or 0, ``size`` in
    points, ``contents`` true for lines of a table of contents, ``header_row`` true for table styles
    that set off their first row, ``title`` true for the style of the document's title, ``named``
    the id of a character style that a run asks for, ``series`` the id of a numbering, ``struck``
    true for text with a line through it, ``raised`` for text above the line.
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
    title: bool | None = None
    named: str | None = None
    series: str | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, below: Style) -> Style:
        """This style where it states something, else the one ``below``."""
        pairs = zip(self, below, strict=True)
        return Style._make([other if own is None else own for own, other in pairs])


class Direct(NamedTuple):
    """What a paragraph states about itself: the id of its style, and what it overrides."""

    style: str | None = None
    entry: int | None = None
    level: int | None = None
    shaded: bool | None = None
    series: str | None = None


class Styles:
    """The styles of one document, each resolved when first asked for.

    ``styles`` and ``numbering`` are the root elements of styles.xml and numbering.xml, or None.
    """

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._elements: dict[str | None, Any] = {}
        self._resolved: dict[str | None, Style] = {}
        self._paragraphs: dict[Direct, Style] = {}
        self._runs: dict[tuple[Style, Style, bool], Style] = {}
        self._levels = _levels_of_styles(numbering)
        self._default = Style(size=_DEFAULT_SIZE)
        if styles is None:
            return
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            self._default = _stated(defaults).over(self._default)
        for style in styles.iterchildren(W + "style"):
            self._elements[style.get(W + "styleId", "")] = style
            default = style.get(W + "default") in ("1", "true")
            if default and style.get(W + "type") == "paragraph":
                self._elements[None] = style

    def named(self, identity: str | None) -> Style:
        """A style with everything that it is based on; the default paragraph style for None."""
        if identity not in self._resolved:
            style = Style()
            followed = set()
            next_id = identity
            while next_id in self._elements and next_id not in followed:
                followed.add(next_id)  # a style may be based on itself
                element = self._elements[next_id]
                style = style.over(self._own(element, next_id or ""))
                based_on = first(element, "w:basedOn")
                if based_on is None:
                    break
                next_id = based_on.get(VAL, "")
            self._resolved[identity] = style
        return self._resolved[identity]

    def _own(self, element: Any, identity: str) -> Style:
        """What a ``w:style`` states itself, by its name first."""
        name = (element.name_val or "").lower()
        own = Style()
        if heading := re.fullmatch(r"heading ([1-9])", name):
            own = Style(level=int(heading[1]))
        elif name == "title":
            own = Style(level=1, title=True)
        elif _CONTENTS.match(name):
            own = Style(level=0, contents=True)
        elif name == "placeholder text":
            own = Style(hidden=True)  # what a template asks for
        if element.rPr is not None:
            own = own.over(_stated(element.rPr))
        if element.pPr is not None:
            own = own.over(self._of_paragraph(element.pPr, identity))
        for part in element.iterchildren(W + "tblStylePr"):
            if part.get(W + "type") == "firstRow":
                set_off = next(part.iter(W + "shd", W + "b"), None) is not None
                own = own.over(Style(header_row=set_off))
        return own

    def _of_paragraph(self, properties: Any, identity: str) -> Style:
        """What a ``w:pPr`` within a style states."""
        level = first(properties, "w:outlineLvl")
        numbering = first(properties, "w:numPr")
        shade = first(properties, "w:shd")
        return Style(
            level=None if level is None else outline_level(level),
            entry=None if numbering is None else self.entry_depth(numbering, identity),
            series=None if numbering is None else series_of(numbering),
            shaded=(shade is not None and is_shaded(shade)) or None,
        )

    def entry_depth(self, numbering: Any, style: str = "") -> int | None:
        """The depth of a list entry (from 1) that a ``w:numPr`` gives, 0 where it takes the
        numbering away, None where it states nothing. ``style`` is the style that it stands in."""
        series = first(numbering, "w:numId")
        level = first(numbering, "w:ilvl")
        if series is not None and number(series) == 0:
            return 0
        if level is not None:
            return max(number(level), 0) + 1
        return None if series is None else self._levels.get(style, 0) + 1

    def paragraph(self, direct: Direct) -> Style:
        """All that holds for a paragraph's text before its runs state anything."""
        style = self._paragraphs.get(direct)  # a document has few combinations
        if style is None:
            named = self.named(direct.style)
            level = direct.level
            entry = named.entry if direct.entry is None else direct.entry
            if entry:
                level = None  # an entry with an outline level was pasted from a web page's headings
            own = Style(level, direct.entry, shaded=direct.shaded, series=direct.series)
            style = own.over(named).over(self._default)
            self._paragraphs[direct] = style
        return style

    def run(self, properties: Iterable[Any], paragraph: Style, on_colour: bool) -> Style:
        """All that holds for a run within a paragraph. Text that is struck through, white or tiny
        is hidden; white text not where it stands ``on_colour`` or has colour behind it."""
        stated = _stated(properties)
        key = stated, paragraph, on_colour
        style = self._runs.get(key)  # most runs of a document are set in a few ways
        if style is None:
            style = stated
            if stated.named is not None:
                # A link is underlined by its style, and is no heading for that.
                character = self.named(stated.named)
                style = style.over(character._replace(underlined=None, level=None))
            style = style.over(paragraph)
            white = style.white and not style.shaded and not on_colour
            if white or style.struck or 0 < (style.size or 0) <= _TINY:
                style = style._replace(hidden=True)
            self._runs[key] = style
        return style


def _stated(properties: Iterable[Any]) -> Style:
    """What a ``w:rPr`` states. Whether white text is hidden shows only later (`Styles.run`), where
    the shading around it is known."""
    # Only fields that are set count as stated; `Style.over` fills in the others.
    values: dict[str, Any] = {}
    colour = ""
    for element in properties:
        name = name_of(element)
        if name in _TOGGLES:
            field = _TOGGLES[name]
            values[field] = is_on(element) or values.get(field, False)
        elif name == "w:color":
            colour = element.get(VAL, "").upper()
            values["white"] = _WHITE.fullmatch(colour) is not None
        elif name == "w:rStyle":
            values["named"] = element.get(VAL, "")
        elif name == "w:sz":
            values["size"] = number(element) / 2 or None  # w:sz counts half points
        elif name == "w:vertAlign":
            values["raised"] = element.get(VAL) == "superscript"
        elif name == "w:position":
            values["raised"] = number(element) > 0
        elif name == "w:highlight" or (name == "w:shd" and is_shaded(element)):
            values["shaded"] = True
            if colour and (element.get(W + "fill") or "").upper() == colour:
                values["hidden"] = True  # as the colour behind it
    return Style(**values)


def _levels_of_styles(numbering: Any) -> dict[str, int]:
    """Style id → list level (from 0), where numbering.xml ties a level to a paragraph style."""
    levels: dict[str, int] = {}
    if numbering is None:
        return levels
    for level in numbering.iter(W + "lvl"):
        style = first(level, "w:pStyle")
        depth = level.get(W + "ilvl", "0")
        if style is not None and depth.isdecimal() and len(depth) < 3:  # Word has 9 levels
            levels[style.get(VAL, "")] = int(depth)
    return levels
