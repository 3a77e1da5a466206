"""Which encoding the bytes of an RTF file are in: of the document, and of each font."""

from __future__ import annotations

import codecs

__all__ = ["SYMBOLS", "WESTERN", "decode_symbols", "of_character_set", "of_code_page"]

WESTERN = "cp1252"
SYMBOLS = "symbols"
"""Stands for the bytes of a font of signs, which are no letters."""

# Windows' numbers of character sets; 1 is the document's own.
_CHARACTER_SETS = {
    0: WESTERN, 2: SYMBOLS, 77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {10000: "mac_roman", 10007: "mac_cyrillic", 65001: "utf-8", 28591: "latin-1",
               819: "latin-1", 936: "gb18030"}  # fmt: skip
# Signs of Symbol and Wingdings that stand before the entries of lists.
_BULLETS = frozenset(b"\xb7\xa7\xa8\xd8\xfc\x76\x6f\x71\x6e\x6c\x2d\xe0")


def of_code_page(number: int) -> str:
    """The encoding of a code page, the Western one for a number that nobody knows."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return WESTERN
    return name


def of_character_set(number: int, document: str) -> str:
    """The encoding of a font's character set; ``document`` is the encoding of the document."""
    if number == 0 and document == "utf-8":
        return document  # Windows' own programs write no such documents: all fonts are in UTF-8
    return _CHARACTER_SETS.get(number, document)


def decode_symbols(content: bytes) -> str:
    """Signs of a font of symbols: bullets, and spaces for what no reader can name."""
    return "".join("•" if sign in _BULLETS else " " for sign in content)
