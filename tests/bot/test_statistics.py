"""/stats: those who run the bot see what was asked and answered, what people thought of it, and what was quoted."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chart import draw
from bot.playground import Playground
from bot.playground.entities import units
from bot.statistics import told
from bot.store import open_store
from bot.store.days import Day, Days
from bot.store.questions import Keeping, Questions
from bot.store.schema import questions
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import Database
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, polling, quote

DAY = 24 * 3600
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database."""
    with closing(open_store(database_url)) as database:
        yield database


def asked(database: Database, *times: float, days_ago: int = 0, source: str | None = None) -> None:
    """Questions that took so many milliseconds; those that quoted a source were answered."""
    store = Questions(database, Keeping())
    for milliseconds in times:
        answered = source is not None
        store.add("", surface="private", answered=answered, milliseconds=milliseconds, user_id=1, source=source)
    fresh = questions.c.asked_at > time.time() - DAY / 2
    earlier = questions.update().where(fresh).values(asked_at=questions.c.asked_at - days_ago * DAY)
    if days_ago:
        with database.begin(writes=True) as connection:
            connection.execute(earlier)


def test_days_count_questions_votes_and_the_median_time_each_by_itself(database: Database) -> None:
    asked(database, 5.0, 9.0, 1.0, days_ago=2, source="museum.txt")
    asked(database, 40.0, 10.0, source="palmyra.md")
    asked(database, 20.0)
    votes = Questions(database, Keeping())
    for user_id, up in ((1, True), (2, False), (3, False)):
        votes.vote("1:2", user_id, up=up, article_id="a", start=0)
    today, days = datetime.now(UTC).date(), Days(database)

    assert days.last(3) == [
        Day(today - timedelta(days=2), answered=3, median=5.0),
        Day(today - timedelta(days=1)),
        Day(today, answered=2, unanswered=1, up=1, down=2, median=20.0),
    ]
    assert (days.median(1), days.median(3)) == (20.0, 9.0)
    assert days.sources(3, 5) == [("museum.txt", 3), ("palmyra.md", 2)]
    assert days.sources(3, 1) == [("museum.txt", 3)]
    assert days.sources(1, 5) == [("palmyra.md", 2)]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_the_picture_can_be_drawn_in_each_language_and_of_empty_days(texts: Texts) -> None:
    first = date(2026, 11, 1)
    busy = [Day(first + timedelta(days=number), 9_999, 100, 50, 20, 12.5) for number in range(30)]

    pictures = [draw(busy, texts), draw([Day(first)], texts)]

    assert [picture[:8] for picture in pictures] == [PNG, PNG]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_what_stands_below_the_picture_fits_a_caption(texts: Texts) -> None:
    sources = [("🏺" * 500 + f"{number}.txt", 999_999) for number in range(5)]

    said = told([Day(date(2026, 11, 1), 999_999, 999_999, 999_999, 999_999)] * 30, 99_999.0, sources, texts)

    assert units(said) <= 1_024
    assert said.splitlines()[-1].endswith("🏺4.txt")


async def test_stats_are_a_picture_with_the_sums_and_the_sources_below(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says("who retook Palmyra?")
        await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        await ann.presses("👍")
        await ann.says("how deep is the lake at Munn?")
        await ann.sees(button(ENGLISH.tell_me))
        # It is counted after it was answered.
        await scene.idle()
        await admin.says("/stats")
        shown = await admin.sees(containing(ENGLISH.stats_title.format(days=30)))

    attachment = shown.message.attachment
    assert attachment is not None
    assert (attachment.kind, playground.state.files[attachment.file_id][:8]) == ("photo", PNG)
    lines = shown.text.splitlines()
    assert lines[2:6] == ["Answered: 1", "Not answered: 1", "Helpful: 1", "Not helpful: 0"]
    assert lines[6].startswith("Median time, ms: ")
    assert lines[7:] == ["", ENGLISH.stats_sources, "1 · palmyra.md"]


async def test_without_what_draws_the_sums_come_alone(
    desk: Desk, playground: Playground, scene: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    admin = scene.person("Dora")
    asked(desk.database, 20.0)
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/stats")
        shown = await admin.sees(containing("Not answered: 1"))
    assert shown.message.attachment is None


async def test_where_nothing_was_asked_stats_say_so(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/stats")
        await admin.sees(ENGLISH.stats_none.format(days=30))
