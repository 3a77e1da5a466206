"""The walk through a document: block after block, each passage with its section.

One pass carries three things along: the path of headings (real ones, short lines that read like
headings, run-in labels), the list or table being read, and whether the text before was an
institutional statement. Heading ranks of PDFs are unreliable, so words go before ranks: a heading
of course content always ends a policy heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from curriculum_gap.heading_rules import (
    SESSION,
    HeadingMeaning,
    Label,
    heading_meaning,
    is_generic_heading,
    run_in_label,
)
from curriculum_gap.lexicon import Lexicon, load_lexicon
from curriculum_gap.nouns import Block, Document, Passage, Section, Shape
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.sections.outline import LINE, PART_OF_SESSION, SESSION_LINE, Heading, Outline
from curriculum_gap.sections.running_text import Judgement, RunningText, by_wording, of_note
from curriculum_gap.sections.schedule import Schedule
from curriculum_gap.sections.scope import Scope
from curriculum_gap.sections.split_text import pieces, quoted, sentences, shortened
from curriculum_gap.sections.tables import Rows
from curriculum_gap.sections.ties import tie_by_number
from curriculum_gap.sections.wording import PassageText, assessed_by

__all__ = ["assign"]

# Characters.
_NAME_CHARACTERS = 80  # of a line kept as a name
_LONGEST_LINE = 90  # that may be a heading
_LONGEST_TITLE_LINE = 160
# A title block stands within so many blocks of a document's beginning.
_OPENING_BLOCKS = 14
_OPENING_SECTIONS = (Section.TITLE, Section.DESCRIPTION, Section.OTHER, Section.POLICY)
# What a heading opens of the readings of one week.
_WITHIN_A_SESSION = (Section.READING, Section.RESOURCE)
# Running text in which single sentences set graded work.
_WITH_WORK = (Section.DESCRIPTION, Section.SESSION)
# "Exam. Three hours": a label that ends with a full stop.
_STOPPED_LABEL = lazy_pattern(r"[A-Z][\w'’-]*(?: [\w'’-]+){0,4}\. (?=[\"“A-Z0-9])")
_OTHER_LABEL = lazy_pattern(r"[A-Z][\w&'’/-]*(?: [\w&'’/()-]+){0,6}:\s")


def assign(document: Document, language: str = "en") -> tuple[Passage, ...]:
    """All passages of ``document`` in reading order, each with its section.

    ``language`` is that of the rubric; UsageError where it has no lexicon. Hidden blocks are left
    out. Paragraphs of more than about 90 words become several passages; a table row stays one.
    ``headings`` holds the path without the document's own title.
    """
    visible = [block for block in document.blocks if not block.hidden]
    blocks = [block for block in visible if block.text.strip()]
    title = _folded(document.title)
    lexicon = load_lexicon(language)
    walk = _Walk(title, blocks, lexicon)
    return tie_by_number(walk.passages(), lexicon)


class _Walk:
    """What has been read of a document so far."""

    def __init__(self, title: str, blocks: Sequence[Block], lexicon: Lexicon) -> None:
        self.title = title
        self.blocks = blocks
        self.lexicon = lexicon
        self.position = -1  # of the present block
        self.titled = False
        self.opening = True  # only title, description and the like so far
        self.outline = Outline()
        self.schedule = Schedule(blocks, self.outline, lexicon)
        self.running = RunningText(self.outline, lexicon)
        self.rows = Rows(lexicon, grades=_has_work(blocks, lexicon))
        self.scope = Scope(lexicon)
        self.out: list[Passage] = []

    def passages(self) -> Sequence[Passage]:
        """Read all blocks."""
        for position, block in enumerate(self.blocks):
            self.position = position
            self.scope.enter(block)
            if block.shape is Shape.ROW:
                self._row(block)
            else:
                self.rows.end()
                self._block(block)
        return self.out

    def _block(self, block: Block) -> None:
        """Read a block that is no row."""
        if block.shape is Shape.NOTE:
            section, why = of_note(PassageText(block.text, self.lexicon))
            for piece in pieces(block.text):
                self._put(block, section, why, text=piece)
        elif self._is_title(block.text):
            self.titled = True
            self.running.end_lists()
            self._put(block, Section.TITLE, "title")
        elif block.shape is Shape.HEADING:
            self._heading(block)
        elif self.schedule.text_starts(self.position, block.text):
            self._session(block)
        else:
            self._text(block)

    def _is_title(self, text: str) -> bool:
        """Whether a block repeats the document's title, near the top, or one begins with the other:
        titles go on over lines, and are cut before "Credits: 4". Titles that open a section
        ("Course Schedule") are headings."""
        if self.position >= _OPENING_BLOCKS or not _begins_alike(_folded(text), self.title):
            return False
        return heading_meaning(text, self.lexicon) is None

    # Headings

    def _heading(self, block: Block) -> None:
        """A heading: where sessions stand around it, it may start one or be the subject of one."""
        text = block.text
        if not any(map(str.isalpha, text)):
            self._put(block, Section.OTHER, "no words")
            return
        self.running.end_lists()
        starts_session = self.schedule.heading_starts(self.position, text)
        meaning = SESSION if starts_session else heading_meaning(text, self.lexicon)
        depth = block.depth or 1
        amid = self.schedule.amid_sessions(self.position)
        if meaning and amid and (meaning.uncertain or meaning.may_be_subject):
            meaning = None
        if meaning and self.outline.absorbs(depth, meaning):
            meaning = None
        if self.outline.in_schedule and self.lexicon.headings.exam.match(text.lower()):
            self._put(block, Section.ASSIGNMENT, "exam in a schedule")
            return
        if amid and (meaning is None or meaning.section in _WITHIN_A_SESSION):
            depth = PART_OF_SESSION  # the subject or the readings of the week, whatever its rank
        unit = self.schedule.unit(self.position) if starts_session else ""
        heading = Heading(_bare(text), depth, meaning, unit=unit)
        self._enter(block, heading)

    def _enter(self, block: Block, heading: Heading) -> None:
        """Put a heading into the outline and out as a passage."""
        self.outline.enter(heading)
        section, why = self._of_heading(block.text, heading.meaning)
        path = self.outline.texts[:-1]
        if section is Section.TITLE:
            self.outline.leave()  # stands above everything: no part of a path
        self._put(block, section, why, path=path)

    def _of_heading(self, text: str, meaning: HeadingMeaning | None) -> Judgement:
        """The section of a heading itself."""
        if meaning is None:
            return self._of_unknown_heading(PassageText(text, self.lexicon))
        if meaning.session:
            return Section.SESSION, "heading of a session"
        if meaning.uncertain:
            return Section.OTHER, "heading"
        # A heading of course content that says no more than its kind is no evidence.
        is_policy = meaning.section is Section.POLICY
        if not is_policy and is_generic_heading(text, self.lexicon):
            return Section.OTHER, "heading"
        return meaning.section, f"heading {quoted(text)}"

    def _of_unknown_heading(self, text: PassageText) -> Judgement:
        """The section of a heading whose words open none."""
        above = self.outline.meaning
        if above is None:
            at_top = self.position < _OPENING_BLOCKS
            if at_top and (not self.titled or text.is_title_line()):
                return Section.TITLE, "first heading"
            return by_wording(text) or (Section.OTHER, "heading")
        if above.uncertain:
            return Section.OTHER, "heading"
        return above.section, f"below {quoted(self.outline.opener)}"

    # Sessions

    def _session(self, block: Block) -> None:
        """A paragraph or list entry that starts a session. It ends the session before and any
        policy."""
        text = block.text
        unit = self.schedule.unit(self.position)
        self.running.end_lists()
        self.outline.leave_session(unit)
        self.outline.leave_policy()
        name = shortened(_bare(text), _NAME_CHARACTERS)
        heading = Heading(name, SESSION_LINE, SESSION, unit=unit)
        self.outline.enter(heading)
        path = self.outline.texts[:-1]
        first, *parts = self._parts_of_session(text)
        for piece in pieces(first):
            self._put(block, Section.SESSION, "week or date", text=piece, path=path)
        for piece in chain.from_iterable(map(pieces, parts)):
            section, why = self._judge(piece, block.shape)
            self._put(block, section, why, text=piece)

    def _parts_of_session(self, text: str) -> Iterator[str]:
        """A session's text cut where it turns to what is read or due ("Readings: …")."""
        start = 0
        for turn in self.lexicon.schedule.turns.expression.finditer(text.lower()):
            yield text[start : turn.start()].strip()
            start = turn.start()
        yield text[start:].strip()

    # Paragraphs and list entries

    def _text(self, block: Block) -> None:
        """A paragraph or list entry: a line that acts as a heading, or text with or without a
        label."""
        text = block.text.strip()
        if meaning := self._meaning_of_line(block, text):
            self.outline.leave_lines()
            self.running.end_lists()
            self._enter(block, Heading(_bare(text), LINE, meaning))
            return
        self._enter_label(block, text)
        for piece in self._pieces(text):
            section, why = self._judge(piece, block.shape)
            self._put(block, section, why, text=piece)

    def _pieces(self, text: str) -> Iterator[str]:
        """A text cut to pieces; where `_WITH_WORK` says so, sentences that set graded work stand
        apart."""
        parts: Iterable[str] = (text,)
        if self.outline.in_session:
            parts = self._parts_of_session(text)
        for piece in chain.from_iterable(map(pieces, parts)):
            if self.outline.section not in _WITH_WORK:
                yield piece
                continue
            for _, run in groupby(sentences(piece), self._sets_work):
                yield "".join(run).strip()

    def _sets_work(self, sentence: str) -> bool:
        return PassageText(sentence, self.lexicon).sets_work()

    def _meaning_of_line(self, block: Block, text: str) -> HeadingMeaning | None:
        """What a line that only reads like a heading opens."""
        if len(text) >= _LONGEST_LINE:
            return None
        if text.endswith((".", ";", ",")):
            return None
        if block.shape is not Shape.PARAGRAPH and not text.endswith(":"):
            return None
        meaning = heading_meaning(text, self.lexicon, certain=False)
        if meaning is None or self.outline.absorbs(SESSION_LINE, meaning):
            return None
        if self.schedule.within_session(self.position):  # only statements interrupt a schedule
            is_policy = meaning.section is Section.POLICY and not meaning.uncertain
            return meaning if is_policy else None
        return meaning

    def _enter_label(self, block: Block, text: str) -> None:
        """Enter the label that a text starts with, or leave the one before."""
        label = run_in_label(text, self.lexicon)
        if self.outline.below_stopped_label and _STOPPED_LABEL.match(text):
            # "Exam. Three hours …", and below it "Registration. By e-mail …"
            self.outline.leave()
            if label is None:
                label = Label(text.partition(".")[0], HeadingMeaning(Section.OTHER))
        if label and self.outline.absorbs(SESSION_LINE, label.meaning):
            label = None
        if label and not self.schedule.within_session(self.position):
            self.outline.leave_lines()
            stopped = _STOPPED_LABEL.match(text) is not None
            heading = Heading(label.text, LINE, label.meaning, alone=False, stopped=stopped)
            self.outline.enter(heading)
            self.running.outcomes_open = False
        elif block.shape is Shape.PARAGRAPH:
            other = label is None and _OTHER_LABEL.match(text) is not None
            self.outline.leave_label(other_label=other)

    def _judge(self, text: str, shape: Shape) -> Judgement:
        """Running text: lines at the top with a course's code or term are part of the title
        block."""
        at_top = self.position < _OPENING_BLOCKS and self.outline.meaning is None
        short = len(text) < _LONGEST_TITLE_LINE
        if at_top and short and PassageText(text, self.lexicon).is_title_line():
            return Section.TITLE, "opening lines"
        return self.running.judge(text, shape, opening=self.opening)

    # Tables

    def _row(self, block: Block) -> None:
        """A row of a table: its columns decide, else its wording."""
        start = self.rows.start(block)
        judgement = self.rows.section(block, start, self.outline.section)
        section, why = judgement or self._judge(block.text, Shape.ROW)
        path, tie = self.outline.texts, ""
        if section is Section.SESSION:
            if session := self.rows.session_above(block, start):
                path = (*path, session)
        elif section is Section.OBJECTIVE:
            tie = self.rows.assignment(block.cells)
        left_out = self.scope.columns(block.header)
        if left_out and block.cells != block.header:
            for text, excluded in _parts_of_row(block.cells, left_out):
                self._put(block, section, why, text=text, path=path, tie=tie, excluded=excluded)
            return
        cell, other = self.rows.apart(block) if judgement else ("", section)
        if not cell or cell == block.text.strip() or section is Section.OTHER:
            self._put(block, section, why, path=path, tie=tie)
            return
        rest = [text for text in map(str.strip, block.cells) if text not in ("", cell)]
        self._put(block, section, why, text=" | ".join(rest), path=path)
        self._put(block, other, f"cell of a row: {other}", text=cell, path=path)

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
        excluded: str = "",
    ) -> None:
        """Add the next passage: ``text`` (by default the block's) below ``path`` (by default the
        present one), with the assignment it is tied to, and why it is not taught. A text without
        a letter or digit is none: the line that is drawn below a heading says nothing of it."""
        text = text or block.text.strip()
        if not any(map(str.isalnum, text)):
            return
        self.opening = self.opening and section in _OPENING_SECTIONS
        if section is Section.OBJECTIVE and not tie:
            tie = assessed_by(text, self.lexicon)
        passage = Passage(
            text,
            section,
            why,
            block.shape,
            block.page,
            block.line,
            self.outline.texts if path is None else path,
            block.header,
            block.cells,
            tie,
            excluded or self.scope.reason(block, self.outline.path),
            block.inside,
            block.confidence,
        )
        self.out.append(passage)


