"""Word documents: each construct that hides text from careless readers, and each way to fail."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.archive import inflate
from curriculum_gap.readers.from_docx import read

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = WORD + "document.main+xml"


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, about: str = "", look: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{run(text, look)}</w:p>"


def cell(*content: str, about: str = "") -> str:
    inside = "".join(part if part.startswith("<") else p(part) for part in content)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    inside = "".join(part if part.startswith("<") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inside}</w:tr>"


def table(*rows: str, about: str = "") -> str:
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def package(
    document: str | bytes,
    parts: dict[str, tuple[str, str]] | None = None,
    main_type: str = MAIN,
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file from its document XML; ``parts`` are name → (kind of relationship, XML)."""
    parts = parts or {}
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{WORD}{kind}+xml"/>'
        for name, (kind, _) in parts.items()
    )
    relations = "".join(
        f'<Relationship Id="id{name}" Type="{OFFICE}{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{head}<Relationship Id="r1" Type="{OFFICE}officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f"{head}{relations}</Relationships>",
        "word/document.xml": document,
        **{f"word/{name}": xml for name, (_, xml) in parts.items()},
        **(extra or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def xml(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def word(body: str, **parts: tuple[str, str]) -> Document:
    named = {f"{name}.xml": part for name, part in parts.items()}
    return read(package(xml(body), named), "course.docx", Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def saved(document: docx.document.Document) -> Document:
    target = io.BytesIO()
    document.save(target)
    return read(target.getvalue(), "course.docx", Limits())


def status_of(content: bytes, limits: Limits | None = None) -> Status:
    with pytest.raises(ReadError) as raised:
        read(content, "course.docx", limits or Limits())
    assert raised.value.what
    return raised.value.status


# ---- order, paragraphs, runs


def test_order_of_paragraphs_and_tables_is_kept() -> None:
    made = docx.Document()
    made.add_paragraph("Before the table we greet each other.")
    grid = made.add_table(rows=2, cols=2)
    for place, text in enumerate(("Week", "Topic", "1", "Grief in families")):
        grid.cell(place // 2, place % 2).text = text
    made.add_paragraph("After the table we part.")
    document = saved(made)
    assert texts(document) == [
        "Before the table we greet each other.",
        "Week | Topic",
        "1 | Grief in families",
        "After the table we part.",
    ]
    assert document.format == "docx"
    assert document.pages is None
    assert document.words == 18


@pytest.mark.parametrize(
    "inside",
    [
        "<w:hyperlink r:id='x'>{run}</w:hyperlink>",
        "<w:ins w:id='1' w:author='a'>{run}</w:ins>",
        "<w:moveTo w:id='1' w:author='a'>{run}</w:moveTo>",
        "<w:smartTag w:element='x'>{run}</w:smartTag>",
        "<w:customXml w:element='x'>{run}</w:customXml>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>",
        "<w:fldSimple w:instr='DATE'>{run}</w:fldSimple>",
        "<w:bdo w:val='ltr'>{run}</w:bdo>",
        "<w:ins w:id='1'><w:hyperlink><w:smartTag>{run}</w:smartTag></w:hyperlink></w:ins>",
        "<m:oMath><m:r><m:t>stigma</m:t></m:r></m:oMath>",
    ],
)
def test_wrapped_runs_are_read_in_place(inside: str) -> None:
    body = f"<w:p>{run('We study ')}{inside.format(run=run('stigma'))}{run(' again.')}</w:p>"
    assert texts(word(body)) == ["We study stigma again."]


@pytest.mark.parametrize("wrapper", ["del", "moveFrom"])
def test_deleted_and_moved_away_text_is_left_out(wrapper: str) -> None:
    gone = f"<w:{wrapper} w:id='1' w:author='a'>{run('old words ')}</w:{wrapper}>"
    deleted = "<w:del w:id='2'><w:r><w:delText>older words</w:delText></w:r></w:del>"
    assert texts(word(f"<w:p>{gone}{deleted}{run('new words')}</w:p>")) == ["new words"]


def test_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    joined = p("Care is ", about="<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>")
    assert texts(word(joined + p("for everyone."))) == ["Care is for everyone."]
    assert texts(word(p("One.") + joined)) == ["One.", "Care is"]


def test_complex_fields_give_their_result_only() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    instruction = f"<w:r><w:instrText>IF </w:instrText></w:r>{run('inner instruction')}"
    body = (
        f"<w:p>{run('See ')}{mark('begin')}{instruction}{mark('separate')}"
        f"{run('chapter 3')}{mark('end')}{run(' today.')}</w:p>"
    )
    assert texts(word(body)) == ["See chapter 3 today."]


def test_a_field_without_end_does_not_eat_the_document() -> None:
    broken = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>"
    stray = "<w:p><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    assert texts(word(stray + broken + p("All the rest is here."))) == ["All the rest is here."]


def test_words_are_neither_glued_nor_split() -> None:
    body = (
        f"<w:p>{run('un')}{run('seen', '<w:b/>')}<w:r><w:tab/></w:r>{run('labour')}"
        f"<w:r><w:br/></w:r>{run('of care')}<w:r><w:noBreakHyphen/></w:r>{run('givers')}"
        "<w:r><w:t>a<!-- x -->b</w:t></w:r></w:p>"
    )
    assert texts(word(body)) == ["unseen labour of care-giversab"]


def test_control_characters_never_reach_the_text() -> None:
    document = word(p("Safe&#x9B;31m \u200bspa\u00adces\u2028here"))
    assert texts(document) == ["Safe31m spaces here"]


def test_soft_broken_list_becomes_entries_and_wrapped_lines_stay_one() -> None:
    lines = ["Bring:", "- a pencil", "- a question", "- a friend"]
    listed = "<w:p>" + "<w:r><w:br/></w:r>".join(map(run, lines)) + "</w:p>"
    wrapped = f"<w:p>{run('A verse that')}<w:r><w:br/></w:r>{run('goes on below.')}</w:p>"
    document = word(listed + wrapped)
    assert [(block.text, block.shape) for block in document.blocks] == [
        ("Bring:", Shape.PARAGRAPH),
        ("a pencil", Shape.ENTRY),
        ("a question", Shape.ENTRY),
        ("a friend", Shape.ENTRY),
        ("A verse that goes on below.", Shape.PARAGRAPH),
    ]


# ---- text boxes, notes, margins, hidden text


def box(inside: str) -> str:
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
    return f"<w:drawing><wp:inline><a:graphic>{shape}</a:graphic></wp:inline></w:drawing>"


def test_text_box_is_read_once_whether_choice_or_fallback() -> None:
    old = f"<w:pict><v:textbox><w:txbxContent>{p('Boxed words.')}</w:txbxContent></v:textbox></w:pict>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"{box(p('Boxed words.'))}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    only_old = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wpc'><w:drawing/></mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    for drawn in (both, only_old, f"<w:r>{old}</w:r>", f"<w:r>{box(p('Boxed words.'))}</w:r>"):
        assert texts(word(f"<w:p>{run('Around it.')}{drawn}</w:p>")) == [
            "Around it.",
            "Boxed words.",
        ]


def test_block_alternatives_and_content_controls_are_read_once() -> None:
    either = (
        f"<mc:AlternateContent><mc:Choice Requires='x'>{p('New form.')}</mc:Choice>"
        f"<mc:Fallback>{p('Old form.')}</mc:Fallback></mc:AlternateContent>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Controlled.')}</w:sdtContent></w:sdt>"
    wrapped = f"<w:customXml w:element='x'>{p('Wrapped.')}</w:customXml>"
    assert texts(word(either + control + wrapped)) == ["New form.", "Controlled.", "Wrapped."]


def test_alternatives_within_a_paragraph_and_a_row_are_read_once() -> None:
    def either(new: str, old: str) -> str:
        return (
            f"<mc:AlternateContent><mc:Choice Requires='x'>{new}</mc:Choice>"
            f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
        )

    paragraph = f"<w:p>{run('Read ')}{either(run('the new form.'), run('the old form.'))}</w:p>"
    cells = (f"<w:tc>{p(text)}</w:tc>" for text in ("Week 1", "New", "Old"))
    week, new, old = cells
    table = f"<w:tbl><w:tr>{week}{either(new, old)}</w:tr></w:tbl>"
    assert texts(word(paragraph + table)) == ["Read the new form.", "Week 1 | New"]


def test_wordart_and_diagrams_are_text() -> None:
    art = "<w:p><w:r><w:pict><v:shape><v:textpath string='Community Health'/></v:shape></w:pict></w:r></w:p>"
    diagram = "<w:p><w:r><w:drawing><dgm:relIds r:dm='idd1.xml'/></w:drawing></w:r></w:p>"
    data = f"<dgm:dataModel {NAMESPACES}><a:p><a:r><a:t>Plan, act, </a:t></a:r><a:r><a:t>reflect</a:t></a:r></a:p></dgm:dataModel>"
    document = word(art + diagram, d1=("diagramData", data))
    assert texts(document) == ["Community Health", "Plan, act, reflect"]


def test_notes_follow_their_paragraph_once() -> None:
    def mark(kind: str, number: int) -> str:
        return f"<w:r><w:{kind}Reference w:id='{number}'/></w:r>"

    notes = (
        f"<w:footnotes {NAMESPACES}><w:footnote w:id='-1' w:type='separator'>{p('----')}</w:footnote>"
        f"<w:footnote w:id='2'>{p('See the')}{p('field guide.')}</w:footnote>"
        f"<w:footnote w:id='3'>{p('Never referred to.')}</w:footnote></w:footnotes>"
    )
    ends = f"<w:endnotes {NAMESPACES}><w:endnote w:id='2'>{p('A late remark.')}</w:endnote></w:endnotes>"
    body = (
        f"<w:p>{run('First.')}{mark('footnote', 2)}{mark('footnote', 2)}</w:p>"
        f"<w:p>{run('Second.')}{mark('endnote', 2)}</w:p>"
    )
    document = word(body, f=("footnotes", notes), e=("endnotes", ends))
    assert [(block.text, block.shape) for block in document.blocks] == [
        ("First.", Shape.PARAGRAPH),
        ("See the field guide.", Shape.NOTE),
        ("Second.", Shape.PARAGRAPH),
        ("A late remark.", Shape.NOTE),
    ]


def test_headers_of_the_first_section_only_if_they_say_more() -> None:
    def margin(name: str, *lines: str) -> tuple[str, str]:
        inside = "".join(map(p, lines))
        return (
            name,
            f"<w:{'hdr' if name == 'header' else 'ftr'} {NAMESPACES}>{inside}</w:{'hdr' if name == 'header' else 'ftr'}>",
        )

    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='idh.xml'/>"
        "<w:headerReference w:type='first' r:id='idx.xml'/>"
        "<w:footerReference w:type='default' r:id='idf.xml'/></w:sectPr>"
    )
    later = "<w:sectPr><w:headerReference w:type='default' r:id='idx.xml'/></w:sectPr>"
    body = p("We meet on Mondays.") + f"<w:p><w:pPr>{section}</w:pPr></w:p>" + p("The end.") + later
    document = word(
        body,
        h=margin("header", "SWK 210 Practice with Groups", "We meet on Mondays."),
        x=margin("header", "Another header"),
        f=margin("footer", "Page 1 of 9", "3", "Revised in May"),
    )
    assert texts(document) == [
        "SWK 210 Practice with Groups",
        "We meet on Mondays.",
        "The end.",
        "Revised in May",
    ]


HIDDEN_DRAWING = '<wp:inline><wp:docPr id="1" name="a" hidden="1"/>'


def test_hidden_text_is_marked_and_reported_once() -> None:
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:type='character' w:styleId='Ghost'>"
        "<w:name w:val='Ghost'/><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='Asked'><w:name w:val='Placeholder Text'/></w:style>"
        "</w:styles>"
    )
    body = (
        f"<w:p>{run('Seen, ')}{run('unseen ', '<w:vanish/>')}{run('and seen.')}</w:p>"
        + p("By style", look="<w:rStyle w:val='Ghost'/>")
        + p("White on white", look="<w:color w:val='FFFFFF'/>")
        + p("Too small", look="<w:sz w:val='2'/>")
        + p("White on blue", look="<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='0000AA'/>")
        + p("Shown after all", look="<w:vanish w:val='0'/>")
        + p("Nearly white", look="<w:color w:val='FEFEFE'/>")
        + p("Blue on blue", look="<w:color w:val='0000AA'/><w:shd w:val='clear' w:fill='0000AA'/>")
        + p("Click here", look="<w:rStyle w:val='Asked'/>")
        + f"<w:p><w:r>{box(p('Not drawn')).replace('<wp:inline>', HIDDEN_DRAWING)}</w:r></w:p>"
    )
    document = word(body, s=("styles", styles))
    assert [(block.text, block.hidden) for block in document.blocks] == [
        ("Seen, and seen.", False),
        ("unseen", True),
        ("By style", True),
        ("White on white", True),
        ("Too small", True),
        ("White on blue", False),
        ("Shown after all", False),
        ("Nearly white", True),
        ("Blue on blue", True),
        ("Click here", True),
    ]
    assert document.words == 9
    assert document.warnings == ("15 words of hidden text left out",)


def test_embedded_documents_are_reported() -> None:
    document = word(p("Only this is read. " * 8) + "<w:altChunk r:id='x'/>")
    assert document.warnings == ("embeds 1 document that was not read",)


# ---- headings, lists


def test_headings_and_title_by_style() -> None:
    made = docx.Document()
    made.add_heading("Grief and Loss", 0)
    made.add_heading("Outcomes", 1)
    made.add_heading("Skills", 2)
    made.add_paragraph("Students listen.")
    document = saved(made)
    assert [(block.text, block.shape, block.depth) for block in document.blocks] == [
        ("Grief and Loss", Shape.HEADING, 1),
        ("Outcomes", Shape.HEADING, 1),
        ("Skills", Shape.HEADING, 2),
        ("Students listen.", Shape.PARAGRAPH, 0),
    ]
    assert document.title == "Grief and Loss"


def test_headings_by_localized_style_and_outline_level() -> None:
    styles = (
        f"<w:styles {NAMESPACES}>"
        "<w:style w:type='paragraph' w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Kopf'><w:name w:val='Kopf'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Mein'><w:name w:val='Mein Kopf'/><w:basedOn w:val='Kopf'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Rund'><w:name w:val='Rund'/><w:basedOn w:val='Rund'/></w:style>"
        "</w:styles>"
    )
    long = " ".join(["word"] * 40)
    body = "".join(
        (
            p("Ziele", "<w:pStyle w:val='berschrift2'/>"),
            p("Inhalte", "<w:pStyle w:val='Mein'/>"),
            p("Direkt", "<w:outlineLvl w:val='0'/>"),
            p("Kein Kopf.", "<w:pStyle w:val='Rund'/>"),
            p("Doch keiner.", "<w:pStyle w:val='Kopf'/><w:outlineLvl w:val='9'/>"),
            p(long, "<w:pStyle w:val='Kopf'/>"),
        )
    )
    found = word(body, s=("styles", styles)).blocks
    assert [(block.shape, block.depth) for block in found] == [
        (Shape.HEADING, 2),
        (Shape.HEADING, 3),
        (Shape.HEADING, 1),
        (Shape.PARAGRAPH, 0),
        (Shape.PARAGRAPH, 0),
        (Shape.PARAGRAPH, 0),
    ]


BODY = p("In this part of the course we talk at some length about families and their neighbours.")


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("Learning Outcomes", "<w:b/>"),
        ("COURSE POLICIES", ""),
        ("Weekly plan", "<w:caps/>"),
        ("Weekly plan", "<w:u w:val='single'/>"),
        ("Weekly plan", "<w:i/>"),
        ("Weekly plan", "<w:sz w:val='36'/>"),
        ("Week 1: Where we come from", "<w:b/>"),
        ("Grading:", "<w:b/>"),
    ],
)
def test_headings_by_look(text: str, look: str) -> None:
    found = word(BODY + p(text, look=look) + BODY).blocks
    assert [block.shape for block in found] == [Shape.PARAGRAPH, Shape.HEADING, Shape.PARAGRAPH]


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("No late work is accepted.", "<w:b/>"),
        ("Office: Room 12", "<w:b/>"),
        ("write to care@example.org", "<w:b/>"),
        ("2024", "<w:b/>"),
        ("Weekly plan", ""),
        ("Weekly plan", "<w:b w:val='0'/>"),
        (
            "Bold that runs on for far more than a dozen words can never be a heading of anything",
            "<w:b/>",
        ),
    ],
)
def test_not_everything_bold_is_a_heading(text: str, look: str) -> None:
    found = word(BODY + p(text, look=look) + BODY).blocks
    assert [block.shape for block in found] == [Shape.PARAGRAPH] * 3


