"""Do the letters of a document make words, and words of the rubric's language?

Takes a document and looks at each page, or each stretch of 150 words where the format has no
pages. A stretch whose letters stand in known English words is readable. Of another one the library
pycld2 says whether it is in a language (4 ms, and only for such stretches); otherwise its letters
make no words: a font that shows other letters than it names, a failed OCR, a cipher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curriculum_gap.document_checks.verdict import TextCheck
from curriculum_gap.errors import ReadError
from curriculum_gap.keywords import forms, load_background
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import Block, Document, Status
from curriculum_gap.patterns import lazy_pattern

__all__ = ["check_wording"]

_STRETCH = 150  # words
_FEWEST_LETTERS = 120  # of a stretch that can be judged, some 25 words
_SHORTEST_WORD = 3  # letters: shorter ones stand in any language, and in noise
_LONGEST_WORD = 20  # letters that count of a longer one, which is some code between words
# The share of letters that stand in known words is 0.30 and more in 1,131 of 1,132 real documents
# (0.14 in one that is a list of names), 0.20 and less in the 33 languages of
# tests/test_document_checks.py, 0.04 and less where letters make no words.
_READABLE_SHARE = 0.25
_GARBLED_SHARE = 0.05
_RUN_TOGETHER = 15  # characters from one space to the next, on average: words without spaces
_CODE = 40  # characters of the same: no words, as in base64
_FOREIGN_PART = 60  # percent of a text in a language that the library names without being sure
# Of so much of its letters a document must be garbled, or in another language, to be unread.
_MOSTLY_GARBLED = 0.5
_MOSTLY_FOREIGN = 0.8
_MOST_SHOWN = 3  # places that a warning names

_LAST_LATIN = "ɏ"
_LETTERS = lazy_pattern(r"[^\W\d_]+")
# Characters that the library takes for broken text: control characters and what is no character.
_UNREADABLE = lazy_pattern("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A page, or some neighbouring blocks; ``place`` is how a person finds it."""

    page: int | None
    place: str
    text: str
    letters: int
    known: int

    @property
    def share(self) -> float:
        """The share of its letters that stand in known words, 0 to 1."""
        return self.known / max(1, self.letters)

    @property
    def is_code(self) -> bool:
        """Whether it is long and has hardly a space."""
        return len(self.text) > max(_FEWEST_LETTERS, _CODE * len(self.text.split()))


def check_wording(document: Document, language: str) -> TextCheck:
    """Warnings about stretches whose letters make no words or words of another language than
    ``language`` (a rubric's code), and the pages of the first kind.

    Raises ReadError: undecodable where half of the letters make no words, other-language where
    four fifths are in another one.
    """
    stretches = list(_stretches(document.blocks))
    letters = sum(stretch.letters for stretch in stretches)
    doubtful = [stretch for stretch in stretches if stretch.share < _READABLE_SHARE]
    is_short = letters < _FEWEST_LETTERS and not any(stretch.is_code for stretch in doubtful)
    if not doubtful or is_short:
        return TextCheck()
    garbled, foreign = _sort_out(doubtful, language)
    garbled_letters = sum(stretch.letters for stretch in garbled)
    if garbled_letters >= _MOSTLY_GARBLED * letters:
        raise _undecodable(sum(stretch.known for stretch in stretches) / max(1, letters))
    foreign_letters = sum(stretch.letters for stretch, _ in foreign)
    if foreign and foreign_letters >= _MOSTLY_FOREIGN * letters:
        raise _other_language(foreign[0][1], language)
    pages = tuple(sorted({stretch.page for stretch in garbled if stretch.page is not None}))
    return TextCheck((*_garbled_warning(garbled), *_foreign_warnings(foreign)), pages)


def _stretches(blocks: Iterable[Block]) -> Iterator[_Stretch]:
    """The visible text, page by page or in stretches of neighbouring blocks."""
    gathered: list[Block] = []
    words = 0
    for block in blocks:
        if block.hidden or not block.text:
            continue
        last = gathered[-1] if gathered else block
        is_apart = (block.page, block.inside) != (last.page, last.inside)
        if is_apart or (gathered and not block.page and words >= _STRETCH):
            yield _stretch(gathered)
            gathered, words = [], 0
        gathered.append(block)
        words += block.text.count(" ") + 1
    if gathered:
        yield _stretch(gathered)


