"""Folders that a configuration declares one course: their files become one entry of a discovery.

What the walk over the folder picked up makes the course; ignore files, patterns and the rule on
links have had their say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from curriculum_gap.scan.discovery import NOT_READ, OTHER_KIND, Discovery, Found, walked_file

__all__ = ["group_courses"]

_MANIFEST = "imsmanifest.xml"
_OF_EXPORTS = (".xml", ".qti")


def group_courses(
    discovery: Discovery, paths: Sequence[str], is_declared: Callable[[str], bool]
) -> Discovery:
    """The discovery with one entry for each declared folder that was walked as a whole.

    ``paths`` are those that the discovery began with; ``is_declared`` says of the path of a folder
    whether it is one course. Files that were named one by one stay by themselves.
    """
    grouping = _Grouping([path for path in paths if Path(path).is_dir()], is_declared)
    for file in discovery.files:
        course = grouping.course_of(file.source, file.root) if file.walked and file.root else ""
        if course:
            grouping.add(course, file)
        else:
            grouping.files.append(file)
    passed = list(grouping.without_parts_of_courses(discovery.passed))
    for path in grouping.roots:
        if grouping.is_declared(path):
            grouping.place_of(path)  # a course, even if nothing lies in it
    return Discovery(grouping.found(), passed)


class _Grouping:
    """Files so far, with an entry for each course in the place of its first file."""

    def __init__(self, roots: list[str], is_declared: Callable[[str], bool]) -> None:
        self.roots = roots
        self.files: list[Found] = []
        self.is_declared = is_declared
        self._courses: dict[tuple[str, str], str] = {}  # of folders, "" for none
        self._places: dict[str, int] = {}
        self._members: dict[str, list[Found]] = {}

    def course_of(self, path: str, root: str) -> str:
        """The outermost declared folder around a file, within the folder that was walked; "" where
        there is none."""
        folder = os.path.dirname(path)  # noqa: PTH120
        key = (folder, root)
        if key not in self._courses:
            around = (each for each in _folders_from(root, folder) if self.is_declared(each))
            self._courses[key] = next(around, "")
        return self._courses[key]

    def place_of(self, course: str) -> int:
        """The place of a course's entry."""
        if course not in self._places:
            self._places[course] = len(self.files)
            self.files.append(Found(course, members=()))
        return self._places[course]

    def add(self, course: str, file: Found) -> None:
        """A file of a course."""
        self.place_of(course)
        self._members.setdefault(course, []).append(file)

    def without_parts_of_courses(
        self, passed: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        """What stays passed over. Documents in formats that are not read become part of their
        course, so that each is told with its status, and so does the XML of an unpacked export."""
        exports = {
            os.path.normpath(os.path.dirname(path))  # noqa: PTH120
            for path, reason in passed
            if reason == OTHER_KIND and path.lower().endswith(_MANIFEST)
        }
        for path, reason in passed:
            root = next((each for each in self.roots if _is_below(path, each)), "")
            course = ""
            if root and reason in (NOT_READ, OTHER_KIND):
                course = self.course_of(path, root)
            is_export = bool(course) and os.path.normpath(course) in exports
            if course and (
                reason == NOT_READ or (is_export and path.lower().endswith(_OF_EXPORTS))
            ):
                self.add(course, walked_file(path, root))
            else:
                yield path, reason

    def found(self) -> list[Found]:
        """All entries, those of courses with their files."""
        for course, place in self._places.items():
            members = tuple(self._members.get(course, ()))
            self.files[place] = replace(self.files[place], members=members)
        return self.files


def _folders_from(root: str, folder: str) -> Iterator[str]:
    """The folders from ``root`` down to ``folder``, as paths of their files begin."""
    yield root
    below = Path(os.path.relpath(folder, root)).parts
    for count in range(len(below)):
        yield os.path.join(root, *below[: count + 1])  # noqa: PTH118


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))  # noqa: PTH118
