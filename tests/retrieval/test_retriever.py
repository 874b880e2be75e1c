"""From a question to the sentences that may answer it: spellings, other words, and words that nobody wrote."""

from __future__ import annotations

import pytest

from retrieval import Answerer, Reason, Why
from retrieval.cues import Ask
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


@pytest.mark.parametrize(
    ("question", "ask", "looked_for"),
    [
        ("woh retook Palmyra?", Ask.WHO, ["retook", "Palmyra"]),
        ("Wehn was teh museum retaken?", Ask.WHEN, ["museum", "retaken"]),
        ("hwo many explosions?", Ask.COUNT, ["explosions"]),
    ],
)
def test_slips_in_question_words_are_put_right(
    answerer: Answerer, question: str, ask: Ask, looked_for: list[str]
) -> None:
    found = answerer.retrieved(question)

    assert found is not None
    assert (found.question.text, found.question.ask) == (question, ask)
    assert [word.text for word in found.question.words] == looked_for


def test_a_slip_that_is_a_word_of_the_articles_is_left_as_it_is(shelf: Shelf) -> None:
    shelf.put(woh="Woh\n\nThe woh is a bird of the marshes.")
    library = shelf.library()
    library.update()

    found = library.answerer.retrieved("where does the woh live?")
    assert found is not None
    assert "woh" in [word.text for word in found.question.words]


@pytest.mark.parametrize("question", ["Palmyra", "museum?", "the museum"])
def test_a_bare_topic_asks_what_it_is(answerer: Answerer, question: str) -> None:
    found = answerer.retrieved(question)

    assert found is not None
    assert found.question.ask is Ask.DEFINE


@pytest.fixture
def tower(shelf: Shelf) -> Answerer:
    """An article without spaces between its words."""
    shelf.put(
        tower="埃菲尔铁塔\n\n埃菲尔铁塔是位于法国巴黎的一座铁塔。它由古斯塔夫·埃菲尔的公司设计,建于1889年。\n\n铁塔高330米,有三层供游客参观。"
    )
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize(
    ("question", "looked_for"),
    [
        pytest.param("谁设计了白宫？", ["设计", "白宫"], id="pairs with function words are left out"),
        pytest.param("铁塔是哪年建的？", ["铁塔", "塔是", "建"], id="but those that articles have"),
    ],
)
def test_pairs_of_halves_are_not_looked_for_where_no_article_has_them(
    tower: Answerer, question: str, looked_for: list[str]
) -> None:
    found = tower.retrieved(question)

    assert found is not None
    assert [word.text for word in found.question.words] == looked_for


def test_a_character_alone_is_found_in_any_pair_with_it(tower: Answerer) -> None:
    found = tower.retrieved("铁塔有多高？")

    assert found is not None
    matches = matched(found.question, found.candidates)
    (tall,) = [match for held, match in zip(found.candidates, matches, strict=True) if "330" in held.sentence.text]
    assert dict(zip((word.text for word in found.question.words), tall.strengths, strict=True))["高"] == 1
    assert found.unheld(matches) == ()


def test_words_that_no_article_mentions_are_told_as_they_were_written(tower: Answerer) -> None:
    assert tower.answer("谁设计了白宫？").reason == Reason(Why.UNKNOWN_WORDS, ("白宫",))
