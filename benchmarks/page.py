"""What pages cost in a browser: the map of a large made-up programme, and the report of its files.

    python benchmarks/page.py [--courses 200] [--topics 60] [--before PAGE.html]

Makes a rubric of so many topics and so many courses that speak of most of them, writes both pages
and opens each in headless Chromium, which needs selenium, chromium and chromedriver. Prints the
size of a page in megabytes, the seconds until it is painted, and those until a cell's evidence
stands open; each is the least of five. With ``--before``, a page of another version is opened in
turn with the map, and the ratio of both is printed. It only prints: no test depends on a time.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 5
_ADJECTIVES = ("coastal", "northern", "rural", "seasonal", "quiet", "tidal", "alpine", "hollow")
_NOUNS = ("orchard", "lantern", "harbour", "meadow", "granary", "causeway", "kiln", "towpath")
_LINES = (
    "Explain how the {} came about and what it asks of a community worker",
    "Students compare two accounts of the {} and write a page about what they leave out",
    "Discuss the {} with the people of one town and bring notes to the seminar",
)
_LAID_OUT = "requestAnimationFrame(() => setTimeout(arguments[0], 0))"
_OPENS = """
const cells = [...document.querySelectorAll('.grid td')].filter((cell) => cell.querySelector('a'));
cells[Math.floor(cells.length / 2)].querySelector('a').click();
requestAnimationFrame(() => setTimeout(arguments[0], 0));
"""


def make_rubric(path: Path, topics: int) -> list[str]:
    """A rubric of so many topics in domains of ten; gives the term of each topic."""
    terms = [
        f"{_ADJECTIVES[number % 8]} {_NOUNS[number // 8 % 8]}{' commons' * (number // 64)}"
        for number in range(topics)
    ]
    lines = ['format: 1', 'id: made-up', 'version: "1.0"', "title: Made-up topics", "language: en",
             "domains:"]  # fmt: skip
    lines += [f"  - {{id: d{n}, title: Domain {n + 1}}}" for n in range((topics + 9) // 10)]
    lines.append("topics:")
    for number, term in enumerate(terms):
        lines += [
            f"  - id: topic-{number}",
            f"    domain: d{number // 10}",
            f"    title: The {term} and its people",
            "    definition: Made up.",
            f"    strong: [{term}]",
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return terms


def make_courses(folder: Path, terms: list[str], courses: int) -> None:
    """So many syllabi, each about all topics but a few, in objectives, sessions and assignments."""
    for number in range(courses):
        chance = random.Random(number)
        parts: dict[str, list[str]] = {"Learning objectives": [], "Schedule": [], "Assignments": []}
        for term in chance.sample(terms, len(terms) * 9 // 10):
            for part in chance.sample(list(parts), 2):
                parts[part].append(chance.choice(_LINES).format(term))
        text = [f"# SOWK {1000 + number}: A course about the {terms[number % len(terms)]}"]
        for part, entries in parts.items():
            text += [f"## {part}", *(f"- {entry}" for entry in entries)]
        (folder / f"sowk{1000 + number}.md").write_text("\n\n".join(text) + "\n", "utf-8")


def browser() -> Any:
    """A headless Chromium with a profile of its own that asks nobody for anything."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
                 "disable-background-networking", "disable-component-update", "disable-sync",
                 "window-size=1280,900"):  # fmt: skip
        options.add_argument(f"--{flag}")
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def opened(driver: Any, page: Path) -> tuple[float, float]:
    """Seconds until ``page`` is painted, and from a click until the evidence of a cell is."""
    driver.get("about:blank")
    start = time.perf_counter()
    driver.get(page.resolve().as_uri())
    driver.execute_async_script(_LAID_OUT)
    painted = time.perf_counter()
    driver.execute_async_script(_OPENS)
    return painted - start, time.perf_counter() - painted


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--courses", type=int, default=200)
    parser.add_argument("--topics", type=int, default=60)
    parser.add_argument("--before", type=Path, help="a page of another version to open in turn")
    parser.add_argument("--keep", type=Path, help="a folder for the pages, to look at them")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        kept = asked.keep or folder
        courses, rubric = folder / "courses", folder / "rubric.yaml"
        courses.mkdir()
        make_courses(courses, make_rubric(rubric, asked.topics), asked.courses)
        environment = os.environ | {"GAPCHECK_CACHE_DIR": str(folder / "cache")}
        pages = {"map": kept / "map.html", "report": kept / "report.html"}
        for name, page in pages.items():
            words = ["map"] if name == "map" else []
            words += [str(courses), "--rubric", str(rubric), "--isolated", "-q", "-o", str(page)]
            run = [sys.executable, "-m", "curriculum_gap", *words]
            subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
        if asked.before:
            pages["before"] = asked.before
        driver = browser()
        try:
            rounds = [{name: opened(driver, page) for name, page in pages.items()}
                      for _ in range(ROUNDS)]  # fmt: skip
        finally:
            driver.quit()
        least = {}
        for name, page in pages.items():
            least[name] = min(times[name][0] for times in rounds)
            evidence = min(times[name][1] for times in rounds)
            size = page.stat().st_size / 1e6
            times = f"opens in {least[name]:5.2f} s, evidence in {evidence:.2f} s"
            print(f"{name:<7} {size:5.1f} MB  {times}")
        if asked.before:
            print(f"map ÷ before: {least['map'] / least['before']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
