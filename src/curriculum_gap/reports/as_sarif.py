"""SARIF 2.1.0, for code scanning: topics are rules, gaps are results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from curriculum_gap.nouns import Report, Topic
from curriculum_gap.reports.gaps import Gap, gaps_of
from curriculum_gap.reports.inert import as_line, as_text
from curriculum_gap.reports.json_pieces import as_line_of_json
from curriculum_gap.reports.markdown_pieces import as_markdown_text
from curriculum_gap.reports.view import View, why_unread

__all__ = ["render"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"failed": "error", "excused": "warning", "open": "note"}
_GATES = {
    "fail-under": "A share of expected topics lies below the one required.",
    "require": "A required topic is missing.",
    "baseline": "Something is worse than in the baseline.",
    "loss": "A level was lost.",
}


def render(report: Report, view: View) -> str:
    """One run. Gate failures are errors, other gaps notes; waived gaps and those on file are
    results with a suppression; unread files are notifications, and the run is not successful."""
    del view
    gaps = gaps_of(report)
    used = {gap.gate for gap in gaps if gap.topic is None}
    rules = [_rule(topic) for topic in report.rubric.topics]
    rules += [_gate_rule(gate) for gate in sorted(used)]
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "gapcheck",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": rules,
            }
        },
        "automationDetails": {"id": f"gapcheck/{as_text(report.rubric.id)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(gap, numbers) for gap in gaps],
    }
    return as_line_of_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(topic: Topic) -> dict[str, Any]:
    title, definition = as_line(topic.title), as_line(topic.definition)
    return {
        "id": as_text(topic.id),
        "name": "".join(part.capitalize() for part in as_text(topic.id).split("-")),
        "shortDescription": {"text": title or as_text(topic.id)},
        "fullDescription": {"text": definition or title or as_text(topic.id)},
        "help": {"text": _help(topic, as_line), "markdown": _help(topic, as_markdown_text, "\n")},
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": [as_text(topic.domain), str(topic.kind)]},
    }


def _help(topic: Topic, written: Callable[[str], str], space: str = "") -> str:
    """What a topic is, what would help and what to read; ``space`` stands above each list."""
    lines = [written(topic.definition or topic.title)]
    for head, entries in (("What would help:", topic.suggestions), ("To read:", topic.readings)):
        if entries:
            lines.append(f"{space}{head}{space}")
            lines += [f"- {written(entry)}" for entry in entries]
    return "\n".join(lines)


def _gate_rule(gate: str) -> dict[str, Any]:
    said = _GATES.get(gate, gate)
    return {
        "id": gate,
        "name": "".join(part.capitalize() for part in gate.split("-")),
        "shortDescription": {"text": said},
        "fullDescription": {"text": said},
        "help": {"text": f"{said} See docs/ci.md."},
        "defaultConfiguration": {"level": "error"},
    }


def _result(gap: Gap, numbers: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": as_text(gap.rule),
        "ruleIndex": numbers[as_text(gap.rule)],
        "kind": "fail",
        "level": _LEVELS[gap.state],
        "message": {"text": gap.message},
        "locations": [_location(gap.source, gap.line, _logical(gap))],
        "partialFingerprints": {"gapcheckEvidence/v1": gap.name},
        "properties": {"found": str(gap.found), "expected": str(gap.expected), "gate": gap.gate},
    }
    if gap.excuse:
        why = f"{gap.excuse}: {as_line(gap.reason)}" if gap.reason else gap.excuse
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": why}
        ]  # fmt: skip
    return result


def _logical(gap: Gap) -> list[dict[str, Any]]:
    parts = [str(gap.section)] if gap.section is not None else []
    parts += [f"page {gap.page}"] if gap.page is not None else []
    return [{"name": ", ".join(parts), "kind": "section"}] if parts else []


def _location(source: str, line: int | None, logical: list[dict[str, Any]]) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(source),
            "region": {"startLine": line or 1},
        }
    }
    return location | ({"logicalLocations": logical} if logical else {})


def _artifact(source: str) -> dict[str, str]:
    """A path below the repository's top, or an address."""
    if "://" in source:
        return {"uri": quote(as_text(source), safe="/:?&=%~")}
    path = PurePath(source)
    try:
        encoded = quote(path.as_posix(), safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # a half character that no file name has
        encoded = quote(as_text(path.as_posix()), safe="/")
    if path.is_absolute():
        return {"uri": "file://" + ("" if encoded.startswith("/") else "/") + encoded}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _invocation(report: Report) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not report.unread}
    if report.unread:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "descriptor": {"id": f"unread-{entry.status}"},
                "message": {"text": as_line(f"{entry.status}: {why_unread(entry)}")},
                "locations": [_location(entry.source, None, [])],
            }
            for entry in report.unread
        ]
    return invocation
