"""The letters themselves: words broken at line ends, ligatures, fonts that do not say what they
show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from curriculum_gap.readers.folding import fold
from curriculum_gap.readers.pdf_sheet import HYPHEN

__all__ = ["count_characters", "is_undecodable", "mender"]

_BROKEN = re.compile(rf"([^\W\d_]*)([-‐]?){HYPHEN} ?(?=(\w*))")
_LEADERS = re.compile(r"(?: ?\.){5,}")  # of a table of contents
_GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")
_HALVES = re.compile(rf"[^\s{HYPHEN}]*{HYPHEN}\s*\S*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u2010": "-", "\u2011": "-", "\u0132": "IJ", "\u0133": "ij",
}  # fmt: skip
# Bullets and ticks of Symbol and Wingdings, which have no code of their own.
_SYMBOLS = dict.fromkeys((61607, 61623, 61656, 61692, 61558, 61608, 61550, 61664), "•")
_TRANSLATION = str.maketrans(_LIGATURES | {chr(code): mark for code, mark in _SYMBOLS.items()})
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Accents that TeX's oldest fonts set before their letter, as characters of their own.
_ACCENTS = {"´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303"}
_ACCENTED = re.compile("(?<=[A-Za-z])([´¨ˆ˜])([aeiouncAEIOUNC])(?![´¨ˆ˜])")

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


def mender(texts: Iterable[str]) -> Callable[[str], str]:
    """A function that makes a document's text clean: one line, words whole, no ligatures.

    A hyphen at a line end stays when the document writes the word with it elsewhere, goes when it
    writes it without, and else stays between two words that both occur by themselves.
    """
    texts = list(texts)
    words: Counter[str] = Counter()
    if any(HYPHEN in text for text in texts):
        # Halves of broken words are no words.
        whole = _HALVES.sub(" ", "\n".join(texts).lower())
        words.update(_WORD.findall(whole))

    def mend(text: str) -> str:
        if HYPHEN in text:
            text = _BROKEN.sub(lambda found: _joined(found, words), text)
        if not text.isascii():
            text = text.translate(_TRANSLATION)
            text = _PRIVATE.sub("", text)
            text = _ACCENTED.sub(lambda found: found[2] + _ACCENTS[found[1]], text)
            text = unicodedata.normalize("NFC", text)
        if "..." in text or ". ." in text:
            text = _LEADERS.sub(" ", text)
        text = " ".join(text.split())
        return text if text.isprintable() else fold(text)

    return mend


def _joined(found: re.Match[str], words: Counter[str]) -> str:
    left, _, right = found[1], found[2], found[3]
    if not left or not right:
        return left + ("-" if right or not left else "")
    low, tail = left.lower(), right.lower()
    whole, parted = words[low + tail], words[f"{low}-{tail}"]
    if whole or parted:
        return left if whole >= parted else f"{left}-"
    if right[0].isupper() or not right.isalpha():
        return f"{left}-"
    if low in _KEEPS_HYPHEN or (len(low) > 2 and words[low] and len(tail) > 2 and words[tail]):
        return f"{left}-"
    return left


def count_characters(text: str) -> Counter[str]:
    """How often each visible character occurs, glyph numbers (``(cid:3)``) as one NUL each."""
    if "(cid:" in text:
        text = _GLYPH_NUMBER.sub("\0", text)
    counts = Counter(text)
    for space in [character for character in counts if character.isspace()]:
        del counts[space]
    counts.pop(HYPHEN, None)
    return counts


def is_undecodable(counts: Counter[str]) -> str:
    """Why the text of a page or document cannot be what its readers see, "" if it can.

    Fonts without a map to characters give glyph numbers, private codes, replacement characters, or
    letters shifted to others (no vowels, digits inside of words).
    """
    total = counts.total()
    if total < 40:
        return ""

    def share(test: Callable[[str], bool]) -> float:
        return sum(count for character, count in counts.items() if test(character)) / total

    if share(lambda character: character in "\ufffd\0") > 0.05:
        return "characters that cannot be decoded"
    if share(lambda character: "\ue000" <= character <= "\uf8ff") > 0.2:
        return "private glyphs"
    if share(lambda character: character < " ") > 0.2:
        return "control codes"
    if total < 200:
        return ""
    letters = share(str.isalpha)
    if letters < 0.25 and share(str.isdigit) < 0.5:
        return "punctuation and digits"
    latin = sum(counts[letter] + counts[letter.upper()] for letter in "abcdefghijklmnopqrstuvwxyz")
    vowels = sum(counts[letter] + counts[letter.upper()] for letter in "aeiouy")
    if latin > 300 and latin > 0.9 * letters * total and vowels < 0.22 * latin:
        return "other letters"
    return ""
