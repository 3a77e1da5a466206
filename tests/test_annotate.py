"""``gapcheck annotate``: a marked copy on whose marks the evidence stands, and nothing else changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.annotate import Mark, Marks, annotate, is_marked
from curriculum_gap.annotate.alignment import align, letters_of
from curriculum_gap.annotate.docx import write
from curriculum_gap.cli import main
from curriculum_gap.compiled import load_rubric
from curriculum_gap.nouns import Coverage, Level, Passage, Section
from curriculum_gap.pipeline import check_bytes

pypdf = pytest.importorskip("pypdf")
docx = pytest.importorskip("docx")
canvas = pytest.importorskip("reportlab.pdfgen.canvas")

EXAMPLES = Path(__file__).parents[1] / "examples"
PDF = EXAMPLES / "coun614-multicultural-counseling.pdf"
WORD = EXAMPLES / "sowk3410-social-policy.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINES = [
    "COUN 520: Helping Relationships",
    "Course Description",
    "Students practise interviews and learn how to begin, hold and end a helping conversation.",
    "Learning Outcomes",
    "1. Recognize microaggressions in a recorded session and repair the ruptures that follow",
    "2. Explain how racism and institutional discrimination shape access to treatment",
    "Schedule",
    "Week 1: Listening, and the setting of a first interview",
    "Week 2: Stigma attached to mental illness, and what keeps people from seeking help",
    "Week 3: Historical trauma in Indigenous communities",
    "Policies",
    "Students with disabilities may ask the office of disability services for accommodations.",
]


def needs(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def small_pdf(rotation: int = 0, upright: bool = False, **options: Any) -> bytes:
    """A page turned by ``rotation``; where it is ``upright``, so are its letters as it is shown."""
    out = BytesIO()
    pdf = canvas.Canvas(out, invariant=1, pagesize=(595, 842), **options)
    pdf.setTitle("A title of its own")
    if upright:
        turn = {90: (0, 1, -1, 0, 842, 0), 180: (-1, 0, 0, -1, 595, 842)}
        pdf.transform(*turn.get(rotation, (0, -1, 1, 0, 0, 595)))
    else:
        if rotation in (90, 270):
            pdf.setPageSize((842, 595))  # reportlab exchanges the sides of a page that is turned
        pdf.setCropBox((20, 30, 580, 800))
    for number, line in enumerate(LINES):
        pdf.drawString(72, 760 - 24 * number, line)
    if rotation:
        pdf.setPageRotation(rotation)
    pdf.showPage()
    pdf.save()
    return out.getvalue()


def marked_pdf(content: bytes, everything: bool = False) -> Any:
    rubric = load_rubric()
    coverage = check_bytes(content, "course.pdf", rubric)
    assert isinstance(coverage, Coverage)
    return annotate(content, coverage, rubric, "pdf", everything)


def annotations(content: bytes) -> list[tuple[int, Any]]:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return [
        (number, entry.get_object())
        for number, page in enumerate(pages)
        for entry in page.get("/Annots", ())
    ]


def text_under(content: bytes, page_number: int, annotation: Any) -> str:
    """The characters whose middle lies under a highlight, by their boxes."""
    import pypdfium2

    points = [float(value) for value in annotation["/QuadPoints"]]
    quads = [points[index : index + 8] for index in range(0, len(points), 8)]
    with pypdfium2.PdfDocument(content) as pdf:
        text = pdf[page_number].get_textpage()
        found = ""
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(
                min(q[::2]) <= x <= max(q[::2]) and min(q[1::2]) <= y <= max(q[1::2]) for q in quads
            ):
                found += text.get_text_range(index, 1)
    return found


def comments(content: bytes) -> list[tuple[str, str]]:
    """The words that each comment stands on, and what it says."""
    document = docx.Document(BytesIO(content))
    found = []
    for comment in document.comments:
        inside, words = False, ""
        for element in document.element.body.iter():
            if element.get(W + "id") == str(comment.comment_id):
                inside = element.tag == W + "commentRangeStart" or (
                    inside and element.tag != W + "commentRangeEnd"
                )
            if inside and element.tag == W + "t":
                words += element.text or ""
        found.append((words, comment.text))
    return found


def body_text(content: bytes) -> list[str]:
    body = docx.Document(BytesIO(content)).element.body
    return ["".join(p.itertext(W + "t")) for p in body.iter(W + "p")]


# PDF


def test_a_marked_pdf_is_the_original_with_something_behind_it(tmp_path: Path) -> None:
    before, out = PDF.read_bytes(), tmp_path / "marked.pdf"
    assert main(["annotate", str(PDF), "-o", str(out)]) == 0
    first = out.read_bytes()
    assert first.startswith(before) and PDF.read_bytes() == before
    assert main(["annotate", str(PDF), "-o", str(out)]) == 0, "a copy of ours may be replaced"
    assert out.read_bytes() == first


def test_every_term_that_decides_a_level_lies_under_a_highlight() -> None:
    marked = marked_pdf(PDF.read_bytes())
    assert not marked.unanchored
    under: dict[str, str] = {}
    for page, annotation in annotations(marked.content):
        if annotation["/Subtype"] == "/Highlight":
            note = str(annotation["/Contents"])
            under[note] = under.get(note, "") + text_under(marked.content, page, annotation)
    count = 0
    for mark in marked.marks.passages:
        for start, end in mark.terms:
            count += 1
            assert (
                letters_of(mark.passage.text[start:end]).text in letters_of(under[mark.note]).text
            )
    assert count > 50


def test_notes_say_topic_level_why_and_terms_in_a_tint_of_the_level() -> None:
    found = annotations(marked_pdf(small_pdf()).content)
    notes = {str(entry["/Contents"]): entry for _, entry in found[1:]}
    (said,) = [note for note in notes if "\nTerms: stigma" in note]
    assert said.count("\n\n") == 2, "three topics stand in the two weeks"
    topic, why, terms = said.split("\n\n")[1].split("\n")
    assert topic == "Stigma, shame and help-seeking: taught"
    assert why.startswith("Why: a session is on it (") and terms.startswith("Terms: stigma")
    assert [float(part) for part in notes[said]["/C"]] == [1.0, 0.92, 0.60]
    assert {entry["/T"] for _, entry in found} == {"gapcheck"}
    assert {entry["/M"] for _, entry in found} == {"D:20000101000000Z"}


def test_the_first_page_says_what_is_not_found_with_one_suggestion_each() -> None:
    page, note = annotations(marked_pdf(small_pdf()).content)[0]
    lines = str(note["/Contents"]).split("\n")
    assert page == 0 and note["/Subtype"] == "/Text"
    assert any(line.startswith("Tints: green assessed") for line in lines)
    missing = lines[lines.index("Not found:") + 1 :]
    missing = missing[: missing.index("")]
    assert len(missing) > 5
    assert all(line.startswith("- ") and ": " in line and line.endswith(".") for line in missing)
    assert any("Spirituality" in line or "Religion" in line for line in missing)
    assert not any("microaggressions" in line for line in missing)


def test_policy_text_and_the_like_is_marked_on_request_alone() -> None:
    plain, everything = marked_pdf(small_pdf()), marked_pdf(small_pdf(), everything=True)
    assert not any(mark.passage.section is Section.POLICY for mark in plain.marks.passages)
    (policy,) = [m for m in everything.marks.passages if m.passage.section is Section.POLICY]
    assert policy.level is Level.ABSENT
    assert "policy text sets a flag and never counts" in policy.note


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_keeps_its_boxes_and_the_note_in_view(rotation: int) -> None:
    marked = marked_pdf(small_pdf(rotation))
    (_, note), *highlights = annotations(marked.content)
    words = " ".join(text_under(marked.content, page, entry) for page, entry in highlights)
    assert "Week 2: Stigma attached to mental illness, and what keeps people from" in words
    assert "Listening" not in words and "accommodations" not in words
    left, bottom, right, top = (float(value) for value in note["/Rect"])
    assert 20 <= left < right <= 580 and 30 <= bottom < top <= 800
    page = pypdf.PdfReader(BytesIO(marked.content)).pages[0]
    assert page.rotation == rotation


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_corners_of_a_highlight_go_round_as_its_letters_stand(rotation: int, upright: bool) -> None:
    """Viewers draw a bulge at both ends of a line: with other corners it covers half of a page."""
    marked = marked_pdf(small_pdf(rotation, upright))
    along = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotation] if upright else (1, 0)
    for _, entry in annotations(marked.content)[1:]:
        points = [float(value) for value in entry["/QuadPoints"]]
        left, right, below = points[:2], points[2:4], points[4:6]
        width, height = (
            (right[0] - left[0], right[1] - left[1]),
            (left[0] - below[0], left[1] - below[1]),
        )
        assert width[0] * along[0] + width[1] * along[1] > 20
        assert 8 < height[1] * along[0] - height[0] * along[1] < 20


def test_what_a_file_says_of_itself_and_its_own_notes_stay() -> None:
    from pypdf.annotations import FreeText

    writer = pypdf.PdfWriter(BytesIO(small_pdf()))
    own = FreeText(text="My own note", rect=(300, 700, 400, 720))
    writer.add_annotation(0, own)
    page = writer.pages[0]
    page[pypdf.generic.NameObject("/Annots")] = writer._add_object(page["/Annots"])  # indirect
    out = BytesIO()
    writer.write(out)
    marked = marked_pdf(out.getvalue()).content
    assert "My own note" in [entry.get("/Contents") for _, entry in annotations(marked)]
    assert len(annotations(marked)) > 3
    assert (
        pypdf.PdfReader(BytesIO(marked_pdf(small_pdf()).content)).metadata.title
        == "A title of its own"
    )


def test_faults_that_a_reader_passes_over_are_not_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = tmp_path / "course.pdf"
    original.write_bytes(small_pdf().replace(b"0000000000 65535 f", b"0000000000 65536 n"))
    assert main(["annotate", str(original), "-o", str(tmp_path / "marked.pdf")]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("streams", ["disable", "generate"])
def test_qpdf_and_poppler_find_nothing_wrong(streams: str, tmp_path: Path) -> None:
    qpdf, pdftoppm = needs("qpdf"), needs("pdftoppm")
    original, out = tmp_path / "course.pdf", tmp_path / "marked.pdf"
    subprocess.run([qpdf, f"--object-streams={streams}", PDF, original], check=True, timeout=60)
    assert main(["annotate", str(original), "-o", str(out)]) == 0
    for command in ([qpdf, "--check", out], [pdftoppm, "-r", "20", out, tmp_path / "page"]):
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert (run.returncode, run.stderr) == (0, "")
    assert out.read_bytes().startswith(original.read_bytes())


# Word


def test_comments_stand_on_the_passages_and_no_word_changes(tmp_path: Path) -> None:
    before, out = WORD.read_bytes(), tmp_path / "marked.docx"
    assert main(["annotate", str(WORD), "-o", str(out)]) == 0
    first = out.read_bytes()
    assert WORD.read_bytes() == before and body_text(first) == body_text(before)
    title, *others = comments(first)
    assert title[0].startswith("SOWK 3410") and "Not found:" in title[1]
    assert "Tints" not in title[1], "comments have no colour"
    by_words = dict(others)
    note = by_words["examine the effects of colonial policy, including residential schools, on "
                    "Indigenous communities, and the calls to action that answer them"]  # fmt: skip
    assert "Why: an objective about it is tied to graded work (heading '2. Course Obj" in note
    assert main(["annotate", str(WORD), "-o", str(out)]) == 0
    assert out.read_bytes() == first


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading(LINES[0], 0)
    for line in LINES[1:-2]:
        paragraph = document.add_paragraph()
        head, _, rest = line.partition(" ")
        paragraph.add_run(head + " ").bold = True
        paragraph.add_run(rest)
    end = document.add_paragraph("2. Explain what stigma does to those who ask for help, as in ")
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> REF chapter </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>the chapter on prejudice</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        end._p.append(docx.oxml.parse_xml(f'<w:r xmlns:w="{W[1:-1]}">{part}</w:r>'))
    simple = f'<w:fldSimple xmlns:w="{W[1:-1]}" w:instr="DOCPROPERTY goal"/>'
    last = document.add_paragraph("3. Analyze ")
    last._p.append(docx.oxml.parse_xml(simple))
    last._p[-1].append(last.add_run("how racism works in a clinic")._r)
    broken = document.add_paragraph()
    run = broken.add_run("Week 4: Review of the term")
    run.add_break()
    run.add_text("Week 5: Racism in the history of psychiatry")
    run.add_break()
    run.add_text("Week 6: Examination")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells],
        ["Assignment", "Points", "Paper on microaggressions in a case of your own", "40"],
        strict=True,
    ):
        cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def marked_word(content: bytes) -> bytes:
    rubric = load_rubric()
    coverage = check_bytes(content, "course.docx", rubric)
    assert isinstance(coverage, Coverage)
    marked = annotate(content, coverage, rubric, "docx")
    assert not marked.unanchored
    return marked.content


def test_runs_are_split_where_a_passage_begins_and_ends_and_keep_their_looks() -> None:
    before = word_file()
    marked = marked_word(before)
    words = [words for words, _ in comments(marked)]
    assert "Week 5: Racism in the history of psychiatry" in words
    assert "Paper on microaggressions in a case of your own" in words
    assert body_text(marked) == body_text(before)
    bold = [
        "".join(r.text for r in p.runs if r.bold) for p in docx.Document(BytesIO(marked)).paragraphs
    ]
    assert bold == [
        "".join(r.text for r in p.runs if r.bold) for p in docx.Document(BytesIO(before)).paragraphs
    ]


def test_comments_survive_libreoffice_on_the_words_that_they_quote(tmp_path: Path) -> None:
    soffice = needs("soffice")
    original = tmp_path / "marked.docx"
    original.write_bytes(marked_word(word_file()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        tmp_path / "again",
        original,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = comments((tmp_path / "again" / "marked.docx").read_bytes())
    assert not any(
        "Why:" in words for words in body_text((tmp_path / "again" / "marked.docx").read_bytes())
    )
    assert sorted(words for words, _ in again) == sorted(
        words for words, _ in comments(original.read_bytes())
    )


def test_two_passages_of_one_run_get_a_comment_each() -> None:
    """Without splitting the beginning first, the second comment stands on nothing."""
    document = docx.Document()
    document.add_paragraph("SOWK 101")
    document.add_paragraph("Talk about stigma first. Then, of racism: write. And rest.")
    out = BytesIO()
    document.save(out)
    marks = Marks(
        "The note",
        (
            Mark(Passage("Talk about stigma first.", Section.SESSION), Level.TAUGHT, "One"),
            Mark(Passage("Then, of racism: write.", Section.SESSION), Level.TAUGHT, "Two"),
        ),
    )
    marked, unanchored = write(out.getvalue(), "course.docx", marks)
    assert not unanchored and body_text(marked) == body_text(out.getvalue())
    assert comments(marked) == [
        ("SOWK 101", "The note"),
        ("Talk about stigma first", "One"),
        ("Then, of racism: write", "Two"),
    ]


def test_a_package_that_would_fill_the_memory_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = tmp_path / "course.docx"
    original.write_bytes(word_file())
    with (
        zipfile.ZipFile(original, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("word/media/image1.png", "w") as member,
    ):
        for _ in range(210):
            member.write(bytes(1_000_000))
    assert main(["annotate", str(original), "-o", str(tmp_path / "marked.docx")]) == 3
    assert "too-large" in capsys.readouterr().err


# Places


def test_line_ends_ligatures_and_accents_make_no_difference() -> None:
    around = letters_of("The di\ufb03cult inter-\nnational cafe\u0301 debate").text
    (span,) = align("difficult international café", (), around, bytearray(len(around)))
    assert around[span.found : span.found_end] == "difficultinternationalcafe"


def test_a_passage_with_something_between_is_found_in_parts_and_each_term_in_one() -> None:
    passage = "Read the chapter about stigma and write two pages about shame"
    around = letters_of(
        "Read the chapter about\nPage 3 of 7\nstigma and write two pages about x shame"
    ).text
    spans = align(passage, [(23, 29), (56, 61)], around, bytearray(len(around)))
    assert "".join(around[s.found : s.found_end] for s in spans).endswith("shame")
    assert {around[s.found : s.found_end] for s in spans} >= {"readthechapterabout"}


def test_the_second_of_two_equal_passages_gets_the_second_place() -> None:
    around = letters_of("Week 1: Racism. Week 2: Racism.").text
    taken = bytearray(len(around))
    (first,) = align("Racism", (), around, taken)
    (second,) = align("Racism", (), around, taken)
    assert first.found < second.found


def test_what_stands_nowhere_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A passage in the header of a page: Word allows no comment there."""
    document = docx.Document(BytesIO(word_file()))
    document.sections[0].header.paragraphs[
        0
    ].text = "Objective: Students will analyze cultural humility in supervision"
    original = tmp_path / "course.docx"
    document.save(str(original))
    code = main(["annotate", str(original), "-o", str(tmp_path / "marked.docx"), "--all"])
    captured = capsys.readouterr()
    assert code == 0
    assert (
        "not marked, since it was not found in the file again: “Objective: Students" in captured.err
    )
    title = comments((tmp_path / "marked.docx").read_bytes())[0][1]
    assert "Found, but not marked:\n- “Objective: Students" in title


