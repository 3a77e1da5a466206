"""Documents → courses: which files belong to a course, and which of its terms counts.

Files of one term are read together: sections, a schedule beside a syllabus. Of several terms the
latest counts, and the older ones are listed. A term is found in the name of a file, in those of the
folders around it, in the document's title or in its first lines; where it is not sure which of two
files is older, both count and a warning says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath, PurePosixPath
from typing import NamedTuple

from curriculum_gap.course_labels import (
    AcademicTerm,
    code_key,
    course_code,
    course_code_in_name,
    course_title,
    is_programme_document,
    term_in_name,
    term_in_text,
)
from curriculum_gap.curriculum_map import Course, CourseCoverage, LocatedEvidence
from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Evidence, Section, TopicCoverage, Unread, best_levels
from curriculum_gap.path_patterns import exact_pattern, matches, on_disk, relative_name
from curriculum_gap.programme.definition import Programme
from curriculum_gap.reports import counted_evidence

__all__ = [
    "CourseFiles",
    "bounded_evidence",
    "code_of_file",
    "files_not_read",
    "is_handbook",
    "sort_documents",
    "sources_without_verdict",
]

Entry = Coverage | Unread

_NAMED = 3  # files that a warning names
_DIGITS = re.compile(r"\d+")


class CourseFiles(NamedTuple):
    """Documents by course, in the order of the programme.

    ``courses`` are all of its courses, those without a document among them; ``by_course`` holds
    the documents that count for each, those that were read. ``handbooks`` are documents of the
    programme that are no course, ``unassigned`` those that belong to neither, ``unread`` those
    without a verdict, whatever they belong to; ``warnings`` say what was not sure.
    """

    courses: tuple[CourseCoverage, ...]
    by_course: tuple[tuple[Coverage, ...], ...]
    handbooks: tuple[Entry, ...] = ()
    names_handbooks: bool = False
    unassigned: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()


def sort_documents(programme: Programme | None, documents: Sequence[Entry]) -> CourseFiles:
    """The courses of ``programme`` with what their documents show. Without a programme every code
    among the documents is a course, and so is every file without one that does not call itself a
    handbook or the like.

    A document belongs to one course: to one that names its file, else to one whose code stands in
    its name or title, else to the first pattern that takes it.
    """
    if programme is None:
        programme = _every_file(documents)
    names = {entry.source: relative_name(entry.source, programme.root) for entry in documents}
    by_entry, handbooks, left = _assigned(programme, documents, names)
    courses: list[CourseCoverage] = []
    by_course: list[tuple[Coverage, ...]] = []
    warnings = _claimed_twice(programme, documents, names)
    for course, of_course in _groups(programme, by_entry):
        older, more = _older(course, of_course, names)
        counting = [entry for entry in of_course if entry.source not in older]
        read = tuple(entry for entry in counting if isinstance(entry, Coverage))
        courses.append(_coverage_of(course, counting, read, older))
        by_course.append(read)
        warnings += more + _read_in_part(courses[-1], names)
    return CourseFiles(
        courses=tuple(courses),
        by_course=tuple(by_course),
        handbooks=tuple(handbooks),
        names_handbooks=bool(programme.documents),
        unassigned=tuple(entry.source for entry in left),
        unread=tuple(entry for entry in documents if isinstance(entry, Unread)),
        warnings=tuple(warnings),
    )


def files_not_read(
    programme: Programme, files: CourseFiles, suffixes: Iterable[str], documents: Sequence[Entry]
) -> list[str]:
    """Files of the programme's courses that lie on the disk and are not among ``documents``, and
    those that count and could not be read, by their names relative to the programme's folder.

    ``suffixes`` are those of documents. Raises UsageError for a course that no document belongs to
    and whose files are not on the disk either.
    """
    names = {relative_name(entry.source, programme.root): None for entry in documents}
    missing: dict[str, None] = {}
    for definition in programme.courses:
        there = _files_on_disk(programme, definition, suffixes)
        if not there and not _has_document(programme, definition, files, names):
            what = f"no file matches the course '{definition.code or definition.files[0]}'"
            hint = "correct the pattern, or take the course out of the programme"
            raise UsageError(programme.where, what, hint)
        missing |= dict.fromkeys(name for name in there if not _is_read(name, names))
    for course in files.courses:
        for entry in course.unread:
            missing[relative_name(entry.source, programme.root)] = None
    return list(missing)


def _is_read(name: str, names: Container[str]) -> bool:
    """Whether a file is among the documents, or lies in a folder that is one of them."""
    around = (str(folder) for folder in PurePosixPath(name).parents)
    return name in names or any(folder in names for folder in around)


def sources_without_verdict(files: CourseFiles) -> set[str]:
    """The files that count for a course, or are a handbook of the programme, and were not read."""
    of_courses = {entry.source for known in files.courses for entry in known.unread}
    return of_courses | {entry.source for entry in files.handbooks if isinstance(entry, Unread)}


def code_of_file(name: str, title: str) -> str:
    """The code of a file's course: that in its name, else in its title, else the name itself."""
    return course_code_in_name(name) or course_code(title) or PurePath(name).stem


