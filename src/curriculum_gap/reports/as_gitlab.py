"""GitLab's code quality report: a list of findings with path, line, severity and fingerprint."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from curriculum_gap.nouns import Report
from curriculum_gap.reports.gaps import gaps_of, path_of
from curriculum_gap.reports.inert import as_line
from curriculum_gap.reports.json_pieces import as_line_of_json
from curriculum_gap.reports.view import View, why_unread

__all__ = ["render"]


def render(report: Report, view: View) -> str:
    """Gate failures are ``major``, unread files ``critical``, other gaps ``info``; what is waived
    or on file is left out."""
    del view
    findings = [
        _finding(
            gap.rule,
            gap.message,
            gap.name,
            "major" if gap.state == "failed" else "info",
            path_of(gap.source),
            gap.line or 1,
        )
        for gap in gaps_of(report)
        if gap.state != "excused"
    ]
    for entry in report.unread:
        path = path_of(entry.source)
        name = sha256(f"{path}\0unread".encode("utf-8", "backslashreplace")).hexdigest()
        said = as_line(f"not read: {entry.status}: {why_unread(entry)}")
        findings.append(_finding("unread", said, name, "critical", path, 1))
    return as_line_of_json(_distinct(findings)) + "\n"


def _finding(
    rule: str, message: str, name: str, severity: str, path: str, line: int
) -> dict[str, Any]:
    return {
        "type": "issue",
        "description": message,
        "check_name": f"gapcheck/{rule}",
        "fingerprint": name,
        "severity": severity,
        "categories": ["Completeness"],
        "location": {"path": path.removeprefix("./"), "lines": {"begin": line}},
    }


def _distinct(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """GitLab shows only the first finding of a fingerprint."""
    return list({finding["fingerprint"]: finding for finding in findings}.values())
