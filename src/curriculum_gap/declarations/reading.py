"""Walks through a document once for each body of standards that it names.

A code counts by where it stands: a form that nobody else uses counts anywhere, a short one only in
a column of the body or below a heading that names it. The nine titles of a standard, printed one
below the other, are no declaration: whoever declares ties an item to something.

What this knows of places came from the social work and counselling programmes that were read by
hand (docs/validity.md); tests/test_declarations.py has small documents for most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from curriculum_gap.declarations.codes import (
    Code,
    Title,
    codes_in,
    holds_only_codes,
    is_title,
    named_title,
)
from curriculum_gap.declarations.drawn import DrawnTable
from curriculum_gap.declarations.ties import MOST_CHARACTERS, columns_of, tie_of_row
from curriculum_gap.lexicon import Lexicon, reader_lexicon
from curriculum_gap.nouns import Block, Declaration, Document, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.standards import Body, load_bodies

__all__ = ["find_declarations"]

_MOST_CHARACTERS = 20_000  # of a block that are read
_MOST_DECLARATIONS = 400  # of one document, all bodies together
_TEXT_CHARACTERS = 200  # of the text that a declaration quotes
_LEAD_IN_WORDS = 25  # of a line that says whose codes follow
_HEADS_REACH = 3  # blocks between the heads of a table that stand above it and its first row
_NEAR = 25  # characters before a code in which the body's name vouches for it
_WHOLE_SET = 6  # titles in a row that are all of a standard, or nearly

_PARENTHESES = lazy_pattern(r"(?<![\w)\]])\(([^()]{1,60})\)")
_ENUMERATION = lazy_pattern(r"\s*(?:\d{1,2}[.)]|[•·*–-])\s+")


def find_declarations(document: Document) -> tuple[Declaration, ...]:
    """The codes of standards in ``document``, body by body, in reading order.

    A document that names no body costs a search for the names. The words around codes are those of
    `reader_lexicon`.
    """
    blocks = [_bounded(block) for block in document.blocks if not block.hidden]
    found: list[Declaration] = []
    for body in load_bodies():
        naming = {number for number, block in enumerate(blocks) if _names(body, block.text)}
        if naming and _means_standards(body, [blocks[number] for number in naming]):
            edition = _edition(body, [blocks[number] for number in sorted(naming)])
            found += _Walk(body, naming, edition, reader_lexicon()).read(blocks)
    return tuple(found[:_MOST_DECLARATIONS])


def _bounded(block: Block) -> Block:
    """The block, without the rest of a text that is longer than any page."""
    if len(block.text) <= _MOST_CHARACTERS:
        return block
    return replace(block, text=block.text[:_MOST_CHARACTERS])


def _names(body: Body, text: str) -> bool:
    """Whether a text names the body. The literal names go first: most texts hold none."""
    return any(name in text for name in body.names) and body.name.search(text) is not None


def _means_standards(body: Body, naming: Sequence[Block]) -> bool:
    """Whether one of the blocks that name the body speaks of its standards."""
    if not body.beside:
        return True
    return any(word.lower() in block.text.lower() for block in naming for word in body.beside)


def _edition(body: Body, blocks: Sequence[Block]) -> str:
    """The edition that a document names most often by its year, ``""`` for none."""
    years = Counter(year for block in blocks for year in _years(body, block.text))
    return years.most_common(1)[0][0] if years else ""


def _years(body: Body, text: str) -> list[str]:
    """The years of editions that stand at the body's name."""
    if not any(name in text for name in body.names):
        return []
    return [match[1] or match[2] for match in body.dated.finditer(text)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A declaration with its code, the number of its block, and whether a title follows the code:
    only such lines can be a list of titles."""

    declaration: Declaration
    code: Code
    block: int
    title: bool


@dataclass(slots=True)
class _Walk:
    """What has been read of a document for one body. ``naming`` are the numbers of the blocks that
    name it, ``edition`` is that of the document."""

    body: Body
    naming: Collection[int]
    edition: str
    lexicon: Lexicon
    governed: bool = False  # the heading or lead-in above names the body
    opened: tuple[str, str, str] | None = None  # first part of codes, its edition, its pattern
    work: str = ""  # heading of the graded work that is being described
    work_depth: int = 1  # of that heading; one that is no deeper ends what it describes
    tied: tuple[int | None, str] = (None, "")  # table and tie of the last row with codes
    heads: int = -_HEADS_REACH - 1  # block that names the body above a table without a header
    found: list[_Found] = field(default_factory=list)

    def read(self, blocks: Sequence[Block]) -> Iterator[Declaration]:
        """The declarations of a document, after one that names its edition and no item."""
        drawn = DrawnTable(self.body, self.lexicon)
        for number, block in enumerate(blocks):
            if len(self.found) > _MOST_DECLARATIONS:
                break
            if block.shape is Shape.ROW:
                self._take(drawn.end())
                self._row(block, number)
                continue
            drawn_rows = drawn.read(block, number)
            self._take(drawn_rows)
            self._govern(block, number)
            if not drawn.holds(number):
                self._text(block, number)
        self._take(drawn.end())
        naming = [blocks[number] for number in sorted(self.naming)]
        dated = [block for block in naming if self.edition in _years(self.body, block.text)]
        yield self._declaration("", self.edition, (dated or naming)[0], "prose", "", 0)
        kept = _without_title_lists(self.found, len(self.body.titles))
        yield from _with_edition(self.edition, kept)

    # Rows

    def _row(self, block: Block, number: int) -> None:
        """The codes in a row's cells; of a column that names the body also short ones."""
        if block.cells == block.header and block.header:
            return
        columns = columns_of(block.header, self.lexicon)
        beside = any(_names(self.body, head) for head in block.header)
        headless = not block.header and number - self.heads <= _HEADS_REACH
        if headless:
            self.heads = number  # the next row is below the same heads
        codes: list[tuple[int, Code]] = []
        for index, cell in enumerate(block.cells):
            head = block.header[index] if index < len(block.header) else ""
            codes += [(index, code) for code in self._in_cell(cell, head, beside, headless)]
        held = sorted({index for index, _ in codes})
        if not codes:
            return
        # Cells that are merged downwards stand in the first of their rows.
        table, above = self.tied
        merged = above if block.table is not None and block.table == table else ""
        tie = tie_of_row(block.cells, held, columns, merged, self.lexicon)
        self.tied = (block.table, tie)
        reprint = bool(tie) and is_title(tie, self.body.id)  # the code's own title beside it
        tie = "" if reprint else tie
        aligned = columns.aligns or headless or (not block.header and bool(tie))
        place = "alignment table" if aligned and tie else "column"
        year = next(iter(_years(self.body, f"{' '.join(block.header)} {block.text}")), "")
        for index, code in codes:
            title = named_title(block.cells[index], code, self.body)
            if reprint and title is None:
                title = Title(frozenset(), 1, code.end)
            named = beside or self._near(block.cells[index], code)
            of_column = next(
                iter(_years(self.body, "".join(block.header[index : index + 1]))), year
            )
            self._add(code, title, of_column, block, number, (place, tie), named)

    def _in_cell(self, cell: str, head: str, beside: bool, headless: bool) -> list[Code]:
        """The codes in a cell below ``head``. ``beside``: another column names the body;
        ``headless``: the heads stand above the table and cannot be told apart."""
        if _names(self.body, head):
            found = codes_in(cell, self.body, ("anywhere", "column"), head, spaced=True)
            alone = codes_in(cell, self.body, ("cell",), head, spaced=True)
            return found or (alone if holds_only_codes(cell, alone) else [])
        if beside and any(form.may_head(head) for form in self.body.forms):
            return codes_in(cell, self.body, ("column",), head, spaced=True)
        found = codes_in(cell, self.body, ("anywhere",), head)
        if not found and beside:  # "3a, 3b" in a column of behaviours
            alone = codes_in(cell, self.body, ("cell",), head, spaced=True)
            lettered = all(code.code[-1].isalpha() for code in alone)
            return alone if lettered and holds_only_codes(cell, alone) else []
        if not found and headless:
            short = codes_in(cell, self.body, ("column",), "", spaced=True)
            return short if holds_only_codes(cell, short) else []
        return found

    # Text

    def _govern(self, block: Block, number: int) -> None:
        """Note what a heading or a lead-in says of the blocks below it."""
        named = number in self.naming
        is_heading = block.shape is Shape.HEADING
        short = len(block.text.split()) <= _LEAD_IN_WORDS
        if is_heading:
            self.governed, self.opened = named, None
            lowered = block.text.lower()
            if self.lexicon.graded_work.assignment_names.stands_in(lowered):
                self.work, self.work_depth = block.text[:MOST_CHARACTERS], block.depth
            elif block.depth <= max(1, self.work_depth):
                self.work = ""
        elif short and self.lexicon.standards.appendix.match(block.text):
            self.work, self.work_depth = block.text[:MOST_CHARACTERS], 1
        elif named and short:
            self.governed, self.opened = True, None
        elif block.shape is Shape.PARAGRAPH and not short:
            self.governed = False
        elif block.shape is Shape.PARAGRAPH and _is_label(block.text) and not self._opens(block):
            self.governed = False  # "TSPC: …" begins what another body asks for
        if named and short:
            self.heads = number
        if self.governed and (opener := self._opens(block)):
            self.opened = opener

    def _opens(self, block: Block) -> tuple[str, str, str] | None:
        """What a line says of codes whose last part opens the entries below."""
        for opener in self.body.openers:
            if match := opener.expression.search(block.text):
                return opener.code.replace("{1}", match[1]), opener.edition, opener.item
        return None

    def _text(self, block: Block, number: int) -> None:
        """The codes in a block that is no row."""
        text = block.text
        start = _ENUMERATION.match(text)
        offset = start.end() if start and block.shape is Shape.ENTRY else 0
        where = ("anywhere", "column") if self.governed else ("anywhere",)
        codes = codes_in(" " * offset + text[offset:], self.body, where)
        if self.governed:
            codes += self._in_parentheses(text, codes)
        codes += self._below_opener(text)
        year = next(iter(_years(self.body, text)), "") if number in self.naming else ""
        for code in codes:
            title = named_title(text, code, self.body)
            place = _place(block, code)
            self._add(code, title, year, block, number, (place, self.work), self._near(text, code))

    def _near(self, text: str, code: Code) -> bool:
        """Whether the body's name stands right before a code."""
        return _names(self.body, text[max(0, code.start - _NEAR) : code.start])

    def _in_parentheses(self, text: str, known: Sequence[Code]) -> list[Code]:
        """Codes that fill a parenthesis: "(3a, 4)"."""
        found = []
        for match in _PARENTHESES.finditer(text):
            codes = codes_in(match[1], self.body, ("cell",))
            inside = any(match.start() < code.end <= match.end() for code in known)
            if not inside and holds_only_codes(match[1], codes):
                shift = match.start(1)
                found += [
                    code._replace(start=code.start + shift, end=code.end + shift) for code in codes
                ]
        return found

    def _below_opener(self, text: str) -> list[Code]:
        """The code of an entry whose first part stands in a line above."""
        if self.opened is None:
            return []
        template, edition, item = self.opened
        pattern = next(one.entry for one in self.body.openers if one.item == item)
        if match := pattern.match(text):
            code = template.replace("{item}", match[1])
            return [Code(code, code, edition, "", match.start(), match.end(1))]
        return []

    # What is found

    def _add(
        self,
        code: Code,
        title: Title | None,
        year: str,
        block: Block,
        number: int,
        place_and_tie: tuple[str, str],
        named: bool,
    ) -> None:
        """Keep a code, unless the words behind it are another body's title."""
        if title is not None and not title.words and not named:
            return
        edition = self._edition_of(code, title, year)
        place, tie = place_and_tie
        made = self._declaration(code.code, edition, block, place, tie, code.end)
        self.found.append(_Found(made, code, number, title is not None))

    def _edition_of(self, code: Code, title: Title | None, year: str) -> str:
        """The edition of a code: its form tells it, the year beside it, its title, or the
        document."""
        if code.edition:
            return code.edition
        of_title = title.editions if title else frozenset()
        if year:
            return year
        if of_title and self.edition not in of_title:
            return next(iter(of_title)) if len(of_title) == 1 else ""
        return self.edition

    def _take(self, rows: Sequence[tuple[Code, Title, str, Block, int]]) -> None:
        """Keep rows of a table that is known by its text alone."""
        for code, title, tie, block, number in rows:
            year = next(iter(_years(self.body, block.text)), "")
            self._add(code, title, year, block, number, ("alignment table", tie), True)

    def _declaration(
        self, code: str, edition: str, block: Block, place: str, tie: str, end: int
    ) -> Declaration:
        text = _quoted(block.text, end)
        where = block.page, block.line, block.inside
        return Declaration(self.body.id, edition, code, text, place, tie, *where)


_LABEL = lazy_pattern(r"[A-Z][A-Z0-9 &/,]{2,30}:")


def _is_label(text: str) -> bool:
    """Whether a line begins with a label in capitals."""
    return _LABEL.match(text) is not None


def _place(block: Block, code: Code) -> str:
    """Where a code stands in a block that is no row."""
    if block.shape is Shape.HEADING:
        return "heading"
    opened = block.text.rfind("(", 0, code.start + 1)
    if opened >= 0 and block.text.find(")", opened, code.start) < 0:
        return "parentheses"
    return "list" if block.shape is Shape.ENTRY else "prose"


def _quoted(text: str, end: int) -> str:
    """At most 200 characters of a text that hold the code which ends at ``end``."""
    if len(text) <= _TEXT_CHARACTERS:
        return text
    if end <= _TEXT_CHARACTERS - 20:
        return text[: _TEXT_CHARACTERS - 1].rstrip() + "…"
    first = min(end - _TEXT_CHARACTERS // 2, len(text) - _TEXT_CHARACTERS + 2)
    return "…" + text[first : first + _TEXT_CHARACTERS - 2].strip() + "…"


def _without_title_lists(found: Sequence[_Found], titles: int) -> list[_Found]:
    """``found`` without lists of all titles of a standard, which declare nothing.

    Such a list goes from 1 up in neighbouring blocks, each a code with its title and no tie. A
    table that has all of them with graded work is a declaration.
    """
    runs: list[list[_Found]] = []
    for one in found:
        bare = one.title and not one.declaration.tie
        last = runs[-1][-1] if runs else None
        follows = last is not None and _follows(last.declaration.code, one.declaration.code)
        if bare and follows:
            runs[-1].append(one)
        elif bare:
            runs.append([one])
    listed = {id(one) for run in runs if len(run) >= _WHOLE_SET and titles for one in run}
    return [one for one in found if id(one) not in listed]


def _follows(code: str, following: str) -> bool:
    """Whether a number is the next one."""
    return code.isdigit() and following.isdigit() and int(following) == int(code) + 1


def _with_edition(edition: str, found: Sequence[_Found]) -> Iterator[Declaration]:
    """The declarations; those of no edition get the one that forms of others tell, if it is one."""
    told = {one.declaration.edition for one in found if one.declaration.edition}
    only = edition or (next(iter(told)) if len(told) == 1 else "")
    seen: set[tuple[int, str]] = set()
    for one in found:
        if (one.block, one.code.code) in seen:
            continue
        seen.add((one.block, one.code.code))
        known = one.declaration.edition or only
        of_home = known == one.code.home
        printed = one.code.code if of_home else one.code.or_code
        yield one.declaration._replace(code=printed, edition=known)
