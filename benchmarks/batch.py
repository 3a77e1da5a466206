"""What many files cost, side by side in one sitting: a table of ratios with their bars.

    python benchmarks/batch.py [FOLDER] [--files 500] [--many 10000] [--only abcdefg] [--strict]

FOLDER holds syllabi to draw from (repeated until there are enough); without it they are made here,
as PDF, DOCX, HTML and Markdown in equal parts. Parts:

a  one file, cold, against a naive pipeline and against bare PDFium text
b  a batch with 1 and 2 jobs, CPU against bare text extraction of the same files, and naive
c  scanning --many unchanged files again, summary only, against reading them
d  most memory of the parent and of its workers, at a tenth of --many and at --many files
e  growth: CPU per document at --many / 100, / 10 and / 1 files
f  a Dask cluster of two workers on this machine, against two local jobs
g  classification, MB/s, against scikit-learn's own transform

CPU is user + system of the whole tree of processes. ``--strict`` exits with 1 where a bar is
missed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from documents import make_documents, make_markdown

ROUNDS = 3  # taken in turn; a ratio is the median of those of each round

RUN = """
import json, resource, sys, time
from curriculum_gap.cli import main
started = time.perf_counter()
code = main(sys.argv[1:])
own = resource.getrusage(resource.RUSAGE_SELF)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([cpu, own.ru_maxrss * unit, children.ru_maxrss * unit, code]), file=sys.stderr)
"""
BARE = """
import sys, zipfile
from pathlib import Path
import pypdfium2
from lxml import etree
for path in map(Path, sys.stdin.read().splitlines()):
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            for number in range(len(pdf)):
                page = pdf[number]
                text = page.get_textpage()
                text.get_text_bounded()
                text.close()
                page.close()
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            tree = etree.fromstring(archive.read("word/document.xml"))
        "".join(tree.itertext())
    else:
        path.read_bytes().decode("utf-8", "replace")
"""
NAIVE = """
import sys
from pathlib import Path
import pdfplumber, docx
from sklearn.feature_extraction.text import TfidfVectorizer
from curriculum_gap.rubric import parse_rubric, read_rubric
for path in map(Path, sys.stdin.read().splitlines()):
    rubric = parse_rubric(*read_rubric("equity-mental-health"))
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            lines = [l for p in pdf.pages for l in (p.extract_text() or "").split("\\n")]
            tables = [page.extract_tables() for page in pdf.pages]
    elif path.suffix == ".docx":
        lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    else:
        lines = path.read_text("utf-8", "replace").split("\\n")
    topics = [" ".join(term.text for term in topic.terms) for topic in rubric.topics]
    model = TfidfVectorizer(ngram_range=(1, 4), sublinear_tf=True)
    weights = model.fit_transform(topics + lines)
    (weights[: len(topics)] @ weights[len(topics) :].T).max(axis=1).toarray()
"""
CLASSIFY = """
import sys, time
from pathlib import Path
from sklearn.feature_extraction.text import TfidfVectorizer
from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.keywords import find_candidates
from curriculum_gap.nouns import Limits
from curriculum_gap.readers import load, read_document
from curriculum_gap.sections import assign
rubric, calibration = load_rubric(), load_calibration()
model = model_of(rubric)
documents = []
for path in sys.stdin.read().splitlines():
    try:
        documents.append(assign(read_document(load(path, Limits()), path, Limits())))
    except Exception:
        pass
size = sum(len(p.text.encode("utf-8", "replace")) for d in documents for p in d)
terms = sorted({term.text.lower() for topic in rubric.topics for term in topic.terms})
theirs = TfidfVectorizer(ngram_range=(1, 4), vocabulary=terms, sublinear_tf=True)
theirs.fit([passage.text for passage in documents[0]])
started = time.process_time()
for passages in documents:
    theirs.transform([passage.text for passage in passages])
sklearn = time.process_time() - started
started = time.process_time()
for passages in documents:
    list(find_candidates(passages, "", model, calibration))
print(size / 1e6, time.process_time() - started, sklearn)
"""

UNRULED = """
import sys
from curriculum_gap.nouns import Limits, Shape
from curriculum_gap.readers import load, read_document
for path in sys.stdin.read().splitlines():
    try:
        document = read_document(load(path, Limits()), path, Limits())
    except Exception:
        continue
    if not any(block.shape is Shape.ROW for block in document.blocks):
        print(path)
"""


@dataclass(frozen=True)
class Row:
    part: str
    what: str
    figure: str
    bar: str = ""
    kept: bool | None = None


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float
    parent: int = 0
    worker: int = 0


def gapcheck(*argv: str, cache: Path | None = None) -> Cost:
    """One run of the command line, its report thrown away."""
    environment = {**os.environ, "GAPCHECK_CACHE_DIR": str(cache or "")}
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", RUN, *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    )
    wall = time.perf_counter() - started
    cpu, parent, worker, code = json.loads(run.stderr.splitlines()[-1])
    if code not in (0, 3):
        raise SystemExit(run.stderr.decode())
    return Cost(wall, cpu, parent, worker)


def script(code: str, paths: list[Path]) -> tuple[Cost, str]:
    """A program that is told files on standard input."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        input="\n".join(map(str, paths)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu), run.stdout


