"""Whether a text can be what its readers see: some fonts do not say which letters they show."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import NamedTuple

from curriculum_gap.patterns import late
from curriculum_gap.readers.pdf.sheet import HYPHEN

__all__ = ["Kinds", "count_kinds", "is_undecodable"]

_GLYPH_NUMBER = late(r"\(cid:\d+\)")
_ASCII = bytes(range(128))
_NOT_ASCII = bytes(range(128, 256))
_NO_SIGN = f" \t\n\x0b\f\r\x1c\x1d\x1e\x1f{HYPHEN}".encode()
_CONTROLS = bytes(range(32))
_DIGITS = digits.encode()
_VOWELS = b"aeiouyAEIOUY"
_LATIN = ascii_letters.encode()


class Kinds(NamedTuple):
    """How many visible characters of each kind a text has."""

    total: int
    lost: int  # characters without a code, glyph numbers
    private: int
    controls: int
    letters: int
    digits: int
    latin: int
    vowels: int


def count_kinds(text: str) -> Kinds:
    """The characters of a text but white space, glyph numbers (``(cid:3)``) as one NUL each."""
    if "(cid:" in text:
        text = _GLYPH_NUMBER.sub("\0", text)
    # Bytes, since nothing counts many characters faster than deleting bytes.
    coded = text.encode("utf-8", "surrogatepass")
    plain = coded.translate(None, _NO_SIGN + _NOT_ASCII)
    others = "".join(coded.translate(None, _ASCII).decode("utf-8", "surrogatepass").split())

    def count(kind: bytes) -> int:
        return len(plain) - len(plain.translate(None, kind))

    latin = count(_LATIN)
    return Kinds(
        total=len(plain) + len(others),
        lost=plain.count(b"\0") + others.count("\ufffd"),
        private=sum("\ue000" <= character <= "\uf8ff" for character in others),
        controls=count(_CONTROLS),
        letters=latin + sum(map(str.isalpha, others)),
        digits=count(_DIGITS) + sum(map(str.isdigit, others)),
        latin=latin,
        vowels=count(_VOWELS),
    )


def is_undecodable(kinds: Kinds) -> str:
    """Why the text of a page or document cannot be what its readers see, "" if it can.

    Fonts without a map to characters give glyph numbers, private codes, replacement characters, or
    letters shifted to others (no vowels, digits inside of words).
    """
    total = kinds.total
    if total < 40:
        return ""
    if kinds.lost / total > 0.05:
        return "characters that cannot be decoded"
    if kinds.private / total > 0.2:
        return "private glyphs"
    if kinds.controls / total > 0.2:
        return "control codes"
    if total < 200:
        return ""
    letters = kinds.letters / total
    if letters < 0.25 and kinds.digits / total < 0.5:
        return "punctuation and digits"
    latin = kinds.latin
    if latin > 300 and latin > 0.9 * letters * total and kinds.vowels < 0.22 * latin:
        return "other letters"
    return ""
