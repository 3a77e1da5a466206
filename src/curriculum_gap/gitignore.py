"""Patterns as in ``.gitignore``: lines of text → which paths they take.

Files with patterns come with the documents, so no pattern may cost much: a path is matched part by
part, forwards, and nothing is tried twice. (The library pathspec tries expressions that repeat
themselves again and again: one pattern of 21 bytes took it 56 s.)
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curriculum_gap.errors import UsageError

__all__ = ["PathPatterns", "compile_patterns"]

_NOTHING, _FOLDER, _ITSELF = range(3)  # what of a path a pattern matches
_MOST_PATTERNS = 5_000
_MOST_CHARACTERS = 500
"""Of one pattern. The longest paths of course folders have about 300."""
_ESCAPED = re.compile(r"\\(.)")
_TRAILING_SPACES = re.compile(r"(?<!\\)[ \t]+$")
_Segment = re.Pattern[str] | None
"""What a part of a path must match; None stands for any number of parts (``**``)."""


class _Pattern(NamedTuple):
    """One line: whether it takes paths or gives them back (``!``), whether only folders."""

    takes: bool
    only_folders: bool
    segments: tuple[_Segment, ...]

    def closeness(self, parts: Sequence[str], is_folder: bool) -> int:
        """_ITSELF where it matches the path, _FOLDER where a folder around it, _NOTHING else."""
        ends = {0}  # how many parts the segments so far can account for
        for segment in self.segments:
            if segment is None:
                ends = set(range(min(ends), len(parts) + 1))
                continue
            rest = [end for end in ends if end < len(parts)]
            ends = {end + 1 for end in rest if segment.match(parts[end])}
            if not ends:
                return _NOTHING
        if len(parts) in ends and (is_folder or not self.only_folders):
            return _ITSELF
        return _FOLDER if min(ends) < len(parts) else _NOTHING


class PathPatterns(NamedTuple):
    """Patterns in their order. False where there are none."""

    patterns: tuple[_Pattern, ...]

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def decide(self, parts: Iterable[str], is_folder: bool = False) -> bool | None:
        """Whether the path with these parts is taken; None where no pattern speaks of it.

        The last pattern that matches the path itself decides, else the last that matches a folder
        around it.
        """
        names = [part for part in parts if part not in ("", ".")]
        decision = None
        for pattern in reversed(self.patterns):
            closeness = pattern.closeness(names, is_folder)
            if closeness == _ITSELF:
                return pattern.takes
            if closeness == _FOLDER and decision is None:
                decision = pattern.takes
        return decision

    def match(self, path: str) -> bool:
        """Whether a file is taken, by its path with forward slashes."""
        return bool(self.decide(path.split("/")))


def compile_patterns(lines: Iterable[str], where: str) -> PathPatterns:
    """Patterns in the syntax of ``.gitignore``, ready for matching. Raises UsageError at ``where``,
    the place of the patterns, for one that is none or too long, and for too many."""
    patterns: list[_Pattern] = []
    for line in lines:
        text = _TRAILING_SPACES.sub("", line)
        if not text or text.startswith("#"):
            continue
        if len(text) > _MOST_CHARACTERS:
            what = f"a pattern is longer than {_MOST_CHARACTERS} characters: {text[:40]}…"
            raise UsageError(where, what, "use * for a part of it")
        pattern = _compile(text, where)
        if pattern is not None:
            patterns.append(pattern)
        if len(patterns) > _MOST_PATTERNS:
            what = f"holds more than {_MOST_PATTERNS:,} patterns"
            raise UsageError(where, what, "name folders, or use *")
    return PathPatterns(tuple(patterns))


def _compile(text: str, where: str) -> _Pattern | None:
    """One pattern, None for one that matches nothing. Raises UsageError at ``where``."""
    takes = not text.startswith("!")
    if not takes:
        text = text[1:]
        if not text:
            raise UsageError(where, "no pattern: '!'", "write it as in .gitignore")
    body = text.rstrip("/")
    names = [name for name in body.split("/") if name]
    if not names:
        return None
    # A pattern with a slash inside is held against the whole path, any other against each name.
    segments: list[_Segment] = [] if "/" in body else [None]
    for name in names[:-1]:
        if name != "**":
            segments.append(_segment(name))
        elif not segments or segments[-1] is not None:
            segments.append(None)
    segments.append(_segment(names[-1]))  # "**" at the end: what is inside, at least one part
    return _Pattern(takes, body != text, tuple(segments))


def _segment(name: str) -> re.Pattern[str]:
    """What one part of a path must match. ``fnmatch`` writes expressions that never go back."""
    glob = name.replace("[^", "[!")
    return re.compile(fnmatch.translate(_ESCAPED.sub(_literal, glob)))


def _literal(escaped: re.Match[str]) -> str:
    """A character that was written with a backslash before it, as ``fnmatch`` takes it."""
    character = escaped[1]
    return f"[{character}]" if character in "*?[" else character
