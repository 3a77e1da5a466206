"""Long texts among the files of a course, such as articles: students read them, the course does not
say them. Their opening counts as a reading; what follows would count as if it were taught.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from curriculum_gap.nouns import Document, Shape
from curriculum_gap.readers.elsewhere import has_course_parts
from curriculum_gap.readers.text_cleanup import count_words

__all__ = ["OPENING_WORDS", "is_long_reading", "opening_of"]

OPENING_WORDS = 400
"""Of a long text: its title and abstract, which seldom have more."""
_LONG_WORDS = 1_500  # fewer than an article or chapter has, more than most instructions
_DENSE_WORDS = 150  # on a page; slides that were saved as PDF have fewer


def is_long_reading(document: Document) -> bool:
    """Whether a file of a course is an article, a chapter or the like: a PDF of much running text
    that names no parts of a course."""
    pages = document.pages or 0
    is_long = document.words >= _LONG_WORDS and document.words >= _DENSE_WORDS * pages
    return bool(pages) and is_long and not has_course_parts(document.blocks)


def opening_of(document: Document) -> Document:
    """The document with the blocks in which its first 400 words stand. Its headings are lines: they
    part the text, not the course."""
    before = accumulate((count_words([block]) for block in document.blocks), initial=0)
    blocks = tuple(
        replace(block, shape=Shape.PARAGRAPH) if block.shape is Shape.HEADING else block
        for block, words in zip(document.blocks, before, strict=False)
        if words < OPENING_WORDS
    )
    return replace(document, blocks=blocks, words=count_words(blocks))