def test_a_look_that_most_of_the_text_has_heads_nothing() -> None:
    lines = [p(f"Bold line {n} of ours", look="<w:b/>") for n in "abc"]
    assert {block.shape for block in word("".join(lines)).blocks} == {Shape.PARAGRAPH}


def test_larger_looks_rank_above_smaller_and_below_styles() -> None:
    body = (
        p("Part One", look="<w:sz w:val='40'/>")
        + p("Families", look="<w:b/>")
        + BODY
        + p("Neighbours", look="<w:b/>")
        + BODY
    )
    assert [block.depth for block in word(body).blocks] == [1, 2, 0, 2, 0]


def test_lists_by_numbering_style_and_typed_bullet() -> None:
    numbering = (
        f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='0'>"
        "<w:lvl w:ilvl='1'><w:pStyle w:val='Sub'/></w:lvl></w:abstractNum></w:numbering>"
    )
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:type='paragraph' w:styleId='Sub'><w:name w:val='Sub'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>"
    )

    def numbered(level: int, series: int = 1) -> str:
        return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{series}'/></w:numPr>"

    body = "".join(
        (
            p("outer", numbered(0)),
            p("inner", numbered(2)),
            p("by style", "<w:pStyle w:val='Sub'/>"),
            p("taken away", "<w:pStyle w:val='Sub'/>" + numbered(0, series=0)),
            p("\u2022\ttyped"),
            p("2. counted"),
            p("-5 degrees"),
        )
    )
    document = word(body, s=("styles", styles), n=("numbering", numbering))
    assert [(block.text, block.shape, block.depth) for block in document.blocks] == [
        ("outer", Shape.ENTRY, 1),
        ("inner", Shape.ENTRY, 3),
        ("by style", Shape.ENTRY, 2),
        ("taken away", Shape.PARAGRAPH, 0),
        ("typed", Shape.ENTRY, 1),
        ("2. counted", Shape.ENTRY, 1),
        ("-5 degrees", Shape.PARAGRAPH, 0),
    ]


