"""Course exports: one document of many parts, each with its section and its place."""

from __future__ import annotations

import io
import json
import stat
import struct
import time
import zipfile
import zlib
from dataclasses import replace
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
    manifest,
    packed,
    page_of,
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


# ---- what somebody made to break it

PAGE = page_of("<p>Racial trauma, and how to ask about it at intake.</p>", "Notes")
SECONDS = 15  # of a test; each takes far less


def resource(id: str, href: str, kind: str = "webcontent", inner: str = "") -> str:
    return (
        f'<resource identifier="{id}" type="{kind}" href="{href}"><file href="{href}"/>{inner}'
        "</resource>"
    )


def of_week(*items: str) -> str:
    return f'<item identifier="m"><title>Week 1</title>{"".join(items)}</item>'


def with_page(members: dict[str, str | bytes], items: str = "", resources: str = "") -> bytes:
    listed = [resource("page", "wiki_content/notes.html"), resources]
    return packed(
        {
            "imsmanifest.xml": manifest("A course", items, listed),
            "wiki_content/notes.html": PAGE,
            **members,
        }
    )


def status_of(content: bytes) -> Status:
    start = time.process_time()
    try:
        read(content)
        return Status.OK
    except ReadError as error:
        return error.status
    finally:
        assert time.process_time() - start < SECONDS


def texts_of(content: bytes) -> list[str]:
    start = time.process_time()
    texts = [block.text for block in read(content).blocks]
    assert time.process_time() - start < SECONDS
    return texts


def test_thousands_of_parts_are_read_and_more_than_ten_thousand_are_too_many() -> None:
    pages: dict[str, str | bytes] = {f"wiki_content/p{n}.html": PAGE for n in range(2_000)}
    assert (
        texts_of(with_page(pages)).count("Racial trauma, and how to ask about it at intake.")
        > 2_000
    )
    parts: dict[str, str | bytes] = {f"web_resources/{n}.txt": "" for n in range(10_000)}
    assert status_of(with_page(parts)) is Status.TOO_LARGE
    items = "".join(f'<item identifierref="gone{n}"/>' for n in range(20_001))
    assert status_of(with_page({}, of_week(items))) is Status.TOO_LARGE


def test_a_bomb_among_the_files_is_named_and_left_out() -> None:
    document = read(with_page({"web_resources/bomb.pdf": bytes(60_000_000)}))
    assert any(line.startswith("bomb.pdf was not read (too-large)") for line in document.warnings)
    assert "Racial trauma, and how to ask about it at intake." in texts_of(with_page({}))


@pytest.mark.parametrize("name", ["imsmanifest.xml", "course_settings/course_settings.xml"])
def test_a_bomb_in_the_place_of_the_manifest_is_no_course(name: str) -> None:
    bomb = b"<manifest>" + bytes(60_000_000)
    assert status_of(packed({name: bomb})) in (Status.TOO_LARGE, Status.EMPTY)


def test_an_archive_in_the_archive_is_not_opened() -> None:
    inner = packed({f"{n}.txt": b"stigma " * 100_000 for n in range(50)})
    document = read(
        with_page({"web_resources/in.zip": inner, "web_resources/in.imscc": with_page({})})
    )
    shown = " ".join(document.warnings)
    assert "in.zip was not read (unsupported)" in shown
    assert "in.imscc was not read (unsupported): is a course export inside of another" in shown
    assert not any("stigma" in block.text for block in document.blocks)


