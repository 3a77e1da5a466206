"""Labels: what careful readers say that documents teach, and which blocks of text show it.

A labels folder holds ``documents.jsonl`` and, if passages were labelled too, ``passages.jsonl``
(format: ``docs/validity.md``).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curriculum_gap.errors import GapcheckError, UsageError
from curriculum_gap.nouns import Level
from curriculum_gap.validation import MAX_FAULTS, Faults, FileKind, Source, load_schema, validate

__all__ = [
    "BlockOverlap",
    "LabelledBlock",
    "LabelledDocument",
    "find_file",
    "find_source",
    "load_labels",
    "sound_lines",
]

LABELS = FileKind("labels file", "'file: …'", "docs/validity.md", UsageError)
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A block of a document's text: the topics it is about, those it touches as policy, and those
    its readers disagreed on (left out of every measure). ``roles`` is the part of a syllabus that
    it plays for a topic, where the label names one."""

    number: int
    text: str
    topics: frozenset[str]
    policy: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """One document's levels by topic (a topic not named is absent) and its blocks in order."""

    id: str
    file: str
    group: str
    use: str
    levels: Mapping[str, Level]
    policy: frozenset[str]
    disputed: frozenset[str]
    blocks: tuple[LabelledBlock, ...] = ()

    def level(self, topic: str) -> Level:
        """The labelled level of ``topic``."""
        return self.levels.get(topic, Level.ABSENT)

    def count_blocks(self, topic: str, covered: frozenset[int]) -> tuple[int, int, int]:
        """How many blocks the label and ``covered`` (indices) both hold to be about ``topic``, how
        many only ``covered`` does (disputed blocks left out), how many only the label does."""
        labelled = {index for index, block in enumerate(self.blocks) if topic in block.topics}
        wrong = [index for index in covered - labelled if topic not in self.blocks[index].disputed]
        return len(covered & labelled), len(wrong), len(labelled - covered)


def load_labels(folder: str | Path) -> tuple[LabelledDocument, ...]:
    """The labels in ``folder`` (or in its ``documents.jsonl``, named directly).

    Raises :class:`UsageError` with the first label that cannot be understood, by file and line; its
    ``others`` are the further ones.
    """
    root = Path(folder)
    documents = root / "documents.jsonl" if root.is_dir() else root
    if not documents.is_file():
        raise UsageError(str(folder), "no documents.jsonl", "see docs/validity.md for the format")
    faults: list[GapcheckError] = []
    blocks: dict[str, list[LabelledBlock]] = defaultdict(list)
    passages = documents.with_name("passages.jsonl")
    if passages.is_file():
        for _, entry in sound_lines(passages, "passage", faults):
            of_document = blocks[entry["doc"]]
            number = len(of_document)
            of_document.append(_block(entry, number))
    labelled: dict[str, LabelledDocument] = {}
    for where, entry in sound_lines(documents, "document", faults):
        document = _document(entry, blocks)
        if document.id in labelled:
            what = f"{document.id!r} is labelled twice"
            faults.append(UsageError(where, what, "give each document one line"))
        labelled[document.id] = document
    if not labelled and not faults:
        faults.append(UsageError(str(documents), "holds no labels", "one JSON object a line"))
    if faults:
        faults[0].others = tuple(faults[1:MAX_FAULTS])
        raise faults[0]
    return tuple(labelled.values())


