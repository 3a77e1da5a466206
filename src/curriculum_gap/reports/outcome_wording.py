"""What pages for people say of gates and changes, in a terminal and in a browser."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import Comparison, DocumentChange, GateFailure, GateOutcome
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.wording import count

__all__ = ["accepted", "course_of", "failures_of", "lost_and_gained", "said_of_levels"]

_EXCUSES = {"waiver": "waived", "baseline": "on file in the baseline"}


def failures_of(gate: GateOutcome) -> tuple[int, dict[str, list[GateFailure]]]:
    """How many levels were lost, which stand in the comparison with their places; and the other
    failures under their document or programme."""
    others: dict[str, list[GateFailure]] = {}
    for failure in gate.failures:
        if failure.gate != "loss":
            others.setdefault(failure.program or path_of(failure.source), []).append(failure)
    return sum(failure.gate == "loss" for failure in gate.failures), others


def accepted(excused: Sequence[GateFailure]) -> str:
    """``Accepted gaps: 2 waived, 1 on file in the baseline``."""
    excuses = [failure.excuse for failure in excused]
    kinds = [f"{excuses.count(kind)} {said}" for kind, said in _EXCUSES.items() if kind in excuses]
    return f"Accepted gaps: {', '.join(kinds)}"


def lost_and_gained(comparison: Comparison) -> tuple[int, int]:
    """How many levels fell, and how many rose."""
    changes = [change for document in comparison.documents for change in document.changes]
    lost = sum(change.after < change.before for change in changes)
    return lost, sum(change.after > change.before for change in changes)


def said_of_levels(lost: int, gained: int) -> str:
    """``2 levels lost, 1 gained``, as a heading."""
    return f"{count(lost, 'level')} lost, {gained} gained" if lost or gained else "No level changed"


def course_of(document: DocumentChange) -> str:
    """A document's title, or else its file."""
    return document.title or path_of(document.new or document.old)
