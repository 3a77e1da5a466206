"""A file that hangs, crashes or fills the memory of its reader costs only itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scan_helpers import misbehaving, small_rubric, syllabi

from curriculum_gap.errors import GapcheckError
from curriculum_gap.nouns import Coverage, Limits, Unread
from curriculum_gap.pipeline import check_file
from curriculum_gap.scan import ScanSettings, scan

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits are of POSIX")
LIMITS = Limits(min_words=0, cpu_seconds=2, wall_seconds=6, memory_bytes=400_000_000)


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", misbehaving(tmp_path / "startup"))


def write(folder: Path, **texts: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def verdicts(paths: list[str], **settings: Any) -> dict[str, Coverage | Unread]:
    chosen = ScanSettings(**{"limits": LIMITS, "jobs": 2, "use_cache": False} | settings)
    return {Path(entry.source).stem: entry for entry in scan(paths, small_rubric(), chosen)}


def status(entry: Coverage | Unread) -> str:
    return str(entry.status) if isinstance(entry, Unread) else "ok"


def test_every_kind_of_end_has_its_name_and_costs_no_other_file(tmp_path: Path) -> None:
    bad = write(
        tmp_path / "files", crash="CRASH", spin="SPIN", hang="HANG", eat="EAT", swallow="SWALLOW"
    )
    good = syllabi(tmp_path / "files", 12)
    paths = [*good[:3], *bad[:2], *good[3:6], *bad[2:], *good[6:]]
    found = verdicts(paths)
    assert [status(entry) for entry in found.values()].count("ok") == 12
    assert {name: status(found[name]) for name in ("crash", "spin", "hang", "eat", "swallow")} == {
        "crash": "crashed",
        "spin": "timeout",
        "hang": "timeout",
        "eat": "memory",
        "swallow": "memory",
    }
    assert list(found) == [Path(path).stem for path in paths]
    crashed = found["crash"]
    assert isinstance(crashed, Unread) and "SIGABRT" in crashed.reason


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        (None, "No such file or directory"),
        ("#!/bin/sh\necho 'Traceback\nImportError: lost' >&2\nexit 1\n", "ImportError: lost"),
        ("#!/bin/sh\nexit 7\n", "it ended with code 7"),
    ],
)
def test_where_no_process_can_be_started_no_file_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, cause: str
) -> None:
    python = tmp_path / "python"
    if script is not None:
        python.write_text(script, "utf-8")
        python.chmod(0o700)
    paths = syllabi(tmp_path / "files", 3)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(GapcheckError) as raised:
        verdicts(paths)
    assert str(raised.value) == (
        f"local: no process that reads files can be started ({cause}); "
        "mend that, or install gapcheck anew"
    )


def test_a_verdict_is_that_of_the_pipeline_itself(tmp_path: Path) -> None:
    paths = syllabi(tmp_path / "files", 3)
    rubric = small_rubric()
    found = verdicts(paths)
    assert [found[Path(path).stem] for path in paths] == [
        check_file(path, rubric) for path in paths
    ]


# In a process of its own, which has one thread: there, a file alone is read in a forked child.
SCAN_EACH = """
import sys
from curriculum_gap.nouns import Limits
from curriculum_gap.scan import ScanSettings, scan
sys.path.insert(0, sys.argv[1])
from scan_helpers import small_rubric
limits = Limits(min_words=0, cpu_seconds=2, wall_seconds=4, memory_bytes=400_000_000)

def show(paths):
    for entry in scan(paths, small_rubric(), ScanSettings(limits=limits, use_cache=False)):
        print(getattr(entry, "status", "ok"))

