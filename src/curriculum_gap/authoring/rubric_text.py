"""Pieces of a rubric's YAML: an id from any text, and a text that YAML reads back unchanged."""

from __future__ import annotations

import json
import re
import unicodedata

__all__ = ["LONGEST_ID", "identifier_of", "yaml_scalar"]

LONGEST_ID = 80
"""Characters of an id, as ``docs/schema/rubric-1.json`` says."""
_UNQUOTED = re.compile(r"[A-Za-z][\w ,.()/&’-]*[\w.)’]")
"""Texts that YAML reads as they are; all others are written in quotation marks."""
_NO_TEXT = frozenset(("yes", "no", "on", "off", "true", "false", "null"))
"""Words that other readers of YAML take for no text."""


def identifier_of(text: str, otherwise: str, longest: int = LONGEST_ID) -> str:
    """An id of at most ``longest`` characters: *Food & hunger* → food-hunger. ``otherwise`` where
    the text has no Latin letter or digit."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:longest].strip("-") or otherwise


def yaml_scalar(text: str, in_brackets: bool = False) -> str:
    """A text as YAML reads it back unchanged. A comma ends an entry of a list in brackets."""
    is_unquoted = _UNQUOTED.fullmatch(text) and text.lower() not in _NO_TEXT
    if is_unquoted and not (in_brackets and "," in text):
        return text
    return json.dumps(text, ensure_ascii=False)
