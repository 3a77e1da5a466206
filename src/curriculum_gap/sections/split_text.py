"""Texts cut to size: long paragraphs into pieces to quote, headings and cells as names.

A report quotes passages whole, so that a person can check each verdict; a paragraph of a page would
say too little about where in it the evidence stands.
"""

from __future__ import annotations

from curriculum_gap.patterns import lazy_pattern

__all__ = ["pieces", "quoted", "sentences", "shortened"]

_MOST_WORDS = 90
"""Words of a passage, about: it is meant to be quoted."""
_QUOTED_CHARACTERS = 40

_BREAK = lazy_pattern(r"[.!?;][\"”’)]?\s+(?=[\"“(A-Z0-9•*-])|\s+(?=[•▪●]\s)")
"""Where a paragraph may be cut: behind a sentence, and before a bullet."""


def pieces(text: str) -> list[str]:
    """``text`` cut at sentence ends into pieces of at most about 90 words; a sentence longer than
    that is cut between words. The pieces hold every word of the text, in order."""
    if text.count(" ") < _MOST_WORDS:
        return [text]
    finished: list[str] = []
    current: list[str] = []
    for sentence in sentences(text):
        words = sentence.split()
        if current and len(current) + len(words) > _MOST_WORDS:
            finished.append(" ".join(current))
            current = []
        while len(words) > _MOST_WORDS:
            finished.append(" ".join(words[:_MOST_WORDS]))
            words = words[_MOST_WORDS:]
        current += words
    if current:
        finished.append(" ".join(current))
    return finished


def sentences(text: str) -> list[str]:
    """``text`` cut behind sentences and before bullets."""
    found = []
    start = 0
    for end in _BREAK.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    return [*found, text[start:]]


def shortened(text: str, length: int) -> str:
    """``text`` cut between words to about ``length`` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def quoted(text: str) -> str:
    """A heading as the reason of a section shows it."""
    return f"'{shortened(text, _QUOTED_CHARACTERS)}'"
