"""The script of the HTML page in a real browser, and the marks that it saves as labels.

Tests with a browser need selenium, chromium and chromedriver; they skip where one is absent.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.cli import main

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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coun601.md").write_text(COURSE, "utf-8")
    (tmp_path / "coun602.md").write_text(COURSE.replace("601", "602"), "utf-8")
    return tmp_path


def marked(**values: object) -> str:
    content = Path("coun601.md").read_bytes()
    line = {"mark": "right", "file": "coun601.md", "sha256": sha256(content).hexdigest(),
            "topic": "racism-and-anti-racism", "position": 0, "start": 0, "end": 1}  # fmt: skip
    return json.dumps(line | values) + "\n"


def positions(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """Numbers of the passages that are evidence of racism in the first course."""
    assert main(["coun601.md", "-f", "html", "--no-cache"]) == 0
    from lxml import html

    root = html.document_fromstring(capsys.readouterr().out)
    topics = root.xpath("//ol[@class='topics']/li/text()")
    number = topics.index("racism-and-anti-racism")
    return [int(entry.get("data-e")) for entry in root.xpath(f"//li[@data-t='{number}'][@data-e]")]


def evaluated(capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, Any]:
    words = ["evaluate", "marks.jsonl", "--documents", ".", "-f", "json", "--no-cache"]
    assert main(words) == code
    output = capsys.readouterr()
    values: dict[str, Any] = json.loads(output.out) if code == 0 else {"said": output.err}
    return values


def test_marks_are_labels_of_passages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = positions(capsys)
    assert len(places) >= 2
    lines = [marked(position=places[0]), marked(position=places[1], mark="wrong")]
    Path("marks.jsonl").write_text("".join(lines), "utf-8")
    passages = evaluated(capsys)["passages"]
    assert passages["precision"]["value"] == 0.5 and passages["recall"]["value"] == 1.0


def test_a_topic_whose_evidence_is_all_wrong_is_absent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [marked(position=place, mark="wrong") for place in positions(capsys)]
    Path("marks.jsonl").write_text("".join(lines), "utf-8")
    assert evaluated(capsys)["disputed"] == 29


def test_marks_on_another_version_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("marks.jsonl").write_text(marked(sha256="0" * 64), "utf-8")
    assert "coun601.md: is not the file that was marked" in evaluated(capsys, 2)["said"]
    Path("marks.jsonl").write_text(marked() + marked(sha256="0" * 64), "utf-8")
    assert "marks another version of 'coun601.md'" in evaluated(capsys, 2)["said"]
    Path("marks.jsonl").write_text(marked() + marked(mark="good"), "utf-8")
    assert "marks.jsonl:2" in evaluated(capsys, 2)["said"]


@pytest.fixture
def browser(folder: Path) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are absent")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
                 "disable-background-networking", "disable-component-update", "disable-sync",
                 f"user-data-dir={folder / 'profile'}", "window-size=1280,900"):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


def test_a_reviewer_opens_a_cell_filters_marks_and_evaluates(
    folder: Path, browser: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from selenium.webdriver.common.keys import Keys

    assert main([".", "-q", "--no-cache", "-o", "page.html"]) == 0
    browser.get((folder / "page.html").as_uri())

    def one(selector: str) -> Any:
        return browser.find_element("css selector", selector)

    link = one(".grid td.level a")
    link.send_keys(Keys.ENTER)  # by keyboard, as by a click
    dialog = one("dialog")
    assert "COUN 601" in dialog.text and "Why:" in dialog.text
    assert dialog.find_elements("css selector", "mark")
    for button in browser.find_elements("css selector", "dialog button[data-mark='right']"):
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
    one("dialog").send_keys(Keys.ESCAPE)
    assert browser.switch_to.active_element == link
    link.send_keys(Keys.ARROW_RIGHT)
    assert browser.switch_to.active_element.get_attribute("hash").startswith("#d2t")
    one("[name=words]").send_keys("recordings")
    shown = [row for row in browser.find_elements("css selector", ".grid tr[data-t]")
             if row.is_displayed()]  # fmt: skip
    assert len(shown) == 1 and "humility" in shown[0].text
    browser.find_elements("css selector", ".filters button")[0].click()
    for _ in range(100):
        if (folder / "marks.jsonl").exists():
            break
        time.sleep(0.1)
    assert evaluated(capsys)["passages"]["precision"]["value"] == 1.0
    assert not browser.get_log("browser")
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
