"""From a question to the sentences that may answer it: spellings, other words, and words that nobody wrote."""

from __future__ import annotations

import pytest

from retrieval import Answerer, Reason, Why
from retrieval.ranking import matched
from tests.retrieval.conftest import Shelf


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """Three articles of different words."""
    shelf.put(
        palmyra="Palmyra retaken\n\nGovernment forces retook Palmyra on Sunday. Three explosions shook the museum.",
        qaduli="A death\n\nAbd ar-Rahman al-Qaduli was killed in a raid. He kept the money of the group.",
        tikrit="The fall of Tikrit\n\nSoldiers raised their flag over the town hall.",
    )
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize(
    ("question", "sentence", "repaired"),
    [
        ("who retook Palmrya?", "Government forces retook Palmyra on Sunday.", {"Palmrya": "palmyra"}),
        ("who retok Palmyra?", "Government forces retook Palmyra on Sunday.", {"retok": "retook"}),
        ("who killed Quaduli?", "Abd ar-Rahman al-Qaduli was killed in a raid.", {"Quaduli": "qaduli"}),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(
    answerer: Answerer, question: str, sentence: str, repaired: dict[str, str]
) -> None:
    assert answerer.answer(question).quotes[0].text == sentence

    found = answerer.retrieved(question)
    assert found is not None
    assert {word.text: word.repaired for word in found.question.words if word.repaired} == repaired


def test_a_word_that_articles_have_is_left_as_it_is(answerer: Answerer) -> None:
    found = answerer.retrieved("who retook Palmyra?")

    assert found is not None
    assert [word.repaired for word in found.question.words] == [None, None]


def test_a_synonym_finds_what_is_written_in_other_words(answerer: Answerer) -> None:
    assert answerer.answer("who recaptured Palmyra?").quotes[0].text == "Government forces retook Palmyra on Sunday."
    # No word of the question stands there.
    found = answerer.retrieved("recaptured?")
    assert found is not None
    assert found.candidates != ()


@pytest.mark.parametrize(
    ("question", "unheld"),
    [
        pytest.param("who flooded Homs and its museum?", ("flooded", "Homs"), id="nothing like them is there"),
        pytest.param("when was Palmyra recaptured in Aleppo?", ("Aleppo",), id="one in other words"),
        pytest.param("what exploded in the museum of Aleppo?", ("Aleppo",), id="one in a derived form"),
        pytest.param("who retook Palmrya from Aleppo?", ("Aleppo",), id="one misspelt"),
    ],
)
def test_a_word_is_unknown_only_if_nothing_like_it_was_found(
    answerer: Answerer, question: str, unheld: tuple[str, ...]
) -> None:
    found = answerer.retrieved(question)

    assert found is not None
    assert tuple(word.text for word in found.unheld(matched(found.question, found.candidates))) == unheld


def test_a_name_that_only_a_title_holds_is_known(answerer: Answerer) -> None:
    found = answerer.retrieved("who raised the flag in Tikrit?")

    assert found is not None
    assert found.unknown == ()


def test_the_words_that_no_article_mentions_are_named_in_the_answer(answerer: Answerer) -> None:
    assert answerer.answer("who flooded Homs?").reason == Reason(Why.UNKNOWN_WORDS, ("flooded", "Homs"))


def test_a_candidate_belongs_to_its_article_once(answerer: Answerer) -> None:
    found = answerer.retrieved("who retook Palmyra and raised a flag when Qaduli was killed?")

    assert found is not None
    places = [(held.article.source, c.number) for held, c in zip(found.articles, found.candidates, strict=True)]
    assert sorted(places) == [
        ("palmyra.txt", 0),
        ("palmyra.txt", 1),
        ("qaduli.txt", 0),
        ("qaduli.txt", 1),
        ("tikrit.txt", 0),
    ]
    assert max(candidate.passage for candidate in found.candidates) == 1

    one = found.of_article(found.articles[0].article.id)
    assert {held.article.id for held in one.articles} == {found.articles[0].article.id}
    assert len(one.articles) == len(one.candidates) > 0
    assert found.of_article("aaaaaaaaaaaa").candidates == ()
