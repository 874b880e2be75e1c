"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import Ask
from retrieval.question import Question, Word, follow_up, is_topic, parse
from retrieval.synonyms import Synonyms


def test_a_question_is_its_words_without_function_words() -> None:
    assert parse("Who retook Palmyra?", ["en"]) == Question(
        "Who retook Palmyra?",
        (Word("retook", ("retook", "retak")), Word("Palmyra", ("palmyra",), is_name=True)),
        ask=Ask.WHO,
        language="en",
        asks_for_doer=True,
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


@pytest.mark.parametrize(
    ("question", "ask", "focus"),
    [
        ("who retook Palmyra?", Ask.WHO, frozenset()),
        ("how many soldiers were killed?", Ask.COUNT, frozenset({"soldier"})),
        ("what city was retaken?", Ask.WHERE, frozenset({"citi"})),
        ("Palmyra", Ask.OTHER, frozenset()),
    ],
)
def test_a_question_asks_for_a_kind_of_answer_and_may_name_it(question: str, ask: Ask, focus: frozenset[str]) -> None:
    read = parse(question, ["en"])

    assert (read.ask, read.focus) == (ask, focus)


@pytest.mark.parametrize(
    ("question", "doer"),
    [
        ("Who retook Palmyra?", True),
        ("who wrote it", True),
        ("who was retaken?", False),
        ("Who's the president?", False),
        ("who has won?", False),
        ("when did they retake it?", False),
    ],
)
def test_who_did_it_asks_for_the_doer_and_who_was_it_does_not(question: str, doer: bool) -> None:
    assert parse(question, ["en"]).asks_for_doer is doer


def test_synonyms_are_alternatives_of_their_word_alone() -> None:
    retook, palmyra = parse("who retook Palmyra?", ["en"], synonyms=Synonyms.read(None)).words

    assert (("recaptur",),) in [alternative.words for alternative in retook.alternatives]
    assert palmyra.alternatives == ()


def test_a_synonym_is_one_in_its_language_alone() -> None:
    assert [word.alternatives for word in parse("who retook it?", ["de"], synonyms=Synonyms.read(None)).words] == [
        ()
    ] * 3


def test_a_question_that_leans_is_read_with_the_words_of_the_one_before_which_count_less() -> None:
    joined = follow_up(parse("and when?", ["en"]), parse("who retook Palmyra?", ["en"]))

    assert joined is not None
    assert (joined.text, joined.ask) == ("and when?", Ask.WHEN)
    assert [(word.text, word.weight) for word in joined.words] == [("retook", 0.6), ("Palmyra", 0.6)]


def test_a_word_of_both_questions_counts_whole_and_once() -> None:
    joined = follow_up(parse("and who helped Palmyra?", ["en"]), parse("who retook Palmyra?", ["en"]))

    assert joined is not None
    assert [(word.text, word.weight) for word in joined.words] == [("helped", 1.0), ("Palmyra", 1.0), ("retook", 0.6)]


@pytest.mark.parametrize(
    ("question", "language", "light"),
    [
        ("in what year did Tadmor fall?", "en", ["year"]),
        ("в каком году был взят Тадмор?", "ru", ["году"]),
        ("how many years did it last?", "en", ["years"]),
        ("what did Year play?", "en", []),
        ("in what year did Tadmor fall?", "sv", []),
    ],
)
def test_a_word_that_only_says_what_is_asked_for_counts_less(question: str, language: str, light: list[str]) -> None:
    words = parse(question, [language]).words

    assert [word.text for word in words if word.weight < 1] == light


@pytest.mark.parametrize(
    ("question", "language", "looked_for"),
    [
        ("what happened to the temples?", "en", ["temples"]),
        ("что случилось с храмами?", "ru", ["храмами"]),
        ("what happened?", "en", ["happened"]),
        ("when did it happen in Palmyra?", "en", ["happen", "Palmyra"]),
    ],
)
def test_what_happened_is_not_looked_for_where_something_else_is(
    question: str, language: str, looked_for: list[str]
) -> None:
    assert [word.text for word in parse(question, [language]).words] == looked_for


@pytest.mark.parametrize(
    ("message", "looked_for"),
    [
        ("hi, who retook Palmyra?", ["retook", "Palmyra"]),
        ("hey bot, who retook Palmyra?", ["retook", "Palmyra"]),
        ("hello who retook Palmyra", ["retook", "Palmyra"]),
        ("Thank you very much! Who retook Palmyra?", ["retook", "Palmyra"]),
        ("Привет! кто освободил Пальмиру?", ["освободил", "Пальмиру"]),
        ("thanks, the bridge at Orla?", ["bridge", "Orla"]),
        ("Hello Kitty", ["Hello", "Kitty"]),
        ("hello", ["hello"]),
    ],
)
def test_a_greeting_before_a_question_is_not_looked_for(message: str, looked_for: list[str]) -> None:
    question = parse(message, ["ru" if "П" in message else "en"])

    assert (question.text, [word.text for word in question.words]) == (message, looked_for)


def test_a_new_place_is_asked_what_was_asked_of_the_one_before() -> None:
    joined = follow_up(parse("and in Raqqa?", ["en"]), parse("how many soldiers were killed in Palmyra?", ["en"]))

    assert joined is not None
    assert (joined.ask, joined.focus) == (Ask.COUNT, frozenset({"soldier"}))
    assert [word.text for word in joined.words] == ["Raqqa", "soldiers", "killed", "Palmyra"]


def test_a_new_thing_is_asked_for_in_place_of_the_one_before() -> None:
    joined = follow_up(parse("and when?", ["en"]), parse("how many soldiers were killed in Palmyra?", ["en"]))

    assert joined is not None
    assert (joined.ask, [word.text for word in joined.words]) == (Ask.WHEN, ["killed", "Palmyra"])


def test_a_question_that_stands_on_its_own_follows_nothing() -> None:
    assert follow_up(parse("when did the talks in Geneva begin?", ["en"]), parse("who retook it?", ["en"])) is None


@given(st.text(), st.lists(st.sampled_from(["en", "de", "ru", "zh", "und"]), max_size=2, unique=True))
def test_any_text_is_a_question(text: str, languages: list[str]) -> None:
    question = parse(text, languages)

    assert question.text == text
    assert all(word.terms for word in question.words)


@pytest.mark.parametrize(
    ("question", "looked_for"),
    [
        pytest.param("谁设计了白宫？", ["设计", "计了", "了白", "白宫"], id="no pair is half of who"),
        pytest.param("谁写了书", ["写", "写了", "了书", "书"], id="one character is looked for alone"),
        pytest.param("铁塔有多高", ["铁塔", "塔有", "高"], id="of how high the height"),
        pytest.param("塔はどこ", ["塔", "塔は"], id="Japanese"),
        pytest.param("谁", [], id="a question word alone"),
    ],
)
def test_question_words_are_cut_out_where_no_spaces_part_words(question: str, looked_for: list[str]) -> None:
    assert [word.text for word in parse(question, ["zh"]).words] == looked_for


def test_a_pair_with_a_piece_of_a_function_word_is_loose() -> None:
    words = parse("谁设计了白宫？", ["zh"]).words

    assert [word.text for word in words if word.is_loose] == ["计了", "了白"]


def test_letters_and_digits_of_full_width_are_read_as_usual_ones() -> None:
    wide, usual = (
        parse(text, ["en"])
        for text in ("Ｗｈｏ ｒｅｔｏｏｋ Ｐａｌｍｙｒａ ｉｎ ２０１６？", "Who retook Palmyra in 2016?")
    )

    assert (wide.words, wide.ask, wide.asks_for_doer) == (usual.words, usual.ask, usual.asks_for_doer)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Palmyra", True),
        ("museum?", True),
        ("the museum", True),
        ("opening hours", False),
        ("is it open?", False),
        ("and Palmyra?", False),
        ("what of Palmyra?", True),
        ("How about the museum?", True),
        ("what about opening hours?", False),
        ("what about it?", False),
        ("Ｐａｌｍｙｒａ？", True),
        ("埃菲尔", False),
        ("the", False),
    ],
)
def test_a_bare_word_is_a_topic(question: str, topic: bool) -> None:
    assert is_topic(parse(question, ["en"])) is topic
