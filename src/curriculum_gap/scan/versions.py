"""What a kept result depends on beside the file: the code that read it and the code that judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

from curriculum_gap.nouns import Limits, Rubric
from curriculum_gap.readers import reader_libraries
from curriculum_gap.scan.codec import FORM
from curriculum_gap.scan.requests import digest_of

__all__ = ["checker_version", "reader_version"]

_PACKAGE = Path(__file__).resolve().parents[1]
# Rooms, from the imports of pipeline.py; tests/test_house.py holds that none is missing.
_READERS = (
    "errors.py",
    "nouns.py",
    "patterns.py",
    "lexicon",
    "heading_rules.py",
    "readers",
    "lexicon/en.json",
)
_CHECKERS = (
    "pipeline.py",
    "compiled.py",
    "languages.py",
    "measure",
    "calibration.py",
    "rubric",
    "validation",
    "sections",
    "keywords",
    "data/background.json",
    "data/calibration.json",
)
# How long a file may take changes whether it is read, not what is read.
_NO_MATTER = frozenset({"cpu_seconds", "wall_seconds", "memory_bytes"})


def reader_version(limits: Limits) -> str:
    """Changes with the readers' code, their libraries and the limits on what they read."""
    budgets = sorted(item for item in asdict(limits).items() if item[0] not in _NO_MATTER)
    return _short(_code(_READERS), _libraries(), repr(budgets))


def checker_version(limits: Limits, rubric: Rubric) -> str:
    """Changes with the readers, the classifier's code, its calibration, and the rubric."""
    return _short(reader_version(limits), _code(_CHECKERS), digest_of(rubric))


def _short(*parts: str) -> str:
    return sha256("\0".join((str(FORM), *parts)).encode()).hexdigest()[:32]


@cache
def _code(names: Iterable[str]) -> str:
    """A digest of source files: a release or an edit makes another, nobody has to remember."""
    digest = sha256()
    for name in names:
        place = _PACKAGE / name
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        for file in files:
            digest.update(file.name.encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def _libraries() -> str:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in reader_libraries():
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return " ".join(found)
