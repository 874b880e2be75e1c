"""Channels, and the groups where their posts are discussed."""

from __future__ import annotations

import pytest

from bot.playground import Chat, Playground
from bot.store.chats import Mode
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, no_buttons, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."


@pytest.fixture
def dora(scene: Scenario) -> Speaker:
    """Who owns the channel."""
    return scene.person("Dora")


@pytest.fixture
def ann(scene: Scenario) -> Speaker:
    """Who reads it."""
    return scene.person("Ann")


@pytest.fixture
def discussion(scene: Scenario, dora: Speaker, ann: Speaker) -> Chat:
    """Where it is discussed; the bot sees everything there."""
    return scene.supergroup("Comments", dora, ann, bot="administrator")


@pytest.fixture
def channel(scene: Scenario, dora: Speaker, ann: Speaker, discussion: Chat) -> Chat:
    """A channel with a discussion group."""
    return scene.channel("Digest", dora, ann, discussion=discussion)


@pytest.mark.parametrize("said", [f"/ask {WHO}", f"/ask@verbatim_bot {WHO}", f"@verbatim_bot {WHO}"])
async def test_a_post_that_asks_is_answered_in_the_channel_and_nowhere_else(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, channel: Chat, discussion: Chat, said: str
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await dora.at(channel).says(said)
        await dora.at(channel).sees(quote(RETOOK), button("Context"), reply_to(asked))
        await dora.at(channel).sees_nothing()
        # Telegram forwards both posts there.
        await dora.at(discussion).sees_nothing()

    assert [call.parameters.get("chat_id") for call in playground.calls if call.method == "sendMessage"] in (
        [channel.id], [str(channel.id)],
    )  # fmt: skip
    assert "sendChatAction" not in {call.method for call in playground.calls}
    assert [call for call in playground.calls if call.refused] == []


@pytest.mark.parametrize("said", ["Palmyra is retaken", WHO, "/ask", "@verbatim_bot", "/help", "/settings", "/start"])
async def test_other_posts_are_left_alone(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, channel: Chat, discussion: Chat, said: str
) -> None:
    async with polling(desk.application(playground), scene):
        await dora.at(channel).says(said)
        await dora.at(channel).sees_nothing()
        await dora.at(discussion).sees_nothing()


async def test_a_plain_question_in_a_post_is_not_answered_where_telegram_forwards_it(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, ann: Speaker, channel: Chat, discussion: Chat
) -> None:
    desk.choose(discussion, mode=Mode.AUTO)
    async with polling(desk.application(playground), scene):
        for post in (WHAT, f"/ask {WHAT}"):
            await dora.at(channel).says(post)
            await dora.at(discussion).sees_nothing()
        await ann.at(discussion).says(WHAT)
        await ann.at(discussion).sees(quote(BROKEN))


async def test_a_post_without_an_answer_gets_one_short_line(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, channel: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        await dora.at(channel).says("/ask who bombed Aleppo?")
        await dora.at(channel).sees(ENGLISH.no_answer_group, no_buttons())


async def test_an_edited_post_edits_its_answer(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, ann: Speaker, channel: Chat, discussion: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await dora.at(channel).says(f"/ask {WHO}")
        answer = await dora.at(channel).sees(quote(RETOOK))
        await dora.at(channel).edits(asked, f"/ask {WHAT}")
        await dora.at(channel).sees(edited(answer), quote(BROKEN))
        await dora.at(channel).edits(asked, "/ask who bombed Aleppo?")
        await dora.at(channel).sees(edited(answer), ENGLISH.no_answer_group)
        await dora.at(channel).edits(asked, f"/ask {WHO}")
        await dora.at(channel).sees(edited(answer), quote(RETOOK))
        await ann.at(channel).presses("Context")
        await ann.at(channel).sees(edited(answer), containing("The desert was quiet."))
        await dora.at(discussion).sees_nothing()


async def test_a_post_that_becomes_a_question_is_answered(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, channel: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await dora.at(channel).says("/ask")
        await dora.at(channel).edits(asked, f"/ask {WHO}")
        await dora.at(channel).sees(quote(RETOOK), reply_to(asked))


async def test_a_comment_can_ask_what_a_post_says(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, ann: Speaker, channel: Chat, discussion: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        await dora.at(channel).says("Who retook Palmyra?")
        (post,) = playground.state.messages[discussion.id].values()
        asked = await ann.at(discussion).says("/ask", reply_to=post)
        await ann.at(discussion).sees(quote(RETOOK), reply_to(asked))


async def test_comments_below_an_answer_are_talk_among_people(
    desk: Desk, playground: Playground, scene: Scenario, dora: Speaker, ann: Speaker, channel: Chat, discussion: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        await dora.at(channel).says(f"/ask {WHO}")
        await dora.at(channel).sees(quote(RETOOK))
        post = max(playground.state.messages[discussion.id].values(), key=lambda each: each.id)
        await ann.at(discussion).says("interesting, and what now?", reply_to=post)
        await ann.at(discussion).sees_nothing()
