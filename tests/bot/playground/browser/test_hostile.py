"""What people write is only ever text."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground import Playground, say
from bot.playground.cast import Cast
from bot.playground.model import Attachment, Chat, Entity, FormattedText, Member, Message
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARKUP = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
TURNED = "\u202egpj.exe"


async def test_hostile_messages_stay_harmless(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    state = playground.state
    group = state.add_chat(Chat(0, "group", MARKUP + TURNED), [Member(cast.ann.id, "creator")])
    say(state, cast.ann.id, group.id, MARKUP)
    say(state, cast.ann.id, group.id, f"right to left {TURNED}")
    say(state, cast.ann.id, group.id, "a" + "\u0301" * 4095)
    say(state, cast.ann.id, group.id, "w" * 4096)
    file = state.store(b"MZ", Attachment("document", "", 0, file_name=f"photo{TURNED}", mime_type="text/html"))
    say(state, cast.ann.id, group.id, MARKUP, attachment=file)
    # Past what the Bot API lets through: a page must not rely on it.
    links = tuple(
        Entity("text_link", start, 4, url=url)
        for start, url in ((0, "javascript:document.title='owned'"), (5, "data:text/html,<script>1</script>"))
    )
    crossing = (Entity("bold", 10, 4), Entity("italic", 12, 90), Entity("blockquote", -3, 2))
    state.post(Message(group.id, 0, 0, content=FormattedText("bad! bad2 some more text", links + crossing)))

    ann = await open_screen(cast.ann.id, group.id)
    await expect(ann.messages).to_have_count(6)
    await expect(ann.messages.first.locator(".text")).to_have_text(MARKUP)
    assert await ann.page.locator("main img, main script").count() == 0
    assert await ann.last.locator("a").count() == 0
    await ann.last.get_by_text("bad!").click()
    await expect(ann.last.locator(".text")).to_have_text("bad! bad2 some more text")
    await expect(ann.page).to_have_title(f"{MARKUP}{TURNED} · Playground")
    await expect(ann.page.get_by_role("heading", level=1)).to_have_text(f"{MARKUP}gpj.exe")
    await expect(ann.messages.nth(4).locator(".name")).to_have_text("photogpj.exe")
    assert await ann.fits_the_window()
    # A heap of accents is cut off at the edges of its bubble.
    await expect(ann.messages.nth(2).locator(".bubble")).to_have_css("overflow", "hidden")
