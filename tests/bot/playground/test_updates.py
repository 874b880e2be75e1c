"""How a bot fetches its updates."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from bot.playground import Playground, User, react, say


def words(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


@pytest.fixture
def ann(playground: Playground) -> User:
    return playground.person("Ann")


async def test_updates_come_in_order_until_they_are_confirmed(playground: Playground, bot: Bot, ann: User) -> None:
    for word in ("one", "two", "three"):
        say(playground.state, ann.id, ann.id, word)
    first = await bot.get_updates()
    assert words(first) == ["one", "two", "three"]
    assert [update.update_id - first[0].update_id for update in first] == [0, 1, 2]
    assert words(await bot.get_updates()) == ["one", "two", "three"]
    assert words(await bot.get_updates(offset=first[1].update_id)) == ["two", "three"]
    assert words(await bot.get_updates(offset=first[2].update_id + 1)) == []
    assert words(await bot.get_updates()) == []


async def test_a_limit_holds(playground: Playground, bot: Bot, ann: User) -> None:
    for number in range(102):
        say(playground.state, ann.id, ann.id, str(number))
    assert words(await bot.get_updates(limit=2)) == ["0", "1"]
    assert len(await bot.get_updates(limit=500)) == 100


async def test_a_negative_offset_keeps_only_the_last(playground: Playground, bot: Bot, ann: User) -> None:
    for word in ("one", "two", "three"):
        say(playground.state, ann.id, ann.id, word)
    assert words(await bot.get_updates(offset=-2)) == ["two", "three"]
    assert words(await bot.get_updates()) == ["two", "three"]


async def test_a_long_poll_wakes_at_once(playground: Playground, bot: Bot, ann: User) -> None:
    loop = asyncio.get_running_loop()
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    while not playground.api.polled:
        await playground.api.changed.wait()
    began = loop.time()
    say(playground.state, ann.id, ann.id, "hello")
    assert words(await poll) == ["hello"]
    assert loop.time() - began < 5


async def test_a_long_poll_ends_with_nothing(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_of_two_polls_the_earlier_ends(playground: Playground, bot: Bot, ann: User) -> None:
    earlier = asyncio.create_task(bot.get_updates(timeout=30))
    while not playground.api.polled:
        await playground.api.changed.wait()
    async with Bot(playground.token, f"{playground.url}/bot") as other:
        later = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await earlier
        say(playground.state, ann.id, ann.id, "hello")
        assert words(await later) == ["hello"]


async def test_who_goes_away_leaves_no_poll_behind(playground: Playground, ann: User) -> None:
    async with Bot(playground.token, f"{playground.url}/bot") as gone:
        poll = asyncio.create_task(gone.get_updates(timeout=30))
        while not playground.api.polled:
            await playground.api.changed.wait()
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    async with asyncio.timeout(5):
        while playground.api.polled:
            await playground.api.changed.wait()
    say(playground.state, ann.id, ann.id, "hello")
    assert len(playground.state.updates) == 1


async def test_only_wanted_kinds_are_queued_and_the_wish_is_remembered(
    playground: Playground, bot: Bot, ann: User
) -> None:
    await bot.get_updates(allowed_updates=["message_reaction"])
    said = say(playground.state, ann.id, ann.id, "hello")
    react(playground.state, ann.id, ann.id, said.id, "👍")
    (update,) = await bot.get_updates()
    assert update.message_reaction and update.message_reaction.new_reaction[0].to_dict()["emoji"] == "👍"
    await bot.get_updates(offset=update.update_id + 1, allowed_updates=[])
    say(playground.state, ann.id, ann.id, "again")
    react(playground.state, ann.id, ann.id, said.id, "👎")
    assert words(await bot.get_updates()) == ["again"]


async def test_updates_are_not_fetched_while_there_is_a_webhook(playground: Playground, bot: Bot) -> None:
    await bot.set_webhook("https://bot.example/hook")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_what_waits_can_be_dropped(playground: Playground, bot: Bot, ann: User) -> None:
    say(playground.state, ann.id, ann.id, "hello")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
