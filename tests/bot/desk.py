"""A library of two articles, and the bot that answers from it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from bot.application import Habits, build
from bot.asking import AnyApplication
from bot.delivery import Delivery
from bot.logs import RedactingFormatter
from bot.news import News
from bot.pacing import UNPACED
from bot.parts import Parts
from bot.playground import Chat, Playground
from bot.recent import Recent
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.chats import Chats, ChatSettings
from bot.telling import LOOK_SECONDS
from retrieval import Library, RetrievalSettings
from tests.once import put_database, ranker

PALMYRA = """---
title: Palmyra is retaken
date: 2016-03-27
url: https://example.org/palmyra
---

The desert was quiet. Government forces retook Palmyra on Sunday. The militants 🏳️ who had held Palmyra withdrew east.

Palmyra was retaken after three weeks of fighting, an observer said.
"""
MUSEUM = "The museum 🏛️\n\nStatues in the museum of Palmyra were broken, and its display cases smashed.\n"


class Desk:
    """A library of two articles, and Applications that answer from it at a playground."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(_indexed().name, folder, dirs_exist_ok=True)
        self.folder = folder
        self.sources = folder / "sources"
        self.library = _library(folder)
        self.database = open_store(f"sqlite:///{folder / 'data' / 'verbatim.sqlite3'}")

    def close(self) -> None:
        """Close what is open."""
        self.database.close()
        self.library.close()

    def application(
        self,
        playground: Playground,
        *admins: int,
        delivery: Delivery | None = None,
        keep: str | None = None,
        look_seconds: float = LOOK_SECONDS,
        typing_seconds: float = 0.0,
        recent: Recent | None = None,
        introduces: bool = False,
        news: News | None = None,
    ) -> AnyApplication:
        """The bot, as `verbatim run` builds it; without Telegram's limits, as most playgrounds set none.

        It tells Telegram its commands, which takes as long as all else that most tests do, only if it `introduces`
        itself. `keep` is the setting KEEP_QUESTIONS. Whoever typed nothing for `typing_seconds` has paused.
        """
        settings = self.settings(playground, *admins, keep=keep)
        redaction = RedactingFormatter(playground.token)
        return build(
            settings,
            self.library,
            self.database,
            redaction,
            delivery=delivery or Delivery(UNPACED),
            recent=recent,
            habits=Habits(look_seconds, typing_seconds, introduces),
            news=news,
        )

    def settings(self, playground: Playground, *admins: int, keep: str | None = None) -> BotSettings:
        """The bot's settings."""
        return BotSettings(
            _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it
            telegram_bot_token=SecretStr(playground.token),
            telegram_api_url=playground.url,
            admin_ids=frozenset(admins),
            **({"keep_questions": keep} if keep else {}),  # type: ignore[arg-type] # its validator takes the text
        )

    def parts(self, playground: Playground, *admins: int, keep: str | None = None) -> Parts:
        """What the handlers of another process would work with."""
        return Parts.over(self.database, self.settings(playground, *admins, keep=keep), self.library)

    def choose(self, chat: Chat, **chosen: Any) -> None:
        """Choose what the admins of a group may choose there. Any: the names and types of `ChatSettings`."""
        Chats(self.database).change(chat.id, lambda settings: replace(settings, **chosen))

    def chosen(self, chat: Chat) -> ChatSettings:
        """What is chosen in a group."""
        return Chats(self.database).settings(chat.id)

    def break_database(self) -> None:
        """Take a table away from the running bot."""
        with sqlite3.connect(self.folder / "data" / "verbatim.sqlite3") as connection:
            connection.execute("DROP TABLE sentences")
        connection.close()


@cache
def _indexed() -> TemporaryDirectory[str]:
    """A folder with the two articles and an index of them, for every desk to begin with."""
    folder = TemporaryDirectory()
    sources = Path(folder.name) / "sources"
    sources.mkdir()
    (sources / "palmyra.md").write_text(PALMYRA, "utf-8")
    (sources / "museum.txt").write_text(MUSEUM, "utf-8")
    put_database(Path(folder.name) / "data")
    with closing(_library(Path(folder.name))) as library:
        library.update()
    return folder


def _library(folder: Path) -> Library:
    return Library(
        RetrievalSettings(
            _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
            sources_dir=folder / "sources",
            data_dir=folder / "data",
            # Low: these tests are about what is done with an answer, not about how sure the ranker is of it.
            answer_threshold=0.2,
            fetch_networks="127.0.0.0/8",  # type: ignore[arg-type] # its validator takes the text
        ),
        ranker=ranker(),
        # To start one takes longer than all else that a test does.
        processes=False,
    )
