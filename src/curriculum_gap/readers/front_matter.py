"""The YAML block at the head of a Markdown file: its title and the prose in its other fields.

The block is input like any other: only the nodes of its syntax are read and no object is built, so
that aliases, tags and merge keys cost and do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["FrontMatter", "split_front_matter"]

_LONGEST = 64_000  # characters; a longer block is left to the body
_FIRST_LINE = 2  # of the block in its file, below the line of dashes
_PROSE_WORDS = 3  # of a text under an unknown key; fewer are a setting
_TITLES = ("title", "course", "course_title", "course-title", "coursetitle", "name")
_PROSE = ("subtitle", "description", "abstract", "summary", "excerpt", "lead", "tagline")
# Fields that steer a program; their text is never the author's.
_SETTINGS = lazy_pattern(
    r"format|output|execute|knitr|header-includes|include|css|csl|bibliograph|filter|geometry|font|"
    r"layout|theme|permalink|redirect|url|link|image|img|path|file|engine|editor|lang|date|params|"
    r"website|project|resource_files|classoption|documentclass|toc|number|template|pdf|html|script|"
    r"always_allow|vignette|site|collection|order|type|id$|tags|keywords|slug|draft|published|"
    r"categor|author|email",
    re.I,
)
# Key path, text on one line, line in the file.
_Field = tuple[tuple[str, ...], str, int]
_PLAIN_FIELD = lazy_pattern(r"^(title|subtitle|description)\s*:\s*(.+)$", re.I)


_END = lazy_pattern(r"^(?:---|\.\.\.)[ \t]*$", re.M)
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
    if not re.match(r"---[ \t]*\n", text):
        return nothing
    end = _END.search(text, 4, _LONGEST)
    if not end:
        return nothing
    block = text[text.index("\n") + 1 : end.start()]
    if not _FIELD.search(block):
        return nothing
    title = ""
    title_line = 0
    prose: list[Block] = []
    for path, value, line in _fields(block):
        key = path[0].lower() if path else ""
        if len(path) == 1 and key in _TITLES and not title:
            title = value
            title_line = line
        elif key in _PROSE or _is_prose(path, value):
            prose.append(Block(value, Shape.PARAGRAPH, line=line))
    if title:
        prose.insert(0, Block(title, Shape.HEADING, line=title_line, depth=1))
    lines = text.count("\n", 0, end.start()) + 1
    return FrontMatter(title, tuple(prose), lines)


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
            for value in reversed(node.value):
                waiting.append((path, value))
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
