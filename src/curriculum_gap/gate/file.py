"""A configuration file → settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from curriculum_gap.gate.keys import (
    KEYS,
    as_switch,
    read_bar,
    read_folders,
    read_programmes,
    read_requirements,
    read_table,
    read_text,
    read_texts,
    read_waivers,
    refuse_unknown,
)
from curriculum_gap.gate.settings import Settings
from curriculum_gap.gate.tree import Tree, read_tree

__all__ = ["read_settings"]


def read_settings(path: Path, start: Path) -> Settings:
    """What the configuration file at ``path`` says, for someone in the folder ``start``. Raises
    UsageError."""
    shown = _from_here(path, start)
    tree = read_tree(path, shown)
    top = tree.top
    refuse_unknown(tree, top, "", KEYS)
    root = path.parent

    def texts(key: str) -> tuple[str, ...]:
        return read_texts(tree, top[key], key) if key in top else ()

    def text(key: str) -> str | None:
        return read_text(tree, top[key], key) if key in top else None

    def located(named: str) -> str:
        return _from_here(root / named, start)

    rubric, baseline = text("rubric"), text("baseline")
    together = read_table(tree, top.get("program", {}), "program", ("fail-under", "require"))
    folders = tuple(
        replace(folder, rubric=_rubric(folder.rubric, located))
        for folder in read_folders(tree, top.get("folders", {}))
    )
    exit_zero = top.get("exit-zero", False)
    return Settings(
        root=str(root),
        file=shown,
        rubric=_rubric(rubric, located),
        paths=tuple(located(entry) for entry in texts("paths")),
        include=texts("include"),
        exclude=texts("exclude"),
        expect=read_requirements(tree, top.get("expect", {}), "expect"),
        document=read_bar(tree, top),
        together=read_bar(tree, together, "program"),
        programmes=read_programmes(tree, top.get("programs", {})),
        baseline=located(baseline) if baseline else None,
        waivers=read_waivers(tree, top.get("waivers", [])),
        folders=folders,
        format=text("format"),
        exit_zero=as_switch(exit_zero, tree.where("exit-zero")),
        origins=_origins(tree),
    )


def _origins(tree: Tree) -> dict[str, str]:
    origins = {key: tree.origin(key) for key in KEYS if key in tree.top and key != "program"}
    for key in tree.top.get("program", {}):
        origins[f"program.{key}"] = tree.origin(f"program.{key}")
    return origins


def _rubric(named: str | None, located: Callable[[str], str]) -> str | None:
    """A shipped rubric's name stays; a path is made to work from the current folder."""
    if named is None or not (
        "/" in named or "\\" in named or named.lower().endswith((".yaml", ".yml"))
    ):
        return named
    path = located(named)
    return path if "/" in path or "\\" in path else f"./{path}"


def _from_here(path: Path, start: Path) -> str:
    """As a person in ``start`` would type it."""
    try:
        return os.path.relpath(path.absolute(), start)
    except ValueError:  # another drive
        return str(path)
