"""One document through the whole pipeline: file → document → passages → evidence → coverage.

Takes a path, bytes or a document that was read, and gives its :class:`Coverage`, or
:class:`Unread` with the reason. Every stage is a plain function of a package of its own; this
module is the place to read their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.course_labels import term_in_document
from curriculum_gap.declarations import find_declarations
from curriculum_gap.document_checks import check_course_signs, check_text
from curriculum_gap.errors import ReadError
from curriculum_gap.expected_levels import expected_in_course
from curriculum_gap.joined_rubric import hosts_with_prefix, with_prefix
from curriculum_gap.keywords import find_candidates, find_hosts
from curriculum_gap.measure import cover, share_covered
from curriculum_gap.nouns import (
    Coverage,
    Document,
    HostWord,
    Included,
    Level,
    Limits,
    Part,
    Passage,
    Rubric,
    Section,
    TopicCoverage,
    Unread,
)
from curriculum_gap.personal_details import people_in
from curriculum_gap.readers import gather, load, read_document
from curriculum_gap.sections import assign

__all__ = ["check_bytes", "check_document", "check_file"]


def check_document(
    document: Document, rubric: Rubric, limits: Limits | None = None
) -> Coverage | Unread:
    """Levels, evidence and share of ``rubric``'s topics in a document that was read, or why its
    text allows no verdict."""
    try:
        checked = check_text(document, rubric.language, limits or Limits())
    except ReadError as error:
        return _unread(document.source, error)
    passages = assign(document, rubric.language)
    topics, hosts = _judge(passages, document.title, rubric)
    warnings = (*document.warnings, *checked.warnings, *check_course_signs(document, passages))
    return Coverage(
        source=document.source,
        title=document.title,
        pages=document.pages,
        words=document.words,
        topics=topics,
        share=share_covered(topics, rubric),
        warnings=warnings,
        parts=_parts(passages),
        unread_pages=tuple(sorted({*document.unread_pages, *checked.unread_pages})),
        term=term_in_document(document.blocks),
        declarations=find_declarations(document),
        hosts=hosts,
        people=people_in(document, rubric.language),
        sha256=document.sha256,
    )


def _judge(
    passages: Sequence[Passage], title: str, rubric: Rubric
) -> tuple[tuple[TopicCoverage, ...], tuple[HostWord, ...]]:
    """Verdicts on all topics of a rubric, and places for those that are missing. The parts of a
    joined rubric are judged one after the other, each as if it were alone."""
    if rubric.parts:
        topics: list[TopicCoverage] = []
        hosts: list[HostWord] = []
        for part in rubric.parts:
            of_part, hosts_of_part = _judge(passages, title, part)
            topics += with_prefix(of_part, part)
            hosts += hosts_with_prefix(hosts_of_part, part)
        return tuple(topics), tuple(hosts)
    calibration = load_calibration()
    model = model_of(rubric)
    candidates = find_candidates(passages, title, model, calibration)
    covered = cover(candidates, rubric, calibration)
    return covered, find_hosts(passages, model, _below_what_some_course_needs(covered, rubric))


def _below_what_some_course_needs(topics: Iterable[TopicCoverage], rubric: Rubric) -> set[str]:
    """Topics that are below *taught* or a level that the rubric expects of any course."""
    needed = {
        topic.id: max(Level.TAUGHT, topic.expected, *(entry.level for entry in topic.expected_for))
        for topic in rubric.topics
    }
    return {verdict.topic for verdict in topics if verdict.level < needed[verdict.topic]}


def check_bytes(
    content: bytes,
    source: str,
    rubric: Rubric,
    limits: Limits | None = None,
    included: Included | None = None,
) -> Coverage | Unread:
    """As :func:`check_file`, for a file's content and the files that it includes; ``source`` is
    only its name.

    What is expected is what the topics expect of every course: a verdict on bytes may be kept and
    used again for the same bytes under another name, and the name tells the course."""
    try:
        document = read_document(content, source, limits or Limits(), included)
    except ReadError as error:
        return _unread(source, error)
    return check_document(document, rubric, limits)


def check_file(source: str, rubric: Rubric, limits: Limits | None = None) -> Coverage | Unread:
    """Read the file at the path ``source`` and hold it against ``rubric``, in this process.

    Levels that the rubric expects of the file's course (``expected_for``) stand beside its
    verdicts, as in ``gapcheck check``. A file that cannot be read gives :class:`Unread` with its
    status, never an exception and never a verdict about topics.
    """
    try:
        content = load(source, limits or Limits())
        included = gather(content, source, "", limits or Limits())
    except ReadError as error:
        return _unread(source, error)
    verdict = check_bytes(content, source, rubric, limits, included)
    return verdict if isinstance(verdict, Unread) else expected_in_course(verdict, rubric)


def _unread(source: str, error: ReadError) -> Unread:
    return Unread(source, error.status, error.what, error.hint)


def _parts(passages: Iterable[Passage]) -> tuple[Part, ...]:
    """Where each section begins, in reading order of the first passage of each.

    A section begins at the longest run of its passages: single ones stand about in any syllabus.
    """
    longest: dict[Section, int] = {}
    parts: dict[Section, Part] = {}
    for section, run in groupby(passages, key=lambda passage: passage.section):
        passages_of_run = list(run)
        if len(passages_of_run) > longest.get(section, 0):
            first = passages_of_run[0]
            longest[section] = len(passages_of_run)
            parts[section] = Part(section, first.page, first.line, first.inside)
    return tuple(parts.values())
