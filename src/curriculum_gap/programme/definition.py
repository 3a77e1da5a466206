"""A programme as people write it, in ``.gapcheck.yml`` or in a file of its own → its courses.

Both are held against a JSON schema before (``config-1.json``, ``programme-1.json``); what is read
here is sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.course_labels import code_key
from curriculum_gap.curriculum_map import Course, Need
from curriculum_gap.errors import UsageError
from curriculum_gap.path_patterns import path_from
from curriculum_gap.validation import (
    Faults,
    FileKind,
    Source,
    ValuePath,
    load_schema,
    one_line,
    read_yaml,
    validate,
)

__all__ = ["SCHEMA", "Programme", "programme_from", "read_programme"]

SCHEMA = "programme-1.json"
PROGRAMME_FILE = FileKind("programme", "'courses: …'", "docs/programme.md", UsageError)


class Programme(NamedTuple):
    """A programme's courses in order. Patterns are relative to the folder ``root``.

    A course without a code stands for every course among its files, told by their codes; one
    without files has those whose name or title holds its code. ``documents`` are patterns of
    handbooks and pages that are no course. ``where`` is the place of the definition, for complaints
    about it.
    """

    id: str
    title: str
    courses: tuple[Course, ...]
    documents: tuple[str, ...] = ()
    root: str = "."
    where: str = ""


def programme_from(
    source: Source, path: ValuePath, name: str, root: Path, start: Path
) -> Programme:
    """The programme ``name`` that stands at ``path`` of a configuration in the folder ``root``, for
    someone in the folder ``start``. With the key ``file`` its courses are read from there. Raises
    UsageError for a programme without courses, and for a file that cannot be used."""
    table: Any = source.value
    for step in path:
        table = table[step]
    where = source.where(path, of_key=True)
    if "file" in table:
        if "courses" in table or "documents" in table:
            what = "has a file and courses of its own"
            raise UsageError(where, what, "leave one of them out")
        programme = read_programme(root / one_line(table["file"]), start)
        title = one_line(table["title"]) if "title" in table else programme.title
        return programme._replace(id=name, title=title)
    if "courses" not in table:
        hint = "add 'courses: …', or 'file: programme.yml'"
        raise UsageError(where, "the key 'courses' is missing", hint)
    return _programme(table, name, str(root), where)


def read_programme(path: Path, start: Path) -> Programme:
    """The programme in a file of its own, for someone in the folder ``start``. Raises UsageError
    with the first fault in it; its ``others`` are the further ones."""
    file = path_from(path, start)
    hint = "name a programme file; 'gapcheck init --programme FOLDER' drafts one"
    source = read_yaml(read_bounded(path, file, MAX_BYTES, UsageError, hint), file, PROGRAMME_FILE)
    faults = Faults(source)
    validate(source, load_schema(SCHEMA), faults)
    faults.raise_if_any()
    return _programme(source.value, path.stem, str(path.parent), file)


def _programme(table: Mapping[str, Any], name: str, root: str, where: str) -> Programme:
    """A programme from a sound table. Raises UsageError for a code that stands there twice."""
    entries = table["courses"]
    if isinstance(entries, str):
        entries = [entries]
    title = one_line(table["title"]) if "title" in table else name
    courses = tuple(_course(entry) for entry in entries)
    known: set[str] = set()
    for course in courses:
        if course.code and code_key(course.code) in known:
            what = f"the course '{course.code}' stands here twice"
            raise UsageError(where, what, "name all of its files in one entry")
        known.add(code_key(course.code))
    return Programme(name, title, courses, _texts(table, "documents"), root, where)


def _course(entry: str | Mapping[str, Any]) -> Course:
    """One entry of ``courses``: a pattern, or a course with its keys."""
    if isinstance(entry, str):
        return Course("", "", (one_line(entry),))
    return Course(
        code=one_line(entry["code"]),
        title=one_line(entry.get("title", "")),
        files=_texts(entry, "files"),
        need=Need(entry.get("need", Need.REQUIRED)),
        stage=one_line(entry.get("stage", "")),
    )


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; one text stands for a list of one."""
    value = table.get(key, [])
    entries = [value] if isinstance(value, str) else value
    return tuple(one_line(entry) for entry in entries)
