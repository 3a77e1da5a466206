"""Waivers: gaps that are accepted, with a reason, perhaps until a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.places import matches
from curriculum_gap.gate.settings import WaiverRule
from curriculum_gap.nouns import GateFailure

__all__ = ["Waivers", "has_expired"]


def has_expired(until: str, today: datetime.date) -> bool:
    """Whether the day ``until`` (ISO, that day included; empty for no end) is past."""
    return bool(until) and datetime.date.fromisoformat(until) < today


@dataclass(slots=True)
class Waivers:
    """The waivers of a run; remembers which were needed."""

    rules: Sequence[WaiverRule]
    today: datetime.date
    _needed: set[int] = field(default_factory=set)
    _met: set[int] = field(default_factory=set)

    def excuse(self, document: str, topic: str) -> WaiverRule | None:
        """The waiver that accepts this gap, the first in the file's order; expired ones do not."""
        for number, rule in enumerate(self.rules):
            if self._holds(rule, document, topic):
                self._needed.add(number)
                if not has_expired(rule.until, self.today):
                    return rule
        return None

    def over(self, failure: GateFailure, document: str) -> GateFailure:
        """``failure``, excused where a waiver accepts it."""
        rule = self.excuse(document, failure.topic) if failure.topic else None
        if rule is None:
            return failure
        return replace(failure, excuse="waiver", reason=rule.reason, until=rule.until)

    def frees(self, document: str, topic: str) -> bool:
        """Whether a document need not show a topic; does not count as needing the waiver."""
        return any(
            self._holds(rule, document, topic) and not has_expired(rule.until, self.today)
            for rule in self.rules
        )

    def meet(self, document: str) -> None:
        """A document of the run: a waiver that no document of the run matches is not unused."""
        for number, rule in enumerate(self.rules):
            if matches(document, rule.documents, rule.where):
                self._met.add(number)

    def notes(self) -> list[str]:
        """A line about each waiver that has expired or was not needed."""
        lines = []
        for number, rule in enumerate(self.rules):
            what = f"waiver for {', '.join(rule.topics)} in {', '.join(rule.documents)}"
            if has_expired(rule.until, self.today):
                lines.append(f"{rule.where}: {what} has expired ({rule.until}): {rule.reason}")
            elif number in self._met and number not in self._needed:
                lines.append(f"{rule.where}: {what} is not needed any more: remove it")
        return lines

    def check(self, topics: Sequence[str], hint: Callable[[str], str]) -> None:
        """Raises UsageError for a waiver of a topic that the rubric does not have."""
        for rule in self.rules:
            for topic in rule.topics:
                if topic != "*" and topic not in topics:
                    what = f"the rubric has no topic '{topic[:80]}'"
                    raise UsageError(rule.where, what, hint(topic))

    def _holds(self, rule: WaiverRule, document: str, topic: str) -> bool:
        named = "*" in rule.topics or topic in rule.topics
        return named and matches(document, rule.documents, rule.where)
