"""Settings and verdicts for the commands of the gate: which files, which rubric, what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curriculum_gap import __version__
from curriculum_gap.cli.screen import complain, read_standard_input
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Report, Rubric, Status, Unread
from curriculum_gap.scan import Discovery, Found, ScanSettings, discover, scan

if TYPE_CHECKING:  # a run without gates does not wait for them
    from curriculum_gap.gate import Settings

__all__ = [
    "counts_as_unread",
    "gather",
    "kept",
    "rubric_of",
    "settings_of",
    "wanted_paths",
]


def settings_of(**options: Any) -> Settings:
    """The settings in force; names of options with ``_`` for ``-`` and ``__`` for ``.``. Complains
    about environment variables that set nothing."""
    from curriculum_gap.gate import in_force, stray_variables

    for line in stray_variables():
        complain(line)
    keys = {name.replace("__", ".").replace("_", "-"): value for name, value in options.items()}
    return in_force({key: value for key, value in keys.items() if value is not False})


def wanted_paths(files: Sequence[str] | None, settings: Settings) -> list[str]:
    """The files named, or those of the configuration. Raises UsageError where there are none."""
    paths = list(files or settings.paths)
    if not paths:
        hint = "name files or folders, or set 'paths' in .gapcheck.yml"
        raise UsageError("check", "no file was named", hint)
    return paths


def kept(found: Discovery, settings: Settings) -> Discovery:
    """The files without those met in folders that the configuration leaves out."""
    if not settings.include and not any((settings.exclude, *(f.exclude for f in settings.folders))):
        return found
    files = [file for file in found.files if not file.walked or _is_wanted(file, settings)]
    return replace(found, files=files)


def _is_wanted(file: Found, settings: Settings) -> bool:
    from curriculum_gap.gate import inside, is_below, matches

    name = inside(file.source, settings.root)
    where = settings.file or "exclude"
    if settings.include and not matches(name, settings.include, where):
        return False
    if settings.exclude and matches(name, settings.exclude, where):
        return False
    return not any(
        folder.exclude
        and is_below(name, folder.path)
        and matches(name[len(folder.path) + 1 :], folder.exclude, where)
        for folder in settings.folders
    )


def rubric_of(found: Discovery, settings: Settings) -> Rubric:
    """The rubric that these files are held against: the command line's, the folder's, or the one
    that holds everywhere. Raises UsageError where files ask for different ones."""
    from curriculum_gap.compiled import load_rubric

    asked: dict[str | None, str] = {}
    by_folder = [folder for folder in settings.folders if folder.rubric is not None]
    if by_folder and settings.origins.get("rubric") != "--rubric":
        from curriculum_gap.gate import inside, is_below

        for file in found.files:
            name = inside(file.source, settings.root)
            mine = [f.rubric for f in by_folder if is_below(name, f.path)]
            asked.setdefault(mine[-1] if mine else settings.rubric, file.source)
    if len(asked) > 1:
        (one, first), (other, second) = list(asked.items())[:2]
        what = f"{first} goes by the rubric {one or 'of the package'}, {second} by {other}"
        raise UsageError(settings.file, what, "run gapcheck once for each, or give --rubric")
    chosen = next(iter(asked), settings.rubric)
    return load_rubric(chosen) if chosen is not None else load_rubric()


def gather(
    paths: Iterable[str],
    settings: Settings,
    jobs: int | None = None,
    no_cache: bool = False,
    rubric: Rubric | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[Report, bool]:
    """The report on these paths against what the configuration expects, and whether a file that
    counts could not be read. ``names`` are the names under which sources are shown and judged."""
    how = ScanSettings(jobs=jobs or 0, use_cache=not no_cache)
    found = kept(discover(paths, how), settings)
    chosen = rubric or rubric_of(found, settings)

    def warn(line: str) -> None:
        if not line.startswith("noise: "):
            complain(line)

    verdicts = []
    unread = False
    walked = {file.source for file in found.files if file.walked}
    for entry in scan(found, chosen, how, None, warn, read_standard_input):
        if isinstance(entry, Unread) and counts_as_unread(entry, walked):
            unread = True
        source = (names or {}).get(entry.source, entry.source)
        verdicts.append(replace(entry, source=source) if source != entry.source else entry)
    from curriculum_gap.gate import expecting

    report = Report(__version__, chosen, tuple(verdicts))
    return expecting(report, settings), unread


def counts_as_unread(entry: Unread, walked: Iterable[str]) -> bool:
    """What merely lay in a folder and is no syllabus after all is counted, not complained about."""
    return entry.status is not Status.UNSUPPORTED or entry.source not in walked