def bounded_evidence(coverage: Coverage) -> Coverage:
    """The same coverage with the best evidence alone of each topic in each section: all that a map
    and a crosswalk show, at a fraction of the memory."""
    topics = tuple(replace(topic, evidence=_best_by_section(topic)) for topic in coverage.topics)
    return replace(coverage, topics=topics)


def _best_by_section(topic: TopicCoverage) -> tuple[Evidence, ...]:
    """The best evidence of each section, in reading order."""
    best: dict[Section, Evidence] = {}
    for evidence in topic.evidence:
        section = evidence.passage.section
        if section not in best or evidence.score > best[section].score:
            best[section] = evidence
    return tuple(sorted(best.values(), key=lambda evidence: evidence.position))


# Which file belongs to which course


def is_handbook(programme: Programme, source: str) -> bool:
    """Whether a file is one of the programme's handbooks and pages, which are no course."""
    name = relative_name(source, programme.root)
    return matches(name, programme.documents, programme.where)


def _assigned(
    programme: Programme, documents: Sequence[Entry], names: Mapping[str, str]
) -> tuple[list[list[Entry]], list[Entry], list[Entry]]:
    """The documents of each entry of the programme, its handbooks, and what is left."""
    where = programme.where
    handbooks: list[Entry] = []
    left: list[Entry] = []
    for entry in documents:
        (handbooks if is_handbook(programme, entry.source) else left).append(entry)
    by_entry: list[list[Entry]] = [[] for _ in programme.courses]
    by_code = {code_key(course.code): n for n, course in _numbered(programme, with_files=False)}
    found: dict[str, int] = {}
    for number, course in _numbered(programme, with_files=True):
        for entry in left:
            if entry.source not in found and matches(names[entry.source], course.files, where):
                found[entry.source] = number
    for entry in left:
        key = code_key(_code_of(entry)) if entry.source not in found and by_code else ""
        if key in by_code:
            found[entry.source] = by_code[key]
    for number, course in enumerate(programme.courses):
        for entry in left if not course.code else ():
            if entry.source not in found and matches(names[entry.source], course.files, where):
                found[entry.source] = number
    for entry in left:
        if entry.source in found:
            by_entry[found[entry.source]].append(entry)
    return by_entry, handbooks, [entry for entry in left if entry.source not in found]


def _claimed_twice(
    programme: Programme, documents: Sequence[Entry], names: Mapping[str, str]
) -> list[str]:
    """A line for each document that several courses name among their files: the first has it."""
    lines = []
    naming = [course for _, course in _numbered(programme, with_files=True)]
    for entry in documents if len(naming) > 1 else ():
        name = names[entry.source]
        claiming = [c.code for c in naming if matches(name, c.files, programme.where)]
        if len(claiming) > 1:
            lines.append(
                f"{name} is among the files of {' and '.join(claiming[:_NAMED])};"
                f" it counts for {claiming[0]} alone"
            )
    return lines


