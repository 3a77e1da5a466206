"""Course exports: one document of many parts, each with its section and its place."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from course_exports import (
    Course,
    File,
    Heading,
    Link,
    Module,
    Page,
    Quiz,
    Talk,
    Work,
    canvas_export,
    canvas_members,
    cartridge_members,
    packed,
)

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Passage, Section, Status
from curriculum_gap.readers import read_document
from curriculum_gap.sections import assign

LIMITS = Limits()


def word(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


COURSE = Course(
    title="Counseling across cultures",
    code="COUN 614",
    syllabus="<h2>Course description</h2><p>This course introduces students to counseling with"
    " clients of many cultural backgrounds, and to what they bring to the room themselves.</p>"
    "<h2>Policies</h2><p>Students with disabilities may contact the accessibility office.</p>",
    groups={"Reflection papers": 30, "Case work": 70},
    outcomes=[
        ("Repair", "Recognize microaggressions in session and repair the ruptures that follow."),
        ("Self", "Describe their own social position and how it shapes their practice."),
    ],
    aligned={"Repair": "Case report"},
    rubrics={"Case rubric": [("Names the microaggression and its effect", 10)]},
    modules=[
        Module(
            "Week 1: Starting points",
            [
                Page("Welcome", "<p>What culture means in counseling.</p>"),
                Link("A film on culture"),
            ],
        ),
        Module(
            "Week 2: Microaggressions",
            [
                Heading("Before class"),
                Page("Reading list", "<ul><li>Sue, D. W. (2010). Microaggressions.</li></ul>"),
                File("Interpreters.docx", word("Seating, language access and confidentiality.")),
                Talk("Week 2 talk", "<p>Share a moment when language was a barrier in care.</p>"),
                Work("Week 2 reflection", "<p>Write two pages.</p>", 20, "Reflection papers"),
            ],
        ),
        Module(
            "Week 3: Racial trauma",
            [
                Page("Notes", "<p>Racial trauma, and how to ask about it at intake.</p>"),
                Quiz("Week 3 quiz", ["What is racial trauma?"], 10, "Case work"),
                Page("Draft page", "<p>Grief in refugee families.</p>", "unpublished"),
            ],
        ),
        Module("Week 4: Later", [Page("Later", "<p>Spirituality.</p>")], "unpublished"),
    ],
    others=[
        Work("Case report", "<p>Analyse a session.</p>", 50, "Case work", rubric="Case rubric"),
        Talk("Position paper", "<p>Post your position.</p>", 5, "Reflection papers"),
        Talk("Introductions", "<p>Say hello.</p>"),
        Talk("No class on Friday", "<p>We meet again on Monday.</p>", kind="announcement"),
        Page("Support", "<p>Where to find help on campus.</p>"),
        File("key.docx", word("Answers for the teacher."), locked=True),
        File("scan.pdf", b"%PDF-1.4 torn"),
        File("photo.png", b"\x89PNG\r\n\x1a\n"),
    ],
)


def read(content: bytes, name: str = "course.imscc") -> Document:
    return read_document(content, name, LIMITS)


def passages(content: bytes) -> dict[str, Passage]:
    """Passages by their beginnings."""
    return {passage.text[:18]: passage for passage in assign(read(content))}


def test_a_canvas_export_is_one_course_with_the_right_parts() -> None:
    found = passages(canvas_export(COURSE))
    expected = {
        "COUN 614: Counseli": (Section.TITLE, ""),
        "This course introd": (Section.DESCRIPTION, "syllabus"),
        "Students with disa": (Section.POLICY, "syllabus"),
        "Repair: Recognize ": (Section.OBJECTIVE, "outcomes"),
        "Self: Describe the": (Section.OBJECTIVE, "outcomes"),
        "Week 1: Starting p": (Section.SESSION, "module Week 1: Starting points"),
        "What culture means": (Section.SESSION, "module Week 1: Starting points / Welcome"),
        "Sue, D. W. (2010).": (Section.READING, "module Week 2: Microaggressions / Reading list"),
        "Seating, language ": (
            Section.SESSION,
            "module Week 2: Microaggressions / Interpreters.docx",
        ),
        "Share a moment whe": (Section.SESSION, "module Week 2: Microaggressions / Week 2 talk"),
        "Racial trauma, and": (Section.SESSION, "module Week 3: Racial trauma / Notes"),
        "Write two pages.": (Section.ASSIGNMENT, "assignment Week 2 reflection"),
        "Reflection papers ": (Section.ASSIGNMENT, "assignments"),
        "What is racial tra": (Section.ASSIGNMENT, "quiz Week 3 quiz"),
        "Assignment: Case r": (Section.ASSIGNMENT, "assignment Case report"),
        "Names the microagg": (Section.ASSIGNMENT, "assignment Case report"),
        "Post your position": (Section.ASSIGNMENT, "discussion Position paper"),
        "Say hello.": (Section.ACTIVITY, "discussion Introductions"),
        "Where to find help": (Section.OTHER, "page Support"),
        "We meet again on M": (Section.OTHER, "announcement No class on Friday"),
    }
    assert {start: (found[start].section, found[start].inside) for start in expected} == expected
    assert found["Repair: Recognize "].tie == "Case report"
    assert found["Reflection papers "].text == "Reflection papers (30 % of the grade)"
    assert found["Assignment: Case r"].text == "Assignment: Case report (50 points)"
    assert "A film on culture" in found


def test_each_part_is_read_once() -> None:
    texts = [block.text for block in read(canvas_export(COURSE)).blocks]
    for text in ("Write two pages.", "Racial trauma, and how to ask about it at intake."):
        assert texts.count(text) == 1
    assert not any("nobody reads" in text for text in texts)  # answers of a quiz


def test_what_students_do_not_see_is_hidden_and_named() -> None:
    document = read(canvas_export(COURSE))
    hidden = {block.text for block in document.blocks if block.hidden}
    assert {"Grief in refugee families.", "Spirituality.", "Answers for the teacher."} <= hidden
    assert (
        "4 parts are not published, so students do not see what is in them:"
        " Draft page, Week 4: Later, Later and 1 more" in document.warnings
    )


def test_files_that_cannot_be_read_are_named_with_their_status() -> None:
    warnings = read(canvas_export(COURSE)).warnings
    assert "scan.pdf was not read (damaged): is damaged or no PDF" in warnings
    assert "holds 1 file of other kinds (1 .png)" in warnings


def test_a_course_of_which_nothing_is_published_is_empty() -> None:
    course = Course("A course", modules=[Module("Week 1", [Page("a", "<p>b</p>")], "unpublished")])
    with pytest.raises(ReadError, match="nothing that students see: 2 parts") as caught:
        read(canvas_export(course))
    assert caught.value.status is Status.EMPTY


def test_a_cartridge_of_another_platform_has_the_same_sessions() -> None:
    document = read(packed(cartridge_members(COURSE)))
    assert document.title == "Counseling across cultures"
    found = {passage.text[:18]: passage for passage in assign(document)}
    assert found["Racial trauma, and"].section is Section.SESSION
    assert found["Racial trauma, and"].inside == "module Week 3: Racial trauma / Notes"
    assert found["What is racial tra"].section is Section.ASSIGNMENT
    assert "Analyse a session." in found


@pytest.mark.parametrize("folder", ["", "export/"])
def test_an_export_is_known_by_its_manifest(folder: str) -> None:
    members = {f"{folder}{name}": content for name, content in canvas_members(COURSE).items()}
    assert read(packed(members), "course.zip").title == "COUN 614: Counseling across cultures"


def test_an_assignment_of_common_cartridge_1_3() -> None:
    from course_exports import manifest

    assignment = (
        '<assignment xmlns="http://www.imsglobal.org/xsd/imscc_extensions/assignment"'
        ' identifier="a1"><title>Case report</title><text texttype="text/html">&lt;p&gt;Analyse a'
        ' session.&lt;/p&gt;</text><gradable points_possible="40">true</gradable></assignment>'
    )
    resources = [
        '<resource identifier="a1" type="assignment_xmlv1p0"><file href="a1/a.xml"/></resource>',
        '<resource identifier="f1" type="webcontent" href="a1/copy.html">'
        '<variant xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2"'
        ' identifierref="a1"/><file href="a1/copy.html"/></resource>',
    ]
    items = '<item identifier="m"><title>Week 1</title><item identifierref="f1"/></item>'
    document = read(
        packed(
            {
                "imsmanifest.xml": manifest("A course", items, resources),
                "a1/a.xml": assignment,
                "a1/copy.html": "<p>Analyse a session.</p>",
            }
        )
    )
    texts = [block.text for block in document.blocks]
    assert texts.count("Analyse a session.") == 1
    assert (
        texts.count("Assignment: Case report (40 points)") == 2
    )  # in its week, and where it is set


def test_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "course.imscc"
    export.write_bytes(canvas_export(COURSE))
    assert main(["check", str(export), "--format", "json", "--isolated"]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    by_topic = {topic["id"]: topic for topic in document["topics"]}
    topic = by_topic["bias-and-microaggressions"]
    assert topic["level"] == "assessed"
    places = {evidence.get("inside") for evidence in topic["evidence"]}
    assert "assignment Case report" in places
    assert main(["check", str(export), "--isolated"]) == 0
    shown = capsys.readouterr().out
    assert "COUN 614: Counseling across cultures" in shown
    assert "not published" in shown
