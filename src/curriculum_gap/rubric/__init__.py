"""Rubrics by name or path: YAML → Rubric, every complaint with file, line, column and path.

A name is first one of the rubrics that gapcheck ships. For a name that gapcheck does not know,
installed distributions are asked: the entry points of the group ``gapcheck.rubrics`` name rubrics,
each a path to a YAML file. A shipped rubric comes compiled (:mod:`curriculum_gap.compiled`), so
that a run imports the YAML reader only where somebody's own rubric is read for the first time.
"""

from __future__ import annotations

import os
import re
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

    from curriculum_gap.validation import Source

__all__ = [
    "ENTRY_POINTS",
    "Example",
    "LearnedFile",
    "encode_learned",
    "examples_digest",
    "examples_folder",
    "learned_path",
    "offered",
    "parse_rubric",
    "read_examples",
    "read_learned",
    "read_rubric",
    "rubric_path",
    "rubric_source",
    "shipped",
    "source_digest",
    "with_learned_words",
    "with_marked",
]

_EXTENDS = re.compile(rb"extends[\"']?\s*:")
"""What stands in every file that extends another one, and seldom in others."""
ENTRY_POINTS = "gapcheck.rubrics"
"""The group of entry points by which installed distributions offer rubrics."""


def parse_rubric(content: bytes, where: str) -> Rubric:
    """The rubric in a YAML file's bytes, joined with the one that it extends; ``where`` is its
    path, which names it in complaints too.

    Raises RubricError with the first fault in the file; its ``others`` are the further ones.
    """
    from curriculum_gap.rubric.topics import draft_of, rubric_of

    draft = draft_of(content, where, _read_base)
    return rubric_of(draft, source_digest(content, where))


def source_digest(content: bytes, where: str) -> str:
    """SHA-256 (hex) of all that a rubric is read from: its file's bytes, and those of the rubrics
    that it extends. A file that cannot be read is no part of it: parsing says why."""
    digest = sha256(content).hexdigest()
    if not _EXTENDS.search(content):  # most do not, and YAML takes long to read
        return digest
    from curriculum_gap.rubric.topics import MOST_BASES, base_name

    digests = [digest]
    try:
        while (name := base_name(content, where)) and len(digests) <= MOST_BASES + 1:
            content, where = _read_base(name, where)
            digests.append(sha256(content).hexdigest())
            if not _EXTENDS.search(content):
                break
    except RubricError:
        pass
    return digest if len(digests) == 1 else sha256(" ".join(digests).encode()).hexdigest()


def _read_base(name: str, file: str) -> tuple[bytes, str]:
    """What ``extends`` of a file names: a rubric by its name, or a path relative to that file.
    Raises RubricError."""
    if _looks_like_path(name):
        return read_rubric(Path(file).parent / name)
    return read_rubric(rubric_path(name))


def rubric_source(content: bytes, where: str) -> Source:
    """The values of a rubric's file with the place of each; ``where`` names it in complaints."""
    from curriculum_gap.rubric.topics import RUBRIC
    from curriculum_gap.validation import read_yaml

    return read_yaml(content, where, RUBRIC)


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


def offered() -> tuple[str, ...]:
    """Names of the rubrics that installed distributions offer, sorted, without shipped names."""
    return tuple(sorted(set(_offered()) - set(shipped())))


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
    try:
        if _looks_like_path(text) or (text and Path(text).is_file()):
            return Path(text)
    except (OSError, ValueError):
        pass  # no path that this system could have; it may still be a name
    return rubric_path(text)


def _looks_like_path(text: str) -> bool:
    return "/" in text or "\\" in text or text.lower().endswith((".yaml", ".yml"))


def _shipped_folder() -> Path:
    """``rubrics/`` inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rubrics"
    if not inside.is_dir() and package.parent.name == "src":
        return package.parent.parent / "rubrics"
    return inside
