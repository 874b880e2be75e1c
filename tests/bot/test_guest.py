"""Guest mode: the bot is called by its name into a chat that it is no member of."""

from __future__ import annotations

import sqlite3

import pytest

from bot.playground import Playground
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, containing, link, no_buttons, polling, quote, reply_to

RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
NO_ANSWER = "I found no answer to this in the articles."


def elsewhere(scene: Scenario, *people: Speaker) -> Speaker:
    """The first of some people, in a group of theirs without the bot."""
    return people[0].at(scene.supergroup("Friends", *people, bot="left"))


@pytest.mark.parametrize(
    "said", [f"@verbatim_bot {WHO}", f"Hey @Verbatim_Bot, {WHO}", "who retook Palmyra, @verbatim_bot?"]
)
async def test_a_call_is_answered_where_it_came_from(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = elsewhere(scene, scene.person("Ann"))
        asked = await ann.says(said)
        seen = await ann.sees(quote(RETOOK), link("Palmyra is retaken", "https://example.org/palmyra"), reply_to(asked))
        assert seen.buttons == (("Context",),)
        await ann.sees_nothing()


async def test_its_button_leads_to_the_quote_in_private(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        there = elsewhere(scene, ann)
        await there.says(f"@verbatim_bot {WHO}")
        seen = await there.sees(quote(RETOOK))
        await ann.follows(str(seen.button("Context").value))
        await ann.sees(quote(RETOOK), link("Palmyra is retaken", "https://example.org/palmyra"))


@pytest.mark.parametrize("picked", [None, "who retook Palmyra?"], ids=["whole", "picked out"])
async def test_a_call_in_reply_to_a_question_is_about_that_question(
    desk: Desk, playground: Playground, scene: Scenario, picked: str | None
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        there = elsewhere(scene, ann, ben)
        question = await ben.at(there.chat).says(f"I wonder: {WHO}" if picked else WHO)
        called = await there.says("@verbatim_bot", reply_to=question, quote=picked)
        await there.sees(quote(RETOOK), reply_to(called))


async def test_without_an_answer_it_says_so_in_one_line(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = elsewhere(scene, scene.person("Ann"))
        await ann.says("@verbatim_bot who repaired the lighthouse?")
        await ann.sees(NO_ANSWER, no_buttons())


async def test_called_without_words_it_asks_for_them(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, russian = scene.person("Ann"), scene.person("Anna", language_code="ru")
        there = elsewhere(scene, ann, russian)
        await there.says("@verbatim_bot")
        await there.sees(containing("Write your question next to my name"), no_buttons())
        await russian.at(there.chat).says("@verbatim_bot!")
        await russian.at(there.chat).sees(containing("вопрос"))
        picture = await there.sends("a.txt", b"text")
        await there.says("@verbatim_bot", reply_to=picture)
        await there.sees("That message has no text that I could look for.")


async def test_what_is_not_said_to_it_it_does_not_answer(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, robot = scene.person("Ann"), playground.person("Robot", is_bot=True)
        there = elsewhere(scene, ann)
        await there.says(WHO)
        await there.sees_nothing()
        # Two bots that call each other would never end.
        message = {
            "message_id": 7,
            "date": 1_700_000_000,
            "chat": {"id": ann.id, "type": "private", "first_name": "Ann"},
            "from": {"id": robot.id, "is_bot": True, "first_name": "Robot"},
            "text": WHO,
            "guest_query_id": "1",
        }
        playground.push({"guest_message": message})
        await there.sees_nothing()
        assert not any(call.method == "answerGuestQuery" for call in playground.calls)


async def test_a_chat_of_two_people_may_call_it_too(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        message = {
            "message_id": 7,
            "date": 1_700_000_000,
            "chat": {"id": admin.id, "type": "private", "first_name": "Dora"},
            "from": {"id": admin.id, "is_bot": False, "first_name": "Dora"},
            "text": f"@verbatim_bot {WHO}",
            "entities": [{"type": "mention", "offset": 0, "length": 13}],
            "guest_query_id": "1",
        }
        playground.push({"guest_message": message})
        # The query is made up, so that it is too old: no error, and nothing goes into that private chat.
        await admin.sees_nothing()
        (call,) = [call for call in playground.calls if call.method == "answerGuestQuery"]
        assert RETOOK in str(call.parameters["result"])


async def test_a_channel_that_speaks_in_a_group_may_call_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        news = scene.channel("News", ann, bot="left")
        there = ann.at(scene.supergroup("Friends", ann, bot="left"), as_chat=news)
        asked = await there.says(f"@verbatim_bot {WHO}")
        await there.sees(quote(RETOOK), reply_to(asked))


async def test_calls_are_counted_for_whoever_calls(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        one, other = elsewhere(scene, ann, ben), elsewhere(scene, ann)
        for number in range(30):
            there = (one, other)[number % 2]
            await there.says(f"@verbatim_bot {WHO}")
            await there.sees(quote(RETOOK))
        await one.says(f"@verbatim_bot {WHO}")
        await one.sees(containing("That is a little fast for me."), no_buttons())
        await other.says(f"@verbatim_bot {WHO}")
        await other.sees_nothing()
        await ben.at(one.chat).says(f"@verbatim_bot {WHO}")
        await ben.at(one.chat).sees(quote(RETOOK))

        await scene.idle()
        with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
            counted = connection.execute("SELECT surface, answered, text, count(*) FROM bot_questions").fetchall()
        connection.close()
        assert counted == [("guest", 1, None, 31)]


async def test_quotes_of_different_days_are_shown_from_the_oldest_to_the_newest(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    for year, number in ((2014, "twelve"), (2019, "forty")):
        text = f"The harbour at Orla has {number} cranes.\n"
        head = f"---\ntitle: Orla in {year}\ndate: {year}-05-01\n---\n\n"
        (desk.sources / f"{year}.md").write_text(head + text, "utf-8")
    desk.library.update()
    async with polling(desk.application(playground), scene):
        ann = elsewhere(scene, scene.person("Ann"))
        await ann.says("@verbatim_bot how many cranes does the harbour at Orla have?")
        seen = await ann.sees(containing("From the oldest to the newest"))
        assert seen.quotes == ("The harbour at Orla has twelve cranes.", "The harbour at Orla has forty cranes.")


async def test_a_failure_is_said_where_it_was_called_and_told_to_admins(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = elsewhere(scene, scene.person("Ann"))
        desk.break_database()
        asked = await ann.says(f"@verbatim_bot {WHO}")
        await ann.sees(containing("something went wrong"), reply_to(asked))
        assert "sendMessage" not in [call.method for call in playground.calls if call.refused]


async def test_a_bot_without_guest_mode_is_not_called(desk: Desk, playground: Playground, scene: Scenario) -> None:
    playground.state.guest = False
    async with polling(desk.application(playground), scene):
        ann = elsewhere(scene, scene.person("Ann"))
        await ann.says(f"@verbatim_bot {WHO}")
        await ann.sees_nothing()
