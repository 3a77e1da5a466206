"""Make the pictures of ``docs/reports.md`` from ``examples/``::

    python docs/pictures.py            # needs chromium, soffice and pdftoppm, and gapcheck[test]

Every report is written by the command line, shown by the program that people open it with, and kept
as a small PNG in ``docs/pictures``. All that is seen in them is invented, as the examples are.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SYLLABUS = "examples/coun614-multicultural-counseling.pdf"
LETTER = "examples/coun505-helping-skills.docx"
PROGRAMS = {
    "chromium": ("chromium", "google-chrome"),
    "soffice": ("soffice",),
    "pdftoppm": ("pdftoppm",),
}
WIDTH = 900  # pixels of a picture
COLOURS = 40  # of a picture: reports are text on a few tints
_BETWEEN, _MARGIN = 24, 16  # pixels
MOST_BYTES = 80_000  # of a picture, so that the repository stays small


def main() -> int:
    """Make all pictures; gives 1 where a program is missing."""
    found = {name: _program(names) for name, names in PROGRAMS.items()}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        print(
            f"pictures: {', '.join(missing)} not found; install it and run this again",
            file=sys.stderr,
        )
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _write_reports(work)
        _terminal(work)
        _pages(work)
        _documents(work)
    return 0


def _program(names: Sequence[str]) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


def _run(words: Sequence[str | Path], **environment: str) -> str:
    """Run a program and give what it printed; gapcheck may say that a gate failed."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def _gapcheck(*words: str | Path, **environment: str) -> str:
    return _run([sys.executable, "-m", "curriculum_gap", *words], **environment)


def _write_reports(work: Path) -> None:
    """Every report but the one on the screen."""
    outputs = [f"map.{suffix}" for suffix in ("html", "xlsx", "docx")]
    options = [word for output in outputs for word in ("-o", work / output)]
    _gapcheck("map", "examples", "--isolated", "-q", *options)
    _gapcheck(
        "check", "examples", "--isolated", "-q", "--program-require", "peer-dialogue",
        "--program-require", "diverse-case-material",
        "-o", work / "check.html", "-o", work / "summary.md",
    )  # fmt: skip
    for file in (SYLLABUS, LETTER):
        _gapcheck("annotate", file, "-o", work / f"marked{Path(file).suffix}")


# The terminal and pages


def _terminal(work: Path) -> None:
    """The table, in the colours that a terminal gives it."""
    table = _gapcheck("check", SYLLABUS, "--isolated", COLUMNS="100", FORCE_COLOR="1")
    page = work / "terminal.html"
    page.write_text(_styled(f"<pre>{_colours(table)}</pre>", dark=True), encoding="utf-8")
    _shoot(page, "terminal", 1000, 760)


def _colours(text: str) -> str:
    """ANSI colours as spans of HTML."""
    colours = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "36": "#76e3ea"}
    made, opened = "", 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        if not part.startswith("\x1b["):
            made += html.escape(part)
            continue
        made, opened = made + "</span>" * opened, 0
        codes = part[2:-1].split(";")
        style = "".join(f"color:{colours[code]};" for code in codes if code in colours)
        style += "font-weight:bold;" if "1" in codes else ""
        style += "opacity:.65;" if "2" in codes else ""
        if style:
            made, opened = f'{made}<span style="{style}">', 1
    return made + "</span>" * opened


def _styled(body: str, dark: bool = False) -> str:
    """A page around ``body``: a dark terminal, or a page of a forge."""
    look = "background:#0d1117;color:#e6edf3" if dark else "background:#fff;color:#1f2328"
    return (
        f"<!DOCTYPE html><meta charset=utf-8><style>body{{{look};margin:24px;"
        "font:15px/1.5 'DejaVu Sans',sans-serif}pre{font:14px/1.35 'DejaVu Sans Mono',monospace}"
        "table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:4px 10px;"
        "text-align:left}blockquote{border-left:4px solid #d0d7de;margin:0;padding:0 1em;"
        f"color:#57606a}}</style>{body}"
    )


def _pages(work: Path) -> None:
    """The HTML pages, and the Markdown summary as a forge shows it."""
    _shoot(work / "map.html", "page-map", 1280, 900)
    _shoot(work / "check.html", "page", 1280, 900)
    page = work / "summary.html"
    body = _markdown((work / "summary.md").read_text("utf-8"))
    page.write_text(_styled(body), encoding="utf-8")
    _shoot(page, "summary", 1000, 800)


