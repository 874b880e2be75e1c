"""The order of reading where letters stand in no other order than their places."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.readers.pdf.bidi import text_by_places


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    left: float
    right: float


def test_lam_and_alef_of_one_glyph_are_read_in_their_order() -> None:
    alef, lam, other = Letter("ا", 10, 15), Letter("ل", 10, 15), Letter("س", 15, 20)

    assert text_by_places([alef, lam, other], 1) == "سلا"
    assert text_by_places([other, lam, alef], 1) == "سلا"


def test_marks_on_one_letter_stay_in_their_order() -> None:
    word = [Letter("د", 10, 15), Letter("\u0651", 12, 13), Letter("\u064e", 12, 13), Letter("م", 15, 20)]

    assert text_by_places(word, 1) == "مد\u0651\u064e"


def test_a_gap_is_a_space() -> None:
    assert text_by_places([Letter("ب", 10, 15), Letter("ا", 17, 20), Letter("ت", 20, 25)], 1) == "تا ب"