def test_absurd_list_levels_cost_nothing() -> None:
    numbering = (
        f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='{'9' * 5000}'>"
        "<w:pStyle w:val='Sub'/></w:lvl></w:abstractNum></w:numbering>"
    )
    assert texts(word(p("It is read."), n=("numbering", numbering))) == ["It is read."]


def test_python_docx_lists_and_character_sizes() -> None:
    made = docx.Document()
    made.add_paragraph("Listen first.", style="List Bullet")
    made.add_paragraph("Then ask.", style="List Number 2")
    style = made.styles.add_style("Big", WD_STYLE_TYPE.CHARACTER)
    style.font.size = Pt(20)
    made.add_paragraph("Before and after words that fill a line of text.")
    made.add_paragraph().add_run("Practice", style="Big")
    made.add_paragraph("Before and after words that fill a line of text.")
    shapes = [block.shape for block in saved(made).blocks]
    assert shapes == [Shape.ENTRY, Shape.ENTRY, Shape.PARAGRAPH, Shape.HEADING, Shape.PARAGRAPH]


# ---- tables


def rows_of(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.shape is Shape.ROW]


def test_rows_carry_cells_header_and_table_number() -> None:
    body = table(row("Week", "Topic", "Reading"), row("1", "Welcome", "")) + table(
        row("Task", "Points"), row("Essay", "40")
    )
    found = rows_of(word(body))
    assert [block.cells for block in found] == [
        ("Week", "Topic", "Reading"),
        ("1", "Welcome", ""),
        ("Task", "Points"),
        ("Essay", "40"),
    ]
    assert [block.header[0] for block in found] == ["Week", "Week", "Task", "Task"]
    assert [block.table for block in found] == [1, 1, 2, 2]
    assert found[0].cells == found[0].header
    assert found[1].text == "1 | Welcome"


