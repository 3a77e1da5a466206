"""What helps people to write a rubric.

    check = lint_rubric(rubric, source)             # findings in its file
    test = run_examples(rubric, source)             # its passages, held against its topics
    text = skeleton("our-list", "Our list")         # a first file
    made = rubric_from_table(name, sheets, ...)     # a committee's table → a rubric
    proposals = find_proposals(documents, ...)      # labels or marks → terms

Nothing here changes a verdict.
"""

from __future__ import annotations

from curriculum_gap.authoring.example_runs import LEAST_SCORE, run_examples
from curriculum_gap.authoring.from_table import ConvertedTable, rubric_from_table
from curriculum_gap.authoring.lint import (
    ambiguous_words,
    lint_rubric,
    standalone_words,
    without_codes,
)
from curriculum_gap.authoring.proposals import (
    ADD_CONTEXTUAL,
    ADD_STRONG,
    DEMOTE,
    FALSE_FRIEND,
    Proposal,
    find_proposals,
)
from curriculum_gap.authoring.rubric_edits import with_proposals
from curriculum_gap.authoring.rubric_text import identifier_of
from curriculum_gap.authoring.skeleton import PLACEHOLDER, skeleton
from curriculum_gap.authoring.trials import (
    Effect,
    ReadLabelled,
    gains,
    read_labelled,
    topic_with,
    try_proposals,
)

__all__ = [
    "ADD_CONTEXTUAL",
    "ADD_STRONG",
    "DEMOTE",
    "FALSE_FRIEND",
    "LEAST_SCORE",
    "PLACEHOLDER",
    "ConvertedTable",
    "Effect",
    "Proposal",
    "ReadLabelled",
    "ambiguous_words",
    "find_proposals",
    "gains",
    "identifier_of",
    "lint_rubric",
    "read_labelled",
    "rubric_from_table",
    "run_examples",
    "skeleton",
    "standalone_words",
    "topic_with",
    "try_proposals",
    "with_proposals",
    "without_codes",
]
