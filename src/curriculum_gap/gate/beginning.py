"""What ``gapcheck init`` writes, after a look at the folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

__all__ = ["Beginning", "Look", "beginnings", "look_at"]

CONFIGURATION = ".gapcheck.yml"
WORKFLOW = ".github/workflows/gapcheck.yml"
HOOKS = ".pre-commit-config.yaml"


@dataclass(frozen=True, slots=True)
class Look:
    """What lies in a course folder: documents per folder, and whose house it is."""

    documents: int
    folders: tuple[str, ...]
    is_repository: bool
    on_gitlab: bool
    has_hooks: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """A file to write, relative to the folder, with what it is for."""

    path: str
    text: str
    purpose: str


def look_at(folder: Path, documents: Sequence[str]) -> Look:
    """``documents`` are paths relative to ``folder`` with forward slashes."""
    tops = Counter(PurePosixPath(name).parts[0] if "/" in name else "." for name in documents)
    # One folder of courses is the usual house; documents at the top mean the whole of it.
    folders = (".",) if not tops or "." in tops else tuple(sorted(tops))
    return Look(
        len(documents),
        folders,
        (folder / ".git").exists(),
        (folder / ".gitlab-ci.yml").exists(),
        (folder / HOOKS).exists(),
    )


def beginnings(
    look: Look, rubric: str, version: str, baseline: str, topics: Sequence[str]
) -> tuple[Beginning, ...]:
    """The files to write, the configuration first; ``topics`` of the rubric serve as examples."""
    files = [
        Beginning(
            CONFIGURATION,
            _configuration(look, rubric, baseline, topics),
            "what is asked of courses",
        )
    ]
    if look.on_gitlab:
        files.append(
            Beginning(".gitlab/gapcheck.yml", _gitlab(version), "a job for merge requests")
        )
    else:
        files.append(Beginning(WORKFLOW, _workflow(version), "a check on pull requests"))
    if not look.has_hooks:
        files.append(Beginning(HOOKS, "repos:\n" + hook(version), "a check before each commit"))
    return tuple(files)


def _configuration(look: Look, rubric: str, baseline: str, topics: Sequence[str]) -> str:
    one, other = topics[0], topics[-1]
    paths = "".join(f"  - {_quoted(folder)}\n" for folder in look.folders)
    return f"""\
# Settings of gapcheck; 'gapcheck config' shows what is in force.
rubric: {_quoted(rubric)}
paths:
{paths}
# Only what gets worse fails: write the file with 'gapcheck baseline write' and commit it.
baseline: {_quoted(baseline)}

# What the documents must show together. A topic without a level: its level in the rubric.
# program:
#   fail-under: 50
#   require:
#     {one}: taught

# What each document must show.
# require:
#   {other}: mentioned

# Gaps that are accepted, each with its reason.
# waivers:
#   - documents: [statistics*.md]
#     topics: [{other}]
#     reason: A course in statistics
#     until: 2027-06-30
"""


def _workflow(version: str) -> str:
    return f"""\
name: gapcheck
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  gapcheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0  # the comparison below needs the branch that the request goes to
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install "gapcheck=={version}"
      - name: What changes
        if: github.event_name == 'pull_request'
        env:
          BASE: ${{{{ github.event.pull_request.base.sha }}}}
        run: gapcheck diff "$BASE...HEAD" -f markdown >> "$GITHUB_STEP_SUMMARY"
      - name: Check
        run: gapcheck check -f github -o gapcheck.md -o gapcheck.html
      - name: Summary
        if: always() && hashFiles('gapcheck.md') != ''
        run: cat gapcheck.md >> "$GITHUB_STEP_SUMMARY"
      - name: Page
        if: always() && hashFiles('gapcheck.html') != ''
        uses: actions/upload-artifact@v4
        with:
          name: gapcheck
          path: gapcheck.html
"""


def _gitlab(version: str) -> str:
    return f"""\
# Include this from .gitlab-ci.yml:  include: {{local: .gitlab/gapcheck.yml}}
gapcheck:
  image: python:3.12-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - python -m pip install "gapcheck=={version}"
    - gapcheck check -o quality.gitlab.json -o gapcheck.junit.xml -o gapcheck.html
  artifacts:
    when: always
    paths: [gapcheck.html]
    reports:
      codequality: quality.gitlab.json
      junit: gapcheck.junit.xml
"""


def hook(version: str) -> str:
    """The entry for a list of hooks, indented as in ``repos:``."""
    return f"""\
  - repo: local
    hooks:
      - id: gapcheck
        name: gapcheck
        entry: gapcheck check --quiet
        language: python
        additional_dependencies: ["gapcheck=={version}"]
        pass_filenames: false
        files: (?i)\\.(pdf|do[ct][xm]|html?|xhtml|md|markdown|mdown|mkd|mdx|qmd|rmd|tex|latex|ltx|txt|text|rst)$
"""


def _quoted(text: str) -> str:
    plain = text.replace("-", "").replace("_", "").replace("/", "").replace(".", "").isalnum()
    return (
        text
        if plain and not text[0].isdigit()
        else '"' + text.replace("\\", "/").replace('"', '\\"') + '"'
    )