@pytest.mark.parametrize(
    "first",
    [
        row("Alpha", "Beta", about="<w:tblHeader/>"),
        row(cell(p("Alpha", look="<w:b/>")), cell(p("Beta", look="<w:b/>"))),
        row(
            *(
                cell(text, about="<w:shd w:val='clear' w:fill='DDDDDD'/>")
                for text in ("Alpha", "Beta")
            )
        ),
    ],
)
def test_header_row_by_mark_bold_or_shade(first: str) -> None:
    found = rows_of(word(table(first, row("one", "two"), row("three", "four"))))
    assert [block.header for block in found] == [("Alpha", "Beta")] * 3


def test_header_row_by_table_style() -> None:
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:type='table' w:styleId='Grid'><w:name w:val='Grid'/>"
        "<w:tblStylePr w:type='firstRow'><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>"
    )
    rows = row("Alpha", "Beta"), row("one", "two")
    on = "<w:tblStyle w:val='Grid'/><w:tblLook w:firstRow='1'/>"
    assert rows_of(word(table(*rows, about=on), s=("styles", styles)))[1].header == (
        "Alpha",
        "Beta",
    )
    old = "<w:tblStyle w:val='Grid'/><w:tblLook w:val='0020'/>"
    assert rows_of(word(table(*rows, about=old), s=("styles", styles)))[1].header == (
        "Alpha",
        "Beta",
    )
    off = "<w:tblStyle w:val='Grid'/><w:tblLook w:firstRow='0'/>"
    assert rows_of(word(table(*rows, about=off), s=("styles", styles)))[1].header == ()


