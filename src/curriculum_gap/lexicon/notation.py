"""The phrase notation of a lexicon, turned into regular expressions.

People write phrases in ``en.yaml``; `python -m curriculum_gap.lexicon` turns each list of phrases
into one regular expression when the lexicon is compiled. Nothing here runs when gapcheck runs.

=========  =========================================================================
``(a|b)``  one of these
``[a|b]``  one of these, or nothing
``*``      the rest of a word ("disabilit*")
``<60>``   up to 60 characters of the same sentence
``{name}`` one of the phrases of the list ``name`` in the lexicon's group ``pieces``, or the
           regular expression of that name
=========  =========================================================================

Phrases are in lower case and stand between word boundaries, where they begin or end with a letter
or digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["NotationError", "compile_expression", "compile_phrases", "compile_words"]

_CLOSING = {"(": ")", "[": "]"}
_NAMED = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"<(\d+)>")
_NOTHING = "(?!)"  # a regular expression that matches nowhere
# A regular expression is tried only where one of its anchors stands in the text. One shorter than
# this, or more than this many, would save nothing.
_SHORTEST_ANCHOR = 3
_MOST_ANCHORS = 60

Anchors = frozenset[str]
Pieces = Mapping[str, Any]


class NotationError(ValueError):
    """A phrase that breaks the notation; the message says where."""


class _Part(NamedTuple):
    """A regular expression, and literals of which every text it matches holds one. No anchors
    means that nothing certain is known."""

    expression: str
    anchors: Anchors = frozenset()


def compile_words(words: str, pieces: Pieces) -> list[str]:
    """The entry of the compiled lexicon for words between spaces; ``{name}`` stands for the words
    of that name in ``pieces``."""
    given = _NAMED.sub(lambda named: pieces[named[1]], words)
    return sorted(set(given.split()))


def compile_phrases(phrases: Sequence[str], pieces: Pieces) -> dict[str, object]:
    """The entry of the compiled lexicon for a list of phrases: ``pattern`` and ``anchors``.

    Raises NotationError for a bracket that does not close, or a name that ``pieces`` lacks.
    """
    part = _one_of([_bounded(phrase, pieces) for phrase in phrases])
    return {"pattern": part.expression, "anchors": _fewest(part.anchors)}


def compile_expression(
    expression: str, pieces: Pieces, anchors: Sequence[str] = ()
) -> dict[str, object]:
    """The entry for a regular expression that uses ``{name}`` for lists of ``pieces``; its
    ``anchors`` are those that its author gives."""

    def fill(named: re.Match[str]) -> str:
        return _piece(named[1], pieces).expression

    pattern = _NAMED.sub(fill, expression)
    re.compile(pattern)
    return {"pattern": pattern, "anchors": _fewest(frozenset(anchors))}


def _bounded(phrase: str, pieces: Pieces) -> _Part:
    """A phrase between word boundaries, where it begins or ends with a letter, digit or group."""
    part = _sequence(phrase, pieces)
    first, last = phrase[0], phrase[-1]
    before = r"\b" if first.isalnum() or first in "([{" else ""
    after = r"\b" if last.isalnum() or last in ")]}" else ""
    return _Part(before + part.expression + after, part.anchors)


def _sequence(phrase: str, pieces: Pieces) -> _Part:
    """One phrase, read from left to right."""
    parts: list[_Part] = []
    literal = ""
    position = 0
    while position < len(phrase):
        sign = phrase[position]
        if sign not in "([*<{":
            literal += sign
            position += 1
            continue
        parts.append(_literal(literal))
        literal = ""
        part, position = _special(phrase, position, pieces)
        parts.append(part)
    parts.append(_literal(literal))
    expression = "".join([part.expression for part in parts])
    anchors = [part.anchors for part in parts]
    return _Part(expression, max(anchors, key=_usefulness))


def _literal(text: str) -> _Part:
    """Text that stands for itself; it is its own anchor."""
    expression = re.escape(text).replace(r"\ ", " ")
    anchor = text.strip()
    return _Part(expression, frozenset([anchor] if anchor else []))


def _special(phrase: str, position: int, pieces: Pieces) -> tuple[_Part, int]:
    """The part that a sign of the notation begins, and the position behind it."""
    sign = phrase[position]
    if sign == "*":
        return _Part(r"\w*"), position + 1
    if sign == "<":
        gap = _GAP.match(phrase, position)
        if gap is None:
            raise NotationError(f"{phrase!r}: < wants a number of characters, as in <60>")
        return _Part(f"[^.]{{0,{gap[1]}}}"), gap.end()
    if sign == "{":
        named = _NAMED.match(phrase, position)
        if named is None:
            raise NotationError(f"{phrase!r}: {{ wants the name of a list of pieces")
        return _piece(named[1], pieces), named.end()
    end = _closing(phrase, position)
    inside = phrase[position + 1 : end]
    part = _one_of([_sequence(branch, pieces) for branch in _branches(inside)])
    if sign == "[":
        part = _Part(part.expression + "?")
    return part, end + 1


def _piece(name: str, pieces: Pieces) -> _Part:
    if name not in pieces:
        raise NotationError(f"{{{name}}}: no such list in pieces; known: {', '.join(pieces)}")
    piece = pieces[name]
    if isinstance(piece, dict):
        return _Part(piece["expression"])
    return _one_of([_sequence(phrase, pieces) for phrase in piece])


def _closing(phrase: str, start: int) -> int:
    """The position of the bracket that closes the one at ``start``."""
    depth = 0
    for position in range(start, len(phrase)):
        if phrase[position] in "([":
            depth += 1
        elif phrase[position] in ")]":
            depth -= 1
            if depth == 0 and phrase[position] == _CLOSING[phrase[start]]:
                return position
    raise NotationError(f"{phrase!r}: {phrase[start]} does not close")


def _branches(inside: str) -> list[str]:
    """The alternatives between two brackets; bars of inner brackets do not separate them."""
    branches = [""]
    depth = 0
    for sign in inside:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            branches.append("")
        else:
            branches[-1] += sign
    return branches


def _one_of(parts: Sequence[_Part]) -> _Part:
    """Alternatives: anchors are certain only where each of them has some. Of none, nothing is
    found."""
    if not parts:
        return _Part(_NOTHING)
    expressions = [part.expression for part in parts]
    expression = "(?:" + "|".join(expressions) + ")"
    anchors = [part.anchors for part in parts]
    if not all(anchors):
        return _Part(expression)
    return _Part(expression, frozenset().union(*anchors))


def _usefulness(anchors: Anchors) -> tuple[int, int]:
    """Long anchors are rare in texts, few are quick to look for."""
    shortest = min(map(len, anchors), default=0)
    if shortest < _SHORTEST_ANCHOR or len(anchors) > _MOST_ANCHORS:
        shortest = 0
    return min(shortest, 8), -len(anchors)


def _fewest(anchors: Anchors) -> list[str]:
    """Without anchors that hold another one: who finds "paper" need not look for "term paper"."""
    kept: list[str] = []
    for anchor in sorted(anchors, key=len):
        if not any(shorter in anchor for shorter in kept):
            kept.append(anchor)
    return sorted(kept)
