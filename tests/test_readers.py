"""From bytes to the right reader: sniffing, decoding, loading, and one status for every failure."""

from __future__ import annotations

import io
import os
import re
import socket
import stat
import sys
import tomllib
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers import (
    FORMATS,
    RULES,
    SUFFIXES,
    UNSUPPORTED,
    Unsupported,
    load,
    read_document,
    sniff,
)
from curriculum_gap.readers.encoding import decode
from curriculum_gap.readers.text_cleanup import clean_text, count_words, normalize_space

LIMITS = Limits()
ROOT = Path(__file__).parents[1]


def package(*members: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "<x/>")
    return buffer.getvalue()


def compound(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le").ljust(64, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def refusal(content: bytes, source: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_document(content, source, LIMITS)
    return caught.value


# ---- the register


def test_suffixes_are_lower_case_and_leave_out_what_is_never_read() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)
    assert {".pdf", ".docx", ".md", ".qmd", ".rmd", ".html", ".tex", ".txt", ".rst"} <= SUFFIXES
    assert not {".dot", ".png", ".zip", ".yaml", ".py"} & SUFFIXES


def test_no_suffix_belongs_to_two_formats() -> None:
    suffixes = [suffix for known in FORMATS.values() for suffix in known.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_the_libraries_of_readers_are_installed_and_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    listed = [*project["dependencies"], *(each for extra in extras.values() for each in extra)]
    declared = {re.split(r"[<>=]", each)[0] for each in listed}
    of_others = {"pdfminer.six"}  # comes with pdfplumber
    for known in FORMATS.values():
        for library in known.libraries:
            assert metadata.version(library)
            assert library in declared | of_others


def test_the_readme_lists_every_format_with_its_suffixes() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = [
        f"| {known.title} | " + " ".join(f"`{suffix}`" for suffix in known.suffixes) + " |"
        for known in FORMATS.values()
    ]
    assert [row for row in rows if row not in readme] == []


@pytest.mark.parametrize(
    "place", [".pre-commit-hooks.yaml", "docs/ci.md", "src/curriculum_gap/gate"]
)
def test_hooks_run_for_every_readable_suffix(place: str) -> None:
    path = ROOT / place
    files = sorted(path.glob("*.py")) if path.is_dir() else [path]
    texts = [file.read_text("utf-8").replace("\\\n", "") for file in files]  # wrapped strings
    patterns = [
        pattern.replace("\\\\", "\\")
        for text in texts
        for pattern in re.findall(r"files: (\(\?i\)\S+)", text)
    ]
    assert patterns
    for pattern in patterns:
        missed = [suffix for suffix in sorted(SUFFIXES) if not re.search(pattern, f"a/b{suffix}")]
        assert missed == [], f"add the suffixes to the pattern behind 'files:' in {place}"
        assert re.search(pattern, "notes.Rmd")
        assert not any(re.search(pattern, f"a{suffix}") for suffix in (".dot", ".py", ".png"))


# ---- content decides

OPEN_TEXT = "application/vnd.oasis.opendocument.text"
FLAT_OPEN_TEXT = (
    b'<?xml version="1.0"?>\n<office:document xmlns:office="urn" office:version="1.3" '
    b'office:mimetype="application/vnd.oasis.opendocument.text"><office:body/></office:document>'
)


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        (b"%PDF-1.7\n", "a.md", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 900 + b"%PDF-1.4", "a.txt", "pdf"),
        (b"%\xe2\xe3\n1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n0", "a.bin", "pdf"),
        (b"x" * 3000 + b"%PDF-1.4", "a.pdf", "pdf"),
        (package("[Content_Types].xml", "word/document.xml"), "a.pdf", "docx"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "a.docx", "pptx"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "a.csv", "spreadsheet"),
        (b"<html><table><tr><td>Week</table>", "a.csv", "html"),
        (package("imsmanifest.xml", "[Content_Types].xml"), "a.zip", "course-export"),
        (package("course_settings/course_settings.xml"), "a.zip", "course-export"),
        (package("unpacked/imsmanifest.xml", "unpacked/a.docx"), "a.docx", "course-export"),
        (compound("WordDocument"), "a.docx", "doc"),
        (b"\0" + b"junk" * 900 + package("word/document.xml"), "a.docx", "docx"),
        (package("[Content_Types].xml", "word/document2.xml"), "a.docx", "docx"),
        (package("content.xml", mimetype=OPEN_TEXT), "a.docx", "odt"),
        (package("content.xml", mimetype=OPEN_TEXT + "-template"), "a", "odt"),
        (package("content.xml", "styles.xml"), "a.odt", "odt"),
        (package("content.xml", mimetype=OPEN_TEXT)[:-30], "a", "odt"),
        (FLAT_OPEN_TEXT, "a.xml", "odt"),
        (rb"{\rtf1\ansi Syllabus}", "a.docx", "rtf"),
        (b"\xef\xbb\xbf\r\n{\\rtf1 Syllabus}", "a", "rtf"),
        (b"<!DOCTYPE html><p>Syllabus", "a.docx", "html"),
        (b"<!-- saved -->\n<html><body>Syllabus", "a.md", "html"),
        (b'<?xml version="1.0"?><html xmlns="x"><body>Syllabus</body></html>', "a.xml", "html"),
        ("<html><p>Prüfung".encode("utf-16"), "a.txt", "html"),
        (b"<h2>Week 1</h2><p>Reading</p>", "page.html", "html"),
        (b"From: <Saved by Blink>\r\nContent-Type: multipart/related; x=y\r\n\r\n", "a", "mhtml"),
        (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "a", "mhtml"),
        (b"<p>Week</p><ul><li>a</li><li>b</li><li>c</li></ul><b>d</b>", "page", "html"),
        (b"% notes\n\\documentclass{article}\n\\begin{document}x", "a.md", "latex"),
        (b"\\section{Course}\nText", "a.tex", "latex"),
        (b"# Course\n\n- one", "a.md", "markdown"),
        (b"<div align=center>\n\n# Course\n\n</div>", "README.md", "markdown"),
        (b"Header-includes aside, \\documentclass{x} is quoted here", "a.Rmd", "markdown"),
        (b"# Course\n\n## Week 1\n\n**Read** [a](https://example.org)\n", "a", "markdown"),
        (b"Course\n======\n\nWeek 1: an introduction\n", "a.txt", "text"),
        (b"Course without any suffix or mark", "notes", "text"),
        (b"{curly} text that is no JSON", "a.txt", "text"),
        (b'{"cells": [{"cell_type": "code"}]}', "a", "ipynb"),
        (b'{"metadata": {"name": ""}, "worksheets": []}', "a.ipynb", "ipynb"),
    ],
)
def test_content_decides_and_suffix_hints(content: bytes, source: str, expected: str) -> None:
    assert sniff(content, source) == expected


