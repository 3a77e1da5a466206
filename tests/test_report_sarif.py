"""SARIF 2.1.0: read by a consumer's strict model; places, fingerprints and suppressions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from gated import MARKED, gated, payload_report
from handmade import PAYLOADS, coverage, evidence, found, report, text_of
from pydantic import BaseModel
from sarif_pydantic import Sarif

from curriculum_gap.nouns import Level, Report

# Keys of SARIF 2.1.0 (3.14.17, 3.20.21, 3.27.23) that the consumer's model leaves out.
OF_THE_STANDARD = {
    "columnKind", "suppressions", "toolConfigurationNotifications", "toolExecutionNotifications",
}  # fmt: skip


def unknown_keys(value: object) -> list[str]:
    """Keys that the model of SARIF does not have, at any depth (property bags may hold any)."""
    if isinstance(value, list):
        return [key for entry in value for key in unknown_keys(entry)]
    if not isinstance(value, BaseModel):
        return []
    fields = [getattr(value, name) for name in type(value).model_fields if name != "properties"]
    return list(value.model_extra or {}) + unknown_keys(fields)


def run_of(shown: Report) -> dict[str, Any]:
    log = json.loads(text_of("sarif", shown))
    assert set(unknown_keys(Sarif.model_validate(log))) <= OF_THE_STANDARD
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:  # what GitHub asks of every result
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] >= 1 and physical["artifactLocation"]["uri"]
        assert len(result["partialFingerprints"]["gapcheckEvidence/v1"]) == 64
    return dict(run)


def by_rule(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {result["ruleId"]: result for result in run["results"]}


def test_the_tool_says_where_it_comes_from() -> None:
    driver = run_of(report(MARKED))["tool"]["driver"]
    assert driver["informationUri"] == "pkg:pypi/gapcheck"  # Microsoft's multitool asks for one


def test_topics_are_rules_with_help() -> None:
    rules = {rule["id"]: rule for rule in run_of(report(MARKED))["tool"]["driver"]["rules"]}
    hunger = rules["hunger"]
    assert hunger["shortDescription"]["text"] == "Hunger and its causes"
    assert "- Give hunger a session of its own" in hunger["help"]["text"]
    assert list(rules) == [topic.id for topic in report().rubric.topics]


def test_failed_accepted_and_open_gaps() -> None:
    results = by_rule(run_of(gated()))
    assert results["wages"]["level"] == "error" and "suppressions" not in results["wages"]
    assert results["seeds"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "waiver: Taught in the garden"}
    ]
    assert results["deserts"]["suppressions"][0]["justification"] == "baseline"
    assert by_rule(run_of(report(MARKED)))["seeds"]["level"] == "note"
    assert results["fail-under"]["level"] == "error"


def test_a_gap_stands_where_the_topic_would_belong() -> None:
    def line(result: dict[str, Any]) -> int:
        return int(result["locations"][0]["physicalLocation"]["region"]["startLine"])

    results = by_rule(run_of(report(MARKED)))
    assert line(results["seeds"]) == 12  # the schedule
    bare = by_rule(run_of(report(replace(MARKED, parts=()))))
    assert line(bare["seeds"]) == 1
    nearest = replace(
        MARKED,
        topics=(found("deserts", Level.MENTIONED, evidence("deserts", "A desert", line=44)),),
    )
    assert line(by_rule(run_of(report(nearest)))["deserts"]) == 44
    pdf = by_rule(run_of(report(coverage())))["deserts"]["locations"][0]
    assert pdf["logicalLocations"] == [{"name": "session, page 4", "kind": "section"}]


def test_fingerprints_survive_moved_lines_only() -> None:
    def name(line: int, text: str, source: str = "courses/nutr210.md") -> str:
        topics = (found("deserts", Level.MENTIONED, evidence("deserts", text, line=line)),)
        result = by_rule(run_of(report(replace(MARKED, source=source, topics=topics))))["deserts"]
        return str(result["partialFingerprints"]["gapcheckEvidence/v1"])

    assert name(3, "A desert") == name(70, "A  desert ")
    assert len({name(3, "A desert"), name(3, "Two"), name(3, "A desert", "b.md")}) == 3


def test_unread_files_make_the_run_unsuccessful() -> None:
    (invocation,) = run_of(gated())["invocations"]
    assert invocation["executionSuccessful"] is False
    [accuracy] = invocation.pop("toolConfigurationNotifications")
    assert accuracy["message"]["text"].startswith("Accuracy not measured for this topic list")
    notice, doubt = invocation["toolExecutionNotifications"]
    assert notice["level"] == "error" and "scanned" in notice["message"]["text"]
    assert doubt["level"] == "warning" and doubt["message"]["text"] == MARKED.warnings[0]
    (invocation,) = run_of(report(MARKED))["invocations"]
    assert invocation == {
        "executionSuccessful": True,
        "toolConfigurationNotifications": [accuracy],
        "toolExecutionNotifications": [doubt],
    }
    (invocation,) = run_of(report(replace(MARKED, warnings=())))["invocations"]
    assert invocation == {"executionSuccessful": True, "toolConfigurationNotifications": [accuracy]}


def test_paths_are_uris() -> None:
    strange = by_rule(run_of(report(replace(MARKED, source="cours es/é#1 50%.md"))))["seeds"]
    artifact = strange["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "cours%20es/%C3%A9%231%2050%25.md", "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_it_stays_valid_whatever_documents_hold(payload: str) -> None:
    shown = payload_report(payload)
    count = len(run_of(payload_report("plain"))["results"])
    assert len(run_of(shown)["results"]) == count
