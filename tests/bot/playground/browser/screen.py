"""What a person does and sees in the browser, by the names that they and screen readers know things by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from bot.playground import Playground


@dataclass(frozen=True, slots=True)
class Screen:
    """The playground's page in a window. `complaints` are what its scripts and the browser complained of."""

    page: Page
    playground: Playground
    complaints: list[str]

    async def goes_to(self, user: int, chat: int | None = None, topic: int | None = None) -> None:
        """Be somebody in a conversation; without a chat in their list of chats (or, with room, in the private one)."""
        parts = [str(part) for part in (user, chat, topic) if part is not None]
        await self.page.goto(f"{self.playground.url}/#/{'/'.join(parts)}", wait_until="commit")
        await expect(self.page.locator("#connection")).to_contain_text("Connected", use_inner_text=False)

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("textbox", name="Message")

    @property
    def log(self) -> Locator:
        """The messages."""
        return self.page.get_by_role("log")

    @property
    def messages(self) -> Locator:
        """Each message that somebody wrote."""
        return self.log.locator("article.message")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.messages.last

    @property
    def options(self) -> Locator:
        """What is offered above the field."""
        return self.page.locator("#suggestions").get_by_role("option")

    def option(self, name: str) -> Locator:
        """One of those."""
        return self.options.filter(has_text=name)

    def message(self, text: str) -> Locator:
        """The newest message that holds a text in its bubble, beside what it answers."""
        return self.messages.filter(has=self.page.locator(".text", has_text=text)).last

    def button(self, name: str) -> Locator:
        """The newest button of a message that is called so."""
        return self.log.get_by_role("button", name=name).last

    async def writes(self, text: str) -> None:
        """Type a text, and leave it there."""
        await self.field.fill(text)

    async def says(self, text: str) -> None:
        """Type a text and send it."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def sees(self, *texts: str) -> Locator:
        """A message that holds all of these texts; gives it."""
        message = self.message(texts[0])
        for text in texts:
            await expect(message).to_contain_text(text)
        return message

    async def sees_texts(self, texts: Sequence[str]) -> None:
        """Exactly these messages are there."""
        await expect(self.messages.locator(".text")).to_have_text(list(texts))

    async def opens_menu(self, message: Locator) -> Locator:
        """Ask what can be done with a message."""
        await message.hover()
        await message.get_by_role("button", name="What to do with this message").click()
        return self.page.get_by_role("menu")

    async def picks(self, message: Locator, entry: str) -> None:
        """Choose something from the menu of a message."""
        menu = await self.opens_menu(message)
        await menu.get_by_role("menuitem", name=entry, exact=True).click()

    async def highlights(self, message: Locator, part: str) -> None:
        """Select a part of a message that stands within one run of its text, as with the mouse."""
        await message.locator(".text").evaluate(
            """(element, part) => {
                const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const at = node.data.indexOf(part);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(node, at, node, at + part.length);
                    return;
                }
                throw new Error(`there is no ${part}`);
            }""",
            part,
        )

    async def fits_the_window(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        fits: bool = await self.page.evaluate(
            """() => [document.documentElement, document.getElementById("scroller")]
                .every((element) => element.scrollWidth <= innerWidth)"""
        )
        return fits


OpenScreen = Callable[..., Awaitable[Screen]]
"""Opens the page: who one is, and perhaps the chat and topic; `at` another playground; options of the window."""
