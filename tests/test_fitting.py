"""The development tools that make the frozen tables: what they count and what they promise."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from curriculum_gap.compiled import load_rubric, model_of
from curriculum_gap.evaluate import find_source, judge, load_labels, match_document
from curriculum_gap.keywords import ALONE
from curriculum_gap.nouns import Level

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "tests" / "quality" / "labels"
sys.path.insert(0, str(ROOT))
from fitting import fit, folds  # noqa: E402
from fitting.background import count_background  # noqa: E402
from fitting.level_models import steady_peak  # noqa: E402
from fitting.term_weights import LEAST_TOPIC  # noqa: E402


def test_background_counts_documents_not_occurrences() -> None:
    texts = ["bias bias. We met Mary Smith today"] * 2 + ["bias. We met Mary Smith today"] * 6
    table = count_background(texts, frozenset())
    assert table.documents == 8
    assert table.frequency["bias"] == 8
    assert "mary" not in table.frequency  # written with a capital inside sentences: a name
    assert "week" not in table.frequency


def test_idf_of_the_counts_is_what_scikit_learn_fits() -> None:
    texts = ["bias bias in class", "bias at home", "home and class", "bias"] * 3
    table = count_background(texts, frozenset())
    names = [name for name in table.frequency if " " not in name]
    present = np.array([[name in text.split() for name in names] for text in texts])
    fitted = TfidfTransformer(smooth_idf=True).fit(present.astype(int))
    idf = np.log((1 + table.documents) / (1 + np.array([table.frequency[n] for n in names]))) + 1
    assert idf.tolist() == pytest.approx(fitted.idf_.tolist(), abs=1e-9)


def test_folds_are_even_and_always_the_same() -> None:
    assert sorted(folds(25, 5)) == [part for part in range(5) for _ in range(5)]
    assert folds(25, 5) == folds(25, 5)


def test_a_threshold_stands_where_its_neighbours_are_good_too() -> None:
    assert steady_peak([0.50, 0.63, 0.64, 0.63, 0.60, 0.65, 0.55]) == 2
    assert steady_peak([0.9, 0.1, 0.2, 0.3, 0.2, 0.9]) in range(1, 5)


def test_a_fitted_calibration_never_lets_more_evidence_lower_a_level() -> None:
    model = model_of(load_rubric())
    documents = [
        match_document(document, find_source(document, LABELS, str(ROOT)), model)
        for document in load_labels(LABELS)
    ]
    calibration = fit(documents, model)
    for level_model in calibration.levels.values():
        assert min(level_model.weights.values(), default=0.0) >= 0
        assert 0.2 <= level_model.threshold <= 0.65
    for name, factor in calibration.topic.items():  # plain terms keep their worth
        assert factor <= 0 if name.endswith(f" {ALONE}") else factor >= LEAST_TOPIC
    assert calibration.unlearned > 0
    verdicts = [judge(document, model, calibration) for document in documents]
    found = {topic.level for verdict in verdicts for topic in verdict.topics}
    assert Level.TAUGHT in found