def _numbered(programme: Programme, with_files: bool) -> list[tuple[int, Course]]:
    """The courses that have a code, with their numbers: those that name their files, or those that
    are found by their code alone."""
    return [
        (number, course)
        for number, course in enumerate(programme.courses)
        if course.code and bool(course.files) is with_files
    ]


def _groups(
    programme: Programme, by_entry: Sequence[Sequence[Entry]]
) -> Iterator[tuple[Course, Sequence[Entry]]]:
    """Each course with its documents, in order. A code that several patterns find is one course,
    where the first of them stands."""
    of_patterns: dict[str, list[Entry]] = {}
    for course, entries in zip(programme.courses, by_entry, strict=True):
        for entry in entries if not course.code else ():
            of_patterns.setdefault(code_key(_code_of(entry)), []).append(entry)
    taken = {code_key(course.code) for course in programme.courses if course.code}
    for course, entries in zip(programme.courses, by_entry, strict=True):
        if course.code:
            yield course, entries
            continue
        keys = dict.fromkeys(code_key(_code_of(entry)) for entry in entries)
        groups = [of_patterns.pop(key) for key in keys if key in of_patterns]
        yield from _courses_by_code(groups, taken)


def _code_of(entry: Entry) -> str:
    """The code of a document's course; the title of a file that was not read is not known."""
    title = entry.title if isinstance(entry, Coverage) else ""
    return code_of_file(entry.source, title)


def _courses_by_code(
    groups: Sequence[list[Entry]], taken: Container[str]
) -> list[tuple[Course, list[Entry]]]:
    """A course for each group of documents with one code, by number; then those without a number.
    Where another course has the code (``taken``), the name of the file stands for it."""
    courses = []
    for group in groups:
        code = _code_of(group[0])
        if code_key(code) in taken:
            code = PurePath(group[0].source).stem
        courses.append((Course(code, "", ()), group))
    return sorted(courses, key=lambda pair: _number(pair[0].code))


def _number(code: str) -> tuple[bool, int]:
    """Sorts codes by their number; what is no course code comes last, in the order given."""
    digits = _DIGITS.search(code) if course_code(code) == code else None
    return digits is None, int(digits[0]) if digits else 0


def _every_file(documents: Sequence[Entry]) -> Programme:
    """The programme of files for which none is defined."""
    root = _common_folder(documents)
    handbooks = []
    for entry in documents:
        title = entry.title if isinstance(entry, Coverage) else ""
        has_code = course_code_in_name(entry.source) or course_code(title)
        if not has_code and is_programme_document(entry.source, title):
            handbooks.append(exact_pattern(relative_name(entry.source, root)))
    return Programme("", "", (Course("", "", ("*",)),), tuple(handbooks), root)


def _common_folder(documents: Sequence[Entry]) -> str:
    """The folder that holds all of these files."""
    folders = {os.path.dirname(entry.source) for entry in documents}  # noqa: PTH120
    if len(folders) < 2 or any("://" in folder for folder in folders):
        return next(iter(folders), "") or "."
    try:
        return os.path.commonpath([folder or "." for folder in folders]) or "."
    except ValueError:  # absolute and relative paths, or several drives
        return "."


def _files_on_disk(programme: Programme, course: Course, suffixes: Iterable[str]) -> list[str]:
    """The documents on the disk that belong to an entry of the programme by their names."""
    root, where = programme.root, programme.where
    if course.files:
        return list(
            dict.fromkeys(
                name for pattern in course.files for name in on_disk(root, pattern, where, suffixes)
            )
        )
    key = code_key(course.code)
    there = on_disk(root, "*", where, suffixes)
    return [name for name in there if code_key(course_code_in_name(name)) == key]


