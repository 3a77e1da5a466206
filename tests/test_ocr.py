"""Scanned pages with ``--ocr``: a program of ours stands in for Tesseract, and where Tesseract is
installed, it reads a page that was drawn, turned and made noisy."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from repository_files import ROOT

from curriculum_gap.errors import InstallationError, ReadError, UsageError
from curriculum_gap.nouns import Document, Limits, Ocr, Shape, Status
from curriculum_gap.readers import find_ocr, read_document, tesseract

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
STUB = """\
#!{python}
import sys
words = sys.argv[1:]
if words == ["--version"]:
    print("tesseract 9.{minor}.0")
elif words == ["--list-langs"]:
    print("List of available languages (2):\\neng\\nosd")
else:
    {before}
    width, height = sys.stdin.buffer.read().split(None, 4)[1:3]
    cells = ["level page_num block_num par_num line_num word_num left top width height conf text"]
    row = 0
    for line in {lines!r}:
        row += 1
        for number, word in enumerate(line.split()):
            left, top = 300 + 260 * number, 300 + 60 * row
            cells.append(f"5 1 1 1 {{row}} {{number}} {{left}} {{top}} 240 40 {confidence} {{word}}")
    print("\\n".join(cells).replace(" ", "\\t"))
"""
TEXT = "A text of eight words that the file holds"
LINES = (
    "By the end of the course",
    "students will be able to explain",
    "systemic racism and anti-racist practice.",
)


class Program:
    """Puts a stand-in for Tesseract on the path, alone with what Python needs."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "programs"
        self.folder.mkdir()
        self.path = self.folder / "tesseract"
        monkeypatch.setenv("PATH", str(self.folder))
        monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(folder / "cache"))
        self.write()

    def write(
        self, *lines: str, before: str = "pass", confidence: float = 90, minor: int = 1
    ) -> None:
        tesseract._program.cache_clear()
        tesseract._version.cache_clear()
        script = STUB.format(
            python=sys.executable,
            before=before,
            lines=lines or LINES,
            confidence=confidence,
            minor=minor,
        )
        self.path.write_text(script, "utf-8")
        self.path.chmod(0o755)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    yield Program(tmp_path, monkeypatch)
    tesseract._program.cache_clear()
    tesseract._version.cache_clear()


