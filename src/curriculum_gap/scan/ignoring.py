"""Which files of a folder are meant: patterns, ``.gapcheckignore`` and what never is a syllabus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curriculum_gap.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["IGNORE_FILE", "Ignoring", "patterns_of", "read_ignore_file"]

IGNORE_FILE = ".gapcheckignore"
_MOST = 1_000_000  # bytes of an ignore file

FOLDERS_PASSED = frozenset({"__pycache__", "node_modules", "site-packages", "__MACOSX"})
"""Folders of software, beside the hidden ones (``.git``, ``.venv`` …)."""

# Files that go with a repository and would be taken for syllabi; README files are syllabi as often
# as not, so these are read.
_HOUSEKEEPING = re.compile(
    r"(?:licen[cs]es?|copying|notice|changelog|changes|history|contributing|contributors|authors|"
    r"code[-_]of[-_]conduct|security|codeowners)(?:[-.].*)?"
    r"|requirements.*\.txt|robots\.txt|humans\.txt|llms\.txt|cmakelists\.txt",
    re.IGNORECASE,
)


def is_housekeeping(name: str) -> bool:
    """Whether a file's name is one of those that accompany any repository."""
    return _HOUSEKEEPING.fullmatch(name) is not None


def patterns_of(lines: Iterable[str], where: str) -> GitIgnoreSpec | None:
    """Patterns in gitignore syntax; None where there is none. Raises UsageError for a pattern that
    is none."""
    lines = list(lines)
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(where, f"no pattern: {error}", "write it as in .gitignore") from None
    return spec if any(pattern.include is not None for pattern in spec.patterns) else None


def read_ignore_file(folder: str) -> GitIgnoreSpec | None:
    """The patterns of a folder's ``.gapcheckignore``, None where it has none."""
    path = Path(folder, IGNORE_FILE)
    try:
        if not path.is_file():
            return None
        with path.open("rb") as handle:
            text = handle.read(_MOST).decode("utf-8", "surrogateescape")
    except OSError:
        return None
    return patterns_of(text.splitlines(), str(path))


class Ignoring:
    """The ignore files that hold in a folder: its own and those of the folders above.

    Each goes with how deep its folder stands; the nearest that says anything decides, as in git.
    """

    def __init__(self, specs: Sequence[tuple[int, GitIgnoreSpec]] = ()) -> None:
        self._specs = tuple(specs)

    def below(self, depth: int, spec: GitIgnoreSpec | None) -> Ignoring:
        """What holds in a folder at ``depth`` that brings its own ``spec``."""
        return self if spec is None else Ignoring([(depth, spec), *self._specs])

    def ignores(self, parts: Sequence[str], folder: bool = False) -> bool:
        """Whether the file or folder with these path parts, counted from the top, is ignored."""
        for depth, spec in self._specs:
            verdict = spec.check_file("/".join(parts[depth:]) + ("/" if folder else "")).include
            if verdict is not None:
                return verdict
        return False
