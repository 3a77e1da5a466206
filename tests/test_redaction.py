"""Names of people and how to reach them are in no report that is made to be posted."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from curriculum_gap.cli import main
from curriculum_gap.compiled import load_rubric
from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.nouns import Block, Coverage, Document, Report
from curriculum_gap.personal_details import (
    index_names,
    names_in_file_name,
    people_in,
    personal_spans,
)
from curriculum_gap.pipeline import check_bytes
from curriculum_gap.reports import redact, redaction

COURSE = """# SOWK 531: Practice with Families, Dr. Jana Riverton

Instructor: Dr. Jana Q. Riverton, PhD, LCSW
Email: jriverton@example.edu | Phone: (555) 010-2233 | Office: Smithers Hall 204

Office hours: Tuesdays 2:15-4:45 p.m. and by appointment

Teaching assistants: Tomas Okaforth and Lena Brandt-Vosse

## Learning objectives

- Recognize microaggressions in session and repair ruptures, as Professor Riverton shows
- Explain racial trauma and historical trauma; ask Tomas Okaforth (tokaforth [at] example.edu)

## Schedule

- Week 4: Racial trauma, Black feminism, Grace and May. Guest speaker: Adaeze Nwosuri, MSW, on
  implicit bias and microaggressions, Room 717B
- Week 5: Riverton leads a discussion of stigma and mental illness; call 555-010-9988 ext. 41
- Week 6: Readings: Riverton, J. (2019). Racial trauma in practice. Crenshaw (1991), Mapping the
  margins: intersectionality
- Week 7: Cultural humility with Lena Brandt-Vosse, Sullivant Building 118

## Assignments

- Paper on racial trauma, microaggressions and cultural humility, 30 %. Hand it to Dr. Riverton in
  her office, Smithers Hall 204, or by the link https://uni.zoom.us/j/5551234567
