"""Codes of published standards where a syllabus puts them: document → declarations.

``reading`` walks through the blocks for each body that the document names; ``codes`` finds codes in
a text by the forms of `standards`; ``drawn`` knows tables that readers give as paragraphs, and
``ties`` what a row of a table stands with.
"""

from __future__ import annotations

from curriculum_gap.declarations.codes import is_title, title_spans
from curriculum_gap.declarations.reading import find_declarations

__all__ = ["find_declarations", "is_title", "title_spans"]
