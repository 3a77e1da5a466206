"""YAML → Rubric, every complaint with file, line, column and path."""

from __future__ import annotations

import stat
from difflib import get_close_matches
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curriculum_gap.errors import RubricError
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric.bounds import MAX_BYTES

if TYPE_CHECKING:
    from curriculum_gap.rubric.yaml_source import Mapping, Node, Scalar, Sequence, place, read_yaml

# The guarded YAML reader and its nodes serve configurations too.
__all__ = [
    "MAX_BYTES",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "load_rubric",
    "parse_rubric",
    "place",
    "read_rubric",
    "read_yaml",
    "rubric_faults",
    "rubric_path",
    "shipped",
]

DEFAULT = "equity-mental-health"
_OF_YAML = ("Mapping", "Node", "Scalar", "Sequence", "place", "read_yaml")


def __getattr__(name: str) -> Any:
    # A shipped rubric comes compiled: who checks a syllabus against it reads no YAML.
    if name not in _OF_YAML:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.yaml_source"), name)


def load_rubric(name_or_path: str | Path = DEFAULT) -> Rubric:
    """A shipped rubric by name, or the rubric in a YAML file.

    Raises RubricError (an unknown name, an unreadable file, the first fault in it).
    """
    content, where = read_rubric(name_or_path)
    return parse_rubric(content, where)


def parse_rubric(content: bytes, where: str) -> Rubric:
    """The rubric in a YAML file's bytes; ``where`` names the file in complaints.

    Raises RubricError with the first fault in the file.
    """
    from curriculum_gap.rubric.schema import read_schema
    from curriculum_gap.rubric.yaml_source import read_yaml

    rubric, faults = read_schema(read_yaml(content, where), where, sha256(content).hexdigest())
    if rubric is None:
        raise faults[0]
    return rubric


def rubric_faults(content: bytes, where: str) -> tuple[RubricError, ...]:
    """Everything that is wrong with a rubric, for its author; empty when it can be used.

    Broken YAML is one fault, since nothing behind it can be read.
    """
    from curriculum_gap.rubric.schema import read_schema
    from curriculum_gap.rubric.yaml_source import read_yaml

    try:
        root = read_yaml(content, where)
    except RubricError as error:
        return (error,)
    return tuple(read_schema(root, where, "")[1])


def read_rubric(name_or_path: str | Path = DEFAULT) -> tuple[bytes, str]:
    """The bytes of a shipped rubric or a rubric file, and the name it has in complaints.

    Bytes first lets a cache go by their hash without parsing. At most one byte more than a rubric
    may have is read. Raises RubricError.
    """
    path = _found(name_or_path)
    where = str(path)
    try:
        # A pipe or device would block or never end: look before opening.
        if not stat.S_ISREG(path.stat().st_mode):
            raise RubricError(where, "not a regular file", "give the path of a .yaml file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1), where
    except FileNotFoundError:
        raise RubricError(where, "there is no such file", "check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise RubricError(where, f"cannot be read ({reason})", "check the path") from None


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with gapcheck, sorted."""
    return tuple(sorted(path.stem for path in _shipped_folder().glob("*.yaml")))


def rubric_path(name: str) -> Path:
    """The file of a shipped rubric. Raises RubricError for any other name."""
    names = shipped()
    if name in names:
        return _shipped_folder() / f"{name}.yaml"
    from curriculum_gap.rubric.yaml_source import shown

    near = get_close_matches(name, names, n=1, cutoff=0.5)
    raise RubricError(
        shown(name, 80),
        "no rubric of this name",
        (f"did you mean {near[0]}? " if near else "")
        + f"shipped rubrics: {', '.join(names) or 'none'}; a rubric of your own is given by its path",
    )


def _found(name_or_path: str | Path) -> Path:
    """Shipped names go first; ``./name`` always means a file."""
    if isinstance(name_or_path, Path):
        return name_or_path
    text = name_or_path
    if text in shipped():
        return rubric_path(text)
    looks_like_path = "/" in text or "\\" in text or text.lower().endswith((".yaml", ".yml"))
    try:
        if looks_like_path or (text and Path(text).is_file()):
            return Path(text)
    except (OSError, ValueError):
        pass
    return rubric_path(text)


def _shipped_folder() -> Path:
    """``rubrics/`` inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rubrics"
    if not inside.is_dir() and package.parent.name == "src":
        return package.parent.parent / "rubrics"
    return inside
