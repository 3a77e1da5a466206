"""Hostile files against the bars of robustness, through the real command line.

    python benchmarks/hostile.py FILES [--generated FOLDER] [--only B1,B9] [--kills 3]

FILES is a folder of public files that broke other programs. Beside it lies
``scripts/make_hostile.py``, which generates the rest into a temporary folder, unless
``--generated`` names one that it filled before. Prints one line for each bar with its figure and
exits with 1 where one fails. Bars run one after the other; the whole takes minutes.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import os
import random
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hostile_runs import COMMAND, MEGABYTE, Run, children, gapcheck, rows_of, shown
from hostile_signs import active, reaches_out

LEAST = "# Ethics in counselling\n\nWeek 1: racial trauma and healing in groups\n"

# What a manifest expects → the statuses that say so. The manifest's names are older and finer than
# ours: we read no RTF, OpenDocument, PowerPoint or course export, and "refused" is kept for files
# that are unsafe by what they declare; what is no file at all is "unreadable".
MEANS: dict[str, set[str]] = {
    "ok": {"ok"},
    "ok by content": {"ok"},
    "ok, sanitised": {"ok"},
    "limit": {"too-large", "timeout", "memory"},
    "limit:size": {"too-large"},
    "limit:expands": {"too-large"},
    "damaged": {"damaged"},
    "policy": {"ok", "unreadable"},
    "refused": {"refused"},
    "refused:dtd": {"refused"},
    "refused:not-a-file": {"unreadable"},
    "skipped, said so": {"unsupported"},
    "unreadable": {"damaged", "empty", "encrypted", "unreadable", "unsupported", "scanned"},
    "unreadable:binary": {"unsupported"},
    "unreadable:damaged": {"damaged"},
    "unreadable:empty": {"empty"},
    "unreadable:encrypted": {"encrypted"},
    "unreadable:encrypted-or-legacy": {"encrypted", "unsupported"},
    "unreadable:missing": {"unreadable"},
    "unreadable:name-too-long": {"unreadable"},
    "unreadable:no-pages": {"empty"},
    "unreadable:no-text": {"empty"},
    "unreadable:no-text-layer": {"scanned"},
    "unreadable:not-docx": {"unsupported"},
    "unreadable:permission": {"unreadable"},
    "unreadable:symlink-loop": {"unreadable"},
    "unreadable:too-little-text": {"scanned", "empty"},
    "unreadable:type-mismatch": {"unsupported"},
    "unreadable:undecodable-text": {"undecodable"},
}
ANY = {"ok", "empty", "scanned", "undecodable", "encrypted", "damaged", "unsupported", "too-large",
       "timeout", "memory", "unreadable", "refused", "elsewhere", "other-language",
       "too-short"}  # fmt: skip
# Formats that are named as such and never opened.
UNREAD_FORMATS = {"pptx", "odt", "imscc", "rtf"}
# Files with one line of text: a link or a picture is most of what they hold.
LINKS = {"elsewhere", "scanned"}
# Where the manifest's word does not fit what the file turns out to be.
OTHERWISE: dict[str, tuple[set[str], str]] = {
    "html/attr_10MB.html": ({"ok", "too-large"}, "123 bytes over 10 MB of HTML"),
    "html/entity_1M.html": ({"empty"}, "a million ampersands: no word to judge"),
    "pdf/form_recursion.pdf": ({"ok", "damaged", "memory"}, "a form that draws itself for ever"),
    "pdf/parent_loop.pdf": ({"ok"}, "its whole text can be read in spite of the loop"),
    "pdf/predictor_bomb.pdf": ({"empty"}, "its page inflates to nothing"),
    "html/lt_1M.html": ({"undecodable"}, "a million signs and no word"),
    "html/remote.html": (LINKS, "pictures and frames from elsewhere"),
    "inject/one_html_img.md": (LINKS, "a picture"),
    "inject/one_md_img.md": (LINKS, "a picture behind an address"),
    "inject/one_osc8.md": (LINKS, "a link"),
    "inject/one_rich_link.md": (LINKS, "a link"),
    "tex/input_escape.tex": (LINKS, "other files that it would include"),
    "tex/math_1M.tex": ({"undecodable"}, "one letter in a million formulas"),
    "wrongext/html_as.docx": (
        {"elsewhere"},
        "read as the web page that it is, and told to be none that was asked for",
    ),
    "wrongext/html_as.pdf": (
        {"elsewhere"},
        "read as the web page that it is, and told to be none that was asked for",
    ),
    "pdf/mixed_text_3_scan_30.pdf": ({"scanned"}, "30 of its 33 pages are images"),
    "pdf/one_page_60k_words.pdf": ({"undecodable"}, "60,000 times the letter w and a number"),
    "text/backticks.md": ({"undecodable"}, "letters between backticks make no words"),
    "text/blockquote_50k.md": ({"undecodable"}, "single letters make no words"),
    "text/html_in_md.md": ({"ok", "scanned"}, "one word and an image"),
    "text/zalgo_5MB.md": ({"other-language", "undecodable"}, "letters under heaps of accents"),
}


def allowed(name: str, expect: str) -> set[str]:
    """The statuses that are true of a generated file."""
    if name in OTHERWISE:
        return OTHERWISE[name][0]
    if expect.startswith("any"):
        return ANY
    statuses: set[str] = set()
    for word in expect.split("|"):
        statuses |= MEANS[word.partition("+warning")[0]]
    if name.split("/", 1)[0] in UNREAD_FORMATS:
        statuses.add("unsupported")
    return statuses


# ---- the files


@dataclass
class Files:
    """What is thrown at the command. ``named`` are paths that get a verdict each."""

    public: list[bytes]
    generated: Path
    expected: dict[bytes, tuple[str, str]]  # path → (name, what the manifest expects)
    work: Path
    canary: bytes

    @property
    def named(self) -> list[bytes]:
        # YAML files are rubrics: bar B5 uses them as such.
        return self.public + [
            path for path, (name, _) in self.expected.items() if not name.startswith("yaml/")
        ]

    def first(self, name: str) -> bytes:
        """The generated file of that name. Raises FileNotFoundError."""
        for path in self.of(name):
            return path
        raise FileNotFoundError(name)

    def of(self, *names: str) -> list[bytes]:
        """Generated files by the start of their names."""
        return [path for path, (name, _) in self.expected.items() if name.startswith(names)]


def gather(files: Path, generated: Path | None, work: Path) -> Files:
    """All files; generates the hostile set where none is named."""
    public = [
        os.path.join(folder, name)  # noqa: PTH118 (bytes)
        for folder, folders, names in os.walk(os.fsencode(files))
        for name in sorted(names)
        if not folders.sort()  # type: ignore[func-returns-value]
    ]
    maker = files.parent / "scripts" / "make_hostile.py"
    if generated is None and maker.is_file():
        generated = work / "generated"
        subprocess.run([sys.executable, maker, generated], check=True, stdout=subprocess.DEVNULL)
    expected: dict[bytes, tuple[str, str]] = {}
    canary = b""
    if generated is not None:
        root = os.fsencode(generated / "files" / "synthetic")
        for manifest in generated.glob("manifest_synth_*.csv"):
            with manifest.open(encoding="utf-8", errors="surrogateescape", newline="") as rows:
                for row in csv.DictReader(rows):
                    path = os.path.join(root, os.fsencode(row["file"]))  # noqa: PTH118
                    # Folders are for the walk.
                    if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112
                        expected[path] = row["file"], row["expect"]
        secret = generated / "xxe_canary.txt"
        secret.touch()
        if not secret.stat().st_size:
            secret.write_text("XXE-CANARY-TEXT")
        canary = secret.read_bytes().strip()
    return Files(public, generated or work / "none", expected, work, canary)


NEED_GENERATED = ("B5", "B8", "B9", "B10", "B11")  # bars that look at generated files alone

# ---- the bars: each returns its figure and what fails

Verdict = tuple[str, list[str]]


class Bench:
    """The bars, and runs that several of them look at."""

    def __init__(self, files: Files, kills: int) -> None:
        self.files = files
        self.kills = kills
        self._whole: Run | None = None
        self._alone: Run | None = None

    @property
    def whole(self) -> Run:
        """Everything in one run with several reports."""
        if self._whole is None:
            out = self.files.work
            self._whole = gapcheck(
                "check", "--no-cache", "--jobs", "2", "-f", "jsonl",
                "-o", f"{out}/all.json", "-o", f"{out}/all.csv", "--", *self.files.named,
            )  # fmt: skip
        return self._whole

    @property
    def alone(self) -> Run:
        """The public files with one worker, for times and for comparison."""
        if self._alone is None:
            self._alone = gapcheck(
                "check", "--no-cache", "--jobs", "1", "-f", "jsonl", "--", *self.files.public
            )
        return self._alone

    def b1(self) -> Verdict:
        """N in, N verdicts out, in every format; statuses as the manifest has them."""
        named, run = self.files.named, self.whole
        rows = rows_of(run.out)
        faults = [] if len(rows) == len(named) else [f"{len(named)} in, {len(rows)} out"]
        sources = [str(row["source"]) for row in rows]
        document = json.loads((self.files.work / "all.json").read_bytes())
        if [entry["source"] for entry in document["documents"]] != sources:
            faults.append("JSON and JSON Lines list different files")
        csv.field_size_limit(10**9)
        text = (self.files.work / "all.csv").read_bytes().decode("utf-8-sig")
        cells = {row["source"] for row in csv.DictReader(io.StringIO(text, newline=""))}
        if len(cells) != len(set(sources)):
            faults.append(f"CSV lists {len(cells)} files of {len(set(sources))}")
        matched = 0
        for path, row in zip(named, rows, strict=False):
            if path not in self.files.expected:
                continue
            name, expect = self.files.expected[path]
            status, warned = str(row["status"]), bool(row["warnings"])
            if name in ("fs/noperm.md", "fs/locked/x.md") and os.geteuid() == 0:
                continue  # B2 tries these as somebody else
            if status in allowed(name, expect) and (
                status != "ok" or "+warning" not in expect or warned
            ):
                matched += 1
            elif status == "ok" and warned and expect == "damaged":
                matched += 1  # read in part, and says so
            else:
                faults.append(f"{name}: {status}, expected {expect}")
        whole = f"{len(rows):,} verdicts for {len(named):,} files"
        return f"{whole}, {matched} generated ones as expected", faults

    def b2(self) -> Verdict:
        """No traceback, no death by signal, at most a line of complaint per file."""
        run, faults = self.whole, []
        permission = self._as_nobody()
        noise = run.err + run.out
        tracebacks = noise.count(b"Traceback (most recent")
        lines = run.err.count(b"\n")
        unread = sum(row["status"] != "ok" for row in rows_of(run.out))
        if tracebacks:
            faults.append(f"{tracebacks} tracebacks")
        if run.code != 3:
            faults.append(f"exit code {run.code}, expected 3")
        if lines > unread + 3:
            faults.append(f"{lines} lines on standard error for {unread} unread files")
        crashed = [row["source"] for row in rows_of(run.out) if row["status"] == "crashed"]
        faults += [f"crashed: {shown(source)}" for source in crashed]
        faults += permission
        return (
            f"{tracebacks} tracebacks, {len(crashed)} crashed, {lines} lines for {unread} unread",
            faults,
        )

    def _as_nobody(self) -> list[str]:
        """Files without permission, as a user who has none (root reads everything)."""
        paths = self.files.of("fs/noperm.md", "fs/locked/")
        if not paths:
            return []
        user = ()
        if os.geteuid() == 0:
            user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            # Nobody has to be able to run the program itself.
            if subprocess.run([*user, *COMMAND, "--version"], capture_output=True).returncode:
                return ["permission cases not tried: an unprivileged user cannot run gapcheck"]
        faults = []
        for path in paths:  # one at a time: nobody may not be allowed to start our interpreter anew
            run = gapcheck("check", "--no-cache", "-f", "jsonl", "--", path, before=user)
            statuses = [row["status"] for row in rows_of(run.out)]
            if statuses != ["unreadable"] or run.code != 3:
                faults.append(f"as nobody, {shown(path)}: {statuses}, exit code {run.code}")
        return faults

    def b3(self) -> Verdict:
        """Nothing goes on past its limit; public files are quick."""
        run, faults = self.alone, []
        steps = [b - a for a, b in zip([0.0, *run.arrivals], run.arrivals, strict=False)]
        times = sorted(steps[-len(self.files.public) :] or [0.0])
        p99 = times[int(len(times) * 0.99) - 1] if len(times) > 1 else times[0]
        if p99 > 3:
            faults.append(f"99 % of public files take up to {p99:.1f} s, more than 3")
        slow = [
            path
            for path, row in zip(self.files.named, rows_of(self.whole.out), strict=False)
            if row["status"] == "timeout"
        ]
        longest = 0.0
        for path in slow:
            alone = gapcheck("check", "--no-cache", "-q", "--", path)
            longest = max(longest, alone.seconds)
            if alone.seconds > 66:
                faults.append(f"{shown(path)} ended after {alone.seconds:.0f} s")
        short = gapcheck(
            "check", "--no-cache", "-q", "--limit", "wall=2s", "--",
            *self.files.of("pdf/one_page_60k", "pdf/flate_text"),
        )  # fmt: skip
        if short.seconds > 12:
            faults.append(f"a limit of 2 s ended after {short.seconds:.0f} s")
        return (
            f"p99 {p99:.2f} s, longest {times[-1]:.1f} s; "
            f"{len(slow)} timeouts, longest {longest:.0f} s",
            faults,
        )

    def b4(self) -> Verdict:
        """The parent stays small, workers within their bound."""
        parent = max(run.resident for run in (self.whole, self.alone)) / MEGABYTE
        worker = max(run.worker for run in (self.whole, self.alone)) / MEGABYTE
        faults = [f"the parent held {parent:.0f} MB"] if parent > 200 else []
        faults += [f"a worker held {worker:.0f} MB"] if worker > 1_300 else []
        return f"parent {parent:.0f} MB, largest worker {worker:.0f} MB", faults

    def b5(self) -> Verdict:
        """Budgets hold before parsing; rubrics are refused with a line a fault, up to 100."""
        faults, slowest = [], 0.0
        budget = ["docx/bomb", "docx/xxe", "docx/entries", "docx/billion", "docx/quadratic",
                  "html/size", "text/one_line", "fs/sparse", "fs/fifo", "fs/devzero"]  # fmt: skip
        for path in self.files.of(*budget):
            run = gapcheck("check", "--no-cache", "-q", "--", path)
            slowest = max(slowest, run.cpu)
            if run.cpu > 2 or run.code != 3:
                faults.append(f"{shown(path)}: {run.cpu:.1f} s, exit code {run.code}")
        document = self.files.work / "least.md"
        document.write_text(LEAST)
        rubrics = self.files.of("yaml/")
        for path in rubrics:
            run = gapcheck("check", "--no-cache", b"--rubric=" + path, str(document), limit=60)
            slowest = max(slowest, run.cpu)
            lines = run.err.splitlines()
            told = 1 <= len(lines) <= 100 and all(path in line for line in lines)
            if run.cpu > 2 or run.code != 2 or not told:
                faults.append(f"rubric {shown(path)}: {run.cpu:.1f} s, exit code {run.code}")
            faults += [f"rubric {shown(path)}: {fault}" for fault in active(run.err)]
        return f"slowest {slowest:.1f} s of processor time, {len(rubrics)} rubrics refused", faults

    def b6(self) -> Verdict:
        """Killed at random and started again, a scan ends with the same bytes."""
        some = self.files.public[::3] or self.files.named
        words = ("check", "--jobs", "2", "-f", "json", "--", *some)
        clean = gapcheck(*words, cache=self.files.work / "cache-a")
        dice, killed = random.Random(5), 0

        def kill(process: subprocess.Popen[bytes]) -> None:
            time.sleep(dice.uniform(0.3, max(0.6, clean.seconds * 0.6)))
            if process.poll() is None:
                process.kill()

        for _ in range(self.kills):
            run = gapcheck(*words, cache=self.files.work / "cache-b", during=kill)
            killed += run.code == -signal.SIGKILL
        again = gapcheck(*words, cache=self.files.work / "cache-b")
        faults = [] if again.out == clean.out else ["after kills the report differs"]
        if again.code != clean.code:
            faults.append(f"exit code {again.code} after kills, {clean.code} without")
        return f"same bytes after {killed} kills of the parent, {len(some)} files", faults

    def b7(self) -> Verdict:
        """A worker that is killed costs nothing but a second try."""
        some = self.files.public[1::3] or self.files.named
        killed = 0

        def kill(process: subprocess.Popen[bytes]) -> None:
            nonlocal killed
            for _ in range(3):
                time.sleep(1.5)
                for child in children(process.pid)[:1]:
                    try:
                        os.kill(child, signal.SIGKILL)
                        killed += 1
                    except ProcessLookupError:
                        continue

        words = ("check", "--no-cache", "--jobs", "2", "-f", "jsonl", "--", *some)
        rows = rows_of(gapcheck(*words, during=kill).out)
        crashed = [row for row in rows if row["status"] == "crashed"]
        faults = [] if len(rows) == len(some) else [f"{len(some)} in, {len(rows)} out"]
        if len(crashed) > killed:
            faults.append(f"{len(crashed)} crashed")
        return (
            f"{killed} workers killed, {len(rows)} of {len(some)} verdicts, {len(crashed)} crashed",
            faults,
        )

    def b8(self) -> Verdict:
        """Text is not lost without a word."""
        from curriculum_gap.errors import ReadError
        from curriculum_gap.nouns import Limits
        from curriculum_gap.readers import load, read_document

        def text_of(name: str) -> tuple[str, str, tuple[str, ...]]:
            path = os.fsdecode(self.files.first(name))
            read = read_document(load(path, Limits()), path, Limits())
            seen = " ".join(block.text for block in read.blocks if not block.hidden)
            unseen = " ".join(block.text for block in read.blocks if block.hidden)
            return seen, unseen, read.warnings

        faults = []
        seen, _, _ = text_of("docx/places_text_hides.docx")
        content = Path(os.fsdecode(self.files.first("docx/places_text_hides.docx"))).read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            xml = package.read("word/document.xml").decode()
        tokens = set(re.findall(r"\b[A-Z]{2,}-[A-Z0-9-]{2,}\b", xml))
        lost = {token for token in tokens if token not in seen}
        lost = {token for token in lost if not re.search("DEL|HID|VANISH", token)}
        faults += [f"lost from .docx: {sorted(lost)}"] if lost else []
        seen, _, warnings = text_of("pdf/hidden_text.pdf")
        if "HIDDEN" in seen:
            faults.append("hidden text of a PDF counts as content")
        if not any("hidden" in warning for warning in warnings):
            faults.append("hidden text of a PDF is not mentioned")
        try:
            text_of("pdf/mixed_text_3_scan_30.pdf")
            faults.append("30 scanned pages of 33 are read over")
        except ReadError as error:
            if "30 of 33" not in error.what:
                faults.append(f"30 scanned pages of 33 are not counted: {error.what}")
        for name in ("text/enc_utf-16-le.md", "text/enc_utf-32.md"):
            if "Learning outcomes" not in text_of(name)[0]:
                faults.append(f"{name} is not decoded")
        disagree = self._against_others()
        faults += disagree
        return (
            f"{len(tokens) - len(lost)} places in .docx, hidden text named, "
            f"{len(disagree)} public PDFs lost",
            faults,
        )

    def _against_others(self) -> list[str]:
        """PDFs that we call empty, and a second reader finds 20 words in."""
        faults = []
        from pdfminer.high_level import extract_text

        for path, row in zip(self.files.public, rows_of(self.alone.out), strict=False):
            few = row["status"] == "ok" and int(str(row["words"])) < 3
            if not (few or row["status"] == "empty") or not path.endswith(b".pdf"):
                continue
            try:
                text = extract_text(os.fsdecode(path), maxpages=5)
            except Exception:
                continue
            words = re.findall(r"[^\W\d_]{3,}", text)
            if len(words) >= 20 and "(cid:" not in text:
                faults.append(
                    f"{shown(path)}: {row['status']}, {len(words)} words for another reader"
                )
        return faults

    def b9(self) -> Verdict:
        """What documents and file names hold acts nowhere."""
        from curriculum_gap.reports import FORMATS

        faults = []
        paths = self.files.of("inject/", "fs/")
        paths = [path for path in paths if not path.endswith((b".json", b".pdf"))]
        for name in FORMATS:
            run = gapcheck(
                "check", "--no-cache", "--all", "--evidence", "9", "-f", name, "--", *paths
            )
            if name not in ("parquet",):
                faults += [f"{name}: {fault}" for fault in active(run.out, name)]
            faults += [f"{name}, errors: {fault}" for fault in active(run.err)]
            if run.code not in (0, 3):
                faults.append(f"{name}: exit code {run.code}: {run.err[:200]!r}")
        return f"{len(FORMATS)} formats, {len(paths)} files", faults

    def b10(self) -> Verdict:
        """Nothing outside is touched: shown by strace."""
        paths = self.files.of("docx/", "html/remote", "html/xhtml", "tex/", "pdf/js", "inject/all")
        trace = self.files.work / "trace"
        tracing = ("strace", "-f", "-o", str(trace), "-e", "trace=network,execve,openat,open,creat,"
                   "rename,renameat2,unlink,mkdir,link,symlink,truncate")  # fmt: skip
        report = self.files.work / "traced.json"
        run = gapcheck(
            "check", "--no-cache", "-o", str(report), "--", *paths, before=tracing,
            PYTHONDONTWRITEBYTECODE="1",
        )  # fmt: skip
        faults = [] if run.code == 3 else [f"exit code {run.code}: {run.err[:200]!r}"]
        calls = trace.read_text(errors="replace").splitlines() if trace.exists() else []
        roots = [os.fsdecode(path) for path in paths]
        for call in calls:
            faults += [call[:200]] if reaches_out(call, str(self.files.work), roots) else []
        said = run.out + run.err + report.read_bytes() if report.exists() else b""
        said += self.whole.out + self.whole.err
        if self.files.canary and self.files.canary in said:
            faults.append("the XXE canary's text is in the output")
        left = list(Path(tempfile.gettempdir()).glob("gapcheck_*_canary"))
        faults += [f"{path} was made" for path in left]
        return f"{len(calls):,} system calls over {len(paths)} files", faults[:20]

    def b11(self) -> Verdict:
        """Content decides the reader."""
        right, faults = 0, []
        statuses = dict(zip(self.files.named, rows_of(self.whole.out), strict=False))
        paths = self.files.of("wrongext/")
        for path in paths:
            name, expect = self.files.expected[path]
            readable = not any(kind in name for kind in ("png", "gz", "elf", "rtf"))
            status = statuses[path]["status"]
            true = OTHERWISE.get(name, ({"ok"}, ""))[0] if readable else {"unsupported"}
            if status in true:
                right += 1
            else:
                faults.append(f"{name}: {status}, expected {expect}")
        return f"{right} of {len(paths)} by their content", faults

    def b12(self) -> Verdict:
        """Any number of jobs, the same bytes."""

        def stable(run: Run) -> list[str]:
            rows = rows_of(run.out)[: len(self.files.public)]
            return [json.dumps(row) for row in rows if row["status"] not in ("timeout", "memory")]

        one, two = stable(self.alone), stable(self.whole)
        same = sum(a == b for a, b in zip(one, two, strict=False))
        faults = [] if one == two else [f"{len(two) - same} of {len(two)} differ"]
        return f"{same} of {len(one)} verdicts the same with 1 and 2 jobs", faults

    def b13(self) -> Verdict:
        """Terms are literal: no pattern of a rubric can hang a run."""
        document, rubric = self.files.work / "long.md", self.files.work / "literal.yaml"
        document.write_text("# Course\n\n" + "a" * 160_000 + " outcome " + "x" * 40 + "\n")
        patterns = ["(a+)+$", "(x|x)*y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){25}"]
        # As rubrics are written, in the plainest form.
        terms = "".join(f"      - {json.dumps(pattern)}\n" for pattern in patterns)
        rubric.write_text(RUBRIC.replace("TERMS\n", terms))
        run = gapcheck("check", "--no-cache", "--rubric", str(rubric), str(document), limit=60)
        faults = [] if run.code in (0, 2) and run.seconds < 5 else [
            f"{run.seconds:.1f} s, exit code {run.code}: {run.err[:200]!r}"
        ]  # fmt: skip
        return f"{run.seconds:.1f} s", faults


RUBRIC = """\
id: literal
version: "1"
title: Literal terms
language: en
domains:
  - id: all
    title: All
