"""Words that reports for people share: sentences, counts, paths and commands to type.

Takes values of a report, gives plain text. Text of others in it is escaped only where a function
says so; every format escapes what it shows.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from curriculum_gap.nouns import (
    Comparison,
    Coverage,
    DocumentChange,
    GateFailure,
    GateOutcome,
    Level,
    Passage,
    Report,
    TopicCoverage,
    Unread,
)
from curriculum_gap.reports.escaping import escape_line
from curriculum_gap.reports.quotations import position_of
from curriculum_gap.reports.topics import (
    FOUND_LEVELS,
    RubricShare,
    TopicPairs,
    count_reached,
    only_in_policy,
    sorted_changes,
)

__all__ = [
    "EACH_A_QUESTION",
    "GATE_UNDECIDED",
    "NOT_FOR",
    "NOT_READ",
    "NO_VERDICT",
    "PATH_SEPARATOR",
    "USE_PAGE",
    "USE_PAGE_LEAD",
    "accepted_gaps",
    "changes_heading",
    "count_noun",
    "course_name",
    "display_path",
    "document_facts",
    "document_warnings",
    "documents_read",
    "explain_best_topic",
    "explain_command",
    "failure_name",
    "failure_text",
    "failures_by_document",
    "heading_path",
    "level_glyph",
    "not_met",
    "ocr_option",
    "percent",
    "policy_places",
    "replaced_names",
    "share_text",
    "shell_word",
    "standing",
    "typed_command",
    "unread_details",
    "unread_message",
    "unread_reason",
]

PATH_SEPARATOR = " › "
"""Between the headings of a path."""
EACH_A_QUESTION = (
    "Each line is a question to whoever teaches the course: “not found” is not “not taught”."
)
"""What stands above what a gate asked for and did not find."""
NOT_READ = "Not read"
NO_VERDICT = "no verdict about topics"
GATE_UNDECIDED = "files that were not read have no verdict"
"""What every report says of files that were not read."""
NOT_FOR = (
    "finding courses in order to remove, punish or defund what they teach",
    "judging a person",
    "ranking courses, instructors or institutions",
    "deciding anything about a course by itself: read the passages, and ask whoever teaches it",
)
"""What every report that is made to be posted says it is not for."""
_NAMES_MAY_REMAIN = (
    "Authors of readings and names that the topic list asks for stay; others may remain"
)
_KINDS = {
    "name": ("name", "names"),
    "e-mail": ("e-mail address", "e-mail addresses"),
    "link": ("link to a meeting", "links to meetings"),
    "phone": ("phone number", "phone numbers"),
    "office hours": ("time of office hours", "times of office hours"),
    "room": ("room", "rooms"),
}
USE_PAGE_LEAD, USE_PAGE = "What this may be used for", "docs/responsible-use.md"
"""What every report for people points to."""
_EXCUSES = {"waiver": "waived", "baseline": "on file in the baseline"}
_POLICY_PLACES_SHOWN = 3


# Numbers and names


def level_glyph(level: Level) -> str:
    """``●●○``: the level without colour or words."""
    return "●" * level + "○" * (3 - level) if level else "···"


def count_noun(number: int, noun: str) -> str:
    """``1 document``, ``3,120 words``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def percent(part: int, whole: int) -> str:
    """A share for people: ``0 %`` only if it is nothing, ``100 %`` only if it is everything."""
    if not whole:
        return "none to reach"
    rounded = round(100 * part / whole)
    if part and not rounded:
        rounded = 1
    if part < whole and rounded == 100:
        rounded = 99
    return f"{rounded} %"


def display_path(source: str) -> str:
    """A source as a path with forward slashes, escaped to stay on one line; "" stays empty."""
    if not source:
        return ""
    is_address = source == "-" or "://" in source
    return escape_line(source if is_address else PurePath(source).as_posix())


def shell_word(source: str) -> str:
    """The file as one would type it, or ``FILE`` where its name cannot be typed."""
    return shlex.quote(source) if source and escape_line(source) == source else "FILE"


