"""The block at the head of a Markdown file (YAML, TOML, Pandoc): its title, its prose, its course.

The block is input like any other: only the nodes of its syntax are read and no object is built, so
that aliases, tags and merge keys cost and do nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.heading_rules import heading_meaning
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block, Section, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["FrontMatter", "split_front_matter"]

_LONGEST = 64_000  # characters; a longer block is left to the body
_FIRST_LINE = 2  # of the block in its file, below the line of dashes
_PROSE_WORDS = 3  # of a text under an unknown key; fewer are a setting
_TITLES = ("title", "course", "course_title", "course-title", "coursetitle", "name")
_WRAPPERS = ("course", "class", "syllabus")  # keys whose value may be a whole course
_PROSE = ("subtitle", "description", "abstract", "summary", "excerpt", "lead", "tagline")
# Fields that steer a program; their text is never the author's.
_SETTINGS = lazy_pattern(
    r"(?:^|[\W_])(?:format|output|execute|knitr|include\w*|css|csl|bibliograph\w*|filters?|geometry"
    r"|\w*fonts?|\w*fontoptions|layout|theme|permalink|redirect\w*|url|links?|images?|img|paths?"
    r"|files?|engine|editor|lang|date|params|website|project|resource_files|classoption"
    r"|documentclass|toc|number\w*|template|pdf|html|scripts?|always_allow|vignette|site"
    r"|collections?|order|type|id|tags|keywords|slug|draft|published|categor\w*|authors?|email)"
    r"(?:$|[\W_])",
    re.I,
)
# Key path, text on one line, line in the file.
_Field = tuple[tuple[str, ...], str, int]
_PLAIN_FIELD = lazy_pattern(r"^(title|subtitle|description)\s*:\s*(.+)$", re.I)


_END = lazy_pattern(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_TOML_END = lazy_pattern(r"^\+\+\+[ \t]*$", re.M)
_FIELD = lazy_pattern(r"^[ \t]*[\"']?[\w-]+[\"']?[ \t]*:", re.M)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``title`` or ``""``; ``blocks`` of its prose; ``lines`` that the block takes in the file."""

    title: str
    blocks: tuple[Block, ...]
    lines: int


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of ``text``; ``lines`` is 0 where it has none: no line of dashes at its very
    beginning, no second one within reach, or no field between them (then they are rules)."""
    nothing = FrontMatter("", (), 0)
    if text.startswith("% "):
        return _title_block(text)
    if text.startswith("{"):
        return _json_block(text)
    is_toml = re.match(r"\+\+\+[ \t]*\n", text) is not None
    if not is_toml and not re.match(r"---[ \t]*\n", text):
        return nothing
    end = (_TOML_END if is_toml else _END).search(text, 4, _LONGEST)
    if not end:
        return nothing
    block = text[text.index("\n") + 1 : end.start()]
    if not is_toml and not _FIELD.search(block):
        return nothing
    fields = _toml_fields(block) if is_toml else _fields(block)
    return _front_matter(fields, text.count("\n", 0, end.start()) + 1)


def _front_matter(fields: Sequence[_Field], lines: int) -> FrontMatter:
    """The front matter that consists of ``fields`` and takes so many ``lines``."""
    title = ""
    title_line = 0
    prose: list[Block] = []
    parts: list[Block] = []
    entry: tuple[str, ...] = ()
    for path, value, line in fields:
        key = path[0].lower() if path else ""
        if key in _WRAPPERS and len(path) > 1:
            path = path[1:]
            key = path[0].lower()
        if _is_course_part(key):
            _add_part(parts, path, value, line, entry)
            entry = path[:2]
            continue
        if len(path) == 1 and key in _TITLES and not title:
            title = value
            title_line = line
        elif key in _PROSE or _is_prose(path, value):
            prose.append(Block(value, Shape.PARAGRAPH, line=line))
    if title:
        prose.insert(0, Block(title, Shape.HEADING, line=title_line, depth=1))
    # The title ends the last part: what follows in the file does not belong to it.
    return FrontMatter(title, (*parts, *prose), lines)


def _title_block(text: str) -> FrontMatter:
    """Pandoc's title block: a line "% Title", and below it authors and date."""
    lines = text[:_LONGEST].split("\n")
    last = next((index for index, line in enumerate(lines) if not line.startswith("%")), 0)
    title = normalize_space(lines[0][1:])
    return FrontMatter(title, (Block(title, Shape.HEADING, line=1, depth=1),), last)


