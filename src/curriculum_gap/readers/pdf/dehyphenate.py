"""Clean text of a PDF: words broken at line ends made whole, ligatures taken apart.

Takes all texts of a document; gives a function that makes one of them the text of a block: one
line, without characters that have no meaning outside of their font.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from curriculum_gap.readers.pdf.pages import LINE_END_HYPHEN
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["text_cleaner"]

_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04"  # those of TeX's fonts; PDFium parts others
_PLAIN = str.maketrans(
    {mark: unicodedata.normalize("NFKC", mark) for mark in _LIGATURES}
    | {"\u2010": "-", "\u2011": "-"}
)
# Bullets and ticks of Symbol and Wingdings, which mean nothing in another font.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_DOT_LEADERS = re.compile(r"(?: ?\.){5,}")  # of a table of contents
_BROKEN_WORD = re.compile(rf"(?<!\S)(?:[^\s{LINE_END_HYPHEN}]*{LINE_END_HYPHEN} ?)+\S*")
_BROKEN_WITHIN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_MOST_OPEN_COMPOUNDS = 20  # "pre- and post-test" in one document: more are broken words
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_LETTERS = re.compile(r"[^\W\d_]*$")
_FIRST_LETTERS = re.compile(r"\w*")
_LONGEST_WORD = 60  # characters looked at beside a hyphen


def text_cleaner(texts: Sequence[str]) -> Callable[[str], str]:
    """A function that cleans one of the ``texts`` of a document.

    A hyphen at a line end stays where the document writes the word with it elsewhere, goes where
    the document writes it without, and else stays between two words that it both uses by
    themselves. So do hyphens before a space, in a document with many of them.
    """
    broken = sum(len(_BROKEN_WITHIN.findall(text)) for text in texts if "- " in text)
    if broken > _MOST_OPEN_COMPOUNDS:
        join = text_cleaner([_BROKEN_WITHIN.sub(LINE_END_HYPHEN, text) for text in texts])
        return lambda text: join(_BROKEN_WITHIN.sub(LINE_END_HYPHEN, text))
    has_broken_words = any(LINE_END_HYPHEN in text for text in texts)
    words = _count_words(texts) if has_broken_words else Counter()

    def clean(text: str) -> str:
        if LINE_END_HYPHEN in text:
            text = _dehyphenated(text, words)
        if not text.isascii():
            text = _PRIVATE_USE.sub("", text.translate(_PLAIN))
            text = unicodedata.normalize("NFC", text)
        if "..." in text or ". ." in text:
            text = _DOT_LEADERS.sub(" ", text)
        return normalize_space(text)

    return clean


def _count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in ``texts``, in small letters.

    Halves of words broken at line ends are no words: what stands next to a hyphen at a line end is
    left out, up to the nearest space.
    """
    whole_words = _BROKEN_WORD.sub("", "\n".join(texts))
    return Counter(_WORDS.findall(whole_words.casefold()))


def _dehyphenated(text: str, words: Mapping[str, int]) -> str:
    """``text`` with its broken words made whole; ``words`` counts those of the document."""
    first, *others = text.split(LINE_END_HYPHEN)
    whole = [first]
    for after in others:
        before = whole[-1]
        if before.endswith(("-", "\u2010")):
            before = before[:-1]
        after = after.removeprefix(" ")
        left = _LAST_LETTERS.search(before[-_LONGEST_WORD:])
        right = _FIRST_LETTERS.match(after)
        assert left and right  # both match the empty text
        hyphen = "-" if _keeps_hyphen(left[0], right[0], words) else ""
        whole[-1] = before + hyphen
        whole.append(after)
    return "".join(whole)


def _keeps_hyphen(left: str, right: str, words: Mapping[str, int]) -> bool:
    """Whether the hyphen between two halves belongs to the word; ``words`` counts the words of the
    document in small letters. Without letters on one side it is a dash, and stays."""
    if not left or not right:
        return bool(right) or not left
    left, right_small = left.casefold(), right.casefold()
    joined = words.get(left + right_small, 0)
    hyphenated = words.get(f"{left}-{right_small}", 0)
    if joined or hyphenated:
        return joined < hyphenated
    if right[0].isupper() or not right.isalpha():
        return True
    both_known = left in words and right_small in words
    return both_known and min(len(left), len(right)) > 2  # "to" and "in" are words everywhere
