"""One contract for both databases; and what only a server does: it ends connections, and is started anew."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sql

from bot.again import alone
from bot.store import open_store
from bot.store.answers import Answers, Given
from bot.store.chats import Chats
from bot.store.links import Links
from bot.store.questions import Keeping, Questions
from bot.store.schema import waiting
from retrieval import CatalogueError, CatalogueUnavailable, Database
from retrieval.catalogue import Catalogue, Reading, SegmentedArticle
from retrieval.types import Article, Span
from tests.postgres import Server


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The bot's tables, which are enough of a database."""
    with closing(open_store(database_url)) as database:
        yield database


@pytest.fixture
def catalogue(database_url: str) -> Iterator[Catalogue]:
    """A new catalogue."""
    with closing(Catalogue(database_url, segmentation_version=1)) as catalogue:
        yield catalogue


# --- Opening ---


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("mysql://localhost/x", r"unknown scheme 'mysql' \(sqlite, postgresql\)", id="another database"),
        pytest.param("verbatim.sqlite3", "it is no address such as", id="a file's name"),
        pytest.param("postgresql://me@localhost:secret/x", "it is no address such as", id="a port that is none"),
        pytest.param("postgresql://me:secret@127.0.0.1:1/x", r"127\.0\.0\.1.*port 1 failed", id="nobody listens"),
        pytest.param("postgres://me:secret@127.0.0.1:1/x", r"127\.0\.0\.1.*port 1 failed", id="as hosts write it"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(url: str, reason: str) -> None:
    with pytest.raises(CatalogueError, match=f"the database can't be opened: .*{reason}") as caught:
        open_store(url)

    assert "sec" not in "".join(traceback.format_exception(caught.value))


def test_a_missing_driver_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # As where it was never installed.
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(CatalogueError, match=r"the database needs a driver: pip install 'psycopg\[binary\]'"):
        open_store("postgresql://me@127.0.0.1:1/x")


def test_processes_that_start_at_once_make_the_tables_once(postgres: Server, tmp_path: Path) -> None:
    with postgres.database(blank=True) as server:
        for url in (server, f"sqlite:///{tmp_path / 'new.sqlite3'}"):
            together = threading.Barrier(4)

            def start(number: int, url: str = url, together: threading.Barrier = together) -> int:
                together.wait()
                with closing(open_store(url)) as store, closing(Catalogue(url, segmentation_version=1)) as catalogue:
                    Answers(store).put(Given(number, 1, 2, 7, 0.0, 1.0))
                    return len(catalogue.sources.all())

            with ThreadPoolExecutor(4) as threads:
                assert list(threads.map(start, range(4))) == [0] * 4


def test_a_database_that_lacks_most_letters_is_refused(postgres: Server) -> None:
    with postgres.database(blank=True) as url:
        name = f"{sql.make_url(url).database}_latin"
        postgres._execute(
            f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 LOCALE_PROVIDER libc"
        )
        try:
            with pytest.raises(CatalogueError, match="its encoding is LATIN1"):
                open_store(postgres._url(name))
        finally:
            postgres._execute(f"DROP DATABASE {name} WITH (FORCE)")


# --- What is stored ---


def test_sources_stand_in_the_order_of_code_points(catalogue: Catalogue) -> None:
    uris = ["B.txt", "Z/a.txt", "_.txt", "a b.txt", "a-b.txt", "a.txt", "ab.txt", "b.txt", "ä.txt", "я.txt", "中.txt"]
    catalogue.sources.record([Reading(uri, "0") for uri in reversed(uris)])

    assert [source.uri for source in catalogue.sources.all()] == sorted(uris) == uris


def test_times_come_back_in_utc_whatever_the_zone_of_the_session(catalogue: Catalogue) -> None:
    made_at = datetime.now(UTC)
    catalogue.sources.record([Reading("a.txt", "0")])
    catalogue.generations.store(1, "f", {}, made_at=made_at.astimezone(datetime.now().astimezone().tzinfo))
    catalogue.generations.serve(1)

    serving, (source,) = catalogue.generations.serving(), catalogue.sources.all()
    assert serving and (serving.made_at, serving.made_at.tzinfo) == (made_at, UTC)
    assert source.read_at and source.read_at.tzinfo is UTC
    assert abs(source.read_at - made_at) < timedelta(minutes=1)


def test_a_text_of_five_million_letters_comes_back(catalogue: Catalogue) -> None:
    text = "Forces retook Palmyra 🏺.\n" * 200_000
    stored = SegmentedArticle(Article.create("ä" * 3_000, text, source=""), (Span(0, len(text)),))
    catalogue.articles.add([stored])

    assert list(catalogue.articles.get([stored.article.id])) == [stored]


@pytest.mark.parametrize(
    ("odd", "kept"), [("\0", " "), ("\ud800", "\ufffd"), ("\U0010ffff", "\U0010ffff"), ("\u202e", "\u202e")], ids=ascii
)
def test_any_letter_may_stand_in_what_people_ask(database: Database, odd: str, kept: str) -> None:
    store, links = Questions(database, Keeping()), Links(database)
    question = alone(f"how{odd}deep?")
    store.add(question, surface="private", answered=False, milliseconds=1.0, user_id=1)
    store.wait(1, question, "a-code-that-is-longer-than-any")
    links.put(1, f"how{odd}deep?")

    assert [each.text for each in store.unanswered()] == [f"how{kept}deep?"]
    assert [each.question for each in store.waiting()] == [f"how{kept}deep?"]
    assert links.question(1) == f"how{kept}deep?"


def test_what_breaks_a_rule_is_not_repeated_in_the_error(database: Database) -> None:
    words = "does my neighbour drink?"
    row = {"user_id": 7, "question": words, "language_code": None, "since": 0.0}
    with pytest.raises(CatalogueError) as caught, database.begin(writes=True) as connection:
        for _ in range(2):
            connection.execute(waiting.insert(), row)

    assert "neighbour" not in "".join(traceback.format_exception(caught.value))


# --- At the same time ---


def test_who_reads_sees_everything_at_one_moment(database: Database) -> None:
    store = Questions(database, Keeping())
    store.wait(1, "how deep?", None)
    count = sql.select(sql.func.count()).select_from(waiting)
    with database.begin() as reader:
        before = reader.scalar(count)
        store.wait(2, "how deep?", None)
        assert reader.scalar(count) == before == 1
    assert len(store.waiting()) == 2


def test_changes_at_once_lose_none(database: Database) -> None:
    chats, questions, answers = Chats(database), Questions(database, Keeping()), Answers(database)

    def change(number: int) -> None:
        chats.change(-5, lambda settings: type(settings)(utc_offset=settings.utc_offset + 1))
        questions.vote("5:6", 7, up=True, article_id="a" * 12, start=3)
        questions.wait(7, "how deep?", None)
        answers.put(Given(1, 1, 2, 7, 0.0, float(number)))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(change, range(30)))

    assert chats.settings(-5).utc_offset == 30
    # An even number of presses takes the vote back.
    assert (questions.counts(days=1).up, len(questions.waiting())) == (0, 1)
    assert answers.to(1, 1)


# --- What a server does ---


def test_connections_that_the_server_ended_are_made_anew(postgres: Server, postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as database:
        store = Questions(database, Keeping())
        store.wait(1, "how deep?", None)
        postgres.disconnect(postgres_url)

        assert len(store.waiting()) == 1


def test_a_transaction_that_the_server_ended_is_an_error_and_the_next_one_works(
    postgres: Server, postgres_url: str
) -> None:
    with closing(open_store(postgres_url)) as database:
        store = Questions(database, Keeping())
        with pytest.raises(CatalogueUnavailable), database.begin(writes=True) as connection:
            connection.execute(sql.select(waiting)).all()
            postgres.disconnect(postgres_url)
            connection.execute(sql.select(waiting)).all()

        assert store.waiting() == []


def test_a_server_that_is_started_anew_is_waited_for(postgres: Server, postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as database, ThreadPoolExecutor(1) as thread:
        store = Questions(database, Keeping())
        store.wait(1, "how deep?", None)
        postgres.stop()
        try:
            found = thread.submit(store.waiting)
            assert not found.done()
        finally:
            postgres.start()

        assert len(found.result(30)) == 1
