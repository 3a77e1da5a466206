"""Does a document look like one that describes a course?"""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_gap.nouns import Document, Passage, Section

__all__ = ["check_course_signs"]

_COURSE_SECTIONS = frozenset(
    {Section.OBJECTIVE, Section.SESSION, Section.ASSIGNMENT, Section.POLICY}
)
# The longest of 1,132 real course documents has 13,056 words. A handbook may be much longer, a
# novel is longer still.
_MOST_WORDS = 100_000


def check_course_signs(document: Document, passages: Iterable[Passage]) -> tuple[str, ...]:
    """A warning for a text that is far longer than a syllabus, or that has no objective, session,
    assignment or policy among its passages."""
    if document.words > _MOST_WORDS:
        return (f"does not look like a course document: {document.words:,} words are far too many",)
    if any(passage.section in _COURSE_SECTIONS for passage in passages):
        return ()
    reason = "no objective, session, assignment or policy was found in it"
    return (f"does not look like a course document: {reason}",)
