"""The YAML block at the head of a Markdown file: its title and the prose in its other fields.

A low leaf. The block is input like any other: only parser events are read, nothing is built, so
that aliases, tags and merge keys cost and do nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.text_cleanup import normalize_space

__all__ = ["FrontMatter", "split_front_matter"]

_LONGEST = 64_000  # characters; a longer block is left to the body
_DEEPEST = 20
_EVENTS = 5_000
_TITLES = ("title", "course", "course_title", "course-title", "coursetitle", "name")
_PROSE = ("subtitle", "description", "abstract", "summary", "excerpt", "lead", "tagline")  # fmt: skip
# Fields that steer a program; their text is never the author's.
_SETTINGS = lazy_pattern(
    r"format|output|execute|knitr|header-includes|include|css|csl|bibliograph|filter|geometry|font|"
    r"layout|theme|permalink|redirect|url|link|image|img|path|file|engine|editor|lang|date|params|"
    r"website|project|resource_files|classoption|documentclass|toc|number|template|pdf|html|script|"
    r"always_allow|vignette|site|collection|order|type|id$|tags|keywords|slug|draft|published|categor|author|email",
    re.I,
)
_PLAIN_FIELD = lazy_pattern(r"^(title|subtitle|description)\s*:\s*(.+)$", re.I)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``title`` or ``""``; ``blocks`` of its prose; ``lines`` that the block takes in the file."""

    title: str
    blocks: tuple[Block, ...]
    lines: int


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of ``text``; ``lines`` is 0 where it has none."""
    nothing = FrontMatter("", (), 0)
    if not re.match(r"---[ \t]*\n", text):
        return nothing
    end = lazy_pattern(r"^(?:---|\.\.\.)[ \t]*$", re.M).search(text, 4, _LONGEST)
    if not end:
        return nothing
    block = text[text.index("\n") + 1 : end.start()]
    if not re.search(r"^[ \t]*[\"']?[\w-]+[\"']?[ \t]*:", block, re.M):
        return nothing  # a rule, some text and another rule
    fields = _fields(block)
    title, title_line, prose = "", 0, []
    for path, value, line in fields:
        key = path[0].lower() if path else ""
        if len(path) == 1 and key in _TITLES and not title:
            title, title_line = value, line
        elif key in _PROSE or (
            not any(_SETTINGS.search(part) for part in path) and len(value.split()) >= 3
        ):
            prose.append(Block(value, Shape.PARAGRAPH, line=line))
    blocks = [Block(title, Shape.HEADING, line=title_line, depth=1)] if title else []
    return FrontMatter(title, (*blocks, *prose), text.count("\n", 0, end.start()) + 1)


def _fields(block: str) -> list[tuple[tuple[str, ...], str, int]]:
    """Key path, folded text and line in the file of every text in the block."""
    import yaml

    found: list[tuple[tuple[str, ...], str, int]] = []
    stack: list[str | None] = []  # open collections: a mapping's present key, None in a sequence
    waits: list[bool] = []  # a mapping waits for a key
    try:
        # The Python loader: libyaml's crashes the process on deep flow nesting.
        for count, event in enumerate(yaml.parse(block, Loader=yaml.SafeLoader)):
            if count > _EVENTS or len(stack) > _DEEPEST:
                break
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                mapping = isinstance(event, yaml.MappingStartEvent)
                if waits and stack[-1] is not None:
                    waits[-1] = not waits[-1]
                stack.append("" if mapping else None)
                waits.append(mapping)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                waits.pop()
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)) and stack:
                value = normalize_space(event.value) if isinstance(event, yaml.ScalarEvent) else ""
                if waits[-1]:
                    stack[-1], waits[-1] = value, False
                    continue
                if stack[-1] is not None:
                    waits[-1] = True
                if value:
                    path = tuple(key for key in stack if key)
                    mark = event.start_mark
                    found.append((path, value, mark.line + 2 if mark else 2))
    except (yaml.YAMLError, RecursionError, ValueError):
        if not found:
            for number, line in enumerate(block.split("\n"), 2):
                if match := _PLAIN_FIELD.match(line):
                    found.append(((match[1],), normalize_space(match[2].strip("\"'")), number))
    return found
