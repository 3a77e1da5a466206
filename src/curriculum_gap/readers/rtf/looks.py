"""What control words say of text and of paragraphs, as values that never change.

`TOGGLES` are the words that switch a property of text on or off.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["TOGGLES", "Look", "NamedStyle", "Paragraph", "named_style", "seen"]

_TINY = 2.0  # points: smaller text is not meant to be read
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop) ?([1-9])")
_CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of (?:figures|authorities)")

_UNDERLINES = word_set("""
    ul uld uldash uldashd uldashdd uldb ulth ulw ulwave ulthd ulthdash ulhwave
""")
TOGGLES = {
    "b": "bold",
    "i": "italic",
    "caps": "capitals",
    "scaps": "capitals",
    "v": "hidden",
    "strike": "struck",
    "striked": "struck",
    "deleted": "deleted",
    "super": "raised",
    **dict.fromkeys(_UNDERLINES, "underlined"),
}
"""Control word → the field of `Look` that it switches on, or off with the number 0."""


class Look(NamedTuple):
    """How text is set; ``size`` in points. ``white`` is the colour of its letters, ``shaded`` says
    that another colour is behind them, ``raised`` that it stands above the line, ``deleted`` that
    a tracked change took it away."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    capitals: bool = False
    hidden: bool = False
    size: float = 12.0
    white: bool = False
    shaded: bool = False
    struck: bool = False
    raised: bool = False
    deleted: bool = False


class Paragraph(NamedTuple):
    """What holds for a paragraph: the number of its style, its outline level from 0 (None where it
    states none), the number of its list (0 for none) and its depth there from 0, in how many
    tables it stands, and whether it has a colour behind it. As a look of `paragraph_blocks` it
    says what it is."""

    style: int = 0
    outline: int | None = None
    series: int = 0
    place: int = 0
    in_table: bool = False
    nesting: int = 0
    shaded: bool = False
    level: int | None = None
    entry: int | None = None
    contents: bool | None = None

    @property
    def tables(self) -> int:
        """How many tables it stands in."""
        return max(self.nesting, int(self.in_table))


class NamedStyle(NamedTuple):
    """A paragraph style: the rank of a heading or 0, whether it is that of the document's title,
    and whether it is one of tables of contents."""

    level: int = 0
    title: bool = False
    contents: bool = False


def named_style(name: str, outline: int | None) -> NamedStyle:
    """What a style is, by its name and its outline level from 0."""
    name = name.split(",")[0].strip().lower()  # "heading 1,Chapter" has a second name
    if _CONTENTS.match(name):
        return NamedStyle(contents=True)
    if name == "title":
        return NamedStyle(1, title=True)
    if heading := _HEADING.fullmatch(name):
        return NamedStyle(int(heading[1]))
    return NamedStyle(outline + 1 if outline is not None and 0 <= outline < 9 else 0)


@lru_cache(4096)  # most runs of a document are set in a few ways
def seen(look: Look, on_colour: bool) -> Look:
    """The look as a reader sees it: text that is struck through, white or tiny is hidden; white
    text not where it stands ``on_colour`` or has colour behind it."""
    white = look.white and not look.shaded and not on_colour
    hidden = look.hidden or white or look.struck or 0 < look.size <= _TINY
    return look._replace(hidden=hidden)
