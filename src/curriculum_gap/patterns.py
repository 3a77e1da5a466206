"""Regular expressions that cost nothing until a text asks for them.

A module knows dozens of patterns, a document needs a few; compiling all of them took longer than
reading a small file.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

__all__ = ["late"]

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


class _Late:
    """Stands for a pattern; from the first use on its methods are the pattern's own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        pattern, flags = self._source
        compiled: re.Pattern[Any] = re.compile(pattern, flags)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As :func:`re.compile`, when first used."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