def heading_path(passage: Passage) -> str:
    """The headings above a passage, escaped, outermost first."""
    headings = [escape_line(heading) for heading in passage.headings]
    return PATH_SEPARATOR.join(heading for heading in headings if heading)


def course_name(document: DocumentChange) -> str:
    """A document's title, or else its file."""
    return document.title or display_path(document.new or document.old)


# Documents


def documents_read(report: Report) -> str:
    """``12 documents read, 1 not read``."""
    read = f"{count_noun(len(report.covered), 'document')} read"
    return read + (f", {len(report.unread)} not read" if report.unread else "")


def document_warnings(report: Report) -> list[tuple[str, str]]:
    """The path (escaped) and a doubt about its verdict, for each doubt."""
    return [
        (display_path(coverage.source), warning)
        for coverage in report.covered
        for warning in coverage.warnings
    ]


def unread_reason(entry: Unread) -> str:
    """Why a file was not read, and what would work."""
    return f"{entry.reason}; {entry.hint}" if entry.hint else entry.reason


def unread_message(entry: Unread) -> str:
    """``scanned: its 12 pages are images; run OCR first``, escaped."""
    return escape_line(f"{entry.status}: {unread_reason(entry)}")


def unread_details(entry: Unread) -> str:
    """The reason, then what else is to be known of the file, each in parentheses."""
    return " ".join([unread_reason(entry), *(f"({warning})" for warning in entry.warnings)])


def document_facts(coverage: Coverage) -> str:
    """``coun527.pdf · 9 pages · 3,120 words``, escaped."""
    facts = [escape_line(coverage.source)]
    if coverage.pages is not None:
        facts.append(count_noun(coverage.pages, "page"))
    facts.append(count_noun(coverage.words, "word"))
    return " · ".join(facts)


def standing(pairs: TopicPairs) -> str:
    """``12 of 28 topics at the expected level · 3 assessed · 2 only as policy text``."""
    reached, expected = count_reached(pairs)
    parts = [f"{reached} of {count_noun(expected, 'topic')} at the expected level"]
    for level in FOUND_LEVELS:
        at_level = sum(verdict.level is level for _, verdict in pairs)
        if at_level:
            parts.append(f"{at_level} {level}")
    policy = sum(only_in_policy(verdict) for _, verdict in pairs)
    if policy:
        parts.append(f"{policy} only as policy text")
    return " · ".join(parts)


def share_text(share: RubricShare) -> str:
    """``Practice skills: 2 of 4 topics at the expected level (50 %)``, for one of several rubrics;
    not escaped."""
    reached, expected = share.reached, share.expected
    count = f"{reached} of {count_noun(expected, 'topic')} at the expected level"
    return f"{share.rubric.title}: {count} ({percent(reached, expected)})"


def policy_places(verdict: TopicCoverage) -> str:
    """Where the policy text stands that holds a topic: `` (p8, p9)``, or nothing."""
    places = [position_of(evidence.passage) for evidence in verdict.evidence if evidence.is_policy]
    distinct = [place for place in dict.fromkeys(places) if place]
    shown = ", ".join(distinct[:_POLICY_PLACES_SHOWN])
    return f" ({shown})" if shown else ""


def typed_command(
    source: str, options: str, rubrics: Sequence[str], command: str = "gapcheck"
) -> str:
    """A command for a document, with the ``rubrics`` that were typed."""
    words = [command, shell_word(source), options]
    for rubric in rubrics:
        words += ["--rubric", shell_word(rubric)]
    return " ".join(word for word in words if word)


def explain_command(source: str, topic: str, rubrics: Sequence[str] = (), options: str = "") -> str:
    """The command that explains a topic of a document by the ``rubrics`` that were typed, with more
    ``options``."""
    asked = f"--topic {escape_line(topic)} {options}".rstrip()
    return typed_command(source, asked, rubrics, "gapcheck explain")


