"""Text to terms, in every script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import LANGUAGES, terms, tokens
from retrieval.types import Span

TEXT = st.text(
    st.sampled_from("abcXYZéß123.,'’-‐ \n\tİıßñжёй中国語ไทย한글हिन्दी\u0301\u00ad\u200d\ud800\x00") | st.characters()
)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Palmyra PALMYRA palmyra", "en", ["palmyra"] * 3, id="case is folded"),
        pytest.param("señor Señora café", "es", ["senor", "senor", "caf"], id="accents are folded"),
        pytest.param("who is it that they are", "en", [], id="function words are left out"),
        pytest.param("🏛️ ❤️", "en", [], id="an emoji is no word"),
        pytest.param("retook", "en", ["retook", "retak"], id="the lemma stands beside the stem"),
        pytest.param("retake", "en", ["retak"], id="a lemma that is the word itself adds nothing"),
        pytest.param("won shot left", "en", ["won", "win", "shot", "shoot", "left", "leav"], id="irregular verbs"),
        pytest.param("cities city", "en", ["citi", "citi"], id="plurals"),
        pytest.param("Syria's Syria’s soldiers'", "en", ["syria", "syria", "soldier"], id="possessives"),
        pytest.param("don't who's aren’t", "en", [], id="contractions of function words"),
        pytest.param("al-Qaeda", "en", ["al", "qaeda", "alqaeda"], id="hyphens part and join"),
        pytest.param("al Qaeda alqaeda", "en", ["al", "qaeda", "alqaeda"], id="the same without a hyphen"),
        pytest.param("Abd ar-Rahman", "en", ["abd", "ar", "rahman", "arrahman"], id="Arabic names"),
        pytest.param("O'Brien", "en", ["obrien", "brien"], id="an apostrophe inside a name"),
        pytest.param("U.S. U.N. US", "en", ["us", "un", "us"], id="abbreviations with and without dots"),
        pytest.param("it is IS", "en", ["is"], id="capitals tell a name from a function word"),
        pytest.param("50,000 50.000 1,234,567", "en", ["50000", "50000", "1234567"], id="thousands"),
        pytest.param("3.14 3,14 2016", "en", ["3.14", "3.14", "2016"], id="decimals and years"),
        pytest.param("27th 1990s", "en", ["27th", "27", "1990s", "1990"], id="ordinals and decades"),
        pytest.param("٥٠٬٠٠٠ ५०", "ar", ["50000", "50"], id="digits of other scripts"),
        pytest.param("ended.The “next”, (last)…", "en", ["end", "next", "last"], id="punctuation parts words"),
        pytest.param("soft\u00adhyphen", "en", ["softhyphen"], id="invisible characters"),
        pytest.param("ｆｕｌｌ ﬁne", "en", ["full", "fine"], id="compatibility forms"),
        pytest.param("Ｐａｌｍｙｒａ，２０１７ Ｕ．Ｓ．", "en", ["palmyra", "2017", "us"], id="full width"),
        pytest.param("１，２３４ 12，34", "ja", ["1234", "12", "34"], id="numbers of full width"),
        pytest.param("ﾄﾏﾄ", "ja", ["トマ", "マト"], id="Katakana of half width"),
        pytest.param("l’homme d'Assad", "fr", ["homm", "assad"], id="elision"),
        pytest.param("İstanbul'un", "tr", ["istanbul"], id="Turkish case and suffixes"),
        pytest.param("gidiyor gitti", "tr", ["gidiyor", "git", "git"], id="a Turkish stem that changes"),
        pytest.param("oameni om", "ro", ["oamen", "om", "om"], id="a Romanian plural"),
        pytest.param("رجال رجل", "ar", ["رجال", "رجل", "رجل"], id="an Arabic plural"),
        pytest.param("людей люди", "uk", ["людей", "людина", "люди", "людина"], id="lemmas where there is no stemmer"),
        pytest.param("Ёлка ёлки майор", "ru", ["елк", "елк", "майор"], id="ё is е, й is not и"),
        pytest.param("ΑΘΗΝΑ Αθήνας", "el", ["αθην", "αθην"], id="Greek"),
        pytest.param("مَدينة مدينة", "ar", ["مدين", "مدين"], id="Arabic vowel signs"),
        pytest.param("हिन्दी", "hi", ["हिन्द"], id="Devanagari keeps its vowel signs in the word"),
        pytest.param("巴尔米拉", "zh", ["巴尔", "尔米", "米拉"], id="Chinese bigrams"),
        pytest.param("2016年", "zh", ["2016", "年"], id="a lone ideograph"),
        pytest.param("서울에서", "ko", ["서울", "울에"], id="Korean bigrams without the particle"),
        pytest.param("ไทย", "th", ["ไท", "ทย"], id="Thai bigrams"),
        pytest.param("Palmyra", "xx", ["palmyra"], id="a language that is not known"),
    ],
)
def test_terms(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_a_stemmer_that_works(language: str) -> None:
    assert terms("Palmyra", language)


def test_a_token_knows_where_it_stands() -> None:
    assert [(token.text, token.span, token.terms) for token in tokens("The U.S.-backed  forces", "en")] == [
        ("The", Span(0, 3), ()),
        ("U.S.", Span(4, 8), ("us",)),
        ("backed", Span(9, 15), ("back",)),
        ("forces", Span(17, 23), ("forc",)),
    ]


def test_a_part_of_a_hyphenated_word_may_stand_as_the_joined_word() -> None:
    assert [token.terms for token in tokens("cease-fire", "en")] == [("ceas", "ceasefir"), ("fire", "ceasefir")]


@given(TEXT, st.sampled_from(["en", "ru", "tr", "fr", "ar", "vi", "zh", "und", "xx"]))
def test_any_text_gives_terms_and_tokens_that_agree(text: str, language: str) -> None:
    found = tokens(text, language)
    in_tokens = {term for token in found for term in token.terms}

    assert set(terms(text, language)) == in_tokens
    assert all(token.span.of(text) == token.text for token in found)
    assert not any(re.search(r"\s", term) or not term for term in in_tokens)


@given(TEXT)
def test_upper_case_finds_lower_case(text: str) -> None:
    word = "".join(re.findall(r"[a-z]", text.lower()))
    assert terms(f"x{word}", "en") == terms(f"X{word}".capitalize(), "en")
