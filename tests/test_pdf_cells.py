"""Cells from ruled lines: the same as pdfplumber finds, on lines that chance draws."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
from pdfplumber.table import TableFinder

from curriculum_gap.readers.pdf.cells import find_cells
from curriculum_gap.readers.pdf.rules import Rule, snapped
from curriculum_gap.readers.pdf.sheet import Box


@pytest.mark.parametrize("seed", range(200))
def test_as_pdfplumber_does(seed: int) -> None:
    rules = snapped(lines(random.Random(seed)))
    assert find_cells(rules) == expected(rules)


def lines(chance: random.Random) -> list[Rule]:
    """Some lines all through the page, others between any two places; a few miss their mark."""
    step = chance.choice((4, 10, 20, 30))
    off = chance.choice((0.25, 0.5, 1.0, 2.3))

    def place() -> float:
        return chance.randrange(8) * step + chance.choice((0.0, 0.0, 0.0, off, -off))

    rules: list[Rule] = []
    for _ in range(chance.randrange(4, 40)):
        start, end = sorted((place(), place()))
        rules.append(Rule(start, end, place(), chance.random() < 0.5))
    for upright in (False, True):
        rules += [Rule(0, 8 * step, place(), upright) for _ in range(chance.randrange(6))]
    return rules


def expected(rules: set[Rule]) -> list[list[list[Box | None]]]:
    page = SimpleNamespace(edges=[edge(rule) for rule in rules], bbox=(0, 0, 0, 0))
    finder = TableFinder(page, {"snap_tolerance": 0.5, "edge_min_length_prefilter": 0})
    return [[list(row.cells) for row in table.rows] for table in finder.tables]


def edge(rule: Rule) -> dict[str, Any]:
    x0, x1, top, bottom = rule.start, rule.end, rule.at, rule.at
    if rule.upright:
        x0, x1, top, bottom = top, bottom, x0, x1
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "v" if rule.upright else "h",
        "object_type": "line",
    }
