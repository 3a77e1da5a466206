"""Saved web pages: the page that a person saw, from files that browsers write, and from bad ones."""

from __future__ import annotations

import base64
import json
import plistlib
import quopri
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape, Status
from curriculum_gap.readers import read_document, sniff

FILLER = "<p>In this course we talk at some length about families and about their neighbours.</p>"
BLINK = {
    "From": "<Saved by Blink>",
    "Snapshot-Content-Location": "https://learn.example.edu/courses/1",
    "Subject": "Family Law",
    "MIME-Version": "1.0",
}


def part(
    text: str | bytes, kind: str = "text/html", encoding: str = "quoted-printable", **headers: str
) -> bytes:
    """A part of a message; underscores in the names of headers stand for hyphens."""
    content = text.encode() if isinstance(text, str) else text
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}
    body = encode.get(encoding, bytes)(content)
    lines = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\n".join(lines).encode() + b"\n\n" + body


def mhtml(*parts: bytes, headers: dict[str, str] = BLINK, kind: str = "", end: str = "--") -> bytes:
    kind = kind or 'multipart/related; type="text/html"; boundary="=_b"'
    top = "".join(f"{name}: {value}\n" for name, value in {**headers, "Content-Type": kind}.items())
    body = b"".join(b"\n--=_b\n" + each for each in parts)
    return (top.encode() + b"\n" + body + f"\n--=_b{end}\n".encode()).replace(b"\n", b"\r\n")


def read(content: bytes, name: str = "course.mhtml", **limits: int) -> Document:
    return read_document(content, name, Limits(**limits))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


def refusal(content: bytes, name: str = "course.mhtml", **limits: int) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content, name, **limits)
    assert not caught.value.what.startswith("cannot be read (")
    return caught.value


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


# ---- what browsers write


def test_a_page_saved_by_chromium() -> None:
    content = mhtml(
        part(
            page(
                "<h1>Family Law – I</h1><p class=x>unseen</p><h2>Schedule</h2>"
                "<iframe src='cid:frame-2@mhtml.blink' width=600></iframe><h2>Grading</h2>"
                f"<p>Essay: 40 %</p><img src='https://learn.example.edu/a.png'>{FILLER}",
                "<link rel='stylesheet' type='text/css' href='cid:css-1@mhtml.blink'>",
            ),
            Content_ID="<frame-1@mhtml.blink>",
            Content_Location="https://learn.example.edu/courses/1",
        ),
        part(".x { display: none; }", "text/css", Content_Location="cid:css-1@mhtml.blink"),
        part(
            page("<table><tr><th>Week<th>Topic<tr><td>1<td>Grief</table>", "<title>Plan</title>"),
            Content_ID="<frame-2@mhtml.blink>",
        ),
        part(b"\x89PNG" + bytes(99), "image/png", "base64", Content_Location="a.png"),
    )
    document = read(content)
    assert document.format == "mhtml"
    assert document.title == "Family Law – I"
    assert texts(document)[:6] == [
        "Family Law – I",
        "Schedule",
        "Week | Topic",
        "1 | Grief",
        "Grading",
        "Essay: 40 %",
    ]
    assert document.warnings == ("1 word of hidden text left out",)
    assert {block.line for block in document.blocks} == {None}
    inside = {block.inside for block in document.blocks if block.shape is Shape.ROW}
    assert inside == {"frame Plan"}
    assert [block.table for block in document.blocks if block.shape is Shape.ROW] == [1, 1]


def test_the_page_is_the_part_that_the_file_names_as_its_start() -> None:
    frame = part(page("<p>Side</p>"), Content_ID="<side>")
    main = part(page(f"<h1>Family Law</h1>{FILLER}"), Content_ID="<main>")
    kind = 'multipart/related; boundary="=_b"; start="<main>"'
    assert read(mhtml(frame, main, kind=kind)).title == "Family Law"


def test_else_the_page_is_the_part_with_the_address_of_the_file() -> None:
    frame = part(page("<p>Side</p>"), Content_Location="https://ads.example.com/")
    main = part(
        page(f"<h1>Family Law</h1>{FILLER}"), Content_Location="https://learn.example.edu/courses/1"
    )
    assert read(mhtml(frame, main)).title == "Family Law"


def test_frames_are_found_by_address_relative_to_the_page() -> None:
    main = part(
        page(f"<h1>Law</h1>{FILLER}<iframe src='../plan.html#week2'></iframe>"),
        Content_Location="https://learn.example.edu/a/b.html",
    )
    plan = part(page("<p>Week 1: Kin</p>"), Content_Location="https://learn.example.edu/plan.html")
    assert texts(read(mhtml(main, plan)))[-1] == "Week 1: Kin"


def test_a_course_that_stands_in_a_frame_is_no_page_that_points_elsewhere() -> None:
    main = part(page("<h1>Simple</h1><iframe src='cid:a'></iframe>"))
    frame = part(page(f"<h2>Objectives</h2>{FILLER * 3}"), Content_ID="<a>")
    assert texts(read(mhtml(main, frame)))[:2] == ["Simple", "Objectives"]


