"""A browser for all of these tests, and for each its own playground, people, and window.

Everything here runs in one event loop, that of the browser. Where there is no Chromium the tests are skipped and the
end of the run says why; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, async_playwright
from pydantic import SecretStr

from bot.application import build
from bot.delivery import Delivery
from bot.logs import RedactingFormatter
from bot.pacing import UNPACED
from bot.playground import Playground
from bot.playground.cast import Cast
from bot.playground.page_server import PAGE
from bot.settings import BotSettings
from bot.store import open_store
from retrieval import Library, RetrievalSettings
from tests.bot.playground.browser import echo
from tests.bot.playground.browser.screen import OpenScreen, Screen
from tests.bot.scenario import AnyApplication, Scenario, polling

SEEDS = Path(__file__).parents[4] / "seeds"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WINDOW = ViewportSize(width=1200, height=800)
NO_BROWSER = f"no browser on the PATH ({', '.join(NAMES)})"


def find_browser() -> str | None:
    """Where Chromium is."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why the browser was not tried, which a bare "s" does not."""
    if find_browser() is None:
        terminalreporter.write_line(f"Browser tests: {NO_BROWSER}")


@pytest.fixture(scope="session")
def executable() -> str:
    """The browser's program."""
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(executable: str) -> AsyncIterator[Browser]:
    """One browser for all tests, with a fresh profile."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A playground that serves its page."""
    async with Playground(page=PAGE) as running:
        yield running


@pytest.fixture
def cast(playground: Playground) -> Cast:
    """The people and chats that `verbatim playground` begins with."""
    return Cast.gather(playground.state)


@pytest_asyncio.fixture(loop_scope="session")
async def open_screen(browser: Browser, playground: Playground) -> AsyncIterator[OpenScreen]:
    """Opens the page in a window of its own; whatever goes wrong in its scripts fails the test at its end."""
    contexts = []
    complaints: list[str] = []

    # Any: the options are those of Playwright's contexts, and checked there.
    async def open_one(
        user: int, chat: int | None = None, topic: int | None = None, *, at: Playground = playground, **options: Any
    ) -> Screen:
        context = await browser.new_context(**{"viewport": WINDOW, "locale": "en-GB"} | options)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        screen = Screen(page, at, complaints)
        await screen.goes_to(user, chat, topic)
        return screen

    yield open_one
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The articles of `seeds`."""
    data = tmp_path_factory.mktemp("data")
    # pydantic-settings takes _env_file, its types do not say so.
    library = Library(RetrievalSettings(_env_file=None, sources_dir=SEEDS, data_dir=data))  # type: ignore[call-arg]
    library.update()
    yield library
    library.close()


@asynccontextmanager
async def answering(
    playground: Playground, cast: Cast, library: Library, folder: Path
) -> AsyncIterator[AnyApplication]:
    """The real bot, answering from a library without Telegram's limits; its database is made in a folder."""
    database = open_store(f"sqlite:///{folder / 'bot.sqlite3'}")
    settings = BotSettings(
        _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        telegram_bot_token=SecretStr(playground.token),
        telegram_api_url=playground.url,
        admin_ids=frozenset({cast.admin.id}),
    )
    redaction = RedactingFormatter(playground.token)
    application = build(settings, library, database, redaction, delivery=Delivery(UNPACED))
    async with polling(application, Scenario(playground)):
        yield application
    database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def verbatim(
    playground: Playground, cast: Cast, library: Library, tmp_path: Path
) -> AsyncIterator[AnyApplication]:
    """The real bot, answering from the seeds."""
    async with answering(playground, cast, library, tmp_path) as application:
        yield application


@pytest_asyncio.fixture(loop_scope="session")
async def parrot(playground: Playground) -> AsyncIterator[AnyApplication]:
    """A small bot that uses what the page can show (`echo`)."""
    async with polling(echo.application(playground), Scenario(playground)) as application:
        yield application
