"""An edited question edits its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sql

from bot.playground import Chat, Playground, membership
from bot.store.chats import Chats, Mode
from bot.store.schema import answers
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import (
    Scenario,
    Speaker,
    bold,
    button,
    containing,
    edited,
    no_buttons,
    polling,
    quote,
    reply_to,
)

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."
NOBODY = "who bombed Aleppo?"
NOT_FOUND = "I found no answer. No article mentions “bombed” or “Aleppo”."


@pytest.fixture
def ann(scene: Scenario) -> Speaker:
    """Who asks."""
    return scene.person("Ann")


@pytest.fixture
def friends(scene: Scenario, ann: Speaker) -> Chat:
    """A group."""
    return scene.supergroup("Friends", ann)


@pytest.fixture
def auto(desk: Desk) -> Callable[[Chat], None]:
    """Lets the bot answer plain questions in a group."""

    def choose(chat: Chat) -> None:
        Chats(desk.database).change(chat.id, lambda settings: replace(settings, mode=Mode.AUTO))

    return choose


def at(playground: Playground, seconds: int) -> None:
    """It is that many seconds from now on."""
    playground.state.now = lambda: int(time.time()) + seconds


@pytest.mark.parametrize("where", ["private", "group"])
async def test_an_edited_question_edits_its_answer_whatever_it_becomes(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat, where: str
) -> None:
    there, ask = (ann, "") if where == "private" else (ann.at(friends), "/ask ")
    async with polling(desk.application(playground), scene):
        asked = await there.says(f"{ask}{WHO}")
        answer = await there.sees(quote(RETOOK), reply_to(asked))
        await there.edits(asked, f"{ask}{WHAT}")
        await there.sees(edited(answer), quote(BROKEN), bold("museum"), button("Context"))
        await there.edits(asked, f"{ask}{NOBODY}")
        if where == "private":
            await there.sees(edited(answer), NOT_FOUND, button(ENGLISH.tell_me))
        else:
            await there.sees(edited(answer), ENGLISH.no_answer_group, no_buttons())
        await there.edits(asked, f"{ask}{WHO}")
        await there.sees(edited(answer), quote(RETOOK))
        await there.sees_nothing()
        # The buttons are those of the new form.
        await there.edits(asked, f"{ask}{WHAT}")
        await there.sees(edited(answer), quote(BROKEN))
        await there.presses("Context")
        await there.sees(edited(answer), bold(BROKEN))
        await there.presses("Back to the quote")
        back = await there.sees(edited(answer), quote(BROKEN))
        assert "museum" in back.bold

    assert [call for call in playground.calls if call.refused] == []


@pytest.mark.parametrize("first", [f"@verbatim_bot {WHO}", "/ask@verbatim_bot who?"])
async def test_every_way_to_ask_can_be_edited(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat, first: str
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(first)
        answer = await ann.at(friends).sees()
        await ann.at(friends).edits(asked, f"{WHAT} @verbatim_bot")
        await ann.at(friends).sees(edited(answer), quote(BROKEN))
        replied = await ann.at(friends).says("who withdrew east?", reply_to=answer)
        second = await ann.at(friends).sees(containing("withdrew east"))
        await ann.at(friends).edits(replied, WHO)
        await ann.at(friends).sees(edited(second), quote(RETOOK))


async def test_an_edit_after_a_restart_edits_too(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
    await ann.edits(asked, WHAT)
    async with polling(desk.application(playground), scene):
        await ann.sees(edited(answer), quote(BROKEN))
        await ann.presses("Context")
        await ann.sees(edited(answer), bold(BROKEN))


async def test_an_edit_that_came_before_the_bot_answered_is_what_counts(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    asked = await ann.says(WHO)
    at(playground, 5)
    await ann.edits(asked, WHAT)
    async with polling(desk.application(playground), scene):
        answer = await ann.sees(quote(RETOOK))
        await ann.sees(edited(answer), quote(BROKEN))
        await ann.sees_nothing()


def form(ann: Speaker, text: str, *, after: int | None = None) -> dict[str, Any]:
    """A message as Telegram tells of it, edited so many seconds `after` it was sent. Any: the Bot API's JSON."""
    chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
    sender = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
    began = int(time.time()) - 60
    message = {"message_id": 900, "date": began, "chat": chat, "from": sender, "text": text}
    return {"message": message} if after is None else {"edited_message": message | {"edit_date": began + after}}


