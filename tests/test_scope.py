"""What a course says that it does not teach, and what others say in its syllabus, is no evidence."""

from __future__ import annotations

import pytest

from curriculum_gap import Limits, load_rubric
from curriculum_gap.calibration import load_calibration
from curriculum_gap.compiled import model_of
from curriculum_gap.keywords import find_candidates
from curriculum_gap.readers import read_document
from curriculum_gap.sections import assign

# Evidence is looked for below this score as well: what counts is fitted, what is vetoed is not.
_LEAST = 0.3


def _topics(text: str) -> set[str]:
    """First words of the topics that a Markdown text holds evidence of, policy text apart."""
    rubric = load_rubric()
    if not text.startswith("#"):
        text = f"# MTH 300 Methods\n\n{text}"
    document = read_document(text.encode(), "course.md", Limits())
    passages = assign(document, rubric.language)
    found = find_candidates(passages, document.title, model_of(rubric), load_calibration())
    return {
        candidate.topic.partition("-")[0]
        for candidate in found
        if candidate.score >= _LEAST and not candidate.is_policy
    }


OUT_OF_SCOPE = [
    # said of what stands in the sentence
    "Racism and sexism fall outside the scope of this course.",
    "Racism in hiring is not a topic of this course.",
    "The course makes no attempt to cover racism or poverty.",
    "There will be no lecture on racism this term.",
    "We leave out racism, stigma and poverty.",
    "We will skip chapter 9 (Racism) and chapter 12 (Stigma).",
    "Racism will not be on the exam and is not discussed in class.",
    "Nothing in this module deals with racism.",
    "I do not teach racism in this course.",
    "This course is not about racism.",
    "We won't be covering racism; that needs a term of its own.",
    "The session on racism has been cancelled.",
    "The unit on racism was dropped last year to make room for statistics.",
    "This seminar does not address any of the following: racism; sexism; poverty.",
    "Neither racism nor poverty is treated in this course.",
    # moved elsewhere
    "Racism is covered in SOC 340.",
    "Racism and stigma are taught in a separate course.",
    "For racism and its history, see SOC 340.",
    "Material on racism has been moved to the second-year course.",
    "Racism is left to SOCW 6120 and taken up there in depth.",
    "Poverty and racism belong to the companion module and are not repeated.",
    "Students who want to study racism should take SOC 340.",
    "Those interested in racism may enrol in the elective on race.",
    "If you are looking for a course on racism, consider SOC 340.",
    "Unlike SOC 340, which is devoted to racism and poverty, this course is about method.",
    # said before or after
    "Racism, stigma and poverty make up Part B. None of this is part of Part A, the present module.",
    "Two workshops had been planned, on racism and on stigma. Both have been cancelled.",
    "Not covered: racism, stigma, poverty.",
    # required from before
    "Students should have completed SOC 210 Racism and Society.",
    "This course assumes prior coursework on racism and sexism.",
    "# Methods\n\n## Not covered in this course\n\n- Racism\n- Stigma\n- Poverty",
    "# Methods\n\n## Topics beyond this module\n\nRacism and poverty.",
    "# Methods\n\n## Related courses\n\n- SOC 340 Racism and Society\n- SOC 350 Poverty",
    "# Methods\n\n## Where to go from here\n\n- SOC 340 Racism and Society",
    "# Methods\n\nThe following are not covered in this course:\n\n- Racism\n- Stigma\n\nWe regret it.",
    "# Methods\n\nThe programme deals with these in other modules:\n\n- Racism\n- Stigma",
    "# Methods\n\n## Prerequisites\n\n- SOC 210 Racism and Society",
    # tables
    "# Methods\n\n| Week | Topic | Note |\n|---|---|---|\n| 1 | Racism | cancelled |\n| 2 | Tests | – |",
    "# Methods\n\n| Week | Topic | Note |\n|---|---|---|\n| 1 | Racism | not taught this year |",
    "# Methods\n\n| Read | Do not read |\n|---|---|\n| 1 Tests | 2 Racism |",
    "# Methods\n\n| Chapter | Omitted |\n|---|---|\n| 1 Tests | 2 Racism |",
]