def _has_document(
    programme: Programme, course: Course, files: CourseFiles, names: Iterable[str]
) -> bool:
    """Whether a document of the run belongs to an entry of the programme."""
    if course.files:
        return any(matches(name, course.files, programme.where) for name in names)
    return any(
        known.course.code == course.code and (known.documents or known.unread)
        for known in files.courses
    )


# Terms


def _older(
    course: Course, entries: Sequence[Entry], names: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The files of earlier terms, each with its term, and what is not sure about the others. Files
    that the programme names as those of the course are no doubt where all name no term."""
    if len(entries) < 2:
        return {}, []
    terms = {entry.source: _term_of(entry, names[entry.source]) for entry in entries}
    known = [term for term in terms.values() if term is not None]
    older = {
        source: term.name
        for source, term in terms.items()
        if term is not None and any(term.is_before(other) for other in known)
    }
    counting = {source: term for source, term in terms.items() if source not in older}
    said = {term.name if term else "no term" for term in counting.values()}
    if len(counting) < 2 or (len(said) == 1 and (course.files or said != {"no term"})):
        return older, []
    shown = [
        f"{PurePosixPath(names[source]).name} ({term.name if term else 'no term'})"
        for source, term in counting.items()
    ]
    more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    files = f"{', '.join(shown[:_NAMED])}{more}"
    return older, [f"{course.code}: which file is the latest is not sure, so all count: {files}"]


def _term_of(entry: Entry, name: str) -> AcademicTerm | None:
    """The term of a document: the first that its name, its folders, its title or its first lines
    give. Where that is a year alone, a part of this year that another of them names."""
    path = PurePosixPath(name)
    found = [term_in_name(path.stem)]
    found += [term_in_name(folder.name) for folder in path.parents if folder.name != ".."]
    if isinstance(entry, Coverage):
        found += [term_in_text(entry.title), term_in_text(entry.term)]
    terms = [term for term in found if term is not None]
    if not terms or terms[0].has_season:
        return terms[0] if terms else None
    first = terms[0]
    parts = [t for t in terms if t.has_season and first.begins <= t.begins < first.ends]
    return parts[0] if parts else first


# What a course shows


def _coverage_of(
    course: Course, counting: Sequence[Entry], read: Sequence[Coverage], older: Mapping[str, str]
) -> CourseCoverage:
    """A course with the best level of each topic in the documents that count."""
    if read and not course.title:
        course = course._replace(title=course_title(read[0].title, course.code))
    return CourseCoverage(
        course=course,
        documents=tuple(entry.source for entry in read),
        older=tuple(older),
        unread=tuple(entry for entry in counting if isinstance(entry, Unread)),
        levels=best_levels(read) if read else None,
        evidence=_best_evidence(read) if read else None,
    )


def _read_in_part(known: CourseCoverage, names: Mapping[str, str]) -> list[str]:
    """A line about a course of which some files that count were read, and others not."""
    if not known.unread or known.levels is None:
        return []
    missing = [PurePosixPath(names[entry.source]).name for entry in known.unread]
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    return [
        f"{known.course.code}: {missing[0]}{more} could not be read; what it may teach is not known"
    ]


def _best_evidence(documents: Sequence[Coverage]) -> dict[str, LocatedEvidence]:
    """The best piece for each topic that has one, of the document with the highest level."""
    best: dict[str, tuple[TopicCoverage, LocatedEvidence]] = {}
    for coverage in documents:
        for topic in coverage.topics:
            counted = counted_evidence(topic)
            known = best.get(topic.topic)
            if counted and (known is None or topic.level > known[0].level):
                located = LocatedEvidence(coverage.source, counted[0], coverage.sha256, topic.rule)
                best[topic.topic] = (topic, located)
    return {topic: located for topic, (_, located) in best.items()}
