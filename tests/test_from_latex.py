"""LaTeX: the macros of real syllabi survive, settings do not, and nothing is run or followed."""

from __future__ import annotations

import time
from pathlib import Path
from textwrap import dedent

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape, Status
from curriculum_gap.readers.from_latex import read
from curriculum_gap.readers.latex.commands import (
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    HIDING,
    LETTERS,
    PAUSES,
    RANKS,
    SETTINGS,
    TABLES,
)


def parse(text: str) -> Document:
    return read(dedent(text).encode(), "a.tex", Limits())


def body(text: str) -> list[str]:
    return [block.text for block in parse(text).blocks]


def shapes(document: Document) -> list[tuple[int | None, str, int, str]]:
    return [(block.line, block.shape.value, block.depth, block.text) for block in document.blocks]


def test_a_syllabus() -> None:
    document = parse(r"""
        \documentclass[11pt]{article} % class
        \usepackage[margin=1in]{geometry}
        \hypersetup{pdftitle={Not the title}}
        \newcommand{\course}{SOC~101}
        \newcommand{\week}[2]{\subsection*{Week #1: #2}}
        \title{\course{}: Society \& Health}
        \author{A.~Lee \\ Room 5}
        \begin{document}
        \maketitle
        \section*{Course Objectives} % a comment about racism
        Students \emph{examine} \textbf{power} and % gone
        \href{https://example.org/a%20b}{privilege}---``daily'' use, 9--10.

        \begin{enumerate}[label=(\alph*)]
          \item Name \textit{one} cause
          \begin{itemize}
            \item[Due:] a map
          \end{itemize}
        \end{enumerate}
        \week{1}{Caste \& class}
        Read ch.\ 2.\footnote{Or the film.}\vspace{1em} \\
        \noindent Bring \verb|a_b| to class.
        \end{document}
        Never shown.
        """)
    assert document.title == "SOC 101: Society & Health"
    assert shapes(document) == [
        (7, "heading", 1, "SOC 101: Society & Health"),
        (8, "paragraph", 0, "A. Lee Room 5"),
        (11, "heading", 2, "Course Objectives"),
        (12, "paragraph", 0, "Students examine power and privilege—“daily” use, 9–10."),
        (16, "entry", 1, "Name one cause"),
        (18, "entry", 2, "Due: a map"),
        (21, "heading", 3, "Week 1: Caste & class"),
        (22, "paragraph", 0, "Read ch. 2."),
        (22, "note", 0, "Or the film."),
        (23, "paragraph", 0, "Bring a_b to class."),
    ]


def test_tables_become_rows() -> None:
    document = parse(r"""
        \begin{tabularx}{\textwidth}{|l|X|}
        \hline
        \textbf{Week} & \textbf{Topic} \\ \hline
        1 & Housing \& \textit{redlining} \\[2pt]
        \multicolumn{2}{c}{Break} \\
        2 & \begin{tabular}{l} Care \\ Cure \end{tabular} \\
        3 &
        \end{tabularx}
        After.
        """)
    rows = [block for block in document.blocks if block.shape is Shape.ROW]
    assert [row.cells for row in rows] == [
        ("Week", "Topic"),
        ("1", "Housing & redlining"),
        ("Break", ""),
        ("2", "Care Cure"),
        ("3", ""),
    ]
    assert {row.header for row in rows} == {("Week", "Topic")}
    assert rows[1].text == "1 | Housing & redlining"
    assert document.blocks[-1].text == "After."


