"""What a text says by its wording; words are found whatever stands around them."""

from __future__ import annotations

import pytest

from curriculum_gap.lexicon import load_lexicon
from curriculum_gap.sections.wording import PassageText

ENGLISH = load_lexicon("en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The hedge, again", {"the", "hedge", "again"}),
        ("“hedge”—(hedge) …", {"hedge"}),
        ("'hedge' -hedge /hedge", {"hedge'", "hedge"}),
        ("open 24/7: write-up", {"open", "24/7", "write-up"}),
        ("the gardener’s hedges", {"the", "gardener's", "hedges"}),
        ("", set()),
    ],
)
def test_words_are_found_between_marks(text: str, words: set[str]) -> None:
    assert PassageText(text, ENGLISH).words == words


def test_words_that_come_late_are_left_out() -> None:
    assert PassageText("hedge " + "x " * 1_000 + "24/7", ENGLISH).words == {"hedge", "x"}
