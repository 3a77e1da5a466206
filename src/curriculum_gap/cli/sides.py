"""The two sides of a comparison: files, folders, saved reports or Git revisions, as documents."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from curriculum_gap.cli.gathering import gather
from curriculum_gap.errors import UsageError
from curriculum_gap.gate import (
    Settings,
    export,
    inside,
    is_range,
    is_saved,
    open_revisions,
    read_saved,
    renames_between,
)
from curriculum_gap.nouns import Coverage, Limits, Rubric, Unread

__all__ = ["Side", "Sides", "open_sides"]


@dataclass(frozen=True, slots=True)
class Side:
    """``name`` as typed; verdicts by the document's name within the side; ``rubric`` is ``id
    version digest`` of the rubric, for saved reports."""

    name: str
    documents: Mapping[str, Coverage | Unread]
    rubric: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides; ``renames`` tells old names from new ones where something is known of them."""

    old: Side
    new: Side
    renames: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class How:
    """How files are read."""

    settings: Settings
    rubric: Rubric
    jobs: int | None
    no_cache: bool


def open_sides(
    words: Sequence[str], settings: Settings, rubric: Rubric, jobs: int | None, no_cache: bool
) -> Sides:
    """What ``words`` of the command line name. Raises UsageError for what is neither a path nor a
    revision, and where a side holds no document."""
    how = How(settings, rubric, jobs, no_cache)
    first, *rest = words
    if is_range(first):
        sides = _of_revisions(first, None, rest, how)
    elif os.path.exists(first):  # noqa: PTH110 (strange names too)
        if len(rest) != 1:
            what = "no second state is named" if not rest else "more than two states are named"
            raise UsageError("diff", what, "name two files, two folders, or revisions as in A..B")
        sides = _of_paths(first, rest[0], how)
    elif rest and not os.path.exists(rest[0]):  # noqa: PTH110
        sides = _of_revisions(first, rest[0], rest[1:], how)
    else:
        sides = _of_revisions(first, None, rest, how)
    for side in (sides.old, sides.new):
        if not side.documents and not (sides.old.documents or sides.new.documents):
            raise UsageError(side.name, "holds no document that gapcheck reads", "check the paths")
    return sides


def _of_paths(old: str, new: str, how: How) -> Sides:
    if not os.path.exists(new):  # noqa: PTH110
        raise UsageError(new, "there is no such file or folder", "check the path")
    kinds = [is_saved(path) or os.path.isdir(path) for path in (old, new)]  # noqa: PTH112
    if kinds[0] != kinds[1]:
        what = f"{old} and {new} are not of one kind"
        raise UsageError("diff", what, "name two files, or two folders or saved reports")
    if not any(kinds):  # one document, whatever its files are called
        return Sides(_of_file(old, new, how), _of_file(new, new, how))
    before, after = (_of_path(path, how) for path in (old, new))
    if all(os.path.isdir(path) for path in (old, new)):  # noqa: PTH112
        return Sides(before, after, _same_content(old, new, before, after))
    return Sides(before, after)


def _of_path(path: str, how: How) -> Side:
    if is_saved(path):
        saved = read_saved(path)
        sources = [inside(entry.source, ".") for entry in saved.documents]
        top = os.path.commonpath(sources) if len(sources) > 1 else ""
        # Reports of two checkouts of one folder name the same documents.
        documents = {
            PurePath(os.path.relpath(name, top)).as_posix() if top else PurePath(name).name: entry
            for name, entry in zip(sources, saved.documents, strict=True)
        }
        rubric = (saved.rubric, saved.rubric_version, saved.sha256)
        return Side(path, _named(documents), rubric)
    report, _ = gather([path], how.settings, how.jobs, how.no_cache, how.rubric)
    return Side(path, _named({inside(entry.source, path): entry for entry in report.documents}))


def _of_file(path: str, name: str, how: How) -> Side:
    report, _ = gather([path], how.settings, how.jobs, how.no_cache, how.rubric)
    return Side(path, dict(zip((name,), report.documents, strict=False)))


def _named(documents: Mapping[str, Coverage | Unread]) -> dict[str, Coverage | Unread]:
    return {name: replace(entry, source=name) for name, entry in documents.items()}


def _same_content(old: str, new: str, before: Side, after: Side) -> dict[str, str]:
    """Files that only moved, by their bytes."""
    gone = [name for name in before.documents if name not in after.documents]
    come = [name for name in after.documents if name not in before.documents]
    if not gone or not come:
        return {}
    digests = {_digest(Path(old, name)): name for name in gone}
    return {digests[d]: name for name in come if (d := _digest(Path(new, name))) in digests}


def _digest(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return str(path)


def _of_revisions(old: str, new: str | None, paths: Sequence[str], how: How) -> Sides:
    revisions = open_revisions(old, new)
    wanted = [inside(os.path.abspath(path), revisions.top) for path in paths or _default(how)]  # noqa: PTH100
    for path, name in zip(paths, wanted, strict=False):
        if name.startswith(".."):
            raise UsageError(path, "lies outside of the repository", "name folders inside of it")
    before = _of_commit(revisions.top, revisions.old, revisions.names[0], wanted, how)
    if revisions.new:
        after = _of_commit(revisions.top, revisions.new, revisions.names[1], wanted, how)
        return Sides(before, after, renames_between(revisions))
    there = [path for path in paths or _default(how) if os.path.exists(path)]  # noqa: PTH110
    report, _ = gather(there, how.settings, how.jobs, how.no_cache, how.rubric)
    documents = {
        inside(os.path.abspath(entry.source), revisions.top): entry  # noqa: PTH100
        for entry in report.documents
    }
    return Sides(before, Side(revisions.names[1], _named(documents)))


def _default(how: How) -> Sequence[str]:
    return how.settings.paths or (".",)


def _of_commit(top: str, commit: str, name: str, paths: Sequence[str], how: How) -> Side:
    from curriculum_gap.readers import SUFFIXES

    with _room() as room:
        unread = export(top, commit, paths, room, SUFFIXES, Limits().input_bytes)
        # Patterns and folders of the configuration hold as if the files lay where they belong.
        root = Path(room, inside(os.path.abspath(how.settings.root), top))  # noqa: PTH100
        settings = replace(how.settings, root=str(root))
        report, _ = gather([str(room)], settings, how.jobs, how.no_cache, how.rubric)
        documents = {inside(entry.source, str(room)): entry for entry in report.documents}
    return Side(name, _named(documents | {entry.source: entry for entry in unread}))


@contextmanager
def _room() -> Iterator[Path]:
    """A private folder for files of a revision, in the cache folder where that can be written."""
    from curriculum_gap.compiled import cache_folder

    place: Path | None = None
    with suppress(OSError, RuntimeError):
        place = cache_folder() / "revisions"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = place if os.access(place, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="gapcheck-", dir=place) as room:
        yield Path(room)
