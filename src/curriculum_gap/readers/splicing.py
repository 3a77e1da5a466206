"""A text with the files that it includes put in their places, and where each of its lines is from.

Quarto, Jekyll and TeX work in the same way: an include is replaced by the text of the file before
anything is parsed, so that headings, lists and commands of one hold in the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Included, Limits
from curriculum_gap.readers.encoding import decode
from curriculum_gap.readers.includes import Include, find_includes
from curriculum_gap.readers.sniff import sniff

__all__ = ["Prepare", "SplicedText", "splice"]

_MOST_SPLICED = 1_000  # includes of one document, those of the same file counted each time
_DEEPEST = 20  # includes within includes

Prepare = Callable[[str], tuple[str, int]]
"""What makes text of an included file fit for the document: gives the text, which keeps its lines,
and the number of its first line in the file."""


@dataclass(frozen=True, slots=True)
class SplicedText:
    """``text`` with everything in its place. Line ``starts[i]`` (counted from 1) and those below it
    are from file ``origins[i]``: its path (``""`` for the document itself), and the number there of
    that line. ``warnings`` say what was guessed or passed over."""

    text: str
    starts: tuple[int, ...] = ()
    origins: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()

    def placed(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Blocks that were read of ``text``, each with its own file and the line there."""
        return tuple(map(self._placed, blocks) if self.starts else blocks)

    def _placed(self, block: Block) -> Block:
        if block.line is None or block.inside:
            return block
        index = max(0, bisect_right(self.starts, block.line) - 1)
        path, first = self.origins[index]
        line = first + block.line - self.starts[index]
        if line == block.line and not path:
            return block
        return replace(block, inside=path, line=line)


def splice(
    text: str,
    source: str,
    included: Included | None,
    limits: Limits,
    prepare: Mapping[str, Prepare],
) -> SplicedText:
    """The text of the document ``source`` with what it includes. ``prepare`` names the formats (as
    `sniff` tells them) that can stand in it, and how their text is made fit."""
    if included is None or not included.contents:
        return SplicedText(text)
    splicing = _Splicing(source, included, limits, prepare)
    splicing.add(text, 1, "", ())
    return splicing.spliced()


class _Splicing:
    """One document that is put together: the pieces of its text so far, each with its file and the
    number there of its first line."""

    def __init__(
        self, source: str, included: Included, limits: Limits, prepare: Mapping[str, Prepare]
    ) -> None:
        self._source = source
        self._included = included
        self._prepare = prepare
        self._pieces: list[tuple[str, str, int]] = []
        self._texts: dict[str, tuple[str, int] | None] = {}
        self._characters_left = limits.text_bytes
        self._includes_left = _MOST_SPLICED
        self._warnings: list[str] = []

    def add(self, text: str, line: int, path: str, around: tuple[str, ...]) -> None:
        """Adds the text of a file and of all that it includes. ``around`` are the files in which it
        is included."""
        self._characters_left -= len(text)
        end = 0
        names = self._included.names.get(path, {})
        for include in find_includes(text, path or self._source) if names else ():
            inner = (*around, path)
            parts = [(name, *self._part(names.get(name), inner)) for name in include.names]
            if all(found is None for _, _, found in parts):
                continue
            before = text[end : include.start]
            self._pieces.append((before, path, line))
            line += before.count("\n")
            apart = _apart(text, include)
            for name, target, found in parts:
                if found is None:  # it stays named, so that it is warned of
                    self._pieces.append((f'\n```{{r, child="{name}"}}\n```\n', path, line))
                    continue
                self._pieces.append((apart, path, line))
                if target:
                    self._includes_left -= 1
                    self.add(*found, target, inner)
                self._pieces.append((apart, path, line))
            line += text.count("\n", include.start, include.end)
            end = include.end
        self._pieces.append((text[end:], path, line))

    def _part(
        self, target: str | None, around: tuple[str, ...]
    ) -> tuple[str, tuple[str, int] | None]:
        """The path of a file that is included, and its text with the number of its first line; None
        for one that cannot be read here. A circle ends with no text and a warning."""
        if target is None or len(around) > _DEEPEST:
            return "", None
        if target in around:
            shown = target or self._source.replace("\\", "/").rpartition("/")[2]
            warning = f"files include each other in a circle: {shown}"
            if warning not in self._warnings:
                self._warnings.append(warning)
            return "", ("", 1)
        return target, self._text(target)

    def _text(self, path: str) -> tuple[str, int] | None:
        """The text of an included file, made fit; None where it is none that fits, or where the
        document has had its share."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        found = self._texts[path]
        if found is None or not self._includes_left or len(found[0]) > self._characters_left:
            return None
        return found

    def _read(self, path: str) -> tuple[str, int] | None:
        content = self._included.contents.get(path, b"")
        try:
            name = sniff(content, path)
            text, warnings = decode(content)
        except ReadError:
            return None
        if name not in self._prepare:
            return None
        self._warnings += [f"{path}: {warning}" for warning in warnings]
        return self._prepare[name](text)

    def spliced(self) -> SplicedText:
        """The text, with the origin of its lines. A line that several files share is that of the
        first one with a word in it."""
        starts: list[int] = []
        origins: list[tuple[str, int]] = []
        line, has_words = 1, False
        for text, path, first in self._pieces:
            begins, _, below = text.partition("\n")
            if not has_words and begins.strip():
                _set_origin(starts, origins, line, (path, first))
                has_words = True
            count = text.count("\n")
            if count:
                _set_origin(starts, origins, line + 1, (path, first + 1))
                line += count
                has_words = bool(below.rpartition("\n")[2].strip())
        text = "".join(piece for piece, _, _ in self._pieces)
        return SplicedText(text, tuple(starts), tuple(origins), tuple(self._warnings))


def _apart(text: str, include: Include) -> str:
    """What parts an included text from that around it. A notation on lines of its own stands for
    paragraphs of their own; TeX goes on in the same paragraph, but for \\include."""
    if include.rule.suffix == ".tex" and not include.text.startswith("\\include"):
        return ""
    before = text[text.rfind("\n", 0, include.start) + 1 : include.start]
    end = text.find("\n", include.end)
    behind = text[include.end : end if end >= 0 else len(text)]
    return "" if before.strip() or behind.strip() else "\n"


def _set_origin(
    starts: list[int], origins: list[tuple[str, int]], line: int, origin: tuple[str, int]
) -> None:
    """Notes the origin of a line and of those below it; the last word on a line counts."""
    if starts and starts[-1] == line:
        starts.pop()
        origins.pop()
    starts.append(line)
    origins.append(origin)
