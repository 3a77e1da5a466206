"""Development tools that make the frozen tables of the package; they are not part of the wheel.

    python -m fitting calibration LABELS … DOCUMENTS   → src/curriculum_gap/data/calibration.json
                                                         and learned_words.json
    python -m fitting background FOLDER [FOLDER …]     → src/curriculum_gap/data/background.json

``benchmarks/accuracy.py --refit`` uses :func:`fit` to judge every document by numbers that were
fitted without it. scikit-learn counts documents and learns words; the other models need weights
that are at least 0 and offsets of single topics with a penalty of their own, which its
LogisticRegression does not offer, so that scipy.optimize fits them.
"""

from __future__ import annotations

from fitting.calibration import fit, folds

__all__ = ["fit", "folds"]
