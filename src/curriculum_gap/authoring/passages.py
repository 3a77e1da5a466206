"""Labelled passages as words: what each is about, and where a rubric's terms stand in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from curriculum_gap.evaluate import LabelledDocument
from curriculum_gap.keywords import FUNCTION_WORDS, Model, forms, match_text

__all__ = ["LONGEST", "LabelledPassage", "labelled_passages", "runs", "texts_of_runs"]

LONGEST = 4
"""Words of the longest run that is proposed as a term."""


class LabelledPassage(NamedTuple):
    """A labelled block: its document (a number), its text and words in normal forms, the topics it
    is about, those for which it says nothing (policy text, disputed), by topic (index in the
    rubric) the terms there (number of the term, first word, word after the last), and the number of
    the first passage of the same words."""

    document: int
    text: str
    forms: tuple[str, ...]
    topics: frozenset[str]
    silent: frozenset[str]
    terms: Mapping[int, Sequence[tuple[int, int, int]]]
    first_alike: int


def labelled_passages(
    documents: Sequence[LabelledDocument], model: Model
) -> tuple[LabelledPassage, ...]:
    """All labelled blocks with the terms of the model in them. A text that stands in several blocks
    of one document counts once."""
    found: list[LabelledPassage] = []
    first_alike: dict[tuple[str, ...], int] = {}
    for number, document in enumerate(documents):
        seen = set()
        for block in document.blocks:
            if block.text in seen:
                continue
            seen.add(block.text)
            terms: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
            for span in match_text(block.text, model).terms:
                terms[span.topic].append((span.number, span.first, span.last))
            silent = (block.policy | block.disputed) - block.topics
            words = forms(block.text)
            alike = first_alike.setdefault(words, len(found))
            found.append(
                LabelledPassage(number, block.text, words, block.topics, silent, terms, alike)
            )
    return tuple(found)


def runs(
    words: Sequence[str], most: int = LONGEST, taken: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int]]:
    """First word and the one after the last of each run of up to ``most`` words that begins and
    ends with more than *and* or *of*, crosses no full stop and holds no word of ``taken``."""
    for first, word in enumerate(words):
        if not word or word in FUNCTION_WORDS or first in taken:
            continue
        for last in range(first + 1, min(first + most, len(words)) + 1):
            end = words[last - 1]
            if not end or last - 1 in taken:
                break
            if end not in FUNCTION_WORDS:
                yield first, last


def texts_of_runs(words: Sequence[str], most: int) -> frozenset[str]:
    """The runs of a passage as texts, each once."""
    return frozenset(" ".join(words[first:last]) for first, last in runs(words, most))
