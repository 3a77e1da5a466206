"""Syllabi made for measuring: plain and ruled PDF, DOCX, HTML and Markdown, each one different."""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["make_documents", "make_markdown"]

_THEMES = (
    "food insecurity", "systemic racism", "research methods", "regression", "power and privilege",
    "group work", "trauma-informed care", "probability", "health disparities", "library skills",
    "disability studies", "ethics of practice", "field notes", "stigma and help-seeking",
    "assessment", "family systems", "community partners", "burnout", "the interview", "housing",
)  # fmt: skip
_SENTENCES = (
    "Students read two chapters on {a} and write a page about {b}.",
    "We discuss how {a} came about and who speaks of {b}.",
    "The seminar meets in the usual room; bring notes on {a}.",
    "Late work loses a tenth of its points each day unless {a} was agreed on before.",
    "A guest from the county explains {a}, followed by questions on {b}.",
    "Choose a case, describe {a} in it, and compare it with {b}.",
)


def _text(chance: random.Random, sentences: int) -> str:
    return " ".join(
        chance.choice(_SENTENCES).format(a=chance.choice(_THEMES), b=chance.choice(_THEMES))
        for _ in range(sentences)
    )


def _outline(number: int) -> tuple[str, list[tuple[str, list[str]]]]:
    """Title, and headings with their paragraphs; about ten pages."""
    chance = random.Random(number)
    parts = [
        ("Course description", [_text(chance, 12)]),
        ("Learning objectives", [f"Explain {theme}" for theme in chance.sample(_THEMES, 6)]),
        *(
            (f"Week {week}: {chance.choice(_THEMES)}", [_text(chance, 14), _text(chance, 8)])
            for week in range(1, 15)
        ),
        ("Assignments", [_text(chance, 10), _text(chance, 10)]),
        ("Policies", [_text(chance, 20)]),
    ]
    return f"COUR {1000 + number}: {chance.choice(_THEMES).title()}", parts


def make_markdown(folder: Path, count: int) -> None:
    """So many small Markdown files, a hundred to a folder."""
    for number in range(count):
        chance = random.Random(number)
        path = folder / f"{number // 100:03}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        themes = "\n".join(f"- Explain {theme}" for theme in chance.sample(_THEMES, 4))
        path.write_text(
            f"# COUR {number}\n\n## Learning objectives\n\n{themes}\n\n## Schedule\n\n"
            f"{_text(chance, 10)}\n",
            "utf-8",
        )


def make_documents(folder: Path, count: int) -> None:
    """So many documents in four formats; every fourth PDF has a ruled schedule."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = (_pdf, _docx, _html, _markdown)
    for number in range(count):
        makers[number % len(makers)](folder, number)


def _markdown(folder: Path, number: int) -> None:
    title, parts = _outline(number)
    body = "\n\n".join(f"## {head}\n\n" + "\n\n".join(texts) for head, texts in parts)
    (folder / f"{number:05}.md").write_text(f"# {title}\n\n{body}\n", "utf-8")


def _html(folder: Path, number: int) -> None:
    title, parts = _outline(number)
    body = "".join(
        f"<h2>{head}</h2>" + "".join(f"<p>{text}</p>" for text in texts) for head, texts in parts
    )
    page = f"<!doctype html><title>{title}</title><h1>{title}</h1>{body}"
    (folder / f"{number:05}.html").write_text(page, "utf-8")


def _docx(folder: Path, number: int) -> None:
    import docx

    title, parts = _outline(number)
    document = docx.Document()
    document.add_heading(title, 0)
    for head, texts in parts:
        document.add_heading(head, 1)
        for text in texts:
            document.add_paragraph(text)
    document.save(str(folder / f"{number:05}.docx"))


def _pdf(folder: Path, number: int) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    title, parts = _outline(number)
    styles = getSampleStyleSheet()
    story = [Paragraph(title, styles["Title"])]
    for head, texts in parts:
        story.append(Paragraph(head, styles["Heading2"]))
        story += [Paragraph(text, styles["BodyText"]) for text in texts]
    if number % 16 == 0:
        rows = [[Paragraph(text[:200], styles["BodyText"]) for text in texts] for _, texts in parts]
        wide = max(map(len, rows))
        rows = [row + [""] * (wide - len(row)) for row in rows]
        story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(str(folder / f"{number:05}.pdf")).build(story)
