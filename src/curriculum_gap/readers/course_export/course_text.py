"""The text of a course, put together from its parts: blocks in reading order, each with its place.

Ranks of headings and numbers of tables are shifted so that they stay apart; all parts together stay
within budgets.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Limits, Shape, Status
from curriculum_gap.readers.html.page import page_content
from curriculum_gap.readers.html.parsing import parse_page
from curriculum_gap.readers.text_cleanup import count_words, normalize_space
from curriculum_gap.readers.visual_headings import promote_headings

__all__ = ["CourseText", "blocks_of", "html_blocks", "html_text", "parse_html", "shortened"]

_MOST_BLOCKS = 200_000
_LONGEST_NAME = 80  # characters of a title in a place
_DEEPEST = 9  # rank of a heading


class CourseText:
    """Blocks so far. ``put`` and the others raise ReadError (too-large) beyond the budgets."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self._limits = limits
        self._added: set[int] = set()  # positions of headings that are no text of the course
        self._characters = 0
        self._tables = 0

    @property
    def words(self) -> int:
        """Words of the course that are not hidden, without the headings put between its parts."""
        blocks = enumerate(self.blocks)
        return count_words([block for number, block in blocks if number not in self._added])

    def section(self, text: str, rank: int, place: str = "") -> None:
        """A heading of ours, between parts of the course."""
        self._added.add(len(self.blocks))
        self.heading(text, rank, place)

    def heading(self, text: str, rank: int, place: str = "", hidden: bool = False) -> None:
        """A heading of a rank (1 = highest)."""
        text = normalize_space(text)
        if text:
            self._add(Block(text, Shape.HEADING, depth=rank, inside=place, hidden=hidden))

    def entry(self, text: str, place: str = "", hidden: bool = False) -> None:
        """An entry of a list."""
        text = normalize_space(text)
        if text:
            self._add(Block(text, Shape.ENTRY, depth=1, inside=place, hidden=hidden))

    def paragraph(self, text: str, place: str = "", hidden: bool = False) -> None:
        """A line of text."""
        text = normalize_space(text)
        if text:
            self._add(Block(text, inside=place, hidden=hidden))

    def rows(self, rows: Iterable[Sequence[str]], place: str = "") -> None:
        """A table of which the first row names the columns."""
        self._tables += 1
        header: tuple[str, ...] = ()
        for row in rows:
            cells = tuple(map(normalize_space, row))
            header = header or cells
            text = " | ".join(filter(None, cells))
            block = Block(text, Shape.ROW, cells=cells, header=header, table=self._tables)
            self._add(replace(block, inside=place))

    def put(
        self,
        blocks: Sequence[Block],
        above: int,
        place: str,
        hidden: bool = False,
        lines: bool = False,
    ) -> None:
        """The blocks of a part below a heading of the rank ``above``. Their own places follow
        ``place``; ``lines`` keeps the numbers of their lines, which name nothing on a platform."""
        ranks = [block.depth for block in blocks if block.shape is Shape.HEADING]
        shift = above + 1 - min(ranks, default=1)
        first_table = self._tables
        for block in blocks:
            depth, table = block.depth, block.table
            if block.shape is Shape.HEADING:
                depth = min(max(depth + shift, above + 1), max(_DEEPEST, above + 1))
            if table is not None:
                table += first_table
                self._tables = max(self._tables, table)
            self._add(
                replace(
                    block,
                    depth=depth,
                    table=table,
                    inside=f"{place}, {block.inside}" if block.inside else place,
                    hidden=block.hidden or hidden,
                    line=block.line if lines else None,
                )
            )

    def _add(self, block: Block) -> None:
        self._characters += len(block.text)
        if len(self.blocks) >= _MOST_BLOCKS or self._characters > self._limits.text_bytes:
            what = f"its parts hold more than {_MOST_BLOCKS:,} paragraphs together"
            if self._characters > self._limits.text_bytes:
                what = f"its parts hold more than {self._limits.text_bytes:,} characters together"
            raise ReadError(Status.TOO_LARGE, what, "give the files of the course one by one")
        self.blocks.append(block)


def html_blocks(text: str, limits: Limits) -> list[Block]:
    """The blocks of HTML that a platform shows. Raises ReadError (too-large)."""
    return blocks_of(parse_html(text, limits))


def parse_html(text: str, limits: Limits) -> Any:
    """The root element of HTML, None where there is none. Raises ReadError (too-large)."""
    if len(text) > limits.html_bytes:
        what = f"has {len(text):,} characters, over the limit of {limits.html_bytes:,} for a page"
        raise ReadError(Status.TOO_LARGE, what, "give the files of the course one by one")
    return parse_page(text) if text.strip() else None


def blocks_of(root: Any) -> list[Block]:
    """The blocks below the root element of HTML: all of it is content."""
    return [] if root is None else promote_headings(*page_content(root, has_chrome=False))


def html_text(text: str, limits: Limits) -> str:
    """The text of HTML on one line. Raises ReadError (too-large)."""
    if "<" not in text:
        return normalize_space(html.unescape(text))
    blocks = html_blocks(text, limits)
    return " ".join(block.text for block in blocks if block.text and not block.hidden)


def shortened(name: str) -> str:
    """A title on one line, as places and warnings show it."""
    name = normalize_space(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
