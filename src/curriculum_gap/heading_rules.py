"""Whether a line is a heading, by its wording.

Readers ask here about lines and cells (how a line looks is theirs: `readers/visual_headings`,
`readers/pdf`). All functions take text as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from curriculum_gap.lexicon import LineWords, reader_lexicon
from curriculum_gap.patterns import lazy_pattern

__all__ = [
    "LONGEST_HEADING",
    "NUMBERED",
    "heading_rank",
    "is_column_name",
    "is_contact_line",
    "is_table_label",
    "is_usual_heading",
    "may_be_heading",
    "names_columns",
    "opens_session",
    "title_like",
]

LONGEST_HEADING = 110
"""Characters of the longest line that `heading_rank` takes for a heading."""
_MOST_HEADING_WORDS = 12
# The longest lines that may be a heading by their look.
_LONGEST_STYLED_HEADING = 90
_LONGEST_COLUMN_NAME = 40
# A line of which so many words of weight have a capital is written as a title.
_TITLE_CAPITALS = 0.6

NUMBERED = lazy_pattern(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}[.)])\s+(?=[A-Z])")
"""The number in front of a heading ("2.1 Aims"); list entries may have such numbers too."""
_PARENTHESIS = lazy_pattern(r"\([^()]*\)")
_ENDS_SENTENCE = lazy_pattern(r"[.!?;,][\"'”’)]*$")
# Addresses, times, prices and telephone numbers: lines with these are no headings.
_ADDRESS_OR_FACT = lazy_pattern(
    r"@|https?:|www\.|\.edu\b|\d:\d\d|\$\d|^[\d\W]+$|\(\d{3}\)|\d{3}-\d{4}"
)
_ADDRESS = lazy_pattern(r"@|https?:|www\.|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_TWO_LETTERS = lazy_pattern(r"[^\W\d_]{2}")


@cache
def _line_words() -> LineWords:
    return reader_lexicon().lines


def heading_rank(text: str) -> int:
    """The rank of a line that reads like a heading wherever it stands alone: 2 where it is written
    in capitals, 3 where it ends with a colon (``Required texts:``), 0 for other lines."""
    words = text.split()
    if not 0 < len(words) <= _MOST_HEADING_WORDS or len(text) > LONGEST_HEADING:
        return 0
    if _ADDRESS_OR_FACT.search(text):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 4 and all(letter.isupper() for letter in letters):
        return 0 if _ENDS_SENTENCE.search(text) else 2
    labels = text.endswith(":") and ":" not in text[:-1] and text[0].isupper()
    if not labels or len(words) > 7:
        return 0
    # "Required Texts:" is a heading, "Grades will be based on the following:" a sentence.
    return 3 if len(words) <= 4 or _in_title_case(words) else 0


def opens_session(text: str) -> bool:
    """Whether a line begins a session of a schedule: ``Week 3: …``, ``Module IV``."""
    return _line_words().session_start.match(text.lower()) is not None


def names_columns(cells: Sequence[str]) -> bool:
    """Whether the cells of a row read like a table's header: Week, Topic, Readings …"""
    names = [cell for cell in cells if len(cell) < _LONGEST_COLUMN_NAME and is_column_name(cell)]
    return 0 < len(cells) <= 2 * len(names)


def is_column_name(cell: str) -> bool:
    """Whether a cell holds a word that columns are called by."""
    return _line_words().column_names.stands_in(cell.lower())


def is_table_label(cell: str) -> bool:
    """Whether a cell begins like a label of a table that describes one course, label by label."""
    return _line_words().table_labels.match(cell.lower()) is not None


def is_usual_heading(text: str) -> bool:
    """Whether a line is a heading of most syllabi ("Course Description", "Required Texts")."""
    return _line_words().usual_headings.match(text.lower()) is not None


def is_contact_line(text: str) -> bool:
    """Whether a line gives a contact or a single fact (``Office hours: Tue 2-4``), or an address."""
    if _ADDRESS.search(text):
        return True
    return _line_words().contact_labels.match(text.lower()) is not None


def may_be_heading(text: str) -> bool:
    """Whether a line that looks like a heading may be one: short, no sentence, no contact line, no
    address."""
    if len(text) > _LONGEST_STYLED_HEADING or len(text.split()) > _MOST_HEADING_WORDS:
        return False
    if not _TWO_LETTERS.search(text) or text[0].islower() or text[-1] in ".,;":
        return False
    if "@" in text or "http" in text or "www." in text:
        return False
    label, colon, rest = text.lower().partition(":")
    if not colon or not rest.strip():
        return True
    words = _line_words()
    heads = words.heading_labels.match(label) or words.heading_label_ends.search(label)
    return heads is not None and words.fact_labels.match(label) is None


def title_like(text: str, leads: bool) -> bool:
    """Whether a line is short and in title case, as people write headings without a style; where
    it ``leads`` a paragraph right below it, a capital at its beginning is enough."""
    words = _PARENTHESIS.sub("", text).split()
    if (numbered := NUMBERED.match(text)) is not None:
        words = text[numbered.end() :].split()
    if not words or len(words) > 9 or len(text) > 70 or _ADDRESS_OR_FACT.search(text):
        return False
    if text[-1] in ".,;!" or ":" in text[:-1] or "|" in text or not words[0][0].isupper():
        return False
    return len(words) <= (5 if leads else 3) or _in_title_case(words)


def _in_title_case(words: Sequence[str]) -> bool:
    small = _line_words().small_words
    weighty = [word for word in words if word.lower() not in small and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in weighty)
    return bool(weighty) and capitals >= _TITLE_CAPITALS * len(weighty)