def test_framesets_show_their_frames_in_order() -> None:
    main = "<html><frameset><frame src='cid:a'><frame src='cid:b'></frameset></html>"
    parts = [part(main), part(f"<h1>Law</h1>{FILLER}", Content_ID="<a>")]
    parts.append(part("<p>Week 1: Kin</p>", Content_ID="<b>"))
    assert [texts(read(mhtml(*parts)))[at] for at in (0, -1)] == ["Law", "Week 1: Kin"]


@pytest.mark.parametrize(
    ("frame", "location"),
    [
        ("<iframe src='cid:a' width=1 height=1></iframe>", "https://learn.example.edu/x"),
        ("<iframe src='cid:a'></iframe>", "https://www.youtube.com/embed/x"),
        ("<nav><iframe src='cid:a'></iframe></nav>", "https://learn.example.edu/x"),
    ],
)
def test_frames_that_show_no_text_of_the_course_are_left_out(frame: str, location: str) -> None:
    main = part(page(f"<h1>Law</h1>{FILLER}{frame}"))
    beside = part(page("<p>Watch later</p>"), Content_ID="<a>", Content_Location=location)
    assert "Watch later" not in texts(read(mhtml(main, beside)))


def test_a_frame_that_asks_to_sign_in_is_left_out() -> None:
    main = part(page(f"<h1>Law</h1>{FILLER}<iframe src='cid:a'></iframe>"))
    beside = part(page("<h1>Sign in</h1><p>User name</p>"), Content_ID="<a>")
    assert "Sign in" not in texts(read(mhtml(main, beside)))


@pytest.mark.parametrize(
    ("kind", "encoding", "head", "codec"),
    [
        ("text/html; charset=utf-8", "base64", "", "utf-8"),
        ("text/html; charset=windows-1252", "quoted-printable", "", "cp1252"),
        ('text/html; charset="us-ascii"', "quoted-printable", "", "cp1252"),
        ("text/html", "8bit", "<meta charset=koi8-r>", "koi8-r"),
        ("text/html; charset=koi8-r", "8bit", "<meta charset=utf-8>", "koi8-r"),
        ('text/html; charset="unicode"', "base64", "", "utf-16"),
        ("application/xhtml+xml", "binary", "", "utf-8"),
    ],
)
def test_encodings(kind: str, encoding: str, head: str, codec: str) -> None:
    words = "семья и право" if codec == "koi8-r" else "“café” – été"
    body = page(f"<h1>{words}</h1>{FILLER}", head).encode(codec, "replace")
    if codec == "cp1252":
        assert b"\x93" in body
    assert texts(read(mhtml(part(body, kind, encoding))))[0] == words


def test_a_page_saved_without_parts() -> None:
    body = part(page(f"<h1>Law</h1>{FILLER}"))
    content = b"MIME-Version: 1.0\n" + body
    assert texts(read(content, "law.mht"))[0] == "Law"
    assert sniff(content, "law") == "mhtml"


def test_a_page_that_word_saved() -> None:
    inner = mhtml(
        part(page(f"<p class=MsoTitle>Law</p>{FILLER}"), Content_Location="file:///C:/x/law.htm"),
        part(page("<p>Page 1 of 9</p>"), Content_Location="file:///C:/x/law_files/header.htm"),
        part("<xml/>", "text/xml", Content_Location="file:///C:/x/law_files/filelist.xml"),
        headers={"MIME-Version": "1.0"},
        kind='multipart/related; boundary="=_b"',
    )
    assert sniff(inner, "law.doc") == "mhtml"
    assert texts(read(inner, "law.doc"))[0] == "Law"
    assert "Page 1 of 9" not in texts(read(inner, "law.doc"))


def test_a_page_beside_its_plain_text() -> None:
    alternative = (
        b"Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/plain\n\n"
        b"plain\n--in\n" + part(page(f"<h1>Law</h1>{FILLER}")) + b"\n--in--\n"
    )
    assert texts(read(mhtml(alternative)))[0] == "Law"


def archive(*frames: dict[str, object], url: str = "https://x.example/", text: str = "") -> dict:
    main = {
        "WebResourceData": (
            text or page(f"<h1>Law</h1>{FILLER}<iframe src='a'></iframe>")
        ).encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": url,
    }
    return {"WebMainResource": main, "WebSubframeArchives": list(frames)}


def test_a_web_archive_of_safari() -> None:
    frame = archive(url="https://x.example/a", text="<p>Week 1: Kin</p>")
    content = plistlib.dumps(archive(frame), fmt=plistlib.FMT_BINARY)
    assert sniff(content, "law") == "mhtml"
    assert texts(read(content, "law.webarchive")) == ["Law", FILLER[3:-4], "Week 1: Kin"]


# ---- what is refused, and what is said


