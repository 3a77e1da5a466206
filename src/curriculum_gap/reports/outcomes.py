"""What the table says of gates and of changes since an earlier state."""

from __future__ import annotations

from rich.text import Text

from curriculum_gap.nouns import Change, Comparison, GateFailure, GateOutcome, Level, Report
from curriculum_gap.reports.gaps import path_of
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.page import LEVEL_STYLE, Page, count, glyph
from curriculum_gap.reports.quotation import quotation, where

__all__ = ["put_comparison", "put_gate"]

_WORDS = 70


def put_gate(page: Page, report: Report, gate: GateOutcome) -> None:
    """Failures with the nearest evidence, then what is accepted, then what to tidy up."""
    page.gap()
    if gate.failures:
        page.put(Text(f"Gate failed ({len(gate.failures)})", style="bold red"))
        for failure in gate.failures:
            _put_failure(page, failure)
    elif gate.asked and report.unread:
        line = Text("Gate not passed", style="bold red")
        page.put(line.append(": files that were not read have no verdict", style="not bold"))
    elif gate.asked:
        line = Text("Gate passed", style="bold green")
        page.put(line.append(f"  {as_line('; '.join(gate.asked))}", style="not bold dim"))
    if gate.excused:
        kinds = [
            f"{sum(failure.excuse == kind for failure in gate.excused)} {said}"
            for kind, said in (("waiver", "waived"), ("baseline", "on file in the baseline"))
            if any(failure.excuse == kind for failure in gate.excused)
        ]
        page.put(Text(f"Accepted gaps: {', '.join(kinds)}", style="dim"))
    for note in gate.notes:
        page.put(Text(f"· {as_line(note)}"))


def _put_failure(page: Page, failure: GateFailure) -> None:
    who = failure.program or path_of(failure.source)
    line = Text(as_line(who), style="bold").append(": ", style="not bold")
    page.put(line.append(as_line(failure.message), style="not bold"), 3)
    if failure.nearest is not None:
        spot = where([failure.nearest])
        if failure.nearest_source != failure.source:
            spot = f"{path_of(failure.nearest_source)}, {spot}"
        words = Text(f"nearest: {as_line(spot)} “", style="dim")
        for text, hit in quotation(failure.nearest, _WORDS):
            words.append(f"‹{text}›" if hit else text, style="not dim bold" if hit else "dim")
        page.put(words.append("”", style="dim"), 5)


def put_comparison(page: Page, report: Report, comparison: Comparison) -> None:
    """Lost levels first, then gained ones, then documents that came, went or moved."""
    page.gap()
    changes = [(document, change) for document in comparison.documents
               for change in document.changes]  # fmt: skip
    lost = [pair for pair in changes if pair[1].after < pair[1].before]
    gained = [pair for pair in changes if pair[1].after > pair[1].before]
    same = [pair for pair in changes if pair[1].after == pair[1].before]
    said = (
        f"{count(len(lost), 'level')} lost, {len(gained)} gained"
        if lost or gained
        else "No level changed"
    )
    states = Text(as_line(f"{comparison.old} → {comparison.new}"), style="dim")
    page.ends(Text(said, style="bold red" if lost else "bold"), states)
    titles = {topic.id: topic.title for topic in report.rubric.topics}
    for sign, pairs in (("lost", lost), ("gained", gained)):
        if pairs:
            page.blank()
        for document, change in pairs:
            name = as_line(path_of(document.new or document.old))
            style = "bold red" if sign == "lost" else "bold green"
            line = Text(f"{sign:<7}", style=style).append(as_line(titles[change.topic]), "bold")
            page.put(line)
            step = Text(f"{name}: ").append_text(_step(change))
            pieces = change.lost if sign == "lost" else change.gained
            if pieces:
                step.append(("  was: " if sign == "lost" else "  ") + where(pieces), style="dim")
            page.put(step, 8)
    if comparison.whole:
        page.blank()
        page.put(Text("All documents together", style="bold"))
        for change in comparison.whole:
            title = Text(f"{as_line(titles[change.topic])}: ")
            page.put(title.append_text(_step(change)), 3)
    page.blank() if comparison.documents else None
    for document in comparison.documents:
        if document.old != document.new:
            old, new = as_line(path_of(document.old)), as_line(path_of(document.new))
            page.put(Text(f"new: {new}" if not document.old else f"gone: {old}" if not document.new
                          else f"renamed: {old} → {new}"))  # fmt: skip
    if same:
        page.put(Text(f"{count(len(same), 'topic')} at the same level with other passages "
                      "(-f json lists them)", style="dim"))  # fmt: skip
    page.put(Text(f"{count(comparison.unchanged, 'document')} unchanged", style="dim"))
    for warning in comparison.warnings:
        page.put(Text(as_line(warning), style="yellow"))


def _step(change: Change) -> Text:
    return _level(change.before).append(" → ").append_text(_level(change.after))


def _level(level: Level) -> Text:
    return Text(f"{glyph(level)} {level or 'not found'}" if level else "··· not found",
                style=LEVEL_STYLE[level])  # fmt: skip
