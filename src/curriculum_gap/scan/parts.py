"""Which files of a folder are parts of others: chapters of LaTeX, children of Quarto, R Markdown.

Their text counts in the document that includes them. Counted once more by themselves they would be
documents that nobody wrote. Other notations name whole documents as often as parts (a note in a
note, a README on a front page); what those name is read as before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits
from curriculum_gap.readers import included_paths, load

__all__ = ["parts_among"]

_SUFFIXES = (".tex", ".latex", ".ltx", ".qmd", ".rmd")
_MOST_BYTES = 1_000_000  # of a file that is looked into here
_MOST_OPENED = 10_000  # parts, each counted as often as it is included; 500 courses have 5,000
# What is complete in itself: a LaTeX document (but a "subfile"), and what has fields at its head.
_COMPLETE = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n"
    rb"|(?s:.{0,4000}?)^[ \t]*\\documentclass\s*(?:\[[^\]]{0,400}\])?\s*\{(?!subfiles|standalone)",
    re.MULTILINE,
)


def parts_among(files: Iterable[tuple[str, str]], limits: Limits) -> dict[str, str]:
    """Path of a part → path of a document that includes it, among files with the folders in which
    they were met. Files that include each other in a circle are parts of the first of them."""
    within = replace(limits, input_bytes=min(limits.input_bytes, _MOST_BYTES))
    known = [(source, root) for source, root in files if source.lower().endswith(_SUFFIXES)]
    if len(known) < 2:
        return {}
    included: dict[str, frozenset[str]] = {}
    complete: set[str] = set()
    opened = 0
    for source, root in known:
        if opened > _MOST_OPENED:
            break  # what is left is read as it is
        try:
            content = load(source, within)
        except ReadError:
            continue
        if _COMPLETE.match(content):
            complete.add(source)
        if paths := included_paths(content, source, root, limits):
            included[source] = paths
            opened += len(paths)
    if not included:
        return {}
    sources = [source for source, _ in known]
    return _parts(sources, included, complete)


def _parts(
    sources: Iterable[str], included: Mapping[str, frozenset[str]], complete: set[str]
) -> dict[str, str]:
    """As `parts_among`, given the real paths of all that a file includes, and its parts in turn."""
    real = {source: os.path.realpath(source) for source in sources}
    by_real_path = {path: source for source, path in real.items()}
    inside = {path for source, paths in included.items() for path in paths - {real[source]}}
    parts: dict[str, str] = {}

    def claim(document: str) -> None:
        for path in included[document]:
            source = by_real_path.get(path, document)
            if source != document and source not in complete:
                parts.setdefault(source, document)

    for document in included:
        if real[document] not in inside or document in complete:
            claim(document)
    for document in included:  # what is left goes in circles
        if document not in parts:
            claim(document)
    return parts
