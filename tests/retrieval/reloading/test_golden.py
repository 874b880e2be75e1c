"""Golden questions are asked before other articles are served."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from retrieval import ANYTHING, Hold, Library, Outcome
from tests.retrieval.conftest import Shelf
from tests.retrieval.reloading.conftest import ME, answers, fill, golden, told


def serving(library: Library) -> int:
    """The number of articles that are served."""
    return library.generations()[0].article_count


def as_if_made_by_another_version(shelf: Shelf) -> None:
    """Let what is served have the index of another version of the program."""
    with closing(sqlite3.connect(shelf.settings.data_dir / "verbatim.sqlite3")) as database, database:
        database.execute("UPDATE generations SET fingerprint = 'another'")


def test_an_answer_that_gets_worse_holds_the_reload(shelf: Shelf) -> None:
    fill(shelf)
    golden(
        shelf,
        '{"question": "who retook town1?", "words": "Forces retook TOWN1", "article": "a1.txt"}',
        '{"question": "who retook Atlantis?", "words": "never right"}',
        '{"question": "who bombed Aleppo?", "refused": true}',
    )
    library = shelf.library()
    first = library.update()
    shelf.put(a1="Article 1\n\nNothing is said here any more.", a2="Article 2\n\nForces lost town2.")

    held = library.update()

    (worse,) = held.worse
    assert held.holds == (Hold.WORSE,)
    assert (worse.question, worse.expected) == ("who retook town1?", "“Forces retook TOWN1” in a1.txt")
    assert worse.now == "“Forces retook town0.” in Article 0"
    assert answers(library, "who retook town1?")[0] == "Forces retook town1."
    assert library.generations()[0].id == first.generation

    done = library.update(confirmed=held.key)
    assert (done.is_new, answers(library, "who lost town2?")) == (True, ["Forces lost town2."])


def test_what_was_wrong_before_holds_nothing(shelf: Shelf) -> None:
    fill(shelf)
    golden(shelf, '{"question": "who retook Atlantis?", "words": "Atlantis"}')
    library = shelf.library()
    library.update()
    shelf.put(a1="Article 1\n\nForces lost town1.")

    assert library.update().is_new


def test_golden_questions_are_no_article_wherever_their_file_is(shelf: Shelf) -> None:
    fill(shelf, 1)
    golden(shelf, '{"question": "who retook town0?", "words": "town0"}')
    (shelf.sources / "mine.txt").write_text('{"question": "who retook town0?", "words": "town0"}')
    shelf.settings.golden_file = shelf.sources / "mine.txt"

    assert told(shelf.library().update()) == {"a0.txt": Outcome.NEW}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", 'is not JSON, such as {"question": "who ...?", "words": "..."}'),
        ("[1]", 'is not an object, such as {"question": "who ...?", "words": "..."}'),
        ('{"words": "x"}', "has no question"),
        ('{"question": "x?"}', 'expects an "article", "words" or both, or else has "refused": true'),
        ('{"question": "x?", "words": "y", "refused": true}', 'expects an "article", "words" or both, or else has'),
        ('{"question": "x?", "answer": "y"}', "unknown key 'answer' (article, question, refused, words)"),
        ('{"question": "x?", "words": [1]}', "its words are neither a text nor a list of texts"),
        ('{"question": "x?", "article": 1}', "its article is no text"),
        ('{"question": "x?", "refused": "yes"}', "refused is true or false"),
    ],
)
def test_a_golden_question_that_cannot_be_read_is_named_and_stops_nobody(shelf: Shelf, line: str, reason: str) -> None:
    fill(shelf, 1)
    golden(shelf, '{"question": "who retook town0?", "words": "town0"}', line)

    report = shelf.library().update()

    (failed,) = report.of(Outcome.FAILED)
    assert failed.uri == "golden.jsonl"
    assert failed.reason and failed.reason.startswith(f"line 2: {reason}")
    assert report.article_count == 1


def test_a_golden_file_that_is_not_there_is_named(shelf: Shelf) -> None:
    fill(shelf, 1)
    shelf.settings.golden_file = Path("/nowhere/golden.jsonl")

    (failed,) = shelf.library().update().of(Outcome.FAILED)

    assert failed.reason == "golden questions: '/nowhere/golden.jsonl' can't be read: No such file or directory"


def test_what_vanishes_and_what_gets_worse_is_shown_together_and_confirmed_together(shelf: Shelf) -> None:
    fill(shelf)
    golden(
        shelf,
        '{"question": "who retook town1?", "words": "town1"}',
        '{"question": "who retook town9?", "words": "town9"}',
    )
    library = shelf.library()
    library.update()
    for number in range(3):
        shelf.remove(f"a{number}")

    held = library.update()

    assert (held.holds, [each.question for each in held.worse]) == (
        (Hold.VANISHING, Hold.WORSE), ["who retook town1?"],
    )  # fmt: skip
    # Who saw the plan alone has not seen what gets worse.
    assert library.update(confirmed=held.plan.key) == held
    assert (library.update(confirmed=held.key).is_new, serving(library)) == (True, 7)


def test_a_question_that_gets_worse_since_the_others_were_shown_is_shown_first(shelf: Shelf) -> None:
    fill(shelf)
    golden(shelf, '{"question": "who retook town1?", "words": "town1"}')
    library = shelf.library()
    library.update()
    for number in range(3):
        shelf.remove(f"a{number}")
    held = library.update()
    golden(
        shelf,
        '{"question": "who retook town1?", "words": "town1"}',
        '{"question": "who retook town2?", "words": "town2"}',
    )

    again = library.update(confirmed=held.key)

    assert (again.is_held, len(again.worse), serving(library)) == (True, 2, 10)
    assert (library.update(confirmed=again.key).is_held, serving(library)) == (False, 7)


def test_going_back_ends_only_after_what_gets_worse_was_shown(shelf: Shelf) -> None:
    fill(shelf)
    golden(shelf, '{"question": "who retook town1?", "words": "town1"}')
    library = shelf.library()
    library.update()
    shelf.put(a1="Article 1\n\nNothing is said here any more.")
    library.update(confirmed=ANYTHING)
    library.roll_back(by=ME)

    assert [each.question for each in library.update().worse] == ["who retook town1?"]
    assert library.update().holds == (Hold.WENT_BACK, Hold.WORSE)


@pytest.mark.parametrize("program", ["the same", "another"])
def test_an_index_made_anew_is_no_way_around_golden_questions(shelf: Shelf, program: str) -> None:
    fill(shelf)
    golden(shelf, '{"question": "who retook town1?", "words": "town1"}')
    library = shelf.library()
    library.update()
    shelf.put(a1="Article 1\n\nNothing is said here any more.")
    if program == "another":
        as_if_made_by_another_version(shelf)

    held = library.update(rebuild=program == "the same")

    assert (held.holds, answers(library, "who retook town1?")[0]) == ((Hold.WORSE,), "Forces retook town1.")
    assert library.update(confirmed=held.key).holds == ()
    assert answers(library, "who retook town1?")[0] != "Forces retook town1."
