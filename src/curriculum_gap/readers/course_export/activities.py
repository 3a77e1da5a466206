"""Assignments, discussions and quizzes of a course: title, text, points, questions.

Takes a resource and the members of its export; gives an `Activity`. Canvas writes its own files
beside those of Common Cartridge: the fuller one of the two is read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from curriculum_gap.readers.course_export.canvas import UNPUBLISHED, as_number
from curriculum_gap.readers.course_export.contents import Contents
from curriculum_gap.readers.course_export.manifest import Resource
from curriculum_gap.readers.course_export.xml_tree import (
    attribute,
    child,
    children,
    descendants,
    text_at,
)

__all__ = ["Activity", "read_activity"]

_ASSIGNMENT_SETTINGS = "assignment_settings.xml"
_QUIZ_SETTINGS = "assessment_meta.xml"
_ALL_QUESTIONS = ".xml.qti"  # Canvas's own copy of a quiz
_UNGRADED_QUIZZES = frozenset({"practice_quiz", "survey"})
_MOST_QUESTIONS = 1_000  # of one quiz


@dataclass(frozen=True, slots=True)
class Activity:
    """What students do. ``kind`` is assignment, discussion, quiz or announcement; ``texts`` are
    HTML, ``page`` the path of an HTML file with more of it. ``points`` is None where it has none;
    ``group`` and ``rubric`` are ids of Canvas. ``ids`` are all under which others speak of it."""

    kind: str
    title: str
    texts: tuple[str, ...] = ()
    page: str = ""
    points: float | None = None
    graded: bool = False
    group: str = ""
    rubric: str = ""
    hidden: bool = False
    questions: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def read_activity(
    resource: Resource, resources: dict[str, Resource], contents: Contents
) -> Activity | None:
    """The activity that a resource is, None where it is none. Raises ReadError for files of it that
    cannot be read."""
    settings = next((p for p in resource.files if p.endswith(_ASSIGNMENT_SETTINGS)), "")
    if settings:
        pages = [path for path in resource.files if path.lower().endswith((".html", ".htm"))]
        activity = Activity("assignment", "", page=pages[0] if pages else "", ids=(resource.id,))
        return _with_settings(activity, contents.tree(settings))
    if "assignment_xmlv1p" in resource.kind:
        return _cartridge_assignment(resource, contents)
    if resource.kind.startswith("imsdt"):
        return _discussion(resource, resources, contents)
    if resource.kind.startswith("imsqti") and "question-bank" not in resource.kind:
        return _quiz(resource, resources, contents)
    return None


def _with_settings(activity: Activity, root: Any) -> Activity:
    """An activity with what an ``assignment`` element of Canvas says."""
    points = as_number(text_at(root, "points_possible"))
    kind = text_at(root, "grading_type")
    graded = kind != "not_graded" and "not_graded" not in text_at(root, "submission_types")
    return replace(
        activity,
        title=activity.title or text_at(root, "title"),
        points=points if activity.points is None else activity.points,
        graded=graded,
        group=text_at(root, "assignment_group_identifierref") or activity.group,
        rubric=text_at(root, "rubric_identifierref"),
        hidden=activity.hidden or text_at(root, "workflow_state") in UNPUBLISHED,
        ids=(*activity.ids, attribute(root, "identifier")),
    )


def _cartridge_assignment(resource: Resource, contents: Contents) -> Activity:
    """An assignment of Common Cartridge 1.3, perhaps with Canvas's settings in it."""
    root = contents.tree(resource.path)
    gradable = child(root, "gradable")
    activity = Activity(
        "assignment",
        text_at(root, "title"),
        tuple(_html(root, "text")),
        points=as_number(attribute(gradable, "points_possible")),
        graded=text_at(root, "gradable") != "false",
        ids=(resource.id,),
    )
    own = child(root, "extensions", "assignment")
    return activity if own is None else _with_settings(activity, own)


def _discussion(resource: Resource, resources: dict[str, Resource], contents: Contents) -> Activity:
    root = contents.tree(resource.path)
    activity = Activity(
        "discussion", text_at(root, "title"), tuple(_html(root, "text")), ids=(resource.id,)
    )
    for beside in _beside(resource, resources, contents):
        if not text_at(beside, "topic_id"):
            continue
        is_news = text_at(beside, "type") == "announcement"
        state = text_at(beside, "workflow_state")
        activity = replace(
            activity,
            kind="announcement" if is_news else "discussion",
            hidden=state in UNPUBLISHED or (is_news and state == "post_delayed"),
        )
        graded = child(beside, "assignment")
        if graded is not None:
            activity = _with_settings(activity, graded)
    return activity


def _quiz(resource: Resource, resources: dict[str, Resource], contents: Contents) -> Activity:
    root = contents.tree(resource.path)
    assessment = next(descendants(root, "assessment"), None)
    activity = Activity("quiz", attribute(assessment, "title"), graded=True, ids=(resource.id,))
    for beside in _beside(resource, resources, contents):
        kind = text_at(beside, "quiz_type")
        if not kind:
            continue
        activity = replace(
            activity,
            title=text_at(beside, "title") or activity.title,
            texts=tuple(_html(beside, "description")),
            points=as_number(text_at(beside, "points_possible")),
            group=text_at(beside, "assignment_group_identifierref"),
            hidden=text_at(beside, "available") == "false",
        )
        graded = child(beside, "assignment")
        if graded is not None:
            activity = _with_settings(activity, graded)
        activity = replace(activity, graded=kind not in _UNGRADED_QUIZZES)
    questions = _questions(root)
    for path in _paths_beside(resource, resources, contents):
        if path.endswith(_ALL_QUESTIONS):  # Common Cartridge lacks some kinds of questions
            questions = max(_questions(contents.tree(path)), questions, key=len)
    return replace(activity, questions=questions)


def _questions(root: Any) -> tuple[str, ...]:
    asked = [text for item in descendants(root, "item") for text in _question(item)]
    return tuple(asked[:_MOST_QUESTIONS])


def _question(item: Any) -> Iterator[str]:
    """What a question asks, without its answers."""
    for material in children(child(item, "presentation"), "material"):
        yield from _html(material, "mattext")
    for flow in children(child(item, "presentation"), "flow"):
        for material in children(flow, "material"):
            yield from _html(material, "mattext")


def _html(element: Any, name: str) -> Iterator[str]:
    """The texts of an element's children of that name; plain ones as HTML."""
    for each in children(element, name):
        text = "".join(each.itertext())
        if attribute(each, "texttype") == "text/plain":
            text = text.replace("&", "&amp;").replace("<", "&lt;")
        if text.strip():
            yield text


def _beside(
    resource: Resource, resources: dict[str, Resource], contents: Contents
) -> Iterator[Any]:
    """The roots of the XML files that lie beside a resource: of resources that it needs, and in
    its own folder. Canvas describes there what Common Cartridge has no element for."""
    for path in _paths_beside(resource, resources, contents):
        if path.endswith(".xml"):
            yield contents.tree(path)


def _paths_beside(
    resource: Resource, resources: dict[str, Resource], contents: Contents
) -> Iterable[str]:
    """The paths of files of the resources that a resource needs, and of a quiz in its folder."""
    paths = [path for need in resource.needs for path in _files_of(need, resources)]
    folder = posixpath.dirname(resource.path)
    if folder:
        paths.append(contents.find(f"{folder}/{_QUIZ_SETTINGS}"))
    return dict.fromkeys(paths)


def _files_of(id: str, resources: dict[str, Resource]) -> tuple[str, ...]:
    return resources[id].files if id in resources else ()
