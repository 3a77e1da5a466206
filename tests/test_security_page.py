"""``docs/security.md`` tells the limits that hold and the tests that there are; other pages name
tests that there are."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from curriculum_gap.cli import LIMIT_NAMES
from curriculum_gap.nouns import Limits

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
UNITS = {"MB": 1e6, "GB": 1e9, "s": 1, "": 1}


def test_every_limit_stands_there_with_its_default() -> None:
    told = {}
    for name, number, unit in re.findall(r"\| `(\w+)` \| ([\d,]+) ?(MB|GB|s|) \|", PAGE):
        told[name] = float(number.replace(",", "")) * UNITS[unit]
    limits = Limits()
    assert told == {name: getattr(limits, field) for name, (field, _) in LIMIT_NAMES.items()}
    budgets = {field.name for field in fields(Limits)} - {
        "min_words",
        "ocr",
    }  # options of their own
    assert {field for field, _ in LIMIT_NAMES.values()} == budgets


def test_what_it_points_to_is_there() -> None:
    named = set(re.findall(r"`((?:tests|benchmarks|docs)/[\w./]+)", PAGE))
    assert len(named) > 10
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_test_that_a_page_names_is_there() -> None:
    named = set()
    for page in (ROOT / "docs").glob("*.md"):
        named |= set(re.findall(r"`(tests/\w+\.py)::(\w+)`", page.read_text(encoding="utf-8")))
    assert len(named) > 20
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)
