"""Words that no article holds, repaired or left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from retrieval.analysis import terms
from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine, LocalIndex
from retrieval.spelling import Repair, meant, repaired
from retrieval.types import Passage

TEXTS = {
    "en": [
        "The Taliban left the town of Palmyra to the government.",
        "Italian archaeologists of the university restored the temples of Palmyra.",
        "The government tied the education of girls to schooling.",
        "Statues stood on shelves. The statues were smashed.",
        "The marina of Karima and Karina.",
        "Karina saw Constantinople.",
        "Restoration of the chariots needs chariots of oak.",
    ],
    "ru": ["Армия вернулась в Пальмиру.", "Музей Пальмиры закрыт."],
    "hi": ["पल्मायरा का संग्रहालय बंद है।"],
    "de": ["Die Ausgrabungen begannen im Frühling."],
}


@cache
def english() -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary("en")


def dictionary(language: str) -> Mapping[str, str] | None:
    return english() if language == "en" else None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LocalIndex:
    engine = LocalEngine(tmp_path_factory.mktemp("index"))
    texts = [(language, text) for language, texts in TEXTS.items() for text in texts]
    engine.build(
        1,
        [PassageTerms(Passage("a", n, n + 1, 0, 9), tuple(terms(text, own))) for n, (own, text) in enumerate(texts)],
    )
    return engine.open(1)


def repair(word: str, index: LocalIndex, *languages: str) -> str | None:
    found = repaired(word, languages or ("en",), index, dictionary)
    return found.text if found else None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("palmrya", "palmyra", id="swapped"),
        pytest.param("Palmira", "palmyra", id="replaced in a name"),
        pytest.param("palymyra", "palmyra", id="one too many"),
        pytest.param("talibn", "taliban", id="one too few"),
        pytest.param("goverment", "government", id="a word that a stemmer cuts short"),
        pytest.param("educaton", "education", id="an ending that no stemmer knows"),
        pytest.param("univercity", "university", id="a long word"),
        pytest.param("constnatinolpe", "constantinople", id="two edits in a long word"),
        pytest.param("tsatues", "statues", id="the first two letters swapped"),
        pytest.param("statuse", "statue", id="of words equally near that the index holds"),
        pytest.param("karipa", "karina", id="the commoner of words equally near"),
        pytest.param("tonw", "town", id="swapped in a word of four letters"),
    ],
)
def test_a_misspelt_word_becomes_the_word_that_the_articles_hold(index: LocalIndex, word: str, meant: str) -> None:
    found = repaired(word, ("en",), index, dictionary)
    assert found is not None
    assert found.terms[0] == terms(meant, "en")[0]


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("palmyra", id="held as it is"),
        pytest.param("karima", id="held beside a commoner word that is like it"),
        pytest.param("restored", id="held as its lemma"),
        pytest.param("died", id="a word that could be tied"),
        pytest.param("status", id="a word that could be statue"),
        pytest.param("Status", id="the same at the start of a sentence"),
        pytest.param("Carina", id="a name with another initial"),
        pytest.param("Alpmyra", id="a name whose initial was swapped"),
        pytest.param("talmyra", id="another initial"),
        pytest.param("Constnatinolpe", id="two edits in a name"),
        pytest.param("Pamira", id="two edits in a short word"),
        pytest.param("tded", id="a short word"),
        pytest.param("otwn", id="a short word whose initial was swapped"),
        pytest.param("Tonw", id="a short name"),
        pytest.param("marn", id="a short word swapped to none that articles hold"),
        pytest.param("Karna", id="a short name"),
        pytest.param("KARIPA", id="capitals are an abbreviation"),
        pytest.param("palmyr4", id="a digit"),
        pytest.param("zzyzxyq", id="nothing alike"),
        pytest.param("whoevre", id="a function word misspelt"),
    ],
)
def test_a_word_is_left_alone(index: LocalIndex, word: str) -> None:
    assert repair(word, index) is None


@pytest.fixture
def holding(tmp_path: Path) -> Callable[..., LocalIndex]:
    """Makes an index of one passage with these terms."""

    def build(*held: str) -> LocalIndex:
        engine = LocalEngine(tmp_path)
        engine.build(1, [PassageTerms(Passage("a", 0, 1, 0, 9), held)])
        return engine.open(1)

    return build


@pytest.mark.parametrize("word", ["taliban", "Taliban"])
def test_taliban_does_not_become_italian(holding: Callable[..., LocalIndex], word: str) -> None:
    assert repair(word, holding(*terms("An Italian talisman, Caliban.", "en"))) is None


def test_a_word_comes_before_one_that_only_shares_its_lemma(holding: Callable[..., LocalIndex]) -> None:
    assert (terms("wound", "en"), terms("wont", "en")) == (["wound", "wind"], ["wont"])
    assert repaired("wount", ("en",), holding("wind", "wont"), dictionary) == Repair("wont", ("wont",))


def test_a_misspelt_form_finds_its_lemma(holding: Callable[..., LocalIndex]) -> None:
    assert repaired("retok", ("en",), holding("retak"), dictionary) == Repair("retook", ("retak",))


def test_a_short_stem_is_like_too_many_words(holding: Callable[..., LocalIndex]) -> None:
    assert terms("zuxing", "en") == ["zux"]
    assert repair("zuxing", holding("zuz", "zuxi")) is None


def test_a_function_word_of_the_likeliest_language_is_none_to_repair(holding: Callable[..., LocalIndex]) -> None:
    index = holding("zwischon")
    assert repair("zwischen", index, "en", "de") == "zwischon"
    assert repair("zwischen", index, "de", "en") is None


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("пальмриу", "ru", "пальмир"),
        ("Пальмура", "ru", "пальмир"),
        ("पल्मयरा", "hi", "पल्मायर"),
        ("Ausgarbungen", "de", "ausgrab"),
    ],
)
def test_languages_without_a_dictionary_are_repaired_too(
    index: LocalIndex, word: str, language: str, meant: str
) -> None:
    assert repaired(word, (language,), index, dictionary) == Repair(meant, (meant,))


@pytest.mark.parametrize(
    ("word", "language"), [("музеы", "ru"), ("Ausgrabbunnen", "de"), ("中国語", "zh"), ("ไทย", "th")]
)
def test_without_a_dictionary_only_the_likeliest_repairs_are_made(index: LocalIndex, word: str, language: str) -> None:
    assert repair(word, index, language) is None


def test_a_word_of_any_of_the_questions_languages_is_left_alone(index: LocalIndex) -> None:
    assert repair("statuen", index, "en") == "statue"
    assert repair("status", index, "de", "en") is None
    # German may have the word: without a dictionary of it there is no repair by two edits.
    assert repair("constnatinolpe", index, "en") == terms("constantinople", "en")[0]
    assert repair("constnatinolpe", index, "en", "de") is None


def test_no_language_is_read_as_an_unknown_one(index: LocalIndex) -> None:
    assert repaired("palmrya", (), index, dictionary) == Repair("palmyra", ("palmyra",))


def test_words_equally_near_and_common_are_taken_by_the_alphabet(holding: Callable[..., LocalIndex]) -> None:
    assert repair("zorxak", holding("zorvak", "zorbak", "zormak")) == "zorbak"


@pytest.mark.parametrize(
    ("slip", "following", "word"),
    [
        ("woh", "retook", "who"),
        ("hwo", "retook", "who"),
        ("hwo", "many", "how"),
        ("waht", "is", "what"),
        ("whta", "is", "what"),
        ("wehn", "was", "when"),
        ("whn", "was", "when"),
        ("wehre", "is", "where"),
        ("hwy", "did", "why"),
        ("wich", "city", "which"),
        ("teh", "city", "the"),
        ("woudl", "it", "would"),
    ],
)
def test_a_slip_of_the_fingers_stands_for_the_function_word_that_was_meant(
    slip: str, following: str, word: str
) -> None:
    assert meant(slip, "en", dictionary, following=following) == word


@pytest.mark.parametrize(
    ("word", "language"),
    [
        pytest.param("form", "en", id="a word that could be from"),
        pytest.param("Woh", "en", id="a name"),
        pytest.param("who", "en", id="a question word"),
        pytest.param("ot", "en", id="too short to tell"),
        pytest.param("palmrya", "en", id="no function word"),
        pytest.param("кот", "ru", id="a word that could be кто, of a language without a dictionary"),
    ],
)
def test_other_words_are_no_slips(word: str, language: str) -> None:
    assert meant(word, language, dictionary) is None
