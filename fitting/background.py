"""Background document frequencies: in how many syllabi a word or phrase occurs.

Kept are normal forms of words and phrases of two or three words; numbers are dropped, and so are
words written with a capital in most places (names of people and places) unless a shipped rubric
uses them. No sentence of any syllabus is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import ReadError
from curriculum_gap.keywords import FUNCTION_WORDS, Background, forms, offsets, phrase
from curriculum_gap.nouns import Limits, Strength
from curriculum_gap.readers import load, read_document
from curriculum_gap.rubric import shipped

__all__ = ["count_background", "count_hosts", "texts_below"]

LEAST_WORD = 3
"""Documents that must hold a word: a word in one or two may name their school or teacher."""
LEAST_PHRASE = 8
"""Documents that must hold a phrase: rarer ones would make the table five times as large."""
LONGEST_WORD, LONGEST_PHRASE = 30, 60
"""Characters; what is longer is glued text or an address."""


def count_background(texts: Iterable[str], keep: frozenset[str] | None = None) -> Background:
    """Document frequencies over ``texts`` (one string a document). Words in ``keep`` stay even
    where they look like names (default: the words of shipped rubrics)."""
    keep = _words_of_rubrics() if keep is None else keep
    documents = list(texts)
    vectorizer = CountVectorizer(analyzer=_words_and_phrases, binary=True)
    frequencies = np.asarray(vectorizer.fit_transform(documents).sum(axis=0)).ravel()
    names = _names(documents) - keep
    kept: dict[str, int] = {}
    for entry, frequency in zip(vectorizer.get_feature_names_out(), frequencies, strict=True):
        is_phrase = " " in entry
        least = LEAST_PHRASE if is_phrase else LEAST_WORD
        longest = LONGEST_PHRASE if is_phrase else LONGEST_WORD
        if frequency >= least and len(entry) < longest and names.isdisjoint(entry.split()):
            kept[str(entry)] = int(frequency)
    return Background(len(documents), dict(sorted(kept.items())))


def count_hosts(texts: Iterable[str]) -> dict[str, int]:
    """For each host of the shipped rubrics, in normal forms, how many ``texts`` hold it."""
    hosts = {
        " ".join(phrase(host))
        for name in shipped()
        for topic in load_rubric(name).topics
        for host in topic.hosts
    }
    counts = dict.fromkeys(sorted(hosts), 0)
    for text in texts:
        padded = f" {' '.join(forms(text))} "
        for host in hosts:
            counts[host] += f" {host} " in padded
    return counts


def texts_below(folders: Iterable[Path]) -> Iterator[str]:
    """The visible text of every readable document below ``folders``, in the order of paths."""
    limits = Limits()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            try:
                document = read_document(load(str(path), limits), str(path), limits)
            except ReadError:
                continue
            yield "\n".join(block.text for block in document.blocks if not block.hidden)


def _words_and_phrases(text: str) -> Iterator[str]:
    """Normal forms of words without digits, and runs of two or three of them that begin and end
    with more than *and* or *of*."""
    words = [form if not re.search(r"\d", form) else "" for form in forms(text)]
    for start, first in enumerate(words):
        if not first:
            continue
        yield first
        if first in FUNCTION_WORDS:
            continue
        for length in (2, 3):
            run = words[start : start + length]
            if len(run) == length and all(run) and run[-1] not in FUNCTION_WORDS:
                yield " ".join(run)


def _names(texts: Iterable[str]) -> set[str]:
    """Words written with a capital in most places inside of sentences, where it means a name."""
    capital: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for text in texts:
        initials = [text[start] for start, _ in offsets(text)]
        words = zip(forms(text), initials, strict=True)
        for (before, _), (form, initial) in pairwise(words):
            if before and form:
                everywhere[form] += 1
                capital[form] += initial.isupper()
    return {form for form, occurrences in capital.items() if 2 * occurrences > everywhere[form]}


def _words_of_rubrics() -> frozenset[str]:
    """The words of all terms in shipped rubrics, names left out."""
    return frozenset(
        form
        for name in shipped()
        for topic in load_rubric(name).topics
        for term in topic.terms
        if term.strength is not Strength.NAME
        for form in phrase(term.text)
    )
