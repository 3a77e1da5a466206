"""What a LaTeX source holds and does not print: branches of conditions, excluded environments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curriculum_gap.patterns import lazy_pattern

__all__ = ["without_hidden"]

_COMMAND = lazy_pattern(
    r"\\newif\s{0,80}\\if(?P<switch>[A-Za-z@]+)"
    r"|\\(?P<comment>exclude|include)comment\s{0,80}\{(?P<named>[^{}\n]{1,80})\}"
    r"|\\begin\s{0,80}\{(?P<begun>[^{}\n]{1,80})\}"
    r"|\\if\s{0,80}(?P<digits>\d\d?)"
    r"|\\(?P<word>[A-Za-z@]+)(?P<brace>\s{0,80}\{)?"
)
_BRACE = lazy_pattern(r"\\.|[{}]", re.S)
_PRINTED = lazy_pattern(r"[^\n]")

_Span = tuple[int, int]


def without_hidden(text: str) -> str:
    """``text`` with blanks for what is not printed, so that positions and lines stay.

    That is what stands in ``\\iffalse`` and ``\\if0``, in the other branch of ``\\iftrue``, in
    conditions of the author (``\\newif``) as they are set last, and in environments that
    ``\\excludecomment`` names. Other conditions are not decided: all of their branches stay.
    """
    if "\\fi" not in text and "\\excludecomment" not in text:
        return text
    parts: list[str] = []
    end = 0
    for first, last in sorted(_hidden(text)):
        if first >= end:  # of those within each other, the outermost
            hidden = text[first:last]
            parts += text[end:first], _PRINTED.sub(" ", hidden) if _is_closed(hidden) else hidden
            end = last
    return "".join([*parts, text[end:]])


def _hidden(text: str) -> list[_Span]:
    """From where to where text is hidden; such places may lie within each other."""
    found: list[_Span] = []
    switches: dict[str, bool] = {"true": True, "false": False}
    waiting: list[tuple[bool | None, int]] = []  # whether a branch is printed, and its beginning
    for match in _COMMAND.finditer(text):
        word = match["word"] or ""
        if match["switch"]:
            switches[match["switch"]] = False
        elif digits := match["digits"]:
            found.append(match.span("digits"))
            waiting.append((digits[0] == digits[-1] != "0" or digits == "00", match.end()))
        elif word in ("else", "fi") and waiting:
            printed, start = waiting.pop()
            if printed is False:
                found.append((start, match.start()))
            if word == "else":
                waiting.append((None if printed is None else not printed, match.end("word")))
        elif word.startswith("if") and (word[2:] in switches or not match["brace"]):
            waiting.append((switches.get(word[2:]), match.end("word")))
        elif word.endswith(("true", "false")):
            name = word.removesuffix("true").removesuffix("false")
            if name in switches:
                switches[name] = word.endswith("true")
    return [*found, *_excluded(text)]


def _excluded(text: str) -> Iterator[_Span]:
    """The places of environments that ``\\excludecomment`` names."""
    names: set[str] = set()
    end = 0
    for match in _COMMAND.finditer(text):
        if match["comment"] == "exclude":
            names.add(match["named"])
        elif match["comment"]:
            names.discard(match["named"])
        elif match["begun"] in names and match.start() >= end:
            last = text.find(f"\\end{{{match['begun']}}}", match.end())
            if last < 0:
                names.remove(match["begun"])
            else:
                end = last
                yield match.end(), last


def _is_closed(text: str) -> bool:
    """Whether braces close after they open: a definition may hold one half of a condition."""
    depth = 0
    for match in _BRACE.finditer(text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return False
    return not depth
