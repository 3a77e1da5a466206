"""Labels × verdicts → agreement: how far gapcheck's levels and passages are those of readers.

Takes a folder of labels and a rubric, gives an :class:`Agreement`. ``labels`` reads what readers
said, ``verdicts`` holds it beside what gapcheck says, ``measures`` makes figures of the two,
``details`` counts kinds of errors, and ``disagreements`` lists the worst passages, which tell a
person what to improve.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path

from curriculum_gap.agreement import Agreement
from curriculum_gap.compiled import model_of
from curriculum_gap.errors import UsageError
from curriculum_gap.evaluate.disagreements import worst_disagreements
from curriculum_gap.evaluate.labels import (
    BlockOverlap,
    LabelledBlock,
    LabelledDocument,
    find_source,
    load_labels,
)
from curriculum_gap.evaluate.marks import (
    find_marked_file,
    holds_marks,
    labels_from_marks,
    load_marks,
    passages_from_marks,
)
from curriculum_gap.evaluate.verdicts import (
    MatchedDocument,
    Verdict,
    judge,
    match_document,
    verdict_of,
)
from curriculum_gap.nouns import Kind, Rubric, Unread
from curriculum_gap.scan import Discovery, Found, Progress, ScanSettings, scan

__all__ = [
    "BlockOverlap",
    "LabelledBlock",
    "LabelledDocument",
    "MatchedDocument",
    "Verdict",
    "agree",
    "digest_of",
    "evaluate",
    "find_source",
    "judge",
    "labelled_files",
    "load_labels",
    "marked_passages",
    "match_document",
]

FOR_FIGURES = "report"
"""Documents of this ``use`` are kept for figures: their errors are shown only on request."""


def evaluate(
    labels: str,
    rubric: Rubric,
    documents: str | None = None,
    use: str | None = None,
    named: Collection[str] = (),
    errors: int = 0,
    settings: ScanSettings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Agreement:
    """Check every labelled document and compare.

    Args:
        labels: the folder of labels, its ``documents.jsonl``, or a file of marks.
        rubric: what documents are checked by.
        documents: the folder of the labelled files; None looks beside the labels.
        use: only documents of this use (``read``, ``report``); None takes all.
        named: only documents with these ids; none takes all.
        errors: how many disagreements of each kind (missed, wrongly found) to list.
        settings: how files are read; None is a scan's default.
        on_progress: called after each file.
        warn: called with each warning of the scan.

    A file that cannot be read counts as nothing found and is listed. Raises UsageError for labels
    that cannot be understood, that choose no document, or of which no document can be read.
    """
    folder = Path(labels) if Path(labels).is_dir() else Path(labels).parent
    marks = load_marks(labels) if holds_marks(labels) else {}
    labelled = [labels_from_marks(one, None, rubric) for one in marks.values()]
    chosen = _chosen(labelled or load_labels(labels), labels, use, named)
    sources = [
        find_marked_file(marks[document.id], folder, documents)
        if marks
        else find_source(document, folder, documents)
        for document in chosen
    ]
    # The same file may be labelled twice, and a path that is a folder stands for no document.
    distinct = list(dict.fromkeys(sources))
    found = Discovery([Found(source) for source in distinct])
    entries = dict(zip(distinct, scan(found, rubric, settings, on_progress, warn), strict=True))
    if marks:
        chosen = [
            labels_from_marks(marks[document.id], entries[source], rubric)
            for document, source in zip(chosen, sources, strict=True)
        ]
    verdicts = [
        verdict_of(document, source, entries[source])
        for document, source in zip(chosen, sources, strict=True)
    ]
    if all(verdict.unread for verdict in verdicts):
        raise UsageError(
            labels,
            "not one of its documents can be read",
            f"name their folder with --documents (looked for {sources[0]})",
        )
    return agree(verdicts, rubric, labels, errors, named)


def marked_passages(
    marks: str, rubric: Rubric, documents: str | None = None, settings: ScanSettings | None = None
) -> list[tuple[str, str, bool]]:
    """Topic, text, and whether the text is about the topic, of each passage that was marked.

    ``marks`` is a file of marks, ``documents`` the folder of the marked files (None looks beside
    the marks). Raises UsageError for a file that holds no marks or marks on other files, and where
    none of the files can be read or none of the passages is evidence of ``rubric``.
    """
    if not holds_marks(marks):
        raise UsageError(marks, "holds no marks", "save them with 'Download marks' in a page")
    marked = list(load_marks(marks).values())
    sources = [find_marked_file(one, Path(marks).parent, documents) for one in marked]
    entries = list(scan(Discovery([Found(source) for source in sources]), rubric, settings))
    found: list[tuple[str, str, bool]] = []
    for one, entry in zip(marked, entries, strict=True):
        found += passages_from_marks(one, entry)
    if not found and not all(isinstance(entry, Unread) for entry in entries):
        hint = f"name the rubric of the page that they were saved from (this is {rubric.id})"
        raise UsageError(marks, "marks no evidence of this rubric that reviewers agree on", hint)
    if not found:
        hint = f"name the folder of the marked files with --documents (looked for {sources[0]})"
        raise UsageError(marks, "not one of its passages can be read", hint)
    return found


def labelled_files(
    labels: str, rubric: Rubric, documents: str | None = None
) -> list[tuple[LabelledDocument, str]]:
    """The documents of labels or of a file of marks, each with the path of its file. Documents that
    are kept for figures are left out: what is learned from them could not be measured on them.

    Raises UsageError for labels that cannot be understood, or that hold no other document.
    """
    folder = Path(labels) if Path(labels).is_dir() else Path(labels).parent
    if holds_marks(labels):
        marked = list(load_marks(labels).values())
        sources = [find_marked_file(one, folder, documents) for one in marked]
        entries = scan(Discovery([Found(source) for source in sources]), rubric)
        return [
            (labels_from_marks(one, entry, rubric), source)
            for one, source, entry in zip(marked, sources, entries, strict=True)
        ]
    chosen = [document for document in load_labels(labels) if document.use != FOR_FIGURES]
    if not chosen:
        what = f"holds only documents of use '{FOR_FIGURES}', which are kept for figures"
        raise UsageError(labels, what, "label further documents")
    return [(document, find_source(document, folder, documents)) for document in chosen]


def agree(
    verdicts: Sequence[Verdict],
    rubric: Rubric,
    labels: str,
    errors: int = 0,
    named: Collection[str] = (),
) -> Agreement:
    """Measures over documents that have their verdicts.

    ``labels`` is the folder that the figures are about. At most ``errors`` disagreements of each
    kind are listed; those of documents kept for figures are left out unless ``named`` (ids).
    """
    # scikit-learn takes a second to import: only where figures are made.
    from curriculum_gap.evaluate import measures
    from curriculum_gap.evaluate.details import agreement_details

    table = measures.count(verdicts, rubric)
    shown = [
        verdict
        for verdict in verdicts
        if verdict.labels.use != FOR_FIGURES or verdict.labels.id in named
    ]
    disagreements = worst_disagreements(shown, model_of(rubric), errors) if errors else ()
    labelled = {topic for verdict in verdicts for topic in verdict.labels.levels}
    for verdict in verdicts:
        labelled |= {topic for block in verdict.labels.blocks for topic in block.topics}
    has_blocks = any(verdict.labels.blocks for verdict in verdicts)
    levels = {"all": measures.level_agreement(table, rubric)}
    for kind in Kind:
        levels[str(kind)] = measures.level_agreement(table, rubric, kind)
    return Agreement(
        labels=labels,
        digest=digest_of(labels),
        rubric=rubric,
        documents=len(verdicts),
        disputed=table.disputed,
        unread=tuple(verdict.unread for verdict in verdicts if verdict.unread),
        unknown_topics=tuple(sorted(labelled - {topic.id for topic in rubric.topics})),
        levels=levels,
        topics=measures.topic_agreement(table, rubric),
        macro_taught=measures.macro_taught(table),
        passages=measures.passage_agreement(table) if has_blocks else None,
        false_alarms=measures.false_alarms(verdicts, table),
        details=agreement_details(verdicts),
        disagreements=disagreements,
        withheld=len(verdicts) - len(shown) if errors else 0,
    )


def digest_of(labels: str) -> str:
    """SHA-256 of the labels' files, in hex: figures are comparable only on the same labels."""
    path = Path(labels)
    documents = path / "documents.jsonl" if path.is_dir() else path
    digest = sha256(documents.read_bytes())
    passages = documents.with_name("passages.jsonl")
    if passages.is_file():
        digest.update(passages.read_bytes())
    return digest.hexdigest()


def _chosen(
    labelled: Sequence[LabelledDocument], labels: str, use: str | None, named: Collection[str]
) -> list[LabelledDocument]:
    """The documents of this ``use`` and with these ids. Raises UsageError where there is none."""
    ids = {document.id for document in labelled}
    for name in named:
        if name not in ids:
            raise UsageError(labels, f"labels no document '{name}'", "use an id in documents.jsonl")
    chosen = [
        document
        for document in labelled
        if (use is None or document.use == use) and (not named or document.id in named)
    ]
    if not chosen:
        uses = {document.use for document in labelled if document.use}
        hint = "uses there: " + (", ".join(sorted(uses)) or "none is given")
        raise UsageError(labels, f"holds no document of use '{use}'", hint)
    return chosen
