"""How often a passage's section agrees with the part that readers of the labelled corpus gave it.

usage: python benchmarks/sections.py LABELS_DIR [LABELS_DIR …] CORPUS_DIR [--use read|report|all]
       [--show N [--pair ROLE,SECTION] [--only ID]] [--learned]

Passages are matched to labelled blocks as in ``gapcheck evaluate``, by words shared. Prints a
confusion table (rows: reader's part, columns: section), accuracy by format, how much labelled
policy comes out as policy and how much labelled content comes out as policy: the most harmful
error.

``--learned`` trains a second opinion with the documents left out (words, and where a passage
stands) and lists the kinds of passages on which it and the rules differ, with how often each is
right: where it is right more often than the rules, a rule is wrong or missing. It ships nothing.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curriculum_gap.errors import ReadError
from curriculum_gap.evaluate import BlockOverlap, LabelledBlock, load_labels
from curriculum_gap.nouns import Limits, Passage, Section
from curriculum_gap.readers import read_document
from curriculum_gap.sections import assign

TOKEN = re.compile(r"[a-z0-9]+")
FOLDS = 5
"""Parts of whole documents by which the second opinion is trained and asked."""


@dataclass(frozen=True)
class Labelled:
    """A labelled block and the passages that cover it, the closest first."""

    doc: str
    format: str
    block: int
    text: str
    roles: frozenset[str]
    passages: tuple[Passage, ...]
    place: float  # of the block in its document, 0 to 1

    @property
    def said(self) -> str:
        """The section that gapcheck gives: the reader's part, where a passage has it."""
        sections = [str(passage.section) for passage in self.passages]
        return next((role for role in sorted(self.roles) if role in sections), sections[0])

    @property
    def role(self) -> str:
        """The part that readers gave: the one that gapcheck says, if one of several is."""
        return self.said if self.said in self.roles else sorted(self.roles)[0]


def covering(passages: Sequence[Passage], blocks: Sequence[LabelledBlock]) -> list[list[Passage]]:
    """For each block the passages that cover it, those that share most words with it first."""
    overlap = BlockOverlap(blocks)
    found: list[list[Passage]] = [[] for _ in blocks]
    for passage in passages:
        for index in overlap.blocks(passage.text):
            found[index].append(passage)
    return [
        sorted(near, key=partial(shared_words, block.text), reverse=True)
        for block, near in zip(blocks, found, strict=True)
    ]


def shared_words(text: str, passage: Passage) -> int:
    """How many words a text and a passage share."""
    words, others = (collections.Counter(TOKEN.findall(t.lower())) for t in (text, passage.text))
    return (words & others).total()


def judged(labels: Path, corpus: Path, use: str) -> Iterator[Labelled]:
    """The labelled blocks of all documents that can be read, with their passages; ``roles`` is
    {"policy"} for blocks that are nothing but policy. The time in sections goes to stderr."""
    spent, unmatched = 0.0, 0
    for document in load_labels(labels):
        if use not in ("all", document.use):
            continue
        path = corpus / document.file
        try:
            read = read_document(path.read_bytes(), str(path), Limits())
        except ReadError as error:
            print(f"{document.id}: {error}", file=sys.stderr)
            continue
        began = time.process_time()
        passages = assign(read)
        spent += time.process_time() - began
        last = max([block.number for block in document.blocks], default=1) or 1
        blocks = [block for block in document.blocks if block.topics or block.policy]
        for block, near in zip(blocks, covering(passages, blocks), strict=True):
            unmatched += not near
            if not near or (block.topics and block.policy):
                continue
            yield Labelled(
                doc=document.id,
                format=read.format,
                block=block.number,
                text=block.text,
                roles=frozenset(block.roles.values()) or frozenset({"policy"}),
                passages=tuple(near),
                place=block.number / last,
            )
    print(
        f"{labels}: {1000 * spent:.0f} ms in sections, {unmatched} blocks without passage",
        file=sys.stderr,
    )


def print_confusion(entries: Sequence[Labelled]) -> None:
    """Rows are readers' parts, columns gapcheck's sections; then accuracy by format, and policy."""
    table = collections.Counter((entry.role, entry.said) for entry in entries)
    names = [str(section) for section in Section]
    print(
        "role \\ section".ljust(15) + "".join(name[:9].rjust(10) for name in names) + "     right"
    )
    for role in names:
        row = [table[role, name] for name in names]
        if any(row):
            cells = "".join(str(n or ".").rjust(10) for n in row)
            print(f"{role:15s}{cells}{table[role, role] / sum(row):10.2f}")
    content = [entry for entry in entries if "policy" not in entry.roles]
    print("\nby format")
    formats = collections.Counter(entry.format for entry in content)
    for name in [*sorted(formats), ""]:
        those = [entry for entry in content if entry.format == name or not name]
        right = sum(entry.said in entry.roles for entry in those)
        share = right / max(1, len(those))
        print(f"  {name or 'all':10s} parts agree {right} of {len(those)} ({share:.3f})")
    as_policy = sum(entry.said == "policy" for entry in content)
    policy = len(entries) - len(content)
    found = table["policy", "policy"]
    print(f"policy found {found} of {policy}; content called policy {as_policy} of {len(content)}")


