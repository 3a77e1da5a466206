"""How a person wants to see a report: the values that the command line gives to every format."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAX_FULL_DOCUMENTS", "ReportOptions"]

MAX_FULL_DOCUMENTS = 5
"""More documents than these are summed up, unless quotations or all topics were asked for."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What to show and what the screen can show.

    ``quotations`` is their number per topic, None for the usual one. ``everything`` lists absent
    topics too, and kinds of errors of an agreement; ``verbose`` adds why each level was given.
    ``width`` is in columns. ``unicode`` is false where the screen's encoding has ASCII only.
    ``rubrics`` are those that were typed, for commands that a report names.
    ``replaced`` counts, by kind, what was put in place of names of people and how to reach them;
    None where the report has its names.
    Formats for machines ignore all of these.
    """

    quotations: int | None = None
    everything: bool = False
    verbose: bool = False
    width: int = 80
    colour: bool = False
    unicode: bool = True
    rubrics: tuple[str, ...] = ()
    replaced: tuple[tuple[str, int], ...] | None = None

    @property
    def quotations_per_topic(self) -> int:
        """How many quotations stand beside a topic."""
        return 1 if self.quotations is None else self.quotations
