"""Answers from some of the sources only, and what is served, for a menu."""

from __future__ import annotations

import threading

import pytest

from retrieval import Answerer, Asked, Reason, ServedSource, Why, segmentation
from retrieval.catalogue import Catalogue
from retrieval.indexes.local import LocalEngine, LocalIndex
from retrieval.indexing import Indexing
from tests.retrieval.conftest import Shelf

MILL = "The mill at Orla was built by Ann Bell."
BRIDGE = "The bridge at Orla was built by Tom Hask."
FERRY = "The ferry at Orla was built in the yard of Marta Quill."


@pytest.fixture
def answerer(shelf: Shelf) -> Answerer:
    """Three sources, one of them below a folder."""
    (shelf.sources / "old").mkdir()
    (shelf.sources / "old" / "mill.txt").write_text(f"The mill\n\n{MILL} It was opened in 1874.", "utf-8")
    shelf.put(bridge=f"The bridge\n\n{BRIDGE} It was opened in 1931.", ferry=f"The ferry\n\n{FERRY}")
    library = shelf.library()
    library.update()
    return library.answerer


@pytest.mark.parametrize(
    ("sources", "best"),
    [({"old/mill.txt"}, MILL), ({"bridge.txt"}, BRIDGE), ({"bridge.txt", "gone.txt"}, BRIDGE), (["ferry.txt"], FERRY)],
)
def test_only_the_sources_that_are_named_are_quoted(answerer: Answerer, sources: list[str], best: str) -> None:
    answer = answerer.answer("what at Orla was built?", sources=sources)

    assert answer.quotes[0].text == best
    assert {quote.source for quote in (*answer.quotes, *answer.near)} <= set(sources)
    assert answerer.explain("what at Orla was built?", sources=sources).answer == answer


def test_without_a_choice_all_sources_are_quoted(answerer: Answerer) -> None:
    question = "what at Orla was built?"
    every = {"old/mill.txt", "bridge.txt", "ferry.txt"}

    assert {quote.source for quote in answerer.answer(question).quotes} == every
    assert answerer.answer(question, sources=every) == answerer.answer(question)


def test_a_word_that_only_other_sources_have_is_named_as_unknown(answerer: Answerer) -> None:
    answer = answerer.answer("who was Quill?", sources={"bridge.txt"})

    assert answer.reason == Reason(Why.UNKNOWN_WORDS, ("Quill",))


@pytest.mark.parametrize("sources", [(), {"gone.txt"}], ids=["none", "gone"])
def test_without_a_source_there_is_no_article(answerer: Answerer, sources: set[str]) -> None:
    assert answerer.answer("what was built?", sources=sources).reason == Reason(Why.NO_ARTICLES)


def test_a_follow_up_does_not_leave_the_sources(answerer: Answerer) -> None:
    who = "who built the mill at Orla?"
    mill = answerer.answer(who).quotes[0].article_id
    after = Asked(who, mill)

    assert "1874" in answerer.answer("and when was it opened?", after=after).quotes[0].text
    within = answerer.answer("and when was it opened?", after=after, sources={"bridge.txt"})
    assert {quote.source for quote in within.quotes} <= {"bridge.txt"}


def test_the_best_of_a_source_is_found_behind_many_better_passages(shelf: Shelf) -> None:
    shelf.put(**{f"a{n}": f"Mill {n}\n\nThe mill was built by Ann Bell, mill {n} of the mills." for n in range(40)})
    shelf.put(other="An old story\n\nLong ago, in a valley far from here, a mill was built by a miller of no name.")
    library = shelf.library()
    library.update()

    answer = library.answerer.answer("who built the mill?", sources={"other.txt"})

    assert [quote.source for quote in (*answer.quotes, *answer.near)] == ["other.txt"]


def test_a_choice_holds_for_a_new_generation(shelf: Shelf) -> None:
    shelf.put(mill=f"The mill\n\n{MILL}", bridge=f"The bridge\n\n{BRIDGE}")
    library = shelf.library()
    library.update()
    question = "what at Orla was built?"
    assert library.answerer.answer(question, sources={"mill.txt"}).quotes[0].text == MILL

    newer = "The mill at Orla was built by nobody else than Marta Quill."
    shelf.put(mill=f"The mill\n\n{newer}")
    library.update()

    assert library.answerer.answer(question, sources={"mill.txt"}).quotes[0].text == newer


def test_the_sources_that_are_served_are_listed(answerer: Answerer) -> None:
    assert answerer.sources() == (
        ServedSource("bridge.txt", "The bridge", 1),
        ServedSource("ferry.txt", "The ferry", 1),
        ServedSource("old/mill.txt", "The mill", 1),
    )


