"""Letters that LaTeX writes as commands or with signs: accents, foreign letters, quotes, dashes."""

from __future__ import annotations

import unicodedata

from curriculum_gap.patterns import late

__all__ = ["LETTERS", "TYPED", "accented"]

LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textbullet": "•", "bullet": "•", "texttrademark": "™",
    "textregistered": "®", "copyright": "©", "textcopyright": "©", "S": "§", "P": "¶",
    "pounds": "£", "euro": "€", "texteuro": "€", "textdegree": "°", "degree": "°", "geq": "≥",
    "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "rightarrow": "→", "to": "→", "sim": "~",
    "approx": "≈", "pm": "±", "cdot": "·", "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX",
    "textbackslash": "\\", "textasciitilde": "~", "textunderscore": "_", "slash": "/",
    "textbar": "|", "textless": "<", "textgreater": ">", "textdollar": "$", "quad": " ",
    "qquad": " ", "enspace": " ", "thinspace": " ", "space": " ", "nobreakspace": " ", "newline": " ",
    "linebreak": " ", "dag": "†", "ddag": "‡", "checkmark": "✓", "S*": "§", "alpha": "α",
    "beta": "β", "gamma": "γ", "delta": "δ", "mu": "μ", "pi": "π", "sigma": "σ", "lambda": "λ",
}  # fmt: skip

_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "r": "\u030a",
    "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip

# What is typed for what is printed.
TYPED = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘", "~": " "}

_ACCENTED = late(r"\s*(?:\{\s*\\?([A-Za-z]?)\s*\}|\\([ij])\b|([A-Za-z]))")


def accented(accent: str, text: str, place: int) -> tuple[str, int]:
    """The letter that ``\\'``, ``\\c`` … puts its accent on at ``place``, with it, and the place after
    it; ("", 0) where there is none."""
    mark = _COMBINING.get(accent)
    match = _ACCENTED.match(text, place) if mark else None
    if not mark or not match:
        return "", 0
    if match[3] and accent.isalpha() and not text[place : place + 1].isspace():
        return "", 0
    letter = match[1] or match[2] or match[3] or ""
    return unicodedata.normalize("NFC", letter + mark) if letter else "", match.end()
