"""Reads plain text.

`lines` knows tables drawn with lines, and joins lines that were wrapped by hand. `blocks` tells
headings, entries, paragraphs and tables apart.
"""

from curriculum_gap.readers.plain.blocks import plain_blocks

__all__ = ["plain_blocks"]
