"""What is read around a quote: the whole article in pages, and its first sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Answerer, Page, Span
from retrieval.pages import split_pages
from retrieval.segmentation import split_sentences
from tests.retrieval.conftest import Shelf

BODY = """The lighthouse of Orla stands on a rock. It was built in 1874.

Its first keeper was Tom Hask. He kept the light for thirty years. The lamp burned oil.

Today it is a museum."""
NAME = "Its first keeper was Tom Hask."


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """A lighthouse with a date, and a mill."""
    (shelf.sources / "orla.md").write_text(
        f"---\ntitle: The lighthouse\ndate: 2016-03-27\nurl: https://example.org/a\n---\n\n{BODY}\n", "utf-8"
    )
    shelf.put(mill="The mill at Brede\n\nThe mill at Brede grinds oats. Its wheel was made by Marta Quill.")
    library = shelf.library()
    library.update()
    return library.answerer


def pages(text: str, longest: int) -> list[str]:
    return [span.of(text) for span in split_pages(text, split_sentences(text, "en"), longest)]


def test_the_page_that_holds_the_quote_is_shown(answerer: Answerer) -> None:
    best = answerer.answer("who was the first keeper?").quotes[0]

    shown = answerer.page(best.article_id, around=best, longest=90)

    text = f"{NAME} He kept the light for thirty years. The lamp burned oil."
    assert shown == Page(
        "The lighthouse", "orla.md", "https://example.org/a", date(2016, 3, 27), text, 64, 2, 3, Span(0, len(NAME))
    )
    assert BODY[shown.start : shown.start + len(text)] == text


def test_other_pages_are_shown_by_their_number(answerer: Answerer) -> None:
    best = answerer.answer("who was the first keeper?").quotes[0]

    first, last, beyond = (answerer.page(best.article_id, n, around=best, longest=90) for n in (1, 3, 99))

    assert first and last
    assert (first.text, first.number, first.quote) == (BODY.partition("\n\n")[0], 1, None)
    assert (last.text, last.number, last.count) == ("Today it is a museum.", 3, 3)
    assert beyond == last
    assert answerer.page(best.article_id, 0, longest=90) == answerer.page(best.article_id, longest=90)


def test_a_short_article_is_one_page(answerer: Answerer) -> None:
    best = answerer.answer("who was the first keeper?").quotes[0]

    shown = answerer.page(best.article_id, around=best, longest=4096)

    assert shown
    assert (shown.text, shown.number, shown.count) == (BODY, 1, 1)
    assert shown.quote and shown.quote.of(shown.text) == NAME


def test_a_quote_of_two_sentences_is_marked_on_both_of_its_pages(answerer: Answerer) -> None:
    best = answerer.answer("who was the first keeper?").quotes[0]
    two = answerer.quote(best.article_id, best.start, 2)

    shown = [answerer.page(best.article_id, number, around=two, longest=len(NAME)) for number in (None, 5)]

    marked = [page.quote.of(page.text) for page in shown if page and page.quote]
    assert marked == [NAME, "He kept the light for thirty"]


def test_a_quote_of_another_article_marks_nothing(answerer: Answerer) -> None:
    mill = answerer.answer("who made the wheel?").quotes[0]
    light = answerer.answer("who was the first keeper?").quotes[0]

    shown = answerer.page(light.article_id, around=mill, longest=4096)

    assert shown and shown.quote is None


def test_an_article_that_is_served_no_more_has_no_pages(answerer: Answerer) -> None:
    assert answerer.page("aaaaaaaaaaaa", longest=100) is None
    assert answerer.lead("aaaaaaaaaaaa") is None


def test_the_first_sentence_leads(answerer: Answerer) -> None:
    best = answerer.answer("who was the first keeper?").quotes[0]

    lead = answerer.lead(best.article_id)

    assert lead
    assert (lead.text, lead.start, lead.title) == ("The lighthouse of Orla stands on a rock.", 0, "The lighthouse")
    assert lead.marks == ()


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        pytest.param("", 10, [""], id="nothing"),
        pytest.param(
            "One is here. Two is.\n\nThree.", 24, ["One is here. Two is.", "Three."], id="a paragraph ends it"
        ),
        pytest.param(
            "One.\n\nTwo is here. Three is.", 20, ["One.\n\nTwo is here.", "Three is."], id="too short to end"
        ),
        pytest.param("One is here.\nTwo.\nThree is.", 21, ["One is here.\nTwo.", "Three is."], id="a line ends it"),
        pytest.param("A sentence of many words.", 12, ["A sentence", "of many", "words."], id="a long sentence"),
        pytest.param("Abcdefghij", 4, ["Abcd", "efgh", "ij"], id="a long word"),
        pytest.param("😀😀😀😀😀", 4, ["😀😀", "😀😀", "😀"], id="two units each"),
        pytest.param("aaae\u0301e\u0301", 4, ["aaa", "e\u0301e\u0301"], id="letters keep their marks"),
        pytest.param("aa👩\u200d👧", 5, ["aa", "👩\u200d👧"], id="joined emoji stay together"),
    ],
)
def test_pages_end_where_they_end_best(text: str, longest: int, expected: list[str]) -> None:
    assert pages(text, longest) == expected


@given(st.text(st.sampled_from("ab .\n😀é"), max_size=300), st.integers(2, 80))
def test_no_page_is_too_long_and_nothing_is_lost(text: str, longest: int) -> None:
    found = pages(text, longest)

    assert all(len(page.encode("utf-16-le")) // 2 <= longest for page in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_page_has_room_for_any_character() -> None:
    with pytest.raises(ValueError, match="2 units"):
        split_pages("text", [Span(0, 4)], 1)
