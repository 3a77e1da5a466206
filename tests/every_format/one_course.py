"""One made-up course, as values: every format is written from it, and each must give the same."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COURSE", "Bullets", "Course", "Paragraph", "Part", "Table"]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """The entries of a list."""

    entries: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row. ``name`` is for formats that have a sheet for each."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Part:
    """What stands below one heading."""

    heading: str
    content: tuple[Paragraph | Bullets | Table, ...]


@dataclass(frozen=True)
class Course:
    """A syllabus: its title, what stands below that, and its parts."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


COURSE = Course(
    "COUN 531: Counseling Across Cultures",
    (
        "Northfield College, Department of Counseling. Autumn term, three credits.",
        "Instructor: Dana Whitlock. Office hours on Tuesdays from two to four, in room 212 of the "
        "annex, or by appointment.",
    ),
    (
        Part(
            "Course Description",
            (
                Paragraph(
                    "This course prepares beginning counselors to work with clients whose lives "
                    "differ from their own. It takes up cultural humility as a habit that is "
                    "practised in each session, and it asks how racism enters the room before a "
                    "client has said a word. Students learn to listen for what a family calls a "
                    "problem, to plan care with it and to say what they do not know."
                ),
                Paragraph(
                    "Class meets once a week for a lecture, a demonstration and practice in groups "
                    "of three. Recordings of practice are seen by the group and the instructor "
                    "alone."
                ),
            ),
        ),
        Part(
            "Learning Objectives",
            (
                Paragraph("By the end of the course students will be able to:"),
                Bullets(
                    (
                        "Describe cultural humility and show it in a first session",
                        "Explain how racism and anti-Black bias shape diagnosis and treatment",
                        "Discuss the stigma of mental illness and what keeps people from seeking "
                        "help",
                        "Conduct an intake interview in which the client sets the order of topics",
                        "Write a treatment plan that names goals, methods and a date of review",
                    )
                ),
            ),
        ),
        Part(
            "How Class Time Is Used",
            (
                Paragraph(
                    "Most meetings have three parts. The first is a short lecture on the chapter, "
                    "with questions that were sent in on the evening before. The second is a "
                    "demonstration by the instructor or a guest, which the class stops whenever "
                    "somebody wants to know why a sentence was said. The third is practice: one "
                    "student speaks, one listens as counselor and one observes with a sheet of "
                    "five questions, and after fifteen minutes the three change places."
                ),
                Paragraph(
                    "What is practised in class is looked at again in the recorded session. "
                    "Nobody is asked to bring a story that they would rather keep; made-up cases "
                    "are handed out for those who prefer one."
                ),
            ),
        ),
        Part(
            "Required Texts",
            (
                Bullets(
                    (
                        "Harlan and Osei, A First Course in Helping Conversations, third edition",
                        "Readings of each week, on the page of the course",
                    )
                ),
            ),
        ),
        Part(
            "Course Schedule",
            (
                Table(
                    "Schedule",
                    ("Week", "Topic", "Reading"),
                    (
                        ("1", "Introductions and the contract of the course", "Harlan, chapter 1"),
                        ("2", "Listening and the first five minutes", "Harlan, chapter 2"),
                        (
                            "3",
                            "Cultural humility in the first session",
                            "Abara, Humility before competence",
                        ),
                        (
                            "4",
                            "Racism and its effects on mental health",
                            "Lindqvist, Racial trauma in the clinic",
                        ),
                        (
                            "5",
                            "Stigma and help-seeking among young men",
                            "Moreau, Shame at the door",
                        ),
                        ("6", "Goals, contracts and the plan of treatment", "Harlan, chapter 4"),
                        (
                            "7",
                            "Working with interpreters and with families who came as refugees",
                            "Petrov, Three people in the room",
                        ),
                        ("8", "Practice day: recordings in groups of three", "None"),
                        (
                            "9",
                            "Poverty, housing and the social determinants of mental health",
                            "Osei, Rent and the nervous system",
                        ),
                        ("10", "Endings, referrals and notes", "Harlan, chapter 9"),
                        ("11", "Presentations of the community project", "None"),
                        ("12", "Review of the term and feedback", "Harlan, chapter 12"),
                    ),
                ),
            ),
        ),
        Part(
            "Assignments and Grading",
            (
                Paragraph("The grade of the course is made of four pieces of work."),
                Table(
                    "Assignments",
                    ("Assignment", "Description", "Weight"),
                    (
                        (
                            "Case study paper",
                            "A paper of eight pages on how racism shaped the care of one client, "
                            "with a plan of treatment",
                            "35%",
                        ),
                        (
                            "Recorded session and self-evaluation",
                            "Twenty minutes of practice, with an evaluation of your own cultural "
                            "humility",
                            "30%",
                        ),
                        ("Quizzes on the textbook", "Five short quizzes on terms", "15%"),
                        (
                            "Community project",
                            "A leaflet for one agency on where to find counseling nearby, made in "
                            "groups",
                            "20%",
                        ),
                    ),
                ),
            ),
        ),
        Part(
            "Rubric for the Case Study Paper",
            (
                Table(
                    "Rubric",
                    ("Criterion", "Complete", "Needs work"),
                    (
                        (
                            "Account of the case",
                            "The client is drawn with care and from several sides",
                            "The client is a list of symptoms",
                        ),
                        (
                            "Analysis of racism in the care that was given",
                            "Decisions are tied to what was said and done",
                            "The analysis stays general",
                        ),
                        (
                            "Plan of treatment",
                            "Goals can be reviewed on a date",
                            "Goals are wishes",
                        ),
                    ),
                ),
            ),
        ),
        Part(
            "Class Participation",
            (
                Paragraph(
                    "Come prepared and on time. Practice in groups of three depends on all three, "
                    "so tell your group before you miss a class. We speak from our own experience, "
                    "ask before we assume, and keep in the room what was said there."
                ),
                Paragraph(
                    "A short note on sources: newspapers, films and memoirs are welcome in "
                    "discussion, and one of our guests will speak about faith and the church as a "
                    "place of support."
                ),
            ),
        ),
        Part(
            "Submitting Work",
            (
                Paragraph("Papers are handed in through the page of the course."),
                Bullets(
                    (
                        "Name the file with your surname and the number of the course",
                        "Use double spacing, page numbers and the style of references that the "
                        "library explains",
                        "Remove every name, address and date from accounts of practice",
                        "Keep a copy until the grades of the term are final",
                    )
                ),
                Paragraph(
                    "Recordings stay on the server of the college, can be opened by your group "
                    "and the instructor, and are deleted at the end of the term. Papers come back "
                    "with comments within two weeks; one revision of the case study paper is "
                    "read again if it arrives within ten days of the comments."
                ),
            ),
        ),
        Part(
            "Grades",
            (
                Table(
                    "Grades",
                    ("Percent", "Grade"),
                    (
                        ("93 and above", "A"),
                        ("85 to 92", "B"),
                        ("75 to 84", "C"),
                        ("Below 75", "The course has to be taken again"),
                    ),
                ),
            ),
        ),
        Part(
            "Accommodations for Students with Disabilities",
            (
                Paragraph(
                    "Students with disabilities who need accommodations should contact the office "
                    "of disability services in the first two weeks of the term and give the "
                    "instructor its letter. The college does not discriminate on the basis of "
                    "race, sex, gender identity, sexual orientation, religion or veteran status."
                ),
            ),
        ),
        Part(
            "Academic Integrity and Late Work",
            (
                Paragraph(
                    "All work is your own unless it says otherwise. Late papers lose five percent "
                    "for each day, and none is taken after a week unless we agreed on another date "
                    "before it was due. Attendance is taken at the beginning of each class."
                ),
            ),
        ),
    ),
)
