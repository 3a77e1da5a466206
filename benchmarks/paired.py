"""What a change costs: the same commands by two installations of gapcheck, in turn, as ratios.

    python benchmarks/paired.py BEFORE FOLDER [--rounds 5] [--only cold,pdf,docx,warm,stages]
                                [--strict]

BEFORE is the Python of an environment in which the commit to compare with is installed; FOLDER
holds syllabi to draw from. The Python that runs this program has the present commit. Both run the
same command directly after each other, so that a busy machine is busy for both; a figure is the
median of the ratios (now ÷ before) of user + system time, workers included.

cold   one Markdown and one PDF file, each as a whole process with an empty cache
pdf    all PDF files of FOLDER, one process, no cache
docx   all DOCX files of FOLDER, likewise
warm   all files of FOLDER again, answered from the cache
stages what sections, keywords and levels of up to 60 files of FOLDER take, reading apart (see
       ``stages.py``)

``--strict`` exits with 1 where a ratio is over its bar.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from startup import cpu, make_markdown, make_pdf

BARS = {"cold Markdown": 1.15, "cold PDF": 1.15, "pdf": 1.3, "docx": 2.0, "warm": 1.1,
        "stages": 1.5}  # fmt: skip
"""Highest ratios allowed while the code is rebuilt."""
STAGED_SUFFIXES = {".docx", ".html", ".md", ".pdf", ".tex", ".txt"}
MOST_STAGED = 60
"""Documents whose stages are timed: enough of every format, and a minute a round."""


def main() -> int:
    """Measure what was asked for, print a line for each, and say whether bars were met."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(options.folder, Path(folder))
        chosen = options.only.split(",") if options.only else list(commands)
        met = True
        for name, command in commands.items():
            if name.split()[0] in chosen or name in chosen:
                met &= _compare(name, command, options.before, options.rounds)
        if "stages" in chosen or not options.only:
            met &= _compare_stages(options.folder, options.before, options.rounds)
    return 0 if met or not options.strict else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("before", help="the Python with the commit to compare with")
    parser.add_argument("folder", type=Path, help="syllabi to draw from")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="names of the parts to measure, with commas")
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def _commands(corpus: Path, scratch: Path) -> dict[str, Callable[[str, Path], list[str]]]:
    """By name, what makes the command line for a Python and its cache folder."""
    make_markdown(scratch / "course.md")
    make_pdf(scratch / "course.pdf")
    kinds = {kind: scratch / kind for kind in ("pdf", "docx")}
    for kind, folder in kinds.items():
        folder.mkdir()
        for number, path in enumerate(sorted(corpus.rglob(f"*.{kind}"))):
            shutil.copyfile(path, folder / f"{number:04}.{kind}")

    def batch(folder: Path) -> Callable[[str, Path], list[str]]:
        return lambda python, _: _gapcheck(python, folder, "-q", "-j", "1", "--no-cache")

    return {
        "cold Markdown": lambda python, _: _gapcheck(python, scratch / "course.md"),
        "cold PDF": lambda python, _: _gapcheck(python, scratch / "course.pdf"),
        "pdf": batch(kinds["pdf"]),
        "docx": batch(kinds["docx"]),
        "warm": lambda python, _: _gapcheck(python, corpus, "-q", "-j", "1"),
    }


def _gapcheck(python: str, *arguments: str | Path) -> list[str]:
    return [python, "-m", "curriculum_gap", *map(str, arguments)]


def _compare(
    name: str, command: Callable[[str, Path], list[str]], before: str, rounds: int
) -> bool:
    """Print the median ratio of ``rounds`` pairs after one pair that counts for nothing."""
    ratios, seconds = [], []
    with tempfile.TemporaryDirectory() as folder:
        caches = {
            python: Path(folder) / str(n) for n, python in enumerate((before, sys.executable))
        }
        for number in range(rounds + 1):
            spent = {}
            for python, cache in caches.items():
                os.environ["GAPCHECK_CACHE_DIR"] = str(cache)
                spent[python] = cpu(command(python, cache), allowed=(0, 3))
            if number:
                ratios.append(spent[sys.executable] / spent[before])
                seconds.append(spent[sys.executable])
    ratio, bar = statistics.median(ratios), BARS[name]
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    verdict = "met" if ratio <= bar else "MISSED"
    now = f"{statistics.median(seconds):.2f} s"
    print(f"{name:<15}{ratio:5.2f} × before ({spread}), {now} now; bar ≤ {bar}: {verdict}")
    return ratio <= bar


def _compare_stages(folder: Path, before: str, rounds: int) -> bool:
    """Print the median ratio of each stage, and say whether that of all three meets its bar."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in STAGED_SUFFIXES)
    files = files[:: max(1, -(-len(files) // MOST_STAGED))]
    ratios: dict[str, list[float]] = {}
    now: dict[str, float] = {}
    for _ in range(rounds):
        then, now = (_stages(python, files) for python in (before, sys.executable))
        for stage, spent in now.items():
            ratios.setdefault(stage, []).append(spent / then[stage])
    for stage, values in ratios.items():
        spread = f"{min(values):.2f}–{max(values):.2f}"
        print(
            f"{stage:<15}{statistics.median(values):5.2f} × before ({spread}), {now[stage]:.1f} ms"
        )
    ratio, bar = statistics.median(ratios["all"]), BARS["stages"]
    verdict = "met" if ratio <= bar else "MISSED"
    print(f"stages         {ratio:5.2f} × before, {len(files)} files; bar ≤ {bar}: {verdict}")
    return ratio <= bar


def _stages(python: str, files: list[Path]) -> dict[str, float]:
    """Milliseconds a document by stage, of ``files`` by one installation."""
    command = [python, str(Path(__file__).with_name("stages.py")), *map(str, files)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return {stage: float(spent) for stage, spent in json.loads(run.stdout).items()}


if __name__ == "__main__":
    sys.exit(main())
