"""Files that a document includes are read in their places, with their own names and lines, as far
as they lie in its tree; what leads out of it, never ends or is no text is warned of."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scan_helpers import small_rubric

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Coverage, Document, Included, Limits, Shape, Status
from curriculum_gap.readers import gather, load, read_document, read_file
from curriculum_gap.readers.includes import find_includes
from curriculum_gap.scan import ScanSettings, scan

PROSE = (
    "This course introduces the history of housing in three cities and asks who could rent, who "
    "could buy and who was kept from both, with weekly readings, two papers and a visit to an "
    "archive."
)
NO_FLOOR = Limits(min_words=0)


@pytest.fixture(autouse=True)
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "course"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def read(name: str, root: str = "") -> Document:
    content = Path(name).read_bytes()
    return read_document(content, name, NO_FLOOR, gather(content, name, root, NO_FLOOR))


def shown(document: Document) -> list[tuple[str, int | None, str]]:
    return [(block.inside, block.line, block.text) for block in document.blocks if not block.hidden]


def unread(document: Document) -> list[str]:
    return [warning for warning in document.warnings if "not read" in warning]


# ---- notations

WEEKS = "## Schedule\n\n- Week 1: Rent\n"


@pytest.mark.parametrize(
    ("name", "include", "file"),
    [
        ("a.qmd", "{{< include _weeks.qmd >}}", "_weeks.qmd"),
        ("a.qmd", "{{< include parts/_weeks.qmd >}}", "parts/_weeks.qmd"),
        ("a.qmd", "{{< include /parts/_weeks.qmd >}}", "parts/_weeks.qmd"),
        ("a.md", '{{% include "weeks.md" %}}', "weeks.md"),
        ("a.md", '{{< readfile file="weeks.md" >}}', "weeks.md"),
        ("a.md", '{{ include "weeks.md" }}', "weeks.md"),
        ("a.md", '{% include weeks.md class="x" %}', "_includes/weeks.md"),
        ("a.md", "{%- include_relative weeks.md -%}", "weeks.md"),
        ("a.Rmd", '```{r weeks, child="weeks.Rmd"}\n```', "weeks.Rmd"),
        ("a.Rmd", "```{r, echo=FALSE, child = 'weeks.Rmd'}\n\n```", "weeks.Rmd"),
        ("a.qmd", "```{r}\n#| child: weeks.Rmd\n```", "weeks.Rmd"),
        ("a.Rmd", "```{r}\ncat(knitr::knit_child('weeks.Rmd', quiet = TRUE))\n```", "weeks.Rmd"),
        ("a.Rmd", '`r knitr::knit_child("weeks.Rmd")`', "weeks.Rmd"),
        ("a.md", "```{include} weeks.md\n:parser: myst\n```", "weeks.md"),
        ("a.md", ":::{include} weeks.md\n:::", "weeks.md"),
        ("a.rst", ".. include:: weeks.rst", "weeks.rst"),
        ("a.txt", "include::weeks.txt[]", "weeks.txt"),
        ("a.md", "![[weeks|The weeks]]", "weeks.md"),
        ("a.md", '--8<-- "weeks.md"', "weeks.md"),
        ("a.md", "{!weeks.md!}", "weeks.md"),
        ("a.md", '@import "weeks.md"', "weeks.md"),
        ("a.md", "!include weeks.md", "weeks.md"),
        ("a.md", "<<[weeks.md]", "weeks.md"),
        ("a.md", "{{weeks.md}}", "weeks.md"),
        ("a.md", "<!--#include file='weeks.html' -->", "weeks.html"),
        ("a.html", '<!--#include virtual="weeks.html" -->', "weeks.html"),
        ("a.html", '<?php include("weeks.html"); ?>', "weeks.html"),
        ("a.html", '<div w3-include-html="weeks.html"></div>', "weeks.html"),
        ("a.html", "{% include_relative weeks.md %}", "weeks.md"),
    ],
)
def test_each_notation_is_followed(name: str, include: str, file: str) -> None:
    page = "<h2>Schedule</h2>\n\n<ul>\n<li>Week 1: Rent</li></ul>\n"
    write({file: page if file.endswith("html") else WEEKS})
    end = "<p>The end.</p>" if name.endswith("html") else "The end."
    write({name: f"{PROSE}\n\n{include}\n\n{end}\n"})
    document = read(name)
    assert document.warnings == ()
    inside = [(block.text, block.line) for block in document.blocks if block.inside == file]
    if name.endswith(("html", "md")):
        lines = [1, 4] if file.endswith("html") else [1, 3]
        assert inside == list(zip(["Schedule", "Week 1: Rent"], lines, strict=True))
    else:
        assert inside
    last = document.blocks[-1]
    assert (last.inside, last.text) == ("", "The end.")
    assert last.line == Path(name).read_text("utf-8").count("\n")


LATEX = r"\documentclass{{article}}\begin{{document}}{}\end{{document}}"


@pytest.mark.parametrize(
    ("include", "file"),
    [
        (r"\input{weeks}", "weeks.tex"),
        (r"\input weeks.tex ", "weeks.tex"),
        (r"\include{parts/weeks}", "parts/weeks.tex"),
        (r"\subfile{weeks.tex}", "weeks.tex"),
        (r"\import{parts/}{weeks}", "parts/weeks.tex"),
        (r"\subimport{parts}{weeks.tex}", "parts/weeks.tex"),
    ],
)
def test_each_command_of_latex_is_followed(include: str, file: str) -> None:
    write({file: "\\section{Schedule}\nWeek 1: Rent\n"})
    write({"a.tex": LATEX.format(f"\n{PROSE}\n\n{include}\n\nThe end.\n")})
    document = read("a.tex")
    assert document.warnings == ()
    assert shown(document)[1:] == [
        (file, 1, "Schedule"),
        (file, 2, "Week 1: Rent"),
        ("", 6, "The end."),
    ]


@pytest.mark.parametrize(
    ("name", "include"),
    [
        ("a.md", "```\n{{< include weeks.md >}}\n```"),
        ("a.md", "~~~ md\n{% include weeks.md %}\n~~~"),
        ("a.md", "`{{< include weeks.md >}}`"),
        ("a.md", "{% raw %}{{< include weeks.md >}}{% endraw %}"),
        ("a.md", "{{{< include weeks.md >}}}"),
        ("a.md", "<!-- {{< include weeks.md >}} -->"),
        ("a.md", "```{literalinclude} weeks.md\n```"),
        ("a.md", "```{include} weeks.md\n:start-line: 3\n```"),
        ("a.md", "![[weeks#Part two]]"),
        ("a.md", "{{< readfile file='weeks.md' code='true' >}}"),
        ("a.md", "{% include-markdown 'weeks.md' start='x' %}"),
        ("a.Rmd", '```{r, child="weeks.md", eval=FALSE}\n```'),
        ("a.html", "<pre>{% include weeks.md %}</pre>"),
        ("a.tex", "\\begin{verbatim}\n\\input{weeks}\n\\end{verbatim}"),
        ("a.tex", "Words. % \\input{weeks}"),
        ("a.tex", "\\iffalse \\input{weeks} \\fi"),
        ("a.tex", "\\end{document}\n\\input{weeks}"),
    ],
)
def test_what_is_shown_as_code_or_not_run_is_not_followed(name: str, include: str) -> None:
    write({"weeks.md": WEEKS, "weeks.tex": "Week 1: Rent\n", "_includes/weeks.md": WEEKS})
    body = f"{PROSE}\n\n{include}\n"
    write({name: LATEX.format(body) if name.endswith(".tex") else body})
    assert not any(block.inside for block in read(name).blocks)
    assert find_includes(Path(name).read_text("utf-8"), name) == ()


# ---- what it means for the text


def test_lists_go_on_and_headings_hold() -> None:
    write({
        "main.qmd": (
            f"---\ntitle: Housing 210\n---\n\n{PROSE}\n\n## Schedule\n\n- Week 1: Rent\n\n"
            "{{< include _weeks.qmd >}}\n\nBring the reader.\n"
        ),
        "_weeks.qmd": "---\nauthor: x\n---\n- Week 2: Food insecurity\n\n### Week 3\n\nFarm workers.\n",
    })  # fmt: skip
    document = read("main.qmd")
    assert shown(document)[2:] == [
        ("", 7, "Schedule"),
        ("", 9, "Week 1: Rent"),
        ("_weeks.qmd", 4, "Week 2: Food insecurity"),
        ("_weeks.qmd", 6, "Week 3"),
        ("_weeks.qmd", 8, "Farm workers."),
        ("", 13, "Bring the reader."),
    ]
    assert document.blocks[4].shape is Shape.ENTRY
    assert document.blocks[5].shape is Shape.HEADING


def test_a_part_within_a_sentence_stays_there() -> None:
    write(
        {
            "a.md": f"{PROSE}\n\nOffice: {{% include room.md %}} daily.\n",
            "_includes/room.md": "B 12\n",
        }
    )
    write(
        {
            "a.tex": LATEX.format(f"{PROSE}\n\nOffice: \\input{{room}} daily.\n"),
            "room.tex": "B 12\n",
        }
    )
    for name in ("a.md", "a.tex"):
        assert shown(read(name))[-1] == ("", 3, "Office: B 12 daily.")


def test_commands_of_one_file_hold_in_the_others() -> None:
    write({
        "main.tex": (
            "\\documentclass{article}\n\\input{macros}\n\\begin{document}\n\\begin{tabular}{ll}\n"
            "Week & Topic \\\\ \\hline\n\\input{rows}\n\\end{tabular}\n\\subfile{two}\n\\end{document}\n"
        ),
        "macros.tex": "% \\input{none}\n\\newcommand{\\course}{Housing 210}\n",
        "rows.tex": "1 & \\course \\\\\n2 & Rent \\\\\n\\endinput\n3 & Never \\\\\n",
        "two.tex": (
            "\\documentclass[main.tex]{subfiles}\n\\title{Part}\n\\begin{document}\n"
            "\\section{Grading of \\course}\n\\end{document}\n"
        ),
    })  # fmt: skip
    document = read("main.tex")
    assert shown(document) == [
        ("", 5, "Week | Topic"),
        ("rows.tex", 1, "1 | Housing 210"),
        ("rows.tex", 2, "2 | Rent"),
        ("two.tex", 4, "Grading of Housing 210"),
    ]
    assert document.warnings == ()


def test_parts_include_parts_beside_them() -> None:
    write(
        {
            "main.md": f"{PROSE}\n\n{{{{< include parts/one.md >}}}}\n",
            "parts/one.md": "One.\n\n{{< include two.md >}}\n\n{{< include ../three.md >}}\n",
            "parts/two.md": "Two.\n",
            "three.md": "Three.\n",
            "parts/three.md": "Another three.\n",
        }
    )
    assert shown(read("main.md"))[1:] == [
        ("parts/one.md", 1, "One."),
        ("parts/two.md", 1, "Two."),
        ("three.md", 1, "Three."),
    ]


def test_pages_within_markdown_and_markdown_within_pages() -> None:
    write({
        "a.md": f"{PROSE}\n\n{{% include weeks.html %}}\n",
        "_includes/weeks.html": (
            "<!doctype html><html><head><title>No</title></head>\n<body>\n<table>\n\n"
            "    <tr><th>Week</th><th>Topic</th></tr>\n\n    <tr><td>1</td><td>Rent</td></tr>\n"
            "</table>\n</body></html>\n"
        ),
        "b.html": f"<h1>Housing</h1><p>{PROSE}</p>\n{{% include weeks.md %}}\n<p>The end.</p>\n",
        "_includes/weeks.md": "## Schedule\n\n- Week 1: **Rent**\n",
    })  # fmt: skip
    inside = "_includes/weeks.html"
    assert shown(read("a.md"))[1:] == [(inside, 5, "Week | Topic"), (inside, 7, "1 | Rent")]
    assert shown(read("b.html"))[2:] == [
        ("_includes/weeks.md", 1, "Schedule"),
        ("_includes/weeks.md", 3, "Week 1: Rent"),
        ("", 3, "The end."),
    ]


def test_what_is_found_is_read_and_the_rest_is_named() -> None:
    write({"a.Rmd": f"{PROSE}\n\n```{{r, child=c('one.Rmd', \"two.Rmd\", 'x.pdf')}}\n```\n"})
    write({"one.Rmd": "One.\n", "x.pdf": "no"})
    document = read("a.Rmd")
    assert ("one.Rmd", 1, "One.") in shown(document)
    assert unread(document) == ["includes 2 files that were not read: two.Rmd, x.pdf"]


def test_a_frame_around_parts_is_a_course() -> None:
    write({"main.tex": LATEX.format("\n\\input{weeks}\n"), "weeks.tex": f"{PROSE} {PROSE}\n"})
    assert read_file("main.tex", Limits()).words > 50
    with pytest.raises(ReadError) as raised:
        read_document(Path("main.tex").read_bytes(), "main.tex", Limits())
    assert raised.value.status is Status.ELSEWHERE


def test_old_encodings_of_parts_are_said_with_their_names() -> None:
    write({"a.md": f"{PROSE}\n\n{{{{< include one.md >}}}}\n"})
    Path("one.md").write_bytes("Café and naïve readers of the city\n".encode("cp1252"))
    document = read("a.md")
    assert shown(document)[1] == ("one.md", 1, "Café and naïve readers of the city")
    assert document.warnings == ("one.md: not UTF-8; read as cp1252, which is a guess",)


# ---- no way out


@pytest.mark.parametrize(
    "name",
    [
        "../outside.md", "parts/../../outside.md", "/etc/passwd", "//host/share/a.md", "link.md",
        "folder/outside.md", "http://example.edu/a.md", "https:a.md", "file:///etc/passwd.md",
        "\\\\host\\a.md", "C:\\a.md", "C:a.md", ".hidden.md", ".git/notes.md", "pipe.md", "a\0b.md",
        "parts", "data.bin", "picture.md", "pointer.md", "big.md", "missing.md", "~/notes.md", "*.md",
    ],
)  # fmt: skip
def test_no_way_leads_out_of_the_tree_or_to_what_is_no_text(name: str, course: Path) -> None:
    secret = course.parent / "outside.md"
    secret.write_text("SECRET\n")
    (course / "parts").mkdir()
    (course / ".git").mkdir()
    (course / ".git" / "notes.md").write_text("SECRET\n")
    (course / ".hidden.md").write_text("SECRET\n")
    (course / "data.bin").write_bytes(b"SECRET\n")
    (course / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\nSECRET")
    (course / "pointer.md").write_text("version https://git-lfs.github.com/spec/v1\noid SECRET\n")
    (course / "big.md").write_bytes(b"SECRET\n" * 800_000)
    if os.name != "nt":
        (course / "link.md").symlink_to(secret)
        (course / "folder").symlink_to(course.parent)
        os.mkfifo(course / "pipe.md")
    notations = {
        "main.qmd": f"{PROSE}\n\n{{{{< include {name} >}}}}\n",
        "main.md": f"{PROSE}\n\n{{% include {name} %}}\n",
        "notes.md": f"{PROSE}\n\n![[{name}]]\n\n--8<-- \"{name}\"\n",
        "main.tex": LATEX.format(f"\n{PROSE}\n\n\\input{{{name}}}\n"),
        "main.rst": f"{PROSE}\n\n.. include:: {name}\n",
        "main.html": f'<p>{PROSE}</p>\n<!--#include file="{name}" -->\n',
    }  # fmt: skip
    write(notations)
    for host in notations:
        content = Path(host).read_bytes()
        for document in (read(host), read_document(content, host, NO_FLOOR)):
            assert not any(block.inside for block in document.blocks)
            assert "SECRET" not in repr(document)
            assert shown(document)[0][2] == PROSE


def test_the_tree_is_the_folder_that_was_given(course: Path) -> None:
    write(
        {
            "unit/main.md": f"{PROSE}\n\n{{{{< include ../shared/rules.md >}}}}\n",
            "shared/rules.md": "Late work loses a grade.\n",
        }
    )
    assert unread(read("unit/main.md")) == [
        "includes 1 file that was not read: ../shared/rules.md"
    ]  # fmt: skip
    document = read("unit/main.md", root=".")
    assert shown(document)[-1] == ("../shared/rules.md", 1, "Late work loses a grade.")
    (course / "linked.md").symlink_to(course / "shared" / "rules.md")
    write({"b.md": f"{PROSE}\n\n{{{{< include linked.md >}}}}\n"})
    assert shown(read("b.md"))[-1][0] == "linked.md"  # a link that stays in the tree


def test_circles_end() -> None:
    write(
        {
            "a.md": f"{PROSE}\n\n{{{{< include a.md >}}}}\n\n{{{{< include b.md >}}}}\n",
            "b.md": "B.\n\n{{< include a.md >}}\n\n{{< include c.md >}}\n",
            "c.md": "C.\n\n{{< include b.md >}}\n",
            "a.tex": LATEX.format(f"{PROSE}\n\\input{{a}}\\input{{b}}\n"),
            "b.tex": "B. \\input{b} \\input{a}\n",
        }
    )
    document = read("a.md")
    assert [text for _, _, text in shown(document)] == [PROSE, "B.", "C."]
    assert document.warnings == (
        "files include each other in a circle: a.md",
        "files include each other in a circle: b.md",
    )
    assert shown(read("a.tex"))[-1][2].endswith("B.")


def test_a_file_that_includes_without_end_costs_little() -> None:
    many = "\n\n".join(f"{{{{< include x{number}.md >}}}}" for number in range(100_000))
    same = "\n\n".join(["{{< include one.md >}}"] * 100_000)
    write({"many.md": f"{PROSE}\n\n{many}\n", "same.md": f"{PROSE}\n\n{same}\n"})
    write({"one.md": "One.\n"} | {f"x{number}.md": f"X {number}.\n" for number in range(300)})
    for name, count in (("many.md", 200), ("same.md", 1)):
        included = gather(Path(name).read_bytes(), name, "", NO_FLOOR)
        # A text of this size is not looked through; one that is gets its bounds.
        assert included is None or len(included.contents) <= count
    some = "\n\n".join(f"{{{{< include x{number}.md >}}}}" for number in range(300))
    write({"some.md": f"{PROSE}\n\n{some}\n", "again.md": f"{PROSE}\n\n{same[:60_000]}\n"})
    document = read("some.md")
    assert sum(bool(block.inside) for block in document.blocks) == 200
    assert unread(document)[0].startswith("includes 100 files that were not read: x200.md")
    assert sum(bool(block.inside) for block in read("again.md").blocks) == 1_000


def test_files_that_double_each_other_stay_within_the_limit_on_text() -> None:
    write({f"{n}.md": f"Words {n}.\n\n{{{{< include {n + 1}.md >}}}}\n\n{{{{< include {n + 1}.md >}}}}\n"
           for n in range(40)})  # fmt: skip
    Path("0.md").write_text(f"{PROSE}\n\n" + Path("0.md").read_text())
    document = read("0.md")
    assert len(document.blocks) < 1_100
    assert unread(document)
    small = replace(NO_FLOOR, text_bytes=2_000)
    content = Path("0.md").read_bytes()
    short = read_document(content, "0.md", small, gather(content, "0.md", "", small))
    assert sum(len(block.text) for block in short.blocks) < 2_500


def test_depth_is_bounded() -> None:
    write({f"{n}.md": f"Words {n}.\n\n{{{{< include {n + 1}.md >}}}}\n" for n in range(60)})
    Path("0.md").write_text(f"{PROSE}\n\n" + Path("0.md").read_text())
    document = read("0.md")
    assert len([block for block in document.blocks if block.inside]) == 20
    assert unread(document) == ["includes 1 file that was not read: 21.md"]


@pytest.mark.parametrize(
    "text",
    [
        "{{< include " * 80_000, "{{<" * 300_000, "{% include " * 90_000, "\\input{" * 140_000,
        "```{r, child=" * 70_000, "![[" * 300_000, "<!--#include file=" * 55_000, "{{" * 500_000,
        "```{include} a\n" * 60_000, ".. include:: a\n" * 60_000, "<?" * 400_000, "`r knit_child(" * 70_000,
        "<div " * 200_000, "\\begin{verbatim}" * 60_000, "---\n" * 200_000, "include::a[" * 90_000,
    ],
)  # fmt: skip
def test_the_search_for_includes_ends(text: str) -> None:
    for name in ("a.md", "a.tex"):  # a search that is not linear would take hours
        assert len(find_includes(text, name)) <= 1_000


# ---- the command line

SYLLABUS = f"# NUTR 210: Food and Society\n\n{PROSE}\n\n## Learning objectives\n\n"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    main(["check", *words, "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_evidence_names_its_file_in_every_way_of_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(
        {
            "syllabus.qmd": f"{SYLLABUS}{{{{< include _aims.qmd >}}}}\n",
            "_aims.qmd": "- Explain racial trauma and historical trauma in three communities\n",
            "other.md": f"# Housing 1\n\n{PROSE}\n\n## Objectives\n\n- Rent\n",
        }
    )
    for words in (["syllabus.qmd"], ["."], [".", "--no-cache"], [".", "--jobs", "2"]):
        documents = run(capsys, *words)["documents"]
        (document,) = [row for row in documents if row["source"].endswith("syllabus.qmd")]
        places = {
            (row["inside"], row["line"])
            for topic in document["topics"]
            for row in topic["evidence"]
        }
        assert ("_aims.qmd", 1) in places
    assert main(["syllabus.qmd", "--no-cache"]) == 0
    assert "_aims.qmd line 1" in capsys.readouterr().out
    assert main(["explain", "syllabus.qmd"]) == 0
    assert "_aims.qmd line 1" in capsys.readouterr().out.replace("\n", " ")


def test_parts_of_latex_and_quarto_are_no_documents_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(
        {
            "main.tex": LATEX.format(f"\n{PROSE}\n\n\\input{{chapters/one}}\n\\include{{a}}\n"),
            "chapters/one.tex": f"{PROSE}\n\\input{{chapters/deep}}\n",
            "chapters/deep.tex": f"{PROSE}\n",
            "a.tex": f"{PROSE} {PROSE}\n",
            "alone.tex": f"{PROSE} {PROSE}\n",
            "handout.tex": LATEX.format(f"\n{PROSE} {PROSE}\n"),
            "b.tex": LATEX.format(f"\n{PROSE}\\input{{handout}}\n"),
            "index.qmd": f"{SYLLABUS}{{{{< include weeks.qmd >}}}}\n\n{{{{< include page.qmd >}}}}\n",
            "weeks.qmd": f"{PROSE} {PROSE}\n",
            "page.qmd": f"---\ntitle: A page\n---\n\n{PROSE} {PROSE}\n",
            "x.qmd": f"{PROSE}\n\n{{{{< include y.qmd >}}}}\n",
            "y.qmd": f"{PROSE}\n\n{{{{< include x.qmd >}}}}\n",
            "note.md": f"{PROSE}\n\n![[other]]\n",
            "other.md": f"{PROSE} {PROSE}\n",
        }
    )
    report = run(capsys, ".", "--no-cache")
    read_files = {Path(row["source"]).as_posix() for row in report["documents"]}
    assert read_files == {
        "main.tex", "alone.tex", "handout.tex", "b.tex", "index.qmd", "page.qmd", "x.qmd",
        "note.md", "other.md",
    }  # fmt: skip
    reasons = {
        Path(row["source"]).as_posix(): row["reason"].replace(os.sep, "/").replace("./", "")
        for row in report["passed_over"]
    }
    assert reasons == {
        "a.tex": "part of main.tex",
        "chapters/one.tex": "part of main.tex",
        "chapters/deep.tex": "part of main.tex",
        "weeks.qmd": "part of index.qmd",
        "y.qmd": "part of x.qmd",
    }
    assert main([".", "--no-cache", "-v"]) == 0
    said = capsys.readouterr().err.replace(os.sep, "/")
    assert "passed over (part of ./main.tex): ./a.tex" in said
    assert "part of another document (5)" in said
    named = run(capsys, "main.tex", "a.tex", "--no-cache")["documents"]
    assert [row["source"] for row in named] == ["main.tex", "a.tex"]


def test_many_files_with_many_parts_are_not_all_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        write({f"{name}.tex": LATEX.format(f"\n{PROSE} {PROSE}\n\\input{{part-{name}}}\n")})
        write({f"part-{name}.tex": f"{PROSE} {PROSE} {name}\n"})
    monkeypatch.setattr("curriculum_gap.scan.parts._MOST_OPENED", 1)
    report = run(capsys, ".", "--no-cache")
    assert len(report["passed_over"]) == 2
    assert len(report["documents"]) == 4


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_that_takes_the_place_of_a_part_is_not_followed(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = course.parent / "outside.md"
    secret.write_text("SECRET\n")
    write({"a.md": f"{PROSE}\n\n{{{{< include _part.md >}}}}\n", "_part.md": "Words.\n"})

    def swapped(path: str, limits: Limits, inode: int = -1) -> bytes:
        Path("_part.md").unlink()
        Path("_part.md").symlink_to(secret)
        return load(path, limits, inode)

    monkeypatch.setattr("curriculum_gap.readers.included_files.load", swapped)
    assert gather(Path("a.md").read_bytes(), "a.md", "", NO_FLOOR) == Included({}, {"": {}})


def test_a_changed_part_changes_the_verdict_of_a_kept_document(course: Path) -> None:
    write(
        {
            "a.md": f"{SYLLABUS}{{{{< include _aims.md >}}}}\n",
            "copy/a.md": f"{SYLLABUS}{{{{< include _aims.md >}}}}\n",
            "copy/_aims.md": "- Explain rent\n",
            "b.md": f"{SYLLABUS}- Explain food insecurity\n",
        }
    )
    settings = ScanSettings(jobs=1)

    def levels() -> list[int]:
        for path in Path().rglob("*.md"):
            os.utime(path, (1_600_000_000, 1_600_000_000))
        entries = list(scan(["."], small_rubric(), settings))
        assert all(isinstance(entry, Coverage) for entry in entries)
        return [int(entry.topics[0].level) for entry in entries if isinstance(entry, Coverage)]

    nothing_yet = levels()
    assert nothing_yet[0] == nothing_yet[2] == 0 < nothing_yet[1]
    write({"_aims.md": "- Explain food insecurity and food deserts\n"})
    added = levels()
    assert added[0] > 0 == added[2]
    assert levels() == added
    write({"_aims.md": "- Explain rent insecurity and rent deserts....\n"})
    assert levels()[0] == 0
    Path("_aims.md").unlink()
    assert levels() == nothing_yet


def test_standard_input_follows_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"_aims.md": "- Explain racial trauma\n"})
    text = f"{SYLLABUS}{{{{< include _aims.md >}}}}\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    (document,) = run(capsys, "-")["documents"]
    assert "includes 1 file that was not read: _aims.md" in document["warnings"]


def test_a_file_that_names_no_other_is_known_by_its_state_alone() -> None:
    text = f"{PROSE} Topics include rent; every child = a case. Braces {{are}} no include.\n"
    write({"a.md": text, "a.tex": LATEX.format(text), "a.html": f"<div src='x'>{text}</div>"})
    for name in ("a.md", "a.tex", "a.html"):
        assert gather(Path(name).read_bytes(), name, "", NO_FLOOR) is None
    assert gather(b"{{< include x.md >}}\n", "a.md", "", NO_FLOOR) == Included({}, {"": {}})


def test_what_is_read_depends_on_every_part() -> None:
    one = Included({"a.md": b"x"}, {"": {"a.md": "a.md"}})
    assert one.digest != Included({"a.md": b"y"}, {"": {"a.md": "a.md"}}).digest
    assert one.digest != Included({"b.md": b"x"}, {"": {"a.md": "b.md"}}).digest
    assert one.digest != Included({}, {"": {}}).digest


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize(
    "paths", [[], ["courses"], ["courses/a", "shared"], ["courses/a/main.qmd"]], ids=str
)
def test_revisions_and_the_work_tree_follow_the_same_parts(
    paths: list[str], course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write({
        "courses/a/main.qmd": (
            f"{SYLLABUS}{{{{< include _aims.qmd >}}}}\n\n{{{{< include ../../shared/rules.md >}}}}\n"
        ),
        "courses/a/_aims.qmd": "- Explain racial trauma and historical trauma\n",
        "shared/rules.md": f"{PROSE} {PROSE} We speak of stigma and help-seeking every week.\n",
    })  # fmt: skip

    def git(*words: str) -> None:
        settings = ["-c", "user.name=C", "-c", "user.email=c@example.invalid"]
        words = ("-c", "commit.gpgsign=false", *words)
        subprocess.run(["git", *settings, *words], check=True, capture_output=True, timeout=60)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "one")

    def changes() -> list[Any]:
        main(["diff", "HEAD", *paths, "-f", "json", "--no-cache"])
        found: list[Any] = json.loads(capsys.readouterr().out)["comparison"]["documents"]
        return found

    assert changes() == []
    write({"courses/a/_aims.qmd": "- Explain the history of rent\n"})
    (document,) = changes()
    assert document["new"] == "courses/a/main.qmd"
    change = document["topics"][0]
    (lost,) = change["lost"]
    assert (lost["inside"], lost["line"]) == ("_aims.qmd", 1)
