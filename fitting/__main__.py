"""Make a frozen table of the package: ``python -m fitting calibration|background|hosts …``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.evaluate import load_labels, match_document
from curriculum_gap.keywords import Background
from fitting.background import count_background, count_hosts, texts_below
from fitting.calibration import fit

DATA = Path(__file__).parents[1] / "src" / "curriculum_gap" / "data"


def main() -> None:
    """Read the arguments, make the table, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="table", required=True)
    calibration = commands.add_parser("calibration", help="fit on labelled documents")
    calibration.add_argument(
        "labels", nargs="+", help="folders with documents.jsonl and passages.jsonl"
    )
    calibration.add_argument("documents", type=Path, help="folder that the files' paths start from")
    background = commands.add_parser("background", help="count words in syllabi")
    background.add_argument("folders", nargs="+", type=Path)
    hosts = commands.add_parser("hosts", help="count hosts alone, for background.json")
    hosts.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    if arguments.table == "calibration":
        _write_calibration(arguments.labels, arguments.documents)
    elif arguments.table == "hosts":
        _write_hosts(arguments.folders)
    else:
        _write_background(arguments.folders)


def _write_calibration(labels: list[str], documents: Path) -> None:
    model = model_of(load_rubric())
    matched = [
        match_document(document, str(documents / document.file), model)
        for folder in labels
        for document in load_labels(folder)
    ]
    tables = asdict(fit(matched, model))
    for name, table in (("learned_words", tables.pop("learned")), ("calibration", tables)):
        text = json.dumps(table, indent=1, ensure_ascii=False)
        (DATA / f"{name}.json").write_text(text + "\n", "utf-8")
    read = sum(document.unread is None for document in matched)
    print(f"calibration.json: fitted on {read} documents")


def _write_background(folders: list[Path]) -> None:
    texts = list(texts_below(folders))
    background = count_background(texts)._replace(hosts=count_hosts(texts))
    _write_table(background)
    entries, documents = len(background.frequency), background.documents
    print(f"background.json: {entries} entries from {documents} documents")


def _write_hosts(folders: list[Path]) -> None:
    """Count hosts in the documents of the background, whose other numbers stay as they are."""
    texts = list(texts_below(folders))
    stored = json.loads((DATA / "background.json").read_bytes())
    if len(texts) != stored["documents"]:
        raise SystemExit(f"{len(texts)} documents, but the table is of {stored['documents']}")
    background = Background(stored["documents"], stored["frequency"], count_hosts(texts))
    _write_table(background)
    print(f"background.json: {len(background.hosts)} hosts in {background.documents} documents")


def _write_table(background: Background) -> None:
    table = json.dumps(background._asdict(), ensure_ascii=False, separators=(",", ":"))
    (DATA / "background.json").write_text(table + "\n", "utf-8")


if __name__ == "__main__":
    main()
