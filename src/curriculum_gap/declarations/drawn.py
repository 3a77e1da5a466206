"""Alignment tables whose lines nobody drew: a reader gives their cells as paragraphs.

The heads tell that such a table begins ("Class Learning Assignment", "Practice Behaviors",
"Competency"), a heading ends it. In between, an item with its title is a row's cell; the graded
work stands before it, or behind it where the competency is the first column.
"""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.declarations.codes import Code, Title, codes_in, named_title, title_words
from curriculum_gap.declarations.ties import MOST_CHARACTERS, begins_with_letter
from curriculum_gap.lexicon import Lexicon
from curriculum_gap.nouns import Block, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.standards import Body, KnownTitle

__all__ = ["DrawnRow", "DrawnTable"]

DrawnRow = tuple[Code, Title, str, Block, int]
"""A code, the title behind it, what it stands with, the block and its number."""

_HEAD_WORDS = 16  # of a block that is heads of columns
_CELL_WORDS = 24  # of a block that is a cell with graded work or a title
_TITLE_BLOCKS = 4  # over which the title of an item may be broken
_MOST_BLOCKS = 60  # of a table
_LEAST_OF_TITLE = 0.7  # of the words by which a title is known, where it stands without its number

_LAST_HEAD = lazy_pattern(r".*\)")


