"""The vocabulary of the package: every value that passes from one stage to the next.

All of them are frozen dataclasses, named tuples or enumerations, so that a stage cannot change what
an earlier one gave it. They follow the flow: a reader makes a :class:`Document` of
:class:`Block` values; ``sections`` makes :class:`Passage` values of them; ``keywords`` finds
:class:`Evidence`; ``measure`` counts it into a :class:`Coverage`; many of these are a
:class:`Report`. No value refers to the one it was made from, and this module imports nothing but
the standard library: every other module may import it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import NamedTuple

__all__ = [
    "LEVELS",
    "UNREAD_PAGES",
    "Block",
    "Change",
    "Comparison",
    "Coverage",
    "Declaration",
    "Document",
    "DocumentChange",
    "Domain",
    "Evidence",
    "ExpectedFor",
    "FalseFriend",
    "GateFailure",
    "GateOutcome",
    "HostWord",
    "Included",
    "Kind",
    "Level",
    "Limits",
    "Match",
    "Ocr",
    "Part",
    "Passage",
    "Provenance",
    "Report",
    "Rubric",
    "Scope",
    "Section",
    "Shape",
    "Status",
    "Strength",
    "Term",
    "Topic",
    "TopicCoverage",
    "Unread",
    "UnscoredItem",
    "best_levels",
]


class Status(StrEnum):
    """What became of a file. Only ``ok`` files take part in coverage."""

    OK = "ok"
    EMPTY = "empty"
    TOO_SHORT = "too-short"
    ELSEWHERE = "elsewhere"  # it only points to the text: a link, a frame, an include
    OTHER_LANGUAGE = "other-language"
    SCANNED = "scanned"
    UNDECODABLE = "undecodable"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    REFUSED = "refused"


class Section(StrEnum):
    """The part a passage plays in its syllabus."""

    TITLE = "title"
    DESCRIPTION = "description"
    OBJECTIVE = "objective"
    SESSION = "session"
    READING = "reading"
    ACTIVITY = "activity"
    ASSIGNMENT = "assignment"
    RESOURCE = "resource"
    POLICY = "policy"
    OTHER = "other"


class Level(IntEnum):
    """How deeply a document shows a topic; ordered."""

    ABSENT = 0
    MENTIONED = 1
    TAUGHT = 2
    ASSESSED = 3

    def __str__(self) -> str:
        return self.name.lower()


LEVELS = {str(level): level for level in Level}
"""The levels by the names that files and reports call them, lowest first."""


class Kind(StrEnum):
    """``content`` is what is taught, ``means`` is how it is taught."""

    CONTENT = "content"
    MEANS = "means"


class Scope(StrEnum):
    """``program`` topics cannot be judged from one syllabus."""

    COURSE = "course"
    PROGRAM = "program"


class Strength(StrEnum):
    """What a term is worth: ``strong`` counts alone, ``contextual`` only with a partner in reach,
    ``name`` (author, instrument) supports and never counts alone."""

    STRONG = "strong"
    CONTEXTUAL = "contextual"
    NAME = "name"


class Shape(StrEnum):
    """The form of a block of text in its file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"  # one entry of a bullet or numbered list
    ROW = "row"  # one row of a table
    NOTE = "note"  # footnote or endnote


