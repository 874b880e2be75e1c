"""Which language a text is in."""

from __future__ import annotations

import pytest

from retrieval.language import detect, question_languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Government forces entered the old city on Sunday morning.", "en"),
        ("В воскресенье утром войска вошли в старый город.", "ru"),
        ("Am Sonntagmorgen rückten die Truppen in die Altstadt ein.", "de"),
        ("政府军周日上午进入老城。", "zh"),
        ("دخلت القوات المدينة القديمة صباح الأحد.", "ar"),
        ("2016 ... 27", "und"),
        ("", "und"),
        ("\ud800\x00", "und"),
    ],
)
def test_an_article_is_in_a_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_question_is_read_in_a_language_that_there_are_articles_in() -> None:
    assert question_languages("кто освободил Пальмиру?", ("en", "ru", "de")) == ("ru", "en")


def test_a_lone_name_is_read_in_the_commonest_language() -> None:
    assert question_languages("Palmyra", ("de", "ru"))[0] == "de"


def test_where_all_articles_are_in_one_language_nothing_is_guessed() -> None:
    assert question_languages("кто освободил Пальмиру?", ("en",)) == ("en",)
