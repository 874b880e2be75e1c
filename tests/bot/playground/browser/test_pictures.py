"""The pictures of the README and of docs/: each shows what the page beside it says, which is looked for here.

`make pictures` takes them anew. Their clock stands still, so that only what looks different makes a difference.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import ViewportSize, expect

from bot.playground import Playground, react, say
from bot.playground.cast import Cast
from bot.playground.page_server import PAGE
from retrieval import Library, RetrievalSettings
from tests.bot.playground.browser.conftest import answering
from tests.bot.playground.browser.screen import OpenScreen, Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMAGES = Path(__file__).parents[4] / "docs" / "images"
LARGEST = 150_000
PHONE = ViewportSize(width=400, height=420)
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOURS = {
    "2019-05-02": (
        "A new roof for the lighthouse museum",
        "The lighthouse museum has a new roof. The museum opens at nine in the morning. School classes are welcome.",
    ),
    "2025-03-17": (
        "Longer evenings at the lighthouse museum",
        "Spring brings new hours. From April on the museum opens at ten in the morning. It stays open until seven.",
    ),
}


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A playground where it is always noon."""
    async with Playground(page=PAGE, now=lambda: int(NOON.timestamp())) as running:
        yield running


async def taken(screen: Screen, name: str) -> None:
    """Take a picture if that is wanted; there is one, and it is small."""
    picture = IMAGES / f"{name}.png"
    if os.environ.get("UPDATE_SCREENSHOTS") == "1":
        # Nobody is about to write.
        await screen.page.evaluate("document.activeElement.blur()")
        await screen.page.screenshot(path=picture, animations="disabled", caret="hide")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < LARGEST


async def phone(open_screen: OpenScreen, user: int, chat: int, *, color_scheme: str = "light") -> Screen:
    """A conversation on a phone."""
    screen = await open_screen(
        user, chat, viewport=PHONE, device_scale_factor=1.5, has_touch=True, is_mobile=True, color_scheme=color_scheme
    )
    return await at_noon(screen)


async def desktop(open_screen: OpenScreen, user: int, chat: int, topic: int | None = None, *, height: int) -> Screen:
    """The whole page, in the light."""
    viewport = ViewportSize(width=1100, height=height)
    return await at_noon(await open_screen(user, chat, topic, viewport=viewport, color_scheme="light"))


async def whole(screen: Screen) -> Screen:
    """The same, in a window as high as the conversation."""
    size = screen.page.viewport_size
    assert size is not None
    hidden = "(scroller) => scroller.scrollHeight - scroller.clientHeight"
    more: int = await screen.page.locator("#scroller").evaluate(hidden)
    await screen.page.set_viewport_size({"width": size["width"], "height": size["height"] + more})
    await expect(screen.log.locator(".day").first).to_be_in_viewport(ratio=1)
    return screen


async def at_noon(screen: Screen) -> Screen:
    await screen.page.clock.set_fixed_time(NOON)
    return screen


@pytest.mark.usefixtures("verbatim")
async def test_the_picture_of_the_readme_is_taken(playground: Playground, cast: Cast, open_screen: OpenScreen) -> None:
    ann = await desktop(open_screen, cast.ann.id, cast.ann.id, height=800)
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
    await taken(ann, "playground")