async def test_forms_that_come_late_or_twice_change_nothing(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    await ann.says("hello")
    async with polling(desk.application(playground), scene):
        await ann.sees()
        playground.push(form(ann, WHAT, after=20))
        answer = await ann.sees(quote(BROKEN))
        for late in (form(ann, NOBODY, after=10), form(ann, WHO), form(ann, WHAT, after=20)):
            playground.push(late)
            await ann.sees_nothing()
        playground.push(form(ann, WHO, after=30))
        await ann.sees(edited(answer), quote(RETOOK))
        await ann.sees_nothing()


async def test_updates_that_come_twice_or_in_disorder_are_answered_once(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    playground.faults.reverse_updates()
    playground.faults.repeat_updates(3)
    asked = await ann.says(WHO)
    at(playground, 10)
    await ann.edits(asked, WHAT)
    async with polling(desk.application(playground), scene):
        answer = await ann.sees(quote(RETOOK), reply_to(asked))
        await ann.sees(edited(answer), quote(BROKEN))
        await ann.sees_nothing()


async def test_an_answer_that_was_deleted_is_not_sent_again(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        asked = await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        await ann.at(friends).deletes(answer)
        for text in (WHAT, WHO):
            await ann.at(friends).edits(asked, f"/ask {text}")
            await ann.at(friends).sees_nothing()
        await admin.sees_nothing()


async def test_after_two_days_an_answer_stays_as_it_is(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await scene.idle()
        with desk.database.begin(writes=True) as connection:
            connection.execute(sql.update(answers).values(answered_at=answers.c.answered_at - 48 * 3600))
        await ann.edits(asked, WHAT)
        await ann.sees_nothing()


@pytest.mark.parametrize("text", [f"@verbatim_bot {WHO}", f"/ask {WHO}", "who retook Palmyra, @verbatim_bot?"])
async def test_an_edit_that_makes_a_message_a_question_is_answered_while_it_is_fresh(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat, text: str
) -> None:
    async with polling(desk.application(playground), scene):
        said = await ann.at(friends).says(WHO)
        await ann.at(friends).edits(said, text)
        answer = await ann.at(friends).sees(quote(RETOOK), reply_to(said))
        await ann.at(friends).edits(said, f"/ask {WHAT}")
        await ann.at(friends).sees(edited(answer), quote(BROKEN))


async def test_an_edit_of_an_old_message_is_no_question(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        said = await ann.at(friends).says(WHO)
        at(playground, 3600)
        await ann.at(friends).edits(said, f"/ask {WHO}")
        await ann.at(friends).sees_nothing()


@pytest.mark.parametrize("text", ["it does not matter", "/ask", "/ask@OtherBot who?", "@verbatim_bot"])
async def test_an_edit_that_asks_nothing_leaves_the_answer(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, text: str
) -> None:
    friends = scene.supergroup("Club", ann, bot="administrator")
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        await ann.at(friends).edits(asked, text)
        await ann.at(friends).sees_nothing()


@pytest.mark.parametrize("command", ["/help", "/why", "/start", "/privacy"])
async def test_a_command_that_is_edited_is_no_question(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, command: str
) -> None:
    async with polling(desk.application(playground), scene):
        said = await ann.says(command)
        await ann.sees()
        await ann.edits(said, f"{command} {WHO}")
        await ann.sees_nothing()


async def test_a_plain_question_that_is_edited_edits_its_answer_too(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, auto: Callable[[Chat], None]
) -> None:
    friends = scene.supergroup("Club", ann, bot="administrator")
    auto(friends)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(WHAT)
        answer = await ann.at(friends).sees(quote(BROKEN))
        await ann.at(friends).edits(asked, "what was smashed in the museum of Palmyra?")
        await ann.at(friends).sees(edited(answer), quote(BROKEN))


async def test_where_an_edited_plain_question_has_no_answer_the_old_one_goes_in_silence(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, auto: Callable[[Chat], None]
) -> None:
    friends = scene.supergroup("Club", ann, bot="administrator")
    auto(friends)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(WHAT)
        answer = await ann.at(friends).sees(quote(BROKEN))
        await ann.at(friends).edits(asked, NOBODY)
        await ann.at(friends).sees_nothing()
        assert answer.message.id not in playground.state.messages[friends.id]
        await ann.at(friends).edits(asked, WHAT)
        await ann.at(friends).sees(quote(BROKEN), reply_to(asked))


async def test_a_follow_up_that_is_edited_still_follows_on_what_came_before_it(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    (desk.sources / "bridge.txt").write_text(
        "The bridge at Orla\n\nThe bridge at Orla was built by Marta Quill. The bridge was opened in May 1931. "
        "It was painted by Jon Hart.\n", "utf-8",
    )  # fmt: skip
    desk.library.update()
    async with polling(desk.application(playground), scene):
        await ann.says("who built the bridge at Orla?")
        await ann.sees(containing("Marta Quill"))
        asked = await ann.says("and who retook Palmyra?")
        answer = await ann.sees(quote(RETOOK))
        await ann.edits(asked, "and when was it opened?")
        await ann.sees(edited(answer), containing("May 1931"))


async def test_edits_count_as_questions(desk: Desk, playground: Playground, scene: Scenario, ann: Speaker) -> None:
    async with polling(desk.application(playground), scene):
        asked = await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        for number in range(29):
            await ann.edits(asked, WHO if number % 2 else WHAT)
            await ann.sees(edited())
        await ann.edits(asked, NOBODY)
        await ann.sees(ENGLISH.limit_person.format(limit=30))
        await ann.edits(asked, WHO)
        await ann.sees_nothing()


@pytest.mark.parametrize("status", ["restricted", "left", "kicked"])
async def test_an_edit_where_the_bot_may_not_write_alarms_nobody(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat, status: Any
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        asked = await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        membership.place_bot(playground.state, friends.id, status, by=ann.id)
        await ann.at(friends).edits(asked, f"/ask {WHAT}")
        await scene.idle()
        await admin.sees_nothing()
