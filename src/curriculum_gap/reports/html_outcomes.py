"""What the page in a browser says of gates, of changes since an earlier state, and of files that
were not read."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_gap.nouns import (
    Change,
    Comparison,
    DocumentChange,
    GateFailure,
    GateOutcome,
    Report,
    Rubric,
    Unread,
)
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.html_pieces import (
    folded,
    level_chip,
    listed,
    quoted,
    shown,
    table,
    title_of,
    warned,
)
from curriculum_gap.reports.outcome_wording import accepted, course_of, failures_of
from curriculum_gap.reports.quotation import where
from curriculum_gap.reports.wording import count

__all__ = ["comparison_of", "gate_of", "unread_of"]

_WORDS = 220


def gate_of(report: Report, gate: GateOutcome) -> str:
    """Failures with the nearest evidence, then what is accepted, then what to tidy up."""
    said = ""
    if gate.failures:
        losses, others = failures_of(gate)
        said = f'<h2 class="bad">Gate failed ({len(gate.failures)})</h2>\n'
        said += f"<p>levels lost: {losses}</p>\n" if losses else ""
        said += "".join(f"<h3><bdi>{shown(who)}</bdi></h3>\n{listed(map(_failure, failures))}"
                        for who, failures in others.items())  # fmt: skip
    elif gate.asked and report.unread:
        said = '<h2 class="bad">Gate not passed</h2>\n'
        said += "<p>Files that were not read have no verdict.</p>\n"
    elif gate.asked:
        said = '<h2 class="good">Gate passed</h2>\n' + listed(map(shown, gate.asked))
    if gate.excused:
        said += _excused(gate.excused)
    return said + listed(map(shown, gate.notes))


def _failure(failure: GateFailure) -> str:
    said = shown(failure.message)
    if failure.nearest is None:
        return said
    spot = shown(where([failure.nearest]))
    if failure.nearest_source != failure.source:
        spot = f"<bdi>{shown(path_of(failure.nearest_source))}</bdi>, {spot}"
    words = quoted(failure.nearest, _WORDS)
    return f'{said}<br>\n<span class="soft">nearest: {spot}</span> {words}'


def _excused(excused: Sequence[GateFailure]) -> str:
    rows = [
        (
            shown(path_of(failure.source) or failure.program),
            shown(failure.topic or failure.gate),
            level_chip(failure.found),
            shown(failure.excuse),
            shown(failure.reason) + (f" (until {shown(failure.until)})" if failure.until else ""),
        )
        for failure in excused
    ]
    heads = ("document", "topic", "level", "accepted by", "reason")
    gaps = table("list", "Gaps that are accepted", heads, rows)
    return folded("evidence", accepted(excused), gaps)


def comparison_of(comparison: Comparison, rubric: Rubric) -> str:
    """What came and went, document by document; then all together; then what moved."""
    titles = {topic.id: title_of(topic.title, rubric) for topic in rubric.topics}
    changes = [
        (document, change) for document in comparison.documents for change in document.changes
    ]
    levels = [pair for pair in changes if pair[1].before != pair[1].after]
    levels.sort(key=lambda pair: pair[1].after > pair[1].before)  # what is lost goes first
    same = [pair for pair in changes if pair[1].before == pair[1].after]
    said = f'<p class="soft"><bdi>{shown(f"{comparison.old} → {comparison.new}")}</bdi></p>\n'
    if levels:
        heads = ("course", "topic", "", "level", "where")
        rows = [
            (_course(document), titles[change.topic], *_step(change)) for document, change in levels
        ]
        said += table("list", "Levels lost and gained", heads, rows)
    if comparison.whole:
        said += "<h2>All documents together</h2>\n"
        together = [
            (_sign(change), titles[change.topic], _levels(change)) for change in comparison.whole
        ]
        said += table("list", "Best level in any document", ("", "topic", "level"), together)
    if same:
        others = [
            (_course(document), titles[change.topic], level_chip(change.after, "not found"),
             f"{len(change.gained)} new, {len(change.lost)} gone")
            for document, change in same
        ]  # fmt: skip
        alike = table("list", "Same level, other passages",
                      ("course", "topic", "level", "passages"), others)  # fmt: skip
        said += folded(
            "evidence", f"{count(len(same), 'topic')} at the same level with other passages", alike
        )
    said += listed(map(_moved, (document for document in comparison.documents
                                if document.old != document.new)))  # fmt: skip
    said += f'<p class="soft">{count(comparison.unchanged, "document")} unchanged</p>\n'
    return said + warned(comparison.warnings)


def _sign(change: Change) -> str:
    if change.after < change.before:
        return '<span class="bad">▼ lost</span>'
    return '<span class="good">▲ gained</span>'


def _step(change: Change) -> tuple[str, str, str]:
    fell = change.after < change.before
    pieces = change.lost if fell else change.gained
    words = f" {quoted(pieces[0], _WORDS)}" if pieces else ""
    spot = f"{'was: ' * fell}{shown(where(pieces))}{words}" if pieces else ""
    return _sign(change), _levels(change), spot


def _levels(change: Change) -> str:
    before, after = (level_chip(level, "not found") for level in (change.before, change.after))
    return f"{before} → {after}"


def _course(document: DocumentChange) -> str:
    return f"<bdi>{shown(course_of(document))}</bdi>"


def _moved(document: DocumentChange) -> str:
    old, new = (f"<bdi>{shown(path_of(name))}</bdi>" for name in (document.old, document.new))
    if not document.old:
        return f"new: {new}"
    return f"renamed: {old} → {new}" if document.new else f"gone: {old}"


def unread_of(unread: Sequence[Unread]) -> str:
    """One row each: status, file, reason and what would work."""
    rows = []
    for entry in unread:
        reason = shown(entry.reason) + (f"; {shown(entry.hint)}" if entry.hint else "")
        warnings = "".join(f" ({shown(warning)})" for warning in entry.warnings)
        status = f'<strong class="bad">{entry.status}</strong>'
        rows.append((status, f"<bdi>{shown(entry.source)}</bdi>", reason + warnings))
    heads = ("status", "file", "why, and what would work")
    return f"<h2>Not read ({len(unread)})</h2>\n" + table(
        "list", "No verdict about topics", heads, rows
    )
