"""Which questions ask the same."""

from __future__ import annotations

import time

import pytest

from retrieval import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "When was the mill at Brede opened?", "when was the mill at Brede opened", id="signs and capitals"
        ),
        pytest.param("when was the mill at Brede opened?", "the mill at Brede was opened when?", id="order"),
        pytest.param("who built the mill?", "who was it that built the mill?", id="function words"),
        pytest.param("who built the mill?", "hi, can you please tell me who built the mill?", id="manners"),
        pytest.param("who built the mills?", "who builds the mill?", id="forms of words"),
        pytest.param("who recaptured Palmyra?", "who retook Palmyra?", id="synonyms"),
        pytest.param("who retook Palmyra?", "who retook Palmrya?", id="a misspelt name"),
        pytest.param("when does the museum open?", "when does the musuem open?", id="a misspelt word"),
        pytest.param("wann wurde die Mühle eröffnet?", "Wann ist die Mühle eröffnet worden?", id="German"),
        pytest.param("когда построили мельницу?", "Мельницу когда построили", id="Russian"),
        pytest.param("متى افتتح المتحف؟", "متى افتتح المتحف", id="Arabic"),
        pytest.param("埃菲尔铁塔有多高？", "埃菲尔铁塔多高", id="Chinese"),
        pytest.param("?!", "...", id="no words"),
    ],
)
def test_questions_that_ask_the_same_are_together(one: str, other: str) -> None:
    assert alike([one, "how much oil does the lamp burn?", other]) == [(0, 2), (1,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("who built the mill?", "when was the mill built?", id="another kind of thing"),
        pytest.param("who built the mill?", "who built the bridge?", id="another subject"),
        pytest.param("who built the mill?", "who built the mill at Brede?", id="a narrower subject"),
        pytest.param("when does the festival start?", "when does the festival stop?", id="everyday words in exchange"),
        pytest.param("who was mayor in 2015?", "who was mayor in 2016?", id="another year"),
        pytest.param("who signed the treaty?", "who did not sign the treaty?", id="what is not so"),
        pytest.param("who owns the house?", "who owns the horse?", id="two words an edit apart"),
        pytest.param("where is Homs?", "where is Hama?", id="two short names"),
        pytest.param("where is Bexol?", "where is Bexal?", id="two names a letter apart"),
        pytest.param("is the museum open?", "when is the museum open?", id="yes or no"),
        pytest.param("who is the mayor?", "?", id="no words"),
    ],
)
def test_questions_that_ask_something_else_are_apart(one: str, other: str) -> None:
    assert alike([one, other]) == [(0,), (1,)]


def test_what_is_asked_most_comes_first() -> None:
    questions = [
        "who built the bridge?",
        "when does the museum open?",
        "where is the lighthouse?",
        "When does the museum open",
        "the lighthouse is where?",
        "what time does the museum open?",
    ]

    assert alike(questions) == [(1, 3, 5), (2, 4), (0,)]


def test_nothing_is_asked_by_nobody() -> None:
    assert alike([]) == []


def test_the_spelling_of_most_is_taken_for_the_right_one() -> None:
    assert alike(["who was Quaduli?", "who was Qaduli?", "and who was Qaduli?"]) == [(0, 1, 2)]


def test_five_thousand_questions_take_a_moment() -> None:
    nouns = [f"{a}{b}{c}" for a in "bdfgklmn" for b in ("ara", "ilo", "ute", "eno") for c in "dfgklmnprst"]
    asking = [
        "who built the {}?",
        "when was the {} opened?",
        "where is the {} of today?",
        "how many people saw the {}?",
    ]
    questions = [form.format(noun) for noun in nouns for form in asking] * 4
    assert len(questions) > 5000

    begun = time.process_time()
    groups = alike(questions)

    # A second on a machine of its own; others compute beside the tests.
    assert time.process_time() - begun < 3
    assert sum(map(len, groups)) == len(questions)
