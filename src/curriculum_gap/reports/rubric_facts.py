"""What reports say of the topic lists (rubrics) that they go by: whether their accuracy was
measured, and what each knows of the published standard that it is a list of.

Takes a rubric, gives plain text. Text of the rubric in it is not escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curriculum_gap.nouns import Provenance, Rubric, Topic
from curriculum_gap.reports.wording import count_noun

__all__ = [
    "HOW_TO_MEASURE",
    "STATUS_WORDS",
    "accuracy_line",
    "code_ranges",
    "item_code",
    "list_name",
    "short_standard_lines",
    "standard_lines",
    "unmeasured",
]

HOW_TO_MEASURE = "gapcheck evaluate, docs/validity.md"
"""The command and the page that say how the accuracy of any topic list is measured."""
STATUS_WORDS = {
    "in-force": "in force",
    "in-use": "in use",
    "change-proposed": "a change is proposed",
    "unverified": "status not verified",
}
"""A status of a published standard in words; others stand as they are."""
_QUIET = frozenset({"in-force", "in-use", ""})
"""Statuses that leave nothing to be said of an item."""
_LEAST_RANGE = 3  # codes in a row that are written as a range
_CODE = re.compile(r"(.*?)(\d+|[A-Za-z])")


def list_name(rubric: Rubric) -> str:
    """``topic list cswe-2022 1.0``; of a run with several, ``topic lists cswe-2022 1.0, …``."""
    names = ", ".join(f"{part.id} {part.version}" for part in rubric.parts or (rubric,))
    return f"topic lists {names}" if rubric.parts else f"topic list {names}"


# Accuracy


def unmeasured(rubric: Rubric) -> list[Rubric]:
    """Those rubrics of a run whose accuracy nobody measured."""
    return [part for part in rubric.parts or (rubric,) if not part.measured]


def accuracy_line(rubric: Rubric) -> str:
    """That the accuracy of a topic list was not measured, and how to measure it; "" where it was.

    Of several lists it names those of which that is true.
    """
    names = [part.id for part in unmeasured(rubric)]
    if not names:
        return ""
    whose = f"for {_listed(names)}" if rubric.parts else "for this topic list"
    return f"Accuracy not measured {whose}; how to measure it: {HOW_TO_MEASURE}"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


# Published standards


def short_standard_lines(rubric: Rubric) -> list[str]:
    """One line for each topic list of the run that is one of a published standard: edition, status
    and date, then the items that are out of force, seen in part, or not scored."""
    lines = []
    for part in rubric.parts or (rubric,):
        facts = [_edition(part), *_doubtful(part), _not_scored(part)]
        line = "; ".join(fact for fact in facts if fact)
        if line:
            lines.append(f"{part.id}: {line}" if rubric.parts else f"Standard: {line}")
    return lines


def standard_lines(part: Rubric) -> list[tuple[str, str]]:
    """All that one topic list knows of its standard, each with what it is called."""
    sources = dict.fromkeys(
        topic.provenance.source
        for topic in part.topics
        if topic.provenance is not None and topic.provenance.source
    )
    facts = [
        ("Standard", _edition(part)),
        ("Items to note", "; ".join(_doubtful(part))),
        ("Not scored", _unscored_by_reason(part)),
        ("Source", "; ".join(sources)),
    ]
    return [(name, text) for name, text in facts if text]


def _edition(part: Rubric) -> str:
    """``edition 2022, in force as of 2026-11-29``, and of how many topics where not of all."""
    known = [topic.provenance for topic in part.topics if topic.provenance is not None]
    parts = [*dict.fromkeys(f"edition {one.edition}" for one in known if one.edition)]
    whole = _status_of_whole(part)
    if whole is not None and whole.status:
        parts.append(_status(whole))
    if parts and len(known) < len(part.topics):
        parts.append(f"{len(known)} of {count_noun(len(part.topics), 'topic')}")
    return ", ".join(parts)


def _status_of_whole(part: Rubric) -> Provenance | None:
    """What the file says for all topics; else what all topics of a standard say."""
    if part.source is not None:
        return part.source
    known = [topic.provenance for topic in part.topics if topic.provenance is not None]
    return known[0] if len({(one.status, one.status_as_of) for one in known}) == 1 else None


def _status(known: Provenance) -> str:
    words = STATUS_WORDS.get(known.status, known.status)
    return f"{words} as of {known.status_as_of}" if known.status_as_of else words


def _doubtful(part: Rubric) -> list[str]:
    """Items whose status differs from that of the whole and leaves doubt, and those of which only a
    part was seen, by their codes."""
    whole = _status_of_whole(part)
    of_whole = whole.status if whole is not None else ""
    by_fact: dict[str, list[str]] = {}
    for topic in part.topics:
        known = topic.provenance
        if known is None:
            continue
        if known.status not in _QUIET and known.status != of_whole:
            by_fact.setdefault(_status(known), []).append(item_code(topic))
        if known.seen == "partly":
            by_fact.setdefault("seen in part", []).append(item_code(topic))
    return [f"{fact}: {code_ranges(codes)}" for fact, codes in by_fact.items()]


def item_code(topic: Topic) -> str:
    """The code of the standard's item that a topic is about: ``3a`` of ``CSWE 2022 Competency
    3a``; its id where it names none."""
    codes = dict.fromkeys(name.split()[-1] for name in topic.standards if name.split())
    return ", ".join(codes) or topic.id


def _not_scored(part: Rubric) -> str:
    """``7 items are not scored: 3.C–3.H (text not seen)``."""
    if not part.unscored:
        return ""
    verb = "is" if len(part.unscored) == 1 else "are"
    items = count_noun(len(part.unscored), "item")
    return f"{items} of the standard {verb} not scored: {_unscored_by_reason(part)}"


def _unscored_by_reason(part: Rubric) -> str:
    reasons = dict.fromkeys(item.why for item in part.unscored)
    return "; ".join(
        f"{code_ranges(item.code for item in part.unscored if item.why == why)} ({why})"
        for why in reasons
    )


def code_ranges(codes: Iterable[str]) -> str:
    """``3.B.11, 3.C–3.H``: codes that follow each other are written as a range."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and _follows(runs[-1][-1], code):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) >= _LEAST_RANGE else ", ".join(run) for run in runs
    )


def _follows(before: str, code: str) -> bool:
    """Whether a code is the next one: ``3.D`` after ``3.C``, ``11`` after ``10``."""
    one, other = _CODE.fullmatch(before), _CODE.fullmatch(code)
    if one is None or other is None or one[1] != other[1]:
        return False
    if one[2].isdigit() and other[2].isdigit():
        return int(other[2]) == int(one[2]) + 1
    return ord(other[2][0]) == ord(one[2][0]) + 1 and not one[2].isdigit()
