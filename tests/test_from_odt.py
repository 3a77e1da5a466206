"""OpenDocument texts: each construct that hides text from careless readers, and each way to fail."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap.cli import main
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape, Status
from curriculum_gap.readers import is_readable, read_document
from curriculum_gap.readers.from_odt import read

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        **{name: f"{OASIS}{name}:1.0" for name in ("office", "text", "table", "style", "meta")},
        "draw": OASIS + "drawing:1.0",
        "fo": OASIS + "xsl-fo-compatible:1.0",
        "svg": OASIS + "svg-compatible:1.0",
        "manifest": OASIS + "manifest:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "math": "http://www.w3.org/1998/Math/MathML",
    }.items()
)
KIND = "application/vnd.oasis.opendocument.text"


def root(name: str, inside: str, about: str = "") -> str:
    return f"<office:{name} {NAMESPACES} {about}>{inside}</office:{name}>"


def content_xml(body: str, styles: str = "") -> str:
    return root(
        "document-content",
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>",
    )


def package(**parts: str | bytes) -> bytes:
    """An OpenDocument text; ``parts`` are the XML of its members, ``content`` that of its text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND, zipfile.ZIP_STORED)
        for name, xml in parts.items():
            path = "META-INF/manifest.xml" if name == "manifest" else f"{name}.xml"
            archive.writestr(path, xml)
    return packed.getvalue()


def odt(body: str, own: str = "", /, **parts: str | bytes) -> Document:
    return read(package(content=content_xml(body, own), **parts), "course.odt", Limits())


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def look(name: str, properties: str, family: str = "text", about: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" {about}>'
        f"<style:text-properties {properties}/></style:style>"
    )


HIDDEN = 'text:display="none"'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def entries(*items: str, about: str = "") -> str:
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {about}>{inside}</text:list>"


def cell(text: str, about: str = "") -> str:
    return f"<table:table-cell {about}>{text if text[:1] == '<' else p(text)}</table:table-cell>"


def row(*cells: str, about: str = "") -> str:
    inside = "".join(part if part[:1] == "<" else cell(part) for part in cells)
    return f"<table:table-row {about}>{inside}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def shown(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


def refusal(content: bytes, limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as raised:
        read(content, "course.odt", limits or Limits())
    assert raised.value.what
    return raised.value


COVERED = "<table:covered-table-cell/>"


# ---- paragraphs and words


def test_spaces_tabs_breaks_and_lines_of_the_file() -> None:
    document = odt(
        p("We<text:s text:c='4'/>greet<text:tab/>each\nother.<text:line-break/>Then we part.")
    )
    assert texts(document) == ["We greet each other.", "Then we part."]


def test_links_fields_and_insertions_are_read_and_comments_and_deletions_are_not() -> None:
    document = odt(
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("Deleted words")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'The <text:a xlink:href="https://example.org">reader</text:a>'
            "<office:annotation><dc:creator>A colleague</dc:creator>"
            + p("Is this right?")
            + "</office:annotation> has <text:change-start/>new<text:change-end/> pages "
            "<text:page-count>12</text:page-count>."
        )
    )
    assert texts(document) == ["The reader has new pages 12."]


def test_ruby_text_above_words_is_left_out() -> None:
    ruby = "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>"
    assert texts(odt(p(f"Read {ruby} aloud"))) == ["Read 漢字 aloud"]


def test_a_note_stands_behind_its_paragraph_and_its_mark_nowhere() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("In the library.")
        + "</text:note-body></text:note>"
    )
    document = odt(p(f"Read the report{note} before class.") + p("Bring notes."))
    assert [(block.text, block.shape) for block in document.blocks] == [
        ("Read the report before class.", Shape.PARAGRAPH),
        ("In the library.", Shape.NOTE),
        ("Bring notes.", Shape.PARAGRAPH),
    ]


