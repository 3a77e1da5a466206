"""Handbooks and programme pages → the level of topics that only the programme as a whole can show.

Who teaches, say, stands in no syllabus. Such topics (``scope: program``) are judged in the
documents that the programme names below ``documents``, and are no course's duty. Without one that
was read they are not judged, which is no gap.
"""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.curriculum_map import HandbookRow, LocatedEvidence
from curriculum_gap.nouns import Coverage, Level, Rubric, Scope, TopicCoverage, Unread
from curriculum_gap.reports import counted_evidence

__all__ = ["judge_handbooks", "why_not_judged"]


def judge_handbooks(
    handbooks: Sequence[Coverage | Unread], rubric: Rubric
) -> tuple[HandbookRow, ...]:
    """A row for each topic of the whole programme, with the best level in any handbook and its best
    passage; none where no handbook was read. Policy text gives no level, as everywhere.

    One passage that counts is a mention. A syllabus needs more, since a word that stands there once
    is often by the way; a handbook says a thing once, in its place among many others.
    """
    read = [entry for entry in handbooks if isinstance(entry, Coverage)]
    if not read:
        return ()
    rows = []
    for topic in rubric.topics:
        if topic.scope is not Scope.PROGRAM:
            continue
        found = [
            (verdict, coverage.source)
            for coverage in read
            for verdict in coverage.topics
            if verdict.topic == topic.id
        ]
        verdict, source = max(found, key=_strength, default=(None, ""))
        evidence = counted_evidence(verdict)[:1] if verdict is not None else ()
        located = LocatedEvidence(source, evidence[0]) if evidence else None
        level = max(
            verdict.level if verdict is not None else Level.ABSENT,
            Level.MENTIONED if evidence else Level.ABSENT,
        )
        rows.append(HandbookRow(topic.id, level, topic.expected, located))
    return tuple(rows)


def _strength(found: tuple[TopicCoverage, str]) -> tuple[Level, bool, float]:
    """Sorts what a handbook shows of a topic: by level, then what has evidence, then by score."""
    verdict, _ = found
    return verdict.level, bool(verdict.content), verdict.score


def why_not_judged(
    handbooks: Sequence[Coverage | Unread], names_documents: bool, rubric: Rubric
) -> str:
    """Why topics of the whole programme were not judged, as a part of a sentence; "" where they
    were, or the rubric has none. ``names_documents``: the programme names handbooks."""
    if not any(topic.scope is Scope.PROGRAM for topic in rubric.topics):
        return ""
    if any(isinstance(entry, Coverage) for entry in handbooks):
        return ""
    if handbooks:
        return f"its handbook {handbooks[0].source} was not read"
    if names_documents:
        return "no handbook is among these files"
    return "no handbook is named ('documents: …' in the programme)"
