"""Where a sentence has a number of what is to be counted."""

from __future__ import annotations

import pytest

from retrieval.cues import Measure
from retrieval.measuring import numbers_of
from retrieval.sentences import analyse


@pytest.mark.parametrize(
    ("wanted", "sentence", "language", "numbers"),
    [
        pytest.param(Measure.COST, "A swim is $5, a sauna 12 euros.", "en", ["5", "12"], id="sums"),
        pytest.param(Measure.COST, "It raised $ 40 for them.", "en", ["40"], id="a sign alone"),
        pytest.param(
            Measure.COST, "The strike cost the company 40 million.", "en", ["40", "million"], id="what it cost"
        ),
        pytest.param(Measure.COST, "Coffee is free.", "en", ["free"], id="free"),
        pytest.param(Measure.COST, "Der Eintritt ist frei.", "de", ["frei"], id="frei"),
        pytest.param(Measure.PAID, "It is held at 7 pm and paid for in advance.", "en", [], id="an hour"),
        pytest.param(Measure.PAID, "The fee was raised in 2018.", "en", [], id="a year"),
        pytest.param(Measure.PAID, "It runs every twenty minutes.", "en", [], id="minutes"),
        pytest.param(Measure.AGE, "Ann, 54, is a captain.", "en", ["54"], id="an age"),
        pytest.param(Measure.AGE, "She is nine years old.", "en", ["nine"], id="years old"),
        pytest.param(Measure.AGE, "Ann (born 1961) is a captain.", "en", ["1961"], id="born"),
        pytest.param(Measure.AGE, "Ann has been captain since 2018.", "en", [], id="since"),
        pytest.param(Measure.AGE, "She saw the five-year war.", "en", [], id="years of something else"),
        pytest.param(Measure.AGE, "Elle a 54 ans.", "fr", ["54"], id="ans"),
        pytest.param(Measure.SPAN, "It lasts two weeks.", "en", ["two"], id="weeks"),
        pytest.param(Measure.SPAN, "It was fought from 1939 to 1945.", "en", ["1939", "1945"], id="years"),
        pytest.param(Measure.SPAN, "It was a month-long truce.", "en", ["month"], id="no number"),
        pytest.param(Measure.SPAN, "It was seized last year.", "en", [], id="a day"),
        pytest.param(Measure.SPAN, "It is open from 9 am to 5 pm.", "en", ["am", "pm"], id="hours"),
        pytest.param(Measure.AGE, "The museum opens at nine.", "en", [], id="at nine, no age"),
        pytest.param(Measure.AGE, "He died at the age of 54 in Rome.", "en", ["54"], id="the age of"),
        pytest.param(Measure.AGE, "Er starb im Alter von 54 Jahren.", "de", ["54"], id="im Alter von"),
        pytest.param(Measure.AGE, "Ann is one of the captains.", "en", [], id="one of"),
        pytest.param(Measure.SPAN, "It dates from 1957.", "en", [], id="one year"),
        pytest.param(Measure.SIZE, "The pool is 25 metres long.", "en", ["25"], id="metres"),
        pytest.param(Measure.SIZE, "It is 21 ° outside.", "en", ["21"], id="degrees"),
        pytest.param(Measure.SIZE, "It was frozen at 13 °C.", "en", ["13"], id="celsius"),
        pytest.param(Measure.SIZE, "She is nine years old.", "en", [], id="no size"),
        pytest.param(Measure.PERCENT, "Nur 51,6 % stimmten dafür.", "de", ["51,6"], id="a sign after a space"),
        pytest.param(Measure.PERCENT, "Half of them left.", "en", ["half"], id="half"),
        pytest.param(Measure.CLOCK, "It opens at nine.", "en", ["nine"], id="at nine"),
        pytest.param(Measure.CLOCK, "It opens at 9:30.", "en", ["9", "30"], id="half past"),
        pytest.param(Measure.CLOCK, "It opened in 1968 with 6 lanes of 25 metres.", "en", ["6"], id="any that counts"),
    ],
)
def test_a_number_counts_where_it_is_of_what_was_asked_for(
    wanted: Measure, sentence: str, language: str, numbers: list[str]
) -> None:
    analysed = analyse(sentence, language)

    assert [analysed.words[place].text for place in numbers_of(wanted, analysed)] == numbers
