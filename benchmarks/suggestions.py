"""How many terms that were taken out of a topic ``gapcheck rubric suggest`` proposes again.

    python benchmarks/suggestions.py [--labels DIR …] [--topics N] [--topic ID …] [--passages N]

From each topic the ten terms are taken out that stand in most labelled passages about it, by the
rubric's own matching; then twenty terms are proposed for it. A term has come back where a proposal
is the same words in normal forms. Terms that are written alike but for case, plural and hyphens
(*anti-racism*, *antiracism*) count and go as one. Documents of use ``report`` are left out.

The topics are those with 20 labelled passages or more (``--passages``), those with most first; the
first three are the three topics of the bar, six of ten. ``--topics`` and ``--topic`` measure fewer.
Labels are those of ``--labels``, of ``LABELLED_SYLLABI``, or ``../shared/labels`` beside the
project and ``more`` in it. They hold the text of passages, so no documents are read.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from curriculum_gap.authoring import ADD_CONTEXTUAL, ADD_STRONG, find_proposals
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.evaluate import LabelledDocument, load_labels
from curriculum_gap.keywords import Model, compile_model, match_text, phrase
from curriculum_gap.nouns import Term, Topic

PROJECT = Path(__file__).parents[1]
TAKEN, PROPOSED, WANTED, BAR = 10, 20, 6, 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", action="append", metavar="DIR")
    parser.add_argument("--topics", type=int, metavar="N", help="only the N most labelled")
    parser.add_argument("--topic", action="append", metavar="ID")
    parser.add_argument("--passages", type=int, default=20, metavar="N")
    arguments = parser.parse_args()
    shared = PROJECT.parent / "shared" / "labels"
    named = arguments.labels or os.environ.get("LABELLED_SYLLABI", "").split()
    folders = [Path(one) for one in named or (shared, shared / "more")]
    if not all(folder.exists() for folder in folders):
        print("no labels here; name their folder with --labels or LABELLED_SYLLABI")
        return 0
    for folder in folders:
        documents = [one for one in load_labels(folder) if one.use != "report"]
        labelled = _passages_by_topic(documents)
        topics = [topic for topic, number in labelled.items() if number >= arguments.passages]
        _measure(folder, documents, arguments.topic or topics[: arguments.topics], labelled)
    return 0


def _passages_by_topic(documents: Sequence[LabelledDocument]) -> dict[str, int]:
    """The topics that passages are about, those with most passages first."""
    counts = Counter(topic for one in documents for block in one.blocks for topic in block.topics)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _measure(
    folder: Path,
    documents: Sequence[LabelledDocument],
    names: Sequence[str],
    labelled: Mapping[str, int],
) -> None:
    """Print for each topic which of its terms come back."""
    rubric = load_rubric()
    taken = _most_frequent(documents, model_of(rubric))
    left = [
        _without(topic, taken[topic.id]) if topic.id in names else topic for topic in rubric.topics
    ]
    started = time.perf_counter()
    model = compile_model(replace(rubric, topics=tuple(left)))
    found = find_proposals(documents, model, names, PROPOSED)
    seconds = time.perf_counter() - started
    print(f"{folder}: {len(documents)} documents, {seconds:.0f} seconds")
    print(f"{'topic':<36} passages  back of {TAKEN} among {PROPOSED}")
    back = {}
    for name in names:
        added = [one for one in found[name] if one.kind in (ADD_STRONG, ADD_CONTEXTUAL)]
        made = {_joined(one.text) for one in added}
        back[name] = sum(_joined(term.text) in made for term in taken[name])
        print(f"{name:<36} {labelled[name]:>8}  {back[name]}")
        for title, is_back in (("back", True), ("not", False)):
            terms = [one.text for one in taken[name] if (_joined(one.text) in made) is is_back]
            print(f"    {title:<5}{', '.join(terms) or '-'}")
    first = [back[name] for name in names[:BAR]]
    reached = sum(number >= WANTED for number in back.values())
    print(f"the {BAR} most labelled: {', '.join(map(str, first))}")
    print(f"{reached} of {len(back)} topics have {WANTED} back; mean {_mean(back.values()):.1f}\n")


def _mean(numbers: Collection[int]) -> float:
    return sum(numbers) / max(1, len(numbers))


def _joined(text: str) -> str:
    """A term as one word, so that hyphens make no difference."""
    return "".join(phrase(text))


def _most_frequent(documents: Sequence[LabelledDocument], model: Model) -> dict[str, list[Term]]:
    """By topic its terms that stand in most passages about it, at most :data:`TAKEN`."""
    topics = model.rubric.topics
    counts = {topic.id: Counter[str]() for topic in topics}
    for block in (block for one in documents for block in one.blocks if block.topics):
        spans = match_text(block.text, model).terms
        held = {(span.topic, _joined(topics[span.topic].terms[span.number].text)) for span in spans}
        for index, words in held:
            if topics[index].id in block.topics:
                counts[topics[index].id][words] += 1
    found = {}
    for topic in topics:
        by_words: dict[str, Term] = {}
        for term in topic.terms:
            by_words.setdefault(_joined(term.text), term)
        of_topic = counts[topic.id]
        ordered = sorted(by_words, key=lambda words: -of_topic[words])
        found[topic.id] = [by_words[words] for words in ordered if of_topic[words]][:TAKEN]
    return found


def _without(topic: Topic, taken: Sequence[Term]) -> Topic:
    """A topic without these terms, and without those that are the same words."""
    gone = {_joined(term.text) for term in taken}
    left = tuple(term for term in topic.terms if _joined(term.text) not in gone)
    return replace(topic, terms=left)


if __name__ == "__main__":
    sys.exit(main())
