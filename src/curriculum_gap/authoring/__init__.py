"""What helps to write a rubric: findings in its file, runs of its examples, a first file.

    check = lint_rubric(rubric, source)
    test = run_examples(rubric, source)
    text = skeleton("our-list", "Our list")

All of them are pure functions of a rubric and the file that it was read from; nothing here changes
a verdict.
"""

from __future__ import annotations

from curriculum_gap.authoring.example_runs import ABOUT, run_examples
from curriculum_gap.authoring.lint import ambiguous_words, lint_rubric, without_codes
from curriculum_gap.authoring.skeleton import PLACEHOLDER, skeleton

__all__ = [
    "ABOUT",
    "PLACEHOLDER",
    "ambiguous_words",
    "lint_rubric",
    "run_examples",
    "skeleton",
    "without_codes",
]
