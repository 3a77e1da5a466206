"""What must hold for any input: these functions raise when it does not."""

from __future__ import annotations

import json
from functools import cache

from strategies import LIMITS

from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import ReadError, RubricError
from curriculum_gap.nouns import Document, Report, Rubric, Shape, Status
from curriculum_gap.pipeline import check_document
from curriculum_gap.readers import read_document
from curriculum_gap.reports import render_report
from curriculum_gap.rubric import parse_rubric

_SAID = frozenset(Status) - {Status.OK, Status.CRASHED, Status.TIMEOUT}


@cache
def _rubric() -> Rubric:
    return load_rubric()


def read_any(content: bytes, name: str) -> None:
    """Any bytes are a sound document or have a status with a reason; never anything else."""
    try:
        document = read_document(content, name, LIMITS)
    except ReadError as error:
        assert error.status in _SAID, error
        assert error.what and "\n" not in error.what and len(error.what) < 400, error
        # Readers name what is wrong; a bare exception in the reason is one that they did not foresee.
        assert not error.what.startswith("cannot be read ("), error
        return
    _is_sound(document)
    report = Report("0", _rubric(), (check_document(document, _rubric()),))
    json.loads(render_report("json", report))


def _is_sound(document: Document) -> None:
    assert document.words > 0 and document.blocks
    for block in document.blocks:
        assert block.text == " ".join(block.text.split()), block
        block.text.encode("utf-8")
        assert not [letter for letter in block.text if ord(letter) < 32 or 127 <= ord(letter) < 160]
        assert (block.shape is Shape.ROW) == bool(block.cells), block
        assert len(block.cells) <= 10_000
    document.title.encode("utf-8")
    again = sum(len(block.text.split()) for block in document.blocks if not block.hidden)
    assert document.words <= again


def read_rubric(content: bytes) -> None:
    """Any bytes are a rubric or are refused with a place and a reason."""
    try:
        parse_rubric(content, "any.yaml")
    except RubricError as error:
        for line in str(error).split("\n"):
            assert len(line) < 2_000
            assert not [letter for letter in line if ord(letter) < 32]