def test_text_boxes_shapes_and_groups_stand_behind_their_paragraph() -> None:
    frame = f"<draw:frame><draw:text-box>{p('In a box')}</draw:text-box></draw:frame>"
    shape = (
        f"<draw:custom-shape><svg:title>An arrow</svg:title>{p('On a shape')}</draw:custom-shape>"
    )
    document = odt(p(f"Around {frame} it.") + f"<draw:g>{shape}<draw:g>{frame}</draw:g></draw:g>")
    assert texts(document) == ["Around it.", "In a box", "On a shape", "In a box"]


def test_a_formula_is_read_at_its_place() -> None:
    formula = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
    manifest = root(
        "manifest",
        '<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type='
        '"application/vnd.oasis.opendocument.formula"/>',
    )
    parts = {"Object 1/content": f"<math:math {NAMESPACES}><math:mi>x</math:mi><math:mo>=</math:mo>"
             "<math:mn>2</math:mn></math:math>"}  # fmt: skip
    document = odt(p(f"We solve {formula} together in class."), manifest=manifest, **parts)
    assert texts(document) == ["We solve x=2 together in class."]


# ---- headings, lists, titles


def test_headings_have_their_outline_level() -> None:
    styles = look("Heading_20_3", "", "paragraph") + look(
        "P1", "", "paragraph", 'style:parent-style-name="Heading_20_3"'
    )
    document = odt(h("Aims") + h("Reading list", 2) + p("Week one", "P1") + p("Text."), styles)
    assert [(block.text, block.depth) for block in document.blocks] == [
        ("Aims", 1), ("Reading list", 2), ("Week one", 3), ("Text.", 0),
    ]  # fmt: skip


def test_bold_paragraphs_are_headings_where_most_text_is_not_bold() -> None:
    styles = look("Bold", 'fo:font-weight="bold"') + look("B", 'fo:font-weight="700"', "paragraph")
    text = "Students learn to listen and to ask, and to write about what they heard in class."
    document = odt(p(span("Learning outcomes", "Bold")) + p(text) + p("Schedule", "B"), styles)
    shapes = [block.shape for block in document.blocks]
    assert shapes == [Shape.HEADING, Shape.PARAGRAPH, Shape.HEADING]


def test_sizes_of_styles_build_on_each_other() -> None:
    text = "Students learn to listen and to ask, and to write about what they heard in class."
    big = look("Base", 'fo:font-size="10pt"', "paragraph") + look(
        "Big", 'fo:font-size="150%"', "paragraph", 'style:parent-style-name="Base"'
    )
    document = odt(p("Grading", "Big") + p(text, "Base"), big)
    assert document.blocks[0].shape is Shape.HEADING


def test_styles_that_build_on_each_other_in_a_circle_end() -> None:
    circle = look("A", "", "paragraph", 'style:parent-style-name="B"') + look(
        "B", 'fo:font-weight="bold"', "paragraph", 'style:parent-style-name="A"'
    )
    assert texts(odt(p("Welcome to class.", "A"), circle)) == ["Welcome to class."]


def test_the_title_is_the_paragraph_in_the_title_style_then_a_heading_then_what_the_file_says() -> (
    None
):
    title = look("Title", 'fo:font-size="28pt"', "paragraph")
    meta = root("document-meta", "<office:meta><dc:title>Stated title</dc:title></office:meta>")
    assert odt(h("Aims") + p("Grief in families", "Title"), title).title == "Grief in families"
    assert odt(h("Aims of this course"), meta=meta).title == "Aims of this course"
    assert odt(p("A plain line of text, no more."), meta=meta).title == "Stated title"
    hidden = f'<text:section text:display="none">{h("For teachers")}</text:section>'
    assert odt(hidden + h("Aims of this course"), meta=meta).title == "Aims of this course"


def test_entries_of_nested_lists_have_their_depth() -> None:
    inner = entries(p("inside"), p("beside it"))
    document = odt(entries(p("outside") + inner, p("last") + p("and its second paragraph")))
    assert [(block.text, block.shape, block.depth) for block in document.blocks] == [
        ("outside", Shape.ENTRY, 1),
        ("inside", Shape.ENTRY, 2),
        ("beside it", Shape.ENTRY, 2),
        ("last", Shape.ENTRY, 1),
        ("and its second paragraph", Shape.PARAGRAPH, 0),
    ]