def test_a_long_table_repeats_no_head() -> None:
    document = parse(r"""
        \begin{longtable}{ll}
        Date & Topic \\ \midrule \endfirsthead
        Date & Topic \\ \midrule \endhead
        May 1 & Migration \\
        \end{longtable}
        """)
    assert [block.cells for block in document.blocks] == [("Date", "Topic"), ("May 1", "Migration")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"Fran\c{c}ois, na\"{\i}ve, \'Etude, Jos\'e, \v{S}im\'anek", "François, naïve, Étude, José, Šimánek"),
        (r"100\% \& \$5 \#1 a\_b \{x\} \S 504 \ldots{} end", "100% & $5 #1 a_b {x} §504 … end"),
        (r"{\bf Bold} and \textcolor{red}{red} and \unknown[opt]{kept}", "Bold and red and kept"),
        (r"\cventry{2020}{Lecturer}{Social Work} x", "2020 Lecturer Social Work x"),
        (r"Score $\geq 90$ of $x_1$", "Score ≥ 90 of x_1"),
        (r"\vskip2em \hspace*{1cm}Text\label{a} \cite{b}here", "Text here"),
        (r"\url{https://example.org/a_b%20c} x", "https://example.org/a_b%20c x"),
        (r"before \[ \sum racism \] after", "before after"),
        (r"one \iffalse secret \fi two", "one two"),
        (r"A 5\% share % comment", "A 5% share"),
    ],
)  # fmt: skip
def test_inline(source: str, text: str) -> None:
    assert body(source) == [text]


def test_lines_set_like_headings() -> None:
    document = parse("\\section{Plan}\n{\\bf \\large Required books}\\\\\nTwo of them.\n")
    assert [(block.shape.value, block.depth) for block in document.blocks] == [
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]


def test_drawings_code_and_formulas_are_no_content() -> None:
    assert body(r"""
        Before.
        \begin{lstlisting}
        racism = 1
        \end{lstlisting}
        \begin{align*} racism &= 1 \end{align*}
        After.
        """) == ["Before.", "After."]


def test_nothing_is_followed_and_it_is_said(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("CANARY")
    document = parse(rf"\input{{{secret}}} \include{{../x}} \write18{{touch y}} " + "Text " * 30)
    assert [block.text for block in document.blocks] == ["Text " * 29 + "Text"]
    assert document.warnings[0].startswith("includes 2 files that were not read: ")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 60_000 + "canary" + "}" * 60_000,
        "\\begin{a}\n" * 5_000 + "canary",
        r"\def\a{\a\a}\a \newcommand{\b}[1]{\b{#1#1}}\b{x} canary",
        r"\begin{document canary } $ \[ {{{ \verb|",
        "\\vspace{" * 5_000 + " canary",
        "\\begin{equation}" * 20_000 + " canary",
        "\\footnote{" * 500 + "canary",
        "\\begin{tabular}{l}" * 500 + "canary",
        "\\\\" * 50_000 + "canary",
    ],
    ids=["braces", "environments", "macros", "unbalanced", "arguments", "formulas", "notes", "tables", "breaks"],
)  # fmt: skip
def test_hostile_source_is_read_to_the_end(text: str) -> None:
    assert any("canary" in line for line in body(text))


def test_titles_share_the_budget_of_the_document_that_holds_them() -> None:
    words = r"\def\x{" + "many words " * 40 + r"}\def\y{" + r"\x" * 200 + "}"
    one, thirty = (parse(words + r"\title{\y}" * count + " Text").words for count in (1, 30))
    assert one < thirty < 10 * one


def test_no_text_is_empty() -> None:
    with pytest.raises(ReadError, match="little text"):
        parse(r"\documentclass{article}\begin{document}\includegraphics{a}\end{document}")


# ---- each command of the tables


@pytest.mark.parametrize("name", sorted(set(DROPPED) - PAUSES))
def test_dropped_commands_go_with_their_arguments(name: str) -> None:
    gone = "{gone}" * DROPPED[name]
    assert body(f"Some words \\{name}{gone} and more.") == ["Some words and more."]


