"""What a follow-up names, in the place of what the question before it named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import parse
from retrieval.replacing import named, replaced
from retrieval.types import Asked
from tests.retrieval.conftest import Shelf


def both(first: str, second: str, language: str = "en") -> str | None:
    return replaced(parse(second, [language]), parse(first, [language]), None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("who retook Palmyra?", "and Raqqa?", "who retook Raqqa?"),
        ("who retook Palmyra?", "And how about Raqqa?", "who retook Raqqa?"),
        ("who led the army in Palmyra?", "and in Deir al-Zor?", "who led the army in Deir al-Zor?"),
        ("when was Marta Quill born?", "and Ann Bell?", "when was Ann Bell born?"),
        ("did Ann Bell build the bridge at Orla?", "and Tom Hask?", "did Tom Hask build the bridge at Orla?"),
        ("when did Islamic State take Palmyra?", "and Raqqa?", "when did Islamic State take Raqqa?"),
        ("who won the race in 2015?", "and in 2016?", "who won the race in 2016?"),
        ("who won in Orla in 2015?", "and in 2016?", "who won in Orla in 2016?"),
        ("when was the mill opened?", "and the bridge?", "when was the bridge opened?"),
        ("who built the bridge at Orla?", "and the mill at Brede?", "who built the mill at Brede?"),
    ],
)
def test_the_place_is_that_of_what_is_most_like_it(first: str, second: str, expected: str) -> None:
    assert both(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("who retook Palmyra?", "and in 2016?"),
        ("how many soldiers died?", "and Raqqa?"),
        ("how many soldiers died?", "and the civilians?"),
        ("WHO BUILT IT?", "and when?"),
        ("?", "and Raqqa?"),
    ],
)
def test_what_is_like_nothing_takes_no_place(first: str, second: str) -> None:
    assert both(first, second) is None


def test_an_article_tells_names_where_people_write_none_with_a_capital(shelf: Shelf) -> None:
    shelf.put(palmyra="It is taken\n\nThe Syrian army retook Palmyra and its citadel.")
    library = shelf.library()
    library.update()
    found = library.answerer.retrieved("who retook palmyra?")
    assert found is not None
    earlier, question = parse("when was palmyra retaken?", ["en"]), parse("and raqqa?", ["en"])

    assert replaced(question, earlier, found.articles[0]) == "when was raqqa retaken?"
    assert replaced(question, earlier, None) is None


@pytest.mark.parametrize(
    ("answer", "question", "expected"),
    [
        ("The bridge at Orla was built by Marta Quill.", "when was she born?", "when was Marta Quill born?"),
        ("Then Marta Quill built the bridge.", "who is she?", "who is Marta Quill?"),
        ("The bridge was built by Marta Quill and Tom Hask.", "who is she?", None),
        ("The bridge was built by masons.", "who is she?", None),
        ("The bridge at Orla was built by Marta Quill.", "when was it opened?", None),
    ],
)
def test_a_pronoun_gives_way_to_the_one_name_that_answered(
    shelf: Shelf, answer: str, question: str, expected: str | None
) -> None:
    shelf.put(bridge=f"The bridge\n\n{answer} It was opened by Ann Bell.")
    library = shelf.library()
    library.update()
    found = library.answerer.retrieved("the bridge")
    assert found is not None
    article = found.articles[0]
    asked = Asked("who built the bridge in Orla?", article.article.id, frozenset({(article.article.id, 0)}))

    assert named(parse(question, ["en"]), parse(asked.question, ["en"]), asked, article) == expected


@given(st.text(), st.text(), st.sampled_from(["en", "de", "ar", "zh", "und"]))
def test_any_two_texts_can_be_compared(first: str, second: str, language: str) -> None:
    read_as = both(first, f"and {second}", language)

    assert read_as is None or read_as != ""
