"""Masked recovery: does a topic whose words are taken out come back to the courses that teach it?

    python benchmarks/places.py FOLDER_OR_FILE …        (the documents of one programme)

For each topic that at most half of the courses teach, its terms are blanked in all of these, so
that the programme has a gap where it had none. Then ``places_for`` proposes courses. Printed are
how often one of the real courses comes first, and how often it is among the first three, with what
chance alone would give; the same by what each course carries alone, without any host; and the
topics one by one. Every document counts as one course, in the order of paths.

Hosts of a rubric may not be changed to raise these figures on a programme that is kept for them.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.curriculum_map import Course, CourseCoverage
from curriculum_gap.errors import ReadError
from curriculum_gap.keywords import match_text
from curriculum_gap.nouns import Block, Coverage, Document, Level, Limits, Rubric, Scope, Topic
from curriculum_gap.pipeline import check_document
from curriculum_gap.programme import MOST_PLACES, places_for
from curriculum_gap.readers import load, read_document

_BLANK = " … "
"""What stands where a term was: no phrase goes across it."""


class Recovery(NamedTuple):
    """One masked topic: which of all courses teach it, the courses proposed, and those that carry
    most besides the topic, each the best first."""

    topic: str
    real: frozenset[str]
    courses: int
    proposed: tuple[str, ...]
    by_share: tuple[str, ...]

    def is_found(self, among: int) -> bool:
        """Whether a real course is among the first so many."""
        return not self.real.isdisjoint(self.proposed[:among])

    def chance(self, among: int) -> float:
        """How likely so many courses drawn by lot hold a real one."""
        others = math.comb(self.courses - len(self.real), among)
        return 1 - others / math.comb(self.courses, among)


def main() -> None:
    """Read, mask, propose, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, help="folders and files of one programme")
    paths = parser.parse_args().paths
    rubric = load_rubric()
    documents = _documents(paths)
    covered = {}
    for source, document in documents.items():
        coverage = check_document(document, rubric)
        if isinstance(coverage, Coverage):
            covered[source] = coverage
    recoveries = _recoveries(documents, covered, rubric)
    print(f"{len(covered)} courses, {len(recoveries)} topics that at most half of them teach")
    if not recoveries:
        return
    by_share = [recovery._replace(proposed=recovery.by_share) for recovery in recoveries]
    for among in (1, MOST_PLACES):
        chance = sum(recovery.chance(among) for recovery in recoveries) / len(recoveries)
        name = "first" if among == 1 else f"among {among}"
        shares = (
            f"places {_share(recoveries, among):.2f}, carries most {_share(by_share, among):.2f}"
        )
        print(f"{name:8} {shares}, chance {chance:.2f}")
    for recovery in recoveries:
        ranks = [
            rank for rank, course in enumerate(recovery.proposed, 1) if course in recovery.real
        ]
        found = f"rank {ranks[0]}" if ranks else "not among three"
        print(f"  {recovery.topic:36} taught by {len(recovery.real):2}  {found}")


def _share(recoveries: Sequence[Recovery], among: int) -> float:
    return sum(recovery.is_found(among) for recovery in recoveries) / len(recoveries)


def _documents(paths: Sequence[Path]) -> dict[str, Document]:
    """Every file that can be read, by its path."""
    limits = Limits()
    files = {
        file
        for path in paths
        for file in (path.iterdir() if path.is_dir() else [path])
        if file.is_file()
    }
    documents = {}
    for path in sorted(files):
        try:
            documents[str(path)] = read_document(load(str(path), limits), str(path), limits)
        except ReadError as error:
            print(f"{path.name}: not read ({error.what})")
    return documents


def _recoveries(
    documents: Mapping[str, Document], covered: Mapping[str, Coverage], rubric: Rubric
) -> list[Recovery]:
    recoveries = []
    for index, topic in enumerate(rubric.topics):
        real = [
            source
            for source, coverage in covered.items()
            if coverage.topics[index].level >= Level.TAUGHT
        ]
        if topic.scope is not Scope.COURSE or not 0 < len(real) <= len(covered) / 2:
            continue
        masked = dict(covered)
        for source in real:
            coverage = check_document(_without(documents[source], topic, rubric), rubric)
            assert isinstance(coverage, Coverage)
            masked[source] = coverage
        courses = [_course(coverage) for coverage in masked.values()]
        places = places_for(topic, courses, masked, rubric)
        proposed = tuple(dict.fromkeys(place.course for place in places))
        by_share = tuple(sorted(masked, key=lambda source: -masked[source].share))
        recoveries.append(Recovery(topic.id, frozenset(real), len(covered), proposed, by_share))
    return recoveries


def _course(coverage: Coverage) -> CourseCoverage:
    levels = {verdict.topic: verdict.level for verdict in coverage.topics}
    return CourseCoverage(Course(coverage.source, "", ()), (coverage.source,), levels=levels)


# A topic's terms taken out of a document


def _without(document: Document, topic: Topic, rubric: Rubric) -> Document:
    """``document`` with a blank where any term of ``topic`` stood, whether it counted or not."""
    part = replace(rubric, topics=(topic,))

    def blanked(text: str) -> str:
        found = match_text(text, model_of(part))
        spans = [(term.start, term.end) for term in found.terms]
        spans += [(veto.span.start, veto.span.end) for veto in found.vetoes]
        for start, end in sorted(set(spans), reverse=True):
            text = text[:start] + _BLANK + text[end:]
        return text

    def blanked_block(block: Block) -> Block:
        cells = tuple(map(blanked, block.cells))
        header = tuple(map(blanked, block.header))
        return replace(block, text=blanked(block.text), cells=cells, header=header)

    blocks = tuple(map(blanked_block, document.blocks))
    return replace(document, title=blanked(document.title), blocks=blocks)


if __name__ == "__main__":
    main()