@pytest.mark.parametrize("name", sorted(PAUSES))
def test_pauses_end_a_paragraph(name: str) -> None:
    gone = "{gone}" * DROPPED[name]
    assert body(f"Some words. \\{name}{gone} And more.") == ["Some words.", "And more."]


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_settings_of_commands_are_no_text(name: str) -> None:
    gone = "{gone}" * SETTINGS[name]
    assert body(f"Some words \\{name}{gone}{{and more}}.") == ["Some words and more."]


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_definitions_are_no_text(name: str) -> None:
    if "environment" in name:
        defined = f"\\{name}{{a}}{{gone}}{{gone}}"
    elif name == "newtheorem":
        defined = f"\\{name}{{gone}}{{gone}}"
    elif name.endswith("def"):
        defined = f"\\{name}\\a{{kept}}"
    else:
        defined = f"\\{name}{{\\a}}{'{}' if 'Document' in name else ''}{{kept}}"
    assert body(f"{defined}Words, \\a") in (["Words, kept"], ["Words,"])


@pytest.mark.parametrize("name", sorted(TABLES))
def test_environments_that_are_tables(name: str) -> None:
    settings = "{ll}" * TABLES[name]
    document = parse(f"\\begin{{{name}}}{settings} a & b \\\\ c & d \\end{{{name}}}")
    assert [block.cells for block in document.blocks] == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize("name", sorted(ENVIRONMENT_ARGUMENTS))
def test_settings_of_environments_are_no_text(name: str) -> None:
    settings = "{gone}" * ENVIRONMENT_ARGUMENTS[name]
    assert body(f"\\begin{{{name}}}{settings}Words\\end{{{name}}}") == ["Words"]


@pytest.mark.parametrize("name", sorted(DROPPED_ENVIRONMENTS))
def test_environments_that_are_no_text(name: str) -> None:
    assert body(f"Words\n\\begin{{{name}}}gone & gone\\end{{{name}}}") == ["Words"]


@pytest.mark.parametrize("name", sorted(RANKS))
def test_heading_commands(name: str) -> None:
    (block, _) = parse(f"\\{name}*{{On power}} Some words about it.").blocks
    assert (block.text, block.shape, block.depth) == ("On power", Shape.HEADING, RANKS[name])


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_letters(name: str) -> None:
    assert body(f"x{{}}\\{name} y") == [" ".join(f"x{LETTERS[name]}y".split())]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        (r"\newcommand{\due}[2]{Due #1 (#2)}\due{May}{noon} sharp", ["Due May (noon) sharp"]),
        (r"\def\due#1{Due #1!}\due{May} x", ["Due May! x"]),
        (r"\NewDocumentCommand{\due}{m o}{Due #1}\due{May}{gone} x", ["Due May x"]),
        (r"\newcommand\course{SOC 1}\course{} and \course", ["SOC 1 and SOC 1"]),
        (r"\renewcommand{\section}[1]{gone}\section{Plan} x", ["Plan", "x"]),
        ("One line.\\\\\nAnother line.", ["One line.", "Another line."]),
        (r"\section{Plan\\of the course} x", ["Plan of the course", "x"]),
        (r"\begin{itemize}\item[Week 1] Care\end{itemize}", ["Week 1: Care"]),
        (r"\begin{thebibliography}{9}\bibitem{a} A book\end{thebibliography}", ["A book"]),
        (r"\lstinline|a_b| and \path{a_b}", ["a_b and a_b"]),
        (r"Care\par Cure", ["Care", "Cure"]),
        (r"{\bfseries Required books}\par \textbf{Both} \normalfont of them.", ["Required books", "Both of them."]),
        (r"Learn more: \footnote{In \emph{the} library.}soon.", ["Learn more: soon.", "In the library."]),
        (r"\setlength\parindent 0pt\vskip 1.5\baselineskip Words", ["Words"]),
        (r"\begin{tcolorbox}[a=b]{title=gone}Words\end{tcolorbox}", ["Words"]),
    ],
)  # fmt: skip
def test_commands_of_their_own(source: str, texts: list[str]) -> None:
    assert body(source) == texts


