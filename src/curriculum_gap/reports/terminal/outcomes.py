"""What the terminal shows of gates, of changes since an earlier state, and of unread files.

Takes the outcome of gates or a comparison, writes to a page::

     Gate failed (1)
       courses/nutr210.md
         wages is required at taught and stands at absent
           nearest: week 8 “Week 8: ‹Wages› on farms”

     Not read (1): no verdict about topics
       scanned     old.pdf  its 12 pages are images; run OCR first
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

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
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.quotations import places_of
from curriculum_gap.reports.terminal.page import Page, level_text, put_rubric_facts, quotation, row
from curriculum_gap.reports.topics import changed_evidence_of, sorted_changes, topic_titles
from curriculum_gap.reports.wording import (
    GATE_UNDECIDED,
    NO_VERDICT,
    NOT_READ,
    accepted_gaps,
    changes_heading,
    count_noun,
    display_path,
    failures_by_document,
    unread_details,
)

__all__ = ["put_comparison", "put_gate", "put_unread"]

_QUOTED = 70  # characters of the nearest evidence
_CHANGE_WIDTHS = (6, 60, 28, None)
"""Columns of sign, topic, levels and places on a wide page."""
_STATUS = 11  # characters, at least


def put_gate(page: Page, report: Report, gate: GateOutcome) -> None:
    """Failures with the nearest evidence, then what is accepted, then what to tidy up."""
    page.rule()
    if gate.failures:
        page.line(f"Gate failed ({len(gate.failures)})", "bold red")
        losses, others = failures_by_document(gate)
        if losses:
            page.line(f"levels lost: {losses}", indent=3)
        for name, failures in others.items():
            page.line(escape_line(name), "bold", 3)
            for failure in failures:
                _put_failure(page, failure)
    elif gate.asked and report.unread:
        line = Text("Gate not passed", style="bold red")
        page.put(line.append(f": {GATE_UNDECIDED}", style="not bold"))
    elif gate.asked:
        line = Text("Gate passed", style="bold green")
        page.put(line.append(f"  {escape_line('; '.join(gate.asked))}", style="not bold dim"))
    if gate.excused:
        page.line(accepted_gaps(gate.excused), "dim")
    for note in gate.notes:
        page.line(f"· {escape_line(note)}")


def _put_failure(page: Page, failure: GateFailure) -> None:
    """What a gate missed, and the nearest evidence below it."""
    page.line(escape_line(failure.message), indent=5)
    if failure.nearest is not None:
        place = places_of([failure.nearest])
        if failure.nearest_source != failure.source:
            place = f"{display_path(failure.nearest_source)}, {place}"
        lead = f"nearest: {escape_line(place)} "
        page.put(quotation(failure.nearest, _QUOTED, lead, "dim"), 7)


def put_comparison(page: Page, rubric: Rubric, comparison: Comparison) -> None:
    """What came and went, document by document; then all together; then what is unchanged."""
    page.rule()
    lost, _, same = sorted_changes(comparison)
    states = Text(escape_line(f"{comparison.old} → {comparison.new}"), style="dim")
    page.ends(Text(changes_heading(comparison), style="bold red" if lost else "bold"), states)
    put_rubric_facts(page, rubric)
    titles = topic_titles(rubric)
    for document in comparison.documents:
        _put_document_change(page, document, titles)
    if comparison.whole:
        page.heading("All documents together")
        for change in comparison.whole:
            title = Text(f"{escape_line(titles[change.topic])}: ")
            page.put(title.append_text(_level_step(change)), 3)
    page.blank()
    if same:
        topics = count_noun(len(same), "topic")
        page.line(f"{topics} at the same level with other passages (-f json lists them)", "dim")
    page.line(f"{count_noun(comparison.unchanged, 'document')} unchanged", "dim")
    for warning in comparison.warnings:
        page.line(escape_line(warning), "yellow")


def _put_document_change(page: Page, document: DocumentChange, titles: dict[str, str]) -> None:
    """Nothing where only evidence differs and the file has kept its name."""
    moved = [change for change in document.changes if change.before != change.after]
    if not moved and document.old == document.new:
        return
    page.blank()
    old, new = display_path(document.old), display_path(document.new)
    if not old:
        files = f"{new} (new)"
    elif not new:
        files = f"{old} (gone)"
    elif old != new:
        files = f"{old} → {new}"
    else:
        files = new
    line = Text(escape_line(files), style="bold")
    if document.title:
        line.append(f"  {escape_line(document.title)}", style="not bold dim")
    page.put(line)
    for change in sorted(moved, key=lambda change: change.after > change.before):
        _put_change(page, change, escape_line(titles[change.topic]))


def _put_change(page: Page, change: Change, title: str) -> None:
    """A topic whose level fell or rose, and where the evidence went or came."""
    fell = change.after < change.before
    sign = Text("lost   ", style="red") if fell else Text("gained ", style="green")
    evidence = changed_evidence_of(change)
    places = Text("", style="dim")
    if evidence:
        places.append("was: " if fell else "").append(places_of(evidence))
    levels = _level_step(change)
    if page.is_wide:
        page.put(row(_CHANGE_WIDTHS, (sign, Text(title), levels, places)), 3)
        return
    page.put(Text.assemble(sign, title), 3)
    page.put(Text.assemble(levels, "  ", places) if evidence else levels, 10)


def _level_step(change: Change) -> Text:
    """``●●○ taught → ●●● assessed``."""
    return Text.assemble(level_text(change.before), " → ", level_text(change.after))


def put_unread(page: Page, unread: Sequence[Unread]) -> None:
    """One line each: status, file, reason and what would work."""
    page.rule()
    page.line(f"{NOT_READ} ({len(unread)}): {NO_VERDICT}", "bold")
    width = max([_STATUS, *(len(entry.status) for entry in unread)])
    for entry in unread:
        line = Text(f"{entry.status:<{width}} ", style="bold red")
        line.append(escape_line(entry.source), style="bold not red")
        line.append(f"  {escape_line(unread_details(entry))}", style="not bold")
        page.put(line, 3)
