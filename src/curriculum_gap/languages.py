"""Which language a document is in: enough to say that a rubric cannot fit.

A rubric's terms are words of one language. Held against another, a syllabus would look as if it
taught nothing. Where the common words of the rubric's language are missing, the library pycld2
names the language (4 ms, and only for such documents).
"""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_gap.lexicon import Words, load_lexicon
from curriculum_gap.nouns import Block
from curriculum_gap.patterns import lazy_pattern

__all__ = ["language_warning"]

_BEGINNING = 26_000  # characters of a document that are looked at
# A long text is sampled: so many stretches of so many characters. A word cut in two does no harm.
_STRETCHES, _STRETCH = 16, 300
# Fewer words of Latin letters than this are too few to tell.
_FEWEST_WORDS = 60
# The common words of English make 30–50 % of running text, 17 % and more of nearly all of 300
# syllabi, and at most 8 % of the 33 languages in tests/test_languages.py.
_OWN_SHARE = 0.17
# Without the library, a document with fewer of the common words is said to be in another language.
_FOREIGN_SHARE = 0.05

_WORD = lazy_pattern(r"[^\W\d_]+")
_LAST_LATIN = "ɏ"
# Characters that the library takes for broken text: control characters and what is no character.
_UNREADABLE = lazy_pattern("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]")


def language_warning(blocks: Iterable[Block], language: str) -> str:
    """A warning if a document is in another language than ``language`` (a rubric's code), else
    ``""``; also if it is too short to tell. UsageError where the language has no lexicon."""
    lexicon = load_lexicon(language)
    text = _beginning(blocks)
    words = _WORD.findall(_sample(text).lower())
    latin = _is_latin(words)
    if latin and len(words) < _FEWEST_WORDS:
        return ""
    share = _share(words, lexicon.common_words)
    if share >= _OWN_SHARE:
        return ""
    seems = _seen_language(text, lexicon.language)
    if seems is None:  # no library
        seems = "another language" if latin and share < _FOREIGN_SHARE else ""
    if not latin:
        seems = seems or "another script"
    if not seems:
        return ""
    return f"seems to be in {seems}; the rubric's terms are {lexicon.name}, so little is found"


def _beginning(blocks: Iterable[Block]) -> str:
    """The visible text of the first blocks."""
    texts: list[str] = []
    length = 0
    for block in blocks:
        if not block.hidden:
            texts.append(block.text)
            length += len(block.text)
        if length > _BEGINNING:
            break
    return " ".join(texts)


def _sample(text: str) -> str:
    """A short text whole, evenly spread stretches of a long one."""
    if len(text) <= _STRETCHES * _STRETCH:
        return text
    step = len(text) // _STRETCHES
    starts = range(0, len(text) - _STRETCH, step)
    stretches = [text[start : start + _STRETCH] for start in starts]
    return " ".join(stretches)


def _share(words: list[str], common: Words) -> float:
    """The share of ``words`` that are common ones, from 0 to 1."""
    found = [word for word in words if word in common]
    return len(found) / max(1, len(words))


def _is_latin(words: list[str]) -> bool:
    """Whether at least half of the letters are."""
    letters = "".join(words)
    return 2 * sum(letter <= _LAST_LATIN for letter in letters) >= len(letters)


def _seen_language(text: str, expected: str) -> str | None:
    """The name of the language of ``text`` where the library is sure that it is not ``expected``
    (a code), ``""`` where it is not sure, None where the library is not installed."""
    try:
        import pycld2
    except ImportError:
        return None
    readable = _UNREADABLE.sub(" ", text[:_BEGINNING])
    try:
        sure, _, languages = pycld2.detect(readable)
    except pycld2.error:
        return ""
    name, code, *_ = languages[0]
    if not sure or code == expected or code == "un":
        return ""
    if code.startswith("zh"):  # two scripts, one language
        return "Chinese"
    return str(name).replace("_", " ").title()
