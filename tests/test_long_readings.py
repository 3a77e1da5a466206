"""Articles among the files of a course: students read them, the course does not say them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from course_exports import Course, File, Module, canvas_export

from curriculum_gap.cli import main
from curriculum_gap.nouns import Document, Limits, Section
from curriculum_gap.readers import read_document
from curriculum_gap.sections import assign

SENTENCE = "Those who took part spoke about what they had seen on the wards of the hospital. "
LATER = "Food deserts are named near the end alone."


def pdf(title: str, paragraphs: int, *more: str, pages: int = 0) -> bytes:
    """An own article of 30 words a paragraph, each on a page of its own where ``pages``."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    body = [Paragraph(title, styles["Title"]), Paragraph("Methods", styles["Heading2"])]
    for _ in range(paragraphs):
        body.append(Paragraph(SENTENCE * 2, styles["Normal"]))
        body += [PageBreak()] if pages else []
    body += [Paragraph(line, styles["Heading2"]) for line in more]
    body.append(Paragraph(LATER, styles["Normal"]))
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1).build(body)
    return out.getvalue()


def course(*files: File) -> Document:
    syllabus = "<h2>Course description</h2><p>This course is about care in hospitals.</p>"
    module = Module("Week 1: On the wards", files)
    made = Course(title="Care", code="NURS 101", syllabus=syllabus, modules=[module])
    return read_document(canvas_export(made), "care.imscc", Limits())


def is_whole(document: Document) -> bool:
    return any(LATER in block.text for block in document.blocks)


def test_of_an_article_the_opening_counts_as_a_reading() -> None:
    document = course(File("Doe 2019.pdf", pdf("Repair on the wards", 60)))
    assert not is_whole(document)
    (warning,) = document.warnings
    assert warning == (
        "a long text that students read: only about the first 400 words counted, as a reading:"
        " Doe 2019.pdf"
    )
    sections = {passage.text[:15]: passage.section for passage in assign(document)}
    assert sections["Repair on the w"] is Section.READING
    assert sections["Those who took "] is Section.READING


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("short.pdf", pdf("Repair on the wards", 20)),
        ("slides.pdf", pdf("Repair on the wards", 60, pages=60)),
        ("plan.pdf", pdf("Repair on the wards", 60, "Learning objectives", "Week 2: Homes")),
        ("Course outline.pdf", pdf("Repair on the wards", 60)),
        ("notes.txt", (SENTENCE * 150 + "\n\n" + LATER).encode()),
    ],
)
def test_what_a_course_says_itself_is_read_whole(name: str, content: bytes) -> None:
    document = course(File(name, content))
    assert is_whole(document)
    assert document.warnings == ()


def test_articles_in_a_folder_that_is_one_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nurs101"
    folder.mkdir()
    (folder / "syllabus.md").write_text("# NURS 101\n\n## Objectives\n\n- Care in hospitals.\n" * 9)
    (folder / "doe2019.pdf").write_bytes(pdf("Repair on the wards", 60))
    (tmp_path / ".gapcheck.yml").write_text("course-folders: [nurs101/]\n")
    monkeypatch.chdir(tmp_path)
    assert main(["nurs101", "--no-cache", "-f", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["documents"]
    assert found["words"] < 1_000
    assert any("long text that students read" in warning for warning in found["warnings"])
