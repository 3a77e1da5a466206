"""``gapcheck explain``: the workings it shows are those that made the verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curriculum_gap.cli import main
from curriculum_gap.compiled import load_rubric
from curriculum_gap.errors import UsageError
from curriculum_gap.explain import explain_document
from curriculum_gap.explanation import TopicExplanation
from curriculum_gap.nouns import Level, Limits
from curriculum_gap.pipeline import check_document
from curriculum_gap.readers import read_document

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(
    path for path in (ROOT / "examples").iterdir() if path.is_file() and path.name != "README.md"
    and path.suffix != ".py"
)  # fmt: skip
COURSE = """\
# COMP 372: Concurrent Systems

## Learning Outcomes

- Find and repair race conditions in threaded programs
- Explain privilege escalation

## Schedule

- Week 1: Threads
- Week 2: Stigma attached to mental illness among engineers
- Week 3: The race is over
- Week 4: The right to seek asylum in another country, and help that arrives

## Policies

### Diversity

The college does not tolerate racism or sexism.
"""


def explained(topic: str, text: str = COURSE) -> TopicExplanation:
    document = read_document(text.encode(), "course.md", Limits())
    return explain_document(document, load_rubric(), [topic], limits=Limits(min_words=0)).topics[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_is_explained_is_the_verdict(path: Path) -> None:
    rubric = load_rubric()
    document = read_document(path.read_bytes(), str(path), Limits())
    verdict = check_document(document, rubric, Limits(min_words=0))
    explanation = explain_document(document, rubric, limits=Limits(min_words=0))
    assert explanation.coverage == verdict
    for topic in explanation.topics:
        counted = {s.evidence.position for s in topic.candidates if s.counts}
        shown = {e.position for e in topic.verdict.evidence if str(e.passage.section) != "policy"}
        assert counted == shown
        for sighting in topic.candidates:
            shares = sum(term.share for term in sighting.terms)
            assert shares == pytest.approx(sighting.evidence.score, abs=1e-9)
        reached = Level.ABSENT
        for step in topic.level_chances:
            if not step.reached:
                break
            reached = step.level
        assert topic.verdict.level >= reached, "the ladder never says more than the verdict"


def test_what_would_tip_it_tips_it() -> None:
    topic = explained("stigma-and-help-seeking")
    assert topic.verdict.level is Level.TAUGHT
    assert topic.next_steps, "some graded work would make it assessed"
    step = next(step for step in topic.level_chances if step.level is Level.ASSESSED)
    for tip in topic.next_steps:
        assert tip.chance >= step.needs > step.chance
        assert 1 <= tip.number <= 3


def test_vetoes_say_why() -> None:
    terms = [term for s in explained("racism-and-anti-racism").candidates for term in s.terms]
    assert "false friend: race condition" in {term.veto for term in terms}
    lone = [term for term in terms if term.term == "race" and not term.veto]
    assert lone and all(term.without_partner and not term.partner for term in lone)


def test_policy_text_is_seen_and_never_counts() -> None:
    topic = explained("racism-and-anti-racism")
    policy = [s for s in topic.candidates if str(s.evidence.passage.section) == "policy"]
    assert policy and not any(s.counts for s in policy)
    assert topic.verdict.policy and topic.verdict.level is Level.ABSENT


def test_a_topic_without_a_hit_names_near_misses() -> None:
    text = COURSE.replace("Threads", "Trauma of the head; who is informed, and of what care")
    topic = explained("trauma-and-racial-trauma", text)
    assert topic.verdict.level is Level.ABSENT
    topic = explained("stigma-and-help-seeking", COURSE.replace("Stigma attached to", "On"))
    assert topic.verdict.level is Level.ABSENT
    assert topic.rare_words or topic.scattered


def test_near_misses_are_the_same_whichever_passage_is_asked_about() -> None:
    document, rubric = read_document(COURSE.encode(), "course.md", Limits()), load_rubric()
    for topic in explain_document(document, rubric).topics:
        [asked] = explain_document(document, rubric, [topic.topic.id], "Threads").topics
        assert (asked.scattered, asked.rare_words) == (topic.scattered, topic.rare_words)


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["explain", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def course(tmp_path: Path) -> str:
    path = tmp_path / "course.md"
    path.write_text(COURSE, "utf-8")
    return str(path)


def test_a_page_about_one_topic(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, page, _ = run(course, "--topic", "stigma-and-help-seeking", capsys=capsys)
    assert code == 0
    assert "Stigma, shame and help-seeking: taught" in page
    assert "session" in page and "‹Stigma›" in page
    assert "For assessed, graded work plainly on it" in page
    assert "→" not in page and "stands at" not in page
    _, with_chances, _ = run(course, "--topic", "stigma-and-help-seeking", "-v", capsys=capsys)
    assert "→" in with_chances and "stands at" in with_chances
    assert max(map(len, page.splitlines())) <= 80


def test_an_overview_names_the_next_step(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, page, _ = run(course, capsys=capsys)
    assert code == 0
    assert "stigma-and-help-seeking" in page
    assert f"gapcheck explain {course} --topic stigma-and-help-seeking" in page


def test_a_passage_is_explained_for_every_topic_seen_in_it(
    course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, page, _ = run(course, "--passage", "ATTACHED  to mental", capsys=capsys)
    assert code == 0
    assert "stigma-and-help-seeking" in page and "racism-and-anti-racism" not in page
    code, _, err = run(course, "--passage", "no such words", capsys=capsys)
    assert code == 2 and "no passage holds 'no such words'" in err


def test_json_holds_everything(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(course, "-f", "json", capsys=capsys)
    said: dict[str, Any] = json.loads(out)
    assert code == 0
    assert len(said["topics"]) == len(load_rubric().topics)
    topic = next(t for t in said["topics"] if t["id"] == "stigma-and-help-seeking")
    passage = next(p for p in topic["passages"] if p["counts"])
    term = passage["terms"][0]
    assert passage["text"][term["start"] : term["end"]].lower() == "stigma"
    assert [step["level"] for step in topic["steps"]] == ["mentioned", "taught", "assessed"]


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(str(tmp_path), capsys=capsys)
    assert (code, out) == (3, "") and "is a folder" in err
    code, _, err = run(str(tmp_path / "none.pdf"), capsys=capsys)
    assert code == 3 and "no such file" in err
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    code, _, err = run(str(broken), capsys=capsys)
    assert code == 3 and "broken.docx: damaged" in err


def test_text_of_others_is_inert(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "course.md"
    path.write_text(COURSE.replace("attached", "\u202eattached\x1b[2J"), "utf-8")
    for options in (["--topic", "stigma-and-help-seeking"], ["--passage", "engineers"]):
        _, page, _ = run(str(path), *options, capsys=capsys)
        assert "\u202e" not in page and "\x1b" not in page


def test_an_unknown_topic_is_corrected(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(course, "--topic", "stigma-and-help", capsys=capsys)
    assert code == 2 and "did you mean 'stigma-and-help-seeking'?" in err


def test_no_text_is_no_question() -> None:
    document = read_document(COURSE.encode(), "course.md", Limits())
    with pytest.raises(UsageError, match="no text to look for"):
        explain_document(document, load_rubric(), None, "  ")


def test_a_passage_that_is_enough_by_itself_is_named(
    course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = explained("stigma-and-help-seeking")
    [counted] = [sighting for sighting in topic.candidates if sighting.counts]
    assert counted.own_level is Level.TAUGHT
    assert explained("racism-and-anti-racism").candidates[0].own_level is Level.ABSENT
    _, page, _ = run(course, "--topic", "stigma-and-help-seeking", capsys=capsys)
    assert "by itself enough for taught" in page


def test_an_entry_that_is_labelled_with_the_topic_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "course.md"
    path.write_text("# COMP 372: Systems\n\n## Ways\n\n- Stigma: what engineers fear\n", "utf-8")
    _, page, _ = run(
        str(path), "--topic", "stigma-and-help-seeking", "--min-words", "0", capsys=capsys
    )
    assert "mentioned: an entry is labelled with it; no objective" in " ".join(page.split())
    assert "by itself enough for mentioned: an entry is labelled with it" in page