def _json_block(text: str) -> FrontMatter:
    """Hugo's front matter in JSON."""
    try:
        root, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return FrontMatter("", (), 0)
    if not root or text[end : end + 1] not in ("\n", ""):
        return FrontMatter("", (), 0)
    return _front_matter(_nested_fields(root), text.count("\n", 0, end) + 1)


def _toml_fields(block: str) -> list[_Field]:
    """The texts in a block of TOML, in its order."""
    import tomllib

    try:
        root = tomllib.loads(block)
    except (ValueError, RecursionError):
        return _plain_fields(block)
    return _nested_fields(root)


def _nested_fields(root: object) -> list[_Field]:
    """The texts in mappings and lists, in their order."""
    fields: list[_Field] = []
    waiting: list[tuple[tuple[str, ...], object]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), below) for key, below in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*path, str(i)), below) for i, below in reversed(list(enumerate(value)))]
        elif isinstance(value, str | int) and (text := normalize_space(str(value))):
            fields.append((path, text, _FIRST_LINE))
    return fields


def _is_course_part(key: str) -> bool:
    """Whether a key names a part of a syllabus ("objectives", "schedule")."""
    if key in _PROSE or key in _TITLES or _SETTINGS.search(key):
        return False
    meaning = heading_meaning(re.sub(r"[_-]", " ", key).title(), reader_lexicon())
    return meaning is not None and meaning.section is not Section.OTHER


def _add_part(
    blocks: list[Block], path: tuple[str, ...], value: str, line: int, above: Sequence[str]
) -> None:
    """Adds a text of a part: below the key as heading, with what is in the same entry."""
    if path[:1] != tuple(above[:1]):
        name = re.sub(r"[_-]", " ", path[0]).capitalize()
        blocks.append(Block(name, Shape.HEADING, line=line, depth=2))
    text = f"{path[-1]} {value}".capitalize() if value.isdecimal() else value
    if len(path) > 2 and path[:2] == tuple(above):
        first = blocks.pop()
        text, line = f"{first.text}: {text}", first.line or line
    blocks.append(Block(text, Shape.ENTRY, line=line, depth=1))


def _is_prose(path: Sequence[str], value: str) -> bool:
    """Whether a text of an unknown field was written for readers, and not for a program."""
    if len(value.split()) < _PROSE_WORDS:
        return False
    return not any(_SETTINGS.search(key) for key in path)


def _fields(block: str) -> list[_Field]:
    """The texts in a block of YAML, in its order. Of YAML with faults only the plain fields at its
    top are read."""
    import yaml

    try:
        # The loader in Python: libyaml's crashes the process on deeply nested brackets.
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _plain_fields(block)
    fields: list[_Field] = []
    waiting: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), root)]
    visited: set[int] = set()  # an alias is the same node again, and costs nothing
    while waiting:
        path, node = waiting.pop()
        if node is None or id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in reversed(node.value):
                name = normalize_space(str(key.value))
                waiting.append(((*path, name), value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in reversed(list(enumerate(node.value))):
                waiting.append(((*path, str(index)), value))
        else:
            text = normalize_space(node.value)
            if text:
                fields.append((path, text, node.start_mark.line + _FIRST_LINE))
    return fields


def _plain_fields(block: str) -> list[_Field]:
    fields: list[_Field] = []
    for number, line in enumerate(block.split("\n"), _FIRST_LINE):
        match = _PLAIN_FIELD.match(line)
        if match is not None:
            text = normalize_space(match[2].strip("\"'"))
            fields.append(((match[1],), text, number))
    return fields
