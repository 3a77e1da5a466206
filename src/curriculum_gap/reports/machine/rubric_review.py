"""Findings in rubrics as JSON, as workflow commands for GitHub and as SARIF; runs of their passages
as JSON.

Texts of a rubric may hold anything: :func:`to_json` and the escapes of the commands make them safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from curriculum_gap.reports.escaping import escape_line, escape_log_commands
from curriculum_gap.reports.machine.github import workflow_command
from curriculum_gap.reports.machine.json_values import rounded, to_json
from curriculum_gap.reports.machine.sarif import PACKAGE_URL, SARIF_SCHEMA, file_reference
from curriculum_gap.reports.wording import count_noun, display_path
from curriculum_gap.rubric_review import (
    CODES,
    ExampleRun,
    Finding,
    RubricCheck,
    RubricTest,
    Severity,
)

__all__ = ["checks_as_github", "checks_as_json", "checks_as_sarif", "tests_as_json"]

_FORMAT = 1
"""Version of both JSON values: rises when a key changes its meaning or goes."""


def checks_as_json(checks: Sequence[RubricCheck], version: str) -> str:
    """One value with all findings, notes included."""
    rubrics = [
        {
            "rubric": check.rubric,
            "file": check.file,
            "topics": check.topics,
            "warnings": len(check.warnings),
            "notes": len(check.findings) - len(check.warnings),
            "findings": [_finding(one) for one in check.findings],
        }
        for check in checks
    ]
    return to_json({"format": _FORMAT, "gapcheck": {"version": version}, "rubrics": rubrics}) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": CODES[finding.code].name,
        "severity": str(finding.severity),
        "topic": finding.topic,
        "file": finding.file,
        "line": finding.line or None,
        "column": finding.column or None,
        "path": finding.path,
        "what": finding.what,
        "fix": finding.fix,
    }


def checks_as_github(checks: Sequence[RubricCheck], version: str) -> str:
    """A warning beside each line with a finding that counts; notes are counted in the last line of
    each rubric."""
    del version
    lines = []
    for check in checks:
        for one in check.warnings:
            title = f"{one.code} {CODES[one.code].name}"
            message = f"{escape_line(one.what)}; {escape_line(one.fix)}"
            file = display_path(one.file)
            lines.append(workflow_command("warning", file, one.line or 1, title, message))
        notes = len(check.findings) - len(check.warnings)
        counts = f"{count_noun(len(check.warnings), 'warning')}, {count_noun(notes, 'note')}"
        lines.append(escape_log_commands(f"gapcheck: {escape_line(check.file)}: {counts}"))
    return "".join(f"{line}\n" for line in lines)


def checks_as_sarif(checks: Sequence[RubricCheck], version: str) -> str:
    """One run: a rule for each code, a result for each finding."""
    numbers = {code: number for number, code in enumerate(CODES)}
    driver = {
        "name": "gapcheck rubric check",
        "version": version,
        "semanticVersion": version,
        "informationUri": PACKAGE_URL,
        "rules": [
            {
                "id": code,
                "name": "".join(word.capitalize() for word in known.name.split("-")),
                "shortDescription": {"text": known.meaning},
                "fullDescription": {"text": known.meaning},
                "help": {"text": f"{known.meaning} See docs/rubrics.md."},
                "defaultConfiguration": {"level": "warning"},
            }
            for code, known in CODES.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "gapcheck-rubric/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(one, numbers[one.code]) for check in checks for one in check.findings],
    }
    return to_json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    region = {"startLine": finding.line or 1}
    if finding.column:
        region["startColumn"] = finding.column
    place = {"artifactLocation": file_reference(finding.file), "region": region}
    known = f"{finding.code} {finding.topic} {finding.what}".encode("utf-8", "surrogatepass")
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": "warning" if finding.severity is Severity.WARNING else "note",
        "message": {"text": f"{escape_line(finding.what)}; {escape_line(finding.fix)}"},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"fullyQualifiedName": finding.path or finding.topic}],
            }
        ],
        "partialFingerprints": {"gapcheckRubric/v1": sha256(known).hexdigest()[:32]},
    }


def tests_as_json(tests: Sequence[RubricTest], version: str) -> str:
    """One value with every passage: what matched, what did not count, and why."""
    rubrics = [
        {
            "rubric": test.rubric,
            "file": test.file,
            "passages": len(test.runs),
            "failed": len(test.failed),
            "untested": list(test.untested),
            "runs": [_run(one) for one in test.runs],
            "apart": [_run(one) for one in test.apart],
        }
        for test in tests
    ]
    return to_json({"format": _FORMAT, "gapcheck": {"version": version}, "rubrics": rubrics}) + "\n"


def _run(run: ExampleRun) -> dict[str, Any]:
    return {
        "topic": run.topic,
        "line": run.line or None,
        "list": "covers" if run.expected else "ignores",
        "text": run.text,
        "passed": run.passed,
        "found": run.found,
        "score": rounded(run.score),
        "alone": str(run.alone),
        "why": run.why,
        "fix": run.fix,
        "matches": [
            {
                "term": match.term,
                "strength": str(match.strength),
                "weight": rounded(match.weight),
                "partner": match.partner,
            }
            for match in run.matches
        ],
        "vetoes": [{"term": term, "why": why} for term, why in run.vetoes],
    }
