"""How well a sentence holds the words of a question."""

from __future__ import annotations

import pytest

from retrieval.matching import (
    ALTERNATIVE,
    DERIVED,
    LOOSELY_DERIVED,
    NOT_DONE,
    PART_OF_COMPOUND,
    Match,
    Matcher,
)
from retrieval.question import parse
from retrieval.sentences import analyse
from retrieval.synonyms import Synonyms

SYNONYMS = Synonyms.read(None)


def match(question: str, sentence: str, language: str = "en") -> Match:
    analysed = analyse(sentence, language)
    return Matcher(parse(question, [language], synonyms=SYNONYMS), analysed.positions).match(analysed)


def strengths(question: str, sentence: str, language: str = "en") -> dict[str, float]:
    words = parse(question, [language]).words
    found = match(question, sentence, language).strengths
    return {word.text: strength for word, strength in zip(words, found, strict=True)}


@pytest.mark.parametrize(
    ("question", "sentence", "language", "expected"),
    [
        pytest.param(
            "who retook Palmyra?", "Forces retook Palmyra.", "en", {"retook": 1, "Palmyra": 1}, id="the word itself"
        ),
        pytest.param(
            "when did they retake Palmyra?", "Palmyra was retaken.", "en", {"retake": 1, "Palmyra": 1}, id="a form"
        ),
        pytest.param(
            "what exploded?", "Three explosions shook it.", "en", {"exploded": DERIVED}, id="a noun of a verb"
        ),
        pytest.param("how many explosions?", "A bomb exploded.", "en", {"explosions": DERIVED}, id="a verb of a noun"),
        pytest.param(
            "Weltmeisterschaft", "Die Meisterschaft begann.", "de", {"Weltmeisterschaft": PART_OF_COMPOUND}, id="a part"
        ),
        pytest.param(
            "Meisterschaft", "Die Weltmeisterschaft begann.", "de", {"Meisterschaft": PART_OF_COMPOUND}, id="a compound"
        ),
        pytest.param("Amazonaswald", "Der Wald brannte.", "de", {"Amazonaswald": PART_OF_COMPOUND}, id="a short part"),
        pytest.param("forest", "The rest burned.", "en", {"forest": 0}, id="no part where words are not joined"),
        pytest.param(
            "who retook Palmyra?",
            "Forces recaptured Palmyra.",
            "en",
            {"retook": ALTERNATIVE, "Palmyra": 1},
            id="a synonym",
        ),
        pytest.param("who ate bread?", "Nothing at all.", "en", {"ate": 0, "bread": 0}, id="nothing"),
    ],
)
def test_a_word_counts_by_how_near_what_is_said_comes_to_it(
    question: str, sentence: str, language: str, expected: dict[str, float]
) -> None:
    assert strengths(question, sentence, language) == expected


def test_what_comes_nearer_counts_more() -> None:
    assert 1 > ALTERNATIVE > DERIVED > LOOSELY_DERIVED > PART_OF_COMPOUND > 0
    assert NOT_DONE < ALTERNATIVE


@pytest.mark.parametrize(
    ("question", "sentence", "strength"),
    [
        pytest.param("who retook Palmyra?", "The army has retaken it.", 1, id="done"),
        pytest.param("who retook Palmyra?", "It was retaken by the army.", 1, id="passive with by"),
        pytest.param("who retook Palmyra?", "It was retaken on Sunday.", NOT_DONE, id="passive without by"),
        pytest.param("who retook Palmyra?", "Many died in the campaign to retake it.", NOT_DONE, id="a campaign to"),
        pytest.param("who retook Palmyra?", "They would retake it.", NOT_DONE, id="would"),
        pytest.param("who retook Palmyra?", "The retaking was slow.", NOT_DONE, id="a gerund"),
        pytest.param(
            "who retook Palmyra?",
            "They hope to recapture it.",
            ALTERNATIVE * NOT_DONE,
            id="a synonym that is hoped for",
        ),
        pytest.param("who retook Palmyra?", "They wanted to retake it and have retaken it.", 1, id="wanted, then done"),
        pytest.param("when was Palmyra retaken?", "They hope to retake it.", NOT_DONE, id="hoped for"),
        pytest.param("when was Palmyra retaken?", "It was retaken on Sunday.", 1, id="nobody is asked for"),
        pytest.param("who wants to retake Palmyra?", "He wants to retake it.", 1, id="asked for in the same form"),
        pytest.param("who freed Palmyra?", "It has been freed.", NOT_DONE, id="passive without by in the same form"),
        pytest.param("who freed Palmyra?", "It has been freed by them.", 1, id="passive with by in the same form"),
        pytest.param("when was Palmyra freed?", "It has been freed.", 1, id="nobody is asked for in the same form"),
    ],
)
def test_what_nobody_is_said_to_have_done_counts_less(question: str, sentence: str, strength: float) -> None:
    (found,) = (
        held for word, held in strengths(question, sentence).items() if word.startswith(("reta", "retook", "freed"))
    )

    assert found == pytest.approx(strength)


def test_the_hits_say_where_and_the_counts_how_often() -> None:
    found = match("who retook Palmyra?", "Palmyra fell; forces retook Palmyra.")

    assert found == Match([1.0, 1.0], hits=[(0, 1), (3, 0), (4, 1)], counts={0: 1, 1: 2})


def test_a_synonym_is_not_looked_for_where_the_word_itself_is() -> None:
    assert match("who retook Palmyra?", "They recaptured what others retook.").hits == [(4, 0)]


@pytest.mark.parametrize(
    ("question", "sentence", "strength"),
    [
        pytest.param("who painted it?", "Ann never painted it.", NOT_DONE, id="denied"),
        pytest.param(
            "who painted it?", "Ann never painted it, Eva painted it.", 1, id="denied of one, said of another"
        ),
        pytest.param("who painted it?", "It was not only painted by Ann.", 1, id="not only"),
        pytest.param("when was it painted?", "It was not painted until 1402.", 1, id="not until"),
        pytest.param("who has never painted?", "Ann has never painted.", 1, id="denied in the question too"),
        pytest.param("was it painted?", "It was not painted.", 1, id="no is an answer"),
    ],
)
def test_what_is_denied_counts_less(question: str, sentence: str, strength: float) -> None:
    assert strengths(question, sentence)["painted"] == pytest.approx(strength)


def test_a_denial_may_come_after_the_verb() -> None:
    assert strengths("wer malte das Bild?", "Anna malte nicht.", "de")["malte"] == NOT_DONE
    assert strengths("wer malte das Bild?", "Anna malte.", "de")["malte"] == 1
