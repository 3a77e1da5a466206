"""The script of HTML pages in a real browser, and the marks that it saves as labels.

Tests with a browser need selenium, chromium and chromedriver; they skip where one is absent.
"""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from gated import payload_report
from handmade import text_of
from test_report_html import MORE_PAYLOADS

from curriculum_gap import load_rubric
from curriculum_gap.cli import main
from curriculum_gap.rubric import read_examples

COURSE = """# COUN 601: Counselling across cultures

## Objectives

- Explain how racism in psychiatry shapes who is diagnosed with what
- Compare two models of cultural humility

## Schedule

Week 1: Racism in psychiatry and anti-racist practice
Week 2: Cultural humility in the counselling room, with role plays and recordings
Week 3: Stigma, and who asks for help with their mental health

## Assignments

Paper (40 %): analyse how racism in psychiatry shows in one clinic, and propose a change of practice
"""
FOOD = [f"Families of {place} and the grocer who left after the {what}" for place in
        ("the valley", "two towns", "the harbour", "one street", "the county") for what in
        ("flood", "war")]  # fmt: skip
"""Ten examples of a topic: one fewer than there are without a mark, and nothing would be learned."""
RUBRIC: dict[str, Any] = {
    "format": 1, "id": "food-justice", "version": "1", "title": "Food justice", "language": "en",
    "domains": [{"id": "access", "title": "Access to food"}, {"id": "land", "title": "Land"}],
    "topics": [
        {"id": "insecurity", "domain": "access", "title": "Food insecurity", "definition": "Hunger.",
         "strong": ["food insecurity", "food desert"], "covers": FOOD[:9]},
        {"id": "seeds", "domain": "land", "title": "Seed sovereignty", "definition": "Seeds.",
         "strong": ["seed sovereignty"]},
    ],
}  # fmt: skip
NUTRITION = """# NUTR {code}: Community nutrition

Instructor: Dr. Marisol Okonkwo

## Objectives

- Explain food insecurity among families and the grocer who left

## Schedule

- Week 1: Food insecurity and the food desert
- Week 2: Seed sovereignty, and who owns a seed
- Week 3: Vitamins that dissolve in fat, and the laboratory report on them

## Course description

An introduction to what people in one county eat, with visits to two kitchens and a laboratory.
{more}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coun601.md").write_text(COURSE, "utf-8")
    (tmp_path / "coun602.md").write_text(COURSE.replace("601", "602"), "utf-8")
    courses = tmp_path / "courses"
    courses.mkdir()
    paper = "\n## Assignments\n\n- Paper: food insecurity in one county (50 %)\n"
    (courses / "okonkwo-nutr210.md").write_text(NUTRITION.format(code=210, more=""), "utf-8")
    (courses / "okonkwo-nutr310.md").write_text(NUTRITION.format(code=310, more=paper), "utf-8")
    (tmp_path / "rubric.yaml").write_text(yaml.safe_dump(RUBRIC), "utf-8")
    return tmp_path


def marked(**values: object) -> str:
    content = Path("coun601.md").read_bytes()
    line = {"mark": "right", "file": "coun601.md", "sha256": sha256(content).hexdigest(),
            "topic": "racism-and-anti-racism", "position": 0, "start": 0, "end": 1}  # fmt: skip
    return json.dumps(line | values) + "\n"


def places_in(page: str, file: int, topic: int) -> list[dict[str, int]]:
    """Where the passages of a file stand that are evidence of a topic, in a page."""
    from lxml import html

    found = html.document_fromstring(page).xpath(f"//li[@data-f='{file}'][@data-t='{topic}']")
    places = []
    for entry in found:
        start, end = map(int, entry.get("data-o").split())
        places.append({"position": int(entry.get("data-e")), "start": start, "end": end})
    return places


def places_of_racism(capsys: pytest.CaptureFixture[str]) -> list[dict[str, int]]:
    """The same for the first course."""
    assert main(["coun601.md", "-f", "html", "--no-cache"]) == 0
    return places_in(capsys.readouterr().out, 0, 1)


def evaluated(
    capsys: pytest.CaptureFixture[str], *words: str, code: int = 0, documents: str = "."
) -> dict[str, Any]:
    capsys.readouterr()
    command = ["evaluate", "marks.jsonl", "--documents", documents, "-f", "json", "--no-cache"]
    assert main([*command, *words]) == code
    output = capsys.readouterr()
    values: dict[str, Any] = json.loads(output.out) if code == 0 else {"said": output.err}
    return values


# Marks


def test_marks_are_labels_of_passages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = places_of_racism(capsys)
    assert len(places) >= 2
    lines = [marked(**places[0]), marked(**places[1], mark="wrong")]
    Path("marks.jsonl").write_text("".join(lines), "utf-8")
    passages = evaluated(capsys)["passages"]
    assert passages["precision"]["value"] == 0.5 and passages["recall"]["value"] == 1.0


def test_a_topic_whose_evidence_is_all_wrong_is_absent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [marked(**place, mark="wrong") for place in places_of_racism(capsys)]
    Path("marks.jsonl").write_text("".join(lines), "utf-8")
    assert evaluated(capsys)["disputed"] == 29


def test_marks_on_another_version_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("marks.jsonl").write_text(marked(sha256="0" * 64), "utf-8")
    assert "coun601.md: is not the file that was marked" in evaluated(capsys, code=2)["said"]
    Path("marks.jsonl").write_text(marked() + marked(sha256="0" * 64), "utf-8")
    assert "marks another version of 'coun601.md'" in evaluated(capsys, code=2)["said"]
    Path("marks.jsonl").write_text(marked() + marked(mark="good"), "utf-8")
    assert "marks.jsonl:2" in evaluated(capsys, code=2)["said"]


def test_a_marked_file_is_found_by_its_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = places_of_racism(capsys)[0]
    Path("marks.jsonl").write_text(marked(file="a/[name]-601.md", **place), "utf-8")
    assert evaluated(capsys)["passages"]["precision"]["value"] == 1.0


def test_a_mark_on_a_passage_that_is_another_now_counts_as_missed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = places_of_racism(capsys)[:2]
    moved = first | {"start": first["start"] + 1}
    Path("marks.jsonl").write_text(marked(**moved) + marked(**second), "utf-8")
    passages = evaluated(capsys)["passages"]
    assert passages["precision"]["value"] == 1.0 and passages["recall"]["value"] == 0.5


def test_offsets_are_those_of_the_document_where_names_are_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = COURSE.replace("Paper (40 %): analyse", "Paper for Dr. Marisol Okonkwo (40 %): analyse")
    Path("coun601.md").write_text(text, "utf-8")
    page = ["coun601.md", "-f", "html", "--no-cache"]
    assert main(page) == 0 and "Okonkwo" not in (shown := capsys.readouterr().out)
    assert main([*page, "--no-redact-names"]) == 0 and "Okonkwo" in (
        full := capsys.readouterr().out
    )
    assert "for Dr. [name]" in shown or "for [name]" in shown
    assert places_in(shown, 0, 1) == places_in(full, 0, 1)


def fitted(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["rubric", "fit", "rubric.yaml", "--marks", "marks.jsonl", *words])
    output = capsys.readouterr()
    return code, output.out + output.err


def test_marks_become_examples_of_a_rubric(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["courses", "--rubric", "rubric.yaml", "-f", "json", "--no-cache"]) == 0
    report = json.loads(capsys.readouterr().out)
    [evidence] = [topic["evidence"] for topic in report["documents"][0]["topics"]
                  if topic["id"] == "insecurity"]  # fmt: skip
    path = Path("courses/okonkwo-nutr210.md")
    assert main(["courses", "--rubric", "rubric.yaml", "-f", "html", "--no-cache"]) == 0
    lines = [
        {"mark": mark, "file": str(path), "sha256": sha256(path.read_bytes()).hexdigest(),
         "topic": "insecurity", **place}
        for mark, place in zip(("right", "wrong"), places_in(capsys.readouterr().out, 0, 0), strict=False)
    ]  # fmt: skip
    Path("marks.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    code, said = fitted(capsys)
    assert code == 0 and "insecurity: 10 covers, 1 ignores: " in said
    written = Path("examples/food-justice/insecurity.marks.yaml")
    assert str(written) in said and written.read_text("utf-8").startswith("# Passages")
    values = yaml.safe_load(written.read_text("utf-8"))
    assert values["covers"] == [evidence[0]["text"]] and values["ignores"] == [evidence[1]["text"]]
    # A second opinion on the same passage takes the place of the first.
    lines[1]["mark"] = "right"
    Path("marks.jsonl").write_text(json.dumps(lines[1]) + "\n", "utf-8")
    assert "insecurity: 11 covers, 0 ignores" in fitted(capsys)[1]
    rubric = load_rubric("rubric.yaml")
    assert len(read_examples(rubric, Path("rubric.yaml"))) == 11 and rubric.learned


def test_what_holds_no_marks_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("marks.jsonl").write_text('{"doc": "x"}\n', "utf-8")
    code, said = fitted(capsys)
    assert code == 2 and "marks.jsonl: holds no marks" in said
    Path("marks.jsonl").write_text(marked(file="gone.md", sha256="1" * 64), "utf-8")
    code, said = fitted(capsys)
    assert code == 2 and "not one of its passages can be read" in said
    path = sorted(Path("courses").iterdir())[0]
    line = marked(
        file=str(path), sha256=sha256(path.read_bytes()).hexdigest(), topic="of-another-rubric"
    )
    Path("marks.jsonl").write_text(line, "utf-8")
    code, said = fitted(capsys)
    assert code == 2 and "marks no evidence of this rubric" in said
    assert "name the rubric of the page that they were saved from" in said


# In a browser


class Page:
    """A browser that shows one page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path) -> Page:
        self.driver.get(path.resolve().as_uri())
        return self

    def all(self, selector: str) -> list[Any]:
        """Elements that are shown."""
        found = self.driver.find_elements("css selector", selector)
        return [element for element in found if element.is_displayed()]

    def one(self, selector: str) -> Any:
        [element] = self.all(selector)
        return element

    def choose(self, name: str, text: str) -> None:
        from selenium.webdriver.common.keys import Keys

        select = self.one(f"[name={name}]")
        names = [option.text for option in select.find_elements("css selector", "option")]
        select.send_keys(Keys.HOME, *[Keys.ARROW_DOWN] * names.index(text))

    def topics(self) -> list[str]:
        """Titles of the rows that are shown."""
        return [row.text for row in self.all(".grid tr[data-t] th")]

    def focus(self) -> Any:
        return self.driver.switch_to.active_element

    def saved(self, path: Path) -> list[dict[str, Any]]:
        """The marks that the page saves."""
        self.one(".save").click()
        for _ in range(100):
            if path.exists():
                break
            time.sleep(0.1)
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    def assert_quiet(self) -> None:
        """Nothing was asked for, and nothing went wrong or was blocked."""
        assert not self.driver.get_log("browser")
        requests = "return performance.getEntriesByType('resource').length"
        assert self.driver.execute_script(requests) == 0


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are absent")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
                 "disable-background-networking", "disable-component-update", "disable-sync",
                 f"user-data-dir={tmp_path_factory.mktemp('profile')}", "window-size=1280,900"):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    with pytest.MonkeyPatch.context() as patch:
        # The driver is named, so that selenium looks for none; offline, it could not ask for one.
        patch.setenv("SE_OFFLINE", "true")
        driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def page(folder: Path, browser: Any) -> Iterator[Page]:
    """A tab of its own; what a test sets about pages ends with its tab."""
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.set_window_size(1280, 900)
    downloads = {"behavior": "allow", "downloadPath": str(folder)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", downloads)
    browser.get_log("browser")  # what earlier pages wrote is read, and gone
    yield Page(browser)
    browser.close()
    browser.switch_to.window(first)


def test_a_reviewer_opens_a_cell_filters_marks_and_evaluates(
    folder: Path, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    from selenium.webdriver.common.keys import Keys

    assert main(["coun601.md", "coun602.md", "-q", "--no-cache", "-o", "page.html"]) == 0
    page.open(folder / "page.html")
    link = page.all(".grid td.level a")[0]
    link.send_keys(Keys.ENTER)  # by keyboard, as by a click
    dialog = page.one("dialog")
    assert "COUN 601" in dialog.text and "Why:" in dialog.text and page.all("dialog mark")
    for button in page.all("dialog button[value=right]"):
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
    page.focus().send_keys(Keys.ESCAPE)
    assert page.focus() == link
    link.send_keys(Keys.ARROW_RIGHT)
    assert page.focus().get_attribute("hash").startswith("#d2t")
    page.one("[name=words]").send_keys("recordings")
    [shown] = page.topics()
    assert "humility" in shown
    assert page.saved(folder / "marks.jsonl")
    assert evaluated(capsys)["passages"]["precision"]["value"] == 1.0
    page.assert_quiet()


def mapped(*words: str) -> None:
    command = ["map", "courses", "--rubric", "rubric.yaml", "-q", "--no-cache", "--isolated"]
    assert main([*command, "-o", "map.html", *words]) == 0


def test_a_map_without_names_is_marked_evaluated_and_learned_from(
    folder: Path, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    mapped()
    assert "okonkwo" not in Path("map.html").read_text("utf-8").lower()
    page.open(folder / "map.html")
    page.all(".grid td.level a")[0].click()
    assert "NUTR 210 Community nutrition · Food insecurity" in page.one("dialog h2").text
    assert "Why: taught" in page.one("dialog").text and page.all("dialog mark")
    page.one("dialog button[value=right]").click()
    page.one("dialog > button").click()
    page.all(".grid td.level a")[-1].click()
    assert "NUTR 310 Community nutrition · Seed sovereignty" in page.one("dialog h2").text
    wrong, right = page.one("dialog button[value=wrong]"), page.one("dialog button[value=right]")
    right.click()
    wrong.click()
    pressed = [button.get_attribute("aria-pressed") for button in (right, wrong)]
    assert pressed == ["false", "true"]
    page.one("dialog > button").click()
    marks = page.saved(folder / "marks.jsonl")
    assert [(mark["mark"], mark["topic"]) for mark in marks] == [
        ("right", "insecurity"), ("wrong", "seeds")]  # fmt: skip
    named = evaluated(capsys, "--rubric", "rubric.yaml", documents="courses")
    assert named["passages"]["precision"]["value"] == 0.5
    code, said = fitted(capsys, "--documents", "courses")
    assert code == 0 and "insecurity: 10 covers" in said and "seeds: 0 covers, 1 ignores" in said
    page.assert_quiet()


def test_tabs_and_filters_show_what_was_asked_for(folder: Path, page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    (folder / "courses" / "nutr410.md").write_bytes(b"%PDF-1.4 nothing")
    assert main(["map", "courses", "--rubric", "rubric.yaml", "-q", "--no-cache", "--isolated",
                 "-o", "map.html"]) == 3  # fmt: skip
    page.open(folder / "map.html")
    tabs = [tab.text for tab in page.all("[role=tab]")]
    assert tabs == ["Map", "Gaps and places", "Courses", "Unread (1)"]
    page.all("[role=tab]")[0].send_keys(Keys.ARROW_RIGHT)
    assert page.focus().text == "Gaps and places" and not page.all(".grid")
    page.focus().send_keys(Keys.ARROW_LEFT)
    both = ["Food insecurity", "Seed sovereignty"]
    assert page.topics() == both * 2
    page.choose("domain", "Land")
    assert page.topics() == both[1:] * 2
    page.choose("domain", "all")
    page.choose("level", "assessed")
    assert page.topics() == [*both, both[0]] and page.one("output").text == "1 of 4 entries shown"
    page.choose("level", "all")
    page.choose("course", "NUTR 310")
    heads = [head.text for head in page.all(".grid thead a")]
    assert heads == ["NUTR 310"] and page.one("output").text == "2 of 4 entries shown"
    page.all(".grid thead a")[0].click()
    [course] = page.all("details.document")
    assert course.get_attribute("open") and course.text.startswith("NUTR 310")
    assert len(page.all("tr[id]")) == 2
    page.one("[name=words]").send_keys("OWNS  a seed")
    assert [row.get_attribute("id") for row in page.all("tr[id]")] == ["c2t1"]
    page.assert_quiet()


def test_without_script_everything_can_be_reached(folder: Path, page: Page) -> None:
    mapped()
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.open(folder / "map.html")
    assert not page.all(".filters") and not page.all(".tabs") and not page.all(".blocked")
    assert len(page.topics()) == 4
    for summary in page.all("details.document > summary"):
        summary.click()
    assert len(page.all("tr[id]")) == 4
    targets = {row.get_attribute("id") for row in page.all("tr[id]")}
    for link in page.all(".grid td.level a"):
        assert link.get_attribute("href").partition("#")[2] in targets


def test_a_blocked_script_is_said(folder: Path, page: Page) -> None:
    mapped()
    text = Path("map.html").read_text("utf-8")
    Path("map.html").write_text(text.replace('"use strict";', '"use strict"; '), "utf-8")
    page.open(folder / "map.html")
    assert "is blocked here" in page.one(".blocked").text and not page.all(".filters")


def test_one_document_is_filtered_and_marked(folder: Path, page: Page) -> None:
    assert main(["coun601.md", "-q", "--no-cache", "-o", "page.html"]) == 0
    page.open(folder / "page.html")
    found = len(page.all("tr[id]"))
    page.choose("level", "assessed")
    assert 0 < len(page.all("tr[id]")) < found
    page.all("details.evidence summary")[0].click()
    page.all("button[value=wrong]")[0].click()
    assert [mark["mark"] for mark in page.saved(folder / "marks.jsonl")] == ["wrong"]
    page.assert_quiet()


def map_of_many(folder: Path, courses: int = 13) -> None:
    """The map of so many made-up courses, with a crosswalk."""
    many = folder / "many"
    many.mkdir()
    for number in range(601, 601 + courses):
        text = COURSE.replace("601", str(number)) + "\nInstructor: Dr. Marisol Okonkwo\n"
        (many / f"coun{number}.md").write_text(text, "utf-8")
    assert main(["map", "many", "-q", "--no-cache", "--isolated", "--standard", "cswe-2022",
                 "-o", "map.html"]) == 0  # fmt: skip


def test_paper_has_the_map_on_landscape_pages_with_heads_and_whole_words(
    folder: Path, page: Page
) -> None:
    import pypdfium2

    map_of_many(folder)
    page.open(folder / "map.html")
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    document = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    wide = [sheet.get_width() > sheet.get_height() for sheet in document]
    document.close()
    # The levels by course take two pages or more: each is wide and names every course.
    grid = [number for number, text in enumerate(texts) if text.count("COUN 6") >= 13
            and "not found" in text]  # fmt: skip
    assert len(grid) >= 2 and all(wide[number] for number in grid)
    assert not all(wide)
    # The evidence of all courses is on paper, though none was opened.
    words = " ".join(texts).split()
    assert " ".join(words).count("The best passage for each topic") == 13
    titles = {word for topic in load_rubric("equity-mental-health").topics
              for word in topic.title.split() if "-" not in word}  # fmt: skip
    assert titles <= set(words)
    halves = {word[:end] for word in ("assessed", "assignment", "mentioned") for end in range(4, 8)}
    assert not (halves - {"assess", "mention"}) & set(words)


# Thirteen courses are wider than the page; the dark colours are all there with three.
@pytest.mark.parametrize(("scheme", "courses"), [("light", 13), ("dark", 3)])
def test_axe_finds_nothing(folder: Path, page: Page, scheme: str, courses: int) -> None:
    """Every tab with its parts unfolded, and the dialog."""
    axe = pytest.importorskip("axe_core_python", reason="axe-core is not installed")
    code = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
    map_of_many(folder, courses)
    driver = page.driver
    driver.set_script_timeout(120)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})  # for axe alone
    page.open(folder / "map.html")
    driver.execute_script(code)

    def violations() -> list[str]:
        run = "axe.run().then((found) => arguments[0](found.violations))"
        found = driver.execute_async_script(run)
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    tabs = page.all("[role=tab]")
    assert len(tabs) == 4
    for tab in tabs:
        tab.click()
        for summary in page.all("summary")[:2]:
            summary.click()
        assert violations() == []
    tabs[0].click()
    page.all(".grid td.level a")[0].click()
    assert violations() == []


def test_words_of_others_stay_inert_when_they_are_opened(folder: Path, page: Page) -> None:
    """All payloads, with every document unfolded and in the dialog: no element of theirs."""
    # In one call: each click from outside would be a message to the browser and back.
    unfold = (
        "for (const one of document.querySelectorAll('summary')) one.click();"
        "document.querySelector('.grid td.level a')?.click();"
        "return document.querySelectorAll('details:not([open])').length"
    )
    names = "return [...new Set([...document.querySelectorAll('*')].map((one) => one.localName))]"
    plain: set[str] = set()
    for number, payload in enumerate(["plain", *MORE_PAYLOADS.values()]):
        path = folder / f"{number}.html"
        path.write_text(text_of("html", payload_report(payload)), "utf-8")
        page.open(path)
        assert page.driver.execute_script(unfold) == 0
        tags = set(page.driver.execute_script(names))
        plain = plain or tags
        assert tags <= plain
        page.assert_quiet()