class DrawnTable:
    """Reads block after block; ``read`` gives the rows that a block completes."""

    def __init__(self, body: Body, lexicon: Lexicon) -> None:
        self.body = body
        self.lexicon = lexicon
        self._clear()

    def _clear(self) -> None:
        self.kinds: set[str] = set()
        self.blocks = 0
        self.inside = False
        self.heads = 0  # blocks with names of columns
        self.before: list[str] = []  # cells since the last row
        self.waiting: DrawnRow | None = None  # a row whose graded work stands behind it
        self.title: list[tuple[str, Block, int]] = []  # lines that may be a title
        self.held: set[int] = set()

    def holds(self, number: int) -> bool:
        """Whether the block with this number was read as part of a table's row."""
        return number in self.held

    def end(self) -> list[DrawnRow]:
        """The row that was waiting for what stands with it; the table is over."""
        rows = [*self._titled(), *self._completed()]
        held = self.held
        self._clear()
        self.held = held
        return rows

    def read(self, block: Block, number: int) -> list[DrawnRow]:
        """The rows that are complete with this block."""
        is_cell = block.shape is Shape.ENTRY or (self.inside and block.shape is Shape.PARAGRAPH)
        kinds = set() if is_cell else _kinds(block.text, self.lexicon)
        if kinds and not self._row_code(block):
            again = self.inside and block.shape is Shape.HEADING
            rows = self.end() if again else []
            self._head(block, kinds)
            return rows
        if not self.kinds:
            return []
        if not self.inside:
            self.inside = block.shape is not Shape.HEADING and self._complete()
            if not self.inside:
                sentence = block.text.rstrip().endswith(".")
                if sentence or len(block.text.split()) > _HEAD_WORDS:
                    self._clear_heads()
                return []
        return self._inside(block, number)

    def _head(self, block: Block, kinds: set[str]) -> None:
        """A block with names of columns; what stands behind the last parenthesis is a cell."""
        self.kinds |= kinds
        self.heads += max(1, block.text.count(")"))
        last = _LAST_HEAD.match(block.text)
        rest = block.text[last.end() :].strip() if last else ""
        if rest and not _kinds(rest, self.lexicon) and not rest.endswith("?"):
            self.before.append(rest)
            self.inside = self._complete()

    def _complete(self) -> bool:
        """Whether the heads are those of an alignment table."""
        return "item" in self.kinds and len(self.kinds) > 1 and self.heads > 1

    def _clear_heads(self) -> None:
        held = self.held
        self._clear()
        self.held = held

    def _inside(self, block: Block, number: int) -> list[DrawnRow]:
        """A block below the heads."""
        self.blocks += 1
        entry = block.shape is Shape.ENTRY
        lettered = begins_with_letter(block.text)
        long = len(block.text.split()) > _CELL_WORDS
        if block.shape is Shape.HEADING or self.blocks > _MOST_BLOCKS:
            return self.end()
        cells = self.before or self.waiting or self.title
        if not cells and (long or entry) and not lettered:
            return self.end()
        code = self._row_code(block)
        if code is not None:
            return self._row(block, number, *code)
        if lettered or entry:
            return self._titled()
        return self._title_or_work(block, number, long)

    def _row_code(self, block: Block) -> tuple[Code, Title] | None:
        """The item that a cell begins with, and its title."""
        codes = codes_in(block.text, self.body, ("anywhere",))
        if not codes or codes[0].start > 12:
            return None
        titled = [
            (code, title)
            for code in codes
            if (title := named_title(block.text, code, self.body)) is not None and title.words
        ]
        # Several in one block are a list of titles in lines that a reader joined.
        return titled[0] if len(titled) == 1 and titled[0][0] == codes[0] else None

    def _row(self, block: Block, number: int, code: Code, title: Title) -> list[DrawnRow]:
        """A row's item: what stands with it came before, or is still to come."""
        rows = self._completed()
        self.held.add(number)
        rest = block.text[title.end :].strip(" .:")
        work = " ".join(self.before)
        self.before = [rest] if rest else []
        row = (code, title, work[:MOST_CHARACTERS], block, number)
        if work:
            return [*rows, row]
        self.waiting = row
        return rows

    def _completed(self) -> list[DrawnRow]:
        """The row that was waiting, with the cells that came since."""
        if self.waiting is None:
            return []
        code, title, _, block, number = self.waiting
        self.waiting = None
        tie = self.before[-1][:MOST_CHARACTERS] if self.before else ""
        self.before = []
        return [(code, title, tie, block, number)]

    def _title_or_work(self, block: Block, number: int, long: bool) -> list[DrawnRow]:
        """A paragraph: the next line of a title without a number, or a cell of another column."""
        lines = [*self.title, (block.text, block, number)]
        if len(lines) <= _TITLE_BLOCKS and _titles(_text(lines), self.body):
            self.title = lines
            return []
        rows = self._titled()
        if rows or not self.title:
            alone = [(block.text, block, number)]
            if _titles(block.text, self.body):
                self.title = alone
            elif not long:
                self.before.append(block.text)
        return rows

    def _titled(self) -> list[DrawnRow]:
        """The row of a whole title that stands without its number; it waits for its work."""
        lines, self.title = self.title, []
        if not lines:
            return []
        text = _text(lines)
        words = frozenset(title_words(text))
        whole = [
            title
            for title in _titles(text, self.body)
            if len(words) >= _LEAST_OF_TITLE * len(title.words)
        ]
        if not whole:
            self.before.append(text)
            return []
        rows = self._completed()
        editions = frozenset(title.edition for title in whole)
        code = Code(whole[0].code, whole[0].code, "", "", 0, 0)
        block = lines[0][1]
        self.held |= {number for _, _, number in lines}
        self.before = []
        shown = Block(text, page=block.page, line=block.line, inside=block.inside)
        self.waiting = (code, Title(editions, len(title_words(text)), 0), "", shown, lines[0][2])
        return rows


def _kinds(text: str, lexicon: Lexicon) -> set[str]:
    """Which columns a short block names."""
    if len(text.split()) > _HEAD_WORDS or text.rstrip().endswith((".", ":")):
        return set()
    words, lowered = lexicon.standards, text.lower()
    heads = {"item": words.item_heads, "behaviour": words.behaviour_heads, "work": words.work_heads}
    return {kind for kind, wording in heads.items() if wording.stands_in(lowered)}


def _text(lines: Sequence[tuple[str, Block, int]]) -> str:
    return " ".join(text for text, _, _ in lines)


def _titles(text: str, body: Body) -> list[KnownTitle]:
    """The titles of which every word of a text is one."""
    words = title_words(text)
    if len(words) < 2:
        return []
    return [title for title in body.titles if title.words.issuperset(words)]
