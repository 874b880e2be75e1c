"""What is said of a sentence in numbers."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import analysis
from retrieval.cues import Ask
from retrieval.features import FEATURES, GROUPS, Candidate, Matrix, Surroundings, idf, read
from retrieval.question import parse
from retrieval.ranking import SentenceRanker, matched
from retrieval.sentences import analyse


@pytest.fixture(scope="module")
def ranker() -> SentenceRanker:
    """The ranker with the weights that come with it."""
    return SentenceRanker()


def features(question: str, weights: list[float], title: str, passages: list[float], *sentences: str) -> Matrix:
    """The matrix of an article's sentences, one for each passage's share."""
    asked = parse(question, ["en"])
    article = Surroundings(frozenset(analysis.terms(title, "en")))
    candidates = [
        Candidate(analyse(sentence, "en"), article, number, share)
        for number, (sentence, share) in enumerate(zip(sentences, passages, strict=True))
    ]
    return read(asked, weights, candidates, matched(asked, candidates)).rows


def column(rows: Matrix, name: str) -> list[float]:
    values: list[float] = rows[:, FEATURES.index(name)].tolist()
    return values


def one(question: str, sentence: str, feature: str) -> float:
    """One feature of a sentence alone."""
    weights = [1.0] * len(parse(question, ["en"]).words)
    (value,) = column(features(question, weights, "", [1.0], sentence), feature)
    return value


# Asked "who retook Palmyra?" with weights of 2 and 1, of "Palmyra falls" with these sentences.
ARTICLE = (
    "Government forces retook Palmyra on Sunday.",
    "They plan to retake the museum.",
    "Was it 400 dollars (in Palmyra)?",
)
# BM25 (k1 1.2, b 0.75) of a word that stands once among six where 22 are usual.
ONCE = 2.2 / (1 + 1.2 * (0.25 + 0.75 * 6 / 22))
# 0.6 of *retook*: *to retake* has retaken nothing.
EXPECTED: dict[str, tuple[float, float, float]] = {
    "coverage": (1, 0, 1 / 3),
    "soft_coverage": (1, 0.4, 1 / 3),
    "heaviest_missing": (0, 0.4, 1),
    "words_held": (2, 0, 1),
    "words_missing": (0, 0, 1),
    "share_of_sentence": (2 / 6, 0, 1 / 6),
    "same_form": (1, 0, 1),
    "intended": (0, 1, 0),
    "question_words": (2, 2, 2),
    "beyond_title": (1, 0, 0),
    "soft_beyond_title": (1, 0.6, 0),
    "with_title": (1, 1 / 3, 1 / 3),
    "soft_with_title": (1, (1.2 + 1) / 3, 1 / 3),
    "title_asked": (1 / 2, 1 / 2, 1 / 2),
    "asked_in_title": (1 / 3, 1 / 3, 1 / 3),
    "title_in_sentence": (1 / 2, 0, 1 / 2),
    "bm25": (ONCE, 0, ONCE / 3),
    "bm25_sum": (3 * ONCE, 0, ONCE),
    "bm25_below_best": (0, -ONCE, -ONCE * 2 / 3),
    "passage": (1, 1, 0.5),
    "article_share": (1, 1, 1),
    "below_best": (0, -1, -2 / 3),
    "below_article_best": (0, -1, -2 / 3),
    "soft_below_best": (0, -0.6, -2 / 3),
    "better": (0, 2, 1),
    "article_coverage": (1, 1, 1),
    "closeness": (1, 0, 0),
    "pairs": (1, 0, 0),
    "next_to": (1, 0, 0),
    "place": (1, 1 / 2, 1 / 3),
    "first": (1, 0, 0),
    "number": (0, 1, 2),
    "ordered": (1, 1, 1),
    "before": (0, 1, 0.4),
    "after": (0.4, 1 / 3, 0),
    "with_before": (1, 0.8, (0.8 * 0.6 * 2 + 1) / 3),
    "with_two_before": (1, 0.8, (0.6 * 2 + 1) / 3),
    "with_around": (1, 0.8, (0.6 * 2 + 1) / 3),
    "with_before_below_best": (0, -0.2, (0.8 * 0.6 * 2 + 1) / 3 - 1),
    # With neighbours and title, and the sentence alone once more; the best has all of both.
    "with_around_below_best": (0, 0.8 + 0.4 - 2, (0.6 * 2 + 1) / 3 + 1 / 3 - 2),
    "nearby": (2, 1.6, 1),
    "with_heading": (1, 0.4, 1 / 3),
    "with_heading_below_best": (0, (1.2 + 0.6) / 3 - 1, 1 / 3 - 1),
    "date": (1, 0, 0),
    "amount": (0, 0, 1),
    "money": (0, 0, 1),
    "place_word": (0, 1, 0),
    "organisation": (1, 0, 0),
    "pronoun": (0, 1, 0),
    "copula": (0, 0, 1),
    "bracket": (0, 0, 1),
    "asks": (0, 0, 1),
    "ends": (1, 1, 1),
    "length": (6, 6, 6),
    "fits": (1, 0, 0),
    "fit_closeness": (1, 0, 0),
    "fit_before": (1, 0, 0),
    # *In Palmyra*, not *retook Palmyra*.
    "governed": (0, 0, 1),
    "who": (1, 1, 1),
}
# 1 over the distance, which is as good as none.
NEVER_AFTER = (1 / 99, 0, 0)


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_what_its_description_says(name: str) -> None:
    rows = features("who retook Palmyra?", [2.0, 1.0], "Palmyra falls", [1.0, 1.0, 0.5], *ARTICLE)

    expected = NEVER_AFTER if name == "fit_after" else EXPECTED.get(name, (0, 0, 0))
    assert column(rows, name) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("question", "sentence", "feature", "value"),
    [
        ("who won?", "The cup went to Ann Bell, Cem Dag and Eva Fox.", "names", 6),
        ("who won?", "The cup went to Ann Bell, Cem Dag, Eva Fox and Guy Hill.", "names", 6),
        ("who won?", "The cup went to Ann Bell.", "name_pairs", 1),
        ("who won?", "The cup went to Ann Bell.", "fits_well", 1),
        ("who leads the club?", "We met Ann Bell, the leader of the club.", "role", 1 / 2),
        ("who is the president of Syria?", "President Assad left.", "role", 1),
        ("who leads the club?", "Ann Bell led a march against the club.", "role", 0),
        ("when does the leader speak?", "Ann Bell, the leader, speaks.", "role", 0),
        ("how much is a swim?", "A swim is 5 euros.", "measure", 1),
        ("how much is a swim?", "A swim lasts 5 hours.", "measure", -1),
        ("how much is a swim?", "A swim lasts 5 hours.", "fits", 0),
        ("how many came to the swim?", "5 came to the swim.", "measure", 0),
        ("who won?", "The cup went to Ann.", "given_name", 1),
        ("who won?", "The cup went to a lawyer.", "person", 1),
        ("who won?", "He won.", "fits", 0),
        ("when was it signed?", "It was signed in 1815.", "year", 1),
        ("when was it signed?", "It was signed in 1815.", "fits_well", 1),
        ("when was it signed?", "It was signed in May.", "date", 1),
        ("when was it signed?", "It was signed in May.", "fits_well", 0),
        ("when was it signed?", "It was signed.", "fits", 0),
        ("where did he die?", "He died in Raqqa.", "in_place", 1),
        ("where did he die?", "He died in Raqqa.", "fits_well", 1),
        ("where did he die?", "He died in bed.", "fits", 0),
        ("why did he leave?", "He left because of rain.", "reason", 1),
        ("why did he leave?", "He left because of rain.", "fits", 1),
        ("why did he leave?", "He left.", "fits", 0),
        ("how many died?", "In all 40 people died.", "fits", 1),
        ("how many died?", "Some died.", "fits", 0),
        ("how tall is it?", "It is 40 metres tall.", "amount_of", 1),
        ("how tall is it?", "It is 40 metres tall.", "fits_well", 1),
        ("how many voted?", "Some 40 percent voted.", "percent", 1),
        ("what is an agouti?", "An agouti is a rodent.", "defines", 1),
        ("what is an agouti?", "An agouti is a rodent.", "defines_first", 1),
        ("what is an agouti?", "In the forests of the far south an agouti is a rodent.", "defines_first", 0),
        ("what is an agouti?", "The rodent ate an agouti.", "defines", 0),
        ("how many soldiers died?", "In all 40 soldiers died.", "focus", 1),
        ("how many soldiers died?", "In all 40 soldiers died.", "focus_fit", 1),
        ("how many soldiers died?", "In all 40 people died.", "focus", 0),
        ("who won?", "“We won,” he said.", "quotes", 1),
        ("who won?", "He won", "ends", 0),
        ("who won?", "word " * 70, "length", 60),
    ],
)
def test_a_kind_of_thing_is_seen(question: str, sentence: str, feature: str, value: float) -> None:
    assert one(question, sentence, feature) == value


# "When is the museum open?" with weights of 1 and 1, of an article called "A visit".
PAGE = (
    "Ann Bell runs it.",
    "When is the museum open?",
    "From nine to five.",
    "On Sundays from noon.",
    "Getting to the museum",
    "Take the bus.",
    "Walk on.",
    "Turn left.",
    "Then right.",
    "You are there.",
)


@pytest.mark.parametrize(
    ("feature", "values"),
    [
        ("asks", (0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
        ("heading", (0, 0, 0, 0, 1, 0, 0, 0, 0, 0)),
        ("heading_held", (0, 0, 1, 1, 0, 1 / 2, 1 / 2, 1 / 2, 1 / 2, 0)),
        ("question_held", (0, 0, 1, 1, 0, 0, 0, 0, 0, 0)),
        ("question_wanting", (0,) * 10),
        ("beneath", (0, 0, 1, 1 / 2, 0, 1, 1 / 2, 1 / 3, 1 / 4, 0)),
        ("beneath_question", (0, 0, 1, 1 / 2, 0, 0, 0, 0, 0, 0)),
        ("kind_asked", (0, 0, 1, 1, 0, 0, 0, 0, 0, 0)),
        ("with_heading", (0, 1, 0.9, 0.9, 1 / 2, 0.45, 0.45, 0.45, 0.45, 0)),
        ("with_heading_below_best", (-1, 0, -0.1, -0.1, -0.5, -0.55, -0.55, -0.55, -0.55, -1)),
    ],
)
def test_what_stands_beneath_a_question_or_a_heading_is_about_that(feature: str, values: tuple[float, ...]) -> None:
    rows = features("when is the museum open?", [1.0, 1.0], "A visit", [1.0] * len(PAGE), *PAGE)

    assert column(rows, feature) == pytest.approx(values)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        pytest.param("when did it open?", (0, 1, 0, -1), id="the same kind, and another"),
        pytest.param("why did it open?", (0, -1, 0, -1), id="other kinds"),
        pytest.param("did it open?", (0, 0, 0, 0), id="yes or no"),
    ],
)
def test_a_question_for_another_kind_of_thing_is_told_from_one_for_the_same(
    question: str, kinds: tuple[int, ...]
) -> None:
    page = ("When did it open?", "In May.", "Who opened it?", "Ann Bell.")
    weights = [1.0] * len(parse(question, ["en"]).words)

    assert column(features(question, weights, "A visit", [1.0] * 4, *page), "kind_asked") == list(kinds)


def test_names_that_are_not_there_are_counted() -> None:
    page = ("Ann Bell came.", "She met Cem.", "They sang.", "It rained.")
    question = "where did Ann meet Cem, Dag and Eva after lunch and dinner?"
    rows = features(question, [1.0] * len(parse(question, ["en"]).words), "A week with Eva", [1.0] * 4, *page)

    assert column(rows, "names_missing") == [2, 2, 3, 3]
    assert column(rows, "names_missing_around") == [1, 1, 2, 3]
    assert column(rows, "names_missing_in_article") == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("sentence", "language", "asks"),
    [
        ("When is it open?", "en", 1),
        ("“When is it open?”", "en", 1),
        ("متى تفتحون؟", "ar", 1),
        ("什么时候开门？", "zh", 1),
        ("Πότε ανοίγει;", "el", 1),
        ("Katzen dürfen hinein;", "de", 0),
    ],
)
def test_a_question_is_known_by_the_mark_of_its_script(sentence: str, language: str, asks: int) -> None:
    assert analyse(sentence, language).form.asks == asks


@pytest.mark.parametrize(
    "sentence", ["- Getting there", "Adults: 5 euros", "It is open.", "A line " + "of words " * 6], ids=str
)
def test_an_item_of_a_list_a_price_and_a_sentence_are_no_headings(sentence: str) -> None:
    assert one("when is it?", sentence, "heading") == 0


def test_what_the_question_asks_with_is_no_answer_to_it() -> None:
    assert one("when in 2016 did Ann win?", "In 2016 Ann won.", "year") == 0
    assert one("who beat Ann Bell?", "Then Ann Bell was beaten.", "names") == 0


def test_every_feature_is_described_once() -> None:
    assert len(FEATURES) == len(set(FEATURES))
    assert {name for group in GROUPS.values() for name, words in group.items() if not words.strip()} == set()
    assert set(GROUPS["asked"]) == {str(ask) for ask in Ask}


def test_idf_falls_with_the_number_of_texts_that_hold_a_word_and_is_never_negative() -> None:
    values = [idf(frequency, 10) for frequency in range(11)]

    assert values == sorted(values, reverse=True)
    assert 0 < values[-1] < values[0] == pytest.approx(np.log(22))


@pytest.mark.parametrize(
    ("question", "sentences", "title"),
    [
        pytest.param("who won?", [""], "A title", id="an empty sentence"),
        pytest.param("who won?", ["", " ", "\n"], "", id="only empty sentences"),
        pytest.param("who won?", ["🏆🏆🏆", "🏆"], "🏆", id="emoji"),
        pytest.param("🏆?", ["🏆 for Ann."], "Cup", id="an emoji is asked for"),
        pytest.param("who won?", ["Ann won and " * 1_700], "Cup", id="a sentence of 5,000 words"),
        pytest.param("who won?", ["Ann won."], "", id="no title"),
        pytest.param(" ".join(f"word{n}" for n in range(300)), ["word7 won."], "Cup", id="a question of 300 words"),
        pytest.param("who is it?", ["It is Ann."], "Cup", id="nothing to look for"),
    ],
)
def test_every_feature_of_odd_input_is_a_number(
    ranker: SentenceRanker, question: str, sentences: list[str], title: str
) -> None:
    rows = ranker.rank(*ranker.read(question, sentences, title)).rows

    assert rows.shape == (len(sentences), len(FEATURES))
    assert np.isfinite(rows).all()


def test_without_candidates_there_are_no_rows(ranker: SentenceRanker) -> None:
    assert ranker.rank(*ranker.read("who won?", [], "Cup")).rows.shape == (0, len(FEATURES))


WORDS = "Ann won the cup in May 2016 because he ran to win . ? to was".split()


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_candidates_in_no_order_may_come_in_any(ranker: SentenceRanker, sentences: list[str], random: Random) -> None:
    asked, weights, candidates = ranker.read("when did Ann win the cup?", sentences)
    order = list(range(len(sentences)))
    random.shuffle(order)

    shuffled = ranker.rank(asked, weights, [candidates[number] for number in order]).rows

    assert shuffled == pytest.approx(ranker.rank(asked, weights, candidates).rows[order])
