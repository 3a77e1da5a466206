"""Web pages: what is content, what is chrome, and what must not be lost without a word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape, Status
from curriculum_gap.readers.from_html import read

FILLER = "<p>In this course we talk at some length about families and about their neighbours.</p>"


def page(body: str, head: str = "<title>Syllabus</title>") -> Document:
    whole = (
        f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    )
    return read(whole.encode(), "course.html", Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def shown(body: str) -> list[str]:
    return [block.text for block in page(body).blocks if not block.hidden]


def rows(body: str) -> list[Block]:
    return [block for block in page(body).blocks if block.shape is Shape.ROW]


def status_of(content: bytes, limits: Limits | None = None) -> Status:
    with pytest.raises(ReadError) as raised:
        read(content, "course.html", limits or Limits())
    assert raised.value.what
    return raised.value.status


# ---- structure


def test_headings_paragraphs_entries_and_lines() -> None:
    source = (
        b"<html><body>\n<h1>Group Work</h1>\n<p>We meet\nweekly.</p>\n<h2>Outcomes</h2>\n"
        b"<ul>\n<li>listen\n<ol><li>first</li>\n<li>next</li></ol>\n</li>\n<li>speak</li></ul>\n"
    )
    document = read(source, "course.html", Limits())
    assert [(block.text, block.shape, block.depth, block.line) for block in document.blocks] == [
        ("Group Work", Shape.HEADING, 1, 2),
        ("We meet weekly.", Shape.PARAGRAPH, 0, 3),
        ("Outcomes", Shape.HEADING, 2, 5),
        ("listen", Shape.ENTRY, 1, 7),
        ("first", Shape.ENTRY, 2, 8),
        ("next", Shape.ENTRY, 2, 9),
        ("speak", Shape.ENTRY, 1, 11),
    ]
    assert document.format == "html"
    assert document.pages is None
    assert document.title == "Group Work"
    assert document.words == 10


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("un<b>seen</b> labo<i>u</i>r", "unseen labour"),
        ("one<br>two", "one two"),
        ("care&nbsp;&amp;&#32;cure &eacute;t&eacute;", "care & cure été"),
        ("H<sub>2</sub>O<!-- hidden --> runs", "H2O runs"),
        ("soft&shy;ened<wbr>text", "softenedtext"),
        ("bell&#7;&#xD800;&#x9b;s\u202f end", "bell\ufffd›s end"),
        ('<span class="k">Term</span><span>Fall</span>', "Term Fall"),
        ('<span class="k">Credits</span><span class="v">3</span>', "Credits 3"),
        ("<span>Java</span><span>Script</span>", "JavaScript"),
    ],
)
def test_words_are_neither_glued_nor_split(source: str, text: str) -> None:
    assert texts(page(f"<p>{source}</p>")) == [text]


def test_text_outside_any_paragraph_is_kept_in_order() -> None:
    assert shown("start<div>inner<p>deeper</p>tail</div>end") == [
        "start",
        "inner",
        "deeper",
        "tail",
        "end",
    ]


def test_breaks_part_paragraphs_and_lists_but_not_wrapped_lines() -> None:
    assert shown("<p>one thought<br><br>another thought</p>") == ["one thought", "another thought"]
    assert shown("<p>a line that<br>goes on</p>") == ["a line that goes on"]
    found = page("<p>Week 1: birth<br>Week 2: youth<br>Week 3: age</p>").blocks
    assert [block.text for block in found] == ["Week 1: birth", "Week 2: youth", "Week 3: age"]


def test_preformatted_text_is_read_as_plain_text() -> None:
    document = page("<pre>GOALS\n\nto read with\ncare\n\n- maps\n- poems\n</pre>")
    assert texts(document) == ["GOALS", "to read with", "care", "maps", "poems"]
    assert [block.line for block in document.blocks] == [1, 3, 4, 6, 7]


def test_tables_in_preformatted_text_are_counted_with_the_others() -> None:
    plain = "<pre>Week\tTopic\n1\tGrief\n2\tCare\n</pre>"
    ruled = "<table><tr><th>Week<th>Topic<tr><td>3<td>Loss</table>"
    tables = [row.table for row in rows(plain + ruled + plain)]
    assert tables == [1, 1, 1, 2, 2, 3, 3, 3]


def test_absurd_ranks_of_headings_cost_nothing() -> None:
    heading = f"<div role='heading' aria-level='{'9' * 5000}'>Aims</div>"
    found = page(heading + FILLER).blocks[0]
    assert (found.text, found.shape, found.depth) == ("Aims", Shape.HEADING, 6)


def test_definition_lists_join_term_and_meaning() -> None:
    found = page("<dl><dt>Week 1<dd>Birth<dt>Week 2:<dd><p>Youth<dd>More<dt>Alone</dl>").blocks
    assert [block.text for block in found] == ["Week 1: Birth", "Week 2: Youth", "More", "Alone"]
    assert found[0].shape is Shape.ENTRY


def test_quotations_details_and_footnotes_are_content() -> None:
    body = (
        "<blockquote>Nothing about us</blockquote>"
        "<details><summary>Rules</summary><p>Be kind.</p></details>"
        "<section role='doc-endnotes'><ol><li id='fn1'>A source.</li></ol></section>"
    )
    found = page(body + FILLER).blocks
    assert [block.text for block in found[:4]] == [
        "Nothing about us",
        "Rules",
        "Be kind.",
        "A source.",
    ]
    assert found[3].shape is Shape.NOTE


def test_headings_by_role_and_by_look() -> None:
    body = (
        f"<div role='heading' aria-level='2'>Aims</div>{FILLER}"
        f"<p><b>Course Policies</b></p>{FILLER}"
        f"<p><font size='+2'>Plan</font></p>{FILLER}"
        f"<p style='font-weight: bold'>Marks</p>{FILLER}"
        f"<p><b>Office: Room 3</b></p>{FILLER}"
    )
    found = [block for block in page(body).blocks if block.shape is Shape.HEADING]
    assert [block.text for block in found] == ["Aims", "Course Policies", "Plan", "Marks"]


def test_a_long_heading_is_a_paragraph() -> None:
    long = "word " * 40
    assert page(f"<h2>{long}</h2>").blocks[0].shape is Shape.PARAGRAPH


def test_title_is_the_first_heading_unless_it_names_nothing() -> None:
    assert page("<h1>Grief and Loss</h1>x", "<title>Home | Uni</title>").title == "Grief and Loss"
    assert page("<h1>Syllabus</h1>x", "<title>SWK 210 Syllabus</title>").title == "SWK 210 Syllabus"
    assert page("<p>x</p>", "<title>SWK\n 210</title>").title == "SWK 210"


def test_tab_panels_stand_under_the_name_of_their_tab() -> None:
    body = (
        "<h2>Expectations</h2><ul role='tablist' class='nav nav-tabs'>"
        "<li><a role='tab' id='t1'>Of me</a><li><a role='tab' id='t2'>Of you</a></ul>"
        "<div role='tabpanel' aria-labelledby='t1'><p>I listen.</p></div>"
        "<div role='tabpanel' aria-labelledby='t2'><p>You ask.</p></div>"
    )
    found = page(body).blocks
    assert [(block.text, block.depth) for block in found] == [
        ("Expectations", 2),
        ("Of me", 3),
        ("I listen.", 0),
        ("Of you", 3),
        ("You ask.", 0),
    ]


# ---- tables


def test_data_tables_become_rows() -> None:
    body = (
        "<table><caption>Plan</caption><thead><tr><th>Week<th>Topic<th>Reading</thead>"
        "<tr><td>1<td><ul><li>Birth<li>Naming</ul><td>Ch. 1<br>Ch. 2"
        "<tr><td>2<td>Youth<td></table>"
        "<table><tr><td>Task<td>Points<tr><td>Essay<td>40</table>"
    )
    found = rows(body)
    assert [block.cells for block in found] == [
        ("Week", "Topic", "Reading"),
        ("1", "Birth Naming", "Ch. 1 Ch. 2"),
        ("2", "Youth", ""),
        ("Task", "Points"),
        ("Essay", "40"),
    ]
    assert [block.header[:1] for block in found] == [("Week",)] * 3 + [("Task",)] * 2
    assert [block.table for block in found] == [1, 1, 1, 2, 2]
    assert found[2].text == "2 | Youth"
    assert page(body).blocks[0].text == "Plan"


def test_header_of_two_rows_is_the_fuller_one() -> None:
    body = (
        "<table><thead><tr><th colspan=3>Autumn and winter<tr><th>Week<th>Topic<th>Due</thead>"
        "<tr><td>1<td>Birth<td>none</table>"
    )
    assert rows(body)[2].header == ("Week", "Topic", "Due")
    assert rows(body)[0].header == ()


def test_spans_are_read_once_and_columns_stay_in_line() -> None:
    body = (
        "<table><tr><th>Week<th>Topic<th>Due"
        "<tr><td rowspan=2>1<td>Birth<td>Essay"
        "<tr><td>Naming<td>Quiz"
        "<tr><td>2<td colspan=2>Holiday"
        "<tr><td colspan=2>Exams<td>all</table>"
    )
    assert [block.cells for block in rows(body)] == [
        ("Week", "Topic", "Due"),
        ("1", "Birth", "Essay"),
        ("", "Naming", "Quiz"),
        ("2", "Holiday", ""),
        ("Exams", "", "all"),
    ]


@pytest.mark.parametrize("span", ["1000000000", "99999999999999999999", "0", "-1", "x", ""])
def test_absurd_spans_cost_nothing(span: str) -> None:
    body = f"<table><tr><th>a<th>b<tr><td colspan='{span}' rowspan='{span}'>c<td>d</table>"
    assert rows(body)[1].text == "c | d"


def test_layout_tables_are_ordinary_text() -> None:
    body = (
        "<table><tr><td><a href='a.html'>Home</a></td><td><h1>Family Law</h1><p>We read cases.</p>"
        "<table><tr><th>Week<th>Case<tr><td>1<td>Smith</table></td></tr></table>"
        "<table role='presentation'><tr><td>left<td>right<tr><td>down<td>under</table>"
        "<table><tr><td>one cell</table>"
    )
    found = page(body).blocks
    assert [block.text for block in found] == [
        "Home",
        "Family Law",
        "We read cases.",
        "Week | Case",
        "1 | Smith",
        "left",
        "right",
        "down",
        "under",
        "one cell",
    ]
    assert [block.table for block in found if block.shape is Shape.ROW] == [1, 1]


# ---- page chrome


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href='/'>Diversity</a></nav>",
        "<div role='navigation'>Diversity</div>",
        "<header><p>Diversity</p></header>",
        "<footer>Diversity</footer>",
        "<aside>Diversity</aside>",
        "<div class='site-footer'>Diversity</div>",
        "<div id='cookie-banner'>Diversity</div>",
        "<div class='x onetrust-pc-sdk'>Diversity</div>",
        "<ol class='breadcrumb'><li>Diversity</ol>",
        "<div class='sidebar'>Diversity</div>",
        "<a class='skip-link' href='#main'>Skip</a>",
        "<a href='#main'>Skip to main content</a>",
        "<form><label>Diversity <input></label><select><option>Diversity</select></form>",
        "<button>Diversity</button><textarea>Diversity</textarea>",
        "<script>Diversity()</script><style>.Diversity{}</style><template>Diversity</template>",
        "<noscript>Diversity</noscript><svg><text>Diversity</text></svg>",
        "<iframe>Diversity</iframe><object>Diversity</object>",
        "<dialog>Diversity</dialog><!-- Diversity -->",
    ],
)
def test_furniture_is_not_content(furniture: str) -> None:
    body = f"before {furniture} after {FILLER}"
    assert "Diversity" not in " ".join(texts(page(body)))
    assert "Skip" not in " ".join(texts(page(body)))
    assert " ".join(shown(body)).startswith("before after")


def test_furniture_names_do_not_hide_the_page_itself() -> None:
    for name in ("sidebar", "menu", "cookie-wrapper"):
        assert len(shown(f"<div class='{name}'>{FILLER * 3}</div><p>end</p>")) == 4
    titled = f"<header><h1>Family Law</h1><p>Autumn</p></header>{FILLER}"
    assert shown(titled)[:2] == ["Family Law", "Autumn"]
    inner = f"<main><header><p>Term: autumn</p></header>{FILLER}<aside>Mind this.</aside></main>"
    assert shown(inner)[0] == "Term: autumn"
    assert shown(inner)[-1] == "Mind this."


def test_main_wins_where_it_holds_most_of_the_page() -> None:
    chrome = "<div class='x9'>Visit our Diversity Office</div>"
    assert shown(f"{chrome}<h1>Law</h1><main>{FILLER}</main>{chrome}")[0] == "Law"
    assert len(shown(f"{chrome}<main>{FILLER}</main>{chrome}")) == 1
    assert len(shown(f"{FILLER * 3}<main><p>little</p></main>")) == 4
    header = f"<header><p>Autumn</p><h1>Law</h1></header><main>{FILLER}</main>"
    assert shown(header)[:2] == ["Autumn", "Law"]


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        "aria-hidden='true'",
        "style='display: none'",
        "style='color:red; VISIBILITY:hidden'",
        "class='box d-none'",
    ],
)
def test_hidden_text_is_marked_and_reported(hiding: str) -> None:
    document = page(
        f"<p>Seen <span {hiding}>unseen</span> words.</p><div {hiding}><p>Two more</p></div>"
    )
    assert [(block.text, block.hidden) for block in document.blocks] == [
        ("Seen words.", False),
        ("unseen", True),
        ("Two more", True),
    ]
    assert document.words == 2
    assert document.warnings == ("3 words of hidden text left out",)


def test_hidden_rows_and_cells_are_no_evidence() -> None:
    found = page(
        "<table><tr><th>Week<th>Topic<tr hidden><td>1<td>secret<tr><td>2<td>x<p hidden>y</table>"
    ).blocks
    assert [(block.text, block.hidden) for block in found] == [
        ("Week | Topic", False),
        ("1", True),
        ("secret", True),
        ("2 | x", False),
        ("y", True),
    ]


# ---- bytes


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>café</p>".encode(), "café"),
        ("\ufeff<p>café</p>".encode(), "café"),
        ("<html><p>café and more words</p>".encode("utf-16"), "café and more words"),
        ("<html><p>café and more words</p>".encode("utf-16-le"), "café and more words"),
        ("<meta charset=windows-1252><p>“café”</p>".encode("cp1252"), "“café”"),
        ("<meta charset=iso-8859-1><p>“café”</p>".encode("cp1252"), "“café”"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>семья</p>".encode(
                "koi8-r"
            ),
            "семья",
        ),
        ("<meta charset=shift_jis><p>家族と社会</p>".encode("cp932"), "家族と社会"),
        ("<meta charset=iso-2022-jp><p>家族と社会</p>".encode("iso-2022-jp"), "家族と社会"),
        ("<meta charset=windows-1252><p>café</p>".encode(), "café"),
        ("<meta charset=utf-16><p>café</p>".encode(), "café"),
        ("<meta charset=base64><p>café</p>".encode(), "café"),
        ("<meta charset=no-such-thing><p>café</p>".encode(), "café"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><html><p>café</p>".encode("latin-1"), "café"),
        ("<meta charset=utf-8><p>a quiet café</p>".encode("cp1252"), "a quiet café"),
    ],
)
def test_character_sets(source: bytes, text: str) -> None:
    assert texts(read(source, "course.html", Limits())) == [text]


def test_depth_is_read_or_reported() -> None:
    def nested(levels: int) -> bytes:
        return b"<div>" * levels + b"deep words" + b"</div>" * levels

    assert texts(read(nested(1_500), "course.html", Limits())) == ["deep words"]
    assert status_of(nested(5_000)) is Status.TOO_LARGE


def test_size_and_attributes_are_bounded() -> None:
    assert status_of(b"<p>" + b"x" * 2_000, replace(Limits(), html_bytes=1_000)) is Status.TOO_LARGE
    many = " ".join(f"a{n}=1" for n in range(30_000))
    assert status_of(f"<p {many}>text</p>".encode()) is Status.TOO_LARGE
    script = f"<script>{' '.join(str(n) for n in range(30_000))}</script><p>text</p>"
    assert texts(read(script.encode(), "course.html", Limits())) == ["text"]


def test_pages_without_text_are_empty() -> None:
    assert status_of(b"") is Status.EMPTY
    assert status_of(b"<html><body><img src=x></body></html>") is Status.SCANNED
    with pytest.raises(ReadError) as raised:
        read(b"<body><div id=app></div><script>build()</script>", "course.html", Limits())
    assert raised.value.status is Status.ELSEWHERE
    assert "scripts" in raised.value.what


def test_broken_markup_loses_nothing() -> None:
    body = "<table><tr><td>a<td>b<tr><td>c<td>d</table></div></p><p>e <b>f <i>g</b> h</i><li>i<h2>j"
    assert " ".join(texts(page(body))) == "a | b c | d e f g h i j"


# ---- a document for every rule that came from looking at documents: without the rule it fails

READERS = "curriculum_gap.readers."
NEVER = re.compile(r"(?!)")
LONG_CELL = "word " * 400
RULES = {
    "html.page_chrome._CHROME_NAMES": (NEVER, f"<div class='site-footer'>Visit us</div>{FILLER}"),
    "html.page_chrome._LARGEST_SHARE": (1.0, f"<div class='menu'>{FILLER * 3}</div><p>end</p>"),
    "html.blocks._INLINE_LABELS": (frozenset(), "<span class='k'>Term</span><span>Fall</span>"),
    "html.blocks._LONGEST_HEADING": (1_000, f"<h2>{'word ' * 40}</h2>"),
    "html.blocks._LAYOUT_WORDS": (1_000, f"<table><tr><td>{LONG_CELL}<td>b<tr><td>c<td>d</table>"),
    "html.blocks._LAYOUT_ROWS": (9, f"<table>{f'<tr><td>{LONG_CELL}<td>b' * 4}</table>"),
    "html.context._HIDDEN_CLASSES": (frozenset(), "<p class='d-none'>Unseen</p><p>Seen</p>"),
    "html.page._MAIN_SHARE": (0.0, f"{FILLER * 3}<main><p>little</p></main>"),
    "visual_headings._LARGER": (9.0, f"<p><font size='+2'>Plan</font></p>{FILLER}"),
    "visual_headings._LONGEST_ITALIC_HEADING": (
        99,
        f"<p><i>The Care of the Mind in a City</i></p>{FILLER}",
    ),
    "line_breaks._BULLET": (NEVER, "<p>• maps</p>"),
    "line_breaks._NUMBER": (NEVER, "<p>b) poems</p>"),
    "table_grid._LONGEST_COLUMN_NAME": (
        99,
        "<table><tr><td>Week one in which we read the texts of others<td>Topic"
        "<tr><td>one<td>Birth</table>",
    ),
    "table_grid._ROWS_SEARCHED": (0, "<table><tr><td>Week<td>Topic<tr><td>one<td>Birth</table>"),
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_document_that_is_read_otherwise_without_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without, body = RULES[name]
    blocks = page(body).blocks
    monkeypatch.setattr(READERS + name, without)
    assert page(body).blocks != blocks


def test_what_stands_below_the_end_of_the_page_is_read_as_browsers_show_it() -> None:
    document = page("<p>Above</p></body></html>\n<p>Between</p></BODY\n>\n<p>Below</p>")
    assert texts(document) == ["Above", "Between", "Below"]
    assert [block.line for block in document.blocks] == [1, 2, 4]


# ---- text that nobody sees, and text that a click shows


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        (".c9{display:none}", "<p class='c1 c9'>unseen</p>"),
        ("/* a } */ span.x, #n { visibility: HIDDEN }", "<p id=n>unseen</p>"),
        (".c5{text-decoration:line-through}", "<p><span class=c5>unseen</span></p>"),
        (".w{color:#FFFFFF}", "<p class=w>unseen</p>"),
        (".w{color:white}td{background:#fff}", "<table><td class=w>unseen</td></table>"),
        ("", "<p style='color: rgb(255, 255, 255)'>unseen</p>"),
        ("", "<p><font color=white>unseen</font></p>"),
        ("", "<p><del>unseen</del></p>"),
        ("", "<p><s>unseen</s></p>"),
        ("", "<p><strike>unseen</strike></p>"),
        ("", "<p style='text-decoration: underline line-through'>unseen</p>"),
        ("", "<div style='mso-element:comment-list'><p>unseen</p></div>"),
        ("", "<p style='position:absolute; left:-9999px'>unseen</p>"),
        ("", "<p style='text-indent:-9999px'>unseen</p>"),
        ("", "<p style='font-size:0'>unseen</p>"),
        ("", "<p style='opacity: 0'>unseen</p>"),
        ("", "<p style='clip:rect(0 0 0 0); position:absolute'>unseen</p>"),
        ("", "<p style='transform:scale(0)'>unseen</p>"),
        ("", "<p style='content-visibility:hidden'>unseen</p>"),
        ("", "<p style='color:#123456;background:#123456'>unseen</p>"),
        ("", "<p style='color:#fefefe'>unseen</p>"),
        ("", "<p style='color:rgba(0,0,0,0)'>unseen</p>"),
        ("", "<p style='color:hsl(0, 0%, 100%)'>unseen</p>"),
        (".a{font-size:0}", "<p class=a>unseen</p>"),
        (".a{opacity:0}", "<p class=a>unseen</p>"),
        ("body .a, html body p.a{display:none}", "<p class=a>unseen</p>"),
        ("@media screen{.a{display:none}}", "<p class=a>unseen</p>"),
        ("@media all { .a { display:none } }", "<p class=a>unseen</p>"),
    ],
)
def test_text_that_a_style_hides_or_strikes_is_hidden(sheet: str, body: str) -> None:
    document = page(body + FILLER, f"<style>{sheet}</style>")
    assert [block.text for block in document.blocks if block.hidden] == ["unseen"]
    assert document.warnings == ("1 word of hidden text left out",)


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        ("@media print{.a{display:none}}", "<p class=a>seen</p>"),
        (".a .b{display:none}", "<p class=b>seen</p>"),
        (".a{display:none}.a.open{display:block}", "<p class=a>seen</p>"),
        (".a{display:none}", "<p class=a>seen</p><script>show('a')</script>"),
        (".a{display:none}", "<p class=a>seen</p><button onclick=\"show('a')\">More</button>"),
        (".a{background:#003}", "<div class=a><p style='color:#fff'>seen</p></div>"),
        (".a{color:#fff}", "<table><tr><td bgcolor=navy><p class=a>seen</p></table>"),
        (".a{color:#fff}.b{color:#000}", "<p class=a><span class=b>seen</span></p>"),
        ("body{background:#000}.a{color:#fff}", "<p class=a>seen</p>"),
        ("{}}.a{{{;", "<p class=a>seen</p>"),
        (".a{font-size:0}", "<div class=a><p style='font-size:12pt'>seen</p></div>"),
        (".a{opacity:0;transition:opacity 1s}", "<p class=a>seen</p>"),
        ("", "<p style='opacity:0;transform:translateY(9px)'>seen</p>"),
        ("", "<p style='opacity:0.9;font-size:0.9em;left:-5px;text-indent:-20px'>seen</p>"),
        (".a{left:-9999px}.a:hover{left:0}", "<p class=a>seen</p>"),
        ("</style><style media=print>.a{display:none}", "<p class=a>seen</p>"),
    ],
)
def test_text_that_a_reader_may_see_is_not_hidden(sheet: str, body: str) -> None:
    document = page(body + FILLER, f"<style>{sheet}</style>")
    assert document.blocks[0].text == "seen"
    assert not any(block.hidden for block in document.blocks)


def test_what_a_button_in_a_heading_opens_is_seen() -> None:
    body = (
        "<h3><button aria-expanded=false aria-controls=b1>Objectives</button></h3>"
        "<div id=b1 hidden style='display:none'><p>Explain grief.</p></div>"
    )
    document = page(body + FILLER)
    assert [block.text for block in document.blocks][:2] == ["Objectives", "Explain grief."]
    assert not any(block.hidden for block in document.blocks)


def test_white_text_may_stand_on_a_colour_of_a_sheet_that_is_not_here() -> None:
    body = "<p class=banner style='color:#fff'>seen</p>"
    document = page(body, "<link rel=stylesheet href=a.css>")
    assert not document.blocks[0].hidden


def test_many_rules_and_classes_take_linear_time() -> None:
    sheet = ".a{color:red}" * 20_000 + ".b{" + "text-decoration:" * 20_000 + "}@a{" * 20_000
    body = "<p class='a b'>seen</p>" * 5_000
    assert len(page(body, f"<style>{sheet}</style>").blocks) == 5_000


def test_comments_of_an_export_are_no_text_of_the_course() -> None:
    assert shown(
        "<p>Racism<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> in practice.</p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Trauma?</span></p><p>More.</p></div>"
    ) == ["Racism in practice."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("racism<sup>1</sup> in", "racism in"),
        ("racism<sup><a href='#fn1'>12</a></sup>, too", "racism, too"),
        ("racism<sup>[1]</sup>, too", "racism, too"),
        ("racism<sup>1,2</sup> in", "racism in"),
        ("racism<sup>a</sup> in", "racism in"),
        ("racism<span style='vertical-align: super'>3</span> in", "racism in"),
        ("racism¹ and LGBTQ³ clients†", "racism and LGBTQ clients"),
        ("m<sup>2</sup>, km², May 1<sup>st</sup>", "m2, km², May 1st"),
    ],
)
def test_marks_of_notes_do_not_stick_to_words(source: str, text: str) -> None:
    assert shown(f"<p>{source}</p>") == [text]


@pytest.mark.parametrize(
    "body",
    [
        "<div class='enhanceable_content tabs'><ul><li><a href='#f1'>Objectives</a></li></ul>"
        "<div id='f1' style='display:none' aria-hidden='true'><p>Listen.</p></div></div>",
        "<ul class='nav-tabs'><li><a href='#f1'>Objectives</a></li></ul>"
        "<div id='f1' hidden><p>Listen.</p></div>",
        "<button role='tab' aria-controls='f1'>Objectives</button>"
        "<div id='f1' role='tabpanel' style='display:none'><p>Listen.</p></div>",
    ],
)
def test_a_panel_that_a_tab_shows_is_text_below_the_name_of_the_tab(body: str) -> None:
    blocks = [block for block in page(body + FILLER).blocks if block.text == "Listen."]
    assert [block.hidden for block in blocks] == [False]
    headings = [block.text for block in page(body).blocks if block.shape is Shape.HEADING]
    assert headings == ["Objectives"]
