"""How much CPU one run costs, side by side in one sitting.

    python benchmarks/startup.py [--rounds 9] [--strict] [SYLLABUS.md SYLLABUS.pdf]

Compares, as whole processes: a minimal typer application that prints one line; gapcheck on a 25 KB
Markdown file and on a ten-page PDF without ruled tables (made here unless named); and a naive
pipeline on the same PDF (pdfplumber's text, a TfidfVectorizer fitted at run time). Rounds are
interleaved, so that a busy machine is busy for all; figures are medians of user + system time.
``--strict`` exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MINIMAL = """
import typer
app = typer.Typer()

@app.command()
def main() -> None:
    typer.echo("one line")

app()
"""
NAIVE = """
import sys
import pdfplumber
from sklearn.feature_extraction.text import TfidfVectorizer
from curriculum_gap import load_rubric

rubric = load_rubric()
with pdfplumber.open(sys.argv[1]) as pdf:
    passages = [line for page in pdf.pages for line in page.extract_text().split("\\n")]
topics = [" ".join(term.text for term in topic.terms) for topic in rubric.topics]
model = TfidfVectorizer(ngram_range=(1, 3), stop_words="english", sublinear_tf=True)
weights = model.fit_transform(topics + passages)
scores = weights[: len(topics)] @ weights[len(topics) :].T
for topic, best in zip(rubric.topics, scores.max(axis=1).toarray().ravel()):
    print(f"{best:.2f} {topic.title}")
"""
BARS = {"Markdown": 1.8, "PDF": 2.5}
NAIVE_BAR = 6.0

WEEKS = (
    "Systems of care and who they leave out",
    "Listening, silence and the first session",
    "Power and privilege in the counselling room",
    "Measuring change: reliability and validity",
    "Stigma and help-seeking in small towns",
    "Families, households and kin",
    "Working with interpreters",
    "Ethics, records and confidentiality",
    "Grief across the life course",
    "Case formulation, first draft due",
)
FILLER = (
    "Read the chapter before class and bring one question about the case; we compare answers in "
    "small groups, then write for ten minutes. The instructor returns drafts within a week, and "
    "late work loses a mark a day unless an extension was agreed in advance by electronic mail."
)


def paragraphs(count: int) -> list[str]:
    """Headings (with ``#``) and paragraphs of an invented syllabus, ``count`` of them."""
    made = ["# COUN 500 Counselling and Society"]
    while len(made) < count:
        week = len(made) // 3
        made.append(f"## Week {week + 1}: {WEEKS[week % len(WEEKS)]}")
        made.append(f"{FILLER} Topic of the week: {WEEKS[(week * 7 + 3) % len(WEEKS)].lower()}.")
        made.append(
            f"Outcome {week + 1}: explain how {WEEKS[week % len(WEEKS)].lower()} bear on care."
        )
    return made


def make_markdown(path: Path) -> None:
    text = "\n\n".join(paragraphs(400))
    path.write_text(text[:25_000], "utf-8")


def make_pdf(path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story: list[object] = []
    for page in range(10):
        for text in paragraphs(22)[page % 3 :]:
            style = styles["Heading2" if text.startswith("#") else "BodyText"]
            story.append(Paragraph(text.lstrip("# "), style))
        story.append(PageBreak())
    SimpleDocTemplate(str(path)).build(story)


def cpu(command: list[str], allowed: tuple[int, ...] = (0,)) -> float:
    """User and system seconds of one process and its children; ``allowed`` are its exit codes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(command[:4])} … exited with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("markdown", nargs="?", type=Path)
    parser.add_argument("pdf", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        markdown, pdf = options.markdown, options.pdf
        if markdown is None:
            make_markdown(markdown := Path(folder) / "course.md")
        if pdf is None:
            make_pdf(pdf := Path(folder) / "course.pdf")
        minimal, naive = Path(folder) / "minimal.py", Path(folder) / "naive.py"
        minimal.write_text(MINIMAL, "utf-8")
        naive.write_text(NAIVE, "utf-8")
        gapcheck = [sys.executable, "-m", "curriculum_gap"]
        cases = {
            "minimal typer application": [sys.executable, str(minimal)],
            "gapcheck --version": [*gapcheck, "--version"],
            "gapcheck, Markdown": [*gapcheck, str(markdown)],
            "gapcheck, Markdown, JSON": [*gapcheck, str(markdown), "-f", "json"],
            "gapcheck, PDF": [*gapcheck, str(pdf)],
            "naive pipeline, PDF": [sys.executable, str(naive), str(pdf)],
        }
        spent: dict[str, list[float]] = {name: [] for name in cases}
        for command in cases.values():  # warm the disk and compile what is not
            cpu(command)
        for _ in range(options.rounds):
            for name, command in cases.items():
                spent[name].append(cpu(command))

    median = {name: statistics.median(seconds) for name, seconds in spent.items()}
    unit = median["minimal typer application"]
    print(f"CPU time, medians of {options.rounds} interleaved rounds")
    for name, seconds in median.items():
        spread = f"{min(spent[name]) * 1000:.0f} to {max(spent[name]) * 1000:.0f}"
        print(f"{name:<28}{seconds * 1000:>7.0f} ms {seconds / unit:>6.2f} ×   ({spread})")
    met = True
    for kind, bar in BARS.items():
        ratio = median[f"gapcheck, {kind}"] / unit
        met &= ratio <= bar
        print(
            f"{kind:<28}{ratio:.2f} × minimal, bar ≤ {bar}: {'met' if ratio <= bar else 'MISSED'}"
        )
    ratio = median["naive pipeline, PDF"] / median["gapcheck, PDF"]
    met &= ratio >= NAIVE_BAR
    verdict = "met" if ratio >= NAIVE_BAR else "MISSED"
    print(f"{'naive pipeline':<28}{ratio:.2f} × gapcheck on the PDF, bar ≥ {NAIVE_BAR}: {verdict}")
    return 0 if met or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
