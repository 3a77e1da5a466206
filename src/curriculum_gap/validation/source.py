"""A file as plain values with the place of each, and a list of everything that is wrong in it.

Rubrics, configurations and labels are read into a :class:`Source` and held against a JSON schema
(:mod:`curriculum_gap.validation.schema`). Whoever knows a rule that no schema can state adds to the
same :class:`Faults`, so that one run shows an author every fault, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.errors import GapcheckError

__all__ = [
    "MAX_FAULTS",
    "Faults",
    "FileKind",
    "Position",
    "Source",
    "ValuePath",
    "path_text",
    "shown",
]

MAX_FAULTS = 100
"""Faults listed of one file. Nobody reads more, and looking for the nearest key costs time."""
MAX_SHOWN = 40
"""Characters of the file that a message quotes, so that a message stays on one or two lines."""

ValuePath = tuple[str | int, ...]
"""Keys and indices from the top of a file to a value: ``("topics", 3, "strong", 2)``."""
Position = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is for, as messages about it need it.

    ``name`` is what people call the file (``rubric``), ``starts_with`` names keys at its top,
    ``guide`` is the page that explains it, ``error`` the exception for a fault in it.
    """

    name: str
    starts_with: str
    guide: str
    error: type[GapcheckError]


@dataclass(frozen=True, slots=True)
class Source:
    """The content of one file.

    ``value`` holds texts, numbers, booleans, lists and mappings. With ``text_only`` (YAML) every
    scalar is the text that was written: ``no`` and ``1.0`` stay what they are until a schema asks
    for a boolean or a number. ``positions`` are those of values, ``key_positions`` those of the
    keys before them; formats that tell none leave both empty. ``prefix`` is the path of the table
    in a file that others use too (``tool.gapcheck``).
    """

    file: str
    kind: FileKind
    value: Any
    text_only: bool = False
    positions: Mapping[ValuePath, Position] = field(default_factory=dict)
    key_positions: Mapping[ValuePath, Position] = field(default_factory=dict)
    prefix: str = ""

    def position(self, path: ValuePath, of_key: bool = False) -> Position | None:
        """Where the value at ``path`` stands, or with ``of_key`` the key before it."""
        if of_key and path in self.key_positions:
            return self.key_positions[path]
        return self.positions.get(path)

    def origin(self, path: ValuePath) -> str:
        """File and position of the key at ``path``: ``.gapcheck.yml:3:1``."""
        position = self.position(path, of_key=True)
        return f"{self.file}:{position[0]}:{position[1]}" if position else self.file

    def where(self, path: ValuePath, of_key: bool = False) -> str:
        """File, position and path: ``.gapcheck.yml:3:1: waivers[0].topics``, or without positions
        ``pyproject.toml: tool.gapcheck.rubric``."""
        position = self.position(path, of_key)
        spot = f"{self.file}:{position[0]}:{position[1]}" if position else self.file
        steps = [self.prefix, path_text(path)] if not position else [path_text(path)]
        named = ".".join(step for step in steps if step)
        return f"{spot}: {named}" if named else spot


@dataclass(slots=True)
class Faults:
    """Everything that is wrong in one file."""

    source: Source
    _listed: list[tuple[Position, GapcheckError]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether :data:`MAX_FAULTS` are listed; later ones are dropped."""
        return len(self._listed) >= MAX_FAULTS

    def add(self, path: ValuePath, what: str, hint: str = "", key: str | None = None) -> None:
        """Note a fault at ``path``, or with ``key`` in this key of the mapping there."""
        if self.full:
            return
        error = self.source.kind.error
        if key is None:
            position = self.source.position(path)
            fault = error(self.source.where(path), what, hint)
        else:
            position = self.source.position((*path, key), of_key=True)
            spot = self.source.origin((*path, key)) if position else self.source.where(path)
            named = f"{spot}: {path_text(path)}" if position and path else spot
            fault = error(named, what, hint)
        self._listed.append((position or (0, 0), fault))

    def in_order(self) -> tuple[GapcheckError, ...]:
        """The faults as a reader of the file meets them."""
        return tuple(error for _, error in sorted(self._listed, key=lambda entry: entry[0]))

    def raise_if_any(self) -> None:
        """Raise the first fault, which carries the others, if there is one."""
        first, *others = self.in_order() or (None,)
        if first is not None:
            first.others = tuple(error for error in others if error is not None)
            raise first


def shown(text: str, limit: int = MAX_SHOWN) -> str:
    """A piece of the file inside a message: quoted, control characters escaped, cut to ``limit``
    characters."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def path_text(path: ValuePath) -> str:
    """A path for people: ``topics[3].strong[2]``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
            continue
        name = step if step.isprintable() and len(step) <= MAX_SHOWN else shown(step)
        text += f".{name}" if text else name
    return text
