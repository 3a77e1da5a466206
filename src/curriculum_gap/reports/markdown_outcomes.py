"""What Markdown says of gates, of changes since an earlier state, and of files that were not read."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import (
    Change,
    Comparison,
    DocumentChange,
    GateFailure,
    GateOutcome,
    Level,
    Report,
    Unread,
)
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.markdown_pieces import (
    QUOTED,
    as_markdown_text,
    folded,
    table,
    title_of,
)
from curriculum_gap.reports.outcome_wording import course_of
from curriculum_gap.reports.quotation import quotation, where
from curriculum_gap.reports.view import why_unread

__all__ = ["put_comparison", "put_gate", "put_unread"]

_SIGN = {True: "🔺 gained", False: "🔻 lost"}


def put_comparison(lines: list[str], report: Report, comparison: Comparison) -> None:
    """What was lost, then what was gained; then all together; then what moved."""
    changes = [(document, change) for document in comparison.documents
               for change in document.changes]  # fmt: skip
    lost = [pair for pair in changes if pair[1].after < pair[1].before]
    gained = [pair for pair in changes if pair[1].after > pair[1].before]
    said = f"{_topics(len(lost))} lost, {len(gained)} gained" if lost or gained else (
        "no level changed"
    )  # fmt: skip
    old, new = as_markdown_text(comparison.old), as_markdown_text(comparison.new)
    lines += ["", f"### gapcheck: {said}", "", f"{old} → {new}", ""]
    topics = {topic.id: topic for topic in report.rubric.topics}
    rows = [
        (_SIGN[change.after > change.before], _course(document), title_of(topics[change.topic]),
         _level(change.before), f"**{_level(change.after)}**",
         _where_changed(change))
        for document, change in [*lost, *gained]
    ]  # fmt: skip
    if rows:
        lines += table(("", "course", "topic", "before", "after", "where"), rows)
    if comparison.whole:
        lines += ["", "All documents together:", ""]
        for change in comparison.whole:
            now = str(change.after) if change.after else "**found in no document any more**"
            title = title_of(topics[change.topic])
            lines.append(
                f"- {_SIGN[change.after > change.before]}: {title}: {_level(change.before)} → {now}"
            )
    other = [pair for pair in changes if pair[1].after == pair[1].before]
    if other:
        alike = [
            (_course(document), title_of(topics[change.topic]), str(change.after),
             str(len(change.gained) or ""), str(len(change.lost) or ""))
            for document, change in other
        ]  # fmt: skip
        heads = ("course", "topic", "level", "passages new", "passages gone")
        lines += folded(f"Same level, other passages ({len(other)})", table(heads, alike))
    moved = [document for document in comparison.documents if document.old != document.new]
    if moved:
        lines += ["", *(_moved(document) for document in moved)]
    lines += [f"\n⚠️ {as_markdown_text(warning)}" for warning in comparison.warnings]


def _topics(number: int) -> str:
    return f"{number} topic" + ("" if number == 1 else "s")


def _level(level: Level) -> str:
    return str(level) if level else "not found"


def _course(document: DocumentChange) -> str:
    return as_markdown_text(course_of(document))


def _moved(document: DocumentChange) -> str:
    old, new = (as_markdown_text(path_of(name)) for name in (document.old, document.new))
    if not document.old:
        return f"- new: {new}"
    return f"- renamed: {old} → {new}" if document.new else f"- gone: {old}"


def _where_changed(change: Change) -> str:
    if change.after < change.before:
        return "was: " + as_markdown_text(where(change.lost)) if change.lost else ""
    return as_markdown_text(where(change.gained))


def put_gate(lines: list[str], report: Report, gate: GateOutcome) -> None:
    """Failures with the nearest evidence, then what is accepted, then what to tidy up."""
    if gate.failures:
        lines += ["", f"**Gate failed** ({len(gate.failures)}):", ""]
        losses = sum(failure.gate == "loss" for failure in gate.failures)
        lines += [f"- levels lost: {losses}"] * bool(losses)  # the table above has them
        lines += [f"- {_failure(f)}" for f in gate.failures if f.gate != "loss"]
    elif gate.asked and not report.unread:
        lines += ["", "**Gate passed.**"]
    elif gate.asked:
        lines += ["", "**Gate not passed:** files that were not read have no verdict."]
    if gate.excused:
        rows = [
            (as_markdown_text(path_of(failure.source) or failure.program),
             as_markdown_text(failure.topic), str(failure.found), failure.excuse,
             as_markdown_text(failure.reason) + (f" (until {failure.until})" * bool(failure.until)))
            for failure in gate.excused
        ]  # fmt: skip
        accepted = table(("document", "topic", "level", "accepted by", "reason"), rows)
        lines += folded(f"Waived or on file ({len(gate.excused)})", accepted)
    if gate.notes:
        lines += ["", *(f"- {as_markdown_text(note)}" for note in gate.notes)]


def _failure(failure: GateFailure) -> str:
    who = as_markdown_text(failure.program or path_of(failure.source))
    said = as_markdown_text(failure.message)
    said = f"{who}: {said}" if who else said
    if failure.nearest is None:
        return said
    words = "".join(text for text, _ in quotation(failure.nearest, QUOTED))
    spot = as_markdown_text(where([failure.nearest]))
    other = failure.nearest_source != failure.source
    document = f"{as_markdown_text(path_of(failure.nearest_source))}, " if other else ""
    return f"{said}<br>nearest: {document}{spot} “{as_markdown_text(words)}”"


def put_unread(lines: list[str], unread: Sequence[Unread]) -> None:
    """One row each: file, status, reason and what would work."""
    lines += ["", f"**Not read** ({len(unread)}): no verdict about topics", ""]
    rows = [
        (as_markdown_text(path_of(entry.source)), str(entry.status),
         as_markdown_text(why_unread(entry)))
        for entry in unread
    ]  # fmt: skip
    lines += table(("file", "status", "why, and what would work"), rows)