def test_mail_is_refused_unless_it_was_saved_as_a_page() -> None:
    headers = {"From": "a@example.org", "To": "b@example.org", "MIME-Version": "1.0"}
    mail = mhtml(part(page(FILLER)), headers=headers)
    assert refusal(mail, "a.eml").status is Status.UNSUPPORTED
    assert "mail" in refusal(mail, "a").what
    assert texts(read(mail, "a.mht")) == [FILLER[3:-4]]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (mhtml(part(b"%PDF-1.7", "application/pdf", "base64")), Status.DAMAGED),
        (mhtml(), Status.DAMAGED),
        (mhtml(part(page(FILLER)), kind="multipart/related"), Status.DAMAGED),
        (mhtml(part(page(FILLER)), kind="multipart/related; boundary=other"), Status.DAMAGED),
        (mhtml(part("")), Status.EMPTY),
        (mhtml(part("<img src=a.png>")), Status.SCANNED),
        (mhtml(part("<h1>Law</h1><iframe src='cid:lost'></iframe>")), Status.ELSEWHERE),
        (mhtml(part("<h1>Sign in</h1><input type=password>")), Status.ELSEWHERE),
        (b"bplist00" + b"WebMainResource" * 9, Status.DAMAGED),
        (plistlib.dumps({"WebMainResource": 1}, fmt=plistlib.FMT_BINARY), Status.UNSUPPORTED),
    ],
)
def test_files_without_a_page_get_a_status(content: bytes, status: Status) -> None:
    assert refusal(content).status is status


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = mhtml(part(page(FILLER * 9)), part(bytes(999), "image/png", "base64"))
    assert read(whole[:-900]).warnings == ()
    cut = mhtml(part(f"<html><body>{FILLER * 9}"), end="")[:-9]
    assert read(cut).warnings == ("is cut off: what followed its last line is lost",)
    based = mhtml(part(page(FILLER * 9), encoding="base64"))
    for lost in range(400, 404):
        assert texts(read(based[:-lost]))[0] == FILLER[3:-4]


def test_size_number_and_depth_of_parts_are_bounded() -> None:
    main = part(page(FILLER))
    assert refusal(mhtml(main), html_bytes=50).status is Status.TOO_LARGE
    bomb = mhtml(main, *[part("x", "image/png", "7bit")] * 500)
    assert refusal(bomb, archive_members=400).status is Status.TOO_LARGE
    deep = b"MIME-Version: 1.0\n" + b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(5_000)
    )
    assert refusal(deep).status is Status.TOO_LARGE
    long = 'multipart/related; boundary="=_b"; ' + "a*0*=x;\n " * 1_000
    assert refusal(mhtml(main, kind=long)).status is Status.TOO_LARGE


def test_frames_end_in_circles_and_share_one_budget() -> None:
    itself = part(page(f"{FILLER}<iframe src='cid:a'></iframe>"), Content_ID="<a>")
    other = part(page("<p>Kin</p><iframe src='cid:a'></iframe>"), Content_ID="<b>")
    document = read(mhtml(itself, other))
    assert texts(document) == [FILLER[3:-4]]
    main = part(page(FILLER + "<iframe src='cid:b'></iframe>" * 100), Content_ID="<a>")
    large = part(page(FILLER * 100), Content_ID="<b>")
    assert refusal(mhtml(main, large), html_bytes=100_000).status is Status.TOO_LARGE
    chain = [
        part(page(f"{FILLER}<iframe src='cid:{n + 1}'></iframe>"), Content_ID=f"<{n}>")
        for n in range(30)
    ]
    assert len(texts(read(mhtml(*chain)))) == 11


def test_frames_that_multiply_are_counted() -> None:
    frames = [
        part(page(f'<p>Level {n}</p>{f"""<iframe src="l{n + 1}"></iframe>""" * 10}'),
             Content_Location=f"https://x.example/l{n}")
        for n in range(1, 9)
    ]  # fmt: skip
    main = part(
        page('<p>Grief</p><iframe src="l1"></iframe>'), Content_Location="https://x.example/"
    )
    assert refusal(mhtml(main, *frames)).status is Status.TOO_LARGE


def test_archives_within_archives_are_read_once() -> None:
    deep = archive(text=page(f"<h1>Law</h1>{FILLER * 9}"))
    for _ in range(200):
        deep = archive(deep, text=page(f"<h1>Law</h1>{FILLER * 9}"))
    assert texts(read(plistlib.dumps(deep, fmt=plistlib.FMT_BINARY)))[0] == "Law"


def test_the_command_reads_a_saved_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        f"<h1>Grief and Loss</h1>{FILLER * 6}<h2>Learning Objectives</h2><ul><li>Explain grief</ul>"
    )
    path = tmp_path / "course.mhtml"
    path.write_bytes(mhtml(part(page(body)), part(bytes(99), "image/png", "base64")))
    assert main(["check", str(path), "--no-cache", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)["documents"][0]
    assert (document["status"], document["title"]) == ("ok", "Grief and Loss")
