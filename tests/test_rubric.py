"""Rubric files: what is read, what is refused, and how it is said."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curriculum_gap import rubric as rubric_module
from curriculum_gap.errors import GapcheckError, RubricError
from curriculum_gap.nouns import FalseFriend, Kind, Level, Rubric, Scope, Strength, Term
from curriculum_gap.rubric import parse_rubric, read_rubric, rubric_path, shipped

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs/schema/rubric-1.json").read_text(encoding="utf-8"))


def load_rubric(name_or_path: str | Path = "equity-mental-health") -> Rubric:
    return parse_rubric(*read_rubric(name_or_path))


def rubric_faults(content: bytes, where: str) -> tuple[GapcheckError, ...]:
    try:
        parse_rubric(content, where)
    except RubricError as error:
        return (error, *error.others)
    return ()


FULL = """\
format: 1
id: food-justice
version: 1.0
title: Food justice
language: en
domains:
  - {id: access, title: Access to food}
topics:
  - id: food-insecurity
    domain: access
    title: Food insecurity
    definition: >
      Not having reliable access
      to enough food.
    kind: means
    scope: program
    expected: assessed
    strong:
      - food insecurity
      - {term: hunger vital sign, weight: 1.5}
    contextual:
      - hunger
      - {term: access, partners: [food, groceries]}
    names: [Raj Patel]
    partners: [pantry]
    false_friends:
      - hunger for knowledge
      - {phrase: hunger, near: [games]}
    suggestions: [Map one neighbourhood]
    hosts: [nutrition, public health]
    readings: ["Patel, R. (2007). Stuffed and Starved"]
    standards: [SDG 2]
    essay: [1, 12]
    covers: ["Week 4: hunger and groceries"]
    ignores: [The campus pantry is open]
"""

SMALL = """\
id: small
version: "2"
title: Small
domains:
  - id: one
    title: One
topics:
  - id: first
    domain: one
    title: First
    definition: The first topic.
    strong:
