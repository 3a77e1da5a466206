"""Which reports go out without names of people: those made to be posted, unless told otherwise.

``Posting`` holds what was typed and the documents whose names are known; ``without_names`` gives
the value that a report of one format shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Trend
from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports import POSTED_FORMATS, ReportOptions, redact

__all__ = ["Posting", "Shown", "without_names"]

Shown = TypeVar("Shown", Report, CurriculumMap, Crosswalk, Trend)
"""What a report shows."""


@dataclass(slots=True)
class Posting:
    """``asked`` is what ``--redact-names`` says (None: nothing), ``documents`` are all that were
    read. What was replaced once is kept in ``done``, for further formats."""

    asked: bool | None = None
    documents: Sequence[Coverage | Unread] = ()
    done: dict[int, tuple[object, object, tuple[tuple[str, int], ...]]] = field(
        default_factory=dict
    )

    def redacts(self, format_name: str) -> bool:
        """Whether reports of this format go out without names."""
        return format_name in POSTED_FORMATS if self.asked is None else self.asked


def without_names(
    format_name: str, value: Shown, options: ReportOptions, posting: Posting
) -> tuple[Shown, ReportOptions]:
    """What a report of this format shows, and the options that say how many names were replaced."""
    if not posting.redacts(format_name):
        return value, options
    known = posting.done.get(id(value))
    if known is None:
        made = redact(value, posting.documents)
        known = posting.done[id(value)] = value, made.value, made.counts
    return known[1], replace(options, replaced=known[2])  # type: ignore[return-value]
