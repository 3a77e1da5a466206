"""No file that is shipped holds a sentence of a published standard (see ``reprints.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from reprints import digest, known, runs

ROOT = Path(__file__).parent.parent
FILES = sorted(
    [
        *(ROOT / "rubrics").rglob("*.yaml"),
        *(ROOT / "src/curriculum_gap/standards/data").glob("*.yaml"),
        *(ROOT / "examples").rglob("*.y*ml"),
    ]
)
# Of the titles of CSWE's competencies, as a syllabus prints two of them.
SENTENCES = (
    "Students advance human rights and social, racial, economic, and environmental justice",
    "Engage with individuals, families, groups, organisations and communities",
)


def texts(value: Any) -> Iterator[str]:
    """All texts in the values of a YAML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def comments(content: str) -> str:
    """All comments that fill a line."""
    lines = (line.strip() for line in content.splitlines())
    return " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))


def reprinted(content: str) -> list[str]:
    """Runs of eight words that a published standard holds, too."""
    official = known()
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found = [*texts(yaml.load(content, loader)), comments(content)]
    return [" ".join(run) for text in set(found) for run in runs(text) if digest(run) in official]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_a_publisher_is_shipped(path: Path) -> None:
    found = reprinted(path.read_text("utf-8"))
    assert not found, "write it in words of your own"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_reprinted_sentence_is_found(sentence: str) -> None:
    assert reprinted(f"topics:\n  - definition: {sentence}\n")
    assert reprinted(f"# What it says: {sentence}\ntopics: []\n")
    assert not reprinted("topics:\n  - definition: Rights of people, and justice of four kinds\n")


def test_digests_hold_no_words() -> None:
    assert len(known()) > 1000
    assert all(len(one) == 12 and int(one, 16) >= 0 for one in known())
