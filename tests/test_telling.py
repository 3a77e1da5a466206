"""Words that rules on wording ask for: found whatever stands around them, and no others."""

from __future__ import annotations

import pytest

from curriculum_gap.sections.telling import has_words, telling, vocabulary

GARDEN = telling("hedge write-up 24/7 gardener's")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the hedge, again", {"hedge"}),
        ("“hedge”—(hedge) …", {"hedge"}),
        ("'hedge' -hedge /hedge", {"hedge"}),  # the first is "hedge'", the others are bare
        ("'hedge'", set()),
        ("open 24/7: write-up", {"24/7", "write-up"}),
        ("the gardener’s hedges", {"gardener's"}),
        ("the hedgé", set()),
        ("", set()),
    ],
)
def test_words_are_found_between_marks(text: str, found: set[str]) -> None:
    assert vocabulary(text) & GARDEN == found


def test_other_words_and_what_comes_late_are_left_out() -> None:
    words = vocabulary("zyzzyva hedge " + "x " * 1_000 + "24/7")
    assert words & GARDEN == {"hedge"}
    assert "zyzzyva" not in words


def test_different_words_are_counted() -> None:
    assert has_words("a b c d e f", 6)
    assert not has_words("a b c d e " * 50, 6)
    assert has_words("a " * 100 + "b c d e f", 6)
