"""How much a rubric may be."""

from __future__ import annotations

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_NODES = 50_000
