"""What a check of a document's text found."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TextCheck"]


class TextCheck(NamedTuple):
    """``warnings`` are doubts that every report shows; ``unread_pages`` (from 1) are the pages
    whose text cannot be read."""

    warnings: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
