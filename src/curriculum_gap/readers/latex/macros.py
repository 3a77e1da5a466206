"""The commands that the author of a LaTeX source defines: taken down, and expanded in a budget."""

from __future__ import annotations

import re

from curriculum_gap.patterns import late
from curriculum_gap.readers.latex.arguments import Braces, past_blanks, past_options
from curriculum_gap.readers.latex.commands import DROPPED, RANKS

__all__ = ["Macros"]

_DEFINED = late(r"\*?\s*\{?\s*\\([A-Za-z@]+)\s*\}?")
_LET = late(r"\s*=?\s*\\[A-Za-z@]+")
_PARAMETERS = late(r"(?:#\d)*")
_ARITY = late(r"\s*\[(\d)\](?:\s*\[[^\]]*\])?")
_LONGEST = 10_000  # characters of a definition
_EXPANSIONS = 2_000
_EXPANDED = 500_000  # characters
_DEEPEST = 12


class Macros:
    """Definitions so far, and what is left of the document's budget for them."""

    def __init__(self) -> None:
        self.definitions: dict[str, tuple[int, str]] = {}  # how many arguments, what it stands for
        self.braces = Braces()
        self._expansions = self._expanded = 0

    def define(self, command: str, text: str, place: int) -> int:
        """Takes down what ``\\command`` (``newcommand``, ``def`` …) before ``place`` defines; what
        the reader knows itself is not redefined. The place after the definition."""
        if "environment" in command or command == "newtheorem":
            return self.braces.past(text, place, 2 if command == "newtheorem" else 3)
        match = _DEFINED.match(text, place)
        if not match:
            return place
        name, place = match[1], match.end()
        if command == "let":
            follows = _LET.match(text, place)
            return follows.end() if follows else place
        count = 0
        if command.endswith("def"):
            parameters = _PARAMETERS.match(text, place)
            count = len(parameters[0]) // 2 if parameters else 0
            place += 2 * count
        elif command.endswith("DocumentCommand"):
            inner, place = self.braces.group(text, place)
            count = len(re.findall(r"[mo]", inner or ""))
        elif number := _ARITY.match(text, place):
            count, place = int(number[1]), number.end()
        body, place = self.braces.group(text, place)
        known = name in DROPPED or name in RANKS or name in ("item", "begin", "end")
        if body is not None and not known and len(body) < _LONGEST:
            self.definitions[name] = (count, body)
        return place

    def expand(self, name: str, text: str, place: int, depth: int) -> tuple[str | None, str, int]:
        """What the macro before ``place`` stands for with its arguments put in (None when the
        budget is spent, or ``depth`` expansions deep), the arguments alone, the place after."""
        count, body = self.definitions[name]
        place = past_options(text, place)
        arguments: list[str] = []
        for _ in range(count):
            inner, place = self.braces.group(text, place)
            arguments.append(inner or "")
        if not count:
            place = past_blanks(text, place)
            if text[place : place + 2] == "{}":
                place += 2
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        self._expansions += 1
        self._expanded += len(body)
        spent = self._expansions > _EXPANSIONS or self._expanded > _EXPANDED
        return (None if spent or depth > _DEEPEST else body), " ".join(arguments), place
