"""Pages saved from learning platforms and Google Docs: what a person sees of the course, and none of
what the platform puts around it. The pages below ``saved_pages`` are made up; their classes and
structure are those of the platforms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_gap.nouns import Block, Document, Limits, Section, Shape
from curriculum_gap.readers import read_document
from curriculum_gap.readers.html import platforms, shadow_roots
from curriculum_gap.readers.html.platforms import PLATFORMS, Platform
from curriculum_gap.sections import assign

PAGES = Path(__file__).parent / "saved_pages"
FILLER = "<p>In this course we talk at some length about families and about their neighbours.</p>"
# Planted around the course in the pages: the person who was signed in, others, other courses,
# services, controls.
AROUND = (
    "Riley Example",
    "Sam Sample",
    "Trauma-Informed",
    "Addiction Policy",
    "Counseling Center",
    "Accessibility score",
    "Preview",
    "Links to an external site",
    "Jump to Today",
    "Move to",
    "Mark as done",
    "Collapse all",
    "Upcoming events",
    "Log out",
    "Previous",
    "To Do",
    "Report abuse",
    "Learn more",
    "Equella",
    "options",
    "Never shown",
    "tab to go on",
)


def read(name: str) -> Document:
    return read_document((PAGES / f"{name}.html").read_bytes(), f"{name}.html", Limits())


def made(body: str) -> Document:
    page = f"<!doctype html><meta charset=utf-8><title>Kin</title><body>{body}</body>"
    return read_document(page.encode(), "a.html", Limits())


def shown(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.hidden]


def outline(document: Document) -> list[tuple[str, str, int]]:
    return [
        (block.shape.value, block.text, block.depth)
        for block in document.blocks
        if not block.hidden and len(block.text) < 100
    ]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_nothing_around_the_course_is_read(path: Path) -> None:
    text = " ".join(shown(read(path.stem)))
    assert [words for words in AROUND if words in text] == []
    assert "grieve" in text


def sections(document: Document, start: str) -> list[Section]:
    return [each.section for each in assign(document) if each.text.startswith(start)]


def test_a_syllabus_of_canvas() -> None:
    document = read("canvas_syllabus")
    assert document.title == "Syllabus for SWK 310: Grief, Loss and Care"
    assert document.warnings == ()
    assert outline(document) == [
        ("heading", "Course Syllabus", 1),
        ("heading", "SWK 310: Grief, Loss and Care", 2),
        ("heading", "Learning Objectives", 3),
        ("entry", "Explain models of grief.", 1),
        ("entry", "Plan care for a bereaved family.", 1),
        ("paragraph", "Files: Reading list.pdf", 0),
        ("heading", "Late work", 3),
        ("paragraph", "Work may be two days late.", 0),
        ("heading", "Course Summary:", 2),
        ("row", "Date | Details | Due", 0),
        ("row", "Tue Feb 3, 2026 | Assignment Grief journal | due by 11:59pm", 0),
        ("row", "Quiz Quiz on models of loss | due by 11:59pm", 0),
        ("row", "Tue Feb 10, 2026 | Calendar Event SWK-310-01 class meeting | 9am to 10am", 0),
        ("row", "Assignment Family care plan", 0),
    ]


def test_the_course_summary_of_canvas_is_graded_work_with_dates() -> None:
    document = read("canvas_syllabus")
    assert sections(document, "Tue Feb 3, 2026 | Assignment Grief") == [Section.ASSIGNMENT]
    assert sections(document, "Quiz Quiz on models") == [Section.ASSIGNMENT]
    assert sections(document, "Tue Feb 10, 2026 | Calendar Event") == [Section.SESSION]


def test_modules_of_canvas_are_sessions_also_where_they_are_collapsed() -> None:
    document = read("canvas_modules")
    assert document.title == "Course Modules: SWK 310 Grief, Loss and Care"
    assert document.warnings == ()
    assert outline(document) == [
        ("heading", "Course Modules", 1),
        ("heading", "Week 1: How families grieve", 2),
        ("entry", "Models of loss, pages 3 to 20", 1),
        ("entry", "Grief journal Feb 3 20 pts", 1),
        ("heading", "Care at the end of life", 2),
        ("entry", "Before class", 1),
        ("entry", "Discussion of hospice visits Feb 10 10 pts", 1),
    ]
    assert sections(document, "Care at the end of life") == [Section.SESSION]
    assert sections(document, "Discussion of hospice") == [Section.SESSION]


def test_a_course_of_moodle() -> None:
    document = read("moodle_course")
    assert document.title == "Grief, Loss and Care"
    assert outline(document) == [
        ("heading", "Grief, Loss and Care", 1),
        ("heading", "Weekly outline", 2),
        ("heading", "General", 3),
        ("heading", "Learning objectives", 4),
        ("entry", "Explain models of grief.", 2),
        ("heading", "Week 1: How families grieve", 3),
        ("entry", "Models of loss", 2),
        ("entry", "Grief journal Due: Tuesday, 3 February 2026, 11:59 PM", 2),
        ("entry", "Write one page about a loss in a novel that you know.", 2),
    ]
    hidden = [block.text for block in document.blocks if block.hidden]
    assert hidden == ["Week 2: Draft on hospice", "Not yet open to students."]


def test_a_content_page_of_blackboard() -> None:
    document = read("blackboard_content")
    assert document.title == "Syllabus – SWK 310 Grief, Loss and Care"
    headings = [block.text for block in document.blocks if block.shape is Shape.HEADING]
    assert headings == [
        "Syllabus",
        "Course Description",
        "Learning Objectives",
        "Grief journal",
        "Assignment Instructions",
    ]
    assert shown(document)[-1] == "Write one page about a loss in a novel that you know."
    assert "Reading list.pdf (120.5 KB)" in shown(document)


def test_a_topic_of_brightspace_with_what_its_elements_show() -> None:
    document = read("brightspace_topic")
    assert outline(document) == [
        ("heading", "Syllabus", 1),
        ("heading", "SWK 310: Grief, Loss and Care", 2),
        ("heading", "Learning Objectives", 3),
        ("entry", "Explain models of grief.", 1),
        ("heading", "Assignments", 3),
        ("paragraph", "Grief journal: 20 points.", 0),
    ]


def test_an_export_of_google_docs() -> None:
    document = read("google_doc_export")
    assert document.title == "SWK 310: Grief, Loss and Care"
    assert outline(document) == [
        ("heading", "SWK 310: Grief, Loss and Care", 1),
        ("paragraph", "Spring 2026, Tuesdays", 0),
        ("heading", "Course Description", 2),
        ("heading", "Learning Objectives", 2),
        ("entry", "Explain models of grief", 1),
        ("entry", "in families", 2),
        ("entry", "Plan care.", 1),
        ("heading", "Schedule", 1),
        ("row", "Week | Topic", 0),
        ("row", "1 | Models of loss", 0),
    ]


def test_a_page_that_google_docs_published() -> None:
    document = read("google_doc_published")
    assert shown(document)[0] == "SWK 310: Grief, Loss and Care"
    assert len(shown(document)) == 4


# ---- each name of a platform has a page that is read otherwise without it


def first(names: frozenset[str]) -> str:
    return sorted(names)[0]


NAMES = [
    (platform, kind, name)
    for platform in PLATFORMS
    for kind in ("signs", "chrome", "content", "icons", "parts")
    for name in sorted(getattr(platform, kind))
]


def page_for(platform: Platform, kind: str, name: str) -> str:
    """A page that is read otherwise where the platform does not know the name."""
    # Of the signs, the one that is no other kind of name keeps the pages apart.
    sign = first(platform.signs - platform.chrome - platform.content)
    sign = f"<i id='{sign}'></i>"
    if kind == "signs":
        return f"<i id='{name}'></i><p class='{first(platform.chrome)}'>Planted.</p>{FILLER}"
    if kind == "content":
        return f"{sign}<p>Planted.</p><div id='{name}'>{FILLER * 2}</div>"
    if kind == "icons":
        return f"{sign}<p class='{name}'><b class='screenreader-only'>Quiz</b> on Kin</p>{FILLER}"
    if kind == "parts":
        return f"{sign}<ul><li>Kin<div class='{name}'>Planted</div></ul>{FILLER}"
    return f"{sign}{FILLER}<p id='{name}'>Planted.</p>"


@pytest.mark.parametrize(
    ("platform", "kind", "name"), NAMES, ids=[f"{p.name}-{kind}-{name}" for p, kind, name in NAMES]
)
def test_each_name_is_needed(
    platform: Platform, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(platform, kind, name)
    with_name = made(page).blocks
    without = replace(platform, **{kind: getattr(platform, kind) - {name}})
    known = tuple(without if each is platform else each for each in PLATFORMS)
    monkeypatch.setattr(platforms, "PLATFORMS", known)
    assert made(page).blocks != with_name


def test_chrome_of_a_platform_goes_however_much_of_the_page_it_holds() -> None:
    page = f"<div class='ic-app'><div id='right-side'>{FILLER * 9}</div>{FILLER}</div>"
    assert len(shown(made(page))) == 1


def test_names_of_one_platform_mean_nothing_on_other_pages() -> None:
    page = f"<div class='block'>Kin and care</div><p class='title'>Care</p>{FILLER}"
    assert [block.shape for block in made(page).blocks] == [Shape.PARAGRAPH] * 3


# ---- what a click opens, what custom elements show


@pytest.mark.parametrize(
    "control",
    [
        "<a role='button' aria-expanded='false' aria-controls='b1'>More</a>",
        "<button aria-expanded='false' aria-controls='a1 b1'>More</button>",
        "<a data-toggle='collapse' href='#b1'>More</a>",
        "<div data-bs-toggle='collapse' data-bs-target='#b1'>More</div>",
        "<a class='element_toggler' aria-controls='b1'>More</a>",
        "<h3 aria-expanded='false' aria-controls='b1'>More</h3>",
    ],
)
def test_what_a_click_opens_is_seen(control: str) -> None:
    document = made(f"{FILLER}{control}<div id='b1' style='display:none'><p>Kin.</p></div>")
    assert [block.hidden for block in document.blocks if block.text == "Kin."] == [False]


@pytest.mark.parametrize(
    "control",
    [
        "<button aria-haspopup='true' aria-expanded='false' aria-controls='b1'>Menu</button>",
        "<a aria-controls='b1'>More</a>",
        "",
    ],
)
def test_what_no_click_on_the_page_opens_stays_hidden(control: str) -> None:
    document = made(f"{FILLER}{control}<div id='b1' style='display:none'><p>Kin.</p></div>")
    assert [block.hidden for block in document.blocks if block.text == "Kin."] == [True]


def test_slots_of_a_shadow_root_show_the_elements_own_text() -> None:
    document = made(
        f"{FILLER}<x-card><template shadowrootmode='open'><style>p{{}}</style><p>Before</p>"
        "<slot name='head'>no head</slot><slot></slot><slot name='none'>as it is</slot></template>"
        "<p>Text</p><h2 slot='head'>Kin</h2><p slot='lost'>Lost</p></x-card>"
    )
    assert shown(document)[1:] == ["Before", "Kin", "Text", "as it is"]


def test_slots_go_through_elements_within_a_shadow_root() -> None:
    inner = (
        "<x-b><template shadowrootmode='open'><p>In</p><slot></slot></template><slot></slot></x-b>"
    )
    document = made(
        f"{FILLER}<x-a><template shadowrootmode='open'>{inner}</template><p>Kin.</p></x-a>"
    )
    assert shown(document)[1:] == ["In", "Kin."]


def test_many_slots_take_linear_time() -> None:
    slots = "<slot></slot>" * 50_000
    page = f"{FILLER}<x-a><template shadowrootmode='open'>{slots}</template>{'<p>a</p>' * 50_000}</x-a>"
    assert len(shown(made(page))) == 50_001


def test_a_page_of_templates_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    template = "<x-a><template shadowrootmode='open'><slot></slot></template>"
    deep = f"{FILLER}{template * 400}<p>Kin.</p>{'</x-a>' * 400}"
    assert shown(made(deep))[-1] == "Kin."
    monkeypatch.setattr(shadow_roots, "_MOST_ROOTS", 1)
    assert "Kin." in shown(made(f"{FILLER}{template}<p>Kin.</p></x-a>"))


def test_a_tab_that_is_a_heading_stands_once() -> None:
    document = made(
        f"{FILLER}<h3 role='tab' id='t' aria-controls='p'>Late work</h3>"
        "<div id='p' role='tabpanel' aria-labelledby='t' style='display:none'><p>Two days.</p></div>"
    )
    assert shown(document)[1:] == ["Late work", "Two days."]


def test_weights_of_letters_are_those_of_the_page_and_of_its_style() -> None:
    def heads(body: str) -> list[Block]:
        blocks = made(f"<style>.b{{font-weight:700}}</style>{body}{FILLER}").blocks
        return [block for block in blocks if block.shape is Shape.HEADING]

    assert len(heads("<p class=b>Course Policies</p>")) == 1
    assert len(heads("<p class=b><span style='font-weight:400'>Course Policies</span></p>")) == 0
    assert len(heads("<p style='font-weight:bold'>Course Policies</p>")) == 1
