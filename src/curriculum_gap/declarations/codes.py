"""Codes in a text: by the forms of a body, one by one, in lists (``b & h``) and ranges (``a–n``).

Nothing here knows tables or headings: the caller says which forms may count where it looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from curriculum_gap.lexicon import StandardWords, reader_lexicon
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.standards import Body, CodeForm, KnownTitle, load_bodies, numbers_of_words

__all__ = [
    "Code",
    "Title",
    "codes_in",
    "holds_only_codes",
    "is_title",
    "named_title",
    "title_spans",
    "title_words",
]

_MOST_CODES = 40  # of one match: a longer range is none
_MOST_CODES_OF_BLOCK = 200
_MOST_TITLE_WORDS = 24
_MOST_TITLE_CHARACTERS = 300
_MOST_CHARACTERS = 50_000  # of a block in which codes are looked for
_LETTER = r"([a-z])(?![\w]|\.\w)"
# A template for `str.format`: what counts an amount is in the lexicon.
_NUMBER = r"([A-Za-z]{{3,5}}|\d{{1,2}})([a-d])?(?![\w%]|\.\w|{amounts})"
_BEFORE_TITLE = lazy_pattern(r"\s*[:.–—-]\s*")
_NUMBERED = lazy_pattern(r"^\W*(?:[A-Za-z]+ )?\d{1,2}[.:)]\s*")
_LEAST_TITLE_WORDS = 3  # "Engage in Policy Practice" has four
_WORD = lazy_pattern(r"[a-z]+")


class Title(NamedTuple):
    """A printed title behind a code: the editions that have it so, and where it ends."""

    editions: frozenset[str]
    words: int
    end: int


class Code(NamedTuple):
    """A code with its place in the text. ``edition`` is what its form tells; ``or_code`` is what it
    is called in another edition than ``home``, or in none that is known."""

    code: str
    or_code: str
    edition: str
    home: str
    start: int
    end: int


def codes_in(
    text: str, body: Body, where: Collection[str], column: str = "", spaced: bool = False
) -> list[Code]:
    """The codes of ``body`` in ``text``, in reading order, each once.

    Forms count whose ``where`` is one of ``where``; ``column`` is the name of the column. With
    ``spaced`` a code may be broken by a space, as cells break it over lines.
    """
    text = text[:_MOST_CHARACTERS]
    lowered = text.lower()
    taken: list[tuple[int, int]] = []
    found: dict[str, Code] = {}
    for form in body.forms:
        if form.where not in where or (form.columns and not form.may_head(column)):
            continue
        if form.holds and not any(word in lowered for word in form.holds):
            continue
        for match in form.expression.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if form.where == "column" and not spaced and re.search(r"\.\s", match[0]):
                continue
            if len(found) >= _MOST_CODES_OF_BLOCK:
                break
            codes = list(_codes_of(form, match, text, column))
            taken.append((match.start(), codes[-1].end))
            for code in codes:
                found.setdefault(code.code, code)
    return sorted(found.values(), key=lambda code: (code.start, code.end))


def _codes_of(form: CodeForm, match: re.Match[str], text: str, column: str) -> Iterator[Code]:
    """The code of a match, and those of the list or range that goes on behind it."""
    groups = [_digits(group or "") for group in match.groups()]
    start, end = match.span()
    yield _code(form, groups, column, start, end)
    if not form.more:
        return
    index = _last_item(groups, form.more)
    in_list, in_range = _going_on(reader_lexicon().standards, form.more)
    for _ in range(_MOST_CODES):
        span = in_range.match(text, end)
        after = span or in_list.match(text, end)
        item = _digits(after[1]) if after else ""
        if after is None or not _goes_on(groups[index], item, form.more):
            return
        if span:
            for between in _between(groups[index], item):
                yield _code(form, _with(groups, index, between, ""), column, start, after.end())
        letter = after[2] or "" if form.more == "number" else ""
        groups = _with(groups, index, item, letter)
        end = after.end()
        yield _code(form, groups, column, start, end)


@cache
def _going_on(words: StandardWords, more: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What goes on behind a code: the next of a list, and the last of a range."""
    item, sign = _LETTER, ""
    if more == "number":
        item, sign = _NUMBER.format(amounts=words.amounts.pattern), "#?"
    in_list = re.compile(f"(?:{words.listed.pattern}){sign}{item}")
    return in_list, re.compile(f"(?:{words.ranged.pattern}){item}")


