"""Files that hold no text of a course, but say where it is: told by their kind at any length."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers import read_document

PROSE = (
    "This course introduces the history of housing in three cities and asks who could rent, who "
    "could buy and who was kept from both, with weekly readings, two papers and a visit to an "
    "archive."
)
NO_FLOOR = Limits(min_words=0)


def read(content: str | bytes, name: str) -> Document:
    return read_document(content.encode() if isinstance(content, str) else content, name, NO_FLOOR)


def refusal(content: str | bytes, name: str) -> ReadError:
    with pytest.raises(ReadError) as raised:
        read(content, name)
    assert raised.value.hint
    return raised.value


SHA = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{SHA}\nsize 10\n"
WEBLOC = (
    '<?xml version="1.0"?>\n<!DOCTYPE plist>\n<plist version="1.0"><dict><key>URL</key>'
    "<string>https://example.edu/a.pdf</string></dict></plist>"
)


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a.docx", "a.txt", "a.html", "a.tex", "a"])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (LFS, "LFS"),
        (LFS.replace("\n", "\r\n"), "LFS"),
        (f"/annex/objects/SHA256E-s10--{SHA}.pdf\n", "annex"),
        (f"../.git/annex/objects/Xq/0W/SHA256E-s10--{SHA}/SHA256E-s10--{SHA}.pdf", "annex"),
        ("outs:\n- md5: 1f2e\n  size: 10\n  path: a.pdf\n", "DVC"),
        ("md5: aa\nouts:\n  - hash: md5\n    path: a.pdf\n", "DVC"),
        ("[InternetShortcut]\r\nURL=https://example.edu/a.pdf\r\n", "shortcut"),
        ("[{000214A0-0}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nURL=http://x.edu", "shortcut"),
        (WEBLOC, "shortcut"),
        (b"bplist00\xd1\x01\x02SURL_\x10\x19https://example.edu/a", "shortcut"),
        ("[Desktop Entry]\nType=Link\nURL=https://example.edu\n", "shortcut"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "shortcut"),
        ('{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "shortcut"),
        ("../shared/housing course.md", "symbolic link"),
        ("shared/2026/housing.pdf\n", "symbolic link"),
        ("housing-2026.md", "symbolic link"),
        ("/srv/a/Housing 210/The syllabus.docx", "symbolic link"),
        ("URL--https&c%%example.edu%housing.pdf", "annex"),
        ("WORM-s10-m1700000000--housing.pdf", "annex"),
        ("file:///srv/a/Housing 210/The syllabus.pdf", "link"),
        ("doi:10.1234/housing.210", "link"),
        (
            "<plist><dict><key>URLString</key><string>https://x.edu</string></dict></plist>",
            "shortcut",
        ),
        ("<plist><dict><key>NSURLNameKey</key><string>a.pdf</string></dict></plist>", "shortcut"),
    ],
)
def test_pointers_are_known_under_any_suffix(content: str | bytes, word: str, name: str) -> None:
    error = refusal(content, name)
    assert error.status is Status.ELSEWHERE
    assert word in error.what


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("The syllabus is here: https://example.edu/d/1x/edit", "a.md"),
        ("# Housing\n\n[Open the syllabus](https://example.edu/x)\n", "a.md"),
        ("https://example.edu/syllabus.pdf", "a.txt"),
        ("Housing 210\nThe current version is posted on the department's page: www.x.edu", "a.txt"),
        ("<h1>Housing</h1><p>Download the <a href='x.pdf'>syllabus</a>.", "a.html"),
        ("<meta http-equiv=refresh content='0; url=x.html'><p>This page moved here.</p>", "a.html"),
        ("Please see Canvas for the details of this course.", "a.txt"),
        ("Refer to the attached PDF for course details.", "a.txt"),
        ("Housing 210: syllabus to follow by e-mail.", "a.txt"),
        ("The syllabus lives in our shared folder.", "a.md"),
        ("<body onload=\"location.href='x.html'\"><h1>Housing syllabus</h1>", "a.html"),
        ("The syllabus will be posted on the course site in the first week.", "a.md"),
        (r"\documentclass{a}\begin{document}Syllabus: \url{https://x.edu}\end{document}", "a.tex"),
    ],
)
def test_little_but_a_link_is_no_course(content: str, name: str) -> None:
    error = refusal(content, name)
    assert error.status is Status.ELSEWHERE
    assert "link" in error.what or "only where" in error.what


LETTER = (
    "Dear Pat,\n\nPlease find attached the syllabus for Housing 210 as a Word document. Tell me "
    "if you need anything else before classes begin, since I am away for all of next week.\n\n"
    "Best wishes,\nJane Doe\nProfessor of History\n"
)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex", "a.docx"])
@pytest.mark.parametrize(
    "text",
    [
        "Housing 210\n\nSee attachment.\n",
        "Housing 210\n\nSyllabus attached as PDF.\n",
        "Housing 210\n\nRefer to the attached document for the outline of the course.\n",
        "Housing 210\n\n[Attachment: housing_210.pdf]\n",
        "Housing 210\n\nSyllabus on file in the department's office.\n",
        LETTER,
    ],
)
def test_covers_of_an_attachment_are_no_course(text: str, name: str) -> None:
    if name.endswith(".docx"):
        error = refusal(word(" ".join(text.split()), ""), name)
    elif name.endswith(".html"):
        error = refusal("<p>" + text.replace("\n\n", "<p>"), name)
    else:
        error = refusal(latex(text) if name.endswith(".tex") else text, name)
    assert error.status is Status.ELSEWHERE
    assert "only where the syllabus is" in error.what


def test_a_course_may_speak_of_attachments() -> None:
    text = (
        "# Attachment in Families\n\n## Schedule\n\n- Week 1: Attachment: secure and insecure\n"
        "- Week 2: How children become attached\n\nThe syllabus has an attachment on grading.\n"
    )
    assert read(text, "a.md").blocks


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_below_the_floor_an_include_is_the_reason(name: str) -> None:
    part = r"\input{weeks}" if name.endswith(".tex") else "{% include weeks.html %}"
    body = latex(f"{PROSE}\n\n{part}\n") if name.endswith(".tex") else f"{PROSE}\n\n{part}\n"
    with pytest.raises(ReadError) as raised:
        read_document(body.encode(), name, Limits(min_words=50))
    assert raised.value.status is Status.ELSEWHERE
    assert "includes 1 file that was not read: weeks" in raised.value.what


INCLUDES = [
    ("a.md", '{{ include "weeks.md" }}', "weeks.md"),
    ("a.Rmd", '`r knitr::knit_child("weeks.Rmd")`', "weeks.Rmd"),
    ("a.txt", "include::weeks.adoc[]", "weeks.adoc"),
    ("a.md", "```{tableofcontents}\n```", "tableofcontents"),
    ("a.rst", ".. toctree::\n   weeks", "toctree"),
    ("a.md", "{{embed [[The weeks]]}}", "The weeks"),
    ("a.md", '@import "weeks.md"', "weeks.md"),
    ("a.md", "![The weeks](weeks.pdf)", "weeks.pdf"),
    ("a.Rmd", '```{r}\nknitr::include_url("weeks.html")\n```', "weeks.html"),
    ("a.html", '<div w3-include-html="weeks.html"></div>', "weeks.html"),
    ("a.md", "\\input{weeks}", "weeks"),
    ("a.qmd", "{{< include _weeks.qmd >}}", "_weeks.qmd"),
    ("a.qmd", "```{r}\n#| child: _weeks.qmd\n```", "_weeks.qmd"),
    ("a.Rmd", '```{r, child="weeks.Rmd"}\n```', "weeks.Rmd"),
    ("a.Rmd", "```{r weeks, echo=FALSE, child=c('weeks.Rmd', 'b.Rmd')}\n```", "weeks.Rmd"),
    ("a.Rmd", '```{r}\nread_csv("weeks.csv") |> kable()\n```', "weeks.csv"),
    ("a.md", "{% include weeks.html %}", "weeks.html"),
    ("a.md", "{%- include_relative weeks.md -%}", "weeks.md"),
    ("a.md", "{% for week in site.data.weeks %}{{ week }}{% endfor %}", "site.data.weeks"),
    ("a.md", '{{< readfile file="weeks.md" >}}', "weeks.md"),
    ("a.md", '{{% include "weeks.md" %}}', "weeks.md"),
    ("a.md", "```{include} weeks.md\n```", "weeks.md"),
    ("a.md", ":::{include} weeks.md\n:::", "weeks.md"),
    ("a.rst", ".. include:: weeks.rst", "weeks.rst"),
    ("a.rst", ".. csv-table:: Weeks\n   :file: weeks.csv", "weeks.csv"),
    ("a.md", "![[Weeks of the course]]", "Weeks of the course"),
    ("a.md", "![[weeks#Part two|Weeks]]", "weeks"),
    ("a.md", '--8<-- "weeks.md"', "weeks.md"),
    ("a.md", "{!weeks.md!}", "weeks.md"),
    ("a.mdx", 'import Weeks from "./weeks.mdx"\n\n<Weeks />', "./weeks.mdx"),
    ("a.html", '<p>.</p><!--#include virtual="weeks.html" -->', "weeks.html"),
    ("a.org", '#+INCLUDE: "weeks.org" :minlevel 1', "weeks.org"),
    ("a.md", "!include weeks.md", "weeks.md"),
    ("a.md", "<<[weeks.md]", "weeks.md"),
    ("a.md", "{{weeks.md}}", "weeks.md"),
    ("a.md", "{{% children %}}", "children"),
    ("a.Rmd", '```{r}\nknitr::include_graphics("weeks.pdf")\n```', "weeks.pdf"),
    ("a.html", '<p>.</p><?php include("weeks.php"); ?>', "weeks.php"),
    ("a.tex", r"\verbatiminput{weeks.txt}", "weeks.txt"),
    ("a.tex", r"\csvautotabular{weeks.csv}", "weeks.csv"),
    ("a.tex", r"\input{weeks}", "weeks"),
    ("a.tex", r"\input weeks.tex ", "weeks.tex"),
    ("a.tex", r"\include{weeks}", "weeks"),
    ("a.tex", r"\subfile{weeks}", "weeks"),
    ("a.tex", r"\import{parts/}{weeks}", "parts/weeks"),
    ("a.tex", r"\includepdf[pages=-]{weeks.pdf}", "weeks.pdf"),
]


def latex(body: str) -> str:
    return rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"


@pytest.mark.parametrize(("name", "include", "file"), INCLUDES)
def test_includes_are_refused_alone_and_named_beside_text(
    name: str, include: str, file: str
) -> None:
    wrap = latex if name.endswith(".tex") else str
    error = refusal(wrap(f"Housing 210\n\n{include}\n\n{include}\n"), name)
    assert error.status is Status.ELSEWHERE
    assert f"includes 2 files that were not read: {file}" in error.what
    document = read(wrap(f"Housing 210\n\n{PROSE}\n\n{include}\n"), name)
    assert f"includes 1 file that was not read: {file}" in document.warnings


def test_a_warning_names_three_files_and_counts_the_others() -> None:
    text = PROSE + "\n\n" + "\n\n".join(f"{{{{< include _{name}.qmd >}}}}" for name in "abcde")
    (warning,) = read(text, "a.qmd").warnings
    assert warning == "includes 5 files that were not read: _a.qmd, _b.qmd, _c.qmd and 2 more"


@pytest.mark.parametrize(
    "text",
    [
        "<!-- {% include weeks.md %} -->",
        "{% comment %}{% include weeks.md %}{% endcomment %}",
        "![[photo.png]]",
        "<iframe src='https://www.youtube.com/embed/x'></iframe>",
        "Include a reference list with every paper; {curly} braces.",
    ],
)
def test_what_includes_no_text_gets_no_warning(text: str) -> None:
    assert read(f"{PROSE}\n\n{text}\n", "a.md").warnings == ()


@pytest.mark.parametrize("name", ["a.html", "a.md"])
@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='https://docs.google.com/document/d/e/x/pub'></iframe>",
        '<object data="x.pdf" type="application/pdf"><p>Download</p></object>',
        "<embed src=x.pdf>",
        '<pdf-viewer src="x.pdf"></pdf-viewer>',
        "<iframe src='./Syllabus_files/saved_resource.html'></iframe>",
    ],
)
def test_frames_are_refused_alone_and_named_beside_text(name: str, frame: str) -> None:
    error = refusal(f"<h1>Housing 210</h1>\n{frame}\n", name)
    assert error.status is Status.ELSEWHERE
    assert "embeds 1 page or document that was not read" in error.what
    document = read(f"<h1>Housing 210</h1>\n{frame}\n<p>{PROSE}</p>\n", name)
    assert document.warnings[0].startswith("embeds 1 page or document that was not read: ")


def test_framesets_are_frames() -> None:
    page = "<html><frameset><frame src=menu.html><frame src=main.html></frameset></html>"
    assert "embeds 2 pages or documents that were not read" in refusal(page, "a.html").what


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx"])
@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<title>Sign in to your account</title><p>Enter your user name.", "sign in"),
        ("<h2>Housing</h2><form><input type='password'></form><p>Welcome.", "sign in"),
        ("<h1>404 Not Found</h1><p>nginx", "error page"),
        ("<h1>Page not found</h1><p>It may have been moved or deleted.", "error page"),
        ("<h1>Access Denied</h1><p>You do not have permission.", "error page"),
        ("<h1>Before you continue</h1><p>We use cookies and data.", "cookies"),
        ("<p>You need to enable JavaScript to run this app.", "scripts"),
        ("<title>Just a moment...</title><p>Checking your browser.", "scripts"),
        ("<div id=app></div><script>build()</script>", "scripts"),
        ("<div id=app></div><noscript>Scripts, please.</noscript>", "scripts"),
        ("<title>Duo Security</title><p>Approve the notification.", "sign in"),
        ("<title>Housing</title><p>You must be enrolled to view this.", "sign in"),
        ("<h1>Cookies Required</h1><p>Change your browser.", "cookies"),
        ("<h1>We'll be back soon!</h1>", "error page"),
        ("<h1>Captcha</h1><p>Type the letters.", "scripts"),
    ],
)
def test_pages_in_the_place_of_another_one(body: str, word: str, name: str) -> None:
    error = refusal(f"<!DOCTYPE html><html>{body}</html>", name)
    assert error.status is Status.ELSEWHERE
    assert word in error.what or "web page" in error.what


def test_error_pages_of_servers_are_known_in_markdown_too() -> None:
    assert "error page" in refusal("404: Not Found", "a.md").what


def test_a_course_that_is_a_web_page_named_pdf_is_read_and_said() -> None:
    page = f"<!DOCTYPE html><html><body><h1>Housing 210</h1><p>{PROSE * 5}</body></html>"
    assert read(page, "a.pdf").warnings == ("is a web page, though its name ends in .pdf",)
    assert read(page, "a.html").warnings == ()


def test_a_course_may_speak_of_signing_in_errors_and_cookies() -> None:
    text = f"# Housing 210\n\n{PROSE}\n\nLog in to the course site weekly. Late work: not found, no credit."
    assert read(text, "a.md").warnings == ()


@pytest.mark.parametrize(
    "title",
    ["404: Advanced Practicum", "Forbidden Love in Literature", "Authentication", "Loading Docks"],
)
def test_a_course_is_read_whatever_its_title_says(title: str) -> None:
    text = f"# {title}\n\n{PROSE}\n\n## Learning objectives\n\n{PROSE}\n\nWeek 1: Rent\n"
    assert read(text, "a.md").warnings == ()


def test_what_a_template_asks_for_is_no_text_and_said() -> None:
    text = (
        f"# Housing 210\n\n{PROSE}\n\n[Insert objectives on rent]\n\n[Week 2: Rent]\n\n[Topic 1]\n"
    )
    document = read(text, "a.md")
    shown = [block.text for block in document.blocks if not block.hidden]
    assert shown == ["Housing 210", PROSE, "[Week 2: Rent]"]
    assert document.words == len(" ".join(shown).split())
    assert document.warnings == ("holds 2 placeholders of a template, not filled in",)


def test_pages_of_pictures_are_scanned() -> None:
    for content, name in (
        ("<h1>Housing</h1><img src=1.png><img src=2.png>", "a.html"),
        ("<h1>Housing</h1><svg><image href=1.png /></svg>", "a.html"),
        ("# Housing\n\n![](1.png)\n", "a.md"),
        (latex(r"\includegraphics{1}"), "a.tex"),
    ):
        assert refusal(content, name).status is Status.SCANNED


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def word(text: str, rest: str) -> bytes:
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{rest}"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
    return target.getvalue()


OBJECT = (
    "<w:p><w:r><w:object><o:OLEObject Type='Embed' ProgID='{}' r:id='x'/></w:object></w:r></w:p>"
)


@pytest.mark.parametrize(
    "part",
    [
        "<w:altChunk r:id='x'/>",
        "<w:p><w:altChunk r:id='x'/></w:p>",
        "<w:subDoc r:id='x'/>",
        "<w:p><w:subDoc r:id='x'/></w:p>",
        OBJECT.format("Word.Document.12"),
        OBJECT.format("AcroExch.Document"),
        OBJECT.format("Package"),
    ],
)
def test_word_files_that_embed_documents(part: str) -> None:
    error = refusal(word("Housing 210", part + part), "a.docx")
    assert error.status is Status.ELSEWHERE
    assert "embeds 2 documents that were not read" in error.what
    assert "put the text itself into it" in error.hint
    document = read(word(PROSE, part), "a.docx")
    assert document.warnings == ("embeds 1 document that was not read",)


INCLUDED = (
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> INCLUDETEXT a.docx"
    "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{}</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
)


def test_word_files_that_include_others_by_a_field() -> None:
    missing = INCLUDED.format("Error! Not a valid filename.")
    assert refusal(word("Housing 210", missing), "a.docx").status is Status.ELSEWHERE
    assert read(word(PROSE, missing), "a.docx").warnings == ("embeds 1 document that was not read",)
    assert read(word(PROSE, INCLUDED.format(PROSE)), "a.docx").warnings == ()


def test_word_files_with_formulas_and_pictures() -> None:
    chart = (
        "<w:p><w:r><w:drawing><c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/"
        "chart' r:id='x'/></w:drawing></w:r></w:p>"
    )
    assert refusal(word("Housing 210", chart), "a.docx").status is Status.SCANNED
    for program in ("Equation.3", "ShockwaveFlash.ShockwaveFlash.9"):
        assert read(word(PROSE, OBJECT.format(program)), "a.docx").warnings == ()
    picture = "<w:p><w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r></w:p>"
    assert refusal(word("Housing 210", picture), "a.docx").status is Status.SCANNED
    assert read(word(PROSE, picture), "a.docx").warnings == ()


def test_a_pointer_in_a_folder_ends_with_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(LFS)
    (tmp_path / "b.md").write_text(f"# Housing 210\n\n{PROSE}\n\n{{% include weeks.md %}}\n")
    assert main([str(tmp_path), "--no-cache", "--format", "json"]) == 3
    report = json.loads(capsys.readouterr().out)
    (unread,) = report["unread"]
    assert unread["status"] == "elsewhere"
    assert "LFS" in unread["reason"]
    assert "includes 1 file that was not read: weeks.md" in report["documents"][1]["warnings"]


def test_partials_in_a_folder_are_parts_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("_weeks.qmd", "_index.md", "a.qmd", "_Housing 210.md"):
        (tmp_path / name).write_text(f"# Housing 210\n\n{PROSE}\n")
    assert main([str(tmp_path), "--no-cache", "--format", "json", "-v"]) == 0
    output = capsys.readouterr()
    read_files = {Path(row["source"]).name for row in json.loads(output.out)["documents"]}
    assert read_files == {"_index.md", "a.qmd", "_Housing 210.md"}
    assert "_weeks.qmd" in output.err
    assert main([str(tmp_path / "_weeks.qmd"), "--no-cache"]) == 0


# Each number of `readers/elsewhere.py` has a document here that comes out otherwise where the number
# is half of what it is, or twice.
SIGN_IN = "<h1>Sign in to continue</h1>"
SENT = "Please find attached the syllabus for Housing 210. "


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        ("Housing 210, for the second year: https://x.edu/a", "a.txt", Status.ELSEWHERE),
        ("Week 1: rents in three cities, and who paid them: https://x.edu/a", "a.txt", None),
        (
            "# Housing 210\n\nOf rents in three cities, and who paid.\n\n![](1.png)",
            "a.md",
            Status.SCANNED,
        ),
        (f"# Housing 210\n\n{' '.join(PROSE.split()[:20])}\n\n![](1.png)", "a.md", None),
        (SENT + PROSE * 2, "a.txt", Status.ELSEWHERE),
        (SENT + PROSE * 3, "a.txt", None),
        (f"{SIGN_IN}<p>{PROSE * 3}", "a.html", Status.ELSEWHERE),
        (f"{SIGN_IN}<p>{PROSE * 5}", "a.html", None),
        (f"{SIGN_IN}<p>{PROSE}<h2>Assignments</h2>", "a.html", Status.ELSEWHERE),
        (f"{SIGN_IN}<p>{PROSE}<h2>Assignments</h2><p>Week 2: Rent", "a.html", None),
        (f"<p>Housing<p>210<p>Autumn{SIGN_IN}<p>{PROSE}", "a.html", Status.ELSEWHERE),
        (f"<p>Housing<p>210<p>Autumn<p>Lee<p>Room 4{SIGN_IN}<p>{PROSE}", "a.html", None),
        (LFS + "a note on it\n" * 230, "a.txt", Status.ELSEWHERE),
        (LFS + f"{PROSE}\n" * 30, "a.txt", None),
    ],
)
def test_how_much_text_makes_a_course(content: str, name: str, status: Status | None) -> None:
    if status is None:
        assert read(content, name).blocks
    else:
        assert refusal(content, name).status is status


def test_a_document_of_addresses_alone_is_no_course_however_many() -> None:
    addresses = "\n\n".join(f"https://x.edu/{number}" for number in range(600))
    assert refusal(addresses, "a.txt").status is Status.ELSEWHERE


def test_a_long_name_of_a_file_is_cut() -> None:
    (warning,) = read(f"{PROSE}\n\n{{% include {'w' * 130} %}}\n", "a.md").warnings
    assert warning.endswith(f": {'w' * 60}")
