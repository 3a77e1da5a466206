"""From a scan to its reports: those that stream get every document at once, the others wait."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import IO, cast

from curriculum_gap.cli.screen import StandardOutput, say, whole_file
from curriculum_gap.nouns import Coverage, Report, Status, TopicCoverage, Unread
from curriculum_gap.reports import writing

__all__ = ["Outcome", "Target", "deliver", "without_evidence"]

Entry = Coverage | Unread


@dataclass(frozen=True, slots=True)
class Target:
    """A report: its format, and the file it goes to (None: standard output)."""

    format: str
    path: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of the files: ``kept`` the entries for reports that wait, ``unread`` those
    without a verdict, ``done`` how many entries came before the end or an interruption."""

    kept: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False

    @property
    def done(self) -> int:
        return self.statuses.total()


def deliver(
    entries: Iterator[Entry],
    head: Report,
    streams: Sequence[Target],
    keep: Callable[[Entry], Entry] | None,
    reader_version: str = "",
) -> Outcome:
    """Take every entry where it is wanted: to ``streams`` as it comes, and through ``keep`` (if
    any) into the outcome. Files appear once they are whole; an interruption leaves none.

    ``head`` gives version and rubric. Raises UsageError where something cannot be written.
    """
    outcome = Outcome()
    try:
        with closing(cast("_Closing", entries)), ExitStack() as stack:
            puts = [
                stack.enter_context(_stream(target, head, reader_version)) for target in streams
            ]
            for entry in entries:
                gone = [put for put in puts if not put(entry)]
                puts = [put for put in puts if put not in gone]
                if keep is not None:
                    outcome.kept.append(keep(entry))
                if isinstance(entry, Unread):
                    outcome.unread.append(entry)
                outcome.statuses[_status(entry)] += 1
                if gone and not puts and keep is None:
                    break  # nobody reads the report any more
    except KeyboardInterrupt:
        outcome.interrupted = True
    return outcome


class _Closing(Iterable[Entry]):
    def close(self) -> None: ...


def _status(entry: Entry) -> str:
    return str(entry.status if isinstance(entry, Unread) else Status.OK)


@contextmanager
def _stream(target: Target, head: Report, reader_version: str) -> Iterator[Callable[[Entry], bool]]:
    """What takes an entry to ``target`` and says whether anybody still listens."""
    listens = True
    out: IO[bytes]
    with ExitStack() as stack:
        if target.path is not None:
            out = stack.enter_context(whole_file(target.path))
        elif target.format == "parquet":  # its reader begins at the end
            out = BytesIO()
            stack.callback(lambda: say(cast(BytesIO, out).getvalue()))
        else:
            out = cast(IO[bytes], StandardOutput())
            stack.enter_context(contextlib.suppress(BrokenPipeError))
        put = stack.enter_context(writing(target.format, head, out, reader_version))

        def take(entry: Entry) -> bool:
            nonlocal listens
            if listens:
                try:
                    put(entry)
                except BrokenPipeError:
                    listens = False
            return listens

        yield take


def without_evidence(entry: Entry) -> Entry:
    """Levels alone, in little memory: ten thousand of these are held for a summary."""
    if isinstance(entry, Unread):
        return entry
    topics = tuple(
        _LEVELS.setdefault(bare, bare)
        for bare in (
            TopicCoverage(found.topic, found.level, found.expected, found.policy, 0.0)
            for found in entry.topics
        )
    )
    return replace(entry, topics=topics)


_LEVELS: dict[TopicCoverage, TopicCoverage] = {}
