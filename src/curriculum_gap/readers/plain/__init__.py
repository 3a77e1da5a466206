"""Reads plain text: its lines (`lines`) and the blocks that they become (`blocks`)."""

from curriculum_gap.readers.plain.blocks import plain_blocks

__all__ = ["plain_blocks"]
