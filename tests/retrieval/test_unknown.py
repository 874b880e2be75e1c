"""The words that people are told of as those that no article has."""

from __future__ import annotations

import pytest

from retrieval import Why
from retrieval.question import parse
from retrieval.unknown import telling
from tests.retrieval.conftest import Shelf


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("who flooded Homs?", "en", ("flooded", "Homs")),
        ("can people go swimming there please?", "en", ("swimming",)),
        ("may I bring some things?", "en", ()),
        ("who is going to live in May Street?", "en", ("live", "May", "Street")),
        ("is there someone who gets paid in 2031?", "en", ("paid", "2031")),
        ("did woh or teh retake it?", "en", ("retake",)),
        ("is the nba in IS?", "en", ("IS",)),
        ("Können Leute dort schwimmen gehen?", "de", ("schwimmen",)),
        ("можно ли людям взять собаку?", "ru", ("собаку",)),
        ("đập ở đâu?", "vi", ("đập",)),
        ("谁设计了白宫？", "zh", ("设计", "白宫")),
        ("ホワイトハウスはどこですか", "ja", ("ホワイトハウス",)),
        ("ใครออกแบบทำเนียบขาว", "th", ("ออกแบบทำเนียบขาว",)),
        ("백악관을 누가 설계했나요?", "ko", ("백악관을", "설계했나요")),
    ],
)
def test_words_that_carry_the_question_are_told_and_everyday_words_are_not(
    question: str, language: str, told: tuple[str, ...]
) -> None:
    parsed = parse(question, [language])

    assert telling(parsed, parsed.words) == told


@pytest.mark.parametrize(
    ("question", "unheld", "told"),
    [
        pytest.param("每年参观长城", {"年参", "观长", "长城"}, ("长城",), id="half of a word and half of another"),
        pytest.param("大学城", {"学城"}, (), id="what is left is half of a word"),
        pytest.param("北京大学", {"京大", "大学"}, ("大学",), id="two words, one of them held"),
        pytest.param(
            "法兰西共和国", {"法兰", "兰西", "西共", "共和", "和国"}, ("法兰西共和国",), id="as it was written"
        ),
        pytest.param("ホワイト", {"ホワ", "ワイ"}, ("ホワイト",), id="most pieces of a word"),
        pytest.param("ホワイト", {"ホワ"}, (), id="one piece of a word"),
    ],
)
def test_of_text_without_spaces_no_pair_is_told_that_is_no_word(
    question: str, unheld: set[str], told: tuple[str, ...]
) -> None:
    parsed = parse(question, ["zh"])

    assert telling(parsed, [word for word in parsed.words if word.text in unheld]) == told


def test_where_only_everyday_words_are_missing_the_articles_do_not_say(shelf: Shelf) -> None:
    shelf.put(rules="Rules\n\nDogs sleep outside. Cats sleep in the garden.")
    library = shelf.library()
    library.update()

    reason = library.answerer.answer("do people help them?").reason
    assert reason is not None
    assert (reason.why, reason.words) == (Why.NOT_SAID, ())
