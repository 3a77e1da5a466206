"""Every passage gets its section: the part it plays in its syllabus.

One pass over the blocks of a document carries three things along: the path of headings (real ones,
short lines that read like headings, run-in labels), the list or table being read, and whether the
text before was institutional boilerplate. Heading ranks of PDFs are noisy, so words go before
ranks: a heading of course content always ends a policy heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curriculum_gap.nouns import Block, Document, Passage, Section, Shape
from curriculum_gap.patterns import late
from curriculum_gap.sections import wording
from curriculum_gap.sections.boilerplate import policy_wording
from curriculum_gap.sections.heading_words import Opening
from curriculum_gap.sections.headings import is_generic, opening, run_in
from curriculum_gap.sections.outline import LINE, PART_OF_WEEK, WEEK, WEEK_LINE, Heading, Outline
from curriculum_gap.sections.parts import RunningText, by_wording, note, quoted, shortened
from curriculum_gap.sections.pieces import pieces
from curriculum_gap.sections.schedules import (
    Columns,
    Marker,
    columns,
    inner_markers,
    scheduled_spans,
    session_marker,
)
from curriculum_gap.sections.telling import vocabulary

__all__ = ["assign"]

_LABEL = 80  # characters of a line or cell kept as a name
_NAME = 8  # words of a cell that may be a name whatever they are
_LINE = 90  # longer lines are no headings
_STATEMENT = 100  # characters a statement below a line has at least
_DEADLINE = 110  # characters a dated line that is only a deadline has at most
_OPENING_BLOCKS = 14  # a title block stands within so many blocks
_OPENING_SECTIONS = (Section.TITLE, Section.DESCRIPTION, Section.OTHER, Section.POLICY)
# Asked of every block, and slow to get from their class.
_HEADING, _NOTE, _PARAGRAPH, _ROW = Shape.HEADING, Shape.NOTE, Shape.PARAGRAPH, Shape.ROW
_NO_COLUMNS = Columns(None, "")
_OTHER_LABEL = late(r"[A-Z][\w&'’/-]*(?: [\w&'’/()-]+){0,6}:\s")
_COUNT = late(r"(\d{1,2})(?:\s?[-–&]\s?(\d{1,2}))?[.):]\s*(?=[^\W\d])")
_TIED = late(
    r"\b(?:assessed|measured|evaluated)(?: by:?| through:?| via:?| in:?| with:?|:) ([^.;)]{3,80})"
    r"|\b(?:assessments?|measures?|assignments?): ([^.;)]{3,80})",
    re.IGNORECASE,
)


def assign(document: Document) -> tuple[Passage, ...]:
    """All passages of ``document`` in reading order, each with its section.

    Hidden blocks are left out. Paragraphs of more than about 90 words become several passages; a
    table row stays one. ``headings`` holds the path without the document's own title.
    """
    blocks = [block for block in document.blocks if not block.hidden and block.text.strip()]
    return tuple(_Walk(_fold(document.title), blocks).passages())


class _Walk:
    """What has been read of a document so far."""

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        self.title = title
        self.blocks = blocks
        # for rows, sessions are a matter of columns
        self.markers = [_marker(block) for block in blocks]
        self.spans = scheduled_spans(self.markers)
        self.at = -1  # position of the present block
        self.count = 0  # the last number of a schedule whose sessions are counted headings
        self.last_session = -2  # position of the last block that started a session
        self.titled = False
        self.opening = True  # only title, description and the like so far
        self.outline = Outline()
        self.running = RunningText(self.outline)
        self.table: int | None = None
        self.columns = _NO_COLUMNS
        self.row_label = ""  # week or date of the present rows
        self.carried_tie = ""
        self.out: list[Passage] = []

    def passages(self) -> Sequence[Passage]:
        for at, block in enumerate(self.blocks):
            self.at = at
            if block.shape is _ROW:
                self._row(block)
                continue
            self.table = None
            if block.shape is _NOTE:
                section, why = note(block.text)
                for piece in pieces(block.text):
                    self._put(block, section, why, text=piece)
            elif self._is_title(block.text):
                self.titled = True
                self.running.forget()
                self._put(block, Section.TITLE, "title")
            elif block.shape is _HEADING:
                self._heading(block)
            elif self._starts_session(block.text):
                self._session(block)
            else:
                self._text(block)
        return self.out

    # Headings

    def _heading(self, block: Block) -> None:
        text = block.text
        if not any(map(str.isalpha, text)):
            self._put(block, Section.OTHER, "no words")
            return
        self.running.forget()
        heads = self._heads_session() or self._counts_on(text)
        opened = WEEK if heads else opening(text)
        depth = block.depth or 1
        amid = self._amid_sessions()
        if opened and (
            ((opened.hint or opened.subject) and amid) or self.outline.absorbs(depth, opened)
        ):
            opened = None
        if amid and (opened is None or opened.section is Section.READING):
            depth = PART_OF_WEEK  # the subject or the readings of the week, whatever its rank
        self._enter(block, Heading(_bare(text), depth, opened))

    def _enter(self, block: Block, heading: Heading) -> None:
        self.outline.enter(heading)
        section, why = self._headed(block.text, heading.opened)
        path = self.outline.texts[:-1]
        if section is Section.TITLE:
            self.outline.leave()  # stands above everything: no part of a path
        self._put(block, section, why, path=path)

    def _headed(self, text: str, opened: Opening | None) -> tuple[Section, str]:
        """The section of a heading itself."""
        if opened is None:
            above = self.outline.opened
            if above is None:
                if self.at < _OPENING_BLOCKS and (not self.titled or wording.course_line(text)):
                    return Section.TITLE, "first heading"
                low = text.lower()
                return by_wording(low, vocabulary(low)) or (Section.OTHER, "heading")
            if above.hint:
                return Section.OTHER, "heading"
            return above.section, f"below {quoted(self.outline.opener)}"
        if opened.week:
            return Section.SESSION, "heading of a session"
        if opened.hint or (opened.section is not Section.POLICY and is_generic(text)):
            return Section.OTHER, "heading"
        return opened.section, f"heading {quoted(text)}"

    def _is_title(self, text: str) -> bool:
        if self.at >= _OPENING_BLOCKS or _fold(text) != self.title:
            return False
        if self.markers[self.at] or not any(map(str.isalpha, text)):
            return False
        return opening(text) is None or "syllabus" in self.title

    # Sessions

    def _heads_session(self) -> bool:
        marker = self.markers[self.at]
        if marker is None:
            return False
        scheduled = self.outline.section is Section.SESSION
        starts = marker.strong or scheduled or (self._in_span() and not marker.loose)
        if starts:
            self.last_session = self.at
        return starts

    def _counts_on(self, text: str) -> bool:
        """Whether a heading in a schedule is the first or the next one of a count that starts
        with 1 ("4–5. The profession")."""
        found = _COUNT.match(text)
        if found is None:
            return False
        start, end = int(found[1]), int(found[2] or found[1])
        section = self.outline.section
        goes_on = self.count and self.count <= start <= self.count + 1
        if section is Section.SESSION:
            counts = start == 1 or goes_on
        else:  # a quiz between two sessions does not end the count
            counts = goes_on and section in (Section.ASSIGNMENT, Section.ACTIVITY)
        if not counts:
            return False
        self.count, self.last_session = end, self.at
        return True

    def _in_span(self) -> bool:
        return any(first <= self.at <= last for first, last in self.spans)

    def _amid_sessions(self) -> bool:
        near = self._in_span() or self.last_session == self.at - 1
        return near and self.outline.in_schedule

    def _within_week(self) -> bool:
        """In a week that is not the last one: what follows belongs to it, whatever its label."""
        return self.outline.in_week and self._in_span()

    def _starts_session(self, text: str) -> bool:
        marker = self.markers[self.at]
        if marker is None:
            return False
        section = self.outline.section
        if section is Section.SESSION:
            return True
        if not self._in_span() or marker.loose:
            return False
        if section in (None, Section.OTHER, Section.DESCRIPTION, Section.READING):
            return True
        if marker.strong or section is Section.POLICY:
            return marker.strong
        low = text.lower()
        graded = wording.is_graded(low, vocabulary(low)) or wording.is_about_work(low)
        return not (graded or " due" in low)

    def _session(self, block: Block) -> None:
        text = block.text
        self.last_session = self.at
        self.running.forget()
        self.outline.drop_week(text)
        self.outline.end_policy()
        self.outline.enter(Heading(shortened(_bare(text), _LABEL), WEEK_LINE, WEEK))
        path = self.outline.texts[:-1]
        offsets = [0, *inner_markers(text), len(text)]
        for start, end in pairwise(offsets):
            for piece in pieces(text[start:end].strip()):
                if piece:
                    self._put(block, Section.SESSION, "week or date", text=piece, path=path)

    # Paragraphs and list entries

    def _text(self, block: Block) -> None:
        text = block.text.strip()
        if opened := self._line(block, text):
            self.outline.drop_lines()
            self.running.forget()
            self._enter(block, Heading(_bare(text), LINE, opened))
            return
        label = run_in(text)
        if label and self.outline.absorbs(WEEK_LINE, label.opened):
            label = None
        if label and (not self._within_week() or label.opened.section is Section.POLICY):
            if not self._within_week():
                self.outline.drop_lines()
            self.outline.enter(Heading(label.text, LINE, label.opened, lone=False))
            self.running.outcomes = False
        elif block.shape is _PARAGRAPH:
            self.outline.leave_label(
                other_label=label is None and ":" in text and _OTHER_LABEL.match(text) is not None
            )
        for piece in pieces(text):
            section, why = self._judge(piece, block.shape)
            self._put(block, section, why, text=piece)

    def _line(self, block: Block, text: str) -> Opening | None:
        """What a line that only reads like a heading opens."""
        if len(text) >= _LINE or text.endswith((".", ";", ",")):
            return None
        if block.shape is not _PARAGRAPH and not text.endswith(":"):
            return None
        opened = opening(text, certain=False)
        if opened is None or self.outline.absorbs(WEEK_LINE, opened):
            return None
        if self._within_week():  # only statements interrupt a schedule
            following = self.blocks[self.at + 1 : self.at + 2]
            statement = opened.section is Section.POLICY and not opened.hint
            if not (statement and following and len(following[0].text) > _STATEMENT):
                return None
        return opened

    def _judge(self, text: str, shape: Shape) -> tuple[Section, str]:
        opens = self.at < _OPENING_BLOCKS and len(text) < 160 and self.outline.opened is None
        if opens and wording.course_line(text):
            return Section.TITLE, "opening lines"
        return self.running.judge(text, shape, opening=self.opening)

    # Tables

    def _row(self, block: Block) -> None:
        if block.table != self.table or block.table is None:
            self.table, self.row_label, self.carried_tie = block.table, "", ""
            self.columns = columns(block.header) if block.header else _NO_COLUMNS
        found = self.columns
        if found.section and block.cells == block.header:
            self._put(block, Section.OTHER, "table header")
            return
        first, marker = _row_start(block.cells)
        section, why, tie, path = found.section, found.why, "", self.outline.texts
        if section is None and marker and self.outline.section is not Section.POLICY:
            section, why = Section.SESSION, "row starts with a week or date"
        if section is None:
            section, why = self._judge(block.text, Shape.ROW)
        if section is Section.SESSION:
            if marker:
                self.row_label = shortened(first, _LABEL)
            elif block.cells and (count := block.cells[0].strip()):
                named = count.isdigit() and block.header
                self.row_label = shortened(f"{block.header[0]} {count}", _LABEL) if named else ""
            elif self.row_label:
                path = (*path, self.row_label)
        elif section is Section.OBJECTIVE:
            tie = self._row_tie(block.cells)
        elif found.section and len(block.cells) < 3:
            low = block.text.lower()
            if policy_wording(low, vocabulary(low), 1):
                section, why = Section.POLICY, "wording"
        self._put(block, section, why, path=path, tie=tie)

    def _row_tie(self, cells: tuple[str, ...]) -> str:
        """The assignment of an outcome row: the cell below the assignments' column (merged cells
        hold for the rows below), or, without such a column, a short cell that names graded work."""
        column = self.columns.assignment
        if column < 0:
            works = (cell for cell in cells if wording.names_assignment(cell.lower()))
            return shortened(next(works, ""), _LABEL) if len(cells) > 1 else ""
        cell = cells[column].strip() if column < len(cells) else ""
        if cell:
            named = len(cell.split()) <= _NAME or wording.names_assignment(cell.lower()[:_LINE])
            self.carried_tie = shortened(cell, _LABEL) if named else ""
        return self.carried_tie

    # Out

    def _put(
        self,
        block: Block,
        section: Section,
        why: str,
        *,
        text: str = "",
        path: tuple[str, ...] | None = None,
        tie: str = "",
    ) -> None:
        """Add the next passage."""
        text = text or block.text.strip()
        self.opening = self.opening and section in _OPENING_SECTIONS
        if section is Section.OBJECTIVE and not tie:
            tie = _tie(text)
        if path is None:
            path = self.outline.texts
        page, line = block.page, block.line
        header, cells = block.header, block.cells
        self.out.append(
            Passage(text, section, why, block.shape, page, line, path, header, cells, tie)
        )


def _row_start(cells: tuple[str, ...]) -> tuple[str, Marker | None]:
    """The first cell of a row and its session marker; a bare count and a date ("7 | 3/2 – 3/8")
    are one start."""
    filled = [cell.strip() for cell in cells if cell.strip()][:2]
    first = filled[0] if filled else ""
    marker = session_marker(first)
    if marker is None and len(filled) == 2 and first.isdigit() and len(first) < 3:
        dated = "." not in filled[1][:3]  # a number with decimals is no date
        marker = session_marker(filled[1]) if dated else None
        first = f"{first} {filled[1]}" if marker else first
    return first, marker


def _marker(block: Block) -> Marker | None:
    """The session marker of a block. In rows, sessions are a matter of columns; a dated line that
    only names a deadline ("May 3: essay due") starts no session."""
    if block.shape is _ROW:
        return None
    marker = session_marker(block.text)
    if marker and not marker.strong and len(block.text) < _DEADLINE:
        low = block.text.lower()
        if " due" in low and "read" not in low and wording.names_assignment(low[:_LABEL]):
            return None
    return marker


def _tie(text: str) -> str:
    """The assignment that an objective names itself ("… (assessed by: final paper)")."""
    text = text[:600]
    low = text.lower()
    if (
        "assess" not in low
        and "measure" not in low
        and "evaluat" not in low
        and "assign" not in low
    ):
        return ""
    found = _TIED.search(text)
    tie = (found.group(1) or found.group(2)).strip() if found else ""
    return tie if wording.names_assignment(tie.lower()) else ""


def _bare(text: str) -> str:
    """``text`` without marks of emphasis around it."""
    return text.strip(" *_#")


def _fold(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .:")