class Ocr(NamedTuple):
    """How pictures of pages are recognised: by which program, with its version, and in which
    language, as the program names it (``eng``, ``eng+fra``)."""

    program: str
    language: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets that hold before and while a file is read; sizes in bytes, times in seconds.

    A document with fewer than ``min_words`` words is no course document and gets no verdict. With
    ``ocr``, pages without text are recognised, and a document may take ``ocr_seconds`` more of
    processor time, and three times as much more of wall time; without it (None) such pages stay
    unread.
    """

    input_bytes: int = 50_000_000
    text_bytes: int = 20_000_000
    html_bytes: int = 10_000_000
    archive_members: int = 10_000
    inflated_bytes: int = 200_000_000
    part_bytes: int = 50_000_000
    archive_ratio: int = 100
    depth: int = 200
    pages: int = 2_000
    cpu_seconds: float = 20.0
    wall_seconds: float = 60.0
    memory_bytes: int = 1_000_000_000
    ocr: Ocr | None = None
    ocr_seconds: float = 300.0
    min_words: int = 50

    @property
    def all_wall_seconds(self) -> float:
        """The most wall time of a document, that of text recognition included."""
        return self.wall_seconds + (3 * self.ocr_seconds if self.ocr else 0.0)

    @property
    def all_cpu_seconds(self) -> float:
        """The most processor time of a document, that of drawing pages for text recognition
        included."""
        return self.cpu_seconds + (self.ocr_seconds if self.ocr else 0.0)


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list entry, table row or note, as a reader found it.

    ``text`` is one line: white space folded, line-end hyphens joined. ``page`` counts from 1 (PDF
    only), ``line`` from 1 (text formats only). ``depth`` is the rank of a heading (1 = highest) or
    the nesting of a list entry (1 = outermost), else 0. For rows, ``cells`` are the texts of the
    cells in column order (empty cells kept, merged cells once), ``text`` is the non-empty cells
    joined by ``" | "``, ``header`` the cells of the table's header row (empty if it has none),
    ``table`` counts tables from 1. A header row is itself a ROW block whose ``cells == header``.
    ``hidden`` text (white, off the page, ``display:none``) is never evidence. ``inside`` names the
    piece of the file in which it stands where page and line do not tell: ``slide 3``, ``sheet
    Schedule``, ``cell 4``, ``week1.qmd``. ``confidence`` (0–1) is how sure the recognition of a
    picture's text is, None for text that was not recognised from a picture.
    """

    text: str
    shape: Shape = Shape.PARAGRAPH
    page: int | None = None
    line: int | None = None
    depth: int = 0
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    table: int | None = None
    hidden: bool = False
    inside: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Included:
    """Files that a document includes, as data for its reader, which opens none.

    ``contents`` holds their bytes by path, relative to the folder of the document and with slashes.
    ``names`` leads from a file (``""`` is the document itself) and a name as it is written there to
    such a path. What was not found or may not be opened is in neither.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(map(len, self.contents.values()))

    @property
    def digest(self) -> bytes:
        """Changes with every file that is included, and with what is found at all."""
        digest = sha256(json.dumps(self.names, sort_keys=True).encode())
        for path in sorted(self.contents):
            content = self.contents[path]
            digest.update(f"\0{path}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.digest()


@dataclass(frozen=True, slots=True)
class Document:
    """One file after reading. ``source`` is the path as typed; ``format`` names the reader;
    ``words`` counts words of all blocks that are not hidden; ``pages`` is None where the format
    has none. ``unread_pages`` are the pages, counted from 1, whose text could not be read: pictures
    of text, or letters that nobody can decode. ``sha256`` is the hex digest of the file's bytes.
    ``cut_short`` says that a page is unread for want of time or by a failure of another program:
    another run may read it."""

    source: str
    format: str
    title: str
    pages: int | None
    words: int
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
    sha256: str = ""
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of text with its place and the part it plays.

    ``headings`` is the heading path, outermost first. ``why`` says in a few words what made it this
    section (``heading 'Learning Outcomes'``, ``table column 'Week'``). ``tie`` names the assignment
    an objective is tied to in an alignment table or list, else ``""``. ``excluded`` says why the
    course does not teach what stands here ("out of scope"), else ``""``. ``page``, ``line``,
    ``inside`` and ``confidence`` are those of its `Block`.
    """

    text: str
    section: Section
    why: str = ""
    shape: Shape = Shape.PARAGRAPH
    page: int | None = None
    line: int | None = None
    headings: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    tie: str = ""
    excluded: str = ""
    inside: str = ""
    confidence: float | None = None


class Term(NamedTuple):
    """One phrase of a topic. ``weight`` multiplies the term's share (1.0 = ordinary).

    ``partners`` narrows, for a contextual term, which words in reach make it count; empty means any
    other term of the topic or of the topic's ``partners``.
    """

    text: str
    strength: Strength
    weight: float = 1.0
    partners: tuple[str, ...] = ()


