"""Every passage gets its section: the part it plays in its syllabus.

`walk` goes through the blocks of a document once. What it asks of headings is in `headings`, with
their `heading_phrases` and `heading_words`, and in the `outline` they make; of sessions and tables
in `schedules`, `markers`, `rows` and `columns`; of running text in `parts`, which goes by the
wording of `outcomes`, `graded_work`, institutional `boilerplate` (its `policy_matters` and
`policy_telltales`) and others (`wording`).
"""

from __future__ import annotations

from curriculum_gap.sections.walk import assign

__all__ = ["assign"]
