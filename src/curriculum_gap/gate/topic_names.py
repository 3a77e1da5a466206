"""The names of topics in settings, where several rubrics are used in one run.

Takes settings as they were written and the rubric of the run, gives settings that name each topic
as the rubric does: ``RUBRIC:topic`` where several are joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curriculum_gap.errors import UsageError
from curriculum_gap.gate.settings import Requirement, Settings, Thresholds
from curriculum_gap.joined_rubric import full_names
from curriculum_gap.nouns import Rubric

__all__ = ["with_full_names"]


def with_full_names(settings: Settings, rubric: Rubric) -> Settings:
    """``settings`` with the topics of demands and waivers named as ``rubric`` names them.

    A name without its rubric stands for the only topic that is called so; UsageError where several
    are. A name that no topic has stays.
    """
    ids = [topic.id for topic in rubric.topics]

    def full(name: str, where: str) -> str:
        found = full_names(name, ids, rubric)
        if len(found) > 1:
            what = f"{len(found)} rubrics have a topic '{name}'"
            raise UsageError(where, what, f"write {' or '.join(found)}")
        return next(iter(found), name)

    def demands(named: Iterable[Requirement]) -> tuple[Requirement, ...]:
        return tuple(demand._replace(topic=full(demand.topic, demand.where)) for demand in named)

    def asked(thresholds: Thresholds) -> Thresholds:
        return thresholds._replace(require=demands(thresholds.require))

    return replace(
        settings,
        expect=demands(settings.expect),
        document=asked(settings.document),
        together=asked(settings.together),
        programmes=tuple(
            entry._replace(thresholds=asked(entry.thresholds)) for entry in settings.programmes
        ),
        folders=tuple(
            folder._replace(expect=demands(folder.expect), thresholds=asked(folder.thresholds))
            for folder in settings.folders
        ),
        waivers=tuple(
            rule._replace(topics=tuple(full(topic, rule.where) for topic in rule.topics))
            for rule in settings.waivers
        ),
    )
