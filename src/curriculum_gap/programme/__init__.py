"""A programme: its courses, and what their documents show and declare together.

    programme = read_programme(Path("programme.yml"), Path.cwd())
    files = sort_documents(programme, report.documents)
    curriculum_map = make_map(files, report.rubric, programme.title, __version__)

A gate and a map go by the same courses: ``definition`` reads them, ``courses`` finds their files,
``mapping`` counts what they show, ``places`` says where a topic that is missing would fit.
``crosswalk`` holds what is claimed against what is shown; claims come from codes of published
standards (``declared``) or from a programme's own map (``against``, ``declared_map``).
``trend`` holds one year against the others, ``draft`` begins a definition.
"""

from __future__ import annotations

from curriculum_gap.programme.against import crosswalk_against
from curriculum_gap.programme.courses import (
    CourseFiles,
    bounded_evidence,
    files_not_read,
    is_handbook,
    sort_documents,
    sources_without_verdict,
)
from curriculum_gap.programme.crosswalk import topics_for_items
from curriculum_gap.programme.declared import NOT_SEEN, make_crosswalk
from curriculum_gap.programme.declared_map import match_map, topics_as_standard
from curriculum_gap.programme.definition import Programme, programme_from, read_programme
from curriculum_gap.programme.draft import PROGRAMME_FILE_NAME, draft_text
from curriculum_gap.programme.handbooks import judge_handbooks, why_not_judged
from curriculum_gap.programme.mapping import counting_documents, make_map
from curriculum_gap.programme.places import MOST_OF_A_COURSE, MOST_PLACES, places_for
from curriculum_gap.programme.printed_titles import (
    evidence_for_crosswalk,
    evidence_for_map_and_crosswalk,
)
from curriculum_gap.programme.trend import Run, run_of, trend_of

__all__ = [
    "MOST_OF_A_COURSE",
    "MOST_PLACES",
    "NOT_SEEN",
    "PROGRAMME_FILE_NAME",
    "CourseFiles",
    "Programme",
    "Run",
    "bounded_evidence",
    "counting_documents",
    "crosswalk_against",
    "draft_text",
    "evidence_for_crosswalk",
    "evidence_for_map_and_crosswalk",
    "files_not_read",
    "is_handbook",
    "judge_handbooks",
    "make_crosswalk",
    "make_map",
    "match_map",
    "places_for",
    "programme_from",
    "read_programme",
    "run_of",
    "sort_documents",
    "sources_without_verdict",
    "topics_as_standard",
    "topics_for_items",
    "trend_of",
    "why_not_judged",
]
