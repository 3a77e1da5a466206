"""Every passage gets its section: the part it plays in its syllabus.

`document_walk` goes through the blocks of a document once. It keeps the `outline` of headings above
(what a heading opens is judged in `heading_rules`), knows the `schedule` and the `tables`, and asks
`running_text` for the rest, which goes by its `wording` and by that of institutional `policy`.
`scope` says what stands outside of the course, `ties` which objectives graded work names by number.
All words come from the lexicon of the rubric's language.
"""

from __future__ import annotations

from curriculum_gap.sections.document_walk import assign

__all__ = ["assign"]