"""


def small(*strong: str) -> bytes:
    """A rubric whose last lines, from line 13 on, are entries of topics[0].strong."""
    return (SMALL + "".join(f"      {line}\n" for line in strong)).encode()


def complaint(content: bytes | str) -> str:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(RubricError) as caught:
        parse_rubric(raw, "r.yaml")
    return str(caught.value)


def test_every_key_arrives() -> None:
    rubric = parse_rubric(FULL.encode(), "r.yaml")
    assert (rubric.id, rubric.version, rubric.title) == ("food-justice", "1.0", "Food justice")
    assert rubric.sha256 == sha256(FULL.encode()).hexdigest()
    topic = rubric.topics[0]
    assert topic.definition == "Not having reliable access to enough food."
    assert (topic.kind, topic.scope, topic.expected) == (Kind.MEANS, Scope.PROGRAM, Level.ASSESSED)
    assert topic.terms == (
        Term("food insecurity", Strength.STRONG),
        Term("hunger vital sign", Strength.STRONG, 1.5),
        Term("hunger", Strength.CONTEXTUAL),
        Term("access", Strength.CONTEXTUAL, 1.0, ("food", "groceries")),
        Term("Raj Patel", Strength.NAME),
    )
    assert topic.false_friends == (
        FalseFriend("hunger for knowledge"),
        FalseFriend("hunger", ("games",)),
    )
    assert topic.partners == ("pantry",)
    assert topic.suggestions == ("Map one neighbourhood",)
    assert topic.hosts == ("nutrition", "public health")
    assert topic.readings == ("Patel, R. (2007). Stuffed and Starved",)
    assert topic.standards == ("SDG 2",)
    assert topic.essay == (1, 12)
    assert topic.covers == ("Week 4: hunger and groceries",)
    assert topic.ignores == ("The campus pantry is open",)


def test_a_term_of_the_topic_is_no_host_and_none_stands_twice() -> None:
    """A host says where the topic would fit when its terms are missing."""
    said = complaint(FULL.replace("[nutrition, public health]", "[nutrition, Hunger, Nutrition]"))
    assert "hosts[1]: 'Hunger' is the same as contextual[0]" in said
    twice = FULL.replace("[nutrition, public health]", "[nutrition, Nutrition]")
    assert "hosts[1]: 'Nutrition' is the same as hosts[0]" in complaint(twice)
    assert "not patterns" in complaint(FULL.replace("[nutrition, ", "[nutri*, "))


def test_defaults() -> None:
    rubric = parse_rubric(small("- hunger"), "r.yaml")
    topic = rubric.topics[0]
    assert rubric.language == "en"
    assert (topic.kind, topic.scope, topic.expected) == (Kind.CONTENT, Scope.COURSE, Level.TAUGHT)


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    written = ["no", "on", "yes", "null", "2024-01-01", "1e3", "0x10", "12:30:45", ".inf"]
    rubric = parse_rubric(small(*(f"- {word}" for word in written)), "r.yaml")
    assert [term.text for term in rubric.topics[0].terms] == written


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    content = b"\xef\xbb\xbf" + small("- naïve realism").replace(b"\n", b"\r\n")
    assert parse_rubric(content, "r.yaml").topics[0].terms[0].text == "naïve realism"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "- {term: x, wieght: 2}",
            "r.yaml:13:19: topics[0].strong[0]: unknown key 'wieght'; did you mean 'weight'?",
        ),
        (
            "- {term: x, zzz: 2}",
            "r.yaml:13:19: topics[0].strong[0]: unknown key 'zzz'; "
            "known keys: term, weight, partners",
        ),
        ("- {weight: 2}", "topics[0].strong[0]: the key 'term' is missing; add 'term: …'"),
        ("- {term: x, weight: 0}", "topics[0].strong[0].weight: '0' is no weight"),
        ("- {term: x, weight: 3.01}", "'3.01' is no weight"),
        ("- {term: x, weight: .nan}", "'.nan' is no weight"),
        ("- {term: x, partners: [y]}", "topics[0].strong[0].partners: only contextual terms"),
        ("- racis*", "'racis*' holds one of * \\ | [ ] { } ^, but terms are literal words"),
        ("- 'discriminat(e|ion)'", "'discriminat(e|ion)' holds one of"),
        ("- '...'", "'...' holds no letter"),
        ("- one two three four five six seven eight nine", "longer than 8 words or 100 characters"),
        (f"- {'x' * 101}", "longer than 8 words or 100 characters"),
        ("- ''", "topics[0].strong[0]: the text is empty"),
        ("-", "topics[0].strong[0]: the text is empty"),
        ("- [a, b]", "topics[0].strong[0]: a text is expected here"),
        ('- "bell \\a"', "topics[0].strong[0]: the control character U+0007; delete it"),
        ('- "half \\uD800"', "the control character U+D800"),
        ('- "\\u202Ereversed"', "the control character U+202E"),
    ],
)
def test_a_bad_term_is_named_with_its_place(entry: str, message: str) -> None:
    said = complaint(small(entry))
    assert said.startswith("r.yaml:13:")
    assert message in said


@pytest.mark.parametrize("twin", ["Anti-Racism", "anti racism", "anti‑racism", "ANTI-RACISM"])
def test_terms_that_differ_only_in_case_or_hyphens_are_twins(twin: str) -> None:
    said = complaint(small("- anti-racism", f"- {twin}"))
    assert "r.yaml:14:9: topics[0].strong[1]" in said
    assert "is the same as strong[0]" in said


def test_twins_are_found_across_lists_and_accents() -> None:
    said = complaint(small("- naïve") + b"    contextual: [{term: naive}]\n")
    assert "topics[0].contextual[0]: 'naive' is the same as strong[0]" in said


def test_a_lower_case_name_is_refused_and_a_surname_is_not() -> None:
    assert "which no name is" in complaint(small("- x") + b"    names: [young]\n")
    assert parse_rubric(small("- x") + b"    names: [Young, bell hooks]\n", "r").topics


def test_a_false_friend_may_not_silence_a_term() -> None:
    said = complaint(small("- Class") + b"    false_friends: [class]\n")
    assert "topics[0].false_friends[0]: 'class' is also a term of this topic" in said
    fine = small("- Class") + b"    false_friends: [{phrase: class, near: [hours]}]\n"
    assert parse_rubric(fine, "r").topics[0].false_friends[0].near == ("hours",)


def test_a_false_friend_may_be_how_institutions_speak() -> None:
    text = (
        small("- Class")
        + b"    false_friends: [{phrase: class policy, policy: true}, class hour]\n"
    )
    assert [friend.policy for friend in parse_rubric(text, "r").topics[0].false_friends] == [
        True,
        False,
    ]
    said = complaint(text.replace(b"true", b"maybe"))
    assert "false_friends[0].policy: 'maybe' is neither yes nor no; write true or false" in said


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: small", "id: Small Rubric!", "r.yaml:1:5: id: 'Small Rubric!' is no id"),
        ("id: small", "id: Small Rubric!", "write 'small-rubric'"),
        ("domain: one", "domain: onne", "topics[0].domain: unknown domain 'onne'; did you mean"),
        ("domains:\n  - id: one\n    title: One\n", "", "r.yaml:1:1: the key 'domains' is missing"),
        ("domain: one", "domain: zzz", "unknown domain 'zzz'; domains of this rubric: one"),
        ("    definition: The first topic.\n", "", "the key 'definition' is missing"),
        # The key is there, misspelt: nobody wants to read that it is missing.
        (
            "    definition:",
            "    defintion:",
            "unknown key 'defintion'; did you mean 'definition'?",
        ),
        ("title: Small\n", "", "r.yaml:1:1: the key 'title' is missing; add 'title: …'"),
        ("topics:", "format: 2\ntopics:", "format: '2' is not a known format; only format 1 is"),
        ("topics:", "language: English!\ntopics:", "language: 'English!' is no language code"),
        ("topics:", "language: es-MX\ntopics:", "language: there is no lexicon for 'es-MX'"),
        ("    strong:\n", "    strong: []\n", "topics[0].strong: the list is empty"),
        ("    strong:\n", "    strong: racism\n", "topics[0].strong: a list is expected here"),
        ("    strong:\n", "", "topics[0]: no terms, so nothing can be found"),
        ("    strong:\n", "    kind: contents\n    strong: [x]\n", "'contents' is not known here"),
        ("    strong:\n", "    scope: all\n    strong: [x]\n", "write course or program"),
        ("    strong:\n", "    expected: absent\n    strong: [x]\n", "is no level to expect"),
        ("    strong:\n", "    essay: [0]\n    strong: [x]\n", "'0' is no line number"),
        ("  - id: one\n    title: One\n", "  - one\n", "domains[0]: keys are expected here"),
    ],
)
def test_a_bad_key_is_named(old: str, new: str, message: str) -> None:
    assert old in SMALL
    assert message in complaint(SMALL.replace(old, new, 1))


def test_ids_are_unique() -> None:
    topic = SMALL[SMALL.index("  - id: first") :] + "      - x\n"
    said = complaint(SMALL + "      - x\n" + topic)
    assert "topics[1]: the id 'first' is already topics[0]" in said
    twice = SMALL.replace("    title: One\n", "    title: One\n  - {id: one, title: Two}\n")
    assert "domains[1]: the id 'one' is already domains[0]" in complaint(twice + "      - x\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "r.yaml: the file is empty"),
        ("# only a comment\n", "r.yaml: the file is empty"),
        ("just words\n", "r.yaml:1:1: a rubric starts with keys"),
        ("- a\n- b\n", "not with a list"),
        ("a: 1\na: 2\n", "r.yaml:2:1: the key 'a' stands here twice; it is already in line 1"),
        ("a: {b: 1, c: {d: 1, d: 2}}\n", "r.yaml:1:21: a.c: the key 'd' stands here twice"),
        ("a: &x [1]\nb: *x\n", "r.yaml:1:4: a: anchors (&name) and aliases"),
        ("a: {b: *x}\n", "a.b: anchors (&name) and aliases"),
        ("a: {<<: {b: 1}}\n", "merge keys (<<) are not used"),
        ("a: !!python/object/apply:os.getcwd []\n", "r.yaml:1:4: a: tags (!name) are not used"),
        ("a: !!str x\n", "tags (!name) are not used"),
        ("? [a, b]\n: c\n", "r.yaml:1:3: a list or mapping stands where a key is expected"),
        ("a: 1\n---\nb: 2\n", "r.yaml:2:1: a second document starts here"),
        ("a:\n\t- b\n", "indent with spaces, not with tabs"),
        ("a: Week 1: power\n", "r.yaml:1:10: not valid YAML: mapping values are not allowed here"),
        ("a: Week 1: power\n", "put quotes around a text that holds ': '"),
        ('a: "open\n', "a quotation mark or bracket is not closed"),
        ('a: "\\UFFFFFFFF"\n', "r.yaml: this is not valid YAML"),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1\n", "r.yaml: this is not valid YAML"),
        ("a: b\x00c\n", "r.yaml:1:5: the character U+0000 has no place in a text file"),
    ],
)
def test_yaml_that_a_rubric_has_no_use_for(text: str, message: str) -> None:
    assert message in complaint(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", "r.yaml:2:7: the text is not UTF-8; save the file as UTF-8"),
        ("a: 1\n".encode("utf-16"), "the text is UTF-16"),
        (b"a: " + b"x" * 1_000_000, "larger than 1,000,000 bytes"),
        (b"a: " + b"[" * 200_000, "nested deeper than 50 levels"),
        (b"{a: " * 20_000, "nested deeper than 50 levels"),
        (b"".join(b" " * depth + b"k:\n" for depth in range(1_000)), "nested deeper than 50"),
        (b"a:\n" + b"- x\n" * 60_000, "more than 50,000 entries"),
    ],
)
def test_budgets_hold_before_anything_is_built(content: bytes, message: str) -> None:
    assert message in complaint(content)


def test_messages_show_no_control_characters_of_the_file() -> None:
    said = complaint('"\\e]0;title\\a": 1\n')
    assert said.isprintable()
    assert "U+001B" in said


def test_all_faults_are_listed_in_the_order_of_the_file() -> None:
    text = (
        SMALL.replace("id: small", "id: S").replace("domain: one", "domain: two") + "      - a*\n"
    )
    faults = rubric_faults(text.encode(), "r.yaml")
    lines = [int(fault.where.split(":")[1]) for fault in faults]
    assert lines == [1, 9, 13]
    assert rubric_faults(FULL.encode(), "r.yaml") == ()
    assert len(rubric_faults(b"a: 1\na: 2\n", "r.yaml")) == 1
    crowd = "".join(f"key{n}: 1\n" for n in range(500)).encode()
    assert len(rubric_faults(crowd, "r.yaml")) == 100


def test_a_rubric_is_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(FULL, encoding="utf-8")
    assert load_rubric(path) == load_rubric(str(path))
    assert read_rubric(path) == (FULL.encode(), str(path))
    path.write_text("id: X\n", encoding="utf-8")
    with pytest.raises(RubricError, match=re.escape(f"{path}:1:")):
        load_rubric(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match="there is no such file"):
        load_rubric(tmp_path / "missing.yaml")
    with pytest.raises(RubricError, match="not a regular file"):
        load_rubric(tmp_path)
    with pytest.raises(RubricError):
        load_rubric("nul\0.yaml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        with pytest.raises(RubricError, match="not a regular file"):
            load_rubric(tmp_path / "pipe.yaml")


def test_an_unknown_name_lists_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("equity-mental-health", "nursing"):
        (tmp_path / f"{name}.yaml").write_text(FULL, encoding="utf-8")
    monkeypatch.setattr(rubric_module, "_shipped_folder", lambda: tmp_path)
    assert shipped() == ("equity-mental-health", "nursing")
    assert rubric_path("nursing") == tmp_path / "nursing.yaml"
    assert load_rubric().id == load_rubric("nursing").id == "food-justice"
    with pytest.raises(RubricError) as caught:
        load_rubric("equity-mental-heath")
    assert "did you mean equity-mental-health?" in str(caught.value)
    assert "shipped rubrics: equity-mental-health, nursing" in str(caught.value)


def test_a_shipped_name_goes_before_a_file_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "nursing.yaml").write_text(FULL, encoding="utf-8")
    (tmp_path / "nursing").write_bytes(small("- x"))
    (tmp_path / "other").write_bytes(small("- x"))
    monkeypatch.setattr(rubric_module, "_shipped_folder", lambda: tmp_path / "folder")
    monkeypatch.chdir(tmp_path)
    assert load_rubric("nursing").id == "food-justice"
    assert load_rubric("./nursing").id == "small"
    assert load_rubric("other").id == "small"


def test_shipped_rubrics_lie_in_the_checkout() -> None:
    assert shipped() == tuple(sorted(path.stem for path in (ROOT / "rubrics").glob("*.yaml")))


# Parts that wait to be merged into one rubric hold topics only.
@pytest.mark.parametrize("name", [name for name in shipped() if not name.startswith("part-")])
def test_shipped_rubrics_load_and_fit_the_schema(name: str) -> None:
    content, where = read_rubric(name)
    assert [str(fault) for fault in rubric_faults(content, where)] == []
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # in C where it is there
    jsonschema.validate(yaml.load(content, loader), SCHEMA_AS_TEXT)


def _as_text(schema: Any) -> Any:
    """The schema for values read as text: numbers and answers become strings."""
    if isinstance(schema, dict):
        if schema.get("type") in ("number", "integer", "boolean"):
            return {"type": "string"}
        return {key: _as_text(value) for key, value in schema.items()}
    return [_as_text(value) for value in schema] if isinstance(schema, list) else schema


SCHEMA_AS_TEXT = _as_text(SCHEMA)


def test_an_editor_that_knows_the_schema_refuses_what_we_refuse() -> None:
    jsonschema.validate(yaml.safe_load(FULL), SCHEMA)
    for broken in ("strong: []", "expected: absent", "colour: red", "strong: ['a*']"):
        tree = yaml.safe_load(FULL)
        tree["topics"][0].update(yaml.safe_load(broken))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(tree, SCHEMA)


def test_the_guide_names_every_key_and_its_example_loads() -> None:
    guide = (ROOT / "docs/rubrics.md").read_text(encoding="utf-8")
    keys = [*SCHEMA["properties"], *SCHEMA["$defs"]["topic"]["properties"]]
    for key in (*keys, "term", "weight", "phrase", "near"):
        assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", guide), key
    example = re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert example
    assert parse_rubric(example[1].encode(), "docs/rubrics.md").topics[0].covers


def test_importing_the_module_imports_no_yaml() -> None:
    code = "import sys, curriculum_gap.rubric; sys.exit('yaml' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    )


# Fuzzing: whatever stands in the file, the answer is a rubric or a complaint in one printable line.

_PIECES = st.sampled_from(
    [*"abc \n:-[]{}&*!|>'\"%@`,?#~\t", "\n  ", "\n- ", ": ", "<<: ", "!!str ", "---\n", "\\x", "é"]
)


def _judge(content: bytes) -> None:
    try:
        assert isinstance(parse_rubric(content, "r.yaml"), Rubric)
    except RubricError as error:
        assert str(error).startswith("r.yaml")
        assert str(error).isprintable()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    _judge(content)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_any_mixture_of_yaml_signs(pieces: list[str]) -> None:
    _judge("".join(pieces).encode())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(FULL)), st.integers(0, 40), st.lists(_PIECES, max_size=6))
def test_a_good_rubric_damaged_somewhere(start: int, cut: int, pieces: list[str]) -> None:
    _judge((FULL[:start] + "".join(pieces) + FULL[start + cut :]).encode())


_WORDS = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@example(["µ", "1ª"], "º")  # letters that stand among the signs of Latin-1
@given(st.lists(_WORDS, min_size=1, max_size=8, unique_by=lambda word: len(word)), _WORDS)
def test_what_is_written_is_what_is_read(terms: list[str], title: str) -> None:
    tree = yaml.safe_load(SMALL)
    tree["topics"][0].update(strong=terms, title=title)
    rubric = parse_rubric(yaml.safe_dump(tree, allow_unicode=True).encode(), "r.yaml")
    assert [term.text for term in rubric.topics[0].terms] == terms
    assert rubric.topics[0].title == title


# Rubrics of installed distributions


@pytest.fixture
def toy_distribution(tmp_path: Path) -> Path:
    """A folder with an installed distribution that offers two rubrics, one of them broken."""
    folder = tmp_path / "site"
    information = folder / "toy_rubrics-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: toy-rubrics\nVersion: 1.0\n"
    )
    (information / "entry_points.txt").write_text(
        "[gapcheck.rubrics]\nfood-justice = toy_rubrics:FOOD\nbroken = toy_rubrics:MISSING\n"
    )
    (folder / "toy_rubrics.py").write_text(
        "from pathlib import Path\nFOOD = Path(__file__).with_name('food.yaml')\n"
    )
    (folder / "food.yaml").write_text(FULL, "utf-8")
    (tmp_path / "course.md").write_text("# Food\n\n## Week 4: Food insecurity\n", "utf-8")
    return folder


def test_an_installed_distribution_may_offer_rubrics(toy_distribution: Path) -> None:
    paths = [str(toy_distribution), str(ROOT / "src")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    environment["GAPCHECK_CACHE_DIR"] = str(toy_distribution / "cache")

    def run(rubric: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "curriculum_gap", "course.md", "--rubric", rubric]
        return subprocess.run(
            [*command, "-f", "json"], cwd=toy_distribution.parent, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    fine = run("food-justice")
    assert fine.returncode == 0, fine.stderr
    assert json.loads(fine.stdout)["rubric"]["id"] == "food-justice"
    broken = run("broken")
    assert broken.returncode == 2
    assert "rubric 'broken' of toy-rubrics: cannot be loaded (AttributeError)" in broken.stderr
    unknown = run("food-justise")
    assert unknown.returncode == 2
    assert "did you mean food-justice?" in unknown.stderr
    assert "of installed distributions: broken, food-justice" in unknown.stderr
