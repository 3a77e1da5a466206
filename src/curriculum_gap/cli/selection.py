"""``--domain`` and ``--topic``: a report about part of a rubric."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Rubric, Scope, Unread

__all__ = ["narrowed", "narrowed_rubric", "wanted"]


def wanted(rubric: Rubric, domains: Iterable[str], topics: Iterable[str]) -> frozenset[str] | None:
    """Ids of the topics asked for by domain or by topic; None where nothing was asked for.

    Raises UsageError for a name that the rubric does not have.
    """
    domains, topics = list(domains), list(topics)
    if not domains and not topics:
        return None
    _known("--domain", domains, [domain.id for domain in rubric.domains])
    _known("--topic", topics, [topic.id for topic in rubric.topics])
    return frozenset(topics) | {topic.id for topic in rubric.topics if topic.domain in domains}


def _known(option: str, asked: Iterable[str], names: list[str]) -> None:
    for name in asked:
        if name not in names:
            near = get_close_matches(name, names, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else "known: " + ", ".join(names)
            raise UsageError(option, f"the rubric has no '{name}'", hint)


def narrowed_rubric(rubric: Rubric, ids: Collection[str]) -> Rubric:
    """The rubric with these topics alone."""
    topics = tuple(topic for topic in rubric.topics if topic.id in ids)
    kept = {topic.domain for topic in topics}
    domains = tuple(domain for domain in rubric.domains if domain.id in kept)
    return replace(rubric, domains=domains, topics=topics)


def narrowed(entry: Coverage | Unread, rubric: Rubric) -> Coverage | Unread:
    """The same verdict about the topics of ``rubric`` alone; ``share`` is over them."""
    if isinstance(entry, Unread):
        return entry
    ids = {topic.id for topic in rubric.topics}
    course = {topic.id for topic in rubric.topics if topic.scope is Scope.COURSE}
    topics = tuple(found for found in entry.topics if found.topic in ids)
    held = [found for found in topics if found.topic in course]
    reached = sum(found.level >= found.expected for found in held)
    return replace(entry, topics=topics, share=reached / len(held) if held else 0.0)
