"""GitHub annotations: file, line, title; and that no text of others becomes a command."""

from __future__ import annotations

import re

import pytest
from gated import MARKED, compared, gated, payload_report
from handmade import PAYLOADS, coverage, report, text_of

from curriculum_gap.nouns import Report

COMMAND = re.compile(r"::(error|warning|notice) (\w+=[^,:]*(?:,\w+=[^,:]*)*)::(.*)")


def lines(shown: Report) -> list[str]:
    return text_of("github", shown).splitlines()


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    return match[1], properties, match[3]


def test_failures_are_errors_with_file_line_and_title() -> None:
    shown = lines(gated())
    kind, properties, message = parsed(shown[0])
    assert kind == "error"
    assert properties == {
        "file": "courses/nutr210.md",
        "line": "12",
        "title": "Gate failed%3A Wages of farm workers",
    }
    assert message.startswith("wages is required at taught and stands at absent")
    assert "%25" in shown[1]
    kinds = [parsed(line)[0] for line in shown[:-1]]
    assert kinds == ["error", "error", "error", "error", "warning", "notice", "notice"]
    assert "Accuracy not measured" in shown[-2]
    assert "Not read" in shown[3] and "file=old.pdf" in shown[3]
    assert shown[-1].startswith("gapcheck: 1 read, 1 not read, 1 of 5 expected topics reached")
    assert not any("seeds" in line or "deserts" in line for line in shown[:-1])


def test_without_a_gate_gaps_are_notices() -> None:
    *shown, accuracy = [parsed(line) for line in lines(report(MARKED))[:-1]]
    assert accuracy[:2] == ("notice", {"title": "Accuracy not measured"})
    assert {kind for kind, *_ in shown[:-1]} == {"notice"}
    kind, properties, message = shown[-1]
    assert (kind, properties["title"], properties["file"]) == ("warning", "Doubt", MARKED.source)
    assert message == MARKED.warnings[0]
    titles = [properties["title"] for _, properties, _ in shown]
    assert titles[0] == "Below what is expected%3A Food deserts"
    assert "Not found here%3A Seed sovereignty" in titles


def test_a_pdf_has_its_page_in_the_message() -> None:
    message = parsed(lines(report(coverage()))[0])[2]
    assert "session p4 “Week 5%3A" not in message and "session p4 “Week 5:" in message


def test_losses_are_warnings() -> None:
    shown = [parsed(line) for line in lines(compared())]
    assert [kind for kind, *_ in shown] == ["warning", "error", "warning", "notice"]
    assert shown[2][1:] == ({"title": "Doubt"}, compared().comparison.warnings[0])
    assert shown[0][2] == "wages fell from assessed to absent"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_text_of_others_becomes_a_command(payload: str) -> None:
    shown = lines(payload_report(payload))
    assert len(shown) == len(lines(payload_report("plain")))
    for line in shown[:-1]:
        kind, properties, _ = parsed(line)
        assert kind in ("error", "warning", "notice")
        assert set(properties) <= {"file", "line", "title"}
    assert not re.match(r"\s*(::|##\[|##vso)", shown[-1])
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(shown))