def test_a_numbered_heading_in_a_list_is_a_heading_and_a_pasted_entry_is_an_entry() -> None:
    style = look("Heading_20_1", "", "paragraph")
    numbered = '<text:h text:style-name="Heading_20_1" text:outline-level="1">Aims</text:h>'
    document = odt(entries(numbered) + entries(h("Pasted from a page", 3)) + p("We read."), style)
    shapes = [block.shape for block in document.blocks]
    assert shapes == [Shape.HEADING, Shape.ENTRY, Shape.PARAGRAPH]


WEEKS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-prefix="Week " style:num-suffix=":" style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-suffix="." style:num-format="a"/>'
    "</text:list-style>"
)


def test_words_of_a_numbering_are_printed_and_numbers_alone_are_not() -> None:
    about = 'text:style-name="L1"'
    document = odt(
        entries(p("Grief") + entries(p("a talk")), p("Loss"), about=about)
        + p("A break.")
        + entries(p("Care"), about=about + ' text:continue-numbering="true"')
        + entries(p("Hope"), about=about),
        WEEKS,
    )
    assert texts(document) == [
        "Week 1: Grief", "a talk", "Week 2: Loss", "A break.", "Week 3: Care", "Week 1: Hope",
    ]  # fmt: skip


def test_a_number_that_an_entry_asks_for_and_a_header_of_a_list() -> None:
    items = (
        "<text:list-header>" + p("Sessions") + "</text:list-header>"
        '<text:list-item text:start-value="7">' + p("Grief") + "</text:list-item>"
    )
    document = odt(f'<text:list text:style-name="L1">{items}</text:list>', WEEKS)
    assert texts(document) == ["Sessions", "Week 7: Grief"]


def test_words_of_the_numbering_of_headings() -> None:
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" '
        'loext:num-list-format="Module %1%." style:num-format="I"/></text:outline-style>'
    )
    styles = root("document-styles", f"<office:styles>{outline}</office:styles>")
    document = odt(h("Grief") + p("We read.") + h("Loss"), styles=styles)
    assert texts(document) == ["Module I. Grief", "We read.", "Module II. Loss"]


def test_a_table_of_contents_repeats_headings_and_is_none() -> None:
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>No"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        + f"<text:index-title>{p('Contents', 'Bold')}</text:index-title>{p('Aims 1', 'Bold')}"
        + "</text:index-body></text:table-of-content>"
    )
    bold = look("Bold", 'fo:font-weight="bold"', "paragraph")
    document = odt(index + h("Aims") + p("We read and talk. " * 20), bold)
    assert [block.text for block in document.blocks if block.shape is Shape.HEADING] == ["Aims"]
    assert texts(document)[:2] == ["Contents", "Aims 1"]


# ---- tables


def test_rows_have_cells_and_a_header() -> None:
    head = f"<table:table-header-rows>{row('Week', 'Topic', 'Reading')}</table:table-header-rows>"
    document = odt(table(head, row("1", "Grief", "<text:p/>"), row("2", "Loss", "Chapter 2")))
    rows = document.blocks
    assert [block.cells for block in rows] == [
        ("Week", "Topic", "Reading"), ("1", "Grief", ""), ("2", "Loss", "Chapter 2"),
    ]  # fmt: skip
    assert {block.header for block in rows} == {("Week", "Topic", "Reading")}
    assert {block.table for block in rows} == {1}


def test_cells_that_span_rows_and_columns_count_once() -> None:
    wide = 'table:number-columns-spanned="2"'
    high = 'table:number-rows-spanned="2"'
    document = odt(
        table(
            row("Week", "Topic", "Reading"),
            row(cell("1", high), "Grief", "Chapter 1"),
            row(COVERED, "Loss", "Chapter 2"),
            row("3", cell("No class this week", wide), COVERED),
        )
    )
    assert [block.cells for block in document.blocks][1:] == [
        ("1", "Grief", "Chapter 1"), ("", "Loss", "Chapter 2"), ("3", "No class this week", ""),
    ]  # fmt: skip


