"""/why: those who run the bot see why it answered as it did."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest

from bot.commands import BOT_ADMIN, PRIVATE
from bot.playground import Playground
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Expectation, Scenario, containing, polling, quote, reply_to

RETOOK = "Government forces retook Palmyra on Sunday."
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."

WHO = "who retook Palmyra?"
WHAT = "what was broken in the museum?"


def explains(sentence: str) -> tuple[Expectation, ...]:
    """It says how likely this sentence answers; an answer has no such line."""
    return (quote(sentence), containing(" likely to answer\n"))


async def test_why_explains_the_last_answer(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(WHO)
        await admin.sees(quote(RETOOK))
        asked = await admin.says("/why")

        shown = await admin.sees(*explains(RETOOK), reply_to(asked))
        assert re.match(r"Quoted( first)?: \d\d% likely to answer\n", shown.text)
        assert (shown.bold[0], shown.buttons) == (shown.text.splitlines()[0], ())


@pytest.mark.parametrize("replied", ["answer", "question"])
async def test_why_in_reply_explains_what_it_replies_to(
    desk: Desk, playground: Playground, scene: Scenario, replied: str
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        question = await admin.says(WHO)
        answer = await admin.sees(quote(RETOOK))
        await admin.says(WHAT)
        await admin.sees(quote(BROKEN))
        await admin.says("/why", reply_to=answer if replied == "answer" else question)
        await admin.sees(*explains(RETOOK))


async def test_why_with_a_question_asks_and_explains(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(f"/why {WHO}")
        await admin.sees(*explains(RETOOK))

        # It is what the chat talks about now.
        await admin.says("/why")
        await admin.sees(*explains(RETOOK))


async def test_why_explains_the_nearest_miss_and_says_that_it_is_one(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/why who shelled Homs in the museum?")

        shown = await admin.sees(containing("Nearest miss: "))
        assert shown.text.startswith("I found no ")
        assert len(shown.quotes) >= 1
        assert re.fullmatch(r"Nearest miss: .+ likely to answer \(\d\d% is needed\)", shown.bold[0])


@pytest.mark.parametrize(
    ("said", "reply"),
    [("/why", ENGLISH.why_what), ("/why who is it?", "I need a word to look for: a name, a place, a thing.")],
)
async def test_why_without_anything_to_explain_says_so(
    desk: Desk, playground: Playground, scene: Scenario, said: str, reply: str
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(said)
        await admin.sees(containing(reply))


async def test_after_a_restart_a_question_can_be_explained_and_an_answer_cannot(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        question = await admin.says(WHO)
        answer = await admin.sees(quote(RETOOK))

    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/why", reply_to=answer)
        await admin.sees(ENGLISH.why_forgotten)
        await admin.says("/why", reply_to=question)
        await admin.sees(*explains(RETOOK))


@pytest.mark.parametrize("said", ["/why", f"/why {WHO}"])
async def test_why_is_not_for_others(desk: Desk, playground: Playground, scene: Scenario, said: str) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.says(said)
        await ann.sees(ENGLISH.for_admins)
        await ann.sees_nothing()


async def test_only_admins_are_shown_the_command(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann = scene.person("Dora", started=True), scene.person("Ann", started=True)
    async with polling(desk.application(playground, admin.id, introduces=True), scene):
        await scene.until(lambda: "why" in admin.commands(), "the command", admin.chat, patiently=True)

        assert admin.commands() == BOT_ADMIN
        assert ann.commands() == PRIVATE


async def test_an_admin_who_never_wrote_to_the_bot_alarms_nobody_and_has_the_command_all_the_same(
    desk: Desk, playground: Playground, scene: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id, introduces=True), scene):
        async with asyncio.timeout(scene.patience):
            while not any(call.refused for call in playground.calls):
                await playground.api.changed.wait()
        await admin.says("/why")
        await admin.sees(ENGLISH.why_what)

    assert [call.method for call in playground.calls if call.refused] == ["getMyCommands"]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
