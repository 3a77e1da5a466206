"""Which file a path of the configuration means: names relative to a folder, and patterns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePath

from curriculum_gap.gitignore import PathPatterns, compile_patterns

__all__ = [
    "exact_pattern",
    "is_below",
    "matches",
    "on_disk",
    "path_from",
    "relative_name",
    "rubric_from",
]

_PATTERN_SIGNS = re.compile(r"([\\*?\[]| $)")  # behind a slash, "!" and "#" are letters


def relative_name(source: str, root: str) -> str:
    """``source`` relative to the folder ``root``, with forward slashes: the same name from any
    working folder. Standard input, addresses and paths on another drive stay as they are."""
    if source == "-" or "://" in source:
        return source
    try:
        return PurePath(os.path.relpath(source, root)).as_posix()
    except ValueError:  # another drive
        return PurePath(source).as_posix()


def path_from(path: Path, start: Path) -> str:
    """A path as a person in the folder ``start`` would type it."""
    try:
        return os.path.relpath(path.absolute(), start)
    except ValueError:  # another drive
        return str(path)


def rubric_from(named: str, folder: Path, start: Path) -> str:
    """A rubric that was named in ``folder``, as a person in the folder ``start`` would name it.

    A name of a shipped rubric stays. A path keeps a slash, so that it is not taken for a name.
    """
    is_path = "/" in named or "\\" in named or named.lower().endswith((".yaml", ".yml"))
    if not is_path:
        return named
    path = path_from(folder / named, start)
    return path if "/" in path or "\\" in path else f"./{path}"


def is_below(name: str, folder: str) -> bool:
    """Whether a document lies in ``folder`` or deeper; ``.`` and "" hold everything."""
    return folder in ("", ".") or name == folder or name.startswith(folder + "/")


def exact_pattern(name: str) -> str:
    """The pattern, in gitignore syntax, that only the file of this relative name matches."""
    return "/" + _PATTERN_SIGNS.sub(r"\\\1", name)


def matches(name: str, patterns: Iterable[str], where: str) -> bool:
    """Whether a document matches one of the patterns (gitignore syntax), which stand at ``where``.
    Raises UsageError for a pattern that cannot be read."""
    return _compiled(tuple(patterns), where).match(name)


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...], where: str) -> PathPatterns:
    """Patterns ready for matching. Kept, since each document asks for them. Raises UsageError."""
    return compile_patterns(patterns, where)


def on_disk(root: str, pattern: str, where: str, suffixes: Iterable[str]) -> list[str]:
    """The documents below ``root`` that match ``pattern`` now, by their names relative to it."""
    endings = tuple(suffixes)
    names = [name for name in _files(root) if name.lower().endswith(endings)]
    return [name for name in names if matches(name, (pattern,), where)]


@lru_cache(maxsize=8)
def _files(root: str) -> list[str]:
    """The files below ``root`` by their relative names, without hidden folders."""
    names = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [relative_name(str(Path(folder, name)), root) for name in sorted(files)]
    return names
