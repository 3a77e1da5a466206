"""A syllabus with marks in it, for its owner: passages that decide levels, and what was not found.

    annotated = annotate(content, coverage, rubric, "pdf")

Takes the bytes of a PDF or a Word document and its verdicts; gives the bytes of a marked copy.
``marks`` says what is marked and what notes say, ``pdf`` and ``docx`` put it into a file,
``alignment`` finds passages in a file's own text.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from curriculum_gap.annotate.marks import Mark, Marks, Unanchored, marks_of
from curriculum_gap.nouns import Coverage, Rubric

__all__ = ["FORMATS", "Annotated", "Mark", "Marks", "Unanchored", "annotate", "is_marked"]

FORMATS = {"pdf": ".pdf", "docx": ".docx"}
"""Formats that can be marked, by the name of their reader, with the suffix of the marked copy."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A marked copy, what is marked in it, and which of the marks found no place."""

    content: bytes
    marks: Marks
    unanchored: tuple[Unanchored, ...]


def annotate(
    content: bytes, coverage: Coverage, rubric: Rubric, format_name: str, everything: bool = False
) -> Annotated:
    """A marked copy of the document ``content``, whose verdicts are ``coverage``; ``everything``
    marks all evidence, not only what decides a level.

    Raises UsageError where this file cannot be marked, or a library is missing.
    """
    marks = marks_of(coverage, rubric, everything)
    marked, unanchored = _writer(format_name).write(content, coverage.source, marks)
    return Annotated(marked, marks, tuple(unanchored))


def is_marked(content: bytes, format_name: str) -> bool:
    """Whether a file of that format is a marked copy of ours."""
    return bool(_writer(format_name).is_marked(content))


def _writer(format_name: str) -> Any:
    return import_module(f"{__name__}.{format_name}")
