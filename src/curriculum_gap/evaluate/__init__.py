"""Labels × verdicts → agreement: how far gapcheck's levels and passages are those of readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path

from curriculum_gap.agreement import Agreement
from curriculum_gap.compiled import model_of
from curriculum_gap.errors import UsageError
from curriculum_gap.evaluate.agreement import (
    agreement_on_alarms,
    agreement_on_levels,
    agreement_on_topic,
    count,
    macro_f1,
    pooled,
)
from curriculum_gap.evaluate.labels import LabelledDocument, load_labels
from curriculum_gap.evaluate.slips import worst_slips
from curriculum_gap.evaluate.verdicts import Verdict, find_source, verdict_of
from curriculum_gap.nouns import Kind, Rubric
from curriculum_gap.scan import Discovery, Found, Progress, ScanSettings, scan

__all__ = ["agree", "digest_of", "evaluate", "load_labels"]

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

    ``use`` and ``named`` (ids) choose documents; ``errors`` is how many slips of each kind to list.
    A file that cannot be read counts as nothing found and is listed. Raises UsageError for labels
    that cannot be understood, that choose no document, or of which no document can be read.
    """
    folder = Path(labels) if Path(labels).is_dir() else Path(labels).parent
    chosen = _chosen(load_labels(labels), labels, use, named)
    sources = [find_source(one, folder, documents) for one in chosen]
    # The same file may be labelled twice, and a path that is a folder stands for no document.
    distinct = list(dict.fromkeys(sources))
    found = Discovery([Found(source) for source in distinct])
    entries = scan(found, rubric, settings, on_progress, warn)
    verdict_on = dict(zip(distinct, entries, strict=True))
    verdicts = [
        verdict_of(one, source, verdict_on[source])
        for one, source in zip(chosen, sources, strict=True)
    ]
    if all(verdict.unread for verdict in verdicts):
        raise UsageError(
            labels,
            "not one of its documents can be read",
            f"name their folder with --documents (looked for {sources[0]})",
        )
    return agree(verdicts, rubric, labels, errors, named)


def agree(
    verdicts: Sequence[Verdict],
    rubric: Rubric,
    labels: str,
    errors: int = 0,
    named: Collection[str] = (),
) -> Agreement:
    """Measures over documents that have their verdicts. Errors of documents kept for figures are
    left out unless ``named``."""
    counted = [count(verdict, rubric) for verdict in verdicts]
    topics = tuple(agreement_on_topic(counted, rubric, n) for n in range(len(rubric.topics)))
    tally, precision, recall, f1 = pooled(counted)
    macro_taught, macro_passages = macro_f1(counted, topics)
    open_to_view = [
        verdict
        for verdict in verdicts
        if verdict.labels.use != FOR_FIGURES or verdict.labels.id in named
    ]
    known = {topic.id for topic in rubric.topics}
    return Agreement(
        labels=labels,
        digest=digest_of(labels),
        rubric=rubric,
        documents=len(verdicts),
        disputed=sum(counts.disputed for counts in counted),
        unread=tuple(verdict.unread for verdict in verdicts if verdict.unread),
        unknown_topics=tuple(sorted({t for v in verdicts for t in v.labels.levels} - known)),
        levels={
            "all": agreement_on_levels(counted, rubric),
            **{str(kind): agreement_on_levels(counted, rubric, kind) for kind in Kind},
        },
        topics=topics,
        macro_taught=macro_taught,
        passages=tally if any(verdict.labels.blocks for verdict in verdicts) else None,
        passages_f1=f1,
        passages_precision=precision,
        passages_recall=recall,
        macro_passages=macro_passages,
        false_alarms=agreement_on_alarms(verdicts, counted),
        disagreements=worst_slips(open_to_view, model_of(rubric), errors) if errors else (),
        withheld=len(verdicts) - len(open_to_view) if errors else 0,
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
    ids = {one.id for one in labelled}
    for name in named:
        if name not in ids:
            raise UsageError(labels, f"labels no document '{name}'", "use an id in documents.jsonl")
    chosen = [
        one
        for one in labelled
        if (use is None or one.use == use) and (not named or one.id in named)
    ]
    if not chosen:
        uses = ", ".join(sorted({one.use for one in labelled if one.use})) or "none is given"
        raise UsageError(labels, f"holds no document of use '{use}'", f"uses there: {uses}")
    return chosen