def test_repeated_cells_and_rows_are_bounded() -> None:
    million = 'table:number-columns-repeated="1000000"'
    empty = f"<table:table-cell {million}/>"
    document = odt(
        table(
            row("Week", "Topic", empty),
            row("1", cell("free", 'table:number-columns-repeated="2"'), empty),
            row(empty, about='table:number-rows-repeated="1000000"'),
            row(cell("x y", million), about='table:number-rows-repeated="1000000"'),
        )
    )
    assert document.blocks[1].cells[:3] == ("1", "free", "free")
    assert 3 <= len(document.blocks) < 200
    assert max(len(block.cells) for block in document.blocks) <= 1_000


def test_nested_tables_lists_and_notes_stand_beside_their_row() -> None:
    inner = table(row("a", "b"), row("c", "d"))
    document = odt(table(row("Week", "Topic"), row(cell(p("1")), cell(p("Grief") + inner))))
    assert texts(document) == ["Week | Topic", "1 | Grief", "a | b", "c | d"]
    assert [block.table for block in document.blocks] == [1, 1, 2, 2]


def test_a_row_that_is_not_shown_and_a_table_of_one_column() -> None:
    hidden = row("9", "Not shown", about='table:visibility="collapse"')
    document = odt(table(row("Week", "Topic"), hidden, row("1", "Grief")) + table(row("A frame")))
    assert texts(document) == ["Week | Topic", "1 | Grief", "A frame"]
    assert document.blocks[-1].shape is Shape.PARAGRAPH


def test_shaded_cells_are_a_header() -> None:
    grey = (
        '<style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#cccccc"/></style:style>'
    )
    shaded = [cell(text, 'table:style-name="C"') for text in ("First thing", "Second thing")]
    document = odt(table(row(*shaded), row("one", "two")), grey)
    assert document.blocks[1].header == ("First thing", "Second thing")


# ---- hidden text


@pytest.mark.parametrize(
    "properties",
    [
        'text:display="none"',
        'fo:color="#ffffff"',
        'fo:font-size="1pt"',
        'style:text-line-through-style="solid"',
        'fo:color="#336699" fo:background-color="#336699"',
    ],
)
def test_hidden_words_are_marked(properties: str) -> None:
    document = odt(p("We read. " + span("Not shown.", "X")), look("X", properties))
    assert shown(document) == ["We read."]
    assert texts(document) == ["We read.", "Not shown."]
    assert document.warnings == ("2 words of hidden text left out",)


def test_white_words_on_colour_are_shown() -> None:
    white = look("X", 'fo:color="#FFFFFF"')
    dark = look("Y", 'fo:color="#ffffff" fo:background-color="#000080"')
    assert shown(odt(p(span("On blue", "Y")), dark)) == ["On blue"]
    assert shown(odt(table(row(cell(p(span("Week", "X"))), "Topic"), row("1", "a")), white))[0] == (
        "Week | Topic"
    )


@pytest.mark.parametrize(
    "about",
    [
        'text:display="none"',
        'text:display="condition" text:is-hidden="true"',
        'text:style-name="S"',
    ],
)
def test_hidden_sections_are_marked(about: str) -> None:
    style = (
        '<style:style style:name="S" style:family="section">'
        '<style:section-properties text:display="none"/></style:style>'
    )
    section = f"<text:section {about}>{p('Notes for next year')}</text:section>"
    document = odt(
        p("We read.") + section + f"<text:section>{p('And talk.')}</text:section>", style
    )
    assert shown(document) == ["We read.", "And talk."]
    assert "Notes for next year" in texts(document)


