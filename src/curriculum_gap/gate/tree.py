"""A configuration file as plain values with the place of each, from YAML or TOML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curriculum_gap.errors import RubricError, UsageError
from curriculum_gap.rubric import (
    MAX_BYTES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    place,
    read_yaml,
)

__all__ = ["Tree", "has_table", "read_tree"]

_TABLE = "tool.gapcheck"
_IN_RUBRICS = (
    ("used in rubrics", "used in configurations"),
    ("the most a rubric may have", "the most a configuration may have"),
    ("a rubric starts with keys such as 'id: …' and 'topics: …', not with a", "keys such as "
     "'rubric: …' are expected here, not a"),
)  # fmt: skip
_NO_HINT = ("see docs/rubrics.md", "split it into", "split the rubric", "keep one rubric per file")


@dataclass(frozen=True, slots=True)
class Tree:
    """``top`` holds text, numbers, booleans, lists and mappings (YAML: text for every scalar);
    ``places`` the line and column of values by path (empty for TOML, which tells none)."""

    file: str
    top: dict[str, Any]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    prefix: str = ""

    def where(self, path: str) -> str:
        """``.gapcheck.yml:3:1: waivers[0].topics`` or ``pyproject.toml: tool.gapcheck.rubric``."""
        if path in self.places:
            return place(self.file, *self.places[path], path)
        steps = ".".join(step for step in (self.prefix, path) if step)
        return f"{self.file}: {steps}" if steps else self.file

    def origin(self, path: str) -> str:
        """The same without the path."""
        if path in self.places:
            return place(self.file, *self.places[path])
        return self.file


def read_tree(path: Path, shown: str) -> Tree:
    """The configuration in a ``.yml``, ``.yaml`` or ``.toml`` file; ``shown`` is its name in
    complaints. Raises UsageError."""
    content = _content(path, shown)
    if path.suffix == ".toml":
        return _from_toml(content, shown, path.name == "pyproject.toml")
    if not content.strip():
        return Tree(shown, {})
    try:
        root = read_yaml(content, shown)
    except RubricError as error:
        if error.what == "the file is empty":  # comments alone
            return Tree(shown, {})
        what = error.what
        for before, after in _IN_RUBRICS:
            what = what.replace(before, after)
        hint = "see docs/configuration.md" if error.hint.startswith(_NO_HINT) else error.hint
        raise UsageError(error.where, what, hint) from None
    places: dict[str, tuple[int, int]] = {}
    top = _plain(root, "", places)
    return Tree(shown, top, places)


def has_table(path: Path) -> bool:
    """Whether a ``pyproject.toml`` has something to say about gapcheck."""
    try:
        content = _content(path, str(path))
        if b"gapcheck" not in content:  # which spares the parser, in most houses
            return False
        return "gapcheck" in _toml(content, str(path)).get("tool", {})
    except (UsageError, AttributeError, TypeError):
        return False  # somebody else's file: its own tools complain about it


def _content(path: Path, shown: str) -> bytes:
    try:
        if not path.is_file():
            what = "not a regular file" if path.exists() else "there is no such file"
            raise UsageError(shown, what, "name a configuration file, or use --isolated")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise UsageError(shown, f"cannot be read ({reason})", "check the path") from None
    if len(content) > MAX_BYTES:
        raise UsageError(shown, f"larger than {MAX_BYTES:,} bytes", "see docs/configuration.md")
    return content


def _toml(content: bytes, shown: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(shown, "the text is not UTF-8", "save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UsageError(shown, f"not valid TOML: {error}", "check this place") from None


def _from_toml(content: bytes, shown: str, in_table: bool) -> Tree:
    top = _toml(content, shown)
    if not in_table:
        return Tree(shown, top)
    table = top.get("tool", {}).get("gapcheck", {}) if isinstance(top.get("tool"), dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{shown}: {_TABLE}", "a table is expected here", f"write [{_TABLE}]")
    return Tree(shown, table, prefix=_TABLE)


def _plain(root: Mapping, path: str, places: dict[str, tuple[int, int]]) -> Any:
    """Nodes → plain values; the reader has bounded how deep this goes."""
    value: dict[str, Any] = {}
    for name, at, node in _inside(root, path):
        places[at] = (name.line, name.column)
        value[name.text] = _value(node, at, places)
    return value


def _inside(node: Mapping, path: str) -> Iterator[tuple[Scalar, str, Node]]:
    for key, entry in node.entries:
        yield key, f"{path}.{key.text}" if path else key.text, entry


def _value(node: Node, path: str, places: dict[str, tuple[int, int]]) -> Any:
    if isinstance(node, Mapping):
        return _plain(node, path, places)
    if isinstance(node, Sequence):
        entries = []
        for index, entry in enumerate(node.entries):
            at = f"{path}[{index}]"
            places[at] = (entry.line, entry.column)
            entries.append(_value(entry, at, places))
        return entries
    return node.text
