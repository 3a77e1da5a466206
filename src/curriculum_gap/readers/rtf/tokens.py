"""RTF's bytes cut into tokens: control words, signs, groups and text.

Nothing here knows what a control word means. Every pattern runs through the bytes once.
"""

from __future__ import annotations

import re

__all__ = ["BRACE", "HEX", "SIGN", "TEXT", "TOKEN", "WORD_WITH_NUMBER", "end_of_group"]

# A control word with its number, a byte in hexadecimal digits, a control sign, a brace, text, and
# line ends, which mean nothing. The number of the group that matched last tells which it is.
TOKEN = re.compile(
    rb"\\([a-zA-Z]+)(?:(-?\d{1,10})\d*)?[ ]?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z])"
    rb"|([{}])"
    rb"|([^\\{}\r\n\0]+)"
    rb"|[\r\n\0]+",
    re.DOTALL,
)
WORD_WITH_NUMBER, HEX, SIGN, BRACE, TEXT = 2, 3, 4, 5, 6

_MARK = re.compile(rb"[{}]|\\(?:bin(\d{1,10}) ?|.)", re.DOTALL)


def end_of_group(content: bytes, start: int, most: int) -> tuple[int, int]:
    """Where the group ends that ``start`` lies in: the place of its closing brace, or the end of
    ``content``; and how many marks stood before it. Gives up after ``most`` of them, at a place
    before the end. Data of ``\\binN`` are passed over."""
    depth = 1
    place = start
    for count in range(most):
        mark = _MARK.search(content, place)
        if mark is None:
            return len(content), count
        place = mark.end()
        sign = content[mark.start()]
        if sign == ord("{"):
            depth += 1
        elif sign == ord("}"):
            depth -= 1
            if not depth:
                return mark.start(), count
        elif mark[1] is not None and place + int(mark[1]) <= len(content):
            place += int(mark[1])
    return place, most
