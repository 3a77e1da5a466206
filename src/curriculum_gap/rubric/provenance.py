"""Where a topic comes from that is an item of a published standard, and items that nobody scores.

A rubric of a standard says for each item what was seen of it, where and when. An item that was not
seen, is suspended, or whose text nobody else may word stands in ``unscored`` with its code alone,
so that no report judges a course by a sentence that nobody read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curriculum_gap.nouns import Provenance, UnscoredItem
from curriculum_gap.validation import Faults, ValuePath, one_line, shown

__all__ = ["PROVENANCE", "provenance_faults", "provenance_of", "unscored_faults", "unscored_items"]

PROVENANCE = ("edition", "status", "status_as_of", "source", "seen", "licence")
"""Keys of a topic, of an unscored item, and of the file, whose values are their defaults."""
_NEVER_SCORED = {
    ("seen", "no"): "was not seen",
    ("status", "suspended"): "is suspended",
    ("licence", "code-only"): "may be named by its code only",
}
_NEEDS = {
    "edition": ("seen", "source"),
    "status": ("seen", "source", "status_as_of"),
    "status_as_of": ("status",),
    "seen": ("source",),
}
"""A key of provenance → those that a topic with it must have: a claim names what it rests on."""


def _texts(entry: Any) -> dict[str, str]:
    """The provenance in a mapping that may have other faults: values that are no text are out."""
    if not isinstance(entry, Mapping):
        return {}
    found = {key: entry.get(key) for key in PROVENANCE}
    return {key: one_line(value) for key, value in found.items() if isinstance(value, str)}


def provenance_faults(
    topic: Mapping[str, Any], path: ValuePath, defaults: Any, faults: Faults
) -> None:
    """A topic is scored, so it can be no item that was not seen, is suspended or has only a code;
    and what it claims of its standard names its source."""
    own = _texts(topic)
    known = _texts(defaults) | own
    for (key, value), why in _NEVER_SCORED.items():
        if known.get(key) == value:
            place = (*path, key) if key in own else path
            what = f"an item that {why} is never scored"
            hint = "move its code into 'unscored' and delete the topic"
            if key not in own:
                hint += f" (the file's '{key}: {value}' holds for all topics)"
            faults.add(place, what, hint)
    missing: dict[str, str] = {}
    for key, all_needed in _NEEDS.items():
        for needed in all_needed:
            if key in known and needed not in known:
                missing.setdefault(needed, key)
    for needed, key in missing.items():
        hint = f"add '{needed}: …' to the topic, or to the file for all topics"
        faults.add(path, f"'{key}' without '{needed}'", hint)


def _codes_of(topic: Any, defaults: Any) -> Iterator[str]:
    """The items of the rubric's own standard that a topic is about: ``3a`` of ``CSWE 2022 3a`` in
    an edition of 2022."""
    edition = (_texts(defaults) | _texts(topic)).get("edition", "")
    standards = topic.get("standards") if isinstance(topic, Mapping) else None
    for standard in standards if isinstance(standards, list) else ():
        if edition and isinstance(standard, str) and edition in standard.split():
            yield standard.split()[-1].casefold()


def unscored_faults(top: Any, faults: Faults) -> None:
    """Each code once, and none that a topic is scored by."""
    entries = top.get("unscored") if isinstance(top, Mapping) else None
    topics = top.get("topics") if isinstance(top, Mapping) else None
    scored = {
        code: f"topics[{index}]"
        for index, topic in enumerate(topics if isinstance(topics, list) else ())
        for code in _codes_of(topic, top)
    }
    first: dict[str, int] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        code = entry.get("code") if isinstance(entry, Mapping) else None
        if not isinstance(code, str) or not code.strip():
            continue
        path = ("unscored", index, "code")
        name = one_line(code).casefold()
        if name in first:
            what = f"{shown(code)} is already unscored[{first[name]}]"
            faults.add(path, what, "remove one of the two")
        first.setdefault(name, index)
        if name in scored:
            what = f"{shown(code)} is scored by {scored[name]}, which names it in 'standards'"
            faults.add(path, what, "leave it in one of the two places")


# Values that were found sound


def provenance_of(entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> Provenance | None:
    """What an entry says of itself, over the file's defaults; None where neither says anything."""
    known = _texts(defaults) | _texts(entry)
    return Provenance(**known) if known else None


def unscored_items(entries: Iterable[Mapping[str, Any]]) -> tuple[UnscoredItem, ...]:
    """The items that are listed and never scored, each with its file's defaults."""
    return tuple(
        UnscoredItem(one_line(entry["code"]), provenance_of(entry, {}) or Provenance())
        for entry in entries
    )
