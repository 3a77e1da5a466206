"""Coverages as bytes: compressed to be kept, plain for a pipe, and none where nobody looks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap.compiled import load_rubric, shipped_digest, shipped_rubric
from curriculum_gap.nouns import Coverage, Limits
from curriculum_gap.pipeline import check_file
from curriculum_gap.scan.codec import decode_coverage, decode_summary, encode_coverage
from curriculum_gap.scan.confined import answer
from curriculum_gap.scan.requests import Request, Task

EXAMPLE = Path(__file__).parents[1] / "examples" / "coun614-multicultural-counseling.pdf"
TASK = Task(load_rubric(), Limits())


def test_plain_and_compressed_bytes_say_the_same() -> None:
    coverage = check_file(str(EXAMPLE), TASK.rubric)
    assert isinstance(coverage, Coverage)
    plain, small = encode_coverage(coverage, small=False), encode_coverage(coverage)
    assert len(small) < len(plain)
    for content in (plain, small):
        assert decode_coverage(content, str(EXAMPLE), TASK.rubric) == coverage
        with pytest.raises(ValueError, match=r".+"):
            decode_coverage(content[:-9], str(EXAMPLE), TASK.rubric)


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_kept_is_compressed(keep: bool) -> None:
    found = answer(Request(str(EXAMPLE), EXAMPLE.name, keep=keep), TASK)
    assert bool(found.document) is keep
    if keep:
        with pytest.raises(ValueError, match=r".+"):
            json.loads(found.coverage)
    else:
        json.loads(found.coverage)


def test_a_summary_needs_no_evidence() -> None:
    found = answer(Request(str(EXAMPLE), EXAMPLE.name, keep=False, whole=False), TASK)
    assert (found.coverage, found.document) == (b"", b"")
    assert decode_summary(found.summary, str(EXAMPLE), TASK.rubric).share > 0


def test_a_shipped_rubric_goes_by_its_digest_and_no_part_of_it_does() -> None:
    rubric = TASK.rubric
    assert shipped_rubric(shipped_digest(rubric)) == rubric
    assert shipped_digest(replace(rubric, topics=rubric.topics[:1])) == ""
    assert shipped_digest(replace(rubric, sha256="")) == ""
    for name in range(8):  # rubrics met since, by which the stored copy is forgotten
        shipped_digest(replace(rubric, sha256=f"{name:064}"))
    assert shipped_rubric(shipped_digest(rubric)) == rubric