def draw(paths: list[Path], count: int, folder: Path) -> None:
    """Fill ``folder`` with so many files, each unlike the others, from ``paths`` in turn."""
    folder.mkdir()
    for number, path in zip(range(count), itertools.cycle(paths), strict=False):
        # A space at the end: no copy, which would be read once.
        content = path.read_bytes() + b" " * (number // len(paths))
        (folder / f"{number:05}{path.suffix}").write_bytes(content)


class Bench:
    """The files of one sitting."""

    def __init__(self, folder: Path | None, files: int, many: int, work: Path) -> None:
        self.work, self.files, self.many = work, files, many
        self.batch = work / "batch"
        if folder is None:
            make_documents(self.batch, files)
            different = files
        else:
            suffixes = {".pdf", ".docx", ".html", ".md", ".txt", ".tex"}
            drawn = sorted(p for p in folder.rglob("*") if p.suffix in suffixes)
            draw(drawn, files, self.batch)
            different = len(drawn)
        self.paths = sorted(self.batch.iterdir())
        self.different = self.paths[:different]  # the others repeat these

    def many_of(self, count: int) -> Path:
        folder = self.work / f"many{count}"
        if not folder.exists():
            make_markdown(folder, count)
        return folder

    def cache(self, name: str) -> Path:
        folder = self.work / f"cache-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def a(self) -> Iterator[Row]:
        for path in [next(p for p in self.paths if p.suffix == s) for s in (".pdf", ".docx")]:
            ours = min(gapcheck(str(path), cache=self.cache("a")).cpu for _ in range(5))
            bare = min(script(BARE, [path])[0].cpu for _ in range(5))
            naive = script(NAIVE, [path])[0].cpu
            yield Row("a", f"one {path.suffix[1:]}, cold", f"{ours * 1e3:.0f} ms CPU")
            yield Row("a", "  against bare text", f"{ours / bare:.1f}×")
            yield Row("a", "  naive against it", f"{naive / ours:.1f}×", "≥ 6", naive / ours >= 6)

    def b(self) -> Iterator[Row]:
        argv = (str(self.batch), "-q", "--no-cache", "-o", str(self.work / "b.jsonl"))
        rounds = [
            (
                gapcheck(*argv, "-j", "1", cache=self.cache("b")),
                gapcheck(*argv, "-j", "2", cache=self.cache("b")),
                script(BARE, self.paths)[0],
            )
            for _ in range(ROUNDS)
        ]
        two = min(cost.cpu for _, cost, _ in rounds)
        ratio = median(two.cpu / bare.cpu for _, two, bare in rounds)
        faster = median(one.wall / two.wall for one, two, _ in rounds)
        sample = self.paths[:: max(1, len(self.paths) // 20)]
        naive = script(NAIVE, sample)[0].cpu / len(sample) * len(self.paths)
        each = two / len(self.paths) * 1e3
        yield Row("b", f"{len(self.paths)} files, 2 jobs", f"{each:.1f} ms CPU a file")
        yield Row("b", "  against bare text", f"{ratio:.2f}×", "≤ 4", ratio <= 4)
        for suffix in sorted({path.suffix for path in self.different}):
            some = [path for path in self.different if path.suffix == suffix]
            yield Row("b", f"  {suffix[1:]} alone against bare text", f"{self._against(some):.2f}×")
        plain = [Path(line) for line in script(UNRULED, self.different)[1].splitlines()]
        ratio = self._against(plain)
        what = "  files without tables against bare text"
        yield Row("b", what, f"{ratio:.2f}×", "≤ 2.5", ratio <= 2.5)
        ratio = self._against([path for path in plain if path.suffix == ".pdf"])
        yield Row("b", "  the PDFs of these", f"{ratio:.2f}×", "≤ 2.5", ratio <= 2.5)
        yield Row("b", "  2 jobs against 1, wall", f"{faster:.2f}×", "≥ 1.8", faster >= 1.8)
        same = median(one.cpu / two.cpu for one, two, _ in rounds)
        yield Row("b", "  1 job against 2, CPU", f"{same:.2f}×")
        yield Row("b", "  naive against it", f"{naive / two:.1f}×", "≥ 12", naive / two >= 12)

    def _against(self, some: list[Path]) -> float:
        """CPU of checking a batch drawn from some of the files alone, as a multiple of bare text
        extraction. It is as large as the whole: starting processes weighs the same."""
        folder = self.work / "some"
        draw(some, self.files, folder)
        paths = sorted(folder.iterdir())
        argv = (str(folder), "-q", "--no-cache", "-j", "2")
        ratios = [
            gapcheck(*argv, cache=self.cache("b")).cpu / script(BARE, paths)[0].cpu
            for _ in range(ROUNDS)
        ]
        shutil.rmtree(folder)
        return median(ratios)

    def c(self) -> Iterator[Row]:
        folder, cache = self.many_of(self.many), self.cache("c")
        cold = gapcheck(str(folder), cache=cache)
        warm = min((gapcheck(str(folder), cache=cache) for _ in range(3)), key=lambda c: c.wall)
        ratio, parent = cold.cpu / warm.cpu, warm.parent / 1e6
        text = gapcheck(str(self.batch), "--no-cache", cache=self.cache("c2"))
        real = text.cpu / len(self.paths) * self.many / warm.cpu
        yield Row(
            "c", f"{self.many} files again, wall", f"{warm.wall:.2f} s", "≤ 2.5", warm.wall <= 2.5
        )
        yield Row("c", "  cold against it, CPU (small files)", f"{ratio:.0f}×")
        yield Row(
            "c",
            "  the same with files as in b (extrapolated)",
            f"{real:.0f}×",
            "≥ 100",
            real >= 100,
        )
        yield Row("c", "  parent at most", f"{parent:.0f} MB", "≤ 200", parent <= 200)

    def d(self) -> Iterator[Row]:
        for count in (self.many // 10, self.many):
            out = self.work / "d.jsonl"
            cost = gapcheck(str(self.many_of(count)), "-q", "-o", str(out), cache=self.cache("d"))
            parent, worker = cost.parent / 1e6, cost.worker / 1e6
            what = f"{count} files, cold: parent at most"
            yield Row("d", what, f"{parent:.0f} MB", "≤ 200", parent <= 200)
            yield Row("d", "  a worker at most", f"{worker:.0f} MB")

    def e(self) -> Iterator[Row]:
        first = None
        for count in (self.many // 100, self.many // 10, self.many):
            cost = gapcheck(str(self.many_of(count)), "-q", "--no-cache", cache=self.cache("e"))
            each = cost.cpu / count
            first = first or each
            yield Row(
                "e",
                f"{count} files: CPU a file",
                f"{each * 1e3:.2f} ms ({each / first:.2f}×)",
                "≤ 1.2",
                each <= first * 1.2,
            )

    def f(self) -> Iterator[Row]:
        try:
            import distributed
        except ImportError:
            yield Row("f", "Dask is not installed", "")
            return
        del distributed
        local, far = self.work / "local.jsonl", self.work / "dask.jsonl"
        argv = (str(self.batch), "-q", "--no-cache", "-o")
        here = gapcheck(*argv, str(local), "-j", "2", cache=self.cache("f"))
        with cluster(self.work) as address:
            walls = [
                gapcheck(
                    *argv, str(far), "--engine", f"dask://{address}", cache=self.cache("f")
                ).wall
                for _ in range(2)
            ]
        ratio = here.wall / min(walls)
        same = local.read_bytes() == far.read_bytes()
        yield Row("f", "Dask, 2 workers: throughput", f"{ratio:.2f}× local", "≥ 0.8", ratio >= 0.8)
        yield Row("f", "  same bytes", "yes" if same else "no", "yes", same)

    def g(self) -> Iterator[Row]:
        _, out = script(CLASSIFY, self.paths[:100])
        size, ours, theirs = map(float, out.split())
        yield Row("g", "classification", f"{size / ours:.1f} MB/s")
        yield Row("g", "  scikit-learn's transform", f"{size / theirs:.1f} MB/s")


@contextlib.contextmanager
def cluster(work: Path) -> Iterator[str]:
    """A scheduler and two workers on this machine."""
    log = work / "scheduler.log"
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))

        def start(*words: str) -> None:
            run = subprocess.Popen(
                [sys.executable, "-m", *words, "--no-dashboard"],
                stdout=output,
                stderr=output,
                cwd=work,
            )
            stack.callback(run.wait)
            stack.callback(run.terminate)

        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        address = None
        while address is None:
            time.sleep(0.2)
            address = re.search(r"Scheduler at:\s+tcp://([\d.]+:\d+)", log.read_text("utf-8"))
        for _ in range(2):
            start("distributed.cli.dask_worker", f"tcp://{address[1]}", "--nthreads", "1")
        from distributed import Client

        with Client(f"tcp://{address[1]}", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address[1]


def main() -> int:
    """Run the parts asked for; 1 with ``--strict`` where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--only", default="abcdefg")
    parser.add_argument("--strict", action="store_true")
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(asked.folder, asked.files, asked.many, Path(work))
        for part in asked.only:
            run: Callable[[], Iterator[Row]] = getattr(bench, part)
            for row in run():
                mark = "" if row.kept is None else "ok" if row.kept else "MISSED"
                print(f"{row.part}  {row.what:<46}{row.figure:>22}  {row.bar:<8}{mark}", flush=True)
                missed |= row.kept is False
    return int(missed and asked.strict)


if __name__ == "__main__":
    sys.exit(main())
