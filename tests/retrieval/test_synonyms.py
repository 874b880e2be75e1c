"""What a question's words may stand as in the articles, and the files that say so."""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

import pytest

from retrieval.analysis import terms, tokens
from retrieval.errors import SettingsError
from retrieval.synonyms import Alternative, Synonyms


@pytest.fixture(scope="module")
def english() -> Synonyms:
    return Synonyms.read(None)


def phrases(synonyms: Synonyms, question: str, language: str = "en") -> dict[str, list[str]]:
    """For each word that has alternatives these, each as the surest terms of its words."""
    read = tokens(question, language)
    found = zip(read, synonyms.alternatives(read), strict=True)
    return {
        token.text: [" ".join(word[-1] for word in alternative.words) for alternative in alternatives]
        for token, alternatives in found
        if alternatives
    }


def reaches(synonyms: Synonyms, question: str, sentence: str) -> bool:
    """Whether the sentence holds an alternative of a word of the question."""
    held = set(terms(sentence, "en"))
    return any(
        all(not held.isdisjoint(word) for word in alternative.words)
        for alternatives in synonyms.alternatives(tokens(question, "en"))
        for alternative in alternatives
    )


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who retook the harbour?", "At dawn the brigade drove the raiders out of the docks."),
        ("Who retook the harbour?", "The brigade took over the docks at dawn."),
        ("Who drove the raiders out of the docks?", "The harbour was recaptured by the brigade."),
        ("How many sailors died?", "Forty of the crew were killed."),
        ("How many sailors died?", "Forty of the crew lost their lives."),
        ("What does the U.N. want?", "The United Nations asked for calm."),
        ("What do the United Nations want?", "The UN asked for calm."),
        ("How old is the mayor?", "The mayor, aged 61, stood for office again."),
        ("How many people live in Oakham?", "Oakham has a population of 10,922."),
        ("Who was the painter's wife?", "He married Ana Ruiz in 1911."),
        ("What does SAM stand for?", "SAM is an acronym of the founders' names."),
        ("how many days of holiday do i get", "Everybody has 28 days of annual leave, and vacations may be split."),
        ("What colour is the lift?", "The elevator has a gray door."),
        ("Who is the French president?", "She was elected president of France in May."),
    ],
)
def test_a_question_reaches_what_an_article_says_in_other_words(
    english: Synonyms, question: str, sentence: str
) -> None:
    assert reaches(english, question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("Who is the director?", "Islamic State fled.", id="is is not IS"),
        pytest.param("Who called?", "The World Health Organization warned of it.", id="who is not WHO"),
        pytest.param("What state is it in?", "He said nothing.", id="a state says nothing"),
        pytest.param("Who was killed?", "The play was a success.", id="another word"),
        pytest.param("Who speaks for the United Nations?", "The team was united.", id="half a phrase"),
    ],
)
def test_a_question_does_not_reach_another_meaning(english: Synonyms, question: str, sentence: str) -> None:
    assert not reaches(english, question, sentence)


def test_every_line_of_the_english_file_finds_something(caplog: pytest.LogCaptureFixture) -> None:
    shipped = files("retrieval").joinpath("synonyms.txt").read_text("utf-8")
    with caplog.at_level(logging.WARNING):
        Synonyms.parse(shipped)
    assert caplog.messages == []


def test_words_of_a_line_find_one_another_and_an_arrow_points_one_way() -> None:
    synonyms = Synonyms.parse("car, automobile\ncar => vehicle, jeep")
    assert phrases(synonyms, "car") == {"car": ["automobil", "vehicl", "jeep"]}
    assert phrases(synonyms, "an automobile") == {"automobile": ["car"]}
    assert phrases(synonyms, "vehicles") == {}


def test_a_word_is_never_its_own_alternative() -> None:
    synonyms = Synonyms.parse("kill, killed, slay, kill off\nwin => win, won, winning, gain")
    assert phrases(synonyms, "killing") == {"killing": ["slay"]}
    assert phrases(synonyms, "won") == {"won": ["gain"]}


def test_inflected_forms_meet_where_they_have_a_term_in_common() -> None:
    assert phrases(Synonyms.parse("retake, recapture"), "who retook it") == {"retook": ["recaptur"]}


