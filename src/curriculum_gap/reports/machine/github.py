"""Workflow commands for GitHub Actions, which show beside the lines of a pull request.

Takes a report, gives one command a line, such as::

    ::error file=courses/a.md,line=12,title=Gate failed%3A Food deserts::Food deserts is required …
    ::notice file=courses/b.pdf,line=1,title=Not found here%3A Seeds::Seeds: not found here; …
    gapcheck: 2 read, 0 not read, 3 of 5 expected topics reached (60 %)
"""

from __future__ import annotations

from curriculum_gap.nouns import Report
from curriculum_gap.reports.escaping import escape_line, escape_log_commands
from curriculum_gap.reports.machine.gaps import Gap, gaps_of
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.rubric_facts import accuracy_line
from curriculum_gap.reports.topics import shares_anywhere, sorted_changes
from curriculum_gap.reports.wording import (
    NOT_READ,
    display_path,
    document_warnings,
    percent,
    unread_message,
)

__all__ = ["render", "workflow_command"]


def render(report: Report, options: ReportOptions) -> str:
    """One command a line: gate failures and unread files as errors, lost levels and doubts
    about verdicts as warnings.

    Gaps are notices, where no gate was asked for; so is that accuracy was not measured. Waived gaps
    and those on file are counted in the last line. ``options`` change nothing.
    """
    del options
    gaps = gaps_of(report)
    comparison = report.comparison
    gated = comparison is not None or (report.gate is not None and bool(report.gate.asked))
    states = {"failed"} if gated else {"failed", "open"}
    shown = [gap for gap in gaps if gap.state in states]
    lines = [_annotation(gap) for gap in shown]
    if comparison is not None:
        lines += _losses(report, {(gap.source, gap.rule) for gap in shown})
    for entry in report.unread if comparison is None else comparison.unread:
        path = display_path(entry.source)
        lines.append(workflow_command("error", path, 1, NOT_READ, unread_message(entry)))
    if comparison is None:
        for path, warning in document_warnings(report):
            lines.append(workflow_command("warning", path, 1, "Doubt", escape_line(warning)))
    else:
        for warning in comparison.warnings:
            lines.append(workflow_command("warning", "", None, "Doubt", escape_line(warning)))
    for note in report.gate.notes if report.gate is not None else ():
        lines.append(workflow_command("notice", "", None, "gapcheck", escape_line(note)))
    doubt = accuracy_line(report.rubric)
    if doubt and (report.covered or comparison is not None):
        title = "Accuracy not measured"
        lines.append(workflow_command("notice", "", None, title, escape_line(doubt)))
    if comparison is None:
        lines.append(escape_log_commands(_summary(report, gaps)))
    return "".join(f"{line}\n" for line in lines)


def _annotation(gap: Gap) -> str:
    """The command that shows a gap beside its line."""
    title = escape_line(gap.topic.title) if gap.topic is not None else gap.gate
    if gap.state == "failed":
        title = f"Gate failed: {title}"
    elif gap.level:
        title = f"Below what is expected: {title}"
    else:
        title = f"Not found here: {title}"
    kind = "error" if gap.state == "failed" else "notice"
    # A page is no line: the first line carries the annotation, the message tells the page.
    return workflow_command(kind, display_path(gap.source), gap.first_line, title, gap.message)


def _losses(report: Report, shown: set[tuple[str, str]]) -> list[str]:
    """Lost levels that are not among the gaps ``shown`` (source, topic), as warnings."""
    lines = []
    lost = sorted_changes(report.comparison)[0] if report.comparison is not None else []
    for document, change in lost:
        source = document.new or document.old
        if (source, change.topic) not in shown:
            message = f"{change.topic} fell from {change.before} to {change.after}"
            path = display_path(source)
            lines.append(workflow_command("warning", path, 1, "Level lost", escape_line(message)))
    return lines


def workflow_command(kind: str, file: str, line: int | None, title: str, message: str) -> str:
    """``::error file=a.md,line=3,title=Not read::message``; properties without a value are left
    out."""
    properties = {"file": file, "line": str(line) if line and file else "", "title": title}
    listed = ",".join(
        f"{name}={_escape_property(value)}" for name, value in properties.items() if value
    )
    return f"::{kind} {listed}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    """Escapes of the command's message, as GitHub's own toolkit writes them."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    """A property ends at a colon or comma, so that these are escaped too."""
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _summary(report: Report, gaps: list[Gap]) -> str:
    """One last line that is no command: documents, share, and outcomes of gates if any."""
    parts = [f"gapcheck: {len(report.covered)} read, {len(report.unread)} not read"]
    for part, reached, expected in shares_anywhere(report):
        of_part = f" of {escape_line(part.id)}" if report.rubric.parts else ""
        topics = f"{reached} of {expected} expected topics{of_part} reached"
        parts.append(f"{topics} ({percent(reached, expected)})")
    if report.gate is not None:
        excused = sum(gap.state == "excused" for gap in gaps)
        parts += [f"{len(report.gate.failures)} failed", f"{excused} waived or on file"]
    return ", ".join(parts)
