"""What an article is about, whatever its title says."""

from __future__ import annotations

from collections.abc import Set

import pytest

from tests.retrieval.conftest import Shelf

POOL = (
    "The Lake Pool opens in the spring.",
    "A swim in the Lake Pool is five euros.",
    "Dogs may not enter the Lake Pool.",
    "The café sells ice cream.",
)


def topic(shelf: Shelf, question: str, text: str) -> Set[str]:
    """The terms that stand for the title of the one article."""
    shelf.put(article=text)
    library = shelf.library()
    library.update()
    found = library.answerer.retrieved(question)
    assert found is not None
    assert found.candidates
    (terms,) = {candidate.article.title_terms for candidate in found.candidates}
    return terms


@pytest.mark.parametrize("title", ["0017", "Minutes 2024-03", "IMG_2044", "The Minutes of the 17th"])
def test_words_that_recur_stand_in_for_a_title_that_says_nothing(shelf: Shelf, title: str) -> None:
    assert {"lake", "pool"} <= topic(shelf, "what is a swim in the pool?", f"{title}\n\n{' '.join(POOL)}")


@pytest.mark.parametrize("title", ["The Lake Pool", "Swimming", "Cafés"])
def test_a_title_that_the_text_speaks_of_stands(shelf: Shelf, title: str) -> None:
    terms = topic(shelf, "what is a swim in the pool?", f"{title}\n\n{' '.join(POOL)}")

    assert terms <= {"lake", "pool", "swim", "cafe"}
    assert len(terms) == len(title.removeprefix("The ").split())


def test_a_title_whose_word_the_text_derives_others_from_stands(shelf: Shelf) -> None:
    text = "Palmyra\n\nPalmyrene kings met here. A king wore gold. Gold came by road. The king is gone. No gold."

    assert topic(shelf, "who wore gold?", text) == {"palmyra"}


def test_a_word_that_stands_in_few_sentences_is_no_topic(shelf: Shelf) -> None:
    assert "cafe" not in topic(shelf, "what does the café sell?", f"0017\n\n{' '.join(POOL)}")
    assert topic(shelf, "what does the café sell?", f"0017\n\n{POOL[0]} {POOL[3]}") == {"0017"}


def test_pieces_of_words_are_no_topic(shelf: Shelf) -> None:
    # In Thai any text has the same pairs of letters again and again.
    text = "0017\n\n" + "\n\n".join(f"พิพิธภัณฑ์เปิดทุกวันในเมืองเก่า {number}" for number in range(4))

    assert topic(shelf, "พิพิธภัณฑ์เปิดเมื่อไร", text) == {"0017"}


def test_why_a_sentence_was_chosen_does_not_call_them_a_title(shelf: Shelf) -> None:
    shelf.put(article=f"0017\n\n{' '.join(POOL)}", tea="Tea\n\nTea grows in the hills. A swim is fun.")
    library = shelf.library()
    library.update()

    told = {share.feature: share.words for share in library.answerer.explain("what is a swim in the pool?").shares}

    assert told["title"].startswith("words that recur hold")