def test_a_rule_below_the_first_row_alone_makes_it_the_header() -> None:
    source = r"\begin{tabular}{ll}Alpha & Beta \\ RULE one & two \\ BELOW three & four \\ END\end{tabular}"
    ruled = parse(source.replace("RULE", r"\midrule").replace("BELOW", "").replace("END", ""))
    grid = parse(
        source.replace("RULE", r"\hline").replace("BELOW", r"\hline").replace("END", r"\hline")
    )
    assert {block.header for block in ruled.blocks} == {("Alpha", "Beta")}
    assert {block.header for block in grid.blocks} == {()}


# ---- what the page hides, joins, or prints by unknown commands


def visible(text: str) -> list[str]:
    return [block.text for block in parse(text).blocks if not block.hidden]


@pytest.mark.parametrize("name", sorted(HIDING - {"note"}))
def test_struck_text_is_hidden(name: str) -> None:
    document = parse(rf"Grief \{name}{{or \emph{{shame}}}} in care.")
    shown = [(block.text, block.hidden) for block in document.blocks]
    assert shown == [("Grief in care.", False), ("or shame", True)]
    assert document.warnings == ("2 words of hidden text left out",)


@pytest.mark.parametrize(
    "white",
    [
        r"\textcolor{white}{shame}",
        r"\textcolor[rgb]{1, 1, 1.0}{shame}",
        r"\textcolor[HTML]{ffffff}{shame}",
        r"{\color[gray]{1}shame}",
        r"\begin{center}\color{white} shame \begin{small}shame\end{small} shame\end{center}",
        r"\iffalse shame \ifx\a\b shame \else shame \fi shame \fi",
        r"\phantom{shame}",
        r"\begin{comment}shame\end{comment}",
    ],
)
def test_white_text_is_hidden_as_far_as_it_is_white(white: str) -> None:
    assert visible(rf"Grief {white} and care.") in (["Grief and care."], ["Grief", "and care."])


@pytest.mark.parametrize(
    "seen",
    [
        r"\colorbox{navy}{\textcolor{white}{shame}}",
        r"\fcolorbox{red}{navy}{\parbox{3cm}{\color{white}shame}}",
        r"\begin{tcolorbox}[colback=navy]\color{white}shame\end{tcolorbox}",
        r"\begin{tabular}{l}\textcolor{white}{shame}\end{tabular}",
        r"\textcolor{red}{shame}",
        r"{\color{white}\color{black}shame}",
        r"\iffalse no \else shame \fi",
        r"\note{shame}",
        r"\pagecolor{navy}\textcolor{white}{shame}",
    ],
)
def test_white_text_on_colour_is_seen(seen: str) -> None:
    text = rf"\pagecolor{{navy}}\begin{{document}}{seen}" if "pagecolor" in seen else seen
    assert " ".join(visible(text)) == "shame"


def test_notes_for_the_speaker_are_hidden_on_slides() -> None:
    slides = r"\documentclass[12pt]{beamer}\begin{document}\note{shame}\textcolor{white}{Grief}"
    assert visible(slides) == ["Grief"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\lettrine{R}{acism} in care", "Racism in care"),
        (r"\lettrine[lines=2]{\color{red}R}{acism} in care", "Racism in care"),
        (r"racism\textsuperscript{1} in care", "racism in care"),
        (r"\textbf{racism}\textsuperscript{1,2} in care", "racism in care"),
        (r"racism$^1$ in care", "racism in care"),
        (r"racism,$^{12}$ in care", "racism, in care"),
        (r"racism$^\ast$ in care$^{\dagger}$ now", "racism in care now"),
        (r"the 19\textsuperscript{th} century", "the 19th century"),
        (r"3 km\textsuperscript{2} of $x^2$", "3 km2 of x^2"),
        (r"racism\footnotemark[1] in care", "racism in care"),
        (r"at H\textsuperscript{1} and \textsuperscript{2}", "at H1 and 2"),
    ],
)
def test_marks_of_notes_and_drop_capitals(source: str, text: str) -> None:
    assert body(source) == [text]


