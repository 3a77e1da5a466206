"""What Canvas says of a course beside the manifest: its name, modules, groups of assignments,
outcomes, rubrics, and which files students do not see.

Takes the members of ``course_settings/``; gives a `CanvasCourse`, empty for exports of other
platforms. A file of these that cannot be read is told and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.layout import CANVAS_FOLDER
from curriculum_gap.readers.course_export.manifest import Item, Module
from curriculum_gap.readers.course_export.xml_tree import (
    attribute,
    child,
    children,
    descendants,
    text_at,
)

__all__ = [
    "UNPUBLISHED",
    "CanvasCourse",
    "Criterion",
    "Group",
    "Outcome",
    "as_number",
    "read_canvas",
]

UNPUBLISHED = frozenset({"unpublished", "deleted", "duplicating", "failed_to_duplicate"})
_DEEPEST = 20  # groups of outcomes within each other


@dataclass(frozen=True, slots=True)
class Group:
    """A group of assignments; ``weight`` is its share of the grade in per cent, None without."""

    title: str
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome; ``text`` is HTML, ``work`` the ids of assignments and rubrics that it is
    aligned with, ``group`` the title of its group."""

    title: str
    text: str
    work: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of a rubric for grading, with its points ("" where none are given)."""

    title: str
    text: str
    points: str = ""


@dataclass(slots=True)
class CanvasCourse:
    """``groups`` and ``rubrics`` are by their ids, ``outcomes`` in order; ``hidden_files`` are ids
    of files, ``hidden_folders`` paths below ``web_resources``. ``description`` is HTML."""

    title: str = ""
    code: str = ""
    description: str = ""
    modules: list[Module] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    rubrics: dict[str, tuple[Criterion, ...]] = field(default_factory=dict)
    hidden_files: set[str] = field(default_factory=set)
    hidden_folders: set[str] = field(default_factory=set)


def read_canvas(contents: Contents, unread: Callable[[str, ReadError], None]) -> CanvasCourse:
    """What the members of ``course_settings/`` say; ``unread`` hears of each that is damaged."""
    course = CanvasCourse()
    readers: dict[str, Callable[[CanvasCourse, Any], None]] = {
        "course_settings.xml": _settings,
        "module_meta.xml": _modules,
        "assignment_groups.xml": _groups,
        "learning_outcomes.xml": _outcomes,
        "rubrics.xml": _rubrics,
        "files_meta.xml": _files,
    }
    for name, take in readers.items():
        path = contents.find(CANVAS_FOLDER + name)
        if not path:
            continue
        try:
            take(course, contents.tree(path))
        except ReadError as error:
            unread(path, error)
    return course


def as_number(text: str) -> float | None:
    """Points or a weight, None where there is none."""
    try:
        number = float(text[:20])
    except ValueError:
        return None
    return number if 0 < number < 1e6 else None


def _settings(course: CanvasCourse, root: Any) -> None:
    course.title = text_at(root, "title")
    course.code = text_at(root, "course_code")
    description = child(root, "public_description")
    course.description = "".join(description.itertext()) if description is not None else ""
    if text_at(root, "group_weighting_scheme") not in ("", "percent"):
        course.groups[""] = Group("")  # weights of groups do not count


def _modules(course: CanvasCourse, root: Any) -> None:
    for element in _by_position(children(root, "module")):
        items = _by_position(children(child(element, "items"), "item"))
        course.modules.append(
            Module(
                text_at(element, "title"),
                tuple(map(_item, items)),
                text_at(element, "workflow_state") in UNPUBLISHED,
            )
        )


def _item(element: Any) -> Item:
    indent = as_number(text_at(element, "indent")) or 0
    return Item(
        title=text_at(element, "title"),
        resource=text_at(element, "identifierref"),
        level=1 + min(int(indent), 5),
        hidden=text_at(element, "workflow_state") in UNPUBLISHED,
        kind=text_at(element, "content_type"),
    )


def _by_position(elements: Iterator[Any]) -> list[Any]:
    return sorted(elements, key=lambda each: as_number(text_at(each, "position")) or 0)


def _groups(course: CanvasCourse, root: Any) -> None:
    counted = course.groups.pop("", None) is None
    for element in _by_position(children(root, "assignmentGroup")):
        weight = as_number(text_at(element, "group_weight")) if counted else None
        course.groups[attribute(element, "identifier")] = Group(text_at(element, "title"), weight)


def _outcomes(course: CanvasCourse, root: Any) -> None:
    course.outcomes.extend(_outcomes_in(root, "", 0))


def _outcomes_in(element: Any, group: str, depth: int) -> Iterator[Outcome]:
    for each in element if depth < _DEEPEST else ():
        name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if name == "learningOutcomeGroup":
            inner = child(each, "learningOutcomes")
            title = text_at(each, "title")
            if inner is not None:
                yield from _outcomes_in(inner, title or group, depth + 1)
        elif name == "learningOutcome":
            text = child(each, "description")
            work = [text_at(one, "content_id") for one in descendants(each, "alignment")]
            yield Outcome(
                text_at(each, "title"),
                "".join(text.itertext()) if text is not None else "",
                tuple(filter(None, work)),
                group,
            )


def _rubrics(course: CanvasCourse, root: Any) -> None:
    for element in children(root, "rubric"):
        criteria = children(child(element, "criteria"), "criterion")
        course.rubrics[attribute(element, "identifier")] = tuple(
            Criterion(
                text_at(each, "description"),
                text_at(each, "long_description"),
                text_at(each, "points"),
            )
            for each in criteria
        )


def _files(course: CanvasCourse, root: Any) -> None:
    for element in descendants(root, "file"):
        if _is_hidden(element):
            course.hidden_files.add(attribute(element, "identifier"))
    for element in descendants(root, "folder"):
        if _is_hidden(element):
            course.hidden_folders.add(attribute(element, "path").strip("/"))


def _is_hidden(element: Any) -> bool:
    """Whether students are kept from a file; one that is only left out of the list of files is
    still linked from pages."""
    return text_at(element, "locked") == "true"
