"""What the map of a large programme costs from a warm cache: seconds of CPU and memory.

    python benchmarks/programme.py [FOLDER] [--courses 200] [--strict]

FOLDER holds syllabi to draw from; without it they are made here, as PDF, DOCX, HTML and Markdown.
Each is copied under the code of a course of its own, mapped once so that the cache knows it, then
mapped three times in each format; figures are the least of these. ``--strict`` exits with 1 where a
bar is missed: CPU of 2 s and memory of 150 MB, for the table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from documents import make_documents

RUN = """
import json, resource, sys
from curriculum_gap.cli import main
main(sys.argv[1:])
own = resource.getrusage(resource.RUSAGE_SELF)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([cpu, own.ru_maxrss * unit]), file=sys.stderr)
"""
FORMATS = ("table", "csv", "json", "markdown", "html")
ROUNDS = 3
MOST_SECONDS, MOST_BYTES = 2.0, 150_000_000


def make_programme(folder: Path, sources: list[Path], courses: int) -> None:
    """So many files, each under a code of its own and no two with the same content."""
    for number, source in enumerate(islice(cycle(sources), courses)):
        target = folder / f"prog{1000 + number}{source.suffix}"
        # A few bytes at the end make another content of any of these formats.
        padding = b"" if source.suffix == ".docx" else f"\n%{number}\n".encode()
        target.write_bytes(source.read_bytes() + padding)


def cost(folder: Path, cache: Path, format_name: str) -> tuple[float, int]:
    """Seconds of CPU and bytes of memory of one map of ``folder``."""
    environment = os.environ | {"GAPCHECK_CACHE_DIR": str(cache)}
    words = [sys.executable, "-c", RUN, "map", str(folder), "--isolated", "-f", format_name]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    cpu, memory = json.loads(done.stderr.strip().split("\n")[-1])
    return float(cpu), int(memory)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--courses", type=int, default=200)
    parser.add_argument("--strict", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        sources, courses, cache = (Path(place, name) for name in ("made", "courses", "cache"))
        for folder in (sources, courses, cache):
            folder.mkdir()
        if asked.folder is None:
            make_documents(sources, asked.courses)
        found = sorted(path for path in (asked.folder or sources).rglob("*") if path.is_file())
        make_programme(courses, found, asked.courses)
        cold, _ = cost(courses, cache, "table")
        print(f"{asked.courses} courses, read for the first time: {cold:.1f} s CPU")
        missed = False
        for name in FORMATS:
            costs = [cost(courses, cache, name) for _ in range(ROUNDS)]
            cpu, memory = min(cpu for cpu, _ in costs), max(memory for _, memory in costs)
            print(f"{name:<9} {cpu:.2f} s CPU, {memory / 1e6:.0f} MB from a warm cache")
            if name == "table":
                missed = cpu > MOST_SECONDS or memory > MOST_BYTES
    return int(missed and asked.strict)


if __name__ == "__main__":
    sys.exit(main())
