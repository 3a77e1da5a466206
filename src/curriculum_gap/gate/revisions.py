"""Documents of a Git revision, read from the object store; the work tree is never touched.

Everything is asked of ``git`` itself, with plumbing commands that run no hook, filter, pager or
helper, and with every transport forbidden, so that a partial clone fetches nothing behind one's back.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Status, Unread

__all__ = ["Revisions", "export", "is_range", "open_revisions", "renames_between"]

_TIMEOUT = 120.0
_CALM = ("--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false",
         "-c", "protocol.allow=never", "-c", "core.hooksPath=" + os.devnull)  # fmt: skip
_SHALLOW = (
    "this clone is shallow: fetch the rest with 'git fetch --unshallow', or give "
    "actions/checkout 'fetch-depth: 0'"
)
_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Revisions:
    """Two commits of the repository at ``top`` by their ids; ``new`` is empty for the work tree.
    ``names`` are the two as typed."""

    top: str
    old: str
    new: str
    names: tuple[str, str]


def is_range(text: str) -> bool:
    """``a..b``, ``a...b``, ``a..`` or ``..b``, where no file has that name."""
    return ".." in text and not text.startswith((".", "/")) and not Path(text).exists()


def open_revisions(old: str, new: str | None = None, folder: str = ".") -> Revisions:
    """The revisions ``old`` and ``new`` (None: the work tree), or the two of the range ``old``.

    ``a...b`` compares ``b`` with where it left ``a``. Raises UsageError for a folder without a
    repository and for a revision that is not there, with the way to fetch it.
    """
    top = _ask(folder, "rev-parse", "--show-toplevel").strip()
    if new is None and is_range(old):
        three = "..." in old
        left, _, right = old.partition("..." if three else "..")
        left, right = left or "HEAD", right or "HEAD"
        commits = _commit(top, left), _commit(top, right)
        if not three:
            return Revisions(top, *commits, (left, right))
        base = _run(top, "merge-base", *commits)
        if base.returncode:
            hint = _SHALLOW if _is_shallow(top) else "compare them with two dots"
            raise UsageError(old, "the two have no common ancestor here", hint)
        return Revisions(top, base.stdout.decode().strip(), commits[1], (f"{left}…", right))
    if new is None:
        return Revisions(top, _commit(top, old), "", (old, "the work tree"))
    return Revisions(top, _commit(top, old), _commit(top, new), (old, new))


def export(
    top: str,
    commit: str,
    paths: Sequence[str],
    folder: Path,
    suffixes: Collection[str],
    most: int,
) -> list[Unread]:
    """Write the documents of ``commit`` in the repository at ``top``, below ``paths`` (relative to ``top``; none means all) to ``folder``, under their own paths. Files larger than ``most`` bytes and those kept
    elsewhere (Git LFS) come back unread. Links and submodules are passed over."""
    unread: list[Unread] = []
    wanted: list[tuple[str, str]] = []
    for mode, kind, name, size, path in _listed(top, commit, paths):
        parts = PurePosixPath(path).parts
        suffix = PurePosixPath(path).suffix.lower()
        plain = kind == "blob" and mode != "120000" and _is_safe(parts)
        if not plain or not (suffix in suffixes or parts[-1] == ".gapcheckignore"):
            continue
        if size > most:
            reason = f"{size:,} bytes, more than {most:,}"
            unread.append(Unread(path, Status.TOO_LARGE, reason, "raise --max-file-size"))
        else:
            wanted.append((name, path))
    for path, content in _contents(top, wanted):
        if content is None:
            hint = "fetch the whole history: git fetch --refetch --no-filter"
            unread.append(Unread(path, Status.UNREADABLE, "Git does not have this file here", hint))
        elif content.startswith(_LFS):
            hint = "run 'git lfs checkout' and compare folders"
            unread.append(Unread(path, Status.UNREADABLE, "kept by Git LFS, not by Git", hint))
        else:
            target = folder.joinpath(*PurePosixPath(path).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return unread


def renames_between(revisions: Revisions) -> dict[str, str]:
    """Old path → new path of the files that Git holds for renamed between two commits."""
    if not revisions.new:
        return {}
    listed = _run(
        revisions.top, "diff-tree", "-r", "-z", "-M40%", "--name-status", "--diff-filter=R",
        "--no-ext-diff", "--no-textconv", revisions.old, revisions.new,
    )  # fmt: skip
    if listed.returncode:
        return {}
    words = [os.fsdecode(word) for word in listed.stdout.split(b"\0")]
    return {words[at + 1]: words[at + 2] for at in range(0, len(words) - 2, 3)}


def _listed(
    top: str, commit: str, paths: Sequence[str]
) -> Iterator[tuple[str, str, str, int, str]]:
    """Mode, kind, object, size in bytes and path of a commit's entries."""
    asked = [path for path in paths if path not in ("", ".")]
    everything = len(asked) < len(paths) or not paths
    listed = _run(
        top, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, *(() if everything else asked)
    )
    if listed.returncode:
        raise UsageError(commit[:12], _said(listed), "check the repository with 'git fsck'")
    for row in listed.stdout.split(b"\0"):
        head, tab, path = row.partition(b"\t")
        if tab:
            mode, kind, name, size = head.decode().split()
            yield mode, kind, name, int(size) if size.isdigit() else 0, os.fsdecode(path)


def _contents(
    top: str, wanted: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, bytes | None]]:  # fmt: skip
    """Path and content of each object; None where the object store lacks it."""
    command = [_git(), *_CALM, "-C", top, "cat-file", "--batch"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        for name, path in wanted:
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3 or not head[2].isdigit():
                yield path, None
                continue
            content = process.stdout.read(int(head[2]))
            process.stdout.read(1)
            yield path, content


def _is_safe(parts: Sequence[str]) -> bool:
    """Whether a path of a tree object stays in its folder wherever it is written."""
    return bool(parts) and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part or part.lower() == ".git"
        for part in parts
    )


def _commit(top: str, name: str) -> str:
    if name.startswith("-") or "\0" in name:
        raise UsageError(name[:80] or "-", "is no revision", "name a branch, a tag or a commit")
    found = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.decode().strip()
    if _is_shallow(top):
        raise UsageError(name[:80], "there is no such revision here", _SHALLOW)
    remote = name.removeprefix("origin/")
    hint = f"no file has this name either; a branch of the remote: 'git fetch origin {remote[:80]}'"
    raise UsageError(name[:80], "there is no such revision here", hint)


def _is_shallow(top: str) -> bool:
    return _run(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _ask(folder: str, *words: str) -> str:
    answer = _run(folder, *words)
    if answer.returncode:
        said = _said(answer)
        hint = (
            "Git trusts only its owner's repositories: 'git config --global --add safe.directory "
            "FOLDER'"
            if "dubious ownership" in said
            else "name two files, two folders or two saved reports, or go into a repository"
        )
        raise UsageError(folder, said, hint)
    return os.fsdecode(answer.stdout)


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    lines = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ")[:200] if lines else "git failed"


def _run(folder: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [_git(), *_CALM, "-C", folder, *words],
            capture_output=True, timeout=_TIMEOUT, stdin=subprocess.DEVNULL, env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UsageError("git", f"no answer within {_TIMEOUT:g} seconds", "try again") from None


def _git() -> str:
    program = shutil.which("git")
    if program is None:
        raise UsageError("git", "is not installed", "compare two folders instead")
    return program


def _environment() -> dict[str, str]:
    return os.environ | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C",
    }
