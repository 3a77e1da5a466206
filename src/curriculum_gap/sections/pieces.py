"""Texts cut to size: long paragraphs in quotable pieces, headings and cells as names."""

from __future__ import annotations

from curriculum_gap.patterns import late

__all__ = ["pieces", "quoted", "shortened"]

WORDS = 90  # a passage is meant to be quoted: about this many words at most

_SENTENCE_ENDS = r"[.!?;][\"”’)]?\s+(?=[\"“(A-Z0-9•*-])"
_ENDS = late(_SENTENCE_ENDS)
_ENDS_OR_BULLETS = late(_SENTENCE_ENDS + r"|\s+(?=[•▪●]\s)")  # slower: tried between all words


def pieces(text: str) -> list[str]:
    """``text`` cut at sentence ends into pieces of at most about ``WORDS`` words; a sentence longer
    than that is cut between words. The pieces hold every word of the text, in order."""
    if len(text) < 3 * WORDS or text.count(" ") < WORDS:
        return [text]
    out: list[str] = []
    current: list[str] = []
    start = 0
    bulleted = "•" in text or "▪" in text or "●" in text
    sentences = []
    for found in (_ENDS_OR_BULLETS if bulleted else _ENDS).finditer(text):
        sentences.append(text[start : found.end()])
        start = found.end()
    sentences.append(text[start:])
    for sentence in sentences:
        words = sentence.split()
        if current and len(current) + len(words) > WORDS:
            out.append(" ".join(current))
            current = []
        while len(words) > WORDS:
            out.append(" ".join(words[:WORDS]))
            words = words[WORDS:]
        current += words
    if current:
        out.append(" ".join(current))
    return out


def shortened(text: str, length: int) -> str:
    """``text`` cut between words to about ``length`` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def quoted(text: str) -> str:
    """A heading as ``why`` shows it."""
    return f"'{shortened(text, 40)}'"
