"""The keyword model: normal forms, longest match, company, vetoes, scope, and its reference."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum_gap.calibration import load_calibration
from curriculum_gap.keywords import (
    Background,
    Model,
    compile_model,
    find_candidates,
    forms,
    load_background,
    match_passages,
    match_text,
    normal_form,
    offsets,
    phrase,
    weights,
)
from curriculum_gap.nouns import (
    Domain,
    FalseFriend,
    Kind,
    Level,
    Passage,
    Rubric,
    Scope,
    Section,
    Strength,
    Term,
    Topic,
)


def topic(
    name: str = "oppression",
    strong: tuple[str, ...] = (),
    contextual: tuple[Term | str, ...] = (),
    names: tuple[str, ...] = (),
    partners: tuple[str, ...] = (),
    false_friends: tuple[FalseFriend, ...] = (),
) -> Topic:
    terms = [Term(text, Strength.STRONG) for text in strong]
    terms += [
        term if isinstance(term, Term) else Term(term, Strength.CONTEXTUAL) for term in contextual
    ]
    terms += [Term(text, Strength.NAME) for text in names]
    return Topic(
        name,
        "d",
        name,
        "",
        Kind.CONTENT,
        Scope.COURSE,
        Level.TAUGHT,
        tuple(terms),
        partners,
        false_friends,
    )


def model(*topics: Topic) -> Model:
    return compile_model(
        Rubric("r", "1", "R", "en", "", (Domain("d", "D"),), topics),
        Background(100, {"the": 100, "of": 99, "and": 98}),
    )


def found(text: str, made: Model, section: Section = Section.SESSION) -> list[str]:
    """Terms that count in ``text``: a contextual one only in company."""
    [(_, matches)] = match_passages([Passage(text, section)], "", made)
    return [
        made.rubric.topics[number].terms[candidate.number].text
        for number, candidates in matches.by_topic.items()
        for candidate in candidates
        if candidate.strength != "alone"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("microaggressions", "microaggression"),
        ("communities", "community"),
        ("Counselling", "counseling"),
        ("behaviour", "behavior"),
        ("decolonising", "decolonization"),
        ("marginalised", "marginalized"),
        ("clients’", "client"),
        ("Kimberlé", "kimberle"),
        ("biases", "bias"),
        ("women", "woman"),
        ("centre", "center"),
        ("programmes", "program"),
        ("racism1", "racism"),
        ("microaggressions12", "microaggression"),
    ],
)
def test_ways_of_writing_a_word_have_one_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("other", "othering"),
        ("activity", "activism"),
        ("minor", "minority"),
        ("universal", "university"),
        ("journal", "journaling"),
        ("organization", "organizing"),
        ("race", "racing"),
        ("new", "news"),
        ("sex", "sexism"),
        ("covid19", "covid"),
        ("racism101", "racism"),
    ],
)
def test_words_that_a_heavy_stemmer_merges_stay_apart(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_words_know_where_they_stood() -> None:
    text = "Naïve “co-operation”; don’t stop."
    spans = offsets(text)
    assert [text[start:end] for form, (start, end) in zip(forms(text), spans, strict=True) if form] == [
        "Naïve", "co", "operation", "don’t", "stop",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(st.sampled_from("aé7_ \t\n\xa0\u2028.:;&'’-•²Ⅷ\u0301"), max_size=40) | st.text())
def test_words_found_between_white_space_are_those_of_the_text(text: str) -> None:
    words = [text[start:end] for start, end in offsets(text)]
    assert list(forms(text)) == [form for word in words for form in forms(word)]
    assert len(words) == len(forms(text))


@pytest.mark.parametrize(
    "text",
    [
        "anti-racist practice",
        "Anti racist practices",
        "antiracist practice",
        "ANTI-RACIST PRACTICE",
    ],
)
def test_hyphens_do_not_matter(text: str) -> None:
    assert found(text, model(topic(strong=("anti-racist practice",)))) == ["anti-racist practice"]
    assert found(text, model(topic(strong=("antiracist practice",)))) == ["antiracist practice"]


def test_a_phrase_does_not_cross_a_sentence() -> None:
    made = model(topic(strong=("power and privilege",)))
    assert found("Power, and privilege, in schools", made)
    assert not found("We study power. And privilege follows", made)


@pytest.mark.parametrize("name", ["Ida B. Moyo", "I.B. Moyo", "Moyo, Ida B.", "Okoro v. Hale"])
def test_a_term_with_full_stops_is_found_with_them_and_without(name: str) -> None:
    made = model(topic(strong=(name,)))
    assert found(f"Week 3: {name} and the press", made) == [name]
    assert found(f"Week 3: {name.replace('.', ' ')} and the press", made) == [name]
    assert found("Read Moyo. Ida wrote it", model(topic(strong=("Moyo Ida",)))) == []


def test_longest_match_wins_and_a_word_counts_once() -> None:
    made = model(topic(strong=("implicit bias", "implicit bias training", "bias training")))
    assert found("An implicit bias training day", made) == ["implicit bias training"]


def test_contextual_terms_need_company_in_reach() -> None:
    made = model(topic(contextual=("power", "privilege"), partners=("oppression",)))
    assert not found("Switch the power on.", made)
    assert found("Power and oppression in schools", made) == ["power"]
    assert found("power, privilege", made) == ["power", "privilege"]
    assert not found("power " + "word " * 30 + "oppression", made)


def test_company_may_stand_in_the_heading() -> None:
    made = model(topic(strong=("systemic oppression",), contextual=("power",)))
    alone = Passage("Who holds power?", Section.SESSION)
    under = Passage("Who holds power?", Section.SESSION, headings=("Systemic oppression",))
    [(_, first), (_, second)] = match_passages([alone, under], "", made)
    assert [c.strength for c in first.by_topic[0]] == ["alone"]
    assert {(c.place, c.strength) for c in second.by_topic[0]} == {
        ("text", "contextual"),
        ("heading", "strong"),
    }


def test_a_terms_own_partners_narrow_its_company() -> None:
    made = model(
        topic(
            strong=("whiteness",), contextual=(Term("race", Strength.CONTEXTUAL, 1.0, ("class",)),)
        )
    )
    assert found("race and whiteness", made) == ["whiteness"]
    assert found("race and class", made) == ["race"]


def test_false_friends_veto_what_they_overlap() -> None:
    made = model(
        topic(
            strong=("privilege",),
            false_friends=(
                FalseFriend("attorney-client privilege"),
                FalseFriend("race", ("thread",)),
            ),
            contextual=("race",),
        )
    )
    result = match_text("Attorney–client privilege is not privilege of birth.", made)
    assert [hit.start for hit in result.terms] == [33]
    assert [veto.why for veto in result.vetoes] == ["false friend: attorney-client privilege"]
    assert found("race and privilege", made) == ["race", "privilege"]
    assert found("a race between threads; privilege", made) == ["privilege"]


def test_how_institutions_speak_of_a_topic_counts_in_policy_text_alone() -> None:
    made = model(
        topic(
            contextual=("disability",),
            false_friends=(
                FalseFriend("disability services", policy=True),
                FalseFriend("disability insurance"),
            ),
        )
    )
    for text, in_policy in (
        ("Write to Disability Services in the first week.", ["disability"]),
        ("Ask about disability insurance in the first week.", []),
    ):
        assert found(text, made) == []
        assert found(text, made, Section.POLICY) == in_policy


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("This course does not cover racism.", False),
        ("We will not be discussing racism here.", False),
        ("We can’t do all: this class doesn’t really teach racism.", False),
        ("This class cannot, alas, treat optics or racism.", True),  # two words at most between
        ("Racism is beyond the scope of this module.", False),
        ("The reader omits racism.", False),
        ("Pre-requisites: a course on racism.", False),
        ("Prerequisite: SOC 210 Racism and society.", False),
        ("Topics include, but are not limited to, racism.", True),
        ("Not only racism but its history is covered.", True),
        ("We will not cover optics. Racism is covered in week 3.", True),
    ],
)
def test_what_is_out_of_scope_is_not_evidence(text: str, counts: bool) -> None:
    assert bool(found(text, model(topic(strong=("racism",))))) is counts


def test_weights_equal_scikit_learn() -> None:
    numpy = pytest.importorskip("numpy")
    from sklearn.feature_extraction.text import TfidfTransformer

    background = load_background()
    vocabulary = sorted(background.frequency)[::7]
    made = compile_model(
        Rubric("r", "1", "R", "en", "", (Domain("d", "D"),), (topic(strong=("social justice",)),))
    )
    texts = [
        "Students discuss social justice, and social justice again, in class.",
        "The final paper is due in week ten; the paper counts for half of the grade.",
    ]
    for text in texts:
        counts = Counter(form for form in phrase(text) if form in background.frequency)
        keys = sorted(set(counts) | set(vocabulary))
        transformer = TfidfTransformer(norm="l2", sublinear_tf=True, smooth_idf=True)
        transformer.idf_ = numpy.array([made.idf[key] for key in keys])
        reference = transformer.transform(numpy.array([[counts[key] for key in keys]])).toarray()[0]
        ours = weights(counts, made.idf, counts)
        assert [ours.get(key, 0.0) for key in keys] == pytest.approx(reference.tolist(), abs=1e-9)


def test_background_idf_is_scikit_learns_smooth_idf() -> None:
    numpy = pytest.importorskip("numpy")
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = numpy.array([[1, 0, 2], [1, 1, 0], [3, 0, 0], [1, 0, 0]])
    fitted = TfidfTransformer(smooth_idf=True).fit(counts)
    made = compile_model(
        Rubric("r", "1", "R", "en", "", (Domain("d", "D"),), (topic(strong=("x",)),)),
        Background(4, {"a": 4, "b": 1, "c": 1}),
    )
    assert [made.idf["a"], made.idf["b"], made.idf["c"]] == pytest.approx(
        fitted.idf_.tolist(), abs=1e-12
    )


def test_shares_of_a_score_sum_to_it_and_offsets_hold() -> None:
    made = model(topic(strong=("racism",), contextual=("power",)))
    text = "Racism, power and the clinic: why racism matters"
    passage = Passage(text, Section.SESSION, headings=("Week 3: Racism",))
    [evidence] = find_candidates([passage], "", made, load_calibration())
    assert 0 < evidence.score < 1
    assert sum(match.weight for match in evidence.matches) == pytest.approx(evidence.score)
    places = [m for m in evidence.matches if m.place == "text"]
    assert {text[m.start : m.end] for m in places} == {"Racism", "power", "racism"}
    assert any(m.place == "heading" and (m.start, m.end) == (0, 0) for m in evidence.matches)


def test_a_score_does_not_depend_on_other_passages() -> None:
    made = model(topic(strong=("racism",)))
    passage = Passage("Week 4: racism in the clinic", Section.SESSION)
    others = [Passage("Nothing here", Section.OTHER), Passage("racism " * 50, Section.READING)]
    alone = next(find_candidates([passage], "T", made, load_calibration()))
    among = [
        e
        for e in find_candidates([*others, passage], "T", made, load_calibration())
        if e.passage is passage
    ]
    assert [e.score for e in among] == [alone.score]
