"""Why a sentence was chosen, in words."""

from __future__ import annotations

import re

import pytest

from retrieval import Answerer, Asked, Explanation, Reason, Why
from retrieval.features import GROUPS
from tests.retrieval.conftest import Shelf

QUESTIONS = (
    "who retook Palmyra?",
    "when was Palmyra retaken?",
    "where is the museum?",
    "why did they leave?",
    "how many statues were broken?",
    "how was it retaken?",
    "what is Palmyra?",
    "which city?",
    "palmyra museum",
    "who retok Palmrya?",
    "who bombed Aleppo?",
    "who bombed the museum?",
    "who is it?",
    "hello",
)


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """Two articles."""
    shelf.put(
        palmyra="Palmyra retaken\n\nGovernment forces retook Palmyra on Sunday. They left because of the heat. Why?",
        museum="The museum\n\nPalmyra is a city in the desert. In the museum 40 statues were broken (so he said).",
    )
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_explained_is_the_answer_given(answerer: Answerer, question: str) -> None:
    explained = answerer.explain(question)

    answer = answerer.answer(question)
    assert explained.answer == answer
    assert explained.quote == next(iter((*answer.quotes, *answer.near)), None)


def test_a_follow_up_is_explained_as_it_was_answered(answerer: Answerer) -> None:
    first = answerer.answer("who retook Palmyra?")
    after = Asked(first.question, first.quotes[0].article_id)

    explained = answerer.explain("and why?", after=after)

    assert explained.answer == answerer.answer("and why?", after=after)
    assert "Read together with: who retook Palmyra?" in explained.reading


@pytest.mark.parametrize("question", QUESTIONS)
def test_shares_come_strongest_first_each_group_once_in_words(answerer: Answerer, question: str) -> None:
    shares = answerer.explain(question).shares

    strengths = [abs(share.share) for share in shares]
    assert strengths == sorted(strengths, reverse=True)
    groups = [share.feature for share in shares]
    assert len(groups) == len(set(groups))
    assert set(groups) <= GROUPS.keys()


@pytest.mark.parametrize("question", QUESTIONS)
def test_explanations_are_lines_of_plain_words(answerer: Answerer, question: str) -> None:
    explained = answerer.explain(question)

    for line in (*explained.reading, *(share.words for share in explained.shares)):
        assert line == line.strip() != ""
        # No line breaks, no names of features, no values of Python.
        assert not re.search(r"[\n_{}\[\]]|None|nan|Ask\.|\bnp\b", line), line


def test_the_reading_says_what_is_asked_for_and_looked_for(answerer: Answerer) -> None:
    asks, repaired, retook, palmyra = answerer.explain("who retook Palmrya?").reading

    assert asks == "Asks for: a person or an organisation."
    assert repaired == "“Palmrya” is read as “Palmyra”."
    assert re.fullmatch(r"Looks for “retook”, weight \d\.\d \(or .+\)", retook)
    assert re.fullmatch(r"Looks for “Palmrya”, weight \d\.\d", palmyra)


def test_the_words_held_and_the_kinds_seen_are_named(answerer: Answerer) -> None:
    told = {share.feature: share.words for share in answerer.explain("how many statues were broken in Aleppo?").shares}

    assert told.get("words", "") in {"", "holds 2 of the 3 words asked for: statues, broken"}
    assert "a number" in told.get("kinds", "a number")
    assert told.keys() & {"words", "kinds", "place", "fit", "bm25"}


@pytest.mark.parametrize(
    ("question", "why"), [("hello", Why.GREETING), ("who is it?", Why.NO_WORDS), ("?", Why.NO_WORDS)]
)
def test_what_is_not_searched_for_has_nothing_to_explain(answerer: Answerer, question: str, why: Why) -> None:
    explained = answerer.explain(question)

    assert explained == Explanation(answerer.answer(question), None, (), ())
    assert explained.answer.reason == Reason(why)
