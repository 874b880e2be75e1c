"""People talk to the bot in the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

HEIGHT = "(element) => element.offsetHeight"

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("verbatim")
async def test_a_question_is_answered_with_a_quote_and_its_context(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.page.get_by_role("button", name="Ask: who retook Palmyra?").click()
    quote = ann.last.locator("blockquote")
    await expect(quote).to_contain_text("Syrian government forces retook the ancient city of Palmyra")
    await expect(quote.locator("strong")).to_have_text(["retook", "Palmyra"])
    await expect(ann.last.locator(".reply")).to_contain_text("who retook Palmyra?")

    await ann.button("Context").click()
    await expect(ann.button("Back to the quote")).to_be_visible()
    await expect(ann.last.locator(".edited")).to_be_visible()
    await expect(ann.messages).to_have_count(2)


@pytest.mark.usefixtures("parrot")
async def test_an_own_message_is_edited_and_deleted(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.says("helo")
    await ann.sees("You said: helo")
    await ann.field.press("ArrowUp")
    await expect(ann.field).to_have_value("helo")
    await ann.says("hello")
    await ann.sees("Now it says: hello")
    await ann.sees_texts(["hello", "You said: helo", "Now it says: hello"])
    await expect(ann.messages.first.locator(".edited")).to_be_visible()

    await ann.picks(ann.messages.first, "Delete")
    await ann.sees_texts(["You said: helo", "Now it says: hello"])


@pytest.mark.usefixtures("parrot")
async def test_a_part_of_a_message_is_answered(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.says("one 🏛️ two three")
    answer = await ann.sees("You said")
    await ann.highlights(answer, "🏛️ two")
    await ann.picks(answer, "Reply to the highlighted part")
    await ann.says("what is this?")
    await ann.sees("You picked out: 🏛️ two")
    await expect(ann.message("what is this?").locator(".reply .snippet")).to_have_text("🏛️ two")


@pytest.mark.usefixtures("parrot")
async def test_reactions_are_shown_put_and_taken_away(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.says("react")
    thumbs = ann.last.get_by_role("button", name="👍")
    await expect(thumbs).to_have_text("👍 1")
    await thumbs.click()
    await expect(thumbs).to_have_text("👍 2")
    menu = await ann.opens_menu(ann.last)
    await menu.get_by_role("menuitemradio", name="React with fire").click()
    await expect(ann.last.locator(".pill")).to_have_text(["👍 1", "🔥 1"])


@pytest.mark.usefixtures("parrot")
async def test_every_kind_of_button_does_what_it_says(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, permissions=["clipboard-read", "clipboard-write"])
    await ann.says("/buttons")
    await ann.button("Toast").click()
    await expect(ann.page.get_by_text("a short note")).to_be_visible()
    await ann.button("Alert").click()
    alert = ann.page.get_by_role("dialog")
    await expect(alert).to_contain_text("read this")
    await alert.get_by_role("button", name="OK").click()
    await ann.button("Silent").click()
    await expect(ann.button("Silent")).to_have_attribute("aria-busy", "true")
    await ann.button("Copy").click()
    await expect(ann.page.get_by_text("Copied")).to_be_visible()
    assert await ann.page.evaluate("navigator.clipboard.readText()") == "a copied text"
    web = ann.log.get_by_role("link", name="Web")
    await expect(web).to_have_attribute("href", "https://example.org/page")
    await expect(web).to_have_attribute("rel", "noopener noreferrer")
    await ann.button("Here").click()
    await expect(ann.field).to_have_value("@verbatim_bot here")
    await ann.log.get_by_role("link", name="Deep").click()
    await ann.sees("Started with q42")
    await ann.button("Share").click()
    chooser = ann.page.get_by_role("dialog")
    # By keyboard, too: out of it, and through its choices.
    await ann.page.keyboard.press("Escape")
    await expect(chooser).to_be_hidden()
    await ann.button("Share").click()
    await ann.page.keyboard.press("Tab")
    await expect(chooser.get_by_role("button", name="News desk")).to_be_focused()
    await expect(chooser.locator("bdi")).to_have_text(["Reading circle", "News desk", "Digest comments"])
    await chooser.get_by_role("button", name="Reading circle").click()
    await expect(ann.page.get_by_role("heading", name="Reading circle")).to_be_visible()
    await expect(ann.field).to_have_value("@verbatim_bot palmyra")


@pytest.mark.usefixtures("parrot")
async def test_every_kind_of_formatting_is_shown(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.says("/styles")
    text = (await ann.sees("bold")).locator(".text")
    for tag, content in {"strong": "bold", "em": "italic", "u": "underlined", "s": "struck", "pre": "print(1)"}.items():
        await expect(text.locator(tag).first).to_have_text(content)
    await expect(text.locator("blockquote").first).to_have_text("a short quote")
    await expect(text.locator("time")).to_have_text("27 March 2016")
    await expect(text.get_by_role("link", name="link", exact=True)).to_have_attribute("href", "https://example.org/x")
    await expect(text.get_by_role("link", name="https://example.com")).to_have_attribute("href", "https://example.com/")
    spoiler = text.get_by_role("button", name="Hidden text, press to show")
    await spoiler.click()
    await expect(text.get_by_text("hidden", exact=True)).to_be_visible()
    folded = text.locator(".folded")
    small = await folded.evaluate(HEIGHT)
    await text.get_by_role("button", name="Show all").click()
    await expect(text.get_by_role("button", name="Show less")).to_be_visible()
    assert await folded.evaluate(HEIGHT) > small
    await text.get_by_role("button", name="/start").click()
    await ann.sees("Started with nothing")