@pytest.mark.usefixtures("verbatim")
async def test_an_answer_has_its_source_and_six_buttons(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await phone(open_screen, cast.ann.id, cast.ann.id)
    await ann.says("when did Islamic State seize Palmyra?")
    answer = await ann.sees("Islamic State had seized Palmyra in 2015", "27 March 2016")
    for name in ("Context", "More (2)", "Copy", "Share", "👍", "👎"):
        await expect(answer.get_by_role("button", name=name)).to_be_visible()
    await taken(await whole(ann), "answer")


@pytest.mark.usefixtures("verbatim")
async def test_a_question_goes_on_from_the_one_before(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await phone(open_screen, cast.ann.id, cast.ann.id, color_scheme="dark")
    await ann.says("where are the talks held?")
    await ann.sees("in Geneva at the United Nations")
    await ann.says("and when?")
    await ann.sees("in April 2016")
    await taken(await whole(ann), "follow-up")


@pytest.mark.usefixtures("verbatim")
async def test_no_answer_leads_on_all_the_same(cast: Cast, open_screen: OpenScreen) -> None:
    ann = await phone(open_screen, cast.ann.id, cast.ann.id)
    await ann.says("who is the mayor of Palmyra?")
    await ann.sees("I found no answer. No article mentions “mayor”.")
    await expect(ann.button("What comes closest")).to_be_visible()
    await expect(ann.button("Tell me when answered")).to_be_visible()
    await taken(await whole(ann), "no-answer")


@pytest.mark.usefixtures("verbatim")
async def test_in_a_group_it_answers_who_asks_it_and_nobody_else(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    ann = await phone(open_screen, cast.ann.id, cast.group.id)
    say(playground.state, cast.ben.id, cast.group.id, "Is the next meeting on Friday?")
    say(playground.state, cast.cleo.id, cast.group.id, "Yes, at seven")
    await ann.sees("Yes, at seven")
    await ann.says("@verbatim_bot how many fighters did Islamic State lose?")
    await ann.sees("The group lost 400 fighters")
    await expect(ann.messages).to_have_count(4)
    await taken(await whole(ann), "group")


@pytest.mark.usefixtures("verbatim")
async def test_the_admins_of_a_group_have_settings_and_may_let_it_answer_plain_questions(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    playground.state.privacy = False
    cleo = await phone(open_screen, cast.cleo.id, cast.forum.id)
    await cleo.says("/settings")
    await cleo.sees("My settings in this group")
    await expect(cleo.button("Quiet hours: none")).to_be_visible()
    await taken(await whole(cleo), "settings")
    await cleo.button("I answer: when asked").tap()
    await cleo.button("plain questions too").tap()
    await expect(cleo.button("✓ plain questions too")).to_be_visible()

    topic = cast.topics[0].id
    ann = await desktop(open_screen, cast.ann.id, cast.forum.id, topic, height=680)
    say(playground.state, cast.ben.id, cast.forum.id, "Who brings the map tomorrow?", topic=topic)
    say(playground.state, cast.cleo.id, cast.forum.id, "I have one", topic=topic)
    await ann.says("who promised to restore the monuments?")
    await ann.sees("Mamoun Abdelkarim")
    await expect(ann.messages).to_have_count(4)
    await taken(ann, "topic")


@pytest.mark.usefixtures("verbatim")
async def test_a_channels_post_is_answered_in_the_channel(cast: Cast, open_screen: OpenScreen) -> None:
    dora = await phone(open_screen, cast.admin.id, cast.channel.id)
    await dora.says("Good morning! Today we look back at the battle for Palmyra.")
    await dora.says("/ask when did Russia intervene in Syria?")
    await dora.sees("in September 2015.")
    await taken(await whole(dora), "channel")


@pytest.mark.usefixtures("verbatim")
async def test_what_is_typed_after_its_name_finds_quotes_anywhere(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    ann = await phone(open_screen, cast.ann.id, cast.group.id)
    await ann.page.set_viewport_size({"width": PHONE["width"], "height": 600})
    for who, text in (
        (cast.ben, "Has anybody read about Palmyra?"),
        (cast.cleo, "Yes, some of the monuments still stand"),
        (cast.ben, "Will the others be restored?"),
        (cast.cleo, "Somebody promised that"),
        (cast.ben, "Ann, can you look it up?"),
    ):
        say(playground.state, who.id, cast.group.id, text)
    await ann.sees("Ann, can you")
    await ann.writes("@verbatim_bot who promised to restore the monuments?")
    await expect(ann.options.first).to_contain_text("27 March 2016 · Syria's antiquities chief, Mamoun Abdelkarim")
    await taken(ann, "inline")


async def test_articles_that_do_not_agree_are_quoted_by_their_dates(
    playground: Playground, cast: Cast, open_screen: OpenScreen, tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for day, (title, text) in HOURS.items():
        (sources / f"{day}.md").write_text(f"---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n", "utf-8")
    # pydantic-settings takes _env_file, its types do not say so.
    settings = RetrievalSettings(_env_file=None, sources_dir=sources, data_dir=tmp_path)  # type: ignore[call-arg]
    library = Library(settings)
    library.update()
    async with answering(playground, cast, library, tmp_path):
        ann = await phone(open_screen, cast.ann.id, cast.ann.id)
        await ann.says("when does the museum open?")
        await ann.sees("The articles do not agree.", "opens at nine", "opens at ten")
        await taken(await whole(ann), "dates")
    library.close()
