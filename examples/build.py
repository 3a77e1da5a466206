"""Build the PDF and DOCX examples from the Markdown in ``sources/*.md.in`` (no suffix that
gapcheck reads, so that ``gapcheck examples`` counts no course twice).

    python examples/build.py [FOLDER]

writes them beside this file (or into FOLDER). The same reportlab and python-docx give the same
bytes: no clock, no random ids. In a source, a table with an empty header row has none, and a cell
``<`` is merged with the one before it.
"""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).parent
BUILT_ON = datetime(2026, 9, 1, 9, 0, 0)


@dataclass(frozen=True)
class Look:
    """How one example is printed. ``styled`` headings use Word's styles, others only bold type."""

    header: str
    paper: str = "letter"
    font: str = "Times"
    styled: bool = True


EXAMPLES = {
    "coun614-multicultural-counseling.pdf": Look("Marrow Creek State University · COUN 614"),
    "coun505-helping-skills.docx": Look("COUN 505 · Fall 2026", styled=False),
    "sowk3410-social-policy.docx": Look("SOWK 3410 · Social Policy and Mental Health"),
    "programme-handbook.pdf": Look(
        "University of Ashdown Bridge · MSc Counselling and Psychological Therapies",
        paper="A4",
        font="Helvetica",
    ),
}


@dataclass(frozen=True)
class Part:
    """One block of a source. ``kind`` is h1–h3, text, bullet, number or table; a span of text is
    (text, bold, italic); a cell is a list of spans, None when merged with the one before."""

    kind: str
    spans: tuple[tuple[str, bool, bool], ...] = ()
    rows: tuple[tuple[tuple[tuple[str, bool, bool], ...] | None, ...], ...] = ()
    has_header: bool = False


def read_source(name: str) -> list[Part]:
    """The source of an example as a list of blocks."""
    text = (HERE / "sources" / name).with_suffix(".md.in").read_text(encoding="utf-8")
    parts: list[Part] = []
    rows: list[tuple[Any, ...]] = []
    row: list[Any] = []
    kinds: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        match token.type:
            case "heading_open":
                kinds.append(token.tag)
            case "bullet_list_open":
                kinds.append("bullet")
            case "ordered_list_open":
                kinds.append("number")
            case "heading_close" | "bullet_list_close" | "ordered_list_close":
                kinds.pop()
            case "table_open":
                kinds.append("cell")
                rows = []
            case "tr_open":
                row = []
            case "tr_close":
                rows.append(tuple(row))
            case "table_close":
                kinds.pop()
                has_header = any(rows[0])
                kept = tuple(rows if has_header else rows[1:])
                parts.append(Part("table", rows=kept, has_header=has_header))
            case "inline":
                spans = read_spans(token)
                if kinds and kinds[-1] == "cell":
                    row.append(None if token.content == "<" else spans)
                else:
                    parts.append(Part(kinds[-1] if kinds else "text", spans))
    return parts


def read_spans(token: Token) -> tuple[tuple[str, bool, bool], ...]:
    """Inline Markdown as (text, bold, italic)."""
    bold = italic = False
    spans = []
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
        else:
            spans.append((child.content or " ", bold, italic))
    return tuple(spans)


def plain(spans: tuple[tuple[str, bool, bool], ...] | None) -> str:
    return "".join(text for text, _bold, _italic in spans or ())


def column_shares(part: Part) -> list[float]:
    """Widths of a table's columns, 0–1, by the longest text in each, with a floor."""
    longest = [
        max(12, *(min(len(plain(row[index])), 60) + 6 for row in part.rows))
        for index in range(len(part.rows[0]))
    ]
    return [length / sum(longest) for length in longest]


