"""Workflow commands that GitHub Actions turns into annotations beside the lines of a pull request."""

from __future__ import annotations

from curriculum_gap.nouns import Change, Report
from curriculum_gap.reports.gaps import Gap, gaps_of, path_of
from curriculum_gap.reports.inert import as_line, as_log
from curriculum_gap.reports.reach import reached_of_all
from curriculum_gap.reports.view import View, percent, why_unread

__all__ = ["render"]

_KINDS = {"failed": "error", "open": "notice"}


def render(report: Report, view: View) -> str:
    """One command a line: gate failures as errors, unread files as errors, and, where no gate was
    asked for, gaps as notices. Waived gaps and those on file are counted in the last line."""
    del view
    gaps = gaps_of(report)
    gated = report.gate is not None and bool(report.gate.asked)
    gated = gated or report.comparison is not None
    shown = [gap for gap in gaps if gap.state == "failed" or (gap.state == "open" and not gated)]
    lines = [_annotation(gap) for gap in shown]
    if report.comparison is not None:
        shown_already = {(gap.source, gap.rule) for gap in shown}
        for document in report.comparison.documents:
            for change in document.changes:
                place = document.new or document.old
                if change.after < change.before and (place, change.topic) not in shown_already:
                    lines.append(_loss(place, change))
    unread = report.unread if report.comparison is None else report.comparison.unread
    for entry in unread:
        reason = f"{entry.status}: {why_unread(entry)}"
        lines.append(_command("error", path_of(entry.source), 1, "Not read", as_line(reason)))
    notes = report.gate.notes if report.gate is not None else ()
    lines += [_command("notice", "", None, "gapcheck", as_line(note)) for note in notes]
    if report.comparison is None:
        lines.append(as_log(_last(report, gaps)))
    return "".join(f"{line}\n" for line in lines)


def _annotation(gap: Gap) -> str:
    title = as_line(gap.topic.title) if gap.topic is not None else gap.gate
    if gap.state == "open":
        title = f"Not found here: {title}" if not gap.found else f"Below what is expected: {title}"
    else:
        title = f"Gate failed: {title}"
    # A page is no line: the first line carries the annotation, the message tells the page.
    return _command(_KINDS[gap.state], path_of(gap.source), gap.line or 1, title, gap.message)


def _loss(document: str, change: Change) -> str:
    said = f"{change.topic} fell from {change.before} to {change.after}"
    return _command("warning", path_of(document), 1, "Level lost", as_line(said))


def _command(kind: str, file: str, line: int | None, title: str, message: str) -> str:
    properties = {"file": file, "line": str(line) if line and file else "", "title": title}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _last(report: Report, gaps: list[Gap]) -> str:
    met, expected = reached_of_all(report)
    parts = [
        f"gapcheck: {len(report.covered)} read, {len(report.unread)} not read",
        f"{met} of {expected} expected topics reached ({percent(met, expected)})",
    ]
    if report.gate is not None:
        parts.append(f"{len(report.gate.failures)} failed")
        parts.append(f"{sum(gap.state == 'excused' for gap in gaps)} waived or on file")
    return ", ".join(parts)
