"""The line at the top that names the course."""

from __future__ import annotations

import pytest

from curriculum_gap.nouns import Block
from curriculum_gap.readers.titles import choose_title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Statistics Laboratory", "Office: ENVD 201", "Phone: 555 1204"), "Statistics Laboratory"),
        (("Harlow Ridge University", "Office Hours: Monday in SC 1227", "Care and Justice"),
         "Care and Justice"),
        (("Fall 2026", "COUN 505", "Basic Helping Skills"), "COUN 505 Basic Helping Skills"),
        (("Syllabus", "Course title: Grief and Loss", "Room: LIS 334"), "Grief and Loss"),
    ],
)  # fmt: skip
def test_the_course_is_named(lines: tuple[str, ...], title: str) -> None:
    assert choose_title([Block(line) for line in lines], "") == title