class FalseFriend(NamedTuple):
    """A use of a topic's words that is not about the topic.

    ``phrase`` vetoes every term that overlaps it (``attorney-client privilege``). With ``near`` the
    phrase vetoes only when one of those words stands within reach in the same passage
    (``race`` near ``condition``, ``thread``). With ``policy`` it is how institutions speak of the
    topic (``disability services``): in policy text it sets the flag, elsewhere it vetoes.
    """

    phrase: str
    near: tuple[str, ...] = ()
    policy: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of an item of a published standard, as the rubric's file says it; ``""`` where
    it does not.

    ``status`` is ``in-force``, ``in-use``, ``retired``, ``suspended``, ``change-proposed`` or
    ``unverified``, looked up on the day ``status_as_of`` (ISO 8601); ``source`` is where; ``seen``
    (``yes``, ``partly``, ``no``) whether the official text was; ``licence`` is ``paraphrase-ok`` or
    ``code-only``.
    """

    edition: str = ""
    status: str = ""
    status_as_of: str = ""
    source: str = ""
    seen: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class UnscoredItem:
    """An item of a standard that no document is held against, by its code alone."""

    code: str
    provenance: Provenance

    @property
    def why(self) -> str:
        """Why it is not scored, in words."""
        known = self.provenance
        if known.status == "suspended":
            return "suspended"
        if known.licence == "code-only":
            return "only the code may be named"
        words = {"no": "text not seen", "partly": "text seen in part"}
        return words.get(known.seen, "left out of this topic list")


class ExpectedFor(NamedTuple):
    """The level at which a topic is expected in some courses (``course`` is a pattern for codes,
    ``SOWK 7*``) or in one ``programme`` (its name or title); the other of the two is ``""``."""

    level: Level
    course: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a programme should teach. ``hosts`` are words for matters with which it usually
    lives; they propose places for it and are no evidence of it. ``provenance`` is that of an item
    of a published standard, with the rubric's defaults; None for a topic of one's own."""

    id: str
    domain: str
    title: str
    definition: str
    kind: Kind
    scope: Scope
    expected: Level
    terms: tuple[Term, ...]
    partners: tuple[str, ...] = ()
    false_friends: tuple[FalseFriend, ...] = ()
    suggestions: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    essay: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    provenance: Provenance | None = None
    expected_for: tuple[ExpectedFor, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of topics, in the rubric's order."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """A taxonomy of topics. ``sha256`` is the hex digest of the YAML file's bytes; ``learned`` are
    the words learned from its examples, by topic id, with their weights. ``unscored`` are items of
    its standard that nothing is held against, ``source`` what its file says for all topics.
    ``measured`` names where its accuracy on labelled syllabi is published, "" where it was not
    measured. Where several rubrics are used in one run they are joined: ``parts`` are the rubrics
    as they stand alone, and ids of topics and domains begin with that of their rubric
    (``RUBRIC:topic``)."""

    id: str
    version: str
    title: str
    language: str
    sha256: str
    domains: tuple[Domain, ...]
    topics: tuple[Topic, ...]
    learned: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    unscored: tuple[UnscoredItem, ...] = ()
    source: Provenance | None = None
    measured: str = ""
    parts: tuple[Rubric, ...] = ()

    def __hash__(self) -> int:
        # Rubrics are keys of caches: the hash of thousands of terms would take milliseconds.
        return hash((self.sha256, len(self.topics)))

    @property
    def digest(self) -> str:
        """``sha256``, or a hex digest of it and the learned words where there are some: equal ones
        give the same verdicts."""
        if not self.learned:
            return self.sha256
        words = json.dumps(self.learned, sort_keys=True)
        return sha256(f"{self.sha256} {words}".encode()).hexdigest()

    @property
    def assessable(self) -> tuple[Topic, ...]:
        """Topics that one document can be held against (course scope)."""
        return tuple(topic for topic in self.topics if topic.scope is Scope.COURSE)

    @property
    def by_part(self) -> list[tuple[Rubric, tuple[Topic, ...]]]:
        """Each rubric that is joined in this one, with its topics as they are named here; rubrics
        without any are left out. A rubric that stands alone is its only part."""
        if not self.parts:
            return [(self, self.topics)]
        groups = []
        for part in self.parts:
            topics = tuple(topic for topic in self.topics if topic.id.startswith(part.prefix))
            if topics:
                groups.append((part, topics))
        return groups

    @property
    def prefix(self) -> str:
        """What ids of this rubric's topics and domains begin with where it is joined to others."""
        return f"{self.id}:"


class Match(NamedTuple):
    """A term found for a piece of evidence.

    ``weight`` is the term's share of the evidence score (all shares sum to the score). ``place`` is
    ``text``, ``heading`` or ``table``; ``start``/``end`` are character offsets into the passage's
    text (0, 0 outside of it). ``partner`` is the company that a contextual term keeps, ``""`` if it
    stands alone.
    """

    term: str
    strength: Strength
    weight: float
    place: str
    start: int = 0
    end: int = 0
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with matches of a topic: a candidate, or what counts for a level. ``score`` in 0–1,
    highest term first; ``position`` counts the document's passages from 0. ``learned`` is what
    learned words say for it (log-odds). ``offsets`` is where its matching words stood in the
    passage before names were replaced there, None where nothing was."""

    topic: str
    passage: Passage
    score: float
    matches: tuple[Match, ...]
    position: int = 0
    learned: float = 0.0
    offsets: tuple[int, int] | None = None

    @property
    def is_policy(self) -> bool:
        """Whether it stands in policy text, which sets a flag and never counts."""
        return self.passage.section is Section.POLICY


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """One topic in one document. ``score`` (0–1) is the probability of *mentioned* or more by the
    fitted models; ``rule`` says what set the level; ``policy`` is true when the topic shows up in
    policy text; evidence in reading order, policy text included (its passages have section
    ``policy``)."""

    topic: str
    level: Level
    expected: Level
    policy: bool
    score: float
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""

    @property
    def content(self) -> tuple[Evidence, ...]:
        """The evidence outside policy text."""
        return tuple(evidence for evidence in self.evidence if not evidence.is_policy)


class Declaration(NamedTuple):
    """A code of a published standard where a syllabus puts it.

    ``body`` names the publisher as the standards' files do (``cswe``), ``edition`` the year or
    ``""`` where the document does not say, ``code`` the item as the standard's file writes it
    (``3``, ``2.F.2.d``); ``""`` where the document names the standard and no item of it. ``place``
    is ``alignment table``, ``column``, ``heading``, ``parentheses``, ``list`` or ``prose``;
    ``text`` the row, heading or sentence that holds it (at most 200 characters); ``tie`` the graded
    work or objective that it stands with.
    """

    body: str
    edition: str
    code: str
    text: str
    place: str
    tie: str = ""
    page: int | None = None
    line: int | None = None
    inside: str = ""


class HostWord(NamedTuple):
    """A matter in a document with which a topic usually lives: where the topic would fit if it is
    missing. ``weight`` (0–1) is what the word is worth in this section; ``text`` is the passage
    around the word (at most 200 characters), ``heading`` the heading that it stands below."""

    topic: str
    word: str
    section: Section
    weight: float
    text: str
    page: int | None = None
    line: int | None = None
    heading: str = ""
    inside: str = ""


class Part(NamedTuple):
    """Where a section of a document begins: the place to put what is missing."""

    section: Section
    page: int | None = None
    line: int | None = None
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Levels of all topics, in the rubric's order, in one ``ok`` document; ``parts`` holds where
    each of its sections begins, in reading order; ``unread_pages`` (from 1) are no part of the
    verdict. ``declarations`` are codes of standards in it, ``hosts`` places where topics that are
    missing would fit; ``term`` is that of the course, where its first lines name one; ``people``
    are the names of who teaches it or is to be written to, which posted reports replace. ``sha256``
    is the hex digest of the file's bytes, "" where it is not known."""

    source: str
    title: str
    pages: int | None
    words: int
    topics: tuple[TopicCoverage, ...]
    share: float
    warnings: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    unread_pages: tuple[int, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    hosts: tuple[HostWord, ...] = ()
    term: str = ""
    people: tuple[str, ...] = ()
    sha256: str = ""


def best_levels(documents: Iterable[Coverage]) -> dict[str, Level]:
    """Topic id → its best level in any of the documents."""
    best: dict[str, Level] = {}
    for coverage in documents:
        for verdict in coverage.topics:
            known = best.get(verdict.topic, Level.ABSENT)
            best[verdict.topic] = max(known, verdict.level)
    return best


@dataclass(frozen=True, slots=True)
class Unread:
    """A file without a verdict: its status, why, and what would work."""

    source: str
    status: Status
    reason: str
    hint: str = ""
    warnings: tuple[str, ...] = ()


UNREAD_PAGES = "unread-pages"
"""The gate of pages that were not read. Its failures end a run as unread files do."""


@dataclass(frozen=True, slots=True)
class GateFailure:
    """Something that a gate asked for and did not find.

    ``gate`` is ``fail-under``, ``require``, ``baseline``, ``loss`` or ``unread-pages``; ``source``
    names the document (empty for a programme, which ``program`` names), ``topic`` the topic (empty
    for a share).
    ``nearest`` is the best evidence there is, in the document ``nearest_source``. Where the failure
    does not count, ``excuse`` is ``waiver`` or ``baseline``, with its reason and ISO date, if any.
    """

    gate: str
    message: str
    source: str = ""
    program: str = ""
    topic: str = ""
    found: Level = Level.ABSENT
    expected: Level = Level.ABSENT
    nearest: Evidence | None = None
    nearest_source: str = ""
    excuse: str = ""
    reason: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """What the gates said. ``asked`` names each gate in force; ``failures`` count, ``excused`` do
    not; ``notes`` are things to tidy up (unused and expired waivers, gaps that have closed)."""

    asked: tuple[str, ...]
    failures: tuple[GateFailure, ...] = ()
    excused: tuple[GateFailure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One topic before and after; ``gained`` and ``lost`` are pieces of evidence outside policy
    text that only one side has, whatever line they stand in."""

    topic: str
    before: Level
    after: Level
    gained: tuple[Evidence, ...] = ()
    lost: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document before and after: ``old`` is empty for a new one, ``new`` for one that is gone;
    ``changes`` are the topics whose level or evidence differ, in the rubric's order."""

    old: str
    new: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a set of documents. ``old`` and ``new`` say which; ``whole`` holds topics whose
    best level over all documents differs; ``unread`` are files without a verdict on either side."""

    old: str
    new: str
    documents: tuple[DocumentChange, ...]
    whole: tuple[Change, ...] = ()
    unchanged: int = 0
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reporter needs, in the order the files were given; ``gate`` where gates were
    asked for, ``comparison`` where the documents were held against an earlier state.
    ``passed_over`` holds path and reason of what lay in folders and was not looked at."""

    version: str
    rubric: Rubric
    documents: tuple[Coverage | Unread, ...] = field(default=())
    gate: GateOutcome | None = None
    comparison: Comparison | None = None
    passed_over: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """A summary: all values of a folder's report would fill a million characters."""
        rubric = f"{self.rubric.id} {self.rubric.version}"
        shares = ", ".join(f"{entry.source}: {entry.share:.0%}" for entry in self.covered[:5])
        more = f", {len(self.covered) - 5} more" if len(self.covered) > 5 else ""
        read = f"{len(self.covered)} read ({shares}{more})" if shares else "none read"
        return f"<Report by {rubric}: {read}, {len(self.unread)} without a verdict>"

    @property
    def covered(self) -> tuple[Coverage, ...]:
        """Documents that were read."""
        return tuple(entry for entry in self.documents if isinstance(entry, Coverage))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Files without a verdict."""
        return tuple(entry for entry in self.documents if isinstance(entry, Unread))
