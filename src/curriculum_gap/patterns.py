"""Regular expressions that are compiled on first use.

A module knows dozens of patterns and a document needs a few; to compile all of them at import took
longer than to read a small file (about 60 ms of a cold start).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast

__all__ = ["lazy_pattern"]


class _LazyPattern:
    """Stands for a `re.Pattern` and hands on all its methods."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.source = source
        self.flags_given = flags

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        """The pattern itself."""
        return re.compile(self.source, self.flags_given)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.compiled, name)
        setattr(self, name, method)  # the next call finds it here
        return method


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but compiled on first use. ``source`` and ``flags`` are those of `re`."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))
