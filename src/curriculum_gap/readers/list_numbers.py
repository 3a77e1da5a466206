"""The numbers of lists and headings as word processors print them: 3, c, C, iii, III.

Labels carry words at times ("Week 3:"); these stand in no paragraph, so readers make them.
"""

from __future__ import annotations

from curriculum_gap.patterns import lazy_pattern

__all__ = ["holds_word", "number_in_form"]

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 40  # higher numbers stay figures
_WORD = lazy_pattern(r"[^\W\d_]{3}")


def holds_word(label: str) -> bool:
    """Whether a label holds a word, and not only a number or a bullet."""
    return _WORD.search(label) is not None


def number_in_form(count: int, form: str) -> str:
    """A number in one of the forms ``1 a A i I``; figures for others, and beyond the forms."""
    if form in ("a", "A") and 0 < count <= 26:
        text = chr(ord("a") + count - 1)
    elif form in ("i", "I") and 0 < count < _MOST_ROMAN:
        text = ""
        for value, sign in _ROMAN:
            text += sign * (count // value)
            count %= value
    else:
        return str(count)
    return text.upper() if form.isupper() else text
