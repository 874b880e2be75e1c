"""Sentences that give the same answer speak for one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval import SentenceRanker
from retrieval.agreement import agreed
from tests.retrieval.conftest import Shelf

ANN, BOB = "Ann Bell won the Lake Cup in 2016.", "Bob Hill won the Lake Cup in 2016."
OTHERS = ("The Lake Cup of 2016 went to Ann Bell.", "Ann Bell, who won the Lake Cup, comes from Cork.")


@pytest.fixture(scope="module")
def ranker() -> SentenceRanker:
    """The ranker with the weights that come with it."""
    return SentenceRanker()


def odds(ranker: SentenceRanker, question: str, sentences: Sequence[str]) -> list[float]:
    return [score / (1 - score) for score in ranker.score(question, sentences)]


def test_of_two_sentences_alike_the_one_whose_answer_others_give_is_likelier(ranker: SentenceRanker) -> None:
    ann, bob = odds(ranker, "who won the Lake Cup?", [ANN, BOB])
    with_others = odds(ranker, "who won the Lake Cup?", [ANN, BOB, *OTHERS])

    assert with_others[0] / with_others[1] > 3 * ann / bob


def test_what_others_say_of_something_else_is_no_agreement(ranker: SentenceRanker) -> None:
    ann, bob = odds(ranker, "who won the Lake Cup?", [ANN, BOB])
    with_another = odds(ranker, "who won the Lake Cup?", [ANN, BOB, "Ann Bell likes to swim."])

    assert with_another[0] / with_another[1] == pytest.approx(ann / bob, rel=0.1)


def test_the_same_sentence_twice_is_no_second_voice(ranker: SentenceRanker) -> None:
    first, _, twin = odds(ranker, "who won the Lake Cup?", [ANN, BOB, ANN])
    with_another = odds(ranker, "who won the Lake Cup?", [ANN, BOB, OTHERS[0]])

    assert first == pytest.approx(twin)
    assert with_another[0] > 1.5 * first


def test_two_sentences_that_give_reasons_need_not_give_the_same() -> None:
    ranker = SentenceRanker()
    question = ranker.read("why did they leave?", ["They left due to rain.", "They left due to the heat."])

    assert ranker.rank(*question).feature("agreed") == [0.0, 0.0]


def test_agreement_is_what_the_others_weigh_together() -> None:
    things = [{"ann"}, {"ann", "bob"}, {"bob"}, set[str](), {"ann"}]

    values = agreed(["a", "b", "c", "d", "a"], things, [0.5, 0.2, 0.3, 1, 0.4])

    assert values == pytest.approx(np.log1p([0.2, 0.5, 0.2, 0.0, 0.2]))
    assert list(agreed([], [], [])) == []


def test_why_a_sentence_was_chosen_tells_of_those_that_agree(shelf: Shelf) -> None:
    shelf.put(
        cup=f"The cup\n\n{ANN} Many came.",
        lake=f"The lake\n\n{OTHERS[0]} It rained.",
        bell=f"A portrait\n\n{OTHERS[1]} She swims.",
    )
    library = shelf.library()
    library.update()

    told = library.answerer.explain("who won the Lake Cup?")

    assert [share.words for share in told.shares if share.feature == "agreement"] == [
        "other sentences that may answer say the same"
    ]
