"""What the table says of gates and comparisons, and that it stays in its page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from gated import GATE, MARKED, compared, gated, payload_report
from handmade import PAYLOADS, SCAN, SGR, text_of
from rich.cells import cell_len

from curriculum_gap.gate import add_loss_gate
from curriculum_gap.nouns import GateOutcome, Report


def page(shown: Report, **view: object) -> str:
    return text_of("table", shown, **view)


def test_failures_stand_under_their_document() -> None:
    text = page(gated())
    block = text[text.index(" Gate failed (3)") :].splitlines()
    assert [line.strip() for line in block[:6]] == [
        "Gate failed (3)",
        "courses/nutr210.md",
        "wages is required at taught and stands at absent",
        "1 of 5 (20 %) of the expected topics, 50 % are required",
        "all documents",
        "pantries is required at taught and was found in no document",
    ]
    assert "Accepted gaps: 1 waived, 1 on file in the baseline" in text


def test_unread_files_keep_a_gate_from_passing() -> None:
    passed = GateOutcome(GATE.asked)
    assert "Gate passed  each document: wages at taught" in page(gated(MARKED, gate=passed))
    assert "Gate not passed" in page(gated(MARKED, SCAN, gate=passed))


def test_a_comparison_goes_document_by_document() -> None:
    lines = [line.rstrip() for line in page(compared(), width=80).splitlines()]
    assert lines[0].startswith(" 1 level lost, 1 gained") and lines[0].endswith("main → HEAD")
    at = lines.index(" courses/old.md → courses/nutr210.md  NUTR 210")
    assert lines[at + 1 : at + 5] == [
        "   lost   Wages of farm workers",
        "          ●●● assessed → ··· not found  was: week 8",
        "   gained Hunger and its causes",
        "          ●○○ mentioned → ●●○ taught  session",
    ]
    assert " courses/new.md (new)  NUTR 300" in lines
    assert " courses/gone.md (gone)  NUTR 100" in lines
    assert " 4 documents unchanged" in lines
    failed = page(add_loss_gate(compared(), True))
    assert failed.count("Wages of farm workers") == 2  # its document, and all together
    assert "levels lost: 1" in failed


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("colour", [False, True])
def test_it_stays_in_its_page(width: int, colour: bool) -> None:
    for shown in (gated(), add_loss_gate(compared(), True)):
        text = page(shown, width=width, colour=colour)
        assert bool(SGR.search(text)) is colour
        for line in SGR.sub("", text).splitlines():
            assert cell_len(line) <= width or "gapcheck explain" in line
        assert page(shown, width=width, unicode=False).isascii()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_in_it_acts(payload: str) -> None:
    shown = replace(payload_report(payload), documents=())
    text = SGR.sub("", page(shown, width=100))
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert not re.search(r"^\s*::|##\[|##vso\[", text, re.MULTILINE)
