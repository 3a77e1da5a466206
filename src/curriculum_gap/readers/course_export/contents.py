"""The members of a course export: found by the paths that its files name, never outside of it."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import unquote

from curriculum_gap.nouns import Included, Limits
from curriculum_gap.readers.archive import Archive
from curriculum_gap.readers.course_export.layout import (
    CANVAS_FOLDER,
    FOLDER_MARK,
    MANIFEST,
    course_root,
)
from curriculum_gap.readers.course_export.xml_tree import parse_xml

__all__ = ["Contents"]

_JUNK = ("__MACOSX/", ".DS_Store")


class Contents:
    """The members of an export by their paths in it, inflated when they are asked for.

    ``names`` are the paths of all files in it. ``links`` are members that are symbolic links, or
    whose path leads out of the export, ``beside`` those that lie beside its folder: these are never
    read. ``folder`` is what is said of a folder that was declared a course, None for an export.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._archive = Archive(content, limits)
        self.folder = self._folder_mark()
        self._root = "" if self.folder is not None else course_root(self._archive.names) or ""
        self._members: dict[str, str] = {}  # path in the export → name in the archive
        self._folded: dict[str, str] = {}  # the same in lower case → path in the export
        self.links: list[str] = []
        self.beside: list[str] = []
        for name in self._archive.names:
            if name.startswith((_JUNK[0], FOLDER_MARK)):
                continue
            if not name.startswith(self._root):
                self.beside.append(name)
                continue
            path = name[len(self._root) :]
            if path.endswith(_JUNK[1]):
                continue
            if self._archive.is_link(name) or _leads_out(path):
                self.links.append(path)
                continue
            self._members[path] = name
            self._folded.setdefault(path.lower(), path)

    def _folder_mark(self) -> dict[str, Any] | None:
        """What is said of a folder that was declared a course."""
        if FOLDER_MARK not in self._archive.names:
            return None
        mark = json.loads(self._archive.read(FOLDER_MARK))
        return mark if isinstance(mark, dict) else None

    @property
    def is_export(self) -> bool:
        """Whether it has the manifest of an export, or Canvas's files."""
        return MANIFEST in self._folded or any(p.startswith(CANVAS_FOLDER) for p in self._members)

    def included_in(self, path: str) -> Included | None:
        """The files that a file of a declared folder includes."""
        known = (self.folder or {}).get("included", {}).get(path)
        if known is None:
            return None
        contents = {name: self._archive.read(where) for name, where in known["contents"].items()}
        return Included(contents, known["names"])

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all files in the export, in the archive's order."""
        return tuple(self._members)

    def find(self, href: str, base: str = "") -> str:
        """The path of the member that ``href`` names, seen from the folder ``base``; ``""`` where
        there is none, as for addresses and for paths that lead out of the export."""
        plain = href.partition("?")[0].partition("#")[0].replace("\\", "/").strip()
        for written in dict.fromkeys((href, plain, unquote(plain))):
            path = posixpath.normpath(posixpath.join(base, written)) if written else ""
            if not path or _leads_out(path):
                continue
            if path in self._members:
                return path
            if (folded := self._folded.get(path.lower())) is not None:
                return folded
        return ""

    def read(self, path: str) -> bytes:
        """The content of a member. Raises ReadError as `archive.Archive.read`."""
        return self._archive.read(self._members[path])

    def tree(self, path: str) -> Any:
        """The root element of an XML member, None where the export has none of that path. Raises
        ReadError."""
        return parse_xml(self.read(path)) if path in self._members else None

    def manifest(self) -> Any:
        """The root element of the manifest, None without one. Raises ReadError."""
        return self.tree(self._folded.get(MANIFEST, MANIFEST))


def _leads_out(path: str) -> bool:
    """Whether a path leads out of the folder that it is seen from."""
    return path.startswith(("/", "../")) or path == ".." or "/../" in path or ":" in path[:3]
