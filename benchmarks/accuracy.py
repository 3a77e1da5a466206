"""How far gapcheck's verdicts agree with labels, as shipped and refitted, held against floors.

    python benchmarks/accuracy.py [--labels DIR …] [--corpus DIR] [--refit] [--by field|topic …]
                                  [--markdown] [--record]

*Shipped* figures use the numbers frozen in the package, which were fitted on these labels;
*refitted* ones judge every document with numbers fitted without it (ten folds of whole documents).
Labels are those of ``--labels``, of ``LABELLED_SYLLABI``, or of ``../shared/labels`` beside the
project. ``--labels`` twice pools the documents of two folders. A second table has a row for each
topic; with ``--by field`` for each field of teaching (the key ``field`` of a document's labels).

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
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from curriculum_gap.nouns import Kind, Level, Rubric, Status, Unread

PROJECT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("floors.json")
FOLDS = 10
CODE = r"{\rtf"
SLACK = {"all": 0.005, "read": 0.015, "report": 0.015}
"""Recorded floors lie this much below what was measured; false alarms may rise by one topic."""
LOOSE, MORE_SLACK = {"precision taught", "macro F1 taught"}, 0.02
"""Measures over few documents each: their floors lie this much lower than that. Set by hand."""
HIGHEST = {"false alarms"}
"""Measures that must not be exceeded."""
PARTS = ("all", "read", "report")
NAMES = {"shipped": "as shipped", "refit": "refitted"}
HEADS = ("documents", "κ", "taught+", "F1 taught+", "P", "R", "F1 mentioned+", "F1 assessed",
         "passages, F1", "false alarms")  # fmt: skip
"""*taught+*: pairs of document and topic labelled *taught* or *assessed*. False alarms: topics said
to be taught in documents of the group ``negative``."""
FIELDS = {
    "counselling": r"counsel|expressive therap",
    "social work": r"social work",
    "psychology": r"^(?!.*history).*psycholog",
    "nursing, health, medicine": r"nursing|health|medicine|psychiatr",
    "education": r"education",
}
"""Groups of fields, each by a pattern for what labels call the field; the first that fits."""
OTHER_FIELD = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """Some documents and the topics of ``rubric``: a row of a table."""

    name: str
    verdicts: Sequence[Verdict]
    rubric: Rubric


def main() -> int:
    arguments = _arguments()
    folders = _labels(arguments.labels)
    if not folders:
        print("no labels here; name their folder with --labels or LABELLED_SYLLABI")
        return 0
    rubric = load_rubric()
    model = model_of(rubric)
    documents = [
        _comparable(
            match_document(document, find_source(document, folder, arguments.corpus), model)
        )
        for folder in folders
        for document in load_labels(folder)
    ]
    unread = [document.unread for document in documents if document.unread is not None]
    for entry in unread:
        what = f"{entry.source}: {entry.status}: {entry.reason}"
        print(f"unread, counted as nothing found: {what}", file=sys.stderr)
    if len(unread) == len(documents):
        print("no document could be read; name the folder of the documents with --corpus")
        return 2
    judged = {"shipped": [judge(document, model, load_calibration()) for document in documents]}
    if arguments.refit:
        judged["refit"] = _refitted(documents, model)
    labels = str(folders[0])
    fields = _fields(folders)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for name, verdicts in judged.items():
        rows = _parts(verdicts, rubric)
        measured = {row.name: agree(row.verdicts, row.rubric, labels) for row in rows}
        figures[name] = {part: _figures(one) for part, one in measured.items()}
        tables = [measured]
        is_shown = not arguments.markdown or name == list(judged)[-1]
        groups = _groups(verdicts, rubric, arguments.by or ["topic"], fields) if is_shown else []
        for rows in groups:
            tables.append({row.name: agree(row.verdicts, row.rubric, labels) for row in rows})
        for table in tables:
            _print(name, table, arguments.markdown)
    return _hold(figures, "+".join(digest_of(str(folder)) for folder in folders), arguments.record)


def _comparable(document: MatchedDocument) -> MatchedDocument:
    """The document, as unread where its labelled blocks quote the code of an RTF file: those who
    labelled it saw the code, so that no passage of its text covers a block. Such files were refused
    when the floors were recorded."""
    blocks = document.labels.blocks
    if not blocks or not blocks[0].text.startswith(CODE):
        return document
    why = "its labels quote the code of an RTF file, which no passage of its text can match"
    unread = Unread(document.source, Status.UNSUPPORTED, why)
    return MatchedDocument(document.labels, document.source, unread=unread)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--labels",
        action="append",
        help="folder with documents.jsonl and passages.jsonl; repeatable",
    )
    parser.add_argument("--corpus", help="folder that the labelled files' paths start from")
    parser.add_argument("--refit", action="store_true", help="also judge by refitting (minutes)")
    parser.add_argument(
        "--by", action="append", choices=("field", "topic"), help="rows of tables; repeatable"
    )
    parser.add_argument("--markdown", action="store_true", help="tables for docs/validity.md")
    parser.add_argument("--record", action="store_true", help="raise the floors to these figures")
    return parser.parse_args()


def _labels(named: Sequence[str] | None) -> list[Path]:
    """The folders of labels; none where none was named and none stands beside the project."""
    if not named and (folder := os.environ.get("LABELLED_SYLLABI")):
        named = [folder]
    if named:
        return [Path(folder) for folder in named]
    beside = PROJECT.parent / "shared" / "labels"
    return [beside] if (beside / "documents.jsonl").is_file() else []


def _fields(folders: Sequence[Path]) -> dict[str, str]:
    """By a document's id the group of fields that its labels name."""
    fields = {}
    for folder in folders:
        for line in (folder / "documents.jsonl").read_text("utf-8").splitlines():
            if line.strip():
                entry = json.loads(line)
                field = str(entry.get("field", "")).lower()
                holds = (name for name, form in FIELDS.items() if re.search(form, field))
                fields[entry.get("doc", entry["file"])] = next(holds, OTHER_FIELD)
    return fields


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


