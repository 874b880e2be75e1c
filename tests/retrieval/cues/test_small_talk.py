"""What is no question: greetings, thanks, goodbyes, calls for help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import small_talk, without_greeting
from retrieval.cues.lists import lists
from retrieval.types import Why


@pytest.mark.parametrize(
    "text",
    (
        "hi|hello there|Good morning!|hey bot!|привет|hola|¡Buenos días!|مرحبا|你好|salut|merhaba|สวัสดีครับ|こんにちは|👋"
    ).split("|"),
)
def test_a_greeting_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.GREETING


@pytest.mark.parametrize(
    "text",
    (
        "thanks|Thank you so much!|great, thanks|hi, thanks|спасибо большое|gracias|شكرا|谢谢你！|ありがとう|Merci"
        "|good bot|👍|Vielen Dank für die Hilfe!|merci pour votre aide|no thanks|tak"
    ).split("|"),
)
def test_thanks_and_praise_are_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.THANKS


@pytest.mark.parametrize(
    "text",
    (
        "bye|Goodbye!|see you|See you later|good night|thanks, bye!|ok thanks bye|goodbye everyone|пока|До свидания!"
        "|спокойной ночи|مع السلامة|تصبح على خير|adiós|¡Hasta luego!|Tschüss|auf Wiedersehen|gute Nacht|au revoir"
        "|arrivederci|tchau|görüşürüz|再见|晚安|さようなら"
    ).split("|"),
)
def test_a_goodbye_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.FAREWELL


@pytest.mark.parametrize(
    "text",
    "ok|OK.|oh ok|lol|hahaha|test|yes please|no|😂|ок|тест|да|حسنا|تجربة|نعم|vale|prueba|alles klar|ja|好的|测试".split(
        "|"
    ),
)
def test_an_ok_a_laugh_or_a_try_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.CHATTER


@pytest.mark.parametrize(
    "text",
    "help|Help!|hello, can you help me?|who are you?|помощь|что ты умеешь?|مساعدة|ayuda|Hilfe|aide|帮助".split("|"),
)
def test_a_call_for_help_is_known_in_any_language(text: str) -> None:
    assert small_talk(text) == Why.HELP


@pytest.mark.parametrize(
    "text",
    (
        "Goodbye, Lenin!|goodbye to all that|what is OK?|is that ok?|is the test today|help desk hours|test results"
        "|who said goodbye?|who are they|No. 10|Yes, Minister|Help! I need somebody"
    ).split("|"),
)
def test_words_of_small_talk_in_a_question_are_looked_for(text: str) -> None:
    assert small_talk(text) is None
    assert without_greeting(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok, who built it?", "who built it?"),
        ("great, and when?", "and when?"),
        ("hello, help desk hours", "help desk hours"),
        ("hi, everyone, is the museum open?", "is the museum open?"),
        ("понятно, а когда?", "а когда?"),
        ("bye, who built it?", "bye, who built it?"),
    ],
)
def test_a_greeting_thanks_or_ok_before_a_question_is_dropped_and_no_more(text: str, rest: str) -> None:
    assert without_greeting(text) == rest


def test_no_phrase_of_small_talk_is_of_two_kinds() -> None:
    phrases = [phrase for kind in lists()["small_talk"].values() for phrase in kind.split()]

    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    "text",
    "hello, who retook Palmyra?|hi-fi prices|who wrote Hello Dolly|thanksgiving|hithere|bot||?!|你好莱坞|Nice".split(
        "|"
    ),
)
def test_a_message_that_says_more_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@given(st.text())
def test_any_text_is_small_talk_or_none(text: str) -> None:
    assert (why := small_talk(text)) is None or why.is_small_talk
