"""What signals leave behind, and several runs at once: through the real command line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from scan_helpers import misbehaving, syllabi

from curriculum_gap.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and links of POSIX")
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
OLD = 1_600_000_000
GAPCHECK = [sys.executable, "-m", "curriculum_gap", "check"]


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", misbehaving(tmp_path / "startup"))


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*GAPCHECK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_until(holds: Callable[[], object], seconds: int = 60) -> None:
    for _ in range(20 * seconds):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def holds_open(process: int, folder: Path) -> bool:
    """Whether a process has a file open in a folder, with a name or without."""
    for link in Path("/proc", str(process), "fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed in between
            if str(link.readlink()).startswith(f"{folder}/"):
                return True
    return False


def workers_of(process: int) -> set[str]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True)
    return set(found.stdout.decode().split())


@needs_proc
@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("SIGTERM", False),
        ("SIGHUP", False),
        ("SIGQUIT", False),
        ("SIGKILL", False),
        ("SIGKILL", True),
    ],
)
def test_a_signal_leaves_no_text_beside_an_output(tmp_path: Path, number: str, named: bool) -> None:
    files, out = tmp_path / "files", tmp_path / "out"
    syllabi(files, 3)
    (files / "slow.txt").write_text("HANG", "utf-8")
    out.mkdir()
    report = out / "report.csv"
    if named:  # as on systems that know no unnamed files
        with (tmp_path / "startup" / "sitecustomize.py").open("a", encoding="utf-8") as startup:
            startup.write("\nimport os\ndel os.O_TMPFILE\n")
    process = started(str(files), "-o", str(report))
    wait_until(lambda: holds_open(process.pid, out))
    process.send_signal(getattr(signal, number))
    process.communicate(timeout=20)
    assert process.returncode == -getattr(signal, number)
    if not named:
        assert list(out.iterdir()) == []
    (files / "slow.txt").unlink()
    assert main(["check", str(files), "-o", str(report)]) == 0
    assert list(out.iterdir()) == [report]


def is_locked(folder: Path) -> bool:
    """Whether a process holds the lock of a folder."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGKILL"])
def test_what_a_killed_comparison_leaves_is_gone_after_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    files, temporary = tmp_path / "files", tmp_path / "tmp"
    syllabi(files, 3)
    (files / "slow.txt").write_text("HANG", "utf-8")
    temporary.mkdir()
    (temporary / "gapcheck-of-a-person").mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.chdir(files)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *words], check=True)
    command = [*GAPCHECK[:-1], "diff", "HEAD"]

    def exports() -> list[Path]:
        return list(temporary.glob(".gapcheck-*/*.md"))

    first = subprocess.Popen(command, stderr=subprocess.PIPE)
    wait_until(exports)
    second = subprocess.Popen([*command, "slow.txt"], stderr=subprocess.PIPE)
    wait_until(lambda: len(list(temporary.glob(".gapcheck-*"))) == 2)
    assert len(exports()) == 3  # those of a run that goes on stay
    second.kill()
    first.send_signal(getattr(signal, number))
    assert [run.communicate() and run.returncode for run in (first, second)] == [
        -getattr(signal, number),
        -signal.SIGKILL,
    ]
    Path("slow.txt").unlink()
    # The worker of a killed run ends when its document does, or at the limit of 60 seconds, and
    # holds the folder until then.
    wait_until(lambda: not any(is_locked(path) for path in temporary.glob(".gapcheck-*")), 90)
    subprocess.run([*command, "course000.md"], check=True, stdout=subprocess.DEVNULL)
    assert [path.name for path in temporary.iterdir()] == ["gapcheck-of-a-person"]


def test_a_temporary_file_in_use_is_not_taken_for_left_over(tmp_path: Path) -> None:
    files = tmp_path / "files"
    syllabi(files, 3)
    (files / "slow.txt").write_text(f"SLOW {'words ' * 20}", "utf-8")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    with (tmp_path / "startup" / "sitecustomize.py").open("a", encoding="utf-8") as startup:
        startup.write("\nimport os\ndel os.O_TMPFILE\n")
    one = started(str(files), "-o", str(first))
    time.sleep(0.7)
    assert main(["check", str(files / "course000.md"), "-o", str(second)]) == 0
    assert one.wait(30) == 0 and first.stat().st_size > 200


def test_an_output_keeps_its_mode_and_gets_that_of_the_mask(tmp_path: Path) -> None:
    file, report = syllabi(tmp_path / "files", 1)[0], tmp_path / "report.csv"
    mask = os.umask(0o027)
    try:
        main(["check", file, "-o", str(report)])
        assert report.stat().st_mode & 0o777 == 0o640
        report.chmod(0o604)
        main(["check", file, "-o", str(report)])
        assert report.stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(mask)


