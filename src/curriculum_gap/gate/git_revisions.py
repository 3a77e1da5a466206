"""Documents of a Git revision, read from the object store; the work tree is never touched.

Everything is asked of the program ``git``, with plumbing commands that run no hook, filter, pager
or credential helper, and with every transport forbidden, so that a partial clone fetches nothing
unasked. ``open_revisions`` finds the commits, ``export_documents`` writes their documents to a
folder, ``renames_between`` tells which files moved.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Status, Unread

__all__ = ["Revisions", "export_documents", "is_range", "open_revisions", "renames_between"]

_TIMEOUT = 120.0
"""Seconds that one call of git may take: listing a large repository takes a few."""
_SAFE_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.hooksPath=" + os.devnull,
)
"""Options of each call: nothing that a repository configures is run or fetched."""
_LINK_MODE = "120000"
"""The mode of symbolic links in Git's trees."""
_SHALLOW = (
    "this clone is shallow: fetch the rest with 'git fetch --unshallow', or give "
    "actions/checkout 'fetch-depth: 0'"
)


class Revisions(NamedTuple):
    """Two commits of the repository whose work tree is ``top``, by their ids; ``new`` is empty for
    the work tree itself. ``names`` are the two as typed."""

    top: str
    old: str
    new: str
    names: tuple[str, str]


def is_range(text: str) -> bool:
    """Whether ``text`` is ``a..b``, ``a...b``, ``a..`` or ``..b``, and no file has that name."""
    return ".." in text and not text.startswith((".", "/")) and not Path(text).exists()


def open_revisions(old: str, new: str | None = None, folder: str = ".") -> Revisions:
    """The revisions ``old`` and ``new``, or the two of the range ``old``.

    Without ``new``, a single revision is compared with the work tree. ``a...b`` compares ``b`` with
    the commit where the two parted, as GitHub shows pull requests. ``folder`` is where to look for
    the repository. Raises UsageError for a folder without a repository and for a revision that is
    not there, with the way to fetch it.
    """
    top = _top_of(folder)
    if new is not None:
        return Revisions(top, _commit(top, old), _commit(top, new), (old, new))
    if is_range(old):
        return _range(top, old)
    return Revisions(top, _commit(top, old), "", (old, "the work tree"))


def _range(top: str, text: str) -> Revisions:
    """The two revisions of ``a..b`` or ``a...b``; a missing one is ``HEAD``."""
    dots = "..." if "..." in text else ".."
    left, _, right = text.partition(dots)
    left, right = left or "HEAD", right or "HEAD"
    old, new = _commit(top, left), _commit(top, right)
    if dots == "..":
        return Revisions(top, old, new, (left, right))
    base = _run(top, "merge-base", old, new)
    if base.returncode:
        hint = _SHALLOW if _is_shallow(top) else "compare them with two dots"
        raise UsageError(text, "the two have no common ancestor here", hint)
    return Revisions(top, base.stdout.decode().strip(), new, (f"{left}…", right))


