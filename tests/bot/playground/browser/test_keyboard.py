"""Everything can be done without a mouse, and the focus can always be seen."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")

OUTLINE = "(element) => getComputedStyle(element).outlineStyle"


@pytest.mark.usefixtures("verbatim")
async def test_a_question_its_context_and_a_reply_by_keyboard_alone(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    keyboard = ann.page.keyboard
    await expect(ann.field).to_be_focused()
    await keyboard.type("How many fighters")
    await keyboard.press("Shift+Enter")
    await keyboard.type("were killed?")
    await keyboard.press("Enter")
    await expect(ann.messages.first.locator(".text")).to_have_text(
        "How many fighters\nwere killed?", use_inner_text=True
    )
    more = ann.button("More (2)")
    await expect(more).to_be_visible()
    # Backwards: who one writes as, then the buttons of the newest message from the last to the first.
    for _ in range(1 + await ann.last.locator(".key").count()):
        await keyboard.press("Shift+Tab")
    await expect(ann.button("Context")).to_be_focused()
    assert await ann.button("Context").evaluate(OUTLINE) == "solid"
    await keyboard.press("Enter")
    # The message has changed, and the focus is still on its buttons.
    await expect(ann.button("Back to the quote")).to_be_focused()
    await keyboard.press("ArrowUp")
    await expect(ann.messages.first).to_be_focused()
    await keyboard.press("Enter")
    await expect(ann.page.get_by_role("menuitemradio", name="React with thumbs up")).to_be_focused()
    await keyboard.press("Escape")
    await expect(ann.page.get_by_role("menu")).to_be_hidden()
    await expect(ann.messages.first).to_be_focused()
    await keyboard.press("Enter")
    await ann.page.get_by_role("menuitem", name="Reply").focus()
    await keyboard.press("Enter")
    await expect(ann.field).to_be_focused()
    await expect(ann.page.locator("#about")).to_contain_text("Reply to Ann")
    await keyboard.press("Escape")
    await expect(ann.page.locator("#about")).to_be_hidden()


@pytest.mark.usefixtures("parrot")
async def test_inline_results_and_chats_are_chosen_by_keyboard_alone(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    keyboard = ann.page.keyboard
    await keyboard.type("@verbatim_bot palmyra")
    await expect(ann.options).to_have_count(5)
    for _ in range(3):
        await keyboard.press("ArrowDown")
    chosen = ann.page.locator("#suggestions [aria-selected=true]")
    await expect(chosen.locator(".name")).to_have_text("Result 1")
    await expect(ann.field).to_have_attribute("aria-activedescendant", await chosen.get_attribute("id") or "")
    await keyboard.press("Enter")
    await ann.sees("palmyra 1")

    await ann.page.get_by_role("navigation").get_by_role("link", name="Verbatim").focus()
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(ann.page.get_by_role("heading", name="Reading circle")).to_be_visible()
    await expect(ann.field).to_be_focused()
