"""Paragraphs that are headings only by their look: short, and set in bold, capitals or larger type.

Readers of formats with a look collect blocks and beside each the style of its text. This module
turns those paragraphs into headings whose style differs from the text around them. Whether their
wording allows a heading is asked of `heading_rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curriculum_gap.heading_rules import may_be_heading
from curriculum_gap.nouns import Block, Shape

__all__ = ["TextStyle", "promote_headings"]

# Times the size of most text: 12 pt over 11 pt is larger, 10.5 pt over 10 pt is not.
_LARGER = 1.08
# Words of an italic heading. Longer lines in italics are titles of books.
_LONGEST_ITALIC_HEADING = 6
_DEEPEST = 6

_Prominence = tuple[float, bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the whole text of a paragraph is set; ``size`` in points, 0 where it is unknown."""

    bold: bool = False
    capitals: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = 0.0


def promote_headings(blocks: Sequence[Block], styles: Sequence[TextStyle | None]) -> list[Block]:
    """``blocks``, with the paragraphs that look like headings as HEADING blocks.

    ``styles`` has one entry a block; None means that the style says nothing (a list entry, a row).
    A mark such as bold counts only where most of the text does not carry it. More prominent
    headings rank higher: larger text first, then bold capitals, bold or capitals, underlined,
    italic. Their ranks begin below the deepest heading that the file declares; where it declares
    fewer headings than there are by look, they begin below the highest of them, often the title.
    """
    usual = _usual_style(blocks, styles)
    prominence = [
        None if style is None else _prominence(block, style, usual)
        for block, style in zip(blocks, styles, strict=True)
    ]
    by_look = [key for key in prominence if key is not None]
    declared = [block.depth for block in blocks if block.shape is Shape.HEADING]
    above = max(declared, default=0)
    if len(by_look) > len(declared) > 0:
        above = min(declared)
    ranks = sorted(set(by_look), reverse=True)
    promoted = []
    for block, key in zip(blocks, prominence, strict=True):
        if key is not None:
            depth = min(above + 1 + ranks.index(key), _DEEPEST)
            block = replace(block, shape=Shape.HEADING, depth=depth)
        promoted.append(block)
    return promoted


def _usual_style(blocks: Sequence[Block], styles: Sequence[TextStyle | None]) -> TextStyle:
    """The marks and the size of most text, entries and rows included. A block counts by the square
    of its length, so that running text outweighs many short lines in bold."""
    sizes: Counter[float] = Counter()
    marked: Counter[str] = Counter()
    total = 0
    for block, style in zip(blocks, styles, strict=True):
        weight = 0 if block.hidden else len(block.text) ** 2
        total += weight
        if style is None or not weight:
            continue
        sizes[style.size] += weight
        for mark in ("bold", "capitals", "underlined", "italic"):
            if getattr(style, mark):
                marked[mark] += weight
    usual = {mark: weight > total / 2 for mark, weight in marked.items()}
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return TextStyle(size=size, **usual)


def _prominence(block: Block, style: TextStyle, usual: TextStyle) -> _Prominence | None:
    """What sets a paragraph apart, as a key that sorts; None where it is no heading."""
    if block.hidden or block.shape not in (Shape.PARAGRAPH, Shape.ENTRY):
        return None
    larger = usual.size > 0 and style.size >= usual.size * _LARGER
    # A label ("Office: 12") is no heading, but a title in larger type may have a colon.
    words = block.text.replace(":", "") if larger else block.text
    if not words or not may_be_heading(words):
        return None
    bold = style.bold and not usual.bold
    capitals = style.capitals and not usual.capitals
    underlined = style.underlined and not usual.underlined
    short = block.text.endswith(":") or len(block.text.split()) <= _LONGEST_ITALIC_HEADING
    italic = style.italic and not usual.italic and short
    # A numbered heading ("3. Aims") reads like a list entry; it is bold or in capitals.
    if not (bold or capitals) and block.shape is Shape.ENTRY:
        return None
    if not (bold or capitals or underlined or italic or larger):
        return None
    size = style.size if larger else usual.size
    return (size, bold and capitals, bold or capitals, underlined, italic)
