"""What can go wrong, in one shape: ``where: what is wrong; what would work``."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_gap.nouns import Status

__all__ = [
    "GapcheckError",
    "ReadError",
    "RubricError",
    "UsageError",
    "did_you_mean",
    "message_of",
    "named_message",
    "nearest",
]

_MOST_CHARACTERS = 120
"""Of a message of somebody else's library: some quote half of the file."""


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


def message_of(error: Exception) -> str:
    """What an exception says, on one line of bounded length; "" where it says nothing."""
    return " ".join(str(error).split())[:_MOST_CHARACTERS]


def named_message(error: Exception) -> str:
    """The type of an exception and what it says: ``ValueError: bad offset``."""
    name, message = type(error).__name__, message_of(error)
    return f"{name}: {message}" if message else name


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` most likely stands for, or ``""``; both shorter than a line."""
    from difflib import get_close_matches  # most runs have nothing to complain of

    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)  # difflib's own cutoff
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The hint for an unknown word: the nearest known one, or ``otherwise`` where none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise
