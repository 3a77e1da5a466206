"""The keyword model: a rubric's terms, weighed by TF-IDF, find the passages about each topic.

    model = compile_model(rubric)
    candidates = find_candidates(passages, title, model, calibration)

A *match* is a term that stands in a passage or around it; a *candidate* is a passage × topic with
its matches and score; *evidence* is a candidate that counts, which the levels decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curriculum_gap.calibration import Calibration
from curriculum_gap.keywords.background import Background, Idf, load_background, weights
from curriculum_gap.keywords.hosts import MOST_HOSTS, find_hosts
from curriculum_gap.keywords.learned import (
    learned_log_odds,
    learned_shares,
    learned_words,
    word_runs,
)
from curriculum_gap.keywords.learning import (
    LEAST_EXAMPLES,
    LEAST_LEARNED,
    MOST_WORDS,
    STRUCK,
    fit_words,
    learnable_words,
    tfidf_values,
    written_words,
)
from curriculum_gap.keywords.matching import match_text
from curriculum_gap.keywords.model import HostPhrase, Model, Phrases, compile_model, host_phrases
from curriculum_gap.keywords.scoring import (
    ALONE,
    LEAST_WEIGHT,
    PassageMatches,
    TermMatch,
    match_passages,
    score_candidate,
    score_candidates,
    topic_factor_name,
    written_matches,
)
from curriculum_gap.keywords.words import FUNCTION_WORDS, forms, normal_form, offsets, phrase
from curriculum_gap.nouns import Evidence, Passage

__all__ = [
    "ALONE",
    "FUNCTION_WORDS",
    "LEAST_EXAMPLES",
    "LEAST_LEARNED",
    "LEAST_WEIGHT",
    "MOST_HOSTS",
    "MOST_WORDS",
    "STRUCK",
    "Background",
    "HostPhrase",
    "Idf",
    "Model",
    "PassageMatches",
    "Phrases",
    "TermMatch",
    "compile_model",
    "find_candidates",
    "find_hosts",
    "fit_words",
    "forms",
    "host_phrases",
    "learnable_words",
    "learned_log_odds",
    "learned_shares",
    "learned_words",
    "load_background",
    "match_passages",
    "match_text",
    "normal_form",
    "offsets",
    "phrase",
    "score_candidate",
    "score_candidates",
    "tfidf_values",
    "topic_factor_name",
    "weights",
    "word_runs",
    "written_matches",
    "written_words",
]


def find_candidates(
    passages: Iterable[Passage], title: str, model: Model, calibration: Calibration
) -> Iterator[Evidence]:
    """Candidates of all ``passages`` of a document called ``title``, in reading order, then in the
    rubric's order of topics."""
    return score_candidates(match_passages(passages, title, model), model, calibration)
