"""Markdown: every shape that syllabi use, with nothing lost and the line of each block."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Block, Document, Limits, Shape
from curriculum_gap.readers.from_markdown import read


def parse(text: str, source: str = "a.md") -> Document:
    return read(dedent(text).encode(), source, Limits())


def shapes(document: Document) -> list[tuple[str, int, str]]:
    return [(block.shape.value, block.depth, block.text) for block in document.blocks]


def rows(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.shape is Shape.ROW]


def test_headings_paragraphs_and_entries_with_their_lines() -> None:
    document = parse("""\
        # SOC 101

        Objectives
        ----------

        Students will *examine* **power**
        and [privilege](https://example.org "t") ![map](m.png).

        - first
          - nested
        1. numbered

           goes on

        > quoted
        """)
    assert [(block.line, *shape) for block, shape in zip(document.blocks, shapes(document), strict=True)] == [
        (1, "heading", 1, "SOC 101"),
        (3, "heading", 2, "Objectives"),
        (6, "paragraph", 0, "Students will examine power and privilege map."),
        (9, "entry", 1, "first"),
        (10, "entry", 2, "nested"),
        (11, "entry", 1, "numbered"),
        (13, "entry", 1, "goes on"),
        (15, "paragraph", 0, "quoted"),
    ]  # fmt: skip
    assert document.words == 16


PLAIN = "Most of the text is set in plain type, which is why bold lines stand out from it."


def test_lines_set_like_headings_rank_below_the_declared_ones() -> None:
    document = parse(f"""\
        ## Schedule

        {PLAIN}

        **Week 1: Race**

        **Bold advice that ends like a sentence.**

        ## Policies

        ** Grading **
        """)
    assert shapes(document) == [
        ("heading", 2, "Schedule"),
        ("paragraph", 0, PLAIN),
        ("heading", 3, "Week 1: Race"),
        ("paragraph", 0, "Bold advice that ends like a sentence."),
        ("heading", 2, "Policies"),
        ("heading", 3, "Grading"),
    ]


def test_headings_by_look_rank_among_each_other() -> None:
    document = parse(f"REQUIRED TEXTS\n\n{PLAIN}\n\n**Week 1**\n\n{PLAIN}\n\n*Aims*\n\n{PLAIN}\n")
    headings = [block for block in document.blocks if block.shape is Shape.HEADING]
    assert [(block.depth, block.text) for block in headings] == [
        (1, "REQUIRED TEXTS"),
        (1, "Week 1"),
        (2, "Aims"),
    ]


def test_hard_breaks_and_sessions_stand_apart() -> None:
    document = parse("Instructor: A. Lee\\\nEmail: a@example.org  \nfor all\nquestions\n\nWeek 1: Class\nand caste\nWeek 2: Gender\n")  # fmt: skip
    assert [(block.line, block.text) for block in document.blocks] == [
        (1, "Instructor: A. Lee"),
        (2, "Email: a@example.org for all questions"),
        (6, "Week 1: Class and caste"),
        (8, "Week 2: Gender"),
    ]


def test_short_lines_that_were_not_wrapped_stand_apart() -> None:
    schedule = "Schedule\nMarch 29 Terms and names\nApril 5 The first talk (a film)\nMay 3 Farewell"
    assert [block.text for block in parse(schedule).blocks] == schedule.split("\n")
    outcomes = "LO1 Say how long a wait lasts.\nLO2 Say why."
    assert len(parse(outcomes).blocks) == 2
    bullets = "• Wk 1 – 2. Fanon’s clinic.\n• Wk 3. Mothers of the square."
    assert len(parse(bullets).blocks) == 2
    wrapped = (
        "Every week one trainee brings a film of her work with a family and says beforehand\n"
        "what she would like to know. The group watches without a word; Dr. Lee speaks last\n"
        "of all."
    )
    assert len(parse(wrapped).blocks) == 1
    assert len(parse("We read, week by week,\nFanon and Memmi. One\nof them in full.").blocks) == 1


def test_pipe_table_keeps_cells_and_its_head() -> None:
    document = parse("""\
        | Week | Topic | Due |
        |------|:-----:|-----|
        | 1 | **Redlining** \\| maps | |
        | 2 | Care | Essay | late addition |
        """)
    head, first, second = rows(document)
    assert head.cells == head.header == first.header == ("Week", "Topic", "Due")
    assert first.cells == ("1", "Redlining | maps", "")
    assert first.text == "1 | Redlining | maps"
    assert (first.table, first.line) == (1, 3)
    # CommonMark parsers drop what goes beyond the head; we do not.
    assert second.cells == ("2", "Care", "Essay", "late addition")


def test_grid_table() -> None:
    document = parse("""\
        Intro

        +--------+----------------------+
        | Week   | Topic                |
        +========+======================+
        | 1      | Health               |
        |        | *equity*             |
        +--------+----------------------+
        | 2      | - Housing            |
        +--------+----------------------+
        """)
    assert [(row.line, row.cells) for row in rows(document)] == [
        (4, ("Week", "Topic")),
        (6, ("1", "Health equity")),
        (9, ("2", "Housing")),
    ]
    assert {row.header for row in rows(document)} == {("Week", "Topic")}


def test_pandoc_tables_of_dashes() -> None:
    simple = parse("""\
        Week   Topic
        ------ -------------
        1      Migration
        2      Borders and law

        After.
        """)
    assert [row.cells for row in rows(simple)] == [
        ("Week", "Topic"),
        ("1", "Migration"),
        ("2", "Borders and law"),
    ]
    assert simple.blocks[-1].text == "After."
    multiline = parse("""\
        ---------------------------
        Week    Topic
        ------- -------------------
        1       Migration and
                its causes

        2       Borders
        ---------------------------

        After.
        """)
    assert [row.cells for row in rows(multiline)] == [
        ("Week", "Topic"),
        ("1", "Migration and its causes"),
        ("2", "Borders"),
    ]
    assert multiline.blocks[-1].text == "After."


def test_html_inside() -> None:
    document = parse("""\
        <script>var hidden = "racism";</script>
        <!-- a comment -->
        <h2 id="w1">Week 1 &amp; 2</h2>

        <table>
        <tr><th>Task</th><th>Weight</th></tr>

        <tr><td>Essay <b>one</b></td><td>40&nbsp;%</td></tr>
        </table>

        <details>
        <summary>More</summary>

        Inside *the* fold<br>and after

        </details>

        <p style="display:none">unseen</p>
        """)
    assert [(block.shape.value, block.text, block.hidden) for block in document.blocks] == [
        ("heading", "Week 1 & 2", False),
        ("row", "Task | Weight", False),
        ("row", "Essay one | 40 %", False),
        ("heading", "More", False),
        ("paragraph", "Inside the fold and after", False),
        ("paragraph", "unseen", True),
    ]
    assert rows(document)[1].header == ("Task", "Weight")
    assert [block.line for block in document.blocks][:3] == [3, 6, 8]
    assert document.words == 14


def test_front_matter_gives_title_and_prose_but_no_settings() -> None:
    document = parse("""\
        ---
        title: "Ethics & Care"
        subtitle: A seminar
        layout: page with many words in it
        output:
          pdf_document:
            title: not this title at all
        schedule:
          - week: 1
            topic: Race and the making of cities
        ---

        Text on line thirteen.
        """)
    assert document.title == "Ethics & Care"
    assert [(block.line, block.text) for block in document.blocks] == [
        (9, "Schedule"),
        (9, "Week 1: Race and the making of cities"),
        (2, "Ethics & Care"),
        (3, "A seminar"),
        (13, "Text on line thirteen."),
    ]


@pytest.mark.parametrize(
    "block",
    [
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\nd: !!python/object/apply:os.system [true]",
        "a: " + "[" * 5000,
        "title: [unclosed",
        "&a a: *a",
    ],
)
def test_hostile_front_matter_costs_nothing(block: str) -> None:
    document = parse(f"---\n{block}\n---\n\n# Course\n")
    assert document.blocks[-1].text == "Course"


def test_a_rule_is_no_front_matter() -> None:
    document = parse("---\n\nA first paragraph\n\n---\n\nA second one\n")
    assert [block.text for block in document.blocks] == ["A first paragraph", "A second one"]


def test_quarto_and_r_markdown() -> None:
    document = parse(
        """\
        ```{r setup, include=FALSE}
        racism <- 1
        ```

        ## `r advdate(mon, 1)`: Vice and virtue {#week-1 .unnumbered}

        ::: {.callout-note title="x"}
        [Meets]{.smallcaps} at {{< var time >}} noon. \\newpage
        :::

        ```
        Week 1  plain fence is text
        ```
        """,
        "a.Rmd",
    )
    assert shapes(document) == [
        ("heading", 2, "Vice and virtue"),
        ("paragraph", 0, "x"),
        ("paragraph", 0, "Meets at noon."),
        ("paragraph", 0, "Week 1 plain fence is text"),
    ]


def test_mdx_imports_are_code() -> None:
    document = parse(
        "import Card from './card'\n\n# Course\n\nimport duties are discussed\n", "a.mdx"
    )
    assert document.blocks[0].text == "Course"


def test_footnotes_and_definitions() -> None:
    document = parse("""\
        See the text.[^1]

        [^1]: Farmer, *Pathologies of Power*.

        Week 1
        :   Caste and class
        """)
    assert shapes(document) == [
        ("paragraph", 0, "See the text."),
        ("note", 0, "Farmer, Pathologies of Power."),
        ("entry", 1, "Week 1: Caste and class"),
    ]


def test_course_numbers_in_lists_stay() -> None:
    assert shapes(parse("215. Cultural Landscapes\n"))[0] == (
        "entry",
        1,
        "215. Cultural Landscapes",
    )


@pytest.mark.parametrize("depth", [30, 49, 50, 51, 99, 100, 101, 400])
@pytest.mark.parametrize("mark", [">", "- "])
def test_deep_nesting_loses_nothing(depth: int, mark: str) -> None:
    document = parse(f"# Course\n\n{mark * depth} canary in the deep\n")
    assert document.blocks[-1].text.endswith("canary in the deep")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000 + "canary",
        "*a_ " * 8_000 + "canary",
        "word [a](b) *x* " * 60_000 + "canary",
        "e" + "\u0301" * 600_000 + " canary",
        "".join("`" * width + "a " for width in range(1, 400)) + "canary",
        "<!--" * 20_000 + "-->\n\ncanary",
        "+-" * 5_000 + "+\n" + "|\n" * 5_000 + "canary",
    ],
    ids=["brackets", "emphasis", "long line", "accents", "backticks", "comments", "wide grid"],
)
def test_monsters_are_read_to_the_end(text: str) -> None:
    assert parse(text).blocks[-1].text.endswith("canary")


def test_what_the_parser_cannot_take_is_said() -> None:
    document = parse("word " * 120_000)
    assert document.warnings == (
        "one line is too long for the Markdown parser: read as plain text",
    )
    assert document.words == 120_000


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Two lines\nof a title  \n===\ntext", ["Two lines of a title"]),
        ("> Quoted\n> ---\n\n- Entry\n  === \t\n", ["Quoted", "Entry"]),
        ("Not\n\n---\n\n- one\n- two-\n", []),
        ("Stopped by a list\n- one\n===\n", []),
    ],
)
def test_underlined_headings_wherever_the_line_stands(text: str, headings: list[str]) -> None:
    found = [block.text for block in parse(text).blocks if block.shape is Shape.HEADING]
    assert found == headings


def test_a_text_is_read_alike_whatever_was_read_before() -> None:
    rich = "Term\n: Meaning\n\n> # Quoted\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nfenced\n```\n\nNote[^1] `x` &amp; ~~y~~\n\n[^1]: Below\n"
    before = parse(rich)
    assert [block.text for block in parse("Plain text").blocks] == ["Plain text"]
    assert parse(rich) == before


@pytest.mark.parametrize(
    "line", ["HLTH 210: Care of the Mind", "Soc 010-701: Care of the Mind", "Week 2 "]
)
def test_a_bold_line_heads_what_follows(line: str) -> None:
    blocks = shapes(parse(f"**{line}**\n\n{PLAIN}\n"))
    assert blocks[0] == ("heading", 1, line.strip())


def test_bold_lines_head_parts_below_the_title_of_the_file() -> None:
    parts = "\n\n".join(f"**{name}**\n\n{PLAIN}" for name in ("Aims", "Texts", "Rules"))
    blocks = shapes(parse(f"# Rivers and Care\n\n## Professor Vale\n\n{parts}\n"))
    assert [block[:2] for block in blocks if block[0] == "heading"] == [
        ("heading", 1), ("heading", 2), ("heading", 2), ("heading", 2), ("heading", 2)
    ]  # fmt: skip


def test_many_bold_lines_are_still_headings_above_running_text() -> None:
    weeks = "\n\n".join(f"**Week {number}: Rivers**" for number in range(1, 9))
    blocks = shapes(parse(f"**Course Overview**\n\n{PLAIN}\n\n{weeks}\n"))
    assert blocks[0] == ("heading", 1, "Course Overview")


def test_bars_of_a_table_that_has_fallen_apart_are_no_text() -> None:
    blocks = shapes(parse("Date\n\n|\n\nTopic\n\n---|---\n\n6 May\n\n> |\n\n* * *\n\nRivers\n"))
    assert [block[2] for block in blocks] == ["Date", "Topic", "6 May", "Rivers"]


NEVER = re.compile(r"()(?!)")  # with the group that some rules put back

# ---- a document for every rule that came from looking at documents: without the rule it fails

RULES = {
    "_LOOSE_BOLD": (f"{PLAIN}\n\n** Week 2 **\n", ("heading", 1, "Week 2")),
    "_STRAY_MARKS": ("Opened **once and for all\n", ("paragraph", 0, "Opened once and for all")),
    "_INLINE_CODE": ("Due `r due(3)` in class\n", ("paragraph", 0, "Due in class")),
    "_LAYOUT_COMMAND": ("Rules \\newpage\n", ("paragraph", 0, "Rules")),
    "_SHORTCODE": ("Meets {{< var time >}} here\n", ("paragraph", 0, "Meets here")),
    "_SPAN": ("[Care]{.smallcaps} first\n", ("paragraph", 0, "Care first")),
    "_ATTRIBUTES": ("## Aims {#aims .unnumbered}\n", ("heading", 2, "Aims")),
    "_LANGUAGE": ("```{r}\nracism <- 1\n```\n\nText\n", ("paragraph", 0, "Text")),
    "_UNSHOWN_ELEMENT": ("<div><script>racism()\n\nText\n", ("paragraph", 0, "Text")),
    "_UNSHOWN_TAG": ("Inline <script> tags\n\nText\n", ("paragraph", 0, "Text")),
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_document_that_fails_without_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = RULES[name]
    assert shapes(parse(text))[-1] == expected
    monkeypatch.setattr(f"curriculum_gap.readers.markdown.rendering.{name}", NEVER)
    try:
        blocks = shapes(parse(text))
    except ReadError:
        return
    assert blocks[-1:] != [expected] or "racism" in str(blocks)


def test_what_stands_below_the_end_of_a_page_is_read() -> None:
    document = parse("Above\n\n</body></html>\n\nBelow\n\n# Week 1\n")
    assert [(block.line, block.text) for block in document.blocks] == [
        (1, "Above"),
        (5, "Below"),
        (7, "Week 1"),
    ]


@pytest.mark.parametrize("marks", [("> ", "> "), ("- ", "  "), ("1. ", "   "), ("> - ", ">   ")])
def test_table_in_a_quotation_or_list_has_no_cell_twice(marks: tuple[str, str]) -> None:
    first, others = marks
    table = [f"{first}| Week | Topic |", f"{others}|---|---|", f"{others}| 1 | Care | Essay |"]
    header, row = rows(parse("\n".join(table) + "\n"))
    assert (header.text, row.text) == ("Week | Topic", "1 | Care | Essay")


def test_entities_of_a_paragraph_too_long_to_parse_are_characters() -> None:
    document = parse("Law &amp; race&mdash;caste. " + "more words " * 2_000)
    assert document.blocks[0].text.startswith("Law & race—caste.")


# ---- text that nobody sees, and boxes whose title is text


@pytest.mark.parametrize(
    "comment",
    [
        "{% comment %}\ngone\n{% endcomment %}",
        "{%- comment -%} gone {%- endcomment -%}",
        "{# gone #}",
        "{{!-- gone --}}",
        "{{/* gone */}}",
        "{::comment}\ngone\n{:/comment}",
        "{% if false %}\ngone\n{% endif %}",
        "%%\ngone\n%%",
        "%% gone %%",
        "<!-- gone -->",
    ],
)
def test_comments_of_templates_are_no_text(comment: str) -> None:
    document = read(f"# Course\n\n{comment}\n\nStays.\n".encode(), "a.md", Limits())
    assert [block.text for block in document.blocks] == ["Course", "Stays."]
    assert document.blocks[1].line == 4 + comment.count("\n") + 1


def test_what_only_looks_like_a_comment_stays() -> None:
    document = parse("# Course {#id}\n\nPapers 50%% and 20%%. {% comment %} No end of it.\n")
    assert [block.text for block in document.blocks] == [
        "Course",
        "Papers 50%% and 20%%. No end of it.",
    ]


@pytest.mark.parametrize(
    "source", ["~~gone~~", "::: {.content-hidden}\ngone\n:::", "::: notes\ngone\n:::"]
)
def test_struck_text_and_hidden_divisions_are_hidden(source: str) -> None:
    document = read(f"# Course\n\n{source}\n\nStays.\n".encode(), "a.qmd", Limits())
    assert [(block.text, block.hidden) for block in document.blocks] == [
        ("Course", False),
        ("gone", True),
        ("Stays.", False),
    ]
    assert document.warnings == ("1 word of hidden text left out",)


def test_single_tildes_strike_words_and_no_subscripts() -> None:
    shown = [(block.text, block.hidden) for block in parse("Read ~two papers~ CO~2~.").blocks]
    assert shown == [("Read CO~2~.", False), ("two papers", True)]


def test_a_hidden_division_ends_at_its_own_fence_or_hides_nothing() -> None:
    nested = "::: {.content-hidden}\n:::: {.x}\ngone\n::::\ngone\n:::\n\nStays.\n"
    assert [block.text for block in parse(nested).blocks if not block.hidden] == ["Stays."]
    assert not any(block.hidden for block in parse("::: {.content-hidden}\nStays.\n").blocks)
    seen = '::: {.content-hidden when-format="pdf"}\nStays.\n:::\n'
    assert not any(block.hidden for block in parse(seen).blocks)


@pytest.mark.parametrize(
    "source",
    [
        '::: {.callout-note title="Week 2: Care"}\nText.\n:::',
        "::: {.callout-note collapse=true summary='Week 2: Care'}\nText.\n:::",
        "::: {.callout-tip}\n## Week 2: Care\n\nText.\n:::",
        ":::{admonition} Week 2: Care\nText.\n:::",
        ":::note[Week 2: Care]\nText.\n:::",
        "::: tip Week 2: Care\nText.\n:::",
        "```{admonition} Week 2: Care\nText.\n```",
        "```{dropdown} Week 2: Care\n:open:\n\nText.\n```",
        "````{note} Week 2: Care\n```{tip}\nText.\n```\n````",
    ],
)
def test_titles_and_text_of_boxes_are_text(source: str) -> None:
    document = read(f"{source}\n\nBelow.\n".encode(), "a.md", Limits())
    assert [block.text for block in document.blocks] == ["Week 2: Care", "Text.", "Below."]
    lines = source.split("\n")
    assert [block.line for block in document.blocks] == [
        next(number for number, line in enumerate(lines, 1) if "Week 2" in line),
        lines.index("Text.") + 1,
        len(lines) + 2,
    ]


def test_titles_of_boxes_that_shortcodes_make_are_text() -> None:
    document = parse('{{< callout title="Week 2: Care" icon=x >}}\nText.\n{{< /callout >}}\n')
    assert [block.text for block in document.blocks] == ["Week 2: Care: Text."]


def test_boxes_and_comments_without_end_take_linear_time() -> None:
    hostile = "::: {.content-hidden}\n" * 10_000 + "\n{% comment\n" * 10_000
    hostile += "".join("`" * length + "{note}\n" for length in range(300, 3, -1))
    assert parse(hostile + "Below.").words


# ---- front matter that holds the course


def test_parts_of_a_course_in_front_matter_are_text_below_their_names() -> None:
    document = parse("""\
        ---
        title: Group Work
        course_description: On families and their neighbours.
        objectives:
          - Listen
        schedule:
          - week: 2
            topic: Care
        header-includes: one two three four
        ---
        Text.
        """)
    assert shapes(document) == [
        ("heading", 2, "Course description"),
        ("entry", 1, "On families and their neighbours."),
        ("heading", 2, "Objectives"),
        ("entry", 1, "Listen"),
        ("heading", 2, "Schedule"),
        ("entry", 1, "Week 2: Care"),
        ("heading", 1, "Group Work"),
        ("paragraph", 0, "Text."),
    ]


def test_a_course_within_front_matter_or_in_json_is_text() -> None:
    nested = "---\ncourse:\n  title: Group Work\n  objectives: [Listen]\n---\nText.\n"
    json = '{\n"title": "Group Work",\n"objectives": ["Listen"]\n}\nText.\n'
    for front in (nested, json):
        document = read(front.encode(), "a.md", Limits())
        assert document.title == "Group Work"
        assert [block.text for block in document.blocks[:2]] == ["Objectives", "Listen"]
        assert document.blocks[-1].text == "Text."


@pytest.mark.parametrize(
    "front", ['+++\ntitle = "Group Work"\ndraft = false\n+++\n', "% Group Work\n% A. Author\n\n"]
)
def test_toml_and_title_blocks_give_the_title(front: str) -> None:
    document = read(f"{front}Text.\n".encode(), "a.md", Limits())
    assert document.title == "Group Work"
    assert [block.text for block in document.blocks] == ["Group Work", "Text."]
