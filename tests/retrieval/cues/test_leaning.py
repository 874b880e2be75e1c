"""Questions that lean on the one before, as their words tell."""

from __future__ import annotations

import pytest

from retrieval.analysis import tokens
from retrieval.cues import leans_back


def leans(question: str, language: str) -> bool:
    return bool(leans_back(question, language, sum(bool(word.terms) for word in tokens(question, language))))


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "and when?"),
        ("en", "why?"),
        ("en", "what about Raqqa?"),
        ("en", "who helped them?"),
        ("en", "and who built it?"),
        ("de", "und wann?"),
        ("de", "und in Raqqa?"),
        ("de", "wer hat ihnen geholfen?"),
        ("fr", "et quand ?"),
        ("es", "¿y cuándo?"),
        ("it", "e quando?"),
        ("pt", "e quando?"),
        ("nl", "en wanneer?"),
        ("ru", "а когда?"),
        ("uk", "а коли?"),
        ("pl", "a kiedy?"),
        ("tr", "peki ne zaman?"),
        ("ar", "ومتى؟"),
        ("fa", "و کی؟"),
        ("ko", "그리고 언제?"),
        ("ja", "それで、いつ?"),
        ("zh", "什么时候?"),
        ("zh", "那么阿勒颇呢?"),
    ],
)
def test_a_question_that_says_too_little_leans_on_the_one_before(language: str, question: str) -> None:
    assert leans(question, language)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "who retook Palmyra?"),
        ("en", "when did the talks in Geneva begin?"),
        ("en", "and how many soldiers of the government were killed in the battle for the old city of Palmyra?"),
        ("en", "Palmyra"),
        ("en", "hello"),
        ("de", "Wer hat Palmyra zurückerobert?"),
        ("fr", "qui a repris Palmyre ?"),
        ("es", "¿Quién retomó Palmira?"),
        ("it", "chi ha riconquistato Palmira?"),
        ("ru", "кто освободил Пальмиру?"),
        ("ar", "من استعاد مدينة تدمر الأثرية؟"),
        ("ja", "誰がパルミラを奪還したのですか?"),
        ("zh", "谁在二〇一六年夺回了帕尔米拉古城？"),
    ],
)
def test_a_question_that_names_what_it_is_about_leans_on_nothing(language: str, question: str) -> None:
    assert not leans(question, language)
