"""Course exports of learning platforms (Common Cartridge, Canvas), and folders declared one course.

One document comes of many parts: the syllabus, outcomes, modules with what they show in their
order, graded work, discussions, then pages and files that stand in no module. Each part is read
once. What students do not see (unpublished items) is marked hidden.
"""

from __future__ import annotations

from curriculum_gap.course_labels import code_key
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.course_export.canvas import read_canvas
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.course_parts import CourseParts
from curriculum_gap.readers.course_export.documents import Documents, ReadMember
from curriculum_gap.readers.course_export.folder import note_unread, read_folder
from curriculum_gap.readers.course_export.manifest import read_manifest
from curriculum_gap.readers.text_cleanup import count_words

__all__ = ["read"]


def read(
    content: bytes, source: str, limits: Limits, read_member: ReadMember | None = None
) -> Document:
    """A course from the bytes of its export. ``read_member`` reads the files in it; without it they
    are told as not read.

    Raises ReadError: as `archive.Archive` for the archive; refused, damaged for its manifest;
    too-large where its parts go beyond the budgets together; empty where students see nothing.
    """
    contents = Contents(content, limits)
    documents = Documents(contents, limits, read_member)
    note_unread(contents, documents)
    unpublished = 0
    if contents.folder is not None and not contents.is_export:
        title, text = read_folder(contents, documents, limits)
        warnings = documents.warnings()
    else:
        manifest = read_manifest(contents.manifest(), contents)
        canvas = read_canvas(contents, lambda path, error: documents.unread.append((path, error)))
        parts = CourseParts(contents, manifest, canvas, documents, limits)
        title = _title(canvas.title or manifest.title, canvas.code)
        text = parts.read(title)
        warnings = parts.warnings()
        unpublished = len(parts.unpublished)
    if not text.words:
        raise _nothing(contents, unpublished, documents)
    return Document(
        source=source,
        format="course-export",
        title=title,
        pages=None,
        words=count_words(text.blocks),
        blocks=tuple(text.blocks),
        warnings=warnings,
        cut_short=documents.cut_short,
    )


def _nothing(contents: Contents, unpublished: int, documents: Documents) -> ReadError:
    """The error for a course without a word that students see."""
    if unpublished:
        what = f"holds nothing that students see: {unpublished} parts are unpublished"
        return ReadError(Status.EMPTY, what, "publish the course, and export it again")
    what = "holds no text of a course that could be read"
    if documents.unread:
        what += f": {documents.warnings()[0]}"
    if contents.folder is not None:
        return ReadError(Status.EMPTY, what, "put the files of the course into its folder")
    return ReadError(Status.EMPTY, what, "export the course again, with all of its content")


def _title(title: str, code: str) -> str:
    """The title of a course with its code in front, where that is not in it."""
    if not code or code_key(code) in code_key(title):
        return title or code
    return f"{code}: {title}" if title else code
