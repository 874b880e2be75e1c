"""Groups: the bot answers what it is asked, where it was asked, and keeps silent otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import Playground, membership
from bot.playground.model import Entity, Member
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, no_buttons, polling, quote, reply_to
from tests.bot.silence import is_ignored

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
NAME = "@verbatim_bot"
NO_ANSWER = ENGLISH.no_answer_group


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(
    "said",
    [
        f"/ask {WHO}",
        f"/ask@verbatim_bot {WHO}",
        f"/ASK@Verbatim_Bot {WHO}",
        f"/ask\n{WHO}",
        f"{NAME} {WHO}",
        f"Tell me, {NAME}, {WHO}",
        f"who retook Palmyra, {NAME}?",
    ],
)
async def test_a_question_to_the_bot_is_answered_by_a_reply(
    desk: Desk, playground: Playground, scene: Scenario, kind: str, said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann) if kind == "group" else scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        there = ann.at(friends)
        asked = await there.says(said)
        await there.sees(quote(RETOOK), button("Context"), reply_to(asked))
        await there.sees_nothing()


@pytest.mark.parametrize(
    "said",
    [
        "good morning",
        WHO,
        f"/ask@OtherBot {WHO}",
        f"@OtherBot {WHO}",
        f"/other {WHO}",
        "/help@OtherBot",
        "/settings@OtherBot",
        f"see mail@verbatim_bot.example {WHO}",
        f"@verbatim_bots {WHO}",
    ],
)
@pytest.mark.parametrize("bot", ["member", "administrator"])
async def test_all_else_is_ignored(desk: Desk, playground: Playground, scene: Scenario, said: str, bot: Any) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben, bot=bot)
    async with polling(desk.application(playground), scene):
        first = await ben.at(friends).says("hello")
        await ann.at(friends).says(said)
        await ann.at(friends).says(said, reply_to=first)
        await is_ignored(scene, ann.at(friends), desk)


async def test_pictures_and_comings_and_goings_are_ignored(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Admin", started=True)
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n")
        membership.place_person(playground.state, friends.id, Member(ben.id, "member"))
        membership.place_person(playground.state, friends.id, Member(ben.id, "left"))
        await is_ignored(scene, ann.at(friends), desk)
        await admin.sees_nothing()


async def test_a_caption_asks_too(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n", caption=f"{NAME} {WHO}")
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


async def test_a_mention_without_its_username_asks_too(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    async with polling(desk.application(playground), scene):
        named = Entity("text_mention", 4, len("Verbatim"), user_id=playground.bot.id)
        asked = await ann.at(friends).says(f"Hey Verbatim, {WHO}", entities=[named])
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


@pytest.mark.parametrize("call", ["/ask", NAME, "/ask@verbatim_bot"])
async def test_a_call_as_a_reply_asks_what_that_message_says(
    desk: Desk, playground: Playground, scene: Scenario, call: str
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        wondered = await ben.at(friends).says("Does anybody know who retook Palmyra?")
        asked = await ann.at(friends).says(call, reply_to=wondered)
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))

        long = await ben.at(friends).says("Good morning! Who retook Palmyra? And what is for lunch?")
        asked = await ann.at(friends).says(call, reply_to=long, quote="Who retook Palmyra?")
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


async def test_a_call_as_a_reply_to_a_picture_says_that_nothing_is_there(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        picture = await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n")
        asked = await ann.at(friends).says("/ask", reply_to=picture)
        await ann.at(friends).sees(ENGLISH.nothing_there, reply_to(asked))


@pytest.mark.parametrize("call", ["/ask", NAME, f"{NAME}!"])
async def test_a_call_without_a_question_asks_back_and_the_reply_is_answered(
    desk: Desk, playground: Playground, scene: Scenario, call: str
) -> None:
    assert playground.state.privacy
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        called = await ann.at(friends).says(call)
        back = await ann.at(friends).sees(ENGLISH.ask_what_group, reply_to(called))
        assert back.message.markup == {
            "force_reply": True, "selective": True, "input_field_placeholder": ENGLISH.ask_placeholder,
        }  # fmt: skip
        asked = await ann.at(friends).says(WHO, reply_to=back)
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


async def test_a_reply_to_the_bot_is_a_question_that_follows_on_its_answer(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        asked = await ben.at(friends).says("and what was broken in the museum?", reply_to=answer)
        await ben.at(friends).sees(containing("Statues in the museum"), reply_to(asked))


@pytest.mark.parametrize("said", ["who bombed Aleppo?", "who smashed the sky over Palmyra with zebras?"])
async def test_without_an_answer_there_is_one_short_line(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(f"/ask {said}")
        await ann.at(friends).sees(NO_ANSWER, no_buttons(), reply_to(asked))
        await ann.at(friends).sees_nothing()


@pytest.mark.parametrize("who", ["a bot", "the bot itself", "through the bot", "a forward"])
async def test_what_no_person_asks_is_ignored(desk: Desk, playground: Playground, scene: Scenario, who: str) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    elsewhere = scene.group("Elsewhere", ann, bot="left")
    async with polling(desk.application(playground), scene):
        there = ann.at(friends)
        text = f"/ask@verbatim_bot {WHO}"
        chat = {"id": friends.id, "type": "supergroup", "title": "Friends"}
        bot = {"id": playground.bot.id, "is_bot": True, "first_name": "Verbatim", "username": "verbatim_bot"}
        entity = {"type": "bot_command", "offset": 0, "length": len("/ask@verbatim_bot")}
        message = {"message_id": 900, "date": playground.state.now(), "chat": chat, "text": text, "entities": [entity]}
        sender = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
        # Telegram tells of no bot's messages, but that may change.
        match who:
            case "a bot":
                stranger = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
                playground.push({"message": message | {"from": stranger}})
            case "the bot itself":
                playground.push({"message": message | {"from": bot}})
            case "through the bot":
                playground.push({"message": message | {"from": sender, "via_bot": bot}})
            case "a forward":
                await there.forwards(await ann.at(elsewhere).says(text))
        await is_ignored(scene, there, desk)


async def test_who_has_no_name_in_the_group_is_served(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann, emil = scene.person("Ann"), scene.person("Emil")
    friends = scene.supergroup("Friends", ann, emil)
    membership.place_person(playground.state, friends.id, Member(emil.id, "administrator", is_anonymous=True))
    news = scene.channel("News", ann, bot="left")
    async with polling(desk.application(playground), scene):
        for speaker in (emil.at(friends), ann.at(friends, as_chat=news)):
            asked = await speaker.says(f"/ask {WHO}")
            assert asked.sender_chat is not None
            await speaker.sees(quote(RETOOK), reply_to(asked))
            back = await speaker.says("/ask")
            back_asked = await speaker.sees(ENGLISH.ask_what_group, reply_to(back))
            asked = await speaker.says("what was broken in the museum?", reply_to=back_asked)
            await speaker.sees(containing("Statues"), reply_to(asked))
            await speaker.edits(asked, WHO)
            await speaker.sees(edited(), quote(RETOOK))


async def test_a_question_that_is_deleted_is_answered_all_the_same(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    asked = await ann.at(friends).says(f"/ask {WHO}")
    await ann.at(friends).deletes(asked)
    async with polling(desk.application(playground), scene):
        assert (await ann.at(friends).sees(quote(RETOOK))).replies_to is None


async def test_the_same_update_twice_is_answered_once(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    playground.faults.repeat_updates(3)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        await ann.at(friends).sees_nothing()
