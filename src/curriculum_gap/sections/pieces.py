"""Long paragraphs in quotable pieces."""

from __future__ import annotations

from curriculum_gap.patterns import late

__all__ = ["pieces"]

WORDS = 90  # a passage is meant to be quoted: about this many words at most

_ENDS = late(r"(?<=[.!?;])[\"”’)]?\s+(?=[\"“(A-Z0-9•*-])|\s+(?=[•▪●]\s)")


def pieces(text: str) -> list[str]:
    """``text`` cut at sentence ends into pieces of at most about ``WORDS`` words; a sentence longer
    than that is cut between words. The pieces hold every word of the text, in order."""
    if len(text) < 3 * WORDS or text.count(" ") < WORDS:
        return [text]
    out: list[str] = []
    current: list[str] = []
    start = 0
    ends = [(found.start(), found.end()) for found in _ENDS.finditer(text)]
    sentences = []
    for _, end in ends:
        sentences.append(text[start:end])
        start = end
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
