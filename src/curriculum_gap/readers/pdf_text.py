"""The letters themselves: words broken at line ends, ligatures, fonts that do not say what they
show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_letters, digits
from typing import NamedTuple

from curriculum_gap.patterns import late
from curriculum_gap.readers.folding import fold
from curriculum_gap.readers.pdf_sheet import HYPHEN

__all__ = ["Kinds", "count_kinds", "is_undecodable", "mender"]

_LEADERS = late(r"(?: ?\.){5,}")  # of a table of contents
_GLYPH_NUMBER = late(r"\(cid:\d+\)")
_HALF = late(rf"{HYPHEN}\s*\S*")
_RUN = late(r"\S*")
_WORD_PART = late(r"\w*")
_LETTERS = late(r"[^\W\d_]*")
_WORD = late(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u2010": "-", "\u2011": "-", "\u0132": "IJ", "\u0133": "ij",
}  # fmt: skip
# Bullets and ticks of Symbol and Wingdings, which have no code of their own.
_SYMBOLS = dict.fromkeys((61607, 61623, 61656, 61692, 61558, 61608, 61550, 61664), "•")
_TRANSLATION = str.maketrans(_LIGATURES | {chr(code): mark for code, mark in _SYMBOLS.items()})
_PRIVATE = late("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Accents that TeX's oldest fonts set before their letter, as characters of their own.
_ACCENTS = {"´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303"}
_ACCENTED = late("(?<=[A-Za-z])([´¨ˆ˜])([aeiouncAEIOUNC])(?![´¨ˆ˜])")
# Without one of these there is no letter to mend.
_ODD = re.compile(f"[{''.join([*_LIGATURES, *_ACCENTS])}\ue000-\uf8ff\U000f0000-\U0010fffd]")

_ASCII = bytes(range(128))
_NOT_ASCII = bytes(range(128, 256))
_NO_SIGN = f" \t\n\x0b\f\r\x1c\x1d\x1e\x1f{HYPHEN}".encode()
_CONTROLS = bytes(range(32))
_IN_NO_WORD = bytes(code for code in range(128) if not (chr(code).isalpha() or chr(code) == "-"))
# ASCII letters small, spaces between words.
_SMALL_LETTERS = bytes.maketrans(_IN_NO_WORD, b" " * len(_IN_NO_WORD)).lower()
_DIGITS = digits.encode()
_VOWELS = b"aeiouyAEIOUY"
_LATIN = ascii_letters.encode()

# First halves after which a hyphen at a line end belongs to the word, whatever the rest of the
# document says.
_KEEPS_HYPHEN = frozenset(
    [
        "self",
        "non",
        "anti",
        "cross",
        "evidence",
        "trauma",
        "long",
        "short",
        "well",
        "high",
        "low",
        "full",
        "part",
        "half",
        "first",
        "second",
        "third",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
        "real",
        "open",
        "peer",
        "student",
        "problem",
        "person",
        "family",
        "community",
        "strengths",
        "culture",
        "race",
        "gender",
        "multi",
        "pre",
        "post",
        "co",
        "in",
        "on",
        "off",
        "up",
        "to",
        "and",
        "follow",
        "first",
        "last",
        "mid",
    ]
)


def mender(texts: Sequence[str]) -> Callable[[str], str]:
    """A function that makes a document's texts clean: one line, words whole, no ligatures.

    A hyphen at a line end stays when the document writes the word with it elsewhere, goes when it
    writes it without, and else stays between two words that both occur by themselves.
    """
    broken = [text for text in texts if HYPHEN in text]
    words = _words(texts, broken) if broken else {}

    def mend(text: str) -> str:
        if HYPHEN in text:
            text = _joined(text, words)
        if not text.isascii():
            if _ODD.search(text):
                text = text.translate(_TRANSLATION)
                text = _PRIVATE.sub("", text)
                text = _ACCENTED.sub(lambda found: found[2] + _ACCENTS[found[1]], text)
            text = unicodedata.normalize("NFC", text)
        if "..." in text or ". ." in text:
            text = _LEADERS.sub(" ", text)
        if "  " not in text and text.isprintable() and text == text.strip(" "):
            return text
        return fold(" ".join(text.split()))

    return mend


def _words(texts: Iterable[str], broken: Iterable[str]) -> Counter[str]:
    """How often the words that ``broken`` texts could mean, and their halves, stand in ``texts``."""
    asked: set[bytes] = set()
    for text in broken:
        for _, left, right in _halves(text):
            low, tail = left.lower(), right.lower()
            asked.update(word.encode() for word in (low + tail, low, tail) if word.isascii())
    *pieces, rest = _HALF.split("\n".join(texts))
    # Halves of broken words are no words.
    whole = [piece[: len(piece) - len(_start(_RUN, piece[::-1]))] for piece in pieces]
    coded = "\n".join([*whole, rest]).encode("utf-8", "surrogatepass")
    runs = coded.translate(_SMALL_LETTERS).split()
    others = b" ".join([run for run in runs if not run.isalpha()])
    words = Counter(_WORD.findall(others.decode("utf-8", "surrogatepass").lower()))
    for run in filter(asked.__contains__, runs):
        words[run.decode()] += 1
    return words


def _joined(text: str, words: Mapping[str, int]) -> str:
    """``text`` with its broken words made whole."""
    *broken, (rest, _, _) = _halves(text)
    whole = [
        f"{before}-" if _keeps_hyphen(left, right, words) else before
        for before, left, right in broken
    ]
    return "".join([*whole, rest])


def _halves(text: str) -> Iterator[tuple[str, str, str]]:
    """What stands before each hyphen at a line end, with the halves of the word on both sides;
    what stands after the last."""
    before, *rest = text.split(HYPHEN)
    for after in rest:
        after = after.removeprefix(" ")
        if before.endswith(("-", "‐")):
            before = before[:-1]
        yield before, _start(_LETTERS, before[::-1])[::-1], _start(_WORD_PART, after)
        before = after
    yield before, "", ""


def _start(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _keeps_hyphen(left: str, right: str, words: Mapping[str, int]) -> bool:
    """Whether the hyphen between two halves belongs to the word."""
    if not left or not right:
        return bool(right) or not left
    low, tail = left.lower(), right.lower()
    whole, parted = words.get(low + tail, 0), words.get(f"{low}-{tail}", 0)
    if whole or parted:
        return whole < parted
    if right[0].isupper() or not right.isalpha():
        return True
    known = low in words and tail in words
    return low in _KEEPS_HYPHEN or (known and len(low) > 2 and len(tail) > 2)


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
