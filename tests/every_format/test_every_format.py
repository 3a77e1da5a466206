"""One course in every format gives the same topics at the same levels, in the same sections."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from course_builders import BUILDERS, build_scan
from one_course import COURSE

from curriculum_gap import Coverage, Level, check
from curriculum_gap.cli import main
from curriculum_gap.nouns import Limits, Section
from curriculum_gap.readers import FORMATS, read_document

HERE = Path(__file__).parent
COMMITTED = ("doc",)
"""Suffixes of files that word processors wrote from the course: no library here does."""
SUFFIXES = (*BUILDERS, *COMMITTED)

ADDED = {"imscc": 12, "xlsx": 2}
"""Words that name the parts of a file: the course and its syllabus in an export, sheets."""

LEVELS = {
    "racism-and-anti-racism": Level.ASSESSED,
    "cultural-competence-and-humility": Level.ASSESSED,
    "stigma-and-help-seeking": Level.TAUGHT,
    "social-determinants-and-class": Level.TAUGHT,
    "immigration-and-language-access": Level.TAUGHT,
    "religion-and-spirituality": Level.MENTIONED,
    "disability-and-neurodiversity": Level.ABSENT,
    "decolonial-and-indigenous": Level.ABSENT,
}
"""What a person reads in the course; all other topics are as in Markdown."""


def content_of(suffix: str) -> bytes:
    if suffix == "doc":
        pytest.importorskip("kreuzberg")
    if suffix in COMMITTED:
        return (HERE / f"course.{suffix}").read_bytes()
    return BUILDERS[suffix](COURSE)


def coverage_of(suffix: str, folder: Path) -> Coverage:
    path = folder / f"coun531.{suffix}"
    path.write_bytes(content_of(suffix))
    report = check(path)
    assert not report.unread
    return report.covered[0]


def levels(coverage: Coverage) -> dict[str, tuple[str, bool]]:
    return {found.topic: (str(found.level), found.policy) for found in coverage.topics}


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    return coverage_of("md", tmp_path_factory.mktemp("markdown"))


def test_the_course_has_topics_at_every_level(markdown: Coverage) -> None:
    found = {each.topic: each.level for each in markdown.topics}
    assert {topic: found[topic] for topic in LEVELS} == LEVELS
    assert {each.topic for each in markdown.topics if each.policy} >= {
        "disability-and-neurodiversity"
    }


def test_the_course_is_written_in_every_format() -> None:
    written = {f".{each}" for each in SUFFIXES}
    missed = [name for name, known in FORMATS.items() if written.isdisjoint(known.suffixes)]
    assert missed == [], "add a function to BUILDERS in course_builders.py"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_levels_are_the_same_in_every_format(
    suffix: str, markdown: Coverage, tmp_path: Path
) -> None:
    coverage = coverage_of(suffix, tmp_path)
    assert coverage.title == COURSE.title
    assert levels(coverage) == levels(markdown)


SECTIONS = {
    Section.DESCRIPTION, Section.OBJECTIVE, Section.SESSION, Section.ASSIGNMENT, Section.POLICY
}  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_evidence_stands_in_the_same_sections(
    suffix: str, markdown: Coverage, tmp_path: Path
) -> None:
    def sections(coverage: Coverage) -> Counter[tuple[str, Section]]:
        return Counter(
            (evidence.topic, evidence.passage.section)
            for found in coverage.topics
            for evidence in found.evidence
            if evidence.passage.section in SECTIONS
        )

    assert sections(coverage_of(suffix, tmp_path)) == sections(markdown)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_word_is_lost_or_added(suffix: str) -> None:
    lost = words_of("md") - words_of(suffix)
    added = words_of(suffix) - words_of("md")
    assert not lost
    assert sum(added.values()) <= ADDED.get(suffix, 0)


def words_of(suffix: str) -> Counter[str]:
    document = read_document(content_of(suffix), f"coun531.{suffix}", Limits())
    text = " ".join(block.text for block in document.blocks)
    return Counter(re.findall(r"[^\W_]+", text))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
def test_scanned_pages_give_the_levels_of_their_text(
    markdown: Coverage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(build_scan(COURSE))
    assert main([str(path), "--ocr", "--isolated", "--no-cache", "-f", "json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    found = {topic["id"]: (topic["level"], topic["policy"]) for topic in document["topics"]}
    assert found == levels(markdown)
    assert document["title"] == COURSE.title
