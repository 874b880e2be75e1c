"""How likely a sentence answers a question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.features import GROUPS
from retrieval.question import parse
from retrieval.ranking import SentenceRanker

SENTENCES = (
    "Government forces drove the militants out of Palmyra on Sunday.",
    "Dozens of soldiers were killed in the campaign to retake Palmyra.",
    "How many times did we cry for Palmyra?",
)
TEXTS = st.text(max_size=60) | st.sampled_from([*SENTENCES, "", "🏛️", "Palmyra " * 200])


@pytest.fixture(scope="module")
def ranker() -> SentenceRanker:
    """The ranker with the weights that come with it."""
    return SentenceRanker()


@pytest.mark.parametrize("title", ["", "Palmyra is retaken"], ids=["in no order", "of an article"])
def test_those_who_did_it_are_likelier_than_those_who_tried_or_wept(ranker: SentenceRanker, title: str) -> None:
    scores = ranker.score("who retook Palmyra?", SENTENCES, title)

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 1.5 * scores[1]


@given(TEXTS, st.lists(TEXTS, max_size=5), st.sampled_from(["", "Palmyra"]))
def test_every_sentence_has_a_probability(
    ranker: SentenceRanker, question: str, sentences: list[str], title: str
) -> None:
    scores = ranker.score(question, sentences, title)

    assert len(scores) == len(sentences)
    assert all(0 <= score <= 1 for score in scores)
    assert ranker.score(question, sentences, title) == scores


def test_scores_come_in_the_order_of_the_sentences(ranker: SentenceRanker) -> None:
    backwards = ranker.score("who retook Palmyra?", SENTENCES[::-1])

    assert backwards == sorted(backwards)


def test_without_sentences_there_are_no_scores(ranker: SentenceRanker) -> None:
    assert ranker.score("who retook Palmyra?", []) == []
    assert ranker.score("who retook Palmyra?", [], "Palmyra is retaken") == []


def test_eight_threads_get_what_one_gets(ranker: SentenceRanker) -> None:
    questions = ["who retook Palmyra?", "how many soldiers were killed?", "when were the militants driven out?"] * 4
    alone = [ranker.score(question, SENTENCES) for question in questions]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: SentenceRanker().score(question, SENTENCES), questions[:8]))
        shared = list(threads.map(lambda question: ranker.score(question, SENTENCES), questions))

    assert (together, shared) == (alone[:8], alone)


@given(st.randoms(use_true_random=False))
def test_without_a_title_the_order_of_sentences_says_nothing(ranker: SentenceRanker, random: Random) -> None:
    order = list(range(len(SENTENCES)))
    random.shuffle(order)
    scores = ranker.score("who retook Palmyra?", SENTENCES)

    shuffled = ranker.score("who retook Palmyra?", [SENTENCES[number] for number in order])

    assert shuffled == pytest.approx([scores[number] for number in order])


def test_in_an_article_the_order_counts(ranker: SentenceRanker) -> None:
    _, _, ordered = ranker.read("who retook Palmyra?", SENTENCES, "Palmyra is retaken")
    _, _, loose = ranker.read("who retook Palmyra?", SENTENCES)

    assert [candidate.article.ordered for candidate in (*ordered, *loose)] == [True] * 3 + [False] * 3


def test_a_rare_word_weighs_more_than_a_common_one(ranker: SentenceRanker) -> None:
    question = parse("did the people of Palmyra celebrate?", ["en"])
    people, palmyra, celebrate = ranker.weights(question, [1, 1, 1], 10)

    assert [word.text for word in question.words] == ["people", "Palmyra", "celebrate"]
    assert people < celebrate < palmyra


def test_an_everyday_word_that_no_text_has_weighs_less_than_a_name_where_little_is_known_of_a_language(
    ranker: SentenceRanker,
) -> None:
    (everyday,) = ranker.weights(parse("zorquil", ["sv"]), [0], 10)
    (name,) = ranker.weights(parse("Zorquil", ["sv"]), [0], 10)

    assert 0 < everyday < name


def test_the_shares_are_what_each_group_adds(ranker: SentenceRanker) -> None:
    rows = ranker.rank(*ranker.read("who retook Palmyra?", SENTENCES, "Palmyra is retaken")).rows

    assert ranker.shares(rows, 0).keys() == GROUPS.keys()
    # Alone it is the usual candidate itself.
    assert list(ranker.shares(rows[:1], 0).values()) == pytest.approx([0.0] * len(GROUPS))


def test_other_weights_may_be_given() -> None:
    by_coverage = SentenceRanker(
        {
            "wording": {},
            "trees": {"base": 0.0, "trees": [["coverage", 0.5, -1.0, 1.0]]},
            "network": {"base": 0.0, "starts": [0.0], "outputs": [0.5], "features": {"coverage": [0.5, 0.5, 0.0, 1.0]}},
            "agreement": 0.0,
            "calibration": {"slope": 2.0, "intercepts": [0.0, 0.0, 0.0, 0.0], "evidence": {}},
            "frequencies": {},
            "threshold": 0.5,
        }
    )

    assert by_coverage.score("who retook Palmyra?", ["They retook Palmyra.", "It rained."]) == pytest.approx(
        # Twice 1.5, where the network's one unit adds to the tree, and twice -1.
        [0.9526, 0.1192],
        abs=1e-4,
    )
