"""Written examples beside a rubric: passages that are about a topic, and passages that are not.

``rubrics/examples/<rubric>/<topic>.yaml`` holds ``covers`` by section and ``ignores`` by kind, all
of them our own writing. They take no part in matching. The third, sixth … entry of each list is
the test part: figures come from it, and nobody tunes to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from curriculum_gap.nouns import Section

__all__ = ["FOLDER", "IGNORED", "Example", "load_examples"]

FOLDER = Path(__file__).parents[1] / "rubrics" / "examples"
IGNORED = frozenset({"sibling", "homonym", "policy", "negation", "neutral"})
"""Why a passage is not about the topic: it is about a topic nearby, has the words in another sense,
is the institution's text, says what is not taught, or is ordinary text of such courses."""
COVERED = frozenset(
    {
        Section.OBJECTIVE,
        Section.SESSION,
        Section.READING,
        Section.ACTIVITY,
        Section.ASSIGNMENT,
        Section.DESCRIPTION,
    }
)
TEST_EVERY = 3
"""Every third entry of a list is of the test part."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that is (``about``) or is not about ``topic``. ``group`` is the section that it
    would stand in, or for what is not about it the kind (:data:`IGNORED`)."""

    topic: str
    text: str
    group: str
    about: bool
    is_test: bool


def load_examples(rubric: str, folder: Path = FOLDER) -> tuple[Example, ...]:
    """All examples of a rubric (its id), in the order of files. Raises ValueError at a fault."""
    return tuple(
        example for path in sorted((folder / rubric).glob("*.yaml")) for example in _read(path)
    )


def _read(path: Path) -> Iterator[Example]:
    stored: Any = yaml.safe_load(path.read_text("utf-8"))
    if set(stored) != {"topic", "covers", "ignores"} or stored["topic"] != path.stem:
        raise ValueError(f"{path}: give 'topic' (as the file is named), 'covers' and 'ignores'")
    for key, groups in (("covers", COVERED), ("ignores", IGNORED)):
        for group, passages in stored[key].items():
            if group not in groups:
                raise ValueError(f"{path}: {key} has no {group!r}; use {', '.join(sorted(groups))}")
            for number, text in enumerate(passages, 1):
                is_test = number % TEST_EVERY == 0
                yield Example(path.stem, text, group, key == "covers", is_test)
