"""What the table says of gates, of changes since an earlier state, and of files that were not
read."""

from __future__ import annotations

from rich.text import Text

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
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.outcome_wording import (
    accepted,
    failures_of,
    lost_and_gained,
    said_of_levels,
)
from curriculum_gap.reports.page import LEVEL_STYLE, WIDE, Page, grid
from curriculum_gap.reports.quotation import quotation, where
from curriculum_gap.reports.wording import count, glyph

__all__ = ["put_comparison", "put_gate", "put_unread"]

_WORDS = 70


def put_gate(page: Page, report: Report, gate: GateOutcome) -> None:
    """Failures with the nearest evidence, then what is accepted, then what to tidy up."""
    page.gap()
    if gate.failures:
        page.put(Text(f"Gate failed ({len(gate.failures)})", style="bold red"))
        losses, others = failures_of(gate)
        if losses:
            page.put(Text(f"levels lost: {losses}"), 3)
        for who, failures in others.items():
            page.put(Text(as_line(who), style="bold"), 3)
            for failure in failures:
                _put_failure(page, failure)
    elif gate.asked and report.unread:
        line = Text("Gate not passed", style="bold red")
        page.put(line.append(": files that were not read have no verdict", style="not bold"))
    elif gate.asked:
        line = Text("Gate passed", style="bold green")
        page.put(line.append(f"  {as_line('; '.join(gate.asked))}", style="not bold dim"))
    if gate.excused:
        page.put(Text(accepted(gate.excused), style="dim"))
    for note in gate.notes:
        page.put(Text(f"· {as_line(note)}"))


def _put_failure(page: Page, failure: GateFailure) -> None:
    page.put(Text(as_line(failure.message)), 5)
    if failure.nearest is not None:
        spot = where([failure.nearest])
        if failure.nearest_source != failure.source:
            spot = f"{path_of(failure.nearest_source)}, {spot}"
        words = Text(f"nearest: {as_line(spot)} “", style="dim")
        for text, hit in quotation(failure.nearest, _WORDS):
            words.append(f"‹{text}›" if hit else text, style="not dim bold" if hit else "dim")
        page.put(words.append("”", style="dim"), 7)


def put_comparison(page: Page, report: Report, comparison: Comparison) -> None:
    """What came and went, document by document; then all together; then what moved."""
    page.gap()
    lost, gained = lost_and_gained(comparison)
    same = sum(len(document.changes) for document in comparison.documents) - lost - gained
    states = Text(as_line(f"{comparison.old} → {comparison.new}"), style="dim")
    said = Text(said_of_levels(lost, gained), style="bold red" if lost else "bold")
    page.ends(said, states)
    titles = {topic.id: topic.title for topic in report.rubric.topics}
    for document in comparison.documents:
        moved = [change for change in document.changes if change.before != change.after]
        if moved or document.old != document.new:
            page.blank()
            page.put(_document(document))
            for change in sorted(moved, key=lambda change: change.after > change.before):
                _put_change(page, change, titles[change.topic])
    if comparison.whole:
        page.blank()
        page.put(Text("All documents together", style="bold"))
        for change in comparison.whole:
            title = Text(f"{as_line(titles[change.topic])}: ")
            page.put(title.append_text(_step(change)), 3)
    page.blank()
    if same:
        page.put(Text(f"{count(same, 'topic')} at the same level with other passages "
                      "(-f json lists them)", style="dim"))  # fmt: skip
    page.put(Text(f"{count(comparison.unchanged, 'document')} unchanged", style="dim"))
    for warning in comparison.warnings:
        page.put(Text(as_line(warning), style="yellow"))


def _document(document: DocumentChange) -> Text:
    old, new = as_line(path_of(document.old)), as_line(path_of(document.new))
    title = as_line(document.title)
    said = (
        f"{new} (new)" if not old
        else f"{old} (gone)" if not new
        else f"{old} → {new}" if old != new
        else new
    )  # fmt: skip
    return Text(said, style="bold").append(f"  {title}" * bool(title), style="not bold dim")


def _put_change(page: Page, change: Change, title: str) -> None:
    fell = change.after < change.before
    sign = Text("lost   ", style="red") if fell else Text("gained ", style="green")
    pieces = change.lost if fell else change.gained
    spot = Text(("was: " * fell) + where(pieces) if pieces else "", style="dim")
    if page.width >= WIDE:
        page.put(grid((6, 60, 28, None), (sign, Text(as_line(title)), _step(change), spot)), 3)
        return
    page.put(Text().append_text(sign).append(as_line(title)), 3)
    step = _step(change)
    page.put(step.append("  ").append_text(spot) if pieces else step, 10)


def _step(change: Change) -> Text:
    return Text().append_text(_level(change.before)).append(" → ").append_text(_level(change.after))


def _level(level: Level) -> Text:
    return Text(f"{glyph(level)} {level or 'not found'}" if level else "··· not found",
                style=LEVEL_STYLE[level])  # fmt: skip


def put_unread(page: Page, unread: tuple[Unread, ...]) -> None:
    """One line each: status, file, reason and what would work."""
    page.gap()
    page.put(Text(f"Not read ({len(unread)}): no verdict about topics", style="bold"))
    for entry in unread:
        line = Text(f"{entry.status:<12}", style="bold red")
        line.append(as_line(entry.source), style="bold not red").append(
            f"  {as_line(entry.reason)}" + (f"; {as_line(entry.hint)}" if entry.hint else ""),
            style="not bold",
        )
        for warning in entry.warnings:
            line.append(f" ({as_line(warning)})", style="not bold")
        page.put(line, 3)
