"""Page headers and footers of word processors: what they say beside the text of the page.

Takes the blocks of a document and what its first pages show above and below them; gives the blocks
with what these add: a course title, but no page number, and nothing that the text says too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Block
from curriculum_gap.readers.paragraph_blocks import Content

__all__ = ["between_margins"]


def between_margins(
    blocks: Sequence[Block], headers: Iterable[Content], footers: Iterable[Content]
) -> list[Block]:
    """``blocks`` between ``headers`` and ``footers``, as far as these say what they do not."""
    known = " ".join(block.text for block in blocks).casefold()
    page_number = reader_lexicon().files.page_number.expression
    kept: list[list[Block]] = []
    for margins in (headers, footers):
        kept.append([])
        for margin in margins:
            for block in margin.blocks:
                text = block.text.casefold()
                if text not in known and not page_number.fullmatch(text):
                    known += " " + text
                    kept[-1].append(block)
    return [*kept[0], *blocks, *kept[1]]
