"""A committee's table of topics (topic, definition, keywords, example) → the YAML of a rubric.

Takes the rows of a spreadsheet, gives the text of a valid rubric and what was decided on the way.
A keyword of one word, or one that many syllabi hold whatever they teach, becomes contextual: it
counts only beside another keyword of its topic. Words that the default rubric counts alone stay
strong.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from curriculum_gap.authoring.frequent_words import is_frequent
from curriculum_gap.authoring.rubric_text import LONGEST_ID, identifier_of, yaml_scalar
from curriculum_gap.authoring.table_keywords import BULLET, keywords_in, on_line
from curriculum_gap.errors import RubricError, UsageError
from curriculum_gap.keywords import FUNCTION_WORDS, load_background, phrase
from curriculum_gap.lexicon import TopicTableWords, load_lexicon
from curriculum_gap.readers import Sheet
from curriculum_gap.rubric import parse_rubric
from curriculum_gap.validation import folded

__all__ = ["ConvertedTable", "rubric_from_table"]

_MOST_WORDS, _MOST_CHARACTERS = 8, 100  # of a term, as the schema of rubrics says
_LONGEST_TITLE = 200
_SHOWN = 12
"""Words that a line names before it counts the rest."""
_UNREAD = re.compile(r"[*\\|\[\]{}^#]+|(?<=\w)\++(?!\w)")
"""Signs that are no part of a term: those of patterns, and those that are not read."""
_PART_ENDS = re.compile(r"\s*(?:[,;:/()–—]|\band\b|\bor\b|\bsuch as\b|\bincluding\b)\s*", re.I)
"""Where a keyword that is too long is split."""
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_QUOTED = re.compile(r"^[\"“”'‘’]+|[\"“”'‘’]+$")


class ConvertedTable(NamedTuple):
    """The YAML text of a rubric, the numbers of its topics and terms, and what a person should
    know: a line each."""

    text: str
    topics: int
    strong: int
    contextual: int
    notes: tuple[str, ...]
    is_whole: bool
    """Whether all of the table was read."""


@dataclass(slots=True)
class _Topic:
    """A topic as it is gathered from the rows of the table.

    ``single`` are keywords of one word that are contextual, with the number of syllabi that hold
    each; ``standalone`` those that count alone.
    """

    title: str
    group: str = ""
    definition: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)
    contextual: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    single: dict[str, int] = field(default_factory=dict)
    standalone: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


Columns = dict[str, list[int]]
"""What columns hold (keywords, definition, example, topic, group) → their positions."""


def rubric_from_table(
    source: str,
    sheets: Sequence[Sheet],
    identifier: str,
    title: str,
    standalone: Collection[str] = (),
    language: str = "en",
) -> ConvertedTable:
    """The rubric in the first sheet that has heads for topics and keywords. ``standalone`` are
    normal forms of single words that count alone.

    Raises UsageError where no sheet has them or no topic stands below, and RubricError where the
    result would be no rubric.
    """
    words = load_lexicon(language).topic_tables
    found = next(filter(None, (_heads(sheet, words) for sheet in sheets)), None)
    if found is None:
        what = "has no row of heads that names topics and keywords"
        hint = "write the heads Topic, Definition, Keywords and Example above the columns"
        raise UsageError(source, what, hint)
    sheet, head, columns = found
    topics = _topics(sheet.rows[head + 1 :], columns, standalone)
    if not topics:
        raise UsageError(source, "has no topic below its heads", "write one topic a row")
    text = _yaml(identifier, title, source, topics)
    try:
        rubric = parse_rubric(text.encode(), source)
    except RubricError as error:  # its lines are those of a file that nobody sees
        raise UsageError(source, f"makes no rubric: {error.what}", error.hint) from None
    named = dict(zip((made.id for made in rubric.topics), topics, strict=True))
    return ConvertedTable(
        text,
        len(topics),
        sum(len(topic.strong) for topic in topics),
        sum(len(topic.contextual) for topic in topics),
        (*_table_notes(sheet, sheets, head, columns), *_topic_notes(named, columns)),
        not sheet.is_cut,
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
            _choose_topic(columns, sheet.rows[number:], words)
            return sheet, number, columns
    return None


def _choose_topic(columns: Columns, rows: Sequence[Sequence[str]], words: TopicTableWords) -> None:
    """Of several columns that could hold the topics, keep the one with the shortest head that holds
    more than numbers (*Topic* of *Item*, *Topic area*, *Topic*). The others may hold groups."""
    if len(columns["topic"]) == 1:
        return
    heads = rows[0]
    texts = [
        at
        for at in columns["topic"]
        if any(re.search(r"[^\W\d_]{2}", row[at]) for row in rows[1:] if at < len(row))
    ]
    chosen = min(texts or columns["topic"], key=lambda at: len(heads[at].split()))
    for at in columns["topic"]:
        if at != chosen and words.group_heads.stands_in(heads[at].lower()):
            columns.setdefault("group", []).append(at)
    columns["topic"] = [chosen]


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
        yield f"columns that are not used: {', '.join(map(on_line, left))}"
    if "definition" not in columns:
        yield "no head says Definition or Description: each title stands as its definition"
    if "example" not in columns:
        yield "no head says Example: write passages of syllabi into each topic's 'covers'"
    others = [one.name for one in sheets if one is not sheet and any(map(any, one.rows))]
    if others:
        yield f"only the sheet '{sheet.name}' was used, not {', '.join(others)}"
    if sheet.is_cut:
        yield (
            f"what lies beyond {len(sheet.rows):,} rows, 500 columns or 5,000 characters of a cell "
            "was not read; split the table"
        )


def _topic_notes(topics: Mapping[str, _Topic], columns: Columns) -> Iterator[str]:
    """What was decided about the keywords, and what topics lack; ``topics`` are by id."""
    single = [word for topic in topics.values() for word in topic.single]
    alone = [word for topic in topics.values() for word in topic.standalone]
    if single:
        yield (
            "contextual, each counts only beside another keyword of its topic: "
            f"{_count(single)} of one word ({_some(single)})"
        )
    if alone:
        yield f"strong, as in the default rubric: {_count(alone)} of one word ({_some(alone)})"
    if "definition" in columns:
        without = [name for name, topic in topics.items() if not topic.definition]
        if without:
            yield f"no definition: {_some(without)}; the title stands as one"
    if "example" in columns:
        without = [name for name, topic in topics.items() if not topic.covers]
        if without:
            yield f"no example: {_some(without)}; write passages of syllabi into 'covers'"
    for name, topic in topics.items():
        for note in topic.notes:
            yield f"{name}: {note}"


def _count(words: Sequence[str]) -> str:
    return "1 keyword" if len(words) == 1 else f"{len(words)} keywords"


def _some(texts: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    shown = ", ".join(texts[:_SHOWN])
    return f"{shown} and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else shown


def _topics(
    rows: Sequence[Sequence[str]], columns: Columns, standalone: Collection[str]
) -> list[_Topic]:
    """The topics in their order. A row without a topic goes on with the one above, and so does one
    that names the same topic again. Without a column of groups, a row with nothing but a topic
    above one with keywords is the head of a group."""
    topics: dict[str, _Topic] = {}
    topic: _Topic | None = None
    group = ""
    for number, row in enumerate(rows):
        cells = {kind: list(_cells(row, places)) for kind, places in columns.items()}
        group = on_line(" ".join(cells.get("group", [])[:1])) or group
        title = _NUMBER.sub("", on_line(" ".join(cells["topic"][:1])))
        if title and "group" not in columns and _is_head(rows, number, columns):
            group, topic = title, None
            continue
        if title:
            topic = topics.setdefault(folded(title), _Topic(title[:_LONGEST_TITLE], group))
        if topic is None:
            continue
        topic.definition += map(on_line, cells.get("definition", []))
        for text in cells["keywords"]:
            _add_keywords(topic, text, standalone)
        for text in cells.get("example", []):
            lines = [BULLET.sub("", line).strip() for line in text.split("\n")]
            topic.covers += [line for line in lines if line and line not in topic.covers]
    for one in topics.values():
        _finish(one, standalone)
    return list(topics.values())


def _is_head(rows: Sequence[Sequence[str]], number: int, columns: Columns) -> bool:
    """Whether this row holds one text alone, and the next one that is not empty has keywords."""
    if not _is_lone(rows[number]):
        return False
    after = next((row for row in rows[number + 1 :] if any(text.strip() for text in row)), ())
    has_both = all(any(_cells(after, columns[kind])) for kind in ("topic", "keywords"))
    return has_both and not _is_lone(after)


def _is_lone(row: Sequence[str]) -> bool:
    """Whether a row holds one text, in one cell or in three and more that were merged. In two cells
    it may be a topic and its keyword."""
    texts = [text.strip() for text in row if text.strip()]
    return len(set(texts)) == 1 and len(texts) != 2


def _cells(row: Sequence[str], places: Iterable[int]) -> Iterator[str]:
    """The filled cells of a row at these places."""
    for at in places:
        if at < len(row) and row[at].strip():
            yield row[at]


# Keywords


def _add_keywords(topic: _Topic, text: str, standalone: Collection[str]) -> None:
    """Add the keywords in a cell, and say what was left out."""
    found = keywords_in(text)
    for keyword in found.keywords:
        _add_keyword(topic, keyword, standalone)
    for aside in found.left_out:
        topic.notes.append(f"'({aside})' is left out, since it stands in parentheses")


def _add_keyword(topic: _Topic, keyword: str, standalone: Collection[str]) -> None:
    """Add a keyword as strong or contextual, in parts where it is too long, and say so."""
    written = _QUOTED.sub("", keyword).strip()
    text = on_line(_UNREAD.sub(" ", written))
    if text != written and text:
        topic.notes.append(
            f"'{written}' is written as '{text}': terms are literal, and plurals match by "
            "themselves"
        )
    if not text:
        return
    if not _is_long(text):
        _add_term(topic, text, standalone)
        return
    parts = [part for part in _PART_ENDS.split(text) if part and not _is_long(part)]
    if len(parts) < 2:
        topic.notes.append(f"'{text}' has more than 8 words: left out; write what syllabi share")
        return
    shown = ", ".join(f"'{part}'" for part in parts)
    topic.notes.append(f"'{text}' has more than 8 words: split into {shown}")
    for part in parts:
        _add_term(topic, part, standalone)


def _is_long(text: str) -> bool:
    return len(text.split()) > _MOST_WORDS or len(text) > _MOST_CHARACTERS


def _add_term(topic: _Topic, text: str, standalone: Collection[str]) -> None:
    """Add a term that is short enough, each once."""
    words = phrase(text)
    key = folded(text)
    if not any(word not in FUNCTION_WORDS and not word.isdecimal() for word in words):
        topic.notes.append(f"'{text}' says nothing by itself: left out")
        return
    if key in topic.known:
        return
    topic.known.add(key)
    background = load_background()
    held_by = background.frequency.get(" ".join(words), 0)
    is_ambiguous = is_frequent(" ".join(words))
    if len(words) == 1 and (is_ambiguous or words[0] not in standalone):
        topic.contextual.append(text)
        topic.single[text] = held_by
    elif is_ambiguous:
        topic.contextual.append(text)
        seen = f"{held_by} of {background.documents} syllabi of any field hold it"
        topic.notes.append(f"'{text}' is contextual: {seen}")
    else:
        topic.strong.append(text)
        topic.standalone += [text] if len(words) == 1 else []


def _add_title(topic: _Topic, standalone: Collection[str]) -> None:
    """A title of one word, or several at slashes, counts with the keywords. A longer one would take
    the place of a keyword in it (*trauma-informed* in *Trauma-informed care*)."""
    for part in keywords_in(topic.title).keywords:
        text = on_line(_UNREAD.sub(" ", part))
        if len(phrase(text)) == 1 and not _is_long(text):
            _add_term(topic, text, standalone)


def _finish(topic: _Topic, standalone: Collection[str]) -> None:
    """A topic needs a term: without keywords it is its title. A single ambiguous keyword would
    never count, since no other word of its topic could stand beside it."""
    if not topic.known:
        parts = [topic.title] if not _is_long(topic.title) else _PART_ENDS.split(topic.title)
        topic.notes.append("no keywords: its title is the only term; write some")
        for part in parts:
            if part and not _is_long(part):
                _add_term(topic, on_line(_UNREAD.sub(" ", part)), standalone)
    else:
        _add_title(topic, standalone)
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
        f"# Made by 'gapcheck rubric convert' from {on_line(PurePath(source).name)}.",
        "# Next:",
        "#   1. Read the comments below. Move a word from 'contextual' to 'strong' only where an",
        "#      accounting syllabus would never hold it.",
        "#   2. gapcheck check SYLLABI --rubric THIS-FILE   and read what it finds.",
        "#   3. Where something is wrongly found, write the passage into 'ignores' and its words",
        "#      into 'false_friends'; where something is missed, its words into 'strong'.",
        "#   4. gapcheck rubric check THIS-FILE   says what else is missing or misleads. All keys:",
        "#      docs/rubrics.md.",
        "format: 1",
        f"id: {identifier}",
        'version: "1"',
        f"title: {yaml_scalar(title)}",
        "domains:",
    ]
    for group, name in groups.items():
        lines.append(
            f"  - {{id: {name}, title: {yaml_scalar(group or 'Topics', in_brackets=True)}}}"
        )
    lines.append("topics:")
    ids: list[str] = []
    for topic in topics:
        ids.append(_id(topic.title, ids, "topic"))
        lines += _topic_lines(topic, ids[-1], groups[topic.group])
    return "\n".join(lines) + "\n"


def _topic_lines(topic: _Topic, identifier: str, domain: str) -> Iterator[str]:
    yield ""
    for note in _comments(topic):
        yield from textwrap.wrap(note, 100, initial_indent="  # ", subsequent_indent="  #   ")
    yield f"  - id: {identifier}"
    yield f"    domain: {domain}"
    yield f"    title: {yaml_scalar(topic.title)}"
    yield f"    definition: {yaml_scalar(' '.join(topic.definition) or topic.title)}"
    for key, texts in (
        ("strong", topic.strong),
        ("contextual", topic.contextual),
        ("covers", topic.covers),
    ):
        if texts:
            yield f"    {key}:"
            yield from (f"      - {yaml_scalar(text)}" for text in texts)


def _comments(topic: _Topic) -> Iterator[str]:
    """What its author should know of a topic."""
    if topic.single:
        documents = load_background().documents
        words = (
            f"{word} (in {held_by} of {documents} syllabi of any field)" if held_by else word
            for word, held_by in topic.single.items()
        )
        yield f"contextual, since it is one word: {', '.join(words)}"
    if topic.standalone:
        yield f"strong, as in the default rubric: {', '.join(topic.standalone)}"
    yield from topic.notes
    if not topic.definition:
        yield "no definition: write what a careful reader counts as this topic"
    if not topic.covers:
        yield "no example: write passages of syllabi into 'covers'"


def _id(title: str, taken: Iterable[str], kind: str) -> str:
    """A new id from a title, with a number (2–999) where it is taken; ``kind`` where the title
    makes none."""
    name = identifier_of(title, kind, LONGEST_ID - len("-999"))
    known = set(taken)
    number, made = 1, name
    while made in known:
        number += 1
        made = f"{name}-{number}"
    return made
