"""Words as the keyword model sees them: one normal form for each way of writing a word.

Stemming is deliberately light. A plain Porter or Snowball stemmer merges *other* with *othering*,
*activity* with *activism*, *journal* with *journaling*; each of these fired falsely on real
syllabi. Here only plurals, possessives, US/UK spelling and the endings of verbs in *-ize* and
*-ate* are folded, and the same fold is applied to terms and texts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain, islice

__all__ = ["BREAK", "FUNCTION_WORDS", "forms", "normal_form", "offsets", "phrase"]

BREAK = ""
"""Normal form of a mark that no phrase may cross (full stop, colon, cell border, bullet)."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?;:|•]|&")
# The mark of a note that is glued to a word ("racism1"), not the number of a thing ("mp3").
_NOTE_MARK = re.compile(r"(?<=[a-z]{6})[0-9]{1,2}$")
_MARKS = frozenset(".!?;:|•")
_IRREGULAR = {
    "centre": "center",
    "programme": "program",
    "children": "child",
    "women": "woman",
    "men": "man",
    "crises": "crisis",
    "analyses": "analysis",
    "theses": "thesis",
    "hypotheses": "hypothesis",
    "lives": "life",
    "biases": "bias",
    "practise": "practice",
    "practising": "practicing",
    "organisation": "organization",
    "judgement": "judgment",
    "ageing": "aging",
    "aboriginals": "aboriginal",
    "latinx": "latino",
    "latina": "latino",
    "latine": "latino",
    "chicana": "chicano",
    "chicanx": "chicano",
    "&": "and",
}
_KEEP = frozenset(
    ["organization", "series", "species", "news", "ethics", "diabetes", "themselves", "ourselves"]
)
"""Words that look like a plural or a British spelling and are none."""


FUNCTION_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "if", "in",
    "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "this", "to", "we",
    "were", "will", "with", "you", "your", "not", "no", "but", "which", "who", "he", "she",
    "they", "i",
})  # fmt: skip
"""Words that begin or end no phrase worth counting, and are company for no ambiguous term."""


def _fold(word: str) -> str:
    """A word in lower case, without accents, apostrophes and the possessive 's."""
    word = word.lower().replace("’", "'")
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        letters = [char for char in decomposed if not unicodedata.combining(char)]
        word = "".join(letters)
    if word.endswith("'s"):
        return word[:-2]
    return word.replace("'", "")


def _singular(word: str) -> str:
    """A word in lower case without the ending of a plural; shorter than four letters it stays."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "iases", "uses")) and len(word) > 5:
        return word[:-2] if not word.endswith("auses") else word[:-1]
    if word.endswith(("ss", "us", "is", "as")):
        return word
    return word[:-1]


def _spelling(word: str) -> str:
    """US spelling of a UK word, and one form for the verbs in -ize and -ate."""
    if len(word) < 6:
        return word
    for ending, plain in (
        ("isation", "ize"),
        ("ization", "ize"),
        ("ising", "ize"),
        ("izing", "ize"),
        ("ised", "ize"),
        ("ized", "ize"),
        ("ise", "ize"),
        ("ating", "ate"),
        ("ated", "ate"),
        ("elling", "eling"),
        ("elled", "eled"),
        ("ellor", "elor"),
        ("alling", "aling"),
        ("viour", "vior"),
        ("vioural", "vioral"),
        ("our", "or"),
        ("aemia", "emia"),
        ("paed", "ped"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + plain
    return (
        word.replace("paediatr", "pediatr")
        .replace("colour", "color")
        .replace("behaviour", "behavior")
        .replace("labour", "labor")
        .replace("honour", "honor")
    )


_MOST_KNOWN, _LONGEST_KNOWN = 100_000, 60
"""How many words and pieces of text are remembered, and how long they may be (characters): hostile
text has no end of either."""


class _Forms(dict[str, str]):
    """Normal forms of words seen before; a word not seen is worked out and remembered."""

    def __missing__(self, word: str) -> str:
        form = _normal(word)
        if len(self) < _MOST_KNOWN and len(word) <= _LONGEST_KNOWN:
            self[word] = form
        return form


class _Stretches(dict[str, tuple[str, ...]]):
    """The normal forms of the words in a stretch of text without white space (no word holds any):
    the same few thousand stretches make up most of any text."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        found = tuple(map(_known.__getitem__, _TOKEN.findall(stretch)))
        if len(self) < _MOST_KNOWN and len(stretch) <= _LONGEST_KNOWN:
            self[stretch] = found
        return found


def _normal(word: str) -> str:
    """The normal form of a token, worked out anew: the parts of :func:`normal_form` in their order.

    Irregular words come first and once more after the plural is gone (*centres*)."""
    if word in _MARKS:
        return BREAK
    folded = _NOTE_MARK.sub("", _fold(word))
    form = _IRREGULAR.get(folded)
    if form is None:
        form = folded if folded in _KEEP else _singular(folded)
        form = _IRREGULAR.get(form, form)
        if form not in _KEEP:
            form = _spelling(form)
    return form


_known = _Forms()
_stretches = _Stretches()


def normal_form(word: str) -> str:
    """One form for the spellings, plural and possessive of ``word`` (a single token)."""
    return _known[word]


@lru_cache(maxsize=32)
def forms(text: str) -> tuple[str, ...]:
    """The normal forms of the words of ``text`` in order, ``BREAK`` where a phrase must not go on.

    Hot path: no word holds white space, so a text is taken apart there, and the forms of each piece
    are remembered. This takes a tenth of the time that the pattern takes over the whole text. The
    last texts are remembered whole, since terms and learned words ask for the same one in turn.
    """
    return tuple(chain.from_iterable(map(_stretches.__getitem__, text.split())))


def offsets(text: str, number: int | None = None) -> list[tuple[int, int]]:
    """Where the first ``number`` of :func:`forms` (by default all) stand in ``text``: first
    character and the one after the last."""
    return [match.span() for match in islice(_TOKEN.finditer(text), number)]


def phrase(text: str) -> tuple[str, ...]:
    """The normal forms of a rubric's term, without breaks."""
    return tuple(form for form in forms(text) if form)