"""
PLANTED = [
    "Jana", "Dr. Riverton", "Professor Riverton", "Riverton leads", "sowk531-riverton", "Okaforth", "Brandt-Vosse",
    "Nwosuri", "example.edu", "010-2233", "010-9988", "Smithers", "717B", "Building 118", "2:15", "zoom.us",
]  # fmt: skip


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    for year in ("2024", "2025"):
        folder = tmp_path / year
        folder.mkdir()
        text = COURSE if year == "2025" else COURSE.replace("racial trauma and h", "h")
        (folder / "sowk531-riverton.md").write_text(text, encoding="utf-8")
        gone = COURSE.replace("SOWK 531", "SOWK 540")
        if year == "2024":
            (folder / "sowk540.md").write_text(gone, encoding="utf-8")
    return tmp_path


COMMANDS = {
    "check": ["check", "2025", "--require", "religion-and-spirituality", "--exit-zero"],
    "map": ["map", "2025"],
    "crosswalk": ["crosswalk", "2025", "--standard", "cswe-2022"],
    "trend": ["trend", "2024", "2025"],
    "diff": ["diff", "2024", "2025"],
}


def written(courses: Path, command: str, name: str, *more: str) -> str:
    """The text of a report; of a package that of all its parts, with their tags and without."""
    words = [str(courses / word) if word.startswith("20") else word for word in COMMANDS[command]]
    target = courses / name
    assert main([*words, "-o", str(target), "--isolated", "--no-cache", *more]) == 0
    if not zipfile.is_zipfile(target):
        return target.read_text(encoding="utf-8")
    with zipfile.ZipFile(target) as parts:
        texts = [parts.read(part).decode(errors="replace") for part in parts.namelist()]
    # A text may be several runs: without tags it is whole again.
    return html.unescape("\n".join([*texts, *(re.sub("<[^>]*>", "", text) for text in texts)]))


@pytest.mark.parametrize("name", ["report.html", "report.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_planted_names_are_in_no_posted_report(courses: Path, command: str, name: str) -> None:
    page = written(courses, command, name)
    assert [planted for planted in PLANTED if planted in page] == []
    assert "Not for:" in page and "others may remain" in page
    assert "Replaced: " in page


@pytest.mark.parametrize("name", ["report.xlsx", "report.docx"])
@pytest.mark.parametrize("command", ["check", "map", "crosswalk"])
def test_planted_names_are_in_no_part_of_a_package(courses: Path, command: str, name: str) -> None:
    pytest.importorskip("xlsxwriter")
    package = written(courses, command, name)
    assert [planted for planted in PLANTED if planted in package] == []
    assert "Ranking courses" in package and "others may remain" in package
    assert "Replaced: " in package


@pytest.mark.parametrize("name", ["report.xlsx", "report.docx"])
def test_packages_show_names_where_that_is_asked_for(courses: Path, name: str) -> None:
    pytest.importorskip("xlsxwriter")
    package = written(courses, "check", name, "--no-redact-names")
    assert "Professor Riverton" in package and "Names of people are shown" in package


def test_matching_words_are_bold_where_names_before_them_were_replaced(courses: Path) -> None:
    docx = pytest.importorskip("docx")
    openpyxl = pytest.importorskip("openpyxl")
    written(courses, "check", "report.docx")
    written(courses, "check", "report.xlsx")
    quoted = [
        [(run.text, bool(run.bold)) for run in paragraph.runs]
        for paragraph in docx.Document(str(courses / "report.docx")).paragraphs
        if paragraph.style.name == "Quotation"
    ]
    sheet = openpyxl.load_workbook(courses / "report.xlsx", rich_text=True)["Evidence"]
    quoted += [
        [(part.text, bool(part.font.b)) for part in row[5].value]
        for row in sheet.iter_rows(min_row=6)
        if not isinstance(row[5].value, str)
    ]
    bold = {text for parts in quoted for text, is_bold in parts if is_bold}
    assert {"Racial trauma", "racial trauma", "Black feminism", "microaggressions"} <= bold
    assert not [text for text in bold if "[" in text or text != text.strip()]
    behind = [parts for parts in quoted if any("[name]" in text for text, _ in parts)]
    assert behind and any(is_bold for parts in behind for _, is_bold in parts)


def test_a_report_is_written_over_its_own(courses: Path) -> None:
    first = written(courses, "crosswalk", "report.md")
    assert written(courses, "crosswalk", "report.md") == first


@pytest.mark.parametrize("name", ["html", "markdown", "xlsx", "docx"])
def test_where_files_lie_on_a_computer_is_not_told(courses: Path, name: str) -> None:
    folder = courses / "jane.doe" / "2026"
    folder.mkdir(parents=True)
    for file in courses.glob("*.md"):
        file.rename(folder / file.name)
    out = str(courses / "report")
    assert main(["check", str(folder), "-f", name, "-o", out, "--jobs", "1"]) == 0
    content = (courses / "report").read_bytes()
    if name in ("xlsx", "docx"):
        with zipfile.ZipFile(courses / "report") as package:
            content = b"".join(package.read(part) for part in package.namelist())
    assert b"jane.doe" not in content and b".md" in content


def test_names_stay_where_that_is_asked_for(courses: Path) -> None:
    page = written(courses, "check", "report.html", "--no-redact-names")
    assert "Professor Riverton" in page and "Names of people are shown" in page


@pytest.mark.parametrize(("written", "option", "shown"), [
    ("true", None, False), ("false", None, True), ("true", "--no-redact-names", True), ("false", "--redact-names", False),
])  # fmt: skip
def test_the_configuration_decides_unless_an_option_does(
    courses: Path, written: str, option: str | None, shown: bool
) -> None:
    config = courses / ".gapcheck.yml"
    config.write_text(f"redact-names: {written}\n", encoding="utf-8")
    options = ["--config", str(config), *([option] if option else [])]
    for name in ("report.html", "report.json"):
        target = courses / name
        assert (
            main(["check", str(courses / "2025"), "-o", str(target), "--no-cache", *options]) == 0
        )
        assert ("Professor Riverton" in target.read_text(encoding="utf-8")) is shown


def test_machines_get_the_whole_text_unless_it_is_asked_for(courses: Path) -> None:
    whole = json.loads(written(courses, "check", "a.json"))
    redacted = json.loads(written(courses, "check", "b.json", "--redact-names"))
    assert "Professor Riverton" in json.dumps(whole)
    assert [planted for planted in PLANTED if planted in json.dumps(redacted)] == []
    assert _verdicts(whole) == _verdicts(redacted)


def _verdicts(report: dict[str, object]) -> list[object]:
    documents = report["documents"]
    assert isinstance(documents, list)
    return [(one["share"], [(t["level"], t["score"]) for t in one["topics"]]) for one in documents]


def test_terms_are_marked_at_their_new_places(courses: Path) -> None:
    report = json.loads(written(courses, "check", "b.json", "--redact-names"))
    for document in report["documents"]:
        for topic in document["topics"]:
            for piece in topic["evidence"]:
                for term in piece["terms"]:
                    if term["end"]:
                        start, end = term["start"], term["end"]
                        assert "[" not in piece["text"][start:end], (piece, term)


def test_authors_of_readings_stay(courses: Path) -> None:
    page = written(courses, "check", "report.html")
    assert "Riverton, J. (2019)" in page


def spans(text: str, *people: str, reading: bool = False) -> list[str]:
    found = personal_spans(text, load_lexicon("en"), index_names(people), {}, (), reading)
    return [text[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    "text",
    [
        "Race, Black feminism, Grace, Hope and May are what we speak of in May",
        "Week 3 (May 12): Hope theory and racism; Black Lives Matter; grace under pressure",
        "Riverton, J. (2019) and Riverton (2020) on racial trauma",
        "Riverton & Roe, 2021; Riverton et al., 2018",
        "We read Sylvie Riverton on the movement for transgender rights",
        "A Room of One's Own; Stuart Hall 1997; Office of Disability Services",
        "doi 10.1177/1049731512453209, ISBN 978-0-19-123456-7, pages 120-134, 1955-1968",
        "Dr. Martin Luther King Jr. Day: no class",
        "Professor evaluations and Dr. Seuss",
        "The office of the dean; students may use office space",
        "Riverton, Ch. 14; Riverton, pp. 3-9; Jana Riverton. 2020. Racial trauma",
        'Jana Riverton, "Racial trauma"; in J. Riverton and T. Roe (Eds.)',
        "Week 1: Disability in the counselling room | Roe (2002), Could you hold the door?",
        "Week 2: The elephant in the room: Racism and silence (Smith 2010)",
        "classroom: The pink triangle. Teaching Sociology, 19(2), 173-181",
        "find resources and help at safe.example.edu; pp. 167-186. 1838: Letters; pages 998-1012",
        "Ms. Marvel, Mr. Rogers, Doctor Faustus, MS. Magazine, Film: Doctor Woman",
        "Lectures 531-2024 and 500-2000 words; 01-02-2024",
    ],
)
def test_what_is_no_detail_of_a_person_stays(text: str) -> None:
    assert spans(text, "Jana Riverton", "May Hope", "Grace Black", "Ann Race") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Jana Riverton or RIVERTON", ["Jana Riverton", "RIVERTON"]),
        ("Riverton, Jana", ["Riverton, Jana"]),
        ("Dr. Sato Office, Prof. Lindqvist Syllabus", ["Sato", "Lindqvist"]),
        ("May Hope and Ms. Race", ["May Hope", "Race"]),
        ("Write to ann.roe@example.edu", ["ann.roe@example.edu"]),
        ("+44 20 7946 0000 and 555.010.2233", ["+44 20 7946 0000", "555.010.2233"]),
        ("Rm. 12B, Suite 300", ["Rm. 12B", "Suite 300"]),
        ("SAS is located in Quill 201B, or 164 Smithers Hall", ["Quill 201B", "164 Smithers Hall"]),
        ("(603) 555-7233/TTY, 603-555-2930/1527", ["(603) 555-7233", "603-555-2930/1527"]),
        ("(471-6259) or call 753-1038, TTY 346-1083", ["471-6259", "753-1038", "346-1083"]),
        (
            "020 7946 0958, (02) 5550 1234, 98765 43210",
            ["020 7946 0958", "(02) 5550 1234", "98765 43210"],
        ),
        (
            "j.roe at example.edu, roe at example dot edu",
            ["j.roe at example.edu", "roe at example dot edu"],
        ),
        ("see https://example.edu/~roe/books.html", ["https://example.edu/~roe/books.html"]),
        ("J. Riverton, JANA RIVERTON'S notes", ["J. Riverton", "JANA RIVERTON"]),
        ("Office hours: TTh 3:00-4:00; W 3:00-4:00.", ["TTh 3:00-4:00; W 3:00-4:00"]),
        ("Office hours are Mon 9-10 a.m. in the library.", ["Mon 9-10 a.m. in the library"]),
    ],
)
def test_what_is_one_is_found(text: str, found: list[str]) -> None:
    assert spans(text, "Jana Riverton", "May Hope", "Grace Black") == found


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (["Kathleen Riverton Office: HU 271 Phone: x3043"], ["Kathleen Riverton"]),
        (["Tamara Giles-Roe", "Office: 124 Quill Hall"], ["Tamara Giles-Roe"]),
        (["Coordinator (Donna Marie Roe, dmr@example.edu)"], ["Donna Marie Roe"]),
        (["Studies 494/Katie Roe/Spring, kr15@example.edu"], ["Katie Roe"]),
        (["The Specialist at UNQ is", "Please contact Wanda Riverton at 555-010-2233"], ["Wanda Riverton"]),
        (["The Access Coordinator at UNQ is Bo Zarek. Write to the office"], ["Bo Zarek"]),
        (["Guest speaker: Flip Riverton (Allegany Seneca)"], ["Flip Riverton"]),
        (["Guest Speaker: Suzy Roe, Quill School Guest Speaker: Alix Pike, counselor"], ["Alix Pike", "Suzy Roe"]),
        (["Contact the Civil Rights Office", "civilrights@example.edu"], []),
        (["UNQ Library", "library@example.edu", "Under Oregon law, employees report: oregon@example.edu"], []),
        (["Peña, María, maria.pena@example.edu", "María Peña"], ["María Peña"]),
    ],
)  # fmt: skip
def test_names_that_a_document_tells(lines: list[str], people: list[str]) -> None:
    blocks = tuple(Block(line) for line in lines)
    document = Document("a.md", "markdown", "", None, 100, blocks)
    assert list(people_in(document, "en")) == people


def test_a_reading_with_its_year_keeps_its_authors() -> None:
    text = "Jana Riverton, Racial trauma in practice, 2019"
    assert spans(text, "Jana Riverton", reading=True) == []
    assert spans(text, "Jana Riverton") != []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("docs/sowk531-riverton.md", ["riverton"]),
        ("race-and-hope.md", []),
        ("hope_may_531.pdf", ["hope", "may"]),
        ("jriverton.docx", ["jriverton"]),
        ("RivertonSyllabus531.docx", ["Riverton"]),
    ],
)
def test_file_names(path: str, found: list[str]) -> None:
    index = index_names(["Jana Riverton", "May Hope", "Ann Race"])
    known = names_in_file_name(path, index, load_lexicon("en"))
    assert [path[span.start : span.end] for span in known] == found


REDACTED_AS_TEXT = {
    "apart", "build_up", "cells", "declared", "differences", "evidence", "excluded", "header",
    "heading", "headings", "hint", "inside", "levels", "mark", "message", "not_judged", "notes",
    "other_editions", "reason", "term", "text", "tie", "title", "unknown", "unread",
    "warnings", "why",
}  # fmt: skip
"""Fields that hold texts of documents, or sentences of ours that name documents and courses."""


def fields_with_text(value: Any, seen: set[Any]) -> Iterator[str]:
    """The names of all fields that hold texts, in a class and in those that it holds."""
    if value in seen or (isinstance(value, type) and issubclass(value, redaction._UNTOUCHED)):
        return
    seen.add(value)
    if is_dataclass(value) or hasattr(value, "_fields"):
        for name, hint in get_type_hints(value).items():
            if holds_text(hint):
                yield name
            yield from fields_with_text(hint, seen)
    for part in get_args(value):
        yield from fields_with_text(part, seen)


def holds_text(hint: Any) -> bool:
    return hint is str or any(holds_text(part) for part in get_args(hint))


def test_it_is_known_of_every_field_how_it_is_shown() -> None:
    """A new field of a value fails here: is it a text (put it into ``REDACTED_AS_TEXT``), a path, a
    course or an identifier (see ``redaction.py``)?"""
    seen: set[Any] = set()
    found = {name for value in get_args(redaction.Shown) for name in fields_with_text(value, seen)}
    assert found - redaction._NO_TEXTS == REDACTED_AS_TEXT
    assert found >= redaction._NO_TEXTS


def test_a_report_without_names_is_the_same_report() -> None:
    rubric = load_rubric()
    verdict = check_bytes(COURSE.encode(), "sowk531.md", rubric)
    assert isinstance(verdict, Coverage)
    assert "Jana Q. Riverton" in verdict.people and "Adaeze Nwosuri" in verdict.people
    report = Report("1", rubric, (verdict,))
    redacted = redact(report, report.documents)
    levels = [(topic.topic, topic.level, topic.score) for topic in verdict.topics]
    (shown,) = redacted.value.covered
    assert [(topic.topic, topic.level, topic.score) for topic in shown.topics] == levels
    assert shown.share == verdict.share and redacted.value.rubric is rubric
    assert dict(redacted.counts)["name"] >= 3
    assert redact(report, report.documents) == redacted
