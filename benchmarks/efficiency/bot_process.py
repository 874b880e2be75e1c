"""The bot in a process of its own, at a playground in this one, as with Telegram."""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pydantic import SecretStr

from bot.application import build
from bot.delivery import Delivery
from bot.logs import configure
from bot.pacing import TELEGRAM, UNPACED
from bot.playground import Playground
from bot.receiving import Polling, serve
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.inbox import Inbox
from retrieval import Library, RetrievalSettings, prepare_process


@dataclass(frozen=True, slots=True)
class Bot:
    """What a bot is run with. `paced` is within Telegram's limits, `threshold` by default the ranker's."""

    sources: Path
    paced: bool = False
    admin_ids: frozenset[int] = frozenset()
    threshold: float | None = None

    @contextmanager
    def running(self, playground: Playground, ended: Callable[[], None]) -> Iterator[int]:
        """Run it, and give the number of its process. `ended` is called when it ends, in the loop that runs here."""
        with tempfile.TemporaryDirectory() as folder:
            process = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(self, playground.url, playground.token, Path(folder))
            )
            process.start()
            loop = asyncio.get_running_loop()
            loop.add_reader(process.sentinel, ended)
            try:
                assert process.pid is not None
                yield process.pid
            finally:
                loop.remove_reader(process.sentinel)
                process.terminate()
                process.join()


def _serve(bot: Bot, url: str, token: str, folder: Path) -> None:
    """The bot, until its process is ended."""
    retrieval = RetrievalSettings(
        _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        sources_dir=bot.sources,
        data_dir=folder,
        answer_threshold=bot.threshold,
    )
    library = Library(retrieval)
    library.update()
    settings = BotSettings(
        _env_file=None,  # type: ignore[call-arg] # as above
        telegram_bot_token=SecretStr(token),
        telegram_api_url=url,
        admin_ids=bot.admin_ids,
    )
    delivery = Delivery(TELEGRAM if bot.paced else UNPACED)
    database = open_store(retrieval.catalogue_url)
    application = build(settings, library, database, configure("WARNING", token), delivery=delivery)
    inbox = Inbox(database, int(token.partition(":")[0]), uuid4().hex)
    prepare_process()
    asyncio.run(serve(application, inbox, Polling()))
