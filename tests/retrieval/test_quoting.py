"""Which sentences are quoted together, and which alone."""

from __future__ import annotations

import pytest

from retrieval import Answerer
from tests.retrieval.conftest import Shelf

KEEPER = "The first keeper of the light was a retired sailor."
NAME = "His name was Tom Hask, and he kept the light for thirty years."
NAMED = "what was the name of the first keeper of the light?"
LIGHTHOUSE = f"""The lighthouse of Orla

The lighthouse of Orla stands on a rock in the bay. It was built by fishermen in 1874 and burned down twice.

{KEEPER} {NAME} He is buried on the island.
"""


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """A lighthouse, whose first keeper is introduced in one sentence and named in the next."""
    return _answerer(shelf, LIGHTHOUSE)


def test_a_sentence_is_quoted_with_the_next_one_where_that_says_what_it_leaves_open(answerer: Answerer) -> None:
    best, *others = answerer.answer(NAMED).quotes

    assert best.text == f"{KEEPER} {NAME}"
    assert (best.first, best.last) == (2, 4)
    # Each sentence is quoted once.
    assert not {NAME, KEEPER} & {quote.text for quote in others}


def test_a_sentence_that_answers_alone_is_quoted_alone(answerer: Answerer) -> None:
    best = answerer.answer("when was the lighthouse built?").quotes[0]

    assert best.text == "It was built by fishermen in 1874 and burned down twice."


def test_two_sentences_are_quoted_together_where_either_may_be_the_answer(answerer: Answerer) -> None:
    assert answerer.answer("who was the first keeper of the light?").quotes[0].text == f"{KEEPER} {NAME}"


def test_the_first_sentence_of_an_article_stands_alone_though_the_next_holds_the_rest(answerer: Answerer) -> None:
    best = answerer.answer("where does the lighthouse of Orla stand that burned down?").quotes[0]

    assert best.text == "The lighthouse of Orla stands on a rock in the bay."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LIGHTHOUSE.replace(f"{KEEPER} ", f"{KEEPER}\n\n"), id="another paragraph"),
        pytest.param(LIGHTHOUSE.replace(f"{KEEPER} ", f"{KEEPER}\n"), id="another line"),
        pytest.param(LIGHTHOUSE.replace("and he kept the light for thirty years.", "was it not?"), id="a question"),
        pytest.param(LIGHTHOUSE.replace(NAME, "Oil was sold at the harbour."), id="nothing that ties them"),
        pytest.param(LIGHTHOUSE.replace("for thirty years", f"for {'many, ' * 120}many years"), id="too long"),
    ],
)
def test_only_neighbours_that_can_be_read_at_once_are_joined(shelf: Shelf, text: str) -> None:
    answer = _answerer(shelf, text).answer(NAMED)

    assert {quote.text for quote in answer.quotes} >= {KEEPER}
    assert all(quote.last == quote.first + 1 for quote in answer.quotes if KEEPER in quote.text)


def test_a_sentence_is_quoted_with_the_one_before_it_that_holds_the_rest_of_the_question(shelf: Shelf) -> None:
    both = "In 1874 the islanders held a great feast for the new lamp. Seven whole oxen were eaten."
    answer = _answerer(shelf, f"Orla\n\nOrla is an island. {both} It rained.").answer

    assert answer("how many oxen were eaten at the feast for the new lamp?").quotes[0].text == both
    assert answer("how many whole oxen were eaten?").quotes[0].text == "Seven whole oxen were eaten."


def test_what_one_of_two_sentences_says_is_not_quoted_again(shelf: Shelf) -> None:
    copy = LIGHTHOUSE.replace("The lighthouse of Orla stands", "Here stands the lighthouse of Orla, it")
    shelf.put(copy=copy)

    texts = [quote.text for quote in _answerer(shelf, LIGHTHOUSE).answer(NAMED).quotes]

    assert sum(NAME in text for text in texts) == 1


def test_a_sentence_is_not_quoted_again_beside_a_new_one(shelf: Shelf) -> None:
    shelf.put(copy=LIGHTHOUSE.replace(KEEPER, "The very first keeper whom the light had was a young sailor."))

    texts = [quote.text for quote in _answerer(shelf, LIGHTHOUSE).answer(NAMED).quotes]

    assert sum(NAME in text for text in texts) == 1
    assert any("young sailor" in text for text in texts)


def test_quotes_come_likeliest_first(answerer: Answerer) -> None:
    scores = [quote.score for quote in answerer.answer(NAMED).quotes]

    assert scores == sorted(scores, reverse=True)


def test_a_quote_of_two_sentences_is_found_again_and_shown_in_its_place(answerer: Answerer) -> None:
    best = answerer.answer(NAMED).quotes[0]

    again = answerer.quote(best.article_id, best.start, 2, question=NAMED)
    context = answerer.context(best, sentences=1)

    assert again is not None and context is not None
    assert (again.text, again.marks) == (best.text, best.marks)
    assert context.quote.of(context.text) == best.text
    assert context.text.endswith("He is buried on the island.")


def test_no_quote_goes_beyond_the_end_of_its_article(answerer: Answerer) -> None:
    best = answerer.answer(NAMED).quotes[0]

    assert answerer.quote(best.article_id, best.start, 4) is None


def test_a_neighbour_that_denies_it_is_left_out(shelf: Shelf) -> None:
    bridge = (
        "The bridge\n\nThe bridge of Orla is long. It was opened by Marta Quill in 1924. "
        "The king did not open the bridge at Orla."
    )

    quotes = _answerer(shelf, bridge).answer("who opened the bridge at Orla?").quotes

    assert quotes[0].text.endswith("It was opened by Marta Quill in 1924.")


def _answerer(shelf: Shelf, text: str) -> Answerer:
    shelf.put(orla=text, mill="The mill\n\nThe mill at Brede grinds oats. Its wheel was made by Marta Quill.")
    library = shelf.library()
    library.update()
    return library.answerer
