"""A configuration file (YAML, or TOML such as ``pyproject.toml``) → settings.

The file is held against ``docs/schema/config-1.json`` first, which names every fault in it with its
place; what is read here is sound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from curriculum_gap.bounded_file import MAX_BYTES, read_bounded
from curriculum_gap.errors import UsageError, nearest
from curriculum_gap.gate.settings import (
    Folder,
    ProgrammeGate,
    Requirement,
    Settings,
    Thresholds,
    WaiverRule,
    as_count,
    as_pages,
    as_per_cent,
    as_requirement,
    as_switch,
)
from curriculum_gap.nouns import LEVELS
from curriculum_gap.path_patterns import path_from, rubric_from
from curriculum_gap.validation import (
    Faults,
    FileKind,
    Source,
    ValuePath,
    load_schema,
    one_line,
    read_yaml,
    schema_keys,
    validate,
)

__all__ = ["SCHEMA", "has_table", "read_settings"]

SCHEMA = "config-1.json"
CONFIGURATION = FileKind(
    "configuration", "'rubric: …' and 'fail-under: …'", "docs/configuration.md", UsageError
)
_TABLE = "tool.gapcheck"
"""Where settings stand in a ``pyproject.toml``."""
_NEARLY = 0.85
"""How like ``gapcheck`` a name is that is meant so; ``typecheck`` has 0.71."""
_LINE = re.compile(r"at line (\d+)")
"""The place in a complaint of ``tomllib``."""


def read_settings(path: Path, start: Path) -> Settings:
    """What the configuration file at ``path`` says, for someone in the folder ``start``.

    Raises UsageError with the first fault in the file; its ``others`` are the further ones.
    """
    source = _read(path, path_from(path, start))
    source = replace(source, value=source.value or {})
    faults = Faults(source)
    validate(source, load_schema(SCHEMA), faults)
    faults.raise_if_any()
    top = source.value
    baseline = _text(top, "baseline")
    together = _spelling(source, "program")
    return Settings(
        root=str(path.parent),
        file=source.file,
        rubrics=_rubrics(top, path.parent, start),
        paths=tuple(path_from(path.parent / entry, start) for entry in _texts(top, "paths")),
        include=_texts(top, "include"),
        exclude=_texts(top, "exclude"),
        course_folders=_texts(top, "course-folders"),
        expect=_requirements(source, top, "expect", ()),
        document=_thresholds(source, top, ()),
        together=_thresholds(source, top.get(together, {}), (together,)),
        programmes=_programmes(source, path.parent, start),
        baseline=path_from(path.parent / baseline, start) if baseline else None,
        waivers=_waivers(source),
        folders=_folders(source, path.parent, start),
        format=_text(top, "format"),
        min_words=_count(source, "min-words"),
        ocr=as_switch(top.get("ocr", False), source.where(("ocr",))),
        ocr_language=_text(top, "ocr-language"),
        exit_zero=as_switch(top.get("exit-zero", False), source.where(("exit-zero",))),
        redact_names=_switch(source, "redact-names"),
        origins=_origins(source),
    )


def has_table(path: Path, start: Path) -> bool:
    """Whether a ``pyproject.toml`` has something to say about gapcheck, for someone in the folder
    ``start``.

    Raises UsageError for one that cannot be opened, and for one that names gapcheck, or nearly so,
    and cannot be read: no gate may end with a typing error.
    """
    file = path_from(path, start)
    content = _content(path, file)
    # Most such files do not, and need no parser to show it. UTF-16 has zero bytes between letters.
    if b"gap" not in content.replace(b"\0", b"").lower():
        return False
    top = _toml(content, file)
    for name in ("tool", "tools"):
        tables = top.get(name, {})
        if isinstance(tables, dict):
            top |= {f"{name}.{key}": value for key, value in tables.items()}
        elif b"gapcheck" in content:
            raise UsageError(file, f"[{name}] is no table", f"write [{_TABLE}]")
    near = [key for key in top if key != _TABLE and _is_nearly_ours(key)]
    if near:
        raise UsageError(file, f"the table [{near[0]}] is not read here", f"write [{_TABLE}]")
    return _TABLE in top


def _is_nearly_ours(key: str) -> bool:
    """Whether the last part of a table's name is ours, or differs from it by a letter or two."""
    return nearest(key.rpartition(".")[2].lower(), ["gapcheck"], _NEARLY) != ""


# The file


def _read(path: Path, file: str) -> Source:
    """The values of the file; ``file`` is its name in complaints. Raises UsageError."""
    content = _content(path, file)
    if path.suffix != ".toml":
        return read_yaml(content, file, CONFIGURATION)
    top = _toml(content, file)
    if path.name != "pyproject.toml":
        return Source(file, CONFIGURATION, top)
    table = _own_table(top)
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{file}: {_TABLE}", "a table is expected here", f"write [{_TABLE}]")
    return Source(file, CONFIGURATION, table, prefix=_TABLE)


def _content(path: Path, file: str) -> bytes:
    """The bytes of the file. Raises UsageError for what is no regular file or too large."""
    hint = "name a configuration file, or use --isolated"
    return read_bounded(path, file, MAX_BYTES, UsageError, hint)


