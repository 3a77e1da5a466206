"""One validator for the files that people write: rubrics, configurations, labels.

    source = read_yaml(content, "rubrics/a.yaml", RUBRIC)
    faults = Faults(source)
    validate(source, load_schema("rubric-1.json"), faults)
    faults.raise_if_any()

Every fault says file, line, path and what would work; all of them are found in one run.
"""

from __future__ import annotations

from curriculum_gap.validation.schema import (
    KEYWORDS,
    SWITCHES,
    folded,
    load_schema,
    one_line,
    schema_keys,
    validate,
)
from curriculum_gap.validation.source import MAX_FAULTS, Faults, FileKind, Source, ValuePath, shown
from curriculum_gap.validation.yaml_reader import read_yaml

__all__ = [
    "KEYWORDS",
    "MAX_FAULTS",
    "SWITCHES",
    "Faults",
    "FileKind",
    "Source",
    "ValuePath",
    "folded",
    "load_schema",
    "one_line",
    "read_yaml",
    "schema_keys",
    "shown",
    "validate",
]
