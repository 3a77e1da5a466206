"""The machine contract: closed schema, exact text, same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handmade import PAYLOADS, RUBRIC, SCAN, coverage, evidence, found, report, text_of
from jsonschema import Draft202012Validator

from curriculum_gap.nouns import Level, Report, Status, Unread
from curriculum_gap.reports import render_report

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs" / "schema" / "report-1.json").read_text("utf-8")
)
VALID = Draft202012Validator(SCHEMA)


def parsed(made: Report) -> Any:
    value = json.loads(text_of("json", made).encode("utf-8"))
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in VALID.iter_errors(value)]
    assert faults == []
    return value


def test_the_schema_is_one_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node: Any) -> list[Any]:
        inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        below = [found for child in inside for found in objects(child)]
        return below + ([node] if isinstance(node, dict) and "properties" in node else [])

    declared = [node for node in objects(SCHEMA) if node.get("type") == "object"]
    assert declared
    assert all(node["additionalProperties"] is False for node in declared)
    # Only what no gate was asked for goes without a key, and what several rubrics add.
    optional = {"gate", "rubrics", "shares"}
    assert all(set(node["properties"]) - set(node["required"]) <= optional for node in declared)
    assert all(set(node["required"]) <= set(node["properties"]) for node in declared)


def test_every_topic_and_all_evidence_stand_in_it() -> None:
    document, scan = parsed(report())["documents"]
    assert [entry["id"] for entry in document["topics"]] == [t.id for t in RUBRIC.topics]
    hunger = document["topics"][0]
    assert (hunger["level"], hunger["expected"], hunger["domain"]) == (
        "assessed", "taught", "access",
    )  # fmt: skip
    assert [piece["page"] for piece in hunger["evidence"]] == [2, 4, 6]
    assert document["topics"][2]["policy"] is True
    assert document["topics"][2]["evidence"][0]["section"] == "policy"
    assert scan["share"] is None and scan["topics"] == []


def test_offsets_point_at_the_matching_words() -> None:
    piece = evidence("hunger", "caf\udce9 \ud800 and hunger", "hunger", "caf\udce9")
    made = coverage(topics=(found("hunger", Level.TAUGHT, piece),))
    shown = parsed(report(made))["documents"][0]["topics"][0]["evidence"][0]
    assert shown["text"] == "caf\\xe9 \\ud800 and hunger"
    words = [shown["text"][term["start"] : term["end"]] for term in shown["terms"]]
    assert words == ["hunger", "caf\\xe9"]


def test_files_without_a_verdict_are_listed_twice_and_have_no_figures() -> None:
    value = parsed(report(SCAN, coverage()))
    assert [entry["source"] for entry in value["documents"]] == ["old.pdf", "nutr210.pdf"]
    assert value["unread"] == [
        {
            "source": "old.pdf",
            "status": "scanned",
            "reason": "its 12 pages are images",
            "hint": "run OCR first",
        }
    ]
    assert value["map"]["topics"][0]["documents"]["absent"] == 0


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_every_status_fits_the_schema(status: Status) -> None:
    parsed(report(Unread("x", status, "why", "", ("a warning",))))


def test_an_empty_run_fits_the_schema() -> None:
    parsed(Report("0.1.0", RUBRIC))


def test_the_map_counts_documents_at_each_level() -> None:
    weaker = coverage("b.md", topics=(found("hunger", Level.MENTIONED),), pages=None)
    row = parsed(report(coverage(), weaker))["map"]["topics"][0]
    assert row == {
        "id": "hunger",
        "best": "assessed",
        "documents": {"absent": 0, "mentioned": 1, "taught": 0, "assessed": 1},
    }


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_arrives_unchanged_and_inert(name: str) -> None:
    payload = PAYLOADS[name]
    piece = evidence("hunger", f"{payload} hunger", "hunger", headings=(payload, "b"), line=3)
    made = coverage(
        payload,
        title=payload,
        warnings=(payload,),
        topics=(found("hunger", Level.TAUGHT, piece, rule=payload),),
    )
    rubric = replace(RUBRIC, version=payload)
    made_report = report(made, Unread(payload, Status.DAMAGED, payload, payload), rubric=rubric)
    value = parsed(made_report)
    text = value["documents"][0]["topics"][0]["evidence"][0]["text"]
    if not any("\ud800" <= character <= "\udfff" for character in payload):
        assert text == f"{payload} hunger"
        assert value["documents"][0]["title"] == payload
    raw = str(render_report("json", made_report))
    assert not [c for c in raw if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f"]
    assert not set(raw) & set("\u202e\u202c\u2066\u2069\u200f\u2028\u2029")


def test_same_report_same_bytes() -> None:
    assert render_report("json", report()) == render_report("json", report())
