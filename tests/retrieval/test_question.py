"""What a question asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import Question, Word, parse


def test_a_question_is_its_words_without_function_words() -> None:
    assert parse("Who retook Palmyra?", ["en"]) == Question(
        "Who retook Palmyra?", (Word("retook", ("retook", "retak")), Word("Palmyra", ("palmyra",)))
    )


def test_a_word_counts_once() -> None:
    assert [word.text for word in parse("Palmyra, Palmyra and palmyra", ["en"]).words] == ["Palmyra"]


def test_a_shouted_question_is_read_like_any_other() -> None:
    assert [word.terms for word in parse("WHO IS IN PALMYRA", ["en"]).words] == [("palmyra",)]


def test_a_question_in_two_languages_has_the_terms_of_both() -> None:
    (word,) = parse("Städte", ["de", "en"]).words
    assert word.terms == ("stadt", "stadte")


def test_a_question_of_function_words_has_nothing_to_look_for() -> None:
    assert parse("who is it?", ["en"]).words == ()


@given(st.text(), st.lists(st.sampled_from(["en", "de", "ru", "zh", "und"]), max_size=2, unique=True))
def test_any_text_is_a_question(text: str, languages: list[str]) -> None:
    question = parse(text, languages)

    assert question.text == text
    assert all(word.terms for word in question.words)
