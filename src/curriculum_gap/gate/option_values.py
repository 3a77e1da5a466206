"""Texts from the command line, the environment and baselines → levels, shares, dates, switches.

Each function takes the text and the place it came from, and raises UsageError with what would work.
Configuration files are held against their schema before these functions see them.
"""

from __future__ import annotations

import datetime
import re
from difflib import get_close_matches
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import Requirement
from curriculum_gap.nouns import Level
from curriculum_gap.validation import SWITCHES

__all__ = ["as_date", "as_level", "as_per_cent", "as_requirement", "as_switch"]

_LEVELS = {str(level): level for level in Level}
_PER_CENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
# Beside the ways to write them in a file, what people put into environment variables.
_SWITCHES = {**SWITCHES, "1": True, "0": False, "": False}


def as_requirement(text: str, where: str) -> Requirement:
    """``topic`` or ``topic=level``."""
    topic, equals, level = text.partition("=")
    topic = topic.strip()
    if not topic:
        raise UsageError(where, "no topic is named", "write TOPIC or TOPIC=LEVEL")
    return Requirement(topic, as_level(level.strip(), where) if equals else None, where)


def as_level(value: Any, where: str) -> Level:
    """A level by its name."""
    name = str(value).strip().lower()
    if name not in _LEVELS:
        near = get_close_matches(name[:40], _LEVELS, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else "levels: " + " < ".join(_LEVELS)
        raise UsageError(where, f"'{str(value)[:40]}' is no level", hint)
    return _LEVELS[name]


def as_per_cent(value: Any, where: str) -> float:
    """A number from 0 to 100; a per cent sign may follow."""
    text = str(value).strip().removesuffix("%").strip()
    if isinstance(value, bool) or not _PER_CENT.fullmatch(text) or float(text) > 100:
        raise UsageError(where, f"'{str(value)[:40]}' is no share", "write per cent, from 0 to 100")
    return float(text)


def as_date(value: Any, where: str) -> str:
    """A day as ``2027-06-30``."""
    text = str(value).strip()
    try:
        return datetime.date.fromisoformat(text[:40]).isoformat()
    except ValueError:
        hint = "write year-month-day, as in 2027-06-30"
        raise UsageError(where, f"'{text[:40]}' is no date", hint) from None


def as_switch(value: Any, where: str) -> bool:
    """``true`` or ``false``, in the ways people write them."""
    if isinstance(value, bool):
        return value
    known = _SWITCHES.get(str(value).strip().lower())
    if known is None:
        raise UsageError(where, f"'{str(value)[:40]}' is neither yes nor no", "write true or false")
    return known