# What is refused


def encrypted(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return small_pdf(encrypt=StandardEncryption(password, ownerPassword="owner"))


def with_damaged_reference() -> bytes:
    """Viewers repair such a file; where a cross-reference stream stands behind it, poppler shows
    nothing."""
    before, end, _ = small_pdf().rpartition(b"startxref")
    return before + end + b"\n77\n%%EOF\n"


def scanned() -> bytes:
    out = BytesIO()
    pdf = canvas.Canvas(out, invariant=1)
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    pdf.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, 595, 842)
    pdf.showPage()
    pdf.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: encrypted("secret"), "encrypted: is protected by a password"),
        (lambda: encrypted(""), "encrypted: is encrypted; save a copy without protection"),
        (scanned, "scanned: "),
        (with_damaged_reference, "damaged: its cross-reference is damaged; print it to a new PDF"),
    ],
)
def test_encrypted_scanned_and_damaged_files_are_refused_with_a_word(
    content: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original, out = tmp_path / "course.pdf", tmp_path / "marked.pdf"
    original.write_bytes(content())
    assert main(["annotate", str(original), "-o", str(out)]) == 3
    assert said in capsys.readouterr().err and not out.exists()


def test_what_cannot_be_marked_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original, other = tmp_path / "course.pdf", tmp_path / "other.pdf"
    text, marked = tmp_path / "course.md", tmp_path / "marked.pdf"
    original.write_bytes(small_pdf())
    other.write_bytes(small_pdf(90))
    text.write_text("\n\n".join(LINES), "utf-8")
    assert main(["annotate", str(original), "-o", str(marked)]) == 0
    assert is_marked(marked.read_bytes(), "pdf")
    for words, said in [
        ([tmp_path, "-o", marked], "is a folder"),
        (["-", "-o", marked], "standard input cannot be marked"),
        (["https://example.org/course.pdf", "-o", marked], "is an address"),
        ([text, "-o", tmp_path / "marked.md"], "only PDF and Word files"),
        ([original, "-o", original], "is one of the files to check"),
        ([original, "-o", other], "is a file that gapcheck did not write"),
        ([original, "-o", tmp_path / "marked.docx"], "a marked copy of this file ends in .pdf"),
        ([marked, "-o", tmp_path / "again.pdf"], "is marked by gapcheck already"),
    ]:
        assert main(["annotate", *map(str, words)]) == 2
        captured = capsys.readouterr()
        assert said in captured.err and "; " in captured.err
    assert original.read_bytes() == small_pdf() and other.read_bytes() == small_pdf(90)


def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert main(["annotate", str(PDF), "-o", str(tmp_path / "marked.pdf")]) == 2
    assert "needs pypdf; pip install 'gapcheck[annotate]'" in capsys.readouterr().err
