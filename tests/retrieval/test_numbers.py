"""Numbers in digits and words, as values."""

from __future__ import annotations

import pytest

from retrieval.numbers import numbers
from retrieval.sentences import analyse


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("180 soldiers and 1,200 rebels", "en", [180, 1200]),
        ("nearly two hundred and sixty soldiers", "en", [260]),
        ("two and three", "en", [2, 3]),
        ("a thousand and one nights", "en", [1001]),
        ("twenty-five per cent of 1.5 million", "en", [25, 1_500_000]),
        ("two million three hundred thousand", "en", [2_300_000]),
        ("a dozen eggs, several of them bad", "en", [12, None]),
        ("on the 3rd of May", "en", []),
        ("180 Soldaten und 1.200 Rebellen", "de", [180, 1200]),
        ("zwölf Soldaten", "de", [None]),
        ("nobody", "en", []),
        ("", "en", []),
    ],
)
def test_numbers_have_values(text: str, language: str, values: list[float | None]) -> None:
    assert [number.value for number in numbers(analyse(text, language).words)] == values


def test_a_number_knows_its_words() -> None:
    (number,) = numbers(analyse("about two hundred and sixty soldiers", "en").words)

    assert (number.first, number.last) == (1, 5)
