"""GitLab's code quality report.

Takes a report, gives a JSON list of findings, each with path, line, severity and a fingerprint by
which a merge request shows only what is new in it.
"""

from __future__ import annotations

from typing import Any

from curriculum_gap.nouns import Report
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.machine.gaps import gaps_of, lasting_name
from curriculum_gap.reports.machine.json_values import to_json
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.wording import NOT_READ, display_path, unread_message

__all__ = ["render"]


def render(report: Report, options: ReportOptions) -> str:
    """Gate failures are ``major``, unread files ``critical``, doubts about verdicts ``minor``,
    other gaps ``info``.

    What is waived or on file is left out. ``options`` change nothing.
    """
    del options
    findings = {}  # by fingerprint: GitLab shows only the first finding of each
    for gap in gaps_of(report):
        if gap.state != "excused":
            finding = _finding(gap.rule, gap.message, gap.source, gap.first_line)
            severity = "major" if gap.state == "failed" else "info"
            findings[gap.name] = finding | {"fingerprint": gap.name, "severity": severity}
    for entry in report.unread:
        message = f"{NOT_READ.lower()}: {unread_message(entry)}"
        name = lasting_name(display_path(entry.source), "unread")
        finding = _finding("unread", message, entry.source, 1)
        findings[name] = finding | {"fingerprint": name, "severity": "critical"}
    for coverage in report.covered:
        for warning in coverage.warnings:
            name = lasting_name(display_path(coverage.source), "doubt", warning)
            finding = _finding("doubt", escape_line(warning), coverage.source, 1)
            findings[name] = finding | {"fingerprint": name, "severity": "minor"}
    return to_json(list(findings.values())) + "\n"


def _finding(rule: str, message: str, source: str, line: int) -> dict[str, Any]:
    """A finding without what tells it from others, whose keys keep their places."""
    path = display_path(source).removeprefix("./")
    return {
        "type": "issue",
        "description": message,
        "check_name": f"gapcheck/{rule}",
        "fingerprint": "",
        "severity": "",
        "categories": ["Completeness"],
        "location": {"path": path, "lines": {"begin": line}},
    }
