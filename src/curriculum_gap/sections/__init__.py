"""Every passage gets its section: the part it plays in its syllabus.

One pass over the blocks of a document carries three things along: the path of headings (real ones,
short lines that read like headings, run-in labels), the list or table being read, and whether the
text before was institutional boilerplate. Heading ranks of PDFs are noisy, so words go before
ranks: a heading of course content always ends a policy heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from curriculum_gap.nouns import Block, Document, Passage, Section, Shape
from curriculum_gap.sections import wording
from curriculum_gap.sections.boilerplate import policy_wording, vocabulary
from curriculum_gap.sections.headings import Opening, is_generic, opening, run_in
from curriculum_gap.sections.pieces import pieces
from curriculum_gap.sections.schedules import Columns, columns, inner_markers, session_marker

__all__ = ["assign"]

_SOFT = 99  # depth of lines and labels that act as headings below the real ones
_WEEK = Opening(Section.SESSION, week=True)
_WORD = re.compile(r"[A-Za-z]+")
_OPENING_SECTIONS = (Section.TITLE, Section.DESCRIPTION, Section.OTHER, Section.POLICY)
_SUBJECTS = (Section.SESSION, Section.OBJECTIVE, Section.READING, Section.ASSIGNMENT)
_TIED = re.compile(
    r"\b(?:assessed|measured|evaluated)(?: by:?| through:?| via:?| in:?| with:?|:) ([^.;)]{3,80})"
    r"|\b(?:assessments?|measures?|assignments?): ([^.;)]{3,80})",
    re.IGNORECASE,
)
_GAP = 40  # sessions of one schedule stand at most so many blocks apart
_LABEL = 80  # characters of a line kept as the name of a week
_OPENING_BLOCKS = 14  # a title block stands within so many blocks


def assign(document: Document) -> tuple[Passage, ...]:
    """All passages of ``document`` in reading order, each with its section.

    Hidden blocks are left out. Paragraphs of more than about 90 words become several passages; a
    table row stays one. ``headings`` holds the path without the document's own title.
    """
    blocks = [block for block in document.blocks if not block.hidden and block.text.strip()]
    reading = _Reading(title=_fold(document.title), spans=_scheduled_spans(blocks))
    return tuple(passage for block in blocks for passage in reading.passages(block))


@dataclass(slots=True)
class _Heading:
    text: str
    depth: int
    opened: Opening | None
    lone: bool = True  # False: a run-in label, its text stands beside it


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    title: str
    spans: list[tuple[int, int]]  # blocks (counted from 1) between the first and last session of a run
    last_session: int = -1  # position of the last block that started a session
    path: list[_Heading] = field(default_factory=list)
    seen: int = 0
    titled: bool = False
    placed: bool = False  # some passage has had a section other than title, description, other
    outcomes: bool = False  # a lead-in such as "Students will be able to:" is open
    pasted: bool = False  # a lead-in to a list of an accreditor is open
    after_policy: bool = False
    table: int | None = None
    row_label: str = ""
    tie: str = ""
    columns: Columns = Columns(None, "")

    def passages(self, block: Block) -> Iterator[Passage]:
        self.seen += 1
        if block.shape is not Shape.ROW:
            self.table = None
        if block.shape is Shape.HEADING:
            yield self._heading(block)
        elif block.shape is Shape.ROW:
            yield self._row(block)
        else:
            yield from self._text(block)

    # Headings

    def _heading(self, block: Block) -> Passage:
        text = block.text.strip()
        self.outcomes = self.after_policy = self.pasted = False
        if self._is_title(text):
            self.titled = True
            return self._passage(block, Section.TITLE, "title")
        opened = _WEEK if self._heads_session(text) else opening(text)
        depth = block.depth or 1
        if not any(map(str.isalpha, text)):
            return self._passage(block, Section.OTHER, "no words")
        if opened and self._below_content(depth, opened):
            opened = None
        if (opened is None or opened.section is Section.READING) and self._amid_sessions():
            depth = _SOFT + 2  # the subject or the readings of the week, whatever its rank
        self._enter(_Heading(_bare(text), depth, opened))
        section, why = self._heading_section(text, opened)
        return self._passage(block, section, why, path=self.path[:-1])

    def _heads_session(self, text: str) -> bool:
        marker = session_marker(text)
        if marker is None:
            return False
        above = self._opened()
        scheduled = above is not None and above.section is Section.SESSION
        starts = marker.strong or scheduled or (self._in_span() and not marker.loose)
        if starts:
            self.last_session = self.seen
        return starts

    def _heading_section(self, text: str, opened: Opening | None) -> tuple[Section, str]:
        if opened is None:
            above = self._opened()
            if above is None:
                if self.seen <= _OPENING_BLOCKS and (not self.titled or wording.course_line(text)):
                    return Section.TITLE, "first heading"
                return _by_wording(text) or (Section.OTHER, "heading")
            if above.hint:
                return Section.OTHER, "heading"
            return above.section, f"below {_quoted(self._opener())}"
        if opened.week:
            return Section.SESSION, "heading of a session"
        if opened.hint:
            return Section.OTHER, "heading"
        if opened.section is Section.POLICY:
            return Section.POLICY, f"heading {_quoted(text)}"
        if is_generic(text):
            return Section.OTHER, "heading"
        return opened.section, f"heading {_quoted(text)}"

    def _in_span(self) -> bool:
        return any(first <= self.seen <= last for first, last in self.spans)

    def _amid_sessions(self) -> bool:
        return (self._in_span() or self.last_session == self.seen - 1) and any(
            h.opened is not None and h.opened.section is Section.SESSION for h in self.path
        )

    def _below_content(self, depth: int, opened: Opening) -> bool:
        """A heading of this depth would name a part of an assignment or a week ("Purpose"), a
        subject of the schedule ("Disability"), or an office below a policy heading."""
        above = next((h.opened for h in reversed(self.path) if h.opened and h.depth < depth), None)
        if above is None:
            return False
        if opened.hint:
            return above.section in _SUBJECTS or above.section is Section.POLICY
        if opened.section in (Section.RESOURCE, Section.OTHER):
            return above.section is Section.POLICY and not opened.week
        if opened.section is Section.READING and above.week:
            return False
        return opened.part and (above.week or above.section is Section.ASSIGNMENT)

    def _enter(self, heading: _Heading) -> None:
        path, opened = self.path, heading.opened
        kept = []
        while path and path[-1].depth >= heading.depth:
            ended = path.pop()
            # a heading without known words does not end a part that a plain line opened
            if opened is None and ended.lone and ended.depth == _SOFT and ended.opened:
                if ended.opened.section in _SUBJECTS and not ended.opened.week:
                    kept.append(ended)
        path.extend(kept[-1:])
        if opened and opened.section is not Section.POLICY:
            for i, above in enumerate(path):
                if above.opened and above.opened.section is Section.POLICY:
                    del path[i:]
                    break
        path.append(heading)

    def _opened(self) -> Opening | None:
        return next((h.opened for h in reversed(self.path) if h.opened), None)

    def _opener(self) -> str:
        return next((h.text for h in reversed(self.path) if h.opened), "")

    def _in_week(self) -> bool:
        return any(h.opened is not None and h.opened.week for h in self.path)

    def _within_week(self) -> bool:
        """In a week that is not the last one: what follows belongs to it, whatever its label."""
        return self._in_week() and self._in_span()

    def _is_title(self, text: str) -> bool:
        if self.seen > _OPENING_BLOCKS or not any(map(str.isalpha, self.title)) or _fold(text) != self.title:
            return False
        return session_marker(text) is None and (opening(text) is None or "syllabus" in self.title)

    # Paragraphs, list entries, notes

    def _text(self, block: Block) -> Iterator[Passage]:
        text = block.text.strip()
        if block.shape is Shape.NOTE:
            yield from self._cut(block, text, *self._note(text))
            return
        if self._is_title(text):
            self.titled = True
            yield self._passage(block, Section.TITLE, "title")
            return
        if self._starts_session(text):
            yield from self._session(block, text)
            return
        lone = block.shape is Shape.PARAGRAPH or text.endswith(":")
        opened = opening(text, certain=False) if lone and len(text) < 90 else None
        if opened and self._below_content(_SOFT + 1, opened):
            opened = None
        if opened and not self._within_week() and not text.endswith((".", ";", ",")):
            self._drop_soft()
            self._enter(_Heading(_bare(text), _SOFT, opened))
            self.outcomes = self.after_policy = False
            section, why = self._heading_section(text, opened)
            yield self._passage(block, section, why, path=self.path[:-1])
            return
        label = run_in(text)
        if label and self._below_content(_SOFT + 1, label[1]):
            label = None
        if label and (not self._within_week() or label[1].section is Section.POLICY):
            name, opened, end = label
            if end >= len(text.rstrip()) or not self._within_week():
                self._drop_soft()
            self._enter(_Heading(name, _SOFT, opened, lone=False))
            self.outcomes = False
        elif block.shape is Shape.PARAGRAPH:
            self._leave_run_in()
        for piece in pieces(text):
            section, why = self._section(piece, block.shape)
            self.after_policy = section is Section.POLICY
            yield self._passage(block, section, why, text=piece)

    def _starts_session(self, text: str) -> bool:
        marker = session_marker(text)
        if marker is None:
            return False
        above = self._opened()
        if above is not None and above.section is Section.SESSION:
            return True
        if not self._in_span() or marker.loose:
            return False
        if above is None or above.section in (Section.OTHER, Section.DESCRIPTION, Section.READING):
            return True
        if marker.strong or above.section is Section.POLICY:
            return marker.strong
        low = text.lower()
        return not (" due" in low or wording.is_graded(low) or wording.is_about_work(low))

    def _session(self, block: Block, text: str) -> Iterator[Passage]:
        self.last_session = self.seen
        self._drop_week(text)
        above = self._opened()
        if above and above.section is Section.POLICY:
            self.path.clear()
        self.outcomes = self.after_policy = False
        self._enter(_Heading(_shortened(_bare(text), _LABEL), _SOFT + 1, _WEEK))
        offsets = inner_markers(text)
        parts = (
            [text[a:b].strip() for a, b in zip([0, *offsets], [*offsets, len(text)], strict=True)]
            if offsets
            else [text]
        )
        for part in parts:
            for piece in pieces(part):
                if piece:
                    yield self._passage(
                        block, Section.SESSION, "week or date", text=piece, path=self.path[:-1]
                    )

    def _drop_soft(self) -> None:
        while self.path and self.path[-1].depth >= _SOFT:
            self.path.pop()

    def _drop_week(self, text: str) -> None:
        """Forget the last week, and labels that do not open the schedule itself; units that hold
        weeks stay."""
        kind = _kind(text)
        for i, heading in enumerate(self.path):
            if heading.opened and heading.opened.week and _kind(heading.text) == kind:
                del self.path[i:]
                return
        while self.path and self.path[-1].depth >= _SOFT:
            opened = self.path[-1].opened
            if opened and opened.section is Section.SESSION and not opened.week:
                return
            self.path.pop()

    def _leave_run_in(self) -> None:
        """A new paragraph without a label is no longer the label's, except below labels that open
        a whole part (objectives, readings, assignments)."""
        if self.path and not self.path[-1].lone:
            opened = self.path[-1].opened
            if opened and opened.section in (Section.POLICY, Section.OTHER, Section.DESCRIPTION):
                self.path.pop()

    def _cut(self, block: Block, text: str, section: Section, why: str) -> Iterator[Passage]:
        for piece in pieces(text):
            yield self._passage(block, section, why, text=piece)

    def _note(self, text: str) -> tuple[Section, str]:
        if policy_wording(text, vocabulary(text)):
            return Section.POLICY, "wording of a note"
        if wording.is_citation(text.lower()):
            return Section.READING, "citation in a note"
        return Section.OTHER, "note"

    def _section(self, text: str, shape: Shape) -> tuple[Section, str]:
        """The section of running text below the present path."""
        low = text.lower()
        above = self._opened()
        words = vocabulary(text)
        if above and above.section is Section.POLICY and not above.hint:
            if above.umbrella and wording.is_graded(low) and not policy_wording(text, words):
                return Section.ASSIGNMENT, "graded work"
            return Section.POLICY, f"heading {_quoted(self._opener())}"
        matter = policy_wording(text, words, self._caution(above))
        if matter and not (
            matter == "attendance and late work"
            and (wording.is_graded(low) or (above and above.section in (Section.ASSIGNMENT, Section.ACTIVITY)))
        ):
            return Section.POLICY, f"wording: {matter}"
        if above is None or above.hint or above.section is Section.OTHER:
            return self._unheaded(text, low, shape)
        where = f"heading {_quoted(self._opener())}"
        if above.section is Section.SESSION:
            if wording.names_work(low):
                return Section.ASSIGNMENT, f"graded work below {_quoted(self._opener())}"
            if wording.is_citation(low):
                return Section.READING, f"citation below {_quoted(self._opener())}"
            if len(text) > 160 and "course" in words and not self._in_week() and wording.is_description(low):
                return Section.DESCRIPTION, "wording of a description"
            return Section.SESSION, where
        if above.section is Section.DESCRIPTION:
            if self._outcome(text, low, shape):
                return Section.OBJECTIVE, "wording of an outcome"
            return Section.DESCRIPTION, where
        if above.section is Section.OBJECTIVE:
            if self.pasted and shape is Shape.ENTRY:
                return Section.OTHER, "list of an accreditor"
            self.pasted = wording.lists_accreditor(low)
            if len(text) > 250 and wording.about_programme(low):
                return Section.DESCRIPTION, "about the programme"
        if above.section is Section.ACTIVITY and wording.is_graded(low):
            return Section.ASSIGNMENT, "graded work"
        return above.section, where

    def _caution(self, above: Opening | None) -> int:
        if above is None:
            return -1 if self.after_policy else 0
        if above.hint:
            return -1
        if above.section in (Section.OTHER, Section.DESCRIPTION, Section.RESOURCE):
            return -1 if self.after_policy else 0
        return 0 if self.after_policy else 1

    def _outcome(self, text: str, low: str, shape: Shape) -> bool:
        """True for outcomes; keeps track of the list that a lead-in opened."""
        above = self._opened()
        described = above is not None and above.section is Section.DESCRIPTION
        verb = wording.starts_with_outcome_verb(low)
        if self.outcomes and (verb or shape is Shape.ENTRY):
            return True
        if verb and low.lstrip("0123456789.()•·- *").startswith("to "):
            return not described or "program" not in self._opener().lower()
        stated = wording.is_outcome(low, plainly=described)
        self.outcomes = stated and wording.opens_outcomes(low)
        return stated or self.outcomes

    def _unheaded(self, text: str, low: str, shape: Shape) -> tuple[Section, str]:
        if self._outcome(text, low, shape):
            if wording.is_graded(low) or wording.is_about_work(low):
                return Section.ASSIGNMENT, "graded work"
            return Section.OBJECTIVE, "wording of an outcome"
        if self.seen <= _OPENING_BLOCKS and not self.path and len(text) < 160 and wording.course_line(text):
            return Section.TITLE, "opening lines"
        if found := _by_wording(text):
            return found
        if shape is Shape.PARAGRAPH and not self.placed and len(text) > 200 and not wording.is_contact(low):
            return Section.DESCRIPTION, "opening text"
        return Section.OTHER, "no cue"

    # Tables

    def _row(self, block: Block) -> Passage:
        if block.table != self.table or block.table is None:
            self.table, self.row_label, self.tie = block.table, "", ""
            self.columns = columns(block.header) if block.header else Columns(None, "")
        found = self.columns
        is_header = bool(block.header) and block.cells == block.header
        if is_header and found.section:
            return self._passage(block, Section.OTHER, "table header")
        path = self.path
        first = next((cell for cell in block.cells if cell.strip()), "")
        section, why, tie = found.section, found.why, ""
        if section is Section.OBJECTIVE and found.assignment >= 0:
            cells = block.cells
            if found.assignment < len(cells) and cells[found.assignment].strip():
                self.tie = _shortened(cells[found.assignment], _LABEL)
            tie = self.tie
        elif section is None and session_marker(first) and not self._in_policy():
            section, why = Section.SESSION, "row starts with a week or date"
        if section is Section.SESSION:
            if session_marker(first):
                self.row_label = _shortened(first, _LABEL)
            elif self.row_label:
                path = [*path, _Heading(self.row_label, _SOFT, _WEEK)]
        if section is None:
            section, why = self._section(block.text, Shape.ROW)
            self.after_policy = section is Section.POLICY
            if section is Section.OBJECTIVE and not tie:
                tie = self._tie_in(block.cells)
        elif section is not Section.POLICY and policy_wording(block.text, vocabulary(block.text), 1):
            # a schedule or outcome row is content unless all of it is a statement
            if section not in (Section.SESSION, Section.OBJECTIVE) and len(block.cells) < 3:
                section, why = Section.POLICY, "wording"
        return self._passage(block, section, why, path=path, tie=tie)

    def _tie_in(self, cells: tuple[str, ...]) -> str:
        """The cell of an outcome row that names graded work, where no header says which it is."""
        if len(cells) < 2:
            return ""
        return next((c for c in cells if c.strip() and wording.names_assignment(c.lower())), "")

    def _in_policy(self) -> bool:
        above = self._opened()
        return above is not None and above.section is Section.POLICY

    # Out

    def _passage(
        self,
        block: Block,
        section: Section,
        why: str,
        *,
        text: str = "",
        path: list[_Heading] | None = None,
        tie: str = "",
    ) -> Passage:
        text = text or block.text.strip()
        self.placed = self.placed or section not in _OPENING_SECTIONS
        if section is Section.OBJECTIVE and not tie:
            tie = _tie(text)
        return Passage(
            text=text,
            section=section,
            why=why,
            shape=block.shape,
            page=block.page,
            line=block.line,
            headings=tuple(h.text for h in (self.path if path is None else path)),
            header=block.header,
            cells=block.cells,
            tie=tie,
        )


def _by_wording(text: str) -> tuple[Section, str] | None:
    low = text.lower()
    if wording.is_graded(low):
        return Section.ASSIGNMENT, "graded work"
    if wording.is_citation(low):
        return Section.READING, "citation"
    if wording.is_description(low):
        return Section.DESCRIPTION, "wording of a description"
    if wording.is_activity(low):
        return Section.ACTIVITY, "wording of an activity"
    return None


def _scheduled_spans(blocks: list[Block]) -> list[tuple[int, int]]:
    """Runs of at least three lines (two, if counted: "Week 3") that start a session and stand at
    most ``_GAP`` blocks apart, as first and last position, counted from 1."""
    spans: list[tuple[int, int]] = []
    first = last = dated = strong = 0
    for position, block in enumerate(blocks, start=1):
        if block.shape is Shape.ROW:
            continue
        marker = session_marker(block.text)
        if marker is None or marker.loose:
            continue
        if last and position - last > _GAP:
            if dated > 2 or strong > 1:
                spans.append((first, last))
            first = dated = strong = 0
        first = first or position
        last = position
        dated += 1
        strong += marker.strong
    if dated > 2 or strong > 1:
        spans.append((first, last))
    return spans


def _kind(text: str) -> str:
    """What a session is counted by: ``week``, ``unit``, or ``""`` for dates."""
    marker = session_marker(text)
    if marker is None or not marker.strong:
        return ""
    found = _WORD.search(text)
    return found.group().lower()[:4] if found else ""


def _tie(text: str) -> str:
    found = _TIED.search(text[:600])
    tie = (found.group(1) or found.group(2)).strip() if found else ""
    return tie if wording.names_assignment(tie.lower()) else ""


def _shortened(text: str, length: int) -> str:
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _quoted(text: str) -> str:
    return f"'{_shortened(text, 40)}'"


def _bare(text: str) -> str:
    """``text`` without marks of emphasis around it."""
    return text.strip(" *_#")


def _fold(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .:")
