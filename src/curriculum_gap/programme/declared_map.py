"""A programme's own map, as a spreadsheet → which course it says covers which item.

Rows are items and columns courses, or the other way round; titles stand above and beside. Courses
are known by code, else by title, items by code, title or, without a standard, by topic. What a cell
holds (I, R, M, x, 2) is kept as it is and never converted. What matches nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from curriculum_gap.course_labels import code_key, course_code
from curriculum_gap.curriculum_map import Course, Standard, StandardItem
from curriculum_gap.errors import UsageError
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Rubric
from curriculum_gap.readers import Sheet

__all__ = ["DeclaredMap", "match_map", "topics_as_standard"]

_NO_MARKS = frozenset(("-", "–", "—", "−", ".", "…", "0", "✗", "✘", "☐", "□"))
"""Signs that people write into a cell that says nothing; words are in the lexicon."""
_NAMED = 5
"""Heads that a line about many of them names."""
_LONGEST_MARK = 12  # characters; what is longer is a remark or a title
_WORDS = re.compile(r"[\w.]+")


class DeclaredMap(NamedTuple):
    """What a programme's own map says. ``marks`` holds the text of each cell that claims something,
    by code of the course and of the item; ``courses`` and ``items`` are the codes that the map
    names. ``unmatched`` are lines about what could not be matched and was left out."""

    name: str
    marks: Mapping[tuple[str, str], str]
    courses: frozenset[str]
    items: frozenset[str]
    unmatched: tuple[str, ...] = ()


class _Layout(NamedTuple):
    """Where courses and items stand in one sheet: position of each along its side → its code.
    ``turned``: courses stand in a column and items in a row."""

    sheet: Sheet
    turned: bool
    heads: int
    side: int
    courses: Mapping[int, str]
    items: Mapping[int, str]


def topics_as_standard(rubric: Rubric, name: str) -> Standard:
    """The rubric's topics as the items of a standard, for a map of courses by topics."""
    items = tuple(StandardItem(topic.id, topic.title) for topic in rubric.assessable)
    title = f"topics of {rubric.title}"
    return Standard(name, "", "", title, "", "", "", items, name=f"{name}: {title}")


def match_map(
    source: str, sheets: Sequence[Sheet], courses: Sequence[Course], standard: Standard
) -> DeclaredMap:
    """The map in the sheet that names most courses and items; the others are named.

    Raises UsageError where no sheet names a course and an item: nothing could be compared.
    """
    known = _course_finder(courses)
    item_of = _item_finder(standard)
    layouts = [
        _layout(sheet, turned, known, item_of) for sheet in sheets for turned in (False, True)
    ]
    best = max(layouts, key=lambda one: len(one.courses) * len(one.items), default=None)
    if best is None or not best.courses or not best.items:
        what = f"does not name courses of these beside items of {standard.name or standard.title}"
        hint = "put codes of courses along one side and codes or titles of items along the other"
        raise UsageError(source, what, hint)
    name = PurePath(source).name
    unmatched = [f"{name}: {line}" for line in _unmatched(best, courses, standard)]
    used = best.sheet.name
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    others = [sheet.name for sheet in filled if sheet is not best.sheet]
    if others:
        unmatched.append(f"{name}: only the sheet '{used}' was used, not {_named(others)}")
    if best.sheet.is_cut:
        unmatched.append(f"{name}: rows or columns beyond the limits were not read")
    return DeclaredMap(
        name=name,
        marks=_marks(best),
        courses=frozenset(best.courses.values()),
        items=frozenset(best.items.values()),
        unmatched=tuple(unmatched),
    )


# Courses and items in a text


Finder = Callable[[str], str]
"""The text of a cell → the code of what it names, "" where it names none."""


def _course_finder(courses: Sequence[Course]) -> Finder:
    """Finds a course by its code, wherever it stands in the cell, else by its whole title."""
    codes = {code_key(course.code): course.code for course in courses}
    titles = {_folded(course.title): course.code for course in courses if course.title}

    def find(text: str) -> str:
        whole = codes.get(code_key(text)) or codes.get(code_key(course_code(text)))
        return whole or titles.get(_folded(text), "")

    return find


def _item_finder(standard: Standard) -> Finder:
    """Finds an item by the code that the cell begins with (behind words such as *Competency*), or
    by its whole title."""
    codes = {_folded(item.code): item.code for item in standard.items}
    titles = {_folded(item.title): item.code for item in standard.items if item.title}
    before = {
        standard.body,
        standard.edition,
        *_folded(f"{standard.rubric_key} {standard.name}").split(),
    }
    before_code = reader_lexicon().standards.before_code

    def find(text: str) -> str:
        folded = _folded(text)
        if folded in titles or folded in codes:
            return titles.get(folded) or codes[folded]
        for word in _WORDS.findall(folded):
            bare = word.rstrip(".")
            if bare in codes:
                return codes[bare]
            if bare not in before and not before_code.match(bare):
                return ""
        return ""

    return find