def test_members_share_one_budget_and_its_end_ends_the_course() -> None:
    content = canvas_export(COURSE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    with pytest.raises(ReadError, match="expands to more than") as caught:
        read_document(content, "course.imscc", replace(LIMITS, inflated_bytes=size // 2))
    assert caught.value.status is Status.TOO_LARGE


def test_a_page_that_is_nested_too_deeply_is_said_to_be_so() -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    members = canvas_members(COURSE) | {"course_settings/module_meta.xml": deep}
    (warning,) = [said for said in read(packed(members)).warnings if "module_meta" in said]
    assert "too-large" in warning


def test_texts_of_all_parts_share_one_budget() -> None:
    parts: dict[str, str | bytes] = {
        f"web_resources/{n}.txt": f"{n} " + "stigma " * 1_000 for n in range(20)
    }
    with pytest.raises(ReadError, match="more than 100,000 characters together") as caught:
        read_document(with_page(parts), "course.imscc", Limits(text_bytes=100_000))
    assert caught.value.status is Status.TOO_LARGE


def overlapping(count: int) -> bytes:
    """An archive whose entries all name the same dense bytes."""
    data = b"a" * 5_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    dense = packer.compress(data) + packer.flush()
    fields = (zlib.crc32(data), len(dense), len(data))
    name = b"wiki_content/a.html"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, *fields, len(name), 0)
    body = local + name + dense
    directory = b""
    for n in range(count):
        name = b"wiki_content/%06d.html" % n if n else b"wiki_content/a.html"
        head = (0x02014B50, 20, 20, 0, 8, 0, 0, *fields, len(name), 0, 0, 0, 0, 0, 0)
        directory += struct.pack("<IHHHHHHIIIHHHHHII", *head) + name
    mark = b"course_settings/x"
    head = (0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, len(mark), 0, 0, 0, 0, 0, 0)
    directory += struct.pack("<IHHHHHHIIIHHHHHII", *head) + mark
    ends = (0x06054B50, 0, 0, count + 1, count + 1, len(directory), len(body), 0)
    return body + directory + struct.pack("<IHHHHIIH", *ends)


def test_overlapping_entries_end_with_a_status() -> None:
    assert status_of(overlapping(5_000)) in (Status.EMPTY, Status.TOO_LARGE, Status.DAMAGED)


def test_cycles_of_items_and_parts_end() -> None:
    items = of_week(
        '<item identifier="a" identifierref="a"><title>A</title></item>',
        '<item identifierref="page"/><item identifierref="page"><title>Again</title></item>',
        '<item identifierref="v1"/><item identifierref="talk"/>',
    )
    resources = (
        resource("talk", "t.xml", "imsdt_xmlv1p1", '<dependency identifierref="talk"/>')
        + resource("v1", "x.html", inner='<variant identifierref="v2"/>')
        + resource("v2", "x.html", inner='<variant identifierref="v1"/>')
    )
    talk = "<topic><title>Talk</title><text>Speak about stigma.</text></topic>"
    texts = texts_of(with_page({"t.xml": talk, "x.html": "<p>Once.</p>"}, items, resources))
    assert texts.count("Racial trauma, and how to ask about it at intake.") == 1
    assert texts.count("Speak about stigma.") == 1
    assert texts.count("Once.") == 1


@pytest.mark.parametrize("depth", [200, 20_000])
def test_items_within_items_end(depth: int) -> None:
    items = "<item>" * depth + '<item identifierref="page"/>' + "</item>" * depth
    assert status_of(with_page({}, items)) is (Status.OK if depth < 250 else Status.TOO_LARGE)


@pytest.mark.parametrize(
    "href",
    ["../../outside.html", "/outside.html", "..%2foutside.html", "..\\outside.html",
     "file:///outside.html", "https://example.org/outside.html", "C:/outside.html"],
)  # fmt: skip
def test_paths_that_lead_out_are_not_followed(href: str, tmp_path: Path) -> None:
    items = of_week('<item identifierref="r"><title>Outside</title></item>')
    outside = "<p>Stigma outside of the course.</p>"
    content = with_page(
        {"../outside.html": outside, "/outside.html": outside}, items, resource("r", href)
    )
    document = read(content)
    assert not any("Stigma" in block.text for block in document.blocks)
    assert any(
        line.startswith("links in the archive were not followed") for line in document.warnings
    )
    assert "items of which nothing was found or read: Outside" in document.warnings


def test_a_symbolic_link_in_the_archive_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Stigma outside of the course.")
    buffer = io.BytesIO(with_page({}))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("web_resources/link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
    document = read(buffer.getvalue())
    assert document.warnings == ("links in the archive were not followed: web_resources/link.txt",)
    assert not any(str(secret) in block.text for block in document.blocks)


def test_two_members_of_one_name_are_damage() -> None:
    buffer = io.BytesIO(with_page({}))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("wiki_content/notes.html", "<p>Other.</p>")
    assert status_of(buffer.getvalue()) is Status.DAMAGED


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><manifest>&b;</manifest>'
    assert status_of(packed({"imsmanifest.xml": bomb})) is Status.REFUSED
    topic = bomb.replace("manifest", "topic")
    document = read(with_page({"t.xml": topic}, resources=resource("t", "t.xml", "imsdt_xmlv1p1")))
    assert any(line.startswith("t.xml was not read (refused)") for line in document.warnings)


def test_settings_that_are_damaged_do_not_end_the_reading() -> None:
    document = read(with_page({"course_settings/module_meta.xml": "<modules><module>"}))
    assert any(
        line.startswith("course_settings/module_meta.xml was not read (damaged)")
        for line in document.warnings
    )
    assert "Racial trauma, and how to ask about it at intake." in texts_of(with_page({}))


def test_a_file_without_a_suffix_is_read_by_its_content() -> None:
    files = [
        File("handout", word("Grief in refugee families.")),
        File("sound", b"\0\1\2\3" * 99),
        File(".keep", b"Nothing"),
    ]
    course = Course("A course of grief", modules=[Module("Week 1: Loss", [files[0]])], others=files)
    document = read(canvas_export(course))
    (block,) = [block for block in document.blocks if block.text == "Grief in refugee families."]
    assert block.inside == "module Week 1: Loss / handout"
    assert document.warnings == ("holds 2 files of other kinds (2 no suffix)",)


def test_questions_that_common_cartridge_has_no_form_for() -> None:
    quiz = Quiz("Quiz one", ["What is grief?"], 10)
    members = canvas_members(Course("A course of grief", others=[quiz]))
    (path,) = [name for name in members if name.endswith("assessment_qti.xml")]
    all_of_them = str(members[path]).replace("</section>", "QUESTION</section>").replace(
        "QUESTION",
        '<item ident="q9"><presentation><material><mattext texttype="text/html">Match each loss to'
        " its ritual.</mattext></material></presentation></item>",
    )  # fmt: skip
    id = path.partition("/")[0]
    copy = f"non_cc_assessments/{id}.xml.qti"
    listed = f'<file href="{id}/assessment_meta.xml"/>'
    members["imsmanifest.xml"] = str(members["imsmanifest.xml"]).replace(
        listed, f'{listed}<file href="{copy}"/>'
    )
    members[copy] = all_of_them
    texts = [block.text for block in read(packed(members)).blocks]
    assert texts.count("What is grief?") == 1
    assert texts.count("Match each loss to its ritual.") == 1