def test_header_below_a_caption() -> None:
    about = "<w:gridSpan w:val='2'/>"
    caption = rows_of(
        word(table(row(cell("Autumn", about=about)), row("Week", "Topic"), row("1", "Birth")))
    )
    assert [block.header for block in caption] == [(), ("Week", "Topic"), ("Week", "Topic")]


def test_table_without_header_has_none() -> None:
    found = rows_of(word(table(row("Ada", "sings"), row("Ben", "reads"))))
    assert [block.header for block in found] == [(), ()]


def test_merged_cells_are_read_once_and_columns_stay_in_line() -> None:
    wide = "<w:gridSpan w:val='2'/>"
    top, below = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    body = table(
        row("Week", "Topic", "Reading"),
        row(cell("1", about=top), "Birth", "Chapter 1"),
        row(cell("unseen", about=below), "Death", "Chapter 2"),
        row(cell("2"), cell("Holiday", about=wide)),
        row(cell("Exams", about=wide), cell("none")),
    )
    assert [block.cells for block in rows_of(word(body))] == [
        ("Week", "Topic", "Reading"),
        ("1", "Birth", "Chapter 1"),
        ("", "Death", "Chapter 2"),
        ("2", "Holiday", ""),
        ("Exams", "", "none"),
    ]


@pytest.mark.parametrize("span", ["10000000", "-3", "many"])
def test_absurd_spans_cost_nothing(span: str) -> None:
    about = f"<w:gridSpan w:val='{span}'/><w:vMerge/>"
    found = rows_of(word(table(row(cell("a", about=about), "b"), row("c", "d"))))
    assert [block.cells for block in found] == [("a", "b"), ("c", "d")]


def test_tracked_and_controlled_rows_and_cells() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = table(
        row("Task", "Due"),
        control.format(row(control.format(cell("Essay")), "May")),
        row("Gone", "April", about="<w:del w:id='1' w:author='a'/>"),
        row("Poem", cell("June"), cell("cut", about="<w:cellDel w:id='2'/>")),
    )
    assert [block.cells for block in rows_of(word(body))] == [
        ("Task", "Due"),
        ("Essay", "May"),
        ("Poem", "June"),
    ]


def test_nested_tables_notes_and_hidden_text_stand_beside_their_row() -> None:
    inner = table(row("Task", "Due"), row("Quiz", "Friday"))
    hidden = p("secret", look="<w:vanish/>")
    document = word(table(row(cell("Outer", inner), cell("x", hidden)), row("y", "z")))
    assert [(block.text, block.table, block.hidden) for block in document.blocks] == [
        ("Outer | x", 1, False),
        ("Task | Due", 2, False),
        ("Quiz | Friday", 2, False),
        ("secret", None, True),
        ("y | z", 1, False),
    ]


def test_frames_of_one_column_are_ordinary_text() -> None:
    body = table(row(cell(p("Our Promise", look="<w:b/>"), BODY, p("\u2022 kept")))) + table(
        row("Task", "Points"), row("Essay", "40")
    )
    document = word(body)
    assert [block.shape for block in document.blocks[:3]] == [
        Shape.HEADING,
        Shape.PARAGRAPH,
        Shape.ENTRY,
    ]
    assert [block.table for block in rows_of(document)] == [1, 1]


# ---- packages and failures


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        WORD + "template.main+xml",
    ],
)
def test_macro_documents_and_templates_are_read(main_type: str) -> None:
    content = package(xml(p("A template.")), main_type=main_type)
    assert texts(read(content, "a.dotx", Limits())) == ["A template."]


def test_strict_open_xml_is_read() -> None:
    strict = xml(p("Strictly speaking.")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read(package(strict), "a.docx", Limits())) == ["Strictly speaking."]


def test_dangling_and_foreign_relationships_do_no_harm() -> None:
    content = package(xml(p("Still here.")), extra={"word/media/huge.png": b"\0" * 3_000_000})
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}image" Target="NULL"/>'
        f'<Relationship Id="b" Type="{OFFICE}styles" Target="lost.xml"/>'
        f'<Relationship Id="c" Type="{OFFICE}attachedTemplate" Target="file:///t" TargetMode="External"/>'
        "</Relationships>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, rels if name.endswith("document.xml.rels") else old.read(name))
    assert texts(read(packed.getvalue(), "a.docx", Limits())) == ["Still here."]


def test_textless_documents_are_empty_or_scanned() -> None:
    picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    assert status_of(package(xml(picture))) is Status.SCANNED
    assert status_of(package(xml("<w:p/>"))) is Status.EMPTY
    assert status_of(package(xml(p("all hidden", look="<w:vanish/>")))) is Status.EMPTY
    assert status_of(b"") is Status.EMPTY


def test_encrypted_files_are_named_so() -> None:
    locked = bytearray(package(xml(p("locked"))))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := locked.find(signature, start + 1)) >= 0:
            locked[start + at] |= 1
    assert status_of(bytes(locked)) is Status.ENCRYPTED


