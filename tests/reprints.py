"""Digests of sentences of published standards, by which a test knows a reprinted one.

The texts are their publishers' and stay out of the repository. What stands in ``reprints.txt`` is a
digest of every run of eight words of them. A digest tells nothing of its words; the same eight
words have the same one. To add the text of a standard that you have::

    python tests/reprints.py standard.txt …

with one item or paragraph a line: a run never goes from one line into the next.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

RUN = 8  # words
DIGESTS = Path(__file__).with_name("reprints.txt")
_SPELLINGS = (
    (re.compile(r"isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(e[ds]?|ing)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"elling|ellor"), "el"),
    (re.compile(r"eling|elor"), "el"),
    (re.compile(r"programmes?$"), "program"),
    (re.compile(r"s$"), ""),
)
"""British and American spelling, plural and singular are the same word here."""


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents, signs and ways of spelling."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    for pattern, spelling in _SPELLINGS:
        words = [pattern.sub(spelling, word) for word in words]
    return words


def digest(run: Iterable[str]) -> str:
    """Twelve characters for a run of words."""
    return blake2b(" ".join(run).encode(), digest_size=6).hexdigest()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words in a text."""
    words = words_of(text)
    yield from (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def known() -> frozenset[str]:
    """The digests of what was seen of published standards."""
    return frozenset(DIGESTS.read_text("utf-8").split())


def main(names: Iterable[str]) -> None:
    """Add the runs of these files."""
    lines = (line for name in names for line in Path(name).read_text("utf-8").splitlines())
    added = {digest(run) for line in lines for run in runs(line)}
    DIGESTS.write_text("\n".join(sorted(known() | added)) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
