"""What becomes of a group and of the bot in it: arrival, a supergroup, the right to write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.playground import Playground, membership
from bot.store.chats import Mode
from bot.texts import LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, edited, polling, quote

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
# One that the bot is sure of.
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."


async def test_a_group_that_became_a_supergroup_keeps_its_settings_and_its_answers(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann, bot="administrator")
    desk.choose(friends, mode=Mode.AUTO, language="de")
    held = playground.faults.hold("sendMessage")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await held.arrived.wait()
        # The question was asked before, the answer is sent after.
        upgraded = membership.migrate(playground.state, friends.id, by=ann.id)
        held.release()
        await ann.at(upgraded).sees(quote(RETOOK), button(LANGUAGES["de"].context))
        await ann.at(upgraded).says(WHAT)
        answer = await ann.at(upgraded).sees(quote(BROKEN), button(LANGUAGES["de"].context))
        await ann.at(upgraded).presses(LANGUAGES["de"].context)
        await ann.at(upgraded).sees(edited(answer))
        await admin.sees_nothing()
    assert desk.chosen(upgraded).language == "de"


async def test_what_was_asked_before_a_group_grew_is_answered_as_it_wanted_then(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann, bot="administrator")
    desk.choose(friends, mode=Mode.AUTO, language="de", sources=("museum.txt",))
    await ann.at(friends).says(f"/ask {WHO}")
    await ann.at(friends).says(f"/ask {WHO}")
    upgraded = membership.migrate(playground.state, friends.id, by=ann.id)
    async with polling(desk.application(playground), scene):
        await ann.at(upgraded).sees(LANGUAGES["de"].no_answer_group)
        await ann.at(upgraded).sees(LANGUAGES["de"].no_answer_group)


@pytest.mark.parametrize("heard", ["from the old group", "from the new one", "from both"])
async def test_one_word_of_a_new_number_is_enough_for_the_settings_to_stay(
    desk: Desk, playground: Playground, scene: Scenario, heard: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    desk.choose(friends, mode=Mode.AUTO)
    new = scene.supergroup("Friends", ann)
    sender = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
    message = {"message_id": 900, "date": playground.state.now(), "from": sender}
    here = {"chat": {"id": friends.id, "type": "group", "title": "Friends"}, "migrate_to_chat_id": new.id}
    there = {"chat": {"id": new.id, "type": "supergroup", "title": "Friends"}, "migrate_from_chat_id": friends.id}
    async with polling(desk.application(playground), scene):
        if heard != "from the new one":
            playground.push({"message": message | here})
        if heard != "from the old group":
            playground.push({"message": message | there})
        await scene.idle()
    assert [desk.chosen(chat).mode for chat in (friends, new)] == [Mode.AUTO, Mode.AUTO]


async def test_a_button_in_the_group_that_was_is_no_error(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        membership.migrate(playground.state, friends.id, by=ann.id)
        await ann.at(friends).is_told("Context", on=answer)
        await admin.sees_nothing()


@pytest.mark.parametrize("said", [f"/ask {WHO}", "/ask", "/help", "/settings"])
@pytest.mark.parametrize("status", ["restricted", "left", "kicked"])
async def test_where_the_bot_may_not_write_it_tells_nobody_of_an_error(
    desk: Desk, playground: Playground, scene: Scenario, status: Any, said: str
) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    asked = await ann.at(friends).says(said)
    membership.place_bot(playground.state, friends.id, status, by=ann.id)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).sees_nothing()
        await admin.sees_nothing()
        assert asked.id == max(each.id for each in playground.state.messages[friends.id].values() if not each.service)


async def test_when_the_right_to_write_is_back_it_answers_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        membership.place_bot(playground.state, friends.id, "restricted", by=ann.id)
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees_nothing()
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))


async def test_who_adds_the_bot_is_told_how_to_ask(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann", language_code="de")
    friends = scene.supergroup("Friends", ann, bot="left")
    async with polling(desk.application(playground), scene):
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).sees(LANGUAGES["de"].start_group.format(username="verbatim_bot"))
        await ann.at(friends).sees_nothing()
        membership.place_bot(playground.state, friends.id, "administrator", by=ann.id)
        await ann.at(friends).says("hello")
        await ann.at(friends).sees_nothing()


async def test_a_group_where_nobody_may_write_is_entered_in_silence(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Admin", started=True), scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="left")
    playground.state.set_chat(replace(playground.state.chats[friends.id], open=False))
    async with polling(desk.application(playground, admin.id), scene):
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).sees_nothing()
        await admin.sees_nothing()
