"""Many documents: which files a path stands for, and each of them through the pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curriculum_gap.check import check_bytes, check_file
from curriculum_gap.nouns import Coverage, Limits, Rubric, Unread
from curriculum_gap.readers import SUFFIXES

__all__ = ["STANDARD_INPUT", "Found", "check_files", "find_files"]

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """The files that paths stand for, in order, each once.

    ``walked`` holds those that were met in a folder; ``left_out`` counts files there that no reader
    takes.
    """

    files: tuple[str, ...]
    walked: frozenset[str]
    left_out: int


def find_files(paths: Iterable[str]) -> Found:
    """Files as typed, and every readable file below each folder in a stable order.

    Hidden files, lock files of word processors and links to folders are passed over. A path that
    does not exist stays in the list: whoever reads it says so.
    """
    files: dict[str, None] = {}
    walked: set[str] = set()
    left_out = 0
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):  # noqa: PTH112 (keeps it as typed)
            files[path] = None
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith((".", "~$")):
                    continue
                if os.path.splitext(name)[1].lower() not in SUFFIXES:  # noqa: PTH122
                    left_out += 1
                    continue
                inside = os.path.join(folder, name)  # noqa: PTH118
                if inside not in files:
                    walked.add(inside)
                files[inside] = None
    return Found(tuple(files), frozenset(walked), left_out)


def check_files(
    files: Iterable[str],
    rubric: Rubric,
    limits: Limits | None = None,
    standard_input: Callable[[int], bytes] | None = None,
) -> tuple[Coverage | Unread, ...]:
    """A verdict for every file, in order. ``-`` is what ``standard_input`` returns when asked for
    at most so many bytes."""
    limits = limits or Limits()
    verdicts: list[Coverage | Unread] = []
    for file in files:
        if file == STANDARD_INPUT and standard_input is not None:
            content = standard_input(limits.input_bytes + 1)
            verdicts.append(check_bytes(content, file, rubric, limits))
        else:
            verdicts.append(check_file(file, rubric, limits))
    return tuple(verdicts)
