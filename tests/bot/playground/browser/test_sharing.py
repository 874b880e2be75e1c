"""Quotes that go elsewhere, with the real bot: shared, found inline, asked for as a guest."""

from __future__ import annotations

import os

import pytest
from playwright.async_api import expect

from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen, Screen

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("verbatim")]


async def shot(screen: Screen, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await screen.page.screenshot(path=f"{folder}/{name}.png")


async def test_share_sends_a_quote_into_another_chat(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.says("who retook Palmyra?")
    await expect(ann.button("Context")).to_be_visible()
    await shot(ann, "answer")
    await ann.button("Share").click()
    await shot(ann, "choose")
    await ann.page.get_by_role("dialog").get_by_role("button", name=cast.group.title).click()
    await expect(ann.options).to_have_count(1)
    await shot(ann, "permalink")
    await ann.options.first.click()
    await expect(ann.last).to_contain_text("via")
    await shot(ann, "shared")


async def test_what_is_typed_after_the_bots_name_finds_quotes(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    await ann.writes("@verbatim_bot who retook Palmyra?")
    await expect(ann.options.first).to_be_visible()
    await shot(ann, "inline")
    await ann.writes("@verbatim_bot who repaired the lighthouse?")
    await expect(ann.option("No answer found")).to_be_visible()
    await shot(ann, "nothing")
    await ann.option("No answer found").click()
    await expect(ann.button("Tell me when answered")).to_be_visible()
    await shot(ann, "brought")
