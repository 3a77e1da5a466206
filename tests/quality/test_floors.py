"""Floors of quality on labelled documents of our own, so that no change lowers them by accident.

Labels in ``labels/`` follow the format of ``docs/validity.md``: four short syllabi written for this
test, with every block labelled, and eight of the examples, labelled by document. They are read by
one person who knows what gapcheck looks for: they guard against change, they measure nothing else.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from curriculum_gap.agreement import Agreement
from curriculum_gap.compiled import load_rubric
from curriculum_gap.evaluate import evaluate
from curriculum_gap.nouns import Level
from curriculum_gap.scan import ScanSettings

ROOT = Path(__file__).parents[2]
LABELS = Path(__file__).parent / "labels"

#: Of ``labels/`` and of the documents written for it. Changing either means measuring anew.
DIGEST = "a8a18e8365e4b400e7a2ed673e54d34003d288e0ccc124d1ea26863397185990"
#: Figures measured, less a little; false alarms must not be exceeded.
FLOORS = {
    "kappa": 0.84,
    "F1 mentioned": 0.87,
    "F1 taught": 0.82,
    "precision taught": 0.85,
    "F1 passages": 0.70,
}
MOST_FALSE_ALARMS = 0.5


@cache
def agreement() -> Agreement:
    settings = ScanSettings(jobs=1, use_cache=False)
    return evaluate(str(LABELS), load_rubric(), str(ROOT), settings=settings)


def measured() -> dict[str, float]:
    whole, passages = agreement().levels["all"], agreement().passages
    assert passages is not None
    return {
        "kappa": whole.kappa.value,
        "F1 mentioned": whole.f1[Level.MENTIONED].value,
        "F1 taught": whole.f1[Level.TAUGHT].value,
        "precision taught": whole.precision.value,
        "F1 passages": passages.f1.value,
    }


def test_the_labels_are_those_that_the_floors_were_measured_on() -> None:
    digest = sha256()
    for path in sorted([*LABELS.iterdir(), *(LABELS.parent / "documents").iterdir()]):
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    assert digest.hexdigest() == DIGEST


def test_every_document_is_read() -> None:
    assert agreement().documents == 12
    assert agreement().unread == ()
    assert agreement().unknown_topics == ()


@pytest.mark.parametrize("measure", FLOORS)
def test_quality_stays_above_its_floor(measure: str) -> None:
    assert measured()[measure] >= FLOORS[measure]


def test_documents_that_teach_nothing_stay_quiet() -> None:
    assert agreement().false_alarms.documents == 6
    assert agreement().false_alarms.per_document.value <= MOST_FALSE_ALARMS