show(sys.argv[2:])
"""


def scanned_by_script(script: str, paths: list[str]) -> list[str]:
    """The statuses that a process prints which runs ``script``."""
    run = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent), *paths],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.stderr == ""
    return run.stdout.split()


def test_a_file_alone_is_held_by_the_same_limits(tmp_path: Path) -> None:
    bad = write(
        tmp_path / "files", crash="CRASH", spin="SPIN", hang="HANG", eat="EAT", noise="NOISE"
    )
    paths = [*bad, *syllabi(tmp_path / "files", 1)]
    each = "for path in sys.argv[2:]: show([path])"
    statuses = scanned_by_script(SCAN_EACH.replace("show(sys.argv[2:])", each), paths)
    assert statuses == ["crashed", "timeout", "timeout", "memory", "ok", "ok"]


def test_noise_of_libraries_goes_to_who_asks_for_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []
    paths = write(tmp_path / "files", noise="NOISE food insecurity", calm="food insecurity")
    settings = ScanSettings(limits=LIMITS, use_cache=False)
    entries = list(scan(paths, small_rubric(), settings, warn=heard.append))
    assert [status(entry) for entry in entries] == ["ok", "ok"]
    assert len(heard) == 1 and heard[0].startswith(f"noise: {paths[0]}: ")
    assert "from Python" in heard[0] and "from C" in heard[0]
    assert capfd.readouterr() == ("", "")


def test_a_reader_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = verdicts(write(tmp_path / "files", write="WRITE", calm="food insecurity"))
    assert status(found["write"]) != "ok" and status(found["calm"]) == "ok"
    written = tmp_path / "written-by-a-reader"
    assert not written.exists() or written.stat().st_size == 0


def test_nothing_is_imported_from_the_folder_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("zlib.py", "json.py", "lxml.py"):
        (tmp_path / name).write_text("open('imported', 'w'); raise SystemExit", "utf-8")
    found = verdicts(syllabi(tmp_path / "files", 2))
    assert [status(entry) for entry in found.values()] == ["ok", "ok"]
    assert not (tmp_path / "imported").exists()


def workers_of(parent: int) -> list[int]:
    """Process ids of the workers that ``parent`` keeps."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if above == parent and b"scan.worker" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@needs_proc
def test_workers_killed_from_outside_cost_nothing(tmp_path: Path) -> None:
    paths = write(tmp_path / "files", **{f"slow{n}": f"SLOW food insecurity {n}" for n in range(4)})
    killed: list[int] = []

    def kill() -> None:
        for _ in range(200):
            time.sleep(0.05)
            for pid in workers_of(os.getpid()):
                if not killed:
                    time.sleep(0.5)  # in the middle of its file
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return

    killer = threading.Thread(target=kill)
    killer.start()
    found = verdicts(paths)
    killer.join()
    assert killed and [status(entry) for entry in found.values()] == ["ok"] * 4


def test_workers_are_replaced_after_so_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = subprocess.Popen

    def counted(*command: Any, **options: Any) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = start(*command, **options)
        started.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", counted)
    entries = scan(
        syllabi(tmp_path / "files", 9),
        small_rubric(),
        ScanSettings(jobs=1, use_cache=False, recycle=3, limits=LIMITS),
    )
    assert [status(entry) for entry in entries] == ["ok"] * 9
    assert len(started) >= 3


@needs_proc
def test_no_worker_stays_behind(tmp_path: Path) -> None:
    entries: Iterator[Coverage | Unread] = scan(
        syllabi(tmp_path / "files", 30),
        small_rubric(),
        ScanSettings(jobs=2, use_cache=False, limits=LIMITS),
    )
    next(entries)
    assert workers_of(os.getpid())
    entries.close()  # type: ignore[attr-defined]
    assert workers_of(os.getpid()) == []


def test_what_the_parent_held_is_not_the_childs(tmp_path: Path) -> None:
    """The system counts a child's memory from its parent's: a crash below a large parent would
    else be called a lack of memory."""
    script = "held = b'x' * 300_000_000\n" + SCAN_EACH
    crash = write(tmp_path / "files", crash="CRASH", calm="food insecurity")
    for paths in (crash[:1], crash):  # in a forked child, in a worker
        assert scanned_by_script(script, paths)[0] == "crashed"


@pytest.mark.parametrize("answer", [b"", b"junk", b"\x80", b"\x81\xa6unread\x01"])
def test_a_process_that_answers_nonsense_costs_only_its_file(tmp_path: Path, answer: bytes) -> None:
    frame = len(answer).to_bytes(8, "big") + answer
    lie = write(tmp_path / "files", lie=f"LIE {frame.hex()} ", calm="food insecurity")
    found = verdicts(lie)
    assert [status(entry) for entry in found.values()] == ["crashed", "ok"]


def test_a_system_that_cannot_limit_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from curriculum_gap import scan as room
    from curriculum_gap.cli import main

    write(tmp_path, a="A course on racism", b="A course on optics")
    monkeypatch.setattr(room, "unlimited_here", lambda: ("CPU time", "memory"), raising=False)
    assert main(["check", str(tmp_path), "--no-cache"]) == 0
    said = capsys.readouterr().err
    assert said.count("cannot limit the CPU time and memory of a file") == 1
    assert main(["check", str(tmp_path / "a.txt"), "--no-cache"]) == 0
    assert "cannot limit" not in capsys.readouterr().err
