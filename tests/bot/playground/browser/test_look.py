"""How the page looks: on a phone, in the dark, without motion, and in the picture of the README."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import ViewportSize, expect

from bot.playground import Playground, react, say
from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = Path(__file__).parents[4] / "docs" / "images" / "playground.png"
PHONE = ViewportSize(width=360, height=640)


@pytest.mark.usefixtures("verbatim")
async def test_on_a_phone_chats_and_conversation_are_two_views(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, viewport=PHONE, has_touch=True, is_mobile=True)
    await expect(ann.field).to_be_hidden()
    assert await ann.fits_the_window()
    await ann.page.get_by_role("navigation").get_by_role("link", name="Verbatim").tap()
    await expect(ann.page.get_by_role("navigation")).to_be_hidden()
    # It was made while it was hidden; a line of it has its height all the same.
    assert await ann.field.evaluate("(field) => field.clientHeight >= 22")
    await ann.says("who retook Palmyra?")
    await expect(ann.button("Context")).to_be_in_viewport()
    assert await ann.page.get_by_role("main").evaluate("(main) => main.offsetWidth") == PHONE["width"]
    await ann.button("Context").tap()
    await expect(ann.button("Back to the quote")).to_be_in_viewport()
    assert await ann.fits_the_window()
    await ann.page.get_by_role("link", name="All chats").tap()
    await expect(ann.page.get_by_role("navigation")).to_be_visible()
    await expect(ann.field).to_be_hidden()


async def test_it_follows_the_systems_colours_and_wish_for_rest(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    light = await open_screen(cast.ann.id, color_scheme="light")
    dark = await open_screen(cast.ann.id, color_scheme="dark", reduced_motion="reduce")
    body = "document.querySelector('body')"
    assert await light.page.evaluate(f"getComputedStyle({body}).backgroundColor") == "rgb(243, 241, 235)"
    assert await dark.page.evaluate(f"getComputedStyle({body}).backgroundColor") == "rgb(21, 22, 26)"
    await dark.says("hello")
    await expect(dark.last.locator(".bubble")).to_have_css("background-color", "rgb(48, 53, 92)")
    playground.state.act(cast.ann.id, "typing")
    blinks = "(acting) => getComputedStyle(acting, '::after').animationDuration"
    assert await light.page.locator(".acting").evaluate(blinks) == "1.2s"
    assert await dark.page.locator(".acting").evaluate(blinks) == "0.01s"


async def test_right_to_left_text_begins_at_the_right(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    say(playground.state, cast.ann.id, cast.ann.id, "من استعاد تدمر؟")
    ann = await open_screen(cast.ann.id)
    await expect(ann.last.locator(".text")).to_have_css("direction", "rtl")


@pytest.mark.usefixtures("verbatim")
async def test_the_picture_of_the_readme_is_taken(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, color_scheme="light")
    await ann.says("who is excluded from the truce?")
    await expect(ann.messages.nth(1).locator("blockquote")).to_contain_text("Nusra Front")
    await ann.says("who retook Palmyra?")
    await expect(ann.messages.nth(3).locator("blockquote")).to_contain_text("retook the ancient city of Palmyra")
    question = min(playground.state.messages[cast.ann.id])
    react(playground.state, cast.ann.id, cast.ann.id, question + 1, "👍")
    say(playground.state, cast.ben.id, cast.group.id, "has anybody read about the museum?")
    say(playground.state, cast.cleo.id, cast.forum.id, "What do we know of the losses?", topic=cast.topics[0].id)
    say(playground.state, cast.admin.id, cast.channel.id, "Palmyra is retaken: what it means for the talks")
    await expect(ann.page.locator(".unread")).to_have_count(4)
    await expect(ann.page.locator("#subtitle")).to_have_text("@verbatim_bot · bot")
    if os.environ.get("UPDATE_SCREENSHOTS") == "1":
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        await ann.page.screenshot(path=PICTURE)
    assert PICTURE.read_bytes().startswith(b"\x89PNG")
