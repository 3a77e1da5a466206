"""A folder of syllabi → the draft of a programme file, for a person to correct.

Courses come from codes and titles; stages are a guess from the numbers of the codes. A course is
drafted as required unless its title ends with "(elective)": nothing else in a syllabus says
reliably who takes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from curriculum_gap.course_labels import course_code
from curriculum_gap.curriculum_map import CourseCoverage, Need
from curriculum_gap.lexicon import reader_lexicon
from curriculum_gap.nouns import Coverage
from curriculum_gap.path_patterns import exact_pattern
from curriculum_gap.programme.courses import CourseFiles
from curriculum_gap.reports import escape_line

__all__ = ["PROGRAMME_FILE_NAME", "draft_text"]

PROGRAMME_FILE_NAME = "programme.yml"
_NUMBER = re.compile(r"\d{3,5}")
_NO_COURSE = "does not look like a course document"
"""How a warning of ``document_checks`` begins."""
_HEAD = """\
# The programme, drafted by 'gapcheck init --programme' from the codes and titles in this folder.
# Correct it: the order of teaching, who takes a course, what is no course. docs/programme.md says
# what each key means.
"""
_COURSES = """\
# In teaching order. 'need' is required (as here without the key), elective or track; stages are a
# guess from the codes.
"""
_DOCUMENTS = """
# Handbooks and pages of the programme, which are no course.
documents:
"""
_OTHERS = """
# Not drafted: no code was found for these, and they do not look like syllabi.
"""


def draft_text(files: CourseFiles, title: str, names: Mapping[str, str]) -> tuple[str, int]:
    """The text of a programme file, and how many courses it has.

    ``files`` were sorted without a programme; ``title`` is a first name for it; ``names`` gives the
    name of each file relative to the folder of the programme file.
    """
    courses: list[CourseCoverage] = []
    others: list[str] = []
    for known, documents in zip(files.courses, files.by_course, strict=True):
        if _is_course(known, documents):
            courses.append(known)
        else:
            others += [*known.documents, *(entry.source for entry in known.unread)]
    stages = _stages(courses)
    lines = [_HEAD, f"title: {_quoted(title)}\n\n"]
    if courses:
        lines += [_COURSES, "courses:\n"]
    for known in courses:
        lines += _course_lines(known, stages.get(known.course.code, ""), names)
    if files.handbooks:
        lines.append(_DOCUMENTS)
        handbooks = [names[entry.source] for entry in files.handbooks]
        lines += [f"  - {_quoted(exact_pattern(name))}\n" for name in handbooks]
    if others:
        lines.append(_OTHERS)
        lines += [f"#   - {_quoted(exact_pattern(names[source]))}\n" for source in others]
    return "".join(lines), len(courses)


def _is_course(known: CourseCoverage, documents: Sequence[Coverage]) -> bool:
    """Whether it has a code, or was read and looks like a course."""
    if course_code(known.course.code) == known.course.code:
        return True
    doubts = [warning for coverage in documents for warning in coverage.warnings]
    return bool(documents) and not any(_NO_COURSE in doubt for doubt in doubts)


def _course_lines(known: CourseCoverage, stage: str, names: Mapping[str, str]) -> list[str]:
    """One course; its files are named where no code leads to them."""
    course = known.course
    lines = [f"  - code: {_quoted(course.code)}\n"]
    title = reader_lexicon().titles.elective.expression.sub("", course.title)
    if title and course.title != course.code:
        lines.append(f"    title: {_quoted(title)}\n")
    if title != course.title:
        lines.append(f"    need: {Need.ELECTIVE}\n")
    if stage:
        lines.append(f"    stage: {_quoted(stage)}\n")
    sources = [*known.documents, *(entry.source for entry in known.unread)]
    found = [names[source] for source in sources]
    if course_code(course.code) != course.code:
        patterns = ", ".join(_quoted(exact_pattern(name)) for name in found)
        lines.append(f"    files: [{patterns}]\n")
    else:
        lines.append(f"    # {', '.join(escape_line(name) for name in found) or 'no file read'}\n")
    older = [escape_line(names[source]) for source in known.older]
    if older:
        lines.append(f"    # earlier terms: {', '.join(older)}\n")
    return lines


def _stages(courses: Sequence[CourseCoverage]) -> dict[str, str]:
    """Code → ``500 level``, by the first digit of its number; nothing where all have the same."""
    stages = {}
    for known in courses:
        number = _NUMBER.search(known.course.code)
        if number is not None and course_code(known.course.code) == known.course.code:
            first, rest = number[0][0], len(number[0]) - 1
            stages[known.course.code] = f"{first}{'0' * rest} level"
    return stages if len(set(stages.values())) > 1 else {}


def _quoted(text: str) -> str:
    """A text as YAML and JSON read it, with nothing in it that acts on a screen."""
    return json.dumps(escape_line(text), ensure_ascii=False)