def features(entry: Labelled) -> tuple[str, dict[str, float]]:
    """What the second opinion sees of a block: its words, and what stands around it."""
    best = entry.passages[0]
    place = {
        f"shape {best.shape}": 1.0,
        "place": entry.place,
        "first third": float(entry.place < 1 / 3),
        "words": min(len(entry.text.split()), 200) / 200,
        "cells": len(best.cells) / 5,
        "share of capitals": sum(map(str.isupper, entry.text)) / max(1, len(entry.text)),
    }
    for depth, heading in enumerate(reversed(best.headings[-3:])):
        for word in TOKEN.findall(heading.lower()):
            place[f"heading {min(depth, 1)} {word}"] = 1.0
    for cell in best.header:
        for word in TOKEN.findall(cell.lower()):
            place[f"column {word}"] = 1.0
    for word in TOKEN.findall(entry.text.lower())[:3]:
        place[f"begins {word}"] = 1.0
    return entry.text, place


def second_opinion(entries: Sequence[Labelled]) -> list[str]:
    """The section that a classifier gives each block which never saw the block's document."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    texts, places = zip(*map(features, entries), strict=True)
    roles = [sorted(entry.roles)[0] for entry in entries]
    said = [""] * len(entries)
    groups = [entry.doc for entry in entries]
    for train, test in GroupKFold(FOLDS).split(texts, groups=groups):
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
        around = DictVectorizer()
        known = hstack(
            [
                words.fit_transform([texts[i] for i in train]),
                around.fit_transform([places[i] for i in train]),
            ]
        )
        model = LogisticRegression(C=2.0, max_iter=300)
        model.fit(csr_matrix(known), [roles[i] for i in train])
        unknown = hstack(
            [words.transform([texts[i] for i in test]), around.transform([places[i] for i in test])]
        )
        for index, role in zip(test, model.predict(csr_matrix(unknown)), strict=True):
            said[index] = str(role)
    return said


def print_second_opinion(entries: Sequence[Labelled], show: int, pair: str) -> None:
    """Accuracy of the learned sections beside the rules', and the kinds on which they differ."""
    learned = second_opinion(entries)
    right = sum(said in entry.roles for entry, said in zip(entries, learned, strict=True))
    rules = sum(entry.said in entry.roles for entry in entries)
    total = len(entries)
    print(f"\nrules agree {rules} of {total} ({rules / total:.3f}), ", end="")
    print(f"learned {right} ({right / total:.3f})")
    kinds: dict[tuple[str, str, str], list[tuple[Labelled, str]]] = collections.defaultdict(list)
    for entry, said in zip(entries, learned, strict=True):
        if said != entry.said:
            why = re.sub(r"'[^']*'", "'…'", entry.passages[0].why)
            kinds[entry.said, said, why].append((entry, said))
    print(f"{'rules':12s}{'learned':12s}{'blocks':>7s}{'rules':>7s}{'learned':>9s}  why")

    def gain(kind: tuple[str, str, str]) -> int:
        return sum((said in e.roles) - (e.said in e.roles) for e, said in kinds[kind])

    for kind in sorted(kinds, key=gain, reverse=True)[:30]:
        first, second, why = kind
        found = kinds[kind]
        ruled = sum(entry.said in entry.roles for entry, _ in found)
        taught = sum(said in entry.roles for entry, said in found)
        print(f"{first:12s}{second:12s}{len(found):7d}{ruled:7d}{taught:9d}  {why}")
        for entry, said in found if f"{first},{second}" == pair else ():
            if show and said in entry.roles:
                show -= 1
                print_block(entry)


def print_block(entry: Labelled) -> None:
    """One block on which the section and the reader differ."""
    best = entry.passages[0]
    print(f"{entry.doc} [{entry.block}] {entry.role},{entry.said} ({best.why}) {best.headings}")
    print("    " + entry.text[:240])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--use", default="read", choices=["read", "report", "all"])
    parser.add_argument("--show", type=int, default=0, help="print so many disagreements")
    parser.add_argument("--only", default="", help="documents whose id holds this")
    parser.add_argument("--pair", default="", help="show only role,section")
    parser.add_argument("--learned", action="store_true", help="a learned second opinion")
    options = parser.parse_args()
    if options.use != "read" and options.show:
        parser.error("--show: the errors of documents kept for reporting are not for looking at")
    entries: list[Labelled] = []
    for labels in options.labels:
        entries += judged(labels, options.corpus, options.use)
    wrong = [e for e in entries if e.said not in e.roles and options.only in e.doc]
    for entry in [e for e in wrong if options.pair in f"{e.role},{e.said}"][: options.show]:
        print_block(entry)
    print_confusion(entries)
    if options.learned:
        print_second_opinion(entries, options.show, options.pair)


if __name__ == "__main__":
    main()
