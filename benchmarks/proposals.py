"""How many terms that were taken out of a topic ``gapcheck rubric suggest`` proposes again.

    python benchmarks/proposals.py [--labels DIR] [--topics N] [--topic ID …]

From each of the N topics (8) with most labelled passages the ten terms are taken out that stand in
most passages about the topic; then twenty terms are proposed for it. A term has come back where a
proposal has its words in normal forms. *Found* counts, beside these, terms of which a proposal is a
part (*disability* for *disability rights*): what they would find is found. Documents of use
``report`` are left out. Labels are those of ``--labels``, of ``LABELLED_SYLLABI``, or of
``../shared/labels`` beside the project.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from curriculum_gap.authoring import ADD_CONTEXTUAL, ADD_STRONG, find_proposals
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.evaluate import LabelledDocument, load_labels
from curriculum_gap.keywords import Model, compile_model, match_text, phrase
from curriculum_gap.nouns import Rubric

PROJECT = Path(__file__).parents[1]
TAKEN, PROPOSED, WANTED = 10, 20, 6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", default=os.environ.get("LABELLED_SYLLABI"))
    parser.add_argument("--topics", type=int, default=8)
    parser.add_argument("--topic", action="append")
    arguments = parser.parse_args()
    folder = Path(arguments.labels or PROJECT.parent / "shared" / "labels")
    if not folder.exists():
        print("no labels here; name their folder with --labels or LABELLED_SYLLABI")
        return 0
    documents = [one for one in load_labels(folder) if one.use != "report"]
    rubric = load_rubric()
    frequent = _terms_by_frequency(documents, model_of(rubric))
    print(f"{len(documents)} documents; of {TAKEN} terms taken out, among {PROPOSED} proposals")
    print(f"{'topic':<36} back  found")
    reached = 0
    topics = arguments.topic or _most_labelled(documents, arguments.topics)
    for topic in topics:
        back, found = _measure(documents, rubric, topic, frequent[topic])
        reached += back >= WANTED
        print(f"{topic:<36} {back:>4} {found:>6}", flush=True)
    print(f"{reached} of {len(topics)} topics have {WANTED} back")
    return 0


def _most_labelled(documents: Sequence[LabelledDocument], most: int) -> list[str]:
    """The topics with most labelled passages."""
    counts = Counter(topic for one in documents for block in one.blocks for topic in block.topics)
    return [topic for topic, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))][
        :most
    ]


def _terms_by_frequency(
    documents: Sequence[LabelledDocument], model: Model
) -> dict[str, list[int]]:
    """By topic the numbers of its terms, those first that stand in most passages about it."""
    counts = {topic.id: Counter[int]() for topic in model.rubric.topics}
    for block in (block for one in documents for block in one.blocks if block.topics):
        terms = match_text(block.text, model).terms
        for index, number in {(span.topic, span.number) for span in terms}:
            topic = model.rubric.topics[index].id
            if topic in block.topics:
                counts[topic][number] += 1
    return {
        topic: sorted(numbers, key=lambda number: (-numbers[number], number))
        for topic, numbers in counts.items()
    }


def _measure(
    documents: Sequence[LabelledDocument], rubric: Rubric, name: str, frequent: Sequence[int]
) -> tuple[int, int]:
    """How many of the terms that were taken out are proposed, and how many would be found."""
    (topic,) = (topic for topic in rubric.topics if topic.id == name)
    taken = frozenset(frequent[:TAKEN])
    gone = [phrase(topic.terms[number].text) for number in taken]
    left = tuple(term for number, term in enumerate(topic.terms) if number not in taken)
    model = compile_model(replace(rubric, topics=(replace(topic, terms=left),)))
    proposals = find_proposals(documents, model, [name], PROPOSED)[name]
    made = [phrase(one.text) for one in proposals if one.kind in (ADD_STRONG, ADD_CONTEXTUAL)]
    back = sum(words in made for words in gone)
    found = sum(
        any(f" {' '.join(one)} " in f" {' '.join(words)} " for one in made) for words in gone
    )
    return back, found


if __name__ == "__main__":
    sys.exit(main())
