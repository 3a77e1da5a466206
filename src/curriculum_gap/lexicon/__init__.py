"""The words and wording by which syllabi of one language say what a passage is.

``en.yaml`` beside this module holds them, grouped and explained for people who read no Python.
`python -m curriculum_gap.lexicon` compiles it to ``en.json``, which loads in about a millisecond;
tests/test_lexicon.py holds the two in step. A new language is a new YAML file of the same groups.

Sections are judged with the lexicon of the rubric's language. Readers work before any rubric is
known: they ask `reader_lexicon`, today English alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from curriculum_gap.errors import UsageError

__all__ = [
    "Lexicon",
    "LineWords",
    "Wording",
    "languages",
    "load_lexicon",
    "reader_lexicon",
]

_FOLDER = Path(__file__).parent
Words = frozenset[str]
_Group = TypeVar("_Group")


@dataclass(frozen=True)
class Wording:
    """A list of phrases as one regular expression over lower-case text, compiled on first use.

    Hot path: ``anchors`` are literals of which every match holds one. To look for these first
    spares most texts the expression, and a cold start its compilation.
    """

    pattern: str
    anchors: tuple[str, ...] = ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled regular expression."""
        return re.compile(self.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in lower-case ``text``."""
        if self.anchors and not any(anchor in text for anchor in self.anchors):
            return None
        return self.expression.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the start of lower-case ``text``."""
        return self.expression.match(text)

    def stands_in(self, text: str) -> bool:
        """Whether one of the phrases stands in lower-case ``text``."""
        return self.search(text) is not None


@dataclass(frozen=True)
class LineWords:
    """By which readers tell lines that head what follows from lines of text and contact lines."""

    session_start: Wording
    small_words: Words
    column_names: Wording
    table_labels: Wording
    heading_labels: Wording
    heading_label_ends: Wording
    fact_labels: Wording
    usual_headings: Wording
    contact_labels: Wording


@dataclass(frozen=True)
class Lexicon:
    """One language: ``language`` is its code (ISO 639-1), the groups are those of the YAML file."""

    language: str
    lines: LineWords


def languages() -> list[str]:
    """The codes of the languages that have a lexicon, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


@lru_cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of ``language`` ("en", "en-GB"). UsageError where there is none."""
    code = language.lower().partition("-")[0]
    if code not in languages():
        known = ", ".join(languages())
        raise UsageError(
            "language",
            f"there is no lexicon for {language!r}, so the parts of a syllabus cannot be told",
            f"known: {known}; a lexicon is one YAML file beside lexicon/en.yaml",
        )
    compiled = json.loads((_FOLDER / f"{code}.json").read_text("utf-8"))
    return Lexicon(code, _group(LineWords, compiled["lines"]))


def reader_lexicon() -> Lexicon:
    """What readers go by: they do not know the rubric, so this is the union of all lexica there
    are, today English."""
    return load_lexicon("en")


def _group(kind: type[_Group], entries: Mapping[str, Any]) -> _Group:
    """A group of the compiled lexicon: lists are sets of words, objects are wording."""
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        entry = entries[field.name]
        if isinstance(entry, dict):
            values[field.name] = Wording(entry["pattern"], tuple(entry["anchors"]))
        else:
            values[field.name] = frozenset(entry)
    return kind(**values)