def as_pdf(parts: list[Part], look: Look) -> bytes:
    """The blocks as a PDF with ruled tables, a running header and page numbers."""
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    regular, bold = {
        "Times": ("Times-Roman", "Times-Bold"),
        "Helvetica": ("Helvetica", "Helvetica-Bold"),
    }[look.font]
    paper = pagesizes.A4 if look.paper == "A4" else pagesizes.letter
    body = ParagraphStyle("body", fontName=regular, fontSize=10.5, leading=14, spaceAfter=6)
    cell = ParagraphStyle("cell", body, fontSize=9.5, leading=12, spaceAfter=0)
    entry = ParagraphStyle("entry", body, leftIndent=16, bulletIndent=4, spaceAfter=3)
    headings = {
        tag: ParagraphStyle(
            tag,
            fontName=bold,
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=size * 0.7,
            spaceAfter=4,
            keepWithNext=1,
        )
        for tag, size in (("h1", 18), ("h2", 13.5), ("h3", 11.5))
    }

    def marked(spans: tuple[tuple[str, bool, bool], ...] | None, strong: bool = False) -> str:
        text = ""
        for words, is_bold, is_italic in spans or ():
            piece = escape(words, quote=False)
            piece = f"<i>{piece}</i>" if is_italic else piece
            text += f"<b>{piece}</b>" if is_bold or strong else piece
        return text

    def on_page(canvas: Any, document: Any) -> None:
        canvas.setFont(regular, 8.5)
        canvas.drawString(document.leftMargin, paper[1] - 40, look.header)
        canvas.drawCentredString(paper[0] / 2, 36, f"Page {document.page}")

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=paper,
        title=plain(parts[0].spans),
        author="gapcheck examples",
        invariant=1,
        topMargin=62,
        bottomMargin=58,
    )
    story: list[Any] = []
    count = 0
    for part in parts:
        count = count + 1 if part.kind == "number" else 0
        if part.kind == "table":
            spans = [
                ("SPAN", (column - 1, line), (column, line))
                for line, row in enumerate(part.rows)
                for column, content in enumerate(row)
                if content is None
            ]
            table = Table(
                [
                    [Paragraph(marked(c, part.has_header and n == 0), cell) for c in row]
                    for n, row in enumerate(part.rows)
                ],
                colWidths=[share * document.width for share in column_shares(part)],
                repeatRows=int(part.has_header),
                spaceAfter=8,
            )
            table.setStyle(
                TableStyle(
                    [
                        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
                        ("VALIGN", (0, 0), (-1, -1), "TOP"),
                        *([("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)] * part.has_header),
                        *spans,
                    ]
                )
            )
            story += [table, Spacer(1, 4)]
        elif part.kind in headings:
            story.append(Paragraph(marked(part.spans), headings[part.kind]))
        elif part.kind in ("bullet", "number"):
            sign = f"{count}." if count else "\u2022"
            story.append(Paragraph(marked(part.spans), entry, bulletText=sign))
        else:
            story.append(Paragraph(marked(part.spans), body))
    document.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return buffer.getvalue()


def as_docx(parts: list[Part], look: Look) -> bytes:
    """The blocks as a Word document."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    core = document.core_properties
    core.author, core.title = "gapcheck examples", plain(parts[0].spans)
    core.created = core.modified = BUILT_ON
    document.sections[0].header.paragraphs[0].text = look.header

    def write(paragraph: Any, spans: tuple[tuple[str, bool, bool], ...] | None) -> None:
        for text, is_bold, is_italic in spans or ():
            run = paragraph.add_run(text)
            run.bold, run.italic = is_bold or None, is_italic or None

    for part in parts:
        if part.kind == "table":
            table = document.add_table(len(part.rows), len(part.rows[0]), style="Table Grid")
            for line, row in enumerate(part.rows):
                for column, content in enumerate(row):
                    if content is None:
                        table.cell(line, column - 1).merge(table.cell(line, column))
                    else:
                        write(table.cell(line, column).paragraphs[0], content)
                        if line == 0 and part.has_header:
                            for run in table.cell(line, column).paragraphs[0].runs:
                                run.bold = True
            document.add_paragraph()
        elif part.kind in ("h1", "h2", "h3"):
            rank = int(part.kind[1])
            if look.styled:
                write(document.add_heading(level=rank - 1), part.spans)
            else:
                paragraph = document.add_paragraph()
                write(paragraph, part.spans)
                for run in paragraph.runs:
                    run.bold, run.font.size = True, Pt(20 - 4 * rank)
        elif part.kind in ("bullet", "number"):
            style = "List Bullet" if part.kind == "bullet" else "List Number"
            write(document.add_paragraph(style=style), part.spans)
        else:
            write(document.add_paragraph(), part.spans)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def with_fixed_times(package: bytes) -> bytes:
    """The same zip archive with every member dated BUILT_ON."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, BUILT_ON.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, old.read(member))
    return buffer.getvalue()


def build(name: str) -> bytes:
    """One example, by file name."""
    render = as_pdf if name.endswith(".pdf") else as_docx
    return render(read_source(name), EXAMPLES[name])


def main(folder: Path = HERE) -> None:
    for name in EXAMPLES:
        (folder / name).write_bytes(build(name))
        print(folder / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
