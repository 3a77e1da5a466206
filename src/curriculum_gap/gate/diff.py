"""Two states of a set of documents: levels gained and lost, evidence that came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curriculum_gap.gate.thresholds import nearest_evidence
from curriculum_gap.nouns import (
    Change,
    Comparison,
    Coverage,
    DocumentChange,
    Evidence,
    GateFailure,
    GateOutcome,
    Level,
    Report,
    Rubric,
    Section,
    Unread,
)

__all__ = ["compare", "with_losses"]

Documents = Mapping[str, Coverage | Unread]
"""Name of each document within its state (a path relative to the folder, say) → its verdict."""


def compare(
    old: Documents,
    new: Documents,
    rubric: Rubric,
    names: tuple[str, str],
    renames: Mapping[str, str] | None = None,
    warnings: Sequence[str] = (),
) -> Comparison:
    """What changed from ``old`` to ``new``; ``names`` are those of the two states.

    Documents go together by name, then by ``renames`` (old → new), then by a title that only one
    document on either side has. A file that is unread on either side is listed, never compared:
    what cannot be read is not lost.
    """
    pairs = _paired(old, new, renames or {})
    unread = [entry for entry in [*old.values(), *new.values()] if isinstance(entry, Unread)]
    changed: list[DocumentChange] = []
    unchanged = 0
    for before, after in pairs:
        mine, theirs = old.get(before), new.get(after)
        if isinstance(mine, Unread) or isinstance(theirs, Unread):
            continue
        changes = _changes(mine, theirs, rubric)
        if not changes and before == after:
            unchanged += 1
            continue
        shown = theirs or mine
        title = shown.title if shown is not None else ""
        changed.append(DocumentChange(before, after, title, changes))
    return Comparison(
        *names,
        tuple(sorted(changed, key=lambda change: (change.new or change.old, change.old))),
        () if unread else _whole(old, new, rubric),
        unchanged,
        tuple(unread),
        tuple(warnings),
    )


def with_losses(report: Report, fail: bool) -> Report:
    """``report`` with a gate that fails for each level lost, where ``fail`` asks for it."""
    comparison = report.comparison
    if comparison is None or not fail:
        return report
    failures = [
        GateFailure(
            "loss",
            f"{change.topic} fell from {change.before} to {change.after}",
            source=document.new or document.old,
            topic=change.topic,
            found=change.after,
            expected=change.before,
            nearest=max(change.lost, key=lambda piece: piece.score, default=None),
            nearest_source=document.old,
        )
        for document in comparison.documents
        for change in document.changes
        if change.after < change.before
    ]
    gate = report.gate or GateOutcome(())
    asked = (*gate.asked, f"no level lost since {comparison.old}")
    return replace(
        report, gate=replace(gate, asked=asked, failures=(*gate.failures, *failures))
    )  # fmt: skip


def _paired(old: Documents, new: Documents, renames: Mapping[str, str]) -> list[tuple[str, str]]:
    pairs = [(name, name) for name in old if name in new]
    rest_old = [name for name in old if name not in new]
    rest_new = [name for name in new if name not in old]
    for before in list(rest_old):
        after = renames.get(before)
        if after in rest_new:
            pairs.append((before, after))
            rest_old.remove(before)
            rest_new.remove(after)
    titles_old, titles_new = _titles(old, rest_old), _titles(new, rest_new)
    for title, before in titles_old.items():
        if title in titles_new:
            after = titles_new[title]
            pairs.append((before, after))
            rest_old.remove(before)
            rest_new.remove(after)
    pairs += [(before, "") for before in rest_old] + [("", after) for after in rest_new]
    return pairs


def _titles(documents: Documents, names: Iterable[str]) -> dict[str, str]:
    """Title → name, for titles that only one of the documents has."""
    titles = [
        (" ".join(entry.title.casefold().split()), name)
        for name in names
        if isinstance(entry := documents[name], Coverage) and entry.title.strip()
    ]
    counts = Counter(title for title, _ in titles)
    return {title: name for title, name in titles if counts[title] == 1}


def _changes(old: Coverage | None, new: Coverage | None, rubric: Rubric) -> tuple[Change, ...]:
    before = {topic.topic: topic for topic in old.topics} if old is not None else {}
    after = {topic.topic: topic for topic in new.topics} if new is not None else {}
    changes = []
    for topic in rubric.topics:
        mine, theirs = before.get(topic.id), after.get(topic.id)
        gained, lost = _evidence(
            theirs.evidence if theirs is not None else (), mine.evidence if mine is not None else ()
        )
        level_before = mine.level if mine is not None else Level.ABSENT
        level_after = theirs.level if theirs is not None else Level.ABSENT
        if level_before != level_after or gained or lost:
            changes.append(Change(topic.id, level_before, level_after, gained, lost))
    return tuple(changes)


def _evidence(
    new: Iterable[Evidence], old: Iterable[Evidence]
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Pieces that only one side has; a passage that moved is the same passage."""
    mine = [e for e in old if e.passage.section is not Section.POLICY]
    theirs = [e for e in new if e.passage.section is not Section.POLICY]
    return _without(theirs, mine), _without(mine, theirs)


def _without(pieces: Sequence[Evidence], others: Sequence[Evidence]) -> tuple[Evidence, ...]:
    there = Counter(map(_words, others))
    left = []
    for piece in pieces:
        words = _words(piece)
        if there[words]:
            there[words] -= 1
        else:
            left.append(piece)
    return tuple(left)


def _words(piece: Evidence) -> str:
    return " ".join(piece.passage.text.casefold().split())


def _whole(old: Documents, new: Documents, rubric: Rubric) -> tuple[Change, ...]:
    """Topics whose best level over all documents differs."""
    changes = []
    for topic in rubric.topics:
        before, lost = _best(old, topic.id)
        after, gained = _best(new, topic.id)
        if before != after:
            changes.append(
                Change(
                    topic.id,
                    before,
                    after,
                    (gained,) if gained is not None and after > before else (),
                    (lost,) if lost is not None and after < before else (),
                )
            )
    return tuple(changes)


def _best(documents: Documents, topic: str) -> tuple[Level, Evidence | None]:
    found = [
        entry
        for coverage in documents.values()
        if isinstance(coverage, Coverage)
        for entry in coverage.topics
        if entry.topic == topic
    ]
    best = max(found, key=lambda entry: (entry.level, entry.score), default=None)
    return (best.level, nearest_evidence(best)) if best is not None else (Level.ABSENT, None)