def test_hidden_paragraphs_placeholders_and_fields_are_marked() -> None:
    document = odt(
        p('<text:hidden-paragraph text:is-hidden="true"/>For teachers')
        + p('<text:hidden-paragraph text:is-hidden="false"/>For all')
        + p("Room <text:placeholder>&lt;room&gt;</text:placeholder>")
        + p('Office <loext:content-control loext:showing-place-holder="true">Click here'
            "</loext:content-control>")
    )  # fmt: skip
    assert shown(document) == ["For all", "Room", "Office"]


# ---- page headers and footers


def margins(header: str, footer: str, more: str = "") -> str:
    page = (
        f'<style:master-page style:name="Standard"><style:header>{header}</style:header>'
        f"<style:footer>{footer}</style:footer>{more}</style:master-page>"
    )
    own = f"<office:automatic-styles>{look('P1', HIDDEN, 'paragraph')}</office:automatic-styles>"
    return root("document-styles", f"{own}<office:master-styles>{page}</office:master-styles>")


def test_what_a_page_header_says_of_the_course_is_read_and_page_numbers_are_not() -> None:
    styles = margins(
        p("SOWK 320 Grief in families") + p("We read."),
        p("<text:page-number>1</text:page-number>")
        + p("Department of Care")
        + p("Not shown", "P1"),
    )
    document = odt(p("We read.", "P1"), look("P1", "", "paragraph"), styles=styles)
    assert shown(document) == ["SOWK 320 Grief in families", "We read.", "Department of Care"]


def test_the_page_style_that_the_first_paragraph_begins_has_the_header() -> None:
    first = (
        f'<style:master-page style:name="First"><style:header>{p("Spring term")}</style:header>'
        f"<style:header-left>{p('Left')}</style:header-left></style:master-page>"
    )
    styles = margins(p("Later pages"), p("Foot"), f"</style:master-page>{first}<style:master-page>")
    begins = (
        '<style:style style:name="P9" style:family="paragraph" style:master-page-name="First"/>'
    )
    assert texts(odt(p("We read.", "P9"), begins, styles=styles)) == ["Spring term", "We read."]


# ---- other files, and files that are broken


def test_a_flat_file_is_read_like_a_package() -> None:
    flat = root(
        "document",
        f"<office:meta><dc:title>Stated</dc:title></office:meta><office:automatic-styles>"
        f"{look('B', HIDDEN)}</office:automatic-styles><office:body><office:text>"
        f"{h('Aims')}{p('We read. ' + span('No', 'B'))}</office:text></office:body>",
        f'office:mimetype="{KIND}"',
    )
    document = read_document(b'<?xml version="1.0"?>' + flat.encode(), "course.fodt", Limits())
    assert document.format == "odt"
    assert shown(document) == ["Aims", "We read."]


def test_embedded_and_linked_documents_are_counted() -> None:
    manifest = root(
        "manifest",
        '<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
        'manifest:full-path="Object 2/" manifest:media-type='
        '"application/vnd.oasis.opendocument.chart"/>',
    )
    frames = "".join(
        f'<draw:frame><draw:object xlink:href="./Object {number}"/></draw:frame>'
        for number in (1, 2)
    )
    linked = (
        '<text:section><text:section-source xlink:href="week1.odt"/></text:section>'
        '<text:section><text:section-source xlink:href="week2.odt"/>'
        + p("Kept")
        + "</text:section>"
    )
    body = p("We read and talk in class. " * 20 + frames) + linked
    document = odt(body, manifest=manifest)
    assert document.warnings == ("embeds 2 documents that were not read: week1.odt",)
    error = refusal(package(content=content_xml(p(frames)), manifest=manifest))
    assert error.status is Status.ELSEWHERE


@pytest.mark.parametrize(("stream", "count"), [("WordDocument", 1), ("Equation Native", 0)])
def test_objects_of_other_programs_are_counted_where_they_are_documents(
    stream: str, count: int
) -> None:
    packed = io.BytesIO(
        package(content=content_xml(p(
            "We read and talk in class. " * 20
            + '<draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame>'
        )))
    )  # fmt: skip
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("Object 1", b"\xd0\xcf\x11\xe0" + stream.encode("utf-16-le"))
    assert len(read(packed.getvalue(), "course.odt", Limits()).warnings) == count


