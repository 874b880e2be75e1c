"""How the page looks: on a phone, in the dark, without motion."""

from __future__ import annotations

import pytest
from playwright.async_api import ViewportSize, expect

from bot.playground import Playground, say
from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")

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
