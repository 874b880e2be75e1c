"""What the bot does of itself to stay up to date: pages that are due are visited again."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from bot.news import News
from bot.playground import Playground
from bot.reloading import Reloading
from retrieval import Fetched, Library, RetrievalSettings, SettingsError, SourceError, Visit, Visiting
from tests.bot.desk import Desk

URL, GONE = "https://example.org/bridge.txt", "https://example.org/gone.txt"


async def test_pages_that_are_due_are_visited_and_answered_from(
    playground: Playground, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    texts = {URL: "Bridges\n\nThe bridge of Raqqa fell.", GONE: "Gone\n\nThe mill of Homs turned."}

    def fetch(url: str, _before: Visit | None) -> Fetched | None:
        if url not in texts:
            raise SourceError(url, "answers 404 Not Found")
        return Fetched(texts[url].encode(), url)

    settings: RetrievalSettings = desk.library._settings
    with closing(Library(settings, fetch=fetch)) as library:
        at_once = Visiting(library._catalogue, fetch, every=timedelta(0))
        for url in (URL, GONE):
            at_once.add(url, by="42")
        library.update()
        texts[URL] = "Bridges\n\nThe bridge of Raqqa was built anew."
        del texts[GONE]
        application = desk.application(playground)

        reloading = Reloading(library, [], News())
        desk.sources.rename(desk.sources.with_name("elsewhere"))
        with pytest.raises(SettingsError):
            await reloading.visit(application)
        desk.sources.with_name("elsewhere").rename(desk.sources)
        # What was fetched is read by the next try, though nothing is due any more.
        await reloading.visit(application)
        assert list(library.pages.due()) == []

        assert library.answerer.answer("what of the bridge of Raqqa?").quotes[0].text == (
            "The bridge of Raqqa was built anew."
        )
        assert library.answerer.answer("what turned?").quotes[0].text == "The mill of Homs turned."
        assert f"could not be visited: {GONE}: answers 404 Not Found" in caplog.text
        entries = [(each.who, each.what.value, each.target) for each in library.audit(3)]

    assert entries == [("automatic", "reload", "3"), ("automatic", "refresh", GONE), ("automatic", "refresh", URL)]