def test_titles_of_boxes_and_thanks_are_text() -> None:
    boxed = r"\begin{tcolorbox}[colback=red,title={Grief in care}] Read.\end{tcolorbox}"
    assert body(boxed) == ["Grief in care", "Read."]
    assert body(r"\begin{tcolorbox}[title=Grief]Read.\end{tcolorbox}") == ["Grief", "Read."]
    assert body(r"Grief\thanks{Revised.} in care") == ["Grief in care", "Revised."]


def test_an_unknown_command_on_a_line_of_its_own_keeps_all_arguments() -> None:
    assert body(r"""
        Before we begin
        \topic{Week 1}{Grief \emph{and} shame}{Read ch. 2}
        \topic[opt]{Week 2}
              {Care}
              {}
        \slot{Care again}
        \settings{key=value}
        We read
        \emph{The River}
        and \other{one}{two} more.
        \begin{plan}{9/1}{4}
        \day{Rest}
        \end{plan}
    """) == [
        "Before we begin",
        "Week 1 Grief and shame Read ch. 2",
        "Week 2 Care",
        "Care again",
        "We read The River and one two more.",
        "9/1 4",
        "Rest",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\\iffalse " * 30_000,
        "\\iffalse \\ifx " * 30_000,
        "\\iffalse " * 30_000 + "\\fi " * 30_000,
        "\\iffalse { " * 30_000 + "\\fi " * 30_000,
        "\\excludecomment{a}" + "\\begin{a}" * 30_000 + "\\end{a}",
        "\\excludecomment{a}" + "\\begin{a}" * 30_000,
        "\\lettrine{" * 20_000,
        "\\sout{" * 20_000 + "a",
        "\\textcolor{white}{" * 20_000,
        "a\\textsuperscript{" * 20_000,
        "racism$^{" * 20_000,
        "\n\\a{{" * 20_000,
        "\\a" * 60_000,
        "\n\\a{b}" * 20_000,
        "\\begin{tcolorbox}" * 20_000,
        "\\end{tcolorbox}" * 20_000 + "a",
    ],
)
def test_hostile_uses_of_these_are_read_to_the_end(text: str) -> None:
    start = time.process_time()
    try:
        parse(text)
    except ReadError as error:
        assert error.status is Status.EMPTY
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"one \if0 secret \fi two", "one two"),
        (r"one \if 0 secret \else too \fi two", "one too two"),
        (r"one \if01 secret \fi \if11 too\fi{} two", "one too two"),
        (r"one \iftrue too \else secret \fi two", "one too two"),
        (r"\newif\ifdraft one \ifdraft secret \else too \fi two", "one too two"),
        (r"\newif\ifdraft\drafttrue one \ifdraft too \else secret \fi two", "one too two"),
        (r"one \iffalse a \iftrue secret \else b \fi c \fi two", "one two"),
        (r"one \ifx\x\y too \else three \fi two", "one too three two"),
        (r"\excludecomment{key} one \begin{key} secret \end{key} two", "one two"),
        (
            r"\excludecomment{key}\includecomment{key} one \begin{key} too \end{key} two",
            "one too two",
        ),
        (r"one \begin{comment} secret \end{comment} two", "one two"),
        (r"\newenvironment{key}{\iffalse}{\fi} one {two}", "one two"),
        (r"one \iffalse two", "one two"),
    ],
)
def test_branches_and_environments_that_are_not_printed(source: str, shown: str) -> None:
    text = " ".join(
        block.text for block in read(source.encode(), "a.tex", Limits()).blocks if not block.hidden
    )
    assert " ".join(text.split()) == shown


def test_conditions_set_in_the_preamble_hold_in_the_text() -> None:
    source = (
        r"\documentclass{article}\newif\ifkey\keyfalse\excludecomment{notes}\begin{document}"
        r"one \ifkey secret\fi\begin{notes}secret\end{notes} two\end{document}"
    )
    document = read(source.encode(), "a.tex", Limits(min_words=0))
    assert "secret" not in " ".join(block.text for block in document.blocks)
