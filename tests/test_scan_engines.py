"""The same work on a cluster, behind an address, and with any number of jobs: the same bytes."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scan_helpers import misbehaving, small_rubric, syllabi

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Limits, Unread
from curriculum_gap.scan import ScanSettings, discover, scan


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE_DIR", str(tmp_path / "cache"))


def scanned(paths: list[str], **settings: Any) -> list[Coverage | Unread]:
    chosen = ScanSettings(**{"use_cache": False} | settings)
    return list(scan(paths, small_rubric(), chosen))


def test_any_number_of_jobs_gives_the_same(tmp_path: Path) -> None:
    paths = syllabi(tmp_path / "files", 20)
    (tmp_path / "files" / "empty.md").write_text("", "utf-8")
    (tmp_path / "files" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    one, eight = scanned([str(tmp_path / "files")], jobs=1), scanned([str(tmp_path)], jobs=8)
    assert repr(one) == repr(eight).replace(f"{tmp_path}{os.sep}cache", "") and len(one) == 22
    assert [entry.source for entry in one if isinstance(entry, Coverage)] == paths


@pytest.mark.parametrize("name", ["slurm", "slurm://host", "dask://127.0.0.1:9"])
def test_an_engine_that_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--engine: no "):
        scanned(syllabi(tmp_path / "files", 2), engine=name)


# Dask


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[Any]]]:
    """A scheduler and two workers as the guide starts them; address and the workers' processes."""
    pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", misbehaving(tmp_path / "startup"))
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__DAEMON", "True")
    log = tmp_path / "scheduler.log"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    processes = []
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))
        processes.append(
            subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
                stdout=output,
                stderr=output,
                cwd=tmp_path,
            )
        )
        stack.callback(lambda: [process.kill() for process in processes])
        address = ""
        for _ in range(300):
            time.sleep(0.1)
            found = re.search(r"Scheduler at:\s+(tcp://[\d.]+:\d+)", log.read_text("utf-8"))
            if found:
                address = found[1]
                break
        assert address, log.read_text("utf-8")
        worker = [sys.executable, "-m", "distributed.cli.dask_worker"]
        workers = [
            subprocess.Popen(
                [*worker, address, "--nthreads", "1", "--no-dashboard"],
                stdout=output,
                stderr=output,
                cwd=tmp_path,
            )
            for _ in range(2)
        ]
        processes += workers
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address.removeprefix("tcp://"), workers


def test_a_cluster_gives_the_same_and_isolates_too(
    cluster: tuple[str, list[Any]], tmp_path: Path
) -> None:
    address, _ = cluster
    paths = syllabi(tmp_path / "files", 30)
    twin = tmp_path / "files" / "twin.md"
    twin.write_bytes(Path(paths[0]).read_bytes())
    bad = tmp_path / "files" / "crash.txt"
    bad.write_text("CRASH", "utf-8")
    everything = [*paths[:5], str(bad), *paths[5:], str(twin)]
    limits = Limits(cpu_seconds=5, wall_seconds=20)
    far = scanned(everything, engine=f"dask://{address}", limits=limits)
    assert far == scanned(everything, jobs=2, limits=limits)
    assert isinstance(far[5], Unread) and far[5].status == "crashed"


def test_files_that_the_workers_do_not_see_travel_along(
    cluster: tuple[str, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _ = cluster
    monkeypatch.chdir(tmp_path)
    paths = syllabi(tmp_path / "files", 10)
    near = scanned(paths, jobs=2)
    # For the workers these paths now hold something else than what was found.
    found = discover(paths)
    for file in found.files:
        object.__setattr__(file, "changed", file.changed + 1)
    settings = ScanSettings(use_cache=False, engine=f"dask://{address}")
    assert list(scan(found, small_rubric(), settings)) == near


def slow_files(folder: Path) -> list[str]:
    """24 files, of which every eighth takes more than a second."""
    folder.mkdir()
    paths = []
    for number in range(24):
        path = folder / f"slow{number:02}.txt"
        path.write_text(f"{'SLOW ' if number % 8 == 0 else ''}food insecurity {number}", "utf-8")
        paths.append(str(path))
    return paths


def scanned_through(
    trouble: Callable[[], None], paths: list[str], address: str
) -> list[Coverage | Unread]:
    """What a cluster says of ``paths`` when it meets ``trouble`` after its first verdict."""
    settings = ScanSettings(use_cache=False, engine=f"dask://{address}")
    entries = []
    for entry in scan(paths, small_rubric(), settings):
        if not entries:
            trouble()
        entries.append(entry)
    return entries


def test_a_lost_worker_loses_no_file(cluster: tuple[str, list[Any]], tmp_path: Path) -> None:
    address, workers = cluster
    paths = slow_files(tmp_path / "files")
    near = scanned(paths, jobs=4)
    assert scanned_through(workers[0].kill, paths, address) == near


def test_a_cluster_that_loses_all_workers_at_once_goes_on_when_they_are_back(
    cluster: tuple[str, list[Any]], tmp_path: Path
) -> None:
    import psutil

    address, nannies = cluster
    paths = slow_files(tmp_path / "files")
    near = scanned(paths, jobs=4)

    def lose_all() -> None:
        for nanny in nannies:
            for worker in psutil.Process(nanny.pid).children():
                worker.kill()

    assert scanned_through(lose_all, paths, address) == near


# Addresses


def test_a_folder_behind_an_address(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    paths = syllabi(tmp_path / "files", 4)
    memory = fsspec.filesystem("memory")
    for number, path in enumerate(paths):
        memory.pipe(
            f"/bucket/{'b/' if number % 2 else ''}{Path(path).name}", Path(path).read_bytes()
        )
    memory.pipe("/bucket/photo.jpg", b"x")
    memory.pipe("/bucket/.git/notes.md", b"x")
    found = discover(["memory://bucket"])
    assert [file.source for file in found.files] == [
        "memory://bucket/b/course001.md",
        "memory://bucket/b/course003.md",
        "memory://bucket/course000.md",
        "memory://bucket/course002.md",
    ]
    assert [reason for _, reason in found.passed] == ["of another kind"]
    far = scanned(["memory://bucket"])
    near = scanned([paths[1], paths[3], paths[0], paths[2]])
    assert [entry.topics for entry in far if isinstance(entry, Coverage)] == [
        entry.topics for entry in near if isinstance(entry, Coverage)
    ]
    (alone,) = scanned(["memory://bucket/course000.md"])
    assert isinstance(alone, Coverage) and alone.topics == far[2].topics  # type: ignore[union-attr]
    (missing,) = scanned(["memory://bucket/none.md"])
    assert isinstance(missing, Unread) and missing.status == "unreadable"
    local = scanned([f"local://{tmp_path}/files"])
    assert [type(entry) for entry in local] == [Coverage] * 4


@pytest.mark.parametrize("url", ["nosuch://x/y", "memory2://x"])
def test_an_address_of_no_known_kind(url: str) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(UsageError, match=url):
        discover([url])
