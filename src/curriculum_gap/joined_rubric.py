"""Several rubrics in one run: one rubric that holds them all, and what its topics are called.

Takes rubrics, gives one :class:`Rubric` for reports and gates, whose topics are named
``RUBRIC:topic``. Each of its ``parts`` is judged by itself, as if it were alone;
:func:`with_prefix` gives its verdicts the joined names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Domain, HostWord, Rubric, Topic, TopicCoverage

__all__ = ["full_names", "hosts_with_prefix", "join_rubrics", "with_prefix"]


def join_rubrics(rubrics: Sequence[Rubric]) -> Rubric:
    """One rubric of all of these, in their order; a single one is given back as it is.

    Raises UsageError for two with one id, or of several languages: a document is in one.
    """
    if len(rubrics) == 1:
        return rubrics[0]
    first = rubrics[0]
    ids = [rubric.id for rubric in rubrics]
    for rubric in rubrics:
        if ids.count(rubric.id) > 1:
            hint = "name it once, or change the 'id' of one of the files"
            raise UsageError("--rubric", f"two rubrics have the id '{rubric.id}'", hint)
        if rubric.language != first.language:
            what = f"{first.id} is in '{first.language}', {rubric.id} in '{rubric.language}'"
            raise UsageError("--rubric", what, "run gapcheck once for each language")
    digests = " ".join(rubric.digest for rubric in rubrics)
    return Rubric(
        id="+".join(ids),
        version="+".join(rubric.version for rubric in rubrics),
        title=" + ".join(rubric.title for rubric in rubrics),
        language=first.language,
        sha256=sha256(digests.encode()).hexdigest(),
        domains=tuple(domain for rubric in rubrics for domain in _domains(rubric)),
        topics=tuple(topic for rubric in rubrics for topic in _topics(rubric, rubrics)),
        unscored=tuple(entry for rubric in rubrics for entry in rubric.unscored),
        parts=tuple(rubrics),
    )


def _domains(rubric: Rubric) -> list[Domain]:
    """The domains of a part, titled with the rubric that they belong to."""
    return [
        Domain(rubric.prefix + domain.id, f"{rubric.title}: {domain.title}")
        for domain in rubric.domains
    ]


def _topics(rubric: Rubric, rubrics: Sequence[Rubric]) -> list[Topic]:
    """The topics of a part under their joined names. A title that another part has as well says
    which rubric it is of."""
    others = {topic.title for other in rubrics if other is not rubric for topic in other.topics}
    return [
        replace(
            topic,
            id=rubric.prefix + topic.id,
            domain=rubric.prefix + topic.domain,
            title=f"{topic.title} ({rubric.id})" if topic.title in others else topic.title,
        )
        for topic in rubric.topics
    ]


def with_prefix(verdicts: Iterable[TopicCoverage], part: Rubric) -> tuple[TopicCoverage, ...]:
    """Verdicts on the topics of a part, under their joined names."""
    return tuple(
        replace(
            verdict,
            topic=part.prefix + verdict.topic,
            evidence=tuple(
                replace(piece, topic=part.prefix + piece.topic) for piece in verdict.evidence
            ),
        )
        for verdict in verdicts
    )


def hosts_with_prefix(hosts: Iterable[HostWord], part: Rubric) -> tuple[HostWord, ...]:
    """Places for topics of a part, under the topics' joined names."""
    return tuple(host._replace(topic=part.prefix + host.topic) for host in hosts)


def full_names(name: str, known: Iterable[str], rubric: Rubric) -> list[str]:
    """The ids of ``rubric``'s that a person means by ``name``; ``known`` are all (topics, say).

    Ids are unique within a rubric. Where several are joined, a name without its rubric may stand
    for several: the caller says so. Where one stands alone, the name may be that of the joined run.
    """
    known = set(known)
    if name in known:
        return [name]
    if not rubric.parts:
        alone = name.removeprefix(rubric.prefix)
        return [alone] if alone in known else []
    return [part.prefix + name for part in rubric.parts if part.prefix + name in known]
