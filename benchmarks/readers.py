"""What it costs to read each format, beside pandoc, LibreOffice or pdftotext on the same files.

    python benchmarks/readers.py [FOLDER] [--rounds 5] [--only docx,odt] [--most 6]

Reads one course of our own, written in every format as tests/every_format does it; with FOLDER, up
to ``--most`` files of each format below it (those of middling size). Every command is a whole
process: ``read`` reads the files and does no more, ``check`` is the command as people run it
without a cache, the last makes plain text of the files by the other program. They run in turn, so
that a busy machine is busy for all; figures are medians of user + system seconds, ratios are
medians of the ratios in each round. A format that no other program here reads has none, nor has
one whose files the other program (in parentheses) refuses. Extras that are not installed read none.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ROOT / "tests" / "every_format"
READ = """
import sys
from pathlib import Path
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits
from curriculum_gap.readers import read_document
refused = 0
for name in sys.argv[1:]:
    try:
        read_document(Path(name).read_bytes(), name, Limits())
    except ReadError as error:
        refused += 1
sys.exit(refused == len(sys.argv) - 1)
"""
PANDOC = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".ipynb": "ipynb",
    ".tex": "latex",
    ".csv": "csv",
}
"""Suffix → pandoc's name of the format."""
OFFICE = {
    ".doc": "txt:Text",
    ".pptx": "pdf",  # LibreOffice writes no text of slides
    ".xlsx": "csv",
    ".ods": "csv",
}
"""Suffix → what LibreOffice makes of it."""
COLUMNS = "{:<8}{:>6}{:>8}{:>9}{:>9}  {:<12}{:>8}{:>8}{:>8}"


def main() -> int:
    """Measure every format and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="files to read instead of our own")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="suffixes without dots, with commas")
    parser.add_argument("--most", type=int, default=6, help="files of a format")
    options = parser.parse_args()
    only = {f".{suffix}" for suffix in options.only.split(",") if suffix}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        files = _own_files(scratch) if options.folder is None else _files_below(options.folder)
        head = ("format", "files", "KB", "read s", "check s", "other", "its s", "read÷", "check÷")
        print(COLUMNS.format(*head))
        for suffix, paths in sorted(files.items()):
            if not only or suffix in only:
                chosen = _middling(paths, options.most)
                print(_line(suffix, chosen, options.rounds, scratch), flush=True)
    return 0


def _own_files(scratch: Path) -> dict[str, list[Path]]:
    """Our own course in every format, by suffix."""
    sys.path[:0] = [str(OURS), str(ROOT / "tests")]
    from course_builders import BUILDERS
    from one_course import COURSE

    files: dict[str, list[Path]] = {}
    for suffix, build in BUILDERS.items():
        path = scratch / f"course.{suffix}"
        path.write_bytes(build(COURSE))
        files[f".{suffix}"] = [path]
    for path in OURS.glob("course.*"):
        files[path.suffix] = [path]
    return files


def _files_below(folder: Path) -> dict[str, list[Path]]:
    """The files below a folder that gapcheck can read, by suffix."""
    from curriculum_gap.readers import SUFFIXES

    files: dict[str, list[Path]] = {}
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            files.setdefault(path.suffix.lower(), []).append(path)
    return files


def _middling(paths: list[Path], most: int) -> list[Path]:
    """Up to ``most`` files around the middle size."""
    ordered = sorted(paths, key=lambda path: (path.stat().st_size, path.name))
    start = max(0, (len(ordered) - most) // 2)
    return ordered[start : start + most]


def _line(suffix: str, paths: Sequence[Path], rounds: int, scratch: Path) -> str:
    """The line of one format."""
    names = [str(path) for path in paths]
    size = sum(path.stat().st_size for path in paths) / 1e3
    other, others = _other(suffix, names, scratch)
    if subprocess.run([sys.executable, "-c", READ, *names], check=False).returncode:
        return COLUMNS.format(suffix[1:], len(paths), f"{size:,.0f}", *["—"] * 6) + " none is read"
    commands = [
        [[sys.executable, "-c", READ, *names]],
        [[sys.executable, "-m", "curriculum_gap", "check", "-q", "--no-cache", "-j", "1", *names]],
        others,
    ]
    if others and not (_seconds(others) and _is_made(other, paths, scratch)):
        other, others = f"({other})", []
    spent = [[_seconds(each) for each in commands] for _ in range(rounds)]
    read, check, its = (statistics.median(values) for values in zip(*spent, strict=True))
    shown = [f"{read:.2f}", f"{check:.2f}", other, "—", "—", "—"]
    if others:
        ratios = [statistics.median(row[at] / row[2] for row in spent) for at in (0, 1)]
        shown[3:] = [f"{its:.2f}", *(f"{ratio:.2f}" for ratio in ratios)]
    return COLUMNS.format(suffix[1:], len(paths), f"{size:,.0f}", *shown)


def _other(suffix: str, names: list[str], scratch: Path) -> tuple[str, list[list[str]]]:
    """The other program that reads a format, and its commands for these files; no command where
    there is none here."""
    if suffix in PANDOC and shutil.which("pandoc"):
        kind = PANDOC[suffix]
        return "pandoc", [["pandoc", "-f", kind, "-t", "plain", name] for name in names]
    if suffix == ".pdf" and shutil.which("pdftotext"):
        return "pdftotext", [["pdftotext", "-layout", name, "-"] for name in names]
    if suffix in OFFICE and shutil.which("soffice"):
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        out = str(scratch / f"made-of-{suffix[1:]}")
        call = ["soffice", profile, "--headless", "--convert-to", OFFICE[suffix], "--outdir", out]
        return "LibreOffice", [[*call, *names]]
    return "—", []


def _is_made(other: str, paths: Sequence[Path], scratch: Path) -> bool:
    """Whether LibreOffice, which fails in silence, made something of each file."""
    made = {path.stem for path in scratch.glob(f"made-of-{paths[0].suffix[1:].lower()}/*")}
    return other != "LibreOffice" or made >= {path.stem for path in paths}


def _seconds(commands: Sequence[Sequence[str]]) -> float:
    """User and system seconds of processes and their children. 0 where pandoc or LibreOffice fails,
    which is known by the code that it exits with; gapcheck has codes of its own."""
    spent = 0.0
    for command in commands:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent += usage.ru_utime + usage.ru_stime
        if process.returncode and command[0] != sys.executable:
            return 0.0
    return spent


if __name__ == "__main__":
    sys.exit(main())
