"""Reports: a format's name or a file's suffix → text.

A format is one module and one line in ``FORMATS``. The module has ``render(report, options)`` or,
where the format can be written document by document, ``stream(report, out, reader_version)``; it
has both where a whole report may look different. What the table does not know may come from an
installed distribution, see :mod:`curriculum_gap.reports.plugins`.

What formats share stands beside them: ``topics`` counts, ``wording`` says it, ``quotations`` shows
places and words, and ``escaping`` makes text of others safe. Every format must use it: documents,
file names and rubrics may hold anything.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

from curriculum_gap.nouns import Coverage, Report, Rubric, Topic, Unread
from curriculum_gap.reports.escaping import (
    escape_json,
    escape_line,
    escape_log_commands,
    escape_surrogates,
)
from curriculum_gap.reports.fitting_places import OUTSIDE_FIELD, fitting_place, is_outside_field
from curriculum_gap.reports.options import MAX_FULL_DOCUMENTS, ReportOptions
from curriculum_gap.reports.quotations import matched_range, place_of, quote, shorten
from curriculum_gap.reports.topics import (
    absent_topics,
    count_reached_anywhere,
    counted_evidence,
    low_topics,
    only_in_policy,
    pair_topics,
)
from curriculum_gap.reports.wording import (
    PATH_SEPARATOR,
    count_noun,
    percent,
    shell_word,
    standing,
    unread_reason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from curriculum_gap.agreement import Agreement
    from curriculum_gap.curriculum_map import Crosswalk, CurriculumMap, Standard, Trend
    from curriculum_gap.explanation import Explanation
    from curriculum_gap.reports.machine.streaming import WriteDocument
    from curriculum_gap.reports.redaction import Redacted
    from curriculum_gap.rubric_review import RubricCheck, RubricTest

__all__ = [
    "CHECK_FORMATS",
    "CROSSWALK_FORMATS",
    "FORMATS",
    "MAP_FORMATS",
    "MAX_FULL_DOCUMENTS",
    "OUTSIDE_FIELD",
    "PATH_SEPARATOR",
    "POSTED_FORMATS",
    "TREND_FORMATS",
    "Format",
    "ReportOptions",
    "absent_topics",
    "can_stream",
    "count_noun",
    "count_reached_anywhere",
    "counted_evidence",
    "escape_json",
    "escape_line",
    "escape_log_commands",
    "escape_surrogates",
    "fitting_place",
    "format_for_path",
    "is_format",
    "is_outside_field",
    "low_topics",
    "matched_range",
    "only_in_policy",
    "pair_topics",
    "percent",
    "place_of",
    "quote",
    "redact",
    "render_agreement",
    "render_check",
    "render_crosswalk",
    "render_explanation",
    "render_map",
    "render_report",
    "render_rubric",
    "render_rubrics",
    "render_standards",
    "render_test",
    "render_trend",
    "shell_word",
    "shorten",
    "standing",
    "stream_report",
    "unread_reason",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of the package.

    ``module`` stands below this package. ``suffixes`` are the ends of file names that ask for the
    format. ``streams``: it can be written document by document. ``names_readers``: its rows say
    which versions of the readers made them. ``extra`` is the extra of the distribution it needs.
    ``is_binary``: a report is bytes and not text.
    """

    module: str
    suffixes: tuple[str, ...]
    streams: bool = False
    names_readers: bool = False
    extra: str = ""
    is_binary: bool = False


FORMATS: dict[str, Format] = {
    "table": Format("terminal", (".txt",)),
    "json": Format("machine.json_report", (".json",), streams=True),
    "jsonl": Format("machine.json_lines", (".jsonl", ".ndjson"), streams=True),
    "csv": Format("machine.csv_rows", (".csv",), streams=True, names_readers=True),
    "parquet": Format(
        "machine.parquet",
        (".parquet",),
        streams=True,
        names_readers=True,
        extra="parquet",
        is_binary=True,
    ),
    "markdown": Format("markdown", (".md", ".markdown")),
    "html": Format("html", (".html", ".htm")),
    "github": Format("machine.github", (".github.txt",)),
    "gitlab": Format("machine.gitlab", (".gitlab.json",)),
    "sarif": Format("machine.sarif", (".sarif", ".sarif.json")),
    "junit": Format("machine.junit", (".junit.xml", ".xml")),
    "xlsx": Format("office.workbook", (".xlsx",), extra="office", is_binary=True),
    "docx": Format("office.self_study", (".docx",), is_binary=True),
}
"""Every format of the package by its name."""


