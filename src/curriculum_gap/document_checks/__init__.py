"""Is there enough readable text of a course for a verdict?

    found = check_text(document, rubric.language, limits)    # raises ReadError
    warnings = check_course_signs(document, passages)

Readers refuse what their format gives away (a pointer, a picture of text). What only the text as a
whole shows is told here: a document that is too short, whose letters make no words, or that is in
another language has a status and no verdict; doubts become warnings.
"""

from __future__ import annotations

from curriculum_gap.document_checks.course_signs import check_course_signs
from curriculum_gap.document_checks.length import check_length
from curriculum_gap.document_checks.verdict import TextCheck
from curriculum_gap.document_checks.wording import check_wording
from curriculum_gap.nouns import Document, Limits

__all__ = ["TextCheck", "check_course_signs", "check_text"]


def check_text(document: Document, language: str, limits: Limits) -> TextCheck:
    """Doubts about the text of a document that a rubric in ``language`` (a code) is to judge.

    Raises ReadError (undecodable, other-language, too-short) where it allows no verdict.
    """
    wording = check_wording(document, language)
    warnings = (*wording.warnings, *check_length(document, limits))
    return TextCheck(warnings, wording.unread_pages)