def export_documents(
    top: str,
    commit: str,
    paths: Sequence[str],
    folder: Path,
    is_wanted: Callable[[str], bool],
    most: int,
) -> list[Unread]:
    """Write documents of ``commit``, a commit of the repository at ``top``, to ``folder`` under
    their own paths: those below ``paths`` (relative to ``top``; none means all) whose names
    ``is_wanted`` wants.

    Files larger than ``most`` bytes and those that Git does not have here come back unread. Links
    and submodules are passed over. Raises UsageError where git fails.
    """
    unread: list[Unread] = []
    wanted: dict[str, str] = {}
    for entry in _entries(top, commit, paths):
        if not _is_document(entry, is_wanted):
            continue
        if entry.size > most:
            reason = f"{entry.size:,} bytes, more than {most:,}"
            hint = "compare folders, with a higher --limit size"
            unread.append(Unread(entry.path, Status.TOO_LARGE, reason, hint))
        else:
            wanted[entry.path] = entry.name
    for path, content in _contents(top, wanted):
        if content is None:
            hint = "fetch the whole history: git fetch --refetch --no-filter"
            unread.append(Unread(path, Status.UNREADABLE, "Git does not have this file here", hint))
        else:
            target = folder.joinpath(*PurePosixPath(path).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return unread


def renames_between(revisions: Revisions) -> dict[str, str]:
    """Old path → new path of the files that Git takes for renamed between two commits: at least 40
    % of the text is the same, for a syllabus that got a new number is rewritten in part."""
    if not revisions.new:
        return {}
    options = ["-r", "-z", "-M40%", "--name-status", "--diff-filter=R"]
    options += ["--no-ext-diff", "--no-textconv"]
    listed = _run(revisions.top, "diff-tree", *options, revisions.old, revisions.new)
    if listed.returncode:
        return {}
    # Score, old path, new path, and so on.
    words = [os.fsdecode(word) for word in listed.stdout.split(b"\0")]
    return dict(zip(words[1::3], words[2::3], strict=False))


class _TreeEntry(NamedTuple):
    """A line of ``git ls-tree``: an object's mode, kind and name, its size in bytes, and its path
    in the repository."""

    mode: str
    kind: str
    name: str
    size: int
    path: str


def _entries(top: str, commit: str, paths: Sequence[str]) -> Iterator[_TreeEntry]:
    """The entries of a commit below ``paths``. Raises UsageError where git cannot list them."""
    everything = not paths or "" in paths or "." in paths
    options = ["-r", "-l", "-z", "--full-tree"]
    listed = _run(top, "ls-tree", *options, commit, "--", *(() if everything else paths))
    if listed.returncode:
        what = _first_line_of_errors(listed)
        raise UsageError(commit[:12], what, "check the repository with 'git fsck'")
    for row in listed.stdout.split(b"\0"):
        head, tab, path = row.partition(b"\t")
        if tab:
            mode, kind, name, size = head.decode().split()
            bytes_ = int(size) if size.isdigit() else 0  # "-" for a submodule
            yield _TreeEntry(mode, kind, name, bytes_, os.fsdecode(path))


def _is_document(entry: _TreeEntry, is_wanted: Callable[[str], bool]) -> bool:
    """Whether an entry is a regular file with a wanted name, or says what to ignore, and its
    path stays in its folder wherever it is written."""
    path = PurePosixPath(entry.path)
    if entry.kind != "blob" or entry.mode == _LINK_MODE or not path.parts:
        return False
    for part in path.parts:
        if part in ("", ".", "..") or part.lower() == ".git" or "\\" in part or ":" in part:
            return False
    return is_wanted(path.name) or path.name == ".gapcheckignore"


def _contents(top: str, wanted: Mapping[str, str]) -> Iterator[tuple[str, bytes | None]]:
    """Path and content of each file, from path and object name; None where the object store lacks
    it. One process of git answers for all."""
    with subprocess.Popen(
        _command(top, "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for path, name in wanted.items():
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3 or not head[2].isdigit():
                yield path, None
                continue
            content = process.stdout.read(int(head[2]))
            process.stdout.read(1)  # the line break behind it
            yield path, content


def _commit(top: str, name: str) -> str:
    """The id of the commit that a revision names. Raises UsageError with the way to fetch it."""
    if name.startswith("-") or "\0" in name:
        raise UsageError(name[:80] or "-", "is not a revision", "name a branch, a tag or a commit")
    options = ["--verify", "--quiet", "--end-of-options"]
    answer = _run(top, "rev-parse", *options, f"{name}^{{commit}}")
    if answer.returncode == 0:
        return answer.stdout.decode().strip()
    if _is_shallow(top):
        raise UsageError(name[:80], "there is no such revision here", _SHALLOW)
    remote = name.removeprefix("origin/")
    hint = f"no file has this name either; a branch of the remote: 'git fetch origin {remote[:80]}'"
    raise UsageError(name[:80], "there is no such revision here", hint)


def _is_shallow(top: str) -> bool:
    """Whether this is a clone without its older commits."""
    return _run(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _top_of(folder: str) -> str:
    """The top folder of the repository around ``folder``. Raises UsageError where there is none."""
    answer = _run(folder, "rev-parse", "--show-toplevel")
    if answer.returncode == 0:
        return os.fsdecode(answer.stdout).strip()
    what = _first_line_of_errors(answer)
    hint = "name two files, two folders or two saved reports, or go into a repository"
    if "dubious ownership" in what:
        hint = (
            "Git trusts only its owner's repositories: 'git config --global --add safe.directory "
            "FOLDER'"
        )
    raise UsageError(folder, what, hint)


def _first_line_of_errors(answer: subprocess.CompletedProcess[bytes]) -> str:
    """What git complained of."""
    lines = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ")[:200] if lines else "git failed"


def _run(folder: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """The answer of git in a folder, whatever its exit code. Raises UsageError where there is no
    git, and where it does not answer in time."""
    try:
        return subprocess.run(
            _command(folder, *words),
            capture_output=True,
            timeout=_TIMEOUT,
            stdin=subprocess.DEVNULL,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise UsageError("git", f"no answer within {_TIMEOUT:g} seconds", "try again") from None


def _command(folder: str, *words: str) -> list[str]:
    """A call of git in a folder. Raises UsageError where the program is not installed."""
    program = shutil.which("git")
    if program is None:
        raise UsageError("git", "is not installed", "compare two folders instead")
    return [program, *_SAFE_OPTIONS, "-C", folder, *words]


def _environment() -> dict[str, str]:
    """The environment of git: no locks, no questions, no fetching, literal paths, English
    errors."""
    return os.environ | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C",
    }