def _last_item(groups: list[str], more: str) -> int:
    """The group that a list goes on with: the last letter, or the last number."""
    if more == "letter":
        return len(groups) - 1
    return max(index for index, group in enumerate(groups) if group.isdigit())


def _goes_on(last: str, item: str, more: str) -> bool:
    """Whether ``item`` can be the next of a list; letters ascend, so that the article "a" is
    none."""
    if more == "letter":
        return item > last
    return item.isdigit() and 0 < int(item) <= _MOST_CODES


def _between(first: str, last: str) -> list[str]:
    """What a range leaves out between its ends."""
    if first.isdigit():
        return [str(number) for number in range(int(first) + 1, int(last))]
    return [chr(number) for number in range(ord(first) + 1, ord(last))]


def _with(groups: list[str], index: int, item: str, letter: str) -> list[str]:
    """The groups of the next code of a list."""
    changed = [*groups[:index], item, *groups[index + 1 :]]
    if index + 1 < len(changed):
        changed[index + 1] = letter
    return changed


def _code(form: CodeForm, groups: list[str], column: str, start: int, end: int) -> Code:
    """A code by the form's template."""
    names = {str(index): group for index, group in enumerate(groups, 1)}
    names["column"] = column

    def filled(template: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda name: names[name[1]], template)

    code, or_code = filled(form.code), filled(form.or_code or form.code)
    return Code(code, or_code, form.edition, form.home, start, end)


def _digits(group: str) -> str:
    """A number word as digits, anything else as it is."""
    return numbers_of_words().get(group.lower(), group)


def holds_only_codes(text: str, codes: list[Code]) -> bool:
    """Whether nothing stands in ``text`` but these codes and what separates them."""
    if not codes:
        return False
    around = reader_lexicon().standards.around_codes.expression
    at = 0
    for code in sorted(codes, key=lambda code: code.end):
        if not around.fullmatch(text[at : max(at, code.start)]):
            return False
        at = max(at, code.end)
    return around.fullmatch(text[at:]) is not None


def title_words(text: str) -> list[str]:
    """The words of a title in lower case."""
    return _WORD.findall(text.lower())[:_MOST_TITLE_WORDS]


def named_title(text: str, code: Code, body: Body) -> Title | None:
    """The title that stands behind a code. None where something else does, or nothing; ``words``
    is 0 where words follow of which none begins a title of this item."""
    if not any(title.code == code.code for title in body.titles):
        return None
    gap = _BEFORE_TITLE.match(text, code.end)
    if gap is None or gap.end() >= len(text) or not text[gap.end()].isalpha():
        return None
    runs = [
        (*_run(text, gap.end(), title), title) for title in body.titles if title.code == code.code
    ]
    most = max(words for words, _, _ in runs)
    if most < 2:
        # "Competency 3: Communication" is another body's; a full stop may end a sentence.
        return None if "." in gap[0] else Title(frozenset(), 0, code.end)
    best = [(end, title) for words, end, title in runs if words == most]
    return Title(frozenset(title.edition for _, title in best), most, best[0][0])


def title_spans(text: str, body: str) -> list[tuple[int, int]]:
    """Where codes with their titles stand in a text: "Competency 5: Engage in Policy Practice"."""
    known = next((one for one in load_bodies() if one.id == body), None)
    if known is None:
        return []
    spans = []
    for code in codes_in(text, known, ("anywhere",)):
        title = named_title(text, code, known)
        if title is not None and title.words:
            spans.append((code.start, title.end))
    return spans


def is_title(text: str, body: str) -> bool:
    """Whether a text is the printed title of an item of this body and nothing else, with or without
    its number: "3. Engage Anti-Racism …", "Competency 5: …"."""
    titles = next((known.titles for known in load_bodies() if known.id == body), ())
    if not titles:
        return False
    words = title_words(_NUMBERED.sub("", text, count=1))
    if not _LEAST_TITLE_WORDS <= len(words) < _MOST_TITLE_WORDS:
        return False
    return any(title.words.issuperset(words) for title in titles)


def _run(text: str, start: int, title: KnownTitle) -> tuple[int, int]:
    """How many words from ``start`` on are words of a title, and where they end."""
    words, end = 0, start
    for match in _WORD.finditer(text[start : start + _MOST_TITLE_CHARACTERS].lower()):
        if match[0] not in title.words or words >= _MOST_TITLE_WORDS:
            break
        words, end = words + 1, start + match.end()
    return words, end
