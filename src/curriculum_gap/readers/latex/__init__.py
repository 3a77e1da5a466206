"""Reads LaTeX.

`commands` is data: what each command takes and means. `parser` makes one pass over a source and
expands the author's own commands within a budget. `blocks` keeps what is open and writes blocks.
"""