def _markdown(text: str) -> str:
    """The Markdown of a summary as HTML."""
    from markdown_it import MarkdownIt

    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)


def _shoot(page: Path, name: str, width: int, height: int) -> None:
    """A picture of the beginning of a page."""
    shot = page.with_suffix(".png")
    browser = _program(PROGRAMS["chromium"])
    assert browser is not None
    _run([
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={page.parent / 'browser'}", f"--window-size={width},{height}",
        f"--screenshot={shot}", page.as_uri(),
    ])  # fmt: skip
    _keep([_opened(shot)], name)


# Documents


def _documents(work: Path) -> None:
    """The workbook, the appendix and both marked copies, as they are printed."""
    workbook, appendix, marked = (
        _as_pdf(work / name) for name in ("map.xlsx", "map.docx", "marked.docx")
    )
    _keep(_printed(workbook, [(1, 0.5), (3, 0.6)]), "workbook")
    _keep(_printed(appendix, [(1, 0.62), (2, 0.62)]), "appendix")
    _keep(_printed(work / "marked.pdf", [(1, 0.62)]), "marked-pdf")
    _with_comments(_printed(marked, [(1, 0.78)])[0], work)


def _as_pdf(file: Path) -> Path:
    """A document as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(file.parent / 'office').as_uri()}"
    printed = file.parent / f"printed-{file.suffix[1:]}-{file.stem}"
    _run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", printed, file])
    return printed / f"{file.stem}.pdf"


def _with_comments(page: Image, work: Path) -> None:
    """A page of the marked Word file with its comments beside it, which are not printed."""
    import docx

    page.save(work / "page.png")
    comments = [comment.text for comment in docx.Document(str(work / "marked.docx")).comments]
    # The first comment is on the course: the beginning of it is enough.
    comments[0] = "\n".join([*comments[0].splitlines()[:8], "…"])
    texts = "".join(f"<p>{html.escape(text)}</p>" for text in comments[:6])
    beside = work / "marked.html"
    beside.write_text(
        _styled(
            "<style>body{display:flex;gap:12px;font-size:12px;line-height:1.3}img{width:640px;"
            "align-self:start}p{background:#fff8e1;border-left:3px solid #d4a72c;margin:0 0 8px;"
            f"padding:5px 8px;white-space:pre-line}}</style><img src=page.png><div>{texts}</div>"
        ),
        encoding="utf-8",
    )
    _shoot(beside, "marked-docx", 1000, 760)


def _printed(file: Path, pages: Sequence[tuple[int, float]]) -> list[Image]:
    """The upper parts of pages of a PDF."""
    made = []
    for page, part in pages:
        target = file.with_name(f"{file.stem}-{page}")
        _run(["pdftoppm", "-png", "-singlefile", "-r", "120", "-f", str(page), "-l", str(page),
              file, target])  # fmt: skip
        image = _opened(target.with_suffix(".png"))
        made.append(image.crop((0, 0, image.width, round(image.height * part))))
    return made


# Pictures


def _opened(path: Path) -> Image:
    from PIL import Image

    return Image.open(path).convert("RGB")


def _keep(pictures: Sequence[Image], name: str) -> None:
    """Pictures below each other as one small PNG of few colours."""
    from PIL import Image

    scaled = [_fitted(picture) for picture in pictures]
    height = sum(image.height for image in scaled) + _BETWEEN * (len(scaled) - 1)
    whole = Image.new("RGB", (WIDTH, height), scaled[0].getpixel((0, 0)))
    top = 0
    for image in scaled:
        if top:
            whole.paste("#8c959f", (0, top - _BETWEEN // 2, WIDTH, top - _BETWEEN // 2 + 1))
        whole.paste(image, (0, top))
        top += image.height + _BETWEEN
    target = PICTURES / f"{name}.png"
    whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(
        target, optimize=True
    )
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {size:,} bytes{', too many' * (size > MOST_BYTES)}")


def _fitted(image: Image) -> Image:
    """A picture without the empty margins of its page, no wider than all are."""
    from PIL import Image, ImageChops

    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(image, ground).getbbox() or (0, 0, *image.size)
    image = image.crop(
        (
            max(left - _MARGIN, 0),
            max(top - _MARGIN, 0),
            min(right + _MARGIN, image.width),
            min(bottom + _MARGIN, image.height),
        )
    )
    height = round(image.height * min(1, WIDTH / image.width))
    return image.resize((min(WIDTH, image.width), height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
