"""PowerPoint files: what a slide shows and what its notes say, and each way to fail."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers import read_document

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": OFFICE,
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    }.items()
)
MASTER = (
    f"<p:sldMaster {NAMES}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id='1' name=''/><p:nvPr>"
    "<p:ph type='body'/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>Click to edit text of masters"
    "</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld><p:txStyles><p:bodyStyle><a:lvl1pPr>"
    "<a:buChar char='•'/></a:lvl1pPr><a:lvl2pPr><a:buAutoNum type='arabicPeriod'/></a:lvl2pPr>"
    "</p:bodyStyle></p:txStyles></p:sldMaster>"
)
CONTENT = """\
The course covers grief, loss and trauma across the life course, with cases from rural clinics,
schools, hospitals and prisons. Students practise assessment, safety planning and referral, and write
about what they see in their placements each week. We read two chapters before every meeting and talk
about them in small groups, which report to the class at the end of the hour and hand in their notes.
"""


def p(text: str, level: int = 0, about: str = "", look: str = "") -> str:
    runs = "<a:br/>".join(
        f"<a:r><a:rPr {look}/><a:t>{part}</a:t></a:r>" for part in text.split("\n")
    )
    return f"<a:p><a:pPr lvl='{level}'>{about}</a:pPr>{runs}</a:p>"


def shape(
    *paragraphs: str, kind: str = "", number: int = 0, top: int = 0, about: str = "", left: int = 0
) -> str:
    """A text box, or the placeholder of that kind."""
    placeholder = f"<p:ph type='{kind}' idx='{number}'/>" if kind else ""
    body = "".join(each if each.startswith("<") else p(each) for each in paragraphs)
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr id='1' name='' {about}/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"<p:spPr><a:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='9' cy='9'/></a:xfrm></p:spPr>"
        f"<p:txBody><a:lstStyle/>{body}</p:txBody></p:sp>"
    )


def title(text: str) -> str:
    return shape(text, kind="title")


def body(*paragraphs: str) -> str:
    return shape(*paragraphs, kind="body", number=1)


def group(*shapes: str) -> str:
    return f"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>{''.join(shapes)}</p:grpSp>"


def frame(inside: str) -> str:
    return (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='1' name=''/></p:nvGraphicFramePr><a:graphic>"
        f"<a:graphicData>{inside}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def table(*rows: tuple[str, ...], about: str = "") -> str:
    def cell(text: str) -> str:
        return text if text.startswith("<") else f"<a:tc><a:txBody>{p(text)}</a:txBody></a:tc>"

    inside = "".join(f"<a:tr>{''.join(map(cell, row))}</a:tr>" for row in rows)
    return frame(f"<a:tbl><a:tblPr {about}/>{inside}</a:tbl>")


PICTURE = "<p:pic><p:blipFill><a:blip r:embed='x'/></p:blipFill></p:pic>"


def tree(shapes: str) -> str:
    return f"<p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>{shapes}</p:spTree></p:cSld>"


def relations(*found: tuple[str, str, str]) -> str:
    rows = "".join(
        f"<Relationship Id='{name}' Type='{OFFICE}/{kind}' Target='{target}'/>"
        for name, kind, target in found
    )
    head = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f"<Relationships xmlns='{head}'>{rows}</Relationships>"


def deck(
    *slides: str,
    order: tuple[int, ...] = (),
    notes: dict[int, str] | None = None,
    unshown: tuple[int, ...] = (),
    about: str = "",
    parts: dict[str, str | bytes] | None = None,
    related: tuple[tuple[str, str, str], ...] = (),
    layout: str = "",
) -> bytes:
    """A PowerPoint file. ``slides`` are the shapes of each; ``order`` their numbers as they are
    shown, ``related`` what every slide refers to besides its layout."""
    shown = order or tuple(range(1, len(slides) + 1))
    listed = "".join(f"<p:sldId id='{255 + number}' r:id='r{number}'/>" for number in shown)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f"<p:presentation {NAMES}><p:sldIdLst>{listed}</p:sldIdLst>{about}</p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"r{number}", "slide", f"slides/slide{number}.xml") for number in set(shown))
        ),
        "ppt/slideMasters/m.xml": MASTER,
        "ppt/slideLayouts/l.xml": f"<p:sldLayout {NAMES} {layout}>{tree('')}</p:sldLayout>",
        "ppt/slideLayouts/_rels/l.xml.rels": relations(
            ("r1", "slideMaster", "../slideMasters/m.xml")
        ),
    }
    for number, shapes in enumerate(slides, 1):
        show = "show='0'" if number in unshown else ""
        members[f"ppt/slides/slide{number}.xml"] = f"<p:sld {NAMES} {show}>{tree(shapes)}</p:sld>"
        found = [("rl", "slideLayout", "../slideLayouts/l.xml"), *related]
        if number in (notes or {}):
            members[f"ppt/notesSlides/n{number}.xml"] = (
                f"<p:notes {NAMES}>{tree((notes or {})[number])}</p:notes>"
            )
            found.append(("rn", "notesSlide", f"../notesSlides/n{number}.xml"))
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(*found)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | (parts or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes, **limits: Any) -> Document:
    return read_document(content, "deck.pptx", replace(Limits(), **limits))


def refusal(content: bytes, **limits: Any) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(content, **limits)
    return caught.value


def seen(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


def shapes_of(blocks: tuple[Block, ...]) -> list[tuple[str, int, str]]:
    return [(block.shape.value, block.depth, block.text) for block in blocks]


# ---- what a slide shows


def test_titles_are_headings_and_bullets_come_from_the_master() -> None:
    content = deck(
        body(p("Attachment"), p("in infancy", 1), p("in old age", 1), p("plain", 0, "<a:buNone/>"))
        + title("Week 1:\nBonds")
    )
    document = read(content)
    assert shapes_of(document.blocks) == [
        ("heading", 2, "Week 1: Bonds"),
        ("entry", 1, "Attachment"),
        ("entry", 2, "in infancy"),
        ("entry", 2, "in old age"),
        ("paragraph", 0, "plain"),
    ]
    assert {block.inside for block in document.blocks} == {"slide 1"}
    assert document.pages is None


def test_a_layout_takes_bullets_away_and_a_shape_gives_them_back() -> None:
    holder = (
        "<p:nvSpPr><p:cNvPr id='1' name=''/><p:nvPr><p:ph type='body' idx='1'/></p:nvPr></p:nvSpPr>"
    )
    layout = (
        f"<p:sldLayout {NAMES}><p:cSld><p:spTree><p:sp>{holder}<p:txBody><a:lstStyle><a:lvl1pPr>"
        "<a:buNone/></a:lvl1pPr></a:lstStyle></p:txBody></p:sp></p:spTree></p:cSld></p:sldLayout>"
    )
    own = f"<p:sp>{holder}<p:txBody><a:lstStyle><a:lvl1pPr><a:buChar char='-'/></a:lvl1pPr></a:lstStyle>"
    shapes = body("A sentence") + own + f"{p('An entry')}</p:txBody></p:sp>"
    document = read(deck(shapes, parts={"ppt/slideLayouts/l.xml": layout}))
    assert [block.shape for block in document.blocks] == [Shape.PARAGRAPH, Shape.ENTRY]


def test_slides_stand_in_the_order_of_the_presentation_and_once() -> None:
    content = deck(title("One"), title("Two"), title("Never listed"), order=(2, 1, 2))
    document = read(content)
    assert [(block.inside, block.text) for block in document.blocks] == [
        ("slide 1", "Two"), ("slide 2", "One"),
    ]  # fmt: skip


def test_slides_are_counted_from_the_number_that_powerpoint_shows() -> None:
    content = deck(title("One"))
    first = content_with(
        content, "ppt/presentation.xml", "<p:presentation ", "<p:presentation firstSlideNum='0' "
    )
    assert read(first).blocks[0].inside == "slide 0"


def content_with(content: bytes, member: str, before: str, after: str) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == member:
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
    return out.getvalue()


def test_names_of_sections_are_headings_above_the_slides() -> None:
    def section(name: str, *slides: int) -> str:
        listed = "".join(f"<p14:sldId id='{255 + number}'/>" for number in slides)
        return f"<p14:section name='{name}'><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>"

    found = section("Default Section", 1) + section("Week 2", 2, 3) + section("Empty")
    about = f"<p:extLst><p:ext><p14:sectionLst>{found}</p14:sectionLst></p:ext></p:extLst>"
    document = read(deck(title("Welcome"), title("Grief"), title("Loss"), about=about))
    assert shapes_of(document.blocks) == [
        ("heading", 2, "Welcome"),
        ("heading", 1, "Week 2"),
        ("heading", 2, "Grief"),
        ("heading", 2, "Loss"),
    ]


def test_the_title_of_a_section_layout_ranks_above_other_slides() -> None:
    assert read(deck(title("Part two"), layout="type='secHead'")).blocks[0].depth == 1


def test_the_largest_line_at_the_top_is_the_title_of_a_slide_without_one() -> None:
    small, large = p("Cases from rural clinics"), p("Grief: a first look", look="sz='3200'")
    document = read(deck(shape(small, top=90) + shape(large, top=10)))
    assert shapes_of(document.blocks) == [
        ("heading", 2, "Grief: a first look"),
        ("paragraph", 0, "Cases from rural clinics"),
    ]
    alike = read(deck(shape(small, top=90) + shape("Grief", top=10)))
    assert {block.shape for block in alike.blocks} == {Shape.PARAGRAPH}
    below = read(deck(shape(small, top=10) + shape(large, top=90)))
    assert {block.shape for block in below.blocks} == {Shape.PARAGRAPH}


def test_a_bold_line_is_a_heading_where_it_names_a_part_of_a_course() -> None:
    bold = "b='1'"
    shapes = title("Overview") + shape(p("Learning Objectives", look=bold), p("Kiss!", look=bold))
    assert [block.shape for block in read(deck(shapes)).blocks] == [
        Shape.HEADING, Shape.HEADING, Shape.PARAGRAPH,
    ]  # fmt: skip


def test_notes_stand_apart_behind_their_slide() -> None:
    notes = shape("3", kind="sldNum") + shape("Ask who has lost a parent.", "- Wait.", kind="body")
    document = read(deck(title("Grief"), title("Loss"), notes={1: notes}))
    assert [(block.inside, block.shape.value, block.text) for block in document.blocks] == [
        ("slide 1", "heading", "Grief"),
        ("notes of slide 1", "paragraph", "Ask who has lost a parent."),
        ("notes of slide 1", "entry", "Wait."),
        ("slide 2", "heading", "Loss"),
    ]


def test_dates_footers_numbers_and_masters_are_left_out() -> None:
    date = "<a:p><a:fld type='datetime1'><a:t>3 May</a:t></a:fld><a:fld type='x'><a:t>Kept</a:t></a:fld></a:p>"
    shapes = (
        title("Grief")
        + shape("Department of Rivers", kind="ftr")
        + shape("4", kind="sldNum")
        + shape("May", kind="dt")
        + shape(date)
    )
    assert seen(read(deck(shapes))) == ["Grief", "Kept"]


def test_groups_are_walked_and_alternatives_shown_once() -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice>{shape('As drawn')}</mc:Choice><mc:Fallback>{PICTURE}"
        f"{shape('As a picture')}</mc:Fallback></mc:AlternateContent>"
    )
    formula = (
        "<a:p><mc:AlternateContent><mc:Choice><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></mc:Choice>"
        "<mc:Fallback><a:r><a:t>none</a:t></a:r></mc:Fallback></mc:AlternateContent></a:p>"
    )
    document = read(
        deck(title("T") + group(shape("outer"), group(shape("inner"), both), shape(formula)))
    )
    assert seen(document) == ["T", "outer", "inner", "As drawn", "a+b"]


def test_tables_are_rows_with_their_header() -> None:
    merged = f"<a:tc gridSpan='2'><a:txBody>{p('No class')}</a:txBody></a:tc>"
    rest = f"<a:tc hMerge='1'><a:txBody>{p('')}</a:txBody></a:tc>"
    content = deck(
        title("Schedule")
        + table(("Week", "Topic"), ("1", "Grief"), (merged, rest), about="firstRow='1'")
        + table(("One column",), ("of text",))
        + table(("Week", "Topic"), ("2", "Loss"))
    )
    rows = [block for block in read(content).blocks if block.shape is Shape.ROW]
    assert [(row.table, row.cells, row.header) for row in rows] == [
        (1, ("Week", "Topic"), ("Week", "Topic")),
        (1, ("1", "Grief"), ("Week", "Topic")),
        (1, ("No class", ""), ("Week", "Topic")),
        (2, ("Week", "Topic"), ("Week", "Topic")),
        (2, ("2", "Loss"), ("Week", "Topic")),
    ]
    assert "One column" in seen(read(content))


DIAGRAM = (
    f"<dgm:dataModel {NAMES}><dgm:ptLst><dgm:pt modelId='d' type='doc'/>"
    "<dgm:pt modelId='3'><dgm:t>{three}</dgm:t></dgm:pt><dgm:pt modelId='1'><dgm:t>{one}</dgm:t></dgm:pt>"
    "<dgm:pt modelId='2'><dgm:t>{two}</dgm:t></dgm:pt><dgm:pt modelId='s' type='sibTrans'><dgm:t/></dgm:pt>"
    "</dgm:ptLst><dgm:cxnLst><dgm:cxn srcId='d' destId='1' srcOrd='0'/>"
    "<dgm:cxn srcId='d' destId='3' srcOrd='1'/><dgm:cxn srcId='1' destId='2' srcOrd='0'/>"
    "<dgm:cxn srcId='2' destId='1' srcOrd='0'/></dgm:cxnLst></dgm:dataModel>"
)


def test_diagrams_are_lists_and_charts_have_titles() -> None:
    chart = (
        f"<c:chartSpace {NAMES}><c:chart><c:title><c:tx><c:rich>{p('Visits a year')}</c:rich></c:tx></c:title>"
        "<c:plotArea><c:v>99</c:v></c:plotArea></c:chart></c:chartSpace>"
    )
    shapes = title("T") + frame("<dgm:relIds r:dm='rd'/>") + frame("<c:chart r:id='rc'/>")
    content = deck(
        shapes,
        parts={
            "ppt/diagrams/d.xml": DIAGRAM.format(
                one=p("Loss"), two=p("of a child"), three=p("Grief")
            ),
            "ppt/charts/c.xml": chart,
        },
        related=(("rd", "diagramData", "../diagrams/d.xml"), ("rc", "chart", "../charts/c.xml")),
    )
    assert shapes_of(read(content).blocks) == [
        ("heading", 2, "T"),
        ("entry", 1, "Loss"),
        ("entry", 2, "of a child"),
        ("entry", 1, "Grief"),
        ("paragraph", 0, "Visits a year"),
    ]


def test_what_nobody_sees_is_hidden() -> None:
    shapes = (
        title("Grief")
        + shape("Switched off", about="hidden='1'")
        + shape("Beside the slide", left=9_500_000)
        + shape(p("Struck", look="strike='sngStrike'"))
        + shape("Seen")
    )
    document = read(deck(shapes))
    assert seen(document) == ["Grief", "Seen"]
    assert document.warnings == ("6 words of hidden text left out",)


def test_hidden_slides_and_their_notes_are_hidden_and_named() -> None:
    content = deck(
        title("Grief"), title("Old"), title("Older"), title("Loss"), unshown=(2, 3),
        notes={2: shape("Say nothing of it", kind="body")},
    )  # fmt: skip
    document = read(content)
    assert seen(document) == ["Grief", "Loss"]
    assert document.warnings == ("slides 2–3 are hidden in the show and left out",)


def test_slides_of_pictures_alone_are_named() -> None:
    text = title("Grief") + body(CONTENT)
    document = read(deck(text, PICTURE, text + PICTURE, shape("7", kind="sldNum") + PICTURE))
    assert document.warnings == ("slides 2, 4 hold pictures without text; run OCR to read them",)
    error = refusal(deck(PICTURE, PICTURE))
    assert error.status is Status.SCANNED
    assert "holds 2 pictures and little text (0 words)" in str(error)


def test_embedded_documents_are_told_and_drawings_are_not() -> None:
    both = frame("<p:oleObj progId='Word.Document.12'/>") + frame("<p:oleObj progId='Equation.3'/>")
    document = read(deck(title("Grief") + body(CONTENT) + both))
    assert document.warnings == ("embeds 1 document that was not read",)


def test_the_title_of_the_document() -> None:
    assert read(deck(title("SOWK 410: Grief and Loss") + body(CONTENT))).title == (
        "SOWK 410: Grief and Loss"
    )
    core = (
        "<cp xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{}</dc:title></cp>"
    )  # fmt: skip
    for name, expected in (("Grief and Loss", "Grief and Loss"), ("PowerPoint Presentation", "")):
        named = deck(
            body("Cases of all kinds are read."), parts={"docProps/core.xml": core.format(name)}
        )
        assert read(named).title == expected


def test_strict_files_read_the_same() -> None:
    content = deck(title("Grief") + body("Loss"))
    for part in ("ppt/presentation.xml", "ppt/slides/slide1.xml"):
        for usual, strict in (
            ("http://schemas.openxmlformats.org/presentationml/2006/main", "http://purl.oclc.org/ooxml/presentationml/main"),
            ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
            (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        ):  # fmt: skip
            content = content_with(content, part, usual, strict)
    assert seen(read(content)) == ["Grief", "Loss"]


# ---- ways to fail


def test_missing_slides_are_told() -> None:
    document = read(deck(title("One"), order=(1, 9)))
    assert document.warnings == ("1 slide of its list is missing in the file",)


@pytest.mark.parametrize(
    ("member", "target"),
    [
        ("slides/Slide1.XML", "Slides/slide1.xml"),
        ("slides/slide 1.xml", "slides/slide%201.xml"),
        ("slides/slide1.xml", "slides\\slide1.xml"),
        ("slides/slide1.xml", "/ppt/slides/slide1.xml"),
    ],
)
def test_parts_are_found_however_their_names_are_spelt(member: str, target: str) -> None:
    content = deck(
        order=(1,),
        parts={
            "ppt/_rels/presentation.xml.rels": relations(("r1", "slide", target)),
            f"ppt/{member}": f"<p:sld {NAMES}>{tree(title('Grief'))}</p:sld>",
        },
    )
    assert seen(read(content)) == ["Grief"]


@pytest.mark.parametrize(
    ("content", "limits", "status"),
    [
        (deck(), {}, Status.EMPTY),
        (deck(order=(1, 2)), {}, Status.DAMAGED),
        (deck(title("7") + shape("")), {}, Status.OK),
        (deck(title("T"), parts={"ppt/slides/slide1.xml": "<p:sld"}), {}, Status.DAMAGED),
        (deck(title("T"), parts={"ppt/presentation.xml": "<x/>"}), {}, Status.UNSUPPORTED),
        (deck(title("T"), title("U"), title("V")), {"pages": 2}, Status.TOO_LARGE),
        (deck(title("T") + shape("x" * 2_000)), {"text_bytes": 1_000}, Status.TOO_LARGE),
        (deck(title("T"), parts={"ppt/media/x.xml": b"0" * 5_000_000}), {}, Status.TOO_LARGE),
        (deck(title("T")).replace(b"PK\x01\x02", b"XX\x01\x02"), {}, Status.DAMAGED),
    ],
)  # fmt: skip
def test_statuses(content: bytes, limits: dict[str, Any], status: Status) -> None:
    try:
        read(content, **limits)
    except ReadError as error:
        assert error.status is status
    else:
        assert status is Status.OK


def test_groups_nested_without_end_are_refused() -> None:
    nested = shape("deep")
    for _ in range(100):
        nested = group(nested)
    assert seen(read(deck(title("T") + nested))) == ["T", "deep"]
    assert refusal(deck(title("T") + nested), depth=50).status is Status.TOO_LARGE
    for _ in range(20_000):
        nested = group(nested)
    assert refusal(deck(nested)).status is Status.TOO_LARGE


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE p [<!ENTITY e "ha">]>', '<!DOCTYPE p SYSTEM "file:///etc/hostname">']
)
def test_document_types_are_refused(declared: str) -> None:
    slide = f"{declared}<p:sld {NAMES}>{tree(title('&e;'))}</p:sld>"
    error = refusal(deck(title("T"), parts={"ppt/slides/slide1.xml": slide}))
    assert error.status is Status.REFUSED
    wide = slide.encode("utf-16")
    error = refusal(deck(title("T"), parts={"ppt/slides/slide1.xml": wide}))
    assert error.status is Status.REFUSED


def test_parts_that_many_slides_show_are_counted_each_time() -> None:
    points = "".join(f"<dgm:pt modelId='{n}'/>" for n in range(5_000))
    content = deck(
        *[title(f"T{n}") + frame("<dgm:relIds r:dm='rd'/>") for n in range(20)],
        parts={
            "ppt/diagrams/d.xml": f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
        },
        related=(("rd", "diagramData", "../diagrams/d.xml"),),
    )
    assert len(read(content).blocks) == 20
    assert refusal(content, inflated_bytes=500_000).status is Status.TOO_LARGE


def test_nothing_outside_of_the_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(f"<p:sld {NAMES}>{tree(title('SECRET'))}</p:sld>", "utf-8")
    found = (
        ("r1", "slide", f"file://{secret}"), ("r2", "slide", f"../../../..{secret}"),
        ("r3", "slide", "http://127.0.0.1:9/slide.xml' TargetMode='External"),
        ("r4", "slide", "slides/slide1.xml"),
    )  # fmt: skip
    content = deck(
        title("T") + frame("<c:chart r:id='rc'/>"),
        order=(1, 2, 3, 4),
        parts={"ppt/_rels/presentation.xml.rels": relations(*found)},
        related=(("rc", "chart", f"../../../..{secret}"),),
    )
    document = read(content)
    assert seen(document) == ["T"]
    assert document.warnings == ("3 slides of its list are missing in the file",)


def test_the_suffix_is_only_a_hint() -> None:
    content = deck(title("Grief") + body(CONTENT))
    for name in ("a.pptx", "a.pptm", "a.ppsx", "a.potx", "a.docx", "a"):
        assert read_document(content, name, Limits()).format == "pptx"


def test_the_command_line_reads_a_deck(tmp_path: Path) -> None:
    about = "Trauma-informed care: how racial trauma shows in groups, and what heals"
    content = deck(
        title("SOWK 410: Grief and Loss") + body(CONTENT),
        title("Week 2: Racial trauma") + body(about),
        notes={2: shape("Racial trauma is the topic of the second paper.", kind="body")},
    )
    (tmp_path / "lectures").mkdir()
    (tmp_path / "lectures" / "grief.pptx").write_bytes(content)
    command = [sys.executable, "-m", "curriculum_gap", "check", "lectures", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    document = report["documents"][0]
    assert document["status"] == "ok"
    topic = next(topic for topic in document["topics"] if topic["id"] == "racism-and-anti-racism")
    assert topic["level"] == "taught"
    places = [passage["inside"] for passage in topic["evidence"]]
    assert places == ["slide 2", "slide 2", "notes of slide 2"]
