"""The command as a user runs it, watched: its output, its time, the memory of all its processes."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1_000_000


def shown(value: object) -> str:
    """The end of anything, safe to print."""
    return ascii(value)[-70:]


@dataclass
class Run:
    """One run of the command: what it said, and how much memory it and its workers held."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    cpu: float = 0.0  # seconds of processor time, with all its processes
    resident: int = 0  # bytes, the parent
    worker: int = 0  # bytes, the largest worker
    arrivals: list[float] = field(default_factory=list)  # seconds, of each line of output


COMMAND = [sys.executable, "-m", "curriculum_gap"]


def gapcheck(
    *words: str | bytes,
    cache: Path | None = None,
    during: Callable[[subprocess.Popen[bytes]], None] | None = None,
    before: tuple[str, ...] = (),
    limit: float = 1800,
    **variables: str,
) -> Run:
    """Run ``gapcheck`` with these words; ``during`` is called with the process as it runs.

    Most hostile files hold a few words, which ``GAPCHECK_MIN_WORDS`` lets through.
    """
    environment = {**os.environ, "COLUMNS": "100", "GAPCHECK_MIN_WORDS": "0", **variables}
    if cache is not None:
        environment["GAPCHECK_CACHE_DIR"] = str(cache)
    with tempfile.TemporaryFile() as err:
        started, spent = time.monotonic(), _cpu()
        process = subprocess.Popen(
            [*before, *COMMAND, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=err,
            env=environment,
            start_new_session=True,
        )
        run = Run(0, b"", b"", 0)
        watcher = threading.Thread(target=_watch, args=(process, run, started, limit))
        watcher.start()
        if during is not None:
            threading.Thread(target=during, args=(process,), daemon=True).start()
        lines = []
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            run.arrivals.append(time.monotonic() - started)
        run.code = process.wait()
        run.seconds = time.monotonic() - started
        watcher.join()
        run.cpu = _cpu() - spent
        err.seek(0)
        run.out, run.err = b"".join(lines), err.read()
    return run


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes], run: Run, started: float, limit: float) -> None:
    while process.poll() is None:
        run.resident = max(run.resident, _resident(process.pid))
        for child in children(process.pid):
            run.worker = max(run.worker, _resident(child))
        if time.monotonic() - started > limit:
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.02)


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) * 1024 if found else 0


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return found


def rows_of(jsonl: bytes) -> list[dict[str, object]]:
    """The documents of a report in JSON Lines."""
    rows = [json.loads(line) for line in jsonl.decode("utf-8").splitlines()]
    return [row for row in rows if "source" in row]
