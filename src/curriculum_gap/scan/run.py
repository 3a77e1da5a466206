"""The scan: files in, verdicts out, in order, while others are still being read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from curriculum_gap.nouns import Coverage, Rubric, Unread
from curriculum_gap.scan.alone import ask_child, may_fork
from curriculum_gap.scan.codec import decode_coverage, decode_unread
from curriculum_gap.scan.discovery import STANDARD_INPUT, Discovery, Found, discover
from curriculum_gap.scan.remote import fetch, is_remote
from curriculum_gap.scan.requests import Answer, Request, Task
from curriculum_gap.scan.settings import Progress, ScanSettings

__all__ = ["scan"]


def scan(
    paths: Iterable[str] | Discovery,
    rubric: Rubric,
    settings: ScanSettings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
    standard_input: Callable[[int], bytes] | None = None,
) -> Iterator[Coverage | Unread]:
    """A verdict for every file that ``paths`` stand for, in that order, as soon as it and those
    before it are there.

    No file is parsed in this process. ``on_progress`` is called after every verdict and while one
    is waited for; ``warn`` gets a line about anything that went wrong beside the files (the cache,
    say) and the noise of libraries, which begins with ``noise:``. ``-`` is what ``standard_input``
    returns when asked for at most so many bytes. Raises UsageError for an engine or a pattern that
    is none.
    """
    settings = settings or ScanSettings()
    warn = warn or (lambda _: None)
    files = (paths if isinstance(paths, Discovery) else discover(paths, settings)).files
    if not files:
        return
    if len(files) == 1 and settings.engine == "local" and may_fork():
        yield _one(files[0], rubric, settings, warn, standard_input)
        return
    # sqlite, executors and the rest cost more to import than one file to check.
    from curriculum_gap.scan.many import scan_many

    yield from scan_many(files, rubric, settings, on_progress, warn, standard_input)


def _one(
    found: Found,
    rubric: Rubric,
    settings: ScanSettings,
    warn: Callable[[str], None],
    standard_input: Callable[[int], bytes] | None,
) -> Coverage | Unread:
    """One file alone is read in a child: starting a worker would cost more than the cache saves."""
    source, limits = found.source, settings.limits
    content: bytes | Answer | None = None
    if source == STANDARD_INPUT and standard_input is not None:
        content = standard_input(limits.input_bytes + 1)
    elif is_remote(source):
        content = fetch(source, limits)
    if isinstance(content, Answer):
        return decode_unread(content.summary, source)
    name = settings.standard_input_name if source == STANDARD_INPUT else source
    request = Request(source, name, content, keep=False, digest=False)
    answer = ask_child(request, Task(rubric, limits))
    if answer.noise:
        warn(f"noise: {source}: {answer.noise}")
    if answer.kind == "unread":
        return decode_unread(answer.summary, source)
    return decode_coverage(answer.coverage, source, rubric)
