"""What kinds of thing words stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import tokens
from retrieval.cues import Cue, cues

NOTHING = Cue(0)


def cues_of(text: str, language: str) -> list[tuple[str, Cue]]:
    found = []
    for chunk in text.split():
        words = tokens(chunk, language)
        found += [(word.text, cue) for word, cue in zip(words, cues(chunk, words, language), strict=True)]
    return found


def test_english_words_stand_for_kinds_of_thing() -> None:
    assert cues_of("President Obama met John's wife in France because 12 people left", "en") == [
        ("President", Cue.PERSON),
        ("Obama", NOTHING),
        ("met", NOTHING),
        ("John's", Cue.GIVEN_NAME),
        ("wife", Cue.PERSON),
        ("in", Cue.PREPOSITION),
        ("France", Cue.PLACE),
        ("because", Cue.REASON),
        ("12", Cue.NUMBER),
        ("people", Cue.PERSON | Cue.UNIT),
        ("left", NOTHING),
    ]


@pytest.mark.parametrize(
    ("chunk", "cue"),
    [
        ("1961", Cue.NUMBER | Cue.YEAR),
        ("1990s,", Cue.NUMBER | Cue.YEAR),
        ("١٩٥٢", Cue.NUMBER | Cue.YEAR),
        ("2100", Cue.NUMBER),
        ("0999", Cue.NUMBER),
        ("1,961", Cue.NUMBER),
        ("3rd", Cue.NUMBER | Cue.ORDINAL),
        ("$1990", Cue.NUMBER | Cue.MONEY),
        ("(€3.5", Cue.NUMBER | Cue.MONEY),
        ("50%", Cue.NUMBER | Cue.PERCENT),
        ("F-16", NOTHING),
    ],
)
def test_numbers_need_no_language(chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, "eo"), "eo")[0] == cue


@pytest.mark.parametrize(
    ("language", "chunk", "cue"),
    [
        ("en", "9:30", Cue.NUMBER | Cue.CLOCK),
        ("en", "(9:30–17:00)", Cue.NUMBER | Cue.CLOCK),
        ("en", "2009:30", Cue.NUMBER | Cue.YEAR),
        ("en", "10am", Cue.NUMBER | Cue.CLOCK),
        ("en", "9", Cue.NUMBER),
        ("en", "noon,", Cue.CLOCK),
        ("en", "Sundays", Cue.WEEKDAY),
        ("de", "Uhr.", Cue.CLOCK),
        ("fr", "9h30", Cue.NUMBER | Cue.CLOCK),
        ("ru", "утра", Cue.CLOCK),
    ],
)
def test_times_of_day_are_known(language: str, chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, language), language)[0] == cue


@pytest.mark.parametrize(
    ("chunk", "cue"),
    [
        ("May", Cue.MONTH),
        ("MAY", Cue.MONTH),
        ("may", NOTHING),
        ("march", NOTHING),
        ("US", Cue.PLACE),
        ("us", NOTHING),
        ("turkey", NOTHING),
        ("second", Cue.ORDINAL),
        ("seconds", Cue.DURATION),
        ("it", Cue.PRONOUN),
        ("IT", NOTHING),
        ("IS", NOTHING),
        ("mark", NOTHING),
    ],
)
def test_capitals_tell_names_from_words(chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, "en"), "en") == (cue,)


@pytest.mark.parametrize(
    ("language", "chunk", "cue"),
    [
        ("ar", "والمدينة", Cue.PLACE),
        ("de", "3.", Cue.NUMBER | Cue.ORDINAL),
        ("de", "Österreich,", Cue.PLACE),
        ("fr", "L'Allemagne", Cue.PLACE),
        ("ru", "октября", Cue.MONTH),
        ("ru", "президентом", Cue.PERSON),
        ("tr", "İstanbul'da", Cue.PLACE),
        ("tr", "1990'larda", Cue.NUMBER | Cue.YEAR),
        ("hi", "राष्ट्रपति", Cue.PERSON),
    ],
)
def test_words_of_other_languages_are_known_by_their_beginnings(language: str, chunk: str, cue: Cue) -> None:
    assert cues(chunk, tokens(chunk, language), language) == (cue,)


def test_a_pair_of_characters_has_the_cues_of_the_word_that_it_lies_in_or_begins() -> None:
    assert cues_of("1957年他在美国出", "zh") == [
        ("1957", Cue.NUMBER | Cue.YEAR),
        ("年他", Cue.DURATION),
        ("他在", Cue.PRONOUN),
        ("在美", Cue.PREPOSITION),
        ("美国", Cue.PLACE),
        ("国出", NOTHING),
    ]


def test_the_last_character_of_a_run_gives_its_cues_to_the_pair_that_it_ends() -> None:
    assert cues_of("北京市", "zh") == [("北京", Cue.PLACE), ("京市", Cue.PLACE)]


def test_a_longer_word_hides_the_ones_inside_it() -> None:
    assert cues_of("但是", "zh") == [("但是", NOTHING)]


@given(st.text(), st.sampled_from(["en", "de", "ar", "ko", "th", "tr", "vi", "zh", "und", "eo"]))
# As in the tests of what is asked for.
def test_every_word_of_any_text_stands_for_something_or_nothing(text: str, language: str) -> None:
    assert [word for word, _ in cues_of(text, language)] == [word.text for word in tokens(text, language)]
