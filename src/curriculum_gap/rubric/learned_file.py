"""The words learned from a rubric's examples: ``NAME.learned.json`` beside ``NAME.yaml``.

``gapcheck rubric fit`` writes the file and people read it: what stands in it moves verdicts. It
names the examples by their digest, so that words learned from other examples are not used.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.errors import RubricError, message_of
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric.examples import examples_digest

__all__ = ["LearnedFile", "encode_learned", "learned_path", "read_learned", "with_learned_words"]

_FORMAT = 1
_Weight = Annotated[float, msgspec.Meta(ge=-100, le=100)]


class LearnedFile(msgspec.Struct, forbid_unknown_fields=True):
    """What was learned: ``words`` with their weights by topic id, and the digest of the
    ``examples`` that they come from. ``struck`` are words that a person does not want."""

    format: int
    rubric: str
    examples: str
    struck: list[str]
    words: dict[str, dict[str, _Weight]]

    @classmethod
    def of(
        cls, rubric: Rubric, examples: str, struck: list[str], words: dict[str, dict[str, float]]
    ) -> LearnedFile:
        """The file for ``rubric``, in the current format."""
        return cls(_FORMAT, rubric.id, examples, struck, words)

    def unfit(self, rubric: Rubric, examples: str) -> str:
        """Why the words are not those of ``rubric`` with these ``examples``; empty if they are."""
        if self.rubric != rubric.id:
            return f"it is of the rubric '{self.rubric}'"
        if self.examples != examples:
            return "the examples have changed"
        unknown = set(self.words).difference(topic.id for topic in rubric.topics)
        return f"the rubric has no topic '{min(unknown)}'" if unknown else ""


def learned_path(path: Path) -> Path:
    """The file beside the rubric in ``path`` that holds its learned words."""
    return path.with_suffix(".learned.json")


def _again(path: Path) -> str:
    return f"run 'gapcheck rubric fit {path}' again"


def encode_learned(learned: LearnedFile) -> bytes:
    """The file's bytes: one word a line, for people and for Git."""
    return msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n"


def read_learned(path: Path) -> LearnedFile | None:
    """What was learned for the rubric in ``path``; None where there is no such file. Raises
    RubricError for one that ``gapcheck rubric fit`` did not write."""
    file = learned_path(path)
    if not os.path.lexists(file):
        return None
    hint = f"mend it, or delete it and {_again(path)}"
    content = read_bounded(file, str(file), MAX_BYTES, RubricError, hint)
    try:
        learned = msgspec.json.decode(content, type=LearnedFile)
    except msgspec.MsgspecError as error:
        what = f"holds no learned words ({message_of(error)})"
        raise RubricError(str(file), what, hint) from None
    if learned.format != _FORMAT:
        raise RubricError(str(file), f"is of format {learned.format}, not {_FORMAT}", hint)
    return learned


def with_learned_words(rubric: Rubric, path: Path, warn: Callable[[str], None]) -> Rubric:
    """``rubric``, read from ``path``, with the words learned from its examples. Where they
    are not those of the rubric and its examples as they are now, they are left out, after a
    warning. Raises RubricError.
    """
    learned = read_learned(path)
    if learned is None:
        return rubric
    why = learned.unfit(rubric, examples_digest(rubric, path))
    if why:
        warn(f"{learned_path(path)}: out of date and not used, since {why}; {_again(path)}")
        return rubric
    struck = set(learned.struck)
    words = {
        topic: {word: weight for word, weight in weights.items() if word not in struck}
        for topic, weights in learned.words.items()
    }
    return replace(rubric, learned=words)
