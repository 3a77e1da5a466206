"""States of a set of documents that commands compare: a folder, or a report that was saved.

``open_state`` gives the verdicts of one, under names by which documents of two states find each
other; ``rubric_warnings`` refuses states that cannot be compared.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from curriculum_gap import __version__
from curriculum_gap.cli.inputs import check_paths
from curriculum_gap.cli.outputs import Verdict
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import Settings, is_saved_report, read_saved_report
from curriculum_gap.nouns import Report, Rubric
from curriculum_gap.path_patterns import relative_name

__all__ = [
    "Reading",
    "State",
    "holds_many",
    "open_state",
    "path_exists",
    "rubric_warnings",
    "with_names",
]


class Reading(NamedTuple):
    """How files of all states are read."""

    settings: Settings
    rubric: Rubric
    jobs: int | None
    no_cache: bool

    def check(self, paths: Sequence[str]) -> Report:
        """The report on these paths."""
        report, _ = check_paths(paths, self.settings, self.jobs, self.no_cache, self.rubric)
        return report


class State(NamedTuple):
    """One side of a comparison: its name as typed, and its verdicts by the document's name within
    it. ``rubric`` is id, version and digest of a saved report's rubric, ``version`` the gapcheck
    that gave the verdicts."""

    name: str
    documents: Mapping[str, Verdict]
    rubric: tuple[str, str, str] | None = None
    version: str = __version__


def path_exists(path: str) -> bool:
    """Whether there is a file or folder; any text may be asked about."""
    return os.path.exists(path)  # noqa: PTH110 (pathlib raises for some names)


def holds_many(path: str) -> bool:
    """Whether a path is a folder or a saved report, and not one document."""
    return is_saved_report(path) or os.path.isdir(path)  # noqa: PTH112


def open_state(path: str, reading: Reading) -> State:
    """A folder or a saved report."""
    return _of_saved_report(path) if is_saved_report(path) else _of_folder(path, reading)


def _of_folder(path: str, reading: Reading) -> State:
    """The documents of a folder, by their path below it."""
    report = reading.check([path])
    documents = {relative_name(entry.source, path): entry for entry in report.documents}
    return State(path, with_names(documents))


def _of_saved_report(path: str) -> State:
    """The documents of a report, by their path below the folder that holds them all: reports of two
    checkouts of one folder name the same documents."""
    saved = read_saved_report(path)
    sources = [relative_name(entry.source, ".") for entry in saved.documents]
    top = os.path.commonpath(sources) if len(sources) > 1 else ""
    documents = {}
    for source, entry in zip(sources, saved.documents, strict=True):
        name = os.path.relpath(source, top) if top else PurePath(source).name
        documents[PurePath(name).as_posix()] = entry
    rubric = (saved.rubric, saved.rubric_version, saved.sha256)
    return State(path, with_names(documents), rubric, saved.version)


def with_names(documents: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts with their names as sources."""
    return {name: replace(entry, source=name) for name, entry in documents.items()}


def rubric_warnings(states: Sequence[State], rubric: Rubric) -> list[str]:
    """A line where the states were checked by several versions of the rubric, and one where they
    were by several versions of gapcheck. Raises UsageError where one was checked by another
    rubric."""
    current = (rubric.id, rubric.version, rubric.digest)
    versions = {}
    for state in states:
        name, version, digest = state.rubric or current
        if name != rubric.id:
            what = f"was checked by the rubric {name}, not {rubric.id}"
            raise UsageError(
                state.name, what, f"compare with --rubric {name.replace('+', ' --rubric ')}"
            )
        versions[digest] = version
    programs = dict.fromkeys(state.version for state in states)
    lines = []
    if len(versions) > 1:
        count = "two" if len(versions) == 2 else str(len(versions))
        lines.append(
            f"{count} versions of the rubric ({', '.join(versions.values())}): some differences "
            "may be the rubric's and not the courses'"
        )
    if len(programs) > 1:
        lines.append(
            f"reports of gapcheck {' and '.join(programs)}: some differences may be those of the "
            "program and not the courses'"
        )
    return lines
