"""Files that did not change are not read again, whatever happens to the cache; an interrupted scan
goes on; results are the same bytes whoever reads how much of them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scan_helpers import RUBRIC, misbehaving, small_rubric, syllabi

from curriculum_gap import check, load_rubric
from curriculum_gap.cli import main
from curriculum_gap.nouns import Coverage, Limits, Unread
from curriculum_gap.scan import (
    Progress,
    ScanSettings,
    cache_file,
    clear_cache,
    describe_cache,
    scan,
)

OLD = 1_600_000_000  # a file changed just now is read again, for it could change unnoticed


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    found = syllabi(tmp_path / "files", 8)
    for path in found:
        os.utime(path, (OLD, OLD))
    return found


class Scanned:
    """What one scan did."""

    def __init__(self, paths: list[str], rubric: Any = None, **settings: Any) -> None:
        steps: list[Progress] = []
        self.said: list[str] = []
        self.entries: list[Coverage | Unread] = list(
            scan(
                paths,
                rubric or small_rubric(),
                ScanSettings(**{"jobs": 2} | settings),
                steps.append,
                self.said.append,
            )
        )
        self.kept = steps[-1].kept


def test_what_was_read_is_kept_and_the_same(paths: list[str]) -> None:
    cold, warm = Scanned(paths), Scanned(paths)
    assert (cold.kept, warm.kept) == (0, 8)
    assert warm.entries == cold.entries == Scanned(paths, use_cache=False).entries
    slim = Scanned(paths, evidence=False)
    assert slim.kept == 8
    for short, full in zip(slim.entries, cold.entries, strict=True):
        assert isinstance(short, Coverage) and isinstance(full, Coverage)
        bare = tuple(replace(t, evidence=(), score=0.0, rule="") for t in full.topics)
        assert short == replace(full, topics=bare, parts=(), sha256="")


def test_a_changed_file_is_read_again_and_a_touched_one_is_not(paths: list[str]) -> None:
    cold = Scanned(paths)
    Path(paths[0]).write_text("# Nothing of the kind\n\nText.\n", "utf-8")
    os.utime(paths[1], (OLD + 5, OLD + 5))
    moved = str(Path(paths[2]).with_name("moved.md"))
    Path(paths[2]).rename(moved)
    again = Scanned([*paths[:2], moved, *paths[3:]])
    assert again.kept == 7
    assert again.entries[0] != cold.entries[0]
    assert again.entries[1] == cold.entries[1]
    assert again.entries[2] == replace(cold.entries[2], source=moved)


def test_another_rubric_needs_no_file(paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(2.1)  # until a change could not go unnoticed
    Scanned(paths)
    rubric = small_rubric()
    other = replace(rubric, topics=rubric.topics[:1])
    monkeypatch.setattr("curriculum_gap.scan.discovery.load", None)  # nothing can be read
    found = Scanned(paths, other)
    assert found.kept == 0
    assert all(isinstance(entry, Coverage) and len(entry.topics) == 1 for entry in found.entries)


def test_copies_are_read_once_and_said_to_be_copies(paths: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "files" / "copy.md"
    copy.write_bytes(Path(paths[0]).read_bytes())
    for settings in ({"use_cache": False}, {}, {}, {"jobs": 1, "use_cache": False}):
        found = Scanned([*paths, str(copy)], **settings)
        last, first = found.entries[-1], found.entries[0]
        assert isinstance(last, Coverage) and isinstance(first, Coverage)
        assert last.warnings == (*first.warnings, f"same content as {paths[0]}")
        assert (last.topics, last.source) == (first.topics, str(copy))
        assert found.kept >= 1


def test_the_cache_is_private(paths: list[str]) -> None:
    Scanned(paths)
    assert stat.S_IMODE(cache_file().parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(cache_file().stat().st_mode) == 0o600


def test_a_damaged_cache_is_moved_aside(paths: list[str]) -> None:
    cold = Scanned(paths)
    whole = cache_file().read_bytes()
    cache_file().write_bytes(b"no database " * 2000)
    again = Scanned(paths)
    assert again.entries == cold.entries and "damaged" in again.said[0]
    assert Scanned(paths).kept == 8
    for place in range(4096, len(whole) - 200, 997):  # damaged in the middle, found out while used
        whole = whole[:place] + os.urandom(100) + whole[place + 100 :]
    cache_file().write_bytes(whole)
    assert Scanned(paths).entries == cold.entries
    assert Scanned(paths).entries == cold.entries


def in_database(statement: str) -> list[Any]:
    """The rows of a statement in the cache's file."""
    with contextlib.closing(sqlite3.connect(cache_file(), isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"unread": {}}'])
def test_a_verdict_that_was_tampered_with_is_none(paths: list[str], answer: str) -> None:
    cold = Scanned(paths)
    in_database(f"UPDATE verdicts SET body = x'00', answer = '{answer}'")
    slim = Scanned(paths, evidence=False)
    assert [entry.share for entry in slim.entries if isinstance(entry, Coverage)] == [
        entry.share for entry in cold.entries if isinstance(entry, Coverage)
    ]
    in_database(f"UPDATE verdicts SET body = x'00', answer = '{answer}'")
    assert Scanned(paths).entries == cold.entries
    assert Scanned(paths).kept == 8


@pytest.mark.parametrize("body", ["x'00'", "substr(body, 1, length(body) - 9)", "'{}'"])
def test_an_extraction_that_was_tampered_with_is_read_again(paths: list[str], body: str) -> None:
    cold = Scanned(paths)
    in_database(f"UPDATE documents SET body = {body}")
    in_database("DELETE FROM verdicts")
    assert Scanned(paths).entries == cold.entries


def test_a_kept_verdict_says_all_of_an_example(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples" / "coun614-multicultural-counseling.pdf"
    copy = tmp_path / "copy.md"
    copy.write_text("# A file beside it\n", "utf-8")
    rubric = load_rubric()
    for _ in range(2):  # read, then kept
        entries = Scanned([str(example), str(copy)], rubric).entries
        assert entries[0] == check(example, rubric=rubric).documents[0]
    ((body,),) = in_database("SELECT max(body) FROM verdicts")
    assert body[:1] == b"x", "compressed"


def test_no_cache_can_be_had(paths: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "file" / "cache"))
    found = Scanned(paths)
    assert len(found.entries) == 8 and "going on without it" in found.said[0]


def test_the_cache_is_bounded(paths: list[str]) -> None:
    Scanned(paths)
    found = describe_cache()
    assert found is not None and found.verdicts == 8
    Scanned(paths, cache_bytes=10)
    found = describe_cache()
    assert found is not None and found.verdicts == 0 and found.files == 0


def test_runs_at_once_share_it(paths: list[str], tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_bytes(RUBRIC)
    command = [
        sys.executable,
        "-m",
        "curriculum_gap",
        str(tmp_path / "files"),
        "-f",
        "jsonl",
        "--rubric",
        str(tmp_path / "rubric.yaml"),
    ]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    ends = [run.communicate(timeout=120) for run in runs]
    assert len({out for out, _ in ends}) == 1 and len(ends[0][0].splitlines()) == 8
    assert [err for _, err in ends] == [b""] * 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs limits on files")
def test_a_full_disk_ends_the_keeping_and_not_the_scan(paths: list[str], tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_bytes(RUBRIC)
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "from curriculum_gap.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "files", "-f", "jsonl", "--rubric", "rubric.yaml"],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
    )
    assert run.returncode == 0 and len(run.stdout.splitlines()) == 8
    assert b"going on without it" in run.stderr and b"Traceback" not in run.stderr


def test_info_and_clear(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "info"]) == 0
    assert "no cache yet" in capsys.readouterr().out
    Scanned(paths)
    assert main(["cache", "info"]) == 0
    out = capsys.readouterr().out
    assert str(cache_file()) in out and "private to you" in out and "verdicts  8" in out
    assert main(["cache", "clear"]) == 0 and "freed" in capsys.readouterr().out
    assert describe_cache() is None and clear_cache() == 0


@pytest.mark.skipif(os.name == "nt", reason="kills its process")
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    syllabi(folder, 40)
    (tmp_path / "rubric.yaml").write_bytes(RUBRIC)
    output = tmp_path / "report.jsonl"
    command = [sys.executable, "-m", "curriculum_gap", str(folder), "-q", "-j", "2"]
    command += ["-o", str(output), "--rubric", str(tmp_path / "rubric.yaml")]
    subprocess.run([*command, "--no-cache"], check=True, timeout=120)
    whole = output.read_bytes()
    output.unlink()
    chance = random.Random(4)
    for _ in range(6):
        run = subprocess.Popen(command, start_new_session=True)
        time.sleep(chance.uniform(0.2, 1.0))
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert not output.exists() or output.read_bytes() == whole
        output.unlink(missing_ok=True)
    end = subprocess.run(command, capture_output=True, timeout=120)
    assert output.read_bytes() == whole and end.returncode == 0
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.skipif(os.name == "nt", reason="limits are of POSIX")
def test_a_timeout_is_not_tried_again_when_going_on_but_is_in_a_new_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", misbehaving(tmp_path / "startup"))
    paths = syllabi(tmp_path / "files", 12)
    hangs = tmp_path / "files" / "a-first.txt"
    hangs.write_text("HANG", "utf-8")
    limits = Limits(wall_seconds=1.5)
    everything = [str(hangs), *paths]
    entries = scan(everything, small_rubric(), ScanSettings(jobs=2, limits=limits))
    first = next(entries)
    assert isinstance(first, Unread) and first.status == "timeout"
    entries.close()  # type: ignore[attr-defined]
    resumed = Scanned(everything, limits=limits)
    assert "going on where it was" in resumed.said[0] and resumed.kept >= 1
    assert resumed.entries[0] == first
    started = time.monotonic()
    anew = Scanned(everything, limits=limits)
    assert anew.kept == 12 and time.monotonic() - started > 1
    assert anew.entries == resumed.entries


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_control_c_prints_what_is_done(tmp_path: Path) -> None:
    startup = misbehaving(tmp_path / "startup")
    syllabi(tmp_path / "files", 6)
    (tmp_path / "files" / "zz.txt").write_text("HANG", "utf-8")
    (tmp_path / "rubric.yaml").write_bytes(RUBRIC)
    command = [sys.executable, "-m", "curriculum_gap", str(tmp_path / "files")]
    command += ["--rubric", str(tmp_path / "rubric.yaml"), "-o", str(tmp_path / "out.csv")]
    run = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": startup},
    )
    database = cache_file()
    for _ in range(300):  # until the six are kept
        time.sleep(0.1)
        if database.exists():
            with sqlite3.connect(database) as connection:
                try:
                    (kept,) = connection.execute("SELECT count(*) FROM verdicts").fetchone()
                except sqlite3.Error:
                    kept = 0
            connection.close()
            if kept == 6:
                break
    time.sleep(2)  # they are kept first and reported then
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"6 documents read" in out
    assert b"6 of 7 files done; run it again to go on" in err and b"Traceback" not in err
    assert not (tmp_path / "out.csv").exists()
