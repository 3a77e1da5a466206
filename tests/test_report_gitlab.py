"""GitLab's code quality report, by the keys that its documentation asks for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from gated import MARKED, gated, payload_report
from handmade import PAYLOADS, evidence, found, report, text_of
from jsonschema import Draft202012Validator

from curriculum_gap.nouns import Level, Report

# https://docs.gitlab.com/ci/testing/code_quality/ : report format
DOCUMENTED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def parsed(shown: Report) -> list[dict[str, Any]]:
    rendered = text_of("gitlab", shown)
    value: list[dict[str, Any]] = json.loads(rendered)
    assert [f.message for f in Draft202012Validator(DOCUMENTED).iter_errors(value)] == []
    assert not rendered.startswith("\ufeff")  # GitLab refuses a byte order mark
    return value


def test_failures_go_before_gaps_and_what_is_accepted_is_left_out() -> None:
    findings = parsed(gated())
    assert [entry["severity"] for entry in findings] == [
        "major", "major", "major", "info", "critical", "minor"
    ]  # fmt: skip
    first = findings[0]
    assert first["check_name"] == "gapcheck/wages"
    assert first["location"] == {"path": "courses/nutr210.md", "lines": {"begin": 12}}
    assert findings[-1]["description"] == MARKED.warnings[0]
    assert not any("seeds" in entry["check_name"] for entry in findings)
    assert len({entry["fingerprint"] for entry in findings}) == len(findings)


def test_the_fingerprint_stays_where_lines_move() -> None:
    def at(line: int, text: str) -> str:
        piece = evidence("deserts", text, line=line)
        document = replace(
            MARKED, topics=(found("deserts", Level.MENTIONED, piece), found("seeds", Level.ABSENT))
        )
        first = parsed(report(document))[0]
        assert first["location"]["lines"]["begin"] == line
        return str(first["fingerprint"])

    assert at(16, "Food deserts") == at(90, " Food  deserts ")
    assert at(16, "Food deserts") != at(16, "Food mirages")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_it_stays_valid_whatever_documents_hold(payload: str) -> None:
    assert len(parsed(payload_report(payload))) == len(parsed(payload_report("plain")))