def _parts(verdicts: Sequence[Verdict], rubric: Rubric) -> list[Row]:
    """All documents, and those of each use; these have floors."""
    rows = [Row("all", verdicts, rubric)]
    for use in PARTS[1:]:
        rows.append(Row(use, [one for one in verdicts if one.labels.use == use], rubric))
    return [row for row in rows if row.verdicts]


def _groups(
    verdicts: Sequence[Verdict], rubric: Rubric, by: Sequence[str], fields: Mapping[str, str]
) -> list[list[Row]]:
    """The rows of a table by field of teaching, of one by topic, or of both."""
    tables = []
    if "field" in by:
        rows = []
        for name in (*FIELDS, OTHER_FIELD):
            chosen = [one for one in verdicts if fields[one.labels.id] == name]
            rows.append(Row(name, chosen, rubric))
        tables.append([row for row in rows if row.verdicts])
    if "topic" in by:
        groups = [
            (f"{kind} topics", [topic for topic in rubric.topics if topic.kind is kind])
            for kind in Kind
        ]
        groups += [(topic.id, [topic]) for topic in rubric.topics]
        tables.append(
            [
                Row(name, verdicts, replace(rubric, topics=tuple(topics)))
                for name, topics in groups
                if topics
            ]
        )
    return tables


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


def _print(name: str, table: Mapping[str, Agreement], markdown: bool) -> None:
    """One table, for people at a terminal or for docs/validity.md."""
    rows = [(NAMES[name], *HEADS)] + [_cells(row, one) for row, one in table.items()]
    if markdown:
        rows.insert(1, ("---",) * len(rows[0]))
        print("\n".join("| " + " | ".join(row) + " |" for row in rows), end="\n\n")
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    print()


def _cells(name: str, agreement: Agreement) -> tuple[str, ...]:
    """A row under its name and HEADS."""
    whole = agreement.levels["all"]
    taught = whole.counts[Level.TAUGHT]
    passages = agreement.passages.f1 if agreement.passages is not None else Estimate(math.nan)
    alarms = agreement.false_alarms
    has_negatives = alarms.documents and alarms.chosen.startswith("group")
    return (
        name,
        str(agreement.documents),
        _with_interval(whole.kappa),
        str(taught.support),
        _with_interval(whole.f1[Level.TAUGHT]),
        _two(taught.precision),
        _two(taught.recall),
        _two(whole.f1[Level.MENTIONED].value),
        _two(whole.f1[Level.ASSESSED].value),
        _with_interval(passages),
        f"{alarms.taught} in {alarms.documents}" if has_negatives else "–",
    )


def _two(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _with_interval(estimate: Estimate) -> str:
    if math.isnan(estimate.value) or math.isnan(estimate.low):
        return _two(estimate.value)
    return f"{estimate.value:.3f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _hold(figures: dict[str, dict[str, dict[str, float]]], digest: str, record: bool) -> int:
    """Hold figures (by name, part and measure) against the floors of these labels, or record them;
    1 where one is below its floor, else 0."""
    stored = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    if record:
        _record(stored, figures, digest)
        return 0
    if digest not in stored:
        print("these are not the labels that the floors are for; no floor applies", file=sys.stderr)
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
    """Raise the ``stored`` floors of these labels to ``figures``, and write them."""
    floors = stored.setdefault(digest, {})
    for name, parts in figures.items():
        for part, measured in parts.items():
            held = floors.setdefault(name, {}).setdefault(part, {})
            for measure, value in measured.items():
                if measure in HIGHEST:
                    held[measure] = min(held.get(measure, math.inf), round(value) + 1)
                else:
                    slack = SLACK[part] + (MORE_SLACK if measure in LOOSE else 0.0)
                    held[measure] = max(held.get(measure, 0.0), round(value - slack, 3))
    FLOORS.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(f"{FLOORS.name}: floors recorded")


if __name__ == "__main__":
    sys.exit(main())
