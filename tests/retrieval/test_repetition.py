"""Which sentences only say again what another has said."""

from __future__ import annotations

import pytest

from retrieval.repetition import says_the_same
from retrieval.sentences import analyse
from tests.retrieval.conftest import Shelf

RETAKEN = "Government forces retook the city of Palmyra on Sunday after three weeks of fighting, the army said."


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        pytest.param(RETAKEN.upper(), RETAKEN, id="capitals"),
        pytest.param(RETAKEN.replace(",", " -").replace(".", "!"), RETAKEN, id="punctuation"),
        pytest.param(RETAKEN.replace("the army", "the Syrian army"), RETAKEN, id="a word more"),
        pytest.param("Government forces retook the city of Palmyra.", RETAKEN, id="a part of it"),
        pytest.param(f"It was a good day: {RETAKEN}", RETAKEN, id="all of it and little more"),
    ],
)
def test_a_repetition_is_known(later: str, earlier: str) -> None:
    assert says_the_same(analyse(later, "en"), analyse(earlier, "en"))


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        pytest.param(RETAKEN.replace("three", "four"), RETAKEN, id="another number"),
        pytest.param(RETAKEN.replace("Sunday", "Friday"), RETAKEN, id="another day"),
        pytest.param(RETAKEN.replace("Palmyra", "Tikrit"), RETAKEN, id="another name"),
        pytest.param(RETAKEN.replace("retook", "have not retaken"), RETAKEN, id="the contrary"),
        pytest.param(RETAKEN, "Government forces retook the city.", id="much more than it"),
        pytest.param("The city was retaken.", RETAKEN, id="no part of it though its words are"),
        pytest.param("The museum opens at 9:30.", "The museum opens at 9.", id="another time of day"),
        pytest.param("Rebels left the city.", RETAKEN, id="something else"),
        pytest.param("...", RETAKEN, id="no words"),
    ],
)
def test_what_says_more_or_else_is_no_repetition(later: str, earlier: str) -> None:
    assert not says_the_same(analyse(later, "en"), analyse(earlier, "en"))


def test_of_copies_of_a_report_one_is_quoted_however_many_quotes_are_wanted(shelf: Shelf) -> None:
    report = f"{RETAKEN} It was a blow for the militants, who had held Palmyra for ten months."
    shelf.put(
        agency=f"Palmyra retaken\n\n{report}",
        paper=f"Army takes Palmyra\n\n{report.replace(', the army said', ' - the army says')} The museum was damaged.",
        short="Palmyra\n\nGovernment forces retook the city of Palmyra on Sunday.",
        joined=f"News of the day\n\nAs papers reported, {report.replace('said. It', 'said, and it')}",
        other="A year before\n\nMilitants took the city of Palmyra from government forces in May.",
        more="Two days later\n\nGovernment forces that retook Palmyra found graves beside the city.",
    )
    library = shelf.library()
    library.update()

    quotes = library.answerer.answer("who retook the city of Palmyra?", k=10).quotes

    assert sum("on Sunday" in quote.text for quote in quotes) == 1
    assert {"other.txt", "more.txt"} <= {quote.source for quote in quotes}


def test_reports_that_differ_in_a_number_are_all_quoted(shelf: Shelf) -> None:
    toll = "At least {} soldiers were killed in the long battle for the city of Palmyra in March, the army said."
    shelf.put(**{f"a{number}": f"The battle\n\n{toll.format(number)}" for number in (180, 260, 400)})
    library = shelf.library()
    library.update()

    quotes = library.answerer.answer("how many soldiers were killed in the battle for Palmyra?", k=10).quotes

    assert {quote.text for quote in quotes} == {toll.format(number) for number in (180, 260, 400)}