def _parts_of_row(cells: Sequence[str], left_out: Sequence[int]) -> Iterator[tuple[str, str]]:
    """The text of a row's cells in two parts, and why each is not taught: "" for the first, those
    of the columns ``left_out`` for the second."""
    for excluded in ("", "out of scope"):
        part = [
            cell.strip()
            for index, cell in enumerate(cells)
            if cell.strip() and (index in left_out) is bool(excluded)
        ]
        if part:
            yield " | ".join(part), excluded


def _has_work(blocks: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether a heading of the document opens a part on graded work."""
    headings = [block.text for block in blocks if block.shape is Shape.HEADING]
    meanings = [heading_meaning(text, lexicon) for text in headings]
    return any(meaning and meaning.section is Section.ASSIGNMENT for meaning in meanings)


def _bare(text: str) -> str:
    """``text`` without marks of emphasis around it."""
    return text.strip(" *_#")


def _folded(text: str) -> str:
    """``text`` for comparison: lower case, single spaces, no marks around it."""
    words = text.lower().split()
    return " ".join(words).strip(" .:")


def _begins_alike(text: str, title: str) -> bool:
    """Whether two folded texts are the same, or the shorter, of two words or more, begins the
    longer."""
    shorter, longer = sorted((text, title), key=len)
    if shorter == longer:
        return True
    return " " in shorter and longer.startswith(shorter) and not longer[len(shorter)].isalnum()