def test_damaged_files_are_named_so() -> None:
    whole = package(xml(p("whole")))
    assert status_of(whole[: len(whole) // 2]) is Status.DAMAGED
    assert status_of(b"not a zip at all") is Status.DAMAGED
    assert status_of(package("<w:document>")) is Status.DAMAGED
    bad_sum = bytearray(whole)
    at = bad_sum.find(b"PK\x01\x02")
    bad_sum[at + 16 : at + 20] = b"\1\2\3\4"
    assert status_of(bytes(bad_sum)) is Status.DAMAGED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_damage() -> None:
    packed = io.BytesIO(package(xml(p("one"))))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/document.xml", xml(p("two")))
    assert status_of(packed.getvalue()) is Status.DAMAGED


def test_other_archives_are_unsupported_or_damaged() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert status_of(package(xml(p("x")), main_type=sheet)) is Status.UNSUPPORTED
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert status_of(packed.getvalue()) is Status.UNSUPPORTED
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert status_of(packed.getvalue()) is Status.DAMAGED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declarations_are_refused(encoding: str) -> None:
    declared = '<!DOCTYPE w [<!ENTITY x "boom">]>' + xml(p("&x;"))
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert status_of(package((head + declared).encode(encoding))) is Status.REFUSED


def test_depth_is_bounded() -> None:
    def nested(levels: int) -> bytes:
        body = p("deep")
        for _ in range(levels):
            body = table(row(cell(body + "<w:p/>"), "beside"))
        return package(xml(body))

    assert read(nested(30), "a.docx", Limits()).words == 31
    assert status_of(nested(30), replace(Limits(), depth=20)) is Status.TOO_LARGE
    assert status_of(nested(300)) is Status.TOO_LARGE


BOUNDS: list[tuple[str, Callable[[], tuple[bytes, Limits]]]] = [
    ("members", lambda: (package(xml(p("x"))), replace(Limits(), archive_members=3))),
    ("part", lambda: (package(xml(p("x" * 900))), replace(Limits(), part_bytes=1_000))),
    ("total", lambda: (package(xml(p("x"))), replace(Limits(), inflated_bytes=900))),
    ("ratio", lambda: (package(xml(p("x " * 1_500_000))), Limits())),
]


@pytest.mark.parametrize("bound", [make for _, make in BOUNDS], ids=[name for name, _ in BOUNDS])
def test_archives_are_bounded(bound: Callable[[], tuple[bytes, Limits]]) -> None:
    content, limits = bound()
    assert status_of(content, limits) is Status.TOO_LARGE


def test_a_lying_size_does_not_help() -> None:
    content = bytearray(package(xml(p("x " * 1_500_000))))
    at = content.find(b"PK\x01\x02")
    while content[at + 46 : at + 63] != b"word/document.xml":
        at = content.find(b"PK\x01\x02", at + 1)
    content[at + 24 : at + 28] = struct.pack("<I", 1_000)
    assert status_of(bytes(content)) is Status.TOO_LARGE


def test_unwanted_members_are_never_inflated() -> None:
    content = package(xml(p("x")), extra={"word/media/i.png": b"\0" * 5_000_000})
    limits = replace(Limits(), inflated_bytes=20_000)
    assert set(inflate(content, limits, lambda name: name == "word/document.xml")) == {
        "word/document.xml"
    }
    with pytest.raises(ReadError):
        inflate(content, limits)


def test_no_file_is_read_through_the_xml(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + xml(p("&x;"))
    assert status_of(package(declared)) is Status.REFUSED


# ---- what python-docx raises becomes a status


def repacked(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one member changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.namelist():
            xml_of_member = old.read(member)
            new.writestr(member, change(xml_of_member) if member == name else xml_of_member)
    return packed.getvalue()


STYLES = {"s.xml": ("styles", f"<w:styles {NAMESPACES}/>")}
TORN: list[tuple[str, str, Callable[[bytes], bytes], Status]] = [
    ("no main part", "_rels/.rels", lambda xml: xml.replace(b"document.xml", b"other.xml"), Status.DAMAGED),
    ("no type of the main part", "[Content_Types].xml", lambda xml: xml.replace(b"/word/document.xml", b"/x").replace(b"Extension='xml'", b"").replace(b'Extension="xml"', b'Extension="y"'), Status.DAMAGED),
    ("types that are none", "[Content_Types].xml", lambda xml: b"<html/>", Status.DAMAGED),
    ("types that are no XML", "[Content_Types].xml", lambda xml: b"\0\1", Status.DAMAGED),
    ("relations that are no XML", "word/_rels/document.xml.rels", lambda xml: b"<<", Status.DAMAGED),
    ("styles that are no XML", "word/s.xml", lambda xml: b"<w:styles", Status.DAMAGED),
    ("styles that declare entities", "word/s.xml", lambda xml: b"<!DOCTYPE x>" + xml, Status.REFUSED),
    ("a depth that the parser refuses", "word/document.xml", lambda xml: b"<a>" * 5_000 + b"</a>" * 5_000, Status.TOO_LARGE),
    ("another root", "word/document.xml", lambda xml: b"<html/>", Status.EMPTY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change", "status"), [case[1:] for case in TORN], ids=[case[0] for case in TORN]
)
def test_torn_packages_have_a_status(
    name: str, change: Callable[[bytes], bytes], status: Status
) -> None:
    assert status_of(repacked(package(xml(p("whole")), STYLES), name, change)) is status


def test_relationships_in_circles_and_to_nowhere_are_not_followed() -> None:
    circle = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}header" Target="document.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}header" Target="h.xml"/></Relationships>'
    ).encode()
    header = {"h.xml": ("header", f"<w:hdr {NAMESPACES}>{p('Above')}</w:hdr>")}
    content = package(
        xml(p("Below")), header, extra={"word/_rels/h.xml.rels": circle, "docProps/core.xml": b"<"}
    )
    assert texts(read(content, "a.docx", Limits())) == ["Below"]


def test_a_style_that_names_nothing_does_no_harm() -> None:
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:styleId='a'><w:basedOn/><w:rPr><w:sz/><w:color/>"
        "</w:rPr></w:style></w:styles>"
    )
    assert texts(word(p("Read.", "<w:pStyle w:val='a'/>"), s=("styles", styles))) == ["Read."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<m:oMathPara><m:oMath><m:r><m:t>a = b</m:t></m:r></m:oMath></m:oMathPara>", ["a = b"]),
        (f"<w:p><w:r><w:ruby><w:rt>{run('gone')}</w:rt><w:rubyBase>{run('kept')}</w:rubyBase></w:ruby></w:r></w:p>", ["kept"]),
        (f"<w:p>{run('a')}<w:r><w:sym w:font='x' w:char='F0B7'/></w:r>{run('b')}</w:p>", ["a b"]),
        (f"<w:p>{run('a')}<w:r><w:ptab/></w:r>{run('b')}<w:r><w:cr/></w:r>{run('c')}</w:p>", ["a b c"]),
        (f"<w:p><w:dir w:val='rtl'>{run('turned')}</w:dir></w:p>", ["turned"]),
        (f"<mc:AlternateContent><mc:Choice Requires='x'>{p('')}</mc:Choice></mc:AlternateContent>" + p("x"), ["x"]),
    ],
)  # fmt: skip
def test_elements_of_their_own(body: str, expected: list[str]) -> None:
    assert texts(word(body)) == expected


