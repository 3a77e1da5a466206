"""The bytes of files that a document includes, as far as they lie in its tree.

`gather` is the only place that opens a file because another one names it. It goes nowhere that a
real path (links resolved) is not below the root, opens regular files with a suffix of text alone,
no hidden ones, and no more of them than its bounds allow. What it gives is data for the reader.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Included, Limits
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.readers.encoding import unicode_form
from curriculum_gap.readers.includes import Rule, find_includes, has_mark, suits
from curriculum_gap.readers.opening import is_only_in_cloud, load

__all__ = ["gather", "included_paths"]

_MOST_FILES = 200
_MOST_NAMES = 1_000  # looked for, found or not
_DEEPEST = 20  # includes within includes
_MOST_SEARCHED = 1_000_000  # bytes of a file; longer ones are read as they are
_MOST_BYTES = 5_000_000  # of all files together: a library of courses has less
_HIGHEST = 20  # folders above a file in which it is looked for
# Signs that no name of a file holds which is meant: of other systems, patterns, templates.
_NO_NAME = lazy_pattern(r"[\x00-\x1f\\:*?<>|{}#$]|^//|^\s*$")


def gather(content: bytes, source: str, root: str, limits: Limits) -> Included | None:
    """The files that the document ``content`` at the path ``source`` includes, and those that they
    include, as far as they lie below the folder ``root`` (``""``: that of the document).

    None where it names no file that could be followed; then nothing outside of it can change what
    is read of it. Never raises for what a file names.
    """
    gathering = _Gathering(content, source, root, limits)
    return gathering.included() if gathering.names else None


def included_paths(content: bytes, source: str, root: str, limits: Limits) -> frozenset[str]:
    """The real paths of parts of a document, as `gather` finds them, without what was named in a
    way that names whole documents too."""
    gathering = _Gathering(content, source, root, limits)
    return frozenset(gathering.parts)


class _Gathering:
    """One search, made when it is built: breadth first, so that what a document itself names comes
    before what its parts name."""

    def __init__(self, content: bytes, source: str, root: str, limits: Limits) -> None:
        self.names: dict[str, dict[str, str]] = {}
        self.parts: set[str] = set()
        self._contents: dict[str, bytes] = {}
        if not suits(source) or not has_mark(content, source):
            return
        self._folder = os.path.dirname(source)  # noqa: PTH120 (as typed)
        self._limits = limits
        self._bytes_left = min(limits.input_bytes, _MOST_BYTES)
        self._names_left = _MOST_NAMES
        try:
            self._set_root(source, root)
        except (OSError, ValueError):
            return
        waiting = deque([("", source, content, 0)])
        while waiting:
            path, name, content, depth = waiting.popleft()
            for target in self._targets(path, name, content, depth):
                waiting.append((target, target, self._contents[target], depth + 1))

    def included(self) -> Included:
        """What was found."""
        return Included(self._contents, self.names)

    def _set_root(self, source: str, root: str) -> None:
        """The real folder that nothing is opened outside of, and how far the document lies below
        it. A document that a link leads to is in the tree of its own folder."""
        document = os.path.realpath(source)
        self._by_real_path = {document: ""}
        folder = os.path.dirname(document)  # noqa: PTH120
        self._root = os.path.realpath(root) if root else folder
        if not _is_below(folder, self._root):
            self._root = folder
        inside = os.path.relpath(folder, self._root)
        self._height = 0 if inside == os.curdir else inside.count(os.sep) + 1

    def _targets(self, path: str, name: str, content: bytes, depth: int) -> Iterator[str]:
        """The paths of the files that a file includes and that are met for the first time."""
        if len(content) > _MOST_SEARCHED or not has_mark(content, name):
            return
        for include in find_includes(_text(content), name):
            known = self.names.setdefault(path, {})
            for written in include.names:
                if written in known or not self._names_left:
                    continue
                self._names_left -= 1
                found = self._find(path, written, include.rule, "relative" in include.text)
                if found is None or depth >= _DEEPEST:
                    continue
                target, real = found
                if real in self._by_real_path:
                    known[written] = self._by_real_path[real]
                elif self._load(target, real):
                    known[written] = target
                    yield target
                if written in known and not include.rule.whole:
                    self.parts.add(real)

    def _find(self, path: str, name: str, rule: Rule, beside: bool) -> tuple[str, str] | None:
        """The path and the real path of the file that ``name`` in the file ``path`` stands for."""
        if _NO_NAME.search(name):
            return None
        for place in self._places(posixpath.dirname(path), name, rule, beside):
            real = self._real_path(place)
            if real is not None:
                return place, real
        return None

    def _places(self, folder: str, name: str, rule: Rule, beside: bool) -> Iterator[str]:
        """Where a file may be, relative to the folder of the document, the likeliest first."""
        names = [name] if suits(name) else []
        if rule.suffix and not name.lower().endswith(rule.suffix):
            names.append(name + rule.suffix)
        if name.startswith("/"):
            folders = self._above(folder)
            names = [one.lstrip("/") for one in names]
        else:
            folders = [folder, ""]
            if rule.suffix == ".tex":
                folders.reverse()  # LaTeX goes by the folder of the document
            if rule.site:
                site = [posixpath.join(above, "_includes") for above in self._above(folder)]
                folders = [*folders, *site] if beside else [*site, *folders]
            if rule.above:
                folders += self._above(folder)
        for one in dict.fromkeys(folders):
            for each in names:
                yield posixpath.normpath(posixpath.join(one, each))

    def _above(self, folder: str) -> list[str]:
        """A folder and those around it up to the root, relative to the folder of the document."""
        steps = [part for part in folder.split("/") if part]
        inside = (
            [] if ".." in steps else ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]
        )
        outside = ["/".join([".."] * count) for count in range(min(self._height, _HIGHEST) + 1)]
        return [*([folder] if ".." in steps else inside), *outside]

    def _real_path(self, place: str) -> str | None:
        """The real path of a regular file below the root that is here and not hidden; None for any
        other."""
        full = os.path.join(self._folder, *place.split("/"))  # noqa: PTH118
        try:
            if not os.path.lexists(full):
                return None
            real = os.path.realpath(full, strict=True)
            state = os.lstat(real)
            is_regular = stat.S_ISREG(state.st_mode) and not is_only_in_cloud(state)
        except (OSError, ValueError):
            return None
        if not is_regular or not _is_below(real, self._root) or not suits(real):
            return None
        parts = Path(real).relative_to(self._root).parts
        return None if any(part.startswith(".") for part in parts) else real

    def _load(self, target: str, real: str) -> bool:
        """Reads a file. Whether it could be, within the bounds."""
        if len(self._contents) >= _MOST_FILES:
            return False
        limits = replace(self._limits, input_bytes=self._bytes_left)
        try:
            inode = os.lstat(real).st_ino
            content = load(real, limits, inode)
        except (ReadError, OSError):
            return False
        self._bytes_left -= len(content)
        self._by_real_path[real] = target
        self._contents[target] = content
        return True


def _is_below(path: str, root: str) -> bool:
    """Whether a real path is a real folder or lies below it."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _text(content: bytes) -> str:
    """The text of a file as far as names of files need it."""
    encoding, mark = unicode_form(content)
    text = content[mark:].decode(encoding or "utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
