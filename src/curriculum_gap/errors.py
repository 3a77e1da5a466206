"""What can go wrong, in one shape: ``where: what is wrong; what would work``."""

from __future__ import annotations

from collections.abc import Iterable
from traceback import walk_tb
from types import ModuleType

from curriculum_gap.nouns import Status

__all__ = [
    "GapcheckError",
    "InstallationError",
    "ReadError",
    "RubricError",
    "UsageError",
    "did_you_mean",
    "installation_fault",
    "message_of",
    "named_message",
    "nearest",
    "over_limit",
    "said_bytes",
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


class InstallationError(GapcheckError):
    """A library that is missing, broken or of another version: exit code 2, and no file's fault."""


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


def said_bytes(count: int) -> str:
    """A number of bytes as messages say it: ``50.0 MB``, ``1.5 kB``, ``12 bytes``."""
    if count < 1_000:
        return f"{count:,} bytes"
    return f"{count / 1e3:,.1f} kB" if count < 1_000_000 else f"{count / 1e6:,.1f} MB"


def over_limit(size: int, limit: int, of: str = "") -> str:
    """That a size in bytes is over a limit: ``60.0 MB of text, over the limit of 50.0 MB``."""
    has, allowed = said_bytes(size), said_bytes(limit)
    if has == allowed:
        has, allowed = f"{size:,} bytes", f"{limit:,}"
    return f"{has}{of}, over the limit of {allowed}"


def installation_fault(error: Exception) -> InstallationError | None:
    """What an exception says about the installation; None where a file may have raised it.

    The installation is at fault where a module cannot be loaded, whatever it raises then, and where
    a module or a library of C lacks a name.
    """
    frames = [frame for frame, _ in walk_tb(error.__traceback__)][1:]  # without the one that asks
    loading = [frame for frame in frames if frame.f_code.co_name == "<module>"]
    owner = getattr(error, "obj", None)
    name = getattr(error, "name", None) or ""
    if isinstance(error, AttributeError) and isinstance(owner, ModuleType):
        module, what = owner.__name__, f"lacks {name}"
    elif isinstance(error, ImportError) or loading or "undefined symbol" in str(error):
        inmost = (loading or frames)[-1:]
        module = name if isinstance(error, ImportError) and name else ""
        module = module or "".join(str(frame.f_globals.get("__name__")) for frame in inmost)
        what = f"cannot be used ({named_message(error)})"
        if isinstance(error, ModuleNotFoundError):
            what = f"lacks {module}"
    else:
        return None
    where, distribution = _distribution(module)
    hint = f"pip install -U --force-reinstall {distribution}"
    return InstallationError(where, f"{what}: the installation is at fault, no file", hint)


def _distribution(module: str) -> tuple[str, str]:
    """The installed distribution that a module is from, with its version, and its name alone; else
    gapcheck, which needs it."""
    from importlib import metadata

    top = module.partition(".")[0]
    for name in metadata.packages_distributions().get(top, ()):
        return f"{name} {metadata.version(name)}", name
    return "gapcheck", "gapcheck"


_SHORTEST_PART = 2
"""Letters up to which a word stands in names by chance."""
_MOST_NAMED = 4
"""Names that a hint proposes at most."""


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The known word that ``word`` most likely stands for, or ``""``; both shorter than a line.
    ``alike`` is the least likeness, from 0 to 1, as difflib has it."""
    from difflib import get_close_matches  # most runs have nothing to complain of

    near = get_close_matches(word[:80], list(known), n=1, cutoff=alike)
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The hint for an unknown word: the nearest known one, those that hold it at the beginning of
    one of their parts (*stigma*: ``stigma-and-help-seeking``), or ``otherwise``."""
    names = list(known)
    near = nearest(word, names)
    if near:
        return f"did you mean '{near}'?"
    part = f"-{word.lower()}"
    holding = [name for name in names if part in f"-{name}"] if len(word) > _SHORTEST_PART else []
    if not 0 < len(holding) <= _MOST_NAMED:
        return otherwise
    return f"did you mean {' or '.join(map(repr, holding))}?"
