"""Background document frequencies: in how many syllabi a word or phrase occurs.

The table is frozen in the package (``data/background.json``), so that a score never depends on the
files under test. Regenerate it from a folder of syllabi with::

    python -m curriculum_gap.keywords.background FOLDER [FOLDER …]

Kept are normal forms of words in at least three documents and phrases of two or three words in at
least eight; numbers are dropped, and so are words written with a capital in most places (names of
people and places) unless a shipped rubric uses them. No sentence of any syllabus is kept.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from curriculum_gap.keywords.words import phrase, words

__all__ = ["FUNCTION_WORDS", "Background", "count", "load_background"]

_DATA = Path(__file__).parents[1] / "data"
_LEAST_WORD, _LEAST_PHRASE = 3, 8
#: Words that begin or end no phrase worth counting.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "we",
        "were",
        "will",
        "with",
        "you",
        "your",
        "not",
        "no",
        "but",
        "which",
        "who",
        "he",
        "she",
        "they",
        "i",
    ]
)


class Background(NamedTuple):
    """``documents`` counted, and the number of them that hold each word or phrase (words of a
    phrase joined by one space)."""

    documents: int
    frequency: dict[str, int]


@cache
def load_background() -> Background:
    """The table shipped with the package."""
    stored = json.loads((_DATA / "background.json").read_bytes())
    return Background(stored["documents"], stored["frequency"])


def _phrases(forms: list[str]) -> Iterator[str]:
    for start, first in enumerate(forms):
        if not first or first in FUNCTION_WORDS:
            continue
        for length in (2, 3):
            run = forms[start : start + length]
            if len(run) == length and all(run) and run[-1] not in FUNCTION_WORDS:
                yield " ".join(run)


def count(texts: Iterable[str], keep: frozenset[str] = frozenset()) -> Background:
    """Document frequencies over ``texts`` (one string a document); words in ``keep`` stay even
    where they look like names."""
    documents = 0
    single: Counter[str] = Counter()
    several: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in texts:
        documents += 1
        found = words(text)
        for before, word in pairwise(found):
            if before.form and word.form:  # inside a sentence, where a capital means a name
                seen[word.form] += 1
                capital[word.form] += text[word.start].isupper()
        forms = [word.form if not re.search(r"\d", word.form) else "" for word in found]
        single.update({form for form in forms if form})
        several.update(set(_phrases(forms)))

    def plain(form: str) -> bool:
        return form in keep or 2 * capital[form] <= seen[form]

    frequency = {w: n for w, n in single.items() if n >= _LEAST_WORD and plain(w) and len(w) < 30}
    frequency |= {
        p: n
        for p, n in several.items()
        if n >= _LEAST_PHRASE and all(plain(w) for w in p.split()) and len(p) < 60
    }
    return Background(documents, dict(sorted(frequency.items())))


def _main(folders: list[str]) -> None:
    from curriculum_gap.errors import ReadError
    from curriculum_gap.nouns import Limits
    from curriculum_gap.readers import SUFFIXES, load, read_document
    from curriculum_gap.rubric import load_rubric, shipped

    def texts() -> Iterator[str]:
        for folder in folders:
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix.lower() not in SUFFIXES or not path.is_file():
                    continue
                try:
                    document = read_document(load(str(path), Limits()), str(path), Limits())
                except ReadError:
                    continue
                yield "\n".join(block.text for block in document.blocks if not block.hidden)

    used = frozenset(
        form
        for name in shipped()
        for topic in load_rubric(name).topics
        for term in topic.terms
        if term.strength != "name"
        for form in phrase(term.text)
    )
    background = count(texts(), used)
    target = _DATA / "background.json"
    target.write_text(
        json.dumps(background._asdict(), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
    )
    print(f"{target}: {len(background.frequency)} entries from {background.documents} documents")


if __name__ == "__main__":
    import sys

    _main(sys.argv[1:])
