"""Headings that only look like headings: short bold, capital, underlined or larger paragraphs.

A low leaf that every reader may import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curriculum_gap.heading_rules import is_usual_heading, may_be_heading
from curriculum_gap.nouns import Block, Shape

__all__ = ["TextStyle", "promote_headings"]

_LARGER = 1.08  # times the body size
_RUN = 2  # so many headings of one look may follow each other; more are a list or a title page
_PLAIN_WORDS = 6  # of an italic heading; longer italic lines are titles of books
_DEPTHS = 6


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the whole of a paragraph is set. ``size`` in points, 0 where unknown."""

    bold: bool = False
    capitals: bool = False
    underlined: bool = False
    italic: bool = False
    size: float = 0.0


def promote_headings(blocks: Sequence[Block], looks: Sequence[TextStyle | None]) -> list[Block]:
    """``blocks`` with the paragraphs that look like headings made HEADING.

    ``looks`` runs beside ``blocks``; None means that a block's look says nothing. A look counts
    only while most of the text has another one. Larger text ranks first, then bold capitals,
    capitals, bold, underlined, italic. Their depths go on below the headings that are already
    there, or start beside them where those are the fewer: then the author marked headings by look
    and used styles by chance.
    """
    body, usual = _usual(blocks, looks)
    keys = [
        _key(block, look, body, usual) if look is not None else None
        for block, look in zip(blocks, looks, strict=True)
    ]
    _drop_runs(blocks, keys)
    ranks = sorted({key for key in keys if key is not None}, reverse=True)
    marked = [block.depth for block in blocks if block.shape is Shape.HEADING]
    above = max(marked, default=0)
    if sum(key is not None for key in keys) > len(marked) > 0:
        above = min(marked) - 1
    promoted = list(blocks)
    for index, key in enumerate(keys):
        if key is not None:
            depth = min(above + 1 + ranks.index(key), _DEPTHS)
            promoted[index] = replace(blocks[index], shape=Shape.HEADING, depth=depth)
    return promoted


_Key = tuple[float, bool, bool, bool, bool]


def _usual(blocks: Sequence[Block], looks: Sequence[TextStyle | None]) -> tuple[float, TextStyle]:
    """The size of most of the text, and the marks that more than half of it carries."""
    sizes: Counter[float] = Counter()
    total = bold = capitals = underlined = italic = 0
    for block, look in zip(blocks, looks, strict=True):
        if look is None or block.hidden:
            continue
        length = len(block.text)
        sizes[look.size] += length
        total += length
        bold += length * look.bold
        capitals += length * look.capitals
        underlined += length * look.underlined
        italic += length * look.italic
    half = total / 2
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return body, TextStyle(bold > half, capitals > half, underlined > half, italic > half, body)


def _key(block: Block, look: TextStyle, body: float, usual: TextStyle) -> _Key | None:
    if block.hidden or block.shape not in (Shape.PARAGRAPH, Shape.ENTRY):
        return None
    bold = look.bold and not usual.bold
    capitals = look.capitals and not usual.capitals
    underlined = look.underlined and not usual.underlined
    larger = body > 0 and look.size >= body * _LARGER
    if block.shape is Shape.ENTRY and not (bold or capitals):
        return None
    # A label ("Office: 12") is no heading, but a title in larger type may have a colon.
    words = block.text.replace(":", "") if larger else block.text
    if not words or not may_be_heading(words):
        return None
    plain = block.text.endswith(":") or len(block.text.split()) <= _PLAIN_WORDS
    italic = look.italic and not usual.italic and plain
    named = is_usual_heading(block.text)
    if not (bold or capitals or underlined or larger or italic or named):
        return None
    size = look.size if larger else body
    return (size, bold and capitals, capitals or bold, underlined, italic)


def _drop_runs(blocks: Sequence[Block], keys: list[_Key | None]) -> None:
    """A heading heads something: unmark those at the end, long runs of one look, title pages, and
    entries within a list."""
    visible = [index for index, block in enumerate(blocks) if not block.hidden]
    at = 0
    while at < len(visible):
        key = keys[visible[at]]
        if key is None:
            at += 1
            continue
        stop = at + 1
        while stop < len(visible) and keys[visible[stop]] == key:
            stop += 1
        run = visible[at:stop]
        last = stop == len(visible)
        follower = None if last else blocks[visible[stop]]
        in_list = blocks[run[-1]].shape is Shape.ENTRY and (
            follower is None or follower.shape is Shape.ENTRY
        )
        keep = 0 if last or in_list or (at == 0 and len(run) > 1) else len(run)
        if keep > _RUN:
            keep = 1  # a list of bold lines; the last of them may still head what follows
        for index in run[: len(run) - keep]:
            keys[index] = None
        at = stop