def test_nothing_is_listed_where_nothing_is_served(shelf: Shelf) -> None:
    assert shelf.library().answerer.sources() == ()


def test_an_article_that_two_sources_hold_is_quoted_for_either(shelf: Shelf) -> None:
    shelf.put(a=f"The mill\n\n{MILL}", b=f"The mill\n\n{MILL}")
    library = shelf.library()
    library.update()

    assert [source.uri for source in library.answerer.sources()] == ["a.txt", "b.txt"]
    for uri in ("a.txt", "b.txt"):
        assert library.answerer.answer("who built the mill?", sources={uri}).quotes[0].text == MILL


def test_what_another_process_made_is_served_after_a_refresh(shelf: Shelf) -> None:
    shelf.put(mill=f"The mill\n\n{MILL}")
    library, other = shelf.library(), shelf.library()
    library.update()
    assert other.answerer.generation is None

    assert (other.answerer.refresh(), other.answerer.refresh()) == (True, False)
    assert other.answerer.generation == library.answerer.generation
    assert other.answerer.answer("who built the mill?").quotes[0].text == MILL


def test_what_is_served_here_may_be_dropped_by_another_process(shelf: Shelf) -> None:
    shelf.put(mill=f"The mill\n\n{MILL}")
    library, asked, chosen, paged = (shelf.library() for _ in range(4))
    library.update()
    for each in (asked, chosen, paged):
        each.answerer.refresh()
    for number in range(6):
        shelf.put(other=f"Other {number}\n\nSoldiers marched {number} miles through the desert.")
        library.update()

    best = asked.answerer.answer("who built the mill?").quotes[0]
    page = paged.answerer.page(best.article_id, around=best, longest=100)

    assert best.text == MILL
    assert chosen.answerer.answer("who built the mill?", sources={"mill.txt"}).quotes[0].text == MILL
    assert page and page.text == MILL
    assert asked.answerer.generation == paged.answerer.generation == library.answerer.generation


class SlowEngine(LocalEngine):
    """One that opens generation 1 when it is told to."""

    opening, may_open = threading.Event(), threading.Event()

    def open(self, generation: int, *, stamp: int = 0) -> LocalIndex:
        """Wait, if it is the first."""
        if generation == 1:
            self.opening.set()
            self.may_open.wait()
        return super().open(generation, stamp=stamp)


def test_a_refresh_that_takes_long_does_not_bring_back_an_old_generation(shelf: Shelf) -> None:
    library = shelf.library()
    catalogue = Catalogue(shelf.settings.catalogue_url, segmentation_version=segmentation.VERSION)
    engine = SlowEngine(shelf.settings.data_dir / "index")
    answerer = Answerer(catalogue, Indexing(catalogue, engine, shelf.settings.data_dir / "ingest.lock"))
    shelf.put(mill=f"The mill\n\n{MILL}")
    library.update()
    slow, quick = (threading.Thread(target=answerer.refresh) for _ in range(2))

    slow.start()
    engine.opening.wait()
    shelf.put(bridge=f"The bridge\n\n{BRIDGE}")
    library.update()
    quick.start()
    # Nothing tells that it waits for the other.
    quick.join(0.2)
    engine.may_open.set()
    slow.join()
    quick.join()
    catalogue.close()

    assert answerer.generation == library.answerer.generation


def test_any_thread_may_refresh_while_generations_come_and_go(shelf: Shelf) -> None:
    shelf.put(mill=f"The mill\n\n{MILL}")
    library, other = shelf.library(), shelf.library()
    library.update()
    other.answerer.refresh()
    done = threading.Event()
    wrong: list[object] = []

    def refresh() -> None:
        newest = 0
        while not done.is_set():
            other.answerer.refresh()
            generation = other.answerer.generation
            if generation is None or generation.id < newest:
                wrong.append(generation)
            newest = generation.id if generation else newest

    def ask() -> None:
        while not done.is_set():
            for sources in (None, {"mill.txt"}):
                answer = other.answerer.answer("who built the mill?", sources=sources)
                if not answer.quotes or answer.quotes[0].text != MILL:
                    wrong.append(answer)

    threads = [threading.Thread(target=work) for work in (refresh, refresh, ask)]
    for thread in threads:
        thread.start()
    for number in range(8):
        shelf.put(other=f"Other {number}\n\nSoldiers marched {number} miles through the desert.")
        library.update()
    done.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    other.answerer.refresh()
    assert other.answerer.generation == library.answerer.generation