def test_workers_that_are_killed_while_they_start_are_fewer(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = syllabi(tmp_path / "files", 4)
    # The first four processes that import the worker are killed.
    with (tmp_path / "startup" / "sitecustomize.py").open("a", encoding="utf-8") as startup:
        startup.write(
            "\nimport os, signal\n"
            "if sys.argv == ['-c']:\n"
            "    for number in range(4):\n"
            "        try:\n"
            f"            os.mkdir(os.path.join({str(tmp_path)!r}, f'started-{{number}}'))\n"
            "        except FileExistsError:\n"
            "            continue\n"
            "        os.kill(os.getpid(), signal.SIGKILL)\n"
        )
    process = started(*paths, "-j", "2", "-f", "json", "--no-cache")
    out, complaints = process.communicate(timeout=60)
    assert process.returncode == 0, complaints
    assert out.count(b'"status":"ok"') == 4 and b"going on with 1" in complaints
    assert (tmp_path / "started-3").exists()


@needs_proc
def test_a_crash_of_an_interrupted_run_is_tried_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    syllabi(files, 3)
    (files / "a.txt").write_text(f"CRASH {'words about a course ' * 20}", "utf-8")
    (files / "b.txt").write_text("HANG", "utf-8")
    process = started(str(files), "-j", "1")
    seen: set[str] = set()  # two that crash, and the one that hangs

    def hangs() -> bool:
        seen.update(workers_of(process.pid))
        return len(seen) >= 3

    wait_until(hangs)
    time.sleep(1)
    process.kill()
    process.communicate()
    shutil.rmtree(tmp_path / "startup")  # whatever killed the worker does so no more
    assert main(["check", str(files), "-j", "1", "-f", "json", "-v"]) == 0
    heard = capfd.readouterr()
    assert "going on where it was" in heard.err and '"crashed"' not in heard.out


def test_three_scans_at_once_share_the_cache(tmp_path: Path) -> None:
    files = tmp_path / "files"
    syllabi(files, 6)
    for _ in range(4):
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        runs = [started(str(files), "-j", "1", "-f", "json") for _ in range(3)]
        results = [run.communicate(timeout=60) for run in runs]
        assert [complaints for _, complaints in results] == [b""] * 3
        assert len({out for out, _ in results}) == 1


def kept(files: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """The report of a scan that goes through the cache."""
    assert main(["check", str(files), "-f", "json", "-j", "1"]) == 0
    return capfd.readouterr().out


def test_what_was_just_copied_is_not_read_twice(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    syllabi(files, 3)
    cold = kept(files, capfd)
    copies = tmp_path / "copies"
    shutil.copytree(files, copies, copy_function=shutil.copy)
    monkeypatch.setattr(sys, "executable", "/nowhere")  # no worker could be started
    assert kept(files, capfd) == cold
    assert kept(copies, capfd) == cold.replace(str(files), str(copies))


def test_a_file_rewritten_with_its_size_and_time_is_seen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = [Path(path) for path in syllabi(tmp_path / "files", 3)]
    for path in paths:
        os.utime(path, (OLD, OLD))
    time.sleep(2.2)  # until a change could not go unnoticed
    cold = kept(tmp_path / "files", capfd)
    content = paths[0].read_text("utf-8")
    paths[0].write_text(content.replace("food insecurity", "football. games"), "utf-8")
    os.utime(paths[0], (OLD, OLD))
    assert kept(tmp_path / "files", capfd) != cold


def test_a_file_of_the_future_becomes_warm(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = syllabi(tmp_path / "files", 3)
    future = time.time() + 1e6
    for path in paths:
        os.utime(path, (future, future))
    time.sleep(2.2)
    cold = kept(tmp_path / "files", capfd)

    def fail(*_: object) -> bytes:
        raise AssertionError("a file was read")

    monkeypatch.setattr("curriculum_gap.scan.discovery.load", fail)
    assert kept(tmp_path / "files", capfd) == cold


@pytest.mark.parametrize("shape", ["json", "jsonl", "csv", "table"])
def test_an_output_that_nobody_reads_from_the_beginning_ends_the_run(
    tmp_path: Path, shape: str
) -> None:
    syllabi(tmp_path / "files", 1)
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as closed:
        command = [*GAPCHECK, str(tmp_path / "files"), "-f", shape]
        run = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 0
    assert b"fault of gapcheck" not in run.stderr
