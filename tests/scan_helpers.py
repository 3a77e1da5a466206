"""Shared by the tests of scanning: a rubric, syllabi, and a reader that misbehaves on demand."""

from __future__ import annotations

from pathlib import Path

import curriculum_gap
from curriculum_gap.nouns import Rubric
from curriculum_gap.rubric import parse_rubric

RUBRIC = b"""\
id: food-justice
version: "1.0"
title: Food justice
domains:
  - {id: access, title: Access to food}
topics:
  - id: food-insecurity
    domain: access
    title: Food insecurity
    definition: Not having reliable access to enough food.
    strong: [food insecurity, food desert, food apartheid]
  - id: farm-labour
    domain: access
    title: Farm labour
    definition: Who works the land and how they are paid.
    strong: [farm workers, migrant labour]
"""
SYLLABUS = """\
# NUTR 210: Food and Society

## Learning objectives

- Explain how food insecurity and food deserts come about in county {number}

## Schedule

- Week 1: Introduction
- Week 2: Farm workers and migrant labour
"""

# Python runs this file at the start of every process, workers too: texts that hold a word of
# command do to their process what parsers of hostile files do.
_MISBEHAVING = """\
import sys
sys.path.insert(0, {source!r})
from curriculum_gap.readers import from_text

read = from_text.read

def misbehave(content, source, limits):
    import os, time
    if b"CRASH" in content:
        os.abort()
    if b"HANG" in content:
        time.sleep(600)
    if b"SPIN" in content:
        while True:
            pass
    if b"EAT" in content:
        eaten = []
        while True:
            eaten.append(bytearray(10_000_000))
    if b"SWALLOW" in content:
        os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'")
        os.abort()
    if b"SLOW" in content:
        time.sleep(1.5)
    if b"LIE" in content:
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, bytes.fromhex(content.split()[1].decode()))
            except OSError:
                pass
    if b"NOISE" in content:
        os.write(1, b"from C\\n")
        os.write(2, b"x" * 200_000)
        print("from Python")
    if b"WRITE" in content:
        with open("written-by-a-reader", "w") as file:
            file.write("x" * 100)
    return read(content, source, limits)

from_text.read = misbehave
"""


def small_rubric() -> Rubric:
    """Two topics."""
    return parse_rubric(RUBRIC, "rubric.yaml")


def syllabi(folder: Path, count: int) -> list[str]:
    """So many syllabi, each with a content of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"course{number:03}.md"
        path.write_text(SYLLABUS.format(number=number), "utf-8")
        paths.append(str(path))
    return paths


def misbehaving(folder: Path) -> str:
    """A folder for PYTHONPATH under which plain text files may command their reader."""
    folder.mkdir(parents=True, exist_ok=True)
    source = str(Path(curriculum_gap.__file__).parents[1])
    (folder / "sitecustomize.py").write_text(_MISBEHAVING.format(source=source), "utf-8")
    return str(folder)
