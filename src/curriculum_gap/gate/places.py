"""Which document a path means: paths relative to a folder, and patterns over them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from curriculum_gap.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["inside", "is_below", "matches", "on_disk"]


def inside(source: str, root: str) -> str:
    """``source`` relative to ``root`` with forward slashes: the same name from any folder. Standard
    input, addresses and paths on another drive stay as they are."""
    if source == "-" or "://" in source:
        return source
    try:
        return PurePath(os.path.relpath(source, root)).as_posix()
    except ValueError:
        return PurePath(source).as_posix()


def is_below(name: str, folder: str) -> bool:
    """Whether a document lies in ``folder`` or deeper; ``.`` and "" hold everything."""
    return folder in ("", ".") or name == folder or name.startswith(folder + "/")


def matches(name: str, patterns: Iterable[str], where: str) -> bool:
    """Whether a document matches one of the patterns (gitignore syntax). Raises UsageError for a
    pattern that is none."""
    return _spec(tuple(patterns), where).match_file(name)


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...], where: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise UsageError(where, f"no pattern: {error}", "write it as in .gitignore") from None


@lru_cache(maxsize=8)
def _files(root: str) -> tuple[str, ...]:
    """The files below ``root``, hidden folders apart."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [inside(str(Path(folder, name)), root) for name in sorted(names)]
    return tuple(found)


def on_disk(root: str, pattern: str, where: str, suffixes: Iterable[str]) -> tuple[str, ...]:
    """The documents below ``root`` that match ``pattern`` now."""
    known = tuple(suffixes)
    return tuple(
        name
        for name in _files(root)
        if name.lower().endswith(known) and matches(name, (pattern,), where)
    )
