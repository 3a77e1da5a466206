"""Rubrics by name or path: YAML → Rubric, every complaint with file, line, column and path.

A name is first one of the rubrics that gapcheck ships. For a name that gapcheck does not know,
installed distributions are asked: the entry points of the group ``gapcheck.rubrics`` name rubrics,
each a path to a YAML file. A shipped rubric comes compiled (:mod:`curriculum_gap.compiled`), so
that a run imports the YAML reader only where somebody's own rubric is read for the first time.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.errors import RubricError, nearest
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric.examples import (
    Example,
    examples_digest,
    examples_folder,
    read_examples,
    with_marked,
)
from curriculum_gap.rubric.learned_file import (
    LearnedFile,
    encode_learned,
    learned_path,
    read_learned,
    with_learned_words,
)

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = [
    "ENTRY_POINTS",
    "Example",
    "LearnedFile",
    "encode_learned",
    "examples_digest",
    "examples_folder",
    "learned_path",
    "parse_rubric",
    "read_examples",
    "read_learned",
    "read_rubric",
    "rubric_path",
    "shipped",
    "with_learned_words",
    "with_marked",
]

ENTRY_POINTS = "gapcheck.rubrics"
"""The group of entry points by which installed distributions offer rubrics."""


def parse_rubric(content: bytes, where: str) -> Rubric:
    """The rubric in a YAML file's bytes; ``where`` names the file in complaints.

    Raises RubricError with the first fault in the file; its ``others`` are the further ones.
    """
    from curriculum_gap.rubric.topics import RUBRIC, rubric_faults_in, rubric_of
    from curriculum_gap.validation import read_yaml

    source = read_yaml(content, where, RUBRIC)
    rubric_faults_in(source).raise_if_any()
    return rubric_of(source, sha256(content).hexdigest())


def read_rubric(name_or_path: str | Path) -> tuple[bytes, str]:
    """The bytes of a named rubric or a rubric file, and the name it has in complaints.

    Bytes first lets a cache go by their hash without parsing. Raises RubricError.
    """
    path = _path_of(name_or_path)
    where = str(path)
    content = read_bounded(path, where, MAX_BYTES, RubricError, "give the path of a .yaml file")
    return content, where


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with gapcheck, sorted."""
    return tuple(sorted(path.stem for path in _shipped_folder().glob("*.yaml")))


def rubric_path(name: str) -> Path:
    """The file of a shipped rubric, or of one that an installed distribution offers under ``name``.

    Raises RubricError where nobody offers it, and where the distribution that does is broken.
    """
    names = shipped()
    if name in names:
        return _shipped_folder() / f"{name}.yaml"
    offered = _offered()
    if name in offered:
        return _offered_path(offered[name])
    near = nearest(name, [*names, *offered])
    hint = f"did you mean {near}? " if near else ""
    hint += f"shipped rubrics: {', '.join(names) or 'none'}; "
    if offered:
        hint += f"of installed distributions: {', '.join(sorted(offered))}; "
    hint += "a rubric of your own is given by its path"
    quoted = repr(name if len(name) <= 80 else f"{name[:79]}…")
    raise RubricError(quoted, "no rubric of this name", hint)


def _offered() -> dict[str, EntryPoint]:
    """Rubrics that installed distributions offer, by name."""
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}


def _offered_path(entry: EntryPoint) -> Path:
    """The YAML file that an entry point names. Loading it runs code of its distribution, which may
    fail in any way."""
    owner = entry.dist.name if entry.dist else entry.value
    where = f"rubric {entry.name!r} of {owner}"
    hint = f"its entry point {entry.value!r} must be the path of a YAML file; tell its authors"
    try:
        path = entry.load()
    except Exception as error:
        raise RubricError(where, f"cannot be loaded ({type(error).__name__})", hint) from error
    if not isinstance(path, str | os.PathLike):
        raise RubricError(where, f"is a {type(path).__name__}, not a path", hint)
    return Path(path)


def _path_of(name_or_path: str | Path) -> Path:
    """Names of shipped rubrics go first; ``./name`` always means a file."""
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
        pass  # no path that this system could have; it may still be a name
    return rubric_path(text)


def _shipped_folder() -> Path:
    """``rubrics/`` inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rubrics"
    if not inside.is_dir() and package.parent.name == "src":
        return package.parent.parent / "rubrics"
    return inside
