"""The course of `one_course` in each format, from its values to the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from one_course import Bullets, Course, Paragraph, Table

__all__ = ["BUILDERS"]


def build_text(course: Course) -> bytes:
    lines = [course.title, "=" * len(course.title), ""]
    lines += [line for text in course.lines for line in (text, "")]
    for part in course.parts:
        lines += [part.heading, "-" * len(part.heading), ""]
        for content in part.content:
            match content:
                case Paragraph(text):
                    lines += [text, ""]
                case Bullets(entries):
                    lines += [*(f"- {entry}" for entry in entries), ""]
                case Table():
                    lines += ["\t".join(row) for row in (content.header, *content.rows)]
                    lines.append("")
    return "\n".join(lines).encode()


def _markdown_parts(course: Course) -> Iterator[str]:
    """The title with the lines below it, then each part."""
    yield "\n\n".join([f"# {course.title}", *course.lines])
    for part in course.parts:
        yield "\n\n".join([f"## {part.heading}", *map(_markdown_of, part.content)])


def _markdown_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return text
        case Bullets(entries):
            return "\n".join(f"- {entry}" for entry in entries)
        case Table(_, header, rows):
            lines = [header, ["---"] * len(header), *rows]
            return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def build_markdown(course: Course) -> bytes:
    return "\n\n".join(_markdown_parts(course)).encode()


def build_ipynb(course: Course) -> bytes:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": part.splitlines(keepends=True)}
        for part in _markdown_parts(course)
    ]
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": []}
    cells.insert(1, {**code, "source": ["import calendar\n", "print(calendar.month(2027, 9))"]})
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1).encode()


def html_of(course: Course) -> str:
    """The course as a web page."""
    parts = [f"<h1>{escape(course.title)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in course.lines]
    for part in course.parts:
        parts.append(f"<h2>{escape(part.heading)}</h2>")
        parts += map(_html_of, part.content)
    head = f'<head><meta charset="utf-8"><title>{escape(course.title)}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{''.join(parts)}</body></html>"


def _html_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Bullets(entries):
            return "<ul>" + "".join(f"<li>{escape(entry)}</li>" for entry in entries) + "</ul>"
        case Table(_, header, rows):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
            body = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in (head, *body)) + "</table>"


def build_html(course: Course) -> bytes:
    return html_of(course).encode()


def build_mhtml(course: Course) -> bytes:
    page = MIMEText(html_of(course), "html", "utf-8")
    page["Content-Location"] = "https://college.example/coun531"
    mail = MIMEMultipart("related", type="text/html")
    mail["From"], mail["Subject"] = "<Saved by a browser>", course.title
    mail.attach(page)
    return mail.as_bytes()


def build_latex(course: Course) -> bytes:
    lines = [
        "\\documentclass{article}",
        f"\\title{{{_tex(course.title)}}}",
        "\\begin{document}",
        "\\maketitle",
        *(_tex(line) + "\n" for line in course.lines),
    ]
    for part in course.parts:
        lines += [f"\\section{{{_tex(part.heading)}}}", *map(_latex_of, part.content)]
    return "\n".join([*lines, "\\end{document}"]).encode()


def _tex(text: str) -> str:
    return text.replace("%", "\\%").replace("&", "\\&")


def _latex_of(content: Paragraph | Bullets | Table) -> str:
    match content:
        case Paragraph(text):
            return _tex(text) + "\n"
        case Bullets(entries):
            items = "\n".join(f"\\item {_tex(entry)}" for entry in entries)
            return f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}\n"
        case Table(_, header, rows):
            lines = [" & ".join(map(_tex, row)) + " \\\\" for row in (header, *rows)]
            columns = "l" * len(header)
            body = "\n".join([lines[0], "\\hline", *lines[1:]])
            return f"\\begin{{tabular}}{{{columns}}}\n{body}\n\\end{{tabular}}\n"


def build_docx(course: Course) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(course.title, 0)
    for line in course.lines:
        document.add_paragraph(line)
    for part in course.parts:
        document.add_heading(part.heading, 1)
        for content in part.content:
            match content:
                case Paragraph(text):
                    document.add_paragraph(text)
                case Bullets(entries):
                    for entry in entries:
                        document.add_paragraph(entry, style="List Bullet")
                case Table(_, header, rows):
                    table = document.add_table(0, len(header))
                    for row in (header, *rows):
                        for cell, text in zip(table.add_row().cells, row, strict=True):
                            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rows_of(course: Course) -> list[list[str]]:
    """The course as rows of one sheet, as people write it in a spreadsheet."""
    rows = [[course.title], *([line] for line in course.lines)]
    for part in course.parts:
        rows += [[], [part.heading]]
        for content in part.content:
            rows += sheet_rows(content)
    return rows


def sheet_rows(content: Paragraph | Bullets | Table) -> list[list[str]]:
    match content:
        case Paragraph(text):
            return [[text]]
        case Bullets(entries):
            return [[entry] for entry in entries]
        case Table(_, header, rows):
            return [list(header), *map(list, rows)]


def build_csv(course: Course) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows_of(course))
    return out.getvalue().encode()


BUILDERS: dict[str, Callable[[Course], bytes]] = {
    "md": build_markdown,
    "html": build_html,
    "mhtml": build_mhtml,
    "txt": build_text,
    "tex": build_latex,
    "ipynb": build_ipynb,
    "docx": build_docx,
}
"""Suffix of a format → what writes the course in it."""
