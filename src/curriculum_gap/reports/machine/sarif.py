"""SARIF 2.1.0, for code scanning: topics are rules, gaps are results.

Takes a report, gives one JSON value with one run::

    tool.driver.rules    one rule for each topic, then one for each gate that looks at no topic
    invocations          whether every file was read, with a notification for each that was not
                         and for each doubt about a verdict
    results              the gaps, each with its place and a fingerprint that moved lines keep

A result without a line points to the first, so that it can be shown beside the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from curriculum_gap.nouns import Report, Topic
from curriculum_gap.reports.escaping import escape_line, escape_markdown, escape_surrogates
from curriculum_gap.reports.machine.gaps import Gap, gaps_of
from curriculum_gap.reports.machine.json_values import to_json
from curriculum_gap.reports.options import ReportOptions
from curriculum_gap.reports.rubric_facts import accuracy_line
from curriculum_gap.reports.wording import unread_message

__all__ = ["PACKAGE_URL", "SARIF_SCHEMA", "file_reference", "render"]

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
PACKAGE_URL = "pkg:pypi/gapcheck"
"""The tool as a package URL: the name by which it is installed, whatever server it comes from."""
_LEVELS = {"failed": "error", "excused": "warning", "open": "note"}
_GATES = {
    "fail-under": "A share of expected topics lies below the one required.",
    "require": "A required topic is missing.",
    "baseline": "Something is worse than in the baseline.",
    "loss": "A level was lost.",
    "unread-pages": "Pages were not read.",
}


def render(report: Report, options: ReportOptions) -> str:
    """One run. Gate failures are errors, other gaps notes.

    Waived gaps and those on file are results with a suppression. Unread files are notifications,
    and the run is not successful. ``options`` change nothing.
    """
    del options
    gaps = gaps_of(report)
    rules = [_topic_rule(topic) for topic in report.rubric.topics]
    gates = {gap.gate for gap in gaps if gap.topic is None}
    rules += [_gate_rule(gate) for gate in sorted(gates)]
    rule_indexes = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {
        "name": "gapcheck",
        "version": report.version,
        "semanticVersion": report.version,
        "informationUri": PACKAGE_URL,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"gapcheck/{report.rubric.id}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(gap, rule_indexes[gap.rule]) for gap in gaps],
    }
    return to_json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


# Rules


def _topic_rule(topic: Topic) -> dict[str, Any]:
    """The rule that a topic of the rubric should be found."""
    title = escape_line(topic.title) or topic.id
    definition = escape_line(topic.definition) or title
    help_texts = {
        "text": _help_text(topic, escape_line),
        "markdown": _help_text(topic, escape_markdown, "\n"),
    }
    tags = [topic.domain, str(topic.kind)]
    return _rule(topic.id, title, definition, help_texts, "note") | {"properties": {"tags": tags}}


def _gate_rule(gate: str) -> dict[str, Any]:
    """The rule behind a gate that looks at no single topic."""
    text = _GATES.get(gate, gate)
    return _rule(gate, text, text, {"text": f"{text} See docs/ci.md."}, "error")


def _rule(id: str, short: str, full: str, help_texts: dict[str, str], level: str) -> dict[str, Any]:
    """A rule; ``short``, ``full`` and ``help_texts`` are escaped already, ``level`` is that of its
    results where they do not say otherwise."""
    words = escape_surrogates(id).split("-")
    return {
        "id": id,
        "name": "".join(word.capitalize() for word in words),
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": help_texts,
        "defaultConfiguration": {"level": level},
    }


def _help_text(topic: Topic, escape: Callable[[str], str], around_heading: str = "") -> str:
    """What a topic is, what would help and what to read; Markdown needs blank lines
    ``around_heading``."""
    lines = [escape(topic.definition or topic.title)]
    lists = {"What would help:": topic.suggestions, "To read:": topic.readings}
    for heading, entries in lists.items():
        if entries:
            lines.append(f"{around_heading}{heading}{around_heading}")
            lines += [f"- {escape(entry)}" for entry in entries]
    return "\n".join(lines)


# Results


def _result(gap: Gap, rule_index: int) -> dict[str, Any]:
    """A gap as a result of the rule that stands at ``rule_index`` in the run."""
    result: dict[str, Any] = {
        "ruleId": gap.rule,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": _LEVELS[gap.state],
        "message": {"text": gap.message},
        "locations": [_location(gap.source, gap.first_line) | _logical_locations(gap)],
        "partialFingerprints": {"gapcheckEvidence/v1": gap.name},
        "properties": {"found": str(gap.level), "expected": str(gap.expected), "gate": gap.gate},
    }
    if gap.excuse:
        suppression = {"kind": "external", "status": "accepted", "justification": gap.excuse_text}
        result["suppressions"] = [suppression]
    return result


def _location(source: str, line: int) -> dict[str, Any]:
    """A line of a file."""
    region = {"startLine": line}
    return {"physicalLocation": {"artifactLocation": file_reference(source), "region": region}}


def _logical_locations(gap: Gap) -> dict[str, Any]:
    """Section, piece of the file and page, as far as they are known."""
    parts = []
    if gap.position.section is not None:
        parts.append(str(gap.position.section))
    if gap.position.inside:
        parts.append(gap.position.inside)
    if gap.position.page is not None:
        parts.append(f"page {gap.position.page}")
    if not parts:
        return {}
    return {"logicalLocations": [{"name": ", ".join(parts), "kind": "section"}]}


def file_reference(source: str) -> dict[str, str]:
    """A path below the repository's top, or an address."""
    if "://" in source:
        return {"uri": quote(escape_surrogates(source), safe="/:?&=%~")}
    path = PurePath(source)
    try:
        encoded = quote(path.as_posix(), safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: no file has this name
        encoded = quote(escape_surrogates(path.as_posix()), safe="/")
    if path.is_absolute():
        slash = "" if encoded.startswith("/") else "/"
        return {"uri": f"file://{slash}{encoded}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _invocation(report: Report) -> dict[str, Any]:
    """Whether every file was read, a notification for each that was not and for each doubt; one
    about the topic lists where their accuracy was not measured."""
    notifications = []
    for entry in report.unread:
        id, message = f"unread-{entry.status}", unread_message(entry)
        notifications.append(_notification("error", id, message, entry.source))
    for coverage in report.covered:
        for warning in coverage.warnings:
            message = escape_line(warning)
            notifications.append(_notification("warning", "doubt", message, coverage.source))
    invocation: dict[str, Any] = {"executionSuccessful": not report.unread}
    doubt = accuracy_line(report.rubric)
    if doubt:
        notification = {
            "level": "note",
            "descriptor": {"id": "accuracy-not-measured"},
            "message": {"text": f"{escape_line(doubt)}."},
        }
        invocation["toolConfigurationNotifications"] = [notification]
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    return invocation


def _notification(level: str, id: str, message: str, source: str) -> dict[str, Any]:
    """What is to be known of a file, escaped already."""
    return {
        "level": level,
        "descriptor": {"id": id},
        "message": {"text": message},
        "locations": [_location(source, 1)],
    }