def ocr_option(coverage: Coverage) -> str:
    """``--ocr`` where some evidence was recognised from pictures: a command for the document finds
    it again with this option alone."""
    evidence = (piece for topic in coverage.topics for piece in topic.evidence)
    return "--ocr" if any(piece.passage.confidence is not None for piece in evidence) else ""


def explain_best_topic(coverage: Coverage, rubrics: Sequence[str] = ()) -> str:
    """The command that explains the topic shown best; nothing where none is shown."""
    best = max(coverage.topics, key=lambda topic: (topic.level, topic.score), default=None)
    if best is None or best.level is Level.ABSENT:
        return ""
    return explain_command(coverage.source, best.topic, rubrics, ocr_option(coverage))


# Gates and comparisons


def failures_by_document(gate: GateOutcome) -> tuple[int, dict[str, list[GateFailure]]]:
    """How many levels were lost, and the other failures under their document or programme.

    The comparison shows where the lost levels were.
    """
    losses = 0
    others: dict[str, list[GateFailure]] = {}
    for failure in gate.failures:
        if failure.gate == "loss":
            losses += 1
        else:
            name = failure.program or display_path(failure.source)
            others.setdefault(name, []).append(failure)
    return losses, others


def failure_text(failure: GateFailure, titles: Mapping[str, str]) -> str:
    """What a gate asked for and did not find, with the topic's title and in plain words."""
    if failure.topic not in titles:
        return failure.message
    text = failure.message.replace(failure.topic, titles[failure.topic], 1)
    text = re.sub(" is required at ([a-z]+) and ", r": should be \1, ", text, count=1)
    return text.replace("stands at absent", "was not found").replace("stands at ", "is ")


def not_met(gate: GateOutcome) -> str:
    """``2 requirements are not met, 3 levels were lost.``"""
    losses = sum(failure.gate == "loss" for failure in gate.failures)
    others = len(gate.failures) - losses
    parts = []
    if others:
        parts.append(
            f"{count_noun(others, 'requirement')} {'is' if others == 1 else 'are'} not met"
        )
    if losses:
        parts.append(f"{count_noun(losses, 'level')} {'was' if losses == 1 else 'were'} lost")
    return f"{', '.join(parts)}."


def failure_name(failure: GateFailure, documents: Iterable[Coverage]) -> str:
    """The document's title and its path, or the programme; empty where it is about neither."""
    if failure.program or not failure.source:
        return failure.program
    path = display_path(failure.source)
    known = (entry.title for entry in documents if entry.source == failure.source and entry.title)
    title = next(known, "")
    return f"{title} ({path})" if title else path


def accepted_gaps(excused: Sequence[GateFailure]) -> str:
    """``Accepted gaps: 2 waived, 1 on file in the baseline``."""
    excuses = [failure.excuse for failure in excused]
    kinds = [f"{excuses.count(kind)} {text}" for kind, text in _EXCUSES.items() if kind in excuses]
    return f"Accepted gaps: {', '.join(kinds)}"


def changes_heading(comparison: Comparison) -> str:
    """``2 levels lost, 1 gained``."""
    lost, gained, _ = sorted_changes(comparison)
    if not lost and not gained:
        return "No level changed"
    return f"{count_noun(len(lost), 'level')} lost, {len(gained)} gained"


def replaced_names(replaced: tuple[tuple[str, int], ...] | None) -> str:
    """What was put in place of names of people, each wording counted once (None: nothing was looked
    for), and which names stay."""
    if replaced is None:
        lead = "Names of people are shown"
    elif not replaced:
        lead = "Names of people and how to reach them are replaced: none was found"
    else:
        counts = (
            f"{count} {_KINDS.get(kind, (kind, kind))[count != 1]}" for kind, count in replaced
        )
        lead = f"Replaced: {', '.join(counts)}"
    return f"{lead}. {_NAMES_MAY_REMAIN}."