@pytest.mark.parametrize(
    ("content", "source", "what", "hint"),
    [
        (compound("Workbook"), "a.xls", "Excel 97–2003", "save as .xlsx"),
        (compound("PowerPoint Document"), "a.ppt", "PowerPoint 97–2003", ".pptx"),
        (package("xl/workbook.bin"), "a.xlsb", "binary Excel", "save as .xlsx"),
        (package("Index/Document.iwa"), "a.pages", "Pages", "export"),
        (package("META-INF/container.xml"), "a.epub", "EPUB", "convert"),
        (package("imsmanifest.xml", ".bb-package-info"), "a.zip", "Blackboard", "Cartridge"),
        (package("moodle_backup.xml"), "a.mbz", "Moodle backup", "Common Cartridge"),
        (b"\x1f\x8b\x08" + bytes(30), "course.mbz", "Moodle backup", "Common Cartridge"),
        (package("readme.txt"), "a.zip", "ZIP archive", "unpack"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "scan.pdf", "PNG image", "OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "scan.jpg", "JPEG image", "OCR"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "IMG_1.heic", "HEIC image", "OCR"),
        (b"any content at all", "~$syllabus.docx", "lock file", "without ~$"),
        (b"bplist00" + bytes(40), ".syllabus.pdf.icloud", "iCloud", "download"),
        (b"\x1f\x8b\x08" + bytes(30), "a.pdf", "gzip", "unpack"),
        (b"\x7fELF" + bytes(range(256)), "a.md", "program", "save it as"),
        (bytes(range(256)) * 20, "a.html", "binary data", "save it as"),
        (bytes(5000), "a.md", "only zero bytes", "fetch it again"),
        (
            b"From: a\nTo: b\nContent-Type: multipart/mixed; x=y\n\n--",
            "a.eml",
            "a mail",
            "attached",
        ),
        (b'<?xml version="1.0"?><TEI><p>x</p></TEI>', "a.xml", "XML", "save it as"),
    ],
)
def test_what_is_not_read_says_what_to_do(
    content: bytes, source: str, what: str, hint: str
) -> None:
    error = refusal(content, source)
    assert error.status is Status.UNSUPPORTED
    assert what in error.what
    assert hint in error.hint
    assert "\n" not in str(error)


@pytest.mark.parametrize("kind", [kind for kind in UNSUPPORTED if kind.start or kind.brand])
def test_each_kind_of_file_is_known_by_its_first_bytes(kind: Unsupported) -> None:
    brand = kind.brand and (kind.start or b"\0\0\0\x18ftyp").ljust(8, b"\0") + kind.brand
    error = refusal((brand or kind.start) + bytes(range(60)), f"a{kind.suffix or '.bin'}")
    assert kind.what in error.what
    assert error.hint == kind.hint


@pytest.mark.parametrize("kind", [kind for kind in UNSUPPORTED if kind.member or kind.mimetype])
def test_each_kind_of_package_is_known_by_a_member(kind: Unsupported) -> None:
    members = [kind.member + "x"] if kind.member else []
    mimetype = "application/vnd.oasis." + kind.mimetype.decode() if kind.mimetype else ""
    error = refusal(package(*members, mimetype=mimetype), "a.bin")
    assert kind.what in error.what
    assert error.hint == kind.hint


@pytest.mark.parametrize("kind", [kind for kind in UNSUPPORTED if kind.stream])
def test_each_kind_of_compound_file_is_known_by_a_stream(kind: Unsupported) -> None:
    error = refusal(compound(kind.stream), "a.bin")
    assert kind.what in error.what
    assert error.hint == kind.hint


def outcome(content: bytes, source: str) -> str:
    try:
        return sniff(content, source)
    except ReadError as error:
        return str(error)


def test_some_rule_gives_each_format() -> None:
    given = {"text", *(outcome(content, source) for content, source in NEEDED.values())}
    missed = set(FORMATS) - given
    assert missed == set(), "no file in NEEDED is sniffed as it: add a rule to RULES and a file"


NEEDED = {  # rule → a file that is taken for something else without it
    "_lock_file": (b"any content", "~$a.docx"),
    "_nothing": (b"", "a.md"),
    "_pointer": (b"../shared/course.md", "a.md"),
    "_pdf": (b"%PDF-1.7\nhello", "a.md"),
    "_zip_package": (package("ppt/presentation.xml"), "a"),
    "_course_export": (package("imsmanifest.xml", "[Content_Types].xml"), "a.imscc"),
    "_compound_file": (compound("WordDocument"), "a.doc"),
    "_rtf": (rb"{\rtf1\ansi Syllabus}", "a.txt"),
    "_known_start": (b"\x89PNG\r\n\x1a\n Syllabus", "a.txt"),
    "_pdf_without_header": (b"1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n0", "a.bin"),
    "_word_behind_something": (b"mail: " + package("word/document.xml"), "a.docx"),
    "_binary": (bytes(range(32)) * 90, "a.txt"),
    "_html_start": (b"<!DOCTYPE html>Syllabus", "a.txt"),
    "_xml": (FLAT_OPEN_TEXT, "a.txt"),
    "_mime": (b"From: a\nContent-Type: multipart/related; x=y\n\n--", "a.mht"),
    "_web_archive": (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "a.webarchive"),
    "_json": (b'{"cells": [{"cell_type": "code"}]}', "a.txt"),
    "_latex_start": (b"\\documentclass{article}\n\\begin{document}x", "a.txt"),
    "_markdown_suffix": (b"Plain words", "a.md"),
    "_spreadsheet_suffix": (b"Week,Topic\n1,Grief and loss\n2,Bonds\n", "a.csv"),
    "_html_by_tags": (b"<p>Week</p><ul><li>a</li><li>b</li><li>c</li></ul><b>d</b>", "page"),
    "_latex_by_commands": (b"\\section{Course}\nText", "a.tex"),
    "_markdown_by_marks": (b"# Course\n\n## Week 1\n\n**Read** it\n", "a.txt"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_is_needed(
    rule: Callable[..., str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rule.__name__ in NEEDED, "add a file to NEEDED that only this rule knows"
    content, source = NEEDED[rule.__name__]
    with_rule = outcome(content, source)
    others = tuple(other for other in RULES if other is not rule)
    monkeypatch.setattr(sys.modules[rule.__module__], "RULES", others)
    assert outcome(content, source) != with_rule


def test_other_statuses_of_the_sniffer() -> None:
    assert refusal(b"", "a.pdf").status is Status.EMPTY
    assert refusal(b" \n\t\n", "a.md").status is Status.EMPTY
    assert refusal(compound("EncryptedPackage"), "a.docx").status is Status.ENCRYPTED
    assert refusal(package("a/b.txt")[:-30], "a.zip").status is Status.DAMAGED
    assert refusal(bytes(range(32)) * 90, "a.pdf").status is Status.DAMAGED
    assert refusal(bytes(range(32)) * 90, "a.pptx").status is Status.DAMAGED


# ---- decoding

SENTENCE = "Students examine “privilege” – and naïve ideas of résumés.\nWeek 2"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_unicode_encodings_are_read_without_a_warning(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == (SENTENCE, ())


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_code_pages_are_guessed_by_their_quotes_and_said(encoding: str) -> None:
    text, warnings = decode((SENTENCE * 5).encode(encoding))
    assert text == SENTENCE * 5
    assert encoding in warnings[0]


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        (
            "shift_jis",
            "この科目では、社会における健康と不平等について学びます。毎週の読書があります。",
        ),
        ("gb18030", "本课程研究社会中的健康与不平等问题，每周都有阅读材料和讨论。"),
        ("cp1251", "Курс посвящён здоровью и неравенству в обществе. Каждую неделю есть чтение."),
    ],
)
def test_other_scripts_are_left_to_statistics(encoding: str, sentence: str) -> None:
    assert decode((sentence * 8).encode(encoding))[0] == sentence * 8


def test_ebcdic_is_read() -> None:
    text = "Course syllabus: learning outcomes and weekly readings of the course. " * 5
    assert decode(text.encode("cp037"))[0] == text


def test_a_few_bad_bytes_do_not_spoil_utf8() -> None:
    text, warnings = decode("Élève, naïveté, café, résumé ".encode() + b"\xff and more")
    assert text == "Élève, naïveté, café, résumé  and more"
    assert "not valid UTF-8" in warnings[0]


def test_surrogates_written_as_utf8_are_dropped() -> None:
    assert decode("Topic \ud83d one".encode("utf-8", "surrogatepass")) == ("Topic  one", ())


def test_bytes_without_text_are_undecodable() -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"\xff\xfe" + b"\x00\xd8" * 400)
    assert caught.value.status is Status.UNDECODABLE


def test_line_ends_and_invisible_characters() -> None:
    assert clean_text("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert clean_text("cul\u00adture \u200bof\x1b[2J \ufeffca\x00re") == "culture of[2J care"
    assert normalize_space("  a\u00a0b \t\n c  ") == "a b c"


def test_words_are_counted_in_what_shows() -> None:
    blocks = (Block("Race, class & gender — an introduction"), Block("unseen words", hidden=True))
    assert count_words(blocks) == 5


# ---- loading


def test_load_reads_a_file_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"# Course\r\n\x1a\x00")
    assert load(str(path), LIMITS) == b"# Course\r\n\x1a\x00"


def test_load_holds_the_budget(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 101)
    assert len(load(str(path), Limits(input_bytes=101))) == 101
    with pytest.raises(ReadError) as caught:
        load(str(path), Limits(input_bytes=100))
    assert caught.value.status is Status.TOO_LARGE
    assert "limit" in caught.value.hint


def test_load_refuses_what_is_no_file(tmp_path: Path) -> None:
    def what(path: Path | str) -> str:
        with pytest.raises(ReadError) as caught:
            load(str(path), LIMITS)
        assert caught.value.status is Status.UNREADABLE
        assert caught.value.hint
        return caught.value.what

    assert what(tmp_path) == "is a folder"
    assert what(tmp_path / "none.md") == "no such file"
    assert what("nul\0.md") == "is no possible path"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_load_never_opens_what_could_block(tmp_path: Path) -> None:
    def what(path: Path) -> str:
        with pytest.raises(ReadError) as caught:
            load(str(path), LIMITS)
        assert caught.value.status is Status.UNREADABLE
        return caught.value.what

    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "nowhere.md").symlink_to("none")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    assert what(tmp_path / "pipe.md") == "is a named pipe"
    assert what(tmp_path / "nowhere.md") == "is a link that leads nowhere"
    assert what(tmp_path / "loop.md") == "is a link that leads to itself"
    assert what(tmp_path / "zero.md") == "is a device"
    assert "long" in what(tmp_path / ("n" * 300))
    with socket.socket(socket.AF_UNIX) as server:
        name = tmp_path / "s.md"
        if len(str(name)) < 100:
            server.bind(str(name))
            assert what(name) == "is a socket"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_load_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(ReadError, match="no permission"):
        load(str(path), LIMITS)
    path.chmod(stat.S_IRUSR)


# ---- every failure has a status


def test_read_document_gives_a_document() -> None:
    document = read_document(b"# SOC 101: Society\n\nText of the course.", "x.md", LIMITS)
    assert isinstance(document, Document)
    assert (document.source, document.format, document.pages) == ("x.md", "markdown", None)
    assert document.blocks[0].shape is Shape.HEADING


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (MemoryError(), Status.MEMORY),
        (ImportError("_x.so: failed to map segment from shared object"), Status.MEMORY),
        (OSError("_x.so: failed to map segment from shared object"), Status.MEMORY),
        (RecursionError(), Status.TOO_LARGE),
        (KeyError("w:val"), Status.DAMAGED),
        (IndexError(), Status.DAMAGED),
        (ReadError(Status.SCANNED, "images only"), Status.SCANNED),
    ],
)
def test_what_a_reader_raises_becomes_a_status(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, status: Status
) -> None:
    def read(content: bytes, source: str, limits: Limits) -> Document:
        raise raised

    monkeypatch.setattr("curriculum_gap.readers.from_text.read", read)
    error = refusal(b"plain text", "a.txt")
    assert error.status is status
    assert "\n" not in str(error)


def test_a_document_without_text_is_empty() -> None:
    assert refusal(b"***\n\n<!-- nothing -->\n", "a.md").status is Status.EMPTY


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.tex"])
def test_text_has_a_budget_of_its_own(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(b"\\emph{word} " * 50, name, Limits(text_bytes=100))
    assert caught.value.status is Status.TOO_LARGE
    with pytest.raises(ReadError) as caught:
        read_document(b"word " * 50, name, Limits(input_bytes=100))
    assert caught.value.status is Status.TOO_LARGE


def test_importing_the_readers_imports_no_library() -> None:
    import subprocess

    code = (
        "import sys, curriculum_gap.readers, curriculum_gap.readers.from_markdown;"
        "import curriculum_gap.readers.from_latex, curriculum_gap.readers.encoding;"
        "print([m for m in ('markdown_it', 'yaml', 'charset_normalizer', 'zipfile', 'lxml') "
        "if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
