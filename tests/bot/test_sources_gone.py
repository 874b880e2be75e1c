"""A group that chose sources which are there no more hears what is the matter, and its admins see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground import Chat, Playground
from bot.store.chats import Chats, Mode
from bot.texts import ENGLISH
from retrieval import ANYTHING
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, no_buttons, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."


def choose(desk: Desk, group: Chat, *sources: str, mode: Mode = Mode.MENTION) -> None:
    """Choose the sources of a group."""
    Chats(desk.database).change(group.id, lambda settings: replace(settings, sources=sources, mode=mode))


def lose(desk: Desk, *sources: str) -> None:
    """Take sources away, and index what is left."""
    for source in sources:
        (desk.sources / source).unlink()
    desk.library.update(confirmed=ANYTHING)


async def test_who_asks_is_told_that_the_groups_sources_are_gone_and_an_admin_chooses_others(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    cleo, ann = scene.person("Cleo"), scene.person("Ann")
    friends = scene.supergroup("Friends", cleo, ann)
    choose(desk, friends, "museum.txt", "gone.txt")
    lose(desk, "museum.txt")
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(ENGLISH.chosen_sources_gone, no_buttons(), reply_to(asked))
        await cleo.at(friends).says("/settings")
        missing = ENGLISH.sources_missing.format(count=2)
        await cleo.at(friends).sees(containing(missing), button("Sources: 0 of 1"))
        await cleo.at(friends).presses("Sources: 0 of 1")
        await cleo.at(friends).sees(edited(), containing(missing))
        await cleo.at(friends).presses("Palmyra is retaken")
        page = await cleo.at(friends).sees(edited(), button("✓ Palmyra is retaken"))
        assert missing not in page.text
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))


async def test_a_group_with_one_of_its_sources_left_is_answered_from_it_and_its_admin_sees_what_is_gone(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    cleo = scene.person("Cleo")
    friends = scene.supergroup("Friends", cleo)
    choose(desk, friends, "museum.txt", "palmyra.md")
    lose(desk, "museum.txt")
    async with polling(desk.application(playground), scene):
        await cleo.at(friends).says(f"/ask {WHO}")
        await cleo.at(friends).sees(quote(RETOOK))
        await cleo.at(friends).says("/settings")
        await cleo.at(friends).sees(containing(ENGLISH.sources_missing.format(count=1)), button("Sources: 1 of 1"))


@pytest.mark.parametrize("said", [WHO, f"/ask {WHO}"])
async def test_where_there_are_no_articles_at_all_nobody_is_sent_to_choose_some(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    choose(desk, friends, "museum.txt", mode=Mode.AUTO)
    lose(desk, "museum.txt", "palmyra.md")
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(said)
        if said != WHO:
            await ann.at(friends).sees(ENGLISH.no_articles)
        await ann.at(friends).sees_nothing()
