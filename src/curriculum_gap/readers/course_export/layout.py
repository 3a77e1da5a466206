"""How a course export lies in its archive: by which names it is known, and where its root is.

Takes the names of members. Sniffing and the walk over folders ask here: nothing but the standard
library is imported.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "CANVAS_FOLDER",
    "FILES_FOLDER",
    "FOLDER_MARK",
    "MANIFEST",
    "PAGES_FOLDER",
    "course_root",
    "is_course_export",
]

MANIFEST = "imsmanifest.xml"
CANVAS_FOLDER = "course_settings/"
PAGES_FOLDER = "wiki_content/"
FILES_FOLDER = "web_resources/"
FOLDER_MARK = ".gapcheck-course.json"
"""The member by which a folder that was declared one course is known once it is packed."""
_OF_MACOS = "__MACOSX"


def is_course_export(names: Sequence[str]) -> bool:
    """Whether an archive with these members is a course export, or a folder declared a course."""
    return FOLDER_MARK in names or course_root(names) is not None


def course_root(names: Sequence[str]) -> str | None:
    """The folder of an archive in which a course export lies: ``""``, or ``"folder/"`` where it was
    unpacked and packed again; None where there is none."""
    inner = None
    for name in names:
        folder, _, last = name.replace("\\", "/").rpartition("/")
        if last.lower() != MANIFEST or "/" in folder or folder == _OF_MACOS:
            continue
        if not folder:
            return ""
        inner = inner or f"{folder}/"
    is_canvas = any(name.startswith(CANVAS_FOLDER) for name in names)
    return "" if is_canvas and inner is None else inner