POSTED_FORMATS = frozenset({"docx", "html", "markdown", "xlsx"})
"""Formats that are made to be sent or posted: names of people are replaced in them unless it is
said otherwise."""


def is_format(name: str) -> bool:
    """Whether the package or an installed distribution has a format of this name."""
    if name in FORMATS:
        return True
    from curriculum_gap.reports.plugins import plugin_names

    return name in plugin_names()


def can_stream(name: str) -> bool:
    """Whether the format can be written document by document; plugins cannot."""
    return name in FORMATS and FORMATS[name].streams


def format_for_path(path: str) -> str | None:
    """The format that a file's suffix asks for, None where no format has it.

    The longest suffix that fits decides. Installed distributions are asked last. Raises UsageError
    where a plugin cannot be loaded.
    """
    file = PurePath(path).name.lower()
    fitting = [
        (len(suffix), name)
        for name, entry in FORMATS.items()
        for suffix in entry.suffixes
        if file.endswith(suffix)
    ]
    if fitting:
        return max(fitting)[1]
    from curriculum_gap.reports.plugins import plugin_for_file

    return plugin_for_file(file)


def render_report(name: str, report: Report, options: ReportOptions | None = None) -> str | bytes:
    """``report`` in the format ``name``: text, or bytes where the format is binary.

    Raises KeyError where neither the package nor an installed distribution has the format, and
    UsageError where a plugin fails or the library of an extra is missing.
    """
    options = options or ReportOptions()
    if name not in FORMATS:
        from curriculum_gap.reports.plugins import render_with_plugin

        return render_with_plugin(name, report, options)
    entry = FORMATS[name]
    module = _import(entry.module)
    if hasattr(module, "render"):
        made: str | bytes = module.render(report, options)
        return made
    from curriculum_gap.reports.machine.streaming import write_whole

    content = write_whole(module.stream, report)
    return content if entry.is_binary else content.decode()


def redact(
    value: Report | CurriculumMap | Crosswalk | Trend, documents: Iterable[Coverage | Unread]
) -> Redacted:
    """``value`` without names of people and how to reach them, and how many were replaced;
    ``documents`` are all that it was made from."""
    from curriculum_gap.reports.redaction import people_of
    from curriculum_gap.reports.redaction import redact as replace_names

    return replace_names(value, people_of(documents))


def stream_report(
    name: str, report: Report, out: IO[bytes], reader_version: str = ""
) -> AbstractContextManager[WriteDocument]:
    """Write a report to ``out`` while its documents come in.

    Enter it, then call what it gives for each document, in order. ``report`` gives version and
    rubric; its documents are not looked at. Raises KeyError where the format does not stream,
    UsageError where the library of an extra is missing.
    """
    if not can_stream(name):
        raise KeyError(name)
    module = _import(FORMATS[name].module)
    opened: AbstractContextManager[WriteDocument] = module.stream(report, out, reader_version)
    return opened


def render_explanation(name: str, explanation: Explanation, options: ReportOptions) -> str:
    """Why a document's levels are what they are, as ``table`` or ``json``."""
    if name == "json":
        return str(_import("machine.evidence_json").explanation_as_json(explanation))
    module = _import("terminal.explanation")
    return str(module.explanation_as_table(explanation, options))


def render_agreement(name: str, agreement: Agreement, options: ReportOptions) -> str:
    """How well verdicts agree with labels, as ``table`` or ``json``."""
    if name == "json":
        return str(_import("machine.evidence_json").agreement_as_json(agreement))
    return str(_import("terminal.agreement").agreement_as_table(agreement, options))


MAP_FORMATS = {
    "table": ("terminal.curriculum_map", "map_as_table"),
    "csv": ("machine.map_values", "map_as_csv"),
    "json": ("machine.map_values", "map_as_json"),
    "markdown": ("markdown", "map_as_markdown"),
    "html": ("html", "map_as_html"),
    "xlsx": ("office.workbook", "map_as_workbook"),
    "docx": ("office.self_study", "map_as_appendix"),
}
"""Formats of a programme's map → the module and the function that makes it."""


