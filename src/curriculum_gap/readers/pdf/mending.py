"""Texts made clean: words broken at line ends, ligatures, accents and bullets without a code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from curriculum_gap.patterns import late
from curriculum_gap.readers.pdf.sheet import HYPHEN
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["mender"]

_LEADERS = late(r"(?: ?\.){5,}")  # of a table of contents
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

_IN_NO_WORD = bytes(code for code in range(128) if not (chr(code).isalpha() or chr(code) == "-"))
# ASCII letters small, spaces between words.
_SMALL_LETTERS = bytes.maketrans(_IN_NO_WORD, b" " * len(_IN_NO_WORD)).lower()

# First halves after which a hyphen at a line end belongs to the word, whatever the rest of the
# document says.
_KEEPS_HYPHEN = frozenset([
    "self", "non", "anti", "cross", "evidence", "trauma", "long", "short", "well", "high",
    "low", "full", "part", "half", "first", "second", "third", "one", "two", "three", "four",
    "five", "six", "ten", "real", "open", "peer", "student", "problem", "person", "family",
    "community", "strengths", "culture", "race", "gender", "multi", "pre", "post", "co", "in",
    "on", "off", "up", "to", "and", "follow", "last", "mid",
])  # fmt: skip


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
        return normalize_space(" ".join(text.split()))

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
