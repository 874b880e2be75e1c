"""Question words and function words in text without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import Part, alone, parts, without_asking

SIGNS = {Part.ASKING: "?", Part.FUNCTION: "·"}


def shown(text: str) -> str:
    """The text with a sign in place of each character that is not looked for."""
    return "".join(SIGNS.get(part, character) for character, part in zip(text, parts(text), strict=True))


@pytest.mark.parametrize(
    ("question", "looked_for"),
    [
        pytest.param("谁设计了白宫", "?设计·白宫", id="who designed the White House"),
        pytest.param("誰設計了白宮", "?設計·白宮", id="the same in traditional characters"),
        pytest.param("铁塔有多高", "铁塔·?高", id="how high"),
        pytest.param("多伦多大学在哪里", "多伦多大学·??", id="how is also a piece of a name"),
        pytest.param("几内亚的首都是什么", "几内亚·首都·??", id="how many is also a piece of a name"),
        pytest.param("共和国的目的", "共和国·目的", id="function words are also pieces of words"),
        pytest.param("塔を設計したのは誰ですか", "塔·設計····????", id="Japanese particles and endings"),
        pytest.param("ぶどうはいくらですか", "ぶどう·??????", id="how is also a piece of a Japanese word"),
        pytest.param("ใครออกแบบทำเนียบขาว", "???ออกแบบทำเนียบขาว", id="Thai"),
        pytest.param("เรื่องเกี่ยวกับใคร", "เรื่องเกี่ยวกับ???", id="how many is also a piece of a Thai word"),
        pytest.param("เกี่ยงกัน", "เกี่ยงกัน", id="a Thai word does not begin within a syllable"),
        pytest.param("백악관을 누가 설계했나요", "백악관을 누가 설계했나요", id="Korean parts its words"),
        pytest.param("who designed it?", "who designed it?", id="so does English"),
    ],
)
def test_question_and_function_words_are_told_from_what_is_looked_for(question: str, looked_for: str) -> None:
    assert shown(question) == looked_for


def test_question_words_leave_every_other_character_where_it_stood() -> None:
    assert without_asking("塔是哪年建的?") == "塔是  建的?"
    assert without_asking("ใครออกแบบ") == "ใครออกแบบ"


def test_an_ideograph_between_function_words_stands_alone() -> None:
    assert [("谁写了红楼梦"[place]) for place in alone("谁写了红楼梦")] == ["写"]
    # As it was written, not by what was left out: articles are analysed so too.
    assert alone("2016年") == []


@given(st.text(st.sampled_from("谁设计了白宫何年的塔をはどこใครกี่เ ab1?") | st.characters()))
def test_any_text_has_parts(text: str) -> None:
    assert len(parts(text)) == len(without_asking(text)) == len(text)
    assert all(parts(text)[place] is Part.CONTENT for place in alone(text))
