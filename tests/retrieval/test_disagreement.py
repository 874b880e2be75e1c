"""Which quotes are shown oldest to newest, because articles of different days say different things."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from retrieval import Answer
from tests.retrieval.conftest import Shelf

MUSEUM = "when does the museum at Orla open?"
SOLDIERS = "how many soldiers were killed in the battle for Orla?"
MAYOR = "who is the mayor of Orla?"
KEPT = "where is the collection of the museum kept?"


def ask(shelf: Shelf, question: str, articles: Mapping[str, str], k: int = 3) -> Answer:
    """The answer from articles by their dates: a title, an empty line and a text each."""
    for day, text in articles.items():
        title, _, body = text.partition("\n\n")
        (shelf.sources / f"{day}.md").write_text(f"---\ntitle: {title}\ndate: {day}\n---\n\n{body}\n", "utf-8")
    shelf.put(mill="The mill at Brede\n\nThe mill at Brede grinds oats. Its wheel was made by Marta Quill.")
    library = shelf.library()
    library.update()
    return library.answerer.answer(question, k=k)


def texts(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.dated]


@pytest.mark.parametrize(
    ("question", "older", "newer"),
    [
        pytest.param(
            MUSEUM, "The museum at Orla opens at nine.", "The museum at Orla opens at ten.", id="times of day"
        ),
        pytest.param(
            MUSEUM, "The museum at Orla opens at 9:30.", "The museum at Orla opens at 9.", id="half an hour apart"
        ),
        pytest.param(
            "when was the museum at Orla opened?",
            "The museum at Orla was opened in May 1931.",
            "The museum at Orla was opened in June 1931, as its books show.",
            id="months of a year",
        ),
        pytest.param(
            SOLDIERS,
            "Around 180 soldiers were killed in the battle for Orla, the army said.",
            "At least 260 soldiers were killed in the battle for Orla, a doctor said.",
            id="numbers",
        ),
        pytest.param(
            SOLDIERS,
            "In the battle for Orla 180 soldiers were killed.",
            "Nearly two hundred soldiers were killed in the battle for Orla.",
            id="a number in words",
        ),
        pytest.param(
            "how much does a ticket for the ferry cost?",
            "A ticket for the ferry costs $5.",
            "A ticket for the ferry costs $7.50 from now on.",
            id="prices",
        ),
        pytest.param(MAYOR, "The mayor of Orla is Ann Bell.", "Tom Hask is the new mayor of Orla.", id="persons"),
        pytest.param(
            KEPT,
            "The collection of the museum is kept in Brede.",
            "The collection of the museum is kept in Marl while the roof is mended.",
            id="places",
        ),
    ],
)
def test_answers_of_different_days_that_disagree_come_oldest_first(
    shelf: Shelf, question: str, older: str, newer: str
) -> None:
    answer = ask(shelf, question, {"2015-03-01": f"News of Orla\n\n{older}", "2020-05-01": f"Orla today\n\n{newer}"})

    assert texts(answer) == [older, newer]
    assert [quote.published and quote.published.year for quote in answer.dated] == [2015, 2020]
    # The best still comes first in what is quoted anyway.
    assert answer.quotes[0].score == answer.confidence == max(quote.score for quote in answer.quotes)


@pytest.mark.parametrize(
    ("question", "older", "newer"),
    [
        pytest.param(
            SOLDIERS,
            "In the battle for Orla 180 soldiers were killed.",
            "One hundred and eighty soldiers were killed in the battle for Orla, it was said again.",
            id="the same number in words",
        ),
        pytest.param(
            SOLDIERS,
            "In the battle for Orla 180 soldiers and 400 rebels were killed.",
            "The battle for Orla killed 400 rebels, and 180 soldiers were killed too.",
            id="the same numbers in another order",
        ),
        pytest.param(
            SOLDIERS,
            "In the battle for Orla 180 soldiers were killed.",
            "In the battle for Orla 200 soldiers were killed, 180 of them from Marl.",
            id="the same number beside another",
        ),
        pytest.param(
            SOLDIERS,
            "In the battle for Orla 180 soldiers were killed.",
            "Every third of the soldiers in the battle for Orla was killed.",
            id="no number",
        ),
        pytest.param(
            "how long is the bridge at Orla?",
            "The bridge at Orla is 300 metres long.",
            "The bridge at Orla is 984 feet long.",
            id="other units",
        ),
        pytest.param(
            MUSEUM,
            "The museum at Orla opens at nine.",
            "The museum at Orla opens on Sundays.",
            id="other kinds of time",
        ),
        pytest.param(
            MUSEUM,
            "The museum at Orla, built in 1931, opens at nine.",
            "Renewed in 2016, the museum at Orla opens at 9 a.m.",
            id="years beside the same time of day",
        ),
        pytest.param(
            "when was the museum at Orla opened?",
            "The museum at Orla was opened in 1931.",
            "The museum at Orla was opened in May 1931.",
            id="the same year told better",
        ),
        pytest.param(MAYOR, "The mayor of Orla is Ann Bell.", "Mayor Bell of Orla is ill.", id="the same person"),
        pytest.param(
            MAYOR, "The mayor of Orla is Ann Bell.", "The mayor of Orla lives in Brede.", id="no person in the newer"
        ),
        pytest.param(
            "when does the museum open?",
            "The museum at Orla opens at nine.",
            "The museum at Brede opens at ten.",
            id="two museums",
        ),
        pytest.param(
            "when was the opening?",
            "The opening was in May 1931.",
            "The opening was in June 1874.",
            id="one word tells not enough",
        ),
        pytest.param(
            "why was the museum at Orla closed?",
            "The museum at Orla was closed because of its roof.",
            "The museum at Orla was closed because of a fire.",
            id="reasons are not compared",
        ),
    ],
)
def test_nothing_is_dated_where_it_is_not_sure_that_two_articles_disagree(
    shelf: Shelf, question: str, older: str, newer: str
) -> None:
    answer = ask(shelf, question, {"2015-03-01": f"News\n\n{older}", "2020-05-01": f"Today\n\n{newer}"})

    assert answer.answered
    assert texts(answer) == []


def test_titles_that_differ_in_a_name_are_of_two_subjects(shelf: Shelf) -> None:
    texts_of = {"2015-03-01": "It was opened in May 1931.", "2020-05-01": "It was opened in June 1874."}

    apart = [
        f"The lighthouse of {name}\n\n{text}" for name, text in zip(("Orla", "Brede"), texts_of.values(), strict=True)
    ]
    answer = ask(shelf, "when was the lighthouse opened?", dict(zip(texts_of, apart, strict=True)))
    assert (answer.answered, texts(answer)) == (True, [])

    cups = {
        "2015-03-01": "Orla Cup 40\n\nIt was won by Ann Bell.",
        "2020-05-01": "Orla Cup 41\n\nIt was won by Tom Hask.",
    }
    answer = ask(shelf, "who won the Orla Cup?", cups)
    assert (answer.answered, texts(answer)) == (True, [])

    same = {day: f"The lighthouse in {day[:4]}\n\n{text}" for day, text in texts_of.items()}
    assert texts(ask(shelf, "when was the lighthouse opened?", same)) == list(texts_of.values())


def test_of_several_that_say_the_same_the_newest_is_shown(shelf: Shelf) -> None:
    nine, ten, again = (
        "The museum at Orla opens at nine.",
        "Since the spring the museum at Orla opens at ten.",
        "The museum at Orla opens at 9 a.m. now, after two dark winters with little oil.",
    )
    answer = ask(
        shelf,
        MUSEUM,
        {"2015-03-01": f"News\n\n{nine}", "2018-04-02": f"Hours\n\n{ten}", "2020-05-01": f"Today\n\n{again}"},
    )

    assert texts(answer) == [ten, again]


def test_what_can_not_be_compared_hides_no_disagreement(shelf: Shelf) -> None:
    lengths = {
        "2015-03-01": "The bridge at Orla is 300 metres long.",
        "2018-04-02": "The bridge at Orla is 310 metres long, now that its ends are new.",
        "2020-05-01": "The bridge at Orla is 1,000 feet long.",
    }
    answer = ask(shelf, "how long is the bridge at Orla?", {day: f"News\n\n{text}" for day, text in lengths.items()})

    assert texts(answer) in ([lengths["2015-03-01"], lengths["2018-04-02"]], [])
    assert ("metres" in answer.quotes[0].text) == bool(answer.dated)


def test_articles_of_one_day_are_not_dated(shelf: Shelf) -> None:
    for name, hour in {"a": "nine", "b": "ten"}.items():
        text = f"---\ntitle: News {name}\ndate: 2015-03-01\n---\n\nThe museum at Orla opens at {hour}.\n"
        (shelf.sources / f"{name}.md").write_text(text, "utf-8")
    shelf.put(undated="Undated\n\nThe museum at Orla opens at eleven.")
    library = shelf.library()
    library.update()

    answer = library.answerer.answer(MUSEUM)

    assert (answer.answered, answer.dated) == (True, ())


def test_of_one_day_the_likeliest_is_shown(shelf: Shelf) -> None:
    for name, (day, hour) in {"a": (1, "nine"), "b": (2, "ten"), "c": (2, "eleven")}.items():
        text = f"---\ntitle: News {name}\ndate: 2015-03-0{day}\n---\n\nThe museum at Orla opens at {hour}.\n"
        (shelf.sources / f"{name}.md").write_text(text, "utf-8")
    library = shelf.library()
    library.update()

    older, newer = library.answerer.answer(MUSEUM).dated

    assert "nine" in older.text
    assert newer.score == max(q.score for q in library.answerer.answer(MUSEUM).quotes if "nine" not in q.text)


def test_only_what_is_likely_enough_disagrees(shelf: Shelf) -> None:
    hours = {
        "2015-03-01": "The museum at Orla opens at nine.",
        "2018-04-02": "As the town says, the museum at Orla opens at ten every day.",
        "2020-05-01": "Since the spring the museum at Orla opens at two.",
    }
    articles = {day: f"News\n\n{text}" for day, text in hours.items()}
    scores = sorted(quote.score for quote in ask(shelf, MUSEUM, articles).dated)
    assert len(scores) == 3

    shelf.settings = shelf.settings.model_copy(update={"answer_threshold": (scores[0] + scores[1]) / 2})

    assert sorted(quote.score for quote in ask(shelf, MUSEUM, articles).dated) == scores[1:]


def test_the_older_article_is_found_beyond_the_quotes_that_are_asked_for(shelf: Shelf) -> None:
    older, newer = "The museum at Orla opens at nine.", "The museum at Orla opens at ten."
    answer = ask(shelf, MUSEUM, {"2015-03-01": f"News\n\n{older}", "2020-05-01": f"Today\n\n{newer}"}, k=1)

    assert len(answer.quotes) == 1
    assert texts(answer) == [older, newer]


def test_an_unlikely_sentence_disagrees_with_nothing(shelf: Shelf) -> None:
    shelf.settings = shelf.settings.model_copy(update={"answer_threshold": 0.999})
    older, newer = "The museum at Orla opens at nine.", "The museum at Orla opens at ten."
    answer = ask(shelf, MUSEUM, {"2015-03-01": f"News\n\n{older}", "2020-05-01": f"Today\n\n{newer}"})

    assert (answer.answered, answer.dated) == (False, ())


def test_a_sentence_that_leans_on_its_title_is_of_another_subject_under_another(shelf: Shelf) -> None:
    older, newer = "It was opened to the public in May 1931.", "It was opened to the public in June 1874."
    titles = {"2015-03-01": f"The bridge\n\n{older}", "2020-05-01": f"The mill wheel\n\n{newer}"}

    assert texts(ask(shelf, "when was it opened to the public?", titles)) == []
    same = {"2015-03-01": f"The bridge\n\n{older}", "2020-05-01": f"The old bridge\n\n{newer}"}
    assert texts(ask(shelf, "when was it opened to the public?", same)) == [older, newer]
