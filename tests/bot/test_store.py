"""The bot's tables: their schema, what is decided between processes, and what is deleted for good."""

from __future__ import annotations

import json
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store import open_store
from bot.store.answers import Answers, Given
from bot.store.inbox import Inbox, Received
from bot.store.links import Links
from bot.store.questions import Keeping, Questions, Unanswered, Waiting
from bot.store.schema import metadata, questions, updates
from bot.store.troubles import Trouble, Troubles
from bot.store.windows import Windows
from retrieval import CatalogueError, Database

DAY = 24 * 3600.0

# PostgreSQL's files are its own affair.
in_files = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database."""
    with closing(open_store(database_url)) as database:
        yield database


def files(folder: Path) -> bytes:
    """Everything that the database has on disk."""
    return b"".join(path.read_bytes() for path in folder.glob("database.sqlite3*"))


def ask(store: Questions, text: str, *, answered: bool = False, user_id: int | None = 1) -> None:
    store.add(text, surface="private", answered=answered, milliseconds=1.0, user_id=user_id)


def ago(database: Database, days: float) -> None:
    """Make all questions older."""
    with database.begin(writes=True) as connection:
        connection.execute(questions.update().values(asked_at=questions.c.asked_at - days * DAY))


def test_the_migrations_make_the_schema_that_the_code_knows(database: Database) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or str(name).startswith("bot_")

    with database.begin() as connection:
        options = {"version_table": "bot_version", "include_name": ours}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    # What a column is for stands in the code alone.
    assert [each for each in differences if not _is_of_comments(each)] == []


def _is_of_comments(difference: object) -> bool:
    return isinstance(difference, list) and {each[0] for each in difference} == {"modify_comment"}


# --- What is kept ---


@pytest.mark.parametrize(
    ("keeping", "kept"),
    [
        pytest.param(Keeping(), ["in vain"], id="unanswered"),
        pytest.param(Keeping(answered=True), ["in vain", "well"], id="all"),
        pytest.param(Keeping(unanswered=False), [], id="none"),
    ],
)
def test_words_and_names_are_kept_only_of_the_questions_that_may_be(
    database: Database, keeping: Keeping, kept: list[str]
) -> None:
    store = Questions(database, keeping)
    ask(store, "well", answered=True)
    ask(store, "in vain")

    with database.begin() as connection:
        rows = connection.execute(sql.select(questions.c.text, questions.c.user_id)).all()
    assert sorted(text for text, _ in rows if text) == kept
    assert all((text is None) == (user_id is None) for text, user_id in rows)
    counts = store.counts(days=1)
    assert (counts.answered, counts.unanswered) == (1, 1)


def test_words_go_when_their_time_is_over_and_the_count_stays(database: Database) -> None:
    store = Questions(database, Keeping(days=30))
    ask(store, "of last month")
    ago(database, 29.99)
    ask(store, "of today")
    store.expire()
    assert [each.text for each in store.unanswered()] == ["of today", "of last month"]
    ago(database, 0.02)
    store.expire()
    assert [each.text for each in store.unanswered()] == ["of today"]
    assert store.counts(days=60).unanswered == 2


@pytest.mark.parametrize(
    ("keeping", "left"), [(Keeping(), ["in vain"]), (Keeping(unanswered=False), [])], ids=["unanswered", "none"]
)
def test_words_that_are_kept_no_more_go_at_once(database: Database, keeping: Keeping, left: list[str]) -> None:
    before = Questions(database, Keeping(answered=True))
    ask(before, "well", answered=True)
    ask(before, "in vain")
    Questions(database, keeping).expire()

    with database.begin() as connection:
        kept = list(connection.scalars(sql.select(questions.c.text).where(questions.c.text.is_not(None))))
    assert kept == left


def test_gaps_come_newest_first(database: Database) -> None:
    store = Questions(database, Keeping())
    began = time.time()
    for text in ("one", "two", "three"):
        ask(store, text)
    ask(store, "answered", answered=True)

    found = store.unanswered()
    assert [each.text for each in found] == ["three", "two", "one"]
    assert all(began <= each.asked_at <= time.time() for each in found)
    assert isinstance(found[0], Unanswered)


def test_a_gap_is_settled_by_one_process_alone(database: Database) -> None:
    one, other = Questions(database, Keeping()), Questions(database, Keeping())
    for text in ("how deep?", "how deep?", "how wide?"):
        ask(one, text)

    assert one.settle(["how deep?", "how long?"]) == ["how deep?"]
    assert other.settle(["how deep?", "how wide?"]) == ["how wide?"]
    assert one.unanswered() == []


def test_who_waits_is_told_by_one_process_alone(database: Database) -> None:
    one, other = Questions(database, Keeping()), Questions(database, Keeping())
    one.wait(7, "how deep?", "de")
    one.wait(7, "how deep?", "de")
    one.wait(8, "how deep?", None)
    first, second = Waiting(7, "how deep?", "de"), Waiting(8, "how deep?", None)

    assert other.waiting() == [first, second]
    assert [one.told(first), other.told(first), other.told(second)] == [True, False, True]
    assert one.waiting() == []


def test_somebody_who_is_gone_waits_for_nothing(database: Database) -> None:
    store = Questions(database, Keeping())
    store.wait(7, "how deep?", None)
    store.wait(7, "how wide?", None)
    store.wait(8, "how deep?", None)
    store.wait_for_nothing(7)
    assert store.waiting() == [Waiting(8, "how deep?", None)]


def test_what_somebody_asked_in_vain_or_waits_for_is_known(database: Database) -> None:
    store = Questions(database, Keeping())
    ask(store, "how deep?")
    ask(store, "how wide?")
    ask(store, "how high?", user_id=2)
    ask(store, "who?", answered=True)
    store.wait(1, "how long?", None)
    assert store.kept_of(1) == ["how wide?", "how deep?", "how long?"]


def test_a_forgotten_person_leaves_bare_counts(database: Database) -> None:
    store = Questions(database, Keeping())
    for user_id in (1, 2):
        ask(store, f"how deep, {user_id}?", user_id=user_id)
        store.wait(user_id, "how deep?", None)
        store.vote("5:6", user_id, up=True, article_id="a" * 12, start=3)
    store.forget(1)

    assert [each.text for each in store.unanswered()] == ["how deep, 2?"]
    assert store.waiting() == [Waiting(2, "how deep?", None)]
    counts = store.counts(days=1)
    assert (counts.unanswered, counts.up) == (2, 1)


# --- Times ---


def test_answers_are_forgotten_after_two_days(database: Database) -> None:
    store = Answers(database)
    store.put(Given(1, 1, 2, 7, 0.0, 1_000.0))
    store.put(Given(1, 3, 4, 7, 0.0, 2_000.0))
    store.expire(1_000.0 + 2 * DAY + 1)

    assert store.to(1, 1) is None
    assert store.to(1, 3) is not None


def test_of_errors_the_last_thousand_of_a_month_are_kept(database: Database) -> None:
    troubles, now = Troubles(database), datetime.now(UTC)
    old = [
        Trouble(now - timedelta(days=31), "ERROR", "bot", "old"),
        Trouble(now - timedelta(days=29), "ERROR", "bot", "1"),
    ]
    troubles.add(old)
    troubles.expire()
    assert [each.line for each in troubles.last(2)] == ["1"]

    troubles.add(Trouble(now, "ERROR", "bot", str(number)) for number in range(2, 1_003))
    troubles.expire()
    assert [each.line for each in troubles.last(2_000)] == [str(number) for number in range(1_002, 2, -1)]


def test_the_question_of_a_link_is_kept_for_ten_minutes(database: Database) -> None:
    store = Links(database)
    store.put(7, "how deep is the lake?")
    store.expire(time.time() + 590)
    assert store.question(7) == "how deep is the lake?"
    assert store.question(8) is None
    store.expire(time.time() + 610)
    assert store.question(7) is None


def test_how_much_somebody_asked_can_be_forgotten(database: Database) -> None:
    store = Windows(database)
    assert [store.ask("user 1", 1, 100.0).value for _ in range(2)] == ["yes", "first beyond"]
    store.forget("user 1")
    assert store.ask("user 1", 1, 100.0).value == "yes"


# --- For good ---


def words(number: int, random_: random.Random) -> str:
    """A text of any length with a word that can be found."""
    return f"secret{number:04} " + "x" * random_.choice([3, 40, 300, 900, 3_000, 9_000])


@in_files
def test_no_text_of_a_handled_update_is_left_in_the_files(database: Database, tmp_path: Path) -> None:
    chosen = random.Random(5)
    inbox = Inbox(database, 1, "owner")
    pending = []
    for number in range(400):
        payload = json.dumps({"update_id": number, "text": words(number, chosen)})
        pending += inbox.put([Received(number, f"chat:{number}", payload)], claim=[f"chat:{number}"])
        # Some wait long, some are handled at once, so that pages split and join.
        while pending and chosen.random() < 0.5:
            inbox.finish(pending.pop(chosen.randrange(len(pending))))
    assert b"secret" in files(tmp_path)
    for each in pending:
        inbox.finish(each)
    assert database.truncate_log()

    with database.begin() as connection:
        assert connection.scalar(sql.select(sql.func.count()).where(updates.c.payload.is_not(None))) == 0
        assert set(connection.scalars(sql.select(updates.c.queue))) == {""}
    assert b"secret" not in files(tmp_path)


@in_files
def test_no_words_of_a_link_that_is_over_are_left_in_the_files(database: Database, tmp_path: Path) -> None:
    store = Links(database)
    store.put(7, "how deep is the zyzzyva lake?")
    assert b"zyzzyva" in files(tmp_path)
    store.expire(time.time() + 610)
    assert database.truncate_log()
    assert b"zyzzyva" not in files(tmp_path)


@in_files
def test_no_words_of_settled_expired_and_forgotten_questions_are_left_in_the_files(
    database: Database, tmp_path: Path
) -> None:
    chosen = random.Random(7)
    store = Questions(database, Keeping())
    for number in range(600):
        text = words(number, chosen)[:512]
        ask(store, text, user_id=number % 3)
        store.wait(number % 3, text, None)
        if chosen.random() < 0.4:
            store.settle([chosen.choice(store.unanswered()).text])
        if chosen.random() < 0.4:
            store.told(chosen.choice(store.waiting()))
    assert b"secret" in files(tmp_path)
    ago(database, 31)
    store.expire()
    for person in range(3):
        store.forget(person)
    assert database.truncate_log()

    assert b"secret" not in files(tmp_path)


@in_files
def test_a_log_that_somebody_reads_is_emptied_when_they_are_done(database: Database, tmp_path: Path) -> None:
    store = Questions(database, Keeping())
    store.wait(1, "how deep is the zyzzyva lake?", None)
    with database.begin() as reader:
        reader.execute(sql.select(questions)).all()
        store.forget(1)
        assert not database.truncate_log()
    assert database.truncate_log()
    assert b"zyzzyva" not in files(tmp_path)


def test_errors_do_not_repeat_what_was_asked(database: Database) -> None:
    with database.begin(writes=True) as connection:
        connection.execute(sql.text("DROP TABLE bot_questions"))
    with pytest.raises(CatalogueError) as caught:
        ask(Questions(database, Keeping()), "a secret question")
    assert "secret" not in str(caught.value)


def test_what_is_stored_stands_in_no_error(database: Database) -> None:
    with database.begin(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE bot_links")

    question = "does my neighbour drink?"
    with pytest.raises(CatalogueError) as failure:
        Links(database).put(7, question)

    assert "neighbour" not in "".join(traceback.format_exception(failure.value))
