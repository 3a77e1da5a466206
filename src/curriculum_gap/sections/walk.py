"""The walk through a document: block after block, each passage with its section.

One pass carries three things along: the path of headings (real ones, short lines that read like
headings, run-in labels), the list or table being read, and whether the text before was
institutional boilerplate. Heading ranks of PDFs are noisy, so words go before ranks: a heading of
course content always ends a policy heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from curriculum_gap.nouns import Block, Document, Passage, Section, Shape
from curriculum_gap.patterns import late
from curriculum_gap.sections.headings import is_generic, opening, run_in
from curriculum_gap.sections.markers import inner_markers
from curriculum_gap.sections.openings import WEEK, Opening
from curriculum_gap.sections.outcomes import assessed_by
from curriculum_gap.sections.outline import LINE, PART_OF_WEEK, WEEK_LINE, Heading, Outline
from curriculum_gap.sections.parts import RunningText, by_wording, note
from curriculum_gap.sections.pieces import pieces, quoted, shortened
from curriculum_gap.sections.rows import Rows
from curriculum_gap.sections.schedules import Schedule
from curriculum_gap.sections.telling import vocabulary
from curriculum_gap.sections.wording import course_line

__all__ = ["assign"]

_LABEL = 80  # characters of a line kept as a name
_LINE = 90  # longer lines are no headings
_STATEMENT = 100  # characters a statement below a line has at least
_COURSE_LINE = 160  # characters, fewer
_OPENING_BLOCKS = 14  # a title block stands within so many blocks
_OPENING_SECTIONS = (Section.TITLE, Section.DESCRIPTION, Section.OTHER, Section.POLICY)
# Asked of every block, and slow to get from their class.
_HEADING, _NOTE, _PARAGRAPH, _ROW = Shape.HEADING, Shape.NOTE, Shape.PARAGRAPH, Shape.ROW
_OBJECTIVE, _SESSION = Section.OBJECTIVE, Section.SESSION
_OTHER_LABEL = late(r"[A-Z][\w&'’/-]*(?: [\w&'’/()-]+){0,6}:\s")


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
        self.at = -1  # position of the present block
        self.titled = False
        self.opening = True  # only title, description and the like so far
        self.outline = Outline()
        self.schedule = Schedule(blocks, self.outline)
        self.running = RunningText(self.outline)
        self.rows = Rows()
        self.out: list[Passage] = []

    def passages(self) -> Sequence[Passage]:
        for at, block in enumerate(self.blocks):
            self.at = at
            if block.shape is _ROW:
                self._row(block)
                continue
            self.rows.end()
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
            elif self.schedule.text_starts(at, block.text):
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
        opened = WEEK if self.schedule.heading_starts(self.at, text) else opening(text)
        depth = block.depth or 1
        amid = self.schedule.amid_sessions(self.at)
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
                if self.at < _OPENING_BLOCKS and (not self.titled or course_line(text)):
                    return Section.TITLE, "first heading"
                low = text.lower()
                return by_wording(low, vocabulary(low)) or (Section.OTHER, "heading")
            if above.hint:
                return Section.OTHER, "heading"
            return above.section, f"below {quoted(self.outline.opener)}"
        if opened.week:
            return _SESSION, "heading of a session"
        if opened.hint or (opened.section is not Section.POLICY and is_generic(text)):
            return Section.OTHER, "heading"
        return opened.section, f"heading {quoted(text)}"

    def _is_title(self, text: str) -> bool:
        if self.at >= _OPENING_BLOCKS or _fold(text) != self.title:
            return False
        if self.schedule.markers[self.at] or not any(map(str.isalpha, text)):
            return False
        return opening(text) is None or "syllabus" in self.title

    # Sessions

    def _session(self, block: Block) -> None:
        text = block.text
        self.running.forget()
        self.outline.drop_week(text)
        self.outline.end_policy()
        self.outline.enter(Heading(shortened(_bare(text), _LABEL), WEEK_LINE, WEEK))
        path = self.outline.texts[:-1]
        offsets = [0, *inner_markers(text), len(text)]
        for start, end in pairwise(offsets):
            for piece in pieces(text[start:end].strip()):
                if piece:
                    self._put(block, _SESSION, "week or date", text=piece, path=path)

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
        within_week = label is not None and self.schedule.within_week(self.at)
        if label and (not within_week or label.opened.section is Section.POLICY):
            if not within_week:
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
        if self.schedule.within_week(self.at):  # only statements interrupt a schedule
            following = self.blocks[self.at + 1 : self.at + 2]
            statement = opened.section is Section.POLICY and not opened.hint
            if not (statement and following and len(following[0].text) > _STATEMENT):
                return None
        return opened

    def _judge(self, text: str, shape: Shape) -> tuple[Section, str]:
        opens = (
            self.at < _OPENING_BLOCKS and len(text) < _COURSE_LINE and self.outline.opened is None
        )
        if opens and course_line(text):
            return Section.TITLE, "opening lines"
        return self.running.judge(text, shape, opening=self.opening)

    # Tables

    def _row(self, block: Block) -> None:
        start = self.rows.start(block)
        part = self.rows.part(block, start, self.outline.section)
        section, why = part or self._judge(block.text, _ROW)
        path, tie = self.outline.texts, ""
        if section is _SESSION:
            if week := self.rows.week(block, start):
                path = (*path, week)
        elif section is _OBJECTIVE:
            tie = self.rows.assignment(block.cells)
        self._put(block, section, why, path=path, tie=tie)

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
        if section is _OBJECTIVE and not tie:
            tie = assessed_by(text)
        if path is None:
            path = self.outline.texts
        page, line = block.page, block.line
        header, cells = block.header, block.cells
        self.out.append(
            Passage(text, section, why, block.shape, page, line, path, header, cells, tie)
        )


def _bare(text: str) -> str:
    """``text`` without marks of emphasis around it."""
    return text.strip(" *_#")


def _fold(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .:")
