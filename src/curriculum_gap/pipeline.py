"""One document through the whole pipeline: file → document → passages → evidence → coverage."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.errors import ReadError
from curriculum_gap.keywords import find_evidence
from curriculum_gap.languages import language_warning
from curriculum_gap.measure import cover, share_covered
from curriculum_gap.nouns import Coverage, Document, Limits, Part, Passage, Rubric, Section, Unread
from curriculum_gap.readers import load, read_document
from curriculum_gap.sections import assign

__all__ = ["check_bytes", "check_document", "check_file"]


def check_document(document: Document, rubric: Rubric) -> Coverage:
    """Levels, evidence and share of ``rubric``'s topics in a document that was read."""
    passages = assign(document, rubric.language)
    calibration = load_calibration()
    evidence = find_evidence(passages, document.title, model_of(rubric), calibration)
    topics = cover(evidence, rubric, calibration)
    strange = language_warning(document.blocks, rubric.language)
    return Coverage(
        source=document.source,
        title=document.title,
        pages=document.pages,
        words=document.words,
        topics=topics,
        share=share_covered(topics, rubric),
        warnings=(*document.warnings, strange) if strange else document.warnings,
        parts=_parts(passages),
    )


def _parts(passages: Iterable[Passage]) -> tuple[Part, ...]:
    """Where each section begins: at its longest run, since strays stand about in any syllabus."""
    longest: dict[Section, tuple[int, Part]] = {}
    for section, run in groupby(passages, key=lambda passage: passage.section):
        first, *others = run
        if section not in longest or len(others) > longest[section][0]:
            longest[section] = len(others), Part(section, first.page, first.line)
    return tuple(part for _, part in longest.values())


def _unread(source: str, error: ReadError) -> Unread:
    return Unread(source, error.status, error.what, error.hint)


def check_bytes(
    content: bytes, source: str, rubric: Rubric, limits: Limits | None = None
) -> Coverage | Unread:
    """As :func:`check_file`, for a file's content; ``source`` is only its name."""
    try:
        document = read_document(content, source, limits or Limits())
    except ReadError as error:
        return _unread(source, error)
    return check_document(document, rubric)


def check_file(source: str, rubric: Rubric, limits: Limits | None = None) -> Coverage | Unread:
    """Read one file and hold it against ``rubric``. A file that cannot be read gives
    :class:`Unread` with its status, never an exception and never a verdict about topics."""
    try:
        content = load(source, limits or Limits())
    except ReadError as error:
        return _unread(source, error)
    return check_bytes(content, source, rubric, limits)
