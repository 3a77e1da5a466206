"""Where the arguments of a LaTeX command end: its braces and options, and the blanks it eats.

A place is an offset into the source; every function gives the place to read on from.
"""

from __future__ import annotations

import re

from curriculum_gap.patterns import late

__all__ = [
    "Braces",
    "opening_brace",
    "option",
    "past_blanks",
    "past_options",
    "past_settings",
    "past_unlisted",
]

_BRACE = late(r"\\.|[{}]", re.S)
_BLANKS = late(r"[ \t]*\n?[ \t]*")
_OPTION = late(r"\[[^\[\]{}]{0,400}(?:\{[^{}]{0,400}\}[^\[\]{}]{0,400}){0,8}\]")
_SETTINGS = late(r"\{\s*[\w-]+\s*=[^{}]{0,2000}\}")
_LENGTH = late(
    r"\s*=?\s*-?(?:\d+\.?\d*|\.\d+)\s*(?:(?:pt|em|ex|cm|mm|in|pc|sp|fil+)\b|\\[A-Za-z]+)"
)
_MOST_UNCLOSED = 3


class Braces:
    """Finds where braces close; gives up where several never did, since each such search runs to
    the end of the source."""

    def __init__(self) -> None:
        self._unclosed = 0

    def group(self, text: str, place: int) -> tuple[str | None, int]:
        """The text inside the braces at ``place`` (blanks before them are passed over) and the
        place after them; (None, place) where there are none or they never close."""
        begin = opening_brace(text, place)
        if begin < 0 or self._unclosed >= _MOST_UNCLOSED:
            return None, place
        depth = 0
        for match in _BRACE.finditer(text, begin):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    return text[begin + 1 : match.start()], match.end()
        self._unclosed += 1
        return None, place

    def past(self, text: str, place: int, count: int) -> int:
        """The place after ``count`` arguments in braces and the options before and between them."""
        place = past_options(text, place)
        for _ in range(count):
            inner, place = self.group(text, place)
            if inner is None:
                break
            if count > 1 or inner == "":
                place = past_options(text, place)
        return place


def opening_brace(text: str, place: int) -> int:
    """The place of the brace that opens at ``place`` or after blanks; -1 where none does."""
    match = _BLANKS.match(text, place)
    begin = match.end() if match else place
    return begin if text[begin : begin + 1] == "{" else -1


def option(text: str, place: int) -> str:
    """The option at ``place`` with its brackets, or ``""``."""
    match = _OPTION.match(text, place)
    return match[0] if match else ""


def past_options(text: str, place: int) -> int:
    """The place after all options that follow."""
    while match := _OPTION.match(text, place):
        place = match.end()
    return place


def past_settings(text: str, place: int) -> int:
    """The place after braces that hold settings (``{width=3cm}``), or ``place``."""
    match = _SETTINGS.match(text, place)
    return match.end() if match else place


def past_blanks(text: str, place: int) -> int:
    """The place after the blanks that a command in letters eats (never a blank line)."""
    match = _BLANKS.match(text, place)
    end = match.end() if match else place
    return place if text[end : end + 1] == "\n" else end


def past_unlisted(text: str, place: int) -> int:
    """The place after what a command that nobody listed may take before text: a length, or options
    and settings."""
    if match := _LENGTH.match(text, place):
        return match.end()
    place = past_options(text, place)
    if (after := past_settings(text, place)) > place:
        return after
    return place if text[place : place + 1] == "{" else past_blanks(text, place)