def sound_lines(
    path: Path, definition: str, faults: list[GapcheckError]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and content of each sound line; the faults of the others are added to ``faults``.

    ``definition`` is what ``docs/schema/labels-1.json`` calls such a line.
    """
    schema = load_schema("labels-1.json")
    one_line = {"$defs": schema["$defs"], **schema["$defs"][definition]}
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                # Editors on Windows write a byte order mark before the first line.
                entry = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError:
                faults.append(UsageError(where, "is no text in UTF-8", "save the file as UTF-8"))
                continue
            except RecursionError:
                faults.append(UsageError(where, "is nested too deeply", "one JSON object a line"))
                continue
            except ValueError as error:
                faults.append(UsageError(where, f"not JSON ({error})", "one JSON object a line"))
                continue
            of_line = Faults(Source(where, LABELS, entry))
            validate(of_line.source, one_line, of_line)
            wrong = of_line.in_order()
            faults.extend(wrong)
            if not wrong:
                yield where, entry


def _block(entry: dict[str, Any], number: int) -> LabelledBlock:
    """A sound line of ``passages.jsonl``; ``number`` counts where the line does not say."""
    topics = entry.get("topics", ())
    stated = topics.items() if isinstance(topics, dict) else ()
    return LabelledBlock(
        number=entry.get("block", number),
        text=entry["text"],
        topics=frozenset(topics),
        policy=frozenset(entry.get("policy", ())),
        disputed=frozenset(entry.get("disputed", ())),
        roles={topic: role for topic, role in stated if isinstance(role, str) and role},
    )


def _document(
    entry: dict[str, Any], blocks: Mapping[str, Sequence[LabelledBlock]]
) -> LabelledDocument:
    """A sound line of ``documents.jsonl`` with the document's ``blocks``."""
    name = entry.get("doc", entry["file"])
    levels: dict[str, Level] = {}
    policy = set()
    for topic, label in entry.get("topics", {}).items():
        stated = label if isinstance(label, dict) else {"level": label}
        levels[topic] = Level[stated.get("level", "absent").upper()]
        if stated.get("policy"):
            policy.add(topic)
    return LabelledDocument(
        id=name,
        file=entry["file"],
        group=entry.get("group", ""),
        use=entry.get("use", ""),
        levels=levels,
        policy=frozenset(policy),
        disputed=frozenset(entry.get("disputed", ())),
        blocks=tuple(sorted(blocks.get(name, ()), key=lambda block: block.number)),
    )


SHARED = 0.8
"""Share of words that a block and a passage must have in common."""
LEAST_PART = 0.2
"""The shorter of the two must be at least this share of the longer: a page covers no sentence."""
LEAST_WORDS = 2
"""A block of one word is covered by nothing: the word may stand anywhere."""


class BlockOverlap:
    """Which labelled blocks a passage covers, by words shared.

    A passage covers a block if it holds four fifths of the block's words and is at most five times
    as long, or if four fifths of its own words are the block's and it is at least a fifth of it.
    """

    def __init__(self, blocks: Sequence[LabelledBlock]) -> None:
        """Count the words of ``blocks``, all of one document."""
        self._counts = [Counter(_WORD.findall(block.text.lower())) for block in blocks]
        self._sizes = [counts.total() for counts in self._counts]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, counts in enumerate(self._counts):
            for word in counts:
                self._holders[word].append(index)

    def blocks(self, text: str) -> tuple[int, ...]:
        """Indices of the blocks that ``text`` covers, in order.

        Only blocks that share a word with it are compared: a document has hundreds of both.
        """
        counts = Counter(_WORD.findall(text.lower()))
        size = counts.total()
        shared: Counter[int] = Counter()
        for word, occurrences in counts.items():
            for index in self._holders.get(word, ()):
                shared[index] += min(occurrences, self._counts[index][word])
        covered = []
        for index, words in sorted(shared.items()):
            if self._covers(index, words, size):
                covered.append(index)
        return tuple(covered)

    def _covers(self, index: int, shared: int, size: int) -> bool:
        """Whether a passage of ``size`` words that shares ``shared`` with a block covers it."""
        block = self._sizes[index]
        if block < LEAST_WORDS:
            return False
        holds_block = shared >= SHARED * block and block >= LEAST_PART * size
        inside_block = shared >= SHARED * size and size >= LEAST_PART * block
        return holds_block or inside_block


def find_source(labels: LabelledDocument, folder: Path, documents: str | None) -> str:
    """Where the document's file is, as :func:`find_file` finds it."""
    return find_file(labels.file, folder, documents)


def find_file(file: str, folder: Path, documents: str | None) -> str:
    """Where ``file`` is: below ``documents``, or else beside the labels in ``folder``, below the
    folder above it, or below ``corpus`` there. Where there is none: where it should be.

    Raises UsageError where ``documents`` is no folder.
    """
    if documents is not None:
        if not Path(documents).is_dir():
            raise UsageError(documents, "is no folder", "name the folder of the labelled documents")
        return str(Path(documents) / file)
    for place in (folder, folder.parent, folder.parent / "corpus"):
        path = place / file
        if path.is_file():
            return str(path)
    return str(folder / file)
