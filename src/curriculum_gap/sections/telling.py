"""The words of a text that any rule on wording asks for, found once for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_gap.patterns import late

__all__ = ["CUT", "START", "has_sign", "has_words", "telling", "vocabulary"]

CUT = 1_200  # characters looked at: passages show what they are early
START = 600  # those that the slower patterns look at

_telling: set[str] = set()
_INNER = "'/-"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789" + _INNER
_PLAIN = bytes(code if chr(code) in _LETTERS else ord(" ") for code in range(256))
_TOKEN = late(r"[a-z0-9][a-z0-9’'/-]*")


def telling(text: str) -> frozenset[str]:
    """The words of ``text``, for a rule that asks for them; vocabularies hold none but these."""
    words = frozenset(text.split())
    _telling.update(words)
    return words


def vocabulary(low: str) -> set[str]:
    """The telling words in the first part of lower-case text, the cheap check before any
    pattern. Words are made of unaccented letters, digits and, inside, ``'``, ``/`` and ``-``."""
    # Bytes are translated in a tenth of the time that characters take.
    known = low[:CUT].replace("’", "'").encode("latin-1", "replace").translate(_PLAIN)
    plain = " " + known.decode("latin-1")
    words = plain.split()
    if " '" in plain or " -" in plain or " /" in plain:
        words = [word.lstrip(_INNER) for word in words]
    return _telling.intersection(words)


def has_sign(low: str, signs: Iterable[str]) -> bool:
    """Whether one of the pieces of text stands in ``low`` that a pattern cannot do without."""
    return any(map(low.__contains__, signs))


def has_words(low: str, count: int) -> bool:
    """Whether as many different words stand in the first part of lower-case text."""
    start = low[: 15 * count]  # holds them, as a rule
    return any(len(set(_TOKEN.findall(part))) >= count for part in (start, low[:CUT]))