def pdf(*pages: str, size: tuple[float, float] = (612, 792)) -> bytes:
    """A PDF of pages that are a picture (``""``) or hold a text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    # Three grey bars, where the stand-in's words are: words without ink are left out.
    sheet = Image.new("L", (612, 792), 255)
    for top in range(80, 140):
        for left in range(60, 560):
            sheet.putpixel((left, top), 30 if left % 4 else 255)
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=size)
    for text in pages:
        drawing.setPageSize((612, 792) if text else size)
        if text:
            for number in range(5):
                drawing.drawString(72, 700 - 14 * number, text)
        else:
            drawing.drawImage(ImageReader(sheet), 0, 0, *size)
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def read(content: bytes, **limits: Any) -> Document:
    return read_document(content, "scan.pdf", Limits(ocr=find_ocr("eng"), **limits))


def gapcheck(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "curriculum_gap", "check", "--isolated", *words]
    environment = {**os.environ, "COLUMNS": "200", **more}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def test_a_page_of_text_stays_as_it_is_and_a_picture_is_read(program: Program) -> None:
    document = read(pdf(TEXT, ""))
    first, *others = document.blocks
    assert (first.text, first.page, first.confidence) == (" ".join([TEXT] * 5), 1, None)
    text = " ".join(block.text for block in others)
    assert "able to explain systemic racism" in text
    assert {block.page for block in others} == {2}
    assert {round(block.confidence or 0, 2) for block in others} == {0.9}
    assert document.unread_pages == ()
    assert document.warnings == (
        "page 2 recognised by tesseract 9.1.0, 90 % sure: compare what matters with the document",
    )


def test_without_the_option_pages_stay_unread(program: Program, tmp_path: Path) -> None:
    document = read_document(pdf(TEXT, ""), "scan.pdf", Limits())
    assert document.unread_pages == (2,)
    assert document.warnings == ("page 2 is an image without text; try --ocr to read it",)
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    run = gapcheck(tmp_path, "scan.pdf")
    assert run.returncode == 3 and "try --ocr" in run.stdout


def test_evidence_says_how_sure_it_is(program: Program, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(TEXT, ""))
    run = gapcheck(tmp_path, "--ocr", "scan.pdf")
    assert run.returncode == 0, run.stderr
    assert "p2 (OCR 90 %)" in run.stdout
    assert "page 2 recognised by tesseract 9.1.0, 90 % sure" in run.stdout
    again = gapcheck(tmp_path, "scan.pdf", "-f", "json", GAPCHECK_OCR="yes")
    (found,) = json.loads(again.stdout)["documents"]
    sure = {piece["ocr_confidence"] for topic in found["topics"] for piece in topic["evidence"]}
    assert sure == {0.9}


def test_what_is_unclear_stays_unread(program: Program) -> None:
    program.write(confidence=35)
    document = read(pdf(TEXT, ""))
    assert document.unread_pages == (2,)
    assert document.warnings == ("not recognised: page 2 (too unclear, 35 % sure)",)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("sys.exit(1)", "ended with code 1"),
        ("import os; os.kill(os.getpid(), 9)", "ended by signal 9"),
        ("print('hello'); sys.exit()", "answered nonsense"),
        ("[print('x' * 9999) for _ in iter(int, 1)]", "wrote too much"),
    ],
)
def test_a_program_that_fails_costs_its_page(program: Program, before: str, reason: str) -> None:
    program.write(before=before)
    document = read(pdf(TEXT, ""))
    assert document.unread_pages == (2,)
    assert document.warnings == (f"not recognised: page 2 ({reason})",)


def test_a_program_that_hangs_ends_in_time(program: Program) -> None:
    program.write(before="import time; time.sleep(600)")
    started = time.monotonic()
    document = read(pdf(TEXT, TEXT, "", ""), ocr_seconds=1.0)
    assert time.monotonic() - started < 60
    reasons = "page 3 (took more than 3 s), page 4 (no time left of 1 s)"
    assert document.warnings == (f"not recognised: {reasons}",)
    assert document.unread_pages == (3, 4)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("by", ["interrupt", "kill"])
def test_the_program_ends_with_its_worker(
    program: Program, tmp_path: Path, count: int, by: str
) -> None:
    """One file is read in a forked child, several in workers. The run is interrupted, or the
    worker is ended by SIGKILL, as a system without memory does."""
    note = tmp_path / "number"
    # The program may write no file below a worker: the stand-in tells its number by a link.
    program.write(
        before=f"import os, time; os.symlink(str(os.getpid()), {str(note)!r}); time.sleep(600)"
    )
    names = [f"{number}.pdf" for number in range(count)]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(pdf(*[TEXT] * number, ""))
    command = [sys.executable, "-m", "curriculum_gap", "--isolated", "--ocr", "-j", "1", *names]
    run = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while not note.is_symlink() and time.monotonic() < until:
        time.sleep(0.05)
    process = int(note.readlink().name)
    state = Path(f"/proc/{process}/stat")
    if by == "kill":
        os.kill(int(state.read_text().rpartition(")")[2].split()[1]), signal.SIGKILL)
    else:
        run.send_signal(signal.SIGINT)
        assert run.wait(60) != 0
    until = time.monotonic() + 20
    while is_running(state) and time.monotonic() < until:
        time.sleep(0.1)
    ended = not is_running(state)
    run.send_signal(signal.SIGINT)
    run.wait(60)
    assert ended


def is_running(state: Path) -> bool:
    """Whether a process runs, by its file in /proc: an ended one may wait for its parent."""
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_missing_program_or_language_is_a_usage_error(program: Program, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    run = gapcheck(tmp_path, "--ocr", "--ocr-language", "eng+xyz", "scan.pdf")
    assert run.returncode == 2
    assert "--ocr-language: Tesseract does not know the language 'xyz'" in run.stderr
    assert "installed: eng, osd" in run.stderr
    run = gapcheck(tmp_path, "--ocr-language", "eng", "scan.pdf")
    assert run.returncode == 2 and "add --ocr" in run.stderr
    program.path.unlink()
    run = gapcheck(tmp_path, "--ocr", "scan.pdf")
    assert run.returncode == 2 and "install Tesseract" in run.stderr
    with pytest.raises(UsageError):
        find_ocr("eng") if tesseract._program.cache_clear() is None else None


def test_a_program_in_the_current_folder_is_never_run(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(program.folder)
    for path in (".", "", f".{os.pathsep}programs"):
        monkeypatch.setenv("PATH", path)
        tesseract._program.cache_clear()
        assert tesseract._program() == ""


def test_kept_verdicts_are_of_one_way_to_read(program: Program, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.pdf").write_bytes(pdf(*[TEXT] * (number + 1), ""))
    files = ["0.pdf", "1.pdf"]

    def words(*options: str) -> list[int]:
        run = gapcheck(tmp_path, *options, *files, "-f", "json")
        return [found["words"] for found in json.loads(run.stdout)["documents"]]

    without = words()
    read = words("--ocr")
    assert read[0] - without[0] == 17 and read[1] > without[1]
    program.write("One line alone of another version", minor=2)
    other = words("--ocr")
    assert other[0] - without[0] == 6 and read[1] > other[1] > without[1]
    assert words() == without


@pytest.mark.parametrize("before", ["import time; time.sleep(600)", "sys.exit(1)"])
def test_verdicts_that_were_cut_short_are_not_kept(
    program: Program, tmp_path: Path, before: str
) -> None:
    """A page for which there is no time today may be recognised tomorrow."""
    (tmp_path / "whole.pdf").write_bytes(pdf(""))
    (tmp_path / "mixed.pdf").write_bytes(pdf(TEXT, ""))

    def found() -> Any:
        run = gapcheck(tmp_path, "--ocr", "--limit", "ocr=1s", "--min-words", "5",
                       "mixed.pdf", "whole.pdf", "-f", "json")  # fmt: skip
        return json.loads(run.stdout)["documents"]

    program.write(before=before)
    mixed, whole = found()
    assert "not recognised: page 2 (" in mixed["warnings"][0]
    assert whole["status"] == ("timeout" if "sleep" in before else "crashed")
    program.write()
    assert [document["status"] for document in found()] == ["ok", "ok"]
    assert [document["unread_pages"] for document in found()] == [[], []]


def test_machines_with_another_version_are_refused(program: Program) -> None:
    limits = Limits(ocr=Ocr("tesseract 1.0", "eng"))
    with pytest.raises(InstallationError, match="this machine has tesseract 9"):
        read_document(pdf(""), "scan.pdf", limits)


def test_pages_of_any_size_are_drawn_within_bounds(program: Program) -> None:
    program.write(
        before="head = sys.stdin.buffer.read(30).split(); assert int(head[1]) * int(head[2]) < 13e6"
    )
    for size in ((14_400, 14_400), (3, 14_000), (20_000, 20_000)):
        document = read(pdf(TEXT, "", size=size))
        assert document.warnings[0].startswith(
            ("page 2 recog", "not recognised: page 2 (", "page 2 is")
        )


def test_two_thousand_pictures_end_in_time(program: Program) -> None:
    """Pages for which no time is left are unread, and are neither drawn nor recognised."""
    started = time.monotonic()
    with pytest.raises(ReadError) as failure:
        read(pdf(TEXT, *[""] * 1_999), ocr_seconds=1.0)
    assert time.monotonic() - started < 60
    assert failure.value.status is Status.TIMEOUT
    assert "2000 (no time left of 1 s)" in failure.value.what


def test_a_picture_that_expands_beyond_memory_leaves_its_page_unread(
    program: Program, tmp_path: Path
) -> None:
    """25,000 by 25,000 dots in some kilobytes."""
    import zlib

    side = 25_000
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side)) for _ in range(side)) + packer.flush()
    again = zlib.compress(rows, 9)
    content = "q 612 0 0 792 0 0 cm /I Do Q"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content.encode()),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode] /Length %d >> stream\n%s\nendstream"
        % (side, side, len(again), again),
    ]
    body = b"%PDF-1.5\n" + b"".join(
        b"%d 0 obj %s endobj\n" % (number, part) for number, part in enumerate(parts, 1)
    )
    (tmp_path / "bomb.pdf").write_bytes(body + b"trailer << /Root 1 0 R >>")
    started = time.monotonic()
    run = gapcheck(tmp_path, "--ocr", "bomb.pdf", "-f", "json")
    assert time.monotonic() - started < 120 and run.returncode == 3
    (found,) = json.loads(run.stdout)["documents"]
    assert found["status"] in {"scanned", "memory"}


@needs_tesseract
def test_a_scan_gives_what_its_text_gives(tmp_path: Path) -> None:
    """The first page of an example: its headings, lists and table are found in a picture of it that
    is askew, grey and noisy."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from scanned import scan_pdf

    content = (ROOT / "examples" / "coun614-multicultural-counseling.pdf").read_bytes()
    text = read_document(content, "a.pdf", Limits())
    scanned = read_document(scan_pdf(content, pages=1), "a.pdf", Limits(ocr=find_ocr("eng")))
    assert scanned.title == text.title
    headings = [b.text for b in text.blocks if b.shape is Shape.HEADING and b.page == 1]
    assert [b.text for b in scanned.blocks if b.shape is Shape.HEADING] == headings
    rows = [b for b in text.blocks if b.shape is Shape.ROW and b.page == 1]
    found = [b for b in scanned.blocks if b.shape is Shape.ROW]
    assert [len(b.cells) for b in found] == [len(b.cells) for b in rows]
    entries = [b for b in text.blocks if b.shape is Shape.ENTRY and b.page == 1]
    assert len([b for b in scanned.blocks if b.shape is Shape.ENTRY]) == len(entries)
    assert all((block.confidence or 0) > 0.5 for block in scanned.blocks)


@needs_tesseract
def test_a_blurred_scan_is_too_unclear() -> None:
    """Tesseract reads about a third of its words, and is less than half sure."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from scanned import SCANNER, scan_pdf

    content = (ROOT / "examples" / "coun614-multicultural-counseling.pdf").read_bytes()
    blurred = scan_pdf(content, SCANNER._replace(noise=8, blur=2.6), pages=1)
    with pytest.raises(ReadError, match=r"page 1 .too unclear, [345]. % sure") as failure:
        read_document(blurred, "a.pdf", Limits(ocr=find_ocr("eng")))
    assert failure.value.status is Status.SCANNED
