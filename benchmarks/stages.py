"""Processor time of sections, keywords and levels a document, apart from reading it.

    python benchmarks/stages.py FILE …

Prints one JSON object of milliseconds a document: ``sections``, ``keywords``, ``levels`` and their
sum, ``all``. Every document is read once and goes through the three stages of ``pipeline`` in every
round; the round in which they took least counts. ``paired.py`` runs this file by two
installations.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from curriculum_gap import pipeline
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import ReadError
from curriculum_gap.nouns import Limits
from curriculum_gap.readers import load, read_document

ROUNDS = 3
"""The least of three, since whatever else a machine does only ever slows a round."""
STAGES = {"assign": "sections", "find_candidates": "keywords", "cover": "levels"}
"""Functions that the pipeline calls, and what they are called here."""


def main() -> int:
    """Read, time, print."""
    documents = []
    limits = Limits()
    for path in sys.argv[1:]:
        try:
            documents.append(read_document(load(path, limits), path, limits))
        except ReadError:
            continue
    if not documents:
        print("not one of these files can be read", file=sys.stderr)
        return 2
    spent: Counter[str] = Counter()
    for name, stage in STAGES.items():
        setattr(pipeline, name, _timed(getattr(pipeline, name), stage, spent))
    rubric = load_rubric()
    pipeline.check_document(documents[0], rubric)  # compiles what is compiled when first used
    rounds = []
    for _ in range(ROUNDS):
        spent.clear()
        for document in documents:
            pipeline.check_document(document, rubric)
        rounds.append(dict(spent))
    least = min(rounds, key=lambda one: sum(one.values()))
    least["all"] = sum(least.values())
    print(json.dumps({stage: 1000 * value / len(documents) for stage, value in least.items()}))
    return 0


def _timed(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Callable[..., Any]:
    """``function``, whose seconds are added to ``spent``; what it gives one by one is collected,
    so that its time is not counted for the stage that asks for it."""

    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        result = function(*arguments, **named)
        if isinstance(result, Iterator):
            result = list(result)
        spent[stage] += time.process_time() - began
        return result

    return timed


if __name__ == "__main__":
    sys.exit(main())
