"""What happens elsewhere is seen at once, and after a break."""

from __future__ import annotations

import time

import pytest
from playwright.async_api import expect

from bot.playground import Playground, say
from bot.playground.cast import Cast
from bot.playground.page_server import PAGE
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("parrot")
async def test_a_second_page_follows(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    ben = await open_screen(cast.ben.id, cast.group.id)
    await ann.says("hello Ben")
    message = await ben.sees("hello Ben")
    await expect(message.locator("header")).to_contain_text("Ann")
    await ben.picks(message, "Reply")
    await ben.says("hello @verbatim_bot")
    await ann.sees("You said: hello @verbatim_bot")
    await expect(ann.messages).to_have_count(3)
    playground.state.act(cast.group.id, "typing")
    await expect(ann.page.locator("#subtitle")).to_have_text("Verbatim is typing")
    await expect(ben.page.locator("#subtitle")).to_have_text("Verbatim is typing")


async def test_a_page_finds_back_to_a_playground_that_was_started_anew(open_screen: OpenScreen) -> None:
    async with Playground(page=PAGE) as first:
        cast = Cast.gather(first.state)
        port = int(first.url.rpartition(":")[2])
        ann = await open_screen(cast.ann.id, at=first)
        await ann.says("before")
        await ann.sees_texts(["before"])
    await expect(ann.page.locator("#connection")).to_have_text("Reconnecting…")
    async with Playground(page=PAGE, port=port) as second:
        Cast.gather(second.state)
        await expect(ann.page.locator("#connection")).to_contain_text("Connected")
        await ann.sees_texts([])
        await ann.says("after")
        await ann.sees_texts(["after"])
        assert [each.content.text for each in second.state.messages[cast.ann.id].values()] == ["after"]
        # The browser itself complains of the connection that was refused.
        ann.complaints.clear()
        await ann.page.close()


async def test_a_thousand_messages_do_not_slow_it_down(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    before = time.monotonic()
    for number in range(1000):
        say(playground.state, cast.ben.id, cast.group.id, f"message {number} of many")
    await ann.sees("message 999")
    flooded = time.monotonic() - before
    before = time.monotonic()
    await ann.says("and mine")
    await ann.sees("and mine")
    assert time.monotonic() - before < 2
    assert flooded < 8
    assert await ann.messages.count() == 100

    late = await open_screen(cast.ann.id, cast.group.id)
    await late.sees("and mine")
    for _ in range(10):
        await late.log.get_by_role("button", name="Earlier messages").click()
    await expect(late.log.get_by_role("button", name="Earlier messages")).to_have_count(0)
    await expect(late.messages).to_have_count(1001)
    await expect(late.messages.first).to_contain_text("message 0 of many")
