"""Documents in another language than the rubric's are read, with a warning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap import Coverage, Unread, load_rubric
from curriculum_gap.pipeline import check_bytes

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = {
    "French": "Les étudiants apprennent à écouter les personnes et à comprendre les effets de la"
    " pauvreté sur la santé. Nous lisons des textes et nous parlons de la justice dans le soin. ",
    "German": "Die Studierenden lernen, wie die Gesellschaft auf die seelische Gesundheit wirkt, und"
    " was eine gute Beratung ist. In der ersten Sitzung geht es um das Zuhören und die Stille. ",
    "Spanish": "Los estudiantes aprenden a escuchar a las personas y a comprender los efectos de la"
    " pobreza en la salud. En la primera sesión se habla del silencio y de la justicia social. ",
    "another script": "Студенты учатся слушать людей и понимать влияние бедности на здоровье. "
    "Мы читаем тексты и говорим о справедливости в помощи. ",
}


def warnings_of(text: str, language: str = "en") -> tuple[str, ...]:
    rubric = replace(load_rubric(), language=language)
    verdict = check_bytes(text.encode(), "course.txt", rubric)
    assert isinstance(verdict, Coverage)
    return verdict.warnings


@pytest.mark.parametrize("name", TEXTS)
def test_another_language_is_read_with_a_warning(name: str) -> None:
    (warning,) = warnings_of(TEXTS[name] * 4)
    assert warning == f"seems to be in {name}; the rubric's terms are English, so little is found"


def test_no_warning_where_it_cannot_be_told() -> None:
    assert warnings_of("Course outline\n\nListening. Silence. Power.") == ()
    assert warnings_of(TEXTS["French"] * 4, "fr-CA") == ()
    assert warnings_of(TEXTS["German"] * 4, "fi") == ()
    # A plan with names and titles alone has few small words.
    assert (
        warnings_of("".join(f"Week {n}: Moreau, Lindqvist, Ortega; paper\n" for n in range(40)))
        == ()
    )


def test_examples_are_in_the_rubrics_language() -> None:
    rubric = load_rubric()
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in {".md", ".qmd", ".tex", ".html", ".txt", ".docx", ".pdf"}:
            verdict = check_bytes(path.read_bytes(), path.name, rubric)
            assert not isinstance(verdict, Unread)
            assert not any("seems to be in" in warning for warning in verdict.warnings), path.name


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_told_by_stretches_of_it(name: str) -> None:
    for text in (TEXTS[name] * 300, f"{TEXTS[name]}\n\n" * 300):
        (warning,) = warnings_of(text)
        assert warning.startswith(f"seems to be in {name};")


def test_a_script_without_spaces_is_another_script() -> None:
    for number in (1, 300):
        (warning,) = warnings_of(
            "本課程探討心理健康與社會正義的關係，學生須閱讀指定文獻。" * number
        )
        assert warning.startswith("seems to be in another script;")
