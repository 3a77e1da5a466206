"""LaTeX: the macros of real syllabi survive, settings do not, and nothing is run or followed."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Document, Limits, Shape
from curriculum_gap.readers.from_latex import read
from curriculum_gap.readers.latex.commands import (
    DEFINITIONS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
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
    document = parse(rf"\input{{{secret}}} \include{{../x}} \write18{{touch y}} Text")
    assert [block.text for block in document.blocks] == ["Text"]
    assert "2 files named by \\input" in document.warnings[0]


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
    with pytest.raises(ReadError, match="no text"):
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