def _toml(content: bytes, file: str) -> dict[str, Any]:
    """TOML → its top table, with dates as texts. Raises UsageError."""
    import tomllib

    try:
        top = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        where = f"{file}:{content.count(10, 0, error.start) + 1}"
        raise UsageError(where, "the text is not UTF-8", "save the file as UTF-8") from None
    except (RecursionError, ValueError) as error:  # TOMLDecodeError is a ValueError
        what, line = str(error), _LINE.search(str(error))
        where = f"{file}:{line[1]}" if line else file
        raise UsageError(where, f"not valid TOML: {what}", "check this place") from None
    plain: dict[str, Any] = json.loads(json.dumps(top, default=str))
    return plain


def _own_table(top: dict[str, Any]) -> Any:
    """What stands at ``tool.gapcheck`` of a ``pyproject.toml``, None where nothing does."""
    tool = top.get("tool")
    return tool.get("gapcheck") if isinstance(tool, dict) else None


# Values of a sound file


def _text(table: Mapping[str, Any], key: str) -> str | None:
    """The text at a key on one line, None where there is none."""
    return one_line(table[key]) if key in table else None


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; one text stands for a list of one."""
    value = table.get(key, [])
    entries = [value] if isinstance(value, str) else value
    return tuple(one_line(entry) for entry in entries)


def _requirements(
    source: Source, table: Mapping[str, Any], key: str, path: ValuePath
) -> tuple[Requirement, ...]:
    """``{topic: level}``, or a list of ``topic`` and ``topic=level``."""
    value = table.get(key, [])
    path = (*path, key)
    if isinstance(value, dict):
        return tuple(
            Requirement(topic, LEVELS[level.strip()], source.where((*path, topic), of_key=True))
            for topic, level in value.items()
        )
    return tuple(
        as_requirement(one_line(entry), source.where((*path, number)))
        for number, entry in enumerate(value)
    )


def _thresholds(source: Source, table: Mapping[str, Any], path: ValuePath) -> Thresholds:
    """``fail-under`` and ``require`` of a table."""
    fail_under = table.get("fail-under")
    if fail_under is not None:
        fail_under = as_per_cent(fail_under, source.where((*path, "fail-under"), of_key=True))
    return Thresholds(fail_under, _requirements(source, table, "require", path))


def _spelling(source: Source, key: str) -> str:
    """``key``, or its British spelling where the file has that. Raises UsageError for both."""
    british = key.replace("program", "programme")
    if key in source.value and british in source.value:
        what = f"the file has '{key}' as well"
        raise UsageError(source.where((british,), of_key=True), what, "keep one of the two")
    return british if british in source.value else key


def _programmes(source: Source, root: Path, start: Path) -> tuple[ProgrammeGate, ...]:
    """``programs``: id → title, courses in order, thresholds. Raises UsageError."""
    key = _spelling(source, "programs")
    programmes: list[ProgrammeGate] = []
    if source.value.get(key):
        from curriculum_gap.programme import programme_from

        for name, table in source.value[key].items():
            path: ValuePath = (key, name)
            definition = programme_from(source, path, name, root, start)
            programmes.append(ProgrammeGate(definition, _thresholds(source, table, path)))
    return tuple(programmes)


def _switch(source: Source, key: str) -> bool | None:
    """True or false, None where nothing is said."""
    value = source.value.get(key)
    return None if value is None else as_switch(value, source.where((key,)))


def _count(source: Source, key: str) -> int | None:
    """The number at a key, None where there is none."""
    value = source.value.get(key)
    return None if value is None else as_count(value, source.where((key,)))


def _waivers(source: Source) -> tuple[WaiverRule, ...]:
    """``waivers``: a list of documents × topics, or documents × pages, with a reason. Raises
    UsageError for one that accepts nothing."""
    waivers = []
    for number, table in enumerate(source.value.get("waivers", [])):
        where = source.where(("waivers", number))
        pages = [as_pages(text, where) for text in _texts(table, "pages")]
        topics = _texts(table, "topics")
        if not topics and not pages:
            raise UsageError(where, "accepts nothing", "add 'topics: …' or 'pages: …'")
        reason, until = one_line(table["reason"]), _text(table, "until") or ""
        documents = _texts(table, "documents")
        waivers.append(WaiverRule(documents, topics, tuple(pages), reason, until, where))
    return tuple(waivers)


def _folders(source: Source, root: Path, start: Path) -> tuple[Folder, ...]:
    """``folders``: path → what holds below it, outer folders first: deeper ones hold over them."""
    folders = []
    for name, table in source.value.get("folders", {}).items():
        path: ValuePath = ("folders", name)
        folders.append(
            Folder(
                path=name.replace("\\", "/").removeprefix("./").strip("/"),
                rubrics=_rubrics(table, root, start),
                expect=_requirements(source, table, "expect", path),
                thresholds=_thresholds(source, table, path),
                exclude=_texts(table, "exclude"),
            )
        )
    return tuple(sorted(folders, key=lambda folder: folder.path.count("/")))


def _origins(source: Source) -> dict[str, str]:
    """Where each key of the file stands, in the order of the documentation."""
    together, programmes = _spelling(source, "program"), _spelling(source, "programs")
    keys = [key for key in schema_keys(SCHEMA) if key in source.value and key != together]
    origins = {}
    for key in keys:
        origins["programs" if key == programmes else key] = source.origin((key,))
    for key in source.value.get(together, {}):
        origins[f"program.{key}"] = source.origin((together, key))
    return origins


def _rubrics(table: Mapping[str, Any], root: Path, start: Path) -> tuple[str, ...]:
    """The rubrics named in ``table``, a text or a list; none where there is none."""
    return tuple(rubric_from(named, root, start) for named in _texts(table, "rubric"))
