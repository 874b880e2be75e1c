"""How questions lean on the one before them, as their words tell."""

from __future__ import annotations

import pytest

from retrieval.analysis import tokens
from retrieval.cues import Ask, Lean, asked_further, leans_back, person_pronoun, without_opening
from retrieval.types import Span


def lean(question: str, language: str) -> Lean | None:
    return leans_back(question, language, sum(bool(word.terms) for word in tokens(question, language)))


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "and when?", Lean.BARE),
        ("en", "who is she?", Lean.BARE),
        ("en", "what about Raqqa?", Lean.NAMES),
        ("en", "and what about Raqqa?", Lean.NAMES),
        ("en", "who helped them?", Lean.POINTS),
        ("en", "and who helped them?", Lean.POINTS),
        ("en", "and who designed the tower?", Lean.MAYBE),
        ("en", "who died?", Lean.MAYBE),
        ("en", "who is the man that designed this tower?", Lean.MAYBE),
        ("en", "is there a mill?", None),
        ("en", "who designed the tower?", None),
        ("ru", "а Ракка?", Lean.NAMES),
        ("ru", "и когда?", Lean.BARE),
        ("ru", "кто им помог?", Lean.POINTS),
        ("es", "¿y Raqqa?", Lean.NAMES),
        ("de", "und Raqqa?", Lean.NAMES),
        ("de", "wo ist das Museum?", Lean.MAYBE),
        ("ar", "والرقة؟", Lean.NAMES),
        ("ar", "وماذا عن الرقة؟", Lean.NAMES),
        ("ar", "ومتى؟", Lean.BARE),
        ("ar", "واشنطن", None),
        ("zh", "那么阿勒颇呢?", Lean.NAMES),
    ],
)
def test_a_question_leans_in_one_of_four_ways(language: str, question: str, expected: Lean | None) -> None:
    assert lean(question, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "And what about Raqqa?", "Raqqa?"),
        ("en", "who retook Raqqa?", "who retook Raqqa?"),
        ("en", "and?", ""),
        ("en", "?", "?"),
        ("es", "¿y Raqqa?", "Raqqa?"),
        ("ar", "والرقة؟", "الرقة؟"),
        ("ar", "واشنطن", "واشنطن"),
        ("eo", "kaj Raqqa?", "kaj Raqqa?"),
    ],
)
def test_an_opening_says_only_that_a_question_goes_on(language: str, question: str, expected: str) -> None:
    assert without_opening(question, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [("ar", "ومتى؟", Ask.WHEN), ("en", "and when?", Ask.WHEN), ("en", "and Raqqa?", Ask.OTHER), ("eo", "?", Ask.OTHER)],
)
def test_an_and_may_be_written_with_its_question_word(language: str, question: str, expected: Ask) -> None:
    assert asked_further(question, language) is expected


@pytest.mark.parametrize(("question", "expected"), [("who is she?", Span(7, 10)), ("who is it?", None)])
def test_some_pronouns_stand_for_people(question: str, expected: Span | None) -> None:
    assert person_pronoun(question, "en") == expected


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
    assert lean(question, language)


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
    assert not lean(question, language)
