"""Line breaks within a paragraph, and bullets that were typed by hand.

Word, HTML and Markdown have a break that ends a line but no paragraph (Shift+Enter, ``<br>``, two
blanks). Authors use it for two things: to set lines of text apart, and to wrap them. A bullet or
number typed in front of a paragraph makes it a list entry, as much as a list of the program does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["group_lines", "split_bullet"]

# Signs that office programs offer as bullets (those of the symbol fonts lie at U+F0A7 and such),
# a box to tick in Markdown, and signs of the keyboard where a space follows.
_BULLET = re.compile(
    r"(?:[•●○◦▪▫■□◼◻◆◇‣⁃∙·➢➤►▶▸✓✔☐☑☒❖→»§\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076]+"
    r"|(?:\[[ xX]\]|[-–—*o])(?=\s))\s*(?=\S)"
)
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")


def split_bullet(text: str) -> tuple[str, bool]:
    """``text`` without a bullet in front of it, and whether it is a list entry: it began with a
    bullet or with a number such as ``3.``, ``b)`` or ``(iv)``. Numbers stay in the text."""
    bullet = _BULLET.match(text)
    if bullet is not None:
        return text[bullet.end() :], True
    return text, _NUMBER.match(text) is not None


def group_lines(lines: Sequence[tuple[str, bool]]) -> Iterator[tuple[int, int]]:
    """The lines of a broken paragraph that are one block, as (start, stop) ranges of indexes.

    ``lines`` are pairs of text on one line and whether all of it is bold. A break stands, unless
    the text goes on below it: the next line begins with a small letter, and the line above neither
    ends a sentence nor is a bold label. Empty lines belong to no range.
    """
    start = 0
    for index, line in enumerate(lines):
        above = lines[index - 1] if index > start else ("", False)
        if line[0] and _goes_on(above, line):
            continue
        if above[0]:
            yield start, index
        start = index
    if start < len(lines) and lines[start][0]:
        yield start, len(lines)


def _goes_on(above: tuple[str, bool], line: tuple[str, bool]) -> bool:
    """Whether ``line`` goes on with the sentence of the line ``above``."""
    text_above, bold_above = above
    text, bold = line
    if not text_above or (bold_above and not bold):
        return False
    return text[0].islower() and text_above[-1] not in ".:;!?"
