"""A configuration file (YAML, or TOML such as ``pyproject.toml``) → settings.

The file is held against ``docs/schema/config-1.json`` first, which names every fault in it with its
place; what is read here is sound.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import (
    Bar,
    Folder,
    Programme,
    Requirement,
    Settings,
    WaiverRule,
    as_per_cent,
    as_requirement,
    as_switch,
)
from curriculum_gap.nouns import LEVELS
from curriculum_gap.validation import (
    MAX_BYTES,
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
_TABLE = ("tool", "gapcheck")


def read_settings(path: Path, start: Path) -> Settings:
    """What the configuration file at ``path`` says, for someone in the folder ``start``.

    Raises UsageError with the first fault in the file; its ``others`` are the further ones.
    """
    source = _read(path, _from_here(path, start))
    if source.value is None:
        source = Source(source.file, source.kind, {})
    faults = Faults(source)
    validate(source, load_schema(SCHEMA), faults)
    faults.raise_if_any()
    top = source.value
    baseline = _text(top, "baseline")
    return Settings(
        root=str(path.parent),
        file=source.file,
        rubric=_rubric(top, path.parent, start),
        paths=tuple(_from_here(path.parent / entry, start) for entry in _texts(top, "paths")),
        include=_texts(top, "include"),
        exclude=_texts(top, "exclude"),
        expect=_requirements(source, top, "expect", ()),
        document=_bar(source, top, ()),
        together=_bar(source, top.get("program", {}), ("program",)),
        programmes=_programmes(source),
        baseline=_from_here(path.parent / baseline, start) if baseline else None,
        waivers=_waivers(source),
        folders=_folders(source, path.parent, start),
        format=_text(top, "format"),
        exit_zero=as_switch(top.get("exit-zero", False), source.where(("exit-zero",))),
        origins=_origins(source),
    )


def has_table(path: Path) -> bool:
    """Whether a ``pyproject.toml`` has something to say about gapcheck."""
    try:
        content = _content(path, str(path))
        # Most such files do not, and need no parser to show it.
        return b"gapcheck" in content and _TABLE[1] in _toml(content, str(path)).get(_TABLE[0], {})
    except (UsageError, AttributeError, TypeError):
        return False  # somebody else's file: its own tools complain about it


# The file


def _read(path: Path, file: str) -> Source:
    """The values of the file; ``file`` is its name in complaints. Raises UsageError."""
    content = _content(path, file)
    if path.suffix != ".toml":
        return read_yaml(content, file, CONFIGURATION)
    top = _toml(content, file)
    if path.name != "pyproject.toml":
        return Source(file, CONFIGURATION, _plain(top))
    tool = top.get(_TABLE[0], {})
    table = tool.get(_TABLE[1], {}) if isinstance(tool, dict) else {}
    prefix = ".".join(_TABLE)
    if not isinstance(table, dict):
        raise UsageError(f"{file}: {prefix}", "a table is expected here", f"write [{prefix}]")
    return Source(file, CONFIGURATION, _plain(table), prefix=prefix)


def _content(path: Path, file: str) -> bytes:
    """The bytes of a regular file of bounded size. Raises UsageError."""
    try:
        if not path.is_file():
            what = "not a regular file" if path.exists() else "there is no such file"
            raise UsageError(file, what, "name a configuration file, or use --isolated")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise UsageError(file, f"cannot be read ({reason})", "check the path") from None
    if len(content) > MAX_BYTES:
        raise UsageError(file, f"larger than {MAX_BYTES:,} bytes", "see docs/configuration.md")
    return content


def _toml(content: bytes, file: str) -> dict[str, Any]:
    """TOML → its top table. Raises UsageError."""
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(file, "the text is not UTF-8", "save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UsageError(file, f"not valid TOML: {error}", "check this place") from None


def _plain(value: Any) -> Any:
    """TOML's values with dates as texts. The parser has bounded how deep this goes."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    is_time = isinstance(value, datetime.date | datetime.time)
    return value.isoformat() if is_time else value


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


def _bar(source: Source, table: Mapping[str, Any], path: ValuePath) -> Bar:
    """``fail-under`` and ``require`` of a table."""
    fail_under = table.get("fail-under")
    if fail_under is not None:
        fail_under = as_per_cent(fail_under, source.where((*path, "fail-under"), of_key=True))
    return Bar(fail_under, _requirements(source, table, "require", path))


def _programmes(source: Source) -> tuple[Programme, ...]:
    """``programs``: id → title, courses in order, bar."""
    programmes = []
    for name, table in source.value.get("programs", {}).items():
        path: ValuePath = ("programs", name)
        title = _text(table, "title") or name
        bar = _bar(source, table, path)
        where = source.where(path, of_key=True)
        programmes.append(Programme(name, title, _texts(table, "courses"), bar, where))
    return tuple(programmes)


def _waivers(source: Source) -> tuple[WaiverRule, ...]:
    """``waivers``: a list of documents × topics with a reason."""
    return tuple(
        WaiverRule(
            documents=_texts(table, "documents"),
            topics=_texts(table, "topics"),
            reason=one_line(table["reason"]),
            until=_text(table, "until") or "",
            where=source.where(("waivers", number)),
        )
        for number, table in enumerate(source.value.get("waivers", []))
    )


def _folders(source: Source, root: Path, start: Path) -> tuple[Folder, ...]:
    """``folders``: path → what holds below it, outer folders first: deeper ones hold over them."""
    folders = []
    for name, table in source.value.get("folders", {}).items():
        path: ValuePath = ("folders", name)
        folders.append(
            Folder(
                path=name.replace("\\", "/").removeprefix("./").strip("/"),
                rubric=_rubric(table, root, start),
                expect=_requirements(source, table, "expect", path),
                bar=_bar(source, table, path),
                exclude=_texts(table, "exclude"),
            )
        )
    return tuple(sorted(folders, key=lambda folder: folder.path.count("/")))


def _origins(source: Source) -> dict[str, str]:
    """Where each key of the file stands, in the order of the documentation."""
    keys = [key for key in schema_keys(SCHEMA) if key in source.value and key != "program"]
    origins = {key: source.origin((key,)) for key in keys}
    for key in source.value.get("program", {}):
        origins[f"program.{key}"] = source.origin(("program", key))
    return origins


def _rubric(table: Mapping[str, Any], root: Path, start: Path) -> str | None:
    """The rubric named in ``table``: a name stays, a path is made to work from ``start``."""
    named = _text(table, "rubric")
    if named is None:
        return None
    is_path = "/" in named or "\\" in named or named.lower().endswith((".yaml", ".yml"))
    if not is_path:
        return named
    path = _from_here(root / named, start)
    return path if "/" in path or "\\" in path else f"./{path}"


def _from_here(path: Path, start: Path) -> str:
    """As a person in ``start`` would type it."""
    try:
        return os.path.relpath(path.absolute(), start)
    except ValueError:  # another drive
        return str(path)
