"""Files that once broke a reader, and files made to break one: each gets its true status.

Small ones lie in ``tests/documents``; what needs size or structure is made here.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_documents import LINE, body, docx, reaching_out

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers import load, read_document
from curriculum_gap.scan import discover

DOCUMENTS = Path(__file__).parent / "documents"

# File → the status that is true of it.
EXPECTED = {
    "bom-only.tex": Status.EMPTY,
    "ampersands.html": Status.EMPTY,
    "brackets.txt": Status.EMPTY,
    "zip-name-torn.docx": Status.DAMAGED,
    "nul-in-xml.docx": Status.DAMAGED,
    "no-content-types.docx": Status.DAMAGED,
    "two-of-one-name.docx": Status.DAMAGED,
    "hidden-only.html": Status.EMPTY,
    "font-without-map.pdf": Status.UNDECODABLE,
    "pages-in-circles.pdf": Status.DAMAGED,
    "utf-16-without-mark.txt": Status.OK,
    "layer-off.pdf": Status.OK,
}


def status(content: bytes, name: str, **limits: int) -> Status:
    try:
        read_document(content, name, Limits(**limits))
    except ReadError as error:
        assert "\n" not in error.what and len(error.what) < 300
        assert not error.what.startswith("cannot be read ("), error
        return error.status
    return Status.OK


def read(content: bytes, name: str) -> Document:
    return read_document(content, name, Limits())


def test_every_document_has_its_line() -> None:
    # Folders are small programmes, which other tests read.
    assert {path.name for path in DOCUMENTS.iterdir() if path.is_file()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_past_failures_have_their_true_status(name: str) -> None:
    assert status((DOCUMENTS / name).read_bytes(), name) is EXPECTED[name]


def test_documents_that_reach_out_are_refused_or_read_without(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("SECRET")
    found = {name: status(content, name) for name, content in reaching_out(secret).items()}
    assert {name for name, what in found.items() if what is Status.REFUSED} == {
        "xxe.docx",
        "xxe-host.docx",
        "xxe-parameter.docx",
    }
    assert found.pop("outside.docx") is Status.DAMAGED
    # What holds nothing but the address or picture has no text to judge.
    without = {Status.OK, Status.REFUSED, Status.ELSEWHERE, Status.SCANNED}
    assert set(found.values()) == without


def test_entities_that_multiply_are_refused() -> None:
    names = "abcdefghij"
    declared = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    laughs = f'<!DOCTYPE w [<!ENTITY a "lol">{declared}]>'
    assert status(docx(body("&j;", laughs)), "a.docx") is Status.REFUSED
    page = f'<?xml version="1.0"?>{laughs.replace("w [", "html [")}<html><body>{LINE} &j;</body></html>'
    assert read(page.encode(), "a.html").words < 100


def bomb(claims: int | None = None) -> bytes:
    """A Word file of 60 MB in 60 kB; ``claims`` is the size that its directory gives."""
    whole = docx(body(LINE).replace("</w:body>", "<w:p/>" * 10_000_000 + "</w:body>"))
    if claims is None:
        return whole
    at = whole.rindex(b"word/document.xml") - 46
    return whole[: at + 24] + claims.to_bytes(4, "little") + whole[at + 28 :]


def test_what_expands_too_far_is_too_large_whatever_it_claims() -> None:
    assert status(bomb(), "a.docx") is Status.TOO_LARGE
    assert status(bomb(claims=1000), "a.docx") is Status.TOO_LARGE


def test_every_budget_has_a_status_and_a_name() -> None:
    def fault(content: bytes, name: str, **limits: int) -> ReadError:
        with pytest.raises(ReadError) as caught:
            read_document(content, name, Limits(**limits))
        return caught.value

    word = docx(body(LINE), {f"word/media/{number}.bin": b"" for number in range(30)})
    page = f"<h1>x</h1><p>{LINE}</p>".encode()
    faults = [
        fault(b"x" * 200, "a.txt", input_bytes=100),
        fault(b"word " * 50, "a.txt", text_bytes=100),
        fault(b"word " * 50, "a.md", text_bytes=100),
        fault(page * 10, "a.html", html_bytes=100),
        fault(word, "a.docx", archive_members=20),
        fault(docx(body(LINE * 50)), "a.docx", inflated_bytes=1000),
        fault(docx(body(LINE * 50)), "a.docx", part_bytes=1000),
        fault(b"<html>" + b"<div>" * 100_000 + LINE.encode(), "a.html"),
    ]
    assert {error.status for error in faults} == {Status.TOO_LARGE}
    assert all(error.hint for error in faults)


def test_names_in_archives_go_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    out = BytesIO(docx(body(LINE), {"../../../up.txt": b"x", "/root.txt": b"x", "..\\x": b"x"}))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert read(out.getvalue(), "a.docx").words == 8
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
def test_text_in_any_encoding_is_read(encoding: str) -> None:
    text = f"Course syllabus\n\n{LINE}\n\nStudents write about naïve façades and “power”.\n" * 4
    content = text.encode(encoding, "replace")
    document = read(content, "a.txt")
    assert "racial trauma and healing" in " ".join(block.text for block in document.blocks)


def test_text_deeper_than_a_parser_goes_is_read_or_named() -> None:
    deep = read(b"> " * 5_000 + LINE.encode(), "a.md")
    assert "racial trauma" in " ".join(block.text for block in deep.blocks)
    assert any("nested too deeply" in warning for warning in deep.warnings)
    assert status(b"<table><tr><td>" * 3_000 + LINE.encode(), "a.html") is Status.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", b"[" * 100_000),
        ("a.md", b"[a](" * 20_000),
        ("a.md", b"`a" * 50_000),
        ("a.md", b"*a **b " * 20_000),
        ("a.md", b"".join(b"  " * n + b"- x\n" for n in range(800))),
        ("a.txt", b"word " * 500_000),
        ("a.html", b"<p>" + b"<" * 500_000),
        ("a.html", b"<b><i><p>" * 40_000 + b"word"),
        ("a.tex", b"{" * 100_000 + b"word" + b"}" * 100_000),
        ("a.tex", b"\\begin{a}\n" * 5_000 + b"word"),
        ("a.tex", b"\\def\\a{\\a\\a}\\a word"),
    ],
    ids=lambda value: value[:8] if isinstance(value, str) else "",
)
def test_monsters_end(name: str, content: bytes) -> None:
    """Each took minutes in a parser of its format; the test run would stand still."""
    assert status(content, name) in (Status.OK, Status.EMPTY, Status.TOO_LARGE)


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "nowhere.md").symlink_to("missing")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "folder.pdf").mkdir()
    # A socket's path may be a hundred characters long, and no longer.
    with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(tmp_path):
        server.bind("socket.md")
    with (tmp_path / "sparse.pdf").open("wb") as file:
        file.truncate(20 << 30)
    found = {}
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(ReadError) as caught:
            load(str(path), Limits())
        found[path.name] = caught.value.status
    assert found.pop("sparse.pdf") is Status.TOO_LARGE
    assert set(found.values()) == {Status.UNREADABLE}
    assert len(found) == 6


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_files_without_permission_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(LINE)
    path.chmod(0)
    if os.geteuid() != 0:
        with pytest.raises(ReadError) as caught:
            load(str(path), Limits())
        assert caught.value.status is Status.UNREADABLE
        return
    child = os.fork()  # root reads everything: somebody else tries
    if child == 0:
        code = 1
        try:
            tmp_path.chmod(0o755)
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            load(str(path), Limits())
        except ReadError as error:
            code = 0 if error.status is Status.UNREADABLE else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_cannot_be_opened_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in it is unknown: that is said, and the run does not end as if all had been read."""
    locked = tmp_path / "courses" / "locked"
    locked.mkdir(parents=True)
    (tmp_path / "courses" / "open.md").write_text(LINE)
    scandir, access = os.scandir, os.access

    def refusing(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(
        os, "access", lambda path, mode: "locked" not in str(path) and access(path, mode)
    )
    found = discover([str(tmp_path / "courses")])
    assert [Path(entry.source).name for entry in found.files] == ["open.md", "locked"]
    with pytest.raises(ReadError) as caught:
        load(found.files[1].source, Limits())
    assert caught.value.status is Status.UNREADABLE
    assert "permission" in caught.value.what


def test_the_benchmark_says_that_it_checked_nothing(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.md").write_text("# Course\n\nRacism.\n", "utf-8")
    script = Path(__file__).parents[1] / "benchmarks" / "hostile.py"
    command = [sys.executable, str(script), str(tmp_path / "files"), "--only", "B8,B9"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert ended.stdout.count("FAIL") == ended.stdout.count("nothing was checked") == 2