WITHIN_SCOPE = [
    "Topics include, but are not limited to, racism and stigma.",
    "We examine not only sexism but also racism.",
    "This course is not just about racism; it is about what to do.",
    "The history of the profession cannot be discussed without racism.",
    "No account of the clinic is complete without racism.",
    "Explain why early textbooks did not address racism.",
    "Discuss why psychologists do not examine racism in their own field.",
    "Racism is not always discussed openly in families; week 3 asks why.",
    "We will not cover statistics. Racism is the subject of week 3.",
    "Racism is covered in week 3.",
    "Racism is covered in MTH 300, in week 3.",
    "Racism is covered in Module 4.",
    "Students who want to understand racism in their own practice write a paper on it.",
    "Unlike last year, racism is discussed in every week.",
    "Racism is treated in the first lecture and again in the last.",
    "# Racism and Society\n\nNone of these readings is easy. Do not omit any.\n\n- Racism",
    "# Methods\n\n| Week | Topic | Note |\n|---|---|---|\n| 1 | Racism | quiz |",
    "# Methods\n\n## Topics covered\n\n- Racism",
]


@pytest.mark.parametrize("text", OUT_OF_SCOPE)
def test_what_a_course_does_not_teach(text: str) -> None:
    assert not _topics(text) & {"racism", "stigma", "social", "gender"}


@pytest.mark.parametrize("text", WITHIN_SCOPE)
def test_what_a_course_teaches_though_it_says_not(text: str) -> None:
    assert "racism" in _topics(text)


def test_a_heading_that_leaves_out_holds_for_some_twenty_blocks() -> None:
    """Some documents mark no heading behind the one on the instructor."""

    def found(number: int) -> set[str]:
        lines = "\n\n".join(f"Room {room} is open." for room in range(number))
        return _topics(f"# Methods\n\n## About the instructor\n\n{lines}\n\nRacism in clinics.")

    assert "racism" not in found(15)
    assert "racism" in found(25)


OTHERS = [
    # whose words or work it is
    "# Methods\n\n## About the instructor\n\nDr Adeyemi has published widely on racism in clinics.",
    "Instructor: Dr Adeyemi's research interests include racism and poverty.",
    "She has published on racism and on stigma in three languages.",
    "Professor Lund is the author of a book on racism.",
    "His research focuses on racism in hospitals.",
    "# Methods\n\n## Program Mission\n\nThe program prepares leaders who dismantle racism.",
    "The mission of the School is to end racism and poverty.",
    "The Department is committed to dismantling racism in all that it does.",
    "The college pledges to work towards racial justice and to listen to students of color.",
    # institutions speak
    "Under the Equality Act 2010 the University must advance equality of opportunity across the "
    "protected characteristics, among them gender reassignment, race and disability.",
    "Report + Support: tell us, by name or anonymously, about racism or sexual misconduct.",
    "The School holds an Athena SWAN Bronze award and is a member of the Race Equality Charter.",
    "If you experience or witness racism or microaggressions, fill in the online form and someone "
    "from the team will be in touch.",
    "The college prohibits racism, sexism and harassment of any kind by its members.",
    "Use respectful language in discussions; racism, sexism and personal attacks are not "
    "tolerated.",
    "Students of the university have a right to learn in a climate free of racism.",
    "We stand against racism. Our university affirms that every student belongs.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_others_say_in_a_syllabus(text: str) -> None:
    assert not _topics(text) & {"racism", "stigma", "social", "gender", "bias", "systemic"}


OWN = [
    "Week 4: how the Equality Act 2010 came about, and what it says on race and racism.",
    "Students will describe how universities have responded to racism on campus.",
    "Exam 2: racism in hospitals, and how nurses report it.",
    "Paper: interview a person who has published on racism.",
    "Week 6: hate crime and racism: who reports, and who does not.",
    "We will read an author who has published on racism since 1970.",
    "Assess how the mission of a school shapes its answer to racism.",
    "Students examine racism in university admissions and write a policy for their own department.",
]


@pytest.mark.parametrize("text", OWN)
def test_what_the_course_itself_says_on_the_same_matters(text: str) -> None:
    assert _topics(text) & {"racism"}
