"""Jupyter notebooks: the text of their cells with its place, not their code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Status
from curriculum_gap.readers import read_document


def cell(kind: str, source: object, **metadata: object) -> dict[str, object]:
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": metadata, "source": source, **more}


def notebook(*cells: object, **metadata: object) -> bytes:
    return json.dumps(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def markdown(*texts: str) -> bytes:
    return notebook(*(cell("markdown", text) for text in texts))


def read(content: bytes, **limits: Any) -> Document:
    return read_document(content, "a.ipynb", Limits(**limits))


def refusal(content: bytes, **limits: Any) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content, **limits)
    assert not caught.value.what.startswith("cannot be read (")
    return caught.value


def shapes(document: Document) -> list[tuple[str, int | None, str, int, str]]:
    return [
        (block.inside, block.line, block.shape.value, block.depth, block.text)
        for block in document.blocks
    ]


PARAGRAPH = (
    "This course looks at who falls ill, who is cared for and who decides, in clinics and in "
    "neighbourhoods, and at what a counsellor can do about it."
)


def test_text_has_its_cell_and_line_and_code_is_left_out() -> None:
    document = read(
        notebook(
            cell("markdown", ["# SOC 101: Data and Care\n", "\n", PARAGRAPH]),
            cell("code", "# racism in the sample\nprint('redlining')"),
            cell("markdown", "**Objectives**\n\n- Explain bias\n- Measure it"),
            cell("raw", "Bring a laptop, and read the notes above before class."),
            cell("raw", "\\newpage", raw_mimetype="text/latex"),
            cell("markdown", "| Week | Topic |\n|---|---|\n| 1 | Consent |"),
            cell("markdown", "| Task | Points |\n|---|---|\n| Essay | 40 |"),
        )
    )
    assert document.format == "ipynb" and document.title == "SOC 101: Data and Care"
    assert shapes(document) == [
        ("cell 1", 1, "heading", 1, "SOC 101: Data and Care"),
        ("cell 1", 3, "paragraph", 0, PARAGRAPH),
        ("cell 3", 1, "heading", 2, "Objectives"),
        ("cell 3", 3, "entry", 1, "Explain bias"),
        ("cell 3", 4, "entry", 1, "Measure it"),
        ("cell 4", 1, "paragraph", 0, "Bring a laptop, and read the notes above before class."),
        ("cell 6", 1, "row", 0, "Week | Topic"),
        ("cell 6", 3, "row", 0, "1 | Consent"),
        ("cell 7", 1, "row", 0, "Task | Points"),
        ("cell 7", 3, "row", 0, "Essay | 40"),
    ]
    assert [block.table for block in document.blocks if block.cells] == [1, 1, 2, 2]
    assert document.warnings == ()


def test_a_fence_or_division_ends_with_its_cell() -> None:
    document = read(
        markdown(
            PARAGRAPH, "```\nnot closed", "<div style='display: none'>unseen words", "- An entry"
        )
    )
    found = [(block.text, block.hidden) for block in document.blocks]
    assert found == [
        (PARAGRAPH, False),
        ("not closed", False),
        ("unseen words", True),
        ("An entry", False),
    ]
    assert document.warnings == ("2 words of hidden text left out",)


def test_format_3_has_worksheets_and_cells_of_headings() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Care and\n", "Data"]},
        {"cell_type": "heading", "level": 99, "metadata": {}, "source": "Aims"},
        {"cell_type": "markdown", "metadata": {}, "source": [PARAGRAPH]},
        {"cell_type": "code", "input": ["print(1)"], "language": "python", "outputs": []},
    ]
    sheet = {"cells": cells, "metadata": {}}
    content = json.dumps({"metadata": {"name": ""}, "nbformat": 3, "worksheets": [sheet]})
    assert shapes(read(content.encode())) == [
        ("cell 1", 1, "heading", 1, "Care and Data"),
        ("cell 2", 1, "heading", 6, "Aims"),
        ("cell 3", 1, "paragraph", 0, PARAGRAPH),
    ]


def test_the_title_stands_in_the_metadata_or_in_front_matter() -> None:
    titled = notebook(cell("markdown", PARAGRAPH), title="SOC 200: Care and Power")
    assert read(titled).title == "SOC 200: Care and Power"
    front = read(
        notebook(
            cell("raw", "---\ntitle: SOC 300 Care at Home\nformat: html\n---\n"),
            cell("markdown", PARAGRAPH),
        )
    )
    assert front.title == "SOC 300 Care at Home"
    assert [block.text for block in front.blocks] == ["SOC 300 Care at Home", PARAGRAPH]


def test_what_stands_elsewhere_is_said() -> None:
    framed = notebook(
        cell("markdown", PARAGRAPH * 3),
        cell("markdown", '<iframe src="https://docs.google.com/document/d/1/pub"></iframe>'),
    )
    assert "embeds 1 page or document" in read(framed).warnings[0]
    picture = markdown("Syllabus\n\n![page](attachment:scan.png)")
    assert refusal(picture).status is Status.SCANNED


@pytest.mark.parametrize(
    ("content", "status", "what"),
    [
        (b'{"cells": [{"cell_type": "markdown", "source": "cut', Status.DAMAGED, "no whole"),
        (b"<<<<<<< ours\n" + markdown(PARAGRAPH), Status.OK, ""),
        (markdown(PARAGRAPH)[:-1] + b"\n<<<<<<< ours\n}", Status.DAMAGED, "no whole"),
        (b'{"nbformat": 4, "metadata": {}}', Status.DAMAGED, "without the cells"),
        (b'{"cells": 7}', Status.DAMAGED, "without the cells"),
        (b"[1, 2]", Status.DAMAGED, "no notebook"),
        (b'{"cells": []}', Status.EMPTY, "has no cells"),
        (notebook(cell("code", "print('racism')")), Status.EMPTY, "outside of code"),
        (notebook("no cell", 5, None, cell("markdown", {"a": 1})), Status.EMPTY, "outside"),
        (b'{"cells": ' + b"[" * 100_000, Status.TOO_LARGE, "nested too deeply"),
        (b'{"cells": [' + b"9" * 10_000 + b"]}", Status.DAMAGED, "no whole"),
        (markdown(*["x"] * 10_001), Status.TOO_LARGE, "10,001 cells"),
    ],
)
def test_hostile_and_damaged_notebooks(content: bytes, status: Status, what: str) -> None:
    if status is Status.OK:  # no JSON at all: read as the text that it is
        assert read(content).format != "ipynb"
        return
    error = refusal(content)
    assert error.status is status and what in error.what


def test_a_huge_text_is_read_as_plain_text_and_a_huge_file_is_not() -> None:
    document = read(
        notebook(cell("markdown", [f"{PARAGRAPH}\n\n"] * 8000), cell("markdown", "- a"))
    )
    assert document.warnings == ("too long for the Markdown parser: read as plain text",)
    assert document.blocks[-1].inside == "cell 2" and document.words > 200_000
    error = refusal(markdown(PARAGRAPH * 10), text_bytes=1_000)
    assert error.status is Status.TOO_LARGE and "clear its outputs" in error.hint


def test_places_stand_in_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# Learning objectives\n\n- Explain how racism shapes diagnosis and care"
    (tmp_path / "course.ipynb").write_bytes(
        notebook(cell("code", "1"), cell("markdown", PARAGRAPH * 3), cell("markdown", text))
    )
    assert main([str(tmp_path / "course.ipynb"), "--isolated", "-f", "json", "--no-cache"]) == 0
    report = json.loads(capsys.readouterr().out)
    topics = {topic["id"]: topic for topic in report["documents"][0]["topics"]}
    (evidence,) = topics["racism-and-anti-racism"]["evidence"]
    assert (evidence["inside"], evidence["line"]) == ("cell 3", 3)


def test_a_number_of_many_digits_is_said_without_advice_to_programmers() -> None:
    error = refusal(b'{"cells": [' + b"9" * 10_000 + b"]}")
    assert error.what == "is no whole notebook (a number of 10,000 digits)"


def test_small_limits_are_said_in_small_units() -> None:
    error = refusal(markdown(PARAGRAPH * 100), text_bytes=1_500)
    assert "kB, over the limit of 1.5 kB for text" in error.what
    content = markdown("a b")
    error = refusal(content, input_bytes=len(content) - 1)
    assert error.what == f"has {len(content)} bytes, over the limit of {len(content) - 1} bytes"
    content = markdown(PARAGRAPH * 100)
    error = refusal(content, input_bytes=len(content) - 1)
    assert error.what == f"has {len(content):,} bytes, over the limit of {len(content) - 1:,}"
