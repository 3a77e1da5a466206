"""What a command works on: settings in force, files, the rubric, and their verdicts.

Each step is a function, so that commands with a flow of their own (``check``) take the steps that
they need and the others call :func:`check_paths`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curriculum_gap import __version__
from curriculum_gap.cli.terminal import print_message, read_standard_input
from curriculum_gap.errors import UsageError, did_you_mean
from curriculum_gap.nouns import Coverage, Limits, Report, Rubric, Status, Unread
from curriculum_gap.scan import Discovery, Found, ScanSettings, discover, group_courses, scan

if TYPE_CHECKING:  # a run without gates does not wait for them
    from curriculum_gap.gate import Settings

__all__ = [
    "check_paths",
    "find_document",
    "find_documents",
    "has_complaint",
    "limits_in_force",
    "load_named_rubric",
    "load_rubrics",
    "narrow_rubric",
    "narrow_verdict",
    "paths_or_configured",
    "print_warning",
    "refuse_several",
    "rubric_for",
    "selected_topics",
    "settings_in_force",
    "sources_of",
]

_OCR_LANGUAGE = "eng"
_NOISE = "noise: "
"""How a scan marks warnings of libraries, which only ``--verbose`` shows."""


_SETTINGS = {
    "config": "config",
    "isolated": "isolated",
    "rubric": "rubric",
    "fail_under": "fail-under",
    "require": "require",
    "program_fail_under": "program.fail-under",
    "program_require": "program.require",
    "baseline": "baseline",
    "exit_zero": "exit-zero",
    "report_format": "format",
    "min_words": "min-words",
    "ocr": "ocr",
    "ocr_language": "ocr-language",
}
"""Parameter of a command → the key of the settings that it goes before."""


def settings_in_force(parameters: Mapping[str, Any]) -> Settings:
    """The settings of the command line, the environment and the configuration file, in this order.

    ``parameters`` are all values that were typed, by parameter of the command's function
    (``context.params``); None, False and empty ones were not given. Prints a line for each
    environment variable that looks like ours and sets nothing. Raises UsageError for what cannot be
    used.
    """
    from curriculum_gap.gate import load_settings, unknown_variables

    for line in unknown_variables():
        print_message(line)
    settings = load_settings({key: parameters.get(name) for name, key in _SETTINGS.items()})
    redact_names = parameters.get("redact_names")  # False was typed, too
    return settings if redact_names is None else replace(settings, redact_names=redact_names)


def limits_in_force(settings: Settings, limits: Limits | None = None) -> Limits:
    """``limits`` with the number of words that the settings ask of a document, and with the program
    that recognises text where they ask for that.

    Raises UsageError where text is to be recognised and no program on this machine does so.
    """
    limits = limits or Limits()
    if settings.min_words is not None:
        limits = replace(limits, min_words=settings.min_words)
    if not settings.ocr:
        if settings.origins.get("ocr-language") == "--ocr-language":
            raise UsageError("--ocr-language", "is for scanned pages alone", "add --ocr")
        return limits
    from curriculum_gap.readers import find_ocr

    return replace(limits, ocr=find_ocr(settings.ocr_language or _OCR_LANGUAGE))


def paths_or_configured(files: Sequence[str] | None, settings: Settings) -> list[str]:
    """The files named, or those of the configuration (its key ``paths``).

    Raises UsageError where there are none: a gate over nothing would always pass.
    """
    paths = list(files or settings.paths)
    if not paths:
        hint = "name files or folders, or set 'paths' in .gapcheck.yml"
        raise UsageError("check", "no file was named", hint)
    return paths


def find_documents(
    paths: Iterable[str], scan_settings: ScanSettings, settings: Settings
) -> Discovery:
    """What paths stand for, without what the configuration leaves out; each folder that it declares
    a course is one document. Raises UsageError for a wrong pattern."""
    paths = list(paths)
    discovery = _without_excluded(discover(paths, scan_settings), settings)
    if not settings.course_folders:
        return discovery
    from curriculum_gap.gitignore import compile_patterns
    from curriculum_gap.path_patterns import relative_name

    where = settings.file or "course-folders"
    patterns = compile_patterns(settings.course_folders, where)
    has_root = any(text.strip("/") == "." for text in settings.course_folders)

    def is_declared(folder: str) -> bool:
        name = relative_name(folder, settings.root)
        if name == ".":
            return has_root
        parts = name.split("/")
        return ".." not in parts and bool(patterns.decide(parts, True))

    local = [path for path in paths if path != "-" and "://" not in path]
    return group_courses(discovery, local, is_declared)


def find_document(file: str, scan_settings: ScanSettings, settings: Settings) -> Found:
    """What the path of one document stands for: a file, or a folder that is declared a course."""
    if settings.course_folders and Path(file).is_dir():
        files = find_documents([file], scan_settings, settings).files
        if len(files) == 1 and files[0].members is not None:
            return files[0]
    return Found(file)


def sources_of(discovery: Discovery) -> list[str]:
    """The paths of all files that a run reads, those of courses too."""
    members = [member for file in discovery.files for member in file.members or ()]
    return [file.source for file in [*discovery.files, *members]]


def _without_excluded(discovery: Discovery, settings: Settings) -> Discovery:
    """The files without those that the configuration leaves out. A file that was named stays; only
    files met in folders can be left out."""
    if not settings.include and not settings.excludes:
        return discovery
    files: list[Found] = []
    passed = list(discovery.passed)
    for file in discovery.files:
        if not file.walked or _is_included(file, settings):
            files.append(file)
        else:
            passed.append((file.source, "left out by the configuration"))
    return Discovery(files, passed)


def _is_included(file: Found, settings: Settings) -> bool:
    """Whether patterns of the configuration let a file through: those for all files, and those of
    each folder around it, which are relative to that folder."""
    from curriculum_gap.path_patterns import is_below, matches, relative_name

    name = relative_name(file.source, settings.root)
    where = settings.file or "exclude"
    if settings.include and not matches(name, settings.include, where):
        return False
    for folder, patterns in settings.excludes:
        if is_below(name, folder) and matches(relative_name(name, folder), patterns, where):
            return False
    return True


def load_named_rubric(name: str | None) -> Rubric:
    """The rubric of that name or file, or the shipped default (None). Raises RubricError."""
    from curriculum_gap.compiled import load_rubric

    return load_rubric("equity-mental-health" if name is None else name, print_message)


def load_rubrics(names: Sequence[str]) -> Rubric:
    """The rubrics of these names or files joined, a single one as it is, or the shipped default
    (no name). Raises RubricError, and UsageError for rubrics that do not go together."""
    if len(names) < 2:
        return load_named_rubric(next(iter(names), None))
    from curriculum_gap.joined_rubric import join_rubrics

    return join_rubrics([load_named_rubric(name) for name in names])


def refuse_several(rubrics: Sequence[object], command: str) -> None:
    """Raises UsageError where several rubrics are named for a command that works with one."""
    if len(rubrics) > 1:
        what = f"'gapcheck {command}' works with one rubric, {len(rubrics)} are named"
        hint = "name one; check, map, diff, explain and baseline take several"
        raise UsageError("--rubric", what, hint)


def rubric_for(discovery: Discovery, settings: Settings) -> Rubric:
    """The rubric that these files are checked by: the command line's, that of the deepest folder
    around them, or the one for all files; several of them are joined.

    Raises UsageError where files ask for different rubrics, RubricError where it cannot be loaded.
    """
    folders = [folder for folder in settings.folders if folder.rubrics]
    if not folders or settings.origins.get("rubric") == "--rubric":
        return load_rubrics(settings.rubrics)
    from curriculum_gap.path_patterns import is_below, relative_name

    first_file: dict[tuple[str, ...], str] = {}
    for file in discovery.files:
        name = relative_name(file.source, settings.root)
        rubrics = settings.rubrics
        for folder in folders:
            if is_below(name, folder.path):
                rubrics = folder.rubrics
        first_file.setdefault(rubrics, file.source)
    if len(first_file) > 1:
        (first, first_source), (second, second_source), *_ = first_file.items()
        what = f"{first_source} asks for the rubric {', '.join(first) or 'of the package'}"
        what += f", {second_source} for {', '.join(second) or 'that of the package'}"
        raise UsageError(settings.file, what, "run gapcheck once for each, or give --rubric")
    return load_rubrics(next(iter(first_file), settings.rubrics))


def check_paths(
    paths: Iterable[str],
    settings: Settings,
    jobs: int | None = None,
    no_cache: bool = False,
    rubric: Rubric | None = None,
) -> tuple[Report, bool]:
    """The report on these paths against the levels that the configuration expects, and whether a
    file that counts could not be read (see :func:`has_complaint`).

    ``jobs`` is the number of workers (None: one per processor). ``rubric`` replaces the one that
    the configuration asks for.
    """
    from curriculum_gap.gate import apply_expected_levels, with_full_names

    limits = limits_in_force(settings)
    scan_settings = ScanSettings(jobs=jobs or 0, limits=limits, use_cache=not no_cache)
    discovery = find_documents(paths, scan_settings, settings)
    rubric = rubric or rubric_for(discovery, settings)
    settings = with_full_names(settings, rubric)
    verdicts = scan(discovery, rubric, scan_settings, None, print_warning, read_standard_input)
    passed = tuple(discovery.passed)
    report = Report(__version__, rubric, tuple(verdicts), passed_over=passed)
    report = apply_expected_levels(report, settings)
    return report, has_complaint(report.unread, discovery, gated=True)


def print_warning(line: str, verbose: bool = False) -> None:
    """A warning of a scan on standard error; what only a library complained of with ``verbose``."""
    if verbose or not line.startswith(_NOISE):
        print_message(line.removeprefix(_NOISE))


def has_complaint(
    unread: Iterable[Unread],
    discovery: Discovery,
    gated: bool = False,
    needed: Collection[str] = (),
) -> bool:
    """Whether an unread file makes the run exit with 3. What merely lay in a folder and turned out
    to be no document is only counted; what is too short or in another language, unless there is a
    gate (``gated``), which must not pass without it. Files of a programme (``needed``) always
    count."""
    walked = {file.source for file in discovery.files if file.walked} - set(needed)
    only_counted = {Status.UNSUPPORTED}
    if not gated:
        only_counted |= {Status.TOO_SHORT, Status.OTHER_LANGUAGE}
    return any(entry.status not in only_counted or entry.source not in walked for entry in unread)


def selected_topics(
    rubric: Rubric, domains: Sequence[str], topics: Sequence[str]
) -> frozenset[str] | None:
    """Ids of the topics that ``--domain`` and ``--topic`` ask for; None where nothing was asked.

    Raises UsageError for a name that the rubric does not have, with the nearest one.
    """
    if not domains and not topics:
        return None
    wanted = _full_names("--domain", domains, [domain.id for domain in rubric.domains], rubric)
    ids = _full_names("--topic", topics, [topic.id for topic in rubric.topics], rubric)
    return frozenset(ids) | {topic.id for topic in rubric.topics if topic.domain in wanted}


def _full_names(option: str, asked: Iterable[str], known: list[str], rubric: Rubric) -> list[str]:
    """The ids of what was asked for. Raises UsageError for the first name that is not known, or
    that several rubrics have."""
    from curriculum_gap.joined_rubric import full_names

    ids = []
    for name in asked:
        found = full_names(name, known, rubric)
        if not found:
            hint = did_you_mean(name, known, "known: " + ", ".join(known))
            raise UsageError(option, f"the rubric has no '{name}'", hint)
        if len(found) > 1:
            what = f"{len(found)} rubrics have '{name}'"
            raise UsageError(option, what, f"write {' or '.join(found)}")
        ids += found
    return ids


def narrow_rubric(rubric: Rubric, ids: Collection[str]) -> Rubric:
    """The rubric with these topics alone, and the domains that they belong to."""
    topics = tuple(topic for topic in rubric.topics if topic.id in ids)
    named = {topic.domain for topic in topics}
    domains = tuple(domain for domain in rubric.domains if domain.id in named)
    return replace(rubric, domains=domains, topics=topics)


def narrow_verdict(verdict: Coverage | Unread, rubric: Rubric) -> Coverage | Unread:
    """The same verdict on the topics of a narrowed rubric; ``share`` is the share of these."""
    from curriculum_gap.measure import share_covered

    if isinstance(verdict, Unread):
        return verdict
    ids = {topic.id for topic in rubric.topics}
    topics = tuple(topic for topic in verdict.topics if topic.topic in ids)
    return replace(verdict, topics=topics, share=share_covered(topics, rubric))
