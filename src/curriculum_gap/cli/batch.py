"""What ``check`` has to do with many files: settings from options, progress, closing words."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from curriculum_gap.cli.screen import complain
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Limits
from curriculum_gap.reports import as_line
from curriculum_gap.scan import Discovery, Progress

__all__ = [
    "LIMIT_NAMES",
    "limits_of",
    "say_what_is_not_limited",
    "say_what_was_passed",
    "say_what_was_read",
    "shown_progress",
]

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)
_SIZES = {"": 1.0, "b": 1.0, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9}
_TIMES = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_COUNTS = {"": 1.0}

LIMIT_NAMES: dict[str, tuple[str, dict[str, float]]] = {
    "cpu": ("cpu_seconds", _TIMES),
    "wall": ("wall_seconds", _TIMES),
    "memory": ("memory_bytes", _SIZES),
    "size": ("input_bytes", _SIZES),
    "pages": ("pages", _COUNTS),
    "text": ("text_bytes", _SIZES),
    "html": ("html_bytes", _SIZES),
    "members": ("archive_members", _COUNTS),
    "inflated": ("inflated_bytes", _SIZES),
    "part": ("part_bytes", _SIZES),
    "ratio": ("archive_ratio", _COUNTS),
    "depth": ("depth", _COUNTS),
}
"""Name for ``--limit`` → the limit and the units it may be given in."""

_SHOWN_AFTER = 0.6  # seconds: what is done sooner needs no bar


def limits_of(asked: Sequence[str]) -> Limits:
    """Limits from words like ``cpu=60`` and ``memory=2GB``. Raises UsageError for any other."""
    changed: dict[str, Any] = {}
    for word in asked:
        name, equals, value = (part.strip() for part in word.partition("="))
        if name not in LIMIT_NAMES:
            near = get_close_matches(name, LIMIT_NAMES, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else "limits: " + ", ".join(LIMIT_NAMES)
            raise UsageError("--limit", f"no limit '{name}'", hint)
        limit, units = LIMIT_NAMES[name]
        number = _NUMBER.fullmatch(value)
        if not equals or number is None or number[2].lower() not in units:
            example = {"cpu_seconds": "60s", "wall_seconds": "5min"}.get(
                limit, "2GB" if units is _SIZES else "5000"
            )
            raise UsageError("--limit", f"'{word}' is no limit", f"write it as {name}={example}")
        amount = float(number[1]) * units[number[2].lower()]
        if amount <= 0:
            raise UsageError("--limit", f"'{word}' leaves nothing", "give more than 0")
        changed[limit] = amount if units is _TIMES else int(amount)
    return replace(Limits(), **changed)


@contextmanager
def shown_progress(wanted: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Call what comes with every step: a bar on standard error, for a person and for work that
    takes its time; None where nobody looks."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    bar: Any = None
    task: Any = None

    def show(progress: Progress) -> None:
        nonlocal bar, task
        if bar is None:
            if time.monotonic() - started < _SHOWN_AFTER:
                return
            bar = _bar()
            bar.start()
            task = bar.add_task("", total=progress.total, rate="", waiting="")
        seconds = time.monotonic() - started
        waiting = f"reading {as_line(progress.waiting_for)}" if progress.waiting_for else ""
        bar.update(
            task,
            completed=progress.done,
            rate=f"{progress.done / seconds:.0f}/s",
            waiting=waiting,
        )

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Any:
    from rich import progress
    from rich.console import Console
    from rich.table import Column

    return progress.Progress(
        progress.BarColumn(24),
        progress.MofNCompleteColumn(),
        progress.TextColumn("files, {task.fields[rate]}", markup=False),
        progress.TimeRemainingColumn(),
        progress.TextColumn(
            "{task.fields[waiting]}",
            markup=False,
            style="dim",
            table_column=Column(no_wrap=True, overflow="ellipsis"),
        ),
        console=Console(stderr=True),
        transient=True,
    )


def say_what_was_passed(found: Discovery) -> None:
    """What lay in folders and is not in the report."""
    left_out = found.left_out.total()
    if left_out:
        complain(f"{left_out} {'file' if left_out == 1 else 'files'} of other kinds left out")
    reasons: dict[str, list[str]] = {}
    for path, reason in found.passed:
        reasons.setdefault(reason, []).append(path)
    for reason, paths in reasons.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        complain(f"passed over ({reason}): {paths[0]}{more}")


def say_what_is_not_limited() -> None:
    """The limits that this platform cannot hold, once a run; nothing on Linux."""
    from curriculum_gap.scan import unlimited_here

    missing = " and ".join(unlimited_here())
    if missing:
        complain(f"this system cannot limit the {missing} of a file; the wall clock still holds")


def say_what_was_read(statuses: Counter[str]) -> None:
    """The closing line of a scan whose report went elsewhere."""
    total, read = statuses.total(), statuses["ok"]
    unread = ", ".join(f"{status} {n}" for status, n in sorted(statuses.items()) if status != "ok")
    complain(
        f"{total:,} files: {read:,} read" + (f", {total - read:,} not ({unread})" if unread else "")
    )
