"""Whether a word denies what comes after it."""

from __future__ import annotations

import pytest

from retrieval.negation import is_negative, negates
from retrieval.question import parse
from retrieval.sentences import analyse


def negators(sentence: str, language: str) -> list[str]:
    words = analyse(sentence, language).words
    return [word.text for place, word in enumerate(words) if negates(words, place)]


@pytest.mark.parametrize(
    ("sentence", "language", "words"),
    [
        ("It is not open, nor has it ever been.", "en", ["not", "nor"]),
        ("It isn't open and wasn’t then.", "en", ["isn't", "wasn’t"]),
        ("I can't and won’t.", "en", ["can't", "won’t"]),
        ("A won cup of Don Haven.", "en", []),
        ("It is NOT open.", "en", ["not"]),
        ("Es ist nicht offen, sondern zu.", "de", ["nicht"]),
        ("Il n'est pas ouvert.", "fr", ["pas"]),
        ("No está abierto.", "es", ["no"]),
        ("Он не открыт.", "ru", ["не"]),
        ("المتحف غير مفتوح.", "ar", ["غير"]),
        ("博物馆不开放。", "zh", ["不开"]),
        ("两个博物馆不同。", "zh", []),
        ("The school is at No. 5 Mill Lane.", "en", []),
        ("It is not only old but deep.", "en", []),
        ("It did not open to the public until 1950.", "en", []),
        ("Er wurde nicht nur gebaut.", "de", []),
    ],
)
def test_a_negator_is_told_from_what_only_looks_like_one(sentence: str, language: str, words: list[str]) -> None:
    assert negators(sentence, language) == words


@pytest.mark.parametrize(
    ("question", "language", "negative"),
    [
        ("who did not sign?", "en", True),
        ("who didn't sign?", "en", True),
        ("who signed?", "en", False),
        ("was ist nicht erlaubt?", "de", True),
        ("кто не подписал?", "ru", True),
    ],
)
def test_a_question_for_what_is_not_so_is_known(question: str, language: str, negative: bool) -> None:
    assert is_negative(parse(question, [language])) is negative