def test_columns_skipped_before_a_row_stay_empty() -> None:
    late = row("Birth", "Chapter 1", about="<w:gridBefore w:val='1'/>")
    body = table(row("Week", "Topic", "Reading"), late)
    assert [block.cells for block in rows_of(word(body))][1] == ("", "Birth", "Chapter 1")


def test_a_header_of_the_first_page_counts_where_the_section_asks_for_one() -> None:
    header = ("header", f"<w:hdr {NAMESPACES}>{p('SWK 210 Groups')}</w:hdr>")
    reference = "<w:headerReference w:type='first' r:id='idh.xml'/>"
    asked = word(p("Words.") + f"<w:sectPr>{reference}<w:titlePg/></w:sectPr>", h=header)
    unasked = word(p("Words.") + f"<w:sectPr>{reference}</w:sectPr>", h=header)
    assert texts(asked) == ["SWK 210 Groups", "Words."]
    assert texts(unasked) == ["Words."]


def test_an_entry_with_an_outline_level_is_no_heading() -> None:
    numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='1'/>"
    (block,) = word(p("pasted from a page", numbered)).blocks
    assert (block.shape, block.depth) == (Shape.ENTRY, 1)


def test_lines_of_a_table_of_contents_are_no_headings() -> None:
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:type='paragraph' w:styleId='T'><w:name w:val='toc 1'/>"
        "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
    )
    document = word(BODY + p("Weekly plan", "<w:pStyle w:val='T'/>") + BODY, s=("styles", styles))
    assert {block.shape for block in document.blocks} == {Shape.PARAGRAPH}


# ---- what the page hides, prints by itself, or joins


def visible(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


PLACEHOLDER = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "body",
    [
        PLACEHOLDER.format(p("Enter two objectives.")),
        f"<w:p>{PLACEHOLDER.format(run('Enter two objectives.'))}</w:p>",
        f"<w:p>{PLACEHOLDER.format('<w:r><w:t>Enter two objectives.</w:t></w:r>')}</w:p>",
        PLACEHOLDER.format(PLACEHOLDER.format(p("Enter two objectives."))),
        table(row(PLACEHOLDER.format(cell("Enter two objectives.")), cell(""))),
    ],
)
def test_what_a_template_asks_for_is_hidden(body: str) -> None:
    document = word(p("Listening skills.") + body)
    assert visible(document) == ["Listening skills."]
    assert document.warnings == ("3 words of hidden text left out",)


def test_a_control_that_was_filled_in_is_text() -> None:
    filled = PLACEHOLDER.replace("<w:showingPlcHdr/>", '<w:showingPlcHdr w:val="0"/>')
    assert visible(word(filled.format(p("Explain grief.")))) == ["Explain grief."]


@pytest.mark.parametrize("look", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="Gone"/>'])
def test_struck_text_is_hidden(look: str) -> None:
    gone = (
        f'<w:styles {NAMESPACES}><w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/>'
        "<w:rPr><w:strike/></w:rPr></w:style></w:styles>"
    )
    body = f"<w:p>{run('Explain grief')}{run(' and shame', look)}</w:p>"
    assert visible(word(body, styles=("styles", gone))) == ["Explain grief"]


def test_text_of_a_struck_or_white_paragraph_style_is_hidden() -> None:
    styles = f"<w:styles {NAMESPACES}>" + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for name, look in (("Old", "<w:strike/>"), ("Pale", '<w:color w:val="FFFFFF"/>'))
    )
    kept = run(", kept", '<w:strike w:val="0"/><w:color w:val="000000"/>')
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>{name} text</w:t></w:r>'
        f"{kept}</w:p>"
        for name in ("Old", "Pale")
    )
    document = word(p("Grief.") + body, styles=("styles", styles + "</w:styles>"))
    assert visible(document) == ["Grief.", ", kept", ", kept"]


