"""Readers that other installed distributions offer, for suffixes that gapcheck does not know.

A distribution declares an entry point of the group ``gapcheck.readers``; its name is a suffix
without the dot, its value a function::

    [project.entry-points."gapcheck.readers"]
    ics = "gapcheck_ics:read"

    def read(content: bytes, source: str, limits: Limits) -> Document: ...

``content`` is the whole file, ``source`` its path as typed, ``limits`` the budgets to keep. The
function returns a `Document` whose blocks are in reading order, or raises `ReadError` with the
status that is true of the file. It runs where all readers run, in a worker process under limits.
It is asked only where neither suffix nor content say that the file is of a format in `formats`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from curriculum_gap.errors import ReadError, named_message
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers.text_cleanup import count_words, normalize_space

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["plugin_distributions", "plugin_suffixes", "read_with_plugin"]

_GROUP = "gapcheck.readers"


@cache
def _plugins() -> dict[str, EntryPoint]:
    """Suffix with its dot → entry point. Of two for one suffix, the first by value counts."""
    from importlib.metadata import entry_points

    plugins: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=_GROUP), key=lambda entry: entry.value):
        plugins.setdefault("." + entry.name.lower().lstrip("."), entry)
    return plugins


def plugin_suffixes() -> frozenset[str]:
    """The suffixes that installed distributions can read."""
    return frozenset(_plugins())


def plugin_distributions() -> tuple[str, ...]:
    """The names of the distributions that offer readers, sorted."""
    names = {entry.dist.name for entry in _plugins().values() if entry.dist is not None}
    return tuple(sorted(names))


def read_with_plugin(content: bytes, source: str, limits: Limits, suffix: str) -> Document:
    """Reads a file with the plugin for ``suffix``.

    Raises ReadError: what the plugin raises; unsupported where it cannot be loaded or gives
    something else than a Document; damaged for any other error of it. Each names the plugin.
    """
    entry = _plugins()[suffix]
    name = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
    try:
        read = entry.load()
    except Exception as error:
        what = f"the reader of {name} cannot be loaded ({named_message(error)})"
        raise ReadError(Status.UNSUPPORTED, what, f"update or remove {name}") from error
    try:
        document = read(content, source, limits)
    except (ReadError, MemoryError, RecursionError):
        raise
    except Exception as error:
        what = f"the reader of {name} fails on it ({named_message(error)})"
        raise ReadError(Status.DAMAGED, what, f"report it to the authors of {name}") from error
    if not isinstance(document, Document):
        what = f"the reader of {name} gives no Document, but {type(document).__name__}"
        raise ReadError(Status.UNSUPPORTED, what, f"update or remove {name}")
    blocks = tuple(replace(block, text=normalize_space(block.text)) for block in document.blocks)
    return replace(document, source=source, blocks=blocks, words=count_words(blocks))
