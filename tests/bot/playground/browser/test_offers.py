"""What is offered above the field: commands after `/`, results of inline mode after the bot's name."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground import Playground, say
from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("parrot")
async def test_commands_are_those_that_the_bot_set_for_this_chat(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id)
    await ann.writes("/")
    await expect(ann.options).to_have_text(["/startSay hello", "/buttonsShow buttons"])
    await ann.writes("/b")
    await expect(ann.options).to_have_text(["/buttonsShow buttons"])
    await ann.field.press("Enter")
    await expect(ann.field).to_have_value("/buttons ")
    await expect(ann.options).to_have_count(0)
    await ann.goes_to(cast.ann.id, cast.group.id)
    await ann.writes("/")
    await expect(ann.options).to_have_text(["/askAsk here"])


@pytest.mark.usefixtures("parrot")
async def test_an_inline_result_is_chosen_with_the_mouse(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    ann = await open_screen(cast.ann.id, cast.forum.id, cast.topics[0].id)
    await ann.writes("@verbatim_bot palmyra")
    await expect(ann.options.locator(".name")).to_have_text(
        ["Ask in private", "Result 0", "Result 1", "Result 2", "More results"]
    )
    await ann.option("More results").click()
    await expect(ann.options).to_have_count(6)
    await ann.option("Result 4").click()
    message = await ann.sees("palmyra 4", "via @verbatim_bot")
    await expect(message.locator("header")).to_have_text("Ann via @verbatim_bot")
    await expect(ann.field).to_have_value("")
    (chosen,) = [each for each in playground.state.messages[cast.forum.id].values() if each.via_bot]
    assert (chosen.sender, chosen.thread_id) == (cast.ann.id, cast.topics[0].id)


@pytest.mark.usefixtures("parrot")
async def test_the_button_above_the_results_leads_to_the_private_chat(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await open_screen(cast.ann.id, cast.group.id)
    await ann.writes("@verbatim_bot palmyra")
    await ann.option("Ask in private").click()
    await ann.sees("Started with from_inline")
    await expect(ann.page.get_by_role("heading", name="Verbatim")).to_be_visible()


@pytest.mark.usefixtures("parrot")
async def test_results_that_come_too_late_are_not_offered(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    held = playground.faults.hold("answerInlineQuery")
    ann = await open_screen(cast.ann.id)
    await ann.writes("@verbatim_bot palm")
    await held.arrived.wait()
    await expect(ann.page.get_by_text("Asking Verbatim…")).to_be_visible()
    await ann.writes("/")
    await expect(ann.options).to_have_count(2)
    held.release()
    (asked,) = playground.state.inline_queries
    while playground.state.inline_queries[asked].answer is None:
        await playground.api.changed.wait()
    # What comes after the answer shows that the page has heard of it.
    say(playground.state, cast.ann.id, cast.ann.id, "something else")
    await ann.sees("something else")
    await expect(ann.options.locator(".name")).to_have_text(["/start", "/buttons"])
