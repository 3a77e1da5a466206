"""A committee's table of topics (topic, definition, keywords, example) → the YAML of a rubric.

Takes the rows of a spreadsheet, gives the text of a valid rubric and what was decided on the way.
A keyword of one word, or one that many syllabi hold whatever they teach, becomes contextual: it
counts only beside another keyword of its topic.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from curriculum_gap.errors import UsageError
from curriculum_gap.keywords import FUNCTION_WORDS, load_background, phrase
from curriculum_gap.lexicon import TopicTableWords, load_lexicon
from curriculum_gap.readers import Sheet
from curriculum_gap.rubric import parse_rubric
from curriculum_gap.validation import folded

__all__ = ["ConvertedTable", "rubric_from_table"]

OFTEN = 0.02
"""Share of the background's syllabi that makes a phrase of several words ambiguous. Set by hand:
*social work* stands in more of them, *food insecurity* in fewer."""
_MOST_WORDS, _MOST_CHARACTERS = 8, 100  # of a term, as the schema of rubrics says
_LONGEST_TITLE, _LONGEST_ID = 200, 80
_NO_PATTERN = re.compile(r"[*\\|\[\]{}^]+")
_PART_ENDS = re.compile(r"\s*(?:[,;:/()–—]|\band\b|\bor\b|\bsuch as\b|\bincluding\b)\s*", re.I)
"""Where a keyword that is too long is split."""
_BULLET = re.compile(r"^(?:[-–—•·*▪◦]|\d{1,2}[.)])\s+")
_QUOTED = re.compile(r"^[\"“”'‘’]+|[\"“”'‘’]+$")
_PLAIN = re.compile(r"[A-Za-z][\w ,.()/&’-]*[\w.)’]")
"""Texts that YAML reads as they are; all others are written in quotation marks."""


class ConvertedTable(NamedTuple):
    """The YAML text of a rubric, the numbers of its topics and terms, and what a person should
    know: a line each."""

    text: str
    topics: int
    strong: int
    contextual: int
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Topic:
    """A topic as it is gathered from the rows of the table."""

    title: str
    group: str = ""
    definition: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)
    contextual: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


Columns = dict[str, list[int]]
"""What columns hold (keywords, definition, example, topic, group) → their positions."""


def rubric_from_table(
    source: str, sheets: Sequence[Sheet], identifier: str, title: str, language: str = "en"
) -> ConvertedTable:
    """The rubric in the first sheet that has heads for topics and keywords.

    Raises UsageError where no sheet has them or no topic stands below, and RubricError where the
    result would be no rubric.
    """
    words = load_lexicon(language).topic_tables
    found = next(filter(None, (_heads(sheet, words) for sheet in sheets)), None)
    if found is None:
        what = "has no row of heads that names topics and keywords"
        hint = "put Topic, Definition, Keywords and Example into the first row"
        raise UsageError(source, what, hint)
    sheet, head, columns = found
    topics = _topics(sheet.rows[head + 1 :], columns)
    if not topics:
        raise UsageError(source, "has no topic below its heads", "write one topic a row")
    notes = list(_table_notes(sheet, sheets, head, columns))
    text = _yaml(identifier, title, source, topics)
    rubric = parse_rubric(text.encode(), source)
    for topic, made in zip(topics, rubric.topics, strict=True):
        notes += [f"{made.id}: {note}" for note in topic.notes]
    return ConvertedTable(
        text,
        len(topics),
        sum(len(topic.strong) for topic in topics),
        sum(len(topic.contextual) for topic in topics),
        tuple(notes),
    )


# Heads and rows


def _heads(sheet: Sheet, words: TopicTableWords) -> tuple[Sheet, int, Columns] | None:
    """The row of heads of a sheet and what its columns hold; titles may stand above it."""
    for number, row in enumerate(sheet.rows):
        columns: Columns = {}
        for at, text in enumerate(row):
            kind = _kind(text, words) if len(text) <= _MOST_CHARACTERS else ""
            if kind:
                columns.setdefault(kind, []).append(at)
        if "topic" in columns and "keywords" in columns:
            return sheet, number, columns
    return None


def _kind(head: str, words: TopicTableWords) -> str:
    """What a column with this head holds, "" where no word tells."""
    text = " ".join(head.lower().split())
    for kind, wording in (
        ("keywords", words.keyword_heads),
        ("definition", words.definition_heads),
        ("example", words.example_heads),
        ("topic", words.topic_heads),
        ("group", words.group_heads),
    ):
        if wording.stands_in(text):
            return kind
    return ""


def _table_notes(
    sheet: Sheet, sheets: Sequence[Sheet], head: int, columns: Columns
) -> Iterator[str]:
    """What of the table was not used."""
    several = ("keywords", "example", "definition")
    used = {
        at for kind, places in columns.items() for at in places[: None if kind in several else 1]
    }
    left = [text for at, text in enumerate(sheet.rows[head]) if text and at not in used]
    if left:
        yield f"columns that are not used: {', '.join(map(_on_line, left))}"
    others = [one.name for one in sheets if one is not sheet and any(map(any, one.rows))]
    if others:
        yield f"only the sheet '{sheet.name}' was used, not {', '.join(others)}"
    if sheet.is_cut:
        yield "rows or columns beyond the limits were not read"


def _topics(rows: Iterable[Sequence[str]], columns: Columns) -> list[_Topic]:
    """The topics in their order. A row without a topic goes on with the one above, and so does one
    that names the same topic again."""
    topics: dict[str, _Topic] = {}
    topic: _Topic | None = None
    group = ""
    for row in rows:
        cells = {kind: list(_cells(row, places)) for kind, places in columns.items()}
        group = _on_line(" ".join(cells.get("group", [])[:1])) or group
        title = _on_line(" ".join(cells["topic"][:1]))
        if title:
            topic = topics.setdefault(folded(title), _Topic(title[:_LONGEST_TITLE], group))
        if topic is None:
            continue
        topic.definition += map(_on_line, cells.get("definition", []))
        for text in cells["keywords"]:
            for keyword in _keywords(text):
                _add_keyword(topic, keyword)
        for text in cells.get("example", []):
            lines = [_BULLET.sub("", line).strip() for line in text.split("\n")]
            topic.covers += [line for line in lines if line and line not in topic.covers]
    for one in topics.values():
        _finish(one)
    return list(topics.values())


def _cells(row: Sequence[str], places: Iterable[int]) -> Iterator[str]:
    """The filled cells of a row at these places."""
    for at in places:
        if at < len(row) and row[at].strip():
            yield row[at]


def _on_line(text: str) -> str:
    return " ".join(text.split())


# Keywords


def _keywords(text: str) -> Iterator[str]:
    """The keywords in a cell: a line each, or between semicolons, or else between commas."""
    for line in text.split("\n"):
        line = _BULLET.sub("", line)
        for part in line.split(";" if ";" in line else ","):
            yield _on_line(part)


def _add_keyword(topic: _Topic, keyword: str) -> None:
    """Add a keyword as strong or contextual, in parts where it is too long, and say so."""
    written = _QUOTED.sub("", keyword).strip()
    text = _on_line(_NO_PATTERN.sub(" ", written))
    if text != written and text:
        topic.notes.append(
            f"'{written}' is written as '{text}': terms are literal, and plurals match by "
            "themselves"
        )
    if not text:
        return
    if not _is_long(text):
        _add_term(topic, text)
        return
    parts = [part for part in _PART_ENDS.split(text) if part and not _is_long(part)]
    if len(parts) < 2:
        topic.notes.append(f"'{text}' has more than 8 words: left out; write what syllabi share")
        return
    shown = ", ".join(f"'{part}'" for part in parts)
    topic.notes.append(f"'{text}' has more than 8 words: split into {shown}")
    for part in parts:
        _add_term(topic, part)


def _is_long(text: str) -> bool:
    return len(text.split()) > _MOST_WORDS or len(text) > _MOST_CHARACTERS


def _add_term(topic: _Topic, text: str) -> None:
    """Add a term that is short enough, each once."""
    words = phrase(text)
    key = folded(text)
    if not any(word not in FUNCTION_WORDS and not word.isdecimal() for word in words):
        topic.notes.append(f"'{text}' says nothing by itself: left out")
        return
    if key in topic.known:
        return
    topic.known.add(key)
    reason = _ambiguity(words)
    if reason:
        topic.contextual.append(text)
        topic.notes.append(f"'{text}' is contextual: {reason}")
    else:
        topic.strong.append(text)


def _ambiguity(words: tuple[str, ...]) -> str:
    """Why a term counts only beside others, "" where it counts alone."""
    background = load_background()
    held_by = background.frequency.get(" ".join(words), 0)
    seen = f"{held_by} of {background.documents} syllabi of any field hold it"
    if len(words) == 1:
        return f"one word{f'; {seen}' if held_by else ''}"
    return seen if held_by > OFTEN * background.documents else ""


def _finish(topic: _Topic) -> None:
    """A topic needs a term: without keywords it is its title. A single ambiguous keyword would
    never count, since it has no company."""
    if not topic.known:
        parts = [topic.title] if not _is_long(topic.title) else _PART_ENDS.split(topic.title)
        topic.notes.append("no keywords: its title is the only term; write some")
        for part in parts:
            if part and not _is_long(part):
                _add_term(topic, _on_line(_NO_PATTERN.sub(" ", part)))
    if not topic.definition:
        topic.notes.append("no definition: write what a careful reader counts as this topic")
    if not topic.covers:
        topic.notes.append("no example: write passages of syllabi into 'covers'")
    if not topic.strong and len(topic.contextual) == 1:
        topic.notes.append(
            f"'{topic.contextual[0]}' is the only term and contextual, so nothing counts yet: "
            "add phrases of two or three words to 'strong'"
        )


# YAML


def _yaml(identifier: str, title: str, source: str, topics: Sequence[_Topic]) -> str:
    """The rubric's text, with comments that say what to do next."""
    groups: dict[str, str] = {}
    for topic in topics:
        groups.setdefault(topic.group, _id(topic.group or "topics", groups.values(), "group"))
    lines = [
        f"# Made by 'gapcheck rubric convert' from {_on_line(PurePath(source).name)}.",
        "# Next:",
        "#   1. Read the comments below. Move a word from 'contextual' to 'strong' only where an",
        "#      accounting syllabus would never hold it.",
        "#   2. gapcheck check --rubric THIS-FILE A-SYLLABUS   and read what it finds.",
        "#   3. Where something is wrongly found, write the passage into 'ignores' and its words",
        "#      into 'false_friends'. All keys: docs/rubrics.md.",
        "format: 1",
        f"id: {identifier}",
        'version: "1"',
        f"title: {_scalar(title)}",
        "domains:",
    ]
    for group, name in groups.items():
        lines.append(
            f"  - {{id: {name}, title: {json.dumps(group or 'Topics', ensure_ascii=False)}}}"
        )
    lines.append("topics:")
    ids: list[str] = []
    for topic in topics:
        ids.append(_id(topic.title, ids, "topic"))
        lines += _topic_lines(topic, ids[-1], groups[topic.group])
    return "\n".join(lines) + "\n"


def _topic_lines(topic: _Topic, identifier: str, domain: str) -> Iterator[str]:
    yield ""
    for note in topic.notes:
        yield f"  # {note}"
    yield f"  - id: {identifier}"
    yield f"    domain: {domain}"
    yield f"    title: {_scalar(topic.title)}"
    yield f"    definition: {_scalar(' '.join(topic.definition) or topic.title)}"
    for key, texts in (
        ("strong", topic.strong),
        ("contextual", topic.contextual),
        ("covers", topic.covers),
    ):
        if texts:
            yield f"    {key}:"
            yield from (f"      - {_scalar(text)}" for text in texts)


def _scalar(text: str) -> str:
    """A text as YAML reads it back unchanged."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _id(title: str, taken: Iterable[str], kind: str) -> str:
    """A new id from a title: *Food & hunger* → food-hunger."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))[: _LONGEST_ID - 4].strip("-") or kind
    known = set(taken)
    number, made = 1, name
    while made in known:
        number += 1
        made = f"{name}-{number}"
    return made
