"""What can go wrong, in one shape: ``where: what is wrong; what would work``."""

from __future__ import annotations

from curriculum_gap.nouns import Status

__all__ = ["GapcheckError", "ReadError", "RubricError", "UsageError"]


class GapcheckError(Exception):
    """Root of everything gapcheck raises on purpose.

    ``where`` is a path (with line and column where known), ``what`` the fault, ``hint`` what would
    work; ``str()`` joins them. ``others`` are further faults in the same file, in its order.
    """

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where = where
        self.what = what
        self.hint = hint
        self.others: tuple[GapcheckError, ...] = ()
        super().__init__(f"{where}: {what}" + (f"; {hint}" if hint else ""))


class UsageError(GapcheckError):
    """Wrong usage or configuration: exit code 2."""


class RubricError(GapcheckError):
    """A rubric that cannot be used: exit code 2."""


class ReadError(GapcheckError):
    """A file that gets a status instead of a verdict. Readers raise it with ``where=""``; the
    caller knows the source."""

    def __init__(self, status: Status, what: str, hint: str = "", where: str = "") -> None:
        super().__init__(where, what, hint)
        self.status = status
