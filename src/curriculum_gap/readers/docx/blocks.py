"""What the words of a Word document become: blocks, and beside them how they look.

A low leaf of the Word reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.readers import text_cleanup
from curriculum_gap.readers.docx.styles import Style
from curriculum_gap.readers.docx.text import Run, all_bold, broken_lines, look_of, visible
from curriculum_gap.readers.line_breaks import group_lines, split_bullet
from curriculum_gap.readers.visual_headings import TextStyle

__all__ = ["Found", "normalize_space", "put"]

_HEADING_WORDS = 30  # a longer paragraph in a heading style is a paragraph


@dataclass(slots=True)
class Found:
    """Blocks in order, and beside them how they look (None where that says nothing)."""

    blocks: list[Block] = field(default_factory=list)
    looks: list[TextStyle | None] = field(default_factory=list)

    def add(self, block: Block, look: TextStyle | None = None) -> None:
        """One more block."""
        self.blocks.append(block)
        self.looks.append(look)

    def extend(self, more: Found) -> None:
        """All blocks of ``more``."""
        self.blocks += more.blocks
        self.looks += more.looks


def normalize_space(text: str) -> str:
    """As `text_cleanup.normalize_space`. XML holds no ASCII that would have to be cleaned away but DEL."""
    if text.isascii() and "\x7f" not in text:
        return " ".join(text.split())
    return text_cleanup.normalize_space(text)


def put(runs: list[Run], style: Style, found: Found) -> None:
    """Adds a paragraph of ``style``: a block, or several where its author broke it into lines; then
    what of it is hidden."""
    whole = "".join([run.text for run in runs])
    unseen = [run.text for run in runs if run.style.hidden]
    if "\n" in whole:
        lines = broken_lines(runs)
        texts = [(normalize_space(visible(line)), all_bold(line)) for line in lines]
        groups = list(group_lines(texts))
        for start, stop in groups:
            group = [run for line in lines[start:stop] for run in line]
            text = " ".join(text for text, _ in texts[start:stop])
            _add(group, text, style, found, len(groups) > 1)
    elif text := normalize_space(visible(runs) if unseen else whole):
        _add(runs, text, style, found, False)
    if unseen and (text := normalize_space(" ".join(unseen))):
        found.add(Block(text, hidden=True))


def _add(runs: Iterable[Run], text: str, style: Style, found: Found, split: bool) -> None:
    """One block of visible ``text``; ``split`` says that it is only a part of its paragraph."""
    bare, bullet = split_bullet(text)
    if not bare:
        return
    if style.level and not split and len(text.split()) <= _HEADING_WORDS:
        found.add(Block(text, Shape.HEADING, depth=style.level))
        return
    look = None if style.contents else look_of(runs, text)
    if style.entry:
        found.add(Block(bare, Shape.ENTRY, depth=style.entry), look)
    elif bullet:
        found.add(Block(bare, Shape.ENTRY, depth=1), look)
    else:
        found.add(Block(bare), look)
