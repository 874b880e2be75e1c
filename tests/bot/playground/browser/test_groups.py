"""Groups, topics, channels, and who speaks there."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground import Playground
from bot.playground.cast import Cast
from bot.playground.model import ANONYMOUS_ADMIN
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("parrot")
async def test_a_mention_in_a_group_is_answered_and_chatter_is_not(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    await ann.says("lovely weather")
    await ann.says("@verbatim_bot who retook Palmyra?")
    answer = await ann.sees("You said: @verbatim_bot who retook Palmyra?")
    await expect(answer.locator(".reply")).to_contain_text("Ann")
    await expect(answer.locator("header")).to_contain_text("Verbatim")
    await expect(ann.messages).to_have_count(3)
    assert playground.state.messages[cast.ann.id] == {}


@pytest.mark.usefixtures("parrot")
async def test_one_can_be_anybody_in_any_chat(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    screen = await open_screen(cast.ann.id, cast.forum.id, cast.topics[0].id)
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("News desk · Syria")
    await screen.says("from Ann")
    for name, write_as in (("Cleo · group admin", "Cleo"), ("Emil · anonymous admin", "Emil (anonymous)")):
        await screen.page.get_by_label("Speak as").select_option(name)
        await expect(screen.page.get_by_label("Write as").locator("option:checked")).to_have_text(write_as)
        await screen.says(f"from {name[0]}")
        await screen.sees(f"from {name[0]}")
    # Without leaving the conversation.
    await screen.page.get_by_label("Write as").select_option("Ben")
    await screen.says("from B")
    await expect(screen.messages.filter(has_text="from E").locator("header")).to_contain_text("News desk")
    await expect(screen.page.get_by_label("Speak as").locator("option:checked")).to_have_text("Ben · group member")

    said = [each for each in playground.state.messages[cast.forum.id].values() if each.content.text]
    assert [(each.content.text, each.author, each.sender, each.thread_id) for each in said] == [
        ("from Ann", cast.ann.id, cast.ann.id, cast.topics[0].id),
        ("from C", cast.cleo.id, cast.cleo.id, cast.topics[0].id),
        ("from E", cast.emil.id, ANONYMOUS_ADMIN.id, cast.topics[0].id),
        ("from B", cast.ben.id, cast.ben.id, cast.topics[0].id),
    ]


async def test_topics_are_apart_and_count_what_is_unread(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, cast.forum.id, cast.topics[0].id)
    ben = await open_screen(cast.ben.id, cast.forum.id, cast.topics[1].id)
    await ben.says("about the talks")
    await ben.says("more about the talks")
    talks = ann.page.get_by_role("navigation").get_by_role("link", name="Geneva talks")
    await expect(talks.locator(".unread")).to_have_text("2 unread")
    await expect(ann.messages).to_have_count(0)
    await talks.click()
    await ann.sees_texts(["about the talks", "more about the talks"])
    await expect(talks.locator(".unread")).to_have_count(0)


async def test_a_post_leads_to_its_discussion(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    admin = await open_screen(cast.admin.id, cast.channel.id)
    await admin.says("Palmyra is retaken")
    ann = await open_screen(cast.ann.id, cast.channel.id)
    await expect(ann.page.get_by_text("Only admins post in this channel.")).to_be_visible()
    await expect(ann.field).to_be_hidden()
    await ann.last.get_by_role("button", name="Leave a comment").click()
    await expect(ann.page.get_by_role("heading", name="Digest comments")).to_be_visible()
    await ann.says("at last")
    await expect(ann.last.locator(".reply")).to_contain_text("Palmyra is retaken")
    await expect(admin.last.get_by_role("button", name="1 comment")).to_be_visible()
    assert [each.content.text for each in playground.state.messages[cast.discussion.id].values()] == [
        "Palmyra is retaken",
        "at last",
    ]


@pytest.mark.usefixtures("parrot")
async def test_whom_the_bot_asks_back_is_about_to_reply(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    ben = await open_screen(cast.ben.id, cast.group.id)
    await ann.says("/ask")
    await ann.sees("What?")
    await ben.sees("What?")
    await expect(ann.page.locator("#about")).to_contain_text("Reply to Verbatim")
    await expect(ben.page.locator("#about")).to_be_hidden()
    await ann.says("who retook Palmyra?")
    await ben.sees("You said: who retook Palmyra?")
