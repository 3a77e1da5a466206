"""A folder of documents full of names, addresses, numbers and rooms: none of them is in any report
that is made to be posted. The people, places and numbers are made up."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from curriculum_gap.cli import main

HEADER = """# SOWK 531: Practice with Families and Communities

Instructor: María José Peñalver-Ruiz, PhD, LCSW

E-mail: mjpenalver@example.edu | Phone: (555) 010-2233 ext. 41 | Office: Smithers Hall 204

Office hours: Tuesdays 2:15-4:45 p.m. and by appointment, or https://example.zoom.us/j/5550100444

Teaching assistants: Okaforth, Tomas; Lena van der Brandt (she/her)

Guest speakers: Adaeze Nwosuri, MSW, and Dr. Siobhán O'Kearney

## Learning objectives

- Recognize microaggressions in session and repair ruptures, as Professor Peñalver-Ruiz shows
- Explain racial trauma and historical trauma; contact Tomas Okaforth at tokaforth [at] example.edu
- Apply cultural humility, intersectionality and anti-oppressive practice (see Dr. O'Kearney's notes)

## Schedule

- Week 1: Racial trauma and microaggressions with LENA VAN DER BRANDT, Room 717B
- Week 2: Implicit bias and stigma of mental illness; call Okaforth at +44 20 7946 0018
- Week 3: Adaeze Nwosuri on racial trauma, Sullivant Building 118, passcode: quokka77
- Week 4: Racial trauma: Crenshaw (1991), Mapping the margins: intersectionality and identity
- Week 5: Cultural humility. Peñalver-Ruiz, M. J. (2019). Cultural humility in supervision.
- Week 6: Microaggressions; L. van der Brandt leads the discussion, tel. 0161 496 0753

## Assignments

- Paper on racial trauma and cultural humility, 30 %. Hand it to Dr. Peñalver-Ruiz, 204 Smithers
  Hall, or ask Adaeze Nwosuri (adaeze.nwosuri@example.org)
"""
TABLE = """<!doctype html><html lang="en"><head><title>SOWK 540, Prof. Ngozi Adelekan-Byrne</title></head>
<body><h1>SOWK 540: Human Behavior</h1>
<table><tr><th>Lecturer</th><td>Ngozi Adelekan-Byrne, DSW</td></tr>
<tr><th>Contact</th><td>n.adelekan@example.ac.uk, +61 2 5550 1234, Rm. 12B</td></tr>
<tr><th>Office hours</th><td>Mon 9-10 a.m.</td></tr></table>
<h2>Objectives</h2><ul>
<li>Describe intersectionality and implicit bias with examples of Prof. Adelekan-Byrne</li>
<li>Assess racial trauma; e-mail Ngozi Adelekan-Byrne before the first session</li></ul>
<h2>Schedule</h2><table><tr><th>Week</th><th>Topic</th><th>Who</th></tr>
<tr><td>1</td><td>Racial trauma and historical trauma</td><td>Dr. J. Q. Thistlewood, (02) 5550 4321</td></tr>
<tr><td>2</td><td>Microaggressions and cultural humility</td><td>NGOZI ADELEKAN-BYRNE</td></tr>
<tr><td>3</td><td>Religion and spirituality in practice; stigma</td><td>Ms. Thistlewood, ext. 5512</td></tr>
</table><p>Accommodation for a disability: see Wilhelmina Fairweather, w.fairweather@example.ac.uk, or the
Title IX Coordinator is Rasheed Oyelaran-Smythe, 98765 43210.</p>
<footer><p>SOWK 540 racial trauma seminar, Prof. Adelekan-Byrne, Wexcombe Tower 9-114</p></footer></body></html>
"""
PARAGRAPHS = [
    "SOWK 550: Community Practice",
    "Taught by Jean-Luc Beaurivage and Ms. Priya Raghunathan-Iyer",
    "jbeaurivage@example.edu  555.010.7788  Office: Quillfeather 31",
    "Learning Outcomes",
    "Students explain racial trauma and apply cultural humility, as Beaurivage, Jean-Luc will show.",
    "Students discuss microaggressions with Priya Raghunathan-Iyer and repair ruptures.",
    "Week 1: Intersectionality. Raghunathan-Iyer's lecture on implicit bias; Meeting ID: 555 0100 998",
    "Week 2: Historical trauma and stigma of mental illness with J.-L. Beaurivage",
    "Assignment: a paper on racial trauma and cultural humility for Mr. Beaurivage, 555-010-7799 x12.",
]
PLANTED = [
    # names, in every form in which they are written above
    "María", "Peñalver-Ruiz shows", "Dr. Peñalver", "Okaforth", "Brandt", "BRANDT", "Lena", "Adaeze", "Nwosuri",
    "Siobh", "Kearney", "Ngozi", "Adelekan", "ADELEKAN", "Thistlewood", "Wilhelmina", "Fairweather", "Rasheed",
    "Oyelaran", "Beaurivage", "beaurivage", "Priya", "Raghunathan", "Quentin", "Marchbanks",
    # how to reach them
    "example.edu", "example.org", "example.ac.uk", "010-2233", "ext. 41", "7946 0018", "496 0753", "5550 1234",
    "5550 4321", "5512", "43210", "010.7788", "010-7799", "0100 998", "zoom.us", "quokka77",
    # where and when
    "Smithers", "717B", "Building 118", "12B", "9-114", "Quillfeather 31", "2:15", "Mon 9-10",
]  # fmt: skip
STAY = ["Crenshaw (1991)", "Peñalver-Ruiz, M. J. (2019)"]


def write_docx(path: Path, paragraphs: list[str]) -> None:
    from docx import Document

    document = Document()
    for number, text in enumerate(paragraphs):
        document.add_paragraph(text, style="Heading 1" if number in (0, 3) else None)
    document.sections[0].footer.paragraphs[0].text = "Racial trauma, Priya Raghunathan-Iyer"
    document.save(str(path))


def write_pdf(path: Path, lines: list[str]) -> None:
    """A page of text; each line in one of the fonts that every reader has."""
    escaped = [re.sub(r"([()\\])", r"\\\1", line) for line in lines]
    shown = "".join(f"({line}) Tj T* " for line in escaped)
    stream = f"BT /F1 11 Tf 50 740 Td 16 TL {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 700 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        content.index(b"xref\n"),
    )
    path.write_bytes(content)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two terms of six files: Markdown, HTML, Word, PDF, one that cannot be read, and one with the
    name of who teaches it in its own name."""
    root = tmp_path_factory.mktemp("planted")
    for year in ("2024", "2025"):
        folder = root / year
        folder.mkdir()
        header = HEADER if year == "2025" else HEADER.replace("racial trauma and h", "h")
        (folder / "sowk531.md").write_text(header, encoding="utf-8")
        (folder / "sowk540.html").write_text(TABLE, encoding="utf-8")
        write_docx(folder / "sowk550.docx", PARAGRAPHS)
        lines = [line.replace("550", "560") for line in PARAGRAPHS]
        write_pdf(folder / "sowk560.pdf", [*lines, "The course has many words. " * 3] * 2)
        named = HEADER.replace("531", "570").replace(
            "Adaeze Nwosuri, MSW", "Quentin Marchbanks, MSW"
        )
        (folder / "sowk570-Marchbanks-syllabus.md").write_text(named, encoding="utf-8")
        (folder / "Beaurivage_sowk580.docx").write_bytes(b"PK\x03\x04 no document")
    return root