def _folded(text: str) -> str:
    """A text without differences of case and spacing."""
    return " ".join(text.casefold().split())


# Rows and columns


def _layout(sheet: Sheet, turned: bool, course_of: Finder, item_of: Finder) -> _Layout:
    """The row that names most courses and the column that names most items, or the other way
    round (``turned``): titles, and merged heads above codes, name none."""
    rows = sheet.rows
    width = max(map(len, rows), default=0)
    columns = [tuple(row[at] if at < len(row) else "" for row in rows) for at in range(width)]
    across, down = (item_of, course_of) if turned else (course_of, item_of)
    heads, above = _best_line(rows, across)
    side, beside = _best_line(columns, down)
    # What stands in the corner belongs to neither.
    above = {at: code for at, code in above.items() if at != side}
    beside = {at: code for at, code in beside.items() if at != heads}
    courses, items = (beside, above) if turned else (above, beside)
    return _Layout(sheet, turned, heads, side, courses, items)


def _best_line(lines: Sequence[Sequence[str]], find: Finder) -> tuple[int, dict[int, str]]:
    """The line that names most different things, with what each of its cells names."""
    best: tuple[int, dict[int, str]] = 0, {}
    for number, line in enumerate(lines):
        named = {at: code for at, text in enumerate(line) if text and (code := find(text))}
        if len(set(named.values())) > len(set(best[1].values())):
            best = number, named
    return best


def _marks(layout: _Layout) -> dict[tuple[str, str], str]:
    """What each cell claims. A course that stands in several columns has all their marks."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for course_at, course in layout.courses.items():
        for item_at, item in layout.items.items():
            row, column = (course_at, item_at) if layout.turned else (item_at, course_at)
            text = _cell(layout.sheet, row, column)
            if text and not _says_nothing(text):
                found.setdefault((course, item), {})[text] = None
    return {pair: ", ".join(marks) for pair, marks in found.items()}


def _cell(sheet: Sheet, row: int, column: int) -> str:
    """The text of a cell; a row may be short."""
    cells = sheet.rows[row]
    return cells[column].strip() if column < len(cells) else ""


# What matches nothing


def _unmatched(layout: _Layout, courses: Sequence[Course], standard: Standard) -> list[str]:
    """Lines about heads of the map that name no course or item and have marks, and about courses
    and items that the map does not name."""
    lines = []
    across, down = _heads(layout)
    course_heads, item_heads = (down, across) if layout.turned else (across, down)
    if course_heads:
        lines.append(f"no course here is called {_named(course_heads)}: its marks are not counted")
    if item_heads:
        what = standard.name or standard.title
        lines.append(f"{what} has no {_named(item_heads)}: its marks are not counted")
    named = set(layout.courses.values())
    missing = [course.code for course in courses if course.code not in named]
    if missing:
        lines.append(f"courses that the map does not name are not counted: {_named(missing)}")
    known = set(layout.items.values())
    parts = {item.code for item in standard.items if item.part_of in known}
    left = [item.code for item in standard.items if item.code not in known | parts]
    if left and standard.body:  # of a rubric's topics, a map names those that it is about
        lines.append(f"items that the map does not name are not counted: {_named(left)}")
    return lines


def _heads(layout: _Layout) -> tuple[list[str], list[str]]:
    """Heads in the row and in the column of heads that name nothing, though marks stand below or
    beside them."""
    sheet = layout.sheet
    courses, items = layout.courses, layout.items
    above, beside = (items, courses) if layout.turned else (courses, items)
    across = [
        f"'{text}' (column {_letters(at)})"
        for at, text in enumerate(sheet.rows[layout.heads])
        if text and at not in above and at > layout.side
        and any(_is_mark(_cell(sheet, row, at)) for row in beside)
    ]  # fmt: skip
    down = [
        f"'{text}' (row {row + 1})"
        for row in range(layout.heads + 1, len(sheet.rows))
        if row not in beside
        and (text := _cell(sheet, row, layout.side))
        and any(_is_mark(_cell(sheet, row, at)) for at in above)
    ]
    return across, down


def _is_mark(text: str) -> bool:
    """Whether a cell claims something, and is not a title that is merged over many cells."""
    return bool(text) and not _says_nothing(text) and len(text) <= _LONGEST_MARK


def _says_nothing(text: str) -> bool:
    """Whether a filled cell only says that there is nothing."""
    return text in _NO_MARKS or text.casefold() in reader_lexicon().standards.no_mark


def _letters(column: int) -> str:
    """The name of a column: A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _named(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