def _stretch(blocks: Sequence[Block]) -> _Stretch:
    """What is to be known of some blocks together."""
    first, last = blocks[0], blocks[-1]
    place = "" if first.line is None else f"lines {first.line}–{last.line}"
    if first.line is not None and first.line == last.line:
        place = f"line {first.line}"
    if first.page is not None:
        place = f"page {first.page}"
    place = " ".join(part for part in (first.inside, place) if part)
    text = " ".join(block.text for block in blocks)
    frequency = load_background().frequency
    words = [word for word in forms(text) if len(word) >= _SHORTEST_WORD and word in frequency]
    known = sum(map(len, words))
    letters = len("".join(_LETTERS.findall(text)))
    if known < _READABLE_SHARE * letters:  # most texts are readable and need no closer look
        letters = sum(map(_counted_letters, text.split()))
    return _Stretch(first.page, place, text, letters, known)


def _counted_letters(piece: str) -> int:
    """The letters in a piece of text without white space, at most 20: a longer one is some code.
    Single letters are signs of a formula. In scripts other than Latin, Chinese among them, a letter
    says as much as three."""
    runs = _LETTERS.findall(piece)
    if runs and runs[0][0] > _LAST_LATIN:
        return 3 * sum(map(len, runs))
    return min(sum(len(run) for run in runs if len(run) > 1), _LONGEST_WORD)


def _sort_out(
    doubtful: Iterable[_Stretch], language: str
) -> tuple[list[_Stretch], list[tuple[_Stretch, str]]]:
    """Those stretches whose letters make no words, and those in another language, with its name.
    Names, figures and formulas are neither."""
    garbled: list[_Stretch] = []
    foreign: list[tuple[_Stretch, str]] = []
    for stretch in doubtful:
        if stretch.letters < _FEWEST_LETTERS and not stretch.is_code:
            continue
        is_sure, name = _seen_language(stretch.text, language)
        is_run_together = len(stretch.text) > _RUN_TOGETHER * len(stretch.text.split())
        if name:
            foreign.append((stretch, name))
        elif is_run_together or (not is_sure and stretch.share < _GARBLED_SHARE):
            garbled.append(stretch)
    return garbled, foreign


def _seen_language(text: str, expected: str) -> tuple[bool, str]:
    """Whether the library is sure of the language of ``text``, and the language's name where that
    is not ``expected`` (a code)."""
    import pycld2

    try:
        is_sure, _, languages = pycld2.detect(_UNREADABLE.sub(" ", text))
    except pycld2.error:
        return False, ""
    name, code, percent, _ = languages[0]
    if code == "un" or not (is_sure or percent >= _FOREIGN_PART):
        return False, ""
    if code == expected:
        return True, ""
    # Two scripts, one language.
    return True, "Chinese" if code.startswith("zh") else str(name).replace("_", " ").title()


def _undecodable(share: float) -> ReadError:
    """The error for a document whose letters make no words."""
    what = (
        f"its letters make no words: {round(100 * share)} % of them stand in words that are known"
    )
    hint = "its font or OCR gives wrong letters: export it again, or run OCR over it"
    return ReadError(Status.UNDECODABLE, what, hint)


def _other_language(name: str, language: str) -> ReadError:
    """The error for a document that the rubric's terms cannot fit."""
    own = load_lexicon(language).name
    if name == "Latin":
        name = "Latin, or “lorem ipsum” that holds a place for text"
    what = f"is in {name}; the terms of the topic list are {own}, so nothing can be said of it"
    return ReadError(Status.OTHER_LANGUAGE, what, f"give a translation into {own}")


def _garbled_warning(garbled: Sequence[_Stretch]) -> tuple[str, ...]:
    """A warning that names the stretches whose letters make no words."""
    if not garbled:
        return ()
    return (f"letters that make no words were not judged: {_places(garbled)}",)


def _foreign_warnings(foreign: Sequence[tuple[_Stretch, str]]) -> Iterator[str]:
    """A warning for each language that a part of the document is in."""
    for language in dict.fromkeys(name for _, name in foreign):
        stretches = [stretch for stretch, name in foreign if name == language]
        yield f"text in {language} was not judged: {_places(stretches)}"


def _places(stretches: Sequence[_Stretch]) -> str:
    """Where stretches stand, the first three by name."""
    shown = [stretch.place for stretch in stretches if stretch.place][:_MOST_SHOWN]
    letters = sum(stretch.letters for stretch in stretches)
    more = len(stretches) - len(shown)
    parts = [", ".join(shown)] if shown else []
    if more:
        parts.append(f"{more} more" if shown else f"{more} part{'s' if more > 1 else ''}")
    return f"{' and '.join(parts)} (about {max(1, letters // 5)} words)"
