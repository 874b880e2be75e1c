"""Whether a sentence says what a question asks about, denies it, or says it of something else."""

from __future__ import annotations

import pytest

from retrieval.matching import Matcher
from retrieval.polarity import Polarity, Reading
from retrieval.question import parse
from retrieval.sentences import analyse


def polarity(question: str, sentence: str, language: str = "en") -> Polarity:
    asked = parse(question, [language])
    analysed = analyse(sentence, language)
    match = Matcher(asked, analysed.positions).match(analysed)
    return Reading(asked).of(analysed, match.hits, sorted(match.places))


@pytest.mark.parametrize(
    ("question", "sentence", "language", "negated"),
    [
        ("who designed the tower?", "The tower was not designed by Eiffel.", "en", 1),
        ("who designed the tower?", "Eiffel wasn't the one who designed it.", "en", 1 / 4),
        ("who designed the tower?", "Eiffel wasn’t the one who designed it.", "en", 1 / 4),
        ("wer entwarf den Turm?", "Eiffel entwarf den Turm nicht selbst.", "de", 1),
        ("кто спроектировал башню?", "Башню спроектировал не Эйфель.", "ru", 1),
        ("¿quién diseñó la torre?", "Eiffel no diseñó la torre.", "es", 1),
        ("من صمم البرج؟", "البرج لم يصممه إيفل.", "ar", 1),
        ("谁设计了塔?", "塔不是由他设计的。", "zh", 1),
        ("who designed the tower?", "Eiffel designed the tower.", "en", 0),
    ],
)
def test_a_denial_near_what_is_asked_about_is_seen(question: str, sentence: str, language: str, negated: float) -> None:
    assert polarity(question, sentence, language).negated == negated


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("when was the canal opened?", "It was not opened until 1825.", id="not until"),
        pytest.param("who used the canal?", "The canal was not only used by boats.", id="not only"),
        pytest.param("where is the school?", "The school is at No. 5 Mill Lane.", id="the number of a house"),
        pytest.param("who may not use the canal?", "Rafts may not use the canal.", id="denied in the question too"),
        pytest.param("are dogs allowed?", "Dogs are not allowed.", id="no is an answer"),
    ],
)
def test_what_does_not_deny_an_answer_is_not_held_against_it(question: str, sentence: str) -> None:
    assert polarity(question, sentence).negated == 0


def test_a_sentence_without_the_denial_that_is_asked_about_is_seen() -> None:
    assert polarity("who did not sign?", "France signed.").only_negated == 1
    assert polarity("who did not sign?", "Venice did not sign.").only_negated == 0
    assert polarity("who signed?", "France signed.").only_negated == 0


@pytest.mark.parametrize(
    ("question", "sentence", "governed"),
    [
        ("who leads Northmark?", "Ann led a war against Northmark.", 1),
        ("who leads Northmark?", "Ann leads Northmark.", 0),
        ("who leads Northmark?", "Northmark is led by Ann.", 0),
        ("when did Northmark take Orm?", "Ann took Orm from Northmark in May.", 1 / 2),
        ("when did Northmark take Orm?", "Orm was taken by Northmark in May.", 0),
        ("who fought against Northmark?", "Ann fought against Northmark.", 0),
        ("who leads the Red Guard?", "Ann led a war against the Red Guard.", 1),
        ("who grows wheat?", "Ann lives on wheat.", 0),
    ],
)
def test_a_name_that_comes_after_a_preposition_here_alone_is_seen(
    question: str, sentence: str, governed: float
) -> None:
    assert polarity(question, sentence).governed == governed


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("who dug the harbour?", "Asked who dug the harbour, he shrugged.", True),
        ("who dug the harbour?", "Visitors often wonder who dug the harbour.", True),
        ("wer grub den Hafen?", "Viele fragen, wer den Hafen grub.", True),
        ("who dug the harbour?", "The men who dug the harbour came from Rome.", False),
        ("who dug the harbour?", "Asked when it was dug, he shrugged.", False),
    ],
)
def test_a_sentence_that_tells_of_somebody_asking_the_same_is_seen(question: str, sentence: str, told: bool) -> None:
    language = "de" if question.startswith("wer") else "en"
    assert polarity(question, sentence, language).told == told