def render_map(name: str, curriculum_map: CurriculumMap, options: ReportOptions) -> str | bytes:
    """The map of a programme in one of :data:`MAP_FORMATS`. Raises UsageError where the library of
    an extra is missing."""
    module, function = MAP_FORMATS[name]
    made: str | bytes = getattr(_import(module), function)(curriculum_map, options)
    return made


TREND_FORMATS = {
    "table": ("terminal.trend", "trend_as_table"),
    "csv": ("machine.trend", "trend_as_csv"),
    "json": ("machine.trend", "trend_as_json"),
    "markdown": ("markdown", "trend_as_markdown"),
    "html": ("html", "trend_as_html"),
}
"""Formats of a trend → the module and the function that makes it."""


def render_trend(name: str, trend: Trend, options: ReportOptions) -> str:
    """What was gained and lost over several runs, in one of :data:`TREND_FORMATS`."""
    module, function = TREND_FORMATS[name]
    return str(getattr(_import(module), function)(trend, options))


CHECK_FORMATS = ("table", "json", "github", "sarif")
"""What findings in a rubric can be written as."""
CROSSWALK_FORMATS = {
    "table": ("terminal.crosswalk", "crosswalk_as_table"),
    "csv": ("machine.crosswalk_rows", "crosswalk_as_csv"),
    "json": ("machine.crosswalk_json", "crosswalk_as_json"),
    "markdown": ("markdown", "crosswalk_as_markdown"),
    "html": ("html", "crosswalk_as_html"),
    "xlsx": ("office.workbook", "crosswalk_as_workbook"),
    "docx": ("office.self_study", "crosswalk_as_appendix"),
}
"""Formats of a crosswalk → the module and the function that makes it."""


def render_crosswalk(name: str, crosswalk: Crosswalk, options: ReportOptions) -> str | bytes:
    """A standard, or a programme's own map, held against its courses, in one of
    :data:`CROSSWALK_FORMATS`. Raises UsageError where the library of an extra is missing."""
    module, function = CROSSWALK_FORMATS[name]
    made: str | bytes = getattr(_import(module), function)(crosswalk, options)
    return made


def render_standards(
    standards: Sequence[Standard], options: ReportOptions, items: bool = False
) -> str:
    """The published standards that can be held against a programme, as a table; with ``items``
    those of each."""
    return str(_import("terminal.standards").standards_as_table(standards, options, items))


def render_rubrics(rubrics: Sequence[tuple[str, str, Rubric]], options: ReportOptions) -> str:
    """Rubrics that can be used by name, each with where it comes from, as a table."""
    return str(_import("terminal.rubric_page").rubrics_as_table(rubrics, options))


def render_rubric(
    format_name: str, rubric: Rubric, topic: Topic | None, version: str, options: ReportOptions
) -> str:
    """A rubric with its topics, or one of its topics with all that it holds, as ``table`` (a page)
    or ``json``; ``version`` is gapcheck's."""
    if format_name == "json":
        return str(_import("machine.rubric_json").rubric_as_json(rubric, version, topic))
    page = _import("terminal.rubric_page")
    if topic is not None:
        return str(page.topic_as_page(rubric, topic, options))
    return str(page.rubric_as_page(rubric, options))


def render_check(
    format_name: str, checks: Sequence[RubricCheck], version: str, options: ReportOptions
) -> str:
    """Findings in rubrics in one of :data:`CHECK_FORMATS`; ``version`` is gapcheck's."""
    if format_name == "table":
        return str(_import("terminal.rubric_review").checks_as_table(checks, options))
    module = _import("machine.rubric_review")
    return str(getattr(module, f"checks_as_{format_name}")(checks, version))


def render_test(
    format_name: str, tests: Sequence[RubricTest], version: str, options: ReportOptions
) -> str:
    """Runs of the passages of rubrics, as ``table`` or ``json``."""
    if format_name == "table":
        return str(_import("terminal.rubric_review").tests_as_table(tests, options))
    return str(_import("machine.rubric_review").tests_as_json(tests, version))


def _import(name: str) -> Any:
    """A module of this package, imported when it is used."""
    return import_module(f"{__name__}.{name}")
