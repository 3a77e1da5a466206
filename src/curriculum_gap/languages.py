"""Which language a text is in, by its small words: enough to say that a rubric cannot fit.

A rubric's terms are words of one language. Read against another, a syllabus would look as if it
taught nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from operator import mul

from curriculum_gap.nouns import Block

__all__ = ["language_of", "strange_language"]

_LEAST_WORDS = 60
_LEAST_SHARE = 0.10
"""Of the words; small words make 30–50 % of running text, less in lists of names and titles."""
#: Characters looked at: as many stretches, evenly spread over the beginning of a long text.
_BEGINNING, _STRETCH, _STRETCHES = 26_000, 300, 16
_MARKS = ".,;:!?()[]«»“”\"'"

_SMALL = {
    "en": "the of and to in is that for it with as are on be this will you your by or from at an not",
    "fr": "le la les de des du et un une est que pour dans en qui sur au aux par avec ce cette vous"
    " sont ne pas nous ou leur",
    "es": "el la los las de del y en que un una es para por con se su al lo como más sus o este esta"
    " son entre sobre",
    "pt": "o os as de do da dos das e em que um uma para com não por no na se mais ao são sua seu"
    " como ou entre sobre",
    "it": "il lo la gli le di del della dei delle e in che un una per con non si sono da al alla nel"
    " nella come più",
    "de": "der die das und in den von zu mit ist des im dem nicht ein eine auf für als auch es an"
    " werden aus sie sich oder bei wird",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij door naar"
    " of worden deze wordt",
    "sv": "och att det i en är som på av för med den till ett om inte har de kan eller från var",
    "pl": "i w na z do się nie że jest to oraz od po dla przez jak o lub są ich za przy",
}
_NAMES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "de": "German",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}


def language_of(counts: Mapping[str, int]) -> str:
    """The code of the language whose small words are most frequent in ``counts`` (of words in lower
    case), ``""`` if none is frequent."""
    total = sum(counts.values()) or 1
    share, language = max(
        (sum([counts.get(word, 0) for word in small]) / total, language)
        for language, small in _WORDS.items()
    )
    return language if share >= _LEAST_SHARE else ""


def _counts(words: Iterable[str]) -> dict[str, int]:
    """How often each of ``words`` occurs, without the marks around it; numbers are no words."""
    counts: dict[str, int] = defaultdict(int)
    for word, number in Counter(words).items():  # fewer to look at than words
        bare = word.strip(_MARKS)
        if bare[:1].isalpha():
            counts[bare] += number
    return counts


def _sample(text: str) -> list[str]:
    """The words of a text, in lower case; of a long one, those of some stretches, where a word
    cut in two does no harm."""
    if len(text) <= _STRETCH * _STRETCHES:
        return text.lower().split()
    words = []
    for start in range(0, len(text) - _STRETCH, len(text) // _STRETCHES):
        words += text[start : start + _STRETCH].lower().split()
    return words


def _is_latin(counts: Mapping[str, int]) -> bool:
    """Whether at least half of the letters are."""
    letters: int = sum(map(mul, map(len, counts), counts.values()))
    strange = [word for word in counts if not word.isascii()]
    others = sum(counts[word] * sum(character >= "ɐ" for character in word) for word in strange)
    return (letters - others) * 2 >= letters


def strange_language(blocks: Iterable[Block], expected: str) -> str:
    """A warning if a document is in another language than ``expected``, else ``""``; also if it is
    too short to tell, or the language of the rubric is one without small words here."""
    expected = expected.lower().partition("-")[0]
    if expected not in _WORDS:
        return ""
    texts: list[str] = []
    length = 0
    for block in blocks:
        if not block.hidden:
            texts.append(block.text)
            length += len(block.text)
            if length > _BEGINNING:
                break
    counts = _counts(_sample(" ".join(texts)))
    if not _is_latin(counts):
        seems = "another script"
    elif sum(counts.values()) < _LEAST_WORDS:
        return ""
    else:
        found = language_of(counts)
        if found in ("", expected):
            return ""
        seems = _NAMES[found]
    return f"seems to be in {seems}; the rubric's terms are {_NAMES[expected]}, so little is found"