def test_pictures_and_little_text_are_a_scan() -> None:
    picture = '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>'
    assert refusal(package(content=content_xml(p("Page one" + picture)))).status is Status.SCANNED


def test_nothing_and_hidden_text_alone_are_empty() -> None:
    hidden = package(content=content_xml(p("Secret", "X"), look("X", HIDDEN, "paragraph")))
    for content in (package(content=content_xml("")), hidden):
        with pytest.raises(ReadError) as raised:
            read_document(content, "course.odt", Limits())
        assert raised.value.status is Status.EMPTY


def test_a_password_is_said() -> None:
    manifest = root(
        "manifest",
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        "</manifest:file-entry>",
    )
    error = refusal(package(content=b"\x13\x37 no XML", manifest=manifest))
    assert error.status is Status.ENCRYPTED
    assert "password" in error.hint


SHEET = root("document-content", "<office:body><office:spreadsheet/></office:body>")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", Status.EMPTY),
        (package(styles=SHEET), Status.DAMAGED),
        (package(content="<broken"), Status.DAMAGED),
        (package(content=root("document-content", "")), Status.DAMAGED),
        (package(content=SHEET), Status.UNSUPPORTED),
        (package(content=content_xml(p("Text")))[:-40], Status.DAMAGED),
        (package(content='<!DOCTYPE a [<!ENTITY x "y">]>' + content_xml("&x;")), Status.REFUSED),
        (
            package(
                content=content_xml("<text:section>" * 300 + p("deep") + "</text:section>" * 300)
            ),
            Status.TOO_LARGE,
        ),
    ],
)
def test_what_cannot_be_read_gets_its_status(content: bytes, status: Status) -> None:
    assert refusal(content).status is status


def test_a_document_type_without_entities_is_harmless() -> None:
    old = '<!DOCTYPE office:document-content PUBLIC "-//OASIS//DTD" "office.dtd">'
    document = read(package(content=old + content_xml(p("We read."))), "a.odt", Limits())
    assert texts(document) == ["We read."]


def test_nested_tables_and_lists_are_bounded() -> None:
    few = replace(Limits(), depth=10)
    for begin, end in (
        (
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
    ):
        deep = package(content=content_xml(begin * 30 + p("deep") + end * 30))
        assert refusal(deep, few).status is Status.TOO_LARGE


def test_a_bomb_is_not_unpacked() -> None:
    bomb = package(content=content_xml(p("a" * 9_000_000)))
    assert refusal(bomb).status is Status.TOO_LARGE
    many = package(**{f"Object {number}/content": "<a/>" for number in range(40)})
    assert refusal(many, replace(Limits(), archive_members=20)).status is Status.TOO_LARGE


REPEATED = "table:number-columns-repeated='1000' "


@pytest.mark.parametrize(
    ("rows", "text_bytes"),
    [
        # Each row stands behind what those above it cover.
        (row(cell(p("x"), "table:number-rows-spanned='9999'")) * 500, 20_000_000),
        (row(cell(p("x"), REPEATED), about="table:number-rows-repeated='99'") * 2, 20_000_000),
        (row(cell(p("grief " * 100), REPEATED)), 100_000),
    ],
)
def test_cells_that_a_table_repeats_or_covers_are_counted(rows: str, text_bytes: int) -> None:
    few = replace(Limits(), text_bytes=text_bytes)
    content = package(content=content_xml(p("Grief and loss.") + table(rows)))
    assert refusal(content, few).status is Status.TOO_LARGE


def test_the_command_reads_a_file_of_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = h("Learning outcomes") + p("Students examine grief and loss in families. " * 15)
    (tmp_path / "grief.odt").write_bytes(package(content=content_xml(body)))
    (tmp_path / "scan.odt").write_bytes(package(content=b"<"))
    assert main(["check", str(tmp_path), "--format", "json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert [document["status"] for document in report["documents"]] == ["ok", "damaged"]
    assert report["documents"][0]["words"] == 107
    assert is_readable("a.ott")
