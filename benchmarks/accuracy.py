"""How far gapcheck's verdicts agree with labels, as shipped and refitted, held against floors.

    python benchmarks/accuracy.py [--labels DIR] [--corpus DIR] [--refit] [--markdown] [--record]

*Shipped* figures use the numbers frozen in the package, which were fitted on these labels;
*refitted* ones judge every document with numbers fitted without it (ten folds of whole documents).
Labels are those of ``--labels``, of ``LABELLED_SYLLABI``, or of ``../shared/labels`` beside the
project.

Exits with 1 where a figure is below its floor in ``floors.json``. Each set of labels has floors of
its own and is known by its digest; for other labels figures are printed and no floor applies.
``--record`` raises floors to what was measured and never lowers one: who wants that edits the file
and says why.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from curriculum_gap.agreement import Agreement, Estimate
from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.evaluate import (
    MatchedDocument,
    Verdict,
    agree,
    digest_of,
    find_source,
    judge,
    load_labels,
    match_document,
)
from curriculum_gap.keywords import Model
from curriculum_gap.nouns import Level

PROJECT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("floors.json")
FOLDS = 10
SLACK = {"all": 0.005, "read": 0.015, "report": 0.015}
"""Recorded floors lie this much below what was measured; false alarms may rise by one topic."""
LOOSE = {"precision taught", "macro F1 taught"}
"""Measures over few documents each: their floors lie 0.02 lower than that."""
HIGHEST = {"false alarms"}
"""Measures that must not be exceeded."""
PARTS = ("all", "read", "report")


def main() -> int:
    arguments = _arguments()
    labels = _labels(arguments.labels)
    if labels is None:
        print("no labels here; name their folder with --labels or LABELLED_SYLLABI")
        return 0
    model = model_of(load_rubric())
    documents = [
        match_document(document, find_source(document, labels, arguments.corpus), model)
        for document in load_labels(labels)
    ]
    unread = [document.unread for document in documents if document.unread is not None]
    for entry in unread:
        print(f"unread, counted as nothing found: {entry.source}: {entry.status}: {entry.reason}")
    if len(unread) == len(documents):
        print("no document could be read; name the folder of the documents with --corpus")
        return 2
    judged = {"shipped": [judge(document, model, load_calibration()) for document in documents]}
    if arguments.refit:
        judged["refit"] = _refitted(documents, model)
    agreements = {
        name: {part: _agreement(verdicts, part, labels) for part in PARTS}
        for name, verdicts in judged.items()
    }
    if arguments.markdown:
        print(_markdown(agreements))
    else:
        _print(agreements)
    figures = {
        name: {part: _figures(one) for part, one in parts.items() if one}
        for name, parts in agreements.items()
    }
    return _hold(figures, digest_of(str(labels)), arguments.record)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--labels", help="folder with documents.jsonl and passages.jsonl")
    parser.add_argument("--corpus", help="folder that the labelled files' paths start from")
    parser.add_argument("--refit", action="store_true", help="also judge by refitting (minutes)")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/validity.md")
    parser.add_argument("--record", action="store_true", help="raise the floors to these figures")
    return parser.parse_args()


def _labels(named: str | None) -> Path | None:
    folder = named or os.environ.get("LABELLED_SYLLABI")
    path = Path(folder) if folder else PROJECT.parent / "shared" / "labels"
    return path if folder or (path / "documents.jsonl").is_file() else None


def _refitted(documents: Sequence[MatchedDocument], model: Model) -> list[Verdict]:
    """Every document judged by numbers fitted on the other folds."""
    sys.path.insert(0, str(PROJECT))
    from fitting import fit, folds

    fold = folds(len(documents), FOLDS)
    verdicts: dict[int, Verdict] = {}
    for out in range(FOLDS):
        others = [document for document, part in zip(documents, fold, strict=True) if part != out]
        calibration = fit(others, model)
        for number, document in enumerate(documents):
            if fold[number] == out:
                verdicts[number] = judge(document, model, calibration)
    return [verdicts[number] for number in range(len(documents))]


def _agreement(verdicts: Sequence[Verdict], part: str, labels: Path) -> Agreement | None:
    chosen = [verdict for verdict in verdicts if part in ("all", verdict.labels.use)]
    return agree(chosen, load_rubric(), str(labels)) if chosen else None


def _figures(agreement: Agreement) -> dict[str, float]:
    """The measures that have floors."""
    whole, content = agreement.levels["all"], agreement.levels["content"]
    passages = agreement.passages
    documents = max(1, agreement.false_alarms.documents)
    figures = {
        "kappa": whole.kappa.value,
        "kappa content": content.kappa.value,
        "F1 taught": whole.f1[Level.TAUGHT].value,
        "precision taught": whole.precision.value,
        "macro F1 taught": agreement.macro_taught.value,
        "F1 passages": passages.f1.value if passages is not None else math.nan,
        "false alarms": agreement.false_alarms.per_document.value * documents,
    }
    return {name: value for name, value in figures.items() if not math.isnan(value)}


def _print(agreements: dict[str, dict[str, Agreement | None]]) -> None:
    for name, parts in agreements.items():
        for part, agreement in parts.items():
            if agreement is not None:
                line = "  ".join(f"{k} {v:.3f}" for k, v in _figures(agreement).items())
                print(f"{name:8s}{part:7s}{agreement.documents:3d} documents  {line}")
    print()
    heads = "".join(f"   {name:>7s} P    R    F1  passages" for name in agreements)
    print(f"{'documents at taught or more':34s}   n{heads}")
    for row in _rows(agreements):
        print(row)


def _rows(agreements: dict[str, dict[str, Agreement | None]]) -> list[str]:
    rows = []
    every = [parts["all"] for parts in agreements.values() if parts["all"]]
    for topics in zip(*(agreement.topics for agreement in every), strict=True):
        cells = "".join(
            f"        {_two(topic.taught.precision)} {_two(topic.taught.recall)} "
            f"{_two(topic.taught_f1.value)}      {_two(topic.passages_f1.value)}"
            for topic in topics
        )
        rows.append(f"{topics[0].topic:34s}{topics[0].taught.support:4d}{cells}")
    return rows


def _two(value: float) -> str:
    return "   –" if math.isnan(value) else f"{value:.2f}"


def _markdown(agreements: dict[str, dict[str, Agreement | None]]) -> str:
    """The tables of docs/validity.md."""
    names = {"shipped": "as shipped", "refit": "refitted"}
    lines = [
        "| | documents | κ | κ, content | F1 mentioned+ | F1 taught+ | precision | recall | "
        "F1 assessed | mean F1 of topics | passages, F1 | false alarms |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, parts in agreements.items():
        for part, one in parts.items():
            if one is None:
                continue
            whole = one.levels["all"]
            passages = one.passages.f1 if one.passages is not None else Estimate(math.nan)
            row = [
                f"{names[name]}, {part}",
                str(one.documents),
                f"{whole.kappa.value:.2f} ({whole.kappa.low:.2f}–{whole.kappa.high:.2f})",
                f"{one.levels['content'].kappa.value:.2f}",
                f"{whole.f1[Level.MENTIONED].value:.2f}",
                f"{whole.f1[Level.TAUGHT].value:.2f} ({whole.f1[Level.TAUGHT].low:.2f}–"
                f"{whole.f1[Level.TAUGHT].high:.2f})",
                f"{whole.precision.value:.2f}",
                f"{whole.recall.value:.2f}",
                f"{whole.f1[Level.ASSESSED].value:.2f}",
                f"{one.macro_taught.value:.2f}",
                f"{passages.value:.2f} ({passages.low:.2f}–{passages.high:.2f})",
                f"{one.false_alarms.per_document.value:.2f}",
            ]
            lines.append("| " + " | ".join(row) + " |")
    every = {name: parts["all"] for name, parts in agreements.items() if parts["all"]}
    heads = "".join(f" {names[name]}: P | R | F1 | passages F1 |" for name in every)
    lines += [
        "",
        f"| topic | labelled taught+ |{heads}",
        "|---|---|" + "---|---|---|---|" * len(every),
    ]
    for topics in zip(*(one.topics for one in every.values()), strict=True):
        cells = "".join(
            f" {_two(t.taught.precision).strip()} | {_two(t.taught.recall).strip()} | "
            f"{_two(t.taught_f1.value).strip()} | {_two(t.passages_f1.value).strip()} |"
            for t in topics
        )
        lines.append(f"| `{topics[0].topic}` | {topics[0].taught.support} |{cells}")
    return "\n".join(lines)


def _hold(figures: dict[str, dict[str, dict[str, float]]], digest: str, record: bool) -> int:
    stored = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    if record:
        _record(stored, figures, digest)
        return 0
    if digest not in stored:
        print("\nthese are not the labels that the floors are for; no floor applies")
        return 0
    below = [
        f"{name}, {part}: {measure} {value:.3f}, floor {floor:.3f}"
        for name, parts in figures.items()
        for part, measured in parts.items()
        for measure, value in measured.items()
        if (floor := stored[digest].get(name, {}).get(part, {}).get(measure)) is not None
        and (value > floor if measure in HIGHEST else value < floor)
    ]
    for line in below:
        print(f"below the floor: {line}", file=sys.stderr)
    return 1 if below else 0


def _record(
    stored: dict[str, dict[str, dict[str, dict[str, float]]]],
    figures: dict[str, dict[str, dict[str, float]]],
    digest: str,
) -> None:
    floors = stored.setdefault(digest, {})
    for name, parts in figures.items():
        for part, measured in parts.items():
            held = floors.setdefault(name, {}).setdefault(part, {})
            for measure, value in measured.items():
                if measure in HIGHEST:
                    held[measure] = min(held.get(measure, math.inf), round(value) + 1)
                else:
                    slack = SLACK[part] + (0.02 if measure in LOOSE else 0.0)
                    held[measure] = max(held.get(measure, 0.0), round(value - slack, 3))
    FLOORS.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(f"{FLOORS.name}: floors recorded")


if __name__ == "__main__":
    sys.exit(main())
