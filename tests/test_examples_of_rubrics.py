"""The written examples beside the shipped rubrics: enough of each kind, none twice."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from curriculum_gap.compiled import load_rubric
from curriculum_gap.rubric import shipped

sys.path.insert(0, str(Path(__file__).parents[1]))
from fitting.examples import COVERED, FOLDER, IGNORED, load_examples

#: Shipped rubrics with written examples; those without labels have none, and learn no words.
WITH_EXAMPLES = [name for name in shipped() if (FOLDER / name).is_dir()]


def test_the_default_rubric_has_examples() -> None:
    assert "equity-mental-health" in WITH_EXAMPLES


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_each_topic_has_examples_of_each_section_and_kind(name: str) -> None:
    examples = load_examples(name)
    topics = {topic.id for topic in load_rubric(name).topics}
    assert {example.topic for example in examples} == topics
    for topic in topics:
        own = [example for example in examples if example.topic == topic]
        groups = {
            about: Counter(e.group for e in own if e.about == about) for about in (True, False)
        }
        assert set(groups[True]) == set(COVERED) and set(groups[False]) == IGNORED, topic
        assert groups[True].total() >= 55 and groups[False].total() >= 40, topic
        assert 0.25 < sum(example.is_test for example in own) / len(own) < 0.36, topic


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_no_example_stands_twice(name: str) -> None:
    written = Counter(
        (example.topic, " ".join(example.text.lower().split())) for example in load_examples(name)
    )
    assert [text for text, number in written.items() if number > 1] == []


def test_a_fault_names_the_file_and_what_would_work(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "hunger.yaml").write_text("topic: hunger\ncovers:\n  week: [a]\nignores: {}\n")
    with pytest.raises(ValueError, match=r"hunger\.yaml: covers has no 'week'; use activity"):
        load_examples("toy", tmp_path)
    (folder / "hunger.yaml").write_text("topic: thirst\ncovers: {}\nignores: {}\n")
    with pytest.raises(ValueError, match="as the file is named"):
        load_examples("toy", tmp_path)
