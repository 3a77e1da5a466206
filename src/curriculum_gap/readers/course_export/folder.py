"""A folder that was declared one course: its files in one order, each with its path as its place.

What is called syllabus comes first, then paths in natural order ("week2" before "week10").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.course_text import CourseText
from curriculum_gap.readers.course_export.documents import Documents, is_syllabus, name_in_words

__all__ = ["note_unread", "read_folder"]

_DIGITS = re.compile(r"(\d+)")


def read_folder(contents: Contents, documents: Documents, limits: Limits) -> tuple[str, CourseText]:
    """The title of the course and the text of its files. Raises ReadError as `CourseText`."""
    text = CourseText(limits)
    title = ""
    for path in sorted(contents.names, key=_order):
        document = documents.read(path)
        if document is None:
            continue
        if path in documents.readings:
            text.section("Readings", 1, path)
        elif not text.blocks:
            title = document.title if is_syllabus(path) else ""
        elif not _begins_with_heading(document.blocks):
            text.section(_capitalized(name_in_words(path)), 1, path)
        text.put(document.blocks, 0, path, lines=True)
    return title or str((contents.folder or {}).get("title", "")), text


def note_unread(contents: Contents, documents: Documents) -> None:
    """Notes the files that could not be opened when the folder was packed."""
    for path, status, what in (contents.folder or {}).get("unread", ()):
        documents.unread.append((path, ReadError(Status(status), what)))


def _order(path: str) -> tuple[bool, list[tuple[int, str]]]:
    """Syllabi first, then files of a folder before its folders, numbers by their value."""
    parts = path.lower().split("/")
    keys: list[tuple[int, str]] = []
    for depth, part in enumerate(parts):
        keys.append((int(depth < len(parts) - 1), ""))
        keys += [
            (int(piece[:9]), "") if piece.isdecimal() else (0, piece)
            for piece in _DIGITS.split(part)
        ]
    return not is_syllabus(path), keys


def _begins_with_heading(blocks: Sequence[Block]) -> bool:
    first = next((block for block in blocks if not block.hidden), None)
    return first is not None and first.shape is Shape.HEADING


def _capitalized(name: str) -> str:
    return name[:1].upper() + name[1:]