def test_a_strike_that_is_off_hides_nothing_and_shows_nothing() -> None:
    body = p("Grief.", look='<w:strike w:val="0"/>') + p(
        "no", look='<w:vanish/><w:strike w:val="0"/>'
    )
    assert visible(word(body)) == ["Grief."]


def numbered(levels: str, more: str = "") -> tuple[str, str]:
    return (
        "numbering",
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}</w:numbering>',
    )


def level(place: int, label: str, form: str = "decimal", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
    )


def in_series(text: str, place: int = 0, series: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{series}"/></w:numPr>'
    return p(text, about=numbers)


def test_numbering_that_carries_words_is_text() -> None:
    levels = level(0, "Module %1:", "upperRoman", 4) + level(1, "Week %1.%2") + level(2, "%3.")
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    body = (
        in_series("Grief")
        + in_series("Loss", 1)
        + in_series("Ritual", 1)
        + in_series("A list", 2)
        + in_series("Shame")
        + in_series("Guilt", 1)
        + in_series("Hope", 0, 2)
        + in_series("None", 0, 3)
    )
    assert texts(word(body, numbering=numbered(levels, again))) == [
        "Module IV: Grief",
        "Week IV.1 Loss",
        "Week IV.2 Ritual",
        "A list",
        "Module V: Shame",
        "Week V.1 Guilt",
        "Module IX: Hope",
        "None",
    ]


def test_numbering_of_a_style_and_of_an_empty_cell_is_text() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="Session">'
        '<w:name w:val="Session"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    session = '<w:pStyle w:val="Session"/>'
    body = p("Grief", about=session) + table(
        row(cell(p("", about=session)), "Shame"), row(cell(p("", about=session)), "Guilt")
    )
    document = word(
        body, styles=("styles", styles), numbering=numbered(level(0, "Session %1", "lowerLetter"))
    )
    assert texts(document) == ["Session a Grief", "Session b | Shame", "Session c | Guilt"]


def test_a_page_laid_out_with_a_table_is_read_cell_by_cell() -> None:
    level_1, level_2 = '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>'
    left = cell(p("Contact", about=level_2), "Room 12")
    right = cell(p("Objectives", about=level_2), "Explain grief.", p("Schedule", about=level_2))
    document = word(
        table(
            row(cell(p("Helping", about=level_1), about='<w:gridSpan w:val="2"/>')),
            row(left, right),
        )
        + table(row("Task", "Points"), row(cell(p("Essay", about=level_2), "long"), "40"))
    )
    assert [(block.shape, block.text) for block in document.blocks] == [
        (Shape.HEADING, "Helping"),
        (Shape.HEADING, "Contact"),
        (Shape.PARAGRAPH, "Room 12"),
        (Shape.HEADING, "Objectives"),
        (Shape.PARAGRAPH, "Explain grief."),
        (Shape.HEADING, "Schedule"),
        (Shape.ROW, "Task | Points"),
        (Shape.ROW, "Essay long | 40"),
    ]


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("Explain racism", run("1", RAISED), "Explain racism in care."),
        ("Explain racism,", run("1,2", RAISED), "Explain racism, in care."),
        ("Explain racism", run("a", '<w:position w:val="6"/>'), "Explain racism in care."),
        ("Explain racism", run("*", RAISED), "Explain racism in care."),
        ("Walk 3 km", run("2", RAISED), "Walk 3 km2 in care."),
        ("The 19", run("th", RAISED), "The 19th in care."),
        ("The Mac", run("Neil", RAISED), "The MacNeil in care."),
    ],
)
def test_a_raised_mark_of_a_note_is_no_part_of_the_word(
    before: str, raised: str, text: str
) -> None:
    assert texts(word(f"<w:p>{run(before)}{raised}{run(' in care.')}</w:p>")) == [text]


def test_letters_set_apart_are_words() -> None:
    body = p("L E A R N I N G   O B J E C T I V E S") + p("S C H E D U L E") + p("A B C D F F")
    assert texts(word(body)) == ["LEARNING OBJECTIVES", "SCHEDULE", "A B C D F F"]


def test_bold_lines_that_name_parts_of_a_course_make_a_page_of_a_table() -> None:
    bold = "<w:b/>"
    goals = p("Learning objectives", look=bold) + p("Explain grief.")
    weeks = p("Schedule", look=bold) + p("Week 1: Grief")
    document = word(p("Housing 210") + table(row(cell(p("Room 12")), cell(goals, weeks))))
    headings = [block.text for block in document.blocks if block.shape is Shape.HEADING]
    assert headings[-2:] == ["Learning objectives", "Schedule"]
    assert not rows_of(document)


def test_a_drop_capital_begins_its_word() -> None:
    capital = p("R", about='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts(word(capital + p("acism in care."))) == ["Racism in care."]


def test_comments_are_no_text() -> None:
    comments = f'<w:comments {NAMESPACES}><w:comment w:id="1">{p("shame")}</w:comment></w:comments>'
    body = f'<w:p>{run("Grief.")}<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    assert texts(word(body, comments=("comments", comments))) == ["Grief."]
