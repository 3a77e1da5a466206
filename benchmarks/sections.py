"""How often a passage's section agrees with the part that readers of the labelled corpus gave it.

usage: python benchmarks/sections.py LABELS_DIR CORPUS_DIR [--use read|report] [--show N] [--crude]

Passages are matched to labelled blocks by token overlap (as the scorer does). Prints a confusion
table (rows: reader's part, columns: section), how much labelled policy comes out as policy and how
much labelled content comes out as policy: the most harmful error. ``--crude`` takes the labelled
blocks themselves as the document, without a reader.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import time
from pathlib import Path

from curriculum_gap.nouns import Block, Document, Limits, Passage, Section, Shape
from curriculum_gap.sections import assign

TOKEN = re.compile(r"[a-z0-9]+")


def crude(name: str, labelled: list[dict]) -> Document:
    """A document made of the labelled blocks, with Markdown marks read as shapes."""
    blocks = []
    for entry in labelled:
        text = entry["text"]
        shape, depth, cells = Shape.PARAGRAPH, 0, ()
        if found := re.match(r"(#{1,6})\s+(.*)", text):
            shape, depth, text = Shape.HEADING, len(found[1]), found[2]
        elif found := re.match(r"(?:[-*+•]|\d+[.)])\s+(.*)", text):
            shape, depth, text = Shape.ENTRY, 1, found[1]
        elif " | " in text:
            shape, cells = Shape.ROW, tuple(c.strip() for c in text.strip("| ").split("|"))
        text = re.sub(r"[*_]{1,3}(\S[^*_]*\S)[*_]{1,3}", r"\1", text).strip()
        blocks.append(
            Block(text, shape, entry["page"], None, depth, cells, table=1 if cells else None)
        )
    return Document(name, "crude", "", None, 0, tuple(blocks))


def matched(passages: tuple[Passage, ...], labelled: list[dict]) -> dict[int, list[Passage]]:
    """Block number → passages that hold it or lie in it (0.8 of the tokens of the smaller)."""
    bags = [collections.Counter(TOKEN.findall(e["text"].lower())) for e in labelled]
    sizes = [sum(bag.values()) for bag in bags]
    out: dict[int, list[tuple[int, Passage]]] = collections.defaultdict(list)
    for passage in passages:
        bag = collections.Counter(TOKEN.findall(passage.text.lower()))
        size = sum(bag.values())
        if size < 2:
            continue
        for entry, other, n in zip(labelled, bags, sizes, strict=True):
            if n < 2:
                continue
            shared = sum((bag & other).values())
            if (shared >= 0.8 * n and n >= 0.2 * size) or (
                shared >= 0.8 * size and size >= 0.2 * n
            ):
                out[entry["block"]].append((shared, passage))
    return {b: [p for _, p in sorted(found, key=lambda f: -f[0])] for b, found in out.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--use", default="read", choices=["read", "report"])
    parser.add_argument("--show", type=int, default=0, help="print so many disagreements")
    parser.add_argument("--crude", action="store_true")
    parser.add_argument("--only", default="", help="documents whose id holds this")
    parser.add_argument("--pair", default="", help="show only role,section")
    options = parser.parse_args()
    if options.use == "report" and options.show:
        parser.error("--show: the errors of documents kept for reporting are not for looking at")
    documents = [json.loads(line) for line in (options.labels / "documents.jsonl").open()]
    blocks: dict[str, list[dict]] = collections.defaultdict(list)
    for line in (options.labels / "passages.jsonl").open():
        entry = json.loads(line)
        blocks[entry["doc"]].append(entry)
    table: collections.Counter[tuple[str, str]] = collections.Counter()
    policy = [0, 0]
    content = [0, 0]
    shown = unmatched = 0
    spent = 0.0
    for document in documents:
        if document["use"] != options.use or options.only not in document["doc"]:
            continue
        labelled = blocks[document["doc"]]
        path = options.corpus / document["file"]
        if options.crude:
            read = crude(document["file"], labelled)
        else:
            from curriculum_gap.readers import read_document

            read = read_document(path.read_bytes(), str(path), Limits())
        began = time.process_time()
        passages = assign(read)
        spent += time.process_time() - began
        found = matched(passages, labelled)
        for entry in labelled:
            roles = set(entry["topics"].values())
            if not roles and not entry["policy"]:
                continue
            if entry["block"] not in found:
                unmatched += 1
                continue
            sections = [p.section for p in found[entry["block"]]]
            verdict = ""
            if entry["policy"] and not roles:
                hit = Section.POLICY in sections
                policy[0] += hit
                policy[1] += 1
                verdict = "" if hit else f"policy,{sections[0]}"
            elif roles and not entry["policy"]:
                wrong = sections[0] is Section.POLICY
                content[0] += wrong
                content[1] += 1
                role = next((r for r in roles if r in sections), sorted(roles)[0])
                said = role if role in sections else str(sections[0])
                table[role, said] += 1
                verdict = "" if role == said else f"{role},{said}"
            if verdict and shown < options.show and options.pair in verdict:
                shown += 1
                best = found[entry["block"]][0]
                print(
                    f"{document['doc']} [{entry['block']}] {verdict} ({best.why}) {best.headings}"
                )
                print("    " + entry["text"][:200])
    names = [str(s) for s in Section]
    print("role \\ section".ljust(15) + "".join(n[:9].rjust(10) for n in names))
    for role in names:
        if any(table[role, n] for n in names):
            print(role.ljust(15) + "".join(str(table[role, n] or ".").rjust(10) for n in names))
    right = sum(n for (role, said), n in table.items() if role == said)
    print(
        f"parts agree {right} of {sum(table.values())} ({right / max(1, sum(table.values())):.3f})"
    )
    print(
        f"policy found {policy[0]} of {policy[1]}; content called policy {content[0]} "
        f"of {content[1]} ({content[0] / max(1, content[1]):.3f})"
    )
    print(f"blocks without passage {unmatched}; time in assign {1000 * spent:.0f} ms")


if __name__ == "__main__":
    main()