topics:
  - id: patterns
    domain: all
    title: Patterns
    definition: Words that look like patterns.
    kind: content
    scope: course
    expected: taught
    strong:
TERMS
"""


def rows(bench: Bench) -> Iterator[tuple[str, str, Callable[[], Verdict]]]:
    for name in ("b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11", "b12", "b13"):
        bar = getattr(bench, name)
        yield name.upper(), (bar.__doc__ or "").splitlines()[0], bar


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path)
    parser.add_argument("--generated", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--kills", type=int, default=3)
    asked = parser.parse_args()
    wanted = {word for word in asked.only.upper().split(",") if word}
    failed = 0
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        work = Path(folder)
        os.environ["GAPCHECK_CACHE_DIR"] = str(work / "cache")
        work.chmod(work.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
        files = gather(asked.files, asked.generated, work)
        for name, says, bar in rows(Bench(files, asked.kills)):
            if wanted and name not in wanted:
                continue
            try:
                if name in NEED_GENERATED and not files.expected:
                    raise FileNotFoundError("any; --generated names their folder")
                figure, faults = bar()
            except FileNotFoundError as missing:
                figure, faults = "", [f"nothing was checked: no generated file {missing}"]
            failed += bool(faults)
            print(f"{name:4} {'FAIL' if faults else 'ok  '} {says} {figure}", flush=True)
            for fault in faults[:40]:
                print(f"       {fault}", flush=True)
        if not wanted:
            print("B14  --   Files that were never looked at: run this once on them per release")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
