"""What single words say of a sentence as an answer."""

from __future__ import annotations

import pytest

from retrieval.features import Candidate, Surroundings
from retrieval.matching import Matcher
from retrieval.question import parse
from retrieval.sentences import analyse
from retrieval.wording import signs, total

ARTICLE = Surroundings(frozenset())


def signs_of(question: str, sentence: str, language: str = "en") -> set[str]:
    asked = parse(question, [language])
    analysed = analyse(sentence, language)
    (found,) = signs(asked, [Candidate(analysed, ARTICLE, 0)], [Matcher(asked, analysed.positions).match(analysed)])
    assert len(found) == len(set(found))
    return set(found)


def test_a_sentence_is_signed_by_its_words_its_kinds_and_what_it_holds() -> None:
    assert signs_of("who wrote Emma?", "It was written by Jane Austen in 1815.") == {
        # Kinds of what was not asked for: a pronoun begins it, a copula, prepositions, a year, capitals.
        *(f"who:{kind}" for kind in ("pronoun", "copula", "preposition", "year", "number", "given_name", "name")),
        *(f"~write:{kind}" for kind in ("pronoun", "copula", "preposition", "year", "number", "given_name", "name")),
        *(f"~emma:{kind}" for kind in ("pronoun", "copula", "preposition", "year", "number", "given_name", "name")),
        "en+write",
        "en-emma",
        "who|jane",
        "who|austen",
        "who|1815",
        "who|it_was",
    }


def test_other_languages_have_kinds_and_the_words_asked_for_alone() -> None:
    assert signs_of("Wer schrieb Faust?", "Goethe schrieb den Faust 1808.", "de") == {
        "de+schrieb",
        "de+faust",
        "who:year",
        "who:number",
    }


def test_three_capitals_are_names() -> None:
    assert "who:names" in signs_of("who came?", "There came Ann, Ben and Cem.")
    assert "who:name" in signs_of("who came?", "There came Ann and Ben.")


def test_the_total_is_the_sum_of_the_weights_that_there_are() -> None:
    assert total({"who|born": 0.5, "who:year": -0.25, "en+name": 4.0}, ["who|born", "who:year", "who|x"]) == 0.25
    assert total({}, ["who|born"]) == total({"who|born": 1.0}, []) == pytest.approx(0)