COMMANDS = {
    "check": ["check", "2025", "--require", "religion-and-spirituality"],
    "map": ["map", "2025"],
    "crosswalk": ["crosswalk", "2025", "--standard", "cswe-2022"],
    "trend": ["trend", "2024", "2025"],
    "diff": ["diff", "2024", "2025"],
}
FORMATS = {
    "check": ["html", "md", "xlsx", "docx"],
    "map": ["html", "md", "xlsx", "docx"],
    "crosswalk": ["html", "md", "xlsx", "docx"],
    "trend": ["html", "md"],
    "diff": ["html", "md"],
}
CASES = [(command, suffix) for command, suffixes in FORMATS.items() for suffix in suffixes]


def text_of(content: bytes) -> str:
    """The text of a report; of a package all of its parts, and of these what is no markup too."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    whole = "\n".join([*parts])
    return whole + re.sub(r"<[^>]+>", "", whole)


def report(courses: Path, command: str, suffix: str, name: str) -> bytes:
    words = [str(courses / word) if word.startswith("20") else word for word in COMMANDS[command]]
    target = courses / f"{name}.{suffix}"
    main([*words, "-o", str(target), "--isolated", "--no-cache"])
    return target.read_bytes()


@pytest.mark.parametrize(("command", "suffix"), CASES)
def test_nothing_planted_is_in_a_posted_report(courses: Path, command: str, suffix: str) -> None:
    if suffix == "xlsx":
        pytest.importorskip("xlsxwriter")
    first = report(courses, command, suffix, f"{command}-first")
    text = text_of(first).replace("\xa0", " ")
    assert [planted for planted in PLANTED if planted in text] == []
    assert ("Not for" in text or "must not be used for" in text) and "may remain" in text
    assert report(courses, command, suffix, f"{command}-again") == first


def test_evidence_stays(courses: Path) -> None:
    text = text_of(report(courses, "check", "html", "stays"))
    assert [name for name in STAY if name not in text] == []
    assert "sowk570-[name]-syllabus.md" in text