def test_every_term_of_every_content_word_stands_in_an_alternative() -> None:
    (found,) = Synonyms.parse("retake => drove out of").alternatives(tokens("retake", "en"))
    assert found == (Alternative((("drove", "drive"),)),)
    (found,) = Synonyms.parse("die => lost their lives").alternatives(tokens("die", "en"))
    assert found == (Alternative((("lost", "lose"), ("live", "life"))),)


def test_the_longest_phrase_wins_and_gives_its_alternatives_to_its_first_content_word() -> None:
    synonyms = Synonyms.parse(
        "take => grab\ntake over => acquire\nover the moon => happy\nprime minister => premier\nminister => pastor"
    )
    assert phrases(synonyms, "who took it") == {"took": ["grab"]}
    assert phrases(synonyms, "who took over the prime minister's office") == {"took": ["acquir"], "prime": ["premier"]}
    assert phrases(synonyms, "who is over the moon") == {"moon": ["happi"]}
    assert phrases(synonyms, "a minister over") == {"minister": ["pastor"]}
    assert phrases(synonyms, "prime the minister") == {"minister": ["pastor"]}


def test_the_object_of_a_verb_may_stand_before_its_particle() -> None:
    synonyms = Synonyms.parse("drive out => expel\ndrive => steer")
    assert phrases(synonyms, "who drove the raiders out of town") == {"drove": ["expel"]}
    assert phrases(synonyms, "who drove the old blue van out") == {"drove": ["steer"]}


def test_each_token_has_its_place() -> None:
    found = Synonyms.parse("big, large").alternatives(tokens("How big is the big top?", "en"))
    assert [len(alternatives) for alternatives in found] == [0, 1, 0, 0, 1, 0]
    assert Synonyms.parse("").alternatives([]) == []


def test_a_backslash_takes_the_meaning_from_a_sign() -> None:
    synonyms = Synonyms.parse(
        "capital => Oslo\\, Norway, a\\=>b\n\\# sign => hash\n  # a comment, and => another\n\r\n"
    )
    assert phrases(synonyms, "capital") == {"capital": ["oslo norway", "b"]}
    assert phrases(synonyms, "sign") == {"sign": ["hash"]}
    assert phrases(synonyms, "comment") == {}


def test_a_file_of_another_language_is_read_in_it(tmp_path: Path) -> None:
    path = tmp_path / "wörter"
    path.write_bytes("\ufeff# Auto => Rad => Wagen\r\nAutomobil, Wagen\r\n机场 => 航空站\r\n".encode())
    assert phrases(Synonyms.read(path, "de"), "Welche Automobile?", "de") == {"Automobile": ["wag"]}
    assert phrases(Synonyms.read(path, "zh"), "北京机场", "zh") == {"机场": ["航空 空站"]}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"a, b\n\nc,, d", "line 3: an entry is empty: two commas in a row, or one at an end", id="empty"),
        pytest.param(b"a, b,\n", "line 1: an entry is empty: two commas in a row, or one at an end", id="comma last"),
        pytest.param(b"# x\ra => b => c", 'line 2: "=>" stands there twice', id="two arrows"),
        pytest.param(b"=> b", 'line 1: there is nothing to the left of "=>"', id="nothing left"),
        pytest.param(b"a =>  ", 'line 1: there is nothing to the right of "=>"', id="nothing right"),
        pytest.param(b"a, b\nc, \xe9", "line 2: is not UTF-8 text", id="Latin-1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, error: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        Synonyms.read(path)
    assert str(raised.value) == f"SYNONYMS_FILE: {path}, {error}"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        Synonyms.read(tmp_path / "none.txt")
    assert str(raised.value) == f"SYNONYMS_FILE: {tmp_path}/none.txt: can't be read: No such file or directory"


@pytest.mark.parametrize("line", ["alone", "the => over", "kill, killed", "out, up", "big => from"])
def test_a_line_that_can_find_nothing_is_told_and_does_no_harm(line: str, caplog: pytest.LogCaptureFixture) -> None:
    synonyms = Synonyms.parse(f"car, automobile\n{line}", name="words.txt")
    assert caplog.messages == [f"words.txt, line 2 finds nothing that its own words do not: {line}"]
    assert phrases(synonyms, f"{line} car") == {"car": ["automobil"]}
