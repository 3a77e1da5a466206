"""The tables at the beginning of an RTF file: its fonts, colours and styles.

Takes the control words and texts within these groups; gives encodings by font, which colours are
white, and the styles by number.
"""

from __future__ import annotations

from curriculum_gap.readers.rtf.code_pages import of_character_set, of_code_page
from curriculum_gap.readers.rtf.looks import NamedStyle, named_style

__all__ = ["Colours", "Fonts", "StyleSheet"]

_NEARLY_WHITE = 250  # of 255
_LONGEST_NAME = 200  # characters


class Fonts:
    """Font number → encoding; ``document`` is the encoding of the whole file."""

    def __init__(self) -> None:
        self._encodings: dict[int, str] = {}
        self._number = 0

    def word(self, word: str, number: int | None, document: str) -> None:
        """A control word within the table."""
        if word == "f":
            self._number = number or 0
        elif word == "fcharset":
            encoding = of_character_set(number or 0, document)
            self._encodings.setdefault(self._number, encoding)
        elif word == "cpg" and number:
            self._encodings[self._number] = of_code_page(number)

    def encoding(self, number: int, document: str) -> str:
        """The encoding of a font's text."""
        return self._encodings.get(number, document)


class Colours:
    """Which numbers of colours are white; 0 is the colour that a program chooses."""

    def __init__(self) -> None:
        self._white: list[bool] = []
        self._shades: list[int] = []

    def word(self, word: str, number: int | None) -> None:
        """A control word within the table."""
        if word in ("red", "green", "blue"):
            self._shades.append(number or 0)

    def text(self, text: str) -> None:
        """Text within the table: each semicolon ends a colour."""
        for _ in range(text.count(";")):
            is_white = len(self._shades) == 3 and min(self._shades) >= _NEARLY_WHITE
            self._white.append(is_white)
            self._shades = []

    def is_white(self, number: int) -> bool:
        """Whether a colour is white or nearly so."""
        return 0 <= number < len(self._white) and self._white[number]

    def is_shade(self, number: int) -> bool:
        """Whether a colour behind text sets it off."""
        return number > 0 and not self.is_white(number)


class StyleSheet:
    """Style number → what it makes of a paragraph."""

    def __init__(self) -> None:
        self._styles: dict[int, NamedStyle] = {}
        self.begin()

    def begin(self) -> None:
        """A group within the sheet begins: a style."""
        self._number = 0
        self._outline: int | None = None
        self._name = ""

    def word(self, word: str, number: int | None) -> None:
        """A control word within a style."""
        if word == "s":
            self._number = number or 0
        elif word == "outlinelevel":
            self._outline = number

    def text(self, text: str) -> None:
        """Text within a style: its name, which a semicolon ends."""
        name, ends, _ = text.partition(";")
        self._name = (self._name + name)[:_LONGEST_NAME]
        if ends:
            self._styles[self._number] = named_style(self._name, self._outline)
            self.begin()

    def style(self, number: int) -> NamedStyle:
        """A style, an ordinary one for a number that the sheet does not hold."""
        return self._styles.get(number, NamedStyle())
