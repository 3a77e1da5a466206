"""A folder with two courses, a doubtful text and six files that hold none: every report tells each
file that was not read, why and what would work, none of them counts as taught or missing, and every
doubt stands beside its verdict."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from test_document_checks import TEXTS

ROOT = Path(__file__).parents[1]
SUFFIXES = (
    "json", "jsonl", "csv", "html", "md", "txt", "sarif", "junit.xml", "github.txt", "gitlab.json"
)  # fmt: skip
STATUSES = {
    "broken.pdf": "damaged",
    "lorem.md": "other-language",
    "pointer.md": "elsewhere",
    "scan.pdf": "scanned",
    "spanish.md": "other-language",
    "stub.md": "too-short",
}
HINTS = {
    "broken.pdf": "export it again",
    "lorem.md": "give a translation into English",
    "pointer.md": "git lfs pull",
    "scan.pdf": "run OCR",
    "spanish.md": "give a translation into English",
    "stub.md": "give the whole document, or lower --min-words",
}
DOUBT = "does not look like a course document"
LOREM = """\
Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et
dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip
ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu
fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt.
"""
POINTER = """\
version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 82113
"""
STORY = """\
The lighthouse stood at the end of a long spit of sand, and in winter nobody came there but the keeper
and the boy who brought him his bread. He wrote letters to his sister in the town, and she answered every
one of them. The sea was grey for months. When spring came the fishermen painted their boats and hung
nets between the poles, and the children ran along the wall until somebody called them home.
"""


def scan() -> bytes:
    """A PDF whose only page is a picture."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</XObject<</Im 5 0 R>>>>>>",
        b"<</Length 27>>stream\n600 0 0 800 0 0 cm /Im Do \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 4>>stream\n\x00\x50\xa0\xff\nendstream",
    ]
    pdf = b"%PDF-1.4\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(pdf)
    pdf += b"xref\n0 6\n0000000000 65535 f \n" + table
    return pdf + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of a gated run over the folder by suffix, that of the run without one is "table"."""
    top = tmp_path_factory.mktemp("eight")
    folder = top / "courses"
    folder.mkdir()
    for name in ("coun614-multicultural-counseling.pdf", "psyc231-research-methods.md"):
        shutil.copy(ROOT / "examples" / name, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(4000))
    (folder / "lorem.md").write_text(LOREM)
    (folder / "pointer.md").write_text(POINTER)
    (folder / "scan.pdf").write_bytes(scan())
    (folder / "spanish.md").write_text(3 * TEXTS["Spanish"], encoding="utf-8")
    (folder / "stub.md").write_text(
        "# COUN 505 Helping Skills\n\nWe meet on Mondays in room 204.\n"
    )
    (folder / "story.md").write_text(STORY)
    outputs = [word for suffix in SUFFIXES for word in ("-o", f"all.{suffix}")]
    command = [sys.executable, "-m", "curriculum_gap", "check", "courses"]
    environment = os.environ | {"COLUMNS": "300", "GAPCHECK_MIN_WORDS": "50"}
    environment |= {"GAPCHECK_CACHE_DIR": str(top / "cache")}
    texts = {}
    for words in ([], ["--fail-under", "0", *outputs]):
        done = subprocess.run(
            [*command, *words], cwd=top, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 3
        texts.setdefault("table", done.stdout.decode())
    for suffix in SUFFIXES:
        texts[suffix] = unescape((top / f"all.{suffix}").read_text(encoding="utf-8-sig"))
    return texts


@pytest.mark.parametrize("format", ["table", *SUFFIXES])
def test_every_report_tells_what_was_not_read_and_every_doubt(
    reports: dict[str, str], format: str
) -> None:
    text = " ".join(reports[format].split())
    for name, status in STATUSES.items():
        assert name in text and status in text and HINTS[name] in text, (name, status)
    assert DOUBT in text


def test_unread_files_are_neither_missing_nor_taught(reports: dict[str, str]) -> None:
    value = json.loads(reports["json"])
    unread = {
        Path(entry["source"]).name: entry for entry in value["documents"] if not entry["topics"]
    }
    assert {name: entry["status"] for name, entry in unread.items()} == STATUSES
    assert all(entry["share"] is None for entry in unread.values())
    assert " of 9 " not in reports["md"]
    spread = next(row for row in value["map"]["topics"] if row["best"] == "assessed")
    assert sum(spread["documents"].values()) == 3
    first = next(line for line in reports["md"].splitlines() if line.startswith("###"))
    assert "3 documents" in first and "6 not read" in first


def test_a_placeholder_is_called_one(reports: dict[str, str]) -> None:
    assert "in Latin, or “lorem ipsum” that holds a place for text" in reports["md"]


def test_explain_and_diff_tell_doubts(tmp_path: Path) -> None:
    new = tmp_path / "new.md"
    new.write_text(STORY)
    old = ROOT / "examples" / "psyc231-research-methods.md"
    for words in (["explain", new], ["explain", new, "--topic", "racism-and-anti-racism"],
                  ["diff", old, new], ["diff", old, new, "-f", "github"],
                  ["diff", old, new, "-f", "json"]):  # fmt: skip
        command = [sys.executable, "-m", "curriculum_gap", *map(str, words)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert DOUBT in " ".join(done.stdout.split()), words
    same = [sys.executable, "-m", "curriculum_gap", "diff", str(new), str(new)]
    assert DOUBT not in subprocess.run(same, capture_output=True, encoding="utf-8").stdout


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder."""
    command = [sys.executable, "-m", "curriculum_gap", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_pages_that_were_not_read_fail_the_gate_aloud_until_they_are_waived(tmp_path: Path) -> None:
    whole = pypdfium2.PdfDocument(ROOT / "examples" / "coun614-multicultural-counseling.pdf")
    partly = pypdfium2.PdfDocument.new()
    partly.import_pages(whole)
    partly.import_pages(pypdfium2.PdfDocument(scan()))
    partly.save(tmp_path / "course.pdf")
    done = run(tmp_path, "check", "course.pdf", "--fail-under", "10", "--quiet")
    assert done.returncode == 3
    assert "course.pdf: page 5 was not read: what stands there is not part" in done.stderr
    (tmp_path / ".gapcheck.yml").write_text(
        'fail-under: 10\nwaivers:\n- {documents: course.pdf, pages: ["5"], reason: A map}\n'
    )
    done = run(tmp_path, "check", "course.pdf", "-o", "a.md", "-o", "a.html", "-o", "a.json")
    assert done.returncode == 0 and "Accepted gaps: 1 waived" in done.stdout
    row = "page 5 was not read: what stands there is not part of the verdict |  | waiver | A map"
    assert row in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "page 5 was not read" in (tmp_path / "a.html").read_text(encoding="utf-8")
    value = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert value["documents"][0]["unread_pages"] == [5]
    assert (
        run(tmp_path, "baseline", "write", "course.pdf").stderr.rstrip().endswith("in 1 document")
    )
