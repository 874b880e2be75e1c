"""Why a sentence was chosen, in words."""

from __future__ import annotations

import re

import pytest

from retrieval import Answerer, Asked, Explanation, Reason, Span, Why
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

    assert asks == "It asks for a person or an organisation."
    assert repaired == "“Palmrya” is read as “Palmyra”."
    of_retook = re.fullmatch(r"Looks for “retook” \(or .+\), (\d+)% of the question\.", retook)
    of_palmyra = re.fullmatch(r"Looks for “Palmrya”, (\d+)% of the question\.", palmyra)
    assert of_retook and of_palmyra
    assert int(of_retook[1]) + int(of_palmyra[1]) == 100


def test_a_question_of_one_word_is_the_whole_question(answerer: Answerer) -> None:
    assert answerer.explain("what is Palmyra?").reading[-1] == "Looks for “Palmyra”."


def test_of_a_long_question_the_words_that_count_most_are_told(answerer: Answerer) -> None:
    words = "museum desert statues heat forces Sunday display garden river lamp"

    told = answerer.explain(f"which {words}?").reading[1:]

    assert len(told) == 9
    assert told[-1] == "Looks for 2 more words that count less."


def test_the_words_held_and_the_kinds_seen_are_named(answerer: Answerer) -> None:
    told = {share.feature: share.words for share in answerer.explain("how many statues were broken in Aleppo?").shares}

    assert told.get("words", "").removeprefix("it holds ").removeprefix("only ") in {
        "",
        "2 of the 3 words asked for: statues and broken",
    }
    assert "a number" in told.get("kinds", "a number")
    assert told.keys() & {"words", "kinds", "place", "fit", "bm25"}


@pytest.mark.parametrize(
    ("question", "why"), [("hello", Why.GREETING), ("who is it?", Why.NO_WORDS), ("?", Why.NO_WORDS)]
)
def test_what_is_not_searched_for_has_nothing_to_explain(answerer: Answerer, question: str, why: Why) -> None:
    explained = answerer.explain(question)

    assert explained == Explanation(answerer.answer(question), None, (), ())
    assert explained.answer.reason == Reason(why)


KEEPER = "The first keeper of the light was a retired sailor."
NAME = "His name was Tom Hask, and he kept the light for thirty years."
FEAST = "In 1874 the islanders held a great feast for the new lamp."
OXEN = "Seven whole oxen were eaten."


@pytest.fixture
def lighthouse(shelf: Shelf) -> Answerer:
    """An article in which answers are spread over two sentences."""
    shelf.put(
        orla=f"The lighthouse of Orla\n\nOrla is an island in the bay. It rained.\n\n{KEEPER} {NAME}\n\n{FEAST} {OXEN}",
        mill="The mill\n\nThe mill at Brede grinds oats. Its wheel was made by Marta Quill.",
    )
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize(
    ("question", "quoted", "likelier", "adds"),
    [
        pytest.param(
            "what was the name of the first keeper of the light?", (KEEPER, NAME), KEEPER, "a name", id="the kind"
        ),
        pytest.param(
            "how many oxen were eaten at the feast for the new lamp?", (FEAST, OXEN), None, "“", id="more of the words"
        ),
    ],
)
def test_of_a_quote_of_two_sentences_the_likelier_is_explained_and_what_the_other_adds(
    lighthouse: Answerer, question: str, quoted: tuple[str, str], likelier: str | None, adds: str
) -> None:
    explained = lighthouse.explain(question)

    assert explained.quote is not None and explained.sentence is not None
    assert explained.quote.text == " ".join(quoted)
    start = explained.quote.start
    about = explained.quote.text[explained.sentence.start - start : explained.sentence.end - start]
    assert about == likelier if likelier else about in quoted
    assert adds in explained.beside
    # Only words of the other sentence are what it adds.
    (other,) = set(quoted) - {about}
    assert all(word in other for word in re.findall("“(.+?)”", explained.beside))
    assert all(word not in about for word in re.findall("“(.+?)”", explained.beside))


def test_a_quote_of_one_sentence_has_nothing_beside_it(lighthouse: Answerer) -> None:
    explained = lighthouse.explain("how many whole oxen were eaten?")

    assert explained.quote is not None
    assert explained.quote.text == OXEN
    assert explained.sentence == Span(explained.quote.start, explained.quote.end)
    assert explained.beside == ""


def test_an_explanation_tells_how_likely_a_quote_has_to_be(lighthouse: Answerer) -> None:
    threshold = lighthouse.explain("who was the first keeper?").threshold

    assert threshold is not None
    assert 0 < threshold < 1
